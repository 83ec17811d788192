"""What does not fit is asked about before anything is kept: more people than a channel allows in a message, quiet hours, limits
of the day, the end of a series.

Each answer is laid over the reading and goes on from there. Not here: what is allowed (`core.channels.channel_limits`), words
(`bot.replies.limits`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.bubbles import drawing_of
from bot.handlers.task import CLARIFY, Task
from bot.replies import limits
from bot.replies.messages import question_bubble
from bot.replies.reply import NO, OPTION, Button, Reply, button, labelled
from bot.replies.voice import Html, Voice, heard
from core.channels.channel_limits import TooMany
from core.language.reading import Option, Reading
from core.messages.views import View
from core.recurrence import local
from core.slots.allotment import WAIT
from core.slots.foretold import Choice
from core.slots.room import TOO_MANY
from storage.queries import chat as store

Row = dict[str, Any]

QUIET_HOURS, BEYOND = "quiet_hours", "beyond"
"""Reasons of these questions."""


async def question(task: Task, view: View) -> Reply | None:
    """What is asked before a message may be kept; None where everything fits, or nobody can be asked."""
    if task.proposal is None:
        return None
    if view.guard is not None:
        return await _too_many(task, view, view.guard)
    if view.ahead.quiet is not None:
        return await _quiet(task, view, view.ahead.quiet)
    if view.ahead.beyond is not None:
        return await _beyond(task, view, view.ahead.beyond)
    return None


def chosen(task: Task) -> bool:
    """Whether somebody has answered such a question: who saw the message and the number of its people is not asked again."""
    return task.reading.quiet is not None or task.reading.beyond is not None


def worded(said: Voice, question: Row, text: str) -> int | None:
    """The place of the answer that a word names ("anyway", "wait"); None: it names none."""
    reading = Reading.from_json(question["reading"])
    for place, one in enumerate(reading.options if reading.reason in (QUIET_HOURS, BEYOND) else ()):
        choice = one.patch.get("quiet") or one.patch.get("beyond") or WAIT
        if heard(said, f"choice-{choice}-words", text) is not None:
            return place
    return None


async def _quiet(task: Task, view: View, choice: Choice) -> Reply:
    """A single message that everybody would get later at one moment is moved to it: then its time is what is said."""
    said, zone = task.speaker.said, task.actor.zone
    options = limits.answers(said, choice, zone)
    if choice.together and task.reading.intent in ("schedule", "send_now", "move"):
        starts = local(choice.moved.first, view.when.zone).replace(microsecond=0)
        patch = {"dtstart": starts.isoformat(), "tz": view.when.zone, "at": None, "shift": None, "quiet": None}
        if task.reading.intent == "send_now":
            patch["intent"] = "schedule"
        options[0] = replace(options[0], patch=patch)
    return await _ask(task, view, QUIET_HOURS, limits.asked_quiet(said, view, choice, zone), options)


async def _beyond(task: Task, view: View, choice: Choice) -> Reply:
    said, zone = task.speaker.said, task.actor.zone
    asked = limits.asked_beyond(said, view, choice)
    return await _ask(task, view, BEYOND, asked, limits.answers(said, choice, zone))


async def _too_many(task: Task, view: View, guard: TooMany) -> Reply:
    said, owner = task.speaker.said, task.actor.role == "owner"
    again = Option({}, label=said("option-try-again"))
    more = (limits.allow(said, guard, task.proposal or 0),) if owner and guard.code == TOO_MANY else ()
    return await _ask(task, view, guard.code, limits.too_many(said, guard, owner), [again], more)


async def _ask(
    task: Task, view: View, reason: str, asked: Sequence[Html], options: Sequence[Option], more: Sequence[Button] = ()
) -> Reply:
    """The message as it would be, what is asked, a button for each answer, and No. `more`: buttons that stand first."""
    said, proposal = task.speaker.said, task.proposal or 0
    reading = replace(task.reading, outcome="clarify", reason=reason, options=tuple(options), missing=(), unknown=())
    await store.set_proposal(task.actor.workspace, proposal, about=CLARIFY, reading=reading.to_json())
    rows = [(one,) for one in more]
    rows += [(labelled(said, OPTION, one.label or "", proposal, place),) for place, one in enumerate(options)]
    rows.append((button(said, NO, "never-mind", proposal),))
    drawing = replace(drawing_of(said, task.actor.zone, task.now, task.reading), head="asked")
    return question_bubble(said, view, drawing, asked, tuple(rows), proposal)
