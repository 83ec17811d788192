"""Workers as processes of their own: many channels at their rate, a worker that is killed, how sending grows with their
number, and what memory they keep. `python -m tests.bench.fleet URL KEY LEASE` is one of them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from core.clock import Clock
from core.commands import Audience, Schedule, When
from core.dispatch.dispatcher import Dispatcher
from core.dispatch.plan import plan
from core.messages import messages
from core.process import heap
from core.recurrence import local
from storage import db
from storage.fields import instant
from tests.bench.gateway import running
from tests.bench.stage import ZONE, Stage, open_stage
from tests.databases import KEY

_LONGEST = timedelta(minutes=5)


# --- workers


@contextlib.contextmanager
def workers(url: str, count: int, lease: float = 10.0) -> Iterator[list[subprocess.Popen[str]]]:
    """So many of them, ready to send, until the block ends."""
    command = [sys.executable, "-m", "tests.bench.fleet", url, KEY, str(lease)]
    house = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        for one in house:
            assert one.stdout
            assert one.stdout.readline() == "ready\n", "a worker did not start"
        yield house
    finally:
        for one in house:
            one.terminate()
        for one in house:
            one.wait(30)


async def _work(url: str, key: str, lease: float) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    await db.open(url, key)
    worker = Dispatcher(Clock(), lease=lease)
    await worker.tick()
    heap.settle()
    print("ready", flush=True)
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), 1)
        await worker.tick()
    await worker.stop(5)
    await db.close()


# --- figures


async def rates(url: str, channels: int, people: int, rate: int, count: int) -> str:
    """Everybody gets something over each of so many channels at one second, planned at least 5 s before, at a rate: when the
    last of them left, of what the rate allows. `count`: workers."""
    with running() as gateway:
        async with open_stage(url, gateway, channels, f"{rate}/s") as stage:
            await stage.crowd(people - 1)
            due = stage.clock.now() + timedelta(seconds=15 + channels * people / 100)
            await _to_everybody(stage, due)
            assert stage.clock.now() < due - timedelta(seconds=5), "planning took too long"
            with workers(url, count):
                await _sent(stage, channels * people)
            found = await db.row("select max(sending_at) as last, min(sending_at - slot_at) as early from delivery")
    assert found is not None
    took = (instant(found["last"]) - due).total_seconds()
    return f"{took * rate / people:.2f} of {people}/{rate} s ({took:.2f} s), {count} at work"


async def curve(url: str, channels: int, people: int, delay: float) -> str:
    """What one, two and four workers send in a second over many channels of a gateway that takes its time."""
    told, alone = [], 0.0
    with running(delay) as gateway:
        async with open_stage(url, gateway, channels) as stage:
            await stage.crowd(people - 1)
            for turn, count in enumerate((1, 2, 4)):
                due = stage.clock.now() + timedelta(seconds=15 + channels * people / 100)
                await _to_everybody(stage, due)
                with workers(url, count):
                    await _sent(stage, (turn + 1) * channels * people)
                found = await db.row("select max(sent_at) as last from delivery")
                assert found is not None
                each = channels * people / (instant(found["last"]) - due).total_seconds()
                alone = alone or each
                told.append(f"{count}: {each:.0f}/s ({each / alone:.2f})")
    return f"{', '.join(told)}; {os.cpu_count()} cores"


async def recovery(url: str, lease: float) -> str:
    """How long after kill -9 of the worker that sends over a channel the other one does, in seconds and against the lease."""
    with running() as gateway:
        async with open_stage(url, gateway, pace="20/s") as stage:
            await stage.crowd(1999)
            await stage.planned(2000, stage.clock.now() + timedelta(seconds=3))
            with workers(url, 2, lease) as house:
                await _sent(stage, 40)
                held = await db.row("select owner from lease where channel_id = $1", stage.channels[0])
                assert held is not None
                busy = next(one for one in house if f":{one.pid}:" in held["owner"])
                busy.kill()
                killed = stage.clock.now()
                first = await _next_after(stage, killed + timedelta(seconds=0.2))
            unsure = await stage.count("unsure") + await stage.count("sending")
    took = (first - killed).total_seconds()
    return f"{took:.1f} s with a lease of {lease:.0f} s ({took - lease:+.1f} s), {unsure} unsure"


async def memory(url: str, first: int, more: int) -> str:
    """The memory of a worker (PSS) after so many deliveries, and after more."""
    if not Path("/proc/self/smaps_rollup").exists():
        return "no PSS on this system"
    with running() as gateway:
        async with open_stage(url, gateway) as stage:
            await stage.crowd(first - 1)
            with workers(url, 1) as (worker,):
                told, done, began = [], 0, time.monotonic()
                while done < first + more:
                    await stage.planned(first, stage.clock.now() + timedelta(seconds=3))
                    done += first
                    await _sent(stage, done)
                    told.append(_pss(worker.pid))
    rate = done / (time.monotonic() - began)
    return (
        f"{told[-1] - told[0]:+.1f} MB ({told[0]:.1f} MB after {first}, {told[-1]:.1f} MB after {done}; {rate:.0f}/s)"
    )


# --- parts


async def _to_everybody(stage: Stage, due: datetime) -> None:
    """A message to everybody over each channel, through the door, planned."""
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    for at in range(len(stage.channels)):
        wanted = Schedule(Audience(everyone=True), "hello", when, channel=f"clinic{at}")
        await messages.schedule(stage.actor, wanted, stage.clock.now())
    await plan(stage.clock.now())


async def _sent(stage: Stage, count: int) -> None:
    ends = stage.clock.now() + _LONGEST
    while (done := await stage.count("sent")) < count:
        assert stage.clock.now() < ends, f"{done} of {count}"
        await asyncio.sleep(0.25)


async def _next_after(stage: Stage, moment: datetime) -> datetime:
    """When the first one left after a moment."""
    ends = moment + _LONGEST
    while stage.clock.now() < ends:
        found = await db.row("select min(sending_at) as first from delivery where sending_at > $1", moment)
        if found and found["first"] is not None:
            return instant(found["first"])
        await asyncio.sleep(0.05)
    raise AssertionError("nobody took over")


def _pss(process: int) -> float:
    """MB."""
    rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:"))


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], sys.argv[2], float(sys.argv[3])))
