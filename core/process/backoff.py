"""Trying again: growing pauses, the supervision of a part that must not end, and rounds that are made for ever.

Here: when to start again. Not here: what a part does, and retries of a provider's request (`core.dispatch`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from core.clock import Clock
from core.errors import BadSetting
from core.process.metrics import Counter

log = structlog.get_logger()

RESTARTS = Counter("belfry_part_restarts_total", "How often a part of this process ended and was started again.")


class Backoff:
    """Pauses in seconds that double from `first` to `most`; `reset` begins anew."""

    def __init__(self, first: float = 0.5, most: float = 30.0) -> None:
        self._first, self._most = first, most
        self._next = first

    def pause(self) -> float:
        pause, self._next = self._next, min(self._next * 2, self._most)
        return pause

    def reset(self) -> None:
        self._next = self._first


async def supervise(
    part: str,
    run: Callable[[], Awaitable[None]],
    *,
    backoff: Backoff | None = None,
    steady: float = 30.0,
    told: Callable[[str], None] | None = None,
) -> None:
    """Runs a part, and runs it again whenever it ends or fails; only BadSetting, which no retry mends, comes out.

    A part that ran for `steady` seconds begins again with the shortest pause. `told` hears "up" and "down".
    """
    backoff = backoff or Backoff()
    while True:
        began = time.monotonic()
        error: Exception | None = None
        if told:
            told("up")
        try:
            await run()
        except BadSetting:
            raise
        except Exception as e:
            error = e
        if told:
            told("down")
        if time.monotonic() - began >= steady:
            backoff.reset()
        pause = backoff.pause()
        RESTARTS.add(part=part)
        log.warning("part.ended", part=part, again_in=pause, exc_info=error)
        await asyncio.sleep(pause)


async def make_rounds(
    part: str,
    make: Callable[[], Awaitable[None]],
    clock: Clock,
    *,
    every: timedelta,
    away: tuple[type[Exception], ...],
) -> None:
    """Makes one round after the other, for ever, with a pause of `every` between them; while what a round needs is `away`,
    the pauses grow. What else it raises comes out."""
    backoff = Backoff(every.total_seconds())
    while True:
        pause = every
        try:
            await make()
            backoff.reset()
        except away as error:
            pause = timedelta(seconds=backoff.pause())
            log.warning("part.waiting", part=part, error=type(error).__name__, again_in=pause.total_seconds())
        await clock.wait_until(clock.now() + pause)
