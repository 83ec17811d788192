"""Channels that stand in for others: which may, what waits at the one that is down, what was handed over.

Not here: moving a delivery (`steps`), when it is moved (`core.dispatch.standin`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def allow(workspace: int, channel: int, other: int | None) -> bool:
    """Which channel may stand in for one; None: none. False: it was so already, or is not there."""
    found = await db.rows(
        "update channel set failover_id = $3 where id = $1 and workspace_id = $2"
        " and coalesce(failover_id, 0) <> coalesce($3, 0) and ($3 is null or exists"
        " (select 1 from channel o where o.id = $3 and o.workspace_id = $2)) returning id",
        channel,
        workspace,
        other,
    )
    return bool(found)


async def down() -> list[Row]:
    """Channels of all workspaces that do not work, are not paused, and have one that may stand in: for the tick."""
    return await db.rows(
        "select * from channel where health <> 'working' and paused = false and failover_id is not null order by id"
    )


async def held(now: datetime) -> list[Row]:
    """Channels of all workspaces that work, may not send for a while, and have one that may stand in: for the tick."""
    return await db.rows(
        "select * from channel where health = 'working' and paused = false and failover_id is not null"
        " and hold_until > $1 order by id",
        now,
    )


async def waiting(workspace: int, channel: int, before: datetime, limit: int = 500) -> list[Row]:
    """What waits at its own channel for the channel to work again, the soonest too late first; slots before an instant."""
    found: list[Row] = []
    for state in ("planned", "queued"):
        found += await db.rows(
            "select d.*, m.media_id, m.carries"
            " from delivery d join message m on m.id = d.message_id and m.channel_id = d.channel_id"
            f" where d.workspace_id = $1 and d.channel_id = $2 and d.state = '{state}' and d.slot_at <= $3"
            " and m.state not in ('paused', 'cancelled', 'draft') order by d.late_at, d.id limit $4",
            workspace,
            channel,
            before,
            limit,
        )
    return sorted(found, key=lambda row: (row["late_at"], row["id"]))


async def still_to_leave(workspace: int, channel: int, before: datetime) -> int:
    """How many of a channel's own deliveries with slots before an instant have not left."""
    found = await db.row(
        "select (select count(*) from delivery where workspace_id = $1 and channel_id = $2 and state = 'planned'"
        " and slot_at <= $3) + (select count(*) from delivery where workspace_id = $1 and channel_id = $2"
        " and state = 'queued' and slot_at <= $3) as n",
        workspace,
        channel,
        before,
    )
    return int(found["n"]) if found else 0


async def handed_over(workspace: int, channel: int, other: int, since: datetime) -> int:
    """How many deliveries of a channel another one has taken that would have been too late after an instant."""
    found = await db.row(
        "select count(*) as n from delivery d join message m on m.id = d.message_id and m.channel_id = $2"
        " where d.workspace_id = $1 and d.channel_id = $3 and d.late_at >= $4",
        workspace,
        channel,
        other,
        since,
    )
    return int(found["n"]) if found else 0


async def of_occurrence(workspace: int, occurrence: int) -> list[Row]:
    """By which other channels (`name`) how many (`n`) of a due time's deliveries go."""
    return await db.rows(
        "select c.name, count(*) as n from delivery d join message m on m.id = d.message_id"
        " join channel c on c.id = d.channel_id and c.id <> m.channel_id"
        " where d.workspace_id = $1 and d.occurrence_id = $2 group by c.name order by c.name",
        workspace,
        occurrence,
    )
