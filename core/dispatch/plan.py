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
from core.pace import read_pace
from core.recurrence import next_due
from core.slots import place
from core.timing import limit_of, when_of
from storage import db
from storage.errors import StoreAway
from storage.queries import channels, deliveries, directory, messages, notices

log = structlog.get_logger()

Row = dict[str, Any]

HORIZON = timedelta(minutes=2)
CHUNK = 500
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
    for occurrence in await messages.unplanned(A_TICK):
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
        missed = now > this.due + limit
        occurrence = await messages.plan_occurrence(
            row["workspace_id"],
            row["id"],
            this.nominal,
            this.due,
            int(limit.total_seconds()),
            now,
            "missed" if missed else "",
        )
        if missed and occurrence["state"] == "skipped":
            await outcomes.missed(occurrence, now)
            await messages.finish(row["id"], now)
    log.info("planned", message=row["id"], occurrence=occurrence["id"], missed=missed)
    if not missed:
        await plan_deliveries(occurrence, now)
    return 1


async def plan_deliveries(occurrence: Row, now: datetime) -> None:
    """Deliveries in chunks, each with its cursor in one transaction, until all are there or the tick's share is done."""
    for _ in range(A_TICK):
        if occurrence["cursor"] is None:
            return
        async with db.transaction():
            fresh = await messages.occurrence(occurrence["workspace_id"], occurrence["id"])
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
    if ids and row["channel_id"]:
        await _insert(row, occurrence, ids, now)
    cursor = ids[-1] if len(ids) == CHUNK else None
    await messages.set_cursor(occurrence["id"], occurrence["cursor"], cursor)
    if cursor is None:
        await outcomes.settle_occurrences([occurrence["id"]], now)
        if not audience.get("me") and not await deliveries.of_occurrence(
            row["workspace_id"], occurrence["id"], limit=1
        ):
            await messages.set_occurrence(occurrence["id"], "skipped", "nobody")
            await outcomes.missed(occurrence | {"cause": "nobody"}, now)
            await messages.finish(row["id"], now)
    return cursor


async def _insert(row: Row, occurrence: Row, ids: list[int], now: datetime) -> None:
    channel = await channels.state(row["workspace_id"], row["channel_id"])
    gap = read_pace(channel["pace"]).mean()
    taken = await deliveries.taken_slots(row["workspace_id"], channel["id"], occurrence["due_at"] - gap)
    limit = timedelta(seconds=occurrence["limit_seconds"])
    slots = place(occurrence["due_at"], len(ids), gap, taken)
    wanted = [(contact, slot, slot + limit) for contact, slot in zip(ids, slots, strict=True)]
    await deliveries.plan(row["workspace_id"], row["id"], occurrence["id"], channel["id"], wanted, now)


async def _remind(row: Row, occurrence: Row, now: datetime) -> None:
    """What a person asked for themselves comes in the chat, at its time: a notice that is held back, and can be called off
    until then. The due time stays open until it has come (`sweep`)."""
    detail = {"message": row["id"], "occurrence": occurrence["id"]}
    about = f"occurrence:{occurrence['id']}"
    await notices.tell(row["workspace_id"], row["audience"]["me"], "reminder", about, detail, now, occurrence["due_at"])
