"""WAHA (devlikeapro/waha), the self-hosted WhatsApp HTTP API: requests out, signatures in. All four of its engines.

Here: the driver and its kind. Not here: what answers mean (`waha_answers`), what an engine can (`waha_engines`), events
(`waha_events`), ids (`waha_ids`). Settings: "timeout", "connect_timeout" (seconds); "engine" WEBJS
or WPP, to trust in no id of ours whatever WAHA says of itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from core.errors import BadSetting
from core.gateways.base import (
    Accepted,
    Account,
    ChannelCheck,
    Event,
    Health,
    LookUpFailed,
    News,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Stage,
    Unsure,
)
from core.gateways.waha_answers import read_answer
from core.gateways.waha_engines import ENGINES_OF_THE_WEB, Engine
from core.gateways.waha_events import read_events
from core.gateways.waha_ids import (
    ack_of,
    alias_of,
    chat_of,
    health_of,
    id_in,
    phone_of,
    restriction_of,
    stage_of,
    text_in,
)
from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire

CONNECT_SECONDS = 5.0
READ_SECONDS = 60.0
"""WAHA itself waits up to 15 s for a session and longer for WhatsApp: less would only make more answers unsure."""

LONGEST_SECONDS = 600.0
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
        settings = account.settings
        connect = _seconds(settings, "connect_timeout", CONNECT_SECONDS)
        read = _seconds(settings, "timeout", READ_SECONDS)
        headers = {"X-Api-Key": account.key.strip(), "Accept": "application/json"}
        self._wire = Wire(account.url, headers, connect=connect, read=read)
        self.send_timeout = self._wire.longest
        self._chats: dict[str, str] = {}
        self._engine = Engine()
        self._ignored = str(settings.get("engine") or "").upper() in ENGINES_OF_THE_WEB
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
        body = {"session": self._account.sender, "chatId": chat, "text": out.text, "linkPreview": False}
        if out.token is not None:
            body["id"] = out.token
        try:
            answer = await self._wire.ask("POST", "/api/sendText", json=body)
        except NeverLeftError as gone:
            reason = str(gone)
            health = "halted" if reason in ("bad_key", "bad_url") else "down"
            return NotSent(reason, news=News(health, reason))
        except MayHaveLeftError as gone:
            return Unsure(str(gone))
        sent = read_answer(answer, out.token if self.reserves_ids else None)
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

    async def look_up(self, ref: str, phone: str) -> Stage | None:
        """Asks the session's store. NOWEB needs `config.noweb.store.enabled`, GOWS `gows.storage.messages`."""
        await self.ready()
        chats = dict.fromkeys((self._chats.get(phone) or chat_of(phone) or "", chat_of(phone) or ""))
        paths = self._engine.message_paths(self._session_path, ref, [chat for chat in chats if chat])
        if not paths:
            raise LookUpFailed("engine")
        for path in paths:
            if (found := await self._stage_at(path, ref)) is not None:
                return found
        return None

    async def _stage_at(self, path: str, ref: str) -> Stage | None:
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
        return stage_of(ack_of(data)) or Stage.SENT

    async def check(self) -> ChannelCheck:
        try:
            answer = await self._wire.ask("GET", f"/api/sessions/{self._session_path}")
        except (NeverLeftError, MayHaveLeftError) as gone:
            halted = str(gone) in ("bad_key", "bad_url")
            return ChannelCheck(Health.HALTED if halted else Health.DOWN, str(gone))
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


def _seconds(settings: Mapping[str, Any], name: str, default: float) -> float:
    """A time limit from the account's settings. Raises BadSetting."""
    try:
        seconds = float(settings.get(name, default))
    except (TypeError, ValueError):
        seconds = 0.0
    if not 0 < seconds <= LONGEST_SECONDS:
        raise BadSetting("bad_setting", name=name, hint=f"seconds, up to {LONGEST_SECONDS:.0f}")
    return seconds


class Waha:
    """The kind "waha". See `Kind`."""

    name = "waha"
    needs: Mapping[str, str] = {
        "url": "address of the WAHA server, such as http://127.0.0.1:3000",
        "key": "WAHA's API key (X-Api-Key); one that may only read and send in this session is enough",
        "session": "name of the WAHA session",
    }
    default_pace = "12s"

    def connect(self, account: Account) -> WahaDriver:
        return WahaDriver(account)

    def verify(self, raw: bytes, headers: Mapping[str, str], secret: str) -> bool:
        """Whether `X-Webhook-Hmac` is the HMAC-SHA512 of the raw bytes. Without a secret nothing is."""
        told = {name.lower(): value for name, value in headers.items()}
        if not secret or told.get("x-webhook-hmac-algorithm", "").lower() != "sha512":
            return False
        expected = hmac.new(secret.encode(), raw, hashlib.sha512).hexdigest()
        given = told.get("x-webhook-hmac", "").lower()
        return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape"))

    def read_events(self, payload: Mapping[str, Any]) -> list[Event]:
        return read_events(payload)
