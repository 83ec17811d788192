"""Deliveries: the guarded statements by which `core.outcomes` moves them, and the ways to find them.

Every change names the states it starts from, so that of two that race one wins and the other changes nothing. Nothing but
`core.outcomes` may call the functions above the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from storage import db
from storage.models import PastRef
from storage.queries.channels import lease_holds
from storage.states import DeliveryState

Row = dict[str, Any]

_PUT_OFF = timedelta(seconds=70)
"""Longer than any back-off after a refusal: so far ahead what was put off is looked for."""


async def plan(
    workspace: int,
    message: int,
    occurrence: int,
    channel: int,
    slots: Sequence[tuple[int, datetime, datetime]],
    now: datetime,
) -> int:
    """Inserts deliveries (contact, slot, late_at). One that was called off for this occurrence is revived, never doubled."""
    made = 0
    for contact, slot, late in slots:
        found = await db.rows(
            "insert into delivery (workspace_id, message_id, occurrence_id, contact_id, channel_id, state, slot_at,"
            " ready_at, late_at, fence, attempts, cause, changed_at)"
            " values ($1, $2, $3, $4, $5, 'planned', $6, $6, $7, 0, 0, '', $8)"
            " on conflict (occurrence_id, contact_id) do update set state = 'planned', slot_at = excluded.slot_at,"
            " ready_at = excluded.ready_at, late_at = excluded.late_at, channel_id = excluded.channel_id, fence = 0,"
            " cause = '', changed_at = excluded.changed_at"
            " where delivery.state = 'cancelled' returning id",
            workspace,
            message,
            occurrence,
            contact,
            channel,
            slot,
            late,
            now,
        )
        made += len(found)
    return made


async def claim(
    workspace: int, channel: int, owner: str, fence: int, before: datetime, limit: int, now: datetime
) -> int:
    """planned -> queued for the holder of the lease: what is ready before an instant, soonest first."""
    found = await db.rows(
        "with x as materialized (select id from delivery where workspace_id = $1 and channel_id = $2 and state = 'planned'"
        f" and ready_at <= $5 order by ready_at, id limit $6{db.skip_locked()})"
        " update delivery set state = 'queued', fence = $4, changed_at = $7 where id in (select id from x)"
        f" and state = 'planned' and {lease_holds('$2', '$3', '$4')} returning id",
        workspace,
        channel,
        owner,
        fence,
        before,
        limit,
        now,
    )
    return len(found)


async def let_go(workspace: int, channel: int, fence: int, now: datetime) -> int:
    """queued -> planned: a lane ends, or a new holder finds what an older one had claimed (lower fence)."""
    found = await db.rows(
        "update delivery set state = 'planned', changed_at = $4 where workspace_id = $1 and channel_id = $2"
        " and state = 'queued' and fence <= $3 returning id",
        workspace,
        channel,
        fence,
        now,
    )
    return len(found)


async def take_over(workspace: int, channel: int, fence: int, now: datetime) -> list[Row]:
    """sending -> unsure for what a former holder left in flight: nobody will tell us how it ended."""
    return await db.rows(
        "update delivery set state = 'unsure', cause = 'interrupted', changed_at = $4 where workspace_id = $1"
        " and channel_id = $2 and state = 'sending' and fence < $3 returning *",
        workspace,
        channel,
        fence,
        now,
    )


async def begin(
    delivery: int, channel: int, owner: str, fence: int, token: str | None, phone: str, text: str, now: datetime
) -> bool:
    """queued -> sending, with what is about to leave. False when it is no longer ours to send."""
    found = await db.rows(
        "update delivery set state = 'sending', token = $5, to_phone = $6, text = $7, sending_at = $8, changed_at = $8,"
        " attempts = attempts + 1, cause = '' where id = $1 and state = 'queued' and fence = $4"
        f" and {lease_holds('$2', '$3', '$4')} returning id",
        delivery,
        channel,
        owner,
        fence,
        token,
        phone,
        text,
        now,
    )
    return bool(found)


async def step(
    delivery: int,
    to: DeliveryState,
    sources: Iterable[DeliveryState],
    now: datetime,
    fence: int | None = None,
    attempt: int | None = None,
    **fields: Any,
) -> Row | None:
    """The one guarded move: `to` if the state is one of `sources` (and fence and attempt are those given), else None.

    `fields` are written with it; a value for `sent_at`, `delivered_at` or `read_at` does not overwrite an earlier one.
    """
    values: list[Any] = [delivery, str(to), now]
    sets = ["state = $2", "changed_at = $3"]
    for name, value in fields.items():
        values.append(value)
        mark = f"${len(values)}"
        keeps = name in ("sent_at", "delivered_at", "read_at")
        sets.append(f"{name} = coalesce({name}, {mark})" if keeps else f"{name} = {mark}")
    from_states = [str(source) for source in sources]
    values.extend(from_states)
    guard = f"state in ({db.marks(len(from_states), len(values) - len(from_states) + 1)})"
    if fence is not None:
        values.append(fence)
        guard += f" and fence = ${len(values)}"
    if attempt is not None:
        values.append(attempt)
        guard += f" and attempts = ${len(values)}"
    return await db.row(f"update delivery set {', '.join(sets)} where id = $1 and {guard} returning *", *values)


async def stamp(delivery: int, field: str, when: datetime) -> None:
    """Fills in an instant that came late (delivered, after read was known), if there is none."""
    await db.run(f"update delivery set {field} = coalesce({field}, $2) where id = $1", delivery, when)


async def learn_id(delivery: int, provider_id: str) -> None:
    """What the provider calls it, told by an echo or by an answer that came behind its echo."""
    await db.run("update delivery set provider_id = $2 where id = $1", delivery, provider_id)


async def mark(delivery: int, cause: str) -> None:
    """A remark on a delivery whose state stays."""
    await db.run("update delivery set cause = $2 where id = $1", delivery, cause)


async def forget_token(delivery: int, channel: int) -> None:
    """Before a new attempt with a new id: the old ids still find the delivery, and when it was sent begins anew."""
    found = await db.row("select token, provider_id from delivery where id = $1", delivery)
    for ref in {found["token"], found["provider_id"]} - {None} if found else ():
        known = await db.row("select id from past_ref where channel_id = $1 and ref = $2", channel, ref)
        if known is None:
            await PastRef.create(channel_id=channel, delivery_id=delivery, ref=ref)
    await db.run(
        "update delivery set token = null, provider_id = null, sent_at = null, delivered_at = null, read_at = null"
        " where id = $1",
        delivery,
    )


# --- finding ------------------------------------------------------------------------------------------------------


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


async def is_past_ref(channel: int, delivery: int, ref: str) -> bool:
    """Whether an id is of an earlier attempt at a delivery."""
    found = await db.row("select delivery_id from past_ref where channel_id = $1 and ref = $2", channel, ref)
    return found is not None and found["delivery_id"] == delivery


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
        "select d.*, m.state as message_state, m.text as message_text, m.rev as message_rev, o.state as occurrence_state,"
        " c.name as contact_name, c.phone as contact_phone, c.blocked_at as contact_blocked_at"
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


async def next_ready(workspace: int, channel: int) -> datetime | None:
    """When the next delivery of a channel is ready to leave."""
    found = await db.row(
        "select ready_at from delivery where workspace_id = $1 and channel_id = $2 and state = 'queued'"
        " order by ready_at limit 1",
        workspace,
        channel,
    )
    other = await db.row(
        "select ready_at from delivery where workspace_id = $1 and channel_id = $2 and state = 'planned'"
        " order by ready_at limit 1",
        workspace,
        channel,
    )
    times = [row["ready_at"] for row in (found, other) if row]
    return min(times) if times else None


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


async def taken_slots(workspace: int, channel: int, since: datetime) -> list[datetime]:
    """Slots that deliveries still to leave hold on a channel, from an instant on."""
    found = await db.rows(
        "select slot_at from delivery where workspace_id = $1 and channel_id = $2 and state in ('planned', 'queued')"
        " and slot_at >= $3 order by slot_at",
        workspace,
        channel,
        since,
    )
    return [row["slot_at"] for row in found]


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
        "select d.*, c.name as contact_name, c.phone as contact_phone from delivery d join contact c on c.id = d.contact_id"
        f" where d.workspace_id = $1 and d.occurrence_id = $2{only} order by d.slot_at, d.id limit $3",
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
        "select d.*, c.name as contact_name, c.phone as contact_phone from delivery d join contact c on c.id = d.contact_id"
        f" where d.workspace_id = $1 and d.message_id = $2 and d.id > $3{only} order by d.id limit $4",
        workspace,
        message,
        after,
        limit,
        *([state] if state else []),
    )


async def of_contact(workspace: int, contact: int, limit: int = 20) -> list[Row]:
    """The newest first, with what was sent."""
    return await db.rows(
        "select d.*, m.number, m.title, m.text as message_text from delivery d join message m on m.id = d.message_id"
        " where d.workspace_id = $1 and d.contact_id = $2 order by d.id desc limit $3",
        workspace,
        contact,
        limit,
    )


async def last_to(workspace: int, contact: int) -> Row | None:
    """The last delivery that left for a contact, with its message's author: who hears the answer."""
    return await db.row(
        "select d.*, m.author_id, m.number from delivery d join message m on m.id = d.message_id"
        " where d.workspace_id = $1 and d.contact_id = $2 and d.sending_at is not null order by d.sending_at desc limit 1",
        workspace,
        contact,
    )
