"""The tick goes on, whatever happens to the alarm clock. Each test has a real Valkey."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core import worker
from core.process.backoff import Backoff
from core.process.valkey import EmbeddedValkey
from core.worker import Ticker
from tests.patience import LONG_ENOUGH


class Ticks:
    """Counts ticks and rings, and lets a test wait for further ones."""

    def __init__(self) -> None:
        self.ticks = self.rings = 0
        self._news = asyncio.Condition()

    async def tick(self) -> None:
        self.ticks += 1
        async with self._news:
            self._news.notify_all()

    async def more(self, count: int = 2) -> None:
        goal = self.ticks + count
        async with asyncio.timeout(LONG_ENOUGH), self._news:
            await self._news.wait_for(lambda: self.ticks >= goal)

    async def more_rings(self, count: int = 2) -> None:
        goal = self.rings + count
        async with asyncio.timeout(LONG_ENOUGH), self._news:
            await self._news.wait_for(lambda: self.rings >= goal)


@asynccontextmanager
async def working(url: str, patience: float = 0.5) -> AsyncIterator[Ticks]:
    ticks = Ticks()

    class Counting(Ticker):
        def ring(self) -> None:
            ticks.rings += 1
            super().ring()

    ticker = Counting(ticks.tick, patience=patience, every=0.1)
    task = asyncio.create_task(worker.run(url, ticks.tick, ticker=ticker, backoff=Backoff(0.05, 0.2)))
    try:
        yield ticks
        assert not task.done()
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_arq_rings_each_second(valkey: EmbeddedValkey) -> None:
    async with working(valkey.url, patience=60) as ticks:
        await ticks.more_rings(3)
        await ticks.more(1)
        assert ticks.ticks <= ticks.rings + 1  # one at the start, then only when rung


async def test_without_any_redis_the_tick_runs_from_its_own_timer(tmp_path: Path) -> None:
    async with working(f"unix://{tmp_path}/nobody.sock") as ticks:
        await ticks.more(4)
        assert ticks.rings == 0


async def test_valkey_stopped_ticks_go_on_and_when_it_is_back_it_rings_again(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path)
    await server.__aenter__()
    async with working(server.url) as ticks:
        await ticks.more_rings(1)
        await server.__aexit__()
        await ticks.more(6)
        async with EmbeddedValkey(tmp_path):
            await ticks.more_rings(2)


async def test_valkey_killed_ticks_go_on_and_it_is_heard_again(valkey: EmbeddedValkey) -> None:
    async with working(valkey.url) as ticks:
        await ticks.more_rings(1)
        assert valkey.pid
        os.kill(valkey.pid, signal.SIGKILL)
        await ticks.more(6)
        await ticks.more_rings(2)


async def test_valkey_wiped_ticks_go_on(valkey: EmbeddedValkey) -> None:
    async with working(valkey.url) as ticks, Redis.from_url(valkey.url) as redis:
        for _ in range(3):
            await ticks.more_rings(1)
            await redis.flushall()
        await ticks.more_rings(2)


async def test_valkey_frozen_ticks_go_on_and_thawed_it_is_heard_again(valkey: EmbeddedValkey) -> None:
    async with working(valkey.url) as ticks:
        await ticks.more_rings(1)
        assert valkey.pid
        os.kill(valkey.pid, signal.SIGSTOP)
        await ticks.more(10)
        os.kill(valkey.pid, signal.SIGCONT)
        await ticks.more_rings(2)


async def test_valkey_frozen_the_worker_can_still_be_stopped(valkey: EmbeddedValkey) -> None:
    async with asyncio.timeout(LONG_ENOUGH), working(valkey.url) as ticks:
        await ticks.more_rings(1)
        assert valkey.pid
        os.kill(valkey.pid, signal.SIGSTOP)
        await ticks.more(6)
    os.kill(valkey.pid, signal.SIGCONT)


async def test_what_arq_shields_from_its_end_opens_no_connection_afterwards(
    valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    finishing, released, over = asyncio.Event(), asyncio.Event(), asyncio.Event()
    left: list[bool] = []

    class Slow(worker.Worker):
        async def finish_job(self, *args: Any, **kwargs: Any) -> None:
            finishing.set()
            await released.wait()
            try:
                await super().finish_job(*args, **kwargs)
            except RedisError:
                left.append(False)
            else:
                left.append(True)
            finally:
                over.set()

    monkeypatch.setattr(worker, "Worker", Slow)
    async with asyncio.timeout(LONG_ENOUGH):
        async with working(valkey.url):
            await finishing.wait()
        released.set()
        await over.wait()
    assert left == [False]


async def test_rings_during_a_tick_become_one_further_tick_and_never_two_at_a_time() -> None:
    running, most, count = 0, 0, 0
    entered, release = asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        nonlocal running, most, count
        running, count = running + 1, count + 1
        most = max(most, running)
        entered.set()
        await release.wait()
        running -= 1

    ticker = Ticker(tick, patience=60)
    task = asyncio.create_task(ticker.run())
    await entered.wait()
    for _ in range(5):
        ticker.ring()
    entered.clear()
    release.set()
    await entered.wait()
    assert (most, count) == (1, 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (most, count) == (1, 2)


async def test_a_tick_that_fails_does_not_end_the_ticking() -> None:
    ticks = Ticks()

    async def tick() -> None:
        await ticks.tick()
        raise RuntimeError("no")

    task = asyncio.create_task(Ticker(tick, patience=0, every=0.01).run())
    await ticks.more(3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_stopping_lets_the_running_tick_end() -> None:
    entered, release, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        entered.set()
        await release.wait()
        ended.set()

    task = asyncio.create_task(Ticker(tick).run())
    await entered.wait()
    task.cancel()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


@pytest.mark.parametrize("steps", range(12))
async def test_it_stops_at_whichever_moment_it_is_asked(valkey: EmbeddedValkey, steps: int) -> None:
    """redis-py swallowed a cancellation that came while it connected, and the program did not end."""
    ticks = Ticks()
    task = asyncio.create_task(worker.run(valkey.url, ticks.tick))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(LONG_ENOUGH):
        with pytest.raises(asyncio.CancelledError):
            await task
