"""Somebody whom an open question did not know is added: the question is answered by it, and what was asked for goes on.

Not here: adding people (`people`), other answers (`answers`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram import Bot

from bot.handlers.answers import following
from bot.handlers.doing import carry_out
from bot.handlers.task import CLARIFY, Task, pinned
from bot.replies.questions import labelled
from bot.replies.reply import Reply
from bot.replies.voice import bold, fit
from bot.saying import without_buttons
from core.language.reading import Reading
from core.language.understand import understand
from core.people import people
from core.world import fold
from storage.queries import chat as store

Row = dict[str, Any]


def waits_for(question: Row | None, reading: Reading) -> bool:
    """Whether a sentence adds somebody by the very name that an open question did not know."""
    if reading.intent != "add_contact" or reading.outcome != "ok" or reading.contact is None:
        return False
    return question is not None and [fold(one) for one in unknown(question)] == [fold(reading.contact.name)]


def unknown(question: Row) -> tuple[str, ...]:
    """The names that an open question did not know; empty where it is about something else."""
    asked = Reading.from_json(question["reading"]) if question["about"] == CLARIFY else None
    return asked.unknown if asked is not None and asked.reason == "unknown_recipient" else ()


async def by_card(bot: Bot, task: Task, added: Reply) -> Reply:
    """A card that is shared while a question asks who somebody is answers it, by whatever name it calls them."""
    workspace, chat = task.actor.workspace, task.speaker.chat
    question = await store.open_question(workspace, task.speaker.staff, str(chat))
    if question is None or len(unknown(question)) != 1:
        return added
    reply = await goes_on(task, question, added)
    if reply is not added:
        await store.close_proposal(workspace, question["id"], "done", task.now)
        if question["bubble"] is not None:
            await without_buttons(bot, chat, question["bubble"])
    return reply


def only_unknown(question: Row) -> bool:
    """Whether a question says no more than that somebody is not known: there is nothing in it to take back."""
    asked = Reading.from_json(question["reading"])
    return question["about"] == CLARIFY and asked.reason == "unknown_recipient" and not asked.options


async def goes_on(task: Task, question: Row, added: Reply) -> Reply:
    """What was asked for, with who is known now: both are said in one bubble. As `added`, where that is not enough."""
    speaker, contact = task.speaker, task.reading.contact
    asked = labelled(speaker.said, Reading.from_json(question["reading"]))
    world = (await people.world(task.actor.workspace, task.now)).preferring(speaker.said.language)
    reading = understand(contact.name if contact else "", world, task.now, asked)
    if reading.reason == "unknown_recipient" or reading.outcome not in ("ok", "clarify"):
        return added
    reading = replace(reading, media=asked.media, template=asked.template)
    reply = await carry_out(await pinned(speaker, reading, following(question), task.now))
    name = bold(contact.name if contact else "")
    return replace(reply, text=fit([speaker.said.html("added-contact", name=name), reply.text]))
