"""What one message of WAHA holds: who wrote it, its text, its kind. Each engine says so in its own words.

Here: pure functions over a payload. Not here: ids (`waha.ids`), whose message it is and what it becomes (`waha.events`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.gateways import whatsapp
from core.gateways.reading import mapping_in, text_in

_LONGEST_NAME = 200
_WEB_KINDS = {  # `_data.type` of WhatsApp Web, for WEBJS and WPP
    "image": "image",
    "ptt": "audio",
    "audio": "audio",
    "video": "video",
    "ptv": "video",
    "document": "document",
    "sticker": "sticker",
    "location": "location",
    "live_location": "location",
    "vcard": "contact",
    "multi_vcard": "contact",
}
_NOT_WRITTEN = frozenset({"location", "live_location", "vcard", "multi_vcard"})
_MIME_KINDS = {"image": "image", "audio": "audio", "video": "video", "application": "document", "text": "document"}


def name_of(payload: Mapping[str, Any]) -> str:
    """How the writer calls themselves, in each engine's own place; "" where none is told."""
    data = payload.get("_data")
    places = (("Info", "PushName"), ("pushName",), ("notifyName",), ("sender", "pushname"))
    return next((name for place in places if (name := text_in(data, *place))), "")[:_LONGEST_NAME]


def text_of(payload: Mapping[str, Any]) -> str:
    """What was written. WhatsApp Web keeps a place's picture and a card's data there, in base64 and vCard."""
    if text_in(payload, "_data", "type") in _NOT_WRITTEN:
        return ""
    return text_in(payload, "body") or whatsapp.text_of(content_in(payload))


def content_in(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the engine itself says that a message holds: NOWEB and GOWS in WhatsApp's own words; empty for the others."""
    return mapping_in(payload, "_data", "message") or mapping_in(payload, "_data", "Message")


def kind_of(payload: Mapping[str, Any]) -> str | None:
    """What a message holds besides text; None for nothing that we know."""
    if (found := whatsapp.kind_of(content_in(payload))) is not None:
        return found
    if (found := _WEB_KINDS.get(text_in(payload, "_data", "type"))) is not None:
        return found
    if payload.get("hasMedia") is True:
        return _MIME_KINDS.get(text_in(payload, "media", "mimetype").split("/")[0], "document")
    if isinstance(payload.get("location"), Mapping):
        return "location"
    return "contact" if payload.get("vCards") else None
