"""When a channel's pace lets the next message leave. Pure, but for the gap that it remembers.

A gap with jitter is drawn once a send. Drawn anew at each look, the shortest of many draws would win.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from core.pace import Pace


class Tempo:
    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance
        self._drawn: tuple[Pace, datetime] | None = None
        self._gap = timedelta()

    def allowed(self, pace: Pace, last: datetime | None, now: datetime | None = None) -> datetime | None:
        """From when on the next one may leave, after one that left at `last`; None: at any time. What left long after `now`
        left by a clock that was put back since."""
        if pace.none or last is None:
            return None
        if self._drawn != (pace, last):
            self._drawn, self._gap = (pace, last), pace.gap(self._chance)
        return None if now is not None and last - now > self._gap else last + self._gap
