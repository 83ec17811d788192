"""Chatwoot, the team inbox: messages leave as an agent's, in the conversation of the contact; webhooks come signed.

Here: the driver and its kind. Not here: whom and where (`chatwoot.rooms`), what answers mean (`chatwoot.answers`), events
(`chatwoot.events`), how one message reads (`chatwoot.messages`) and is asked for (`chatwoot.sends`), the webhook
(`chatwoot.webhook`, `chatwoot.door`). Rules: part A of the contract page (Chatwoot v4.15.1). 200 means that a row is there, not
that WhatsApp has it: failures come late, as events.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from core.gateways.base import (
    Account,
    Approved,
    Call,
    ChannelCheck,
    Event,
    Field,
    Found,
    Health,
    Kind,
    LookUpFailed,
    News,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
    Stage,
)
from core.gateways.chatwoot.answers import door, read_message_answer
from core.gateways.chatwoot.door import opens
from core.gateways.chatwoot.events import read_events
from core.gateways.chatwoot.messages import number_of, standing_of, token_of, written_at
from core.gateways.chatwoot.rooms import NowhereError, Rooms
from core.gateways.chatwoot.sends import refusal, request_of
from core.gateways.chatwoot.webhook import set_webhook
from core.gateways.meta.templates import read_templates
from core.gateways.reading import items_in, phone_in, text_in
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire, unreachable

READ_SECONDS = 30.0
"""Chatwoot ends its own requests after 15 s; a proxy in front of it may take a little longer."""

WINDOW = timedelta(hours=24)
_CLOCKS_APART = timedelta(hours=1)
_PAGE = 20
_MOST_PAGES = 50


class ChatwootDriver:
    """One inbox of one Chatwoot account. See `Driver`."""

    reserves_ids = True

    def __init__(self, account: Account) -> None:
        self._inbox = number_of(account.sender)
        number = number_of(account.settings.get("account"))
        self._base = f"/api/v1/accounts/{number}"
        self._known = bool(self._inbox and number)
        headers = {"api_access_token": account.key.strip(), "Accept": "application/json"}
        self._wire = Wire.of(account, headers, read=READ_SECONDS)
        self._rooms = Rooms(self._wire, self._base, self._inbox)
        self.send_timeout = 2 * self._wire.longest

    async def ready(self) -> None:
        """There is nothing to learn."""

    def new_token(self) -> str:
        return secrets.token_hex(16)

    async def send(self, out: Outgoing) -> Sent:
        """Finds or makes contact and conversation, then writes in it. Until that last request nothing has left."""
        if not self._known:
            return NotSent("bad_ids", news=News("halted", "bad_ids"))
        if phone_in({"to": out.to}, "to") != out.to:
            return Rejected("bad_number")
        if refused := refusal(out):
            return Rejected(refused)
        try:
            async with asyncio.timeout(self._wire.longest):
                room = await self._rooms.conversation_for(out.to)
        except NowhereError as nowhere:
            return nowhere.sent
        except TimeoutError:
            return NotSent("timeout", retry_after=60.0)
        return await self._write(room, out)

    async def _write(self, room: str, out: Outgoing) -> Sent:
        path = f"{self._base}/conversations/{room}/messages"
        return await self._wire.send(_read_written, "POST", path, **request_of(out))

    async def check_number(self, phone: str) -> NumberCheck:
        """Chatwoot cannot say whether WhatsApp knows a number."""
        return NumberCheck(None)

    async def look_up(self, sought: Sought) -> Found | None:
        """Looks through the person's conversations in our inbox: by id, or by token from the newest back to the send."""
        try:
            rooms = await self._rooms.conversations(sought.phone)
        except NowhereError as nowhere:
            raise LookUpFailed(_code(nowhere.sent)) from None
        for room in rooms:
            async for message in self._messages(room, sought):
                ref = number_of(message.get("id"))
                if ref and (ref == sought.ref or (sought.token and token_of(message) == sought.token)):
                    standing = standing_of(message)
                    return Found(standing.stage or Stage.SENT, ref, standing.reason)
        return None

    async def _messages(self, room: str, sought: Sought) -> AsyncIterator[Mapping[str, Any]]:
        """The one with the id; or all from the newest to what was written well before the send."""
        path = f"{self._base}/conversations/{room}/messages"
        if (ref := number_of(sought.ref)) != "":
            for one in await self._page(path, {"after": ref, "before": str(int(ref) + 1)}):
                yield one
            return
        query: dict[str, str] = {}
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            page = await self._page(path, query)
            fresh = [one for one in page if number_of(one.get("id")) not in seen]
            for one in fresh:
                yield one
            seen |= {number_of(one.get("id")) for one in fresh}
            if len(page) < _PAGE or not fresh or _all_before(fresh, sought.since):
                return
            query = {"before": str(min(int(ref) for one in fresh if (ref := number_of(one.get("id")))))}

    async def _page(self, path: str, query: Mapping[str, str]) -> list[Mapping[str, Any]]:
        try:
            answer = await self._wire.ask("GET", path, query=query)
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status != 200 or not isinstance(data, dict) or not isinstance(data.get("payload"), list):
            raise LookUpFailed(f"http_{answer.status}")
        return [one for one in items_in(data, "payload") if number_of(one.get("id"))]

    async def check(self) -> ChannelCheck:
        """Asks for the inbox: that tells whether address, key, account and inbox are right, and its number."""
        if not self._known:
            return ChannelCheck(Health.HALTED, "bad_ids")
        try:
            answer = await self._wire.ask("GET", f"{self._base}/inboxes/{self._inbox}")
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        data = answer.json()
        if answer.status in (401, 403):
            return ChannelCheck(Health.HALTED, door(answer))
        if answer.status == 404 and text_in(data, "error"):
            return ChannelCheck(Health.HALTED, "unknown_inbox")
        if answer.status != 200 or not isinstance(data, dict):
            return ChannelCheck(Health.DOWN, f"http_{answer.status}")
        number = phone_in(data, "phone_number")
        engine = text_in(data, "channel_type").removeprefix("Channel::") or None
        if data.get("reauthorization_required") is True:
            return ChannelCheck(Health.HALTED, "reauthorize", number, engine)
        return ChannelCheck(Health.WORKING, "", number, engine)

    async def templates(self) -> list[Approved]:
        """See `core.gateways.telling.ListsTemplates`. An inbox on WhatsApp's own API keeps Meta's list."""
        try:
            answer = await self._wire.ask("GET", f"{self._base}/inboxes/{self._inbox}")
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status != 200 or not isinstance(data, dict):
            raise LookUpFailed(door(answer) if answer.status in (401, 403) else f"http_{answer.status}")
        return read_templates(items_in(data, "message_templates"))

    async def set_webhook(self, url: str, secret: str) -> str:
        """See `SetsWebhook`."""
        return await set_webhook(self._wire, self._base, url, secret)

    async def close(self) -> None:
        await self._wire.close()


