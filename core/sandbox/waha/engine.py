"""The inside of the pretend WAHA: messages leave, echoes and acks follow, sessions come and go.

Here: state and what changes it. Not here: the ways in (`waha.http`, `waha.control`, `waha`), JSON (`waha.shapes`) and
posting (`waha.hooks`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from core.sandbox.phones import Bubble, File, Phone, Phones, Tick
from core.sandbox.waha import shapes
from core.sandbox.waha.faults import Faults
from core.sandbox.waha.hooks import Hooks
from core.sandbox.waha.sessions import EngineError, Sent, Session

Postings = list["asyncio.Task[None]"]


def utc_now() -> datetime:
    return datetime.now(UTC)


class WahaEngine:
    """Sessions and their sends. `key` is what `X-Api-Key` must say; `ack_delay` seconds pass before the ticks;
    `wait_working` is how long a send waits for its session before the 422 (the real one: up to 15 s)."""

    def __init__(
        self,
        *,
        key: str = "sandbox-waha-key",
        phones: Phones | None = None,
        now: Callable[[], datetime] = utc_now,
        version: str = "2026.7.2",
        ack_delay: float = 0.0,
        wait_working: float = 0.0,
    ) -> None:
        self.key, self.version, self.now = key, version, now
        self.ack_delay, self.wait_working = ack_delay, wait_working
        self.phones = phones or Phones()
        self.watchers = self.phones.watchers
        self.faults = Faults(self.watchers)
        self.hooks = Hooks(self.faults, self.watchers, version)
        self.sessions: dict[str, Session] = {}
        self._held: dict[str, tuple[Session, dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.watchers.add(self._let_go_of_held)

    def set_status(self, name: str, status: str, *, back_after: float | None = None) -> None:
        """Changes a session's status and posts it; after `back_after` seconds it goes over STARTING back to WORKING."""
        session = self.sessions[name]
        if status not in shapes.STATUSES:
            raise ValueError(f"no such status: {status}; there are {', '.join(shapes.STATUSES)}")
        if session.back is not None and session.back is not asyncio.current_task():
            session.back.cancel()
            session.back = None
        self.turn(session, status)
        if back_after is not None:
            session.back = asyncio.create_task(self._come_back(session, back_after))

    def set_timelock(self, name: str, timelock: dict[str, Any] | None) -> None:
        """WhatsApp's pause of new contacts, told through `me` and `session.status`."""
        session = self.sessions[name]
        session.timelock = timelock
        self.turn(session, session.status)

    def set_capping(self, name: str, status: str | None) -> None:
        """WhatsApp's quota of new chats: "NONE", "FIRST_WARNING", "SECOND_WARNING", "CAPPED"; None, nothing is told."""
        session = self.sessions[name]
        used = {"NONE": 640, "FIRST_WARNING": 800, "SECOND_WARNING": 950}.get(status or "", 1000)
        told = {"cappingStatus": status, "totalQuota": 1000, "usedQuota": used, "mvStatus": "NOT_ELIGIBLE"}
        session.capping = told if status is not None else None
        self.turn(session, session.status)

    def take(
        self,
        line: Session,
        chat: str,
        text: str,
        raw_id: str,
        *,
        by: str = "api",
        file: File | None = None,
        **marks: bool,
    ) -> Sent:
        """The message leaves: it is on the phone when this returns. No event yet. Raises EngineError.

        `marks`: `lost`, a look-up will not find it; `fails`, WhatsApp refuses it later.
        """
        phone = self.phones.find(chat)
        refusal = shapes.unknown_number(line.engine, chat)
        if phone is None or (not phone.exists and refusal):
            raise EngineError(refusal or "Cannot read properties of undefined (reading 'id')")
        bubble = Bubble(raw_id, line.name, text, self.now(), by=by, kind=file.kind if file else "text", file=file)
        fails = marks.get("fails", False) or not phone.exists
        if not fails:
            bubble = self.phones.arrive(phone, bubble)
        sent = Sent(phone, bubble, self.peer(phone), stored=not marks.get("lost", False), failed=fails)
        line.sent[raw_id] = sent
        return sent

    async def follow(self, line: Session, sent: Sent, *, echoed: bool = False) -> None:
        """What comes after a message has left: its echo and its ticks."""
        if not echoed:
            self.echo(line, sent)
        if self.ack_delay:
            await asyncio.sleep(self.ack_delay)
        if line.engine != "GOWS" and not sent.failed:  # GOWS never says SERVER in an ack event
            self.ack(line, sent, Tick.SERVER)
        if sent.phone.on and not sent.failed:
            self.advance(line, sent, Tick.DEVICE)

    def echo(self, line: Session, sent: Sent) -> Postings:
        """Our own message comes back as `message.any`."""
        tick = shapes.echo_tick(line.engine)
        payload = shapes.message(line.engine, sent.bubble, sent.peer, line.me, "", tick)
        return self.emit(line, "message.any", payload)

    def ack(self, line: Session, sent: Sent, tick: Tick, error: str | None = None) -> Postings:
        payload = shapes.ack(line.engine, sent.bubble, sent.peer, line.me, tick, error)
        if self.faults.peek("reorder") is None:
            return self.emit(line, "message.ack", payload)
        earlier = self._held.pop(sent.bubble.raw_id, None)
        if earlier is None:
            self._held[sent.bubble.raw_id] = (line, payload)
            return []
        postings = self.emit(line, "message.ack", payload)
        self.spawn(self._later(postings, *earlier))
        self.faults.take("reorder")
        return postings

    def emit(self, line: Session, name: str, payload: dict[str, Any], event_id: str = "") -> Postings:
        """Posts an event to whoever subscribed; while the session does not work, all but its status waits."""
        event_id = event_id or shapes.new_event_id()
        if line.status != "WORKING" and name != "session.status":
            line.waiting.append((name, payload, event_id))
            return []
        event = {
            "id": event_id,
            "timestamp": shapes.millis(self.now()),
            "event": name,
            "session": line.name,
            "metadata": line.metadata,
            "me": line.about_me() if line.status == "WORKING" else None,
            "payload": payload,
            "engine": line.engine,
            "environment": shapes.environment(line.engine, self.version),
        }
        hooks = [hook for hook in line.webhooks if hook.wants(name)]
        return [task for hook in hooks for task in self.hooks.post(hook, event)]

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def advance(self, line: Session, sent: Sent, tick: Tick) -> Postings:
        self.phones.tick(sent.phone, sent.bubble, tick)
        return self.ack(line, sent, tick)

    def peer(self, phone: Phone) -> shapes.Peer:
        """How the events of one message name the person, as the faults have it."""
        hidden = self.faults.take("lid_chat", phone.number) is not None
        nameless = self.faults.take("pn_null", phone.number) is not None
        chat, other = (phone.lid, phone.chat) if hidden else (phone.chat, phone.lid)
        renamed = self.faults.take("renamed_id", phone.number) is not None
        return shapes.Peer(chat, None if nameless else other, renamed)

    def session_json(self, session: Session) -> dict[str, Any]:
        return {
            "name": session.name,
            "number": session.number,
            "engine": session.engine,
            "status": session.status,
            "timelock": session.timelock,
            "capping": session.capping,
            "webhooks": [hook.url for hook in session.webhooks],
        }

    def tell_session(self, session: Session) -> None:
        self.watchers.tell("session", session=self.session_json(session))

    def turn(self, session: Session, status: str) -> None:
        session.turn(status, self.now())
        data = session.limits() if session.timelock or session.capping else None
        payload = {"name": session.name, "status": status, "statuses": session.statuses, "data": data}
        self.emit(session, "session.status", payload)
        self.tell_session(session)
        if status == "WORKING":
            waiting, session.waiting = session.waiting, []
            for name, kept, event_id in waiting:
                self.emit(session, name, kept, event_id)

    async def _come_back(self, session: Session, after: float) -> None:
        await asyncio.sleep(after)
        self.turn(session, "STARTING")
        self.turn(session, "WORKING")
        session.back = None

    async def _later(self, first: Postings, line: Session, payload: dict[str, Any]) -> None:
        if first:
            await asyncio.wait(first)
        self.emit(line, "message.ack", payload)

    def _let_go_of_held(self, change: dict[str, Any]) -> None:
        if change["what"] == "faults" and self._held and self.faults.peek("reorder") is None:
            held, self._held = self._held, {}
            for line, payload in held.values():
                self.emit(line, "message.ack", payload)
