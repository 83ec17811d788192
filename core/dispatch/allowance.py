"""What a channel may still send today. Not here: its pace (`tempo`), who is told that it was too little (`sweep`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.recurrence import local
from core.slots.ramp import limit_on
from core.slots.timing import midnight
from storage.queries import load, workspaces

Row = dict[str, Any]


async def left_today(workspace: int, channel: Row, now: datetime) -> int | None:
    """How many more a channel may send by the workspace's day; None: as many as there are."""
    if channel["daily_limit"] is None and channel["warm_up"] is None:
        return None
    zone = (await workspaces.get(workspace))["zone"]
    day = local(now, zone).date()
    limit = limit_on(channel, day)
    if limit is None:
        return None
    return limit - await load.sent_since(workspace, channel["id"], midnight(day, zone))
