"""Evolution API's webhooks, read into our events.

Here: pure functions; any JSON gives events and never an exception. Not here: the words of WhatsApp inside (`whatsapp`), whether
a call is Evolution's (`evolution.door`), what an event does (`core.receipts`). Rules: sections B4 and B5 of the contract page
(Evolution 2.3.7 and 2.4.0-rc2). A delivery has no id of its own and is repeated: keys are made of content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.gateways.base import ChannelEvent, Echo, Event, Health, Incoming, Receipt, Stage, UnknownEvent
from core.gateways.reading import (
    LONGEST_NAME,
    LONGEST_SENDER,
    bool_in,
    instant_in,
    items_in,
    key,
    mapping_in,
    ref_in,
    text_in,
)
from core.gateways.reading import unknown as unknown_event
from core.gateways.whatsapp import alias_of, is_nobody, kind_of, phone_of, quoted_in, text_of

_NUMBERS = dict(enumerate(("ERROR", "PENDING", "SERVER_ACK", "DELIVERY_ACK", "READ", "PLAYED")))
_STAGES = {
    "ERROR": Stage.FAILED,
    "FAILED": Stage.FAILED,
    "SERVER_ACK": Stage.SENT,
    "SENT": Stage.SENT,
    "DELIVERY_ACK": Stage.DELIVERED,
    "DELIVERED": Stage.DELIVERED,
    "READ": Stage.READ,
    "PLAYED": Stage.READ,
}
_SILENT = ("PENDING", "DELETED", "EDITED")
_HEALTH = {"open": Health.WORKING, "connecting": Health.STARTING, "close": Health.DOWN, "refused": Health.HALTED}
_GONE_FOR_GOOD = (401, 402, 403, 406)
"""Reasons of a closed connection after which Evolution does not connect again by itself: somebody must scan a code."""

_KNOWN_FAMILIES = ("contacts.", "chats.", "presence.", "groups.", "group.", "labels.", "typebot.", "call")
_KNOWN = (
    "messages.set",
    "messages.edited",
    "messages.delete",
    "send.message.update",
    "application.startup",
    "instance.create",
)
_NOT_WRITTEN = ("reactionMessage", "protocolMessage", "pollUpdateMessage", "encReactionMessage", "editedMessage")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One webhook body, its outside read. `name` in one spelling: "MESSAGES_UPSERT" and "messages-upsert" are one event."""

    name: str
    instance: str
    number: str | None
    whole: Any

    def unknown(self, *, ignored: bool = False) -> UnknownEvent:
        return unknown_event(self.whole, self.instance, self.name, ignored=ignored)

    def moment(self) -> str:
        """What tells two events of the same content apart: `date_time`, though its zone is wrong; else all of the body."""
        return text_in(self.whole, "date_time") or self.unknown().key


def read_events(body: Any) -> list[Event]:
    """The events of one webhook body; where `data` is a list, each of it."""
    name = text_in(body, "event").lower().replace("_", ".").replace("-", ".")[:64]
    instance = text_in(body, "instance") or text_in(body, "instance", "instanceName") or text_in(body, "instanceName")
    envelope = Envelope(name, instance[:LONGEST_SENDER], phone_of(text_in(body, "sender")), body)
    reader = _READERS.get(name)
    if reader is None:
        return [envelope.unknown(ignored=name in _KNOWN or name.startswith(_KNOWN_FAMILIES))]
    return [event for one in _parts(body) for event in reader(envelope, one)] or [envelope.unknown()]


def _parts(body: Any) -> Iterator[Mapping[str, Any]]:
    for one in items_in(body, "data"):
        yield from items_in(one, "messages") if isinstance(one.get("messages"), list) else (one,)


