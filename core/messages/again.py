"""Sending again what failed or was left out, at a person's word.

Not here: trying again by itself (`core.outcomes`), what an outage left behind (`core.messages.outages`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import outcomes
from core.actor import Actor
from core.changes.changes import numbered
from core.changes.replan import to_write_to
from core.channels import channel_limits
from core.commands import Retry
from core.errors import Conflict, Refused
from core.slots.room import TOO_MANY
from core.troubles.troubles import tell
from storage import db
from storage.queries import channels, deliveries, messages, notices, occurrences, records

Row = dict[str, Any]

_LATELY = timedelta(hours=24)
_NOT_AGAIN = frozenset({"missed", "nobody", "opted_out", "answered"})
"""Causes of which no copy is left to send again."""


async def stuck_lately(actor: Actor, now: datetime) -> list[int]:
    """The numbers of the messages of which this person heard in the last 24 hours that something did not go, newest first."""
    if actor.staff is None:
        return []
    found: dict[int, None] = {}
    for one in await notices.standing(actor.workspace, actor.staff, ("failed", "skipped"), now - _LATELY):
        row = await messages.get(actor.workspace, one["detail"]["message"])
        if row["state"] not in ("cancelled", "paused") and not set(one["detail"]["causes"]) <= _NOT_AGAIN:
            found[row["number"]] = None
    return list(found)


async def retry(actor: Actor, command: Retry, now: datetime) -> tuple[int, Row]:
    """Sends again what failed or was skipped of the newest due time that has come. How many. `unsure` is never retried by
    this, nor is who cannot be written to still, or was taken out of the audience since."""
    origin = f"{actor.origin}:retry" if actor.origin else None
    async with db.transaction():
        row = await numbered(actor, command.number, lock=True)
        if done := await records.by_origin(origin):
            return int(done["detail"]["count"]), row
        actor.may_change(row["author_id"])
        if row["state"] in ("cancelled", "paused"):
            raise Conflict(f"already_{row['state']}", number=command.number)
        again, wanted = 0, await to_write_to(row)
        if (occurrence := await occurrences.newest_come(actor.workspace, row["id"], now)) is not None:
            stuck = await deliveries.of_occurrence(actor.workspace, occurrence["id"], ("failed", "skipped"))
            can = [one for one in stuck if one["contact_id"] in wanted]
            fits = await _let_in(actor, row, occurrence, can) if can else []
            for one in fits:
                again += await outcomes.retry(one, timedelta(seconds=occurrence["limit_seconds"]), now)
            kept = len(can) - len(fits)
            if kept and not again:
                await _refuse_so_many(actor, row, occurrence, kept)
            if kept:  # they were told of together with those who get it now
                await tell("skipped", can[0], now)
        if not again:
            raise Conflict("nothing_to_retry", number=command.number)
        await records.note(actor.workspace, actor.staff, origin, "retry", f"message:{row['id']}", now, count=again)
        return again, await messages.get(actor.workspace, row["id"])


async def _let_in(actor: Actor, row: Row, occurrence: Row, stuck: list[Row]) -> list[Row]:
    """Without those who would make it go to more people than its channel allows in a message."""
    channel = await channels.state(actor.workspace, row["channel_id"])
    fits = set(await channel_limits.let_in(channel, occurrence["id"], [one["contact_id"] for one in stuck]))
    return [one for one in stuck if one["contact_id"] in fits]


async def _refuse_so_many(actor: Actor, row: Row, occurrence: Row, kept: int) -> None:
    """Raises Refused("too_many_people")."""
    channel = await channels.state(actor.workspace, row["channel_id"])
    count = len(await deliveries.in_plan(actor.workspace, occurrence["id"])) + kept
    raise Refused(TOO_MANY, people=count, most=channel["most_people"], channel=channel["name"])
