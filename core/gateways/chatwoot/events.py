"""Chatwoot's webhooks, read into our events.

Here: pure functions; any JSON gives events and never an exception. Not here: what one message says (`chatwoot.messages`),
signatures (`chatwoot`), what an event does (`core.receipts`). Rules: sections A2 and C of the contract page (Chatwoot v4.15.1).
Webhooks come at most once, in any order, and a `message_created` may show a later state already: so each body about a message
of ours tells all that it shows, and keys by content make repeats of what was told before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.gateways.base import Echo, Event, Incoming, Receipt, Stage, UnknownEvent
from core.gateways.chatwoot.messages import (
    Person,
    Standing,
    attributes_of,
    kind_of,
    number_of,
    person_of,
    row_in_conversation,
    standing_of,
    token_of,
    type_of,
    written_at,
)
from core.gateways.reading import bool_in, key, mapping_in, text_in, unknown

_MESSAGES = ("message_created", "message_updated")
_OTHERS = (
    *("conversation_created", "conversation_updated", "conversation_status_changed", "conversation_opened"),
    *("conversation_resolved", "conversation_typing_on", "conversation_typing_off", "contact_created"),
    *("contact_updated", "inbox_created", "inbox_updated", "webwidget_triggered"),
)
_BY_RULES = "automation_event."
"""What a rule of the account posts, besides the events themselves."""


def read_events(body: Any) -> list[Event]:
    """The events of one webhook body."""
    data: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    name, sender = text_in(data, "event"), inbox_of(data)
    if name not in _MESSAGES:
        return [unknown(body, sender, name, ignored=name in _OTHERS or name.startswith(_BY_RULES))]
    ref, about = number_of(data.get("id")), type_of(data)
    if not ref or not about:
        return [unknown(body, sender, name)]
    if about == "incoming" and bool_in(attributes_of(data), "is_reaction"):
        return [unknown(body, sender, name, ignored=True)]
    if about == "incoming":
        found = _incoming(data, name, sender, ref)
        return [found or unknown(body, sender, name, ignored=name == "message_updated")]
    if about == "activity" or bool_in(data, "private") or (about == "template" and token_of(data) is None):
        return [unknown(body, sender, name, ignored=True)]
    return list(_outgoing(data, sender, ref)) or [unknown(body, sender, name)]


def inbox_of(data: Mapping[str, Any]) -> str:
    """The id of the inbox: the channel that an event is about. An account's webhook tells of all its inboxes."""
    conversation = mapping_in(data, "conversation") or data
    places = (mapping_in(data, "inbox").get("id"), data.get("inbox_id"), conversation.get("inbox_id"))
    contact = mapping_in(conversation, "contact_inbox").get("inbox_id")
    return next((found for place in (*places, contact) if (found := number_of(place))), "")


def _person(data: Mapping[str, Any], *shown: Mapping[str, Any]) -> Person:
    conversation = mapping_in(data, "conversation")
    source_id = text_in(conversation, "contact_inbox", "source_id")
    return person_of(*shown, mapping_in(conversation, "meta", "sender"), source_id=source_id)


def _incoming(data: Mapping[str, Any], name: str, sender: str, ref: str) -> Incoming | None:
    """What a contact wrote. Only as it was created: an update may be about a message of years ago (a translation, say)."""
    person = _person(data, mapping_in(data, "sender"), mapping_in(data, "contact"))
    if name != "message_created" or not (person.phone or person.alias):
        return None
    return Incoming(
        key=key("message", sender, ref),
        sender=sender,
        ref=ref,
        phone=person.phone,
        alias=person.alias,
        name=person.name,
        text=text_in(data, "content"),
        kind=kind_of(data),
        at=written_at(data),
        reply_to=number_of(attributes_of(data).get("in_reply_to")) or None,
        chat=person.phone or person.alias,
    )


def _outgoing(data: Mapping[str, Any], sender: str, ref: str) -> list[Echo | Receipt | UnknownEvent]:
    """What left the inbox: by us (our token), by the team, an automation, a campaign or the phone (none).

    A receipt goes with every one that has got anywhere: a retry in Chatwoot wipes the token, and then the id alone is known.
    """
    row, token = row_in_conversation(data, ref), token_of(data)
    token = token or token_of(row)
    standing = standing_of(data, row)
    person = _person(data)
    found: list[Echo | Receipt | UnknownEvent] = []
    if person.phone or person.alias:
        found.append(
            Echo(
                key=key("message", sender, ref),
                sender=sender,
                ref=ref,
                phone=person.phone,
                alias=person.alias,
                text=text_in(data, "content"),
                at=written_at(data),
                by_api=token is not None,
                chat=person.phone or person.alias,
                token=token,
            )
        )
    elif token is not None and standing.stage is None:
        standing = Standing(Stage.SENT)  # to whom it went is not told, but the row is there
    if standing.stage is not None:
        repeat = key("ack", sender, ref, standing.stage, standing.reason)
        found.append(Receipt(repeat, sender, ref, standing.stage, None, standing.reason, token))
    return found
