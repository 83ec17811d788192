"""A pretend WAHA with one session, Ana's phone and a receiver, for the tests of the sandbox itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from core.sandbox.waha.hooks import Webhook
from core.sandbox.waha.server import WahaServer
from tests.core.sandbox.waha_receiver import Receiver, receiving

ANA = "+6281200000001"
CHAT = "6281200000001@c.us"


class Bench:
    def __init__(self, server: WahaServer, receiver: Receiver, http: aiohttp.ClientSession) -> None:
        self.server, self.receiver, self.http = server, receiver, http

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        headers = options.pop("headers", {"X-Api-Key": self.server.key})
        async with self.http.request(method, self.server.url + path, headers=headers, **options) as answer:
            body = await answer.read()
            return answer.status, await answer.json(content_type=None) if body else None

    async def send(self, text: str = "hello", **changes: Any) -> tuple[int, Any]:
        body = {"session": "clinic", "chatId": CHAT, "text": text} | changes
        return await self.ask("POST", "/api/sendText", json={k: v for k, v in body.items() if v is not None})

    async def control(self, path: str, **body: Any) -> tuple[int, Any]:
        return await self.ask("POST", "/control/" + path, json=body, headers={})


@asynccontextmanager
async def waha_bench(
    engine: str = "GOWS", *, delay: float = 0, attempts: int = 15, **options: Any
) -> AsyncIterator[Bench]:
    async with receiving() as receiver, aiohttp.ClientSession() as http:
        server = WahaServer(**options)
        hook = Webhook(receiver.url, "secret", delay=delay, attempts=attempts)
        server.add_session("clinic", "+6281199990000", engine=engine, webhooks=[hook])
        server.phones.add(ANA, "Ana")
        await server.start()
        try:
            yield Bench(server, receiver, http)
        finally:
            receiver.open.set()
            await server.close()
