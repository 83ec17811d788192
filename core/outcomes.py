"""The one door through which a delivery changes state. Drawn from `storage.states`:

    planned ─▶ queued ─▶ sending ─▶ sent ─▶ delivered ─▶ read
       ▲          ▲  ╲      │  ╲      │
       │          │   ╲     │   ▶ unsure ─▶ (sent | delivered | read | failed | queued by a tap)
       │          └────────┘ (NotSent)
       └── failed, skipped, cancelled (retry, revive)

Each step is a guarded update: of two that race one wins. With it, in the same transaction, go the notices that staff must
hear, the state of the occurrence and of the message, and the bubbles to redraw. A step that is not allowed is refused and
counted. It also matches stored events to recorded ids. Not here: who decides that a step is due (`dispatch`, `receipts`,
`messages`), and any sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.gateways.base import Accepted, NotSent, Rejected, Sent, Stage
from storage import db
from storage.queries import channels, chat, deliveries, events, messages, notices, records, workspaces
from storage.states import ALARM, ALLOWED, ARRIVED, DeliveryState

log = structlog.get_logger()

Row = dict[str, Any]

UNSURE_OPEN = timedelta(hours=24)
"""For so long an unsure delivery keeps its occurrence open."""

ECHO_WINDOW = timedelta(minutes=5)

_STAGES = {
    Stage.SENT: DeliveryState.SENT,
    Stage.DELIVERED: DeliveryState.DELIVERED,
    Stage.READ: DeliveryState.READ,
    Stage.FAILED: DeliveryState.FAILED,
}
_STAMPS = {DeliveryState.SENT: "sent_at", DeliveryState.DELIVERED: "delivered_at", DeliveryState.READ: "read_at"}
_BACKOFF = (2.0, 5.0, 15.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class Changed:
    """A step that was taken: the row as it is now, and the state it came from when that is known."""

    row: Row
    to: DeliveryState


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
            await _tell_unsure(row, now, settle_after)
        await _follow(left, now)
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
    """Records what the gateway said of a delivery that was `sending` under this fence. None: it was not ours any more."""
    state, fields = _meaning(delivery, answer, now)
    async with db.transaction():
        row = await deliveries.step(delivery["id"], state, [DeliveryState.SENDING], now, fence, **fields)
        if row is None:
            taken = await _late_answer(delivery, state, fields, now)
            if taken is None:
                await records.count("refused_step")
            row = taken
        if row is not None:
            if state is DeliveryState.FAILED:
                await _tell_trouble("failed", row, now)
            if state is DeliveryState.UNSURE:
                await _tell_unsure(row, now, settle_after)
            await _follow([row], now)
    log.info("answered", delivery=delivery["id"], state=str(state), cause=fields.get("cause", ""), ours=row is not None)
    return state if row is not None else None


async def _late_answer(delivery: Row, state: DeliveryState, fields: dict[str, Any], now: datetime) -> Row | None:
    """An echo or receipt was quicker than the answer: the state stays, the provider's id is still worth keeping."""
    if state is not DeliveryState.SENT or not fields.get("provider_id"):
        return None
    return await deliveries.step(
        delivery["id"],
        DeliveryState.SENT,
        [DeliveryState.SENT],
        now,
        provider_id=fields["provider_id"],
    ) or await _keep_id(delivery, fields["provider_id"], now)


async def _keep_id(delivery: Row, provider_id: str, now: datetime) -> Row | None:
    for state in (DeliveryState.DELIVERED, DeliveryState.READ):
        row = await deliveries.step(delivery["id"], state, [state], now, provider_id=provider_id)
        if row is not None:
            return row
    return None


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
    row: Row, stage: Stage, at: datetime, now: datetime, reason: str = "", provider_id: str | None = None
) -> bool:
    """A provider says how far a delivery came. Forwards only; what comes late or twice changes nothing. In a transaction
    of the caller's. True when something changed."""
    to = _STAGES[stage]
    fields: dict[str, Any] = {}
    if to in _STAMPS:
        fields[_STAMPS[to]] = at
        fields["sent_at"] = at
    if provider_id is not None and row["provider_id"] is None:
        fields["provider_id"] = provider_id
    if to is DeliveryState.FAILED:
        fields["cause"] = (reason or "provider_failed")[:64]
    was = DeliveryState(row["state"])
    sources = _receipt_sources(to)
    moved = await deliveries.step(row["id"], to, sources, now, **fields)
    if moved is None:
        if to in _STAMPS and was in ARRIVED:
            await deliveries.stamp(row["id"], _STAMPS[to], at)
            await deliveries.learn_id(row["id"], fields.get("provider_id"))
        elif to is not was:
            await records.count("refused_step")
        return False
    if (was, to) in ALARM:
        await records.count("alarm_arrived_after_being_called_off")
        await _tell_trouble("alarm", moved, now)
    if to is DeliveryState.FAILED:
        await _tell_trouble("failed", moved, now)
    if to in ARRIVED:
        await notices.withdraw("unsure", f"delivery:{row['id']}")
    await _follow([moved], now)
    log.info("receipt", delivery=row["id"], state=str(to))
    return True


