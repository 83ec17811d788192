"""A channel that works and may not send for a while: it is held, and who can do something about it hears it, once.

Here: holding, and telling of what lasts. Not here: which answer of a provider means it (`core.gateways`), new contacts and what
is down (`core.troubles`), words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from storage import db
from storage.queries import channels, notices, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

TOLD_FROM = timedelta(minutes=5)
"""A hold that lasts so long is worth a word, and short ones that follow one another for so long."""

_SAME = timedelta(minutes=2)
"""Short holds with no more than this between them are one."""

_HOUR = timedelta(hours=1)
RESTRICTED = "account_restricted"
LATE_WORDS = {
    "spam_limited": _HOUR,
    RESTRICTED: _HOUR,
    "account_locked": _HOUR,
    "payment_problem": _HOUR,
    "not_registered": _HOUR,
}
"""Why a receipt may say `failed` that speaks of the channel, not of the message, and how long it is then held."""


async def hold(workspace: int, channel: int, reason: str, lasts: timedelta, now: datetime) -> None:
    """Nothing leaves over a channel before so long has passed. Joins a transaction that is under way."""
    async with db.joined():
        row = await channels.locked(workspace, channel)
        await channels.hold(channel, now + lasts)
        known = (row["seen"] or {}).get("held")
        since, until = now.isoformat(), now + lasts
        if known is not None and (ends := datetime.fromisoformat(known["until"])) + _SAME >= now:
            since, until = known["since"], max(until, ends)  # it goes on
        held = {"since": since, "until": until.isoformat(), "reason": reason}
        await channels.set_seen(channel, (row["seen"] or {}) | {"held": held})
        if until - datetime.fromisoformat(since) >= TOLD_FROM:
            detail = {"channel": channel, "name": row["name"], "reason": reason}
            detail |= {"until": until.isoformat()} if lasts >= TOLD_FROM else {}
            for staff in sorted(
                {one["staff_id"] for one in await workspaces.staff_of(workspace, ("owner", "manager"))}
            ):
                await notices.tell(workspace, staff, "channel_held", f"channel:{channel}:{since}", detail, now)
    log.info("channel_held", channel=channel, reason=reason, seconds=int(lasts.total_seconds()))


async def lift(workspace: int, channel: int, now: datetime) -> bool:
    """Its provider says that it restricts a channel no longer: what a restriction held up goes on, and who heard of it hears
    that. False: there was none. Joins a transaction that is under way. Raises NotFound."""
    async with db.joined():
        row = await channels.locked(workspace, channel)
        seen = row["seen"] or {}
        over = _restrictions(row, now)
        if not over:
            return False
        if "held" in over:
            await channels.let_go_on(channel)
        await channels.set_seen(channel, {name: one for name, one in seen.items() if name not in over})
        since = min(seen[name]["since"] for name in over)
        leads = await workspaces.staff_of(workspace, ("owner", "manager"))
        told = {"what": "lifted", "channels": [channel], "names": [row["name"]]}
        for staff in sorted({one["staff_id"] for one in leads}):
            await notices.tell(workspace, staff, "channel_news", f"channel:{channel}:lifted:{since}", told, now)
    log.info("channel_lifted", channel=channel)
    return True


def is_restricted(channel: Row, now: datetime) -> bool:
    """Whether its provider lets a channel that works send nothing, or answers alone."""
    return bool(_restrictions(channel, now))


def _restrictions(channel: Row, now: datetime) -> set[str]:
    """Under which names of `seen` a channel's restrictions are kept that are not over."""
    cold = (channel["seen"] or {}).get("cold") or {}
    only = bool(cold.get("answers_only")) and datetime.fromisoformat(cold["until"]) > now
    return {name for name, so in (("held", why_held(channel, now) == RESTRICTED), ("cold", only)) if so}


def why_held(channel: Row, now: datetime) -> str:
    """Why a channel may not send now, as a reason code; "" where it may."""
    until, held = channel["hold_until"], (channel["seen"] or {}).get("held")
    return str(held["reason"]) if held is not None and until is not None and until > now else ""
