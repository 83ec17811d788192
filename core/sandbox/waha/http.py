"""The routes of the pretend WAHA, under `/api`, as strict as the real one and as odd.

Here: sends and sessions, faults of an answer. Not here: what is only asked (`waha.questions`), what a send does
(`waha.engine`), JSON (`waha.shapes`).
"""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from aiohttp import web

from core.sandbox.phones import File, Tick
from core.sandbox.waha import shapes
from core.sandbox.waha.engine import Postings
from core.sandbox.waha.hooks import webhook_from
from core.sandbox.waha.questions import ApiError, Questions, refuse
from core.sandbox.waha.sessions import EngineError, Sent, Session

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

KINDS_OF_FILES = {"sendImage": "image", "sendVideo": "video", "sendVoice": "audio", "sendFile": "document"}


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


class Api(Questions):
    """All routes of one server: the sends and the sessions here, the questions in its base."""

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        session = "/sessions/{session}"
        app.add_routes(
            [
                *(web.post(f"/{name}", self.send) for name in ("sendText", *KINDS_OF_FILES)),
                web.get("/{session}/new-message-id", self.new_message_id),
                web.get("/{session}/chats/{chat}/messages/{id}", self.message),
                web.get("/{session}/lids/pn/{phone}", self.lid_of),
                web.get("/{session}/lids/{lid}", self.number_of),
                web.get("/contacts/check-exists", self.check_exists),
                web.get("/server/version", self.server_version),
                web.get("/version", self.server_version),
                web.get("/sessions", self.all_sessions),
                web.get(session, self.one_session),
                web.put(session, self.change_session),
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

    async def send(self, request: web.Request) -> web.StreamResponse:
        """sendText and the four that send a file."""
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
        given = body.get("id") if shapes.takes_ids(session.engine, self.server.version) else None
        raw_id = str(given or shapes.new_raw_id())
        if self.faults.take("other_id", to):
            raw_id = shapes.new_raw_id()
        fails, lost = self.faults.take("ack_error", to), self.faults.take("not_stored", to)
        by = "app" if self.faults.take("echo_app", to) else "api"
        text, file = self._content(request, session, body)
        try:
            sent = self.server.take(session, chat, text, raw_id, by=by, file=file, fails=bool(fails), lost=bool(lost))
        except EngineError as error:
            self._thrown(session, body, str(error))
        await self._follow(session, sent, str(fails.value or "") if fails else None)
        return await self._after(request, session, sent, body, chat)

    def _content(self, request: web.Request, session: Session, body: dict[str, Any]) -> tuple[str, File | None]:
        """Text or caption, and the file: base64 in `data`, as the real one wants it (it fetches a `url` itself; this one
        fetches nothing)."""
        kind = KINDS_OF_FILES.get(request.path.rpartition("/")[2])
        if kind is None:
            return str(body.get("text", "")), None
        file = body.get("file")
        if not isinstance(file, dict) or not isinstance(file.get("data"), str) or not file.get("mimetype"):
            self._thrown(session, body, "Cannot read properties of undefined (reading 'url')")
        try:
            data = base64.b64decode(file["data"], validate=True)
        except ValueError:
            self._thrown(session, body, "Invalid base64")
        if kind in ("audio", "video") and not isinstance(body.get("convert"), bool):
            self._thrown(session, body, "convert must be a boolean value")
        return str(body.get("caption") or ""), File(kind, str(file["mimetype"]), data)

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
            said = shapes.unknown_number(session.engine, to.lstrip("+") + "@c.us")
            self._thrown(session, body, said or "Lid is missing in chat table")
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
        if self.faults.take("huge", to):
            return web.Response(
                status=201, body=b'{"id": "' + b"x" * 4 * 2**20 + b'"}', content_type="application/json"
            )
        if self.faults.take("garbled", to):
            return web.Response(status=201, text="<html>", content_type="text/html")
        named = sent.phone.lid if self.faults.take("lid_answer", to) else chat
        peer = shapes.Peer(named, None, sent.peer.renamed)
        return web.json_response(shapes.send_answer(session.engine, sent.bubble, peer, session.me), status=201)

    def _thrown(self, session: Session, body: Any, text: str) -> NoReturn:
        env = shapes.environment(session.engine, self.server.version)
        raise ApiError(500, shapes.engine_error(text, "/api/sendText", body, env, self.server.now()))

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

    async def change_session(self, request: web.Request) -> web.Response:
        """A running session restarts with its new config."""
        session, body = self._known(request), await read_body(request)
        config = body.get("config") or {}
        session.webhooks = [webhook_from(one) for one in config.get("webhooks") or []]
        session.metadata = dict(config.get("metadata") or {})
        if session.status == "WORKING":
            self.server.set_status(session.name, "STARTING", back_after=0)
        return web.json_response(session.as_json(self.server.now()))

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
