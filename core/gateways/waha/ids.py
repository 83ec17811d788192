"""WAHA's names for things: message ids, chats, hidden ids, ack numbers and session statuses, read into ours.

Here: pure functions over untrusted JSON; each gives None for what it does not understand. Not here: HTTP (`waha`) and
whole events (`waha.events`). Rules: WAHA 2026.7 (OpenAPI file, docs, source), sections 1.2, 1.4, 1.8, 2.4 and 2.5 of
the contract page. The raw id, third part of a full id, is the only stable key: the chat in front of it flips between a
number (`@c.us`) and a hidden id (`@lid`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.gateways.base import Health, Stage
from core.gateways.reading import LONGEST_REF, bool_in, clean, int_in, text_in
from core.gateways.whatsapp import phone_of

_ACK_NAMES = {"ERROR": -1, "PENDING": 0, "SERVER": 1, "DEVICE": 2, "READ": 3, "PLAYED": 4}
_STAGES = {-1: Stage.FAILED, 1: Stage.SENT, 2: Stage.DELIVERED, 3: Stage.READ, 4: Stage.READ}
_CAPPING = {
    "CAPPED": "new_contacts_capped",
    "FIRST_WARNING": "new_contacts_warning",
    "SECOND_WARNING": "new_contacts_warning",
}
_HEALTH = {
    "WORKING": Health.WORKING,
    "STARTING": Health.STARTING,
    "STOPPED": Health.DOWN,
    "FAILED": Health.DOWN,
    "SCAN_QR_CODE": Health.HALTED,
    "PASSKEY_REQUIRED": Health.HALTED,
    "PASSKEY_CONFIRMATION_REQUIRED": Health.HALTED,
}


@dataclass(frozen=True, slots=True)
class MessageId:
    """A message id taken apart. `from_me` and `chat` are None where only the raw id was told."""

    raw: str
    from_me: bool | None = None
    chat: str | None = None


def read_id(given: Any) -> MessageId | None:
    """Takes apart `{fromMe}_{chat}_{raw}[_{participant}]`, a bare raw id, or a WEBJS object with one of them.

    The participant is left out: WEBJS forgets it in the answer to a group send and has it in every event.
    """
    if not isinstance(given, Mapping):
        return _read_text_id(given)
    if (found := _read_text_id(_serialized(given))) is not None:
        return found
    mine = given.get("fromMe")
    raw, chat = text_in(given, "id"), _chat_name(given.get("remote"))
    return _sized(MessageId(raw, mine if isinstance(mine, bool) else None, chat or None))


def _serialized(given: Mapping[str, Any]) -> str:
    """WhatsApp Web's own text of an id. It renamed the field in July 2026."""
    return text_in(given, "_serialized") or text_in(given, "$1")


def _chat_name(given: Any) -> str:
    """A chat as text, from a text or from WhatsApp Web's object: {"user", "server", "_serialized"}."""
    if not isinstance(given, Mapping):
        return clean(given) if isinstance(given, str) else ""
    user, server = text_in(given, "user"), text_in(given, "server")
    return _serialized(given) or (f"{user}@{server}" if user and server else "")


def _read_text_id(given: Any) -> MessageId | None:
    parts = clean(given).split("_") if isinstance(given, str) else []
    if len(parts) >= 3 and parts[0] in ("true", "false"):
        return _sized(MessageId(parts[2], parts[0] == "true", parts[1]))
    return _sized(MessageId(parts[0])) if len(parts) == 1 else None


def _sized(found: MessageId) -> MessageId | None:
    return found if 0 < len(found.raw) <= LONGEST_REF and found.raw.isprintable() else None


def id_in(data: Mapping[str, Any]) -> MessageId | None:
    """The id of a message, an event or the body of a 201, wherever the engine has it.

    GOWS and WPP have a text in `id`, WEBJS an object, NOWEB's 201 a `key`. WPP leaves `id` null where WhatsApp Web has
    renamed the field that it reads; the engine's own object in `_data` still has it.
    """
    inner = data.get("_data")
    for source in (data, inner if isinstance(inner, Mapping) else {}):
        key = source.get("key")
        if (found := read_id(source.get("id")) or (_read_key(key) if isinstance(key, Mapping) else None)) is not None:
            return found
    return None


def _read_key(key: Mapping[str, Any]) -> MessageId | None:
    mine, chat = key.get("fromMe"), text_in(key, "remoteJid").replace("@s.whatsapp.net", "@c.us")
    return _sized(MessageId(text_in(key, "id"), mine if isinstance(mine, bool) else None, chat or None))


def chat_of(phone: str) -> str | None:
    """The chat id of an E.164 number; None for what cannot be a number."""
    chat = phone.lstrip("+") + "@c.us"
    return chat if phone_of(chat) else None


def ack_of(payload: Mapping[str, Any]) -> int | None:
    """The ack number of a message or an ack event; by its name where the number is missing."""
    ack = int_in(payload, "ack")
    if ack is not None and -1 <= ack <= 4:
        return ack
    return _ACK_NAMES.get(text_in(payload, "ackName").upper()) if payload.get("ack") is None else None


def stage_of(ack: int | None) -> Stage | None:
    """How far an ack says a message came. PENDING says nothing: None."""
    return None if ack is None else _STAGES.get(ack)


def health_of(status: str) -> tuple[Health, str]:
    """Health and reason code of a session status. The set is open: an unknown one cannot send."""
    health = _HEALTH.get(status.upper(), Health.DOWN)
    return health, "" if health is Health.WORKING else status.lower()[:40] or "unknown_status"


def restriction_of(told: Any) -> str:
    """What WhatsApp restricts of an account that works, as a reason code; "" for nothing.

    `told` is `me` of a session or `data` of a session.status. `reachoutTimelock` (since WAHA 2026.7.2) pauses writing to
    new people; `messageCapping` counts them and at CAPPED refuses more. Both are open sets: other words say nothing.
    """
    lock = told.get("reachoutTimelock") if isinstance(told, Mapping) else None
    if bool_in(lock, "isActive"):
        return "new_contacts_paused"
    return _CAPPING.get(text_in(told, "messageCapping", "cappingStatus"), "")
