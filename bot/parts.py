"""The parts of a house, made from its settings: the one place that knows how they lean on each other.

Here: making. Not here: starting, supervising and stopping them (`bot.up`), and what they do.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import quick_aiogram, seed
from core import messages, receipts, report, views
from core.actor import Actor
from core.clock import Clock
from core.dispatch.dispatcher import Chore, Dispatcher
from core.dispatch.drivers import Drivers
from core.errors import BadSetting
from core.metrics import Gauge
from core.preflight import Preflight
from core.sandbox.app import Sandbox
from core.settings import SANDBOX_TOKEN, Address, Settings
from core.web import make_app
from storage.errors import StoreAway
from storage.queries import pulse, workspaces

if TYPE_CHECKING:
    from bot.chat import Chat

ACK_SECONDS = 0.7
"""How long the pretend phones take to tick, so that a person sees the ticks come one after the other."""


class Parts:
    """Made once a process. Addresses are as the servers that really listen have them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.telegram_api = settings.telegram_api
        self.public_url = settings.public_url
        self.listen, self.admin_listen = settings.listen, settings.admin_listen
        self.sandbox_url = settings.sandbox_listen.url
        self.preflight = Preflight(self.clock, Drivers())
        self.dispatcher = Dispatcher(
            self.clock,
            lease=settings.lease,
            chores=(
                receipts.sweep,
                messages.resume_due,
                _each(5, report.tell_digests),
                _each(5, self.preflight.round),
                _each(60, messages.retime),
            ),
        )
        Gauge("belfry_lanes", "Sending loops that run in this process.", lambda: self.dispatcher.busy)
        self.queue = "belfry:" + hashlib.sha256(settings.database.encode()).hexdigest()[:8]
        self._sandbox: Sandbox | None = None
        self._waha_url = ""

    # --- the pretend outside world

    @asynccontextmanager
    async def sandbox(self) -> AsyncIterator[None]:
        """Serves it. Raises BadSetting for a database that a sandbox must not touch, or a taken address."""
        await seed.refuse_real_channels()
        at = self.settings.sandbox_listen
        self._sandbox = Sandbox(
            token=SANDBOX_TOKEN,
            waha_key=seed.SANDBOX_KEY,
            session=seed.SANDBOX_SESSION,
            ack_delay=ACK_SECONDS,
            advance=self._advance,
            look=self._look,
        )
        try:
            serving = await self._sandbox.serve(at.host, at.port)
        except (ValueError, OSError) as e:
            hint = f"cannot listen on {at}: {getattr(e, 'strerror', None) or e}"
            raise BadSetting("bad_value", name="BELFRY_SANDBOX_LISTEN", hint=hint) from e
        self.telegram_api, self._waha_url = serving.telegram_api, serving.waha_url
        self.sandbox_url = serving.url
        try:
            yield
        finally:
            await serving.close()

    async def connect_sandbox(self) -> None:
        """Seeds a clinic and tells the pretend WAHA where to post: to this machine, whatever the public URL says."""
        if self._sandbox is None:
            return
        host = "127.0.0.1" if self.listen.host in ("0.0.0.0", "::") else self.listen.host  # noqa: S104
        self.public_url = Address(host, self.listen.port).url
        url, secret = await seed.sandbox(self.settings, self.public_url, self._waha_url, self.clock.now())
        self._sandbox.set_webhook_target(url, secret)

    @cached_property
    def chat(self) -> Chat:
        """One a process: what takes the webhook's updates is what works on them."""
        quick_aiogram.load()
        from bot.chat import Chat  # here: a worker and a web server need not pay for aiogram

        return Chat(
            self.settings.require_token(),
            self.telegram_api,
            self.settings.telegram_mode,
            self.clock,
            webhook_url=f"{self.public_url}/telegram",
        )

    def web(self) -> web.Application:
        """The public application; with Telegram's webhook in it where that is how updates come."""
        takes_updates = self.settings.telegram_mode == "webhook"
        return make_app(self.clock, {"/telegram": self.chat.app} if takes_updates else {})

    async def well(self) -> bool:
        """Ticks run, and nothing that is due has waited for more than a minute: what the heartbeat tells."""
        ticked = self.dispatcher.ticked_at
        if ticked is None or time.monotonic() - ticked > 60:
            return False
        now = self.clock.now()
        try:
            oldest = await pulse.oldest_due(now)
        except StoreAway:
            return False
        return oldest is None or (now - oldest).total_seconds() <= 60

    def _advance(self, seconds: float) -> str:
        return self.clock.advance(timedelta(seconds=seconds)).astimezone(ZoneInfo(self.settings.timezone)).isoformat()

    async def _look(self) -> dict[str, Any]:
        """What the page shows of Belfry: the next due times and the newest deliveries of the first workspace."""
        row = (await workspaces.every())[0]
        zone, now = ZoneInfo(row["zone"]), self.clock.now()
        actor = Actor(row["id"], None, "owner", row["zone"])
        upcoming = await views.upcoming(actor, now, limit=8)
        deliveries = await pulse.latest_deliveries(row["id"], 30)
        return {
            "now": now.astimezone(zone).isoformat(),
            "next": [
                {
                    "message": one.view.number,
                    "title": one.view.title,
                    "contact": ", ".join(one.view.names),
                    "due": one.due.isoformat(),
                }
                for one in upcoming
            ],
            "deliveries": [
                {
                    "id": one["id"],
                    "message": one["number"],
                    "contact": one["contact_name"],
                    "state": one["state"],
                    "slot": one["slot_at"].astimezone(zone).isoformat(),
                }
                for one in deliveries
            ],
        }


def _each(seconds: float, chore: Chore) -> Chore:
    """A chore that looks at a lot need not do so each second. By the process's own time, not the clock's."""
    next_at = 0.0

    async def run(now: datetime) -> None:
        nonlocal next_at
        if time.monotonic() >= next_at:
            await chore(now)
            next_at = time.monotonic() + seconds

    return run
