"""Notices: the outbox of what staff must hear, once each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def tell(
    workspace: int,
    staff: int,
    kind: str,
    about: str,
    detail: dict[str, Any],
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Puts a notice in the outbox, in the caller's transaction. The same (kind, about, staff) is not told twice: one that was
    told becomes new again only if its detail differs, and the chat then edits its bubble instead of writing a second.
    """
    made = await db.rows(
        "insert into notice (workspace_id, staff_id, kind, about, detail, state, not_before, attempts, created_at)"
        f" values ($1, $2, $3, $4, {db.json_mark(5)}, 'new', $6, 0, $7) on conflict (kind, about, staff_id) do update set"
        " detail = excluded.detail, state = 'new', not_before = excluded.not_before, attempts = 0"
        " where notice.workspace_id = excluded.workspace_id and"
        f" (notice.state = 'dropped' or {db.json_differs('notice.detail', 'excluded.detail')}) returning id",
        workspace,
        staff,
        kind,
        about,
        db.json_text(detail),
        not_before or now,
        now,
    )
    return bool(made)


async def due(now: datetime, limit: int = 50) -> list[Row]:
    """What is to be delivered now, over all workspaces, oldest first."""
    return await db.rows(
        "select * from notice where state = 'new' and not_before <= $1 order by not_before, id limit $2", now, limit
    )


async def next_due() -> datetime | None:
    found = await db.row("select not_before from notice where state = 'new' order by not_before limit 1")
    return found["not_before"] if found else None


async def sent(notice: int, bubble: int | None, now: datetime) -> None:
    await db.run(
        "update notice set state = 'sent', bubble = coalesce($2, bubble), sent_at = $3 where id = $1",
        notice,
        bubble,
        now,
    )


async def drop(notice: int) -> None:
    """It is no longer true or there is nobody to tell."""
    await db.run("update notice set state = 'dropped' where id = $1", notice)


async def later(notice: int, not_before: datetime, tries: int = 1) -> None:
    """Not before that. `tries`: so many attempts at it failed."""
    await db.run(
        "update notice set not_before = $2, attempts = attempts + $3 where id = $1 and state = 'new'",
        notice,
        not_before,
        tries,
    )


async def withdraw(kind: str, about: str) -> None:
    """What has not been told yet is not to be told."""
    await db.run("update notice set state = 'dropped' where kind = $1 and about = $2 and state = 'new'", kind, about)


async def forget(kind: str, about: str) -> None:
    """What was told is over: should it come about again, it is told again."""
    await db.run("update notice set state = 'dropped' where kind = $1 and about = $2", kind, about)


async def get(workspace: int, notice: int) -> Row | None:
    return await db.row("select * from notice where id = $1 and workspace_id = $2", notice, workspace)


async def by_bubble(workspace: int, staff: int, bubble: int) -> Row | None:
    return await db.row(
        "select * from notice where workspace_id = $1 and staff_id = $2 and bubble = $3", workspace, staff, bubble
    )


async def of_kind(workspace: int, kind: str, about: str) -> list[Row]:
    return await db.rows(
        "select * from notice where workspace_id = $1 and kind = $2 and about = $3 order by id", workspace, kind, about
    )


async def standing(workspace: int, staff: int, kinds: Sequence[str], since: datetime) -> list[Row]:
    """What one member of staff is to hear, or has heard, since an instant and is true still; newest first."""
    return await db.rows(
        "select * from notice where workspace_id = $1 and staff_id = $2 and created_at >= $3 and state <> 'dropped'"
        f" and kind in ({db.marks(len(kinds), 4)}) order by id desc",
        workspace,
        staff,
        since,
        *kinds,
    )


async def exists(workspace: int, kind: str, about: str, staff: int) -> bool:
    found = await db.row(
        "select id from notice where workspace_id = $1 and kind = $2 and about = $3 and staff_id = $4",
        workspace,
        kind,
        about,
        staff,
    )
    return found is not None


async def told(notice: int, bubble: int | None, detail: dict[str, Any], now: datetime) -> bool:
    """Sent, if its detail is still the one that was told; else it stays new, with its bubble, to be edited."""
    async with db.transaction():
        row = await db.row(f"select detail from notice where id = $1{db.lock_rows()}", notice)
        same = row is not None and row["detail"] == detail
        state = "sent" if same else "new"
        await db.run(
            "update notice set state = $2, bubble = coalesce($3, bubble), sent_at = $4 where id = $1",
            notice,
            state,
            bubble,
            now,
        )
    return same
