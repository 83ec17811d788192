"""Connecting a channel in the chat: what an owner types on the way.

A sentence that is none of the answers is left to `words`. Not here: keeping and drawing each state (`setup_states`), taps
(`setup_taps`), steps (`core.channels.setup`).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.handlers.setup_states import Talk, drawn, keep, redrawn, setup_of, test
from bot.replies import setup as words
from bot.replies.reply import Reply
from bot.replies.voice import Html, escape, heard
from core.channels import connecting
from core.channels.setup import Setup, answered, back, chosen, named, title
from core.commands import AddContact
from core.errors import Conflict, Refused
from core.gateways.registry import KINDS
from core.language.reading import Reading
from core.people import adding, people
from core.world import fold
from storage.queries import setups as store

Row = dict[str, Any]
Read = Callable[[], Awaitable[Reading]]

_ADDRESS = re.compile(r"\S*[.:/]\S*|localhost", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<name>.*?)[\s:,]*(?P<phone>\+?\d[\d\s().-]{5,24})", re.DOTALL)
_LIKE_A_KEY = re.compile(r"[^\s.:/]{16,}")
"""A word so long without a dot, a colon or a slash is no host: somebody pasted the key first."""

LASTS = timedelta(days=1)
"""After a day a word in the chat is no longer taken for a key."""
REMINDS = timedelta(minutes=30)


async def begin(talk: Talk, name: str = "") -> Reply:
    """Begins one, also with its name. One that was under way is over. Raises NotAllowed."""
    talk.actor.needs("owner")
    taken = bool(name) and await connecting.name_taken(talk.actor.workspace, name)
    setup = Setup(name="" if taken else " ".join(name.split())[:100], by=talk.origin)
    speaker = talk.speaker
    made = await store.begin(
        speaker.actor.workspace, speaker.staff, str(speaker.chat), setup.to_json(), talk.origin, talk.now
    )
    row = await store.get(speaker.actor.workspace, made)
    return await drawn(talk, made, setup_of(row)) if row else Reply(escape(speaker.said("setup-gone")))


async def under_way(talk: Talk) -> Row | None:
    """The open setup of this chat, or the one that this very update ended."""
    speaker = talk.speaker
    row = await store.newest(speaker.actor.workspace, speaker.staff, str(speaker.chat))
    if row is None:
        return None
    setup = setup_of(row)
    if row["state"] == "open" and setup.channel is None and talk.now - row["created_at"] > LASTS:
        await store.step(row["id"], setup.rev, setup.to_json(), {}, "expired", talk.now)
        return None
    return row if row["state"] == "open" or setup.by == talk.origin else None


def reminder(talk: Talk, row: Row) -> Html | None:
    """What a setup still waits for, said after another sentence while it is fresh."""
    return words.waits(talk.speaker.said, setup_of(row)) if talk.now - row["created_at"] < REMINDS else None


async def typed(talk: Talk, row: Row, text: str, asked: bool, read: Read) -> Reply | None:
    """What follows from a text in the middle of a setup; None: it is an ordinary sentence.

    `asked`: another question is open, which comes first. `read` tells what the text means as a sentence.
    """
    setup = setup_of(row)
    if setup.by == talk.origin:
        return await redrawn(talk, row, setup)
    said = talk.speaker.said
    if not asked and heard(said, "setup-stop-words", text):
        return await stop(talk, row, setup)
    if not asked and heard(said, "setup-back-words", text) and setup.channel is None:
        return await keep(talk, row, back(setup))
    if setup.step == "kind":
        return await _kind(talk, row, setup, text, read)
    if setup.step == "test" and heard(said, "setup-again-words", text):
        return await test(talk, row, setup)
    if setup.step == "contact":
        return await _number(talk, row, setup, text, read)
    if setup.step not in ("ask", "name") or await _ordinary(setup, text, read):
        return None
    if setup.step == "name":
        return await name(talk, row, setup, text)
    return await answer(talk, row, setup, text)


async def _ordinary(setup: Setup, text: str, read: Read) -> bool:
    """Whether a text is a sentence rather than the answer. What looks like the answer is it; of anything else of one word,
    only what is a whole sentence by itself ("list"); of several words, whatever can be understood."""
    ask = setup.ask
    if ask is not None and ask.name == "url" and _ADDRESS.fullmatch(text.strip()):
        return False
    reading = await read()
    if reading.outcome == "ok" or len(text.split()) == 1:
        return reading.outcome == "ok"
    return reading.outcome == "refuse" or (reading.outcome == "clarify" and reading.reason != "not_understood")


async def _kind(talk: Talk, row: Row, setup: Setup, text: str, read: Read) -> Reply | None:
    word = fold(text).strip(" .!")
    found = next((one for one in KINDS.values() if word in (fold(one.name), fold(title(one.name)))), None)
    if found is not None:
        return await keep(talk, row, chosen(setup, found.name))
    if await _ordinary(setup, text, read):
        return None
    return await keep(talk, row, replace(setup, trouble="no_choice"))


async def answer(talk: Talk, row: Row, setup: Setup, text: str, sure: bool = False) -> Reply:
    """What was asked for; a secret is kept sealed, then its message goes, then all else."""
    ask = setup.ask
    secret = ask is not None and ask.secret
    if ask is not None and ask.name == "url" and not sure and _LIKE_A_KEY.fullmatch(text.strip()):
        following = replace(setup, trouble="looks_like_key", offer="", took_secret=True)
        return await keep(talk, row, following)
    if secret and len(text.split()) > 1:
        following = replace(setup, trouble="one_word", offer="")
    else:
        following = answered(setup, text, talk.place.contained, sure)
    return await keep(talk, row, replace(following, took_secret=secret))


async def name(talk: Talk, row: Row, setup: Setup, text: str) -> Reply:
    wanted = " ".join(text.split())
    if len(wanted) > 100:
        return await keep(talk, row, replace(setup, trouble="bad_name"))
    if await connecting.name_taken(talk.actor.workspace, wanted):
        return await keep(talk, row, replace(setup, trouble="name_taken", offer=""))
    return await keep(talk, row, named(setup, wanted))


async def _number(talk: Talk, row: Row, setup: Setup, text: str, read: Read) -> Reply | None:
    """A number alone is the speaker's own; with a name before it, that person's."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    if found["name"] and await _ordinary(setup, text, read):
        return None
    return await number(talk, row, setup, found["name"].strip() or talk.actor.name, found["phone"])


async def number(talk: Talk, row: Row, setup: Setup, who: str, phone: str) -> Reply:
    """The first contact; one that is known already is taken as it is."""
    try:
        added = await adding.add_contact(talk.actor, AddContact(who[:200], phone), talk.now)
        contact = added.row["id"]
    except Conflict as error:
        known = (await people.world(talk.actor.workspace, talk.now)).by_phone(str(error.values.get("phone")))
        contact = known.id if known is not None else None
    except Refused:
        contact = None
    if contact is None:
        return await keep(talk, row, replace(setup, trouble="bad_phone"))
    return await keep(talk, row, replace(setup, step="hello", contact=contact, trouble=""))


async def carded(talk: Talk, row: Row, who: str, phone: str) -> Reply:
    """A contact card, while a first number is waited for."""
    state = setup_of(row)
    return await (redrawn(talk, row, state) if state.by == talk.origin else number(talk, row, state, who, phone))


async def stop(talk: Talk, row: Row, setup: Setup) -> Reply:
    await store.step(row["id"], setup.rev, replace(setup, by=talk.origin).to_json(), {}, "stopped", talk.now)
    return words.over(talk.speaker.said, setup, "")
