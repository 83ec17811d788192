"""What a restored database must look at again, over all workspaces: what was under way when its backup was made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def free_leases() -> None:
    """Nobody of that time holds a lane any more."""
    await db.run("update lease set expires_at = 0")


async def every_channel() -> list[Row]:
    return await db.rows("select id, workspace_id from channel order by id")


async def close_updates(now: datetime) -> int:
    """Chat updates that were stored and not worked on yet: they were, after the backup."""
    found = await db.rows(
        "update telegram_update set state = 'done', done_at = $1 where state = 'new' returning id", now
    )
    return len(found)


async def expire_proposals(now: datetime) -> int:
    """Open questions: their buttons may have been tapped after the backup."""
    found = await db.rows(
        "update proposal set state = 'expired', closed_at = $1 where state = 'open' returning id", now
    )
    return len(found)


async def behind(now: datetime) -> list[Row]:
    """Active messages with a due time that passed and was not planned."""
    return await db.rows(
        "select * from message where state = 'active' and next_due_at is not null and next_due_at <= $1 order by id",
        now,
    )


async def unplanned(now: datetime) -> list[Row]:
    """Occurrences that are due and whose deliveries are not all planned."""
    return await db.rows(
        "select * from occurrence where state in ('pending', 'processing') and cursor is not null and due_at <= $1"
        " order by id",
        now,
    )


async def overdue(now: datetime) -> list[Row]:
    """Deliveries whose slot has passed and that had not left."""
    return await db.rows("select * from delivery where state = 'planned' and slot_at <= $1 order by id", now)


async def planned_of(occurrences: list[int]) -> list[Row]:
    found: list[Row] = []
    for piece in db.batch(occurrences):
        found += await db.rows(
            f"select * from delivery where state = 'planned' and occurrence_id in ({db.marks(len(piece))}) order by id",
            *piece,
        )
    return found


async def numbers(ids: list[int]) -> list[int]:
    """The numbers of messages by their ids."""
    found: set[int] = set()
    for piece in db.batch(ids):
        rows = await db.rows(f"select number from message where id in ({db.marks(len(piece))})", *piece)
        found |= {int(row["number"]) for row in rows}
    return sorted(found)
