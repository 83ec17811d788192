"""How much of what a channel, a day or a person can bear is taken already: what left, what holds a slot, who is new.

Not here: the limits themselves, and what follows from them (`core.slots.room`, `core.slots.allotment`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def sent_since(workspace: int, channel: int, since: datetime) -> int:
    found = await db.row(
        "select count(*) as n from delivery where workspace_id = $1 and channel_id = $2 and sending_at >= $3"
        " and state not in ('failed', 'planned', 'queued')",
        workspace,
        channel,
        since,
    )
    return int(found["n"]) if found else 0


async def taken_slots(workspace: int, channel: int, since: datetime, but: int = 0) -> list[datetime]:
    """Slots that deliveries still to leave hold on a channel, from an instant on; without those of the message `but`."""
    found = await db.rows(
        "select slot_at from delivery where workspace_id = $1 and channel_id = $2 and state in ('planned', 'queued')"
        " and slot_at >= $3 and message_id <> $4 order by slot_at",
        workspace,
        channel,
        since,
        but,
    )
    return [row["slot_at"] for row in found]


async def knows(channel: int, contact: int) -> bool:
    """Whether a contact ever wrote to a channel, or got anything from it."""
    found = await db.row(
        "select 1 as found where exists (select 1 from answer where contact_id = $2 and channel_id = $1)"
        " or exists (select 1 from delivery where contact_id = $2 and channel_id = $1"
        " and state in ('sent', 'delivered', 'read'))",
        channel,
        contact,
    )
    return found is not None


async def known_of(workspace: int, channel: int, contacts: Sequence[int]) -> set[int]:
    """Those of the contacts who ever wrote to a channel, or got anything from it."""
    found: set[int] = set()
    for piece in db.batch(list(contacts)):
        marks = db.marks(len(piece), 3)
        rows = await db.rows(
            "select contact_id from answer where workspace_id = $1 and channel_id = $2"
            f" and contact_id in ({marks}) union select contact_id from delivery where workspace_id = $1"
            f" and channel_id = $2 and state in ('sent', 'delivered', 'read') and contact_id in ({marks})",
            workspace,
            channel,
            *piece,
        )
        found |= {row["contact_id"] for row in rows}
    return found


async def new_since(workspace: int, channel: int, since: datetime, but: int = 0) -> list[datetime]:
    """When each person who was new to a channel at an instant was, or will be, written to first after it; without what the
    message `but` has planned."""
    found = await db.rows(
        "select min(coalesce(d.sending_at, d.slot_at)) as at from delivery d where d.workspace_id = $1 and d.channel_id = $2"
        " and d.message_id <> $4 and ((d.state in ('planned', 'queued') and d.slot_at >= $3) or (d.sending_at >= $3"
        " and d.state not in ('failed', 'planned', 'queued')))"
        " and not exists (select 1 from delivery o where o.contact_id = d.contact_id and o.channel_id = $2"
        " and o.state in ('sent', 'delivered', 'read') and o.sending_at < $3)"
        " and not exists (select 1 from answer a where a.contact_id = d.contact_id and a.channel_id = $2"
        " and a.received_at < $3) group by d.contact_id",
        workspace,
        channel,
        since,
        but,
    )
    return [row["at"] for row in found]


async def new_sent_since(workspace: int, channel: int, since: datetime) -> int:
    """How many people who were new to a channel at an instant were written to after it."""
    found = await db.row(
        "select count(distinct d.contact_id) as n from delivery d where d.workspace_id = $1 and d.channel_id = $2"
        " and d.sending_at >= $3 and d.state not in ('failed', 'planned', 'queued')"
        " and not exists (select 1 from delivery o where o.contact_id = d.contact_id and o.channel_id = $2"
        " and o.state in ('sent', 'delivered', 'read') and o.sending_at < $3)"
        " and not exists (select 1 from answer a where a.contact_id = d.contact_id and a.channel_id = $2"
        " and a.received_at < $3)",
        workspace,
        channel,
        since,
    )
    return int(found["n"]) if found else 0


async def moments_of(workspace: int, contacts: Sequence[int], since: datetime, but: int = 0) -> list[Row]:
    """When contacts got or will get something, over all channels, from an instant on: `contact_id` and `at`. Reminders do not
    count, nor what never left, nor what the message `but` has planned."""
    found: list[Row] = []
    for piece in db.batch(list(contacts)):
        found += await db.rows(
            "select d.contact_id, coalesce(d.sending_at, d.slot_at) as at from delivery d join message m on m.id = d.message_id"
            " where d.workspace_id = $1 and coalesce(d.sending_at, d.slot_at) >= $2 and d.message_id <> $3"
            " and d.state not in ('failed', 'skipped', 'cancelled') and coalesce(m.late, '') <> 'reminder'"
            f" and d.contact_id in ({db.marks(len(piece), 4)})",
            workspace,
            since,
            but,
            *piece,
        )
    return found


async def ever_sent(workspace: int, channel: int) -> bool:
    """Whether a provider ever took anything over a channel."""
    taken = "select id from delivery where workspace_id = $1 and channel_id = $2"
    left = " and state in ('sent', 'delivered', 'read') limit 1"
    return await db.row(taken + left, workspace, channel) is not None
