"""From planned to sent: what planning and the lane do. Not here: what is heard afterwards (`hearing`)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.gateways.base import Accepted, NotSent, Rejected, Sent, Stage
from core.outcomes import figures
from core.outcomes.hearing import receipt
from core.outcomes.occurrences import follow, hold
from core.troubles.troubles import tell, tell_unsure, went_late
from storage import db
from storage.queries import deliveries, directory, messages, notices, records, steps, under_way
from storage.states import ARRIVED, DeliveryState, MessageState

log = structlog.get_logger()

Row = dict[str, Any]

_BACKOFF = (2.0, 5.0, 15.0, 30.0, 60.0)
_LONGEST_REST = 60.0
"""A refused delivery is ready again by then: what goes to the same person later waits for what was put off so far ahead
(`storage.queries.under_way`). A longer rest that a provider asks for is its channel's (`core.troubles.channel_hold`)."""


async def plan(
    workspace: int,
    message: int,
    occurrence: int,
    channel: int,
    slots: Sequence[tuple[int, datetime, datetime]],
    now: datetime,
) -> int:
    """Copies of an occurrence (contact, slot, late_at) begin as `planned`; what was called off is revived, never doubled. In
    a transaction of the caller's, who holds the message."""
    return await steps.plan(workspace, message, occurrence, channel, slots, now)


async def claim(
    workspace: int, channel: int, owner: str, fence: int, before: datetime, now: datetime, limit: int
) -> int:
    """planned -> queued, for the holder of the lease."""
    return await steps.claim(workspace, channel, owner, fence, before, limit, now)


async def take_over(workspace: int, channel: int, fence: int, now: datetime, settle_after: timedelta) -> int:
    """A new holder of a lane: what the former one left in flight is unsure, what it had claimed is free again."""
    async with db.transaction():
        await hold(await under_way.in_flight(workspace, channel, fence))
        left = await steps.take_over(workspace, channel, fence, now)
        await steps.let_go(workspace, channel, fence - 1, now)
        for row in left:
            await tell_unsure(row, now, settle_after)
        await follow(left, now)
    if left:
        figures.came_into(left)
        figures.TAKEOVERS.add()
        log.warning("taken_over", channel=channel, fence=fence, unsure=len(left))
    return len(left)


async def let_go(workspace: int, channel: int, fence: int, now: datetime) -> None:
    """queued -> planned: an orderly end of a lane."""
    await steps.let_go(workspace, channel, fence, now)


async def begin(channel: int, owner: str, fence: int, leaving: Sequence[Row], now: datetime) -> set[int]:
    """queued -> sending for several at once (`id`, `ref`: its token, `phone`, `words`); committed by the caller before the
    first byte leaves. Which of them may leave: the others are no longer ours."""
    return await steps.begin(channel, owner, fence, leaving, now) if leaving else set()


async def never_left(workspace: int, channel: int, fence: int, flying: Container[int], now: datetime) -> None:
    """sending -> queued for what the holder of a fence began without having it in flight: the database went away between the
    commit and the word of it, so that nobody was asked anything. Else it would be `sending` for as long as the lane lives."""
    begun = await under_way.in_flight(workspace, channel, fence + 1)
    lost = [
        row | {"attempts": row["attempts"] - 1} for row in begun if row["fence"] == fence and row["id"] not in flying
    ]
    if lost:
        await all_answered([(row, NotSent("database_away", 0.0), timedelta()) for row in lost], fence, now)


async def put_off(delivery: Row, fence: int, until: datetime, now: datetime, cause: str = "") -> None:
    """queued stays queued, ready later (the channel waits, an earlier one to the same contact is not settled, or for the
    `cause`, which is kept)."""
    why: Row = {"cause": cause} if cause else {}
    await steps.step(delivery["id"], DeliveryState.QUEUED, [DeliveryState.QUEUED], now, fence, ready_at=until, **why)


async def answered(
    delivery: Row, fence: int, answer: Sent, now: datetime, settle_after: timedelta
) -> DeliveryState | None:
    """Records what the gateway said of a delivery that was `sending` under this fence. `delivery`: as it was read before it
    began. None: it was not ours any more (another worker took the lane, or a later attempt is under way)."""
    (state,) = await all_answered([(delivery, answer, settle_after)], fence, now)
    return state


