"""Stored receipts and echoes find the delivery that they speak of.

Both sides look for the other after their commit: the one that stores an event for its delivery, the one that records an id for
events that wait for it. So whichever comes second finds the first; what a crash left lying between is found by the sweep. Not
here: what a receipt does to a delivery (`core.outcomes`), and other kinds of events (`core.receipts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from core import outcomes
from core.gateways.base import Stage
from storage import db
from storage.queries import deliveries, events, numbers

Row = dict[str, Any]

ECHO_WINDOW = timedelta(minutes=5)
"""How long after its request the echo of a message without an id of its own is believed to be of it."""

WAITS_FOR = timedelta(minutes=20)
"""How long an event waits for its delivery, longer than any request takes; then it was never ours."""


async def match(workspace: int, channel: int, refs: Sequence[str], now: datetime) -> None:
    """Ids were recorded: events that came before them find their delivery now."""
    for event in await events.waiting_for(workspace, channel, refs):
        await meet(event, now)


async def meet_all(stored: Sequence[Row], now: datetime) -> set[int]:
    """As `meet`, in one transaction, of those new events that only carry a delivery on; their ids. The others are left as they
    are, for `meet`."""
    async with db.transaction():
        told = {event["id"]: one for event, one in await _told(stored) if outcomes.is_forward(one)}
        closed = await events.close_all(list(told), now) if told else set()
        if not closed:
            return set()
        mine = [told[event] for event in sorted(closed)]
        await outcomes.hold(one.row for one in mine)
        rows = await deliveries.again([one.row for one in mine])
        fresh = [one._replace(row=rows[one.row["id"]]) for one in mine]  # as they are now that nobody else moves them
        if not all(outcomes.is_forward(one) for one in fresh):
            raise LookupError("moved by another")
        await outcomes.all_forward(fresh, now)
    return closed


async def _told(stored: Sequence[Row]) -> list[tuple[Row, outcomes.Told]]:
    """What each says of which delivery, where that is found by the provider's own id of it."""
    places: dict[tuple[int, int], list[Row]] = {}
    for event in stored:
        places.setdefault((event["workspace_id"], event["channel_id"]), []).append(event)
    found = []
    for (workspace, channel), here in sorted(places.items(), key=lambda place: place[0]):
        rows = await deliveries.by_refs(workspace, channel, sorted({event["ref"] for event in here}))
        for event in here:
            if (row := rows.get(event["ref"])) is not None:
                data = event["data"]
                told = outcomes.Told(row, Stage(data["stage"]), _at(event), event["ref"], data.get("token"))
                found.append((event, told))
    return found


async def meet(event: Row, now: datetime) -> bool:
    """A stored receipt or echo looks for its delivery, and is applied once. False: none yet; it waits."""
    for _ in range(2):
        async with db.transaction():
            row, new_id = await _found(event)
            if row is not None:
                if await events.close(event["id"], "done", now):
                    await _apply(event, row, now)
                break
            if not await events.close(event["id"], "waiting", now, ("new",)):
                return False
    else:
        return False
    if new_id:
        await match(event["workspace_id"], event["channel_id"], [event["ref"]], now)
    return True


async def sweep(now: datetime) -> None:
    """What waits although its delivery is known (a crash came between), and what has waited for too long. Asked by the tick,
    over all workspaces."""
    for event in await events.overlooked():
        await meet(event, now)
    await events.give_up_waiting(now - WAITS_FOR, now)


async def _found(event: Row) -> tuple[Row | None, bool]:
    """The delivery, and whether the provider's id is news: then other events may wait for it.

    By that id, else by our token where the provider gives it back, else by likeness: without an id of its own an echo settles
    only as the single match of chat, exact text and window.
    """
    workspace, channel, data = event["workspace_id"], event["channel_id"], event["data"]
    row = await deliveries.by_ref(workspace, channel, event["ref"])
    if row is not None:
        return row, False
    if data.get("token"):
        row = await deliveries.by_ref(workspace, channel, data["token"])
        return row, row is not None and row["provider_id"] is None
    if event["kind"] != "echo":
        return None, False
    phones = await numbers.phones_of(event["account_id"], data["phone"], data.get("chat"), data["alias"])
    if not phones or not data["text"]:
        return None, False
    since, until = _at(event) - ECHO_WINDOW, _at(event) + timedelta(seconds=5)
    like = await deliveries.without_id_like(workspace, channel, phones, data["text"], since, until)
    return (like[0], True) if len(like) == 1 and like[0]["token"] is None else (None, False)


async def _apply(event: Row, row: Row, now: datetime) -> None:
    data, ref = event["data"], event["ref"]
    if data.get("token") and data["token"] != row["token"] and ref != row["provider_id"]:
        ref = data["token"]  # of an earlier attempt, which only the token tells
    await outcomes.receipt(row, Stage(data["stage"]), _at(event), now, data.get("reason", ""), ref)


def _at(event: Row) -> datetime:
    told = event["data"].get("at")
    return datetime.fromisoformat(told) if told else event["received_at"]
