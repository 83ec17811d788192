"""Occurrences: the due times of messages, what was planned of them, how they stand. Not here: messages, deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound

Row = dict[str, Any]

_NEAR = 32


async def plan(
    workspace: int, message: int, nominal: str, due: datetime, limit_seconds: int, now: datetime, cause: str = ""
) -> Row:
    """The occurrence of a nominal time: made, or revived when it had been called off, also where some of it had been left out
    before. Never a second one beside it.

    With a `cause` it is recorded as skipped. One that is live or has been sent is given back as it is.
    """
    state = "skipped" if cause else "pending"
    cursor = None if cause else 0
    await db.run(
        "insert into occurrence (workspace_id, message_id, nominal, due_at, state, cause, limit_seconds, cursor, planned_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (message_id, nominal) do update set"
        " state = excluded.state, cause = excluded.cause, due_at = excluded.due_at, cursor = excluded.cursor,"
        " limit_seconds = excluded.limit_seconds, planned_at = excluded.planned_at"
        " where (occurrence.state = 'cancelled' or (occurrence.state = 'skipped' and exists (select 1 from delivery d"
        " where d.occurrence_id = occurrence.id and d.state = 'cancelled'))) and excluded.state = 'pending'"
        " and occurrence.workspace_id = excluded.workspace_id",
        workspace,
        message,
        nominal,
        due,
        state,
        cause,
        limit_seconds,
        cursor,
        now,
    )
    found = await db.row(
        "select * from occurrence where workspace_id = $3 and message_id = $1 and nominal = $2",
        message,
        nominal,
        workspace,
    )
    if found is None:
        raise NotFound("occurrence")
    return found


async def get(workspace: int, occurrence: int) -> Row:
    found = await db.row("select * from occurrence where id = $1 and workspace_id = $2", occurrence, workspace)
    if found is None:
        raise NotFound("occurrence")
    return found


async def by_ids(ids: list[int]) -> list[Row]:
    found: list[Row] = []
    for piece in db.batch(ids):
        found += await db.rows(f"select * from occurrence where id in ({db.marks(len(piece))})", *piece)
    return found


async def of_message(workspace: int, message: int, limit: int = 50) -> list[Row]:
    """Newest first."""
    return await db.rows(
        "select * from occurrence where workspace_id = $1 and message_id = $2 order by due_at desc, id desc limit $3",
        workspace,
        message,
        limit,
    )


async def newest_come(workspace: int, message: int, now: datetime) -> Row | None:
    """The newest due time of a message that has come."""
    return await db.row(
        "select * from occurrence where workspace_id = $1 and message_id = $2 and due_at <= $3"
        " order by due_at desc, id desc limit 1",
        workspace,
        message,
        now,
    )


async def broken_off(workspace: int, message: int, now: datetime) -> list[Row]:
    """Due times of a message that have come, and of which something was called off that is not too late yet; newest first."""
    return await db.rows(
        "select o.* from occurrence o where o.workspace_id = $1 and o.message_id = $2 and o.due_at <= $3"
        " and o.state <> 'sent' and exists (select 1 from delivery d where d.occurrence_id = o.id"
        " and d.state || '' = 'cancelled' and d.late_at >= $3) order by o.due_at desc, o.id desc",
        workspace,
        message,
        now,
    )


async def unplanned(limit: int) -> list[Row]:
    """Occurrences whose deliveries are not all planned, over all workspaces: for the tick."""
    return await db.rows(
        "select * from occurrence where state in ('pending', 'processing') and cursor is not null"
        " order by due_at limit $1",
        limit,
    )


async def set_cursor(occurrence: int, was: int, cursor: int | None) -> bool:
    """Moves the planning of deliveries on, if nobody else did."""
    found = await db.rows(
        "update occurrence set cursor = $3 where id = $1 and cursor = $2 returning id", occurrence, was, cursor
    )
    return bool(found)


async def open_of(message: int) -> list[Row]:
    return await db.rows(
        "select * from occurrence where message_id = $1 and state in ('pending', 'processing') order by due_at", message
    )


async def to_come(workspace: int, now: datetime) -> dict[int, datetime]:
    """By message: the first of its due times that is planned and has not come, or of the slots that wait."""
    found: dict[int, datetime] = {}
    for state in ("pending", "processing"):
        for row in await db.rows(
            f"select message_id, min(due_at) as due_at from occurrence where state = '{state}' and workspace_id = $1"
            " and due_at >= $2 group by message_id",
            workspace,
            now,
        ):
            found[row["message_id"]] = min(row["due_at"], found.get(row["message_id"], row["due_at"]))
    for row in await db.rows(
        "select d.message_id, min(d.slot_at) as slot_at from delivery d where d.workspace_id = $1"
        " and d.state = 'planned' and d.slot_at >= $2 group by d.message_id",
        workspace,
        now,
    ):
        found[row["message_id"]] = min(row["slot_at"], found.get(row["message_id"], row["slot_at"]))
    return found


async def set_state(occurrence: int, state: str, cause: str = "") -> None:
    await db.run("update occurrence set state = $2, cause = $3 where id = $1", occurrence, state, cause)


async def cancel(occurrence: int, cause: str) -> None:
    """Stops planning; its state follows from its deliveries (`outcomes.settle_occurrences`)."""
    await db.run(
        "update occurrence set cursor = null, cause = $2,"
        " state = case when exists (select 1 from delivery d where d.occurrence_id = $1) then state else 'cancelled' end"
        " where id = $1",
        occurrence,
        cause,
    )


async def still_going(channel: int, occurrences: list[int]) -> set[int]:
    """Which of these are under way and have deliveries near the front of a channel that have not ended. One of which there
    is none so near may be going on all the same."""
    near = " union all ".join(
        f"select occurrence_id from (select occurrence_id from delivery where channel_id = $1 and state = '{state}'"
        f" {order} limit {_NEAR}) near_{state}"
        for state, order in (("sending", ""), ("queued", "order by ready_at"), ("planned", "order by ready_at"))
    )
    found: set[int] = set()
    for piece in db.batch(occurrences):
        rows = await db.rows(
            f"select id from occurrence where id in ({db.marks(len(piece), 2)}) and state = 'processing' and id in ({near})",
            channel,
            *piece,
        )
        found |= {row["id"] for row in rows}
    return found


async def counts(occurrences: list[int]) -> dict[int, dict[str, int]]:
    """How many deliveries of each occurrence are in which state."""
    found: dict[int, dict[str, int]] = {one: {} for one in occurrences}
    for piece in db.batch(occurrences):
        for row in await db.rows(
            "select occurrence_id, state, count(*) as n from delivery"
            f" where occurrence_id in ({db.marks(len(piece))}) group by occurrence_id, state",
            *piece,
        ):
            found[row["occurrence_id"]][row["state"]] = row["n"]
    return found


async def missed_in_a_row(message: int, until: datetime) -> tuple[int, int]:
    """Of the due times that were missed one after the other up to an instant: the first one's id, and how many."""
    found = await db.row(
        "select min(id) as first, count(*) as n from occurrence where message_id = $1 and state = 'skipped'"
        " and cause = 'missed' and due_at <= $2 and due_at > coalesce((select max(o.due_at) from occurrence o"
        " where o.message_id = $1 and o.due_at <= $2 and not (o.state = 'skipped' and o.cause = 'missed')), 0)",
        message,
        until,
    )
    return (int(found["first"]), int(found["n"])) if found and found["n"] else (0, 0)


