"""What went in days gone by: copy by copy to one person, occurrence by occurrence to many. Not here: what is to come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.actor import Actor
from core.messages.copies import Line, line_of
from core.slots.timing import midnight
from storage.queries import directory, past

Days = tuple[date | None, date | None]


@dataclass(slots=True)
class Went:
    """One due time of a message that has left: to how many, how far. `slot` is the first of them, aware UTC."""

    number: int
    title: str
    slot: datetime
    contact: str
    """One of its people: the one, where `people` is 1."""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        return self.counts.total()


async def sent_to(actor: Actor, contact: int, limit: int = 10, days: Days = (None, None)) -> list[Line]:
    """What went, goes or failed to go to a contact (within local days, both inclusive), newest first."""
    first_day, last_day = days
    since = midnight(first_day, actor.zone) if first_day else None
    until = midnight(last_day + timedelta(days=1), actor.zone) if last_day else None
    person = await directory.get(actor.workspace, contact)
    found = await past.of_contact(actor.workspace, contact, limit, since, until)
    return [line_of(one | {"contact_name": person["name"]}) for one in found]


async def sent(actor: Actor, days: tuple[date, date], contacts: list[int] | None = None) -> list[Went]:
    """What left within local days (both inclusive), to everybody or to some contacts, newest first."""
    since, until = midnight(days[0], actor.zone), midnight(days[1] + timedelta(days=1), actor.zone)
    found: dict[int, Went] = {}
    for row in await past.by_occurrence(actor.workspace, since, until, contacts):
        one = found.setdefault(
            row["occurrence_id"], Went(row["number"], row["title"], row["slot_at"], row["contact_name"])
        )
        one.slot = min(one.slot, row["slot_at"])
        one.counts[row["state"]] += row["n"]
    return sorted(found.values(), key=lambda one: (one.slot, one.number), reverse=True)
