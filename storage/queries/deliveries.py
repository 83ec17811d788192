"""Deliveries: the ways to find one, and those of a message or of a person.

Not here: what moves them (`storage.queries.steps`, by `core.outcomes` alone), what lanes look for (`under_way`), how much of a
day is taken (`load`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound

Row = dict[str, Any]

_SHOWN = (
    "d.*, c.name as contact_name, c.phone as contact_phone, s.name as stand_in"
    " from delivery d join contact c on c.id = d.contact_id join message m on m.id = d.message_id"
    " left join channel s on s.id = d.channel_id and s.id <> m.channel_id"
)
"""A delivery with its contact, and the channel that stands in for its message's own, if one does."""


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


async def by_refs(workspace: int, channel: int, refs: Sequence[str]) -> dict[str, Row]:
    """As `by_ref`, of several: those that are found, by the ref."""
    found: dict[str, Row] = {}
    for piece in db.batch(refs):
        marks = db.marks(len(piece), 3)
        rows = await db.rows(
            "select d.*, r.ref as found_by from delivery d join ("
            f" select id, token as ref from delivery where channel_id = $2 and token in ({marks})"
            f" union select id, provider_id from delivery where channel_id = $2 and provider_id in ({marks})"
            f" union select delivery_id, ref from past_ref where channel_id = $2 and ref in ({marks})) r on r.id = d.id"
            " where d.workspace_id = $1 order by d.id desc",
            workspace,
            channel,
            *piece,
        )
        found |= {row.pop("found_by"): row for row in rows}
    return found


async def again(found: Sequence[Row]) -> dict[int, Row]:
    """Deliveries that the caller found in this transaction, as they are now that their messages are held, by id."""
    rows: list[Row] = []
    if db.is_sqlite():
        rows += found  # alone since its first statement
    else:
        for piece in db.batch(sorted({row["id"] for row in found})):
            rows += await db.rows(f"select * from delivery where id in ({db.marks(len(piece))})", *piece)
    return {row["id"]: row for row in rows}


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


async def in_plan(workspace: int, occurrence: int) -> set[int]:
    """The contacts of a due time who get it, or got it, or were tried."""
    found = await db.rows(
        "select contact_id from delivery where workspace_id = $1 and occurrence_id = $2"
        " and state not in ('skipped', 'cancelled')",
        workspace,
        occurrence,
    )
    return {int(row["contact_id"]) for row in found}


async def of_message(
    workspace: int, message: int, state: str | None = None, after: int = 0, limit: int = 100
) -> list[Row]:
    """Those of its newest due time first, of one due time in order of id; `after`: what follows that one. Raises NotFound when
    the message has no such delivery."""
    where = ""
    params: list[int | str] = [workspace, message, limit]
    if state:
        where += f" and d.state = ${len(params) + 1}"
        params.append(state)
    if after:
        theirs = "select id from delivery where id = $1 and workspace_id = $2 and message_id = $3"
        if not await db.row(theirs, after, workspace, message):
            raise NotFound(f"delivery {after} of this message")
        where += (
            f" and exists (select 1 from delivery a join occurrence b on b.id = a.occurrence_id where a.id = ${len(params) + 1}"
            " and (o.due_at < b.due_at or (o.due_at = b.due_at and (o.id < b.id or (o.id = b.id and d.id > a.id)))))"
        )
        params.append(after)
    return await db.rows(
        f"select {_SHOWN} join occurrence o on o.id = d.occurrence_id where d.workspace_id = $1 and d.message_id = $2{where}"
        " order by o.due_at desc, o.id desc, d.id limit $3",
        *params,
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


async def last_to(workspace: int, contact: int) -> Row | None:
    """The last delivery that left for a contact, with its message's author: who hears the answer."""
    return await db.row(
        "select d.*, m.author_id, m.number from delivery d join message m on m.id = d.message_id"
        " where d.workspace_id = $1 and d.contact_id = $2 and d.sending_at is not null order by d.sending_at desc limit 1",
        workspace,
        contact,
    )
