"""What providers say: events are verified, stored, answered, and only then worked on.

What can go wrong, and what holds: the same event twice, at once or a week later (a unique key on its content); a crash
after the 2xx (it is `new` in the database, the sweep takes it up); an event before its delivery was recorded (it waits, and
is matched when the id is recorded, or by the sweep); two workers on one event (closing it is a guarded step in the
transaction of its effect); an event that always fails (given up after some attempts, kept, counted). Not here: which delivery
a receipt is of (`core.matching`) and what it does to it (`core.outcomes`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import matching, outcomes
from core.consent import consent_word
from core.errors import BadSignature, Refused, Unknown
from core.gateways.base import ChannelEvent, Echo, Event, Incoming, Receipt, UnknownEvent
from core.gateways.registry import kind
from storage import db
from storage.errors import StoreAway
from storage.queries import channels, deliveries, directory, events, notices, records, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

_KINDS = {Receipt: "receipt", Echo: "echo", Incoming: "incoming", ChannelEvent: "channel", UnknownEvent: "unknown"}
_MOST_ATTEMPTS = 5
_PATIENCE = timedelta(seconds=5)


async def take_in(hook: str, raw: bytes, headers: Mapping[str, str], now: datetime) -> list[int]:
    """Stores the events of one webhook body; the ids of those to work on. A repeat stores nothing.

    Raises Unknown("hook"), BadSignature (nothing of it is stored), Refused("bad_json"), StoreAway.
    """
    account = await channels.account_by_hook(hook)
    if account is None:
        raise Unknown("hook")
    of_kind = kind(account["gateway"])
    if not of_kind.verify(raw, headers, account["secret"]):
        raise BadSignature("bad_signature")
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_json") from error
    if not isinstance(payload, dict):
        raise Refused("bad_json")
    body = raw.decode("utf-8", "replace").replace("\x00", "")
    found = []
    for event in of_kind.read_events(payload):
        stored = await _store(account, event, body, now)
        if stored is not None:
            found.append(stored)
    return found


async def _store(account: Row, event: Event, body: str, now: datetime) -> int | None:
    channel = await channels.by_sender(account["id"], event.sender)
    known = channel is not None and not isinstance(event, UnknownEvent)
    stored = await events.store(
        account["workspace_id"],
        account["id"],
        channel["id"] if channel else None,
        event.key,
        _KINDS[type(event)],
        getattr(event, "ref", None),
        _data(event),
        body,
        now,
        "new" if known else "unknown",
    )
    if stored is not None and not known:
        if not (isinstance(event, UnknownEvent) and event.ignored):
            await records.count("unknown_event" if channel else "unknown_sender")
        return None
    return stored


def _data(event: Event) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(event).items()}


async def work(event: int, now: datetime) -> None:
    """Gives a stored event its effect, once. What fails is tried again by the sweep. Raises StoreAway."""
    row = await events.get(event)
    if row is None or row["state"] != "new":
        return
    try:
        await _work(row, now)
    except StoreAway:
        raise
    except Exception as error:
        log.exception("event_failed", id=event, kind=row["kind"], error=type(error).__name__)
        if await events.try_again(event) >= _MOST_ATTEMPTS:
            await records.count("event_given_up")
            await events.close(event, "unknown", now)


async def _work(row: Row, now: datetime) -> None:
    if row["kind"] in ("receipt", "echo"):
        await matching.meet(row, now)
    elif row["kind"] == "incoming":
        await _answer(row, now)
    elif row["kind"] == "channel":
        data = row["data"]
        reason = "" if data["health"] == "working" else data["reason"]
        await outcomes.channel_is(row["workspace_id"], row["channel_id"], data["health"], reason, now)
        await events.close(row["id"], "done", now)


async def sweep(now: datetime) -> None:
    """Works on what was stored and never worked on, or never matched: a crash came between. Asked by the tick, over all
    workspaces."""
    for row in await events.unworked(now - _PATIENCE):
        await work(row["id"], now)
    await matching.sweep(now)


# --- answers


async def _answer(row: Row, now: datetime) -> None:
    """Keeps what a person wrote and tells who should hear it, in one transaction with the end of its event."""
    data = row["data"]
    phones = await channels.phones_of(row["account_id"], data["phone"], data.get("chat"), data["alias"])
    if data["phone"] and data["alias"]:
        await channels.learn_number(row["account_id"], data["phone"], True, None, data["alias"], now)
    at = datetime.fromisoformat(data["at"]) if data["at"] else now
    async with db.transaction():
        if not await events.close(row["id"], "done", now):
            return
        contact, phone = await _writer(row["workspace_id"], phones)
        answer = await events.add_answer(
            row["workspace_id"],
            row["channel_id"],
            contact["id"] if contact else None,
            phone,
            data["alias"],
            data["name"],
            data["kind"],
            data["text"],
            data["ref"],
            at,
        )
        if answer is None:
            return
        kind_of_notice = await _consent(row["workspace_id"], contact, data["text"], now)
        detail: Row = {"answer": answer}
        if contact is not None:
            detail |= {"contact": contact["id"], "name": contact["name"]}
        for staff in await _hearers(row["workspace_id"], contact, kind_of_notice):
            about = f"answer:{answer}"
            await notices.tell(row["workspace_id"], staff, kind_of_notice, about, detail, now)
    log.info("answer", answer=answer, kind=kind_of_notice, known=contact is not None)


async def _writer(workspace: int, phones: list[str]) -> tuple[Row | None, str | None]:
    """Who writes: the contact with one of the numbers that this person is known by, and that number."""
    for phone in phones:
        contact = await directory.by_phone(workspace, phone)
        if contact is not None:
            return contact, phone
    return None, next(iter(phones), None)


async def _consent(workspace: int, contact: Row | None, text: str, now: datetime) -> str:
    """A whole message that says STOP blocks at once, one that says START lifts that; the kind of notice to give."""
    word = consent_word(text)
    if contact is None or word is None:
        return "answer"
    if word == "stop":
        return "opted_out" if await directory.block(workspace, contact["id"], "contact", now) else "answer"
    lifted = contact["blocked_by"] == "contact" and await directory.unblock(workspace, contact["id"])
    return "opted_in" if lifted else "answer"


async def _hearers(workspace: int, contact: Row | None, notice: str) -> list[int]:
    """The author of the last message to that person; else managers and owners, who hear of every opt-out too."""
    staff = await workspaces.staff_of(workspace)
    leads = sorted({one["staff_id"] for one in staff if one["role"] in ("owner", "manager")})
    last = await deliveries.last_to(workspace, contact["id"]) if contact else None
    author: int | None = last["author_id"] if last else None
    if author is not None and author in {one["staff_id"] for one in staff}:
        return sorted({author, *leads}) if notice == "opted_out" else [author]
    return leads


async def answer_of(workspace: int, answer: int) -> Row | None:
    """What somebody wrote: `text`, `kind`, `contact_id`, `contact_name`, `phone`, `channel_name`; None: no such answer."""
    row = await events.answer(workspace, answer)
    if row is None:
        return None
    channel = await channels.state(workspace, row["channel_id"])
    return row | {"channel_name": channel["name"]}
