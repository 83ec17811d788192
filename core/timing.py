"""A message's row as due times, and back. Pure: no query. Not here: recurrence itself (`core.recurrence`)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from core.commands import When
from core.recurrence import instant, next_due, wall
from core.slots import lateness_limit

Row = dict[str, Any]

COUNTDOWN = timedelta(seconds=10)
"""What is due now leaves after it, so that a slip can be stopped."""


def when_of(row: Row) -> When:
    """The due times of a message's row."""
    return When(
        starts=datetime.fromisoformat(row["starts"]),  # wall clock: its zone stands beside it
        zone=row["zone"],
        rules=tuple(row["rules"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        exdates=tuple(date.fromisoformat(day) for day in row["exdates"]),
        rdates=tuple(datetime.fromisoformat(moment) for moment in row["rdates"]),
        at=row["at"],
    )


def when_fields(when: When) -> Row:
    """The columns of a message's row for due times."""
    return {
        "starts": wall(when.starts),
        "zone": when.zone,
        "rules": list(when.rules),
        "until": when.until.isoformat() if when.until else None,
        "exdates": [day.isoformat() for day in when.exdates],
        "rdates": [wall(moment) for moment in when.rdates],
        "at": when.at,
    }


def limit_of(row: Row, when: When, due: datetime) -> timedelta:
    """How late a due time of a message may still leave."""
    following = next_due(when, due)
    return lateness_limit(when, row["late"], following.due - due if following else None)


def midnight(day: date, zone: str) -> datetime:
    """The first instant of a local day."""
    return instant(datetime.combine(day, datetime.min.time()), zone)
