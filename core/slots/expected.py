"""What other messages will send on days to come, by their rules as they stand: whoever schedules hears that a day will be full,
though nothing of it is planned yet. First come, first served is what planning does; this only foretells.

Not here: what is planned already (`storage.queries.load`), slots (`core.slots.allotment`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from core.recurrence import due_times, local
from core.slots.timing import midnight, when_of
from storage.queries import directory, messages

Row = dict[str, Any]

_AHEAD = 8
"""Days after the one that is asked about: so far off a place is looked for."""
_MOST = 500
"""Due times of one message that are looked at."""


@dataclass(slots=True)
class Expected:
    """By day of the workspace: of each contact that was asked about, and of the channel."""

    of: Counter[tuple[int, date]] = field(default_factory=Counter)
    sent: Counter[date] = field(default_factory=Counter)


async def expected(home: Row, channel: int, contacts: Sequence[int], day: date, but: int) -> Expected:
    """From a day on. `but`: the message that is asked about itself. Reminders count for no person."""
    begin, end = midnight(day, home["zone"]), midnight(day + timedelta(days=_AHEAD), home["zone"])
    found, asked = Expected(), set(contacts)
    for row in await messages.listed(home["id"], ("active",), limit=directory.EVERYBODY):
        if row["id"] == but or row["next_due_at"] is None or row["next_due_at"] >= end or row["channel_id"] is None:
            continue
        days = _days(row, max(begin, row["next_due_at"]), end, home["zone"])
        who = await _people(row) if days else []
        if row["channel_id"] == channel:
            found.sent.update({one: n * len(who) for one, n in days.items()})
        if row["late"] != "reminder":
            found.of.update({(person, one): n for person in asked.intersection(who) for one, n in days.items()})
    return found


def _days(row: Row, begin: datetime, end: datetime, zone: str) -> Counter[date]:
    coming = takewhile(lambda one: one.due < end, due_times(when_of(row), begin, inclusive=True))
    return Counter(local(one.due, zone).date() for one in islice(coming, _MOST))


async def _people(row: Row) -> list[int]:
    audience = row["audience"]
    if audience.keys() <= {"contacts"}:
        return list(audience.get("contacts", ()))
    return await directory.audience(row["workspace_id"], audience, limit=directory.EVERYBODY)
