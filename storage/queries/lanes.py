"""How the lanes are doing, for a look from outside: counts a channel, over partial indexes only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage import db
from storage.queries import pulse

Row = dict[str, Any]

MINUTE = timedelta(minutes=1)


async def every(workspace: int, now: datetime) -> list[Row]:
    """A row for each channel of a workspace: `due` (may leave now), `ready_at` (of the oldest of them), `flying`, `unsure`,
    `left` (began to leave in the last minute), and who holds its lane, if anyone does by the database's clock."""
    found = await db.rows(
        "select c.id, c.name, c.health, c.reason, c.paused, c.pace, c.hold_until, l.owner,"
        f" case when l.expires_at > {db.now_sql()} then 1 else 0 end as held"
        " from channel c left join lease l on l.channel_id = c.id where c.workspace_id = $1 order by c.name",
        workspace,
    )
    waiting = await pulse.waiting(now)
    for row in found:
        row |= waiting.get(row["id"], {"due": 0, "ready_at": None})
        for name, state in (("flying", "sending"), ("unsure", "unsure")):
            row[name] = await _count(f"channel_id = $1 and state = '{state}'", row["id"])
        row["left"] = await _count(
            "channel_id = $1 and sending_at >= $2 and id in"
            " (select id from delivery where channel_id = $1 order by id desc limit 20000)",
            row["id"],
            now - MINUTE,
        )
    return found


async def _count(where: str, *values: Any) -> int:
    found = await db.row(f"select count(*) as n from delivery where {where}", *values)
    return int(found["n"]) if found else 0
