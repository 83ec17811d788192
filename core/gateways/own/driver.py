"""The kind "http": a service of your own that takes messages by a POST whose body you choose.

Here: the driver and its kind. Not here: what fills a body (`own.body`), what it may tell us (`own.events`). What Belfry
expects is written down for its author in README.md: 2xx with an id is taken; 400, 409, 413, 415 and 422 mean never; 401
and 403 the key; 404 and 405 nobody is there; 429, and 503 with Retry-After, later; anything else, nobody knows.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from core.errors import BadSetting
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
    News,
    NotSent,
    NumberCheck,
    Outgoing,
    Rejected,
    Sent,
    Sought,
    Unsure,
)
from core.gateways.own.body import TEMPLATE, fill, find, mentions
from core.gateways.own.events import STAGES, read_events
from core.gateways.reading import LONGEST_REF, clean
from core.gateways.signatures import signed
from core.gateways.wire import Answer, MayHaveLeftError, NeverLeftError, Wire, unreachable

READ_SECONDS = 30.0
SLOW_DOWN_SECONDS = 60.0
SIGNATURE = "x-belfry-signature"
_KINDS_OF_FILES = frozenset({"image", "video", "document", "audio"})


class OwnDriver:
    """One sender at a service of one's own. See `Driver`."""

    def __init__(self, account: Account) -> None:
        settings = account.settings
        self._account = account
        self._template = _json_setting(settings, "body", TEMPLATE)
        self.reserves_ids = mentions(self._template, "token")
        self._id_path = str(settings.get("id_path") or "$.id")
        self._look_up_path, self._check_path = (
            str(settings.get("look_up_path") or ""),
            str(settings.get("check_path") or ""),
        )
        parts = urlsplit(account.url)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        header = str(settings.get("key_header") or "Authorization")
        key = account.key.strip()
        headers = {header: f"Bearer {key}" if header.lower() == "authorization" else key} if key else {}
        origin = Account(f"{parts.scheme}://{parts.netloc}", "", "", "", settings)
        self._wire = Wire.of(origin, headers | {"Accept": "application/json"}, read=READ_SECONDS)
        self.send_timeout = self._wire.longest

    async def ready(self) -> None:
        return None

    def new_token(self) -> str:
        return "b" + secrets.token_hex(12)

    async def send(self, out: Outgoing) -> Sent:
        if refused := _refusal(out, self._template):
            return Rejected(refused)
        body = fill(self._template, out, self._account.sender)
        return await self._wire.send(lambda answer: read_answer(answer, self._id_path), "POST", self._path, json=body)

    async def check_number(self, phone: str) -> NumberCheck:
        return NumberCheck(None)

    async def look_up(self, sought: Sought) -> Found | None:
        """Where a path for it is set: `{token}` stands for ours, `{id}` for theirs, or ours where theirs is not known.
        404 with JSON: it is not there.
        """
        wanted = sought.token if "{token}" in self._look_up_path else sought.ref or sought.token
        if not self._look_up_path or not wanted:
            raise LookUpFailed("no_look_up")
        path = self._look_up_path.replace("{id}", quote(wanted, safe="")).replace("{token}", quote(wanted, safe=""))
        try:
            answer = await self._wire.ask("GET", path)
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        if answer.status == 404 and isinstance(data, Mapping):
            return None
        stage = (
            STAGES.get(str(data.get("status")).lower()) if isinstance(data, Mapping) and answer.status == 200 else None
        )
        if stage is None:
            raise LookUpFailed(f"http_{answer.status}")
        return Found(stage, _id(find(data, self._id_path)) or sought.ref)

    async def check(self) -> ChannelCheck:
        """Where a path for it is set: any 2xx is well. Without one nothing can be asked, and nothing is wrong."""
        if not self._check_path:
            return ChannelCheck(Health.WORKING)
        try:
            answer = await self._wire.ask("GET", self._check_path)
        except (NeverLeftError, MayHaveLeftError) as gone:
            return unreachable(gone)
        if answer.status in (401, 403):
            return ChannelCheck(Health.HALTED, "bad_key")
        return (
            ChannelCheck(Health.WORKING) if answer.status < 300 else ChannelCheck(Health.DOWN, f"http_{answer.status}")
        )

    async def close(self) -> None:
        await self._wire.close()


