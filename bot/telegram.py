"""The line to Telegram: aiogram's client on a base URL, and the one place where "too many requests" is obeyed and a page of a
proxy is taken for Telegram being away.

Not here: what is said (`bot.replies`), what comes in (`bot.inbox`), trying again after a broken line (whoever called: the
inbox works on the update again, a notice waits, a bubble stays stale).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import LinkPreviewOptions

from core.clock import Clock

AWAY = (TelegramNetworkError, TelegramServerError, RestartingTelegram)
"""Telegram cannot be reached now or fails by itself: the same call later may do."""


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class RawUpdates(GetUpdates):
    """getUpdates whose answer stays as it came: it is stored first, and read only when it is worked on."""

    __returning__ = list[dict[str, Any]]


_WAITS: ContextVar[bool] = ContextVar("telegram_waits", default=True)


class ChatClosedError(Exception):
    """Telegram takes nothing more for a chat until a moment: there was too much of it."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@contextmanager
def without_waiting() -> Iterator[None]:
    """For whoever serves many chats: inside, one that is closed for a while raises ChatClosedError instead of being waited for,
    and so holds up no other."""
    before = _WAITS.set(False)
    try:
        yield
    finally:
        _WAITS.reset(before)


@cache
def _reader_of(returning: Any) -> type[Response[Any]]:
    """What reads the answers of a kind of call. aiogram asks pydantic for it at each call, which forgets it after each and so
    makes it anew, in milliseconds: here it is held."""
    return Response[returning]


class Patience(BaseRequestMiddleware):
    """Waits as long as a 429 says (`parameters.retry_after`), also before the next call to the same chat. Raises
    ChatClosedError instead, where that is asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._closed: dict[str, datetime] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        chat = str(getattr(method, "chat_id", ""))
        while True:
            if until := self._closed.get(chat):
                if not _WAITS.get() and until > self._clock.now():
                    raise ChatClosedError(until)
                await self._clock.wait_until(until)
                if self._closed.get(chat) == until:
                    del self._closed[chat]
            _reader_of(method.__returning__)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._closed[chat] = self._clock.now() + timedelta(seconds=error.retry_after)
            except ClientDecodeError as error:
                if isinstance(error.original, json.JSONDecodeError):  # a page of whatever stands before Telegram
                    raise TelegramServerError(method=method, message="an answer that is no JSON") from None
                raise


def make_bot(token: str, api_base: str | None, clock: Clock) -> Bot:
    """aiogram's client. `api_base`: the base URL of a Bot API server; None: Telegram's own."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_base) if api_base else PRODUCTION, timeout=20)
    session.middleware(Patience(clock))
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML", link_preview=_NO_PREVIEW))


async def hang_up(bot: Bot) -> None:
    """Closes the connections, without aiogram's pause of 250 ms."""
    inner = getattr(bot.session, "_session", None)
    if inner is not None:
        await inner.close()


def webhook_keys(token: str) -> tuple[str, str]:
    """The unguessable last part of the webhook's address, and the secret of its header; the same after a restart."""
    return _derived(token, b"hook")[:32], _derived(token, b"secret")


def _derived(token: str, what: bytes) -> str:
    return hmac.new(token.encode(), b"belfry telegram " + what, hashlib.sha256).hexdigest()
