"""Planning: due times become occurrences, occurrences become deliveries with slots.

What can go wrong, and what holds: two planners at once (the unique keys, and `set_plan` under `rev`); a crash between the
occurrence and its deliveries (the cursor is written with each chunk); a crash between an occurrence and the next due time (one
transaction); a failed send (the next due time is written before this one leaves); an outage of days (what is too late is
recorded as skipped, a bounded number each tick); a message edited while it is planned (`rev` differs, the tick looks again).
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.channels.channel_limits import let_in
from core.messages import no_room
from core.recurrence import next_due
from core.slots.allotment import PART, allot, moves, wish_of
from core.slots.room import QUIET, TOO_MANY
from core.slots.timing import limit_of, quiet_at, when_of
from storage import db
from storage.errors import StoreAway
from storage.queries import channels, deliveries, directory, events, messages, notices, occurrences

log = structlog.get_logger()

Row = dict[str, Any]

HORIZON = timedelta(minutes=2)
CHUNK = 500
_LONGEST_WAIT = timedelta(days=1)
A_TICK = 300
"""At most so many messages and chunks in one tick; the next one goes on."""


async def plan(now: datetime) -> int:
    """One round over all workspaces: the number of occurrences planned."""
    planned, left = 0, A_TICK
    while left > 0 and (rows := await messages.due(now + HORIZON, left)):
        left -= len(rows)
        done = sum([await _safely(plan_message(row, now), message=row["id"]) for row in rows])
        planned += done
        if not done:
            break
    for occurrence in await occurrences.unplanned(A_TICK):
        await _safely(plan_deliveries(occurrence, now), occurrence=occurrence["id"])
    return planned


async def _safely(part: Coroutine[Any, Any, int | None], **about: int) -> int:
    """A row that cannot be planned stops no other. Raises StoreAway."""
    try:
        return await part or 0
    except StoreAway:
        raise
    except Exception as error:
        log.exception("not_planned", error=type(error).__name__, **about)
        return 0


async def plan_message(row: Row, now: datetime) -> int:
    """Plans the next due time of a message and writes the one after it."""
    when = when_of(row)
    this = next_due(when, row["next_due_at"] - timedelta(microseconds=1))
    async with db.transaction():
        after = next_due(when, this.due) if this else None
        following, was = after.due if after else None, row["next_due_at"]
        if not await messages.set_plan(row["workspace_id"], row["id"], row["rev"], following, was):
            return 0
        if this is None:
            await messages.finish(row["id"], now)
            return 0
        limit = limit_of(row, when, this.due)
        missed = now > this.due + limit and await _too_late(row, this.due + limit, now)
        occurrence = await occurrences.plan(
            row["workspace_id"],
            row["id"],
            this.nominal,
            this.due,
            int(limit.total_seconds()),
            now,
            "missed" if missed else "",
        )
        if missed and occurrence["state"] in (
            "skipped",
            "cancelled",
        ):  # called off, put back by an undo, and then missed
            await outcomes.missed(occurrence | {"cause": "missed"}, now)
            await messages.finish(row["id"], now)
    log.info("planned", message=row["id"], occurrence=occurrence["id"], missed=missed)
    if not missed:
        await plan_deliveries(occurrence, now)
    return 1


async def _too_late(row: Row, latest: datetime, now: datetime) -> bool:
    """Lateness is measured from the slot: what waits for the end of quiet hours is not late yet."""
    return now > latest + _LONGEST_WAIT or not await moves(row["workspace_id"], row["next_due_at"], row)


async def plan_deliveries(occurrence: Row, now: datetime) -> None:
    """Deliveries in chunks, each with its cursor in one transaction, until all are there or the tick's share is done."""
    for _ in range(A_TICK):
        if occurrence["cursor"] is None:
            return
        async with db.transaction():
            await outcomes.hold([occurrence])  # a pause or a cancel comes before this chunk or after it, not between
            fresh = await occurrences.get(occurrence["workspace_id"], occurrence["id"])
            if fresh["cursor"] is None or fresh["state"] not in ("pending", "processing"):
                return
            occurrence = fresh | {"cursor": await _chunk(fresh, now)}


