"""One message of Chatwoot, as its API and its webhooks show it: read into ids, people, stages and reasons.

Here: pure functions over untrusted JSON. Not here: which event it makes (`chatwoot.events`), HTTP (`chatwoot`). Rules: sections
A1.6, A1.7 and A2.4 of the contract page (Chatwoot v4.15.1). A message's row is there before anything is sent: its `status` is
"sent" from the first moment, and only a `source_id` says that WhatsApp has taken it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.gateways.base import Stage
from core.gateways.meta.codes import code_in, reason_of
from core.gateways.reading import clean, instant_in, items_in, mapping_in, phone_in, text_in

TOKEN_KEY = "dispatch_id"  # noqa: S105
"""Where our token travels: a key of `content_attributes`, which Chatwoot keeps and gives back everywhere."""

_LONGEST_ALIAS = 64
_STATUSES = {"sent": Stage.SENT, "delivered": Stage.DELIVERED, "read": Stage.READ, "failed": Stage.FAILED}
_NUMBERS = dict(enumerate(("sent", "delivered", "read", "failed")))
_TYPES = dict(enumerate(("incoming", "outgoing", "activity", "template")))
_FILES = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "file": "document",
    "location": "location",
    "contact": "contact",
    "sticker": "sticker",
}
_ALIAS = re.compile(r"(?:\d{5,20}@lid|[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,58})\Z", re.ASCII)
_WHO = re.compile(r"(?:whatsapp:)?(\+?\d{5,15})(?::\d+)?(?:@s\.whatsapp\.net|@c\.us)?\Z", re.ASCII)
_MAYBE_ARRIVED = re.compile(r"time[d -]*out|execution expired|end of file|\b5\d\d\b", re.IGNORECASE)


def number_of(value: Any) -> str:
    """A Rails id as text: a whole number, or digits; "" for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if 0 < value < 10**18 else ""
    return value if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19 else ""


def type_of(message: Mapping[str, Any]) -> str:
    """ "incoming", "outgoing", "activity", "template": a word in webhooks, a number in the API; "" for another."""
    told = message.get("message_type")
    if isinstance(told, int) and not isinstance(told, bool):
        return _TYPES.get(told, "")
    return told.lower() if isinstance(told, str) and told.lower() in _TYPES.values() else ""


def attributes_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `content_attributes`; a JSON text of them is read too."""
    told = message.get("content_attributes")
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return {}
    return told if isinstance(told, Mapping) else {}


def token_of(message: Mapping[str, Any]) -> str | None:
    """Our token; None for what others wrote, and for what a retry or a deletion in Chatwoot has wiped."""
    token = clean(told) if isinstance(told := attributes_of(message).get(TOKEN_KEY), str) else ""
    return token if 0 < len(token) <= 64 and token.isprintable() else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a message is known to have come; `stage` None: its row is there, nothing says that it left."""

    stage: Stage | None
    reason: str = ""


def standing_of(*shown: Mapping[str, Any]) -> Standing:
    """How far a message came, from every picture of it that one body holds: its own keys, and the row in its conversation.

    The webhook's own keys have no status; the conversation's last message may be this one, and has. A known status goes before
    a leftover `external_error`.
    """
    status = next((told for one in shown if (told := _status(one)) is not None), None)
    if status in (Stage.DELIVERED, Stage.READ):
        return Standing(status)
    errors = (text_in(attributes_of(one), "external_error").strip() for one in shown)
    error = next(filter(None, errors), "")
    if status is Stage.FAILED or (status is None and error):
        return _failure(error)
    left = any(text_in(one, "source_id") for one in shown)
    return Standing(Stage.SENT if left else None)


def _status(message: Mapping[str, Any]) -> Stage | None:
    told: Any = message.get("status")
    if isinstance(told, int) and not isinstance(told, bool):
        told = _NUMBERS.get(told)
    return _STATUSES.get(told.lower()) if isinstance(told, str) else None


def _failure(error: str) -> Standing:
    """A failure by its reason. An API inbox whose other end was slow, or broke after its work, is marked failed although the
    message arrived (contract page, B7): that proves nothing, and says nothing."""
    code = code_in(error)
    reason = reason_of(code) if code is not None else ""
    if not reason and _MAYBE_ARRIVED.search(error):
        return Standing(None)
    if not reason and "template" in error.lower():
        reason = "template_unknown"
    return Standing(Stage.FAILED, reason or "provider_failed")


@dataclass(frozen=True, slots=True)
class Person:
    """The contact of a conversation: number (E.164), an alias where only that is known, name."""

    phone: str | None
    alias: str | None
    name: str = ""


def person_of(*shown: Mapping[str, Any], source_id: str = "") -> Person:
    """Who a contact is, from every picture of it: `phone_number`, else a number in `identifier` or in the inbox's own id."""
    phone = next((told for one in shown if (told := phone_in(one, "phone_number"))), None)
    names = [*(text_in(one, "identifier") for one in shown), source_id]
    told_ids = [match[1] for name in names if (match := _WHO.match(name))]
    alias = next((name for name in names if len(name) <= _LONGEST_ALIAS and _ALIAS.match(name)), None)
    phone = phone or next((found for name in told_ids if (found := phone_in(name))), None)
    name = next((told for one in shown if (told := text_in(one, "name"))), "")
    return Person(phone, alias, name[:200])


def kind_of(message: Mapping[str, Any]) -> str:
    """What a message holds besides its text, by its first attachment."""
    for one in items_in(message, "attachments"):
        return _FILES.get(text_in(one, "file_type"), "document")
    return "text"


def written_at(message: Mapping[str, Any]) -> datetime | None:
    """`created_at`: seconds in the API, an ISO text in webhooks."""
    if (found := instant_in(message, "created_at")) is not None:
        return found
    try:
        told = datetime.fromisoformat(text_in(message, "created_at").replace(" UTC", "+00:00"))
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def row_in_conversation(message: Mapping[str, Any], ref: str) -> Mapping[str, Any]:
    """The same message as its conversation shows it, with its status; empty where that shows another one (its last)."""
    for name in ("messages", "last_non_activity_message"):
        for one in items_in(mapping_in(message, "conversation"), name):
            if number_of(one.get("id")) == ref:
                return one
    return {}
