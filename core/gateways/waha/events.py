"""WAHA's webhooks: the envelope and the payload of each event, read into our events.

Here: pure functions; any JSON gives an event and never an exception. Not here: ids (`waha.ids`), what a message holds
(`waha.content`), signatures (`waha`), and what an event does (`core.receipts`). Rules: sections 2.3 to 2.6 and 3 of the
contract page (WAHA 2026.7). Repeats are told by content, never by the envelope's id: one message comes under several ids,
and two events come under one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.gateways.base import ChannelEvent, Echo, Event, Health, Incoming, Receipt, Stage, UnknownEvent
from core.gateways.reading import bool_in, digest, instant_in, key, name_in, text_in, unknown
from core.gateways.waha.content import content_in, kind_of, name_of, text_of
from core.gateways.waha.ids import MessageId, ack_of, chat_of, health_of, id_in, read_id, restriction_of, stage_of
from core.gateways.whatsapp import alias_of, is_nobody, phone_of, quoted_in

_LONGEST_SESSION = 128
_KNOWN = frozenset(
    {
        "message.reaction",
        "message.ack.group",
        "message.waiting",
        "message.edited",
        "message.revoked",
        "state.change",
        "presence.update",
        "poll.vote",
        "poll.vote.failed",
        "chat.archive",
        "event.response",
        "event.response.failed",
        "engine.event",
    }
)
_KNOWN_FAMILIES = ("group.", "call.", "label.")
_REASONS = {"463": "new_contacts_paused"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """One webhook body, its outside read."""

    name: str
    session: str
    payload: Mapping[str, Any]
    at: datetime | None
    me: Any
    whole: Any

    def unknown(self, *, ignored: bool = False) -> UnknownEvent:
        return unknown(self.whole, self.session, self.name, ignored=ignored)


def open_envelope(body: Any) -> Envelope:
    data: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    payload = data.get("payload")
    return Envelope(
        name=text_in(data, "event").lower()[:64],
        session=(name_in(data, "session") or _session_in(data))[:_LONGEST_SESSION],
        payload=payload if isinstance(payload, Mapping) else {},
        at=instant_in(data, "timestamp"),
        me=data.get("me"),
        whole=body,
    )


def _session_in(data: Mapping[str, Any]) -> str:
    """The session's name where the envelope has none; only a status has it in its payload."""
    return text_in(data, "payload", "name") if data.get("event") == "session.status" else ""


def read_events(body: Any) -> list[Event]:
    """The events of one webhook body: one, or with a WEBJS or WPP receipt the echo too; of a batch, those of each. What is odd
    is an UnknownEvent."""
    if isinstance(body, Mapping) and isinstance(body.get("payload"), list) and body["payload"]:
        parts = [one for one in body["payload"] if isinstance(one, Mapping)]
        return [event for one in parts for event in read_events({**body, "payload": one})] or [unknown(body)]
    envelope = open_envelope(body)
    reader = _READERS.get(envelope.name)
    if reader is None:
        known = envelope.name in _KNOWN or envelope.name.startswith(_KNOWN_FAMILIES)
        return [envelope.unknown(ignored=known)]
    event = reader(envelope) or envelope.unknown()
    echo = _echo_in_receipt(envelope) if isinstance(event, Receipt) else None
    return [event] if echo is None else [echo, event]


def _whose(envelope: Envelope) -> tuple[MessageId, str, bool] | None:
    """Id, chat ("" where none is told) and whether it is ours; the chat is taken from the id, as `from` and `to` differ by
    engine, and from these only beside a bare id.

    The id goes before `fromMe`, which WPP makes false when its library says nothing.
    """
    found = id_in(envelope.payload)
    if found is None:
        return None
    mine = found.from_me if found.from_me is not None else bool_in(envelope.payload, "fromMe")
    return (found, found.chat or _chat_beside(envelope, mine), mine) if mine is not None else None


def _chat_beside(envelope: Envelope, mine: bool) -> str:
    """The other side by `to` and `from`, whichever is not ourselves: engines put us into either, or into none."""
    ours = {text_in(envelope.me, "id"), text_in(envelope.me, "lid"), text_in(envelope.me, "jid")}
    sides = [text_in(envelope.payload, name) for name in (("to", "from") if mine else ("from",))]
    return next((side for side in sides if side and side not in ours), "")


def _person(payload: Mapping[str, Any], chat: str, mine: bool) -> tuple[str | None, str | None, str | None]:
    """Number, hidden id and chat of the other side: from the chat, else from what the engine says beside it.

    In GOWS `SenderAlt` of our own message is ourselves, so only the side that is not us is asked.
    """
    data = payload.get("_data")
    names = (
        chat,
        text_in(payload, "pn"),
        text_in(data, "Info", "RecipientAlt" if mine else "SenderAlt"),
        text_in(data, "key", "remoteJidAlt"),
        "" if mine else text_in(data, "key", "senderPn"),
    )
    phones = [phone for name in names if (phone := phone_of(name))]
    aliases = [alias for name in names if (alias := alias_of(name))]
    phone, alias = next(iter(phones), None), next(iter(aliases), None)
    return phone, alias, (chat_of(phone) if phone else alias)


