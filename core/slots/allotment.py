"""Slots for the people of a due time: from pace, what is planned already, quiet hours and limits. Reads, writes nothing.

One calculation for planning (`core.dispatch.plan`) and for what is said before (`core.slots.foretold`). What a person chose for
those in whose way something stands decides: "wait" moves their slots on, "part" leaves them out, "anyway" writes in quiet
hours. Without a choice quiet hours are waited for; a day's limit is then the lane's business, and who has had enough for a day
is left out. Of a series nobody waits until its next time: two at once say nothing that one does not.

Exempt from the limit a day for each person: reminders, which they asked for, and people who wrote in the last 24 hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.recurrence import local, next_due
from core.slots.expected import Expected
from core.slots.pace import read_pace
from core.slots.quiet import read_quiet
from core.slots.ramp import limit_on
from core.slots.room import DAILY, PAST_END, PERSON, QUIET, Guest, Room, seat
from core.slots.slots import BULK, place
from core.slots.timing import midnight, quiet_at, when_of
from storage.queries import directory, events, load, workspaces

Row = dict[str, Any]

WAIT, PART, ANYWAY = "wait", "part", "anyway"
_TALKING = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message asks of its slots. `quiet` and `beyond`: what was chosen; `following`: the next due time of a series;
    `ends`: the first moment after its end; `message`: itself, whose plan does not stand in its own way."""

    due: datetime
    quiet: str | None = None
    beyond: str | None = None
    following: datetime | None = None
    ends: datetime | None = None
    reminder: bool = False
    message: int = 0
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """`cause`: why the slot is not the one that the pace alone gives; `out`: left out for it."""

    contact: int
    slot: datetime
    cause: str = ""
    out: bool = False


@dataclass(slots=True)
class _Known:
    """What holds of a workspace, read once."""

    workspace: Row
    channel: Row
    wish: Wish
    now: datetime
    expected: Expected
    quiet: Any = field(init=False)
    days: bool = field(init=False)
    """Whether limits of days move slots."""

    def __post_init__(self) -> None:
        self.quiet = read_quiet(self.workspace["quiet"]) if self.wish.quiet != ANYWAY else None
        limited = any(self.channel[name] is not None for name in ("daily_limit", "warm_up", "new_limit"))
        self.days = limited and self.wish.beyond in (WAIT, PART)

    @property
    def person(self) -> int | None:
        return None if self.wish.reminder else self.workspace["person_limit"]

    @property
    def zone(self) -> str:
        return str(self.workspace["zone"])

    @property
    def today(self) -> datetime:
        return midnight(local(self.now, self.zone).date(), self.zone)


async def allot(
    workspace: int,
    channel: Row,
    wish: Wish,
    contacts: Sequence[int],
    now: datetime,
    expected: Expected | None = None,
) -> list[Seat]:
    """A seat for each contact, in order. `expected`: counts as planned, too. Raises StoreAway, NotFound."""
    known = _Known(await workspaces.get(workspace), channel, wish, now, expected or Expected())
    pace = read_pace(channel["pace"])
    gap, before = (
        pace.mean(),
        wish.due - 2 * pace.burst * pace.mean(),
    )  # after so long the bucket is nearly as full as ever
    bulk = wish.bulk or len(contacts) > BULK
    taken: list[datetime] = []
    if gap or known.days:
        since = min(before, known.today) if known.days else before
        taken = await load.taken_slots(workspace, channel["id"], since, wish.message)
    if known.quiet is None and not known.days and known.person is None:
        slots = place(wish.due, len(contacts), gap, taken, bulk, burst=pace.burst)
        seats = [Seat(contact, slot) for contact, slot in zip(contacts, slots, strict=True)]
    else:
        room = await _room(known, taken)
        placed = seat(await _guests(known, contacts), room, gap, taken, bulk, pace.burst)
        seats = [Seat(one, *placed[one]) for one in contacts]
    return [_judged(one, known) for one in seats]


