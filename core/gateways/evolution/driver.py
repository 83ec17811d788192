"""Evolution API, a self-hosted WhatsApp gateway over Baileys (or Meta's API): requests out, webhooks in.

Here: the driver and its kind. Not here: what answers mean (`evolution.answers`), events (`evolution.events`), whether a call is
Evolution's (`evolution.door`), what a send asks (`evolution.sends`), looking back (`evolution.store`). Rules: part B of the
contract page (2.3.7 and 2.4.0-rc2). Evolution takes an id of ours since 2.4.0 and passes it over before. What it answers while
its phone is away proves nothing: so the connection is asked for before each send, and what would only be unsure stays here.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from core.gateways.base import (
    PHONE_LINKED,
    Accepted,
    Account,
    Call,
    ChannelCheck,
    Event,
    Field,
    Found,
    Health,
    Kind,
    News,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
)
from core.gateways.evolution.answers import read_answer, refused
from core.gateways.evolution.door import opens
from core.gateways.evolution.events import health_of, jid_of, read_events
from core.gateways.evolution.sends import refusal, request_of
from core.gateways.evolution.store import Store
from core.gateways.evolution.webhook import set_webhook
from core.gateways.reading import items_in, mapping_in, phone_in, text_in
from core.gateways.whatsapp import alias_of, phone_of
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire, never_left, unreachable

READ_SECONDS = 60.0
CHATS_KEPT = 10_000
LEARN_SECONDS = 3.0
KNOWN_FOR = 60.0
ASK_AGAIN = 5.0
OPEN_FOR = 2.0
"""After so many seconds the connection is asked for again before a send."""

_KEY_IN_BODY = re.compile(r'("(?:apikey|token)"\s*:\s*)"(?:[^"\\]|\\.)*"')
_IDS_SINCE = (2, 4)
_VERSION = re.compile(r"v?(\d{1,3})\.(\d{1,3})", re.ASCII)


class EvolutionDriver:
    """One instance of Evolution API. See `Driver`."""

    def __init__(self, account: Account) -> None:
        self._instance = quote(account.sender, safe="")
        self._wire = Wire.of(account, {"apikey": account.key.strip(), "Accept": "application/json"}, read=READ_SECONDS)
        self.send_timeout = 2 * self._wire.longest
        self._chats: OrderedDict[str, str] = OrderedDict()
        self._version = ""
        self._takes_ids = self._ignored = False
        self._ask_at = self._open_until = 0.0
        self._asking = asyncio.Lock()

    @property
    def reserves_ids(self) -> bool:
        """False until Evolution has shown that it takes ids: one that is not honoured would never come back."""
        return self._takes_ids and not self._ignored

    async def ready(self) -> None:
        async with self._asking:  # whoever comes second waits for what the first one hears
            if time.monotonic() < self._ask_at:
                return
            self._ask_at = time.monotonic() + ASK_AGAIN
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEARN_SECONDS):
                    await self._learn()

    async def _learn(self) -> None:
        """The route that makes ids came with the field that takes them (2.4.0); the version says the same."""
        made = await self._ask_json("GET", f"/baileys/generateMessageID/{self._instance}")
        told = await self._ask_json("GET", "/")
        self._version = text_in(told, "version")[:40] or self._version
        found = _VERSION.match(self._version)
        new_enough = found is not None and tuple(map(int, found.groups())) >= _IDS_SINCE
        self._takes_ids = bool(text_in(made, "id")) or new_enough
        if made or told:
            self._ask_at = time.monotonic() + KNOWN_FOR

    def new_token(self) -> str:
        """An id as Baileys makes them: "3EB0" and 18 upper-case hexadecimal digits."""
        return "3EB0" + secrets.token_hex(9).upper()

    async def send(self, out: Outgoing) -> Sent:
        if phone_in({"to": out.to}, "to") != out.to:
            return Rejected("bad_number")
        if refused := refusal(out):
            return Rejected(refused)
        try:
            if (closed := await self._closed()) is not None:
                return closed
        except NeverLeftError as gone:
            return never_left(gone)
        except MayHaveLeftError as gone:
            return NotSent(str(gone))  # only asked how it is: the message has not left
        path, body = request_of(out, out.chat or self._chats.get(out.to) or out.to.lstrip("+"))
        token, media = out.token if self.reserves_ids else None, out.media is not None

        def read(answer: Answer) -> Sent:
            return read_answer(answer, token, media=media)

        sent = await self._wire.send(read, "POST", f"{path}/{self._instance}", json=body)
        if not isinstance(sent, Accepted):
            self._open_until = 0.0
        elif out.token is not None and sent.provider_id not in (None, out.token):
            self._ignored = True  # whatever version it says it is, it takes ids of its own
        return sent

    async def _closed(self) -> NotSent | None:
        """Why nothing can leave now; None when the instance is connected, or what it says is not understood.

        Raises NeverLeftError, MayHaveLeftError.
        """
        if time.monotonic() < self._open_until:
            return None
        answer = await self._state()
        if (sent := refused(answer)) is not None and sent.reason != "not_found":
            return sent
        told = mapping_in(answer.json(), "instance")
        if answer.status >= 500:
            return NotSent(f"http_{answer.status}")
        if answer.status != 200 or not told:
            return None
        health, reason = health_of(text_in(told, "state"))
        if health is not Health.WORKING:
            return NotSent("not_working", news=News("halted" if health is Health.HALTED else "down", reason))
        self._open_until = time.monotonic() + OPEN_FOR
        return None

    async def _state(self) -> Answer:
        return await self._wire.ask("GET", f"/instance/connectionState/{self._instance}")

    async def check_number(self, phone: str) -> NumberCheck:
        """Asks WhatsApp whether it knows a number, and remembers the chat that it is written to from then on."""
        digits = phone.lstrip("+")
        told = await self._ask_json("POST", f"/chat/whatsappNumbers/{self._instance}", {"numbers": [digits]})
        ours = [one for one in items_in(told) if text_in(one, "number").lstrip("+").partition("@")[0] == digits]
        exists = ours[0].get("exists") if ours else None
        if exists is not True:
            return NumberCheck(False if exists is False else None)
        jid = text_in(ours[0], "jid")
        number, alias = phone_of(jid), alias_of(jid) or alias_of(text_in(ours[0], "lid"))
        chat = jid_of(number) if number else alias
        if chat is not None:
            self._remember(phone, chat)
        return NumberCheck(True, chat, alias)

    async def look_up(self, sought: Sought) -> Found | None:
        chat = sought.chat or self._chats.get(sought.phone) or jid_of(sought.phone)
        return await Store(self._wire, self._instance).find(sought, chat, timedelta(seconds=self.send_timeout))

    async def check(self) -> ChannelCheck:
        try:
            answer = await self._state()
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        if (sent := refused(answer)) is not None and sent.news is not None:
            halted = sent.news.kind == "halted"
            return ChannelCheck(Health.HALTED if halted else Health.DOWN, sent.news.reason)
        told = mapping_in(answer.json(), "instance")
        if answer.status != 200 or not told:
            return ChannelCheck(Health.DOWN, f"http_{answer.status}")
        about = await self._about()
        health, reason = health_of(text_in(told, "state"), about.get("disconnectionReasonCode"))
        number = phone_of(text_in(about, "ownerJid"))
        await self.ready()
        return ChannelCheck(health, reason, number, text_in(about, "integration")[:40] or None, self._version or None)

    async def _about(self) -> Mapping[str, Any]:
        """The instance as Evolution lists it, with its own number; best effort. It may hold the instance's key."""
        told = await self._ask_json("GET", f"/instance/fetchInstances?instanceName={self._instance}")
        return next((one for one in items_in(told) if text_in(one, "ownerJid")), {})

    async def set_webhook(self, url: str, secret: str) -> str:
        """See `SetsWebhook`."""
        return await set_webhook(self._wire, self._instance, url, secret)

    async def close(self) -> None:
        await self._wire.close()

    def _remember(self, phone: str, chat: str) -> None:
        self._chats[phone] = chat
        self._chats.move_to_end(phone)
        if len(self._chats) > CHATS_KEPT:
            self._chats.popitem(last=False)

    async def _ask_json(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a question; None for anything but a good answer."""
        try:
            answer = await self._wire.ask(method, path, json=body)
        except (NeverLeftError, MayHaveLeftError):
            return None
        return answer.json() if 200 <= answer.status < 300 else None


class Evolution(Kind):
    """The kind "evolution". See `Kind`."""

    name = "evolution"
    title = "Evolution API"
    webhook_steps = (
        "In Evolution's manager open the instance, Events, Webhook: this address, the header authorization with Bearer and the"
        " secret, and the events MESSAGES_UPSERT, MESSAGES_UPDATE, SEND_MESSAGE, CONNECTION_UPDATE and QRCODE_UPDATED. Where no"
        " header can be given, add ?token= and the secret to the address."
    )
    fields = (
        Field("url", "address of Evolution API, such as http://127.0.0.1:8080"),
        Field(
            "key", "key of the instance (apikey); the global key works too, and can do more than is needed", secret=True
        ),
        Field("session", "name of the instance"),
    )
    default_pace = "10-14s"
    most_people = PHONE_LINKED

    def connect(self, account: Account) -> EvolutionDriver:
        return EvolutionDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        return opens(call, account.secret)

    def refuses(self, out: Outgoing, account: Account) -> str:
        return refusal(out)

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)

    def kept(self, body: str) -> str:
        """Without the instance's key, which Evolution puts in where AUTHENTICATION_EXPOSE_IN_FETCH_INSTANCES is on."""
        return _KEY_IN_BODY.sub(r'\1"***"', body)
