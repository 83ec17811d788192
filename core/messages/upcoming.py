"""What is to come: due times over messages, for days, for people. Not here: one message (`core.messages.views`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from core.actor import Actor
from core.commands import Audience
from core.messages.views import View, local_aware, runs_from, view_of
from core.recurrence import due_times
from core.slots.timing import midnight, when_of
from storage.queries import directory, messages, occurrences

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upcoming:
    due: datetime
    view: View


async def upcoming(
    actor: Actor,
    now: datetime,
    days: tuple[date | None, date | None] = (None, None),
    audience: Audience | None = None,
    limit: int = 20,
) -> list[Upcoming]:
    """What goes out, soonest first: every due time inside local days (both inclusive), or each message's next one.

    `audience` keeps messages that go to one of its people, or name one of its groups or tags. What is paused until a day is
    to come from that day on, and is among what goes out inside days. The next time of each, where no day is asked for, is as
    it was planned: thousands of rules are not worked out again for a list of twenty.
    """
    first_day, last_day = days
    start = max(now, midnight(first_day, actor.zone)) if first_day else now
    end = midnight(last_day + timedelta(days=1), actor.zone) if last_day else None
    wanted = await _with_numbers(actor, audience) if audience else None
    planned = await occurrences.to_come(actor.workspace, now) if first_day is last_day is None else None
    each: list[Iterable[tuple[datetime, int, Row]]] = []
    for row in await messages.listed(
        actor.workspace, ("active", "paused") if end else ("active",), directory.EVERYBODY
    ):
        if row["state"] == "paused" and not row["resume_on"]:
            continue
        if wanted is None or await _concerns(row, wanted):
            stored = planned.get(row["id"], row["next_due_at"]) if planned is not None else None
            if stored is not None and stored >= now:
                each.append([(stored, row["number"], row)])
            else:
                each.append(_times(row, start, end))
    found = islice(merge(*each, key=lambda one: one[:2]), limit)
    return [Upcoming(local_aware(due, actor.zone), await view_of(actor, row, now, 1)) for due, _, row in found]


def _times(row: Row, start: datetime, end: datetime | None) -> Iterator[tuple[datetime, int, Row]]:
    """The due times of a message until an instant, or the next one alone."""
    for due in due_times(when_of(row), runs_from(row, start), inclusive=True):
        if end is not None and due.due >= end:
            return
        yield due.due, row["number"], row
        if end is None:
            return


async def _with_numbers(actor: Actor, audience: Audience) -> Audience:
    """People named by their number are those who have it."""
    known = [await directory.by_phone(actor.workspace, phone) for phone in audience.numbers]
    return replace(audience, contacts=(*audience.contacts, *(one["id"] for one in known if one)))


async def _concerns(row: Row, audience: Audience) -> bool:
    kept = row["audience"]
    if any(set(getattr(audience, name)) & set(kept.get(name, [])) for name in ("groups", "tags", "numbers")):
        return True
    if audience.me and kept.get("me"):
        return True
    if not audience.contacts:
        return False
    if kept.keys() & {"groups", "tags", "numbers", "everyone"}:
        return bool(
            set(audience.contacts) & set(await directory.audience(row["workspace_id"], kept, limit=directory.EVERYBODY))
        )
    return bool(set(audience.contacts) & set(kept.get("contacts", [])))
