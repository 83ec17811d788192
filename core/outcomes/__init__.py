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

from core.outcomes.forward import Told, all_forward, is_forward
from core.outcomes.hearing import receipt
from core.outcomes.occurrences import UNSURE_OPEN, hold, settle_occurrences, state_of
from core.outcomes.sending import (
    accepted,
    all_answered,
    answered,
    begin,
    claim,
    follow_accepted,
    let_go,
    never_left,
    plan,
    put_off,
    say_accepted,
    take_over,
)
from core.outcomes.stopping import call_off, hand_over, leave_out, relimit, retry, revive, settle_by_person, skip
from core.troubles.troubles import channel_is, missed

__all__ = [
    "UNSURE_OPEN",
    "Told",
    "accepted",
    "all_answered",
    "all_forward",
    "answered",
    "begin",
    "call_off",
    "channel_is",
    "claim",
    "follow_accepted",
    "hand_over",
    "hold",
    "is_forward",
    "leave_out",
    "let_go",
    "missed",
    "never_left",
    "plan",
    "put_off",
    "receipt",
    "relimit",
    "retry",
    "revive",
    "say_accepted",
    "settle_by_person",
    "settle_occurrences",
    "skip",
    "state_of",
    "take_over",
]
