"""What one message of WAHA holds: who wrote it, its text, its kind. Each engine says so in its own words.

Here: pure functions over a payload. Not here: ids (`waha_ids`), whose message it is and what it becomes (`waha_events`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.gateways.waha_ids import text_in

_LONGEST_NAME = 200
_CONTENT_KINDS = {
    "imageMessage": "image",
    "audioMessage": "audio",
    "videoMessage": "video",
    "ptvMessage": "video",
    "documentMessage": "document",
    "documentWithCaptionMessage": "document",
    "stickerMessage": "sticker",
    "locationMessage": "location",
    "liveLocationMessage": "location",
    "contactMessage": "contact",
    "contactsArrayMessage": "contact",
}
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
    return "" if text_in(payload, "_data", "type") in _NOT_WRITTEN else text_in(payload, "body")


def kind_of(payload: Mapping[str, Any]) -> str | None:
    """What a message holds besides text; None for nothing that we know."""
    data = payload.get("_data")
    for place in ("Message", "message"):
        content = data.get(place) if isinstance(data, Mapping) else None
        for name in content if isinstance(content, Mapping) else ():
            if name in _CONTENT_KINDS:
                return _CONTENT_KINDS[name]
    if (found := _WEB_KINDS.get(text_in(data, "type"))) is not None:
        return found
    if payload.get("hasMedia") is True:
        return _MIME_KINDS.get(text_in(payload, "media", "mimetype").split("/")[0], "document")
    if isinstance(payload.get("location"), Mapping):
        return "location"
    return "contact" if payload.get("vCards") else None
