"""What is about to leave over which channel: for the look before it is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def channels_due(before: datetime) -> list[Row]:
    """Channels of all workspaces, not paused, with something due before an instant, planned yet or not."""
    return await db.rows(
        "select c.id, c.workspace_id, c.name, c.health, c.reason, c.health_at, a.rev as account_rev"
        " from channel c join provider_account a on a.id = c.account_id where c.paused = false and ("
        " exists (select 1 from message m where m.state = 'active' and m.next_due_at <= $1 and m.channel_id = c.id)"
        " or exists (select 1 from delivery d where d.channel_id = c.id and d.state = 'planned' and d.ready_at <= $1)"
        " or exists (select 1 from delivery d where d.channel_id = c.id and d.state = 'queued' and d.ready_at <= $1))"
        " order by c.id",
        before,
    )


async def messages_due(channel: int, before: datetime) -> list[Row]:
    """Active messages whose next due time, not planned yet, is before an instant."""
    return await db.rows(
        "select * from message where state = 'active' and next_due_at <= $2 and channel_id = $1", channel, before
    )


async def waiting(channel: int, before: datetime) -> list[Row]:
    """Due times that are planned and have not left: each occurrence with its first slot before an instant."""
    found: dict[int, Row] = {}
    for state in ("planned", "queued"):
        for row in await db.rows(
            f"select occurrence_id, min(slot_at) as slot_at from delivery where channel_id = $1 and state = '{state}'"
            " and ready_at <= $2 group by occurrence_id",
            channel,
            before,
        ):
            known = found.get(row["occurrence_id"])
            if known is None or row["slot_at"] < known["slot_at"]:
                found[row["occurrence_id"]] = row
    return list(found.values())
