"""What providers say: events are verified, stored, answered, and only then worked on.

What can go wrong, and what holds: the same event twice, at once or a week later (a unique key on its content); a crash
after the 2xx (it is `new` in the database, the sweep takes it up); an event before its delivery was recorded (it waits, and
is matched when the id is recorded, or by the sweep); two workers on one event (closing it is a guarded step in the
transaction of its effect); an event that always fails (given up after some attempts, kept, counted). Not here: which delivery
a receipt is of (`core.outcomes.matching`) and what it does to it (`core.outcomes`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.channels import standing
from core.channels.channels import hook_account
from core.errors import BadSignature, Refused, Unknown
from core.gateways.base import (
    ANY_SENDER,
    Call,
    ChannelEvent,
    ChannelNote,
    Echo,
    Event,
    Incoming,
    OptOut,
    Receipt,
    UnknownEvent,
)
from core.gateways.registry import kind
from core.outcomes import matching
from core.people.consent import consent_word
from core.together import Together
from core.troubles import optouts
from storage import db
from storage.errors import StoreAway
from storage.queries import accounts, channels, directory, events, notices, numbers, records

log = structlog.get_logger()

Row = dict[str, Any]

_KINDS = {
    Receipt: "receipt",
    Echo: "echo",
    Incoming: "incoming",
    OptOut: "opt_out",
    ChannelEvent: "channel",
    ChannelNote: "note",
    UnknownEvent: "unknown",
}
_MOST_ATTEMPTS = 5
_PATIENCE = timedelta(seconds=5)


class Intake:
    """Takes in what comes to webhooks. What comes at once is looked up and stored together: a commit is shared by all that
    wait for it, and nothing is answered before it."""

    def __init__(self) -> None:
        self._known: Together[str, tuple[Row, list[Row]] | None] = Together(_known)
        self._kept: Together[tuple[list[Row], datetime], list[int | None]] = Together(_keep)

    async def take_in(self, hook: str, call: Call) -> list[Row]:
        """Stores the events of one webhook body, all or none; those to work on, as they are kept. A repeat stores nothing.

        Raises Unknown("hook"), BadSignature (nothing of it is stored), Refused("too_large" or "bad_json"), StoreAway.
        """
        known = await self._known.add(hook)
        if known is None:
            raise Unknown("hook")
        account, its_channels = known
        of_kind = kind(account["gateway"])
        if len(call.raw) > of_kind.body_limit:
            raise Refused("too_large")
        if not of_kind.verify(call, hook_account(account)):
            await accounts.refused(account["id"], call.at)
            raise BadSignature("bad_signature")
        try:
            payload = json.loads(call.raw)
        except (ValueError, RecursionError) as error:
            raise Refused("bad_json") from error
        told = [
            (event, channel)
            for part in _bodies_in(payload)
            for event in of_kind.read_events(part)
            for channel in _channels_of(its_channels, event)
        ]
        if not told:
            return []
        rows = [_row(account, channel, event) for event, channel in told]
        rows[0]["body"] = of_kind.kept(call.raw.decode("utf-8", "replace").replace("\x00", ""))
        stored = await self._kept.add((rows, call.at))  # one copy of the body is enough for a batch
        for (event, channel), row, found in zip(told, rows, stored, strict=True):
            if found is not None and row["state"] == "unknown":
                await _count(event, channel)
        return [
            row | {"id": found, "body": "", "received_at": call.at}
            for row, found in zip(rows, stored, strict=True)
            if found is not None and row["state"] == "new"
        ]


def _bodies_in(payload: Any) -> list[Any]:
    """The bodies that a post holds: some hand on several as a list, and some tools wrap each as {"headers", "body"}."""
    ones = payload if isinstance(payload, list) and payload else [payload]
    return [one["body"] if isinstance(one, dict) and {"headers", "body"} <= set(one) else one for one in ones]


async def _known(hooks: Sequence[str]) -> list[tuple[Row, list[Row]] | None]:
    """For each hook its account and the channels of it; None where there is none."""
    found: dict[str, tuple[Row, list[Row]] | None] = {}
    for hook in set(hooks):
        found[hook] = await accounts.with_channels(hook)
    return [found[hook] for hook in hooks]


async def _keep(bodies: Sequence[tuple[list[Row], datetime]]) -> list[list[int | None]]:
    """The events of several bodies, in one commit: those of one body in its order, the bodies by their keys, so that two webs
    that are told the same at once do not wait for each other crosswise."""
    order = sorted(range(len(bodies)), key=lambda at: (bodies[at][0][0]["account_id"], bodies[at][0][0]["key"]))
    kept = [row | {"received_at": bodies[at][1]} for at in order for row in bodies[at][0]]
    stored = iter(await events.store_all(kept))
    found = {at: [next(stored) for _ in bodies[at][0]] for at in order}
    return [found[at] for at in range(len(bodies))]


async def greet(hook: str, call: Call) -> str | None:
    """What a provider that makes sure of us by GET is answered; None: nobody we know. Raises StoreAway."""
    account = await accounts.by_hook(hook)
    return None if account is None else kind(account["gateway"]).greet(call, hook_account(account))


def _channels_of(every: Sequence[Row], event: Event) -> list[Row | None]:
    """Those of an account's channels that an event speaks of; [None]: none that we know."""
    if event.sender:
        by_sender = {one["sender"]: one for one in every}
        return [by_sender.get(event.sender) or by_sender.get(ANY_SENDER)]
    number = getattr(event, "number", None)
    named = [one for one in every if number and one["number"] == number]
    if isinstance(event, ChannelEvent | ChannelNote):
        return list(named or every) or [None]
    return [every[0] if len(every) == 1 else None]


