"""A pretend WhatsApp Cloud API: messages, media, a number's state, and webhooks signed as Meta signs them.

Here: routes, numbers, webhooks. Not here: what happens to a message (`relay`), JSON (`meta.shapes`), what a send may ask
(`meta.rules`). Free text to a person who has not written for 24 hours is taken, and fails later: as with Meta.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from core.sandbox.meta import shapes
from core.sandbox.meta.rules import Refused, Template, read_message
from core.sandbox.phones import Bubble, File, Phone, Tick
from core.sandbox.postman import Body, Hook
from core.sandbox.relay import Out, Relay

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
WINDOW = timedelta(hours=24)
TOKEN = "sandbox-cloud-token"  # noqa: S105 - of a pretend world
APP_SECRET = "sandbox-app-secret"  # noqa: S105


@dataclass(slots=True)
class Line:
    """One of the business's numbers. `status`, `quality`, `tier`, `may_send` as Meta spells them."""

    id: str
    number: str
    status: str = "CONNECTED"
    quality: str = "GREEN"
    tier: str = "TIER_2K"
    may_send: str = "AVAILABLE"
    wrote: dict[str, datetime] = field(default_factory=dict)


class CloudServer(Relay):
    """One WhatsApp business account. `key` is the access token, `app_secret` signs what is posted."""

    def __init__(
        self,
        *,
        key: str = TOKEN,
        app_secret: str = APP_SECRET,
        account: str = "1022",
        **more: Any,
    ) -> None:
        super().__init__(agent="facebookexternalua", **more)
        self.key, self.app_secret, self.account = key, app_secret, account
        self.tells_account = True
        self.lines: dict[str, Line] = {}
        self.templates: dict[tuple[str, str], Template] = {}
        self.files: dict[str, File] = {}

    def add_line(self, phone_number_id: str, number: str) -> Line:
        line = self.lines[phone_number_id] = Line(phone_number_id, "+" + number.lstrip("+"))
        return line

    def add_template(self, name: str, language: str = "en", places: int = 1, **more: Any) -> Template:
        template = self.templates[name, language] = Template(name, language, places, **more)
        return template

    def wrote(self, number: str, line: str | None = None) -> None:
        """The person wrote just now, though nothing is told of it: the window is open."""
        self.lines[line or self.first_line()].wrote[self.phones.get(number).number] = self.now()

    # -- webhooks

    def listen(self, url: str, secret: str) -> None:
        """Meta signs with the app's secret, whatever is said."""
        self.hooks = [self.hook(url)]

    def hook(self, url: str) -> Hook:
        """A subscriber: posts are tried again, as Meta does for days."""
        return Hook(url, self._signed, retries=(0.05, 0.2))

    async def subscribe(self, url: str, verify_token: str) -> bool:
        """Sets up a webhook as Meta does: a GET whose challenge must come back."""
        challenge = str(secrets.randbelow(10**10))
        query = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": challenge}
        async with aiohttp.ClientSession() as session, session.get(url, params=query) as answer:
            fine = answer.status == 200 and await answer.text() == challenge
        if fine:
            self.hooks.append(self.hook(url))
        return fine

    def _signed(self, raw: bytes, forged: bool) -> dict[str, str]:
        secret = self.app_secret + ("-wrong" if forged else "")
        return {"X-Hub-Signature-256": f"sha256={hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()}"}

    def change(self, field_name: str, value: dict[str, Any]) -> None:
        """Posts one change, as it is."""
        self.post(field_name, self._raw(field_name, value))

    def _raw(self, field_name: str, value: dict[str, Any]) -> bytes:
        return shapes.escaped(shapes.envelope(self.account, field_name, value))

    def tick_event(self, out: Out, tick: Tick) -> Body | None:
        status = shapes.status(out, tick, self.now())
        told = shapes.metadata(out.line, self.lines[out.line].number) | {"statuses": [status]}
        return self._raw("messages", told) if status is not None else None

    def answer_event(self, line: str, phone: Phone, bubble: Bubble) -> Body:
        self.lines[line].wrote[phone.number] = self.now()
        told = shapes.metadata(line, self.lines[line].number) | shapes.incoming(phone, bubble)
        return self._raw("messages", told)

    def type_on_phone(self, line: str, to: str, text: str) -> None:
        """A person types in the WhatsApp Business app: an echo."""
        echo = shapes.echo(self.lines[line].number, self.phones.get(to), text, self.new_id(), self.now())
        self.change("smb_message_echoes", shapes.metadata(line, self.lines[line].number) | {"message_echoes": [echo]})

    def prefer(self, number: str, stop: bool) -> None:
        """A person stops what advertises, or lets it come again, in WhatsApp's own menu."""
        line = self.first_line()
        told = shapes.preference(self.phones.get(number), stop, self.now())
        self.change("user_preferences", shapes.metadata(line, self.lines[line].number) | told)

    # -- the API

    def routes(self) -> list[web.RouteDef]:
        number = r"/{version:v\d+\.\d+}/{line}"
        return [
            web.post(f"{number}/messages", self._guarded(self.send)),
            web.post(f"{number}/media", self._guarded(self.upload)),
            web.get(rf"/{{version:v\d+\.\d+}}/{self.account}/message_templates", self.listed),
            web.get(number, self._guarded(self.about)),
        ]

    def new_id(self) -> str:
        return "wamid.HBgL" + secrets.token_hex(16).upper()

    def first_line(self) -> str:
        return next(iter(self.lines))

    def broken(self, body: Any) -> web.Response:
        return self.refusal(500)

    def refusal(self, status: int) -> web.Response:
        code = {401: 190, 403: 10, 404: 0, 429: 130429}.get(status, 1)
        if status == 404:
            return web.Response(status=404, text="<html>no such page", content_type="text/html")
        return web.json_response(shapes.error(code, "An unknown error occurred"), status=status)

    def _guarded(self, handler: Handler) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            given = request.headers.get("Authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self.key}".encode()):
                told = shapes.error(190, "Invalid OAuth access token - Cannot parse access token")
                return web.json_response(told, status=401)
            if request.match_info["line"] not in self.lines:
                told = shapes.error(100, "Unsupported request. Object does not exist", subcode=33)
                return web.json_response(told, status=400)
            try:
                return await handler(request)
            except Refused as no:
                return web.json_response(shapes.error(no.code, no.text), status=no.status)

        return handle

    async def send(self, request: web.Request) -> web.StreamResponse:
        line = self.lines[request.match_info["line"]]
        try:
            body = await request.json()
        except ValueError:
            raise Refused(100, "Invalid JSON") from None
        asked = read_message(body, self.templates, self.files)
        phone = self.phones.get(asked.to)
        if (early := await self.before(request, phone.number, body)) is not None:
            return early
        if line.status != "CONNECTED":
            raise Refused(133010, "Phone number not registered")
        failed = self._window_closed(line, phone) if asked.template is None else None
        out = self.leave(line.id, phone, asked.text, file=asked.file, mark=asked.mark, failed=failed)
        answer = web.json_response(shapes.accepted(asked.said_to, phone, out.id))
        return await self.after(request, phone.number, body, answer)

    def _window_closed(self, line: Line, phone: Phone) -> str | None:
        wrote = line.wrote.get(phone.number)
        return None if wrote is not None and self.now() - wrote < WINDOW else "131047"

    async def upload(self, request: web.Request) -> web.StreamResponse:
        if not request.content_type.startswith("multipart/"):
            raise Refused(100, "The parameter messaging_product is required.")
        form = await request.post()
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            raise Refused(100, "Param file must be a file with one of the following types")
        mime = str(form.get("type") or file.content_type)
        media_id = str(10**15 + secrets.randbelow(10**15))
        self.files[media_id] = File(shapes.kind_of_mime(mime), mime, file.file.read())
        return web.json_response({"id": media_id})

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """The account's templates, a page of them."""
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {self.key}".encode()):
            return web.json_response(shapes.error(190, "Invalid OAuth access token"), status=401)
        start, size = int(request.query.get("after") or 0), int(request.query.get("limit") or 25)
        every = [shapes.template(one) for one in self.templates.values()]
        told: dict[str, Any] = {
            "data": every[start : start + size],
            "paging": {"cursors": {"after": str(start + size)}},
        }
        if start + size < len(every):
            told["paging"]["next"] = "https://graph.example/next"
        return web.json_response(told)

    async def about(self, request: web.Request) -> web.StreamResponse:
        line = self.lines[request.match_info["line"]]
        known = shapes.about(line.id, line.number, line.status, line.quality, line.tier, line.may_send)
        if self.tells_account:
            known["whatsapp_business_account"] = {"id": self.account}
        asked = [name for name in request.query.get("fields", "id,display_phone_number").split(",") if name]
        if odd := [name for name in asked if name not in known]:
            raise Refused(100, f"(#100) Tried accessing nonexisting field ({odd[0]})")
        return web.json_response({name: known[name] for name in dict.fromkeys([*asked, "id"])})