def _receipt_sources(to: DeliveryState) -> frozenset[DeliveryState]:
    """A receipt proves that the request left: also what was called off or let go may be found to have arrived."""
    return ALLOWED[to] - ({DeliveryState.QUEUED} if to is DeliveryState.FAILED else set())


async def match(workspace: int, channel: int, ref: str, now: datetime) -> None:
    """An id was recorded: events that came before it find their delivery now."""
    for event in await events.waiting_for(workspace, channel, ref):
        await meet(event, now)


async def meet(event: Row, now: datetime) -> bool:
    """A stored receipt or echo looks for its delivery, and is applied once. False: none yet; it waits.

    Both sides look for the other after their commit, so whichever comes second finds the first.
    """
    for _ in range(2):
        async with db.transaction():
            row = await _found(event)
            if row is not None:
                if await events.close(event["id"], "done", now):
                    await _apply(event, row, now)
            else:
                fresh = await events.get(event["id"])
                if fresh is None or fresh["state"] != "new":
                    return False
                await events.close(event["id"], "waiting", now)
        if row is not None:
            if row["provider_id"] is None and row["token"] is None:  # the echo told its id: receipts may wait for it
                await match(event["workspace_id"], event["channel_id"], event["ref"], now)
            return True
    return False


async def _found(event: Row) -> Row | None:
    workspace, channel, data = event["workspace_id"], event["channel_id"], event["data"]
    row = await deliveries.by_ref(workspace, channel, event["ref"])
    if row is not None or event["kind"] != "echo":
        return row
    # Without an id of its own an echo settles only as the single match of chat, exact text and window.
    phones = await channels.phones_of(event["account_id"], data["phone"], data.get("chat"), data["alias"])
    if not phones or not data["text"]:
        return None
    at = datetime.fromisoformat(data["at"]) if data.get("at") else event["received_at"]
    since, until = at - ECHO_WINDOW, at + timedelta(seconds=5)
    like = await deliveries.without_id_like(workspace, channel, phones, data["text"], since, until)
    return like[0] if len(like) == 1 and like[0]["token"] is None else None


async def _apply(event: Row, row: Row, now: datetime) -> None:
    data = event["data"]
    at = datetime.fromisoformat(data["at"]) if data.get("at") else event["received_at"]
    await receipt(row, Stage(data["stage"]), at, now, data.get("reason", ""), event["ref"])


# --- calling off, reviving, retrying


async def missed(occurrence: Row, now: datetime) -> None:
    """A due time that passed without a delivery (an outage, nobody in the audience): its author hears it. In a
    transaction of the caller's."""
    detail = {
        "message": occurrence["message_id"],
        "occurrence": occurrence["id"],
        "causes": {occurrence["cause"] or "missed": 1},
    }
    for staff in await _hearers(occurrence["workspace_id"], occurrence["message_id"]):
        await notices.tell(occurrence["workspace_id"], staff, "skipped", f"occurrence:{occurrence['id']}", detail, now)
    await chat.mark_stale("message", [occurrence["message_id"]])


async def skip(rows: Sequence[Row], cause: str, now: datetime) -> int:
    """planned | queued -> skipped, and the authors hear it, once an occurrence. In a transaction of the caller's."""
    moved = []
    for row in rows:
        one = await deliveries.step(row["id"], DeliveryState.SKIPPED, ALLOWED[DeliveryState.SKIPPED], now, cause=cause)
        if one is not None:
            moved.append(one)
            log.info("skipped", delivery=row["id"], cause=cause)
    for one in {row["occurrence_id"]: row for row in moved}.values():
        await _tell_trouble("skipped", one, now)
    await _follow(moved, now)
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
    await _follow(off, now, {occurrence})
    return len(off)


async def revive(workspace: int, occurrence: int, cause: str, now: datetime) -> int:
    """cancelled -> planned for what a pause had called off and is not too late. In a transaction of the caller's."""
    back = []
    for row in await deliveries.of_occurrence(workspace, occurrence, ("cancelled",)):
        if row["cause"] != cause or row["late_at"] <= now or row["sending_at"] is not None:
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
    await _follow(back, now)
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
    await _follow([moved], now)
    return True


