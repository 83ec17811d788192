"""Undo, by word and by button: the last change of whatever kind, or the one that a button names, and what it put back.

Not here: Undo of one message's bubble (`message_taps`), what can be taken back (`core.changes.undoing`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.handlers import channels
from bot.handlers.changing import several
from bot.handlers.tap import Outcome, Step, Tap
from bot.handlers.task import Task
from bot.replies import house as rooms
from bot.replies import people
from bot.replies import reply as steps
from bot.replies.reply import Reply
from bot.replies.voice import escape, fit
from core import house
from core.changes import undoing
from core.changes.entries import Done
from core.commands import Undo


async def undo(task: Task, _command: Undo | None = None, entry: int | None = None) -> Reply:
    done = await undoing.undo(task.actor, task.now, entry)
    if isinstance(done, Done):
        return await _put_back(task, done)
    back = [one for one in done if one.what == "undo"]
    reply = await several(task, back, "undone")
    kept = task.speaker.said.several([f"#{one.row['number']}" for one in done if one.what == "kept"], 20)
    told = escape(task.speaker.said("undone-kept", numbers=kept))
    return replace(reply, text=fit([reply.text, told])) if kept else reply


async def _put_back(task: Task, done: Done) -> Reply:
    """People are named; of settings everything is shown as it is now."""
    said = task.speaker.said
    if done.what in ("workspace", "invite", "remove_staff"):
        shown = rooms.shown(said, await house.look(task.actor), task.actor)
    elif done.what in ("channel", "failover", "add_channel"):
        shown = await channels.overview(task.speaker, task.now)
    else:
        return people.undone(said, done)
    return Reply(fit([escape(said(f"undone-{done.what}")), shown.text]), shown.buttons)


async def _back(tap: Tap) -> Outcome:
    return Outcome(tap.toast("ok"), edit=await undo(tap.task, entry=tap.guards[0]))


STEPS: dict[str, tuple[Step, int]] = {steps.BACK: (_back, 1)}
"""What a button's first letter does, and how many guards it carries."""
