"""A pretend service of one's own (the kind "http"): takes JSON, answers an id, tells receipts and answers, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from core.sandbox.phones import Bubble, File, Phone, Tick
from core.sandbox.postman import Body, Hook
from core.sandbox.provider import read_body
from core.sandbox.relay import Out, Relay

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
KEY = "sandbox-own-key"
_WORDS = {Tick.SERVER: "sent", Tick.DEVICE: "delivered", Tick.READ: "read", Tick.ERROR: "failed"}


class OwnServer(Relay):
    """`POST /messages`, `GET /messages/{id or token}`, `GET /health`; `well`: whether the last says so, and a send is
    taken.
    """

    def __init__(self, *, key: str = KEY, **more: Any) -> None:
        super().__init__(agent="our-own/1", **more)
        self.key, self.well = key, True

    def listen(self, url: str, secret: str) -> None:
        self.hooks = [self.hook(url, secret)]

    def hook(self, url: str, secret: str) -> Hook:
        def headers(raw: bytes, forged: bool) -> dict[str, str]:
            key = (secret + ("-wrong" if forged else "")).encode()
            return {"X-Belfry-Signature": f"sha256={hmac.new(key, raw, hashlib.sha256).hexdigest()}"}

        return Hook(url, headers, retries=(0.05, 0.2))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/messages", self._guarded(self._send)),
            web.get("/messages/{ref}", self._guarded(self._status)),
            web.get("/health", self._guarded(self._health)),
        ]

    def new_id(self) -> str:
        return secrets.token_hex(8)

    def first_line(self) -> str:
        return "shop"

    def _guarded(self, handler: Handler) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode(), self.key.encode()):
                return web.json_response({"error": "who are you?"}, status=401)
            return await handler(request)

        return handle

    async def _send(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        if not isinstance(body.get("to"), str) or not isinstance(body.get("text"), str):
            return web.json_response({"error": "to and text are wanted"}, status=422)
        phone = self.phones.get(body["to"])
        if (early := await self.before(request, phone.number, body)) is not None:
            return early
        if not self.well:
            return web.json_response({"error": "later"}, status=503, headers={"Retry-After": "60"})
        file, told = None, body.get("media")
        if isinstance(told, dict):
            file = File(str(told["kind"]), str(told["type"]), base64.b64decode(str(told["data"])))
        out = self.leave(self.first_line(), phone, body["text"], file=file, mark=body.get("token"))
        return await self.after(request, phone.number, body, web.json_response({"id": out.id}, status=202))

    async def _status(self, request: web.Request) -> web.StreamResponse:
        ref = request.match_info["ref"]
        out = next((one for one in self.sent.values() if ref in (one.id, one.mark)), None)
        if out is None:
            return web.json_response({"error": "no such message"}, status=404)
        return web.json_response({"id": out.id, "status": _WORDS.get(out.bubble.tick, "sent")})

    async def _health(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"well": self.well}, status=200 if self.well else 503)

    def tick_event(self, out: Out, tick: Tick) -> Body | None:
        if (word := _WORDS.get(tick)) is None:
            return None
        told = {"type": "receipt", "sender": out.line, "id": out.id, "status": word, "at": self.now().isoformat()}
        return {"events": [told | ({"token": out.mark} if out.mark else {})]}

    def answer_event(self, line: str, phone: Phone, bubble: Bubble) -> Body:
        told = {"type": "answer", "sender": line, "id": bubble.raw_id, "from": phone.number, "name": phone.name}
        return {"events": [told | {"text": bubble.text, "at": bubble.at.isoformat()}]}