def _read_message(envelope: Envelope) -> Event | None:
    """`message` and `message.any` have one key: they are one message. Ours is an echo, anyone else's an answer."""
    whose = _whose(envelope)
    if whose is None:
        return None
    found, chat, mine = whose
    if is_nobody(chat):
        return envelope.unknown(ignored=True)
    if mine:
        return _echo(envelope, envelope.payload, found, chat)
    phone, alias, chat_name = _person(envelope.payload, chat, mine)
    if chat_name is None:
        return None
    at = instant_in(envelope.payload, "timestamp") or envelope.at
    text = text_of(envelope.payload)
    kind = kind_of(envelope.payload) or ("text" if text else None)
    if kind is None:
        return None  # a protocol message: nobody wrote anything
    return Incoming(
        key=key("message", envelope.session, found.raw, 0),
        sender=envelope.session,
        ref=found.raw,
        phone=phone,
        alias=alias,
        name=name_of(envelope.payload),
        text=text,
        kind=kind,
        at=at,
        reply_to=_answered(envelope.payload),
        chat=chat_name,
    )


def _answered(payload: Mapping[str, Any]) -> str | None:
    """The raw id of the message that this one answers: as WAHA says it, else as the engine does."""
    replied = payload.get("replyTo")
    told = read_id(replied.get("id") if isinstance(replied, Mapping) else replied)
    told = told or read_id(next(quoted_in(content_in(payload)), None))
    return told.raw if told is not None else None


def _echo(envelope: Envelope, message: Mapping[str, Any], found: MessageId, chat: str) -> Echo | None:
    """Our own message as `message` tells it; None when it does not say to whom."""
    phone, alias, chat_name = _person(message, chat, mine=True)
    if chat_name is None:
        return None
    by_api = {"api": True, "app": False}.get(text_in(message, "source"))
    return Echo(
        key=key("message", envelope.session, found.raw, 1),
        sender=envelope.session,
        ref=found.raw,
        phone=phone,
        alias=alias,
        text=text_of(message),
        at=instant_in(message, "timestamp") or instant_in(message, "t") or envelope.at,
        by_api=by_api,
        stage=stage_of(ack_of(message)) or Stage.SENT,
        chat=chat_name,
    )


def _echo_in_receipt(envelope: Envelope) -> Echo | None:
    """The whole message that comes with a receipt of WEBJS, and among the arguments of WPP's.

    These engines keep no id of ours: when the echo was lost, this one settles what it would have settled. It has the
    echo's key, so that after an echo it is a repeat.
    """
    raw = envelope.payload.get("_data")
    first = raw[0] if isinstance(raw, list) and raw else None
    message = first if isinstance(first, Mapping) else envelope.payload
    found = id_in(envelope.payload)
    if found is None or not found.chat or not isinstance(message.get("body"), str):
        return None
    echo = _echo(envelope, message, found, found.chat)
    return replace(echo, stage=Stage.SENT) if echo is not None else None  # how far it came, the receipt says


def _read_ack(envelope: Envelope) -> Event | None:
    """A receipt for what we sent. What we read on another device (`fromMe` false) and PENDING change nothing."""
    whose, ack = _whose(envelope), ack_of(envelope.payload)
    if whose is None or ack is None:
        return None
    found, chat, mine = whose
    stage = stage_of(ack)
    if not mine or stage is None or is_nobody(chat):
        return envelope.unknown(ignored=True)
    reason = ""
    if stage is Stage.FAILED:
        reason = _REASONS.get(name_in(envelope.payload, "error", "code"), "refused_by_whatsapp")
    participant = text_in(envelope.payload, "participant")
    repeat = key("ack", envelope.session, found.raw, participant, ack)
    return Receipt(repeat, envelope.session, found.raw, stage, envelope.at, reason)


def _read_status(envelope: Envelope) -> Event | None:
    status = text_in(envelope.payload, "status")
    if not status:
        return None
    health, reason = health_of(status)
    if health is Health.WORKING:
        reason = restriction_of(envelope.payload.get("data"))
    # The envelope's id may be shared with nothing else here, and WORKING comes again when its data change.
    repeat = key(
        "status", envelope.session, status, text_in(envelope.whole, "id") or envelope.at or digest(envelope.whole)
    )
    number = phone_of(text_in(envelope.me, "id"))
    return ChannelEvent(repeat, envelope.session, health, reason, number, envelope.at)


_READERS: Mapping[str, Callable[[Envelope], Event | None]] = {
    "message": _read_message,
    "message.any": _read_message,
    "message.ack": _read_ack,
    "session.status": _read_status,
}