async def reminded(now: datetime, limit: int = 200) -> list[Row]:
    """Due times whose only recipient is their author, in the chat, and that have come; over all workspaces."""
    return await db.rows(
        "select * from occurrence o where o.state = 'pending' and o.cursor is null and o.due_at <= $1"
        " and not exists (select 1 from delivery d where d.occurrence_id = o.id) order by o.due_at limit $2",
        now,
        limit,
    )


async def lingering(before: datetime, limit: int = 200) -> list[Row]:
    """Occurrences that have been open since before an instant, over all workspaces: for the sweep."""
    return await db.rows(
        "select * from occurrence where state in ('pending', 'processing') and cursor is null and due_at < $1"
        " order by due_at limit $2",
        before,
        limit,
    )


async def set_limit(occurrence: int, limit_seconds: int) -> None:
    """How late its copies may leave, from now on."""
    await db.run("update occurrence set limit_seconds = $2 where id = $1", occurrence, limit_seconds)


async def reopen(occurrence: int, limit_seconds: int) -> None:
    """One that was missed is planned after all: its copies may be so late from now on."""
    await db.run(
        "update occurrence set state = 'pending', cause = '', cursor = 0, limit_seconds = $2 where id = $1"
        " and state = 'skipped'",
        occurrence,
        limit_seconds,
    )


async def plan_again(occurrence: int) -> None:
    """Its audience changed: the planning of its deliveries starts anew; those that are there are not doubled."""
    await db.run(
        "update occurrence set cursor = 0, state = case when state = 'cancelled' then 'pending' else state end"
        " where id = $1 and state in ('pending', 'processing', 'cancelled')",
        occurrence,
    )
