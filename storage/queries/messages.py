"""Messages and their occurrences: what is scheduled, what is next, what was planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    "quiet",
    "beyond",
    "resume_on",
)
"""What a person decides about a message, and what `undo` puts back."""


async def add(workspace: int, number: int, author: int | None, now: datetime, **fields: Any) -> Row:
    """Inside the transaction that gave the number."""
    made = await db.create(
        Message, workspace_id=workspace, number=number, author_id=author, created_at=now, changed_at=now, **fields
    )
    return await get(workspace, made)


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


async def hold(messages: Iterable[int]) -> None:
    """Locks messages to the end of the transaction, in the one order: see `core.outcomes.occurrences.hold`."""
    if db.is_sqlite():
        return  # alone since its first statement
    for piece in db.batch(sorted(set(messages))):
        await db.run(
            f"select id from message where id in ({db.marks(len(piece))}) order by id{db.lock_to_count()}", *piece
        )


async def change(workspace: int, message: int, rev: int, now: datetime, **fields: Any) -> bool:
    """Writes fields if nobody else did since `rev`; moves `rev` on. False: it changed meanwhile."""
    new = fields | {"rev": rev + 1, "changed_at": now}
    return bool(await db.update(Message, new, id=message, workspace_id=workspace, rev=rev))


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


async def count(workspace: int, states: tuple[str, ...] = ("active", "paused")) -> int:
    found = await db.row(
        f"select count(*) as n from message where workspace_id = $1 and state in ({db.marks(len(states), 2)})",
        workspace,
        *states,
    )
    return int(found["n"]) if found else 0


async def active(workspace: int) -> list[Row]:
    """By next due time, every one: what a sentence can mean it by, and no more, for there may be thousands."""
    return await db.rows(
        "select number, state, title, text, audience, zone, rules, next_due_at from message where workspace_id = $1"
        " and state = 'active' order by next_due_at is null, next_due_at, number",
        workspace,
    )


async def carrying(workspace: int, channel: int) -> list[Row]:
    """Those of a channel that have something to go and carry more than text and file, by next due time."""
    return await db.rows(
        "select * from message where workspace_id = $1 and channel_id = $2 and state in ('active', 'paused')"
        " and carries is not null order by next_due_at is null, next_due_at, number",
        workspace,
        channel,
    )


async def over(workspace: int, limit: int) -> list[Row]:
    """Done and cancelled messages, the newest first."""
    return await db.rows(
        "select * from message where workspace_id = $1 and state in ('done', 'cancelled') order by number desc limit $2",
        workspace,
        limit,
    )


async def numbered(workspace: int, numbers: Sequence[int]) -> list[Row]:
    """The messages of these numbers, whatever their state."""
    found: list[Row] = []
    for piece in db.batch(list(numbers)):
        found += await db.rows(
            f"select * from message where workspace_id = $1 and number in ({db.marks(len(piece), 2)})",
            workspace,
            *piece,
        )
    return found


async def end_plan(workspace: int, message: int) -> None:
    """Nothing more of it is to be planned."""
    await db.run("update message set next_due_at = null where workspace_id = $1 and id = $2", workspace, message)


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


async def chain_undo(message: int, was: int, rev: int) -> None:
    """After an undo the entry before it can be undone in turn: what it expects the message's `rev` to be moves along."""
    await db.run(
        "update audit_entry set after_rev = $3 where id = (select max(id) from audit_entry where message_id = $1"
        " and undone = false and what <> 'undo' and after_rev is not null and after_rev < $2)",
        message,
        was,
        rev,
    )
