"""Quiet hours: nobody is written to then, by the clock on their own wall. Pure.

Not here: whose hours they are (`core.slots.allotment`), what a person chose instead (`core.commands`), words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.errors import Refused
from core.recurrence import instant, local

_CLOCK = r"(\d{1,2})(?:[:.h](\d\d)?)?\s*(am|pm)?"
_HOURS = re.compile(rf"{_CLOCK}\s*(?:-|–|—|[^\W\d]+)\s*{_CLOCK}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` until before `ends`, over midnight where that is the earlier one."""

    begins: time
    ends: time

    def over(self, at: datetime, zone: str) -> datetime | None:
        """The instant at which quiet hours end that an instant lies in, by the wall clock of a zone; None: it does not."""
        wall = local(at, zone)
        day, clock = wall.date(), wall.time()
        within = self.begins <= clock < self.ends
        if self.begins > self.ends:
            within = clock >= self.begins or clock < self.ends
            day += timedelta(days=1) if clock >= self.begins else timedelta()
        end = instant(datetime.combine(day, self.ends), zone)
        return end if within and end > at else None


def read_quiet(kept: str | None) -> Quiet | None:
    """As a workspace keeps them: "21:00-08:00"; None: there are none."""
    if not kept:
        return None
    begins, _, ends = kept.partition("-")
    return Quiet(time.fromisoformat(begins), time.fromisoformat(ends))


def quiet_of(words: str) -> str:
    """ "21-8", "from 9pm to 8:00" -> "21:00-08:00". Raises Refused ("bad_quiet")."""
    found = _HOURS.search(words)
    around = (len(words[: found.start()].split()), words[found.end() :].strip(" .!")) if found else (9, "")
    if found is None or around > (1, ""):
        raise Refused("bad_quiet", hours=words)
    begins, ends = _clock(words, *found.groups()[:3]), _clock(words, *found.groups()[3:])
    if begins == ends:
        raise Refused("bad_quiet", hours=words)
    return f"{begins:%H:%M}-{ends:%H:%M}"


def _clock(words: str, hour: str, minute: str | None, half: str | None) -> time:
    at = int(hour)
    if half:
        at = at % 12 + (12 if half.casefold() == "pm" else 0) if at <= 12 else 99
    try:
        return time(0 if at == 24 else at, int(minute or 0))
    except ValueError:
        raise Refused("bad_quiet", hours=words) from None
