"""The JSON of Meta's WhatsApp platform, made: answers, errors, and what its webhooks post. Pure."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from core.sandbox.meta.rules import Template
from core.sandbox.phones import Bubble, Phone, Tick, digits_of
from core.sandbox.relay import Out

Json = dict[str, Any]
_WORDS = {Tick.SERVER: "sent", Tick.DEVICE: "delivered", Tick.READ: "read", Tick.ERROR: "failed"}
_TITLES = {
    "131026": "Message undeliverable",
    "131047": "Re-engagement message",
    "131049": "This message was not delivered to maintain healthy ecosystem engagement.",
    "131050": "User has stopped marketing messages",
}


def seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def kind_of_mime(mime: str) -> str:
    kind = mime.partition("/")[0]
    return kind if kind in ("image", "video", "audio") else "document"


def error(code: int, text: str, *, subcode: int | None = None) -> Json:
    told: Json = {"message": f"(#{code}) {text}", "type": "OAuthException", "code": code, "fbtrace_id": "ASandboxTrace"}
    if subcode is not None:
        told["error_subcode"] = subcode
    else:
        told["error_data"] = {"messaging_product": "whatsapp", "details": text}
    return {"error": told}


def accepted(said_to: str, phone: Phone, message_id: str) -> Json:
    contact = {"input": said_to, "wa_id": digits_of(phone.chat)}
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": message_id}]}


def about(line: str, number: str, status: str, quality: str, tier: str, may_send: str) -> Json:
    return {
        "id": line,
        "display_phone_number": f"{number[:3]} {number[3:]}",
        "verified_name": "Sandbox",
        "quality_rating": quality,
        "status": status,
        "code_verification_status": "VERIFIED",
        "throughput": {"level": "STANDARD"},
        "whatsapp_business_manager_messaging_limit": tier,
        "messaging_limit_tier": tier,
        "health_status": {"can_send_message": may_send, "entities": []},
    }


def template(one: Template) -> Json:
    """One of an account's list."""
    places = [f"{{{{{index}}}}}" for index in range(1, one.places + 1)]
    body: Json = {"type": "BODY", "text": one.text if all(each in one.text for each in places) else " ".join(places)}
    parts = [{"type": "HEADER", "format": one.header.upper()}, body] if one.header else [body]
    return {
        "name": one.name,
        "language": one.language,
        "status": one.status,
        "category": "UTILITY",
        "components": parts,
    }


def envelope(account: str, field: str, value: Json) -> Json:
    change = {"field": field, "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": account, "changes": [change]}]}


def escaped(body: Json) -> bytes:
    """As Meta writes it, and signs it: no byte outside ASCII, and slashes escaped."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()


def metadata(line: str, number: str) -> Json:
    shown = {"display_phone_number": number.lstrip("+"), "phone_number_id": line}
    return {"messaging_product": "whatsapp", "metadata": shown}


def status(out: Out, tick: Tick, now: datetime) -> Json | None:
    """One status; None for a tick that Meta does not tell. What failed has no more than its error."""
    if (word := _WORDS.get(tick)) is None:
        return None
    told: Json = {
        "id": out.id,
        "status": word,
        "timestamp": seconds(now),
        "recipient_id": digits_of(out.phone.chat),
    }
    if out.mark is not None:
        told["biz_opaque_callback_data"] = out.mark
    if word == "sent":
        told["pricing"] = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    if word == "failed":
        code = str(out.failed or "131000")
        title = _TITLES.get(code, "Something went wrong")
        told["errors"] = [{"code": int(code), "title": title, "message": title, "error_data": {"details": title}}]
    return told


def incoming(phone: Phone, bubble: Bubble) -> Json:
    wa_id = digits_of(phone.chat)
    message: Json = {
        "from": wa_id,
        "id": bubble.raw_id,
        "timestamp": seconds(bubble.at),
        "type": "text",
        "text": {"body": bubble.text},
    }
    if bubble.reply_to:
        message["context"] = {"from": bubble.sender, "id": bubble.reply_to}
    return {"contacts": [{"profile": {"name": phone.name}, "wa_id": wa_id}], "messages": [message]}


def echo(number: str, phone: Phone, text: str, message_id: str, now: datetime) -> Json:
    return {
        "from": number.lstrip("+"),
        "to": digits_of(phone.chat),
        "id": message_id,
        "timestamp": seconds(now),
        "type": "text",
        "text": {"body": text},
    }


def preference(phone: Phone, stop: bool, now: datetime) -> Json:
    wa_id = digits_of(phone.chat)
    told = {
        "wa_id": wa_id,
        "detail": "User requested to stop marketing messages"
        if stop
        else "User requested to resume marketing messages",
        "category": "marketing_messages",
        "value": "stop" if stop else "resume",
        "timestamp": int(now.timestamp()),
    }
    return {"contacts": [{"wa_id": wa_id}], "user_preferences": [told]}
