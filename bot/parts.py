"""The parts of a house, made from its settings: the one place that knows how they lean on each other.

Here: making. Not here: starting, supervising and stopping them (`bot.up`), and what they do.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot import quick_aiogram, seed, window
from core import reach, receipts, report
from core.channels import day_limit
from core.channels.connecting import Place, in_container
from core.clock import Clock
from core.dispatch.dispatcher import Chore, Dispatcher
from core.dispatch.drivers import Drivers
from core.dispatch.once import PATIENCE, ROUND_SECONDS, Round, run_round
from core.dispatch.preflight import Preflight
from core.environment import Address
from core.errors import BadSetting
from core.messages import messages, outages
from core.process import heartbeat
from core.process.datafolder import OUTSIDE_WORLD
from core.process.metrics import Gauge
from core.process.witness import Witness
from core.sandbox.app import Sandbox
from core.settings import SANDBOX_TOKEN, Settings
from core.web import Cron, make_app
from storage.errors import StoreAway
from storage.queries import pulse, runners

if TYPE_CHECKING:
    from bot.chat import Chat

log = structlog.get_logger()

DUE = Gauge("belfry_due", "Deliveries whose time to leave has come and which have not left.")
LAG = Gauge("belfry_lane_lag_seconds", "How long the oldest due delivery of a channel (its id) has waited.")
UNMATCHED = Gauge("belfry_unmatched_events", "Receipts and echoes whose delivery is not known yet.")

_COUNTS = 15.0
"""Seconds after which another worker counts, when the one that did is gone."""
_BEAT = 5.0
"""Seconds that a round waits for the watcher, at most."""
ACK_SECONDS = 0.7
"""How long the pretend phones take to tick, so that a person sees the ticks come one after the other."""


class Parts:
    """Made once a process. Addresses are as the servers that really listen have them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock()
        self.telegram_api = settings.telegram_api
        self.public_url = settings.public_url
        reach.settle(self.public_url)
        self.listen, self.admin_listen = settings.listen, settings.admin_listen
        self.sandbox_url = settings.sandbox_listen.url
        self.preflight = Preflight(self.clock, Drivers())
        self.dispatcher = self.make_dispatcher()
        Gauge("belfry_lanes", "Sending loops that run in this process.", lambda: self.dispatcher.busy)
        self.queue = "belfry:" + hashlib.sha256(settings.database.encode()).hexdigest()[:8]
        self._sandbox: Sandbox | None = None
        self._waha_url = ""

    def make_dispatcher(self, on_duty: bool = True) -> Dispatcher:
        """A worker's dispatcher; or, not on duty, that of one round for an outside cron."""
        chores = (
            receipts.sweep,
            messages.resume_due,
            _each(5, outages.tell),
            _each(5, report.tell_digests),
            _each(5, self.preflight.round),
            _each(15, day_limit.tell),
            _each(60, messages.retime),
            _each(5, self.measure),
        )
        public, lease, seen = self.settings.public_url, self.settings.lease, Witness(self.settings.data)
        return Dispatcher(self.clock, lease=lease, chores=chores, on_duty=on_duty, public_url=public, witness=seen)

    async def round(self) -> None:
        """One round of dispatch, for the outside cron that asks for it by HTTP."""

        def told(done: Round) -> None:
            log.info("cron_round", kept_out=done.kept_out, **done.counts)

        await self.run_round(ROUND_SECONDS, told)

    async def run_round(self, seconds: float, told: Callable[[Round], None]) -> None:
        """One round, what it did, and then the heartbeat where it went well: where no worker stays alive nothing else beats."""
        began = time.monotonic()
        done = await run_round(self.make_dispatcher(on_duty=False), self.clock, seconds)
        told(done)
        left = began + seconds + PATIENCE - time.monotonic()
        if (url := self.settings.heartbeat_url) and not done.kept_out and await self._on_time():
            await heartbeat.once(url, min(_BEAT, max(left, 1.0)))

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
            look=lambda: window.look(self.clock),
            memory=self.settings.data / OUTSIDE_WORLD,
        )
        try:
            serving = await self._sandbox.serve(at.host, at.port)
        except (ValueError, OSError) as e:
            hint = f"cannot listen on {at}: {getattr(e, 'strerror', None) or e}"
            raise BadSetting("bad_value", name="BELFRY_SANDBOX_LISTEN", hint=hint) from e
        self.clock.advance(timedelta(seconds=self._sandbox.ahead))  # a restart does not turn the time back
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
        reach.settle(self.public_url)
        url, secret = await seed.sandbox(self.settings, self.public_url, self._waha_url, self.clock.now())
        self._sandbox.set_webhook_target(url, secret)

    def settle_public_url(self) -> None:
        """Where nobody said how the outside reaches us, it is where we listen, with the port that was found."""
        if self.settings.public_url == self.settings.listen.url and self._sandbox is None:
            self.public_url = self.listen.url
            reach.settle(self.public_url)

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
            place=Place(self.public_url, in_container()),
        )

    def web(self) -> web.Application:
        """The public application; with Telegram's webhook in it where that is how updates come."""
        takes_updates = self.settings.telegram_mode == "webhook"
        token = self.settings.cron_token
        cron = Cron(token, self.round) if token else None
        return make_app(self.clock, {"/telegram": self.chat.app} if takes_updates else {}, cron)

    async def measure(self, now: datetime) -> None:
        """What only the database knows of dispatch, for `/metrics`: one of several workers counts, the others say nothing."""
        for gauge in (DUE, LAG, UNMATCHED):
            gauge.clear()
        if not await runners.take_turn(self.dispatcher.owner, _COUNTS, "figures"):
            return
        found = await pulse.waiting(now)
        DUE.set(sum(row["due"] for row in found.values()))
        for channel, row in found.items():
            LAG.set(max(0.0, (now - row["ready_at"]).total_seconds()), channel=str(channel))
        UNMATCHED.set(await pulse.unmatched())

    async def well(self) -> bool:
        """Ticks run, and nothing that is due has waited for more than a minute: what the heartbeat tells."""
        ticked = self.dispatcher.ticked_at
        return ticked is not None and time.monotonic() - ticked <= 60 and await self._on_time()

    async def _on_time(self) -> bool:
        now = self.clock.now()
        try:
            found = await pulse.waiting(now)
        except StoreAway:
            return False
        return all((now - row["ready_at"]).total_seconds() <= 60 for row in found.values())

    def _advance(self, seconds: float) -> str:
        return self.clock.advance(timedelta(seconds=seconds)).astimezone(ZoneInfo(self.settings.timezone)).isoformat()


def _each(seconds: float, chore: Chore) -> Chore:
    """A chore that looks at a lot need not do so each second. By the process's own time, not the clock's."""
    next_at = 0.0

    async def run(now: datetime) -> None:
        nonlocal next_at
        if time.monotonic() >= next_at:
            await chore(now)
            next_at = time.monotonic() + seconds

    return run
