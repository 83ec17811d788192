"""What a provider says of a delivery later: receipts and echoes. Not here: finding the delivery (`core.outcomes.matching`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from core.gateways.base import Stage
from core.outcomes import figures
from core.outcomes.occurrences import follow, hold
from core.troubles import channel_hold, optouts, template_hold
from core.troubles.troubles import NEW_CONTACTS_PAUSED, pause_new_contacts, tell, tell_alarm, went_late
from storage.queries import deliveries, notices, records, steps
from storage.states import ALARM, ALLOWED, ARRIVED, DeliveryState

log = structlog.get_logger()

Row = dict[str, Any]

STAGES = {
    Stage.SENT: DeliveryState.SENT,
    Stage.DELIVERED: DeliveryState.DELIVERED,
    Stage.READ: DeliveryState.READ,
    Stage.FAILED: DeliveryState.FAILED,
}
OPTED_OUT = "opted_out"
STAMPS = {DeliveryState.SENT: "sent_at", DeliveryState.DELIVERED: "delivered_at", DeliveryState.READ: "read_at"}


async def receipt(
    row: Row, stage: Stage, at: datetime, now: datetime, reason: str = "", ref: str | None = None
) -> bool:
    """A provider says how far a delivery came. Forwards only; what comes late or twice changes nothing. In a transaction
    of the caller's. True when something changed. `ref`: the id by which the provider spoke of it.

    Providers tell whole seconds by a clock of their own: nothing is recorded as having arrived before it left.
    """
    await hold([row])
    row = await deliveries.get(row["workspace_id"], row["id"]) or row  # as it is now that nobody else moves it
    to, was = STAGES[stage], DeliveryState(row["state"])
    at = max(at, row["sending_at"] or at, row["sent_at"] or at)
    if ref is not None and (past := await _earlier_attempt(row, ref)) is not None:
        if to is DeliveryState.FAILED or (to is DeliveryState.SENT and past["given_up"]):
            await records.count("refused_step")  # of an attempt that was given up: it says nothing about this one
            return False
        await _note_double(row, was)
    elif ref is not None and row["provider_id"] is None:
        await steps.learn_id(row["id"], ref)
    if to is DeliveryState.SENT and was is DeliveryState.FAILED and row["provider_id"] is not None:
        return False  # its provider took it, and then gave it up: that it was on its way is older news
    fields: dict[str, Any] = {"cause": ""} if to in STAMPS and was not in ARRIVED else {}
    if to in STAMPS:
        fields |= {STAMPS[to]: at, "sent_at": min(at, row["delivered_at"] or at)}
    else:
        fields["cause"] = (reason or "provider_failed")[:64]
    moved = await steps.step(row["id"], to, _receipt_sources(to), now, **fields)
    if moved is None:
        if to in STAMPS and was in ARRIVED:
            later = [row[name] for name in ("delivered_at", "read_at") if row[name] is not None]
            await steps.stamp(row["id"], STAMPS[to], min([at, *later]))
        elif to is not was:
            await records.count("refused_step")
        return False
    await _tell_receipt(was, to, moved, now)
    if to is DeliveryState.FAILED:
        await _hear_why(moved, now)
    await follow([moved], now)
    figures.came_into([moved])
    log.info("receipt", delivery=row["id"], state=str(to))
    return True


async def _hear_why(failed: Row, now: datetime) -> None:
    """What the reason of a failure says of the channel or the person besides."""
    workspace, channel, cause = failed["workspace_id"], failed["channel_id"], failed["cause"]
    if cause == NEW_CONTACTS_PAUSED:
        await pause_new_contacts(workspace, channel, now)
    elif cause == OPTED_OUT:
        await optouts.stopped(workspace, failed["contact_id"], failed["id"], now)
    elif cause in template_hold.REASONS:
        await template_hold.failed_late(failed, now)
    elif cause in channel_hold.LATE_WORDS:
        await channel_hold.hold(workspace, channel, cause, channel_hold.LATE_WORDS[cause], now)


async def _tell_receipt(was: DeliveryState, to: DeliveryState, moved: Row, now: datetime) -> None:
    """What a receipt proves is told, and what it disproves is no longer."""
    if was is DeliveryState.UNSURE:
        await notices.withdraw("unsure", f"delivery:{moved['id']}")
    if (was, to) in ALARM:
        await records.count("alarm_arrived_after_being_called_off")
        await tell_alarm(moved, now)
    if to in ARRIVED and was not in ARRIVED:
        await went_late(moved)
    for state in (DeliveryState.FAILED, DeliveryState.SKIPPED):
        if state in (was, to):
            await tell(str(state), moved, now)


async def _earlier_attempt(row: Row, ref: str) -> Row | None:
    if ref in (row["token"], row["provider_id"]):
        return None
    return await deliveries.past_ref(row["id"], ref)


async def _note_double(row: Row, was: DeliveryState) -> None:
    """An earlier attempt is heard of after a later one arrived: that person got it twice. Told by the week's figures."""
    if was in ARRIVED and row["cause"] != "double":
        await steps.mark(row["id"], "double")
        await records.count("double")
        log.warning("double", delivery=row["id"])


def _receipt_sources(to: DeliveryState) -> frozenset[DeliveryState]:
    """A receipt proves that the request left: also what was called off or let go may be found to have arrived."""
    return ALLOWED[to] - ({DeliveryState.QUEUED} if to is DeliveryState.FAILED else set())
