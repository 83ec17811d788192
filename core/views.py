"""Looking at messages: one, what is to come, what was sent, how it went. Values only; changes nothing.

Not here: changing them (`core.messages`), the figures of a week (`core.report`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import people
from core.actor import Actor
from core.commands import Audience, Schedule, When
from core.errors import Unknown
from core.pace import read_pace
from core.recurrence import first, local
from core.slots import place
from core.timing import COUNTDOWN, midnight, when_of
from storage.errors import NotFound
from storage.queries import channels, deliveries, directory, messages

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """A message as people see it. `next_times` are aware, in the message's zone. `slots`: first and last planned instant
    of its next due time when a pace spreads them. `counts`: deliveries by state, of its newest due time that has begun."""

    number: int
    id: int
    state: str
    title: str
    text: str
    audience: Audience
    names: tuple[str, ...]
    people: int
    when: When
    next_times: tuple[datetime, ...]
    channel: str | None
    author: int | None
    slots: tuple[datetime, datetime] | None = None
    counts: tuple[tuple[str, int], ...] = ()
    last_due: datetime | None = None
    resume_on: date | None = None
    without_phone: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    channel_health: str = "working"

    @property
    def recurring(self) -> bool:
        return bool(self.when.rules)


@dataclass(frozen=True, slots=True)
class Upcoming:
    due: datetime
    view: View


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery in a list: to whom, how far, when. Instants are aware UTC."""

    delivery: int
    number: int
    contact: str
    state: str
    cause: str
    slot: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    text: str


async def row_of(actor: Actor, number: int) -> Row:
    """Raises Unknown("no_message")."""
    try:
        return await messages.by_number(actor.workspace, number)
    except NotFound as error:
        raise Unknown("no_message", number=number) from error


async def view(actor: Actor, number: int, now: datetime) -> View:
    return await view_of(actor, await row_of(actor, number), now)


async def row_by_id(actor: Actor, message: int) -> Row:
    """Raises storage.errors.NotFound."""
    return await messages.get(actor.workspace, message)


async def view_by_id(actor: Actor, message: int, now: datetime) -> View:
    return await view_of(actor, await row_by_id(actor, message), now)


async def view_of(actor: Actor, row: Row, now: datetime, times: int = 3) -> View:
    """Everything that a bubble shows of a message."""
    when = when_of(row)
    who = await people.recipients(actor, people.audience_of(row["audience"]))
    upcoming = first(when, times, now - timedelta(microseconds=1)) if row["state"] in ("active", "paused") else []
    counts, last_due = await _progress(row)
    channel = await channels.state(actor.workspace, row["channel_id"]) if row["channel_id"] else None
    return View(
        number=row["number"],
        id=row["id"],
        state=row["state"],
        title=row["title"],
        text=row["text"],
        audience=people.audience_of(row["audience"]),
        names=who.names,
        people=who.people,
        when=when,
        next_times=tuple(local_aware(due.due, when.zone) for due in upcoming),
        channel=channel["name"] if channel else None,
        author=row["author_id"],
        slots=_spread(upcoming[0].due, who.people, channel) if upcoming else None,
        counts=counts,
        last_due=last_due,
        resume_on=date.fromisoformat(row["resume_on"]) if row["resume_on"] else None,
        without_phone=who.without_phone,
        blocked=who.blocked,
        channel_health=channel["health"] if channel else "working",
    )


async def preview(actor: Actor, command: Schedule, now: datetime) -> View:
    """What a message would be, before it is kept: number 0, state draft."""
    when = command.when
    who = await people.recipients(actor, command.audience)
    upcoming = [local_aware(due.due, when.zone) for due in first(when, 3, now)] or [
        local_aware(now + COUNTDOWN, when.zone)
    ]
    channel = await channels.find(actor.workspace, command.channel)
    return View(
        number=0,
        id=0,
        state="draft",
        title=command.title,
        text=command.text,
        audience=command.audience,
        names=who.names,
        people=who.people,
        when=when,
        next_times=tuple(upcoming),
        channel=channel["name"] if channel else None,
        author=actor.staff,
        slots=_spread(upcoming[0], who.people, channel),
        without_phone=who.without_phone,
        blocked=who.blocked,
        channel_health=channel["health"] if channel else "working",
    )


