"""The router for what staff write: sentences, answers to questions, replies to bubbles, bot commands.

Not here: what sentences mean (`core.language`), doing what they ask (`doing`), taps (`buttons`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from bot.access import Speaker
from bot.handlers import answers, channels, house, looking, newcomers, setup, standins, templates
from bot.handlers.carrying import Carried, fetched, taken_out
from bot.handlers.doing import carry_out, changes, examples
from bot.handlers.hearing import read, spoken_to, understood, with_file, with_template
from bot.handlers.setup_states import Talk
from bot.handlers.short import short
from bot.handlers.task import CONFIRM, Task, pinned, task_of
from bot.replies.examples import example
from bot.replies.refusals import why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape, fit, heard
from bot.saying import say, without_buttons
from core.channels.connecting import Place
from core.errors import Refused
from core.language.reading import Reading
from storage.queries import chat as store
from storage.queries import notices

Row = dict[str, Any]

LONGEST = 10_000
"""Characters of a sentence. Telegram's own limit is 4096; nobody means more than this."""

PUZZLED = "puzzled"
"""State of an update that nothing could be made of."""

COMMANDS = ("help", "list", "contacts", "digest", "calendar", "undo")


def make_router() -> Router:
    """A router of its own for each dispatcher."""
    made = Router(name="words")
    made.message.register(start, CommandStart())
    made.message.register(command, Command(*COMMANDS))
    made.message.register(show_channels, Command("channels"))
    made.message.register(sentence, F.text)
    made.edited_message.register(edited, F.text)
    return made


async def start(message: Message, bot: Bot, speaker: Speaker, joined: Row | None, now: datetime, origin: str) -> None:
    """/start, also with the code of an invitation (which `bot.access` has used by now)."""
    reply = await looking.hello(
        Task(speaker, Reading("ok", "help"), now, origin), None if joined is None else bool(joined["joined"])
    )
    await _say(bot, speaker, reply)


