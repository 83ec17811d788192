"""Deliveries that have not come to their end: what lanes and the sweep look for. What may leave, is in flight, overdue, unsure.

Not here: what moves them (`storage.queries.steps`, by `core.outcomes` alone), what people see of them (`deliveries`), how much
of a day is taken (`load`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storage import db

Row = dict[str, Any]

_NEWEST = 20_000
_SECOND = 1_000_000
"""In the database's instants. Providers tell when somebody wrote in whole ones: an answer in the second of a send is one."""


async def in_flight(workspace: int, channel: int, fence: int) -> list[Row]:
    """What holders before a fence left in flight."""
    return await db.rows(
        "select * from delivery where workspace_id = $1 and channel_id = $2 and state = 'sending' and fence < $3"
        " order by id",
        workspace,
        channel,
        fence,
    )


async def ready(
    workspace: int, channel: int, fence: int, before: datetime, limit: int, leaving: bool = False
) -> list[Row]:
    """What the holder of a fence has queued, soonest first, with all that is to be looked at again before it leaves.

    `leaving`: the rows are kept as they are read, and those whose contact has one in flight are left out, so that they do
    not stand in the way of the others. `chat`: how the provider addresses the person, where it said so; `unknown_at`: when it
    said that WhatsApp knows no such number.

    Each number by itself along its key: joined, PostgreSQL reads all of the account where it thinks that they are few.
    """
    known = "from known_number k where k.account_id = h.account_id and k.phone = c.phone"
    apart = (
        " and d.contact_id not in (select b.contact_id from delivery b where b.channel_id = $2 and b.state = 'sending')"
    )
    return await db.rows(
        "select d.*, m.state as message_state, m.text as message_text, m.media_id, m.carries,"
        " m.channel_id as own_channel, m.rev as message_rev,"
        " o.state as occurrence_state, c.name as contact_name, c.phone as contact_phone, c.blocked_at as contact_blocked_at,"
        " c.blocked_by as contact_blocked_by, c.removed_at as contact_removed_at,"
        " case when m.answered is not null and exists (select 1 from answer a where a.contact_id = d.contact_id"
        f" and a.received_at / {_SECOND} >= coalesce((select max(e.sending_at) from delivery e where e.message_id ="
        " d.message_id and e.contact_id = d.contact_id and e.sent_at is not null and m.answered = 'if_not'), m.created_at)"
        f" / {_SECOND}) then 1 else 0 end as answered,"
        f" (select k.chat {known}) as chat, (select k.checked_at {known} and k.known = false) as unknown_at"
        " from delivery d join channel h on h.id = d.channel_id join message m on m.id = d.message_id"
        " join occurrence o on o.id = d.occurrence_id"
        " join contact c on c.id = d.contact_id"
        " where d.workspace_id = $1 and d.channel_id = $2 and d.state = 'queued' and d.fence = $3 and d.ready_at <= $4"
        f"{apart if leaving else ''} order by d.ready_at, d.id limit $5{db.lock_for_send() if leaving else ''}",
        workspace,
        channel,
        fence,
        before,
        limit,
    )


async def next_ready(workspace: int, channel: int, after: datetime) -> datetime | None:
    """When the first delivery of a channel is ready to leave that is so only after an instant."""
    queued, planned = (
        "(select ready_at from delivery where workspace_id = $1 and channel_id = $2"
        f" and state = '{state}' and ready_at > $3 order by ready_at limit 1) as {state}_at"
        for state in ("queued", "planned")
    )
    row = await db.row(f"select {queued}, {planned}", workspace, channel, after)
    return min(filter(None, row.values()), default=None) if row else None


async def unsettled(
    workspace: int, channel: int, contacts: Sequence[int], now: datetime, since: timedelta
) -> dict[int, list[Row]]:
    """By contact, of these: what may have left over this channel and is not known to have ended (unsure for no longer than
    `since`), and what was put off past its slot and still waits."""
    columns = "select id, contact_id, state, slot_at, cause from delivery where workspace_id = $1 and channel_id = $2"
    of_these = f"contact_id {db.among(5)}"
    rows = await db.rows(
        f"{columns} and state = 'sending' and {of_these} union all {columns} and state = 'unsure' and sending_at > $4"
        f" and {of_these} union all {columns} and state in ('planned', 'queued') and ready_at > slot_at and slot_at <= $3"
        f" and {of_these}",
        workspace,
        channel,
        now,
        now - since,
        db.several(contacts),
    )
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["contact_id"], []).append(row)
    return found


async def channels_to_wake(before: datetime) -> list[Row]:
    """Channels of all workspaces that have something to do before an instant: for the tick."""
    return await db.rows(
        "select c.id, c.workspace_id from channel c where"
        " exists (select 1 from delivery d where d.channel_id = c.id and d.state = 'planned' and d.ready_at <= $1)"
        " or exists (select 1 from delivery d where d.channel_id = c.id and d.state = 'queued' and d.ready_at <= $1)"
        " or exists (select 1 from delivery d where d.channel_id = c.id and d.state = 'sending')",
        before,
    )


async def too_late(now: datetime, limit: int = 500) -> list[Row]:
    """What waited past its lateness limit, over all workspaces: for the sweep."""
    found: list[Row] = []
    for state in ("planned", "queued"):
        found += await db.rows(
            f"select * from delivery where state = '{state}' and late_at < $1 order by late_at limit $2", now, limit
        )
    return found


async def unsure(since: datetime, behind: tuple[datetime, int] | None, limit: int) -> list[Row]:
    """Deliveries of all workspaces that are unsure and began after an instant, oldest first: for the sweep. `behind`: when one
    of them began, and its id: only those after it."""
    return await db.rows(
        "select * from delivery where state = 'unsure' and sending_at > $1 and (sending_at, id) > ($2, $3)"
        " order by sending_at, id limit $4",
        since,
        *(behind or (since, 0)),
        limit,
    )


async def without_receipt(since: datetime, before: datetime, limit: int = 500) -> list[Row]:
    """What left between two instants, of all workspaces, and of which nothing was heard since, oldest first: for the sweep.

    Looked for among the newest deliveries only, along their key: an index over `sent` would cost each send.
    """
    return await db.rows(
        f"select * from delivery where id > (select coalesce(max(id), 0) - {_NEWEST} from delivery) and state = 'sent'"
        " and provider_id is not null and sent_at >= $1 and sent_at <= $2 order by sent_at, id limit $3",
        since,
        before,
        limit,
    )


async def last_left_to(workspace: int, channel: int, contacts: Sequence[int], since: datetime) -> dict[int, datetime]:
    """When the last delivery left over a channel for each of these contacts to whom one did after an instant."""
    found: dict[int, datetime] = {}
    for piece in db.batch(contacts):
        rows = await db.rows(
            "select contact_id, max(sending_at) as sending_at from delivery where workspace_id = $1 and channel_id = $2"
            f" and sending_at > $3 and contact_id in ({db.marks(len(piece), 4)}) group by contact_id",
            workspace,
            channel,
            since,
            *piece,
        )
        found |= {row["contact_id"]: row["sending_at"] for row in rows}
    return found
