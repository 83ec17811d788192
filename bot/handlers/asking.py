"""A question back, drawn from its reading alone. Not here: the words (`bot.replies.questions`), what follows from an answer
(`answers`).
"""

from __future__ import annotations

from bot.handlers.task import Task
from bot.replies import looks, questions
from bot.replies.reply import NO, OPTION, Reply, button, labelled
from bot.replies.voice import escape, fit
from core.errors import Refused
from core.language.reading import Option
from core.messages import views


async def ask(task: Task) -> Reply:
    """A question back: what is understood so far, what is asked, a button for each answer, and No."""
    said, reading, proposal = task.speaker.said, task.reading, task.proposal
    lines = [questions.so_far(said, reading, task.actor.zone), questions.asks(said, reading)]
    rows = []
    for place, option in enumerate(reading.options[:8]):
        words = await _message_label(task, option) or questions.label(said, reading, option)
        rows.append((labelled(said, OPTION, words, proposal, place),))
    rows.append((button(said, NO, "never-mind", proposal),))
    return Reply(fit([escape(line) for line in lines if line]), tuple(rows), None, proposal)


async def _message_label(task: Task, option: Option) -> str:
    """An answer that is one message: its number, next time and text."""
    targets: list[int] = option.patch.get("target_ids") or []
    if len(targets) != 1 or task.reading.reason == "confirm_all":
        return ""
    try:
        view = await views.view(task.actor, targets[0], task.now)
    except Refused:
        return ""
    return looks.in_short(task.speaker.said, view)
