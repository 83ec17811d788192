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
) -> int:
    """Writes an entry in the caller's transaction; its id. Raises AlreadyThere when the origin did something before."""
    return await db.create(
        AuditEntry,
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


async def last_undoable(workspace: int, staff: int, message: int | None = None, entry: int | None = None) -> list[Row]:
    """A person's newest change of messages that was not undone, or that of an `entry`, with what the same sentence changed
    besides, in the order of messages; of one message only, where that is given. Empty: none."""
    only = "" if message is None else " and message_id = $3"
    undoable = (
        "select * from audit_entry where workspace_id = $1 and staff_id = $2 and undone = false and message_id is not null"
        f" and what <> 'undo'{only}"
    )
    params = [workspace, staff, *([] if message is None else [message])]
    named = "" if entry is None else f" and id = ${len(params) + 1}"
    last = await db.row(f"{undoable}{named} order by id desc limit 1", *params, *([] if entry is None else [entry]))
    if last is None or message is not None or (base := _sentence(last)) is None:
        return [] if last is None else [last]
    same = await db.rows(f"{undoable} and at = $3 order by id desc limit 5000", *params, last["at"])
    return sorted((one for one in same if _sentence(one) == base), key=lambda one: int(one["message_id"]))


def _sentence(entry: Row) -> str | None:
    """The origin that the changes of one sentence share: each adds the number of its message. What made a message has none."""
    return None if entry["origin"] is None or entry["before"] is None else str(entry["origin"]).rpartition(":")[0]


async def last_of(workspace: int, message: int) -> Row | None:
    """The newest entry about a message."""
    return await db.row(
        "select * from audit_entry where workspace_id = $1 and message_id = $2 order by id desc limit 1",
        workspace,
        message,
    )


async def newest(workspace: int, staff: int, entry: int | None = None) -> Row | None:
    """A person's newest change that was not undone, of whatever kind; or one entry of theirs, undone or not.

    Entries of messages name them, all others that can be undone keep what was `before`; the rest is `final`.
    """
    mine = "select * from audit_entry where workspace_id = $1 and staff_id = $2"
    if entry is not None:
        return await db.row(f"{mine} and id = $3", workspace, staff, entry)
    return await db.row(
        f"{mine} and undone = false and what <> 'undo' and (message_id is not null or before is not null"
        f" or what in ({_FINAL})) order by id desc limit 1",
        workspace,
        staff,
    )


_FINAL = "'retry', 'settle', 'send_rest', 'go_on', 'import'"
"""What has left, or is known of the world, is not taken back; nor is a file that only brought back who had been removed."""


async def mark_undone(entry: int) -> bool:
    found = await db.rows("update audit_entry set undone = true where id = $1 and undone = false returning id", entry)
    return bool(found)


async def count(name: str) -> None:
    await db.run(
        "insert into tally (name, count) values ($1, 1) on conflict (name) do update set count = tally.count + 1", name
    )


async def counts() -> dict[str, int]:
    return {row["name"]: row["count"] for row in await db.rows("select name, count from tally")}
