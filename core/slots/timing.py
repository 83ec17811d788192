"""A message's row as due times, and back. Pure: no query. Not here: recurrence itself (`core.recurrence`)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.commands import When
from core.recurrence import instant, next_due, wall
from core.slots.slots import lateness_limit

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


def quiet_at(row: Row, due: datetime) -> str | None:
    """What was chosen of quiet hours for a due time of a message: for that one by itself, else for all of it."""
    alone = (row.get("carries") or {}).get("quiet") or {}
    chosen: str | None = alone.get(_moment(due), row["quiet"])
    return chosen


def quiet_of_one(row: Row, one: When, chosen: str | None) -> Row:
    """The columns that keep such a choice for one time of a series; none where nothing was chosen."""
    due = next_due(one)
    if chosen is None or due is None:
        return {}
    carries = row["carries"] or {}
    return {"carries": carries | {"quiet": {**carries.get("quiet", {}), _moment(due.due): chosen}}}


def _moment(due: datetime) -> str:
    return due.astimezone(UTC).isoformat()


def limit_of(row: Row, when: When, due: datetime) -> timedelta:
    """How late a due time of a message may still leave."""
    following = next_due(when, due)
    return lateness_limit(when, row["late"], following.due - due if following else None)


def midnight(day: date, zone: str) -> datetime:
    """The first instant of a local day."""
    return instant(datetime.combine(day, datetime.min.time()), zone)
