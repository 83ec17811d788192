"""A pretend BizChat: the WhatsJet engine's contact API, and its webhook, as odd as they are. Nothing is retried or
signed.

Here: routes and JSON. Not here: what happens to a message (`relay`). Failures come with 200 and a sentence; media are
fetched from their address by `fetch`.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web

from core.sandbox.meta import shapes
from core.sandbox.phones import Bubble, File, Phone, Tick, digits_of
from core.sandbox.postman import Body, Hook
from core.sandbox.provider import read_body
from core.sandbox.relay import Out, Relay

Handler = Callable[[web.Request, dict[str, Any]], Awaitable[web.Response]]
Fetch = Callable[[str], Awaitable[bytes]]
TOKEN = "sandbox-bizchat-token"  # noqa: S105 - of a pretend world
_WORDS = {Tick.SERVER: "sent", Tick.DEVICE: "delivered", Tick.READ: "read", Tick.ERROR: "failed"}
_MEDIA = ("image", "video", "document")


async def fetch_over_http(url: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        answer.raise_for_status()
        return await answer.read()


class BizChatServer(Relay):
    """One vendor's account. `set_up`: its Cloud API is configured; `old`: an engine without message-status and
    template-list.
    """

    def __init__(
        self,
        *,
        key: str = TOKEN,
        vendor: str = "5f1c-vendor",
        line: str = "1065",
        fetch: Fetch = fetch_over_http,
        **more: Any,
    ) -> None:
        super().__init__(agent="GuzzleHttp/7", **more)
        self.key, self.vendor, self.line, self.number = key, vendor, line, "+910000000000"
        self.templates: dict[str, str] = {}
        self.set_up, self.old = True, False
        self._fetch = fetch

    def listen(self, url: str, secret: str) -> None:
        self.hooks = [self.hook(url, "X-Belfry-Key", secret)]

    def hook(self, url: str, header: str = "", secret: str = "") -> Hook:
        """A subscriber: what it does not take is lost."""

        def headers(_raw: bytes, forged: bool) -> dict[str, str]:
            return {header: secret + ("x" if forged else "")} if header else {}

        return Hook(url, headers)

    def routes(self) -> list[web.RouteDef]:
        start = "/api/{vendor}/contact"
        return [
            web.post(f"{start}/send-message", self._guarded(self._send_text)),
            web.post(f"{start}/send-media-message", self._guarded(self._send_media)),
            web.post(f"{start}/send-template-message", self._guarded(self._send_template)),
            web.get(f"{start}/message-status", self._guarded(self._status)),
            web.get(f"{start}/template-list", self._guarded(self._templates)),
            web.get("/api/{vendor}/contacts", self._guarded(self._contacts)),
        ]

    def new_id(self) -> str:
        return "wamid.HBgM" + secrets.token_hex(16).upper()

    def first_line(self) -> str:
        return self.line

    def refusal(self, status: int) -> web.Response:
        if status == 404:
            return web.Response(status=404, text="<html>not here", content_type="text/html")
        return web.json_response({"message": "Server Error"}, status=status)

    def _guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            given = bearer or request.query.get("token", "")
            if not hmac.compare_digest(given.encode(), self.key.encode()):
                return web.json_response({"message": "Unauthenticated."}, status=401)
            if request.match_info["vendor"] != self.vendor:
                return web.json_response({"message": "Vendor not found"}, status=404)
            if not self.set_up:
                return web.json_response(_failed("Please complete your WhatsApp Cloud API Setup first"))
            return await handler(request, await read_body(request) if request.method == "POST" else {})

        return handle

    async def _send_text(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        return await self._leave(request, body, str(body.get("message_body") or ""), ("message_body",))

    async def _send_media(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        if body.get("media_type") not in _MEDIA:
            return _invalid("media_type", "The selected media type is invalid.")
        if not re.match(r"https?://", str(body.get("media_url") or "")):
            return _invalid("media_url", "The media url must be a valid URL.")
        file = File(str(body["media_type"]), "application/octet-stream", await self._fetch(str(body["media_url"])))
        return await self._leave(request, body, str(body.get("caption") or ""), (), file)

    async def _send_template(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        text = self.templates.get(str(body.get("template_name")))
        if text is None:
            return web.json_response(_failed("(#132001) Template name does not exist in the translation"))
        for name, value in body.items():
            if name.startswith("field_"):
                text = text.replace("{{" + name.removeprefix("field_") + "}}", str(value))
        if "{{" in text:
            return web.json_response(
                _failed("(#132000) Number of parameters does not match the expected number of params")
            )
        return await self._leave(request, body, text, ("template_name", "template_language"))

    async def _leave(
        self, request: web.Request, body: dict[str, Any], text: str, needs: tuple[str, ...], file: File | None = None
    ) -> web.Response:
        for name in ("phone_number", *needs):
            if not body.get(name):
                return _invalid(name, f"The {name.replace('_', ' ')} field is required.")
        phone = self.phones.get(str(body["phone_number"]))
        if (early := await self.before(request, phone.number, body)) is not None:
            return early
        out = self.leave(str(body.get("from_phone_number_id") or self.line), phone, text, file=file)
        data = {
            "log_uid": secrets.token_hex(8),
            "phone_number": digits_of(phone.number),
            "wamid": out.id,
            "status": "accepted",
        }
        told = {"result": "success", "message": "Message processed for WhatsApp contact", "data": data}
        return await self.after(request, phone.number, body, web.json_response(told))

    async def _status(self, request: web.Request, _: dict[str, Any]) -> web.Response:
        if self.old:
            return web.json_response({"message": "The route could not be found."}, status=404)
        out = self.sent.get(request.query.get("wamid", ""))
        if out is None:
            return web.json_response(_failed("Message not found"))
        word = "failed" if out.failed else _WORDS.get(out.bubble.tick, "accepted")
        told = {"status": word, "created_at": out.bubble.at.isoformat(), "updated_at": self.now().isoformat()}
        return web.json_response({"result": "success", "data": told})

    async def _templates(self, _request: web.Request, _body: dict[str, Any]) -> web.Response:
        if self.old:
            return web.json_response({"message": "The route could not be found."}, status=404)
        listed = [{"name": name, "language": "en", "status": "APPROVED"} for name in self.templates]
        return web.json_response({"result": "success", "data": listed})

    async def _contacts(self, _request: web.Request, _body: dict[str, Any]) -> web.Response:
        return web.json_response({"result": "success", "data": []})

    # -- the webhook

    def tick_event(self, out: Out, tick: Tick) -> Body | None:
        status = shapes.status(out, tick, self.now())
        if status is None:
            return None
        inner = shapes.metadata(out.line, self.number) | {"statuses": [status]}
        return self._envelope(out.phone, out.line, inner, out.id, is_new=False, status=status["status"], body=None)

    def answer_event(self, line: str, phone: Phone, bubble: Bubble) -> Body:
        inner = shapes.metadata(line, self.number) | shapes.incoming(phone, bubble)
        return self._envelope(phone, line, inner, bubble.raw_id, is_new=True, status=None, body=bubble.text)

    def _envelope(
        self,
        phone: Phone,
        line: str,
        inner: dict[str, Any],
        ref: str,
        *,
        is_new: bool,
        status: str | None,
        body: str | None,
    ) -> dict[str, Any]:
        return {
            "contact": {"status": "existing", "phone_number": digits_of(phone.number), "first_name": phone.name},
            "message": {
                "whatsapp_business_phone_number_id": line,
                "whatsapp_message_id": ref,
                "replied_to_whatsapp_message_id": None,
                "is_new_message": is_new,
                "body": body,
                "status": status,
                "media": [],
            },
            "whatsapp_webhook_payload": shapes.envelope("1462", "messages", inner),
        }


def _failed(text: str) -> dict[str, Any]:
    return {"result": "failed", "message": text}


def _invalid(name: str, text: str) -> web.Response:
    return web.json_response({"message": text, "errors": {name: [text]}}, status=422)
