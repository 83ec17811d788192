"""Deliveries: the ways to find them. Not here: what moves them (`storage.queries.steps`, by `core.outcomes` alone)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storage import db

Row = dict[str, Any]

_SHOWN = (
    "d.*, c.name as contact_name, c.phone as contact_phone, s.name as stand_in"
    " from delivery d join contact c on c.id = d.contact_id join message m on m.id = d.message_id"
    " left join channel s on s.id = d.channel_id and s.id <> m.channel_id"
)
"""A delivery with its contact, and the channel that stands in for its message's own, if one does."""

_NEWEST = 20_000
_PUT_OFF = timedelta(seconds=70)
"""Longer than any back-off after a refusal: so far ahead what was put off is looked for."""


async def get(workspace: int, delivery: int) -> Row | None:
    return await db.row("select * from delivery where id = $1 and workspace_id = $2", delivery, workspace)


async def by_ref(workspace: int, channel: int, ref: str) -> Row | None:
    """By token, provider id, or an id of an earlier attempt."""
    return await db.row(
        "select * from delivery where workspace_id = $1 and id in ("
        " select id from delivery where channel_id = $2 and token = $3"
        " union select id from delivery where channel_id = $2 and provider_id = $3"
        " union select delivery_id from past_ref where channel_id = $2 and ref = $3) order by id limit 1",
        workspace,
        channel,
        ref,
    )


async def past_ref(delivery: int, ref: str) -> Row | None:
    """What is kept of an earlier attempt at a delivery that had this id, over whichever channel."""
    return await db.row("select * from past_ref where delivery_id = $1 and ref = $2 limit 1", delivery, ref)


