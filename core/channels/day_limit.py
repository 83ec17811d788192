"""The day's limit of a channel: whoever can mend it hears once a day that nine tenths of it are used.

A chore of the tick. Not here: keeping to the limit (`core.dispatch.lane`), words.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from core.channels.channels import near_limit
from core.slots.ramp import limit_on
from core.slots.timing import midnight
from storage import db
from storage.queries import channels, load, notices, workspaces

log = structlog.get_logger()


async def tell(now: datetime) -> None:
    """Tells owners and managers, in the transaction that finds it. Raises StoreAway."""
    for row in await channels.limited():
        day = now.astimezone(ZoneInfo(row["zone"])).date()
        sent = await load.sent_since(row["workspace_id"], row["id"], midnight(day, row["zone"]))
        limit = limit_on(row, day)
        if not near_limit(limit, sent):
            continue
        about = f"channel:{row['id']}:{day}"
        detail = {"channel": row["id"], "name": row["name"], "sent": sent, "limit": limit}
        async with db.transaction():
            for staff in sorted(
                {one["staff_id"] for one in await workspaces.staff_of(row["workspace_id"], ("owner", "manager"))}
            ):
                if not await notices.exists(row["workspace_id"], "channel_limit", about, staff):
                    await notices.tell(row["workspace_id"], staff, "channel_limit", about, detail, now)
                    log.info("limit_told", channel=row["id"], sent=sent)
