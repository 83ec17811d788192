"""What a notice says now: from its row, and from how things are when it is told.

A function for each kind; None: it is no longer true, and is not told. Not here: delivering (`bot.notices`), the sentences
(`bot.replies`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

from bot import digest
from bot.replies import channel_notices, limits, notices
from bot.replies.reply import Reply
from bot.replies.voice import Voice
from core import receipts, report
from core.actor import Actor
from core.channels import standing
from core.dispatch.preflight import at_risk
from core.messages import copies, no_room, settling, views

Row = dict[str, Any]
Maker = Callable[[Actor, Voice, Row, datetime], Awaitable[Reply | None]]

RISK_AHEAD = timedelta(hours=3)
"""What is due over a channel in so long is told with its trouble."""


async def _trouble(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    view = await views.view_by_id(actor, row["detail"]["message"], now)
    causes = row["detail"]["causes"]
    names = await copies.names_with(actor, row["detail"]["occurrence"], row["kind"])
    return notices.trouble(said, row["kind"], view, causes, names) if causes else None


async def _no_room(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    """Dropped where somebody has chosen meanwhile, or nothing of it is to come."""
    message = await views.row_by_id(actor, row["detail"]["message"])
    if message["beyond"] is not None or message["state"] not in ("active", "paused"):
        return None
    view = await views.view_of(actor, message, now)
    return limits.no_room(said, view, no_room.choice_of(row["detail"]), actor.zone)


async def _unsure(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    """Dropped where it settled before it was told; a told one says that it settled."""
    found = await settling.unsure(actor, row["detail"]["delivery"])
    if found is not None:
        return notices.unsure(said, found, actor.zone)
    if row["bubble"] is None:
        return None
    return notices.settled(said, await views.view_by_id(actor, row["detail"]["message"], now))


async def _alarm(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    return notices.alarm(said, await views.view_by_id(actor, row["detail"]["message"], now))


async def _channel_down(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return channel_notices.channel_down(said, row["detail"], dues, actor.zone)


async def _channel_limit(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return channel_notices.channel_limit(said, row["detail"], dues, actor.zone)


async def _channel_held(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return channel_notices.channel_held(said, row["detail"], dues, actor.zone)


async def _new_contacts_paused(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    dues = await at_risk(row["detail"]["channel"], now, RISK_AHEAD)
    return channel_notices.new_contacts_paused(said, row["detail"], dues, actor.zone)


async def _channel_news(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    """What is at risk is asked now: over every channel that the provider spoke of."""
    detail = row["detail"]
    if detail["what"] in ("template", "template_back"):
        found = [await standing.needing(actor.workspace, channel, detail) for channel in detail["channels"]]
        needing = [one for each in found for one in each or ()]
        return (
            None
            if all(each is None for each in found)
            else channel_notices.template_news(said, detail, needing, actor.zone)
        )
    dues = [due for channel in detail["channels"] for due in await at_risk(channel, now, RISK_AHEAD)]
    return channel_notices.channel_news(said, detail, sorted(dues), actor.zone)


async def _failover(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return channel_notices.failover(said, row["detail"], actor.zone)


async def _preflight(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return channel_notices.preflight(said, row["detail"], actor.zone)


async def _restored(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return notices.restored(said, row["detail"], actor.zone)


async def _outage(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    """Nobody who was not told yet is told of an outage that did nothing after all."""
    detail = row["detail"]
    nothing = row["bubble"] is None and not detail["skipped"] and not detail["late"]
    return None if nothing else notices.outage(said, detail, actor.zone)


async def _held(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return notices.held(said, row["detail"], actor.zone)


async def _channel_back(_actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return channel_notices.channel_back(said, row["detail"]["name"])


async def _answer(actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    found = await receipts.answer_of(actor.workspace, row["detail"]["answer"])
    return notices.answer(said, found) if found is not None else None


async def _consent(_actor: Actor, said: Voice, row: Row, _now: datetime) -> Reply | None:
    return notices.consent(said, row["kind"], row["detail"]["name"])


async def _reminder(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    return notices.reminder(said, (await views.view_by_id(actor, row["detail"]["message"], now)).text)


async def _digest(actor: Actor, said: Voice, row: Row, now: datetime) -> Reply | None:
    monday = date.fromisoformat(row["detail"]["monday"])
    return await digest.reply(said, await report.week(actor.workspace, monday, now))


MAKERS: dict[str, Maker] = {
    "failed": _trouble,
    "skipped": _trouble,
    no_room.KIND: _no_room,
    "unsure": _unsure,
    "alarm": _alarm,
    "channel_down": _channel_down,
    "channel_limit": _channel_limit,
    "channel_held": _channel_held,
    "new_contacts_paused": _new_contacts_paused,
    standing.KIND: _channel_news,
    "channel_back": _channel_back,
    "failover": _failover,
    "preflight": _preflight,
    "restored": _restored,
    "held": _held,
    "outage": _outage,
    "answer": _answer,
    "opted_out": _consent,
    "opted_in": _consent,
    "reminder": _reminder,
    "digest": _digest,
}