async def all_answered(
    told: Sequence[tuple[Row, Sent, timedelta]], fence: int, now: datetime
) -> list[DeliveryState | None]:
    """As `answered`, of several deliveries in one commit: all of them are recorded, or none."""
    async with db.transaction():
        await hold(delivery for delivery, _, _ in told)
        in_order = sorted(told, key=lambda one: one[0]["id"])
        done = await _taken([(row, said) for row, said, _ in in_order if isinstance(said, Accepted)], fence, now)
        for delivery, answer, _ in in_order:
            if delivery["id"] not in done:
                done[delivery["id"]] = await _step(delivery, fence, answer, now)
        for delivery, _, patience in in_order:
            row, ours = done[delivery["id"]]
            if row is None and not ours:
                await records.count("refused_step")
            elif row is not None and row["state"] == DeliveryState.FAILED:
                await tell("failed", row, now)
            elif row is not None and row["state"] == DeliveryState.UNSURE:
                await tell_unsure(row, now, patience)
            elif row is not None and row["state"] == DeliveryState.SENT:
                await went_late(row)
        moved = [await _stopped_meanwhile(row, now) for row, _ in done.values() if row is not None]
        await follow(moved, now)
    figures.came_into(moved)
    return [_said(delivery, answer, *done[delivery["id"]], now) for delivery, answer, _ in told]


def _said(delivery: Row, answer: Sent, row: Row | None, ours: bool, now: datetime) -> DeliveryState | None:
    """Counts and logs one answer that was written down; the state that it means, if it was of our own attempt."""
    if row is None and ours:
        figures.came_into([{"state": DeliveryState.SENT}])  # that a receipt was quicker changes nothing about that
    state, fields = _meaning(delivery, answer, now)
    log.info("answered", delivery=delivery["id"], state=str(state), cause=fields.get("cause", ""), ours=ours)
    return state if ours else None


async def _taken(told: Sequence[tuple[Row, Accepted]], fence: int, now: datetime) -> dict[int, tuple[Row | None, bool]]:
    """As `_step`, of all that was accepted, in one statement: those that moved, by id."""
    if not told:
        return {}
    return {delivery: (row, True) for delivery, row in (await accepted(told, fence, now)).items()}


async def accepted(told: Sequence[tuple[Row, Accepted]], fence: int, now: datetime) -> dict[int, Row]:
    """sending -> sent for what was accepted and is still our own attempt, and whose message nobody is at just now; those that
    moved, by id. In a transaction of the caller's, who holds their messages from then on and ends it by `follow_accepted`."""
    return await steps.accepted(
        fence,
        [
            {
                "id": row["id"],
                "message": row["message_id"],
                "attempt": int(row["attempts"]) + 1,
                "ref": said.provider_id,
            }
            for row, said in told
        ],
        now,
    )


async def follow_accepted(moved: Sequence[Row], now: datetime, going: Container[int]) -> None:
    """What follows from those that `accepted` moved. `going`: see `core.occurrences.follow`."""
    for row in moved:
        await went_late(row)
    await follow(moved, now, going=going)


def say_accepted(moved: Sequence[Row]) -> None:
    """Counts and logs them, when that is committed."""
    figures.came_into(moved)
    for row in moved:
        log.info("answered", delivery=row["id"], state=row["state"], cause="", ours=True)


async def _step(delivery: Row, fence: int, answer: Sent, now: datetime) -> tuple[Row | None, bool]:
    """The delivery as it is now if its answer moved it, and whether the answer was of our own attempt."""
    state, fields = _meaning(delivery, answer, now)
    attempt = int(delivery["attempts"]) + 1
    row = await steps.step(delivery["id"], state, [DeliveryState.SENDING], now, fence, attempt=attempt, **fields)
    if row is not None:
        return row, True
    return None, await _late_answer(delivery, attempt, answer, now)


