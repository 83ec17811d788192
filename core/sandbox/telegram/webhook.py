"""Delivery of updates by webhook: one at a time for each chat, retried until it is taken, with the secret header.

Rules: https://core.telegram.org/bots/api#setwebhook. Looser in one place: plain http on loopback is taken; stricter in
another: nothing but loopback is reached from here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from core.sandbox.telegram.faults import TelegramFaults
from core.sandbox.telegram.params import Args, bad
from core.sandbox.telegram.updates import Update, Updates

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Webhook:
    """The webhook of the bot, if it has one. `retry` is the first pause in seconds; it doubles up to a minute."""

    def __init__(self, updates: Updates, faults: TelegramFaults, retry: float, now: Callable[[], float]) -> None:
        self._now = now
        self._updates = updates
        self._faults = faults
        self._retry = retry
        self._task: asyncio.Task[None] | None = None
        self.url = ""
        self._secret = ""
        self._most = 40
        self._last_error: dict[str, Any] = {}

    async def set(self, args: Args) -> bool:
        """setWebhook; an empty address takes it away."""
        url = args.get("url", "")
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or parts.hostname not in _LOOPBACK):
            raise bad("bad webhook: the sandbox reaches loopback addresses only")
        secret = args.get("secret_token", "")
        if secret and not _SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        if args.get("drop_pending_updates"):
            self._updates.drop()
        if "allowed_updates" in args:
            self._updates.allowed = args["allowed_updates"]
        await self.stop()
        self.url, self._secret, self._most = url, secret, args.get("max_connections", 40)
        self._last_error = {}
        if url:
            self._updates.interrupt()
            self._task = asyncio.create_task(self._deliver())
        return True

    def info(self) -> dict[str, Any]:
        found = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._updates)}
        if self.url:
            found |= {"max_connections": self._most, **self._last_error}
        if self._updates.allowed:
            found["allowed_updates"] = self._updates.allowed
        return found

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _deliver(self) -> None:
        busy: dict[int, asyncio.Task[None]] = {}
        room = asyncio.Semaphore(max(1, self._most))
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
            asyncio.TaskGroup() as group,
        ):
            while True:
                for update in self._updates.take_repeats():
                    group.create_task(self._hand_over(session, room, update))
                free = {chat for chat, task in busy.items() if task.done()}
                busy = {chat: task for chat, task in busy.items() if chat not in free}
                for update in self._updates.peek():
                    if (chat := _chat_of(update)) not in busy:
                        busy[chat] = group.create_task(self._hand_over(session, room, update))
                news = asyncio.ensure_future(self._updates.arrival())
                try:
                    await asyncio.wait([news, *busy.values()], return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()

    async def _hand_over(self, session: aiohttp.ClientSession, room: asyncio.Semaphore, update: Update) -> None:
        pause = self._retry
        while True:
            await self._faults.presence()
            async with room:
                problem = await self._post(session, update)
            if not problem:
                self._updates.done(update["update_id"])
                return
            self._last_error = {"last_error_date": int(self._now()), "last_error_message": problem}
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> str:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers, allow_redirects=False) as answer:
                body = await answer.content.read(65536)
                if answer.status // 100 != 2:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                if b'"method"' in body:
                    return "Wrong response from the webhook: calls in answers are not played here"
                return ""
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return f"Connection failed: {type(error).__name__}"


def _chat_of(update: Update) -> int:
    for kind, payload in update.items():
        if kind != "update_id":
            return int(payload["from"]["id"])
    return 0
