"""Taps on what is told when nothing could leave: sending that is held goes on, what an outage skipped is sent or left.

The notice's own bubble then says what followed. Not here: what holds sending (`core.dispatch.lineage`), what happens then
(`core.restoring`, `core.messages.outages`).
"""

from __future__ import annotations

from datetime import datetime

from bot.handlers.tap import Outcome, Step, Tap
from bot.replies import reply as steps
from bot.replies.reply import time_guard
from core import restoring
from core.messages import outages


async def _go_on(tap: Tap) -> Outcome:
    """An owner's word, for the hold that the button was about and no other. The notice's bubble then says what followed."""
    actor = tap.task.actor
    actor.needs("owner")
    held = await restoring.state()
    if held is None or time_guard(datetime.fromisoformat(held["since"])) != tap.guards[0]:
        return Outcome(tap.toast("done"), bare=True)
    await restoring.go_on(tap.now, actor.staff)
    return Outcome(tap.toast("ok"), bare=True)


async def _rest(tap: Tap) -> Outcome:
    again = await outages.send_rest(tap.task.actor, tap.guards[0], tap.now)
    return Outcome(tap.speaker.said("tap-sends", n=again), bare=True)


async def _leave(tap: Tap) -> Outcome:
    await outages.leave(tap.task.actor, tap.guards[0], tap.now)
    return Outcome(tap.toast("ok"), bare=True)


STEPS: dict[str, tuple[Step, int]] = {steps.GO_ON: (_go_on, 1), steps.REST: (_rest, 1), steps.LEAVE: (_leave, 1)}
"""What a button's first letter does, and how many guards it carries."""
