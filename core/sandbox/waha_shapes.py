"""WAHA's JSON as WAHA writes it: answers, events and errors, in the shapes of GOWS and of NOWEB.

Here: pure functions from values to JSON. Not here: when they are sent. Source: WAHA's OpenAPI file 2026.7.1 and source,
as collected in the contract page of this project; the engines differ on purpose.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.sandbox.phones import Bubble, Tick

ENGINES = ("GOWS", "NOWEB")
STATUSES = (
    "STOPPED",
    "STARTING",
    "SCAN_QR_CODE",
    "PASSKEY_REQUIRED",
    "PASSKEY_CONFIRMATION_REQUIRED",
    "WORKING",
    "FAILED",
)
_NOWEB_STATUS = {-1: "ERROR", 0: "PENDING", 1: "SERVER_ACK", 2: "DELIVERY_ACK", 3: "READ", 4: "PLAYED"}
_MEDIA = {
    "image": ("imageMessage", "image/jpeg"),
    "audio": ("audioMessage", "audio/ogg; codecs=opus"),
    "video": ("videoMessage", "video/mp4"),
    "document": ("documentMessage", "application/pdf"),
    "sticker": ("stickerMessage", "image/webp"),
}
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Peer:
    """How an event names the other side: `chat` in its id, `alt` the other name of the same person, if told."""

    chat: str
    alt: str | None


def jid(chat: str) -> str:
    return chat.replace("@c.us", "@s.whatsapp.net")


def full_id(from_me: bool, chat: str, raw_id: str) -> str:
    return f"{'true' if from_me else 'false'}_{chat}_{raw_id}"


def new_raw_id() -> str:
    return "3EB0" + secrets.token_hex(9).upper()


def new_event_id() -> str:
    return "evt_01" + "".join(secrets.choice(_CROCKFORD) for _ in range(24))


def _content(bubble: Bubble) -> dict[str, Any]:
    if bubble.kind in _MEDIA:
        name, mimetype = _MEDIA[bubble.kind]
        return {name: {"mimetype": mimetype, "caption": bubble.text or None}}
    if bubble.reply_to:
        return {"extendedTextMessage": {"text": bubble.text, "contextInfo": {"stanzaID": bubble.reply_to}}}
    return {"extendedTextMessage": {"text": bubble.text}} if not bubble.mine else {"conversation": bubble.text}


def _gows_data(bubble: Bubble, peer: Peer, me: str, name: str) -> dict[str, Any]:
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


def _noweb_data(bubble: Bubble, peer: Peer, name: str, ack: int) -> dict[str, Any]:
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


def raw_data(engine: str, bubble: Bubble, peer: Peer, me: str, name: str, ack: int) -> dict[str, Any]:
    """What the engine itself says, as WAHA passes it on in `_data`."""
    return _gows_data(bubble, peer, me, name) if engine == "GOWS" else _noweb_data(bubble, peer, name, ack)


def send_answer(engine: str, bubble: Bubble, chat: str, me: str) -> dict[str, Any]:
    """The body of the 201: GOWS has the full id at the top, NOWEB the raw id in `key`."""
    if engine == "NOWEB":
        return _noweb_data(bubble, Peer(chat, None), "", Tick.PENDING)
    data = _gows_data(bubble, Peer(chat, None), me, "")
    return {"id": full_id(True, chat, bubble.raw_id), "_data": data}


def message(engine: str, bubble: Bubble, peer: Peer, me: str, name: str, ack: int) -> dict[str, Any]:
    """A WAMessage. Both engines put the chat into `from`, also for our own; GOWS has `to` null, NOWEB none at all."""
    media = _MEDIA.get(bubble.kind)
    payload: dict[str, Any] = {
        "id": full_id(not bubble.mine, peer.chat, bubble.raw_id),
        "timestamp": int(bubble.at.timestamp()),
        "from": peer.chat,
        "fromMe": not bubble.mine,
        "source": bubble.by,
        "body": bubble.text,
        "hasMedia": media is not None,
        "media": {"url": None, "mimetype": media[1], "filename": None, "error": None} if media else None,
        "ack": ack,
        "ackName": Tick(ack).name,
        "location": None,
        "vCards": [],
        "replyTo": {"id": bubble.reply_to, "participant": None, "body": None} if bubble.reply_to else None,
        "_data": raw_data(engine, bubble, peer, me, name, ack),
    }
    return payload | ({"to": None, "participant": None} if engine == "GOWS" else {})


def ack(engine: str, bubble: Bubble, peer: Peer, tick: Tick, error: str | None = None) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "id": full_id(True, peer.chat, bubble.raw_id),
        "from": peer.chat,
        "to": None,
        "participant": None,
        "fromMe": True,
        "ack": int(tick),
        "ackName": tick.name,
        "_data": {} if engine == "GOWS" else {"key": {"remoteJid": jid(peer.chat), "id": bubble.raw_id}},
    }
    return payload | ({"error": {"code": error, "blocked": True, "reason": None, "until": None}} if error else {})


def environment(engine: str, version: str) -> dict[str, Any]:
    worker = {"id": None}
    return {
        "version": version,
        "engine": engine,
        "tier": "CORE",
        "browser": None,
        "platform": "linux/x64",
        "worker": worker,
    }


def millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def not_working(name: str, status: str) -> dict[str, Any]:
    text = "Session status is not as expected. Try again later or restart the session"
    return {"error": text, "session": name, "status": status, "expected": ["WORKING"]}


def nest_error(status: int, text: str) -> dict[str, Any]:
    """NestJS's own shape of an error; 401 and 403 come without `error`."""
    names = {400: "Bad Request", 404: "Not Found", 422: "Unprocessable Entity"}
    named = {"error": names[status]} if status in names else {}
    return {"message": text, **named, "statusCode": status}


def engine_error(text: str, path: str, body: Any, env: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What WAHA answers when its engine throws: it gives the whole request back, text and number too."""
    exception = {"message": text, "name": "Error", "code": 2, "details": text, "stack": f"Error: {text}\n    at …"}
    return {
        "statusCode": 500,
        "timestamp": at.isoformat(),
        "exception": exception,
        "request": {"path": path, "method": "POST", "body": body, "query": {}},
        "version": env,
    }
