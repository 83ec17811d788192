"""What staff must hear: failed, skipped, missed and unsure deliveries, and channels that go down and come back.

Each is a row of the outbox, written in the transaction that changes the state; one an occurrence and kind, which grows. Not
here: their words and their delivery (`bot.notices`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.slots.room import TOO_MANY
from storage import db
from storage.queries import channels, chat, deliveries, messages, notices, occurrences, outages, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

_DOWN_PATIENCE = {"starting": timedelta(seconds=20)}
"""A session restarts by itself; only one that does not come back from it is worth a word."""
_PATIENCE = timedelta(seconds=3)

TOO_LATE = "too_late"
LATE = timedelta(minutes=5)
"""What leaves so long after its slot is worth a word, if an outage was why."""
NEW_CONTACTS_PAUSED = "new_contacts_paused"
_AFTER_ONE = timedelta(hours=1)
"""So long after a refusal of one new person nobody new is tried, where the provider does not say how long."""
_WITHOUT_AN_END = timedelta(days=1)
"""So long a restriction is believed that does not say when it ends; that it is over may never be heard."""


async def hearers(workspace: int, message: int) -> list[int]:
    """Who hears of a message's troubles: its author, else managers and owners."""
    row = await messages.get(workspace, message)
    staff = await workspaces.staff_of(workspace)
    active = {one["staff_id"] for one in staff}
    if row["author_id"] in active:
        return [row["author_id"]]
    return sorted({one["staff_id"] for one in staff if one["role"] in ("owner", "manager")})


async def _tell(
    row: Row,
    kind: str,
    about: str,
    detail: Row,
    now: datetime,
    not_before: datetime | None = None,
    owners: bool = False,
) -> None:
    """`owners`: they can mend it, so they hear it beside whoever hears of this message."""
    heard = await hearers(row["workspace_id"], row["message_id"])
    if owners:
        heard = sorted(
            {*heard, *(one["staff_id"] for one in await workspaces.staff_of(row["workspace_id"], ("owner",)))}
        )
    for staff in heard:
        await notices.tell(row["workspace_id"], staff, kind, about, detail, now, not_before)


async def tell(kind: str, row: Row, now: datetime) -> None:
    """Of a delivery that is "failed" or "skipped": one notice an occurrence, which counts them by cause. When none is left
    (it arrived after all) and nobody was told yet, nobody is. What was too late because of an outage is told with it."""
    about = f"occurrence:{row['occurrence_id']}"
    causes = await deliveries.causes(row["workspace_id"], row["occurrence_id"], kind)
    if kind == "skipped" and await _of_an_outage(row, causes):
        causes.pop(TOO_LATE, None)
    if causes:
        detail = {"message": row["message_id"], "occurrence": row["occurrence_id"], "causes": causes}
        await _tell(row, kind, about, detail, now, owners=TOO_MANY in causes)
    else:
        await notices.withdraw(kind, about)


async def _of_an_outage(row: Row, causes: dict[str, int]) -> bool:
    """Whether what was too late of a due time is counted by an outage's notice (`core.messages.outages`), which is now
    right."""
    place = (row["workspace_id"], row["channel_id"], row["occurrence_id"], row["message_id"])
    found = TOO_LATE in causes and await outages.was_skipped(*place, row["slot_at"], row["late_at"], 0)
    await outages.recount(row["occurrence_id"])
    return found


async def went_late(row: Row) -> None:
    """A copy left so long after its slot that an outage's notice says so, if it was one."""
    if row["sending_at"] is not None and row["sending_at"] - row["slot_at"] >= LATE:
        place = (row["workspace_id"], row["channel_id"], row["occurrence_id"], row["message_id"])
        await outages.went_late(*place, row["slot_at"], row["sending_at"])


async def tell_alarm(row: Row, now: datetime) -> None:
    """What was called off arrived all the same."""
    await _tell(row, "alarm", f"delivery:{row['id']}", {"delivery": row["id"], "message": row["message_id"]}, now)


async def tell_unsure(row: Row, now: datetime, settle_after: timedelta) -> None:
    """Told only when its time has come: until then an echo, a receipt or a look-up may settle it without anybody."""
    detail = {"delivery": row["id"], "message": row["message_id"], "attempt": row["attempts"]}
    await _tell(row, "unsure", f"delivery:{row['id']}", detail, now, (row["sending_at"] or now) + settle_after)


async def missed(occurrence: Row, now: datetime) -> None:
    """A due time that passed without a delivery (an outage, nobody in the audience): its author hears it. Due times that
    were missed one after the other are one notice that counts them. In a transaction of the caller's."""
    cause = occurrence["cause"] or "missed"
    if cause == "missed" and await _missed_in_an_outage(occurrence):
        await chat.mark_stale("message", [occurrence["message_id"]])
        return
    first, count = occurrence["id"], 1
    if cause == "missed":
        found, in_a_row = await occurrences.missed_in_a_row(occurrence["message_id"], occurrence["due_at"])
        first, count = (found, in_a_row) if in_a_row else (first, count)
    detail = {"message": occurrence["message_id"], "occurrence": first, "causes": {cause: count}}
    await _tell(occurrence, "skipped", f"occurrence:{first}", detail, now)
    await chat.mark_stale("message", [occurrence["message_id"]])


