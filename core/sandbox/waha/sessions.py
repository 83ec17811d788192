"""What the pretend WAHA remembers: its sessions, and what each has sent.

Here: values and their JSON. Not here: what changes them (`waha`) or asks for them (`waha.http`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.sandbox.phones import Bubble, Phone
from core.sandbox.waha.hooks import Webhook
from core.sandbox.waha.raw import WEB, Peer
from core.sandbox.waha.shapes import millis

_BROWSER = {"WWebVersion": "2.3000.1025", "state": "CONNECTED"}


class EngineError(Exception):
    """What the engine throws: WAHA answers 500 with this text."""


@dataclass(slots=True)
class Sent:
    """One message of ours as the session keeps it. `peer`: how events name the chat. `stored`: a look-up finds it."""

    phone: Phone
    bubble: Bubble
    peer: Peer
    stored: bool = True
    failed: bool = False


@dataclass(slots=True)
class Session:
    """One WhatsApp account in WAHA. `number` is E.164; what happens while it is not WORKING waits in `waiting`."""

    name: str
    number: str
    engine: str
    webhooks: list[Webhook]
    metadata: dict[str, str] = field(default_factory=dict)
    status: str = "WORKING"
    statuses: list[dict[str, Any]] = field(default_factory=list)
    timelock: dict[str, Any] | None = None
    capping: dict[str, Any] | None = None
    sent: dict[str, Sent] = field(default_factory=dict)
    waiting: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    back: asyncio.Task[None] | None = None

    @property
    def me(self) -> str:
        return f"{self.number.lstrip('+')}@c.us"

    def turn(self, status: str, at: datetime) -> None:
        self.status = status
        self.statuses = [*self.statuses[-2:], {"status": status, "timestamp": millis(at)}]
        if status == "WORKING":
            self.ready.set()
        else:
            self.ready.clear()

    def about_me(self) -> dict[str, Any]:
        return {
            "id": self.me,
            "pushName": self.name,
            "lid": "222@lid",
            "jid": self.me.replace("@c.us", ":11@s.whatsapp.net"),
        } | self.limits()

    def limits(self) -> dict[str, Any]:
        """What WhatsApp restricts: in `me`, and in the data of session.status when it changes."""
        return {"reachoutTimelock": self.timelock, "messageCapping": self.capping}

    def as_json(self, at: datetime) -> dict[str, Any]:
        """`GET /api/sessions/{session}`: with the webhook's HMAC key in it, as the real one."""
        return {
            "name": self.name,
            "status": self.status,
            "config": {"metadata": self.metadata, "webhooks": [hook.as_json() for hook in self.webhooks]},
            "me": self.about_me() if self.status == "WORKING" else None,
            "presence": None,
            "timestamps": {"activity": millis(at)},
            "assignedWorker": "waha1",
            "engine": {"engine": self.engine} | (_BROWSER if self.engine in WEB else {}),
        }
