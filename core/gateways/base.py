"""What every gateway driver gives and takes: the values that cross the seam, and the seam itself.

Here: the typed answers of a send, the news a provider can have for its channel, the events of a webhook, and the
`Driver` protocol. Not here: any provider's wire format (one file each), and what happens to a delivery (`core.outcomes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Stage(StrEnum):
    """How far a receipt says that a message came; the order is the order of the members, `failed` apart."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Health(StrEnum):
    """What a channel can do now. `starting` mends itself; `down` needs time or a person; `halted` needs a person."""

    WORKING = "working"
    STARTING = "starting"
    DOWN = "down"
    HALTED = "halted"


@dataclass(frozen=True, slots=True)
class News:
    """What an answer says about the channel, not about the delivery.

    `kind`: "slow_down" (for `seconds`), "down" (not able to send now, may come back), "halted" (needs a person: bad key,
    unknown session), "new_contacts_paused" (cold contacts only, for `seconds`), "template_required", "opted_out".
    `reason` is a code, never a sentence and never a provider's text.
    """

    kind: str
    reason: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message. `provider_id` is the raw id, None when the answer held none."""

    provider_id: str | None
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will never send it. `reason` is a code such as "no_such_number"."""

    reason: str
    detail: str = ""
    news: News | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven not to have left: it may be sent again after `retry_after` seconds (None: the lane decides)."""

    reason: str
    retry_after: float | None = None
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """The request may have had its effect; nobody knows. Never resent blindly. `why` is a code ("timeout", "http_500")."""

    why: str
    detail: str = ""
    news: News | None = None


Sent = Accepted | Rejected | NotSent | Unsure


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send: `token` is the id reserved for it (None where the gateway reserves none), `to` is E.164.

    `chat` is how the provider addresses the person, as `check_number` said; None: the driver makes it of `to`.
    """

    token: str | None
    to: str
    text: str
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """Whether WhatsApp knows a number. `exists` None: the provider could not say. `chat` is how it addresses the person."""

    exists: bool | None
    chat: str | None = None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """What `check` found: health, a reason code, the sender's own number (E.164) if told, engine and version if told."""

    health: Health
    reason: str = ""
    number: str | None = None
    engine: str | None = None
    version: str | None = None


# Events. `key` makes a repeat recognisable and is unique within the provider account; `sender` is the provider's own
# name for the channel (WAHA session, phone_number_id, ...). `at` is aware, UTC.


@dataclass(frozen=True, slots=True)
class Receipt:
    key: str
    sender: str
    ref: str
    stage: Stage
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """A message that left our own number, by us, by another client or typed on the phone. `by_api` is only a hint."""

    key: str
    sender: str
    ref: str
    phone: str | None
    alias: str | None
    text: str
    at: datetime | None = None
    by_api: bool | None = None
    stage: Stage = Stage.SENT
    chat: str | None = None
    """How the provider addresses the person, spelled as `NumberCheck.chat` spells it."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a person wrote to us. `phone` is E.164 or None when only an alias (a LID) is known."""

    key: str
    sender: str
    ref: str
    phone: str | None
    alias: str | None
    name: str
    text: str
    kind: str = "text"
    at: datetime | None = None
    reply_to: str | None = None
    chat: str | None = None
    """As in `Echo`."""


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """The provider says how the channel is."""

    key: str
    sender: str
    health: Health
    reason: str = ""
    number: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """Kept, counted, answered with 200; changes nothing. `ignored`: known, and none of our business (a group chat)."""

    key: str
    sender: str
    name: str
    ignored: bool = False


Event = Receipt | Echo | Incoming | ChannelEvent | UnknownEvent


@dataclass(frozen=True, slots=True)
class Account:
    """How to reach one channel at its provider. `key` and `secret` are clear text, in memory only, and masked in repr."""

    url: str
    key: str = field(repr=False)
    sender: str
    secret: str = field(repr=False, default="")
    settings: Mapping[str, Any] = field(default_factory=dict)


class LookUpFailed(Exception):
    """The provider could not say whether it knows a message: neither present nor absent."""


class Driver(Protocol):
    """One channel at one provider. A driver owns its HTTP session; only it decides what an answer means."""

    @property
    def reserves_ids(self) -> bool:
        """Whether `send` carries an id that we chose, which then comes back in echoes and receipts.

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

    def new_token(self) -> str: ...

    async def send(self, out: Outgoing) -> Sent:
        """Sends once. Never raises for what a provider or a network does; cancelled after the first byte is Unsure."""
        ...

    async def check_number(self, phone: str) -> NumberCheck: ...

    async def look_up(self, ref: str, phone: str) -> Stage | None:
        """The stage of a message by its raw id; None when the provider does not have it (which proves nothing).

        Raises LookUpFailed.
        """
        ...

    async def check(self) -> ChannelCheck: ...

    async def close(self) -> None: ...


class Kind(Protocol):
    """One provider: its name, what it needs, and how its webhooks are read. Stateless."""

    name: str
    needs: Mapping[str, str]
    """Options of `belfry channel add` and what each is for."""

    default_pace: str

    def connect(self, account: Account) -> Driver: ...

    def verify(self, raw: bytes, headers: Mapping[str, str], secret: str) -> bool: ...

    def read_events(self, payload: Mapping[str, Any]) -> list[Event]:
        """The events of one webhook body; every element of a batch. Never raises for odd shapes: UnknownEvent."""
        ...
