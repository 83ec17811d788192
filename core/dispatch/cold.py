"""New contacts rest: WhatsApp lets a number write to people it knows, and to nobody new for a while.

What could go wrong, and what holds:
- each new person is tried, refused and lost, and each try makes the restriction worse: nobody new is tried until it ends.
- people who know the number wait too: only who never wrote to it, and never got anything from it, is held back; where the
  provider allows answers only, who has not written within its window is.
- the end is never heard of: a restriction without an end is believed for a day.
- a number that is new to most of its people is banned for it: an owner may say how many new people a day it writes to.

Not here: when it begins and who hears it (`core.troubles`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.channels.windows import closed_for, terms_of
from core.recurrence import local
from core.slots.room import NEW
from core.slots.timing import midnight
from core.troubles.troubles import NEW_CONTACTS_PAUSED, answers_only, held_from_new_contacts
from storage.queries import channels, load, workspaces

Row = dict[str, Any]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LOOK_AGAIN = timedelta(minutes=5)
"""It may be lifted before its end. All that waits is looked at again at one moment: who waits for two gets them in order."""


async def put_off_until(channel: Row, delivery: Row, now: datetime, going: int) -> datetime | None:
    """When to look at a delivery again whose contact its channel may not write to now; None: it may. `going`: to so many
    others who are new to it one is leaving just now."""
    ends, _ = await _held(channel, delivery["contact_id"], now, going)
    return min(ends, now + _LOOK_AGAIN - (now - _EPOCH) % _LOOK_AGAIN) if ends is not None else None


async def is_new(channel: Row, contact: int) -> bool:
    """Whether a contact is new to a channel that may write only to so many new ones a day."""
    return channel["new_limit"] is not None and not await load.knows(channel["id"], contact)


async def _held(channel: Row, contact: int, now: datetime, going: int = 0) -> tuple[datetime | None, str]:
    """Until when a channel does not write to a contact who is new to it, and why."""
    ends, cause = held_from_new_contacts(channel, now), NEW_CONTACTS_PAUSED
    if ends is None and channel["new_limit"] is None:
        return None, ""
    if ends is not None and answers_only(channel, now):
        closed = await closed_for(channel["workspace_id"], terms_of(channel), [contact], now)
        return (ends, cause) if closed else (None, "")
    if await load.knows(channel["id"], contact):
        return None, ""
    if ends is None:
        ends, cause = await _used_up(channel, now, going), NEW
    return ends, cause if ends is not None else ""


async def _used_up(channel: Row, now: datetime, going: int) -> datetime | None:
    """The next day, where a channel has written to as many new people today as it may."""
    workspace = channel["workspace_id"]
    zone = (await workspaces.get(workspace))["zone"]
    day = local(now, zone).date()
    used = await load.new_sent_since(workspace, channel["id"], midnight(day, zone))
    return midnight(day + timedelta(days=1), zone) if used + going >= channel["new_limit"] else None


async def kept_waiting(row: Row, now: datetime) -> str:
    """The cause where this is what kept a delivery waiting, else ""."""
    channel = await channels.state(row["workspace_id"], row["channel_id"])
    return (await _held(channel, row["contact_id"], now))[1]