async def _chunk(occurrence: Row, now: datetime) -> int | None:
    """One chunk of an occurrence's deliveries; the new cursor, None when it was the last."""
    row = await messages.get(occurrence["workspace_id"], occurrence["message_id"])
    audience = row["audience"]
    if audience.get("me"):
        await _remind(row, occurrence, now)
    ids = await directory.audience(row["workspace_id"], audience, occurrence["cursor"], CHUNK)
    waiting = await _without_answer(row, ids)
    if waiting and row["channel_id"]:
        await _insert(row, occurrence, waiting, now)
    cursor = ids[-1] if len(ids) == CHUNK else None
    await occurrences.set_cursor(occurrence["id"], occurrence["cursor"], cursor)
    if cursor is None:
        await outcomes.settle_occurrences([occurrence["id"]], now)
        if row["channel_id"]:
            await _look_for_room(row, occurrence, now)
        if not audience.get("me") and not await deliveries.of_occurrence(
            row["workspace_id"], occurrence["id"], limit=1
        ):
            await _nobody(row, occurrence, "answered" if len(waiting) < len(ids) else "nobody", now)
    return cursor


async def _without_answer(row: Row, ids: list[int]) -> list[int]:
    """Those to whom it still goes, "until they answer"."""
    if row["answered"] != "until" or not ids:
        return ids
    answered = await events.wrote_since(row["workspace_id"], ids, row["created_at"])
    return [contact for contact in ids if contact not in answered]


async def _nobody(row: Row, occurrence: Row, cause: str, now: datetime) -> None:
    """Nobody is left to send it to. What goes on until they answer is over once all have; that is told once."""
    await occurrences.set_state(occurrence["id"], "skipped", cause)
    await outcomes.missed(occurrence | {"cause": cause}, now)
    if cause == "answered":
        await messages.end_plan(row["workspace_id"], row["id"])
    await messages.finish(row["id"], now)


async def _insert(row: Row, occurrence: Row, ids: list[int], now: datetime) -> None:
    workspace = row["workspace_id"]
    channel = await channels.state(workspace, row["channel_id"])
    limit, due = timedelta(seconds=occurrence["limit_seconds"]), occurrence["due_at"]
    fits = await let_in(channel, occurrence["id"], ids)
    seats = await allot(workspace, channel, wish_of(row, due, bool(occurrence["cursor"])), fits, now)
    too_many = set(ids).difference(fits)
    wanted = [(one.contact, one.slot, one.slot + limit) for one in seats]
    wanted += [(one, due, due + limit) for one in sorted(too_many)]
    await outcomes.plan(workspace, row["id"], occurrence["id"], channel["id"], wanted, now)
    if out := {one.contact: one.cause for one in seats if one.out} | dict.fromkeys(too_many, TOO_MANY):
        chosen = quiet_at(row, due) == PART or row["beyond"] is not None or set(out.values()) == {QUIET}
        await outcomes.leave_out(workspace, occurrence["id"], out, now, told=chosen and not too_many)


async def _look_for_room(row: Row, occurrence: Row, now: datetime) -> None:
    channel = await channels.state(row["workspace_id"], row["channel_id"])
    waiting = await deliveries.of_occurrence(row["workspace_id"], occurrence["id"], ("planned", "queued"))
    await no_room.look(row, channel, occurrence, [one["contact_id"] for one in waiting], now)


async def _remind(row: Row, occurrence: Row, now: datetime) -> None:
    """What a person asked for themselves comes in the chat, at its time: a notice that is held back, and can be called off
    until then. The due time stays open until it has come (`sweep`)."""
    detail = {"message": row["id"], "occurrence": occurrence["id"]}
    about = f"occurrence:{occurrence['id']}"
    await notices.tell(row["workspace_id"], row["audience"]["me"], "reminder", about, detail, now, occurrence["due_at"])
