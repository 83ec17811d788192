"""Meta's webhooks, read into our events: `entry`, `changes`, and every element of each array in them.

Here: pure functions; any JSON gives events and never an exception. Not here: signatures (`cloud`), BizChat's envelope around
the same (`bizchat.events`), what an event does (`core.receipts`). Rules: section A2 of the contract page. `phone_number_id` is
the sender; where an event speaks of the whole account or only of a number as people write it, there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.gateways.events import ChannelEvent, Echo, Event, Health, Incoming, OptOut, Receipt, Stage
from core.gateways.meta.account import READERS as OF_THE_ACCOUNT
from core.gateways.meta.codes import Halt, code_in, meaning_of, reason_of
from core.gateways.meta.content import kind_of, tapped_in, text_of
from core.gateways.reading import (
    LONGEST_ALIAS,
    LONGEST_NAME,
    LONGEST_SENDER,
    instant_in,
    int_in,
    items_in,
    key,
    mapping_in,
    name_in,
    phone_in,
    ref_in,
    text_in,
    unknown,
)

STAGES = {
    "sent": Stage.SENT,
    "delivered": Stage.DELIVERED,
    "read": Stage.READ,
    "played": Stage.READ,
    "failed": Stage.FAILED,
}
_FIELDS_OF_ECHOES = ("smb_message_echoes", "message_echoes")
_NOBODY_WROTE = frozenset({"reaction", "system", "request_welcome", "revoke", "edit"})
_IGNORED = frozenset(
    {"history", "smb_app_state_sync", "calls", "flows", "security", "account_alerts", "account_review_update"}
    | {"phone_number_name_update", "message_template_components_update", "template_category_update"}
    | {"message_template_quality_update", "payment_configuration_update", "partner_solutions", "automatic_events"}
    | {"account_settings_update", "business_status_update", "group_lifecycle_update", "group_participants_update"}
    | {"group_settings_update", "group_status_update", "tracking_events", "messaging_handovers"}
)
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one entry: its field, its value, and the number of ours that it speaks of."""

    field: str
    value: Json
    sender: str
    account: str
    at: datetime | None


def read_events(body: Any) -> list[Event]:
    """The events of one webhook body, in order. What is odd is an UnknownEvent."""
    found = [event for change in _changes(body) for event in _read(change)]
    return found or [unknown(body, name=text_in(body, "object"))]


def _changes(body: Any) -> Iterator[Change]:
    """Each change; whoever hands Meta's events on may leave out the outside of them, down to the value alone."""
    if not isinstance(body, Mapping):
        return
    for entry in items_in(body, "entry") if "entry" in body else [body]:
        for change in items_in(entry, "changes") if "changes" in entry else [entry]:
            value = mapping_in(change, "value") if "value" in change else change
            yield Change(
                text_in(change, "field")[:64],
                value,
                name_in(value, "metadata", "phone_number_id")[:LONGEST_SENDER],
                name_in(entry, "id")[:LONGEST_SENDER],
                instant_in(entry, "time"),
            )


def _read(change: Change) -> list[Event]:
    """By what is in it: messages, statuses and errors come together, and echoes under more than one field."""
    arrays = {**_ARRAYS, "messages": _echo} if change.field in _FIELDS_OF_ECHOES else _ARRAYS
    found: list[Event] = [
        reader(change, one) or unknown([change.field, name, one], change.sender, name)
        for name, reader in arrays.items()
        for one in items_in(change.value, name)
    ]
    if not found and (of_account := OF_THE_ACCOUNT.get(change.field)) is not None:
        found = [*of_account(change.account, change.value, change.at)]
    if found:
        return found
    whole = [change.account, change.field, change.value, str(change.at)]
    return [unknown(whole, change.sender, change.field, ignored=change.field in _IGNORED)]


# --- what people write


