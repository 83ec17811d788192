"""What can be asked of the pretend WAHA without effect: messages, numbers, hidden ids, its version.

Here: the answers, as strict as the real one. Not here: routes, sends and sessions (`waha.http`), JSON (`waha.shapes`).
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, NoReturn

from aiohttp import web

from core.sandbox.phones import Phone, Tick
from core.sandbox.waha import shapes
from core.sandbox.waha.engine import WahaEngine
from core.sandbox.waha.sessions import Sent, Session


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


def refuse(status: int, text: str) -> NoReturn:
    raise ApiError(status, shapes.nest_error(status, text))


class Questions:
    def __init__(self, server: WahaEngine) -> None:
        self.server = server
        self.faults = server.faults

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
        session = await self._working(request.match_info["session"])
        if session.engine in shapes.WEB:
            refuse(422, "The method is not implemented by the engine.")
        return web.json_response({"id": shapes.new_raw_id()})

    async def message(self, request: web.Request) -> web.Response:
        session = await self._working(request.match_info["session"])
        sent = self._message(session, request.match_info["chat"], request.match_info["id"])
        if sent is None or not sent.stored:
            refuse(404, "Message not found")
        tick = Tick.ERROR if sent.failed else sent.bubble.tick
        return web.json_response(shapes.message(session.engine, sent.bubble, sent.peer, session.me, "", tick))

    def _message(self, session: Session, chat: str, name: str) -> Sent | None:
        """GOWS and NOWEB find a raw id in "all"; WEBJS wants the chat too, WPP the full id and asks for no chat."""
        parts = name.split("_")
        sent = session.sent.get(parts[2] if len(parts) > 2 else parts[0])
        if sent is None or session.engine not in shapes.WEB:
            return sent if sent is not None and chat in ("all", sent.phone.chat, sent.phone.lid) else None
        full = shapes.full_id(True, sent.peer.chat, sent.bubble.raw_id)
        if session.engine == "WPP":
            return sent if name == full else None
        return sent if name in (full, sent.bubble.raw_id) and chat == sent.peer.chat else None

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
