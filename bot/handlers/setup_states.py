"""The states of a channel that is being connected: each is kept, what it brings with it is done, its question is drawn.

Every state is a row, kept under the update that made it: after a crash the same update draws the same question again. A key is
kept sealed before its message is deleted, and both before anything else is done with it. Not here: what is typed (`setup`) and
tapped (`setup_taps`), the steps themselves (`core.channels.setup`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.access import Speaker
from bot.replies import setup as words
from bot.replies.examples import example
from bot.replies.reply import Reply
from bot.replies.voice import Voice, escape, fit
from core.actor import Actor
from core.channels import connecting
from core.channels.connecting import Place
from core.channels.setup import Setup, title
from core.errors import Conflict
from core.gateways.registry import KINDS
from core.people import people
from storage.errors import NotFound
from storage.queries import setups as store

log = structlog.get_logger()

Row = dict[str, Any]

_PEOPLE = 3
"""So many people are offered for the first message."""


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


def setup_of(row: Row) -> Setup:
    return Setup.from_json(row["reading"], row["secrets"])


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


def _title(said: Voice, gateway: str) -> str:
    """A product's own name, or what it is in this language."""
    return said(f"kind-{gateway}") if said.has(f"kind-{gateway}") else title(gateway)


async def question(said: Voice, actor: Actor, place: Place, proposal: int, setup: Setup) -> Reply:
    """The question of a state, with all that it shows."""
    kinds = [(one, _title(said, one)) for one in KINDS]
    webhook = None
    if setup.step == "webhook" and setup.channel is not None:
        try:
            webhook = await connecting.webhook_of(actor.workspace, setup.channel, place)
        except NotFound:
            webhook = None
    found = [row for row in await people.contacts(actor, limit=200) if row["phone"]] if setup.channel else []
    if setup.step == "hello":
        found = [row for row in found if row["id"] == setup.contact]
    name_of_kind = _title(said, setup.gateway) if setup.gateway else ""
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
