"""What waits costs nothing: one tick beside a million messages and beside ten thousand; and how late one-off messages leave
beside a loop that only sleeps to the same instants."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from datetime import datetime, timedelta

from core.dispatch.dispatcher import Dispatcher
from storage import db
from tests.bench.gateway import running
from tests.bench.stage import Stage, open_stage

_FEW = 10_000
_DAY = timedelta(days=1)


async def ticks(url: str, many: int) -> str:
    """A tick with `many` messages that wait, by one with ten thousand; each the median of twenty-one."""
    with running() as gateway:
        async with open_stage(url, gateway) as stage:
            await stage.waiting(_FEW, stage.clock.now() + _DAY, timedelta(seconds=1))
            few = await _tick(stage)
            await stage.waiting(many - _FEW, stage.clock.now() + 2 * _DAY, timedelta(seconds=1))
            much = await _tick(stage)
    return f"{much / few:.2f} times ({much * 1000:.1f} ms with {many}, {few * 1000:.1f} ms with {_FEW})"


async def _tick(stage: Stage) -> float:
    worker = Dispatcher(stage.clock)
    taken = []
    for _ in range(21):
        began = time.perf_counter()
        await worker.tick()
        taken.append(time.perf_counter() - began)
    await worker.stop(1)
    return statistics.median(taken)


async def lateness(url: str, count: int, seconds: float, waiting: int) -> str:
    """How late `count` one-off messages left that were due at random instants of `seconds`, in ms behind the loop's own."""
    luck = random.Random(7)
    with running() as gateway:
        async with open_stage(url, gateway) as stage:
            await stage.waiting(waiting, stage.clock.now() + _DAY, timedelta(seconds=1))
            await stage.crowd(count)
            people = await db.rows("select id from contact order by id limit $1", count)
            begins = stage.clock.now() + timedelta(seconds=10 + count / 25)
            instants = sorted(begins + timedelta(seconds=luck.uniform(0, seconds)) for _ in range(count))
            for instant, person in zip(instants, people, strict=True):
                await stage.message(instant, to=person["id"])
            assert stage.clock.now() < instants[0] - timedelta(seconds=5), "writing them down took too long"
            worker = Dispatcher(stage.clock)
            ringing = asyncio.create_task(_ring(worker))
            bare = await _sleeper(stage, instants)
            while await stage.count("sent") < count and stage.clock.now() < instants[-1] + timedelta(seconds=30):
                await asyncio.sleep(0.5)
            ringing.cancel()
            await worker.stop(5)
            rows = await db.rows("select slot_at, sending_at from delivery where sending_at is not null")
    ours = [(row["sending_at"] - row["slot_at"]).total_seconds() for row in rows]
    assert len(ours) == count, f"{len(ours)} of {count} left"
    return f"{_spread(ours)}; the bare loop {_spread(bare)}"


async def _ring(worker: Dispatcher) -> None:
    while True:
        began = time.monotonic()
        await worker.tick()
        await asyncio.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


async def _sleeper(stage: Stage, instants: list[datetime]) -> list[float]:
    late: list[float] = []

    async def one(instant: datetime) -> None:
        await asyncio.sleep((instant - stage.clock.now()).total_seconds())
        late.append((stage.clock.now() - instant).total_seconds())

    await asyncio.gather(*(one(instant) for instant in instants))
    return late


def _spread(late: list[float]) -> str:
    took = sorted(one * 1000 for one in late)
    p99 = took[int(len(took) * 0.99)]
    return f"median {statistics.median(took):.1f}, 99 % {p99:.1f}, worst {took[-1]:.1f}, earliest {took[0]:.1f} ms"
