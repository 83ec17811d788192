"""What a provider says of a channel that works all the same: kept with it, and told where somebody must do something about it.

What could go wrong, and what holds:
- an account's word on all of its channels is told once for each: one notice names them all.
- a restriction is believed for ever: one that names no end is believed for a day, and one that is lifted early
  ends then.
- answers stop although only first words may not go: what a restriction leaves open goes on.
- nobody hears that a template which waiting messages need is gone: whoever can mend it hears it while there is time, and what
  goes by it waits (`core.troubles.template_hold`).

Not here: how a provider spells it (`core.gateways`), channels that do not work (`core.troubles`), words (`bot.replies`).
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.channels.channels import LOW_QUALITY, public_account
from core.troubles import template_hold
from core.troubles.channel_hold import RESTRICTED, hold, lift
from core.troubles.troubles import pause_new_contacts
from storage import db
from storage.queries import channels, events, messages, notices, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

WHAT = ("silenced", "answers_only", "restricted", "violation", "disabled_soon", "template")
"""What a provider's note may say: nothing may be sent; only to people who wrote in the last 24 hours; something else than
sending is restricted; a rule was broken; the account will be disabled; a template has another state."""
KIND = template_hold.KIND
"""Of the notice. Its `what` is one of these, "quality", "quality_back", "limit", "lifted" or "template_back"."""
_WITHOUT_AN_END = timedelta(days=1)
_GONE = frozenset({"paused", "rejected", "disabled", "deleted", "pending_deletion", "archived", "locked", "flagged"})
"""States in which a template is not sent, or soon will not be."""
_STOPS = {"paused": template_hold.PAUSED} | dict.fromkeys(("rejected", "disabled", "deleted"), template_hold.UNKNOWN)
_SENT_AGAIN = frozenset({"approved", "reinstated", "unarchived", "unpaused"})


async def hear(row: Row, now: datetime) -> None:
    """The effect of a stored event of kind "note", once."""
    data, workspace = row["data"], row["workspace_id"]
    async with db.transaction():
        if not await events.close(row["id"], "done", now):
            return
        was = await channels.learn_seen(row["channel_id"], data["seen"])
        what, detail = data.get("what", ""), data.get("detail") or {}
        if what in ("silenced", "answers_only"):
            await _restrict(workspace, row["channel_id"], what, detail.get("until"), now)
        elif what == "lifted":
            await lift(workspace, row["channel_id"], now)
        elif what == "template":
            await _template(row, was, detail, now)
        elif what:
            await _tell(row, what, detail, now)
        for found, more in _worse(was, data["seen"]):
            await _tell(row, found, more, now)


async def _restrict(workspace: int, channel: int, what: str, until: str | None, now: datetime) -> None:
    """Nothing of what may not be sent is tried before its end; who can do something about it hears it with that."""
    lasts = datetime.fromisoformat(until) - now if until is not None else _WITHOUT_AN_END
    if lasts <= timedelta(0):
        return  # a word of long ago
    if what == "silenced":
        await hold(workspace, channel, RESTRICTED, lasts, now)
    else:
        await pause_new_contacts(workspace, channel, now, lasts, answers_only=True)


def _worse(was: Row, seen: Row) -> list[tuple[str, Row]]:
    """What has changed for the worse, and a quality that is well again."""
    found: list[tuple[str, Row]] = []
    before, after = was.get("quality") in LOW_QUALITY, seen.get("quality") in LOW_QUALITY
    if "quality" in seen and before != after:
        found.append(("quality" if after else "quality_back", {}))
    if "limit" in seen and int(seen["limit"]) < int(was.get("limit") or 0):
        found.append(("limit", {"limit": seen["limit"]}))
    return found


async def _template(row: Row, was: Row, told: Row, now: datetime) -> None:
    """What goes by a template that is gone waits until it is back; a word is worth where something that waits needs it."""
    workspace, channel, state = row["workspace_id"], row["channel_id"], told["state"]
    before, after = was.get(f"template:{told['name']}") in _GONE, state in _GONE
    named, about = (told["name"], told["language"]), None
    if state in _STOPS:
        since = await template_hold.stop(workspace, channel, *named, _STOPS[state], now)
        about = template_hold.about(row["account_id"], *named, since)
    elif state in _SENT_AGAIN:
        before |= await template_hold.go_on(workspace, channel, now, *named)
    back = before and state in _SENT_AGAIN
    if (after or back) and await needing(workspace, channel, told) is not None:
        await _tell(row, "template" if after else "template_back", told, now, about)


async def needing(workspace: int, channel: int, told: Row) -> list[Row] | None:
    """The messages of a channel that go by a template, soonest first; an empty list: only the channel itself names it, for
    people who have not written in 24 hours; None: nothing needs it. Raises NotFound."""
    of = await channels.state(workspace, channel)
    settings = public_account(of).settings
    default = str(settings.get("template_language") or "en")

    def same(name: object, language: object) -> bool:
        return name == told["name"] and told["language"] in ("", language or default)

    waiting = [
        one
        for one in await messages.carrying(workspace, channel)
        if (named := one["carries"].get("template")) and same(named["name"], named["language"])
    ]
    return waiting if waiting or same(settings.get("template"), default) else None


async def _tell(row: Row, what: str, detail: Row, now: datetime, trouble: str | None = None) -> None:
    """One notice for all channels of the account that the provider speaks of. `trouble`: what it is about, where something
    else than this event may tell it too."""
    workspace, data = row["workspace_id"], row["data"]
    every = await channels.of_account(row["account_id"])
    named = [one for one in every if data["number"] and one["number"] == data["number"]] or every
    whom = [one for one in named if not data["sender"] or one["sender"] == data["sender"]]
    told = {"what": what, **detail, "channels": [one["id"] for one in whom], "names": [one["name"] for one in whom]}
    event = hashlib.sha256(data["key"].encode()).hexdigest()[:16]
    of_event = f"account:{row['account_id']}:{what.partition('_back')[0]}:{event}"
    leads = await workspaces.staff_of(workspace, ("owner", "manager"))
    for staff in sorted({one["staff_id"] for one in leads}):
        await notices.tell(workspace, staff, KIND, trouble or of_event, told, now)
    log.info("channel_news", account=row["account_id"], what=what)
