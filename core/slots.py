"""When a delivery may leave: slots and lateness limits. Pure.

A slot is fixed when an occurrence is planned; waiting for it is not lateness. Lateness is measured from the slot
(design.md section 4). Not here: who is due (`core.recurrence`), who sends (`core.dispatch`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.commands import When
from core.language.shifts import length_of_iso

ONE_OFF_LIMIT = timedelta(minutes=30)
REMINDER_LIMIT = timedelta(minutes=15)
SERIES_LIMIT = timedelta(hours=2)
EVEN_IF_LATE = timedelta(hours=24)
ONLY_ON_TIME = timedelta(minutes=1)

BULK = 50
"""A message to more people leaves slots free for others."""
_STRETCH = timedelta(seconds=30)
_LEAST_RUN = 4


def lateness_limit(when: When, late: str | None, gap: timedelta | None) -> timedelta:
    """How late, after its slot, a delivery may still leave. `gap`: to the next due time of a series, if there is one.

    One-off 30 min, a reminder 15 min, a series 2 h; said otherwise, that (`late`: "even_if_late", "only_if_on_time", or an
    ISO 8601 duration). What repeats is never later than half the gap to
    its next time: a medicine at 8 must not come with the one at 14.
    """
    if late == "even_if_late":
        limit = EVEN_IF_LATE
    elif late == "only_if_on_time":
        limit = ONLY_ON_TIME
    elif late == "reminder":
        limit = REMINDER_LIMIT
    elif late is not None and late.startswith("P"):
        limit = length_of_iso(late)
    else:
        limit = SERIES_LIMIT if when.rules else ONE_OFF_LIMIT
    return limit if gap is None else min(limit, gap / 2)


class Door(Protocol):
    """Which moments are open (`core.room`)."""

    def opens(self, at: datetime) -> datetime: ...

    def take(self, slot: datetime) -> None: ...


class _Open:
    """Every moment is."""

    def opens(self, at: datetime) -> datetime:
        return at

    def take(self, slot: datetime) -> None:
        pass


_OPEN = _Open()


def place(
    due: datetime, count: int, gap: timedelta, taken: Sequence[datetime], bulk: bool = False, door: Door = _OPEN
) -> list[datetime]:
    """The earliest `count` slots from `due` on that are open, each at least `gap` from each other and from those taken
    (sorted).

    Holes between taken slots are used. A `bulk` leaves one in each half minute, or after each four slots where that is
    longer, and fills none that another left: so a single message does not wait behind one to thousands.
    """
    slots: list[datetime] = []
    at, position = due, bisect_left(taken, due - gap)
    run = max(_LEAST_RUN, int(_STRETCH / gap)) if bulk and gap else count + 1
    room = 2 * gap if bulk else gap
    while len(slots) < count:
        if (opens := door.opens(at)) > at:
            at, position = opens, bisect_left(taken, opens - gap)
        while position < len(taken) and taken[position] <= at - gap:
            position += 1
        if position < len(taken) and taken[position] < at + room:
            at = taken[position] + gap
            position += 1
            continue
        slots.append(at)
        door.take(at)
        at += gap if len(slots) % run else 2 * gap
    return slots
