"""Delivers notices from their rows: each once, edited where it grew, kept while Telegram is away.

A notice is marked after Telegram has taken it, never before. Not here: what notices say (`bot.replies.notices`), who is
told what (`core.outcomes` and others write the rows).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot import digest
from bot.bubbles import LOOK
from bot.handlers.setup import question, setup_of
from bot.replies import notices as words
from bot.replies.reply import Reply
from bot.replies.voice import Voice, voice
from bot.saying import edit, illustrate, put, remember
from bot.telegram import AWAY
from core import copies, receipts, report, settling, views
from core.actor import Actor
from core.backoff import make_rounds
from core.clock import Clock
from core.connecting import Place
from core.preflight import at_risk
from storage.errors import NotFound, StoreAway
from storage.queries import notices as store
from storage.queries import setups, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

RISK_AHEAD = timedelta(hours=3)
"""What is due over a channel in so long is told with its trouble."""
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
        """Delivers what is due. Raises StoreAway."""
        for row in await store.due(self._clock.now()):
            try:
                await self._one(row)
            except StoreAway:
                raise
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
    maker = _MAKERS.get(row["kind"])
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


async def _trouble(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    view = await views.view_by_id(actor, row["detail"]["message"], now)
    causes = row["detail"]["causes"]
    names = await copies.names_with(actor, row["detail"]["occurrence"], row["kind"])
    return words.trouble(said, row["kind"], view, causes, names) if causes else None


async def _unsure(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    """Dropped where it settled before it was told; a told one says that it settled."""
    found = await settling.unsure(actor, row["detail"]["delivery"])
    if found is not None:
        return words.unsure(said, found, actor.zone)
    if row["bubble"] is None:
        return None
    return words.settled(said, await views.view_by_id(actor, row["detail"]["message"], now))


async def _alarm(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    return words.alarm(said, await views.view_by_id(actor, row["detail"]["message"], now))


async def _channel_down(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return words.channel_down(said, row["detail"], dues, actor.zone)


async def _channel_limit(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return words.channel_limit(said, row["detail"], dues, actor.zone)


async def _channel_held(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return words.channel_held(said, row["detail"], dues, actor.zone)


async def _new_contacts_paused(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return words.new_contacts_paused(said, row["detail"], dues, actor.zone)


async def _failover(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.failover(said, row["detail"], actor.zone)


async def _preflight(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.preflight(said, row["detail"], actor.zone)


async def _restored(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.restored(said, row["detail"], actor.zone)


async def _outage(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    """Nobody who was not told yet is told of an outage that did nothing after all."""
    detail = row["detail"]
    nothing = row["bubble"] is None and not detail["skipped"] and not detail["late"]
    return None if nothing else words.outage(said, detail, actor.zone)


async def _held(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.held(said, row["detail"], actor.zone)


async def _channel_back(_actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.channel_back(said, row["detail"]["name"])


async def _answer(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    found = await receipts.answer_of(actor.workspace, row["detail"]["answer"])
    return words.answer(said, found) if found is not None else None


async def _consent(_actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return words.consent(said, row["kind"], row["detail"]["name"])


async def _reminder(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    return words.reminder(said, (await views.view_by_id(actor, row["detail"]["message"], now)).text)


async def _digest(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    monday = date.fromisoformat(row["detail"]["monday"])
    return await digest.reply(said, await report.week(actor.workspace, monday, now))


_MAKERS: dict[str, Callable[[Actor, Voice, Row, datetime], Awaitable[Reply | None]]] = {
    "failed": _trouble,
    "skipped": _trouble,
    "unsure": _unsure,
    "alarm": _alarm,
    "channel_down": _channel_down,
    "channel_limit": _channel_limit,
    "channel_held": _channel_held,
    "new_contacts_paused": _new_contacts_paused,
    "channel_back": _channel_back,
    "failover": _failover,
    "preflight": _preflight,
    "restored": _restored,
    "held": _held,
    "outage": _outage,
    "answer": _answer,
    "opted_out": _consent,
    "opted_in": _consent,
    "reminder": _reminder,
    "digest": _digest,
}
