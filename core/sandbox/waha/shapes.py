"""WAHA's JSON as WAHA writes it: answers, events and errors, in the shapes of its four engines.

Here: pure functions from values to JSON. Not here: when they are sent, the engines' own words (`waha.raw`). Source:
WAHA's OpenAPI file 2026.7.1 and source, as collected in the contract page of this project; the engines differ on purpose.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from core.sandbox.phones import Bubble, Tick
from core.sandbox.waha.raw import MEDIA, WEB, Peer, full_id, jid, raw_data

__all__ = ["WEB", "Peer", "full_id", "jid"]

ENGINES = ("GOWS", "NOWEB", "WEBJS", "WPP")
STATUSES = (
    "STOPPED",
    "STARTING",
    "SCAN_QR_CODE",
    "PASSKEY_REQUIRED",
    "PASSKEY_CONFIRMATION_REQUIRED",
    "WORKING",
    "FAILED",
)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_raw_id() -> str:
    return "3EB0" + secrets.token_hex(9).upper()


def new_event_id() -> str:
    return "evt_01" + "".join(secrets.choice(_CROCKFORD) for _ in range(24))


def takes_ids(engine: str, version: str) -> bool:
    """Whether this WAHA uses the id that came with a send: GOWS and NOWEB since 2026.4.3."""
    numbers = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return engine not in WEB and numbers >= [2026, 4, 3]


def echo_tick(engine: str) -> Tick:
    """The ack in the echo of our own: GOWS calls it SERVER, the others are still PENDING."""
    return Tick.SERVER if engine == "GOWS" else Tick.PENDING


def send_answer(engine: str, bubble: Bubble, peer: Peer, me: str) -> dict[str, Any]:
    """The body of the 201: each engine's own format, with the id in a place of its own."""
    raw = raw_data(engine, bubble, peer, me, "", Tick.PENDING)
    if engine == "NOWEB":
        return raw
    if engine == "GOWS":
        return {"id": full_id(True, peer.chat, bubble.raw_id), "_data": raw}
    if engine == "WPP":
        return message(engine, bubble, peer, me, "", Tick.PENDING)
    whole = {"id": raw["id"], "ack": 0, "hasMedia": False, "body": bubble.text, "type": "chat", "timestamp": raw["t"]}
    return {"_data": raw} | whole | {"from": me, "to": peer.chat, "fromMe": True, "deviceType": "web", "links": []}


def message(engine: str, bubble: Bubble, peer: Peer, me: str, name: str, ack: int) -> dict[str, Any]:
    """A WAMessage. For our own, WEBJS and WPP say from us to the chat; GOWS and NOWEB put the chat into `from`."""
    media = MEDIA.get(bubble.kind)
    mine = not bubble.mine
    payload: dict[str, Any] = {
        "id": full_id(mine, peer.chat, bubble.raw_id),
        "timestamp": int(bubble.at.timestamp()),
        "from": me if mine and engine in WEB else peer.chat,
        "fromMe": mine,
        "source": bubble.by,
        "body": bubble.text,
        "hasMedia": media is not None,
        "media": {"url": None, "mimetype": media[1], "filename": None, "error": None} if media else None,
        "ack": ack,
        "ackName": Tick(ack).name,
        "location": None,
        "vCards": [] if engine != "WPP" else None,
        "replyTo": {"id": bubble.reply_to, "participant": None, "body": None} if bubble.reply_to else None,
        "_data": raw_data(engine, bubble, peer, me, name, ack),
    }
    if engine in WEB:
        payload["to"] = peer.chat if mine else me
    if engine == "WPP":
        payload["participant"] = None
        payload["id"] = None if peer.renamed else payload["id"]  # it reads the field that was renamed
    return payload | ({"to": None, "participant": None} if engine == "GOWS" else {})


def ack(engine: str, bubble: Bubble, peer: Peer, me: str, tick: Tick, error: str | None = None) -> dict[str, Any]:
    """An ack event: of WEBJS it is the whole message again, of WPP it carries the arguments of its library's event."""
    whole = message(engine, bubble, peer, me, "", tick)
    if engine == "WEBJS":
        return whole
    raw: Any = {"key": {"remoteJid": jid(peer.chat), "id": bubble.raw_id}}
    if engine == "WPP":
        raw = [whole["_data"], int(tick), {}]
    payload: dict[str, Any] = {
        "id": full_id(True, peer.chat, bubble.raw_id),
        "from": peer.chat,
        "to": peer.chat if engine == "WPP" else None,
        "participant": None,
        "fromMe": True,
        "ack": int(tick),
        "ackName": Tick(tick).name,
        "_data": {} if engine == "GOWS" else raw,
    }
    return payload | ({"error": {"code": error, "blocked": True, "reason": None, "until": None}} if error else {})


def unknown_number(engine: str, chat: str) -> str:
    """What an engine throws for a number that WhatsApp does not know; "" if it takes the message all the same."""
    said = {"GOWS": f"no LID found for {jid(chat)} from server", "WEBJS": "No LID for user"}
    return said.get(engine, "")


def environment(engine: str, version: str) -> dict[str, Any]:
    worker = {"id": None}
    return {
        "version": version,
        "engine": engine,
        "tier": "CORE",
        "browser": "/usr/bin/chromium" if engine in WEB else None,
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
