"""The page: its files, its live stream, the pictures of the chat, and moving time.

Here: routes and what a tab is told. Not here: the world itself (`telegram`, `waha`), how a stream is fed (`live`), who
may come in (`guard`). The files lie in the folder `page/`; there is no build step and nothing comes from outside.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from core.sandbox.guard import PAGE_HEADERS
from core.sandbox.live import Json, Live
from core.sandbox.telegram.control import answering
from core.sandbox.telegram.server import TelegramServer
from core.sandbox.waha.server import WahaServer

Advance = Callable[[float], str]
Look = Callable[[], Awaitable[Json]]

_FOLDER = Path(__file__).with_name("page")
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SHOWN = 200
"""So many messages of a chat and bubbles of a phone a fresh tab gets."""
_A_YEAR = 366 * 86400.0


class Page:
    """The routes of the page. `moved` is told by how many seconds time was moved."""

    def __init__(
        self,
        telegram: TelegramServer,
        waha: WahaServer,
        *,
        advance: Advance | None,
        look: Look | None,
        moved: Callable[[float], None],
    ) -> None:
        self._telegram, self._waha = telegram, waha
        self._advance, self._moved = advance, moved
        self._has_look = look is not None
        self.live = Live(self.snapshot, look)
        telegram.on_change(self._from_telegram)
        waha.on_change(self._from_waha)

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/", self._file)
        app.router.add_get("/page/{name:[a-z]+\\.(?:css|js|svg)}", self._file)
        app.router.add_get("/picture/{file_id}", self._picture)
        app.router.add_get("/live", self.live.stream)
        app.router.add_post("/control/time", answering(self._move_time))
        app.on_shutdown.append(self.live.end)

    def snapshot(self) -> Json:
        """All that a fresh tab needs."""
        world = self._telegram.world
        waha = self._waha.state()
        for phone in waha["phones"]:
            phone["bubbles"] = phone["bubbles"][-_SHOWN:]
        return {
            "staff": [self._chat(user_id) for user_id in world.chats],
            "bot": world.bot,
            "telegram_faults": self._telegram.faults.state(),
            "waha": waha,
            "can_advance": self._advance is not None,
            "can_look": self._has_look,
            "look": self.live.last_look,
        }

    def _chat(self, user_id: int) -> Json:
        chat = self._telegram.world.chats[user_id]
        return {
            "id": user_id,
            "name": chat.person.first_name,
            "about": chat.person.about,
            "messages": list(chat.messages.values())[-_SHOWN:],
            "reactions": chat.reactions,
            "pinned": chat.pinned,
            "keyboard": chat.keyboard,
            "menu": self._telegram.world.menu(user_id),
        }

    def _from_telegram(self, event: dict[str, Any]) -> None:
        if event["kind"] == "poll":
            return
        change = {**event, "from": "telegram"}
        if event["kind"] == "faults":
            change["faults"] = self._telegram.faults.state()
        elif event["kind"] == "commands":
            change["menus"] = {user_id: self._telegram.world.menu(user_id) for user_id in self._telegram.world.chats}
        self.live.tell(change)
        self.live.look_soon()

    def _from_waha(self, change: dict[str, Any]) -> None:
        self.live.tell({**change, "from": "waha"})
        self.live.look_soon()

    async def _file(self, request: web.Request) -> web.Response:
        path = _FOLDER / request.match_info.get("name", "index.html")
        if not path.is_file():
            return web.Response(status=404, text="there is nothing here")
        body = await asyncio.to_thread(path.read_bytes)
        return web.Response(body=body, content_type=_KINDS[path.suffix], charset="utf-8", headers=PAGE_HEADERS)

    async def _picture(self, request: web.Request) -> web.Response:
        found = self._telegram.world.files.get(request.match_info["file_id"])
        if found is None:
            return web.Response(status=404, text="there is no such file")
        upload = found[1]
        headers = dict(PAGE_HEADERS)
        picture = upload.data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xdb")
        if not picture:  # whatever a user sent is never shown as a page of this origin
            headers["Content-Disposition"] = "attachment"
        kind = "image/png" if upload.data[:1] == b"\x89" else "image/jpeg"
        return web.Response(
            body=upload.data, content_type=kind if picture else "application/octet-stream", headers=headers
        )

    def _move_time(self, given: Json) -> Json:
        if self._advance is None:
            raise ValueError("time cannot be moved here: Belfry runs in another process")
        seconds = float(given["seconds"])
        if not 0 < seconds <= _A_YEAR:
            raise ValueError("time moves forward only, by a year at most")
        now = self._advance(seconds)
        self._moved(seconds)
        self.live.tell({"from": "time", "now": now})
        self.live.look_soon()
        return {"now": now}
