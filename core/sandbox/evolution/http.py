"""The routes of the pretend Evolution API, as strict as the real one and as odd.

Here: keys, bodies, answers. Not here: what a send does (`evolution`), JSON (`evolution.shapes`).
"""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from core.sandbox.evolution import shapes
from core.sandbox.evolution.shapes import Instance, Sent, Webhook
from core.sandbox.guard import need_loopback_url
from core.sandbox.phones import File, Phone, Tick
from core.sandbox.provider import read_body

if TYPE_CHECKING:
    from core.sandbox.evolution.server import EvolutionServer

_KINDS = ("image", "document", "video", "audio")
Handler = Callable[[web.Request, Instance, dict[str, Any]], Awaitable[web.Response]]


class RefusedError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, said: Any) -> None:
        super().__init__(status)
        self.status, self.body = status, shapes.error(status, said)


class Api:
    def __init__(self, server: EvolutionServer) -> None:
        self.server = server

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.welcome),
            web.get("/instance/fetchInstances", self.all_instances),
            web.get("/instance/connectionState/{instance}", self.guarded(self.connection_state)),
            web.get("/baileys/generateMessageID/{instance}", self.guarded(self.new_id)),
            web.post("/message/sendText/{instance}", self.guarded(self.send_text)),
            web.post("/message/sendMedia/{instance}", self.guarded(self.send_media)),
            web.post("/chat/whatsappNumbers/{instance}", self.guarded(self.numbers)),
            web.post("/chat/findMessages/{instance}", self.guarded(self.find_messages)),
            web.post("/chat/findStatusMessage/{instance}", self.guarded(self.find_statuses)),
            web.get("/webhook/find/{instance}", self.guarded(self.find_webhook)),
            web.post("/webhook/set/{instance}", self.guarded(self.set_webhook)),
        ]

    def guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if not self.server.licensed:
                body = {
                    "error": "service not activated",
                    "code": "LICENSE_REQUIRED",
                    "register_url": "https://example.com",
                }
                return web.json_response(body, status=503)
            try:
                instance = self._instance(request)
                return await handler(request, instance, await read_body(request))
            except RefusedError as refused:
                return web.json_response(refused.body, status=refused.status)

        return handle

    def _instance(self, request: web.Request) -> Instance:
        """Keys are asked before names: an unknown key is 401 whatever the instance."""
        given, name = request.headers.get("apikey", ""), request.match_info["instance"]
        instance = self.server.instances.get(name)
        keys = [self.server.key, *([instance.token] if instance is not None else [])]
        if not any(hmac.compare_digest(given.encode(), key.encode()) for key in keys):
            raise RefusedError(401, "Unauthorized")
        if instance is None:
            raise RefusedError(404, [f'The "{name}" instance does not exist'])
        return instance

    # -- questions

    async def welcome(self, _: web.Request) -> web.Response:
        said = "Welcome to the Evolution API, it is working!"
        return web.json_response({"status": 200, "message": said, "version": self.server.version})

    async def all_instances(self, request: web.Request) -> web.Response:
        given, wanted = request.headers.get("apikey", ""), request.query.get("instanceName")
        whole = hmac.compare_digest(given.encode(), self.server.key.encode())
        seen = [
            one
            for one in self.server.instances.values()
            if whole or hmac.compare_digest(given.encode(), one.token.encode())
        ]
        if not seen:
            return web.json_response(shapes.error(401, "Unauthorized"), status=401)
        rows: list[dict[str, Any]] = [
            {"id": one.id, "name": one.name, "connectionStatus": one.state, "ownerJid": one.jid}
            | {"integration": one.integration, "token": one.token, "disconnectionReasonCode": None}
            for one in seen
            if wanted in (None, one.name)
        ]
        return web.json_response(rows)

    async def connection_state(self, _: web.Request, instance: Instance, _body: dict[str, Any]) -> web.Response:
        told = {"instanceName": instance.name}
        if self.server.faults.take("state_unknown") is None:
            told["state"] = instance.state
        return web.json_response({"instance": told})

    async def new_id(self, request: web.Request, _: Instance, _body: dict[str, Any]) -> web.Response:
        if not shapes.takes_ids(self.server.version):
            raise RefusedError(404, [f"Cannot GET {request.path}"])
        return web.json_response({"id": shapes.new_id()})

    async def numbers(self, _: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        self._connected(instance)
        asked = [str(one) for one in body.get("numbers") or () if isinstance(one, str)]
        return web.json_response([self._known(number) for number in reversed(asked)])  # not the order of the question

    def _known(self, number: str) -> dict[str, Any]:
        phone = self.server.phones.find(number.lstrip("+"))
        if phone is None or not phone.exists:
            return {"jid": shapes.jid(number), "exists": False, "number": number}
        hidden = self.server.faults.take("pn_null", phone.number) is None
        told = {"jid": shapes.whatsapp_jid(phone.chat), "exists": True, "number": number, "name": phone.name}
        return told | ({"lid": phone.lid} if hidden else {})

    async def find_messages(self, _: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        where = body.get("where") or {}
        key, within = where.get("key") or {}, where.get("messageTimestamp") or {}
        found = [
            shapes.record(instance, sent)
            for sent in instance.sent.values()
            if instance.saves and sent.stored and _matches(sent, key, within)
        ]
        size = int(body.get("offset") or 50)
        page = {"total": len(found), "pages": -(-len(found) // size), "currentPage": 1, "records": found[:size]}
        return web.json_response({"messages": page})

    async def find_statuses(self, _: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        sent = instance.sent.get(str((body.get("where") or {}).get("id")))
        told = sent.updates if sent is not None and sent.stored else []
        return web.json_response([shapes.update(instance, sent, status) for status in told] if sent else [])

    async def find_webhook(self, _: web.Request, instance: Instance, _body: dict[str, Any]) -> web.Response:
        hook = instance.webhook
        told = None if hook is None else {"enabled": True, "url": hook.url, "events": list(hook.events)}
        return web.json_response(told)

    async def set_webhook(self, _: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        told = body.get("webhook")
        if not isinstance(told, dict) or not isinstance(told.get("url"), str):
            raise RefusedError(400, [['instance requires property "webhook"']])
        events = tuple(str(one) for one in told.get("events") or ())
        if unknown := [one for one in events if one not in shapes.EVENTS]:
            raise RefusedError(400, [[f"webhook.events[0] is not one of enum values: {unknown[0]}"]])
        try:
            need_loopback_url(told["url"])
        except ValueError as error:
            raise RefusedError(400, [str(error)]) from None
        instance.webhook = Webhook(told["url"], dict(told.get("headers") or {}), events, told.get("byEvents") is True)
        return web.json_response({"webhook": told}, status=201)

    # -- sending

    async def send_text(self, request: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        for name in ("number", "text"):
            if not isinstance(body.get(name), str):
                raise RefusedError(400, [[f'instance requires property "{name}"']])
        if not body["text"].strip():
            raise RefusedError(400, ["Text is required"])
        return await self._send(request, instance, body, body["text"], None)

    async def send_media(self, request: web.Request, instance: Instance, body: dict[str, Any]) -> web.Response:
        if not isinstance(body.get("number"), str) or body.get("mediatype") not in _KINDS:
            raise RefusedError(400, [['instance requires property "mediatype"']])
        if body["mediatype"] == "document" and not body.get("fileName"):
            raise RefusedError(400, ["For base64 the file name must be informed."])
        try:
            data = base64.b64decode(str(body.get("media") or ""), validate=True)
        except ValueError:
            data = b""
        if not data:
            raise RefusedError(400, ["Owned media must be a url or base64"])
        file = File(body["mediatype"], str(body.get("mimetype") or ""), data)
        return await self._send(request, instance, body, str(body.get("caption") or ""), file)

    async def _send(
        self, request: web.Request, instance: Instance, body: dict[str, Any], text: str, file: File | None
    ) -> web.Response:
        server, phone = self.server, self.server.phones.find(body["number"].lstrip("+"))
        to = phone.number if phone is not None else ""
        if (early := await server.before(request, to, body)) is not None:
            return early
        self._connected(instance)
        if phone is None or not phone.exists:
            raise RefusedError(400, [{"jid": shapes.jid(body["number"]), "exists": False, "number": body["number"]}])
        if server.faults.take("meta_error", to):
            return web.json_response(shapes.meta_error(), status=201)
        sent = self._take(instance, phone, body, text, file)
        answer = await self._answer(instance, sent)
        if late := server.faults.take("late_400", to):
            raise RefusedError(400, [str(late.value or "Error: Timed Out")])
        return await server.after(request, to, body, answer)

    def _take(self, instance: Instance, phone: Phone, body: dict[str, Any], text: str, file: File | None) -> Sent:
        faults, to = self.server.faults, phone.number
        given = body.get("messageId") if shapes.takes_ids(self.server.version) else None
        raw_id = str(given) if given and not faults.take("other_id", to) else shapes.new_id()
        quoted = ((body.get("quoted") or {}).get("key") or {}).get("id")
        fails = faults.peek("ack_error", to) is not None or faults.peek("stuck", to) is not None
        sent = self.server.take(instance, phone, text, raw_id, file, fails=fails)
        sent.bubble.reply_to = quoted
        sent.stored = faults.take("not_stored", to) is None
        return sent

    async def _answer(self, instance: Instance, sent: Sent) -> web.Response:
        """The 201, and what follows it: in the background, or before it if a fault has it so."""
        server, to = self.server, sent.phone.number
        echoes = server.echo(instance, sent)
        if server.faults.take("echo_first", to) and echoes:
            await asyncio.wait(echoes, timeout=5)
        if server.faults.take("ack_first", to) and (acks := server.advance(instance, sent, Tick.DEVICE)):
            await asyncio.wait(acks, timeout=5)
        if server.faults.take("ack_error", to):
            server.ack(instance, sent, Tick.ERROR)
        elif not server.faults.take("stuck", to):
            server.spawn(server.follow(instance, sent))
        peer = shapes.Peer(sent.phone.lid, None) if server.faults.take("lid_answer", to) else sent.peer
        whole = shapes.message(instance, sent.bubble, peer, "", "PENDING")
        if server.faults.take("no_key", to):
            del whole["key"]
        return web.json_response(whole, status=201)

    def _connected(self, instance: Instance) -> None:
        if instance.state != "open":
            raise RefusedError(500, "Connection Closed")


def _matches(sent: Sent, key: dict[str, Any], within: dict[str, Any]) -> bool:
    if key.get("id") not in (None, sent.bubble.raw_id) or key.get("remoteJid") not in (None, sent.peer.jid):
        return False
    if not (within.get("gte") and within.get("lte")):  # both are needed
        return True
    first, last = (datetime.fromisoformat(str(within[name])) for name in ("gte", "lte"))
    return first.timestamp() <= int(sent.bubble.at.timestamp()) <= last.timestamp()
