"""The states of messages, occurrences and deliveries, and the steps between them. Pure: no ORM, no I/O.

The steps are design.md section 3. A step that is not in `ALLOWED` is refused and counted by `core.outcomes`.
"""

from __future__ import annotations

from enum import StrEnum


class MessageState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class OccurrenceState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    SENT = "sent"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class DeliveryState(StrEnum):
    PLANNED = "planned"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    UNSURE = "unsure"


_D = DeliveryState

OPEN = frozenset({_D.PLANNED, _D.QUEUED, _D.SENDING, _D.UNSURE})
"""A delivery that can still move by itself."""

ARRIVED = frozenset({_D.SENT, _D.DELIVERED, _D.READ})

UNSETTLED = frozenset({_D.SENDING, _D.UNSURE})
"""It may have left: nothing else may go to the same contact over the same channel before it is settled."""

ALLOWED: dict[DeliveryState, frozenset[DeliveryState]] = {
    # to: from
    _D.QUEUED: frozenset({_D.PLANNED, _D.SENDING, _D.UNSURE}),
    _D.SENDING: frozenset({_D.QUEUED}),
    _D.SENT: frozenset({_D.PLANNED, _D.QUEUED, _D.SENDING, _D.UNSURE, _D.FAILED, _D.CANCELLED, _D.SKIPPED}),
    _D.DELIVERED: frozenset(
        {_D.PLANNED, _D.QUEUED, _D.SENDING, _D.SENT, _D.UNSURE, _D.FAILED, _D.CANCELLED, _D.SKIPPED}
    ),
    _D.READ: frozenset(
        {_D.PLANNED, _D.QUEUED, _D.SENDING, _D.SENT, _D.DELIVERED, _D.UNSURE, _D.FAILED, _D.CANCELLED, _D.SKIPPED}
    ),
    _D.FAILED: frozenset({_D.QUEUED, _D.SENDING, _D.SENT, _D.UNSURE}),
    _D.UNSURE: frozenset({_D.SENDING}),
    _D.SKIPPED: frozenset({_D.PLANNED, _D.QUEUED}),
    _D.CANCELLED: frozenset({_D.PLANNED, _D.QUEUED}),
    _D.PLANNED: frozenset({_D.QUEUED, _D.FAILED, _D.SKIPPED, _D.CANCELLED}),
}

ALARM = {(_D.CANCELLED, to) for to in ARRIVED} | {(_D.SKIPPED, to) for to in ARRIVED}
"""Steps that must not have been possible: what was called off arrived all the same."""
