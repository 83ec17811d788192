"""The pretend outside world under one address: Telegram, WAHA and the other gateways, the phones, and the page.

    sandbox = Sandbox(token="42:x", waha_key="k", session="clinic", advance=..., look=...)
    serving = await sandbox.serve("127.0.0.1", 8090)     # ValueError for anything but loopback
    sandbox.set_webhook_target("http://127.0.0.1:8080/webhooks/…", "secret")
    …                                                    # sandbox.telegram, sandbox.waha: drive it from Python
    await serving.close()

Belfry sees `serving.telegram_api` (BELFRY_TELEGRAM_API) and `serving.waha_url` (the channel's --url). Here: wiring
only. It imports nothing of the product; what it may show and move of it is handed in:

- `advance(seconds)` moves Belfry's clock and returns the new time as RFC 3339 with the workspace's offset;
- `look()` returns `{"now": RFC 3339, "next": [{"message", "title", "contact", "due"}], "deliveries": [{"id", "message",
  "contact", "state", "slot", …}]}`, newest delivery last; whole in `bot.window`.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from core.sandbox.gateways import Gateways
from core.sandbox.guard import guard, need_loopback, need_loopback_url
from core.sandbox.memory import Memory
from core.sandbox.page import Advance, Look, Page
from core.sandbox.telegram.control import TelegramControl
from core.sandbox.telegram.server import BODY_LIMIT, TelegramServer
from core.sandbox.waha.hooks import Webhook
from core.sandbox.waha.server import WahaServer

SAMPLE_PHONES = (("Ana", "+351912000001"), ("Bruno", "+351912000002"), ("Carla", "+351912000003"))
BUSINESS_NUMBER = "+351910000000"


@dataclass(frozen=True, slots=True)
class Serving:
    """A sandbox that listens. `port` is the bound one."""

    runner: web.AppRunner
    url: str
    port: int
    offers: tuple[str, ...] = ()
    """Commands that add a channel at each of the other gateways."""

    @property
    def telegram_api(self) -> str:
        """The base URL for aiogram's `TelegramAPIServer.from_base`."""
        return f"{self.url}/telegram"

    @property
    def waha_url(self) -> str:
        """The base URL of the pretend WAHA, without `/api`."""
        return f"{self.url}/waha"

    async def close(self) -> None:
        await self.runner.cleanup()


class Sandbox:
    """The whole outside world. `ack_delay` seconds pass before a phone's ticks, so that they can be seen. `memory`: a file in
    which it is remembered over restarts; without, it begins anew."""

    def __init__(
        self,
        *,
        token: str,
        waha_key: str,
        session: str,
        engine: str = "GOWS",
        ack_delay: float = 0.0,
        advance: Advance | None = None,
        look: Look | None = None,
        memory: Path | None = None,
    ) -> None:
        self._ahead = 0.0
        self.session = session
        self.telegram = TelegramServer(token, now=self._now)
        self.waha = WahaServer(key=waha_key, now=lambda: datetime.fromtimestamp(self._now(), UTC), ack_delay=ack_delay)
        self.waha.add_session(session, BUSINESS_NUMBER, engine=engine)
        for name, number in SAMPLE_PHONES:
            self.waha.phones.add(number, name)
        self._memory = Memory(memory, self.telegram, self.waha) if memory is not None else None
        if self._memory is not None:
            self._memory.recall()
            self._ahead = self._memory.ahead
            self._memory.begin()
            self.telegram.on_change(self._memory.keep)
            self.waha.on_change(self._memory.keep)
        self.gateways = Gateways(
            self.waha, BUSINESS_NUMBER, now=lambda: datetime.fromtimestamp(self._now(), UTC), ack_delay=ack_delay
        )
        self.page = Page(self.telegram, self.waha, advance=advance, look=look, moved=self._move)
        self.app = web.Application(middlewares=[guard], client_max_size=BODY_LIMIT)
        self.page.add_to(self.app)
        TelegramControl(self.telegram).add_to(self.app)
        self.app.on_cleanup.append(self._end)
        self.gateways.add_to(self.app)
        self.app.add_subapp("/telegram", self.telegram.app)
        self.app.add_subapp("/waha", self.waha.app)

    @property
    def ahead(self) -> float:
        """By how many seconds this world's time was moved forward, in this life and those that it remembers."""
        return self._ahead

    def set_webhook_target(self, url: str, secret: str) -> None:
        """Where WAHA posts its events, and the HMAC key. Raises ValueError for an address on another machine."""
        need_loopback_url(url)
        self.waha.sessions[self.session].webhooks = [Webhook(url, secret)]

    async def serve(self, host: str, port: int) -> Serving:
        """Listens; port 0 takes a free one. Raises ValueError for anything but loopback, OSError where it is taken."""
        need_loopback(host)
        host = "127.0.0.1" if host.lower() == "localhost" else host  # one socket, so that port 0 is one port
        runner = web.AppRunner(self.app, shutdown_timeout=1.0, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        bound = int(runner.addresses[0][1])
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{bound}"
        return Serving(runner, url, bound, tuple(self.gateways.offers(url)))

    def _now(self) -> float:
        return time.time() + self._ahead

    def _move(self, seconds: float) -> None:
        self._ahead += seconds
        if self._memory is not None:
            self._memory.moved(self._ahead)

    async def _end(self, _app: web.Application) -> None:
        if self._memory is not None:
            self._memory.close()


async def run(
    host: str,
    port: int,
    *,
    token: str,
    waha_key: str,
    session: str,
    engine: str = "GOWS",
    webhook_url: str | None = None,
    webhook_secret: str = "",
    ack_delay: float = 0.0,
    ready: Callable[[Serving], None] | None = None,
) -> None:
    """Serves until it is cancelled; `ready` is called once it listens. Raises ValueError and OSError as `serve`."""
    sandbox = Sandbox(token=token, waha_key=waha_key, session=session, engine=engine, ack_delay=ack_delay)
    if webhook_url:
        sandbox.set_webhook_target(webhook_url, webhook_secret)
    serving = await sandbox.serve(host, port)
    try:
        if ready is not None:
            ready(serving)
        await asyncio.Event().wait()
    finally:
        await serving.close()


def main_serve(host: str, port: int, **options: Any) -> None:
    """`run`, with its options, as a program: until SIGINT or SIGTERM."""

    async def until_told() -> None:
        serving = asyncio.create_task(run(host, port, **options))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
        with suppress(asyncio.CancelledError):
            await serving

    asyncio.run(until_told())
