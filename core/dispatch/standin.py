"""A channel stands in for another that is down, or held for long, where an owner allowed it for that pair.

What can go wrong, and what holds:
- twice: only what is `planned` or `queued` is handed over, by one guarded step that names its channel; what is in flight or
  `unsure` stays where it is. Two workers at once: one of the two steps finds it gone. The lane that had claimed it marks
  nothing `sending` whose channel is no longer its own.
- an earlier attempt at the old channel is heard of later: its ids still find the delivery there, and settle it.
- in front of something that may have left: who has something in flight or unsure at the old channel waits for that, until
  shortly before it is too late.
- for a hiccup: only after a minute, and only what has half of its lateness behind it; while the channel is only held for a
  while, only what would be too late at the end of that.
- what the other may not send: people to whom it may write only by a template that it does not have, people it does not know
  while it may write to nobody new, more than its daily limit, files over another kind of gateway,
  templates of another account. These stay.
- round and round: only what is still at its message's own channel is handed over, so at most once. What is planned later goes
  over its own channel again.

Not here: the permission (`core.channels.failover`), the step (`core.outcomes`), words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.channels.windows import closed_for, terms_of
from core.dispatch.allowance import left_today
from core.dispatch.look import PASSING, UNSETTLED_FOR
from core.troubles.channel_hold import why_held
from core.troubles.troubles import held_from_new_contacts, tell_failover
from storage import db
from storage.errors import NotFound
from storage.queries import channels, failover, load, records, under_way

log = structlog.get_logger()

Row = dict[str, Any]

DOWN_FOR = timedelta(minutes=1)
_AT_LAST = 2 * PASSING
"""So long before its lateness limit a delivery no longer waits for an earlier one to the same person."""


async def stand_in(now: datetime) -> None:
    """One round over all workspaces; bounded."""
    for row in [*await failover.down(), *await failover.held(now)]:
        began, until, why = _trouble(row, now)
        if began is None or now - began < DOWN_FOR:
            continue
        try:
            other = await channels.state(row["workspace_id"], row["failover_id"])
            own = await channels.state(row["workspace_id"], row["id"])
        except NotFound:
            continue
        if other["health"] == "working" and not other["paused"] and not why_held(other, now):
            await _hand_over(own | why, other, until, now)


def _trouble(channel: Row, now: datetime) -> tuple[datetime | None, datetime | None, Row]:
    """Since when a channel does not send, until when (None: nobody knows), and what is told of that."""
    if channel["health"] != "working":
        return channel["health_at"], None, {}
    held = (channel["seen"] or {}).get("held")
    if held is None or not why_held(channel, now):
        return None, None, {}
    since = datetime.fromisoformat(held["since"])
    told = {"reason": held["reason"], "health": "held", "health_at": since, "outages": f"held:{held['since']}"}
    return since, channel["hold_until"], told


async def _hand_over(own: Row, other: Row, until: datetime | None, now: datetime) -> None:
    workspace = own["workspace_id"]
    waiting = await failover.waiting(workspace, own["id"], now)
    rows = [row for row in waiting if at_risk(row, now) and (until is None or row["late_at"] <= until)]
    rows = await _sendable(rows, own, other, now) if rows else []
    if not rows:
        return
    async with db.transaction():
        moved = await outcomes.hand_over(rows, own["id"], other["id"], now)
        if not moved:
            return
        count = await failover.handed_over(workspace, own["id"], other["id"], own["health_at"])
        await tell_failover(own, other, count, moved, now)
        told = {"to": other["id"], "deliveries": [row["id"] for row in moved]}
        await records.note(workspace, None, None, "handed_over", f"channel:{own['id']}", now, **told)
    log.info("handed_over", channel=own["id"], to=other["id"], deliveries=len(moved))


def at_risk(row: Row, now: datetime) -> bool:
    """Whether half of a delivery's lateness is over, and it is not too late yet."""
    slot, late = row["slot_at"], row["late_at"]
    return bool(slot + (late - slot) / 2 <= now < late)


async def _sendable(rows: list[Row], own: Row, other: Row, now: datetime) -> list[Row]:
    """Those that the other channel may send now, as many as its day allows."""
    workspace, terms = own["workspace_id"], terms_of(other)
    contacts = sorted({row["contact_id"] for row in rows})
    unsettled = await under_way.unsettled(workspace, own["id"], contacts, now, UNSETTLED_FOR)
    closed = await closed_for(workspace, terms, contacts, now)
    held = held_from_new_contacts(other, now) is not None
    found = []
    for row in rows:
        in_front = any(one["state"] in ("sending", "unsure") for one in unsettled.get(row["contact_id"], ()))
        if in_front and now < row["late_at"] - _AT_LAST:
            continue
        with_file = row["media_id"] is not None
        if with_file and own["gateway"] != other["gateway"]:
            continue
        if (row["carries"] or {}).get("template") and own["account_id"] != other["account_id"]:
            continue  # approved for that account alone
        by_template = bool((row["carries"] or {}).get("template"))
        if row["contact_id"] in closed and not by_template and (with_file or terms.template is None):
            continue
        if held and not await load.knows(other["id"], row["contact_id"]):
            continue
        found.append(row)
    return found[: await _room(other, now)]


async def _room(other: Row, now: datetime) -> int | None:
    """How many more the other channel may take today; None: as many as there are. What waits there is counted before what has
    left: one that leaves in between is in both, and not in neither."""
    waits = await failover.still_to_leave(other["workspace_id"], other["id"], now)
    left = await left_today(other["workspace_id"], other, now)
    return None if left is None else max(left - waits, 0)
