"""What a day has room for, and which moments are open to whom: quiet hours and the limits of days. Pure.

What could go wrong, and what holds:
- a limit of a day is planned over by two messages: what is planned already counts as used.
- a day that is full is looked through again for each of thousands: a place moves on with each slot, never back.
- a rule that never opens: after a year it is given up, and the slot is as far off as that.

Not here: what is used and who they are (`core.slots.allotment`), the gap between two (`core.slots`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.recurrence import instant, local
from core.slots.quiet import Quiet
from core.slots.slots import place

QUIET, DAILY, NEW, PERSON, PAST_END = "quiet_hours", "daily_limit", "new_limit", "person_limit", "past_end"
TOO_MANY = "too_many_people"
"""Why a slot was moved, or why somebody is left out."""
_FAR = timedelta(days=366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Guest:
    """What tells people apart in a plan: their zone, whether they are new to the channel, days on which they have enough."""

    zone: str
    new: bool = False
    full: frozenset[date] = frozenset()


@dataclass(slots=True)
class Room:
    """`zone`: of the workspace, whose days count. `daily` gives a day's limit; None: as many as there are."""

    due: datetime
    zone: str
    quiet: Quiet | None = None
    daily: Callable[[date], int | None] = lambda _day: None
    new: int | None = None
    used: Counter[date] = field(default_factory=Counter)
    used_new: Counter[date] = field(default_factory=Counter)

    def opens(self, at: datetime, guest: Guest) -> tuple[datetime, str]:
        """The first moment from `at` on that is open to somebody, and why it is not `at`."""
        cause, end = "", at + _FAR
        while at < end:
            quiet = self.quiet.over(at, guest.zone) if self.quiet else None
            if quiet is not None:
                at, cause = quiet, QUIET
                continue
            full = self._full(local(at, self.zone).date(), guest)
            if not full:
                return at, cause
            at, cause = self._next_day(at), full
        return at, cause

    def _full(self, day: date, guest: Guest) -> str:
        if day in guest.full:
            return PERSON
        if guest.new and self.new is not None and self.used_new[day] >= self.new:
            return NEW
        limit = self.daily(day)
        return DAILY if limit is not None and self.used[day] >= limit else ""

    def _next_day(self, at: datetime) -> datetime:
        """The next day at the time of day of what is due; where that is quiet, from its first moment on."""
        wall = local(self.due, self.zone).time()
        if self.quiet is not None and self.quiet.over(self.due, self.zone) is not None:
            wall = wall.min
        return instant(datetime.combine(local(at, self.zone).date() + _DAY, wall), self.zone)

    def take(self, slot: datetime, guest: Guest) -> None:
        day = local(slot, self.zone).date()
        self.used[day] += 1
        self.used_new[day] += guest.new


@dataclass(slots=True)
class _Door:
    """The room as one kind of guest finds it, for `core.slots.slots.place`. The cause of the last move is that of all after
    it."""

    room: Room
    guest: Guest
    causes: list[str] = field(default_factory=list)
    _cause: str = ""

    def opens(self, at: datetime) -> datetime:
        moment, cause = self.room.opens(at, self.guest)
        self._cause = cause or self._cause
        return moment

    def take(self, slot: datetime) -> None:
        self.causes.append(self._cause)
        self.room.take(slot, self.guest)


def seat(
    guests: Sequence[tuple[Hashable, Guest]],
    room: Room,
    gap: timedelta,
    taken: Sequence[datetime],
    bulk: bool,
    burst: int = 1,
) -> dict[Hashable, tuple[datetime, str]]:
    """A slot for each, by their key, and why it was moved ("" where it was not). `taken` is sorted."""
    kinds: dict[Guest, list[Hashable]] = {}
    for key, guest in guests:
        kinds.setdefault(guest, []).append(key)
    found: dict[Hashable, tuple[datetime, str]] = {}
    for guest, keys in kinds.items():
        door = _Door(room, guest)
        slots = place(room.due, len(keys), gap, taken, bulk, door, burst)
        found |= dict(zip(keys, zip(slots, door.causes, strict=True), strict=True))
        taken = sorted([*taken, *slots])
    return found
