"""The routes of the pretend WAHA, under `/api`, as strict as the real one and as odd.

Here: requests in, answers out, faults of an answer. Not here: what a send does (`waha_engine`), JSON (`waha_shapes`).
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from aiohttp import web

from core.sandbox import waha_shapes as shapes
from core.sandbox.phones import Phone, Tick
from core.sandbox.waha_engine import Postings, WahaEngine
from core.sandbox.waha_sessions import EngineError, Sent, Session

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def refuse(status: int, text: str) -> NoReturn:
    raise ApiError(status, shapes.nest_error(status, text))


async def read_body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        refuse(400, "Unexpected token in JSON")
    return body if isinstance(body, dict) else {}


async def first(postings: Postings) -> None:
    """Waits for webhooks to be taken, not for ever: WAHA itself does not wait at all."""
    if postings:
        await asyncio.wait(postings, timeout=5)


class Api:
    def __init__(self, server: WahaEngine) -> None:
        self.server = server
        self.faults = server.faults

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        session = "/sessions/{session}"
        app.add_routes(
            [
                web.post("/sendText", self.send_text),
                web.get("/{session}/new-message-id", self.new_message_id),
                web.get("/{session}/chats/{chat}/messages/{id}", self.message),
                web.get("/{session}/lids/pn/{phone}", self.lid_of),
                web.get("/{session}/lids/{lid}", self.number_of),
                web.get("/contacts/check-exists", self.check_exists),
                web.get("/server/version", self.server_version),
                web.get("/version", self.server_version),
                web.get("/sessions", self.all_sessions),
                web.get(session, self.one_session),
                web.get(session + "/me", self.about_me),
                web.post(session + "/{action:start|stop|restart}", self.act),
            ]
        )
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        key = request.headers.get("X-Api-Key") or request.query.get("x-api-key") or ""
        if not hmac.compare_digest(key.encode(), self.server.key.encode()):
            return web.json_response(shapes.nest_error(401, "Unauthorized"), status=401)
        try:
            return await handler(request)
        except ApiError as error:
            return web.json_response(error.body, status=error.status)
        except web.HTTPNotFound:
            return web.json_response(shapes.nest_error(404, f"Cannot {request.method} {request.path}"), status=404)

    # -- sending

    async def send_text(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        session = await self._working(body.get("session"))
        chat = body.get("chatId")
        if not isinstance(chat, str):
            self._thrown(session, body, "Cannot read properties of undefined (reading 'includes')")
        chat = chat if "@" in chat else f"{chat}@c.us"
        phone = self.server.phones.find(chat)
        to = phone.number if phone is not None else ""
        if (early := await self._before(request, session, body, to)) is not None:
            return early
        raw_id = str(body.get("id") or shapes.new_raw_id())
        if self.faults.take("other_id", to):
            raw_id = shapes.new_raw_id()
        fails, lost = self.faults.take("ack_error", to), self.faults.take("not_stored", to)
        by = "app" if self.faults.take("echo_app", to) else "api"
        text = str(body.get("text", ""))
        try:
            sent = self.server.take(session, chat, text, raw_id, by=by, fails=bool(fails), lost=bool(lost))
        except EngineError as error:
            self._thrown(session, body, str(error))
        await self._follow(session, sent, str(fails.value or "") if fails else None)
        return await self._after(request, session, sent, body, chat)

    async def _before(
        self, request: web.Request, session: Session, body: dict[str, Any], to: str
    ) -> web.StreamResponse | None:
        """The faults without effect: nothing has left when they answer."""
        if fault := self.faults.take("refuse", to):
            status = int(fault.value or 429)
            headers = {"Retry-After": "7"} if status == 429 else {}
            return web.json_response(shapes.nest_error(status, "Refused"), status=status, headers=headers)
        if self.faults.take("error_before", to):
            self._thrown(session, body, "Evaluation failed: t")
        if self.faults.take("restricted", to):
            self._thrown(session, body, "2 UNKNOWN: server returned error 463")
        if self.faults.take("no_lid", to):
            self._thrown(session, body, f"no LID found for {to.lstrip('+')}@s.whatsapp.net from server")
        if self.faults.take("hang_before", to):
            await self.faults.hang()
            return cut(request)
        return cut(request) if self.faults.take("reset_before", to) else None

    async def _follow(self, session: Session, sent: Sent, error: str | None) -> None:
        """The echo and the first ack: in the background, or before the answer if a fault has it so."""
        to = sent.phone.number
        if error is not None:
            self.server.echo(session, sent)
            self.server.ack(session, sent, Tick.ERROR, error or None)
            return
        echoed = self.faults.take("echo_first", to) is not None
        if echoed:
            await first(self.server.echo(session, sent))
        if self.faults.take("ack_first", to) and sent.phone.on:
            await first(self.server.advance(session, sent, Tick.DEVICE))
        self.server.spawn(self.server.follow(session, sent, echoed=echoed))

    async def _after(
        self, request: web.Request, session: Session, sent: Sent, body: dict[str, Any], chat: str
    ) -> web.StreamResponse:
        """The answer, and the faults of an answer whose message has left."""
        to = sent.phone.number
        if slow := self.faults.take("slow", to):
            await self.faults.dawdle(float(slow.value or 1))
        if self.faults.take("hang_after", to):
            await self.faults.hang()
            return cut(request)
        if self.faults.take("reset_after", to):
            return cut(request)
        if self.faults.take("error_after", to):
            self._thrown(session, body, "Timeout waiting for the message to be sent")
        if self.faults.take("empty", to):
            return web.Response(status=201)
        if self.faults.take("garbled", to):
            return web.Response(status=201, text="<html>", content_type="text/html")
        return web.json_response(shapes.send_answer(session.engine, sent.bubble, chat, session.me), status=201)

    def _thrown(self, session: Session, body: Any, text: str) -> NoReturn:
        env = shapes.environment(session.engine, self.server.version)
        raise ApiError(500, shapes.engine_error(text, "/api/sendText", body, env, self.server.now()))

    async def _working(self, name: Any) -> Session:
        """The session, once it works. Waits as the real one does, then 422."""
        if not name or not isinstance(name, str):
            raise ApiError(422, {"error": "Session name is required"})
        session = self.server.sessions.get(name)
        if session is None:
            raise ApiError(422, {"error": f'Session "{name}" does not exist', "session": name})
        if not session.ready.is_set() and self.server.wait_working:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(session.ready.wait(), self.server.wait_working)
        if session.status != "WORKING":
            raise ApiError(422, shapes.not_working(name, session.status))
        return session

    async def new_message_id(self, request: web.Request) -> web.Response:
        await self._working(request.match_info["session"])
        return web.json_response({"id": shapes.new_raw_id()})

    # -- questions

    async def message(self, request: web.Request) -> web.Response:
        session = await self._working(request.match_info["session"])
        parts = request.match_info["id"].split("_")
        raw_id = parts[2] if len(parts) > 2 else parts[0]
        sent = session.sent.get(raw_id)
        if sent is None or not sent.stored or request.match_info["chat"] not in ("all", sent.phone.chat):
            refuse(404, "Message not found")
        tick = Tick.ERROR if sent.failed else sent.bubble.tick
        return web.json_response(shapes.message(session.engine, sent.bubble, sent.peer, session.me, "", tick))

    def _phone(self, digits: str) -> Phone | None:
        phone = self.server.phones.find(digits.lstrip("+"))
        return phone if phone is not None and phone.exists else None

    async def check_exists(self, request: web.Request) -> web.Response:
        await self._working(request.query.get("session"))
        phone = self._phone(request.query.get("phone", ""))
        if phone is None:
            return web.json_response({"numberExists": False, "chatId": None, "pn": None})
        hidden = self.faults.take("pn_null", phone.number) is not None
        chat, pn = (phone.lid, None) if hidden else (phone.chat, phone.chat)
        return web.json_response({"numberExists": True, "chatId": chat, "pn": pn})

    async def number_of(self, request: web.Request) -> web.Response:
        await self._working(request.match_info["session"])
        lid = request.match_info["lid"].removesuffix("@lid") + "@lid"
        phone = self.server.phones.find(lid)
        hidden = phone is None or self.faults.take("pn_null", phone.number) is not None
        return web.json_response({"lid": lid, "pn": None if hidden or phone is None else phone.chat})

    async def lid_of(self, request: web.Request) -> web.Response:
        await self._working(request.match_info["session"])
        phone = self._phone(request.match_info["phone"])
        pn = request.match_info["phone"].removesuffix("@c.us") + "@c.us"
        return web.json_response({"lid": phone.lid if phone else None, "pn": pn})

    async def server_version(self, _: web.Request) -> web.Response:
        engines = [session.engine for session in self.server.sessions.values()]
        return web.json_response(shapes.environment(engines[0] if engines else "GOWS", self.server.version))

    # -- sessions

    def _known(self, request: web.Request) -> Session:
        session = self.server.sessions.get(request.match_info["session"])
        return session if session is not None else refuse(404, "Session not found")

    async def all_sessions(self, request: web.Request) -> web.Response:
        everything = request.query.get("all") == "true"
        shown = [one for one in self.server.sessions.values() if everything or one.status != "STOPPED"]
        return web.json_response([one.as_json(self.server.now()) for one in shown])

    async def one_session(self, request: web.Request) -> web.Response:
        return web.json_response(self._known(request).as_json(self.server.now()))

    async def about_me(self, request: web.Request) -> web.Response:
        session = self._known(request)
        return web.json_response(session.about_me() if session.status == "WORKING" else None)

    async def act(self, request: web.Request) -> web.Response:
        session, action = self._known(request), request.match_info["action"]
        if action == "stop":
            self.server.set_status(session.name, "STOPPED")
        elif action == "restart" or session.status != "WORKING":
            self.server.set_status(session.name, "STARTING", back_after=0)
        return web.json_response(session.as_json(self.server.now()), status=201)


def cut(request: web.Request) -> web.Response:
    """Cuts the connection: the other side sees a reset, not an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
