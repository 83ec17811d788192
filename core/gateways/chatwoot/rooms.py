"""Where in Chatwoot a number is written to: its contact, and its conversation in our inbox; made if they are not there.

Here: finding and making, safe against others who do the same. Not here: the message itself (`chatwoot`). Rules: sections A1.2
to A1.5 of the contract page (Chatwoot v4.15.1).

What can go wrong, and what holds:
- somebody makes the contact between our look and our making: 422 "already been taken"; it is looked for again.
- the answer to a new conversation is lost: another try lists the contact's conversations first, after the server's own limit.
- two sends to one number at once, in this process: one after the other.
- the contact is edited, merged, deleted: it is found anew for each message, so that none goes to a number of before.
- the contact's number was changed, and the inbox still writes to the old one: refused, a person must look.
- the number is kept in the form that WhatsApp gave it (Brazil, Mexico, Argentina): that contact is the same person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from core.gateways.base import NotSent, Rejected, Sent
from core.gateways.chatwoot.answers import read_step_failure
from core.gateways.chatwoot.messages import number_of, person_of
from core.gateways.reading import items_in, mapping_in, phone_in, text_in
from core.gateways.whatsapp import spellings_of
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire, never_left

_PAGES = 5
_WITH_NUMBERS = ("", "whatsapp_cloud", "default", "twilio")
_MADE_TWICE_AFTER = 60.0
"""Seconds until a conversation whose making was not answered is looked for again: Chatwoot ends its requests after 15 s."""


class NowhereError(Exception):
    """The number cannot be written to now; `sent` says why. Nothing has left."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(type(sent).__name__)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact: its id, and the `source_id`s by which our inbox knows it (none where it does not yet)."""

    id: str
    source_ids: tuple[str, ...] = ()
    blocked: bool = False
    numbers: bool = True
    """Whether a `source_id` of digits is a number: a provider that is not WhatsApp's own may have hidden ids there."""

    def source_id_for(self, phone: str) -> str:
        """The one that is this number, or that is no number at all (an API inbox); "" for none.

        Raises NowhereError where the inbox would write to another number than this.
        """
        known = self.source_ids if self.numbers else ()
        numbers = {one: number for one in known if (number := person_of(source_id=one).phone)}
        fits = [one for one in self.source_ids if one not in numbers or numbers[one] in spellings_of(phone)]
        if self.source_ids and not fits:
            raise NowhereError(Rejected("other_number_at_gateway"))
        return fits[0] if fits else ""


