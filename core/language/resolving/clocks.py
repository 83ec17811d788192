"""Hours as written -> times of day: "9" is nine in the morning, "5" is a question, "8 tonight" is twenty o'clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from core.language.spec import Clock

_NOON = 12
_ASKED = 6  # bare hours up to this one are asked; later ones are taken as morning and said back
# For each part of the day the hours, as spoken, that it moves to the afternoon, and those that it leaves alone.
_PARTS = {
    "morning": (frozenset[int](), frozenset(range(1, 12))),
    "dawn": (frozenset[int](), frozenset(range(1, 7))),
    "siang": (frozenset(range(1, 5)), frozenset((10, 11, 12))),
    "afternoon": (frozenset(range(1, 9)), frozenset((12,))),
    "evening": (frozenset(range(3, 12)), frozenset[int]()),
    "sore": (frozenset(range(2, 8)), frozenset[int]()),  # Indonesian: the afternoon until dusk
    "night": (frozenset(range(6, 12)), frozenset[int]()),
    "pm": (frozenset(range(1, 12)), frozenset((12,))),
}
_HOURS = {
    "morning": (4, 12),
    "dawn": (0, 7),
    "siang": (10, 16),
    "afternoon": (12, 21),
    "evening": (15, 24),
    "sore": (14, 20),
    "night": (18, 24),
    "pm": (12, 24),
}
USUAL = {"morning": 9, "dawn": 5, "siang": 12, "afternoon": 15, "evening": 19, "sore": 16, "night": 21, "pm": 15}


@dataclass(frozen=True, slots=True)
class Times:
    """The times of day that a clock may mean, what was assumed for a single one, and the reason to ask for others."""

    times: tuple[time, ...]
    assume: tuple[str, ...] = ()
    reason: str | None = None


def in_part(hour: int, pod: str) -> bool:
    """Whether an hour of the clock may be said to be in a part of the day."""
    first, last = _HOURS[pod]
    return first <= hour < last


def times_of(clock: Clock, pod: str | None, hours: tuple[time, time] | None) -> Times:
    """`pod` is the part of the day said elsewhere in the sentence; `hours` opening hours, which decide bare hours."""
    part = clock.pod or pod
    if clock.mode == "midnight":
        return Times((time(0),))
    if clock.mode in ("am", "pm"):
        hour = clock.hour % _NOON + (_NOON if clock.mode == "pm" else 0)
        return _checked(clock, hour, part)
    if clock.mode == "exact":
        return _checked(clock, clock.hour, part)
    if part is not None:
        later, same = _PARTS[part]
        if clock.hour in later:
            return Times((_at(clock, clock.hour + _NOON),))
        return Times((_at(clock, clock.hour),)) if clock.hour in same else _either(clock)
    return _unsaid(clock, hours)


def _at(clock: Clock, hour: int) -> time:
    return time(hour % 24, clock.minute, clock.second)


def _either(clock: Clock) -> Times:
    return Times((_at(clock, clock.hour % _NOON), _at(clock, clock.hour % _NOON + _NOON)), reason="am_pm")


def _checked(clock: Clock, hour: int, part: str | None) -> Times:
    if part is not None and not _HOURS[part][0] <= hour < _HOURS[part][1]:
        return Times((_at(clock, hour),), reason="invalid_time")
    return Times((_at(clock, hour),))


def _unsaid(clock: Clock, hours: tuple[time, time] | None) -> Times:
    """Nothing says which half of the day: opening hours, else the convention for bare hours."""
    morning, evening = _either(clock).times
    written = clock.mode == "written" and clock.hour > _ASKED
    if hours is not None and not written:
        inside = [at for at in (morning, evening) if hours[0] <= at < hours[1]]
        if len(inside) == 1:
            name = "noon" if clock.hour == _NOON else "am" if inside[0] == morning else "pm"
            return Times((inside[0],), (name, "hours"))
    if clock.hour <= _ASKED:
        return _either(clock)
    if clock.hour == _NOON:
        return Times((evening,), ("noon",) if clock.mode == "bare" else ())
    return Times((morning,), ("am",) if clock.mode == "bare" else ())
