"""The sweep: what is too late is skipped and said, occurrences that linger get their state. Every tick; bounded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import outcomes
from storage import db
from storage.queries import deliveries, messages

Row = dict[str, Any]


async def sweep(now: datetime) -> None:
    """One round over all workspaces."""
    late: dict[int, list[Row]] = {}
    for row in await deliveries.too_late(now):
        late.setdefault(row["occurrence_id"], []).append(row)
    for rows in late.values():
        async with db.transaction():
            await outcomes.skip(rows, "too_late", now)
    lingering = await messages.lingering(now - outcomes.UNSURE_OPEN)
    if lingering:
        async with db.transaction():
            await outcomes.settle_occurrences([row["id"] for row in lingering], now)
    for row in await messages.reminded(now):
        async with db.transaction():
            await messages.set_occurrence(row["id"], "sent")
            await messages.finish(row["message_id"], now)
