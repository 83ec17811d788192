"""The sweep: what is too late is skipped and said, occurrences that linger get their state. Every tick; bounded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import outcomes
from core.dispatch.allowance import left_today
from core.dispatch.cold import kept_waiting
from core.troubles import template_hold
from core.troubles.troubles import TOO_LATE
from storage import db
from storage.queries import channels, messages, occurrences, under_way

Row = dict[str, Any]


async def sweep(now: datetime) -> None:
    """One round over all workspaces."""
    late: dict[tuple[int, str], list[Row]] = {}
    for row in await under_way.too_late(now):
        kept = row["cause"] if row["cause"] in template_hold.REASONS else await kept_waiting(row, now)
        late.setdefault((row["occurrence_id"], kept), []).append(row)
    for (_, cause), rows in late.items():
        async with db.transaction():
            await outcomes.skip(rows, cause or await _of_its_channel(rows[0], now), now)
    lingering = await occurrences.lingering(now - outcomes.UNSURE_OPEN)
    if lingering:
        async with db.transaction():
            await outcomes.hold(lingering)
            await outcomes.settle_occurrences([row["id"] for row in lingering], now)
    for row in await occurrences.reminded(now):
        async with db.transaction():
            await outcomes.hold([row])
            if (await occurrences.get(row["workspace_id"], row["id"]))["state"] == row["state"]:
                await occurrences.set_state(row["id"], "sent")
                await messages.finish(row["message_id"], now)


async def why_late(row: Row, now: datetime) -> str:
    """What kept a delivery waiting until it was too late: new people rest, the channel had sent what it may in a day, or
    something else."""
    return await kept_waiting(row, now) or await _of_its_channel(row, now)


async def _of_its_channel(row: Row, now: datetime) -> str:
    channel = await channels.state(row["workspace_id"], row["channel_id"])
    left = await left_today(row["workspace_id"], channel, now)
    return TOO_LATE if left is None or left > 0 else "daily_limit"
