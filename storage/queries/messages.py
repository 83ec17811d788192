"""Messages and their occurrences: what is scheduled, what is next, what was planned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound
from storage.models import Message

Row = dict[str, Any]

SCHEDULE_FIELDS = (
    "state",
    "title",
    "text",
    "audience",
    "channel_id",
    "zone",
    "starts",
    "at",
    "rules",
    "until",
    "exdates",
    "rdates",
    "late",
    "resume_on",
)
"""What a person decides about a message, and what `undo` puts back."""


async def add(workspace: int, number: int, author: int | None, now: datetime, **fields: Any) -> Row:
    """Inside the transaction that gave the number."""
    made = await Message.create(
        workspace_id=workspace, number=number, author_id=author, created_at=now, changed_at=now, **fields
    )
    return await get(workspace, made.id)


async def get(workspace: int, message: int, lock: bool = False) -> Row:
    """Raises NotFound. `lock`: inside a transaction that is going to change it."""
    found = await db.row(
        f"select * from message where id = $1 and workspace_id = $2{db.lock_rows() if lock else ''}", message, workspace
    )
    if found is None:
        raise NotFound("message")
    return found


async def by_number(workspace: int, number: int, lock: bool = False) -> Row:
    """Raises NotFound. `lock`: inside a transaction that is going to change it."""
    found = await db.row(
        f"select * from message where workspace_id = $1 and number = $2{db.lock_rows() if lock else ''}",
        workspace,
        number,
    )
    if found is None:
        raise NotFound("message")
    return found


async def change(workspace: int, message: int, rev: int, now: datetime, **fields: Any) -> bool:
    """Writes fields if nobody else did since `rev`; moves `rev` on. False: it changed meanwhile."""
    done = await Message.filter(id=message, workspace_id=workspace, rev=rev).update(
        **fields, rev=rev + 1, changed_at=now
    )
    return bool(done)


async def set_plan(
    workspace: int, message: int, rev: int, next_due: datetime | None, was: datetime | None = None
) -> bool:
    """Moves the next due time on, if the message (and, given `was`, its next due time) is still what was looked at. Not a
    change: `rev` stays."""
    found = await db.rows(
        "update message set next_due_at = $4 where id = $1 and workspace_id = $2 and rev = $3"
        f"{'' if was is None else ' and next_due_at = $5'} returning id",
        message,
        workspace,
        rev,
        next_due,
        *([] if was is None else [was]),
    )
    return bool(found)


async def due(before: datetime, limit: int) -> list[Row]:
    """Active messages of all workspaces whose next due time is before an instant, soonest first: for the tick."""
    return await db.rows(
        "select * from message where state = 'active' and next_due_at is not null and next_due_at <= $1"
        " order by next_due_at limit $2",
        before,
        limit,
    )


async def to_resume() -> list[Row]:
    """Paused messages with a day to run again, over all workspaces: for the tick."""
    return await db.rows("select * from message where state = 'paused' and resume_on is not null")


async def with_other_tz(version: str, limit: int = 300) -> list[Row]:
    """Active messages whose due times were derived with another tz database, over all workspaces."""
    return await db.rows(
        "select * from message where state = 'active' and tz_version <> $1 order by id limit $2", version, limit
    )


async def listed(workspace: int, states: tuple[str, ...] = ("active", "paused"), limit: int = 500) -> list[Row]:
    """By next due time, those without one last."""
    return await db.rows(
        f"select * from message where workspace_id = $1 and state in ({db.marks(len(states), 3)})"
        " order by next_due_at is null, next_due_at, number limit $2",
        workspace,
        limit,
        *states,
    )


async def over(workspace: int, limit: int) -> list[Row]:
    """Done and cancelled messages, the newest first."""
    return await db.rows(
        "select * from message where workspace_id = $1 and state in ('done', 'cancelled') order by number desc limit $2",
        workspace,
        limit,
    )


async def finish(message: int, now: datetime) -> bool:
    """Done: nothing more to plan and nothing still open."""
    found = await db.rows(
        "update message set state = 'done', changed_at = $2 where id = $1 and state = 'active' and next_due_at is null"
        " and not exists (select 1 from occurrence o where o.message_id = $1 and o.state in ('pending', 'processing'))"
        " returning id",
        message,
        now,
    )
    return bool(found)


async def has_begun(message: int, occurrence: int | None = None) -> bool:
    """Whether anything of a message (or of one due time of it) left, or may have."""
    only = "" if occurrence is None else " and occurrence_id = $2"
    found = await db.row(
        "select id from delivery where message_id = $1"
        f" and state in ('sending', 'unsure', 'sent', 'delivered', 'read'){only} limit 1",
        message,
        *([] if occurrence is None else [occurrence]),
    )
    return found is not None


async def reopen(message: int) -> None:
    """An occurrence of a done message moved again (a retry): the message is active until that settles."""
    await db.run("update message set state = 'active' where id = $1 and state = 'done'", message)


# --- occurrences


async def plan_occurrence(
    workspace: int, message: int, nominal: str, due: datetime, limit_seconds: int, now: datetime, cause: str = ""
) -> Row:
    """The occurrence of a nominal time: made, or revived when it had been called off. Never a second one beside it.

    With a `cause` it is recorded as skipped. One that is live or has been sent is given back as it is.
    """
    state = "skipped" if cause else "pending"
    cursor = None if cause else 0
    await db.run(
        "insert into occurrence (workspace_id, message_id, nominal, due_at, state, cause, limit_seconds, cursor, planned_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (message_id, nominal) do update set"
        " state = excluded.state, cause = excluded.cause, due_at = excluded.due_at, cursor = excluded.cursor,"
        " limit_seconds = excluded.limit_seconds, planned_at = excluded.planned_at"
        " where occurrence.state = 'cancelled' and excluded.state = 'pending'",
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
    found = await db.row("select * from occurrence where message_id = $1 and nominal = $2", message, nominal)
    if found is None:
        raise NotFound("occurrence")
    return found


async def occurrence(workspace: int, occurrence: int) -> Row:
    found = await db.row("select * from occurrence where id = $1 and workspace_id = $2", occurrence, workspace)
    if found is None:
        raise NotFound("occurrence")
    return found


async def occurrences_by_ids(ids: list[int]) -> list[Row]:
    found: list[Row] = []
    for piece in db.batch(ids):
        found += await db.rows(f"select * from occurrence where id in ({db.marks(len(piece))})", *piece)
    return found


async def occurrences(workspace: int, message: int, limit: int = 50) -> list[Row]:
    """Newest first."""
    return await db.rows(
        "select * from occurrence where workspace_id = $1 and message_id = $2 order by due_at desc, id desc limit $3",
        workspace,
        message,
        limit,
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


async def open_occurrences(message: int) -> list[Row]:
    return await db.rows(
        "select * from occurrence where message_id = $1 and state in ('pending', 'processing') order by due_at", message
    )


async def set_occurrence(occurrence: int, state: str, cause: str = "") -> None:
    await db.run("update occurrence set state = $2, cause = $3 where id = $1", occurrence, state, cause)


async def cancel_occurrence(occurrence: int, cause: str) -> None:
    """Stops planning; its state follows from its deliveries (`outcomes.settle_occurrences`)."""
    await db.run(
        "update occurrence set cursor = null, cause = $2,"
        " state = case when exists (select 1 from delivery d where d.occurrence_id = $1) then state else 'cancelled' end"
        " where id = $1",
        occurrence,
        cause,
    )


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


async def plan_again(occurrence: int) -> None:
    """Its audience changed: the planning of its deliveries starts anew; those that are there are not doubled."""
    await db.run(
        "update occurrence set cursor = 0, state = case when state = 'cancelled' then 'pending' else state end"
        " where id = $1 and state in ('pending', 'processing', 'cancelled')",
        occurrence,
    )


async def chain_undo(message: int, was: int, rev: int) -> None:
    """After an undo the entry before it can be undone in turn: what it expects the message's `rev` to be moves along."""
    await db.run(
        "update audit_entry set after_rev = $3 where id = (select max(id) from audit_entry where message_id = $1"
        " and undone = false and what <> 'undo' and after_rev is not null and after_rev < $2)",
        message,
        was,
        rev,
    )
