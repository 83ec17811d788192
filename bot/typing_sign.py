""" "typing…": shown in somebody's chat while what they asked for takes longer than a moment.

Drawing a picture, exporting, asking a gateway whether it answers: whoever waits sees that they were heard. One place for all of
it: whatever a handler does, the time it takes decides. Not here: what is done (`bot.handlers`), what is said (`bot.replies`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import TelegramObject

from bot.access import Speaker

log = structlog.get_logger()

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

A_MOMENT = 0.3
"""Seconds within which an answer needs no sign before it."""
AGAIN = 4.0
"""Telegram shows a sign for five seconds, or until the bot's next message (core.telegram.org/bots/api#sendchataction)."""


class Typing(BaseMiddleware):
    """Of messages and taps, behind the door: strangers are shown nothing. A sign that does not come through is left out; it
    neither delays the answer nor fails it."""

    def __init__(self, a_moment: float = A_MOMENT) -> None:
        self._a_moment = a_moment

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        speaker: Speaker = data["speaker"]
        showing = asyncio.create_task(self._show(data["bot"], speaker.chat), name=f"typing-{speaker.chat}")
        try:
            return await handler(event, data)
        finally:
            showing.cancel()
            await asyncio.wait([showing])

    async def _show(self, bot: Bot, chat: int) -> None:
        await asyncio.sleep(self._a_moment)
        try:
            while True:
                await bot.send_chat_action(chat, "typing", request_timeout=5)
                await asyncio.sleep(AGAIN)
        except (TelegramAPIError, OSError) as error:
            log.info("typing.left_out", error=type(error).__name__)
