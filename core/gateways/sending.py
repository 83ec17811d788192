"""What is sent, and what a provider answers, as values.

Here: a message on its way out, the typed answers of a send, of a check and of a look-up. Not here: webhooks (`events`), and
which answer of a provider means what (its own file).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.gateways.events import Health, Stage

PLACE = re.compile(r"\{\{\s*(\w{1,60})\s*\}\}")
"""A place in a template's text."""

# What is sent


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video, document or sound that Belfry holds, checked by it. `kind`: "image", "video", "document", "audio".

    `url` is where a provider that takes no bytes may fetch the very same ones; None where nothing outside can reach us.
    """

    kind: str
    mime: str
    name: str
    data: bytes = field(repr=False)
    url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """A text that the provider has approved, and what fills its places, in order; `names` where its places have some.

    `header`: what fills the place in its headline; a picture or the like goes there by `Outgoing.media`. `buttons`: what
    completes the address of each link, in order.
    """

    name: str
    language: str
    values: Sequence[str] = field(default=(), repr=False)
    names: Sequence[str] = ()
    header: str | None = field(default=None, repr=False)
    buttons: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Approved:
    """A template that may be sent, as its provider lists it. `text`: its body, with its places as "{{1}}" or "{{name}}".

    `places`: what they are called, in order; None: the provider does not say. `header`: the kind of file that goes above it, ""
    for none. `more`: it has other places, which no sentence fills (in its headline, in the address of a link).
    """

    name: str
    language: str
    text: str = ""
    places: tuple[str, ...] | None = ()
    header: str = ""
    more: bool = False

    def said(self, values: Sequence[str]) -> str:
        """How it reads with these values in its first places; a place without one stays as it is."""
        given = dict(zip(self.places or (), values, strict=False))
        return PLACE.sub(lambda place: given.get(place[1], place[0]), self.text)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send: `token` is the one reserved for it (None where the gateway carries none), `to` is E.164.

    `chat` is how the provider addresses the person, as `check_number` said; None: the driver makes it of `to`. With `media`,
    `text` is its caption. With `template`, that is what goes, and `text` is how it reads. `reply_to`: the provider's id of the
    message that this one answers.
    """

    token: str | None
    to: str
    text: str = field(repr=False)
    chat: str | None = None
    media: Media | None = None
    template: Template | None = None
    reply_to: str | None = None


# What a provider answers


@dataclass(frozen=True, slots=True)
class News:
    """What an answer says about the channel or the person, not about the delivery.

    `kind`: "slow_down" (for `seconds`), "down" (not able to send now, may come back), "halted" (needs a person: bad key,
    unknown session), "new_contacts_paused" (cold contacts only, for `seconds`), "template_required", "template_stopped"
    (this template is not sent now, all else is), "opted_out" (the
    person wants no advertising). `reason` is a code, never a sentence and never a provider's text.
    """

    kind: str
    reason: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message. `provider_id` is the raw id, None when the answer held none.

    `chat`: how the provider addresses the person, where it says so and it is another number than the dialled one.
    """

    provider_id: str | None
    news: News | None = None
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will never send it. `reason` is a code such as "no_such_number"."""

    reason: str
    detail: str = ""
    news: News | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proven not to have left: it may be sent again after `retry_after` seconds (None: the lane decides).

    `most`: an answer like this ends it after so many attempts (None: only its lateness does).
    """

    reason: str
    retry_after: float | None = None
    news: News | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """The request may have had its effect; nobody knows. Never resent blindly. `why` is a code ("timeout", "http_500")."""

    why: str
    detail: str = ""
    news: News | None = None


Sent = Accepted | Rejected | NotSent | Unsure


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """Whether WhatsApp knows a number. `exists` None: the provider could not say. `chat` is how it addresses the person."""

    exists: bool | None
    chat: str | None = None
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """What `check` found: health, a reason code, the sender's own number (E.164) if told, engine and version if told.

    `limit`: to how many people in 24 hours the provider lets it write; `quality`: the provider's word for its standing; `free`:
    its word that it restricts nothing, or that it does (None: it does not say).
    """

    health: Health
    reason: str = ""
    number: str | None = None
    engine: str | None = None
    version: str | None = None
    limit: int | None = None
    quality: str | None = None
    free: bool | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """A message to look up: by the provider's id (`ref`), else by our `token`, else by person, text and time."""

    ref: str | None
    phone: str
    token: str | None = None
    text: str = field(default="", repr=False)
    since: datetime | None = None
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How far a message came, by the provider's word, and the provider's id of it."""

    stage: Stage
    ref: str | None = None
    reason: str = ""


class LookUpFailed(Exception):
    """The provider could not say whether it knows a message: neither present nor absent."""
