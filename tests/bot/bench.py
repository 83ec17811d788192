"""A chat over real HTTP: the pretend Telegram, aiogram's client, and the clinic of `tests.lab` with its database and WAHA."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.chat import Chat
from core.channels.connecting import Place
from core.sandbox.telegram.server import OLIVIA, SAM, Message, TelegramServer, labels, shown
from storage import db
from storage.queries import workspaces
from tests.core.sandbox.telegram_bench import TOKEN, served
from tests.lab import Lab, open_lab

__all__ = ["OLIVIA", "SAM", "START", "Bench", "labels", "open_bench"]

Row = dict[str, Any]
START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""A Wednesday, ten o'clock in Lisbon."""


class Bench:
    """The clinic's chat. `people` are the ids of its contacts."""

    def __init__(self, lab: Lab, server: TelegramServer, url: str) -> None:
        self.lab = lab
        self.server = server
        self.url = url
        self.people: dict[str, int] = {}
        self.place = Place()
        self._chat: Chat | None = None
        self._runner: asyncio.Task[None] | None = None

    # --- the chat's life

    @property
    def chat(self) -> Chat:
        """The one that runs, or ran last; before the first start one that never will."""
        if self._chat is None:
            self._chat = Chat(TOKEN, self.url, "polling", self.lab.clock)
        return self._chat

    async def start(self) -> None:
        self._chat = Chat(TOKEN, self.url, "polling", self.lab.clock, place=self.place)
        self._runner = asyncio.create_task(self.chat.run())

    async def stop(self) -> None:
        """As SIGTERM does."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await self.chat.stop()
            await runner

    async def kill(self) -> None:
        """As near to kill -9 as one process allows: what is being worked on is cut off where it stands."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        for task in self.chat.inbox._workers.values():
            task.cancel()
        runner.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await runner

    # --- talking

    async def say(self, text: str, user: int = OLIVIA, reply_to: int | None = None) -> Message:
        """Writes, and gives the bot's next message."""
        mine = self.server.write(user, text, reply_to)
        return await self.server.wait_for(user, lambda _message: True, after=mine)

    async def tap(self, message: Message, button: str, user: int = OLIVIA, times: int = 1) -> list[str]:
        """Taps, and gives what the taps were answered with."""
        queries = self.server.tap(user, message["message_id"], button, times)
        return [(await self._answered(query))["text"] for query in queries]

    async def _answered(self, query: str) -> dict[str, Any]:
        return await self.server.wait_until(lambda: self.server.world.queries[query].answer)

    def now(self, message: Message, user: int = OLIVIA) -> Message:
        """A message of the chat as it looks now."""
        return next(one for one in self.server.chat(user) if one["message_id"] == message["message_id"])

    async def becomes(self, message: Message, words: str, user: int = OLIVIA) -> Message:
        """Waits until a message of the chat holds these words."""
        return await self.server.wait_until(lambda: self._holding(message, words, user))

    def _holding(self, message: Message, words: str, user: int) -> Message | None:
        found = self.now(message, user)
        return found if words in shown(found) else None

    def said(self, user: int = OLIVIA) -> list[str]:
        """All that the bot has said to somebody."""
        return [shown(message) for message in self.server.said(user)]

    async def quiet(self) -> None:
        """Returns when everything that came in is worked on."""
        while True:
            await self.server.wait_until(self._heard)
            await self.chat.inbox.quiet()
            if not await db.rows("select id from telegram_update where state = 'new'") and self._heard():
                return

    def _heard(self) -> bool:
        updates = self.server.world.updates
        return bool(updates.waiting) and not len(updates)

    async def until(self, so: Callable[[], Any]) -> Any:
        """Ticks the clinic until something is so in the chat."""

        async def look() -> Any:
            await asyncio.sleep(0)
            return so()

        return await self.lab.until(look)

    def later(self, **by: float) -> None:
        self.lab.later(**by)

    # --- the database

    async def messages(self) -> list[Row]:
        return await db.rows("select * from message order by number")

    async def updates(self, state: str) -> int:
        (row,) = await db.rows("select count(*) as n from telegram_update where state = $1", state)
        return int(row["n"])


@asynccontextmanager
async def open_bench(url: str, running: bool = True, **more: Any) -> AsyncIterator[Bench]:
    """Ana, Bruno and Carla; Olivia, who owns the clinic, and Sam, a sender, at Telegram."""
    async with open_lab(url, START, **more) as lab:
        server = TelegramServer(TOKEN, now=lambda: lab.now.timestamp(), start=1000)
        await workspaces.remove_staff(lab.workspace["id"], lab.owner["id"])
        for person, name, role in ((OLIVIA, "Olivia", "owner"), (SAM, "Sam", "sender")):
            row = await workspaces.add_staff(lab.workspace["id"], name, role, "telegram", str(person), lab.now)
            lab.owner = row if role == "owner" else lab.owner
        async with served(server.app) as base:
            made = Bench(lab, server, base)
            for name, phone in (("Ana", "+351912000001"), ("Bruno", "+351912000002"), ("Carla", "+351912000003")):
                made.people[name] = await lab.contact(name, phone)
            if running:
                await made.start()
            try:
                yield made
            finally:
                await made.kill()
