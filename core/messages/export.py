"""Messages as JSON-ready values, in the form that interface.md fixes for `belfry message … --json` and the API.

Here: shape and paging. Not here: what a chat shows (`core.messages.views`). Times are RFC 3339 with the offset of the message's
zone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.errors import Unknown
from storage.errors import NotFound
from storage.queries import deliveries, messages, occurrences
from storage.states import DeliveryState

Row = dict[str, Any]

_TROUBLE = frozenset({"failed", "skipped", "cancelled", "unsure"})
DELIVERY_STATES = tuple(str(state) for state in DeliveryState)
_EVERY = 1_000_000
EVERY_STATE = ("active", "paused", "done", "cancelled", "draft")


async def message_list(workspace: int, limit: int = 10_000) -> list[Row]:
    """All messages, the next due first, without their due times."""
    return [_head(row) for row in await messages.listed(workspace, EVERY_STATE, limit)]


async def message(workspace: int, number: int, state: str | None = None, limit: int = 1000, after: int = 0) -> Row:
    """One message with all its due times, newest first, and a page of their deliveries, those of the newest first.

    `state` keeps deliveries in that state, `after` those that follow that one. "next_after" is the last one's id where
    there are more, else None; "counts" are of all. Raises Unknown("no_message"), NotFound for an `after` that is not of it.
    """
    try:
        row = await messages.by_number(workspace, number)
    except NotFound as e:
        raise Unknown("no_message", number=number) from e
    times = await occurrences.of_message(workspace, row["id"], limit=_EVERY)
    counts = await occurrences.counts([one["id"] for one in times])
    page: dict[int, list[Row]] = {one["id"]: [] for one in times}
    rows = await deliveries.of_message(workspace, row["id"], state, after, limit + 1)
    for one in rows[:limit]:
        page.setdefault(one["occurrence_id"], []).append(_delivery(one, row["zone"]))
    found = [
        {
            "due": _time(one["due_at"], row["zone"]),
            "state": one["state"],
            "counts": counts[one["id"]],
            "deliveries": page[one["id"]],
        }
        for one in times
    ]
    return _head(row) | {"occurrences": found, "next_after": rows[limit - 1]["id"] if len(rows) > limit else None}


def _head(row: Row) -> Row:
    return {
        "number": row["number"],
        "state": row["state"],
        "title": row["title"],
        "text": row["text"],
        "next_due": _time(row["next_due_at"], row["zone"]),
        "chosen": {name: row[name] for name in ("quiet", "beyond") if row[name] is not None},
    }


def _delivery(row: Row, zone: str) -> Row:
    trouble = row["state"] in _TROUBLE and row["cause"]
    return {
        "id": row["id"],
        "contact": row["contact_name"],
        "to": row["to_phone"] or row["contact_phone"],
        "state": row["state"],
        "provider_id": row["provider_id"],
        "attempts": row["attempts"],
        "stand_in": row["stand_in"],
        "slot": _time(row["slot_at"], zone),
        "sent_at": _time(row["sent_at"], zone),
        "delivered_at": _time(row["delivered_at"], zone),
        "read_at": _time(row["read_at"], zone),
        "error": {"code": row["cause"], "text": row["cause"].replace("_", " ")} if trouble else None,
    }


def _time(moment: datetime | None, zone: str) -> str | None:
    return moment.astimezone(ZoneInfo(zone)).isoformat() if moment else None
