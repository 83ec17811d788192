"""WhatsApp Cloud API (Meta's Graph API): requests out, signatures in.

Here: the driver and its kind. Not here: bodies (`meta.sends`), what answers mean (`cloud.answers`), webhooks (`meta.events`).
The Graph API has no idempotency key and no look-up: what is unsure is settled by the receipt that gives our token back
(`biz_opaque_callback_data`), or by a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import aiohttp

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
    Media,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
)
from core.gateways.cloud.answers import code_of, is_unknown_number, read_answer, unwell
from core.gateways.meta.account import tier_of
from core.gateways.meta.events import read_events
from core.gateways.meta.sends import body_of, refusal
from core.gateways.meta.templates import read_templates
from core.gateways.reading import items_in, name_in, phone_in, ref_in, text_in
from core.gateways.signatures import same, signed
from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire, never_left, unreachable

READ_SECONDS = 30.0
GRAPH = "https://graph.facebook.com"
VERSION = "v24.0"
WINDOW = timedelta(hours=24)
PAIR_GAP = timedelta(seconds=6)
"""Meta takes one message each 6 s to the same person, with bursts that are paid back later (error 131056)."""

_LONGEST_CHALLENGE = 200
_STATES = {
    "CONNECTED": (Health.WORKING, ""),
    "FLAGGED": (Health.WORKING, "quality_low"),
    "RATE_LIMITED": (Health.DOWN, "rate_limited"),
    "RESTRICTED": (Health.DOWN, "account_restricted"),
    "PENDING": (Health.HALTED, "not_registered"),
    "DISCONNECTED": (Health.HALTED, "not_registered"),
    "UNVERIFIED": (Health.HALTED, "not_registered"),
    "MIGRATED": (Health.HALTED, "not_registered"),
    "DELETED": (Health.HALTED, "unknown_number"),
    "BANNED": (Health.HALTED, "account_disabled"),
}
_FIELDS = "display_phone_number,quality_rating,status,whatsapp_business_manager_messaging_limit,messaging_limit_tier"
_ASKED = (f"{_FIELDS},health_status", _FIELDS, "display_phone_number,quality_rating")
"""The most first: an older version knows fewer."""
_NEVER_LEFT_MOST = 3
_OF_TEMPLATES = {"fields": "name,language,status,components", "limit": "100"}
_MOST_PAGES = 20


class CloudDriver:
    """One phone number at Meta. See `Driver`."""

    reserves_ids = True

    def __init__(self, account: Account) -> None:
        self._version = quote(str(account.settings.get("version") or VERSION).strip("/"), safe=".")
        self._path = f"/{self._version}/{quote(account.sender, safe='')}"
        self._business_account = str(account.settings.get("business_account") or "").strip()
        headers = {"Authorization": f"Bearer {account.key.strip()}", "Accept": "application/json"}
        self._wire = Wire.of(account, headers, read=READ_SECONDS)
        self.send_timeout = self._wire.longest

    async def ready(self) -> None:
        return None

    def new_token(self) -> str:
        return "b" + secrets.token_hex(12)

    async def send(self, out: Outgoing) -> Sent:
        if refused := refusal(out):
            return Rejected(refused)
        media_id = None
        if out.media is not None:
            media_id, failed = await self._upload(out.media)
            if failed is not None:
                return failed
        return await self._wire.send(read_answer, "POST", f"{self._path}/messages", json=body_of(out, media_id))

    async def _upload(self, media: Media) -> tuple[str | None, Sent | None]:
        """The id of the file at Meta, or why there is none. The message itself has not left, whatever becomes of this."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", media.mime)
        form.add_field("file", media.data, filename=media.name, content_type=media.mime)
        try:
            answer = await self._wire.ask("POST", f"{self._path}/media", data=form)
        except NeverLeftError as gone:
            return None, never_left(gone)
        except MayHaveLeftError:
            return None, NotSent("media_failed", most=_NEVER_LEFT_MOST)
        found = ref_in(answer.json(), "id") if 200 <= answer.status < 300 else None
        if found is not None:
            return found, None
        sent = read_answer(answer)
        return None, sent if isinstance(sent, NotSent | Rejected) else NotSent("media_failed", most=_NEVER_LEFT_MOST)

    async def check_number(self, phone: str) -> NumberCheck:
        """Meta has no such question: a number that nobody has fails with 131026."""
        return NumberCheck(None)

    async def look_up(self, sought: Sought) -> Found | None:
        raise LookUpFailed("no_look_up")

    async def check(self) -> ChannelCheck:
        try:
            for asked in _ASKED:
                answer = await self._wire.ask("GET", self._path, query={"fields": asked})
                if code_of(answer) != 100 or is_unknown_number(answer):  # else this version does not know one of them
                    break
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        data = answer.json()
        if answer.status != 200 or not isinstance(data, dict) or "error" in data:
            return unwell(answer)
        word = text_in(data, "status").upper()
        health, reason = _STATES.get(word, (Health.DOWN, word.lower()[:40])) if word else (Health.WORKING, "")
        quality = text_in(data, "quality_rating").lower()
        if health is Health.WORKING and quality == "red":
            reason = "quality_low"
        return ChannelCheck(
            health,
            reason,
            phone_in(data, "display_phone_number"),
            limit=tier_of(data, "whatsapp_business_manager_messaging_limit", "messaging_limit_tier"),
            quality=quality if quality and quality != "unknown" else None,
            free=_free(text_in(data, "health_status", "can_send_message").upper()),
        )

    async def templates(self) -> list[Approved]:
        """See `core.gateways.telling.ListsTemplates`. The number's account holds them; where Meta does not say which that is,
        the setting "business_account" does."""
        path, query = (
            f"/{self._version}/{quote(await self._business(), safe='')}/message_templates",
            dict(_OF_TEMPLATES),
        )
        found: list[Mapping[str, Any]] = []
        for _ in range(_MOST_PAGES):
            data = await self._asked(path, query)
            found += items_in(data, "data")
            after = text_in(data, "paging", "cursors", "after")
            if not after or not text_in(data, "paging", "next"):
                break
            query["after"] = after
        return read_templates(found)

    async def _business(self) -> str:
        if self._business_account:
            return self._business_account
        data = await self._asked(self._path, {"fields": "whatsapp_business_account"})
        found = name_in(data, "whatsapp_business_account", "id")
        if not found:
            raise LookUpFailed("no_business_account")
        return found

    async def _asked(self, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """Raises LookUpFailed with the reason code that a check would give."""
        try:
            answer = await self._wire.ask("GET", path, query=query)
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status != 200 or not isinstance(data, dict) or "error" in data:
            raise LookUpFailed("no_business_account" if code_of(answer) == 100 else unwell(answer).reason)
        return data

    async def close(self) -> None:
        await self._wire.close()


def _free(word: str) -> bool | None:
    """Meta's word on whether the number may send: AVAILABLE, LIMITED or BLOCKED."""
    return word == "AVAILABLE" if word else None


class Cloud(Kind):
    """The kind "cloud". See `Kind`."""

    name = "cloud"
    title = "WhatsApp Cloud API"
    webhook_steps = (
        "In the Meta app open WhatsApp, Configuration, press Edit beside Webhook, paste the address as callback URL and the"
        " secret as verify token; then subscribe to the field messages."
    )
    fields = (
        Field("key", "access token of a system user who may use whatsapp_business_messaging", secret=True),
        Field("session", "phone number id, from the app's page WhatsApp > API Setup"),
        Field("app_secret", "app secret, from App settings > Basic: it signs what Meta posts to us", secret=True),
        Field("url", "address of the Graph API", required=False, default=GRAPH),
        Field("version", "version of the Graph API", required=False, default=VERSION),
        Field(
            "business_account", "WhatsApp business account id, where Meta does not tell it by itself", required=False
        ),
        Field("template", "approved template with one place, for people who did not write in 24 hours", required=False),
        Field("template_language", "language code of that template", required=False, default="en"),
    )
    default_pace = "0.1s"
    pair_gap = PAIR_GAP
    takes_templates = True
    body_limit = 3 * 1024 * 1024

    def connect(self, account: Account) -> CloudDriver:
        return CloudDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        """Whether `X-Hub-Signature-256` is the HMAC-SHA256 of the raw bytes, by the app secret or one of several."""
        given = call.headers.get("x-hub-signature-256", "")
        if not given.startswith("sha256="):
            return False
        known = str(account.settings.get("app_secret") or "").split(",")
        return any(signed(call.raw, given[7:], one.strip(), "sha256") for one in known)

    def greet(self, call: Call, account: Account) -> str | None:
        """Meta's GET when a webhook is set up: the challenge back, if it knows the verify token."""
        query = call.query
        if query.get("hub.mode") != "subscribe" or not same(query.get("hub.verify_token", ""), account.secret):
            return None
        challenge = query.get("hub.challenge", "")
        return challenge if 0 < len(challenge) <= _LONGEST_CHALLENGE and challenge.isprintable() else None

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)

    def window(self, account: Account) -> timedelta | None:
        return WINDOW

    def refuses(self, out: Outgoing, account: Account) -> str:
        return refusal(out)
