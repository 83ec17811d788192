"""Receipts that only carry deliveries forward, many in one transaction: what nearly every receipt is.

What can go wrong, and what holds: another event of one of them at the same time (their messages are held, and each update names
the state that it starts from); two events of one delivery at once (they are taken in their order, and written as one); anything
that is more than a step forward (of an earlier attempt, a failure, of what was unsure or called off): not here, but one by one
(`hearing`), with the same end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import structlog

from core.gateways.base import Stage
from core.outcomes import figures
from core.outcomes.hearing import STAGES, STAMPS
from core.outcomes.occurrences import follow, redraw
from core.troubles.troubles import went_late
from storage.queries import steps
from storage.states import ALLOWED, ARRIVED, DeliveryState

log = structlog.get_logger()

Row = dict[str, Any]

_FROM = ARRIVED | {DeliveryState.SENDING}


class Told(NamedTuple):
    """A provider said how far a delivery came. `ref`: the id by which it spoke of it; `token`: ours, where it gave it back."""

    row: Row
    stage: Stage
    at: datetime
    ref: str
    token: str | None = None


def is_forward(told: Told) -> bool:
    """Whether this is all that there is to it: the attempt that is under way, or has arrived, went on or was heard of twice."""
    row = told.row
    if STAGES[told.stage] not in STAMPS or row["state"] not in _FROM:
        return False
    if told.ref not in (row["token"], row["provider_id"]):
        return False
    return not told.token or told.token == row["token"] or told.ref == row["provider_id"]


async def all_forward(told: Sequence[Told], now: datetime) -> None:
    """Each of them as `hearing.receipt` would have it. In a transaction of the caller's, who holds their messages and has read
    the rows since. Raises LookupError where one of them is not so any more; then nothing may be committed."""
    was: dict[int, Row] = {}
    rows: dict[int, Row] = {}
    moved: list[Row] = []
    for one in told:
        was.setdefault(one.row["id"], one.row)
        before = rows.get(one.row["id"], one.row)
        rows[one.row["id"]] = after = _after(before, one, now)
        if after["state"] != before["state"]:
            moved.append(after)
    changed = [row | {"was": was[row["id"]]["state"]} for row in rows.values() if row != was[row["id"]]]
    if len(await steps.forward(changed) if changed else ()) != len(changed):
        raise LookupError("moved by another")
    arrived = [row for row in moved if was[row["id"]]["state"] in ARRIVED]
    for row in changed:
        if row["was"] not in ARRIVED:
            await went_late(row)
    await follow([row for row in moved if was[row["id"]]["state"] not in ARRIVED], now)
    await redraw(arrived)  # what had arrived counts as before, however far it has come
    figures.came_into(moved)
    for row in moved:
        log.info("receipt", delivery=row["id"], state=row["state"])


def _after(row: Row, told: Told, now: datetime) -> Row:
    """The delivery after that, stamps and all; the same where it is no news."""
    to, was = STAGES[told.stage], DeliveryState(row["state"])
    at = max(told.at, row["sending_at"] or told.at, row["sent_at"] or told.at)
    new = row if row["provider_id"] is not None else row | {"provider_id": told.ref}
    if was in ALLOWED[to]:
        stamps = {"sent_at": min(at, row["delivered_at"] or at), STAMPS[to]: at}
        if to is DeliveryState.SENT:
            stamps = {"sent_at": min(at, row["delivered_at"] or at)}
        kept = {name: row[name] if row[name] is not None else value for name, value in stamps.items()}
        cause = row["cause"] if was in ARRIVED else ""
        return new | kept | {"state": str(to), "cause": cause, "changed_at": now}
    later = [row[name] for name in ("delivered_at", "read_at") if row[name] is not None]
    stamp = STAMPS[to]
    return new if row[stamp] is not None else new | {stamp: min([at, *later])}
