"""The guarded statements by which `core.outcomes` moves deliveries. Nobody else imports this (an import contract holds it).

Every change names the states it starts from, so that of two that race one wins and the other changes nothing. Not here: which
steps are allowed (`storage.states`), finding deliveries (`storage.queries.deliveries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.models import PastRef
from storage.queries.leases import holds
from storage.states import DeliveryState

Row = dict[str, Any]

_MOVED = ", ".join(
    f"delivery.{name}"
    for name in (
        *("id", "workspace_id", "message_id", "occurrence_id", "contact_id", "channel_id"),
        *("state", "attempts", "slot_at", "sending_at"),
    )
)
"""What is told of deliveries that were sent together: what follows from it, and how late they were."""


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
            " where delivery.state = 'cancelled' and delivery.workspace_id = excluded.workspace_id returning id",
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
    """planned -> queued for the holder of the lease: what is ready before an instant, soonest first. (`state || ''`: see
    `begin`.)"""
    found = await db.rows(
        "with x as materialized (select id from delivery where workspace_id = $1 and channel_id = $2 and state = 'planned'"
        f" and ready_at <= $5 order by ready_at, id limit $6{db.skip_locked()})"
        " update delivery set state = 'queued', fence = $4, changed_at = $7 where id in (select id from x)"
        f" and state || '' = 'planned' and {holds('$2', '$3', '$4')} returning id",
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
        "with x as materialized (select id from delivery where workspace_id = $1 and channel_id = $2 and state = 'queued'"
        f" and fence <= $3 order by id{db.lock_to_count()})"
        " update delivery set state = 'planned', changed_at = $4 where id in (select id from x)"
        " and state || '' = 'queued' and fence <= $3 returning id",
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


async def begin(channel: int, owner: str, fence: int, leaving: Sequence[Row], now: datetime) -> set[int]:
    """queued -> sending, with what is about to leave (`id`, `ref`: its token, `phone`, `words`); those that are still ours.

    The signs beside columns (here and below) keep PostgreSQL from an index over `state`, which its statistics make look short,
    and SQLite from all that a channel ever sent: what is meant is found by its id.
    """
    values = db.listed(5, id="bigint", ref="text", phone="text", words="text")
    found = await db.rows(
        "update delivery set state = 'sending', token = v.ref, to_phone = v.phone, text = v.words, sending_at = $4,"
        f" changed_at = $4, attempts = attempts + 1, cause = '' from {values} v where delivery.id = v.id"
        f" {db.keyed('delivery.id', 6)} and channel_id + 0 = $1 and state || '' = 'queued' and fence + 0 = $3"
        f" and {holds('$1', '$2', '$3')} returning delivery.id",
        channel,
        owner,
        fence,
        now,
        db.listing(leaving),
        *db.keys(one["id"] for one in leaving),
    )
    return {row["id"] for row in found}


async def accepted(fence: int, taken: Sequence[Row], now: datetime) -> dict[int, Row]:
    """sending -> sent for attempts that the provider took (`id`, `message`, `attempt`, `ref`: its id); those that moved, by
    id. Their messages are held from then on; whoever is at one just now is not waited for, and its deliveries stay."""
    values = db.listed(3, id="bigint", attempt="bigint", ref="text")
    held, of_held = "", ""
    if not db.is_sqlite():
        held = (
            f"with held as materialized (select id from message where id {db.among(5)} order by id"
            f"{db.lock_to_count()} skip locked) "
        )
        of_held = " and message_id in (select id from held)"
    found = await db.rows(
        f"{held}update delivery set state = 'sent', provider_id = v.ref, sent_at = coalesce(sent_at, $2), cause = '',"
        f" changed_at = $2 from {values} v where delivery.id = v.id {db.keyed('delivery.id', 4)}"
        f" and state || '' = 'sending' and fence + 0 = $1 and attempts = v.attempt{of_held} returning {_MOVED}",
        fence,
        now,
        db.listing({name: one[name] for name in ("id", "attempt", "ref")} for one in taken),
        *db.keys(one["id"] for one in taken),
        *db.keys(sorted({one["message"] for one in taken})),
    )
    return {row["id"]: row for row in found}


async def forward(rows: Sequence[Row]) -> set[int]:
    """Writes what receipts made of deliveries, `was` being the state that each was in; those that still were."""
    names = ("state", "provider_id", "cause", "sent_at", "delivered_at", "read_at", "changed_at")
    kinds = dict.fromkeys(names, "bigint") | dict.fromkeys(names[:3], "text")
    found = await db.rows(
        f"update delivery set {', '.join(f'{name} = v.{name}' for name in names)}"
        f" from {db.listed(1, id='bigint', was='text', **kinds)} v"
        f" where delivery.id = v.id {db.keyed('delivery.id', 2)} and delivery.state || '' = v.was returning delivery.id",
        db.listing({name: row[name] for name in ("id", "was", *names)} for row in rows),
        *db.keys(row["id"] for row in rows),
    )
    return {row["id"] for row in found}


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


async def hand_over(delivery: int, channel: int, other: int, now: datetime) -> Row | None:
    """planned | queued at one channel -> planned at another, ready at once; None when it is no longer there, or not waiting.

    Ids of earlier attempts still find it at the old one."""
    held = await db.row(
        "update delivery set fence = 0, state = 'planned', changed_at = $3 where id = $1 and channel_id = $2"
        " and state in ('planned', 'queued') returning token, provider_id",
        delivery,
        channel,
        now,
    )
    if held is None:
        return None
    if held["token"] is not None or held["provider_id"] is not None:
        await forget_token(delivery, channel)
    return await db.row(
        "update delivery set channel_id = $2, ready_at = $3, cause = '' where id = $1 returning *", delivery, other, now
    )


async def relimit(delivery: int, late: datetime, now: datetime) -> None:
    """Another lateness limit for what has not left."""
    await db.run(
        "update delivery set late_at = $2, changed_at = $3 where id = $1 and state in ('planned', 'queued')",
        delivery,
        late,
        now,
    )


async def stamp(delivery: int, field: str, when: datetime) -> None:
    """Fills in an instant that came late (delivered, after read was known), if there is none."""
    await db.run(f"update delivery set {field} = coalesce({field}, $2) where id = $1", delivery, when)


async def learn_id(delivery: int, provider_id: str) -> None:
    """What the provider calls it, told by an echo or by an answer that came behind its echo."""
    await db.run("update delivery set provider_id = $2 where id = $1", delivery, provider_id)


async def mark(delivery: int, cause: str) -> None:
    """A remark on a delivery whose state stays."""
    await db.run("update delivery set cause = $2 where id = $1", delivery, cause)


async def remember(delivery: int, channel: int, ref: str, given_up: bool = False) -> None:
    """An id by which the provider may still speak of an earlier attempt at a delivery."""
    if await db.row("select id from past_ref where channel_id = $1 and ref = $2", channel, ref) is None:
        await db.create(PastRef, channel_id=channel, delivery_id=delivery, ref=ref, given_up=given_up)


async def forget_token(delivery: int, channel: int, given_up: bool = False) -> None:
    """Before a new attempt with a new id: the old ids still find the delivery, and when it was sent begins anew. `given_up`:
    the provider itself said that the earlier attempt failed."""
    found = await db.row("select token, provider_id from delivery where id = $1", delivery)
    for ref in {found["token"], found["provider_id"]} - {None} if found else ():
        await remember(delivery, channel, ref, given_up)
    await db.run(
        "update delivery set token = null, provider_id = null, sent_at = null, delivered_at = null, read_at = null"
        " where id = $1",
        delivery,
    )
