"""Reads for the figures of a week. Each takes the workspace and an interval [start, end)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def deliveries_due(workspace: int, start: datetime, end: datetime) -> list[Row]:
    """Every delivery whose slot falls into the interval, without its text."""
    return await db.rows(
        "select id, message_id, contact_id, state, cause, slot_at, sending_at, sent_at, delivered_at, read_at from delivery"
        " where workspace_id = $1 and slot_at >= $2 and slot_at < $3",
        workspace,
        start,
        end,
    )


async def missed(workspace: int, start: datetime, end: datetime) -> dict[str, int]:
    """Due times that passed without any delivery: how many for which cause."""
    found = await db.rows(
        "select o.cause, count(*) as n from occurrence o where o.workspace_id = $1 and o.due_at >= $2 and o.due_at < $3"
        " and o.state = 'skipped' and not exists (select 1 from delivery d where d.occurrence_id = o.id) group by o.cause",
        workspace,
        start,
        end,
    )
    return {row["cause"] or "missed": int(row["n"]) for row in found}


async def opt_outs(workspace: int, start: datetime, end: datetime) -> int:
    return await _count(
        "select count(*) as n from contact where workspace_id = $1 and blocked_at >= $2 and blocked_at < $3"
        " and blocked_by = 'contact'",
        workspace,
        start,
        end,
    )


async def answers(workspace: int, start: datetime, end: datetime) -> int:
    return await _count(
        "select count(*) as n from answer where workspace_id = $1 and received_at >= $2 and received_at < $3",
        workspace,
        start,
        end,
    )


async def open_unsure(workspace: int, limit: int = 20) -> list[Row]:
    return await db.rows(
        "select m.number, c.name from delivery d join message m on m.id = d.message_id"
        " join contact c on c.id = d.contact_id where d.workspace_id = $1 and d.state = 'unsure' order by d.id limit $2",
        workspace,
        limit,
    )


async def without_phone(workspace: int, limit: int = 20) -> list[Row]:
    return await db.rows(
        "select name from contact where workspace_id = $1 and phone is null order by id limit $2", workspace, limit
    )


async def _count(sql: str, workspace: int, start: datetime, end: datetime) -> int:
    found = await db.row(sql, workspace, start, end)
    return int(found["n"]) if found else 0
