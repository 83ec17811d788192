"""Provider events as they came, and answers. The unique key, not a look before, makes an event have one effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def store_all(items: Sequence[Row]) -> list[int | None]:
    """Keeps several events at once (the columns of each), in their order; for each its id, or None when its key came before."""
    names = {"workspace_id": "bigint", "account_id": "bigint", "channel_id": "bigint", "key": "text", "kind": "text"}
    names |= {"ref": "text", "data": "jsonb", "body": "text", "state": "text", "received_at": "bigint"}
    told = [item | {"key": item["key"][:255]} for item in items]
    found = await db.rows(
        f"insert into provider_event ({', '.join(names)}, attempts)"
        f" select {', '.join(f'v.{name}' for name in names)}, 0 from {db.listed(1, **names)} v where true"
        " on conflict (account_id, key) do nothing returning id, account_id, key",
        db.listing(told),
    )
    new = {(row["account_id"], row["key"]): int(row["id"]) for row in found}
    return [new.pop((item["account_id"], db.cleaned(item["key"])), None) for item in told]


async def get(event: int) -> Row | None:
    return await db.row("select * from provider_event where id = $1", event)


async def close_all(ids: Sequence[int], now: datetime) -> set[int]:
    """new -> done for several; those that were ours to close. What somebody else is at just now is passed over."""
    found: set[int] = set()
    for piece in db.batch(sorted(ids)):
        rows = await db.rows(
            "with x as materialized (select id from provider_event where state = 'new'"
            f" and id in ({db.marks(len(piece), 2)}) order by id{db.skip_locked()})"
            " update provider_event set state = 'done', done_at = $1 where id in (select id from x) and state = 'new'"
            " returning id",
            now,
            *piece,
        )
        found |= {row["id"] for row in rows}
    return found


async def close(event: int, state: str, now: datetime, was: tuple[str, ...] = ("new", "waiting")) -> bool:
    """new|waiting -> done, waiting, foreign or unknown. False: somebody else did."""
    found = await db.rows(
        f"update provider_event set state = $2, done_at = $3 where id = $1 and state in ({db.marks(len(was), 4)})"
        " returning id",
        event,
        state,
        now,
        *was,
    )
    return bool(found)


async def waiting_for(workspace: int, channel: int, refs: Sequence[str]) -> list[Row]:
    """Events that came before their deliveries were recorded."""
    return await db.rows(
        "select * from provider_event where workspace_id = $1 and channel_id = $2"
        f" and ref {db.among(3)} and state = 'waiting' order by id",
        workspace,
        channel,
        db.several(refs),
    )


async def overlooked(limit: int = 200) -> list[Row]:
    """Waiting events whose delivery is known by now, over all workspaces: a crash came between."""
    return await db.rows(
        "select e.* from provider_event e where e.state = 'waiting' and (exists (select 1 from delivery d"
        " where d.channel_id = e.channel_id and d.provider_id = e.ref) or exists (select 1 from delivery d"
        " where d.channel_id = e.channel_id and d.token = e.ref)) order by e.received_at, e.id limit $1",
        limit,
    )


async def give_up_waiting(before: datetime, now: datetime) -> None:
    """waiting -> foreign for what came before an instant: no delivery of ours has that id."""
    await db.run(
        "update provider_event set state = 'foreign', done_at = $2 where state = 'waiting' and received_at < $1",
        before,
        now,
    )


async def unworked(before: datetime, limit: int = 200) -> list[Row]:
    """Stored and never worked on (a crash came between), over all workspaces: for the sweep."""
    return await db.rows(
        "select * from provider_event where state = 'new' and received_at < $1 order by id limit $2", before, limit
    )


async def try_again(event: int) -> int:
    """Counts an attempt at an event and says how many there were."""
    found = await db.rows("update provider_event set attempts = attempts + 1 where id = $1 returning attempts", event)
    return int(found[0]["attempts"]) if found else 0


async def add_answer(
    workspace: int,
    channel: int,
    contact: int | None,
    phone: str | None,
    alias: str | None,
    name: str,
    kind: str,
    text: str,
    ref: str,
    at: datetime,
) -> int | None:
    """Keeps what somebody wrote; None when it is kept already."""
    found = await db.rows(
        "insert into answer (workspace_id, channel_id, contact_id, phone, alias, name, kind, text, ref, received_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (channel_id, ref) do nothing returning id",
        workspace,
        channel,
        contact,
        phone,
        alias,
        name[:200],
        kind,
        text,
        ref[:128],
        at,
    )
    return int(found[0]["id"]) if found else None


async def answer(workspace: int, answer: int) -> Row | None:
    return await db.row(
        "select a.*, c.name as contact_name, c.phone as contact_phone, c.removed_at as contact_removed_at from answer a"
        " left join contact c on c.id = a.contact_id where a.id = $1 and a.workspace_id = $2",
        answer,
        workspace,
    )


async def wrote_since(workspace: int, contacts: Sequence[int], since: datetime) -> set[int]:
    """Which of these contacts wrote to any channel after a moment, or in its second: providers tell whole ones."""
    found: set[int] = set()
    for piece in db.batch(contacts):
        rows = await db.rows(
            "select distinct contact_id from answer where workspace_id = $1 and received_at >= $2"
            f" and contact_id in ({db.marks(len(piece), 3)})",
            workspace,
            since.replace(microsecond=0),
            *piece,
        )
        found |= {row["contact_id"] for row in rows}
    return found


async def last_wrote(workspace: int, channel: int, contacts: Sequence[int]) -> dict[int, datetime]:
    """When each of these contacts last wrote to a channel; those who never did are left out."""
    found: dict[int, datetime] = {}
    for piece in db.batch(contacts):
        rows = await db.rows(
            "select contact_id, max(received_at) as wrote_at from answer where workspace_id = $1 and channel_id = $2"
            f" and contact_id in ({db.marks(len(piece), 3)}) group by contact_id",
            workspace,
            channel,
            *piece,
        )
        found |= {row["contact_id"]: row["wrote_at"] for row in rows}
    return found
