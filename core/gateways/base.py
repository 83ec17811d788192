"""The seam of the gateways: what one is made of, `Driver` (one channel) and `Kind` (the provider), and the account.

The values that cross the seam are in `sending` and `events`, and given on here. Not here: any provider's wire format (a file
each), and what happens to a delivery (`core.outcomes`). How to write one: README.md in this folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from core.gateways.events import (
    ChannelEvent,
    ChannelNote,
    Echo,
    Event,
    Health,
    Incoming,
    OptOut,
    Receipt,
    Stage,
    UnknownEvent,
)
from core.gateways.fields import TIMES, Field
from core.gateways.sending import (
    Accepted,
    Approved,
    ChannelCheck,
    Found,
    LookUpFailed,
    Media,
    News,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
    Template,
    Unsure,
)

__all__ = [
    "ANY_SENDER",
    "PHONE_LINKED",
    "Accepted",
    "Account",
    "Approved",
    "Call",
    "ChannelCheck",
    "ChannelEvent",
    "ChannelNote",
    "Driver",
    "Echo",
    "Event",
    "Field",
    "Found",
    "Health",
    "Incoming",
    "Kind",
    "LookUpFailed",
    "Media",
    "News",
    "NotSent",
    "NumberCheck",
    "OptOut",
    "Outgoing",
    "Receipt",
    "Rejected",
    "Sent",
    "Sought",
    "Stage",
    "Template",
    "UnknownEvent",
    "Unsure",
]

PHONE_LINKED = 50
"""Recipients of one message on a number that is linked like a phone. WhatsApp names no number; what looks like bulk gets such
numbers banned, so more is an owner's decision."""

ANY_SENDER = "*"
"""The sender of a channel that takes each event of its account that no other channel of it takes."""

# The account, and calls to its webhook


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach one channel at its provider. `key`, `secret` and `settings` are clear text, in memory only, and masked.

    `secret` is ours, made for the webhook. The provider's own secrets are settings whose `Field` says so.
    """

    url: str
    key: str = field(repr=False)
    sender: str
    secret: str = field(repr=False, default="")
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A provider's call to our webhook: the raw bytes as they were signed, header names in lower case, when it came."""

    raw: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    at: datetime
    query: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, raw: bytes, headers: Mapping[str, str], at: datetime, query: Mapping[str, str] | None = None) -> Call:
        return cls(raw, {name.lower(): value for name, value in headers.items()}, at, dict(query or {}))


class Driver(Protocol):
    """One channel at one provider. A driver owns its HTTP session; only it decides what an answer means."""

    @property
    def reserves_ids(self) -> bool:
        """Whether `send` carries a token that we chose and that comes back: as the message's own id, or beside it.

        False while it is not known: then an echo finds its delivery by chat, text and time.
        """
        ...

    send_timeout: float
    """Seconds after which `send` gives up and says Unsure: look-ups must not be believed before it is over."""

    async def ready(self) -> None:
        """Learns what a send depends on (`reserves_ids`), in a few seconds at most; costs nothing when it is known.

        To be awaited before a send is prepared. Never raises: what cannot be learnt stays unknown.
        """
        ...

    def new_token(self) -> str:
        """A token that no other delivery has; at most 64 characters, ASCII, says nothing of anybody."""
        ...

    async def send(self, out: Outgoing) -> Sent:
        """Sends once. Never raises for what a provider or a network does; cancelled after the first byte is Unsure."""
        ...

    async def check_number(self, phone: str) -> NumberCheck: ...

    async def look_up(self, sought: Sought) -> Found | None:
        """What the provider knows of a message; None when it does not have it (which proves nothing).

        Raises LookUpFailed, also where the provider has no look-up.
        """
        ...

    async def check(self) -> ChannelCheck: ...

    async def close(self) -> None: ...


class Kind(Protocol):
    """One provider: its name, what it needs, and how its webhooks are read. Stateless; subclassed for its defaults."""

    name: str
    fields: tuple[Field, ...]
    """What `belfry channel add` and the chat ask for."""

    unasked: tuple[Field, ...] = TIMES
    """What may be set besides."""

    title: str = ""
    """The provider's name as it spells it; the kind's own name where there is none."""

    webhook_steps: str = ""
    """Where a person pastes the webhook's address and secret, and which events to choose: a sentence or two."""

    default_pace: str
    most_people: int | None = None
    """So many people may one message go to until an owner says otherwise; None: no such limit of ours."""
    pair_gap: timedelta = timedelta(0)
    """At least so long between two messages to one person."""
    takes_templates: bool = False
    """Whether a message may go by a template that the provider has approved."""
    body_limit: int = 1024 * 1024
    """Bytes; a larger webhook body is turned away."""

    def connect(self, account: Account) -> Driver: ...

    def verify(self, call: Call, account: Account) -> bool:
        """Whether the call comes from the provider. `account` is the hook's: no sender yet. Compares in constant time."""
        ...

    def read_events(self, payload: Any) -> list[Event]:
        """The events of one webhook body; every element of a batch. Never raises for odd shapes: UnknownEvent."""
        ...

    def greet(self, call: Call, account: Account) -> str | None:
        """The text that answers a GET by which the provider makes sure of us; None: it is no such call, or a wrong one."""
        return None

    def verify_token(self, account: Account) -> str:
        """What a person copies into the provider's form beside the webhook's address."""
        return account.secret

    def window(self, account: Account) -> timedelta | None:
        """For how long after a person last wrote they may be sent free text; outside it a template. None: always."""
        return None

    def refuses(self, out: Outgoing, account: Account) -> str:
        """Why the provider would never take this, as a reason code, as far as that is known without asking it; "" for nothing.

        Asked when a message is scheduled, by an account without secrets, and by `send` before anything leaves.
        """
        return ""

    def kept(self, body: str) -> str:
        """What is kept of a webhook's body for a look at it later: all but keys that the provider puts into it."""
        return body
