"""BizChat's webhooks: its envelope around Meta's own body, and the flat shapes of older engines. Rules: section B2 of
the contract.

Meta's body inside goes first: it says more. Where there is none, or it says nothing, the envelope is read. Not here:
Meta's body (`meta.events`). Any JSON gives events and never an exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core.gateways.events import Event, Incoming, Receipt, Stage, UnknownEvent
from core.gateways.meta import events as meta_events
from core.gateways.meta.codes import code_in, reason_of
from core.gateways.reading import (
    LONGEST_NAME,
    LONGEST_SENDER,
    bool_in,
    instant_in,
    int_in,
    items_in,
    key,
    mapping_in,
    name_in,
    phone_in,
    ref_in,
    text_in,
    unknown,
)

STAGES = meta_events.STAGES | {"accepted": Stage.SENT, "error": Stage.FAILED, "undelivered": Stage.FAILED}
_NOT_YET = frozenset({"initialize", "initialized", "queued", "pending", "waiting", "deleted"})
_KINDS = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "voice": "audio",
    "document": "document",
    "sticker": "sticker",
}
_IDS = ("whatsapp_message_id", "wamid", "message_id", "messageId", "log_uid")
_WRAPPERS = ("payload", "data", "statuses", "messages", "event")
_SAID = ("error_message", "whatsapp_message_error", "error", "reason", "message")
_INSIDE = ("entry", "changes", "value", "statuses", "messages")
"""What Meta's body begins with, or what is handed on of it."""

_DEEPEST = 3
_MOST = 2000
Json = Mapping[str, Any]


def read_events(body: Any) -> list[Event]:
    """The events of one webhook body."""
    inner = _meta_in(body)
    found = [] if inner is None else meta_events.read_events(inner)
    if any(not isinstance(event, UnknownEvent) or event.ignored for event in found):
        return found
    flat = [event for one in _flat(body, 0) if (event := _read(one)) is not None]
    return flat[:_MOST] or found or [unknown(body)]


def _meta_in(body: Any) -> Json | None:
    """Meta's body: as such, under its name (also as text), or in a wrapper."""
    for place in (body, mapping_in(body, "payload"), mapping_in(body, "data")):
        told = place.get("whatsapp_webhook_payload") if isinstance(place, Mapping) else None
        if isinstance(told, str):
            try:
                told = json.loads(told)
            except (ValueError, RecursionError):
                told = None
        for found in (told, place):
            names = _INSIDE if found is told else ("entry",)
            if isinstance(found, Mapping) and any(name in found for name in names):
                return found
    return None


def _flat(body: Any, depth: int) -> Iterator[Json]:
    """What may be an event: the body, and what is wrapped in it."""
    if not isinstance(body, Mapping) or depth > _DEEPEST:
        return
    yield body
    for name in _WRAPPERS:
        for one in items_in(body, name):
            yield from _flat(one, depth + 1)


def _read(body: Json) -> Event | None:
    """One event of the envelope, or of a flat one."""
    message = mapping_in(body, "message") or body
    word = text_in(message, "status").lower()
    ref = next((found for name in (*_IDS, *(("id",) if word else ())) if (found := ref_in(message, name))), None)
    sender = name_in(message, "whatsapp_business_phone_number_id") or name_in(body, "phone_number_id")
    sender = sender[:LONGEST_SENDER]
    if ref is None:
        return None
    if bool_in(message, "is_new_message"):
        return _incoming(body, message, ref, sender)
    if word in _NOT_YET:
        return unknown(body, sender, word, ignored=True)
    stage = STAGES.get(word)
    if stage is None:
        return None
    at = instant_in(message, "timestamp") or instant_in(body, "timestamp")
    return Receipt(
        key("status", sender, ref, word), sender, ref, stage, at, _reason(message) if stage is Stage.FAILED else ""
    )


def _reason(message: Json) -> str:
    codes = [int_in(one, "code") for one in items_in(message, "errors")]
    told = next((said for name in _SAID if (said := text_in(message, name))), "")
    return reason_of(next((code for code in codes if code is not None), None) or code_in(told))


def _incoming(body: Json, message: Json, ref: str, sender: str) -> Event | None:
    contact = mapping_in(body, "contact")
    phone = phone_in(contact, "phone_number") or phone_in(contact, "wa_id")
    if phone is None:
        return None
    media = next(items_in(message, "media"), {})  # [] where there is none
    name = f"{text_in(contact, 'first_name')} {text_in(contact, 'last_name')}".strip()
    return Incoming(
        key=key("message", sender, ref, 0),
        sender=sender,
        ref=ref,
        phone=phone,
        alias=None,
        name=name[:LONGEST_NAME],
        text=text_in(message, "body") or text_in(media, "caption"),
        kind=_KINDS.get(text_in(media, "type"), "document") if media else "text",
        at=instant_in(message, "timestamp"),
        reply_to=ref_in(message, "replied_to_whatsapp_message_id"),
        chat=phone.lstrip("+"),
    )
