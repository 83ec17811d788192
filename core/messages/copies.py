"""How the copies of messages went: of one due time, or to one person. Values only; changes nothing.

Not here: a message as a whole (`core.messages.views`), the figures of a week (`core.report`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.changes import numbered
from storage.queries import deliveries, occurrences

Row = dict[str, Any]

_LOOK_BACK = 5
"""So many due times may be planned after the newest that has come: the horizon of the plan holds fewer."""
_NOT_BEGUN = {"planned", "queued", "cancelled", "skipped"}


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
    stand_in: str = ""
    """The channel that it goes over instead of its message's own."""


async def newest(row: Row, now: datetime) -> Row | None:
    """The due time that tells how a message does: the newest that has come or has begun to leave; before the first one, the
    one that is planned. None: nothing is planned yet. With its deliveries by state as `counts`."""
    planned: Row | None = None
    for occurrence in await occurrences.of_message(row["workspace_id"], row["id"], limit=_LOOK_BACK):
        counts = (await occurrences.counts([occurrence["id"]]))[occurrence["id"]]
        if not counts or (occurrence["cause"] == "moved" and set(counts) == {"cancelled"}):
            continue
        if occurrence["due_at"] <= now or set(counts) - _NOT_BEGUN:
            return occurrence | {"counts": counts}
        planned = occurrence | {"counts": counts}
    return planned


async def lines(actor: Actor, number: int, now: datetime, limit: int = 20) -> list[Line]:
    """The deliveries of a message's newest due time that has come, or of the one that is planned."""
    row = await numbered(actor, number)
    occurrence = await newest(row, now)
    if occurrence is None:
        return []
    found = await deliveries.of_occurrence(actor.workspace, occurrence["id"], limit=limit)
    return [line_of(one | {"number": number, "message_text": row["text"]}) for one in found]


async def names_with(actor: Actor, occurrence: int, state: str, limit: int = 20) -> list[str]:
    """Whose copies of one due time are in a state."""
    found = await deliveries.of_occurrence(actor.workspace, occurrence, (state,), limit)
    return [one["contact_name"] for one in found]


def line_of(row: Row) -> Line:
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
        row["stand_in"] or "",
    )