def _all_before(messages: list[Mapping[str, Any]], since: datetime | None) -> bool:
    """Whether the oldest of them was written well before the send, by whichever clock."""
    told = [at for one in messages if (at := written_at(one)) is not None]
    return since is not None and bool(told) and min(told) < since - _CLOCKS_APART


class Chatwoot(Kind):
    """The kind "chatwoot". See `Kind`."""

    name = "chatwoot"
    title = "Chatwoot"
    webhook_steps = (
        "In Chatwoot open Settings, Integrations, Webhooks and add one with this address, ?token= and the secret after it,"
        " and the events message_created and message_updated."
    )
    fields = (
        Field("url", "address of Chatwoot, such as https://app.chatwoot.com"),
        Field(
            "key", "access token of a user of its own, added to the inbox (a bot's cannot find contacts)", secret=True
        ),
        Field("account", "number of the account: the 4 in Chatwoot's own address, .../app/accounts/4"),
        Field("session", "number of the WhatsApp inbox: the 7 in its address, .../settings/inboxes/7"),
        Field(
            "signing_secret",
            "secret that Chatwoot itself shows for the webhook; with it, only calls that it signs are taken",
            secret=True,
            required=False,
        ),
        Field("window", "24h where the inbox is on WhatsApp's official API", required=False, choices=("24h",)),
        Field("template", "approved template with one place, for people who did not write in 24 hours", required=False),
        Field("template_language", "language code of that template", required=False, default="en"),
    )
    default_pace = "6s"
    takes_templates = True

    def connect(self, account: Account) -> ChatwootDriver:
        return ChatwootDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        return opens(call, account)

    def refuses(self, out: Outgoing, account: Account) -> str:
        return refusal(out)

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)

    def window(self, account: Account) -> timedelta | None:
        """An inbox may be on anything; only a person can say that it has WhatsApp's window."""
        return WINDOW if account.settings.get("window") == "24h" else None


def _read_written(answer: Answer) -> Sent:
    if answer.status == 404:
        return NotSent("conversation_gone")  # deleted since we looked; the next try finds or makes another
    return read_message_answer(answer)


def _code(sent: Sent) -> str:
    return sent.reason if isinstance(sent, NotSent | Rejected) else "unknown"
