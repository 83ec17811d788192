"""The one door through which a delivery changes state. Drawn from `storage.states`:

    planned ─▶ queued ─▶ sending ─▶ sent ─▶ delivered ─▶ read
       ▲          ▲  ╲      │  ╲      │
       │          │   ╲     │   ▶ unsure ─▶ (sent | delivered | read | failed | queued by a tap)
       │          └────────┘ (NotSent)
       └── failed, skipped, cancelled (retry, revive)

Each step is a guarded update: of two that race one wins. With it, in the same transaction, go the notices that staff must
hear, the state of the occurrence and of the message, and the bubbles to redraw. A step that is not allowed is refused and
counted. Not here: who decides that a step is due (`dispatch`, `receipts`, `messages`), which delivery an event is of
(`matching`), who hears of what (`troubles`), and any sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.gateways.base import Accepted, NotSent, Rejected, Sent, Stage
from core.occurrences import UNSURE_OPEN, follow, settle_occurrences, state_of
from core.troubles import channel_is, missed, tell, tell_alarm, tell_unsure
from storage import db
from storage.queries import deliveries, messages, notices, records
from storage.states import ALARM, ALLOWED, ARRIVED, DeliveryState

__all__ = [
    "UNSURE_OPEN",
    "answered",
    "begin",
    "call_off",
    "channel_is",
    "claim",
    "let_go",
    "missed",
    "put_off",
    "receipt",
    "retry",
    "revive",
    "settle_by_person",
    "settle_occurrences",
    "skip",
    "state_of",
    "take_over",
]

log = structlog.get_logger()

Row = dict[str, Any]

_STAGES = {
    Stage.SENT: DeliveryState.SENT,
    Stage.DELIVERED: DeliveryState.DELIVERED,
    Stage.READ: DeliveryState.READ,
    Stage.FAILED: DeliveryState.FAILED,
}
_STAMPS = {DeliveryState.SENT: "sent_at", DeliveryState.DELIVERED: "delivered_at", DeliveryState.READ: "read_at"}
_BACKOFF = (2.0, 5.0, 15.0, 30.0, 60.0)


# --- the lane's steps


async def claim(
    workspace: int, channel: int, owner: str, fence: int, before: datetime, now: datetime, limit: int
) -> int:
    """planned -> queued, for the holder of the lease."""
    return await deliveries.claim(workspace, channel, owner, fence, before, limit, now)


async def take_over(workspace: int, channel: int, fence: int, now: datetime, settle_after: timedelta) -> int:
    """A new holder of a lane: what the former one left in flight is unsure, what it had claimed is free again."""
    async with db.transaction():
        left = await deliveries.take_over(workspace, channel, fence, now)
        await deliveries.let_go(workspace, channel, fence - 1, now)
        for row in left:
            await tell_unsure(row, now, settle_after)
        await follow(left, now)
    if left:
        log.warning("taken_over", channel=channel, fence=fence, unsure=len(left))
    return len(left)


async def let_go(workspace: int, channel: int, fence: int, now: datetime) -> None:
    """queued -> planned: an orderly end of a lane."""
    await deliveries.let_go(workspace, channel, fence, now)


async def begin(
    delivery: Row, channel: int, owner: str, fence: int, token: str | None, phone: str, text: str, now: datetime
) -> bool:
    """queued -> sending; committed by the caller's transaction before the first byte leaves."""
    return await deliveries.begin(delivery["id"], channel, owner, fence, token, phone, text, now)


async def put_off(delivery: Row, fence: int, until: datetime, now: datetime) -> None:
    """queued stays queued, ready later (the channel waits, an earlier one to the same contact is not settled)."""
    await deliveries.step(delivery["id"], DeliveryState.QUEUED, [DeliveryState.QUEUED], now, fence, ready_at=until)