def _row(account: Row, channel: Row | None, event: Event) -> Row:
    known = channel is not None and not isinstance(event, UnknownEvent)
    return {
        "workspace_id": account["workspace_id"],
        "account_id": account["id"],
        "channel_id": channel["id"] if channel else None,
        "key": event.key if event.sender or channel is None else f"{event.key}:{channel['id']}",
        "kind": _KINDS[type(event)],
        "ref": getattr(event, "ref", None),
        "data": _data(event),
        "body": "",
        "state": "new" if known else "unknown",
    }


async def _count(event: Event, channel: Row | None) -> None:
    """One that was kept and is nothing that we know."""
    if not (isinstance(event, UnknownEvent) and event.ignored):
        await records.count("unknown_event" if channel or isinstance(event, UnknownEvent) else "unknown_sender")


def _data(event: Event) -> dict[str, Any]:
    """The event as values. All of them are flat, so that nothing has to be copied deeply."""
    found = {field.name: getattr(event, field.name) for field in fields(event)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


async def work_all(stored: Sequence[Row], now: datetime) -> None:
    """Gives stored events their effect, each once, in the order in which they came: what only carries deliveries on together,
    everything else by itself. What fails is tried again by the sweep. Raises StoreAway.

    They are what was written, not read again: whether somebody else was quicker is seen when they are closed.
    """
    rows = sorted(stored, key=lambda row: int(row["id"]))
    met: set[int] = set()
    if len(rows) > 1:
        try:
            met = await matching.meet_all([row for row in rows if row["kind"] in ("receipt", "echo")], now)
        except Exception as error:  # whatever it was of one of them: each by itself, and that one says it
            log.warning("events_apart", count=len(rows), error=type(error).__name__)
    for row in rows:
        if row["id"] not in met:
            await work(row["id"], now)


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
        await outcomes.channel_is(row["workspace_id"], row["channel_id"], data["health"], data["reason"], now)
        await events.close(row["id"], "done", now)
    elif row["kind"] == "note":
        await standing.hear(row, now)
    elif row["kind"] == "opt_out":
        await _opt_out(row, now)


async def sweep(now: datetime) -> None:
    """Works on what was stored and never worked on, or never matched: a crash came between. Asked by the tick, over all
    workspaces."""
    await work_all(await events.unworked(now - _PATIENCE), now)
    await matching.sweep(now)


# --- answers


async def _answer(row: Row, now: datetime) -> None:
    """Keeps what a person wrote and tells who should hear it, in one transaction with the end of its event."""
    data = row["data"]
    phones = await numbers.phones_of(row["account_id"], data["phone"], data.get("chat"), data["alias"])
    if data["phone"] and data["alias"]:
        await numbers.learn(row["account_id"], data["phone"], True, None, data["alias"], now)
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
        kind_of_notice = await _consent(row["workspace_id"], contact, data, now)
        detail: Row = {"answer": answer}
        if contact is not None:
            detail |= {"contact": contact["id"], "name": contact["name"]}
        for staff in await optouts.hearers(row["workspace_id"], contact, kind_of_notice):
            about = f"answer:{answer}"
            await notices.tell(row["workspace_id"], staff, kind_of_notice, about, detail, now)
    log.info("answer", answer=answer, kind=kind_of_notice, known=contact is not None)


async def _opt_out(row: Row, now: datetime) -> None:
    """A person told the provider that they want no more: as good as a STOP, and taken back only as a START takes one back."""
    data = row["data"]
    phones = await numbers.phones_of(row["account_id"], data["phone"], None, data["alias"])
    async with db.transaction():
        if not await events.close(row["id"], "done", now):
            return
        contact, _ = await _writer(row["workspace_id"], phones)
        if contact is not None:
            word = "stop" if data["stop"] else "start"
            await optouts.obey(row["workspace_id"], contact, word, f"event:{row['id']}", now)


async def _writer(workspace: int, phones: list[str]) -> tuple[Row | None, str | None]:
    """Who writes: the contact with one of the numbers that this person is known by, and that number."""
    for phone in phones:
        contact = await directory.by_phone(workspace, phone)
        if contact is not None:
            return contact, phone
    return None, next(iter(phones), None)


async def _consent(workspace: int, contact: Row | None, data: Row, now: datetime) -> str:
    """A whole message that says STOP blocks at once, one that says START lifts that; a button that stands for STOP blocks
    whatever its words are. The kind of notice to give."""
    word = consent_word(data["text"]) or ("stop" if consent_word(data.get("tapped") or "") == "stop" else None)
    if contact is None or word is None:
        return "answer"
    return await optouts.obeyed(workspace, contact, word, now) or "answer"


async def answer_of(workspace: int, answer: int) -> Row | None:
    """What somebody wrote: `text`, `kind`, `contact_id`, `contact_name`, `phone`, `channel_name`; None: no such answer."""
    row = await events.answer(workspace, answer)
    if row is None:
        return None
    channel = await channels.state(workspace, row["channel_id"])
    return row | {"channel_name": channel["name"]}
