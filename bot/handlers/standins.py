"""Which channel stands in for another, said in words: "failover clinic to backup", "failover clinic none".

Not here: what must hold of it (`core.channels.failover`), handing anything over (`core.dispatch.standin`).
"""

from __future__ import annotations

from datetime import datetime

from bot.access import Speaker
from bot.handlers import channels as shown
from bot.replies import channels as words
from bot.replies.refusals import why_not
from bot.replies.reply import Reply, undo_button
from bot.replies.voice import Voice, fit, heard
from core.channels import channels, failover
from core.errors import BelfryError

_FEW = 4
"""A text with more words than these, and no channel's name behind the first, is about something else."""


async def spoken(speaker: Speaker, text: str, now: datetime) -> Reply | None:
    """What follows from a text that begins with the word for it; None: it is something else."""
    first, _, rest = text.strip().removeprefix("/").partition(" ")
    said = heard(speaker.said, "failover-words", first)
    if said is None:
        return None
    known = await channels.names(speaker.actor.workspace)
    name, rest = _named(rest, known)
    if name is None:
        return words.how_to_stand_in(said, known) if len(rest.split()) <= _FEW else None
    rest = _joined(said, rest)
    other, left = _named(rest, known)
    nobody = other is None and heard(said, "house-none-words", rest) is not None
    if not nobody and (other is None or left.strip()):
        return words.how_to_stand_in(said, known, name)
    try:
        row, by, entry = await failover.allow(speaker.actor, name, other, now)
    except BelfryError as error:
        return Reply(why_not(said, error))
    told = words.stands_in(said, row["name"], by["name"] if by is not None else None)
    overview = await shown.overview(speaker.speaking(said.language), now)
    return Reply(fit([told, overview.text]), (*undo_button(said, entry), *overview.buttons))


def _named(text: str, known: list[str]) -> tuple[str | None, str]:
    """The channel that a text begins with, the longest name first, and the rest of the text."""
    text = text.strip()
    for name in sorted(known, key=len, reverse=True):
        after = text[len(name) :]
        if text.casefold().startswith(name.casefold()) and (not after or not after[0].isalnum()):
            return name, after
    return None, text


def _joined(said: Voice, text: str) -> str:
    """Without the word between the two names ("to", "by", "->")."""
    first, _, rest = text.strip().partition(" ")
    return rest if heard(said, "failover-join-words", first) is not None else text
