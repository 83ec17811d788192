"""What the page of the sandbox may see of Belfry: the time, what leaves next, the newest deliveries and their steps.

Read-only, of the first workspace. Not here: the page (`core.sandbox`), what staff are shown (`bot.replies`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.actor import Actor
from core.clock import Clock
from core.messages.upcoming import upcoming
from storage.queries import pulse, workspaces

NEXT, DELIVERIES = 8, 40
"""So many of each are shown."""
_STAMPS = {
    "planned": "slot_at",
    "sending": "sending_at",
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
}


async def look(clock: Clock) -> dict[str, Any]:
    """JSON-ready values; instants are RFC 3339 in the workspace's zone, which `zone` names."""
    row = (await workspaces.every())[0]
    zone, now = ZoneInfo(row["zone"]), clock.now()
    coming = await upcoming(Actor(row["id"], None, "owner", row["zone"]), now, limit=NEXT)
    deliveries = await pulse.latest_deliveries(row["id"], DELIVERIES)
    return {
        "now": now.astimezone(zone).isoformat(),
        "zone": row["zone"],
        "next": [
            {
                "message": one.view.number,
                "title": one.view.title,
                "contact": ", ".join(one.view.names),
                "due": one.due.isoformat(),
            }
            for one in coming
        ],
        "deliveries": [_delivery(one, zone) for one in deliveries],
    }


def _delivery(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """`ids`: by which a phone's bubble is known to be this delivery. `at`: when it came to each step that keeps its time."""

    def local(moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(zone).isoformat()

    return {
        "id": row["id"],
        "message": row["number"],
        "contact": row["contact_name"],
        "to": row["to_phone"],
        "text": row["text"] or "",
        "state": row["state"],
        "slot": local(row["slot_at"]),
        "ids": [one for one in (row["provider_id"], row["token"]) if one],
        "attempts": row["attempts"],
        "at": {step: local(row[column]) for step, column in _STAMPS.items() if row[column]},
        "changed": local(row["changed_at"]),
    }
