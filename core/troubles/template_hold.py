"""Templates that a channel's provider does not send now: what goes by them waits, and who can mend it hears it, once.

What could go wrong, and what holds:
- each copy is tried and refused, and the people are lost to it: the first refusal stops the template, and what has not left
  stays queued, up to its own lateness.
- that it is well again is never heard: it is tried again each `_TRIED_AGAIN`, which costs nothing where it is refused again.
- the same trouble is told by an event and by a refusal, or by two channels of one account: it is one notice.
- other messages to the same people wait behind it: they do not (`core.dispatch.choice`).

Not here: which answer of a provider means it (`core.gateways`), its words on templates (`core.channels.standing`), sentences.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from storage import db
from storage.queries import accounts, channels, messages, notices, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

NEWS = "template_stopped"
"""Of an answer to a send (`core.gateways.sending.News`)."""
PAUSED, UNKNOWN, HELD = "template_paused", "template_unknown", "template_held"
REASONS = frozenset({PAUSED, UNKNOWN, HELD})
KIND = "channel_news"
"""Of the notice; its `what` is "template"."""
_STATES = {PAUSED: "paused", UNKNOWN: "missing", HELD: "held"}
"""What the notice calls the state of a template that was refused for this."""
_KEPT = "stopped"
_TRIED_AGAIN = timedelta(minutes=10)
_SAME = timedelta(days=1)
"""Stopped again within so long it is the same trouble."""


def stopped_until(channel: Row, name: str, language: str, now: datetime) -> datetime | None:
    """Until when a template is not tried over a channel; None: it may go."""
    known = (channel["seen"] or {}).get(_KEPT) or {}
    ends = [_instant(known[key]["until"]) for key in (f"{name}/{language}", f"{name}/") if key in known]
    return max((one for one in ends if one > now), default=None)


def why_stopped(channel: Row, name: str, language: str) -> str:
    """The reason code of a template that is stopped."""
    known = (channel["seen"] or {}).get(_KEPT) or {}
    return str((known.get(f"{name}/{language}") or known[f"{name}/"])["reason"])


async def stop(workspace: int, channel: int, name: str, language: str, reason: str, now: datetime) -> str:
    """Nothing goes by a template over a channel for a while; since when, over all channels of its account, that is so.
    `language` "": in none of them. Joins a transaction that is under way. Raises NotFound."""
    key = f"{name}/{language}"
    async with db.joined():
        row = await channels.locked(workspace, channel)
        every = [one["seen"] or {} for one in await channels.of_account(row["account_id"])]
        known = [one[_KEPT][key] for one in every if key in (one.get(_KEPT) or {})]
        since = min((one["since"] for one in known if _instant(one["until"]) + _SAME >= now), default=now.isoformat())
        seen = row["seen"] or {}
        kept = {at: one for at, one in (seen.get(_KEPT) or {}).items() if _instant(one["until"]) + _SAME >= now}
        kept[key] = {"since": since, "until": (now + _TRIED_AGAIN).isoformat(), "reason": reason}
        await channels.set_seen(channel, seen | {_KEPT: kept})
    log.info("template_stopped", channel=channel, reason=reason)
    return str(since)


def about(account: int, name: str, language: str, since: str) -> str:
    """What the notice of a stopped template is about: one trouble of an account."""
    return f"account:{account}:template:{name}/{language}:{since}"


async def refused(workspace: int, channel: int, name: str, language: str, reason: str, now: datetime) -> None:
    """A provider did not send by a template: it is stopped, and owners and managers hear it."""
    async with db.joined():
        since = await stop(workspace, channel, name, language, reason, now)
        row = await channels.locked(workspace, channel)
        told: Row = {"what": "template", "state": _STATES[reason], "name": name, "language": language}
        told |= {"channels": [channel], "names": [row["name"]]}
        leads = await workspaces.staff_of(workspace, ("owner", "manager"))
        for staff in sorted({one["staff_id"] for one in leads}):
            await notices.tell(workspace, staff, KIND, about(row["account_id"], name, language, since), told, now)


async def failed_late(delivery: Row, now: datetime) -> None:
    """A copy that had left failed because of its template: the others wait. In a transaction of the caller's."""
    workspace, channel = delivery["workspace_id"], delivery["channel_id"]
    row = await channels.state(workspace, channel)
    settings = accounts.opened(row["account_settings"], None) | row["settings"]
    named = ((await messages.get(workspace, delivery["message_id"]))["carries"] or {}).get("template") or {}
    name = str(named.get("name") or settings.get("template") or "")
    if name:
        language = str(named.get("language") or settings.get("template_language") or "en")
        await refused(workspace, channel, name, language, delivery["cause"], now)


async def go_on(workspace: int, channel: int, now: datetime, name: str = "", language: str = "") -> bool:
    """A template may go over a channel again; without a name each may. False: it was not stopped."""
    async with db.joined():
        row = await channels.locked(workspace, channel)
        seen = row["seen"] or {}
        known = seen.get(_KEPT) or {}
        kept = {key: one for key, one in known.items() if name and not _is(key, name, language)}
        if kept == known:
            return False
        await channels.set_seen(channel, seen | {_KEPT: kept})
    log.info("template_goes_on", channel=channel)
    return any(_instant(one["until"]) + _SAME >= now for key, one in known.items() if key not in kept)


def _is(key: str, name: str, language: str) -> bool:
    return key in (f"{name}/{language}", f"{name}/") or (not language and key.startswith(f"{name}/"))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