class Rooms:
    """The contacts and conversations of one inbox. `base` is the path of the account."""

    def __init__(self, wire: Wire, base: str, inbox: str) -> None:
        self._wire, self._base, self._inbox = wire, base, inbox
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def conversation_for(self, phone: str) -> str:
        """The number of the conversation to write in, found or made. Raises NowhereError."""
        lock = self._locks.setdefault(phone, asyncio.Lock())
        async with lock:
            contact = await self._find(phone) or await self._make(phone)
            if contact.blocked:
                raise NowhereError(Rejected("blocked_at_gateway"))
            source_id = contact.source_id_for(phone)
            best = max(await self._listed(contact), key=_fitness, default=None)
            return number_of(best.get("id")) if best is not None else await self._open(contact, source_id)

    async def conversations(self, phone: str) -> list[str]:
        """Every conversation of a number in our inbox, those most recently used first. Raises NowhereError."""
        contact = await self._find(phone)
        return [number_of(one.get("id")) for one in await self._listed(contact)] if contact is not None else []

    # --- the contact

    async def _find(self, phone: str) -> Contact | None:
        for spelling in spellings_of(phone):
            if (found := await self._filter(spelling)) is not None:
                return found
        return None

    async def _filter(self, phone: str) -> Contact | None:
        """By the exact number; where there is no filter, by the search, which finds parts of numbers too."""
        wanted = {
            "attribute_key": "phone_number",
            "filter_operator": "equal_to",
            "values": [phone],
            "query_operator": None,
        }
        answer = await self._ask("POST", "/contacts/filter", {"payload": [wanted]}, {"include_contact_inboxes": "true"})
        if answer.status in (400, 404, 405, 422):
            return await self._search(phone)
        return self._pick(_page(answer), phone)

    async def _search(self, phone: str) -> Contact | None:
        for page in range(1, _PAGES + 1):
            query = {"q": phone.lstrip("+"), "page": str(page), "include_contact_inboxes": "true"}
            data = _page(await self._ask("GET", "/contacts/search", query=query))
            found = self._pick(data, phone)
            if found is not None or mapping_in(data, "meta").get("has_more") is not True:
                return found
        return None

    def _pick(self, data: Mapping[str, Any], phone: str) -> Contact | None:
        return next(
            (
                contact
                for one in items_in(data, "payload")
                if phone_in(one, "phone_number") == phone and (contact := self._read(one)) is not None
            ),
            None,
        )

    def _read(self, one: Mapping[str, Any]) -> Contact | None:
        places = [
            inbox
            for inbox in items_in(one, "contact_inboxes")
            if number_of(mapping_in(inbox, "inbox").get("id")) == self._inbox and text_in(inbox, "source_id")
        ]
        known = tuple(text_in(place, "source_id") for place in places)
        numbers = all(text_in(place, "inbox", "provider") in _WITH_NUMBERS for place in places)
        contact = number_of(one.get("id"))
        return Contact(contact, known, one.get("blocked") is True, numbers) if contact else None

    async def _make(self, phone: str) -> Contact:
        """A new contact, with its place in our inbox. Named by its number: Chatwoot puts the profile's name there later."""
        body = {"inbox_id": int(self._inbox), "name": phone, "phone_number": phone}
        answer = await self._ask("POST", "/contacts", body)
        if answer.status == 422:
            found = await self._find(phone)
            if found is None:
                raise NowhereError(Rejected("bad_number"))
            return found
        data = _good(answer)
        told = mapping_in(data, "payload", "contact") or mapping_in(data, "payload") or data
        made = self._read(told)
        if made is None:
            raise NowhereError(NotSent("broken_answer"))
        return made

    # --- the conversation

    async def _listed(self, contact: Contact) -> list[Mapping[str, Any]]:
        answer = await self._ask("GET", f"/contacts/{contact.id}/conversations")
        if answer.status == 404:
            raise NowhereError(NotSent("contact_gone"))
        ours = [one for one in items_in(_page(answer), "payload") if number_of(one.get("inbox_id")) == self._inbox]
        return [one for one in ours if number_of(one.get("id"))]

    async def _open(self, contact: Contact, source_id: str) -> str:
        body: dict[str, Any] = {"inbox_id": int(self._inbox), "contact_id": int(contact.id), "status": "open"}
        if source_id:
            body["source_id"] = source_id
        try:
            answer = await self._wire.ask("POST", self._base + "/conversations", json=body)
        except NeverLeftError as gone:
            raise NowhereError(never_left(gone)) from None
        except MayHaveLeftError as gone:
            raise NowhereError(NotSent(str(gone), retry_after=_MADE_TWICE_AFTER)) from None
        if answer.status >= 500:
            raise NowhereError(NotSent(f"http_{answer.status}", retry_after=_MADE_TWICE_AFTER))
        made = number_of(_good(answer).get("id"))
        if not made:
            raise NowhereError(NotSent("broken_answer", retry_after=_MADE_TWICE_AFTER))
        return made

    async def _ask(self, method: str, path: str, body: Any = None, query: Mapping[str, str] | None = None) -> Answer:
        """One of the steps before a message. Raises NowhereError where no answer came."""
        try:
            return await self._wire.ask(method, self._base + path, query=query, json=body)
        except NeverLeftError as gone:
            raise NowhereError(never_left(gone)) from None
        except MayHaveLeftError as gone:
            raise NowhereError(NotSent(str(gone))) from None


def _good(answer: Answer) -> Mapping[str, Any]:
    """The object of a good answer. Raises NowhereError."""
    if not 200 <= answer.status < 300:
        raise NowhereError(read_step_failure(answer))
    data = answer.json()
    if not isinstance(data, dict):
        raise NowhereError(NotSent("broken_answer"))
    return data


def _page(answer: Answer) -> Mapping[str, Any]:
    """A page of a list: an object with `payload`. Raises NowhereError."""
    data = _good(answer)
    if not isinstance(data.get("payload"), list):
        raise NowhereError(NotSent("broken_answer"))
    return data


def _fitness(conversation: Mapping[str, Any]) -> tuple[bool, bool, float]:
    """Which conversation to keep: WhatsApp's window is open in it, then it is not resolved, then it was used last."""
    used = conversation.get("last_activity_at")
    at = float(used) if isinstance(used, (int, float)) else 0.0
    return conversation.get("can_reply") is True, text_in(conversation, "status") != "resolved", at
