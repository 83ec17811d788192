"""What the pretend outside world remembers over a restart: chats, phones, files, what is on its way, how far time was moved.

The real Telegram and the real WhatsApp do not forget when Belfry restarts, so neither does this one: a JSON file in the data
folder. Faults, logs of webhooks and sessions begin anew. Not here: what any of it means (`telegram.world`, `phones`, `waha`).
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
from collections import Counter
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from core.sandbox.phones import Bubble, File, Phone, Tick
from core.sandbox.telegram.params import Upload
from core.sandbox.telegram.server import TelegramServer
from core.sandbox.telegram.world import Query, first_id
from core.sandbox.waha.server import WahaServer
from core.sandbox.waha.sessions import Sent
from core.sandbox.waha.shapes import Peer

Json = dict[str, Any]

VERSION = 1
PAUSE = 0.25
"""Seconds between two writings, at least; a large world is written so seldom that it costs a twentieth of the time."""
_LEAP = 1000
"""Ids of a new life begin so far after the last ones that were kept: none is used twice, even if a writing was lost."""
_QUERIES = 200


class Memory:
    """The file `path`. `recall` before anybody listens, then `keep` with each change, `close` at the end."""

    def __init__(self, path: Path, telegram: TelegramServer, waha: WahaServer) -> None:
        self._path, self._telegram, self._waha = path, telegram, waha
        self._timer: asyncio.TimerHandle | None = None
        self._written, self._pause = 0.0, PAUSE
        self.ahead = 0.0
        """Seconds by which time was moved."""

    def recall(self) -> None:
        """Lays what was kept over the fresh world; a file that is missing or cannot be read leaves it fresh."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(kept, dict) and kept.get("version") == VERSION:
            self.ahead = float(kept["ahead"])
            _recall_telegram(self._telegram, kept["telegram"])
            _recall_phones(self._waha, kept["phones"])
            _recall_sent(self._waha, kept["sent"])

    def begin(self) -> None:
        """From its first moment on the folder is seen to be a sandbox's."""
        if not self._path.exists():
            self._write()

    def keep(self, _change: object = None) -> None:
        """Something changed: it is written at once, or soon where something was written just now."""
        if self._timer is None:
            due = self._written + self._pause - time.monotonic()
            self._timer = asyncio.get_running_loop().call_later(max(due, 0.0), self._write)

    def moved(self, ahead: float) -> None:
        """Time was moved: that is written before anybody hears of it, however lately something was written. A life that ends
        right after must not turn the time back."""
        self.ahead = ahead
        if self._timer is not None:
            self._timer.cancel()
        self._write()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._write()

    def _write(self) -> None:
        self._timer = None
        begun = time.monotonic()
        kept = {
            "version": VERSION,
            "ahead": self.ahead,
            "telegram": _telegram(self._telegram),
            "phones": [_phone(phone) for phone in self._waha.phones],
            "sent": _sent(self._waha),
        }
        fresh = self._path.with_suffix(".new")
        with suppress(OSError):  # a full disk costs the memory, not the play
            fresh.write_text(json.dumps(kept, separators=(",", ":")), encoding="utf-8")
            os.replace(fresh, self._path)
        self._written = time.monotonic()
        self._pause = max(PAUSE, 20 * (self._written - begun))


def _telegram(server: TelegramServer) -> Json:
    world = server.world
    return {
        "last_id": max((i for chat in world.chats.values() for i in chat.messages), default=0),
        "chats": {
            user_id: {
                "begun": chat.begun,
                "blocked": chat.blocked,
                "messages": list(chat.messages.values()),
                "reactions": chat.reactions,
                "keyboard": chat.keyboard,
                "pinned": chat.pinned,
            }
            for user_id, chat in world.chats.items()
        },
        "commands": [[*scope, commands] for scope, commands in world.commands.items()],
        "files": {
            file_id: [path, upload.name, upload.mime, base64.b64encode(upload.data).decode()]
            for file_id, (path, upload) in world.files.items()
        },
        "queries": [[q.id, q.user_id, q.data, q.at] for q in list(world.queries.values())[-_QUERIES:] if not q.answer],
        "updates": world.updates.peek(),
    }


def _recall_telegram(server: TelegramServer, kept: Json) -> None:
    world = server.world
    for user_id, one in kept["chats"].items():
        chat = world.chats.get(int(user_id))
        if chat is None:
            continue
        chat.begun, chat.blocked = one["begun"], one["blocked"]
        chat.keyboard, chat.pinned = one["keyboard"], one["pinned"]
        chat.reactions = {int(message_id): emoji for message_id, emoji in one["reactions"].items()}
        for message in one["messages"]:
            chat.messages[message["message_id"]] = message
            chat.revisions[message["message_id"]] = 0
    world.commands = {(scope, language): commands for scope, language, commands in kept["commands"]}
    world.files = {
        i: (path, Upload(name, base64.b64decode(data), mime)) for i, (path, name, mime, data) in kept["files"].items()
    }
    world.queries = {q[0]: Query(*q) for q in kept["queries"]}
    world.go_on_after(max(kept["last_id"] + _LEAP, first_id()))
    world.updates.recall(kept["updates"], _LEAP)


def _phone(phone: Phone) -> Json:
    arrivals = [[sender, raw_id, count] for (sender, raw_id), count in phone.arrivals.items()]
    return phone.as_json() | {"arrivals": arrivals, "bubbles": [_kept(bubble) for bubble in phone.bubbles]}


def _recall_phones(waha: WahaServer, kept: list[Json]) -> None:
    for one in kept:
        phone = waha.phones.add(one["number"], one["name"], chat=one["chat"], lid=one["lid"])
        phone.on, phone.exists, phone.receipts = one["on"], one["exists"], one["receipts"]
        phone.bubbles = [_bubble(bubble) for bubble in one["bubbles"]]
        phone.arrivals = Counter({(sender, raw_id): count for sender, raw_id, count in one["arrivals"]})


def _kept(bubble: Bubble) -> Json:
    file = bubble.file
    kept = bubble.as_json()
    kept["file"] = None if file is None else [file.kind, file.mime, base64.b64encode(file.data).decode()]
    return kept


def _bubble(kept: Json) -> Bubble:
    names = {field.name for field in fields(Bubble)}
    given = {name: value for name, value in kept.items() if name in names}
    given |= {"at": datetime.fromisoformat(kept["at"]), "tick": Tick(kept["tick"])}
    if kept["file"] is not None:
        kind, mime, data = kept["file"]
        given["file"] = File(kind, mime, base64.b64decode(data))
    return Bubble(**given)


def _sent(waha: WahaServer) -> list[Any]:
    return [
        [line.name, raw_id, sent.phone.number, _kept(sent.bubble), [*_peer(sent.peer)], sent.stored, sent.failed]
        for line in waha.sessions.values()
        for raw_id, sent in line.sent.items()
    ]


def _peer(peer: Peer) -> tuple[Any, ...]:
    return peer.chat, peer.alt, peer.renamed


def _recall_sent(waha: WahaServer, kept: list[Any]) -> None:
    for name, raw_id, number, bubble, peer, stored, failed in kept:
        line, phone = waha.sessions.get(name), waha.phones.get(number)
        if line is None:
            continue
        shown = next((one for one in phone.bubbles if (one.sender, one.raw_id) == (name, raw_id)), None)
        line.sent[raw_id] = Sent(phone, shown or _bubble(bubble), Peer(*peer), stored=stored, failed=failed)
