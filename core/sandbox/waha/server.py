"""A pretend WAHA: sessions, sends, echoes, acks and webhooks as the real one has them, and faults on demand.

Here: the server and what people do to it. Not here: what happens inside (`waha.engine`), its routes (`waha.http`), its
remote control (`waha.control`), its JSON (`waha.shapes`), its postman (`waha.hooks`). In memory only; it plays the
four engines GOWS, NOWEB, WEBJS and WPP and imports nothing of the product.

    from core.sandbox.waha.hooks import Webhook

    server = WahaServer()
    server.add_session("clinic", "+6281199990000", webhooks=[Webhook("http://127.0.0.1:8080/webhooks/x", "secret")])
    url = await server.start()                      # or: outer.add_subapp("/waha", server.app)
    server.phones.add("+6281200000001", "Ana")
    server.answer("+6281200000001", "thank you")    # server.open_chat, server.switch, server.type_on_phone
    server.faults.set("error_after", count=1)
    stop = server.on_change(lambda change: ...)     # {"what": "bubble" | "tick" | "phone" | "session" | "faults" ...}
    await server.close()
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web

from core.sandbox.phones import Bubble, Tick, Watcher
from core.sandbox.waha import shapes
from core.sandbox.waha.control import control_routes
from core.sandbox.waha.engine import WahaEngine
from core.sandbox.waha.hooks import Webhook
from core.sandbox.waha.http import Api
from core.sandbox.waha.sessions import Session


class WahaServer(WahaEngine):
    """One WAHA that can be mounted (`app`) or listens on its own (`start`); see WahaEngine for its arguments."""

    url = ""
    _app: web.Application | None = None
    _runner: web.AppRunner | None = None

    # -- what the page and the tests do

    def add_session(self, name: str, number: str, *, engine: str = "GOWS", webhooks: Iterable[Webhook] = ()) -> Session:
        """Adds a session that works, or replaces it. Raises ValueError for an engine that is not played here."""
        if engine not in shapes.ENGINES:
            raise ValueError(f"no such engine: {engine}")
        session = Session(name, "+" + number.lstrip("+"), engine, list(webhooks))
        for status in ("STOPPED", "STARTING", "WORKING"):
            session.turn(status, self.now())
        self.sessions[name] = session
        self.tell_session(session)
        return session

    def answer(
        self, number: str, text: str, *, session: str | None = None, kind: str = "text", reply_to: str | None = None
    ) -> Bubble:
        """The person with this phone writes to us: to the session that wrote last, or the one that is named."""
        phone, line = self.phones.get(number), self._line_for(number, session)
        bubble = Bubble(shapes.new_raw_id().replace("3EB0", "3A", 1), line.name, text, self.now(), mine=True)
        bubble.kind, bubble.reply_to, bubble.by, bubble.tick = kind, reply_to, "app", Tick.DEVICE
        self.phones.wrote(phone, bubble)
        peers = [self.peer(phone)]
        if self.faults.take("split_chat", phone.number):
            peers.append(shapes.Peer(phone.lid if peers[0].chat == phone.chat else phone.chat, peers[0].chat))
        for peer in peers:
            payload = shapes.message(line.engine, bubble, peer, line.me, phone.name, Tick.DEVICE)
            event_id = "" if line.engine in shapes.WEB else shapes.new_event_id()  # GOWS, NOWEB: one id for both
            for name in ("message", "message.any"):
                self.emit(line, name, payload, event_id)
        return bubble

    def open_chat(self, number: str, *, session: str | None = None) -> int:
        """The person opens the chat: READ acks for what was not read. How many; 0 with the phone off or discreet."""
        phone, line = self.phones.get(number), self._line_for(number, session)
        if not (phone.on and phone.receipts):
            return 0
        unread = [one for one in line.sent.values() if one.phone is phone and not one.failed]
        return sum(bool(self.advance(line, one, Tick.READ)) for one in unread if one.bubble.tick < Tick.READ)

    def switch(self, number: str, on: bool) -> None:
        """Turns a phone off (messages stay at one tick) or on (what waited arrives)."""
        phone = self.phones.get(number)
        phone.on = on
        self.watchers.tell("phone", phone=phone.as_json())
        for line in self.sessions.values() if on else ():
            for sent in line.sent.values():
                if sent.phone is phone and not sent.failed and sent.bubble.tick < Tick.DEVICE:
                    self.advance(line, sent, Tick.DEVICE)

    def type_on_phone(self, session: str, to: str, text: str) -> Bubble:
        """A person types on the business's own phone: it arrives like any other, its echo says `source: app`."""
        line = self.sessions[session]
        sent = self.take(line, self.phones.get(to).chat, text, shapes.new_raw_id().replace("3EB0", "3F", 1), by="app")
        self.spawn(self.follow(line, sent))
        return sent.bubble

    def restart(self) -> int:
        """WAHA restarts: deliveries under way are lost. Gives how many."""
        return self.hooks.drop_pending()

    def judge(self) -> dict[str, Any]:
        """Every arrival on every phone; see `Phones.judge`."""
        return self.phones.judge()

    def state(self) -> dict[str, Any]:
        """All that a page needs to draw this world."""
        return {
            "phones": [phone.as_json() for phone in self.phones],
            "sessions": [self.session_json(session) for session in self.sessions.values()],
            "faults": self.faults.active(),
            "hanging": self.faults.hanging,
            "collapse": self.phones.collapse,
            "webhooks": [posting.as_json() for posting in list(self.hooks.log)[-50:]],
        }

    def on_change(self, watcher: Watcher) -> Callable[[], None]:
        """Calls `watcher` with each change as JSON-ready values; what comes back ends it."""
        return self.watchers.add(watcher)

    async def settled(self) -> None:
        """Returns when every echo, ack and webhook that is under way has come to its end."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
            await self.hooks.settled()
        await self.hooks.settled()

    def _line_for(self, number: str, name: str | None) -> Session:
        if name is not None:
            return self.sessions[name]
        spoke = [bubble.sender for bubble in self.phones.get(number).bubbles if bubble.sender in self.sessions]
        return self.sessions[spoke[-1] if spoke else next(iter(self.sessions))]

    # -- the server

    @property
    def app(self) -> web.Application:
        """The application, with `/api/...`, `/judge` and `/control/...`; may be mounted under a prefix."""
        if self._app is None:
            self._app = web.Application(client_max_size=50 * 2**20)
            self._app.add_subapp("/api", Api(self).app())
            self._app.add_routes(control_routes(self))
            self._app.on_shutdown.append(self._stop)
        return self._app

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listens on its own; gives the base URL. Port 0 takes a free one."""
        self._runner = web.AppRunner(self.app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self.url

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        else:
            await self._stop(None)

    async def _stop(self, _: web.Application | None) -> None:
        self.faults.clear()
        backs = {session.back for session in self.sessions.values() if session.back is not None}
        for task in (pending := backs | self._tasks):
            task.cancel()
        if pending:
            await asyncio.wait(pending)
        await self.hooks.close()
