"""A word or two: an answer to the open question, or without one a greeting and thanks, in the language they were said in.

Not here: sentences (`words`), what follows from an answer (`answers`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot

from bot.access import Speaker
from bot.handlers import answers, fitting, looking
from bot.handlers.task import CONFIRM, Task
from bot.replies.reply import Reply
from bot.replies.voice import escape, heard
from core.language.reading import Reading
from storage.queries import workspaces

Row = dict[str, Any]


async def short(
    bot: Bot, speaker: Speaker, question: Row | None, text: str, now: datetime, origin: str
) -> tuple[Reply, Speaker] | None:
    """The reply and its speaker; None: it is a sentence."""
    if question is None:
        return await _courtesy(speaker, text, now, origin)
    reply = await _yes_or_no(bot, speaker, question, text, now)
    return None if reply is None else (reply, speaker)


async def _yes_or_no(bot: Bot, speaker: Speaker, question: Row, text: str, now: datetime) -> Reply | None:
    """A typed Yes or No to the open question, or one word that is an answer to it; None for anything else."""
    no, yes = (heard(speaker.said, key, text) is not None for key in ("no-words", "yes-words"))
    if no:
        return await answers.drop(bot, speaker, question, now)
    if yes and question["about"] == CONFIRM:
        return await answers.confirm(bot, speaker, question, now)
    place = fitting.worded(speaker.said, question, text)
    return None if place is None else await answers.choose(bot, speaker, question, place, now)


async def _courtesy(speaker: Speaker, text: str, now: datetime, origin: str) -> tuple[Reply, Speaker] | None:
    for key, reply in (("hello-words", _hello), ("thanks-words", _welcome)):
        if (said := heard(speaker.said, key, text)) is None:
            continue
        if said.language != speaker.said.language:
            await workspaces.set_language(speaker.actor.workspace, speaker.staff, said.language)
            speaker = speaker.speaking(said.language)
        return await reply(Task(speaker, Reading("ok", "help"), now, origin)), speaker
    return None


async def _hello(task: Task) -> Reply:
    return await looking.hello(task)


async def _welcome(task: Task) -> Reply:
    return Reply(escape(task.speaker.said("thanks")))
