"""The one clock. Everything that decides by time asks it; leases alone keep the database's clock.

It can be moved forward (the sandbox lets a week pass in a minute) and can be waited on: moving it wakes who waits.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

_SLEWED = 1.0
"""Seconds that a clock which is merely slewed may take longer."""


class Clock:
    """Wall time in UTC, plus what has been advanced by hand. One per process; belongs to one event loop."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._moved: asyncio.Event | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> datetime:
        """Moves the clock forward (never back: what has been sent stays sent) and returns the new now."""
        if by < timedelta():
            raise ValueError("a clock moves forward only")
        self._ahead += by
        moved, self._moved = self._moved, None
        if moved is not None:
            moved.set()
        return self.now()

    async def wait_until(self, when: datetime, wake: asyncio.Event | None = None) -> None:
        """Returns at `when`, never early, or as soon as `wake` is set or the clock is moved past `when`.

        Where the machine's clock is put back meanwhile, it returns once so much time has passed as was left: who waits for a
        second must not wait for an hour. Whoever must not be early looks at the clock again.
        """
        ends = time.monotonic() + (when - self.now()).total_seconds() + _SLEWED
        while (left := (when - self.now()).total_seconds()) > 0 and not (wake is not None and wake.is_set()):
            if (rest := ends - time.monotonic()) <= 0:
                return
            if self._moved is None:
                self._moved = asyncio.Event()
            waits = [asyncio.ensure_future(self._moved.wait())]
            if wake is not None:
                waits.append(asyncio.ensure_future(wake.wait()))
            try:
                await asyncio.wait(waits, timeout=min(left, rest), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
