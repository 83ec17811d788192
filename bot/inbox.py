"""Telegram's updates: stored first, then worked on one at a time a chat, in order, each with one effect.

aiogram's own polling confirms updates before their handlers end; this one stores them, confirms by the next offset, and
works from the database: what a crash left `new` is worked on again, and what it does carries the update's origin. Not
here: what an update means (`bot.handlers`), who may speak (`bot.access`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError

from bot.telegram import AWAY, RawUpdates
from core.clock import Clock
from core.process.backoff import Backoff
from storage.errors import StoreAway
from storage.queries import chat as store

log = structlog.get_logger()

Row = dict[str, Any]
Work = Callable[[Row], Awaitable[str]]
"""Works on a stored update and says how it ended: "done" or "stranger"."""

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 20
ATTEMPTS = 3
FORGET_OFFSET = timedelta(days=1)
"""After a week of silence Telegram may begin its ids anew, also lower ones: an old offset would confirm them unseen."""


class Inbox:
    """`work` is called for each update; `give_up` apologises for one that failed `ATTEMPTS` times."""

    def __init__(self, bot: Bot, clock: Clock, work: Work, give_up: Callable[[Row], Awaitable[None]]) -> None:
        self._bot = bot
        self._clock = clock
        self._work = work
        self._give_up = give_up
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._more: set[str] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    async def resume(self) -> None:
        """Takes up what was stored and not worked on. Raises StoreAway."""
        for chat in await store.waiting_chats(self._bot.id):
            self._wake(chat)

    async def take(self, update: Mapping[str, Any]) -> None:
        """Stores an update and has it worked on; the same one again changes nothing. Raises StoreAway."""
        chat = chat_of(update)
        await store.keep_update(self._bot.id, int(update["update_id"]), chat, dict(update), self._clock.now())
        self._wake(chat)

    async def poll(self) -> None:
        """Asks Telegram for updates, for ever; trouble of any kind is waited out."""
        backoff = Backoff(0.5, 30.0)
        offset: int | None = None
        heard: datetime | None = None
        while True:
            if heard is not None and self._clock.now() - heard > FORGET_OFFSET:
                offset, heard = None, None
            try:
                found: Any = await self._bot(
                    RawUpdates(offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED),
                    request_timeout=POLL_SECONDS + 10,
                )
                for update in found:
                    await self.take(update)
                    offset = max(offset or 0, int(update["update_id"]) + 1)
                if found:
                    heard = self._clock.now()
                backoff.reset()
            except (TelegramAPIError, StoreAway, OSError, ValueError) as error:
                pause = backoff.pause()
                log.warning("inbox.poll_failed", error=type(error).__name__, again_in=pause)
                await self._clock.wait_until(self._clock.now() + timedelta(seconds=pause))

    async def quiet(self) -> None:
        """Returns when nothing is being worked on."""
        await self._idle.wait()

    async def stop(self, patience: float) -> None:
        """Lets what is being worked on end, for `patience` seconds; what is left stays `new`."""
        self._closed = True
        tasks = list(self._workers.values())
        if not tasks:
            return
        await asyncio.wait(tasks, timeout=patience)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _wake(self, chat: str) -> None:
        if self._closed:
            return
        if chat in self._workers:
            self._more.add(chat)
            return
        self._idle.clear()
        self._workers[chat] = asyncio.create_task(self._serve(chat), name=f"chat-{chat}")

    async def _serve(self, chat: str) -> None:
        """One chat's updates, oldest first, until there are none."""
        backoff = Backoff(0.2, 30.0)
        try:
            while not self._closed:
                self._more.discard(chat)
                settled = False
                try:
                    row = await store.next_update(self._bot.id, chat)
                    if row is None:
                        if chat in self._more:
                            continue
                        return
                    settled = await self._one(row)
                except StoreAway as error:
                    log.warning("inbox.store_away", error=str(error))
                if settled:
                    backoff.reset()
                else:
                    await self._clock.wait_until(self._clock.now() + timedelta(seconds=backoff.pause()))
        finally:
            self._workers.pop(chat, None)
            if not self._workers:
                self._idle.set()

    async def _one(self, row: Row) -> bool:
        """Whether the update is settled; otherwise it is to be tried again. Raises StoreAway."""
        state = "done"
        try:
            state = await self._work(row)
        except StoreAway:
            raise
        except AWAY as error:
            log.warning("inbox.telegram_away", update=row["update_id"], error=type(error).__name__)
            return False
        except TelegramForbiddenError:
            log.info("inbox.blocked_by_user", update=row["update_id"])
        except Exception as error:
            tried = await store.update_tried(row["id"])
            log.error(  # noqa: TRY400 - a traceback's text may hold what somebody wrote
                "inbox.update_failed", update=row["update_id"], attempt=tried, error=_where(error)
            )
            if tried < ATTEMPTS:
                return False
            state = "failed"
            await self._apologise(row)
        await store.update_done(row["id"], state, self._clock.now())
        return True

    async def _apologise(self, row: Row) -> None:
        try:
            await self._give_up(row)
        except TelegramAPIError as error:
            log.warning("inbox.no_apology", update=row["update_id"], error=type(error).__name__)


def chat_of(update: Mapping[str, Any]) -> str:
    """The chat that an update belongs to; its sender where it has none."""
    for kind, what in update.items():
        if kind == "update_id" or not isinstance(what, Mapping):
            continue
        holder = what.get("message") if kind == "callback_query" and isinstance(what.get("message"), Mapping) else what
        found = (holder or {}).get("chat") or what.get("from") or {}
        return str(found.get("id", ""))
    return ""


def _where(error: Exception) -> str:
    """Kind and place of an error, never its text: that may hold what somebody wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    code = trace.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_name} ({code.co_filename.rpartition('/')[2]}:{trace.tb_lineno})"
