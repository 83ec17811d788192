"""What one message of Meta's webhooks holds: its text, and its kind. Rules: section A2.2 of the contract page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.gateways.reading import mapping_in, text_in

_KINDS = {
    "text": "text",
    "button": "text",
    "interactive": "text",
    "image": "image",
    "video": "video",
    "audio": "audio",
    "voice": "audio",
    "document": "document",
    "sticker": "sticker",
    "location": "location",
    "contacts": "contact",
}
_TEXTS = (
    ("text", "body"),
    ("text",),
    ("button", "text"),
    ("button", "payload"),
    ("interactive", "button_reply", "title"),
    ("interactive", "list_reply", "title"),
    ("interactive", "nfm_reply", "body"),
    ("interactive", "button_reply", "id"),
    ("interactive", "list_reply", "id"),
    ("order", "text"),
    ("image", "caption"),
    ("video", "caption"),
    ("document", "caption"),
)
_LONGEST_TAPPED = 256


def text_of(message: Mapping[str, Any]) -> str:
    """What was written, or tapped, or stands under a picture; "" for nothing."""
    return next((text for place in _TEXTS if (text := text_in(message, *place))), "")


def tapped_in(message: Mapping[str, Any]) -> str:
    """What the tapped button of a template stands for; "" where none was tapped."""
    return text_in(message, "button", "payload")[:_LONGEST_TAPPED]


def kind_of(message: Mapping[str, Any]) -> str:
    """What a message holds besides text, by our words; "other" for what we do not know."""
    told = text_in(message, "type")
    if told in _KINDS:
        return _KINDS[told]
    return next((ours for name, ours in _KINDS.items() if mapping_in(message, name)), "other")
