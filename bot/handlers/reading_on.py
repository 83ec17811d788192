"""Taps that walk through a long text that somebody wrote, in the bubble that tells of it.

Not here: what is shown (`bot.replies.notices`), replying to it (`answers`).
"""

from __future__ import annotations

from bot.handlers.tap import Outcome, Step, Tap
from bot.replies import notices
from bot.replies import reply as steps
from core import receipts


async def _part(tap: Tap) -> Outcome:
    about, part = tap.guards
    row = await receipts.answer_of(tap.speaker.actor.workspace, about)
    return Outcome(edit=notices.answer(tap.speaker.said, row, part)) if row else Outcome(tap.toast("gone"), bare=True)


STEPS: dict[str, tuple[Step, int]] = {steps.PART: (_part, 2)}
"""What a button's first letter does, and how many guards it carries."""
