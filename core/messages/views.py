"""Looking at messages: each as a whole. Values only; changes nothing.

Not here: how its copies went (`core.messages.copies`), what is to come (`core.messages.upcoming`), changing them
(`core.messages`), a week's figures (`core.report`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from core.actor import Actor
from core.changes.changes import numbered
from core.channels.channel_limits import TooMany, stands_against, takes
from core.channels.channels import choose
from core.channels.windows import NOBODY, Closed, foretell
from core.commands import Audience, Edit, Move, Schedule, When
from core.media.media import name_of
from core.messages import moves
from core.messages.copies import newest
from core.people import people
from core.people.audience import changed
from core.recurrence import due_times, first
from core.slots.foretold import NOTHING, Foretold
from core.slots.foretold import foretell as foretell_slots
from core.slots.timing import COUNTDOWN, midnight, when_fields, when_of
from storage.queries import channels, deliveries, failover, messages

Row = dict[str, Any]

_SOON = timedelta(minutes=10)
"""What leaves within it is under way; what leaves later waits."""


@dataclass(frozen=True, slots=True)
class View:
    """A message as people see it. `next_times` are aware, in the message's zone. `slots`: first and last planned instant
    of its next due time when a pace spreads them. `counts`: deliveries by state, of its newest due time that has come."""

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
    barred: tuple[str, ...] = ()
    channel_health: str = "working"
    late: str | None = None
    answered: str | None = None
    closed: Closed = NOBODY
    """Who can only be sent a template at the next due time."""
    file: str = ""
    """The name of the file that goes along."""
    template: str = ""
    """The name of the approved template by which it goes."""
    daily_limit: int | None = None
    stand_ins: tuple[tuple[str, int], ...] = ()
    """Which other channels take how many of the newest due time, because its own did not work."""
    over: int = 0
    """So many of its next due time are more than the channel's daily limit allows on that day."""
    ahead: Foretold = NOTHING
    beyond: str | None = None
    """What was chosen where a limit stands in the way."""
    waiting: tuple[int, datetime, datetime] | None = None
    """How many of the due time that has come wait for a slot that was moved, and the first and the last of their slots."""
    guard: TooMany | None = None
    """It goes to more people than its channel allows in one message."""

    @property
    def recurring(self) -> bool:
        return bool(self.when.rules)


async def view(actor: Actor, number: int, now: datetime) -> View:
    return await view_of(actor, await numbered(actor, number), now)


async def now_again(actor: Actor, number: int, now: datetime) -> View:
    """A message as it would be if it left now, by itself."""
    row = await numbered(actor, number)
    at = now + COUNTDOWN
    when = When(local_aware(at, row["zone"]).replace(tzinfo=None, microsecond=0), row["zone"], at=at)
    single = when_fields(when) | {"state": "active", "resume_on": None, "quiet": None, "beyond": row["beyond"]}
    return await view_of(actor, row | single, now, asking=True)


async def moved(actor: Actor, command: Move, now: datetime) -> View | None:
    """A message as it would be at another time, where one time of a series is moved that one by itself; None where it is over.
    Raises as `core.messages.moves.moved`."""
    row = await numbered(actor, command.number)
    if row["state"] not in ("active", "paused"):
        return None
    new = moves.moved(when_of(row), command, now)
    if row["rules"] and command.scope == "one":
        new = moves.single(when_of(row), command, now)
    times = when_fields(new)
    changed = {"state": "active", "resume_on": None} | chosen_of(command)
    return await view_of(actor, row | times | changed, now, asking=True)


async def edited(actor: Actor, command: Edit, now: datetime) -> View | None:
    """A message as it would be at other times, or with more people; None where it is over, or neither changes. Raises as
    `core.messages.moves.edited`."""
    row = await numbered(actor, command.number)
    if row["state"] not in ("active", "paused") or not (command.times or command.add != Audience()):
        return None
    times = when_fields(moves.edited(when_of(row), command, now)) if command.times else {}
    audience = changed(row["audience"], command.add, command.remove, actor.staff)
    changes = {"audience": audience} | moves.edited_choices(row, command)
    return await view_of(actor, row | times | changes, now, asking=True)


def chosen_of(command: Move) -> Row:
    return {"quiet": command.quiet, "beyond": command.beyond}


async def row_by_id(actor: Actor, message: int) -> Row:
    """Raises storage.errors.NotFound."""
    return await messages.get(actor.workspace, message)


async def view_by_id(actor: Actor, message: int, now: datetime) -> View:
    return await view_of(actor, await row_by_id(actor, message), now)


