"""What a service of one's own may tell us, in the JSON that README.md documents: receipts and answers, one or a list of
them.

    {"events": [{"type": "receipt", "id": "77", "token": "b…", "status": "delivered", "at": "2026-11-22T10:00:00Z"},
                {"type": "answer", "id": "a1", "from": "+351912000001", "name": "Ana", "text": "yes", "reply_to": "77"},
                {"type": "opt_out", "from": "+351912000001"}]}

`sender` may name the number of yours that it is about. Pure; any JSON gives events and never an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.gateways.events import Event, Incoming, OptOut, Receipt, Stage
from core.gateways.reading import (
    LONGEST_NAME,
    LONGEST_SENDER,
    instant_in,
    items_in,
    key,
    name_in,
    phone_in,
    ref_in,
    text_in,
    unknown,
)

STAGES = {
    "accepted": Stage.SENT,
    "sent": Stage.SENT,
    "delivered": Stage.DELIVERED,
    "read": Stage.READ,
    "failed": Stage.FAILED,
    "undelivered": Stage.FAILED,
}
_KINDS = frozenset({"text", "image", "video", "audio", "document", "sticker", "location", "contact"})
_LONGEST_REASON = 40
_MOST = 5000
Json = Mapping[str, Any]


def read_events(body: Any) -> list[Event]:
    """The events of one body: a list under `events`, or the body itself."""
    ones = list(items_in(body, "events")) if isinstance(body, Mapping) and "events" in body else [body]
    return [_read(one) or unknown(one, name=text_in(one, "type")) for one in ones[:_MOST]] or [unknown(body)]


def _read(one: Any) -> Event | None:
    if not isinstance(one, Mapping):
        return None
    sender, of_type = name_in(one, "sender")[:LONGEST_SENDER], text_in(one, "type").lower()
    if of_type == "opt_out":
        phone = phone_in(one, "from")
        at = _at(one)
        return OptOut(key("preference", sender, phone, at), sender, phone, None, True, at) if phone else None
    if of_type in ("answer", "message", "incoming") or (not of_type and "from" in one):
        return _answer(one, sender)
    return _receipt(one, sender) if of_type in ("", "receipt", "status") else None


def _receipt(one: Json, sender: str) -> Event | None:
    word, token = text_in(one, "status").lower(), ref_in(one, "token")
    ref, stage = _id(one) or token, STAGES.get(word)
    if ref is None or stage is None:
        return None
    reason = text_in(one, "reason").lower().replace(" ", "_")[:_LONGEST_REASON] if stage is Stage.FAILED else ""
    reason = reason if reason.isascii() and reason.replace("_", "").isalnum() else ""
    return Receipt(key("status", sender, ref, word), sender, ref, stage, _at(one), reason, token)


def _answer(one: Json, sender: str) -> Event | None:
    ref, phone, kind = _id(one), phone_in(one, "from"), text_in(one, "kind") or "text"
    if ref is None or phone is None:
        return None
    return Incoming(
        key=key("message", sender, ref, 0),
        sender=sender,
        ref=ref,
        phone=phone,
        alias=None,
        name=text_in(one, "name")[:LONGEST_NAME],
        text=text_in(one, "text"),
        kind=kind if kind in _KINDS else "document",
        at=_at(one),
        reply_to=ref_in(one, "reply_to"),
        chat=phone,
    )


def _id(one: Json) -> str | None:
    return ref_in(one, "id") or name_in(one, "id") or ref_in(one, "message_id") or name_in(one, "message_id") or None


def _at(one: Json) -> datetime | None:
    """An instant as RFC 3339 with its offset, or as seconds since 1970."""
    told = text_in(one, "at")
    try:
        found = datetime.fromisoformat(told) if told and not told.isdigit() else None
    except ValueError:
        found = None
    if found is None:
        return instant_in(one, "at")
    try:
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (OverflowError, ValueError):
        return None
