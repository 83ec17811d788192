"""What the plan would do with a message, said before it is kept: slots beside what is planned, who would wait or be left out,
and what a person must choose.

Calculated, not stored, by the very code that plans (`core.slots.allotment`). Not here: planning itself (`core.dispatch`), what
a provider lets go (`core.channels.windows`), words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from core.recurrence import due_times, local
from core.slots.allotment import ANYWAY, WAIT, Seat, Wish, allot, wish_of
from core.slots.expected import Expected, expected
from core.slots.quiet import read_quiet
from core.slots.ramp import limit_on
from core.slots.room import DAILY, NEW, PERSON, QUIET
from core.slots.timing import when_of
from core.when import When
from storage.queries import workspaces

Row = dict[str, Any]

_LOOK_AHEAD = timedelta(days=8)
_MOST_DUES = 60
_BACK = tuple(timedelta(days=days) for days in (1, 8, 32, 370))


@dataclass(frozen=True, slots=True)
class Moved:
    """So many wait until later for a cause (`core.slots.room`): from the first to the last of their slots."""

    cause: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """Something stands in the way, and nobody has said what then. `moved`: when it would be else; of `people`. `waits`: whether
    waiting is possible at all (of a series, before its next time). `together`: all would get it at one moment, which a single
    message may simply be moved to. `due`: the due time that this is about. `limit`: the number that is too small."""

    moved: Moved
    people: int
    waits: bool
    together: bool
    due: datetime
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Foretold:
    """Of the next due time. `slots`: the first and the last of those who get it in their turn, where a pace spreads them."""

    slots: tuple[datetime, datetime] | None = None
    moved: tuple[Moved, ...] = ()
    out: tuple[tuple[str, int], ...] = ()
    quiet: Choice | None = None
    beyond: Choice | None = None
    hours: str = ""
    """The quiet hours of the workspace, "21:00-08:00"; empty where there are none or they are not heeded."""
    unheeded: bool = False
    """There are quiet hours, and it was said that this leaves in them all the same."""


NOTHING = Foretold()


async def foretell(
    workspace: int,
    channel: Row | None,
    row: Row,
    due: datetime,
    contacts: Sequence[int],
    now: datetime,
    but: int = 0,
    asking: bool = False,
) -> Foretold:
    """`row`: a message's, or what it would be (its times, `quiet`, `beyond`, `late`). `but`: itself, where it is kept.
    `asking`: with what other messages will send on those days, which takes a look at all of them."""
    if channel is None or not contacts:
        return NOTHING
    when, home = when_of(row), await workspaces.get(workspace)
    wish = wish_of(row, due, but=but)
    if wish.ends is not None:
        wish = replace(wish, ends=wish.ends - (_last_due(when, wish.ends, due) - due))
    others = None
    if (asking or wish.beyond is not None) and _limits(home, channel):
        others = await expected(home, channel["id"], contacts, local(due, home["zone"]).date(), but)
    seats = await allot(workspace, channel, wish, contacts, now, others)
    kept = [one for one in seats if not one.out]
    turn = [one.slot for one in kept if not one.cause]
    spread = len(set(turn)) > 1
    return Foretold(
        (min(turn), max(turn)) if spread else None,
        tuple(_moved(cause, [one for one in kept if one.cause == cause]) for cause in _causes(kept)),
        tuple(Counter(one.cause for one in seats if one.out).items()),
        await _quiet(home, channel, when, wish, seats, now),
        await _beyond(home, channel, wish, contacts, now, others),
        home["quiet"] if home["quiet"] and wish.quiet != ANYWAY else "",
        bool(home["quiet"]) and wish.quiet == ANYWAY,
    )


async def no_room(
    workspace: int, channel: Row, row: Row, due: datetime, contacts: Sequence[int], now: datetime
) -> Choice | None:
    """Of a due time that is planned and about which nobody was asked: its limits came after it, or its people did."""
    home, wish = await workspaces.get(workspace), wish_of(row, due, but=row["id"])
    found = await _beyond(home, channel, wish, contacts, now) if contacts else None
    return (
        None if found is None or found.moved.cause == PERSON else found
    )  # who has had enough is left out, and that is told


def _causes(seats: Sequence[Seat]) -> list[str]:
    return list(dict.fromkeys(one.cause for one in seats if one.cause))


def _moved(cause: str, seats: Sequence[Seat]) -> Moved:
    slots = [one.slot for one in seats]
    return Moved(cause, len(seats), min(slots), max(slots))


async def _quiet(
    home: Row, channel: Row, when: When, wish: Wish, seats: Sequence[Seat], now: datetime
) -> Choice | None:
    """Whether the next due time, or of a series one of those after it, falls into quiet hours that nobody was asked about."""
    quiet = read_quiet(home["quiet"])
    if quiet is None or wish.quiet is not None:
        return None
    hit, due = [one for one in seats if one.cause == QUIET], wish.due
    if not hit and when.rules:
        later = takewhile(lambda one: one.due < wish.due + _LOOK_AHEAD, due_times(when, wish.due))
        inside = (one.due for one in islice(later, _MOST_DUES) if quiet.over(one.due, home["zone"]) is not None)
        due = next(inside, due)
        if due != wish.due:
            after = next(due_times(when, due), None)
            other = replace(wish, due=due, following=after.due if after else None, ends=None)
            seats = await allot(home["id"], channel, other, [one.contact for one in seats], now)
            hit = [one for one in seats if one.cause == QUIET]
    if not hit:
        return None
    first = min(one.slot for one in hit)
    together = not when.rules and len(hit) == len(seats) and first in (quiet.over(due, home["zone"]), hit[-1].slot)
    return Choice(_moved(QUIET, hit), len(seats), not any(one.out for one in hit), together, due)


def _limits(home: Row, channel: Row) -> bool:
    """Whether a day has any."""
    limits = (channel["daily_limit"], channel["warm_up"], channel["new_limit"], home["person_limit"])
    return any(limit is not None for limit in limits)


async def _beyond(
    home: Row, channel: Row, wish: Wish, contacts: Sequence[int], now: datetime, others: Expected | None = None
) -> Choice | None:
    """Whether a limit of the day, or the end of a series, stands in the way of some, and nobody was asked."""
    if wish.beyond is not None or not (_limits(home, channel) or wish.ends is not None):
        return None
    seats = await allot(home["id"], channel, replace(wish, beyond=WAIT), contacts, now, others)
    hit = [one for one in seats if one.cause not in ("", QUIET)]
    if not hit:
        return None
    cause = Counter(one.cause for one in hit).most_common(1)[0][0]
    day = local(wish.due, home["zone"]).date()
    limit = {DAILY: limit_on(channel, day), NEW: channel["new_limit"], PERSON: home["person_limit"]}.get(cause)
    waits = not any(one.out for one in hit)
    return Choice(_moved(cause, hit), len(seats), waits, False, wish.due, limit)


def _last_due(when: When, ends: datetime, due: datetime) -> datetime:
    """The last due time of a series before its end."""
    for back in _BACK:
        found = list(takewhile(lambda one: one.due < ends, due_times(when, max(due, ends - back), inclusive=True)))
        if found:
            return found[-1].due
    return due
