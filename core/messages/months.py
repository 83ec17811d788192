"""A month's load, day by day: what left, what is to leave, where there was trouble. Values only; changes nothing.

What is planned or sent is counted from its deliveries, on the local day of their slots; what is to come, from the rules,
beginning where planning ended: nothing is counted twice. Not here: the figures of a week (`core.report`), drawing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.actor import Actor
from core.people import people
from core.people.audience import audience_of
from core.recurrence import due_times, local
from core.slots.timing import midnight, when_of
from storage.queries import directory, messages, report

Row = dict[str, Any]

BREATH = 500
"""Due times that are counted before others get a turn: a rule by the minute has 40,000 a month."""
DUE = "due"
TROUBLE = ("failed", "unsure", "skipped")


@dataclass(frozen=True, slots=True)
class Share:
    """What one message has on one day: so many copies in one state of a delivery, or DUE where it is not planned yet.

    `first` is the earliest aware UTC instant of them.
    """

    day: date
    number: int
    state: str
    first: datetime
    copies: int


@dataclass(frozen=True, slots=True)
class Day:
    """`messages` counts each message once; `copies` are one for each person and due time. Trouble is among the copies,
    but for due times that were missed altogether, which are `skipped` without a copy."""

    day: date
    messages: int = 0
    copies: int = 0
    failed: int = 0
    unsure: int = 0
    skipped: int = 0

    @property
    def trouble(self) -> int:
        return self.failed + self.unsure + self.skipped


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a calendar month, first to last; `today` in the same zone, whichever month it is in."""

    days: tuple[Day, ...]
    today: date

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def copies(self) -> int:
        return sum(one.copies for one in self.days)


def month_after(day: date, months: int) -> date:
    """The first of the month so many months after that of a day. Raises ValueError outside years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


async def month(actor: Actor, of: date, now: datetime) -> Month:
    """The month of a day, in the actor's zone."""
    first = of.replace(day=1)
    count = (month_after(first, 1) - first).days
    days = [first + timedelta(days=n) for n in range(count)]
    found = await shares(actor, days, now)
    passed = await report.missed_by_day(actor.workspace, _edges(days, actor.zone))
    by_day: dict[date, list[Share]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    return Month(
        tuple(_day(day, by_day.get(day, ()), passed.get(place, 0)) for place, day in enumerate(days)),
        local(now, actor.zone).date(),
    )


async def missed(actor: Actor, day: date) -> int:
    """Due times of a day that passed without any delivery."""
    return (await report.missed_by_day(actor.workspace, _edges([day], actor.zone))).get(0, 0)


def _day(day: date, found: Iterable[Share], missed: int) -> Day:
    counts = dict.fromkeys(TROUBLE, 0)
    numbers, copies = set(), 0
    for one in found:
        numbers.add(one.number)
        copies += one.copies
        if one.state in counts:
            counts[one.state] += one.copies
    return Day(day, len(numbers), copies, counts["failed"], counts["unsure"], counts["skipped"] + missed)


async def shares(actor: Actor, days: list[date], now: datetime) -> list[Share]:
    """All that messages have on local days, which follow each other; soonest first."""
    edges = _edges(days, actor.zone)
    kept = [
        Share(days[row["day"]], row["number"], row["state"], row["slot_at"], int(row["n"]))
        for row in await report.shares(actor.workspace, edges)
    ]
    found = [*kept, *await _to_come(actor, edges[0], edges[-1])]
    return sorted(found, key=lambda one: (one.first, one.number, one.state))


async def _to_come(actor: Actor, start: datetime, end: datetime) -> list[Share]:
    """Due times of active messages that are not planned yet, from each one's next due time on."""
    found: list[Share] = []
    sizes: dict[str, int] = {}
    for row in await messages.listed(actor.workspace, ("active",), limit=directory.EVERYBODY):
        if row["next_due_at"] is None or row["next_due_at"] >= end:
            continue
        times = await times_by_day(row, max(start, row["next_due_at"]), end, actor.zone)
        key = json.dumps(row["audience"], sort_keys=True)
        if times and key not in sizes:
            sizes[key] = (await people.recipients(actor, audience_of(row["audience"]))).people
        found += [Share(day, row["number"], DUE, first, n * sizes[key]) for day, (first, n) in times.items()]
    return found


async def times_by_day(row: Row, start: datetime, end: datetime, zone: str) -> dict[date, tuple[datetime, int]]:
    """A message's due times in [start, end): for each local day that has any, the first and how many."""
    found: dict[date, tuple[datetime, int]] = {}
    for place, due in enumerate(due_times(when_of(row), start, inclusive=True)):
        if due.due >= end:
            break
        day = local(due.due, zone).date()
        first, n = found.get(day, (due.due, 0))
        found[day] = (first, n + 1)
        if place % BREATH == BREATH - 1:
            await asyncio.sleep(0)
    return found


def _edges(days: list[date], zone: str) -> list[datetime]:
    """The instants between which days lie: one more than there are days."""
    return [midnight(day, zone) for day in (*days, days[-1] + timedelta(days=1))]
