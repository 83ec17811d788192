"""Whether the house is alive: the database answers, and how long the oldest due delivery has waited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]

_WAIT = ("planned", "queued")
"""One statement each: a partial index holds each of them, and no index both."""


async def answers() -> None:
    """Asks the database for nothing. Raises StoreAway."""
    await db.row("select 1 as one")


async def waiting(now: datetime) -> dict[int, Row]:
    """Channels of all workspaces with something due, by id: `due` (how many), `ready_at` (of the oldest)."""
    found: dict[int, Row] = {}
    for state in _WAIT:
        for row in await db.rows(
            "select channel_id, count(*) as due, min(ready_at) as ready_at from delivery"
            f" where state = '{state}' and ready_at <= $1 group by channel_id",
            now,
        ):
            one = found.setdefault(row["channel_id"], {"due": 0, "ready_at": row["ready_at"]})
            one["due"] += row["due"]
            one["ready_at"] = min(one["ready_at"], row["ready_at"])
    return found


async def next_ready() -> datetime | None:
    """When the next delivery that is planned may leave, over all channels that can send now; None when none is."""
    times = []
    for state in _WAIT:
        found = await db.row(
            "select min(case when c.hold_until > d.ready_at then c.hold_until else d.ready_at end) as ready_at"
            " from delivery d join channel c on c.id = d.channel_id"
            f" where d.state = '{state}' and c.health = 'working' and c.paused = false"
        )
        times.append(found["ready_at"] if found else None)
    return min((one for one in times if one is not None), default=None)


async def unmatched() -> int:
    """How many events wait for a delivery that is not known yet."""
    found = await db.row("select count(*) as n from provider_event where state = 'waiting'")
    return int(found["n"]) if found else 0


async def latest_deliveries(workspace: int, limit: int) -> list[dict[str, Any]]:
    """The newest deliveries with the times of their steps, their contact's name and message's number, newest last."""
    found = await db.rows(
        "select d.id, d.state, d.slot_at, d.sending_at, d.sent_at, d.delivered_at, d.read_at, d.changed_at, d.attempts,"
        " d.token, d.provider_id, d.to_phone, d.text, m.number, c.name as contact_name from delivery d"
        " join message m on m.id = d.message_id join contact c on c.id = d.contact_id"
        " where d.workspace_id = $1 order by d.id desc limit $2",
        workspace,
        limit,
    )
    return found[::-1]