async def may_be_revived(message: int, now: datetime) -> bool:
    """Whether anything of a message was called off under way and is not too late."""
    found = await db.row(
        "select id from delivery where message_id = $1 and state = 'cancelled' and late_at > $2 and changed_at >= slot_at"
        " limit 1",
        message,
        now,
    )
    return found is not None


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
    not stand in the way of the others.
    """
    apart = (
        " and not exists (select 1 from delivery b where b.channel_id = d.channel_id and b.contact_id = d.contact_id"
        " and b.state = 'sending')"
    )
    return await db.rows(
        "select d.*, m.state as message_state, m.text as message_text, m.media_id, m.carries,"
        " m.channel_id as own_channel, m.rev as message_rev,"
        " o.state as occurrence_state, c.name as contact_name, c.phone as contact_phone, c.blocked_at as contact_blocked_at,"
        " c.blocked_by as contact_blocked_by,"
        " case when m.answered is not null and exists (select 1 from answer a where a.contact_id = d.contact_id"
        " and a.received_at > coalesce((select max(e.sent_at) from delivery e where e.message_id = d.message_id"
        " and e.contact_id = d.contact_id and m.answered = 'if_not'), m.created_at)) then 1 else 0 end as answered"
        " from delivery d join message m on m.id = d.message_id join occurrence o on o.id = d.occurrence_id"
        " join contact c on c.id = d.contact_id"
        " where d.workspace_id = $1 and d.channel_id = $2 and d.state = 'queued' and d.fence = $3 and d.ready_at <= $4"
        f"{apart if leaving else ''} order by d.ready_at, d.id limit $5{db.lock_for_send() if leaving else ''}",
        workspace,
        channel,
        fence,
        before,
        limit,
    )


async def next_ready(workspace: int, channel: int, after: datetime | None = None) -> datetime | None:
    """When the next delivery of a channel is ready to leave; of those that are ready only after an instant, if one is given."""
    times = []
    for state in ("queued", "planned"):
        row = await db.row(
            "select ready_at from delivery where workspace_id = $1 and channel_id = $2"
            f" and state = '{state}'{' and ready_at > $3' if after else ''} order by ready_at limit 1",
            workspace,
            channel,
            *([after] if after else []),
        )
        if row:
            times.append(row["ready_at"])
    return min(times, default=None)


async def unsettled(workspace: int, channel: int, now: datetime, since: timedelta) -> dict[int, list[Row]]:
    """By contact: what may have left over this channel and is not known to have ended (unsure for no longer than `since`),
    and what was put off past its slot and still waits."""
    found: dict[int, list[Row]] = {}
    columns = "select id, contact_id, state, slot_at from delivery where workspace_id = $1 and channel_id = $2"
    where = (workspace, channel)
    rows = await db.rows(f"{columns} and state = 'sending'", *where)
    rows += await db.rows(f"{columns} and state = 'unsure' and sending_at > $3", *where, now - since)
    for state in ("queued", "planned"):
        rows += await db.rows(
            f"{columns} and state = '{state}' and ready_at > $3 and ready_at <= $4 and slot_at <= $3",
            *where,
            now,
            now + _PUT_OFF,
        )
    for row in rows:
        found.setdefault(row["contact_id"], []).append(row)
    return found


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


async def unsure(since: datetime, limit: int = 500) -> list[Row]:
    """Deliveries of all workspaces that are unsure and began after an instant, oldest first: for the sweep."""
    return await db.rows(
        "select * from delivery where state = 'unsure' and sending_at > $1 order by sending_at limit $2", since, limit
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


async def without_id_like(
    workspace: int, channel: int, phones: Sequence[str], text: str, since: datetime, until: datetime
) -> list[Row]:
    """Deliveries that left, or may have, and have no id at the provider yet, which an echo of this text may be of: two at
    most. Also those that were accepted without an id: one of them and an unsure one of the same text are two."""
    return await db.rows(
        "select * from delivery where workspace_id = $1 and channel_id = $2 and state in ('unsure', 'sending', 'sent')"
        " and text = $3 and sending_at >= $4 and sending_at <= $5 and provider_id is null"
        f" and to_phone in ({db.marks(len(phones), 6)}) limit 2",
        workspace,
        channel,
        text,
        since,
        until,
        *phones,
    )


async def causes(workspace: int, occurrence: int, state: str) -> dict[str, int]:
    """Of the deliveries of an occurrence in a state: how many for which cause."""
    found = await db.rows(
        "select cause, count(*) as n from delivery where workspace_id = $1 and occurrence_id = $2 and state = $3"
        " group by cause order by cause",
        workspace,
        occurrence,
        state,
    )
    return {row["cause"]: int(row["n"]) for row in found}


async def of_occurrence(workspace: int, occurrence: int, states: Sequence[str] = (), limit: int = 100_000) -> list[Row]:
    only = f" and d.state in ({db.marks(len(states), 4)})" if states else ""
    return await db.rows(
        f"select {_SHOWN} where d.workspace_id = $1 and d.occurrence_id = $2{only} order by d.slot_at, d.id limit $3",
        workspace,
        occurrence,
        limit,
        *states,
    )


async def of_message(
    workspace: int, message: int, state: str | None = None, after: int = 0, limit: int = 100
) -> list[Row]:
    """In order of id, after an id: for paging."""
    only = " and d.state = $5" if state else ""
    return await db.rows(
        f"select {_SHOWN} where d.workspace_id = $1 and d.message_id = $2 and d.id > $3{only} order by d.id limit $4",
        workspace,
        message,
        after,
        limit,
        *([state] if state else []),
    )


async def waiting_of(workspace: int, occurrence: int, since: datetime) -> tuple[int, datetime, datetime] | None:
    """How many deliveries of an occurrence have slots after an instant, still to come, the first and the last of them."""
    found = await db.row(
        "select count(*) as n, min(slot_at) as first_at, max(slot_at) as last_at from delivery where workspace_id = $1"
        " and occurrence_id = $2 and state in ('planned', 'queued') and slot_at > $3",
        workspace,
        occurrence,
        since,
    )
    return (int(found["n"]), found["first_at"], found["last_at"]) if found and found["n"] else None


async def last_left_to(workspace: int, channel: int, contact: int, since: datetime) -> datetime | None:
    """When the last delivery left over a channel for a contact, if that was after an instant."""
    found = await db.row(
        "select max(sending_at) as sending_at from delivery where workspace_id = $1 and channel_id = $2 and contact_id = $3"
        " and sending_at > $4",
        workspace,
        channel,
        contact,
        since,
    )
    return found["sending_at"] if found else None


async def last_to(workspace: int, contact: int) -> Row | None:
    """The last delivery that left for a contact, with its message's author: who hears the answer."""
    return await db.row(
        "select d.*, m.author_id, m.number from delivery d join message m on m.id = d.message_id"
        " where d.workspace_id = $1 and d.contact_id = $2 and d.sending_at is not null order by d.sending_at desc limit 1",
        workspace,
        contact,
    )
