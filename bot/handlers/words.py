"""The router for what staff write: sentences, answers to questions, replies to bubbles, bot commands.

Not here: what sentences mean (`core.language`), doing what they ask (`doing`), taps (`buttons`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from bot.access import Speaker
from bot.handlers import answers, looking
from bot.handlers.doing import carry_out, changes
from bot.handlers.task import CLARIFY, CONFIRM, Task, pinned, task_of
from bot.replies.questions import label
from bot.replies.reply import Reply
from bot.replies.voice import escape, fit
from bot.saying import say, without_buttons
from core import people, views
from core.errors import Refused
from core.language.reading import Reading
from core.language.understand import understand
from core.world import Scheduled, World, fold
from storage.queries import chat as store

Row = dict[str, Any]

_IT = frozenset({"it", "this", "that", "lo", "la", "o", "a", "ini", "itu"})

LONGEST = 10_000
"""Characters of a sentence. Telegram's own limit is 4096; nobody means more than this."""

COMMANDS = ("help", "list", "contacts", "digest", "undo")


def make_router() -> Router:
    """A router of its own for each dispatcher."""
    made = Router(name="words")
    made.message.register(start, CommandStart())
    made.message.register(command, Command(*COMMANDS))
    made.message.register(sentence, F.text)
    made.edited_message.register(edited, F.text)
    return made


async def start(message: Message, bot: Bot, speaker: Speaker, joined: Row | None, now: datetime, origin: str) -> None:
    """/start, also with the code of an invitation (which `bot.access` has used by now)."""
    reply = await looking.hello(Task(speaker, Reading("ok", "help"), now, origin), joined is not None)
    await _say(bot, speaker, reply)


