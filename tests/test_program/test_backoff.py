"""A part that must not end is started again; only what no retry mends comes out."""

from __future__ import annotations

import asyncio

import pytest

from core.backoff import Backoff, supervise
from core.errors import BadSetting


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