def status_of(part: Mapping[str, Any]) -> str:
    """The word of a status: Evolution's own, Meta's, or Baileys' number, at the top or in `update`; "" for none."""
    told = part.get("status")
    told = mapping_in(part, "update").get("status") if told is None else told
    if isinstance(told, int) and not isinstance(told, bool):
        return _NUMBERS.get(told, "")
    if not isinstance(told, str):
        return ""
    return _NUMBERS.get(int(told), "") if told.isascii() and told.isdigit() and len(told) < 3 else told.upper()


def stage_of(part: Mapping[str, Any]) -> Stage | None:
    """How far a status says that a message came. PENDING says nothing."""
    return _STAGES.get(status_of(part))


def furthest(parts: Iterator[Mapping[str, Any]]) -> Stage | None:
    """The furthest of several statuses; an error counts only where nothing else is known."""
    told = [stage for part in parts if (stage := stage_of(part)) is not None]
    return max(told, key=(Stage.FAILED, Stage.SENT, Stage.DELIVERED, Stage.READ).index, default=None)


def id_of(part: Mapping[str, Any]) -> str | None:
    """WhatsApp's id of a message. `messageId` is a row in Evolution's own database, and `id` may be."""
    return ref_in(part, "keyId") or ref_in(part, "key", "id") or (None if "key" in part else ref_in(part, "id"))


def chat_of(part: Mapping[str, Any]) -> str:
    return text_in(part, "key", "remoteJid") or text_in(part, "remoteJid")


def _is_ours(part: Mapping[str, Any]) -> bool | None:
    inner = bool_in(part, "key", "fromMe")
    return inner if inner is not None else bool_in(part, "fromMe")


def _person(part: Mapping[str, Any], mine: bool) -> tuple[str | None, str | None]:
    """Number and hidden id of the other side. The digits of a hidden id are never a number."""
    names = [chat_of(part), *(text_in(part, "key", name) for name in ("remoteJidAlt", "previousRemoteJid"))]
    if not mine:
        names += [text_in(part, *path) for path in (("key", "senderPn"), ("senderPn",), ("key", "senderLid"))]
    bare = [f"{name}@s.whatsapp.net" if name.isascii() and name.isdigit() else name for name in names]
    phones = [phone for name in bare if (phone := phone_of(name))]
    aliases = [alias for name in bare if (alias := alias_of(name))]
    return next(iter(phones), None), next(iter(aliases), None)


def jid_of(phone: str) -> str:
    return f"{phone.lstrip('+')}@s.whatsapp.net"


def _message(envelope: Envelope, part: Mapping[str, Any]) -> list[Event]:
    """`messages.upsert` and `send.message`: what a person wrote, what was typed on our phone, what we sent."""
    ref, told = id_of(part), _is_ours(part)
    if is_nobody(chat_of(part)):
        return [envelope.unknown(ignored=True)]
    if ref is None:
        return []
    mine = envelope.name == "send.message" if told is None else told  # "no" may be left out
    phone, alias = _person(part, mine)
    if phone is None and alias is None:
        return []
    return _echo(envelope, part, ref, phone, alias) if mine else _incoming(envelope, part, ref, phone, alias)


def _echo(envelope: Envelope, part: Mapping[str, Any], ref: str, phone: str | None, alias: str | None) -> list[Event]:
    """Ours. What the API sends comes as `send.message` and never as `messages.upsert`."""
    stage = stage_of(part)
    told = Stage.SENT if stage in (None, Stage.FAILED) else stage
    echo = Echo(
        key=key("message", envelope.instance, ref, 1),
        sender=envelope.instance,
        ref=ref,
        phone=phone,
        alias=alias,
        text=text_of(part.get("message")),
        at=instant_in(part, "messageTimestamp"),
        by_api=envelope.name == "send.message",
        stage=told or Stage.SENT,
        chat=jid_of(phone) if phone else alias,
    )
    return [echo, _receipt(envelope, ref, Stage.FAILED)] if stage is Stage.FAILED else [echo]


