"""The audit trail, which is also what makes a command happen once, and tallies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.models import AuditEntry

Row = dict[str, Any]


async def by_origin(origin: str | None) -> Row | None:
    """What was already done for an origin."""
    return None if origin is None else await db.row("select * from audit_entry where origin = $1", origin)


async def note(
    workspace: int,
    staff: int | None,
    origin: str | None,
    what: str,
    about: str,
    now: datetime,
    message: int | None = None,
    before: dict[str, Any] | None = None,
    after_rev: int | None = None,
    **detail: Any,
) -> None:
    """Writes an entry in the caller's transaction. Raises AlreadyThere when the origin did something before."""
    with db.away():
        await AuditEntry.create(
            workspace_id=workspace,
            staff_id=staff,
            origin=origin,
            what=what,
            about=about,
            message_id=message,
            before=before,
            after_rev=after_rev,
            detail=detail,
            at=now,
        )


async def last_undoable(workspace: int, staff: int, message: int | None = None) -> Row | None:
    """A person's newest change that was not undone; of one message only, where that is given."""
    only = "" if message is None else " and message_id = $3"
    return await db.row(
        "select * from audit_entry where workspace_id = $1 and staff_id = $2 and undone = false and message_id is not null"
        f" and what <> 'undo'{only} order by id desc limit 1",
        workspace,
        staff,
        *([] if message is None else [message]),
    )


async def mark_undone(entry: int) -> bool:
    found = await db.rows("update audit_entry set undone = true where id = $1 and undone = false returning id", entry)
    return bool(found)


async def count(name: str) -> None:
    await db.run(
        "insert into tally (name, count) values ($1, 1) on conflict (name) do update set count = tally.count + 1", name
    )


async def counts() -> dict[str, int]:
    return {row["name"]: row["count"] for row in await db.rows("select name, count from tally")}
