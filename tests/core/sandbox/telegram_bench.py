"""A Telegram server on a free port and aiogram's own Bot against it: what the tests of the sandbox stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from core.sandbox.telegram.control import TelegramControl
from core.sandbox.telegram.server import TelegramServer

TOKEN = "4242:sandbox-token"


@dataclass
class Bench:
    server: TelegramServer
    url: str
    bot: Bot
    http: aiohttp.ClientSession

    async def call(self, method: str, token: str = TOKEN, **parameters: object) -> tuple[int, dict]:
        """A raw call with a JSON body, for what aiogram would not send."""
        async with self.http.post(f"{self.url}/bot{token}/{method}", json=parameters) as answer:
            return answer.status, await answer.json()


def make_bot(url: str, token: str = TOKEN) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


async def hang_up(bot: Bot) -> None:
    """Closes the bot's connections without aiogram's pause of 250 ms, which is for TLS."""
    if bot.session._session is not None:
        await bot.session._session.close()


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bench(**options: object) -> AsyncIterator[Bench]:
    server = TelegramServer(TOKEN, **options)
    TelegramControl(server).add_to(server.app)
    async with served(server.app) as url, aiohttp.ClientSession() as http:
        bot = make_bot(url)
        try:
            yield Bench(server, url, bot, http)
        finally:
            await hang_up(bot)
