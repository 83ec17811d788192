"""The look before each send: may this delivery leave now, and with what? Pure.

Everything is read again at the last moment, inside the transaction that marks it `sending`: what a person called off, who
wrote STOP, which number and text hold now. Not here: reading the rows, sending (`lane`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.messages.placeholders import filled
from core.troubles.template_hold import REASONS

Row = dict[str, Any]

PASSING = timedelta(seconds=15)
"""So long before its own lateness limit a delivery passes an earlier one to the same person that is not settled."""

UNSETTLED_FOR = timedelta(hours=24)
"""So long an unsure delivery holds later ones up: its request is long over, and a series would be late for ever."""


@dataclass(frozen=True, slots=True)
class Leave:
    phone: str
    text: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Not now; look again then. Nothing is written where `until` is None: something in flight will wake the lane."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Never:
    cause: str


def look(row: Row, unsettled: list[Row], now: datetime) -> Leave | Stay | Never:
    """Decides for one queued delivery. `unsettled`: others to its contact over its channel that are in flight (`sending`),
    `unsure`, or were put off and still wait (`queued`, `planned`)."""
    if cause := _never(row, now):
        return Never(cause)
    if any(one["state"] == "sending" for one in unsettled):
        return Stay(None)
    if any(_goes_first(one, row) for one in unsettled) and now < row["late_at"] - PASSING:
        return Stay(min(now + timedelta(seconds=2), row["late_at"] - PASSING))
    return Leave(row["contact_phone"], filled(row["message_text"], row["contact_name"]))


def _goes_first(other: Row, row: Row) -> bool:
    """What is unsure may have left, whichever is older. What waits goes first only when its slot is earlier."""
    return other["state"] == "unsure" or (other["slot_at"], other["id"]) < (row["slot_at"], row["id"])


def _never(row: Row, now: datetime) -> str:
    if row["message_state"] in ("cancelled", "paused", "draft"):
        return str(row["message_state"])
    if row["occurrence_state"] in ("cancelled", "skipped"):
        return "cancelled"
    if row["contact_removed_at"] is not None:
        return "left_out"
    if row["contact_blocked_at"] is not None:
        return "blocked" if row["contact_blocked_by"] == "staff" else "opted_out"
    if row["answered"]:
        return "answered"
    if not row["contact_phone"]:
        return "no_phone"
    if now > row["late_at"]:
        return str(row["cause"]) if row["cause"] in REASONS else "too_late"
    return ""
