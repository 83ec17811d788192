"""Which channel may stand in for another while that does not work: an owner says so, pair by pair.

Here: the permission. Not here: when something is handed over, and what is not (`core.dispatch.standin`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.entries import noted_setting
from core.channels import channels
from core.errors import Refused
from storage import db
from storage.queries import failover

Row = dict[str, Any]


async def allow(actor: Actor, name: str, other: str | None, now: datetime) -> tuple[Row, Row | None, int | None]:
    """From now on `other` may send in the place of the channel `name` while that is down; None: no channel may.

    Both channels, and the entry that undoes it: None where it was so already. Raises NotAllowed, Unknown("channel"),
    Refused("stand_in_itself").
    """
    actor.needs("owner")
    row = await channels.find(actor.workspace, name)
    by = await channels.find(actor.workspace, other) if other is not None else None
    if by is not None and by["id"] == row["id"]:
        raise Refused("stand_in_itself", name=row["name"])
    async with db.transaction():
        changed = await failover.allow(actor.workspace, row["id"], by["id"] if by is not None else None)
        if not changed:
            return row, by, None
        before = {"channel": row["id"], "stand_in": row["failover_id"]}
        after = by["id"] if by is not None else None
        entry = await noted_setting(actor, "failover", f"channel:{row['id']}", before, now, failover_id=after)
    return row, by, entry
