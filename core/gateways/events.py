"""What a provider's webhook tells, as values: the same for every provider.

Here: events. Not here: any provider's JSON (a file each), and what an event does (`core.receipts`). In each, `key` makes a
repeat recognisable and is unique within the provider account, `sender` is the provider's own name for the channel (a session,
a phone number id), and `at` is aware, UTC. Where a provider does not say which of an account's channels it speaks of, `sender`
is "": then it is the channel whose `number` the event has, else all of the account's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
class Receipt:
    """How far a message of ours came. `token`: ours, where the provider gives it back beside its own id (`ref`)."""

    key: str
    sender: str
    ref: str
    stage: Stage
    at: datetime | None = None
    reason: str = ""
    token: str | None = None


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
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a person wrote to us. `phone` is E.164 or None when only an alias (a LID, a BSUID) is known."""

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
    tapped: str = ""
    """What a template's button that was tapped stands for, as whoever made it chose: its words may say something else."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """A person told the provider that they want no more (`stop`), or again (not `stop`), of what only advertises."""

    key: str
    sender: str
    phone: str | None
    alias: str | None
    stop: bool
    at: datetime | None = None


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
class ChannelNote:
    """What a provider says of a channel that works all the same: `seen` is kept with it, by name.

    Names in use: "quality" (a word), "limit" (people in 24 hours), "template:NAME" (its state). `what` is what else it says, as
    one of `core.channels.standing.WHAT`, with its `detail`: "type" (the provider's word), "until" (RFC 3339); of a template
    "name", "language" and "state".
    """

    key: str
    sender: str
    seen: dict[str, str | int]
    number: str | None = None
    at: datetime | None = None
    what: str = ""
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """Kept, counted, answered with 200; changes nothing. `ignored`: known, and none of our business (a group chat)."""

    key: str
    sender: str
    name: str
    ignored: bool = False


Event = Receipt | Echo | Incoming | OptOut | ChannelEvent | ChannelNote | UnknownEvent