def _judged(one: Seat, known: _Known) -> Seat:
    """Whether somebody whose slot was moved gets it still."""
    wish, cause = known.wish, one.cause
    if wish.ends is not None and one.slot >= wish.ends:
        return Seat(one.contact, one.slot, cause or PAST_END, wish.beyond == PART)
    if not cause:
        return one
    chosen = wish.quiet if cause == QUIET else wish.beyond
    out = chosen == PART or (cause == PERSON and chosen is None)
    out = out or (wish.following is not None and one.slot >= wish.following)
    return Seat(one.contact, one.slot, cause, out)


async def _room(known: _Known, taken: Sequence[datetime]) -> Room:
    room = Room(known.wish.due, known.zone, known.quiet)
    if not known.days:
        return room
    workspace, channel, today = known.workspace["id"], known.channel, known.today
    room.daily = lambda day: limit_on(channel, day)
    room.used = _by_day(taken, known.zone)
    room.used.update(known.expected.sent)
    room.used[local(known.now, known.zone).date()] += await load.sent_since(workspace, channel["id"], today)
    if channel["new_limit"] is not None:
        room.new = channel["new_limit"]
        first = await load.new_since(workspace, channel["id"], today, known.wish.message)
        room.used_new = _by_day(first, known.zone)
    return room


def _by_day(moments: Sequence[datetime], zone: str) -> Counter[date]:
    return Counter(local(moment, zone).date() for moment in moments)


async def _guests(known: _Known, contacts: Sequence[int]) -> list[tuple[int, Guest]]:
    workspace, channel = known.workspace["id"], known.channel
    zones = await directory.zones(workspace, contacts) if known.quiet is not None else {}
    asks = known.days and channel["new_limit"] is not None
    old = await load.known_of(workspace, channel["id"], contacts) if asks else set(contacts)
    full = await _full_days(known, contacts) if known.person is not None else {}
    nothing: frozenset[date] = frozenset()
    return [(one, Guest(_zone(zones.get(one), known.zone), one not in old, full.get(one, nothing))) for one in contacts]


def _zone(name: str | None, home: str) -> str:
    """A contact's zone, where it is one."""
    try:
        return name if name and ZoneInfo(name) else home
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return home


async def _full_days(known: _Known, contacts: Sequence[int]) -> dict[int, frozenset[date]]:
    """The days on which each contact has got, or will get, as much as one person may."""
    workspace, limit = known.workspace["id"], known.person or 0
    got: Counter[tuple[int, date]] = Counter(
        (one["contact_id"], local(one["at"], known.zone).date())
        for one in await load.moments_of(workspace, contacts, known.today, known.wish.message)
    )
    got.update(known.expected.of)
    talking = await events.wrote_since(workspace, contacts, known.now - _TALKING)
    days: dict[int, set[date]] = {}
    for (contact, day), count in got.items():
        if count >= limit and contact not in talking:
            days.setdefault(contact, set()).add(day)
    return {contact: frozenset(found) for contact, found in days.items()}


def wish_of(row: Row, due: datetime, bulk: bool = False, but: int = 0) -> Wish:
    """What a message's row asks for one of its due times."""
    when = when_of(row)
    after = next_due(when, due) if when.rules else None
    return Wish(
        due,
        quiet_at(row, due),
        row["beyond"],
        after.due if after else None,
        midnight(when.until + timedelta(days=1), when.zone) if when.until else None,
        row["late"] == "reminder",
        but,
        bulk,
    )


async def moves(workspace: int, due: datetime, row: Row) -> bool:
    """Whether quiet hours, in anybody's zone, or a choice to wait may put slots of a due time far behind it."""
    home = await workspaces.get(workspace)
    quiet = read_quiet(home["quiet"])
    if row["beyond"] == WAIT:
        return True
    if quiet is None or quiet_at(row, due) == ANYWAY:
        return False
    zones = [home["zone"], *(_zone(one, home["zone"]) for one in await directory.known_zones(workspace))]
    return any(quiet.over(due, zone) is not None for zone in zones)


__all__ = ["ANYWAY", "DAILY", "PART", "WAIT", "Seat", "Wish", "allot", "moves", "wish_of"]
