"""A webhook receiver for tests: keeps every request as it came, answers what it is told, and can be waited on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Request:
    raw: bytes
    headers: dict[str, str]

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found

    @property
    def name(self) -> str:
        return str(self.body["event"])


@dataclass
class Receiver:
    """`status` is the answer to all; those in `statuses` come first. While `open` is not set, it answers nobody."""

    url: str = ""
    status: int = 200
    statuses: list[int] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        async with self._came:
            self.requests.append(Request(raw, dict(request.headers)))
            self._came.notify_all()
        await self.open.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else self.status)

    async def wait_for(self, name: str, times: int = 1) -> Request:
        """The request of that event, as soon as it has come so often."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.named(name)) >= times)
        return self.named(name)[times - 1]

    def named(self, name: str) -> list[Request]:
        return [one for one in self.requests if one.name == name]

    def acks(self) -> list[int]:
        return [one.body["payload"]["ack"] for one in self.named("message.ack")]


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    receiver.open.set()
    app = web.Application()
    app.router.add_post("/webhooks/x", receiver.handle)
    runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/x"
    try:
        yield receiver
    finally:
        receiver.open.set()
        await runner.cleanup()
