"""How roles are put together: one process, one loop, each part supervised, one way to stop.

Here: the order in which things open and close, signals, and what is said at the start. Not here: what a part does.
A house ends by itself only for what no retry can mend (BadSetting); everything else is logged and started again.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot import seed
from bot.parts import Parts
from core import worker
from core.errors import BadSetting
from core.process import datafolder, heap, heartbeat, logs, valkey
from core.process.backoff import Backoff, supervise
from core.process.health import Check, make_admin_app, serving
from core.process.living import Living
from core.process.valkey import EmbeddedValkey
from core.settings import Settings
from storage import db
from storage.errors import StoreAway
from storage.queries import pulse, workspaces

log = structlog.get_logger()

_T = TypeVar("_T")
CHAT, WORKER, WEB, SANDBOX = "chat", "worker", "web", "sandbox"
STOP_SECONDS = 18.0
"""SIGTERM promises 20 s: what still runs then is ended."""
PART_SECONDS = 6.0
"""Of them for the chat's and the tick's work in hand; what is left, but 4, is for requests in flight."""


@dataclass
class House:
    """One process of Belfry. `alone`: it is `belfry up`, which holds the data folder and brings its own Valkey."""

    settings: Settings
    roles: frozenset[str]
    alone: bool = False
    ready: Callable[[str], None] = lambda welcome: None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def run(self) -> None:
        """Until a signal, or until a part meets what no retry can mend. Raises BadSetting."""
        self._listen_to_signals()
        async with AsyncExitStack() as house:
            settings = self.settings
            datafolder.prepare(settings.data)
            if self.alone:
                house.enter_context(datafolder.lock(settings.data))
            logs.configure(secrets=settings.secrets)
            await house.enter_async_context(_database(settings))
            parts = Parts(settings)
            await self._open(house, parts)
            heap.settle()
            self.ready(self._welcome(parts, await _patiently(workspaces.owned)))
            log.info("house.up", roles=sorted(self.roles), pid=os.getpid())
            await self._until_stopped(house)
            log.info("house.stopping")

    async def _open(self, house: AsyncExitStack, parts: Parts) -> None:
        """Opens in the order in which the later lean on the earlier; closing runs backwards."""
        await _patiently(seed.check_key)
        checks: dict[str, Check] = {"database": pulse.answers}
        redis = await self._redis(house) if WORKER in self.roles else ""
        if SANDBOX in self.roles:
            await house.enter_async_context(parts.sandbox())
        else:
            await _patiently(lambda: seed.first_workspace(self.settings, parts.clock.now()))
        if WEB in self.roles:
            parts.listen = await house.enter_async_context(serving(parts.web(), self.settings.listen, "BELFRY_LISTEN"))
            parts.settle_public_url()
            await parts.connect_sandbox()
        if WORKER in self.roles:
            await self._open_worker(house, parts, redis)
        if CHAT in self.roles:
            checks["telegram"] = parts.chat.check
            self._start(house, "chat", parts.chat.run)
        admin = make_admin_app(checks)
        where = self.settings.admin_listen
        parts.admin_listen = await house.enter_async_context(serving(admin, where, "BELFRY_ADMIN_LISTEN"))

    async def _open_worker(self, house: AsyncExitStack, parts: Parts, redis: str) -> None:
        house.push_async_callback(parts.preflight.stop)
        if self.settings.redis is not None:  # an embedded one is ours alone: nobody is met there
            parts.dispatcher.guard.meeting = living = Living(self.settings.redis)
            house.push_async_callback(living.close)
        house.push_async_callback(parts.dispatcher.stop, STOP_SECONDS - PART_SECONDS - 4)
        self._start(house, "worker", lambda: worker.run(redis, parts.dispatcher.tick, name=parts.queue))
        if url := self.settings.heartbeat_url:
            self._start(house, "heartbeat", lambda: heartbeat.run(url, parts.well))

    async def _redis(self, house: AsyncExitStack) -> str:
        if self.settings.redis is not None:
            return self.settings.redis
        if not self.alone:
            return await valkey.running(self.settings.data)
        return (await house.enter_async_context(EmbeddedValkey(self.settings.data))).url

    def _start(self, house: AsyncExitStack, name: str, run: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.create_task(supervise(name, run, backoff=Backoff(0.5, 30.0)), name=name)
        self._tasks.append(task)

        async def end() -> None:
            task.cancel()
            await asyncio.wait({task})

        house.push_async_callback(end)

    def _welcome(self, parts: Parts, owned: bool) -> str:
        """What is said once everything listens: where to look and what to type."""
        lines = ["", "Belfry is up."]
        if SANDBOX in self.roles:
            lines += [
                f"  Look at   {parts.sandbox_url}   (the chat on the left, three phones on the right)",
                "  Type      send 'hello' to Ana in 1 minute",
                "  Or        send 'hello' to Ana tomorrow 9am weekly",
            ]
        elif CHAT in self.roles:
            if owned:
                lines.append("  Write to your bot in Telegram: /start, and it says what comes next")
            else:
                lines.append("  Nobody owns it yet. In another terminal: belfry invite --role owner")
                lines.append("  Send what that prints to your bot in Telegram; it says what comes next")
        if WEB in self.roles:
            lines.append(f"  Providers post to {parts.public_url}/webhooks/… (listening on {parts.listen})")
        lines += [
            f"  Health is at {parts.admin_listen.url}/readyz, data in {self.settings.data}. Stop with Ctrl-C.",
            "",
        ]
        return "\n".join(lines)

    async def _until_stopped(self, house: AsyncExitStack) -> None:
        stop = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({stop, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
        for task in self._tasks:
            if task.done():
                task.result()
        for task in self._tasks:  # all at once, so that their patience does not add up
            task.cancel()
        await asyncio.wait(self._tasks, timeout=PART_SECONDS) if self._tasks else None

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()

        def hear(number: int) -> None:
            if self._stop.is_set():
                os._exit(128 + number)  # asked twice: at once
            self._stop.set()
            loop.call_later(STOP_SECONDS, _give_up)

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, hear, number)


def _give_up() -> None:
    log.error("house.stop_took_too_long")
    os._exit(1)


async def _patiently(
    look: Callable[[], Awaitable[_T]], away: Callable[[StoreAway], Awaitable[None]] | None = None
) -> _T:
    """What the start wants of the database: while that is away, it is waited for. `away`: done each time that it is; it may
    raise what ends the wait."""
    backoff = Backoff(0.5, 10.0)
    while True:
        try:
            return await look()
        except StoreAway as e:
            if away is not None:
                await away(e)
            log.warning("database.away", exc_info=e)
            await asyncio.sleep(backoff.pause())


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[None]:
    """The database, at this version and open; a PostgreSQL that is away is waited for, an SQLite file is not."""
    key = datafolder.secret_key(settings)

    async def opened() -> None:
        await db.migrate(settings.database)
        await db.open(settings.database, key)

    async def closed(error: StoreAway) -> None:
        if datafolder.sqlite_path(settings.database) is not None:
            hint = "the file cannot be opened; is its folder there and writable?"
            raise BadSetting("bad_value", name="BELFRY_DATABASE", hint=hint) from error
        await db.close()

    await _patiently(opened, closed)
    try:
        yield
    finally:
        await db.close()
