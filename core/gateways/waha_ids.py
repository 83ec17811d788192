"""WAHA's names for things: message ids, chats, hidden ids, ack numbers and session statuses, read into ours.

Here: pure functions over untrusted JSON; each gives None for what it does not understand. Not here: HTTP (`waha`) and
whole events (`waha_events`). Rules: WAHA 2026.7 (OpenAPI file, docs, source), sections 1.2, 1.4, 1.8, 2.4 and 2.5 of
the contract page. The raw id, third part of a full id, is the only stable key: the chat in front of it flips between a
number (`@c.us`) and a hidden id (`@lid`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.gateways.base import Health, Stage

LONGEST_REF = 128
_LONGEST_ALIAS = 64
_NUMBER = re.compile(r"([1-9]\d{4,14})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)\Z", re.ASCII)
_HIDDEN = re.compile(r"(\d+)(?::\d+)?@lid\Z", re.ASCII)
_NOBODY = ("@g.us", "@newsletter", "@broadcast")

_ACK_NAMES = {"ERROR": -1, "PENDING": 0, "SERVER": 1, "DEVICE": 2, "READ": 3, "PLAYED": 4}
_STAGES = {-1: Stage.FAILED, 1: Stage.SENT, 2: Stage.DELIVERED, 3: Stage.READ, 4: Stage.READ}
_HEALTH = {
    "WORKING": Health.WORKING,
    "STARTING": Health.STARTING,
    "STOPPED": Health.DOWN,
    "FAILED": Health.DOWN,
    "SCAN_QR_CODE": Health.HALTED,
    "PASSKEY_REQUIRED": Health.HALTED,
    "PASSKEY_CONFIRMATION_REQUIRED": Health.HALTED,
}


def clean(text: str) -> str:
    """The text without what databases refuse: NUL goes, half a surrogate pair becomes U+FFFD."""
    whole = text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def text_in(data: Any, *path: str) -> str:
    """The string at a path of keys, cleaned; "" if anything on the way is missing or of another type."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return clean(data) if isinstance(data, str) else ""


@dataclass(frozen=True, slots=True)
class MessageId:
    """A message id taken apart. `from_me` and `chat` are None where only the raw id was told."""

    raw: str
    from_me: bool | None = None
    chat: str | None = None


def read_id(given: Any) -> MessageId | None:
    """Takes apart `{fromMe}_{chat}_{raw}[_{participant}]`, a bare raw id, or a WEBJS object with one of them."""
    if not isinstance(given, Mapping):
        return _read_text_id(given)
    for name in ("_serialized", "$1"):  # WhatsApp Web renamed it in July 2026
        if (found := _read_text_id(given.get(name))) is not None:
            return found
    mine = given.get("fromMe")
    raw, chat = text_in(given, "id"), text_in(given, "remote")
    return _sized(MessageId(raw, mine if isinstance(mine, bool) else None, chat or None))


def _read_text_id(given: Any) -> MessageId | None:
    parts = clean(given).split("_") if isinstance(given, str) else []
    if len(parts) >= 3 and parts[0] in ("true", "false"):
        return _sized(MessageId(parts[2], parts[0] == "true", parts[1]))
    return _sized(MessageId(parts[0])) if len(parts) == 1 else None


def _sized(found: MessageId) -> MessageId | None:
    return found if 0 < len(found.raw) <= LONGEST_REF and found.raw.isprintable() else None


def raw_id_of_answer(data: Mapping[str, Any]) -> str | None:
    """The raw id in the body of a 201: GOWS and WPP have it in `id`, NOWEB in `key.id`, WEBJS in an object `id`."""
    key = data.get("key")
    found = read_id(data.get("id")) or (read_id(key.get("id")) if isinstance(key, Mapping) else None)
    return found.raw if found is not None else None


def phone_of(chat: str) -> str | None:
    """E.164 of a chat id that is a number. The digits of a hidden id are never a number."""
    match = _NUMBER.match(chat)
    return "+" + match[1] if match else None


def alias_of(chat: str) -> str | None:
    """A hidden id without its device: "111:3@lid" gives "111@lid"."""
    match = _HIDDEN.match(chat) if len(chat) <= _LONGEST_ALIAS else None
    return f"{match[1]}@lid" if match else None


def is_nobody(chat: str) -> bool:
    """Whether a chat is no person: a group, a channel, a status or a broadcast list."""
    return chat.endswith(_NOBODY)


def ack_of(payload: Mapping[str, Any]) -> int | None:
    """The ack number of a message or an ack event; by its name where the number is missing."""
    ack = payload.get("ack")
    if isinstance(ack, int) and not isinstance(ack, bool) and -1 <= ack <= 4:
        return ack
    return _ACK_NAMES.get(text_in(payload, "ackName")) if ack is None else None


def stage_of(ack: int | None) -> Stage | None:
    """How far an ack says a message came. PENDING says nothing: None."""
    return None if ack is None else _STAGES.get(ack)


def health_of(status: str) -> tuple[Health, str]:
    """Health and reason code of a session status. The set is open: an unknown one cannot send."""
    health = _HEALTH.get(status, Health.DOWN)
    return health, "" if health is Health.WORKING else status.lower()[:40] or "unknown_status"


def is_timelocked(me: Any) -> bool:
    """Whether WhatsApp has paused new contacts for this account (since WAHA 2026.7.2)."""
    lock = me.get("reachoutTimelock") if isinstance(me, Mapping) else None
    return isinstance(lock, Mapping) and lock.get("isActive") is True
