"""After an outage: one notice says what was skipped and what went late, and offers to send the rest.

An outage is a time in which no worker beat, or a channel was down. What was skipped or late because of it is counted where it
happens (`core.troubles`, `core.outcomes`), not in a notice for each message; here the counts become one notice a person,
which is edited as they change. What can go wrong, and what holds:
- several workers come back at once: the beat is one row, and only the first of them sees the gap.
- the notice is told before everything is skipped or sent: it grows, in the same bubble, for a day.
- somebody sends one of them by hand, or it is found to have arrived: the count follows the deliveries.
- two taps on "send": the second finds nothing left.
- a series was missed many times: its newest due time is sent, the older ones are not made up for.
- the sandbox moves its clock: the gap is measured by the database's clock, so that this is no outage.

Not here: how the outage is noticed (`core.dispatch.lineage`, `core.troubles`), and any sentence.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import outcomes
from core.actor import Actor
from core.changes.replan import to_write_to
from core.errors import Conflict, Unknown
from core.troubles.troubles import hearers
from storage import db
from storage.queries import deliveries, messages, notices, occurrences, outages, records

Row = dict[str, Any]

KIND = "outage"
NOTICED = timedelta(seconds=150)
"""So long without a beat is an outage; an outside cron that calls each minute is none."""
_GROWS = timedelta(hours=24)
_KEPT = timedelta(days=90)
_PATIENCE = timedelta(seconds=10)
"""The first words wait a little for what is skipped together."""
_MOST_NAMED = 10


async def not_running(gap: timedelta, now: datetime) -> None:
    """Workers beat each few seconds; where none did for longer, nothing could leave. In a transaction of the caller's."""
    if gap >= NOTICED:
        await outages.was_not_running(now - gap, now)


async def tell(now: datetime) -> None:
    """A chore of the tick: the notices of outages follow their counts."""
    for row in await outages.unsettled():
        await _tell(row, now)
    await outages.settle(now - _GROWS, now - _KEPT, now)


async def _tell(outage: Row, now: datetime) -> None:
    about = f"outage:{outage['id']}"
    told = {row["staff_id"]: row for row in await notices.of_kind(outage["workspace_id"], KIND, about)}
    by_staff: dict[int, list[Row]] = {staff: [] for staff in told}
    for effect in await outages.effects(outage["workspace_id"], outage["id"]):
        for staff in await hearers(outage["workspace_id"], effect["message_id"]):
            by_staff.setdefault(staff, []).append(effect)
    for staff, effects in by_staff.items():
        detail = _detail(outage, effects, told[staff]["detail"] if staff in told else {})
        if staff in told and told[staff]["detail"] == detail:
            continue
        first = None if staff in told else now + _PATIENCE
        async with db.transaction():
            await notices.tell(outage["workspace_id"], staff, KIND, about, detail, now, first)


def _detail(outage: Row, effects: list[Row], before: Row) -> Row:
    """What a person is told. `left`: they said of so many that they stay unsent."""
    by_message: dict[int, Row] = {}
    for one in effects:
        skipped = one["skipped"] + one["missed"]
        if skipped:
            row = by_message.setdefault(one["number"], {"number": one["number"], "title": one["title"], "n": 0})
            row["n"] += skipped
    skipped = sum(row["n"] for row in by_message.values())
    left = before.get("left", 0)
    return {
        "outage": outage["id"],
        "name": outage["name"],
        "since": outage["since_at"].isoformat(),
        "until": outage["until_at"].isoformat() if outage["until_at"] else None,
        "late": sum(one["late"] for one in effects),
        "skipped": skipped,
        "most": max(skipped, before.get("most", 0)),
        "messages": list(by_message.values())[:_MOST_NAMED],
        "more": max(0, len(by_message) - _MOST_NAMED),
        "left": left if skipped <= left else 0,
    }


async def leave(actor: Actor, outage: int, now: datetime) -> None:
    """What was skipped stays unsent, and this person is not asked about it again. Raises Conflict("nothing_to_retry")."""
    about = f"outage:{outage}"
    async with db.transaction():
        for row in await notices.of_kind(actor.workspace, KIND, about):
            detail = row["detail"]
            if row["staff_id"] == actor.staff and detail["skipped"] > detail["left"]:
                detail = detail | {"left": detail["skipped"]}
                await notices.tell(actor.workspace, row["staff_id"], KIND, about, detail, now)
                return
    raise Conflict("nothing_to_retry")


async def send_rest(actor: Actor, outage: int, now: datetime) -> int:
    """Sends what an outage skipped of the messages that this person hears of: how many copies and due times.

    Raises Unknown("no_delivery"), Conflict("nothing_to_retry") where nothing of it is left, NotAllowed.
    """
    origin = f"{actor.origin}:rest" if actor.origin else None
    if await outages.get(actor.workspace, outage) is None:
        raise Unknown("no_delivery")
    if done := await records.by_origin(origin):
        return int(done["detail"]["count"])
    again = 0
    newest: set[int] = set()
    effects = await outages.effects(actor.workspace, outage)
    for one in sorted(effects, key=lambda one: int(one["occurrence_id"]), reverse=True):
        if actor.staff not in await hearers(actor.workspace, one["message_id"]):
            continue
        actor.may_change(one["author_id"])
        async with db.transaction():
            again += await _again(actor, one, one["message_id"] not in newest, now)
        newest.add(one["message_id"])
    if not again:
        raise Conflict("nothing_to_retry")
    await records.note(actor.workspace, actor.staff, origin, "send_rest", f"outage:{outage}", now, count=again)
    return again


async def _again(actor: Actor, effect: Row, newest: bool, now: datetime) -> int:
    """One due time: its skipped copies, or as a whole where it was missed and is the newest of its message."""
    message = await messages.get(actor.workspace, effect["message_id"], lock=True)
    occurrence = await occurrences.get(actor.workspace, effect["occurrence_id"])
    if message["state"] in ("cancelled", "paused"):
        return 0
    if effect["missed"] or not newest:
        await outages.caught_up(effect["id"])
        if not newest or occurrence["state"] != "skipped":
            return 0
        limit = int((now - occurrence["due_at"]).total_seconds()) + occurrence["limit_seconds"]
        await occurrences.reopen(occurrence["id"], limit)
        await messages.reopen(message["id"])
        return 1
    again, wanted = 0, await to_write_to(message)
    for row in await deliveries.of_occurrence(actor.workspace, occurrence["id"], ("skipped",)):
        if row["cause"] == "too_late" and row["contact_id"] in wanted:
            again += await outcomes.retry(row, timedelta(seconds=occurrence["limit_seconds"]), now)
    return again
