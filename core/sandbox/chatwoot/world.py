"""What the pretend Chatwoot remembers: inboxes, contacts, conversations and their messages.

Here: values, and the rules of Chatwoot's own models. Not here: their JSON (`chatwoot.shapes`), what a send does (`chatwoot`).
Source: the contract page of this project (Chatwoot v4.15.1), sections A1.3 to A1.6.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.sandbox.phones import Bubble, File, digits_of

WINDOW = timedelta(hours=24)
_E164 = re.compile(r"\+[1-9]\d{1,14}\Z", re.ASCII)
_CODE = re.compile(r"(`.*?`)", re.DOTALL)
_RAW = re.compile(r"\{%\s*raw\s*%\}(.*?)\{%\s*endraw\s*%\}", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class InvalidError(Exception):
    """A record that Chatwoot's models refuse."""


@dataclass(slots=True)
class Inbox:
    """A channel of the account. `windowed`: WhatsApp's 24 hours hold in it. `locked`: one conversation for each contact."""

    id: int
    name: str
    number: str
    channel_type: str = "Channel::Whatsapp"
    provider: str = "whatsapp_cloud"
    windowed: bool = False
    locked: bool = False
    reauthorize: bool = False
    templates: list[dict[str, Any]] = field(default_factory=list)
    """As Meta lists them."""

    def source_id_for(self, phone: str) -> str:
        if self.channel_type == "Channel::Api":
            return str(uuid.uuid4())
        return f"whatsapp:{phone}" if self.channel_type == "Channel::TwilioSms" else digits_of(phone)


@dataclass(slots=True)
class Contact:
    id: int
    name: str
    phone_number: str | None
    source_ids: dict[int, str] = field(default_factory=dict)
    blocked: bool = False
    identifier: str | None = None


@dataclass(slots=True)
class Message:
    """One row. `status` is "sent" from the first moment; `source_id` says that WhatsApp took it."""

    id: int
    content: str | None
    message_type: str
    created_at: datetime
    content_attributes: dict[str, Any] = field(default_factory=dict)
    additional_attributes: dict[str, Any] = field(default_factory=dict)
    status: str = "sent"
    source_id: str | None = None
    private: bool = False
    sender: dict[str, Any] | None = None
    files: tuple[File, ...] = ()
    bubble: Bubble | None = None


@dataclass(slots=True)
class Conversation:
    """One conversation; `id` is its number in the account, as URLs have it."""

    id: int
    inbox: Inbox
    contact: Contact
    source_id: str
    created_at: datetime
    status: str = "open"
    messages: list[Message] = field(default_factory=list)

    def can_reply(self, now: datetime) -> bool:
        """Whether WhatsApp's window is open: counted from the last incoming message of this conversation alone."""
        heard = [one.created_at for one in self.messages if one.message_type == "incoming"]
        return not self.inbox.windowed or (bool(heard) and now - max(heard) < WINDOW)

    @property
    def last_activity(self) -> datetime:
        return self.messages[-1].created_at if self.messages else self.created_at


class World:
    """One account. Ids of contacts, conversations and messages grow, as they do in Postgres."""

    def __init__(self) -> None:
        self.inboxes: dict[int, Inbox] = {}
        self.contacts: dict[int, Contact] = {}
        self.conversations: dict[int, Conversation] = {}
        self._last = {"contact": 380, "conversation": 901, "message": 55119}

    def next_id(self, what: str) -> int:
        self._last[what] += 1
        return self._last[what]

    def add_contact(self, name: str, phone: str | None, inbox: Inbox | None = None, source_id: str = "") -> Contact:
        """A new contact. Raises InvalidError for a number that is no E.164 or that another contact has."""
        if phone is not None and not _E164.match(phone):
            raise InvalidError("Phone number should be in e164 format")
        if phone is not None and self.by_phone(phone) is not None:
            raise InvalidError("Phone number has already been taken")
        contact = Contact(self.next_id("contact"), name, phone)
        if inbox is not None and phone is not None:
            contact.source_ids[inbox.id] = source_id or inbox.source_id_for(phone)
        self.contacts[contact.id] = contact
        return contact

    def by_phone(self, phone: str) -> Contact | None:
        return next((one for one in self.contacts.values() if one.phone_number == phone), None)

    def open(self, contact: Contact, inbox: Inbox, source_id: str, at: datetime, status: str = "open") -> Conversation:
        """A new conversation; in a locked inbox the contact's last one."""
        if inbox.locked and (last := next(self.of(contact, inbox), None)) is not None:
            return last
        source_id = source_id or contact.source_ids.get(inbox.id) or inbox.source_id_for(contact.phone_number or "")
        contact.source_ids.setdefault(inbox.id, source_id)
        made = Conversation(self.next_id("conversation"), inbox, contact, source_id, at)
        made.status = "resolved" if contact.blocked else status
        self.conversations[made.id] = made
        return made

    def of(self, contact: Contact, inbox: Inbox | None = None) -> Iterator[Conversation]:
        """A contact's conversations, those last used first."""
        theirs = [one for one in self.conversations.values() if one.contact is contact and inbox in (None, one.inbox)]
        yield from sorted(theirs, key=lambda one: (one.last_activity, one.id), reverse=True)

    def messages(self) -> Iterator[tuple[Conversation, Message]]:
        for conversation in self.conversations.values():
            for message in conversation.messages:
                yield conversation, message


def liquid(text: str) -> str:
    """What is left of a text after Liquid has read it: `{{ … }}` and `{% … %}` go, `{% raw %}` keeps, as do backticks."""
    wrapped = _CODE.sub(lambda match: f"{{% raw %}}{match[1]}{{% endraw %}}", text)
    parts = _RAW.split(wrapped)
    return "".join(part if number % 2 else _TAG.sub("", part) for number, part in enumerate(parts))
