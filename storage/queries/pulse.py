"""Whether the house is alive: the database answers, and how long the oldest due delivery has waited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db


async def answers() -> None:
    """Asks the database for nothing. Raises StoreAway."""
    await db.row("select 1 as one")


async def oldest_due(now: datetime) -> datetime | None:
    """When the longest-waiting delivery that is due was to leave, over all workspaces; None when nothing is due."""
    oldest = None
    for state in ("planned", "queued"):
        found = await db.row(
            f"select ready_at from delivery where state = '{state}' and ready_at <= $1 order by ready_at limit 1", now
        )
        if found and (oldest is None or found["ready_at"] < oldest):
            oldest = found["ready_at"]
    return oldest


async def latest_deliveries(workspace: int, limit: int) -> list[dict[str, Any]]:
    """The newest deliveries with their contact's name and message's number, newest last."""
    found = await db.rows(
        "select d.id, d.state, d.slot_at, m.number, c.name as contact_name from delivery d"
        " join message m on m.id = d.message_id join contact c on c.id = d.contact_id"
        " where d.workspace_id = $1 order by d.id desc limit $2",
        workspace,
        limit,
    )
    return found[::-1]
