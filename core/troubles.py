"""What staff must hear: failed, skipped, missed and unsure deliveries, and channels that go down and come back.

Each is a row of the outbox, written in the transaction that changes the state; one an occurrence and kind, which grows. Not
here: their words and their delivery (`bot.notices`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from storage import db
from storage.queries import channels, chat, deliveries, messages, notices, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

_DOWN_PATIENCE = {"starting": timedelta(seconds=20)}
"""A session restarts by itself; only one that does not come back from it is worth a word."""
_PATIENCE = timedelta(seconds=3)


async def hearers(workspace: int, message: int) -> list[int]:
    """Who hears of a message's troubles: its author, else managers and owners."""
    row = await messages.get(workspace, message)
    staff = await workspaces.staff_of(workspace)
    active = {one["staff_id"] for one in staff}
    if row["author_id"] in active:
        return [row["author_id"]]
    return sorted({one["staff_id"] for one in staff if one["role"] in ("owner", "manager")})


async def _tell(
    row: Row, kind: str, about: str, detail: Row, now: datetime, not_before: datetime | None = None
) -> None:
    for staff in await hearers(row["workspace_id"], row["message_id"]):
        await notices.tell(row["workspace_id"], staff, kind, about, detail, now, not_before)


async def tell(kind: str, row: Row, now: datetime) -> None:
    """Of a delivery that is "failed" or "skipped": one notice an occurrence, which counts them by cause. When none is left
    (it arrived after all) and nobody was told yet, nobody is."""
    about = f"occurrence:{row['occurrence_id']}"
    causes = await deliveries.causes(row["workspace_id"], row["occurrence_id"], kind)
    if causes:
        detail = {"message": row["message_id"], "occurrence": row["occurrence_id"], "causes": causes}
        await _tell(row, kind, about, detail, now)
    else:
        await notices.withdraw(kind, about)


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
    first, count = occurrence["id"], 1
    if cause == "missed":
        first, count = await messages.missed_in_a_row(occurrence["message_id"], occurrence["due_at"])
    detail = {"message": occurrence["message_id"], "occurrence": first, "causes": {cause: count}}
    await _tell(occurrence, "skipped", f"occurrence:{first}", detail, now)
    await chat.mark_stale("message", [occurrence["message_id"]])


async def channel_is(workspace: int, channel: int, health: str, reason: str, now: datetime) -> bool:
    """Records how a channel is; its going down and its coming back are told to owners and managers, once an outage."""
    async with db.transaction():
        row = await channels.set_health(channel, health, reason, now)
        if row is None:
            return False
        about = f"channel:{channel}:{row['outages']}"
        detail = {"channel": channel, "name": row["name"], "reason": reason, "health": health}
        if health == "working":
            told = await notices.of_kind(workspace, "channel_down", about)
            await notices.withdraw("channel_down", about)
            for one in sorted({one["staff_id"] for one in told if one["sent_at"] is not None}):
                await notices.tell(workspace, one, "channel_back", about, detail, now)
        else:
            held_back = now + _DOWN_PATIENCE.get(health, _PATIENCE)
            for one in sorted({one["staff_id"] for one in await workspaces.staff_of(workspace, ("owner", "manager"))}):
                await notices.tell(workspace, one, "channel_down", about, detail, now, held_back)
    log.info("channel", channel=channel, health=health, reason=reason)
    return True
