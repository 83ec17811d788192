"""Somebody whom an open question did not know is added: the question is answered by it, and what was asked for goes on.

Not here: adding people (`people`), other answers (`answers`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handlers.answers import following
from bot.handlers.doing import carry_out
from bot.handlers.task import CLARIFY, Task, pinned
from bot.replies.questions import labelled
from bot.replies.reply import Reply
from bot.replies.voice import bold, fit
from core import people
from core.language.reading import Reading
from core.language.understand import understand
from core.world import fold

Row = dict[str, Any]


def waits_for(question: Row | None, reading: Reading) -> bool:
    """Whether a sentence adds somebody by the very name that an open question did not know."""
    if question is None or question["about"] != CLARIFY or reading.intent != "add_contact" or reading.contact is None:
        return False
    asked = Reading.from_json(question["reading"])
    name = reading.contact.name
    unknown = asked.reason == "unknown_recipient" and [fold(one) for one in asked.unknown] == [fold(name)]
    return unknown and reading.outcome == "ok"


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
