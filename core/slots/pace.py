"""How fast a channel may send: pure. `12s` is a gap, `5-30s` a gap with jitter, `29/s` a rate, `0s` no pace.

A rate is a bucket of tokens: `29/s burst 60` holds 60 of them, each message takes one, 29 come back in a second. So in any
stretch of t seconds at most 60 + 29t leave, and what fell behind, or came due at one instant, need not queue for its turn.
Without a word about it the bucket holds what comes back in a quarter of a second, one at least.

Here: reading a pace and the gap to keep after a send. Not here: when a delivery leaves (`core.slots`, the lane).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import timedelta

from core.errors import Refused

_GAP = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:-\s*(\d+(?:\.\d+)?)\s*)?s\s*$")
_RATE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*/\s*(s|m|min|h)\s*(?:burst\s*(\d+)\s*)?$")
_CHANCE = random.Random()
_LONGEST = 86400.0
_UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_BUCKET = 0.25
"""Seconds whose tokens a bucket holds where nobody said how many."""
_MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """The least and the most seconds between two sends of a channel; `burst`: how many may leave without one in between."""

    least: float = 0.0
    most: float = 0.0
    burst: int = 1

    @property
    def none(self) -> bool:
        return not self.mean()

    def mean(self) -> timedelta:
        """What a plan reckons with."""
        return timedelta(seconds=(self.least + self.most) / 2)

    @property
    def gap_at_most(self) -> timedelta:
        return timedelta(seconds=self.most)

    def gap(self, chance: random.Random | None = None) -> timedelta:
        """The gap to keep after one send."""
        if self.least == self.most:
            return timedelta(seconds=self.least)
        return timedelta(seconds=(chance or _CHANCE).uniform(self.least, self.most))


def read_pace(text: str) -> Pace:
    """Raises Refused("bad_pace") for what is no pace; a gap of more than a day is none, nor a burst of more than 1,000."""
    pace = None
    if found := _GAP.match(text):
        least = float(found[1])
        pace = Pace(least, max(least, float(found[2])) if found[2] else least)
    elif (found := _RATE.match(text)) and float(found[1]) > 0:
        gap = _UNITS[found[2]] / float(found[1])
        pace = Pace(gap, gap, int(found[3]) if found[3] else max(1, int(_BUCKET / gap)))
    if pace is None or pace.most > _LONGEST or not 0 < pace.burst <= _MOST_AT_ONCE:
        raise Refused("bad_pace", pace=text)
    return pace


def tidy(text: str) -> str:
    """A pace as it is kept and shown, however it was spaced."""
    return "".join(text.split()).replace("burst", " burst ")
