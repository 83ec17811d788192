"""WhatsApp's own names for people and content, which several gateways pass on as they are.

Here: JIDs, hidden ids, the spellings of one number, the names of a message's parts. Not here: any gateway's JSON around them.
Sources: the contract pages, where they quote Baileys, whatsmeow and WhatsApp Web.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.gateways.reading import mapping_in, text_in

_LONGEST_ALIAS = 64
_NUMBER = re.compile(r"([1-9]\d{4,14})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)\Z", re.ASCII)
_HIDDEN = re.compile(r"(\d+)(?::\d+)?@lid\Z", re.ASCII)
_NOBODY = ("@g.us", "@newsletter", "@broadcast")

CONTENT_KINDS = {
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
    "pollCreationMessage": "other",
    "pollCreationMessageV2": "other",
    "pollCreationMessageV3": "other",
    "orderMessage": "other",
    "productMessage": "other",
    "eventMessage": "other",
}
_WRAPPERS = (
    *("ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension"),
    *("documentWithCaptionMessage", "deviceSentMessage"),
)
_TEXTS = (
    ("conversation",),
    ("extendedTextMessage", "text"),
    ("imageMessage", "caption"),
    ("videoMessage", "caption"),
    ("documentMessage", "caption"),
    ("buttonsResponseMessage", "selectedDisplayText"),
    ("templateButtonReplyMessage", "selectedDisplayText"),
    ("listResponseMessage", "title"),
    ("interactiveResponseMessage", "body", "text"),
    ("buttonsResponseMessage", "selectedButtonId"),
    ("buttonsResponseMessage", "selectedButtonID"),
    ("templateButtonReplyMessage", "selectedId"),
    ("templateButtonReplyMessage", "selectedID"),
    ("listResponseMessage", "singleSelectReply", "selectedRowId"),
    ("listResponseMessage", "singleSelectReply", "selectedRowID"),
    ("interactiveResponseMessage", "nativeFlowResponseMessage", "name"),
)
_MOBILES = (
    (re.compile(r"\+55(3[1-9]|[4-9]\d)9([7-9]\d{7})\Z"), r"+55\1\2"),
    (re.compile(r"\+55(3[1-9]|[4-9]\d)([7-9]\d{7})\Z"), r"+55\g<1>9\2"),
    (re.compile(r"\+521(\d{10})\Z"), r"+52\1"),
    (re.compile(r"\+52([2-9]\d{9})\Z"), r"+521\1"),
    (re.compile(r"\+549(\d{10})\Z"), r"+54\1"),
    (re.compile(r"\+54([1-8]\d{9})\Z"), r"+549\1"),
)


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


def spellings_of(phone: str) -> tuple[str, ...]:
    """The ways in which one person's number is written, as told first: mobiles of Brazil (the 9), Mexico (the 1), Argentina
    (the 9) are dialled with a digit that WhatsApp's own number may lack.

    In Brazil only from area 31 on and for numbers that are older than the 9: elsewhere the shorter one is somebody else's.
    """
    other = next((pattern.sub(to, phone) for pattern, to in _MOBILES if pattern.match(phone)), None)
    return (phone,) if other is None else (phone, other)


def content_of(message: Any) -> Mapping[str, Any]:
    """What a message holds, out of its wrappers (view once, disappearing, a document with its caption)."""
    content = message if isinstance(message, Mapping) else {}
    for _ in range(len(_WRAPPERS)):
        inner = next((found for name in _WRAPPERS if (found := mapping_in(content, name, "message"))), None)
        if inner is None:
            break
        content = inner
    return content


def text_of(message: Any) -> str:
    """What was written: text, caption, or the words on the button that was tapped; "" for none."""
    content = content_of(message)
    return next((told for path in _TEXTS if (told := text_in(content, *path))), "")


def kind_of(message: Any) -> str | None:
    """What a message holds besides text; None for nothing that we know."""
    return next((CONTENT_KINDS[name] for name in content_of(message) if name in CONTENT_KINDS), None)


def quoted_in(message: Any) -> Iterator[str]:
    """The ids of the message that this one answers, wherever its parts say so."""
    for part in content_of(message).values():
        if told := text_in(part, "contextInfo", "stanzaId") or text_in(part, "contextInfo", "stanzaID"):
            yield told