def _incoming(
    envelope: Envelope, part: Mapping[str, Any], ref: str, phone: str | None, alias: str | None
) -> list[Event]:
    message = mapping_in(part, "message")
    text = text_of(message)
    kind = kind_of(message) or ("text" if text else None)
    if kind is None:
        written = text_in(part, "messageType") not in _NOT_WRITTEN and not any(name in message for name in _NOT_WRITTEN)
        return [] if written else [envelope.unknown(ignored=True)]
    replied = text_in(part, "contextInfo", "stanzaId") or next(quoted_in(message), "")
    return [
        Incoming(
            key=key("message", envelope.instance, ref, 0),
            sender=envelope.instance,
            ref=ref,
            phone=phone,
            alias=alias,
            name=text_in(part, "pushName")[:LONGEST_NAME],
            text=text,
            kind=kind,
            at=instant_in(part, "messageTimestamp"),
            reply_to=ref_in({"id": replied}, "id"),
            chat=jid_of(phone) if phone else alias,
        )
    ]


def _receipt(envelope: Envelope, ref: str, stage: Stage) -> Receipt:
    reason = "refused_by_whatsapp" if stage is Stage.FAILED else ""
    return Receipt(key("ack", envelope.instance, ref, stage), envelope.instance, ref, stage, None, reason)


def _update(envelope: Envelope, part: Mapping[str, Any]) -> list[Event]:
    """A receipt. An edit or a vote may look like SERVER_ACK: harmless, as it was on the server then."""
    ref, status = id_of(part), status_of(part)
    if ref is None or not status:
        return []
    stage = _STAGES.get(status)
    if _is_ours(part) is False or is_nobody(chat_of(part)) or status in _SILENT:
        return [envelope.unknown(ignored=True)]
    return [_receipt(envelope, ref, stage)] if stage is not None else []


def health_of(state: str, why: Any = None) -> tuple[Health, str]:
    """Health and reason code of a connection's state. The set is open: an unknown one cannot send."""
    health = _HEALTH.get(state.lower(), Health.DOWN)
    if health is Health.WORKING:
        return health, ""
    told = int(why) if isinstance(why, str) and why.isascii() and why.isdigit() and len(why) < 6 else why
    if health is Health.HALTED or (health is Health.DOWN and told in _GONE_FOR_GOOD):
        return Health.HALTED, "scan_qr_code"
    if not state:
        return health, "not_loaded"
    return health, "starting" if health is Health.STARTING else "not_connected"


def _connection(envelope: Envelope, part: Mapping[str, Any]) -> list[Event]:
    word = text_in(part, "status").lower()
    state = text_in(part, "state") or {"closed": "close"}.get(word, word if word in _HEALTH else "")
    if not state:
        return []
    why = part.get("statusReason") or part.get("disconnectionReasonCode")
    number = phone_of(text_in(part, "wuid")) or envelope.number
    return [_channel(envelope, part, *health_of(state, why), number)]


def _code(envelope: Envelope, part: Mapping[str, Any]) -> list[Event]:
    return [_channel(envelope, part, Health.HALTED, "scan_qr_code", None)]


def _removed(envelope: Envelope, part: Mapping[str, Any]) -> list[Event]:
    return [_channel(envelope, part, Health.HALTED, "unknown_session", None)]


def _channel(envelope: Envelope, _: Mapping[str, Any], health: Health, reason: str, number: str | None) -> ChannelEvent:
    repeat = key("status", envelope.instance, health, reason, envelope.moment())
    return ChannelEvent(repeat, envelope.instance, health, reason, number)


_READERS: Mapping[str, Callable[[Envelope, Mapping[str, Any]], list[Event]]] = {
    "messages.upsert": _message,
    "send.message": _message,
    "messages.update": _update,
    "connection.update": _connection,
    "status.instance": _connection,
    "qrcode.updated": _code,
    "logout.instance": _code,
    "remove.instance": _removed,
}
