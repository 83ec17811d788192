"""What went: finding deliveries for people who ask about days gone by. Not here: what dispatch looks for (`deliveries`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def of_contact(
    workspace: int, contact: int, limit: int = 20, since: datetime | None = None, until: datetime | None = None
) -> list[Row]:
    """The newest first, with what was sent; only slots from `since` on and before `until`, where those are given."""
    bounds = [(sign, at) for sign, at in ((">=", since), ("<", until)) if at is not None]
    within = "".join(f" and d.slot_at {sign} ${place}" for place, (sign, _) in enumerate(bounds, 4))
    return await db.rows(
        "select d.*, m.number, m.title, m.text as message_text, s.name as stand_in"
        " from delivery d join message m on m.id = d.message_id"
        " left join channel s on s.id = d.channel_id and s.id <> m.channel_id"
        f" where d.workspace_id = $1 and d.contact_id = $2{within} order by d.id desc limit $3",
        workspace,
        contact,
        limit,
        *(at for _, at in bounds),
    )


async def by_occurrence(
    workspace: int, since: datetime, until: datetime, contacts: Sequence[int] | None = None
) -> list[Row]:
    """What had its slot in [since, until), for all or for some contacts: `n` deliveries of an occurrence in a state, with the
    first slot and a name among them. What has yet to leave and what was called off is left out. In no order."""
    found: list[Row] = []
    for some in [()] if contacts is None else db.batch(contacts):
        only = f" and d.contact_id in ({db.marks(len(some), 4)})" if contacts is not None else ""
        found += await db.rows(
            "select d.occurrence_id, m.number, m.title, d.state, count(*) as n, min(d.slot_at) as slot_at,"
            " min(c.name) as contact_name from delivery d join message m on m.id = d.message_id"
            " join contact c on c.id = d.contact_id where d.workspace_id = $1 and d.slot_at >= $2 and d.slot_at < $3"
            f" and d.state not in ('planned', 'queued', 'cancelled'){only}"
            " group by d.occurrence_id, m.number, m.title, d.state",
            workspace,
            since,
            until,
            *some,
        )
    return found
