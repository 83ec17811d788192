"""Delivers notices from their rows: each once, edited where it grew, kept while Telegram is away.

A notice is marked after Telegram has taken it, never before. Not here: what a notice says now (`bot.tidings`), who is
told what (`core.outcomes` and others write the rows).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.bubbles import LOOK
from bot.handlers.setup_states import question, setup_of
from bot.replies.reply import Reply
from bot.replies.voice import Voice, voice
from bot.saying import edit, illustrate, put, remember
from bot.telegram import AWAY, ChatClosedError, without_waiting
from bot.tidings import MAKERS
from core.actor import Actor
from core.channels.connecting import Place
from core.clock import Clock
from core.process.backoff import make_rounds
from storage.errors import NotFound, StoreAway
from storage.queries import notices as store
from storage.queries import setups, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

LONGEST_WAIT = 300.0
"""Seconds between two attempts at one notice, at most."""


PICTURE_ATTEMPTS = 2
"""After so many attempts a notice goes without its picture: a poor line may still carry words."""


class Notices:
    """The loop that delivers."""

    def __init__(self, bot: Bot, clock: Clock, place: Place | None = None) -> None:
        self._bot = bot
        self._clock = clock
        self._place = place or Place()

    async def run(self) -> None:
        """For ever; while the database is away, at a growing distance."""
        await make_rounds("notices", self.round, self._clock, every=LOOK, away=(StoreAway,))

    async def round(self) -> None:
        """Delivers what is due. Raises StoreAway. A chat that Telegram has closed for a while holds up no other."""
        for row in await store.due(self._clock.now()):
            try:
                with without_waiting():
                    await self._one(row)
            except StoreAway:
                raise
            except ChatClosedError as error:
                log.info("notices.chat_closed", notice=row["id"], until=error.until.isoformat())
                await store.later(row["id"], error.until, tries=0)
            except TelegramForbiddenError:
                log.info("notices.blocked_by_user", notice=row["id"])
                await store.drop(row["id"])
            except TelegramBadRequest as error:
                log.warning("notices.refused", notice=row["id"], kind=row["kind"], error=type(error).__name__)
                await store.drop(row["id"])
            except Exception as error:
                wait = min(2.0 ** min(row["attempts"], 16), LONGEST_WAIT)
                quiet = isinstance(error, AWAY)
                (log.warning if quiet else log.error)(
                    "notices.later", notice=row["id"], kind=row["kind"], error=type(error).__name__, again_in=wait
                )
                await store.later(row["id"], self._clock.now() + timedelta(seconds=wait))

    async def _one(self, row: Row) -> None:
        to = await _hearer(row)
        reply = await self._reply(*to[:2], row) if to else None
        if to is None or reply is None:
            await store.drop(row["id"])
            return
        actor, _, chat = to
        if row["attempts"] >= PICTURE_ATTEMPTS:
            reply = replace(reply, picture=None)
        bubble = await self._put(chat, row["bubble"], reply)
        if (
            reply.shows is not None or reply.asks is not None
        ):  # before it counts as told: a reply to it must find what it is about
            await remember(actor.workspace, row["staff_id"], chat, bubble, reply)
        await store.told(row["id"], bubble, row["detail"], self._clock.now())
        await illustrate(self._bot, chat, bubble, reply)
        log.info("notices.told", notice=row["id"], kind=row["kind"])

    async def _reply(self, actor: Actor, said: Voice, row: Row) -> Reply | None:
        if row["kind"] == "setup":
            return await _setup(actor, said, row, self._place)
        return await _reply(actor, said, row, self._clock.now())

    async def _put(self, chat: int, bubble: int | None, reply: Reply) -> int:
        """Edits the notice's bubble, where it has one that can be edited; else writes a new one."""
        if bubble is not None:
            try:
                await edit(self._bot, chat, bubble, reply)
            except TelegramBadRequest:
                log.info("notices.bubble_gone")
            else:
                return bubble
        return await put(self._bot, chat, reply)


async def _hearer(row: Row) -> tuple[Actor, Voice, int] | None:
    """Who is told and where; None: they left, or have no Telegram address."""
    try:
        staff = await workspaces.get_staff(row["workspace_id"], row["staff_id"])
    except NotFound:
        return None
    addresses = await workspaces.addresses(row["workspace_id"], row["staff_id"], "telegram")
    if not staff["active"] or not addresses:
        return None
    workspace = await workspaces.get(row["workspace_id"])
    language = staff["language"] or workspace["language"]
    actor = Actor(
        row["workspace_id"], row["staff_id"], staff["role"], workspace["zone"], language, workspace["country"]
    )
    return actor, voice(language), int(addresses[0])


async def _reply(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    """What a notice says now; None: it is no longer true."""
    maker = MAKERS.get(row["kind"])
    if maker is None:
        log.error("notices.unknown_kind", kind=row["kind"])
        return None
    try:
        return await maker(actor, said, row, now)
    except NotFound:
        return None


async def _setup(actor: Actor, said: Voice, row: Row, place: Place) -> Reply | None:
    """What came in for a channel that is being connected; dropped where its setup has gone on since."""
    found = await setups.get(actor.workspace, row["detail"]["setup"])
    if found is None or found["state"] != "open" or found["reading"]["rev"] != row["detail"]["rev"]:
        return None
    return await question(said, actor, place, found["id"], setup_of(found))
