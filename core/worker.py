"""The alarm clock: arq's cron rings each second, and the tick runs; the only module that knows arq.

Here: the ticker, and arq under supervision. Not here: what a tick does (`core.dispatch`). Lanes are no arq jobs, and
the tick is none either: arq's job only rings, so that neither its time-out, nor its end, nor Redis breaks a tick off.
Redis stopped, wiped or frozen costs some punctuality of planning and no tick: unheard for `patience` seconds, the
ticker runs from its own timer. What arq does when Redis goes is in design.md section 3 and was measured.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, cast

import structlog
from arq.connections import ArqRedis
from arq.cron import cron
from arq.typing import WorkerCoroutine
from arq.worker import Worker
from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import RedisError

from core.errors import Away
from core.process.backoff import Backoff, supervise
from core.process.metrics import Counter, Histogram

log = structlog.get_logger()

TICKS = Histogram("belfry_tick_seconds", "How long a tick took, and what rang it.", (0.005, 0.01, 0.05, 0.1, 0.5, 1.0))
FAILED = Counter("belfry_ticks_failed_total", "Ticks that ended with an error.")

Tick = Callable[[], Awaitable[None]]


class Ticker:
    """Runs the tick, never two at a time: when rung, and each `every` seconds once unheard for `patience` seconds."""

    def __init__(self, tick: Tick, *, patience: float = 3.0, every: float = 1.0) -> None:
        self._tick = tick
        self._patience, self._every = patience, every
        self._rung = asyncio.Event()
        self._heard = time.monotonic()
        self._alone = False
        self._current: asyncio.Task[None] | None = None
        self.ticked_at: float | None = None
        """`time.monotonic()` at the end of the last tick that did not fail."""

    def ring(self) -> None:
        """The clock rings; rings during a tick become one further tick."""
        self._heard = time.monotonic()
        self._rung.set()

    async def run(self) -> None:
        """Ticks at once and then for ever; cancelled, it lets the running tick end first (5 s)."""
        while True:
            began = time.monotonic()
            await self._once()
            await self._next(began)

    async def _next(self, began: float) -> None:
        deadline = began + self._every if self._alone else self._heard + self._patience
        try:
            async with asyncio.timeout(max(deadline - time.monotonic(), 0)):
                await self._rung.wait()
        except TimeoutError:
            pass
        heard = self._rung.is_set()
        self._rung.clear()
        if heard == self._alone:
            self._alone = not heard
            log.info("ticker.heard_again") if heard else log.warning("ticker.alone")

    async def _once(self) -> None:
        self._current = asyncio.ensure_future(self._safely())
        try:
            await asyncio.shield(self._current)
        except asyncio.CancelledError:
            await asyncio.wait({self._current}, timeout=5)
            self._current.cancel()
            await asyncio.wait({self._current}, timeout=1)
            raise

    async def _safely(self) -> None:
        began = time.monotonic()
        try:
            await self._tick()
            self.ticked_at = time.monotonic()
        except Exception as e:
            log.exception("tick.failed", exc_info=e)
            FAILED.add()
        TICKS.observe(time.monotonic() - began, rung="timer" if self._alone else "arq")


async def run(
    redis_url: str,
    tick: Tick,
    *,
    name: str = "belfry",
    ticker: Ticker | None = None,
    backoff: Backoff | None = None,
) -> None:
    """Ticks until cancelled. `name` keeps two installations on one Redis apart; `ticker` stands in for a plain one."""
    ticker = ticker or Ticker(tick)
    backoff = backoff or Backoff(0.5, 10.0)
    async with asyncio.TaskGroup() as group:
        group.create_task(ticker.run())
        group.create_task(supervise("arq", lambda: alarm(redis_url, ticker.ring, name), backoff=backoff, steady=10))


async def alarm(redis_url: str, ring: Callable[[], None], name: str) -> None:
    """One life of an arq worker, which rings each second; it ends, raising, when Redis goes. Leaves nothing behind."""
    # A time-out of its own: arq waits for ever for a Redis that is frozen, also when it is back under another process.
    pool = _Pool.from_url(redis_url, socket_timeout=5, socket_connect_timeout=2)
    redis = ArqRedis(
        pool,
        job_serializer=_to_json,
        job_deserializer=json.loads,
        default_queue_name=f"{name}:queue",
        socket_timeout=5,
    )

    worker = _worker(redis, ring, name)
    life = asyncio.create_task(worker.main(), name="arq")
    try:
        await asyncio.wait({life})
        await life
        raise Away("arq_ended")
    finally:
        # In a task of its own: a cancellation that comes now must not leave half of it undone.
        closing = asyncio.create_task(_close(life, worker, pool))
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await asyncio.wait({closing})
            raise


def _worker(redis: ArqRedis, ring: Callable[[], None], name: str) -> Worker:
    async def ring_each_second(_ctx: dict[Any, Any]) -> None:
        ring()

    return Worker(
        cron_jobs=[
            cron(
                cast(WorkerCoroutine, ring_each_second),
                name=f"{name}:tick",
                second=set(range(60)),
                microsecond=0,
                timeout=10,
            )
        ],
        redis_pool=redis,
        queue_name=f"{name}:queue",
        handle_signals=False,
        poll_delay=0.1,
        keep_result=0,
        max_tries=1,
        log_results=False,
        job_serializer=_to_json,
        job_deserializer=json.loads,
    )


class _Pool(ConnectionPool):
    """A pool that can be shut for good: arq shields the end of a job from cancellation, and it would connect anew."""

    shut = False

    def get_available_connection(self) -> Any:
        if self.shut:
            raise RedisGone("This pool is shut.")
        return super().get_available_connection()  # type: ignore[no-untyped-call]

    async def release(self, connection: AbstractConnection) -> None:
        await super().release(connection)
        if self.shut:
            await connection.disconnect(nowait=True)


async def _close(life: asyncio.Task[None], worker: Worker, pool: _Pool) -> None:
    """What `Worker.close` does, on a Redis that may not be there: it awaits its jobs and deletes a key, and hangs."""
    await _end({life})
    await _end(set(worker.tasks.values()))
    pool.shut = True
    with suppress(Exception):
        async with asyncio.timeout(2):
            await pool.disconnect(inuse_connections=True)


async def _end(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancels until it has an effect: a cancellation that meets redis-py as it connects is swallowed there (seen)."""
    for _ in range(20):
        going = {task for task in tasks if not task.done()}
        if not going:
            break
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=0.1)
    for task in tasks:
        if task.done() and not task.cancelled():
            task.exception()  # seen, so that nobody complains that it never was


def _to_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()


async def answers(redis_url: str) -> None:
    """Asks Redis whether it is there. Raises Away."""
    pool = ConnectionPool.from_url(redis_url, socket_timeout=3, socket_connect_timeout=3)
    try:
        await ArqRedis(pool).ping()
    except (RedisError, OSError) as e:
        raise Away("redis", what="Redis (BELFRY_REDIS)") from e
    finally:
        await pool.disconnect()
