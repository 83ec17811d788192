"""When a delivery may leave: slots and lateness limits. Pure.

A slot is fixed when an occurrence is planned; waiting for it is not lateness. Lateness is measured from the slot
(design.md section 4). Not here: who is due (`core.recurrence`), who sends (`core.dispatch`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.commands import When

ONE_OFF_LIMIT = timedelta(minutes=30)
SERIES_LIMIT = timedelta(hours=2)
EVEN_IF_LATE = timedelta(hours=24)
ONLY_ON_TIME = timedelta(minutes=1)


def lateness_limit(when: When, late: str | None, gap: timedelta | None) -> timedelta:
    """How late, after its slot, a delivery may still leave. `gap`: to the next due time of a series, if there is one.

    One-off 30 min, a series 2 h; said otherwise, that. What repeats is never later than half the gap to its next time:
    a medicine at 8 must not come with the one at 14.
    """
    if late == "even_if_late":
        limit = EVEN_IF_LATE
    elif late == "only_if_on_time":
        limit = ONLY_ON_TIME
    else:
        limit = SERIES_LIMIT if when.rules else ONE_OFF_LIMIT
    return limit if gap is None else min(limit, gap / 2)


def place(due: datetime, count: int, gap: timedelta, taken: Sequence[datetime]) -> list[datetime]:
    """The earliest `count` slots from `due` on, each at least `gap` from each other and from those taken (sorted).

    Holes between taken slots are used, so a single message does not wait behind a long one that left room.
    """
    if gap <= timedelta():
        return [due] * count
    slots: list[datetime] = []
    at, position = due, bisect_left(taken, due - gap)
    while len(slots) < count:
        while position < len(taken) and taken[position] <= at - gap:
            position += 1
        if position < len(taken) and taken[position] < at + gap:
            at = taken[position] + gap
            position += 1
            continue
        slots.append(at)
        at += gap
    return slots
