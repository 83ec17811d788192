"""Chatwoot's JSON as Chatwoot writes it: rows of its API, bodies of its webhooks, signatures.

Here: pure functions from values to JSON. Not here: when they are sent (`chatwoot`), its routes (`chatwoot.http`). Source: the
contract page of this project (Chatwoot v4.15.1), part A; `GET /inboxes/{id}` is Chatwoot's own swagger's.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from datetime import datetime
from typing import Any

from core.sandbox.chatwoot.world import Contact, Conversation, Inbox, Message, World

TYPES = ("incoming", "outgoing", "activity", "template")
ACCOUNT = {"id": 4, "name": "Loja"}


def inbox_row(inbox: Inbox) -> dict[str, Any]:
    return {
        "id": inbox.id,
        "name": inbox.name,
        "channel_id": 3,
        "channel_type": inbox.channel_type,
        "provider": inbox.provider,
        "phone_number": inbox.number if inbox.channel_type != "Channel::Api" else None,
        "reauthorization_required": inbox.reauthorize,
        "lock_to_single_conversation": inbox.locked,
    } | ({"message_templates": inbox.templates} if inbox.channel_type == "Channel::Whatsapp" else {})


def slim_inbox(inbox: Inbox) -> dict[str, Any]:
    row = inbox_row(inbox)
    return {name: row[name] for name in ("id", "channel_id", "name", "channel_type", "provider")} | {"avatar_url": ""}


def contact_row(contact: Contact, world: World, *, inboxes: bool = True) -> dict[str, Any]:
    row: dict[str, Any] = {
        "additional_attributes": {},
        "availability_status": "offline",
        "email": None,
        "id": contact.id,
        "name": contact.name,
        "phone_number": contact.phone_number,
        "blocked": contact.blocked,
        "identifier": contact.identifier,
        "thumbnail": "",
        "custom_attributes": {},
        "created_at": 1780000000,
    }
    if inboxes:
        row["contact_inboxes"] = [
            {"source_id": source_id, "inbox": slim_inbox(world.inboxes[inbox])}
            for inbox, source_id in contact.source_ids.items()
        ]
    return row


def page_of(
    rows: list[dict[str, Any]], *, count: int | None = None, page: Any = 1, more: bool = False
) -> dict[str, Any]:
    """`current_page` gives back what was asked, a text when it was one."""
    meta = {"count": len(rows) if count is None else count, "current_page": page, "has_more": more}
    return {"meta": meta, "payload": rows}


def conversation_row(conversation: Conversation, now: datetime) -> dict[str, Any]:
    last = conversation.messages[-1] if conversation.messages else None
    used = int(conversation.last_activity.timestamp())
    return {
        "id": conversation.id,
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, str(conversation.id))),
        "account_id": ACCOUNT["id"],
        "inbox_id": conversation.inbox.id,
        "status": conversation.status,
        "can_reply": conversation.can_reply(now),
        "muted": False,
        "labels": [],
        "additional_attributes": {},
        "custom_attributes": {},
        "unread_count": 0,
        "created_at": int(conversation.created_at.timestamp()),
        "timestamp": used,
        "last_activity_at": used,
        "messages": [message_row(last, conversation)] if last is not None else [],
        "last_non_activity_message": message_row(last, conversation) if last is not None else None,
        "meta": {
            "sender": {"id": conversation.contact.id, "phone_number": conversation.contact.phone_number},
            "channel": conversation.inbox.channel_type,
            "hmac_verified": False,
        },
    }


def message_row(message: Message, conversation: Conversation, echo_id: str | None = None) -> dict[str, Any]:
    """A message in the API: types and times are numbers; empty `attachments`, `sender` and `echo_id` are left out."""
    row: dict[str, Any] = {
        "id": message.id,
        "content": message.content,
        "inbox_id": conversation.inbox.id,
        "conversation_id": conversation.id,
        "message_type": TYPES.index(message.message_type),
        "content_type": "text",
        "status": message.status,
        "content_attributes": message.content_attributes,
        "created_at": int(message.created_at.timestamp()),
        "private": message.private,
        "source_id": message.source_id,
    }
    optional = {"echo_id": echo_id, "sender": message.sender, "attachments": attachments(message)}
    return row | {name: value for name, value in optional.items() if value}


def attachments(message: Message) -> list[dict[str, Any]]:
    kinds = {"image": "image", "audio": "audio", "video": "video"}
    return [
        {"id": number, "message_id": message.id, "file_type": kinds.get(one.kind, "file"), "data_url": "https://x/y"}
        for number, one in enumerate(message.files, 1)
    ]


def webhook_body(
    event: str, message: Message, conversation: Conversation, shown: Message, now: datetime
) -> dict[str, Any]:
    """`message_created` and `message_updated`: no status at the top; `shown` is the last message of the conversation."""
    row = conversation_row(conversation, now)
    contact = contact_row(conversation.contact, World(), inboxes=False)
    inner = message_row(shown, conversation) | {
        "sender_type": "User",
        "additional_attributes": shown.additional_attributes,
    }
    body: dict[str, Any] = {
        "event": event,
        "id": message.id,
        "content": message.content,
        "content_type": "text",
        "message_type": message.message_type,
        "private": message.private,
        "created_at": message.created_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "source_id": message.source_id,
        "content_attributes": message.content_attributes,
        "additional_attributes": message.additional_attributes,
        "account": ACCOUNT,
        "inbox": {"id": conversation.inbox.id, "name": conversation.inbox.name},
        "sender": contact if message.message_type == "incoming" else message.sender,
        "conversation": row
        | {
            "channel": conversation.inbox.channel_type,
            "contact_inbox": {
                "id": 610,
                "contact_id": conversation.contact.id,
                "inbox_id": conversation.inbox.id,
                "source_id": conversation.source_id,
                "hmac_verified": False,
            },
            "meta": {"sender": contact | {"type": "contact"}, "assignee": None, "team": None, "hmac_verified": False},
            "messages": [inner],
            "account": ACCOUNT,
        },
    }
    return body | ({"attachments": attachments(message)} if message.files else {})


def conversation_event(event: str, conversation: Conversation, now: datetime) -> dict[str, Any]:
    return conversation_row(conversation, now) | {"event": event, "account": ACCOUNT, "changed_attributes": None}


def signed_headers(raw: bytes, secret: str, at: datetime) -> dict[str, str]:
    """The headers of a delivery: signed since 4.12 (account webhooks) and 4.13 (API inboxes), if there is a secret."""
    headers = {"X-Chatwoot-Delivery": str(uuid.uuid4())}
    if not secret:
        return headers
    told = str(int(at.timestamp()))
    mac = hmac.new(secret.encode(), told.encode() + b"." + raw, hashlib.sha256).hexdigest()
    return headers | {"X-Chatwoot-Timestamp": told, "X-Chatwoot-Signature": f"sha256={mac}"}