def read_answer(answer: Answer, id_path: str) -> Sent:
    """What an answer says, as README.md asks it of the service."""
    status = answer.status
    if 200 <= status < 300:
        ref = _id(find(answer.json(), id_path))
        return Accepted(ref) if ref is not None else Unsure("no_id")
    if status in (401, 403):
        return NotSent("bad_key", news=News("halted", "bad_key"))
    if status in (404, 405):
        return NotSent("not_found", news=News("down", "not_found"))
    seconds = answer.retry_after()
    if status == 429:
        seconds = SLOW_DOWN_SECONDS if seconds is None else seconds
        return NotSent("slow_down", retry_after=seconds, news=News("slow_down", "http_429", seconds))
    if status == 503 and seconds is not None:
        return NotSent("not_well", retry_after=seconds, news=News("down", "not_well"))
    if 300 <= status < 400:
        return NotSent("redirected", news=News("halted", "bad_url"))
    return Rejected("refused_by_provider") if status in (400, 409, 413, 415, 422) else Unsure(f"http_{status}")


def _id(found: Any) -> str | None:
    """An id as text; a whole number is one too."""
    told = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
    told = clean(told) if isinstance(told, str) else ""
    return told if 0 < len(told) <= LONGEST_REF and told.isprintable() else None


def _refusal(out: Outgoing, template: Any) -> str:
    """See `Kind.refuses`. `template`: of the body; only one that has a place for a file takes one."""
    takes = mentions(template, "media_base64") or mentions(template, "media_url")
    odd = out.media is not None and (not takes or out.media.kind not in _KINDS_OF_FILES)
    if odd or out.template is not None:
        return "cannot_send_this"
    fetched = out.media is not None and out.media.url is None and not mentions(template, "media_base64")
    return "media_needs_public_url" if fetched else ""


def _json_setting(settings: Mapping[str, Any], name: str, default: str) -> Any:
    try:
        return json.loads(str(settings.get(name) or default))
    except (ValueError, RecursionError) as error:
        raise BadSetting("bad_setting", name=name, hint="JSON, with words in braces such as {to} and {text}") from error


class Own(Kind):
    """The kind "http". See `Kind`."""

    name = "http"
    title = "Your own service (http)"
    webhook_steps = (
        "Have your service post its receipts and answers to this address, as the README of the gateways says."
    )
    fields = (
        Field("url", "address to which each message is posted"),
        Field("key", "your service's key, if it wants one", secret=True, required=False),
        Field("key_header", "header that the key goes in", required=False, default="Authorization"),
        Field(
            "body", "JSON to post: {to} {text} {token} {sender} {reply_to} {media_url} {media_base64}…", required=False
        ),
        Field("id_path", "where the answer has the message's id, as a JSONPath", required=False, default="$.id"),
        Field("look_up_path", "path that tells how far a message came, with {id} or {token} in it", required=False),
        Field("check_path", "path that answers 2xx while your service is well", required=False),
        Field("session", "the sender's name at your service; * if it has but one", required=False, default="*"),
    )
    default_pace = "0s"
    most_people = PHONE_LINKED

    def connect(self, account: Account) -> OwnDriver:
        return OwnDriver(account)

    def verify(self, call: Call, account: Account) -> bool:
        """Whether `X-Belfry-Signature` is "sha256=" and the HMAC-SHA256 of the raw bytes."""
        given = call.headers.get(SIGNATURE, "")
        return given.startswith("sha256=") and signed(call.raw, given[7:], account.secret, "sha256")

    def refuses(self, out: Outgoing, account: Account) -> str:
        return _refusal(out, _json_setting(account.settings, "body", TEMPLATE))

    def read_events(self, payload: Any) -> list[Event]:
        return read_events(payload)
