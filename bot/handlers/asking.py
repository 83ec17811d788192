"""A question back, drawn from its reading alone. Not here: the words (`bot.replies.questions`), what follows from an answer
(`answers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.handlers.task import Task
from bot.replies import looks, questions
from bot.replies.reply import NO, OPTION, Reply, button, labelled
from bot.replies.voice import escape, fit
from core.errors import Refused
from core.language.reading import Option
from core.messages import views

FEW = 5
"""Of many messages, so many are shown."""


async def ask(task: Task) -> Reply:
    """A question back: what is understood so far, what is asked, a button for each answer, and No."""
    said, reading, proposal = task.speaker.said, task.reading, task.proposal
    lines = [questions.so_far(said, reading, task.actor.zone), *await _all_of_them(task), questions.asks(said, reading)]
    rows = []
    for place, option in enumerate(reading.options[:8]):
        words = await _message_label(task, option) or questions.label(said, reading, option)
        rows.append((labelled(said, OPTION, words, proposal, place),))
    rows.append((button(said, NO, "never-mind", proposal),))
    return Reply(fit([escape(line) for line in lines if line]), tuple(rows), None, proposal)


async def _all_of_them(task: Task) -> list[str]:
    """Where one tap is to change several messages: the first few of them, and which days of a series it is about."""
    if task.reading.reason != "confirm_all" or not task.reading.options:
        return []
    patch = task.reading.options[0].patch
    said, numbers = task.speaker.said, patch.get("target_ids") or []
    lines = await in_short(task, numbers) if len(numbers) > 1 else []
    days = questions.days_of(said, [date.fromisoformat(day) for day in patch.get("exdate") or ()])
    return [*lines, said("ask-confirm_all-days", days=days)] if days and len(numbers) > 1 else lines


async def in_short(task: Task, numbers: Sequence[int]) -> list[str]:
    """The first few of several messages, a line each, and how many more there are."""
    said, lines = task.speaker.said, []
    for number in numbers[:FEW]:
        try:
            lines.append(looks.in_short(said, await views.view(task.actor, number, task.now)))
        except Refused:  # it is gone since the question was put
            continue
    more = len(numbers) - FEW
    return [*lines, said("status-more", n=more)] if more > 0 else lines


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