async def command(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    """/list and the like are the sentences without their slash: `/list tomorrow` works."""
    word, _, rest = (message.text or "").partition(" ")
    text = f"{word.lstrip('/').partition('@')[0]} {rest}".strip()
    await _say(bot, speaker, await _answer(bot, speaker, text, None, now, origin))


async def sentence(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    text = message.text or ""
    if len(text) > LONGEST:
        said = speaker.said("refuse-too_long", length=len(text), most=LONGEST)
        await _say(bot, speaker, Reply(escape(said)))
        return
    about = await _replied_to(speaker, message)
    if about is not None and about["kind"] == "answer":
        await _say(bot, speaker, await answers.answer(speaker, about["about"], text, now, origin))
        return
    await _say(bot, speaker, await _answer(bot, speaker, text, about, now, origin))


async def edited(message: Message, bot: Bot, speaker: Speaker) -> None:
    """What was understood is not understood anew: saying so is better than silence."""
    await _say(bot, speaker, Reply(escape(speaker.said("edit-ignored"))))


async def _say(bot: Bot, speaker: Speaker, reply: Reply) -> None:
    await say(bot, speaker.actor.workspace, speaker.staff, speaker.chat, reply)


async def _replied_to(speaker: Speaker, message: Message) -> Row | None:
    """The bubble that a message replies to, where it is about something."""
    if message.reply_to_message is None:
        return None
    return await store.bubble(speaker.actor.workspace, str(speaker.chat), message.reply_to_message.message_id)


# --- sentences


async def _answer(bot: Bot, speaker: Speaker, text: str, about: Row | None, now: datetime, origin: str) -> Reply:
    """The reply to a sentence. What was read under this origin before is what is done."""
    known = await store.proposal_by_origin(origin)
    if known is not None:
        return await carry_out(task_of(speaker, known, now))
    question = await store.open_question(speaker.actor.workspace, speaker.staff, str(speaker.chat))
    if about is None:
        short = await _yes_or_no(bot, speaker, question, text, now)
        if short is not None:
            return short
    reading, answered = await read(speaker, text, question, about, now)
    if not understood(reading) and question is not None:
        return await _still_asking(speaker, question, now)
    if not changes(reading):
        return await carry_out(Task(speaker, reading, now, origin))
    task = await pinned(speaker, reading, origin, now)
    await _close(bot, task, "done" if answered else "replaced")
    reply = await carry_out(task)
    if question is not None and not answered and question["about"] == CONFIRM:
        dropped = escape(speaker.said("question-replaced"))
        reply = replace(reply, text=fit([reply.text, dropped]))
    return reply


async def read(
    speaker: Speaker, text: str, question: Row | None, about: Row | None, now: datetime
) -> tuple[Reading, bool]:
    """What a sentence means, and whether it answers the open question. A whole sentence of its own starts anew."""
    world = await people.world(speaker.actor.workspace, now)
    if about is not None and about["kind"] == "message":
        number = (await views.row_by_id(speaker.actor, about["about"]))["number"]
        world = await _with_past(speaker, world, [f"#{number}"], now)
        return about_message(text, number, world, now), False
    alone = understand(text, world, now)
    if alone.reason == "unknown_id":
        alone = understand(text, await _with_past(speaker, world, alone.unknown, now), now)
    if question is None or question["about"] != CLARIFY:
        return alone, False
    with_it = understand(text, world, now, _labelled(speaker, Reading.from_json(question["reading"])))
    return with_it, with_it != alone


def _labelled(speaker: Speaker, asked: Reading) -> Reading:
    """The open question with what its buttons say: that can be typed as well."""
    options = [replace(one, label=label(speaker.said, asked, one)) for one in asked.options]
    return replace(asked, options=tuple(options))


async def _with_past(speaker: Speaker, world: World, numbers: Iterable[str], now: datetime) -> World:
    """The world with messages that are over, where a sentence names them: they can be shown, and sent again."""
    past = []
    for number in numbers:
        try:
            view = await views.view(speaker.actor, int(number.lstrip("#")), now)
        except (Refused, ValueError):
            continue
        past.append(Scheduled(view.number, view.names, view.text, view.title, None, view.when.rules, view.state))
    known = {one.number for one in world.scheduled}
    return replace(world, scheduled=(*world.scheduled, *(one for one in past if one.number not in known)))


def about_message(text: str, number: int, world: World, now: datetime) -> Reading:
    """A reply to a message's bubble: "cancel", "move it to friday" are about that message, unless they name another."""
    alone = understand(text, world, now)
    if alone.outcome == "ok" and (alone.target_ids or alone.message):
        return alone
    first, _, rest = text.strip().partition(" ")
    second, _, after = rest.partition(" ")
    tail = after if fold(second) in _IT else rest
    for said in (f"{first} #{number} {tail}".strip(), f"{text} #{number}"):
        reading = understand(said, world, now)
        if understood(reading) and reading.target_ids == (number,):
            return reading
    return alone


def understood(reading: Reading) -> bool:
    return reading.outcome in ("ok", "refuse") or (reading.outcome == "clarify" and reading.reason != "not_understood")


async def _yes_or_no(bot: Bot, speaker: Speaker, question: Row | None, text: str, now: datetime) -> Reply | None:
    """A typed Yes or No to the open question; None for anything else."""
    word = fold(text).strip(" .!")
    no, yes = word in speaker.said.words("no-words"), word in speaker.said.words("yes-words")
    if question is None:
        return Reply(escape(speaker.said("nothing-open"))) if yes or no else None
    if no:
        return await answers.drop(bot, speaker, question, now)
    if yes and question["about"] == CONFIRM:
        return await answers.confirm(bot, speaker, question, now)
    return None


async def _still_asking(speaker: Speaker, question: Row, now: datetime) -> Reply:
    """Nothing could be made of it: the open question is put once more."""
    said = speaker.said
    task = task_of(speaker, question, now)
    asked = await carry_out(task)
    return replace(asked, text=fit([escape(said("waiting-still")), asked.text]))


async def _close(bot: Bot, task: Task, state: str) -> None:
    """Older questions of this chat are over; their buttons go."""
    speaker = task.speaker
    closed = await store.close_questions(
        speaker.actor.workspace, speaker.staff, str(speaker.chat), task.proposal or 0, state, task.now
    )
    for row in closed:
        if row["bubble"] is not None:
            await without_buttons(bot, speaker.chat, row["bubble"])
