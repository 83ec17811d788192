"""Which channel may stand in for another while that does not work: an owner says so, pair by pair.

Here: the permission. Not here: when something is handed over, and what is not (`core.dispatch.standin`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import channels
from core.actor import Actor
from core.errors import Refused
from storage import db
from storage.queries import failover, records

Row = dict[str, Any]


async def allow(actor: Actor, name: str, other: str | None, now: datetime) -> tuple[Row, Row | None, bool]:
    """From now on `other` may send in the place of the channel `name` while that is down; None: no channel may.

    Both channels, and False where it was so already. Raises NotAllowed, Unknown("channel"), Refused("stand_in_itself").
    """
    actor.needs("owner")
    row = await channels.find(actor.workspace, name)
    by = await channels.find(actor.workspace, other) if other is not None else None
    if by is not None and by["id"] == row["id"]:
        raise Refused("stand_in_itself", name=row["name"])
    async with db.transaction():
        changed = await failover.allow(actor.workspace, row["id"], by["id"] if by is not None else None)
        if changed:
            about, told = f"channel:{row['id']}", by["name"] if by is not None else ""
            await records.note(actor.workspace, actor.staff, None, "failover", about, now, by=told)
    return row, by, changed
