"""When a delivery may leave: slots and lateness limits. Pure.

A slot is fixed when an occurrence is planned; waiting for it is not lateness. Lateness is measured from the slot
(design.md section 4). Not here: who is due (`core.recurrence`), who sends (`core.dispatch`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.commands import When
from core.language.grammar.shifts import length_of_iso

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
    """Which moments are open (`core.slots.room`)."""

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
    due: datetime,
    count: int,
    gap: timedelta,
    taken: Sequence[datetime],
    bulk: bool = False,
    door: Door = _OPEN,
    burst: int = 1,
) -> list[datetime]:
    """The earliest `count` slots from `due` on that are open, each at least `gap` from each other and from those taken
    (sorted); with a `burst` so many at once, as a bucket of tokens allows of which one comes back in each `gap`.

    Holes between taken slots are used. A `bulk` leaves one in each half minute, or after each four slots where that is
    longer, fills none that another left, and leaves the burst to others: so a single message does not wait behind one to
    thousands.
    """
    slots: list[datetime] = []
    bucket, at = _Bucket(due, gap, taken, timedelta() if bulk else (burst - 1) * gap, burst), due
    run = max(_LEAST_RUN, int(_STRETCH / gap)) if bulk and gap else count + 1
    while len(slots) < count:
        at = door.opens(at)
        if (free := bucket.free(at, 2 if bulk else 1)) > at:
            at = free
            continue
        slots.append(at)
        door.take(at)
        bucket.take(at, 1 if len(slots) % run else 2)
    return slots


class _Bucket:
    """The tokens of a pace, along the taken slots and those that come to them. `slack`: how far it may be from full when
    somebody takes a token out of it."""

    def __init__(self, due: datetime, gap: timedelta, taken: Sequence[datetime], slack: timedelta, burst: int) -> None:
        self._gap = gap
        self._taken = taken
        self._slack = slack
        self._empty = burst * gap
        self._full_at = min([due, *taken[:1]]) - self._empty
        self._next = 0

    def take(self, at: datetime, tokens: int) -> None:
        self._full_at = max(self._full_at, at) + tokens * self._gap

    def free(self, at: datetime, tokens: int) -> datetime:
        """From when on, `at` or later, there is a token to take so that the taken slots keep theirs, and would also if it were
        so many."""
        while True:
            while self._next < len(self._taken) and (slot := self._taken[self._next]) <= at:
                self._full_at = min(max(self._full_at, slot) + self._gap, slot + self._empty)
                self._next += 1
            if (allowed := self._full_at - self._slack) > at:
                at = allowed
            elif (in_the_way := self._hindered(max(self._full_at, at) + tokens * self._gap)) is not None:
                at = in_the_way
            else:
                return at

    def _hindered(self, full_at: datetime) -> datetime | None:
        """The first of the taken slots to come that would have no token, were the bucket full only then."""
        for place in range(self._next, len(self._taken)):
            slot = self._taken[place]
            if full_at <= slot:
                return None
            if full_at - slot > self._slack:
                return slot
            full_at += self._gap
        return None
