"""From a reading to a reply: the command is carried out, or a question is asked, or the refusal is said.

A table by command; each function does one thing in `core` and says what it did. Not here: where readings come from (`words`,
`buttons`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.handlers import bringing, calendar, changing, looking, people, scheduling, undoing
from bot.handlers.asking import ask
from bot.handlers.task import Task
from bot.replies import looks, questions
from bot.replies.examples import asks_how, nearest
from bot.replies.parts import people as spelt
from bot.replies.refusals import why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape
from core import commands
from core.errors import Refused
from core.language.command import command_of
from core.language.reading import Reading

log = structlog.get_logger()

Do = Callable[[Task, Any], Awaitable[Reply]]

_DO: dict[type, Do] = {
    commands.Schedule: scheduling.schedule,
    commands.SendNow: scheduling.send_now,
    commands.Move: changing.move,
    commands.Edit: changing.edit,
    commands.Cancel: changing.cancel,
    commands.Pause: changing.pause,
    commands.Resume: changing.resume,
    commands.Skip: changing.skip,
    commands.Retry: changing.retry,
    commands.Undo: undoing.undo,
    commands.List: looking.listed,
    commands.Show: looking.show,
    commands.History: looking.history,
    commands.Status: looking.status,
    commands.Import: bringing.bring,
    commands.Contacts: looking.contacts,
    commands.Digest: looking.digest,
    commands.Calendar: calendar.calendar,
    commands.Help: looking.help_,
    commands.AddContact: people.add_contact,
    commands.Tag: people.tag,
    commands.Untag: people.untag,
    commands.JoinGroup: people.join_group,
    commands.LeaveGroup: people.leave_group,
    commands.RemoveGroup: people.remove_group,
    commands.Groups: looking.groups,
    commands.Rename: people.rename,
    commands.Block: people.block,
    commands.Unblock: people.unblock,
    commands.RemoveContact: people.remove,
}

LOOKS = frozenset({"list", "show", "history", "status", "contacts", "groups", "digest", "calendar", "help"})
"""Intents that change nothing: they leave an open question open, and their readings need no pinning."""


async def carry_out(task: Task) -> Reply:
    """What is said to a reading, once what it asks for is done. A refusal of core becomes its sentence."""
    reading = task.reading
    if reading.outcome == "clarify":
        return await ask(task) if questions.answerable(reading) else await not_done(task)
    if reading.outcome != "ok":
        return await not_done(task)
    try:
        command = command_of(reading)
    except (ValueError, IndexError):
        log.warning("doing.no_command", intent=reading.intent)
        return Reply(escape(_no_command(task)))
    try:
        return await _DO[type(command)](task, command)
    except Refused as error:
        return Reply(why_not(task.speaker.said, error))


def _no_command(task: Task) -> str:
    """What is understood but cannot be done yet has a sentence that says what can be."""
    said, reading = task.speaker.said, task.reading
    key = f"refuse-{reading.intent}"
    return said(key, who=spelt(said, reading.recipients)) if said.has(key) else said("refuse-unread")


async def not_done(task: Task) -> Reply:
    """A refusal, a question that only a new sentence answers, or no command at all: with the nearest example."""
    said, reading = task.speaker.said, task.reading
    if reading.outcome == "refuse":
        return Reply(escape(questions.refusal(said, reading)))
    who = await looking.somebody(task)
    text = reading.text or ""
    close = text if reading.outcome == "clarify" or asks_how(said, text) else ""  # what is no command is close to none
    tries = nearest(said, close, who, 2, reading.intent)
    if reading.outcome == "clarify":
        if reading.reason != "not_understood":
            return Reply(escape(questions.asks(said, reading)))
        return looks.only_examples(questions.asks(said, reading), tries)
    return looks.only_examples(said("not-command"), tries)


async def examples(task: Task) -> Reply:
    """After a second failure in a row: the three nearest sentences that would be understood."""
    said, reading = task.speaker.said, task.reading
    tries = nearest(said, reading.text or "", await looking.somebody(task), 3, reading.intent)
    return looks.only_examples(said("puzzled-again"), tries)


def changes(reading: Reading) -> bool:
    """Whether a reading, carried out, changes anything or asks something that waits for an answer."""
    return questions.answerable(reading) or (reading.outcome == "ok" and reading.intent not in LOOKS)
