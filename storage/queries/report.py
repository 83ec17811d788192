"""Reads for the figures of a week. Each takes the workspace and an interval [start, end)."""

from __future__ import annotations

from collections.abc import Sequence
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


async def shares(workspace: int, edges: Sequence[datetime]) -> list[Row]:
    """How many deliveries each message has in each state on each of some days: `day` is the place of the interval between
    two `edges` that the slot falls into, `slot_at` the earliest of them. What was called off is left out."""
    return await db.rows(
        f"select {_place('d.slot_at', len(edges))} as day, m.number, d.state, count(*) as n, min(d.slot_at) as slot_at"
        " from delivery d join message m on m.id = d.message_id where d.workspace_id = $1 and d.slot_at >= $2"
        f" and d.slot_at < ${len(edges) + 1} and d.state <> 'cancelled' group by 1, m.number, d.state",
        workspace,
        *edges,
    )


async def missed_by_day(workspace: int, edges: Sequence[datetime]) -> dict[int, int]:
    """Due times that passed without any delivery, by the place of their day between the `edges`."""
    found = await db.rows(
        f"select {_place('o.due_at', len(edges))} as day, count(*) as n from occurrence o where o.workspace_id = $1"
        f" and o.due_at >= $2 and o.due_at < ${len(edges) + 1} and o.state = 'skipped'"
        " and not exists (select 1 from delivery d where d.occurrence_id = o.id) group by 1",
        workspace,
        *edges,
    )
    return {int(row["day"]): int(row["n"]) for row in found}


def _place(column: str, edges: int) -> str:
    """SQL for the place of an instant between edges, which are the parameters from $2 on."""
    return "case " + " ".join(f"when {column} < ${place + 3} then {place}" for place in range(edges - 1)) + " end"


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
        "select name from contact where workspace_id = $1 and phone is null and removed_at is null order by id limit $2",
        workspace,
        limit,
    )


async def _count(sql: str, workspace: int, start: datetime, end: datetime) -> int:
    found = await db.row(sql, workspace, start, end)
    return int(found["n"]) if found else 0
