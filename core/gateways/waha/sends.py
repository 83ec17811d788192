"""What is asked of WAHA to send one message: the path and the body. Rules: section 1.3 of the contract page.

Media go as base64: WAHA then fetches nothing. Not here: the request itself (`waha`) and what its answer means (`waha.answers`).
"""

from __future__ import annotations

import base64
from typing import Any

from core.gateways.sending import Media, Outgoing

KINDS_OF_FILES = frozenset({"image", "video", "document", "audio"})


def refusal(out: Outgoing) -> str:
    """See `Kind.refuses`."""
    odd = out.media is not None and out.media.kind not in KINDS_OF_FILES
    return "cannot_send_this" if odd or out.template is not None else ""


def request_of(out: Outgoing, chat: str, session: str) -> tuple[str, dict[str, Any]]:
    """Path and body for a text or a file. An id goes along if there is one; engines that choose their own pass it over."""
    body: dict[str, Any] = {"session": session, "chatId": chat}
    if out.token is not None:
        body["id"] = out.token
    if out.reply_to is not None:
        body["reply_to"] = out.reply_to
    if out.media is None:
        return "/api/sendText", body | {"text": out.text, "linkPreview": False}
    return _with_file(body, out.media, out.text)


def _with_file(body: dict[str, Any], media: Media, caption: str) -> tuple[str, dict[str, Any]]:
    body["file"] = {
        "mimetype": media.mime,
        "filename": media.name,
        "data": base64.b64encode(media.data).decode("ascii"),
    }
    if media.kind == "audio" and not caption:
        return "/api/sendVoice", body | {"convert": True}
    body["caption"] = caption
    if media.kind == "image":
        return "/api/sendImage", body
    if media.kind == "video":
        return "/api/sendVideo", body | {"convert": True, "asNote": False}
    return "/api/sendFile", body  # a document, and a sound with words: a voice message has no caption
