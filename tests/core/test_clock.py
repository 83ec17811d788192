"""The clock: moved on by hand, and put back by whoever sets the machine's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from unittest import mock

from tests.lab import SetClock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def test_who_waits_for_a_moment_does_not_wait_for_an_hour_when_the_clock_is_put_back() -> None:
    clock = SetClock(NOW)
    with mock.patch("core.clock._SLEWED", 0.01):
        waiting = asyncio.create_task(clock.wait_until(clock.now() + timedelta(milliseconds=20)))
        await asyncio.sleep(0)
        clock._ahead -= timedelta(hours=1)
        async with asyncio.timeout(30):
            await waiting
    assert clock.now() < NOW


async def test_who_waits_long_is_woken_when_the_clock_is_moved_on() -> None:
    clock = SetClock(NOW)
    waiting = asyncio.create_task(clock.wait_until(NOW + timedelta(days=1)))
    await asyncio.sleep(0)
    clock.advance(timedelta(days=2))
    async with asyncio.timeout(30):
        await waiting