def local_aware(moment: datetime, zone: str) -> datetime:
    """An instant as an aware datetime of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def _spread(due: datetime, count: int, channel: Row | None) -> tuple[datetime, datetime] | None:
    """Foretold, not stored: the slots as they would be with nothing else waiting."""
    gap = read_pace(channel["pace"]).mean() if channel else timedelta()
    if count < 2 or gap <= timedelta():
        return None
    slots = place(due, count, gap, [])
    return slots[0], slots[-1]


async def _progress(row: Row) -> tuple[tuple[tuple[str, int], ...], datetime | None]:
    for occurrence in await messages.occurrences(row["workspace_id"], row["id"], limit=3):
        counts = (await messages.counts([occurrence["id"]]))[occurrence["id"]]
        if counts:
            return tuple(sorted(counts.items())), occurrence["due_at"]
    return (), None


async def upcoming(
    actor: Actor,
    now: datetime,
    days: tuple[date | None, date | None] = (None, None),
    audience: Audience | None = None,
    limit: int = 20,
) -> list[Upcoming]:
    """What goes out, soonest first: every due time inside local days (both inclusive), or each message's next one.

    `audience` keeps messages that name one of its people, groups or tags.
    """
    first_day, last_day = days
    start = max(now, midnight(first_day, actor.zone)) if first_day else now
    end = midnight(last_day + timedelta(days=1), actor.zone) if last_day else None
    found: list[tuple[datetime, Row]] = []
    for row in await messages.listed(actor.workspace, ("active",)):
        if audience is not None and not await _concerns(row, audience):
            continue
        times = first(when_of(row), 50 if end else 1, start - timedelta(microseconds=1))
        found += [(due.due, row) for due in times if end is None or due.due < end]
    found.sort(key=lambda one: (one[0], one[1]["number"]))
    return [Upcoming(local_aware(due, actor.zone), await view_of(actor, row, now, 1)) for due, row in found[:limit]]


async def _concerns(row: Row, audience: Audience) -> bool:
    kept = row["audience"]
    for name in ("contacts", "groups", "tags", "numbers"):
        if set(getattr(audience, name)) & set(kept.get(name, [])):
            return True
    if audience.me and kept.get("me"):
        return True
    if audience.contacts and (kept.get("groups") or kept.get("tags") or kept.get("everyone")):
        return bool(set(audience.contacts) & set(await directory.audience(row["workspace_id"], kept, limit=100_000)))
    return False


async def paused(actor: Actor, now: datetime) -> list[View]:
    return [await view_of(actor, row, now, 1) for row in await messages.listed(actor.workspace, ("paused",))]


async def lines(actor: Actor, number: int, limit: int = 20) -> list[Line]:
    """The deliveries of a message's newest due time."""
    row = await row_of(actor, number)
    for occurrence in await messages.occurrences(actor.workspace, row["id"], limit=1):
        found = await deliveries.of_occurrence(actor.workspace, occurrence["id"], limit=limit)
        return [_line(one | {"number": number, "message_text": row["text"]}) for one in found]
    return []


async def sent_to(actor: Actor, contact: int, limit: int = 10) -> list[Line]:
    """What went, goes or failed to go to a contact, newest first."""
    person = await directory.get(actor.workspace, contact)
    found = await deliveries.of_contact(actor.workspace, contact, limit)
    return [_line(one | {"contact_name": person["name"]}) for one in found]


def _line(row: Row) -> Line:
    return Line(
        row["id"],
        row["number"],
        row["contact_name"],
        row["state"],
        row["cause"],
        row["slot_at"],
        row["sent_at"],
        row["delivered_at"],
        row["read_at"],
        row["text"] or row["message_text"],
    )


def totals(counts: tuple[tuple[str, int], ...]) -> Counter[str]:
    return Counter(dict(counts))


def in_zone(moment: datetime, zone: str) -> datetime:
    """Naive wall clock of an instant in a zone."""
    return local(moment, zone)
