"""A part that must not end is started again; only what no retry mends comes out."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from core.clock import Clock
from core.errors import BadSetting
from core.process.backoff import Backoff, make_rounds, supervise


def test_pauses_double_up_to_the_longest_and_begin_anew() -> None:
    backoff = Backoff(0.5, 3.0)
    assert [backoff.pause() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    backoff.reset()
    assert backoff.pause() == 0.5


async def test_a_part_that_fails_or_ends_is_started_again() -> None:
    starts = 0
    third = asyncio.Event()

    async def part() -> None:
        nonlocal starts
        starts += 1
        if starts == 1:
            raise ConnectionError
        if starts == 3:
            third.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(supervise("part", part, backoff=Backoff(0, 0)))
    await third.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert starts == 3


async def test_a_bad_setting_is_not_retried() -> None:
    async def part() -> None:
        raise BadSetting("missing", name="BELFRY_X", hint="set it")

    with pytest.raises(BadSetting):
        await supervise("part", part)


class _Waits(Clock):
    """Notes how long each wait is, and ends the third."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    async def wait_until(self, when: datetime, wake: asyncio.Event | None = None) -> None:
        self.pauses.append(round((when - self.now()).total_seconds(), 1))
        if len(self.pauses) == 4:
            raise EOFError


async def test_rounds_go_on_for_ever_and_farther_apart_while_something_is_away() -> None:
    rounds = iter([ConnectionError, ConnectionError, None, None])

    async def make() -> None:
        if (error := next(rounds)) is not None:
            raise error

    clock = _Waits()
    with pytest.raises(EOFError):
        await make_rounds("part", make, clock, every=timedelta(seconds=0.5), away=(ConnectionError,))
    assert clock.pauses == [0.5, 1.0, 0.5, 0.5]
