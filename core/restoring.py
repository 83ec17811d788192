"""A database from a backup goes on without sending anything twice.

Either put in place by `belfry restore` (`hold`: once, before anybody else opens it), or found out by a worker that then held
all sending (`core.dispatch.lineage`) and let go by a person (`go_on`: beside a running house in which no lane runs).

The old Belfry went on after the backup was made, and nothing in the backup tells how far. What can go wrong, and what holds:
- `sending` at the time of the backup: nobody will tell us how it ended, so it is `unsure`, as after a takeover.
- `queued`: the lane that had claimed it is gone; it is planned again.
- planned, and its slot passed before now: it has probably left. It is skipped with cause "restored"; a person may retry it.
- due between backup and now, but not planned yet: likewise. The newest such due time of a message is planned and skipped,
  so that `retry` finds its people; earlier ones are not made up for.
- half planned when the backup was made: planned to the end, then as above.
- the next due time of a series lies behind: it is moved on past now.
- a chat update that was stored and not worked on yet ("send this to Ana now"): it was worked on after the backup.
- an open question, whose button may have been tapped after the backup: it has expired; a second tap does nothing.
- a reminder to oneself: recorded as skipped; one that waited in the outbox already is told, perhaps a second time.
What nobody can know from a backup (messages made, moved or cancelled since, people who wrote STOP since) is said: one notice
to the owners, kind "restored". Receipts of what left since are `waiting` events of nobody and change nothing.
Not here: unpacking and placing the database (`storage.moving`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.dispatch import lineage
from core.dispatch.plan import plan_deliveries
from core.errors import Conflict
from core.recurrence import Due, due_times, next_due
from core.slots.timing import limit_of, when_of
from storage import db
from storage.queries import installation, leases, messages, notices, occurrences, records, restored, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

CAUSE = "restored"
KIND = "restored"
_SETTLE_AFTER = timedelta(minutes=5)
"""Longer than any request's time-out, lease and 60 s: from then on a person's word on an unsure delivery is believed."""
_MOST_NUMBERS = 50


@dataclass
class Held:
    """What was held back in one workspace: deliveries, those that became unsure, and the messages concerned."""

    workspace: int
    deliveries: int = 0
    unsure: int = 0
    moved_on: int = 0
    messages: set[int] = field(default_factory=set)


async def hold(taken_at: datetime, now: datetime) -> dict[int, Held]:
    """Makes the open database, restored from a backup of `taken_at`, safe to go on at `now`. By workspace."""
    async with db.transaction():
        updates = await restored.close_updates(now)
        questions = await restored.expire_proposals(now)
        await installation.forget()
    held = await _hold_back(now)
    for one in held.values():
        await _tell(one, taken_at, now)
    log.info("restored", updates=updates, questions=questions, held=sum(one.deliveries for one in held.values()))
    return held


async def state() -> Row | None:
    """Why sending is held: `cause`, `since` and `last` (the database's last beat before that); None: it is not."""
    found = await installation.now()
    return found["held"] if found is not None else None


async def go_on(now: datetime, staff: int | None = None) -> dict[int, Held]:
    """Sending goes on, in a new life of the database; what may have left already is held back, by workspace.

    Raises Conflict("not_held"). Of two at once one goes on; what both held back was held back once.
    """
    row = await installation.now()
    if row is None or row["held"] is None:
        raise Conflict("not_held")
    was = row["held"]
    held = await _hold_back(now)
    place, timeline = await installation.where()
    async with db.transaction():
        if not await installation.renew(secrets.token_hex(16), place, timeline, now):
            raise Conflict("not_held")
        for one in held.values():
            await _tell_going_on(one, was, now)
            await records.note(one.workspace, staff, None, "go_on", "installation", now, cause=was["cause"])
    log.warning("goes_on", cause=was["cause"], held=sum(one.deliveries for one in held.values()))
    return held


async def _tell_going_on(held: Held, was: Row, now: datetime) -> None:
    """The notice of the hold says how it went on; whoever it was told to."""
    about = f"held:{was['since']}"
    more = await _held_back(held) | {"over": now.isoformat()}
    for row in await notices.of_kind(held.workspace, lineage.KIND, about):
        await notices.tell(held.workspace, row["staff_id"], lineage.KIND, about, row["detail"] | more, now)


async def _hold_back(now: datetime) -> dict[int, Held]:
    """What may have left already does not leave again by itself."""
    held = {row["id"]: Held(row["id"]) for row in await workspaces.every()}
    await _take_over(held, now)
    fresh = [await _move_on(row, held[row["workspace_id"]], now) for row in await restored.behind(now)]
    fresh += await restored.unplanned(now)
    for occurrence in fresh:
        if occurrence is not None:
            await plan_deliveries(occurrence, now)
    await _skip([one["id"] for one in fresh if one is not None], held, now)
    return held


async def _take_over(held: dict[int, Held], now: datetime) -> None:
    await restored.free_leases()
    for channel in await restored.every_channel():
        fence = await leases.take(channel["id"], "restore", 60)
        if fence is None:
            continue
        workspace = channel["workspace_id"]
        held[workspace].unsure += await outcomes.take_over(workspace, channel["id"], fence, now, _SETTLE_AFTER)
        await outcomes.let_go(workspace, channel["id"], fence, now)
        await leases.release(channel["id"], "restore", fence)


async def _move_on(row: Row, held: Held, now: datetime) -> Row | None:
    """Writes the next due time after now; gives the occurrence of the newest that passed, to be planned and held."""
    when = when_of(row)
    newest: Due | None = None
    for one in due_times(when, row["next_due_at"] - timedelta(microseconds=1)):
        if one.due > now:
            break
        newest = one
    after = next_due(when, now)
    held.moved_on += 1
    async with db.transaction():
        await messages.set_plan(row["workspace_id"], row["id"], row["rev"], after.due if after else None)
        if newest is None:
            await messages.finish(row["id"], now)
            return None
        only_oneself = not any(name != "me" and who for name, who in row["audience"].items())
        occurrence = await occurrences.plan(
            row["workspace_id"],
            row["id"],
            newest.nominal,
            newest.due,
            int(limit_of(row, when, newest.due).total_seconds()),
            now,
            CAUSE if only_oneself or row["channel_id"] is None else "",
        )
        if occurrence["state"] == "skipped":
            await messages.finish(row["id"], now)
            return None
    return occurrence


async def _skip(fresh: list[int], held: dict[int, Held], now: datetime) -> None:
    """Skips what may have left, without a notice for each due time: one for everything follows."""
    async with db.transaction():
        rows = {row["id"]: row for row in (*await restored.overdue(now), *await restored.planned_of(fresh))}
        await outcomes.skip(list(rows.values()), CAUSE, now)
        for occurrence in {row["occurrence_id"] for row in rows.values()} | set(fresh):
            await notices.withdraw("skipped", f"occurrence:{occurrence}")
            await notices.withdraw("reminder", f"occurrence:{occurrence}")
    for row in rows.values():
        one = held[row["workspace_id"]]
        one.deliveries += 1
        one.messages.add(row["message_id"])


async def _tell(held: Held, taken_at: datetime, now: datetime) -> None:
    detail = {"taken_at": taken_at.isoformat(), "restored_at": now.isoformat()} | await _held_back(held)
    staff = await workspaces.staff_of(held.workspace, ("owner",)) or await workspaces.staff_of(held.workspace)
    async with db.transaction():
        for one in sorted({row["staff_id"] for row in staff}):
            await notices.tell(held.workspace, one, KIND, f"backup:{taken_at.isoformat()}", detail, now)


async def _held_back(held: Held) -> Row:
    numbers = await restored.numbers(sorted(held.messages))
    return {
        "held": held.deliveries,
        "unsure": held.unsure,
        "numbers": numbers[:_MOST_NUMBERS],
        "more": max(0, len(numbers) - _MOST_NUMBERS),
    }