async def settle_by_person(row: Row, arrived: bool, limit: timedelta, now: datetime) -> bool:
    """A person looked at the phone: `unsure` -> sent, or -> planned with a new id. In a transaction of the caller's."""
    if arrived:
        moved = await deliveries.step(
            row["id"], DeliveryState.SENT, [DeliveryState.UNSURE], now, sent_at=row["sending_at"]
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
    await _follow([moved], now)
    log.info("settled_by_person", delivery=row["id"], arrived=arrived)
    return True


# --- what follows from a step


async def _follow(moved: Iterable[Row], now: datetime, occurrences: set[int] | None = None) -> None:
    rows = list(moved)
    touched = {row["occurrence_id"] for row in rows} | (occurrences or set())
    if not touched:
        return
    by_message = await settle_occurrences(sorted(touched), now)
    await chat.mark_stale("message", sorted(by_message))


async def settle_occurrences(occurrences: list[int], now: datetime) -> set[int]:
    """Writes the states of occurrences from their deliveries, and finishes messages. The ids of their messages."""
    counts = await messages.counts(occurrences)
    touched: set[int] = set()
    for row in await messages.occurrences_by_ids(occurrences):
        touched.add(row["message_id"])
        state = state_of(row, counts[row["id"]], now)
        if state is not None and state != row["state"]:
            await messages.set_occurrence(row["id"], state, row["cause"])
    for message in touched:
        await messages.finish(message, now)
    return touched


def state_of(occurrence: Row, counts: dict[str, int], now: datetime) -> str | None:
    """The state of an occurrence by the states of its deliveries; None where they do not decide it."""
    tally = Counter(counts)
    total = tally.total()
    if not total:
        return None
    unsure_open = tally["unsure"] and now < occurrence["due_at"] + UNSURE_OPEN
    if tally["planned"] + tally["queued"] + tally["sending"] or unsure_open or occurrence["cursor"] is not None:
        begun = total - tally["planned"] - tally["queued"] - tally["cancelled"]
        return "processing" if begun else "pending"
    arrived = sum(tally[str(state)] for state in ARRIVED)
    for state, number in (("sent", arrived), ("cancelled", tally["cancelled"]), ("skipped", tally["skipped"])):
        if number == total:
            return state
    return "partial" if arrived or tally["unsure"] else "failed"


async def _hearers(workspace: int, message: int) -> list[int]:
    """Who hears of a message's troubles: its author, else managers and owners."""
    row = await messages.get(workspace, message)
    staff = await workspaces.staff_of(workspace)
    active = {one["staff_id"] for one in staff}
    if row["author_id"] in active:
        return [row["author_id"]]
    return sorted({one["staff_id"] for one in staff if one["role"] in ("owner", "manager")})


async def _tell_trouble(kind: str, row: Row, now: datetime) -> None:
    """One notice an occurrence and kind, which grows; not one a delivery."""
    states = ("failed",) if kind == "failed" else ("skipped",)
    if kind == "alarm":
        detail: dict[str, Any] = {"delivery": row["id"], "message": row["message_id"]}
        about = f"delivery:{row['id']}"
    else:
        all_rows = await deliveries.of_occurrence(row["workspace_id"], row["occurrence_id"], states)
        causes = Counter(one["cause"] for one in all_rows)
        detail = {"message": row["message_id"], "occurrence": row["occurrence_id"], "causes": dict(causes)}
        about = f"occurrence:{row['occurrence_id']}"
    for staff in await _hearers(row["workspace_id"], row["message_id"]):
        await notices.tell(row["workspace_id"], staff, kind, about, detail, now)


async def _tell_unsure(row: Row, now: datetime, settle_after: timedelta) -> None:
    """Told only when its time has come: until then an echo, a receipt or a look-up may settle it without anybody."""
    detail = {"delivery": row["id"], "message": row["message_id"], "attempt": row["attempts"]}
    for staff in await _hearers(row["workspace_id"], row["message_id"]):
        await notices.tell(
            row["workspace_id"],
            staff,
            "unsure",
            f"delivery:{row['id']}",
            detail,
            now,
            (row["sending_at"] or now) + settle_after,
        )


# --- channels


async def channel_is(workspace: int, channel: int, health: str, reason: str, now: datetime) -> bool:
    """Records how a channel is; its going down and its coming back are told to owners and managers, once an outage."""
    async with db.transaction():
        row = await channels.set_health(channel, health, reason, now)
        if row is None:
            return False
        kind = "channel_back" if health == "working" else "channel_down"
        about = f"channel:{channel}:{row['outages']}"
        if kind == "channel_back":
            told = await notices.of_kind(workspace, "channel_down", about)
            await notices.withdraw("channel_down", about)
            hearers = sorted({one["staff_id"] for one in told if one["state"] == "sent"})
        else:
            staff = await workspaces.staff_of(workspace, ("owner", "manager"))
            hearers = sorted({one["staff_id"] for one in staff})
        patience = timedelta(seconds=20) if health == "starting" else timedelta(seconds=3)
        for one in hearers:
            detail = {"channel": channel, "name": row["name"], "reason": reason, "health": health}
            await notices.tell(
                workspace, one, kind, about, detail, now, now + (patience if kind == "channel_down" else timedelta())
            )
    log.info("channel", channel=channel, health=health, reason=reason)
    return True
