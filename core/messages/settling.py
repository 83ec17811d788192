"""A person settles an unsure delivery: they looked at the phone. Not here: settling by echo, receipt or look-up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import outcomes
from core.actor import Actor
from core.errors import Conflict, Unknown
from storage import db
from storage.queries import deliveries, directory, messages, occurrences, records


async def settle_by_person(actor: Actor, delivery: int, arrived: bool, now: datetime) -> dict[str, Any]:
    """`unsure` becomes sent (it arrived) or is planned again with a new id (it did not). The delivery's row.

    Raises Unknown("no_delivery"), Conflict("already_settled", state=…) for the second of two taps, NotAllowed.
    """
    row = await deliveries.get(actor.workspace, delivery)
    if row is None:
        raise Unknown("no_delivery")
    message = await messages.get(actor.workspace, row["message_id"])
    actor.may_change(message["author_id"])
    async with db.transaction():
        await messages.get(actor.workspace, row["message_id"], lock=True)
        fresh = await deliveries.get(actor.workspace, delivery)
        if fresh is None or fresh["state"] != "unsure":
            raise Conflict("already_settled", state=fresh["state"] if fresh else "")
        occurrence = await occurrences.get(actor.workspace, fresh["occurrence_id"])
        limit = timedelta(seconds=occurrence["limit_seconds"])
        await outcomes.settle_by_person(fresh, arrived, limit, now)
        await records.note(
            actor.workspace, actor.staff, actor.origin, "settle", f"delivery:{delivery}", now, arrived=arrived
        )
        # Inside: after the commit a lane may already have taken it, and the person is told what this tap did.
        return await deliveries.get(actor.workspace, delivery) or {}


async def unsure(actor: Actor, delivery: int) -> dict[str, Any] | None:
    """An unsure delivery with its message's `number` and `title` and its `contact_name`; None once it is settled."""
    row = await deliveries.get(actor.workspace, delivery)
    if row is None or row["state"] != "unsure":
        return None
    message = await messages.get(actor.workspace, row["message_id"])
    contact = await directory.get(actor.workspace, row["contact_id"])
    return row | {"number": message["number"], "title": message["title"], "contact_name": contact.get("name", "")}
