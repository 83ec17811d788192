"""Live updates for the page: one stream of server-sent events for each tab, a snapshot first, then each change.

What a tab is told first holds a look at Belfry. A tab that is too slow, or that comes back after a restart, gets a fresh
snapshot instead of what it missed. Not here: what a snapshot holds (`page`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import web

Json = dict[str, Any]
_BACKLOG = 500
_HEARTBEAT = 15.0
_LOOK_EVERY = 1.0
_LOOK_PAUSE = 0.15
"""Between two looks, at least."""


class Live:
    """All open tabs. `snapshot` gives everything; `look`, if there is one, is asked each second while a tab is open."""

    def __init__(self, snapshot: Callable[[], Json], look: Callable[[], Awaitable[Json]] | None) -> None:
        self._snapshot = snapshot
        self._look = look
        self._tabs: set[asyncio.Queue[Json | None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._soon = asyncio.Event()
        self._seen = asyncio.Event()
        if look is None:
            self._seen.set()
        self.last_look: Json | None = None

    def tell(self, change: Json) -> None:
        """Sends a change to every tab."""
        for tab in self._tabs:
            if tab.qsize() < _BACKLOG:
                tab.put_nowait(change)
            elif tab.qsize() == _BACKLOG:
                tab.put_nowait({"stale": True})

    def look_soon(self) -> None:
        """Something happened that Belfry may act on: it is looked at before the second is over."""
        self._soon.set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """One tab's stream, until the tab or the sandbox goes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        tab: asyncio.Queue[Json | None] = asyncio.Queue()
        self._tabs.add(tab)
        self._begin_looking()
        await self._seen.wait()
        try:
            await response.write(b"retry: 1000\n\n" + _event("snapshot", self._snapshot()))
            await self._feed(response, tab)
        except ConnectionError:
            pass  # the tab was closed
        finally:
            self._tabs.discard(tab)
            if not self._tabs:
                await self._end_looking()
        return response

    async def _feed(self, response: web.StreamResponse, tab: asyncio.Queue[Json | None]) -> None:
        while True:
            try:
                change = await asyncio.wait_for(tab.get(), _HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            if change.get("stale"):
                while not tab.empty():
                    tab.get_nowait()
                await response.write(_event("snapshot", self._snapshot()))
            else:
                await response.write(_event("change", change))

    async def end(self, _app: web.Application | None = None) -> None:
        """Ends every stream; the tabs come back by themselves when there is something to come back to."""
        for tab in self._tabs:
            tab.put_nowait(None)
        await self._end_looking()

    def _begin_looking(self) -> None:
        if self._look is not None and self._looking is None:
            self._looking = asyncio.create_task(self._keep_looking(self._look))

    async def _end_looking(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()
            await asyncio.wait([looking])

    async def _keep_looking(self, look: Callable[[], Awaitable[Json]]) -> None:
        while True:
            try:
                seen = await look()
            except Exception as error:
                # The page must outlive a database that is away; the tab says so.
                seen = {"error": type(error).__name__}
            self.last_look = seen
            self._seen.set()
            self.tell({"from": "look", "look": seen})
            await asyncio.sleep(_LOOK_PAUSE)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._soon.wait(), _LOOK_EVERY)
            self._soon.clear()


def _event(name: str, data: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'), default=str)}\n\n".encode()