async def view_of(actor: Actor, row: Row, now: datetime, times: int = 3, *, asking: bool = False) -> View:
    """Everything that a bubble shows of a message; and, where somebody is `asking` whether it fits, beside all others."""
    when = when_of(row)
    who = await people.recipients(actor, people.audience_of(row["audience"]))
    live = row["state"] in ("active", "paused")
    upcoming = list(islice(due_times(when, runs_from(row, now), inclusive=True), times)) if live else []
    telling = await newest(row, now)
    channel = await channels.state(actor.workspace, row["channel_id"]) if row["channel_id"] else None
    ahead = NOTHING
    if upcoming:
        ahead = await foretell_slots(actor.workspace, channel, row, upcoming[0].due, who.ids, now, row["id"], asking)
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
        slots=ahead.slots,
        counts=tuple(sorted(telling["counts"].items())) if telling else (),
        last_due=telling["due_at"] if telling else None,
        stand_ins=await _stand_ins(row, telling),
        resume_on=date.fromisoformat(row["resume_on"]) if row["resume_on"] else None,
        without_phone=who.without_phone,
        blocked=who.blocked,
        barred=who.barred,
        channel_health=channel["health"] if channel else "working",
        late=row["late"],
        answered=row["answered"],
        closed=await foretell(actor.workspace, channel, who.ids, upcoming[0].due, with_file=row["media_id"] is not None)
        if upcoming
        else NOBODY,
        file=await name_of(actor.workspace, row["media_id"]),
        template=((row["carries"] or {}).get("template") or {}).get("name", ""),
        daily_limit=channel["daily_limit"] if channel else None,
        over=ahead.beyond.moved.count if ahead.beyond else 0,
        ahead=ahead,
        beyond=row["beyond"],
        waiting=await _waiting(telling, now) if live else None,
    )


async def preview(actor: Actor, command: Schedule, now: datetime) -> View:
    """What a message would be, before it is kept: number 0, state draft."""
    when = command.when
    who = await people.recipients(actor, command.audience)
    upcoming = [local_aware(due.due, when.zone) for due in first(when, 3, now)] or [
        local_aware(now + COUNTDOWN, when.zone)
    ]
    found = await choose(actor, command.channel)
    channel = await channels.state(actor.workspace, found["id"]) if found else None
    await takes(actor.workspace, channel, command.text, command.media, command.template)
    row = when_fields(when) | {"quiet": command.quiet, "beyond": command.beyond, "late": command.late}
    strangers = range(-(who.people - len(who.ids) - command.audience.me), 0)
    ahead = await foretell_slots(actor.workspace, channel, row, upcoming[0], [*who.ids, *strangers], now, asking=True)
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
        slots=ahead.slots,
        without_phone=who.without_phone,
        blocked=who.blocked,
        barred=who.barred,
        channel_health=channel["health"] if channel else "working",
        late=command.late,
        answered=command.answered,
        closed=await foretell(actor.workspace, channel, who.ids, upcoming[0], with_file=command.media is not None),
        file=await name_of(actor.workspace, command.media),
        template=str(command.template["name"]) if command.template else "",
        daily_limit=channel["daily_limit"] if channel else None,
        over=ahead.beyond.moved.count if ahead.beyond else 0,
        ahead=ahead,
        beyond=command.beyond,
        guard=stands_against(channel, who.people),
    )


def local_aware(moment: datetime, zone: str) -> datetime:
    """An instant as an aware datetime of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def runs_from(row: Row, start: datetime) -> datetime:
    """From when on due times of a message leave: what is paused until a day, from that day."""
    return max(start, midnight(date.fromisoformat(row["resume_on"]), row["zone"])) if row["resume_on"] else start


async def _stand_ins(row: Row, telling: Row | None) -> tuple[tuple[str, int], ...]:
    found = await failover.of_occurrence(row["workspace_id"], telling["id"]) if telling else []
    return tuple((one["name"], int(one["n"])) for one in found)


async def _waiting(occurrence: Row | None, now: datetime) -> tuple[int, datetime, datetime] | None:
    if occurrence is None or occurrence["due_at"] > now or not {"planned", "queued"} & set(occurrence["counts"]):
        return None
    return await deliveries.waiting_of(occurrence["workspace_id"], occurrence["id"], now + _SOON)


async def paused(actor: Actor, now: datetime, limit: int = 20) -> tuple[list[View], int]:
    """The first of them, and how many there are."""
    rows = await messages.listed(actor.workspace, ("paused",), limit)
    count = len(rows) if len(rows) < limit else await messages.count(actor.workspace, ("paused",))
    return [await view_of(actor, row, now, 1) for row in rows], count
