"""When a channel's pace lets the next messages leave. Pure, but for what it remembers of those that left.

A gap with jitter is drawn once a send. Drawn anew at each look, the shortest of many draws would win. What another worker
sent in between is known by its last moment alone: then the bucket of a rate counts as empty from there on.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from core.slots.pace import Pace


class Tempo:
    """Of one channel. `last`, wherever it is asked for: when something last left over it, as the database has it."""

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance
        self._pace = Pace()
        self._last: datetime | None = None
        self._full_at: datetime | None = None
        """When as many may leave at once as ever."""

    def allowed(self, pace: Pace, last: datetime | None, now: datetime | None = None) -> datetime | None:
        """From when on the next one may leave; None: at any time."""
        self._follow(pace, last, now)
        if pace.none or self._full_at is None:
            return None
        return self._full_at - (pace.burst - 1) * pace.mean()

    def room(self, pace: Pace, last: datetime | None, now: datetime) -> int:
        """How many may leave now; for a channel that has a pace."""
        self._follow(pace, last, now)
        owed = max(self._full_at - now, timedelta()) if self._full_at else timedelta()
        return max(pace.burst + (-owed) // pace.mean(), 0)

    def left(self, pace: Pace, count: int, now: datetime) -> None:
        """So many leave now."""
        self._pace, self._last = pace, now
        begins = max(self._full_at, now) if self._full_at else now
        self._full_at = begins + sum((pace.gap(self._chance) for _ in range(count)), timedelta())

    def _follow(self, pace: Pace, last: datetime | None, now: datetime | None) -> None:
        """Takes up another pace, and what left without being seen here. What left long after `now` left by a clock that was put
        back since: it holds nothing up."""
        known = [
            one for one in (last, self._last) if one is not None and (now is None or one - now <= pace.gap_at_most)
        ]
        newest = max(known, default=None)
        if newest is None:
            self._full_at = None
        elif newest != self._last or pace != self._pace:
            self._full_at = newest + pace.burst * pace.gap(self._chance)
        self._pace, self._last = pace, newest
