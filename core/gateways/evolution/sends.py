"""What is asked of Evolution API to send one message: the path and the body. Rules: sections B2 and B3 of the contract page.

An id goes along if there is one; versions that choose their own pass it over. A sound goes as a file too, as the route for
voice messages takes no id. Not here: the request itself (`evolution`) and what its answer means (`evolution.answers`).
"""

from __future__ import annotations

import base64
from typing import Any

from core.gateways.base import Outgoing

KINDS_OF_FILES = frozenset({"image", "video", "document", "audio"})


def refusal(out: Outgoing) -> str:
    """See `Kind.refuses`."""
    odd = out.media is not None and out.media.kind not in KINDS_OF_FILES
    return "cannot_send_this" if odd or out.template is not None else ""


def request_of(out: Outgoing, chat: str) -> tuple[str, dict[str, Any]]:
    """Path (the instance's name comes after it) and body for a text or a file."""
    body: dict[str, Any] = {"number": chat}
    if out.token is not None:
        body["messageId"] = out.token
    if out.reply_to is not None:
        jid = chat if "@" in chat else f"{chat}@s.whatsapp.net"
        body["quoted"] = {
            "key": {"id": out.reply_to, "remoteJid": jid, "fromMe": False},
            "message": {"conversation": ""},
        }
    if out.media is None:
        return "/message/sendText", body | {"text": out.text, "linkPreview": False}
    return "/message/sendMedia", body | {
        "mediatype": out.media.kind,
        "mimetype": out.media.mime,
        "fileName": out.media.name,
        "media": base64.b64encode(out.media.data).decode("ascii"),
        "caption": out.text,
    }
