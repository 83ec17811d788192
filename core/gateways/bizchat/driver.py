"""BizChat, and the WhatsJet engine under it: a reseller's API over WhatsApp's Cloud API.

Here: the driver and its kind. Not here: what answers mean (`bizchat.answers`), webhooks (`bizchat.events`). Rules: part
B of the contract page. It takes no token of ours and no idempotency key: what is unsure is a person's to settle. The
token goes in a header or in the address: there it never reaches a log, as `wire` names no address.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from core.gateways.base import (
    ANY_SENDER,
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
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
    Stage,
    Template,
)
from core.gateways.bizchat.answers import door, failure_in, read_answer, status_in
from core.gateways.bizchat.events import STAGES, read_events
from core.gateways.meta.codes import code_in, reason_of
from core.gateways.meta.sends import plain, refusal
from core.gateways.meta.templates import read_templates
from core.gateways.reading import items_in, text_in
from core.gateways.signatures import same
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire, unreachable

READ_SECONDS = 45.0
API = "https://bizchatapi.in/api"
WINDOW = timedelta(hours=24)
PAIR_GAP = timedelta(seconds=6)
KINDS_OF_FILES = frozenset({"image", "video", "document"})


class BizChatDriver:
    """One number of one vendor account. See `Driver`."""

    reserves_ids = False

    def __init__(self, account: Account) -> None:
        self._account = account
        self._path = f"/{quote(str(account.settings.get('vendor_uid') or ''), safe='')}/contact"
        token, headers = account.key.strip(), {"Accept": "application/json"}
        self._query: dict[str, str] = {}
        if account.settings.get("token_in") == "query":
            self._query["token"] = token
        else:
            headers["Authorization"] = f"Bearer {token}"
        self._wire = Wire.of(account, headers, read=READ_SECONDS)
        self.send_timeout = self._wire.longest

    async def ready(self) -> None:
        return None

    def new_token(self) -> str:
        return "b" + secrets.token_hex(12)

    async def send(self, out: Outgoing) -> Sent:
        if refused := _refusal(out):
            return Rejected(refused)
        path, body = self._request_of(out)
        return await self._wire.send(read_answer, "POST", self._path + path, query=self._query, json=body)

    def _request_of(self, out: Outgoing) -> tuple[str, dict[str, Any]]:
        body: dict[str, Any] = {"phone_number": out.to.lstrip("+")}
        if self._account.sender not in ("", ANY_SENDER):
            body["from_phone_number_id"] = self._account.sender
        if out.template is not None:
            return "/send-template-message", body | _template_of(out.template, out.media)
        if out.media is not None:
            file = {"media_type": out.media.kind, "media_url": out.media.url, "caption": out.text}
            return "/send-media-message", body | file | {"file_name": out.media.name}
        return "/send-message", body | {"message_body": out.text}

    async def check_number(self, phone: str) -> NumberCheck:
        return NumberCheck(None)

    async def look_up(self, sought: Sought) -> Found | None:
        """By the id that WhatsApp gave; newer engines only."""
        if sought.ref is None:
            raise LookUpFailed("no_id")
        try:
            answer = await self._ask("GET", "/message-status", {"wamid": sought.ref})
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status == 200 and isinstance(data, Mapping):
            word = status_in(data).lower()
            if (stage := STAGES.get(word)) is not None:
                failed = stage is Stage.FAILED
                return Found(stage, sought.ref, reason_of(code_in(text_in(data, "message"))) if failed else "")
            if failure_in(data) and "not found" in text_in(data, "message").lower():
                return None
        raise LookUpFailed(f"http_{answer.status}")

    async def check(self) -> ChannelCheck:
        try:
            answer = await self._ask("GET", "/template-list")
            if answer.status == 404:  # older engines have no such list
                answer = await self._ask("GET", "s", {"page": "1", "limit": "1"})
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        return door(answer)

    async def templates(self) -> list[Approved]:
        """See `core.gateways.telling.ListsTemplates`. What the vendor's list says of each is documented nowhere: their names,
        and their words where it has them as Meta does."""
        try:
            answer = await self._ask("GET", "/template-list")
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        how, data = door(answer), answer.json()
        if answer.status == 404 or how.health is not Health.WORKING:
            raise LookUpFailed(how.reason)
        lists = (items_in(data, *path) for path in (("data",), ("templates",), ("data", "templates")))
        found = [one for each in lists for one in each if text_in(one, "status")]
        return read_templates(found or (items_in({"data": data}, "data") if isinstance(data, list) else ()))

    async def close(self) -> None:
        await self._wire.close()

    async def _ask(self, method: str, path: str, query: Mapping[str, str] | None = None) -> Answer:
        return await self._wire.ask(method, self._path + path, query={**(query or {}), **self._query})


def _refusal(out: Outgoing) -> str:
    """See `Kind.refuses`."""
    media = out.media
    if media is not None and media.kind not in KINDS_OF_FILES:
        return "cannot_send_this"
    return "media_needs_public_url" if media is not None and media.url is None else refusal(out)


def _template_of(template: Template, media: Media | None) -> dict[str, Any]:
    """`field_1`… are the body's places, `button_0`… the links'. The vendor replaces words in braces by the contact's
    data.
    """
    told: dict[str, Any] = {"template_name": template.name, "template_language": template.language}
    told |= {f"field_{index}": _braceless(value) for index, value in enumerate(template.values, 1)}
    told |= {f"button_{index}": value for index, value in enumerate(template.buttons)}
    if template.header is not None:
        told["header_field_1"] = _braceless(template.header)
    if media is not None:
        told[f"header_{media.kind}"] = media.url
        if media.kind == "document":
            told["header_document_name"] = media.name
    return told


def _braceless(value: str) -> str:
    return plain(value).replace("{", "(").replace("}", ")")


class BizChat(Kind):
    """The kind "bizchat". See `Kind`."""

    name = "bizchat"
    title = "BizChat"
    webhook_steps = (
        "In BizChat's page API access switch the webhook on, paste the address, and press Verify Webhook; the secret goes into"
        " the header that you named, if you named one."
    )
    fields = (
        Field("vendor_uid", "vendor uid, from the page API access of your BizChat account"),
        Field("key", "access token from the same page", secret=True),
        Field("url", "address of the API, up to and with /api", required=False, default=API),
        Field(
            "session",
            "from_phone_number_id; * for the default number there",
            required=False,
            default=ANY_SENDER,
        ),
        Field("token_in", "where the token goes", required=False, default="header", choices=("header", "query")),
        Field("webhook_header", "header in which your BizChat sends the webhook secret, if it can", required=False),
        Field("template", "approved template with one place, for people who did not write in 24 hours", required=False),
        Field("template_language", "language code of that template", required=False, default="en"),
    )
    default_pace = "0.1s"
    pair_gap = PAIR_GAP
    takes_templates = True

    def connect(self, account: Account) -> BizChatDriver:
        return BizChatDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        """BizChat signs nothing: the address is the secret, and a header where one can be set."""
        header = str(account.settings.get("webhook_header") or "").lower()
        return same(call.headers.get(header, ""), account.secret) if header else bool(account.secret)

    def greet(self, call: Call, account: Account) -> str | None:
        """Its button "Verify Webhook" asks by GET, and wants a 200."""
        return "ok"

    def refuses(self, out: Outgoing, account: Account) -> str:
        return _refusal(out)

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)

    def window(self, account: Account) -> timedelta | None:
        return WINDOW
