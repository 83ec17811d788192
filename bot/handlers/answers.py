"""Answers to questions, tapped or typed, and answers to people who wrote: what follows from a proposal's row.

Each answer acts under an origin derived from its question's, so that of two taps one has an effect. Not here: which tap means
what (`buttons`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Bot

from bot.access import Speaker
from bot.bubbles import draw
from bot.handlers.doing import carry_out
from bot.handlers.scheduling import drawn, grown, schedule
from bot.handlers.task import CLARIFY, Task, pinned, task_of
from bot.replies.assumptions import alternatives
from bot.replies.refusals import why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape
from bot.saying import without_buttons
from core import receipts
from core.commands import Audience, Move, Schedule, When
from core.errors import Conflict, Refused
from core.language.command import command_of
from core.language.reading import Reading, apply
from core.messages import messages, views
from core.recurrence import local
from core.slots.allotment import ANYWAY
from storage.queries import chat as store

Row = dict[str, Any]


async def confirm(bot: Bot, speaker: Speaker, question: Row, now: datetime) -> Reply:
    """Yes to a question whether: what was asked about is done, under the origin of the sentence that asked. Where it would go
    to more people than the question said, that is a question of its own: a Yes tapped twice does not answer it."""
    task = task_of(speaker, question, now)
    if await grown(task):
        task = await pinned(speaker, task.reading, following(question), now)
    else:
        task = replace(task, confirmed=True)
    reply = await carry_out(task)
    await _close(bot, speaker, question, "done", now)
    return reply


async def drop(bot: Bot, speaker: Speaker, question: Row, now: datetime) -> Reply:
    """No."""
    await _close(bot, speaker, question, "stopped", now)
    new = question["about"] != CLARIFY and question["reading"]["intent"] in ("schedule", "send_now")
    key = "confirm-dropped" if new else "question-dropped"
    return Reply(escape(speaker.said(key)))


async def choose(
    bot: Bot, speaker: Speaker, question: Row, place: int, now: datetime, confirmed: bool = False
) -> Reply:
    """One of the answers that a question offered: laid over its reading, then on as with a sentence."""
    reading = Reading.from_json(question["reading"])
    patched = apply(reading, reading.options[place].patch)
    task = replace(await pinned(speaker, patched, following(question), now), confirmed=confirmed)
    reply = await carry_out(task)
    await _close(bot, speaker, question, "done", now)
    return reply


def following(question: Row) -> str:
    """The origin of what the answer to a question does."""
    return f"{question['origin']}."


async def after(speaker: Speaker, question: Row, now: datetime) -> Reply | None:
    """What a closed question led to, drawn as it is now; None where nothing of it can be shown."""
    row: Row | None = question
    while row is not None:
        if row["message_id"] is not None:
            message = await views.row_by_id(speaker.actor, row["message_id"])
            return await draw(speaker.said, speaker.actor, message, now, "scheduled")
        following_row = await store.proposal_by_origin(following(row))
        if following_row is not None and following_row["state"] == "open" and following_row["about"] != "said":
            return await carry_out(task_of(speaker, following_row, now))
        row = following_row
    return None


async def instead(speaker: Speaker, made_by: Row, place: int, now: datetime) -> Reply:
    """An assumption is taken back with one tap: the message that was made on it moves to the other time. Raises
    Conflict("changed_meanwhile") where somebody has changed it since."""
    reading = Reading.from_json(made_by["reading"])
    option = alternatives(reading)[place]
    command = command_of(apply(reading, option.patch))
    if not isinstance(command, Schedule | Move) or made_by["message_id"] is None:
        raise Refused("no_time", number="…")
    message = await views.row_by_id(speaker.actor, made_by["message_id"])
    task = Task(speaker, reading, now, f"{made_by['origin']}~")
    if not await messages.is_as_made(message, made_by["origin"], task.origin):
        raise Conflict("changed_meanwhile", number=message["number"])
    scope = command.scope if isinstance(command, Move) else "all"
    done = await messages.move(task.actor, Move(message["number"], command.when, scope=scope), now)
    await store.close_proposal(speaker.actor.workspace, made_by["id"], "done", now)
    return await drawn(task, done.row, "moved")


async def answer(speaker: Speaker, about: int, text: str, now: datetime, origin: str) -> Reply:
    """A reply to a bubble that shows what somebody wrote: it goes to them at once, through the same channel."""
    said = speaker.said
    row = await receipts.answer_of(speaker.actor.workspace, about)
    if row is None or (row["contact_id"] is None and row["phone"] is None):
        return Reply(escape(said("answer-nobody")))
    if row["contact_removed_at"] is not None:
        return Reply(escape(said("answer-removed", who=row["contact_name"])))
    task = Task(speaker, Reading("ok", "send_now"), now, origin)
    audience = Audience(contacts=(row["contact_id"],)) if row["contact_id"] else Audience(numbers=(row["phone"],))
    when = When(starts=local(now, speaker.actor.zone).replace(microsecond=0), zone=speaker.actor.zone)
    command = Schedule(audience, text, when, now=True, channel=row["channel_name"], reply_to=row["ref"], quiet=ANYWAY)
    try:
        return await schedule(task, command)
    except Refused as error:
        return Reply(why_not(said, error))


async def _close(bot: Bot, speaker: Speaker, question: Row, state: str, now: datetime) -> None:
    await store.close_proposal(speaker.actor.workspace, question["id"], state, now)
    if question["bubble"] is not None:
        await without_buttons(bot, speaker.chat, question["bubble"])
