"""WAHA (devlikeapro/waha), the self-hosted WhatsApp HTTP API: requests out, signatures in. All four of its engines.

Here: the driver and its kind. Not here: what answers mean (`waha.answers`), what an engine can (`waha.engines`), events
(`waha.events`), ids (`waha.ids`), what a send asks (`waha.sends`). Settings: "engine" WEBJS or WPP, to trust in no id of ours
whatever WAHA says of itself; time limits as in `wire`.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping
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
    LookUpFailed,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
    Stage,
)
from core.gateways.fields import TIMES
from core.gateways.reading import text_in
from core.gateways.signatures import signed
from core.gateways.waha.answers import read_answer
from core.gateways.waha.engines import ENGINES_OF_THE_WEB, Engine
from core.gateways.waha.events import read_events
from core.gateways.waha.ids import ack_of, chat_of, health_of, id_in, restriction_of, stage_of
from core.gateways.waha.sends import refusal, request_of
from core.gateways.waha.webhook import set_webhook
from core.gateways.whatsapp import alias_of, phone_of
from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire, unreachable

READ_SECONDS = 60.0
"""WAHA itself waits up to 15 s for a session and longer for WhatsApp: less would only make more answers unsure."""

CHATS_KEPT = 10_000
LEARN_SECONDS = 3.0
KNOWN_FOR = 60.0
"""After so many seconds WAHA is asked again which engine it runs: somebody may have started it with another."""

ASK_AGAIN = 5.0


class WahaDriver:
    """One WAHA session. See `Driver`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._session_path = quote(account.sender, safe="")
        headers = {"X-Api-Key": account.key.strip(), "Accept": "application/json"}
        self._wire = Wire.of(account, headers, read=READ_SECONDS)
        self.send_timeout = self._wire.longest
        self._chats: dict[str, str] = {}
        self._engine = Engine()
        self._ignored = str(account.settings.get("engine") or "").upper() in ENGINES_OF_THE_WEB
        self._ask_at = 0.0
        self._asking = asyncio.Lock()

    @property
    def reserves_ids(self) -> bool:
        """False until WAHA has said engine and version: an id that is not honoured would never come back."""
        return self._engine.takes_ids and not self._ignored

    async def ready(self) -> None:
        async with self._asking:  # whoever comes second waits for what the first one hears
            if time.monotonic() < self._ask_at:
                return
            self._ask_at = time.monotonic() + ASK_AGAIN
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEARN_SECONDS):
                    session = await self._ask_json(f"/api/sessions/{self._session_path}")
                    await self._learn(text_in(session, "engine", "engine"))

    def new_token(self) -> str:
        """A raw id as WhatsApp's own clients make them: "3EB0" and 18 upper-case hexadecimal digits."""
        return "3EB0" + secrets.token_hex(9).upper()

    async def send(self, out: Outgoing) -> Sent:
        chat = out.chat or self._chats.get(out.to) or chat_of(out.to)
        if chat is None:
            return Rejected("bad_number")
        if refused := refusal(out):
            return Rejected(refused)
        path, body = request_of(out, chat, self._account.sender)
        token = out.token if self.reserves_ids else None
        sent = await self._wire.send(lambda answer: read_answer(answer, token), "POST", path, json=body)
        if isinstance(sent, Accepted) and out.token is not None and sent.provider_id not in (None, out.token):
            self._ignored = True  # whatever engine it says it is, it takes ids of its own
        return sent

    async def check_number(self, phone: str) -> NumberCheck:
        """Asks WhatsApp whether it knows a number, and remembers the chat that it is written to from then on.

        The canonical chat differs from the dialled number in Brazil, Mexico and Argentina. `pn` goes before `chatId`,
        which may be a hidden id.
        """
        query = {"phone": phone.lstrip("+"), "session": self._account.sender}
        data = await self._ask_json("/api/contacts/check-exists", query)
        exists = data.get("numberExists")
        if exists is not True:
            return NumberCheck(False if exists is False else None)
        told = (text_in(data, "pn"), text_in(data, "chatId"))
        alias = next((alias for name in told if (alias := alias_of(name))), None)
        number = next((found for name in told if (found := phone_of(name))), None)
        chat = (chat_of(number) if number else None) or alias
        if chat is not None:
            self._remember(phone, chat)
        return NumberCheck(True, chat, alias or await self._hidden_id(number or phone))

    async def _hidden_id(self, phone: str) -> str | None:
        """The hidden id of a number: the events of WEBJS and WPP may name the person by it and by nothing else."""
        told = await self._ask_json(f"/api/{self._session_path}/lids/pn/{phone.lstrip('+')}")
        return alias_of(text_in(told, "lid"))

    async def look_up(self, sought: Sought) -> Found | None:
        """Asks the session's store. NOWEB needs `config.noweb.store.enabled`, GOWS `gows.storage.messages`."""
        await self.ready()
        ref, phone = sought.ref or sought.token, sought.phone
        chats = dict.fromkeys((self._chats.get(phone) or chat_of(phone) or "", chat_of(phone) or ""))
        paths = self._engine.message_paths(self._session_path, ref, [chat for chat in chats if chat]) if ref else []
        if not paths or not ref:
            raise LookUpFailed("engine")
        for path in paths:
            if (found := await self._found_at(path, ref)) is not None:
                return found
        return None

    async def _found_at(self, path: str, ref: str) -> Found | None:
        try:
            answer = await self._wire.ask("GET", path)
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status == 404 and text_in(data, "message") == "Message not found":
            return None
        found = id_in(data) if isinstance(data, dict) and answer.status == 200 else None
        if found is None or found.raw != ref or found.from_me is False:
            raise LookUpFailed(f"http_{answer.status}")
        # PENDING (0) stays on NOWEB although delivered: being in the store is what says that it left.
        return Found(stage_of(ack_of(data)) or Stage.SENT, ref)

    async def check(self) -> ChannelCheck:
        try:
            answer = await self._wire.ask("GET", f"/api/sessions/{self._session_path}")
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        if answer.status in (401, 403):
            return ChannelCheck(Health.HALTED, "bad_key")
        data = answer.json()
        if answer.status == 404 and text_in(data, "message") == "Session not found":
            return ChannelCheck(Health.HALTED, "unknown_session")
        status = text_in(data, "status")
        if answer.status != 200 or not status:
            return ChannelCheck(Health.DOWN, f"http_{answer.status}")
        health, reason = health_of(status)
        if health is Health.WORKING:
            reason = restriction_of(data.get("me"))
        await self._learn(text_in(data, "engine", "engine"))
        number = phone_of(text_in(data, "me", "id"))
        return ChannelCheck(health, reason, number, self._engine.name or None, self._engine.version or None)

    async def set_webhook(self, url: str, secret: str) -> str:
        """See `core.gateways.telling.SetsWebhook`. Restarts the session."""
        return await set_webhook(self._wire, f"/api/sessions/{self._session_path}", url, secret)

    async def close(self) -> None:
        await self._wire.close()

    def _remember(self, phone: str, chat: str) -> None:
        self._chats.pop(phone, None)
        self._chats[phone] = chat
        if len(self._chats) > CHATS_KEPT:
            del self._chats[next(iter(self._chats))]

    async def _learn(self, engine: str) -> None:
        """Engine and version, best effort: the session names its engine, the server its version."""
        told = await self._ask_json("/api/server/version")
        engine, version = engine or text_in(told, "engine"), text_in(told, "version")
        if engine and version:
            self._ask_at = time.monotonic() + KNOWN_FOR
        self._engine = self._engine.told(engine, version)

    async def _ask_json(self, path: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """The JSON object of a question; empty for anything else."""
        try:
            answer = await self._wire.ask("GET", path, query=query)
        except (NeverLeftError, MayHaveLeftError):
            return {}
        data = answer.json()
        return data if answer.status == 200 and isinstance(data, dict) else {}


class Waha(Kind):
    """The kind "waha". See `Kind`."""

    name = "waha"
    title = "WAHA"
    webhook_steps = (
        "In WAHA's dashboard open the session, add a webhook with this address, put the secret into its HMAC key, and choose"
        " the events message.any, message.ack and session.status."
    )
    fields = (
        Field("url", "address of the WAHA server, such as http://127.0.0.1:3000"),
        Field(
            "key", "WAHA's API key (X-Api-Key); one that may only read and send in this session is enough", secret=True
        ),
        Field("session", "name of the WAHA session"),
    )
    unasked = (*TIMES, Field("engine", "WEBJS or WPP, where WAHA itself does not say so", required=False))
    default_pace = "10-14s"
    most_people = PHONE_LINKED

    def connect(self, account: Account) -> WahaDriver:
        return WahaDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        """Whether `X-Webhook-Hmac` is the HMAC-SHA512 of the raw bytes. Without a secret nothing is.

        The header that names the algorithm may have been lost on the way; another algorithm than this one is refused.
        """
        if call.headers.get("x-webhook-hmac-algorithm", "sha512").lower() != "sha512":
            return False
        return signed(call.raw, call.headers.get("x-webhook-hmac", ""), account.secret, "sha512")

    def refuses(self, out: Outgoing, account: Account) -> str:
        return refusal(out)

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)