async def answered(
    delivery: Row, fence: int, answer: Sent, now: datetime, settle_after: timedelta
) -> DeliveryState | None:
    """Records what the gateway said of a delivery that was `sending` under this fence. `delivery`: as it was read before it
    began. None: it was not ours any more (another worker took the lane, or a later attempt is under way)."""
    state, fields = _meaning(delivery, answer, now)
    attempt = int(delivery["attempts"]) + 1
    async with db.transaction():
        row = await deliveries.step(
            delivery["id"], state, [DeliveryState.SENDING], now, fence, attempt=attempt, **fields
        )
        if row is None:
            ours = state is DeliveryState.SENT and await _late_answer(delivery, attempt, fields["provider_id"])
            if not ours:
                await records.count("refused_step")
        else:
            if state is DeliveryState.FAILED:
                await tell("failed", row, now)
            if state is DeliveryState.UNSURE:
                await tell_unsure(row, now, settle_after)
            await follow([row], now)
            ours = True
    log.info("answered", delivery=delivery["id"], state=str(state), cause=fields.get("cause", ""), ours=ours)
    return state if ours else None


async def _late_answer(delivery: Row, attempt: int, provider_id: str | None) -> bool:
    """An echo or receipt was quicker than the answer: the state stays, the provider's id is still worth keeping."""
    row = await deliveries.get(delivery["workspace_id"], delivery["id"])
    if row is None or row["state"] not in ARRIVED or row["attempts"] != attempt:
        return False
    if provider_id is not None:
        await deliveries.learn_id(row["id"], provider_id)
    return True


def _meaning(delivery: Row, answer: Sent, now: datetime) -> tuple[DeliveryState, dict[str, Any]]:
    if isinstance(answer, Accepted):
        return DeliveryState.SENT, {"provider_id": answer.provider_id, "sent_at": now, "cause": ""}
    if isinstance(answer, Rejected):
        return DeliveryState.FAILED, {"cause": answer.reason[:64]}
    if isinstance(answer, NotSent):
        tries = int(delivery["attempts"]) + 1
        wait = answer.retry_after if answer.retry_after is not None else _BACKOFF[min(tries, len(_BACKOFF)) - 1]
        return DeliveryState.QUEUED, {"cause": answer.reason[:64], "ready_at": now + timedelta(seconds=wait)}
    return DeliveryState.UNSURE, {"cause": answer.why[:64]}


# --- receipts and echoes


async def receipt(
    row: Row, stage: Stage, at: datetime, now: datetime, reason: str = "", ref: str | None = None
) -> bool:
    """A provider says how far a delivery came. Forwards only; what comes late or twice changes nothing. In a transaction
    of the caller's. True when something changed. `ref`: the id by which the provider spoke of it.

    Providers tell whole seconds by a clock of their own: nothing is recorded as having arrived before it left.
    """
    to, was = _STAGES[stage], DeliveryState(row["state"])
    at = max(at, row["sending_at"] or at, row["sent_at"] or at)
    if ref is not None and await _of_an_earlier_attempt(row, ref):
        if to is DeliveryState.FAILED:
            await records.count("refused_step")  # of an attempt that was given up: it says nothing about this one
            return False
        await _note_double(row, was)
    elif ref is not None and row["provider_id"] is None:
        await deliveries.learn_id(row["id"], ref)
    fields: dict[str, Any] = {"cause": ""} if to in _STAMPS and was not in ARRIVED else {}
    if to in _STAMPS:
        fields |= {_STAMPS[to]: at, "sent_at": at}
    else:
        fields["cause"] = (reason or "provider_failed")[:64]
    moved = await deliveries.step(row["id"], to, _receipt_sources(to), now, **fields)
    if moved is None:
        if to in _STAMPS and was in ARRIVED:
            later = [row[name] for name in ("delivered_at", "read_at") if row[name] is not None]
            await deliveries.stamp(row["id"], _STAMPS[to], min([at, *later]))
        elif to is not was:
            await records.count("refused_step")
        return False
    await _tell_receipt(was, to, moved, now)
    await follow([moved], now)
    log.info("receipt", delivery=row["id"], state=str(to))
    return True


async def _tell_receipt(was: DeliveryState, to: DeliveryState, moved: Row, now: datetime) -> None:
    """What a receipt proves is told, and what it disproves is no longer."""
    if was is DeliveryState.UNSURE:
        await notices.withdraw("unsure", f"delivery:{moved['id']}")
    if (was, to) in ALARM:
        await records.count("alarm_arrived_after_being_called_off")
        await tell_alarm(moved, now)
    for state in (DeliveryState.FAILED, DeliveryState.SKIPPED):
        if state in (was, to):
            await tell(str(state), moved, now)