def _incoming(change: Change, message: Json) -> Event | None:
    ref, of_type = ref_in(message, "id"), text_in(message, "type")
    phone = phone_in(message, "from")
    alias = _alias(message, "from_user_id") or _alias(contact_of(change.value, message), "user_id")
    if ref is None or (phone is None and alias is None):
        return None
    ours = phone is not None and phone == phone_in(change.value, "metadata", "display_phone_number")
    if ours or of_type in _NOBODY_WROTE or "group_id" in message:
        return unknown([change.sender, message], change.sender, of_type or "group", ignored=True)
    return Incoming(
        key=key("message", change.sender, ref, 0),
        sender=change.sender,
        ref=ref,
        phone=phone,
        alias=alias,
        name=text_in(contact_of(change.value, message), "profile", "name")[:LONGEST_NAME],
        text=text_of(message),
        kind=kind_of(message),
        at=instant_in(message, "timestamp"),
        reply_to=ref_in(message, "context", "id"),
        chat=phone.lstrip("+") if phone else alias,
        tapped=tapped_in(message),
    )


def contact_of(value: Json, message: Json) -> Json:
    """Who wrote: the entry of `contacts` with the same id; the only one, if there is but one."""
    contacts = list(items_in(value, "contacts"))
    names = (name_in(message, "from"), text_in(message, "from_user_id"))
    for one in contacts:
        if any(name and name in names for name in (name_in(one, "wa_id"), text_in(one, "user_id"))):
            return one
    return contacts[0] if len(contacts) == 1 and len(list(items_in(value, "messages"))) == 1 else {}


def _alias(data: Json, name: str) -> str | None:
    """A business-scoped user id ("US.13491208655302741918"); None for none."""
    told = text_in(data, name)
    return told if 0 < len(told) <= LONGEST_ALIAS and told.isprintable() else None


# --- what became of ours


def _receipt(change: Change, status: Json) -> Event | None:
    ref, word = ref_in(status, "id"), text_in(status, "status").lower()
    stage = STAGES.get(word)
    if ref is None or stage is None:
        return None
    if text_in(status, "recipient_type") == "group":
        return unknown([change.sender, status], change.sender, "group", ignored=True)
    code = next((found for one in items_in(status, "errors") if (found := _code(one)) is not None), None)
    return Receipt(
        key=key("status", change.sender, ref, word),
        sender=change.sender,
        ref=ref,
        stage=stage,
        at=instant_in(status, "timestamp"),
        reason=reason_of(code) if stage is Stage.FAILED else "",
        token=ref_in(status, "biz_opaque_callback_data"),
    )


def _code(error: Json) -> int | None:
    """The code of an error, or the one that its words name."""
    told = int_in(error, "code")
    return told if told is not None else code_in(text_in(error, "message") or text_in(error, "title"))


def _echo(change: Change, message: Json) -> Event | None:
    """What was typed on the business's own phone or in a linked application. Some nest the content under `message`."""
    inner = mapping_in(message, "message")
    ref, of_type = ref_in(message, "id"), text_in(message, "type") or text_in(inner, "type")
    if of_type in _NOBODY_WROTE and ref is not None:
        return unknown([change.sender, message], change.sender, of_type, ignored=True)
    phone, alias = phone_in(message, "to"), _alias(message, "to_user_id")
    if ref is None or (phone is None and alias is None):
        return None
    return Echo(
        key=key("message", change.sender, ref, 1),
        sender=change.sender,
        ref=ref,
        phone=phone,
        alias=alias,
        text=text_of(message) or text_of(inner),
        at=instant_in(message, "timestamp"),
        by_api=False,
        chat=phone.lstrip("+") if phone else alias,
    )


def _preference(change: Change, told: Json) -> Event | None:
    """A person stopped, or allowed again, what only advertises."""
    phone, alias, word = phone_in(told, "wa_id"), _alias(told, "user_id"), text_in(told, "value").lower()
    if word not in ("stop", "resume") or (phone is None and alias is None):
        return None
    at = instant_in(told, "timestamp")
    repeat = key("preference", change.sender, phone or alias, text_in(told, "category"), word, at)
    return OptOut(repeat, change.sender, phone, alias, word == "stop", at)


def _error(change: Change, error: Json) -> Event | None:
    """An error of the whole number. Only one that stops it says how the channel is."""
    meaning = meaning_of(int_in(error, "code"))
    if not isinstance(meaning, Halt):
        return None
    repeat = key("error", change.sender, meaning.reason, change.at)
    return ChannelEvent(repeat, change.sender, Health.HALTED, meaning.reason, at=change.at)


_ARRAYS: Mapping[str, Callable[[Change, Json], Event | None]] = {
    "messages": _incoming,
    "statuses": _receipt,
    "message_echoes": _echo,
    "user_preferences": _preference,
    "errors": _error,
}