async def _late_answer(delivery: Row, attempt: int, answer: Sent, now: datetime) -> bool:
    """An answer that came behind its echo, or behind the end of its lane: the step is not ours to make any more, but what the
    provider said is so, and is taken as its receipt is. Whether it was quicker only than we, of our own attempt."""
    row = await deliveries.get(delivery["workspace_id"], delivery["id"])
    if row is None or row["attempts"] < attempt:
        return False
    ours = row["attempts"] == attempt
    if isinstance(answer, Accepted):
        if ours and row["state"] in ARRIVED:
            if answer.provider_id is not None:
                await steps.learn_id(row["id"], answer.provider_id)
            return True
        if not ours and answer.provider_id is not None:
            await steps.remember(row["id"], delivery["channel_id"], answer.provider_id)
        if ours or answer.provider_id is not None:
            await receipt(row, Stage.SENT, now, now, ref=answer.provider_id)
    elif ours and row["state"] == DeliveryState.UNSURE:
        state, fields = _meaning(delivery, answer, now)
        if state is DeliveryState.FAILED:
            await receipt(row, Stage.FAILED, now, now, fields["cause"])
        elif state is DeliveryState.QUEUED:
            await _never_left_after_all(row, fields, now)
    return False


async def _never_left_after_all(row: Row, fields: Row, now: datetime) -> None:
    """unsure -> queued -> planned: its worker stood still until another took the lane, and can prove that nothing of this very
    attempt left. Whoever holds the lane now takes it as any other; nobody is asked about it."""
    attempt = row["attempts"]
    moved = await steps.step(row["id"], DeliveryState.QUEUED, [DeliveryState.UNSURE], now, attempt=attempt, **fields)
    if moved is None:
        return
    moved = await _stopped_meanwhile(moved, now)
    if moved["state"] == DeliveryState.QUEUED:
        moved = await steps.step(row["id"], DeliveryState.PLANNED, [DeliveryState.QUEUED], now) or moved
        await messages.reopen(row["message_id"])
    await notices.withdraw("unsure", f"delivery:{row['id']}")
    await follow([moved], now)
    log.info("never_left", delivery=row["id"], cause=fields["cause"])


async def _stopped_meanwhile(row: Row, now: datetime) -> Row:
    """The delivery as it is after its answer. What never left, of a message that was paused or cancelled while it was in the
    air, or whose person was taken out of it, is called off as it would have been on the ground, and so comes back as that
    does."""
    if row["state"] != DeliveryState.QUEUED or not (cause := await _why_stopped(row)):
        return row
    return await steps.step(row["id"], DeliveryState.CANCELLED, [DeliveryState.QUEUED], now, cause=cause) or row


async def _why_stopped(row: Row) -> str:
    message = await messages.get(row["workspace_id"], row["message_id"])
    if message["state"] in (MessageState.PAUSED, MessageState.CANCELLED):
        return str(message["state"])
    who, contact = message["audience"], row["contact_id"]
    if who.get("numbers") or (await directory.get(row["workspace_id"], contact)).get("removed_at"):
        return ""  # whose number changed since is meant all the same; of who is removed the look before the next send tells
    return "" if await directory.audience(row["workspace_id"], who, contact - 1, 1) == [contact] else "left_out"


def _meaning(delivery: Row, answer: Sent, now: datetime) -> tuple[DeliveryState, dict[str, Any]]:
    if isinstance(answer, Accepted):
        return DeliveryState.SENT, {"provider_id": answer.provider_id, "sent_at": now, "cause": ""}
    if isinstance(answer, Rejected):
        return DeliveryState.FAILED, {"cause": answer.reason[:64]}
    if isinstance(answer, NotSent):
        tries = int(delivery["attempts"]) + 1
        if answer.most is not None and tries >= answer.most:
            return DeliveryState.FAILED, {"cause": answer.reason[:64]}
        wait = answer.retry_after if answer.retry_after is not None else _BACKOFF[min(tries, len(_BACKOFF)) - 1]
        return DeliveryState.QUEUED, {
            "cause": answer.reason[:64],
            "ready_at": now + timedelta(seconds=min(wait, _LONGEST_REST)),
        }
    return DeliveryState.UNSURE, {"cause": answer.why[:64]}