async def _of_an_earlier_attempt(row: Row, ref: str) -> bool:
    return ref not in (row["token"], row["provider_id"]) and await deliveries.is_past_ref(
        row["channel_id"], row["id"], ref
    )


async def _note_double(row: Row, was: DeliveryState) -> None:
    """An earlier attempt is heard of after a later one arrived: that person got it twice. Told by the week's figures."""
    if was in ARRIVED and row["cause"] != "double":
        await deliveries.mark(row["id"], "double")
        await records.count("double")
        log.warning("double", delivery=row["id"])


def _receipt_sources(to: DeliveryState) -> frozenset[DeliveryState]:
    """A receipt proves that the request left: also what was called off or let go may be found to have arrived."""
    return ALLOWED[to] - ({DeliveryState.QUEUED} if to is DeliveryState.FAILED else set())


# --- calling off, reviving, retrying


async def skip(rows: Sequence[Row], cause: str, now: datetime) -> int:
    """planned | queued -> skipped, and the authors hear it, once an occurrence. In a transaction of the caller's."""
    moved = []
    for row in rows:
        one = await deliveries.step(row["id"], DeliveryState.SKIPPED, ALLOWED[DeliveryState.SKIPPED], now, cause=cause)
        if one is not None:
            moved.append(one)
            log.info("skipped", delivery=row["id"], cause=cause)
    for one in {row["occurrence_id"]: row for row in moved}.values():
        await tell("skipped", one, now)
    await follow(moved, now)
    return len(moved)


async def call_off(
    workspace: int, occurrence: int, cause: str, now: datetime, contacts: Sequence[int] | None = None
) -> int:
    """planned | queued -> cancelled for an occurrence (or some contacts of it). What has left, has left. In a transaction
    of the caller's. The number called off."""
    off = []
    for row in await deliveries.of_occurrence(workspace, occurrence, ("planned", "queued")):
        if contacts is not None and row["contact_id"] not in contacts:
            continue
        moved = await deliveries.step(
            row["id"], DeliveryState.CANCELLED, ALLOWED[DeliveryState.CANCELLED], now, cause=cause
        )
        if moved is not None:
            off.append(moved)
    if contacts is None:
        await messages.cancel_occurrence(occurrence, cause)
    await follow(off, now, {occurrence})
    return len(off)


async def revive(workspace: int, occurrence: int, cause: str, now: datetime) -> int:
    """cancelled -> planned for what a pause had called off and is not too late. In a transaction of the caller's."""
    back = []
    for row in await deliveries.of_occurrence(workspace, occurrence, ("cancelled",)):
        if row["cause"] != cause or row["late_at"] <= now:
            continue
        moved = await deliveries.step(
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
    """failed | skipped -> planned, with a new id: provably unsent, or a person's tap. In a transaction of the caller's."""
    moved = await deliveries.step(
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
    await deliveries.forget_token(row["id"], row["channel_id"])
    await messages.reopen(row["message_id"])
    for kind in ("failed", "skipped"):  # should it fail again, that is news
        await notices.forget(kind, f"occurrence:{row['occurrence_id']}")
    await follow([moved], now)
    return True


async def settle_by_person(row: Row, arrived: bool, limit: timedelta, now: datetime) -> bool:
    """A person looked at the phone: `unsure` -> sent, or -> planned with a new id. In a transaction of the caller's."""
    if arrived:
        moved = await deliveries.step(
            row["id"], DeliveryState.SENT, [DeliveryState.UNSURE], now, sent_at=row["sending_at"], cause=""
        )
    else:
        moved = await deliveries.step(
            row["id"], DeliveryState.QUEUED, [DeliveryState.UNSURE], now, cause="", late_at=now + limit
        )
        if moved is not None:
            moved = await deliveries.step(
                row["id"], DeliveryState.PLANNED, [DeliveryState.QUEUED], now, ready_at=now, slot_at=now
            )
            await deliveries.forget_token(row["id"], row["channel_id"])
            await messages.reopen(row["message_id"])
    if moved is None:
        return False
    await notices.withdraw("unsure", f"delivery:{row['id']}")
    await follow([moved], now)
    log.info("settled_by_person", delivery=row["id"], arrived=arrived)
    return True
