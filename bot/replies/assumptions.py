"""What a reading assumed, said back, and what it could have meant instead. Pure.

Not here: taking the alternative (`bot.handlers.answers`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.replies import times
from bot.replies.voice import Voice
from core.language.reading import Option, Reading
from core.recurrence import wall

_ASSUMED = ("am", "pm", "noon", "day-first", "month-first", "year-first", "hours")
NOON = 12


def assumptions(said: Voice, reading: Reading) -> list[str]:
    return [said(f"assumed-{one}") if one in _ASSUMED else said("assumed-other", what=one) for one in reading.assume]


def alternatives(reading: Reading) -> list[Option]:
    """What each assumption could have been instead, as patches; those that cannot be given in one tap are left out."""
    if reading.outcome != "ok" or not reading.dtstart or any("BYHOUR" in rule for rule in reading.rrules):
        return []
    starts = datetime.fromisoformat(reading.dtstart)
    found = [_OTHERWISE[one](starts) for one in reading.assume if one in _OTHERWISE]
    return [Option({"dtstart": wall(one), "assume": None}) for one in found if one is not None]


def offers(reading: Reading) -> list[tuple[int, Option]]:
    """Those to show, each with its place among all of them, which buttons carry: two assumptions ("at 8" in the morning, and
    within the opening hours) may have the same alternative, and it is offered once."""
    every = alternatives(reading)
    return [(place, one) for place, one in enumerate(every) if one not in every[:place]]


def _half_a_day_off(starts: datetime) -> datetime | None:
    return starts + timedelta(hours=12 if starts.hour < NOON else -12)


def _swapped(starts: datetime) -> datetime | None:
    try:
        return starts.replace(month=starts.day, day=starts.month) if starts.day != starts.month else None
    except ValueError:
        return None


_OTHERWISE = {
    "am": _half_a_day_off,
    "pm": _half_a_day_off,
    "noon": _half_a_day_off,
    "hours": _half_a_day_off,
    "day-first": _swapped,
    "month-first": _swapped,
}


def instead(said: Voice, reading: Reading, option: Option) -> str:
    """What the button of an alternative says: "21:00 instead?"."""
    other, one = (datetime.fromisoformat(text) for text in (option.patch["dtstart"], reading.dtstart or ""))
    return said("instead", what=times.clock(other) if other.date() == one.date() else times.short_moment(said, other))