async def _missed_in_an_outage(row: Row) -> bool:
    message = await messages.get(row["workspace_id"], row["message_id"])
    ends = row["due_at"] + timedelta(seconds=row["limit_seconds"])
    place = (row["workspace_id"], message["channel_id"], row["id"], row["message_id"])
    return await outages.was_skipped(*place, row["due_at"], ends, 1)


def held_from_new_contacts(channel: Row, now: datetime) -> datetime | None:
    """Until when a channel writes to nobody new; None: it may."""
    cold = (channel["seen"] or {}).get("cold")
    ends = datetime.fromisoformat(cold["until"]) if cold else None
    return ends if ends is not None and ends > now else None


async def pause_new_contacts(
    workspace: int, channel: int, now: datetime, lasts: timedelta = _AFTER_ONE, *, answers_only: bool = False
) -> None:
    """WhatsApp lets a channel write to nobody new for so long, at least: owners hear it, once until it is over. `answers_only`:
    to nobody who has not written within the channel's window either."""
    async with db.joined():
        row = await channels.locked(workspace, channel)
        held = held_from_new_contacts(row, now)
        ends = max(held or now, now + lasts)
        known = row["seen"]["cold"] if held else {"since": now.isoformat()}
        cold = known | {"until": ends.isoformat()} | ({"answers_only": True} if answers_only else {})
        await channels.set_seen(channel, (row["seen"] or {}) | {"cold": cold})
        since, only = cold["since"], bool(cold.get("answers_only"))
        detail = {"channel": channel, "name": row["name"], "until": ends.isoformat()}
        detail |= {"answers_only": True} if only else {}
        for staff in sorted({one["staff_id"] for one in await workspaces.staff_of(workspace, ("owner",))}):
            await notices.tell(workspace, staff, NEW_CONTACTS_PAUSED, f"channel:{channel}:{since}", detail, now)
    log.info("new_contacts_paused", channel=channel, until=ends.isoformat())


def answers_only(channel: Row, now: datetime) -> bool:
    """Whether a channel may write only to people who wrote to it within its window."""
    return held_from_new_contacts(channel, now) is not None and bool(channel["seen"]["cold"].get("answers_only"))


async def _new_contacts(workspace: int, channel: int, reason: str, now: datetime) -> None:
    """A channel that works says whether it may write to new people."""
    if reason == NEW_CONTACTS_PAUSED:
        await pause_new_contacts(workspace, channel, now, _WITHOUT_AN_END)
        return
    row = await channels.locked(workspace, channel)
    if "cold" in (row["seen"] or {}):
        await channels.set_seen(channel, {name: value for name, value in row["seen"].items() if name != "cold"})


async def tell_failover(own: Row, other: Row, count: int, moved: Sequence[Row], now: datetime) -> None:
    """Owners, managers and the authors hear that a channel stands in for another: one notice an outage, which counts. In a
    transaction of the caller's."""
    workspace = own["workspace_id"]
    leads = {one["staff_id"] for one in await workspaces.staff_of(workspace, ("owner", "manager"))}
    authors = [await hearers(workspace, message) for message in sorted({row["message_id"] for row in moved})]
    detail = {"name": own["name"], "other": other["name"], "reason": own["reason"], "health": own["health"]}
    detail |= {"count": count, "since": own["health_at"].isoformat()}
    for staff in sorted(leads.union(*authors)):
        await notices.tell(workspace, staff, "failover", f"channel:{own['id']}:{own['outages']}", detail, now)


async def channel_is(workspace: int, channel: int, health: str, reason: str, now: datetime) -> bool:
    """Records how a channel is; its going down and its coming back are told to owners and managers, once an outage.

    Of one that works the only reason that is kept is that it may write to nobody new.
    """
    reason = reason if health != "working" or reason == NEW_CONTACTS_PAUSED else ""
    async with db.transaction():
        was = await channels.locked(workspace, channel)
        row = await channels.set_health(channel, health, reason, now)
        if row is None:
            return False
        if health == "working" and NEW_CONTACTS_PAUSED in (reason, was["reason"]):
            await _new_contacts(workspace, channel, reason, now)
        if health == was["health"] == "working":
            return True
        about = f"channel:{channel}:{row['outages']}"
        detail = {"channel": channel, "name": row["name"], "reason": reason, "health": health}
        if health == "working":
            await outages.ended(workspace, channel, now)
            told = await notices.of_kind(workspace, "channel_down", about)
            await notices.withdraw("channel_down", about)
            for one in sorted({one["staff_id"] for one in told if one["sent_at"] is not None}):
                await notices.tell(workspace, one, "channel_back", about, detail, now)
        else:
            await outages.began(workspace, channel, now)
            held_back = now + _DOWN_PATIENCE.get(health, _PATIENCE)
            for one in sorted({one["staff_id"] for one in await workspaces.staff_of(workspace, ("owner", "manager"))}):
                await notices.tell(workspace, one, "channel_down", about, detail, now, held_back)
    log.info("channel", channel=channel, health=health, reason=reason)
    return True
