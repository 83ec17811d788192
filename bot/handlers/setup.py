"""Connecting a channel in the chat: what an owner types on the way, and how each state is drawn and kept.

Every state is a row, kept under the update that made it: after a crash the same update draws the same question again. A key
is kept sealed before its message is deleted, and both before anything else is done with it. A sentence that is none of the
answers is left to `words`. Not here: taps (`setup_taps`), steps (`core.setup`).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.access import Speaker
from bot.replies import setup as words
from bot.replies.examples import example
from bot.replies.reply import Reply
from bot.replies.voice import Html, Voice, escape, fit, heard
from core import connecting, people
from core.actor import Actor
from core.commands import AddContact
from core.connecting import Place
from core.errors import Conflict, Refused
from core.gateways.registry import KINDS
from core.language.reading import Reading
from core.setup import Setup, answered, back, chosen, named, title
from core.world import fold
from storage.errors import NotFound
from storage.queries import setups as store

log = structlog.get_logger()

Row = dict[str, Any]
Read = Callable[[], Awaitable[Reading]]

_ADDRESS = re.compile(r"\S*[.:/]\S*|localhost", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<name>.*?)[\s:,]*(?P<phone>\+?\d[\d\s().-]{5,24})", re.DOTALL)
_LIKE_A_KEY = re.compile(r"[^\s.:/]{16,}")
"""A word so long without a dot, a colon or a slash is no host: somebody pasted the key first."""

_PEOPLE = 3
LASTS = timedelta(days=1)
"""After a day a word in the chat is no longer taken for a key."""
REMINDS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Talk:
    """One update about a setup: who, where this Belfry is, and the Telegram message that it came in (None: a tap)."""

    bot: Bot
    speaker: Speaker
    place: Place
    now: datetime
    origin: str
    message: int | None = None

    @property
    def actor(self) -> Actor:
        return replace(self.speaker.actor, origin=self.origin)


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


def setup_of(row: Row) -> Setup:
    return Setup.from_json(row["reading"], row["secrets"])


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
        added, _ = await people.add_contact(talk.actor, AddContact(who[:200], phone), talk.now)
        contact = added["id"]
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


# --- keeping and drawing


async def keep(talk: Talk, row: Row, setup: Setup) -> Reply:
    """The next state, under this update; then what it brings with it, and its question."""
    setup = await _with_offer(talk, replace(setup, by=talk.origin))
    if not await store.step(row["id"], setup.rev, setup.to_json(), setup.secrets, "open", talk.now):
        return Reply(escape(talk.speaker.said("tap-done")))
    return await redrawn(talk, row, replace(setup, rev=setup.rev + 1))


async def redrawn(talk: Talk, row: Row, setup: Setup) -> Reply:
    """What follows from a kept state: also after a crash, when the same update comes again."""
    if row["state"] != "open":
        return words.over(talk.speaker.said, setup, await _example(talk))
    note = await _delete_secret(talk, setup)
    reply = await (test if setup.step == "test" and not setup.check and not setup.trouble else _question)(
        talk, row, setup
    )
    return replace(reply, text=fit([note, reply.text])) if note else reply


async def _delete_secret(talk: Talk, setup: Setup) -> str:
    """The message with the key goes from the chat; where Telegram refuses that, a person must do it."""
    if not setup.took_secret or talk.message is None:
        return ""
    said = talk.speaker.said
    try:
        await talk.bot.delete_message(talk.speaker.chat, talk.message)
    except TelegramBadRequest as error:
        if "not found" not in error.message:
            log.warning("setup.key_not_deleted")
            return escape(said("setup-key-not-deleted"))
    return escape(said("setup-key-deleted"))


async def test(talk: Talk, row: Row, setup: Setup) -> Reply:
    """Asks the provider; what works is kept as a channel."""
    found = replace(await connecting.test(setup), by=talk.origin)
    if found.check["health"] == "working":
        return await add(talk, row, found)
    if not await store.step(row["id"], setup.rev, found.to_json(), found.secrets, "open", talk.now):
        return Reply(escape(talk.speaker.said("tap-done")))
    return await _question(talk, row, replace(found, rev=setup.rev + 1))


async def add(talk: Talk, row: Row, setup: Setup) -> Reply:
    """The channel is kept, in one transaction with the step that says so."""
    try:
        kept = await connecting.keep_channel(talk.actor, row["id"], setup, talk.place, talk.now)
    except Conflict:
        return await keep(talk, row, replace(setup, step="test", trouble="not_kept", took_secret=False))
    if kept is None:
        return Reply(escape(talk.speaker.said("tap-done")))
    return await _question(talk, row, kept)


async def _question(talk: Talk, row: Row, setup: Setup) -> Reply:
    return await drawn(talk, row["id"], setup)


async def drawn(talk: Talk, proposal: int, setup: Setup) -> Reply:
    return await question(talk.speaker.said, talk.actor, talk.place, proposal, setup)


async def question(said: Voice, actor: Actor, place: Place, proposal: int, setup: Setup) -> Reply:
    """The question of a state, with all that it shows."""
    kinds = [(one, title(one)) for one in KINDS]
    webhook = None
    if setup.step == "webhook" and setup.channel is not None:
        try:
            webhook = await connecting.webhook_of(actor.workspace, setup.channel, place)
        except NotFound:
            webhook = None
    found = [row for row in await people.contacts(actor, limit=200) if row["phone"]] if setup.channel else []
    if setup.step == "hello":
        found = [row for row in found if row["id"] == setup.contact]
    name_of_kind = title(setup.gateway) if setup.gateway else ""
    facts = words.Facts(kinds, name_of_kind, webhook, found[:_PEOPLE], place.contained)
    return words.question(said, setup, proposal, facts)


async def _with_offer(talk: Talk, setup: Setup) -> Setup:
    """A name to take with one tap, where a name is asked for."""
    if setup.step != "name" or setup.trouble:
        return setup
    tries = [setup.given.get("session", ""), setup.gateway, f"{setup.gateway} 2", f"{setup.gateway} 3"]
    for wanted in tries:
        if wanted and wanted != "default" and not await connecting.name_taken(talk.actor.workspace, wanted):
            return replace(setup, offer=wanted)
    return setup


async def _example(talk: Talk) -> str:
    found = await people.contacts(talk.actor, limit=1)
    return example(talk.speaker.said, "schedule", found[0]["name"] if found else "")