async def command(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    """/list and the like are the sentences without their slash: `/list tomorrow` works. They tell no language."""
    word, _, rest = (message.text or "").partition(" ")
    text = f"{word.lstrip('/').partition('@')[0]} {rest}".strip()
    await _say(bot, speaker, (await answer_to(Heard(bot, speaker, text, None, now, origin), tells=False))[0])


async def show_channels(message: Message, bot: Bot, speaker: Speaker, now: datetime) -> None:
    await _say(bot, speaker, await channels.overview(speaker, now))


async def sentence(
    message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str, place: Place
) -> str | None:
    """What it gives is the state of its update: nothing, or PUZZLED."""
    text = message.text or ""
    if len(text) > LONGEST:
        said = speaker.said("refuse-too_long", length=len(text), most=LONGEST)
        await _say(bot, speaker, Reply(escape(said)))
        return None
    about = await _replied_to(speaker, message)
    talk = Talk(bot, speaker, place, now, origin, message.message_id)
    if await _aside(talk, text, about):
        return None
    reply, speaker, clear = await answer_to(Heard(bot, speaker, text, about, now, origin))
    await _say(bot, speaker, reply)
    if (row := await setup.under_way(talk)) is not None:
        waits = setup.reminder(replace(talk, speaker=speaker), row)
        if waits is not None:
            await _say(bot, speaker, Reply(waits))
    return None if clear else PUZZLED


async def _aside(talk: Talk, text: str, about: Row | None) -> bool:
    """Whether a text is something else than a sentence: an answer to somebody who wrote, channels, the house, a setup."""
    bot, speaker, now = talk.bot, talk.speaker, talk.now
    if about is not None and about["kind"] == "answer":
        await _say(bot, speaker, await answers.answer(speaker, about["about"], text, now, talk.origin))
        return True
    if (said := heard(speaker.said, "channels-words", text)) is not None:
        await _say(bot, speaker, await channels.overview(speaker.speaking(said.language), now))
        return True
    reply = (
        await house.spoken(speaker, text, now)
        or await channels.spoken(speaker, text, now)
        or await standins.spoken(speaker, text, now)
    )
    if reply is not None:
        await _say(bot, speaker, reply)
        return True
    return about is None and await _of_setup(talk, text)


async def _of_setup(talk: Talk, text: str) -> bool:
    """Whether a text begins a setup, or is part of the one that is under way."""
    speaker, now = talk.speaker, talk.now
    begins = _begins(speaker, text) if await store.proposal_by_origin(talk.origin) is None else None
    if begins is not None:
        await _say(talk.bot, begins[0], await _begun(replace(talk, speaker=begins[0]), begins[1]))
        return True
    row = await setup.under_way(talk)
    if row is None:
        return False
    question = await store.open_question(speaker.actor.workspace, speaker.staff, str(speaker.chat))

    async def as_sentence() -> Reading:
        return (await read(speaker, text, question, None, now))[0]

    reply = await setup.typed(talk, row, text, question is not None, as_sentence)
    if reply is None:
        return False
    if row["bubble"] is not None:
        await without_buttons(talk.bot, speaker.chat, row["bubble"])
    await _say(talk.bot, speaker, reply)
    return True


async def _begun(talk: Talk, name: str) -> Reply:
    """The first question of a setup. One from before is over: the next word answers the newest."""
    try:
        reply = await setup.begin(talk, name)
    except Refused as error:
        return Reply(why_not(talk.speaker.said, error))
    if await _close(talk.bot, talk.speaker, reply.asks or 0, "replaced", talk.now):
        return replace(reply, text=fit([reply.text, escape(talk.speaker.said("question-replaced"))]))
    return reply


def _begins(speaker: Speaker, text: str) -> tuple[Speaker, str] | None:
    """Where a text asks for a new channel ("add channel clinic"): its speaker, in its language, and the channel's name ("" for
    none)."""
    words = text.split()
    for count in range(len(words), 0, -1):
        if (said := heard(speaker.said, "setup-words", " ".join(words[:count]))) is not None:
            few = len(words) - count <= 3
            return (speaker.speaking(said.language), " ".join(words[count:])) if few else None
    return None


async def edited(message: Message, bot: Bot, speaker: Speaker) -> None:
    """What was understood is not understood anew: saying so is better than silence."""
    await _say(bot, speaker, Reply(escape(speaker.said("edit-ignored"))))


async def _say(bot: Bot, speaker: Speaker, reply: Reply) -> None:
    await say(bot, speaker.actor.workspace, speaker.staff, speaker.chat, reply)


async def _replied_to(speaker: Speaker, message: Message) -> Row | None:
    """The bubble that a message replies to, where it is about something."""
    if message.reply_to_message is None:
        return None
    ref = message.reply_to_message.message_id
    known = await store.bubble(speaker.actor.workspace, str(speaker.chat), ref)
    if known is None and (notice := await notices.by_bubble(speaker.actor.workspace, speaker.staff, ref)) is not None:
        told = notice["detail"].get("message")
        return None if told is None else {"kind": "message", "about": told}
    return known


# --- sentences


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence: who said it, what it replies to, and the file that came with it."""

    bot: Bot
    speaker: Speaker
    text: str
    about: Row | None
    now: datetime
    origin: str
    media: int | None = None


async def answer_to(one: Heard, tells: bool = True) -> tuple[Reply, Speaker, bool]:
    """The reply to a sentence; its speaker, in the language of the sentence where it `tells` one; whether it was understood.

    What was read under this origin before is what is done."""
    speaker, now = one.speaker, one.now
    known = await store.proposal_by_origin(one.origin)
    if known is not None:
        speaker = await spoken_to(speaker, Reading.from_json(known["reading"])) if tells else speaker
        return await carry_out(task_of(speaker, known, now)), speaker, True
    question = await store.open_question(speaker.actor.workspace, speaker.staff, str(speaker.chat))
    if one.about is None and (said := await short(one.bot, speaker, question, one.text, now, one.origin)) is not None:
        return *said, True
    carried = Carried(one.text) if templates.waits(question) else taken_out(speaker.said, one.text)
    media = one.media
    if carried.url:
        try:
            media = await fetched(speaker, carried.url, now)
        except Refused as error:
            return Reply(why_not(speaker.said, error)), speaker, True
    reading, answered = await read(speaker, carried.text, question, one.about, now)
    reading = with_template(with_file(reading, media), carried.template)
    speaker = await spoken_to(speaker, reading, carried.text) if tells else speaker
    if not understood(reading):
        return await _puzzled(replace(one, speaker=speaker), reading, question), speaker, False
    asked = question is not None and one.about is None and not newcomers.only_unknown(question)
    if question is not None and asked and reading.intent == "undo":
        return await _question_undone(replace(one, speaker=speaker), question), speaker, True
    if not changes(reading):
        return await carry_out(Task(speaker, reading, now, one.origin)), speaker, True
    task = await pinned(speaker, reading, one.origin, now)
    await _close(one.bot, speaker, task.proposal or 0, "done" if answered else "replaced", now)
    reply = await carry_out(task)
    if question is not None and newcomers.waits_for(question, reading):
        return await newcomers.goes_on(task, question, reply), speaker, True
    if question is not None and not answered and question["about"] == CONFIRM:
        dropped = escape(speaker.said("question-replaced"))
        reply = replace(reply, text=fit([reply.text, dropped]))
    return reply, speaker, True


async def _question_undone(one: Heard, question: Row) -> Reply:
    """ "undo" right after a question takes back what led to it: never what was done before, which nobody thinks of then."""
    said = one.speaker.said
    dropped = await answers.drop(one.bot, one.speaker, question, one.now)
    return replace(dropped, text=fit([dropped.text, escape(said("question-undone", example=example(said, "undo")))]))


async def _puzzled(one: Heard, reading: Reading, question: Row | None) -> Reply:
    """Nothing could be made of it: an open question is put once more. The second time in a row there are examples."""
    task = Task(one.speaker, replace(reading, text=one.text), one.now, one.origin)
    again = await store.state_before(one.bot.id, str(one.speaker.chat)) == PUZZLED
    if question is None and any(heard(one.speaker.said, key, one.text) for key in ("yes-words", "no-words")):
        return Reply(escape(one.speaker.said("nothing-open")))
    if question is None:
        return await examples(task) if again else await carry_out(task)
    asked = await carry_out(task_of(one.speaker, question, one.now))
    lines = [escape(one.speaker.said("waiting-still")), asked.text]
    return replace(asked, text=fit([*lines, (await examples(task)).text] if again else lines))


async def _close(bot: Bot, speaker: Speaker, before: int, state: str, now: datetime) -> bool:
    """The questions of this chat that are older than a proposal are over; their buttons go. Whether there were any."""
    closed = await store.close_questions(speaker.actor.workspace, speaker.staff, str(speaker.chat), before, state, now)
    for row in closed:
        if row["bubble"] is not None:
            await without_buttons(bot, speaker.chat, row["bubble"])
    return bool(closed)
