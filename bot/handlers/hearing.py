"""What words mean, in whose language they are answered: reading a sentence with the names of the workspace, an open question,
and the message that it replies to.

Not here: meaning itself (`core.language`), doing what was asked (`doing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.access import Speaker
from bot.handlers import lately, templates
from bot.handlers.task import CLARIFY
from bot.replies.questions import labelled
from bot.replies.voice import spoken
from core.language.dialogue.afterwards import follows
from core.language.packs import pack
from core.language.reading import Option, Reading, apply
from core.language.understand import understand
from core.messages import again, views
from core.people import people
from core.world import World, fold
from storage.queries import workspaces

Row = dict[str, Any]

_MOST = 6
_IT = frozenset({"it", "this", "that", "lo", "la", "o", "a", "ini", "itu"})


async def spoken_to(speaker: Speaker, reading: Reading, text: str = "") -> Speaker:
    """The speaker as they are answered: in the language of what they said, which is kept where it was understood. A `text`
    of which nothing was understood, with a chance word of another language, is answered in theirs."""
    language = spoken(reading.lang)
    if language is None or language == speaker.said.language:
        return speaker
    if not understood(reading) and not _surely(text, language):
        return speaker
    if understood(reading):
        await workspaces.set_language(speaker.actor.workspace, speaker.staff, language)
    return speaker.speaking(language)


def _surely(text: str, language: str) -> bool:
    """Whether two words of a text are words of a language's sentences."""
    own = pack(language)
    return sum(word in own.verbs or word in own.symbols for word in set(_WORDS.findall(fold(text)))) > 1


_WORDS = re.compile(r"[^\W\d_]{2,}")


async def read(
    speaker: Speaker, text: str, question: Row | None, about: Row | None, now: datetime
) -> tuple[Reading, bool]:
    """What a sentence means, and whether it answers the open question. A whole sentence of its own starts anew."""
    world = (await people.world(speaker.actor.workspace, now)).preferring(speaker.said.language)
    if about is not None and about["kind"] == "message":
        row = await views.row_by_id(speaker.actor, about["about"])
        world = await _with_past(speaker, world, [f"#{row['number']}"], now)
        return about_message(text, row["number"], world, now, await lately.about(speaker, row, world)), False
    alone = await _what_failed(speaker, understand(text, world, now), now)
    if alone.reason == "unknown_id":
        alone = understand(text, await _with_past(speaker, world, alone.unknown, now), now)
    if question is None and follows(alone) and (before := await lately.last_done(speaker, world, now)) is not None:
        world = await _with_past(speaker, world, [f"#{before.target_ids[0]}"], now)
        return understand(text, world, now, before), False
    if question is None or question["about"] != CLARIFY:
        return alone, False
    asked = Reading.from_json(question["reading"])
    if (filled := templates.answered(asked, text, alone)) is not None:
        return filled, True
    with_it = understand(text, world, now, labelled(speaker.said, asked))
    carried = with_template(with_file(with_it, asked.media), asked.template)
    return carried if with_it != alone else with_it, with_it != alone


async def _what_failed(speaker: Speaker, reading: Reading, now: datetime) -> Reading:
    """ "Retry the failed": which message that is follows from what this person heard lately to have failed."""
    if reading.intent != "retry" or reading.missing != ("target",):
        return reading
    options = [Option({"target_ids": [number]}) for number in (await again.stuck_lately(speaker.actor, now))[:_MOST]]
    if len(options) == 1:
        return apply(reading, options[0].patch)
    if options:
        return replace(reading, reason="ambiguous_target", missing=(), options=tuple(options))
    return reading


def with_file(reading: Reading, media: int | None) -> Reading:
    """A file goes with the message, and a message that has one needs no words."""
    if media is None or reading.intent not in ("schedule", "send_now"):
        return reading
    reading = replace(reading, media=media)
    wordless = reading.outcome == "clarify" and reading.missing == ("message",)
    return apply(reading, {"message": ""}) if wordless else reading


def with_template(reading: Reading, template: Mapping[str, Any] | None) -> Reading:
    """The message goes by an approved template."""
    if template is None or reading.intent not in ("schedule", "send_now"):
        return reading
    return replace(reading, template=template)


async def _with_past(speaker: Speaker, world: World, numbers: Iterable[str], now: datetime) -> World:
    """The world with the messages that a sentence names: those that are over can be shown, and sent again."""
    named = [int(digits) for number in numbers if len(digits := number.lstrip("#")) < 10 and digits.isdecimal()]
    return await people.with_numbers(speaker.actor.workspace, world, named, now)


def about_message(text: str, number: int, world: World, now: datetime, before: Reading | None = None) -> Reading:
    """A reply to a message's bubble: "cancel", "move it to friday", "at 10" are about that message, unless they name
    another. `before`: the message as it is, which "and Bruno too" changes."""
    alone = understand(text, world, now)
    if alone.outcome == "ok" and (alone.target_ids or alone.message):
        return alone
    if before is not None and follows(alone) and (following := understand(text, world, now, before)) != alone:
        return following
    first, _, rest = text.strip().partition(" ")
    second, _, after = rest.partition(" ")
    tail = after if fold(second) in _IT else rest
    for said in (f"{first} #{number} {tail}".strip(), f"{text} #{number}", f"#{number} {text}"):
        reading = understand(said, world, now)
        if understood(reading) and reading.target_ids == (number,):
            return reading
    return alone


def understood(reading: Reading) -> bool:
    return reading.outcome in ("ok", "refuse") or (reading.outcome == "clarify" and reading.reason != "not_understood")
