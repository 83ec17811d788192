"""Calling off, skipping, reviving, sending again: what people and the clock decide. Not here: who may (`core.messages`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.outcomes import figures
from core.outcomes.occurrences import follow, hold
from core.troubles.troubles import tell
from storage.queries import deliveries, messages, notices, occurrences, outages, steps
from storage.states import ALLOWED, DeliveryState

log = structlog.get_logger()

Row = dict[str, Any]


async def skip(rows: Sequence[Row], cause: str, now: datetime) -> int:
    """planned | queued -> skipped, and the authors hear it, once an occurrence. In a transaction of the caller's."""
    moved = []
    await hold(rows)
    for row in sorted(rows, key=lambda row: row["id"]):
        one = await steps.step(row["id"], DeliveryState.SKIPPED, ALLOWED[DeliveryState.SKIPPED], now, cause=cause)
        if one is not None:
            moved.append(one)
            log.info("skipped", delivery=row["id"], cause=cause)
    for one in {row["occurrence_id"]: row for row in moved}.values():
        await tell("skipped", one, now)
    await follow(moved, now)
    figures.came_into(moved)
    return len(moved)


async def leave_out(workspace: int, occurrence: int, contacts: Mapping[int, str], now: datetime, *, told: bool) -> None:
    """planned -> skipped for those just planned for whom there is no slot, by their cause. `told`: their author knows. In a
    transaction of the caller's, who holds the message."""
    moved = []
    for row in await _by_id(workspace, occurrence, "planned"):
        if row["contact_id"] in contacts and row["changed_at"] == now:
            cause = contacts[row["contact_id"]]
            one = await steps.step(row["id"], DeliveryState.SKIPPED, [DeliveryState.PLANNED], now, cause=cause)
            moved += [one] if one is not None else []
    if moved and not told:
        await tell("skipped", moved[0], now)
    figures.came_into(moved)
    log.info("left_out", occurrence=occurrence, count=len(moved))


async def call_off(
    workspace: int, occurrence: int, cause: str, now: datetime, contacts: Collection[int] | None = None
) -> int:
    """planned | queued -> cancelled for an occurrence (or some contacts of it). What has left, has left. In a transaction
    of the caller's, who holds the message. The number called off."""
    off = []
    for row in await _by_id(workspace, occurrence, "planned", "queued"):
        if contacts is not None and row["contact_id"] not in contacts:
            continue
        moved = await steps.step(row["id"], DeliveryState.CANCELLED, ALLOWED[DeliveryState.CANCELLED], now, cause=cause)
        if moved is not None:
            off.append(moved)
    if contacts is None:
        await occurrences.cancel(occurrence, cause)
    await follow(off, now, {occurrence})
    figures.came_into(off)
    return len(off)


async def relimit(workspace: int, occurrence: int, limit: timedelta, now: datetime) -> None:
    """What of an occurrence has not left may be so late after its slot. In a transaction of the caller's, who holds the
    message."""
    for row in await _by_id(workspace, occurrence, "planned", "queued"):
        await steps.relimit(row["id"], row["slot_at"] + limit, now)


async def _by_id(workspace: int, occurrence: int, *states: str) -> list[Row]:
    """In the order in which deliveries are locked."""
    return sorted(await deliveries.of_occurrence(workspace, occurrence, states), key=lambda row: int(row["id"]))


async def revive(workspace: int, occurrence: int, cause: str, now: datetime) -> int:
    """cancelled -> planned for what a pause had called off and is not too late. In a transaction of the caller's, who
    holds the message."""
    back = []
    for row in await _by_id(workspace, occurrence, "cancelled"):
        if row["cause"] != cause or row["late_at"] <= now:
            continue
        moved = await steps.step(
            row["id"],
            DeliveryState.PLANNED,
            [DeliveryState.CANCELLED],
            now,
            cause="",
            ready_at=max(row["slot_at"], now),
        )
        if moved is not None:
            back.append(moved)
    await follow(back, now)
    return len(back)


async def retry(row: Row, limit: timedelta, now: datetime) -> bool:
    """failed | skipped -> planned, with a new id: provably unsent, or a person's tap. In a transaction of the caller's, who
    holds the message."""
    moved = await steps.step(
        row["id"],
        DeliveryState.PLANNED,
        [DeliveryState.FAILED, DeliveryState.SKIPPED],
        now,
        cause="",
        ready_at=now,
        slot_at=now,
        late_at=now + limit,
    )
    if moved is None:
        return False
    given_up = row["state"] == DeliveryState.FAILED and row["provider_id"] is not None
    await steps.forget_token(row["id"], row["channel_id"], given_up)
    await messages.reopen(row["message_id"])
    for kind in ("failed", "skipped"):  # should it fail again, that is news
        await notices.forget(kind, f"occurrence:{row['occurrence_id']}")
    await outages.recount(row["occurrence_id"])
    await follow([moved], now)
    return True


async def hand_over(rows: Sequence[Row], channel: int, other: int, now: datetime) -> list[Row]:
    """planned | queued at a channel that is down -> planned at the one that stands in for it; those that moved. In a
    transaction of the caller's."""
    await hold(rows)
    found = [
        await steps.hand_over(row["id"], channel, other, now) for row in sorted(rows, key=lambda row: int(row["id"]))
    ]
    moved = [one for one in found if one is not None]
    await follow(moved, now)
    return moved


async def settle_by_person(row: Row, arrived: bool, limit: timedelta, now: datetime) -> bool:
    """A person looked at the phone: `unsure` -> sent, or -> planned with a new id. In a transaction of the
    caller's, who holds the message."""
    if arrived:
        moved = await steps.step(
            row["id"], DeliveryState.SENT, [DeliveryState.UNSURE], now, sent_at=row["sending_at"], cause=""
        )
    else:
        moved = await steps.step(
            row["id"], DeliveryState.QUEUED, [DeliveryState.UNSURE], now, cause="", late_at=now + limit
        )
        if moved is not None:
            moved = await steps.step(
                row["id"], DeliveryState.PLANNED, [DeliveryState.QUEUED], now, ready_at=now, slot_at=now
            )
            await steps.forget_token(row["id"], row["channel_id"])
            await messages.reopen(row["message_id"])
    if moved is None:
        return False
    await notices.withdraw("unsure", f"delivery:{row['id']}")
    await follow([moved], now)
    log.info("settled_by_person", delivery=row["id"], arrived=arrived)
    return True
