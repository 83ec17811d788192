"""What each engine itself says of a message, as WAHA passes it on in `_data`: whatsmeow, Baileys, WhatsApp Web.

Here: pure functions from values to JSON. Not here: what WAHA makes of it (`waha.shapes`). Source: WAHA's source 2026.4.1
and samples in its issues, as collected in the contract page of this project.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.sandbox.phones import Bubble

WEB = ("WEBJS", "WPP")
"""The engines that drive WhatsApp Web in a browser: they choose their ids themselves."""

MEDIA = {
    "image": ("imageMessage", "image/jpeg"),
    "audio": ("audioMessage", "audio/ogg; codecs=opus"),
    "video": ("videoMessage", "video/mp4"),
    "document": ("documentMessage", "application/pdf"),
    "sticker": ("stickerMessage", "image/webp"),
}
_NOWEB_STATUS = {-1: "ERROR", 0: "PENDING", 1: "SERVER_ACK", 2: "DELIVERY_ACK", 3: "READ", 4: "PLAYED"}


@dataclass(frozen=True, slots=True)
class Peer:
    """How an event names the other side: `chat` in its id, `alt` the other name of the same person, if told.

    `renamed`: WhatsApp Web of July 2026 calls the text of an id `$1`, no longer `_serialized`.
    """

    chat: str
    alt: str | None
    renamed: bool = False


def jid(chat: str) -> str:
    return chat.replace("@c.us", "@s.whatsapp.net")


def full_id(from_me: bool, chat: str, raw_id: str) -> str:
    return f"{'true' if from_me else 'false'}_{chat}_{raw_id}"


def raw_data(engine: str, bubble: Bubble, peer: Peer, me: str, name: str, ack: int) -> dict[str, Any]:
    if engine in WEB:
        return _web(bubble, peer, me, name, ack)
    return _gows(bubble, peer, me, name) if engine == "GOWS" else _noweb(bubble, peer, name, ack)


def _content(bubble: Bubble) -> dict[str, Any]:
    if bubble.kind in MEDIA:
        name, mimetype = MEDIA[bubble.kind]
        return {name: {"mimetype": mimetype, "caption": bubble.text or None}}
    if bubble.reply_to:
        return {"extendedTextMessage": {"text": bubble.text, "contextInfo": {"stanzaID": bubble.reply_to}}}
    return {"extendedTextMessage": {"text": bubble.text}} if not bubble.mine else {"conversation": bubble.text}


def _gows(bubble: Bubble, peer: Peer, me: str, name: str) -> dict[str, Any]:
    own = jid(me).replace("@", ":11@")
    info = {
        "Chat": jid(peer.chat),
        "Sender": jid(peer.chat) if bubble.mine else own,
        "IsFromMe": not bubble.mine,
        "IsGroup": False,
        "SenderAlt": jid(peer.alt or "") if bubble.mine else "",
        "RecipientAlt": "" if bubble.mine else jid(peer.alt or ""),
        "ID": bubble.raw_id,
        "PushName": name,
        "Timestamp": bubble.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ServerID": 0,
    }
    return {"Info": info, "Message": _content(bubble)}


def _noweb(bubble: Bubble, peer: Peer, name: str, ack: int) -> dict[str, Any]:
    key: dict[str, Any] = {"remoteJid": jid(peer.chat), "fromMe": not bubble.mine, "id": bubble.raw_id}
    if peer.alt:
        key["remoteJidAlt"] = jid(peer.alt)
    data: dict[str, Any] = {
        "key": key,
        "message": _content(bubble),
        "messageTimestamp": str(int(bubble.at.timestamp())),
        "status": _NOWEB_STATUS[ack],
    }
    return data | ({"pushName": name} if bubble.mine else {})


def _web(bubble: Bubble, peer: Peer, me: str, name: str, ack: int) -> dict[str, Any]:
    """WhatsApp Web's own model. Nothing in it tells the number behind a hidden id."""
    text = "$1" if peer.renamed else "_serialized"

    def chat(of: str) -> dict[str, Any]:
        user, _, server = of.partition("@")
        return {"server": server, "user": user, text: of}

    mine = not bubble.mine
    whole = full_id(mine, peer.chat, bubble.raw_id)
    data: dict[str, Any] = {
        "id": {"fromMe": mine, "remote": peer.chat, "id": bubble.raw_id, text: whole},
        "viewed": False,
        "body": bubble.text,
        "type": {"audio": "ptt", "text": "chat"}.get(bubble.kind, bubble.kind),
        "t": int(bubble.at.timestamp()),
        "notifyName": name,
        "from": chat(me if mine else peer.chat),
        "to": chat(peer.chat if mine else me),
        "ack": ack,
        "isNewMsg": True,
    }
    if bubble.reply_to:
        data["quotedStanzaID"] = bubble.reply_to
    return data | ({"isSendFailure": True} if ack < 0 else {})
