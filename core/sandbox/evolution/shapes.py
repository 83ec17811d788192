"""Evolution API's JSON as Evolution writes it: answers, events and errors.

Here: values and pure functions from values to JSON. Not here: when they are sent (`evolution`), its routes (`evolution.http`).
Source: the contract page of this project (Evolution 2.3.7 and 2.4.0-rc2), part B; `GET /` and `fetchInstances` are not on it.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.sandbox.phones import Bubble, Phone, Tick

EVENTS = (
    *("APPLICATION_STARTUP", "QRCODE_UPDATED", "MESSAGES_SET", "MESSAGES_UPSERT", "MESSAGES_EDITED", "MESSAGES_UPDATE"),
    *("MESSAGES_DELETE", "SEND_MESSAGE", "CONTACTS_UPSERT", "PRESENCE_UPDATE", "CHATS_UPSERT", "GROUPS_UPSERT"),
    *("CONNECTION_UPDATE", "CALL", "REMOVE_INSTANCE", "LOGOUT_INSTANCE"),
)
STATES = ("open", "connecting", "close")
WORDS = {
    Tick.ERROR: "ERROR",
    Tick.PENDING: "PENDING",
    Tick.SERVER: "SERVER_ACK",
    Tick.DEVICE: "DELIVERY_ACK",
    Tick.READ: "READ",
    Tick.PLAYED: "PLAYED",
}
METAS_WORDS = {
    Tick.ERROR: "FAILED",
    Tick.SERVER: "SENT",
    Tick.DEVICE: "DELIVERED",
    Tick.READ: "READ",
    Tick.PLAYED: "READ",
}
_MESSAGE_TYPES = {
    "image": "imageMessage",
    "video": "videoMessage",
    "document": "documentMessage",
    "audio": "audioMessage",
    "sticker": "stickerMessage",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """How an event names the other side: by `jid`, and by `alt`, the other name of the same person, if told."""

    jid: str
    alt: str | None


@dataclass(slots=True)
class Sent:
    """One message of ours as the instance keeps it. `stored`: its database has it. `updates`: the acks so far."""

    phone: Phone
    bubble: Bubble
    peer: Peer
    stored: bool = True
    failed: bool = False
    updates: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Webhook:
    """The webhook of an instance, as `/webhook/set` has it."""

    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    events: tuple[str, ...] = ()
    by_events: bool = False

    def wants(self, event: str) -> bool:
        return not self.events or event.upper().replace(".", "_").replace("-", "_") in self.events


@dataclass(slots=True)
class Instance:
    """One WhatsApp account in Evolution. `number` is E.164; `token` opens this instance only."""

    name: str
    number: str
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    state: str = "open"
    integration: str = "WHATSAPP-BAILEYS"
    webhook: Webhook | None = None
    exposes_key: bool = False
    saves: bool = True
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sent: dict[str, Sent] = field(default_factory=dict)

    @property
    def jid(self) -> str:
        return jid(self.number)


def jid(number: str) -> str:
    return f"{number.lstrip('+')}@s.whatsapp.net"


def whatsapp_jid(chat: str) -> str:
    return chat.replace("@c.us", "@s.whatsapp.net")


def new_id() -> str:
    return "3EB0" + secrets.token_hex(9).upper()


def takes_ids(version: str) -> bool:
    """Whether this Evolution uses the id that came with a send: since 2.4.0-rc1."""
    major, minor = (int("".join(char for char in part if char.isdigit()) or 0) for part in version.split(".")[:2])
    return (major, minor) >= (2, 4)


def _content(bubble: Bubble) -> dict[str, Any]:
    if bubble.kind == "text":
        return {"conversation": bubble.text}
    mime = bubble.file.mime if bubble.file is not None else "application/octet-stream"
    return {_MESSAGE_TYPES.get(bubble.kind, "documentMessage"): {"mimetype": mime, "caption": bubble.text or None}}


def message(instance: Instance, bubble: Bubble, peer: Peer, name: str, status: str) -> dict[str, Any]:
    """A message: the body of the 201, and the `data` of `send.message` and `messages.upsert`."""
    mine = not bubble.mine
    key: dict[str, Any] = {"remoteJid": peer.jid, "fromMe": mine, "id": bubble.raw_id}
    if peer.alt is not None:
        key |= {"remoteJidAlt": peer.alt, "addressingMode": "lid" if peer.jid.endswith("@lid") else "pn"}
    return {
        "key": key,
        "pushName": "Você" if mine else name,
        "status": status,
        "message": _content(bubble),
        "contextInfo": {"stanzaId": bubble.reply_to} if bubble.reply_to else None,
        "messageType": "conversation" if bubble.kind == "text" else _MESSAGE_TYPES.get(bubble.kind, "documentMessage"),
        "messageTimestamp": int(bubble.at.timestamp()),
        "instanceId": instance.id,
        "source": "web" if mine and bubble.by == "api" else "ios",
    }


def update(instance: Instance, sent: Sent, status: str) -> dict[str, Any]:
    """The `data` of `messages.update`: one flat object. Without a database there is no row and no `messageId`."""
    flat: dict[str, Any] = {
        "keyId": sent.bubble.raw_id,
        "remoteJid": sent.peer.jid,
        "fromMe": True,
        "participant": None,
        "status": status,
        "pollUpdates": None,
        "instanceId": instance.id,
    }
    return flat | ({"messageId": row_id(sent)} if instance.saves else {})


def row_id(sent: Sent) -> str:
    return "cm" + sent.bubble.raw_id.lower()[:22].rjust(22, "0")


def record(instance: Instance, sent: Sent) -> dict[str, Any]:
    """A row of `findMessages`. Its own status stays PENDING for what we sent; `MessageUpdate` tells."""
    whole = message(instance, sent.bubble, sent.peer, "", "PENDING")
    return (
        {"id": row_id(sent)} | whole | {"contextInfo": {}, "MessageUpdate": [{"status": one} for one in sent.updates]}
    )


def envelope(instance: Instance, event: str, data: Any, at: datetime, url: str) -> dict[str, Any]:
    """`date_time` is the server's local time wearing a Z (here three hours behind), `sender` the instance itself."""
    local = datetime.fromtimestamp(at.timestamp() - 3 * 3600, tz=at.tzinfo)
    return {
        "event": event,
        "instance": instance.name,
        "data": data,
        "destination": instance.webhook.url if instance.webhook is not None else None,
        "date_time": local.strftime("%Y-%m-%dT%H:%M:%S.") + f"{local.microsecond // 1000:03d}Z",
        "sender": instance.jid,
        "server_url": url,
        "apikey": instance.token if instance.exposes_key else None,
    }


def error(status: int, said: Any) -> dict[str, Any]:
    names = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 500: "Internal Server Error"}
    return {"status": status, "error": names.get(status, "Error"), "response": {"message": said}}


def meta_error() -> dict[str, Any]:
    """What stands in a 201 of a WHATSAPP-BUSINESS instance when Meta refused: its error, and no `key`."""
    data = {
        "messaging_product": "whatsapp",
        "details": "Message failed to send because more than 24 hours have passed.",
    }
    return {"message": "(#131047) Re-engagement message", "type": "OAuthException", "code": 131047, "error_data": data}
