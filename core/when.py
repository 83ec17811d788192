"""Due times as a value, apart from the commands that carry them: what reads and computes times needs no command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class When:
    """Due times: `starts` is naive wall clock in `zone`; `at` (aware, UTC), where given, decides for a single time.

    `rules` are RFC 5545 without DTSTART and UNTIL, united; `until` is the last local date; `exdates` local dates left
    out of the rules; `rdates` naive wall-clock times added, also on such a date.
    """

    starts: datetime
    zone: str
    rules: tuple[str, ...] = ()
    until: date | None = None
    exdates: tuple[date, ...] = ()
    rdates: tuple[datetime, ...] = ()
    at: datetime | None = None
