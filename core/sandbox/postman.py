"""Posting webhooks for a pretend provider: each on its own, in the background, kept in memory only.

Here: delivery, retries, the log, and the faults of events. Not here: what an event says and which headers sign it (a provider's
own files).
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from core.sandbox.faults import Faults
from core.sandbox.phones import Watchers
from core.sandbox.underway import Underway

Postings = list["asyncio.Task[None]"]
Body = dict[str, Any] | bytes
Headers = Callable[[bytes, bool], dict[str, str]]
"""The headers of a body; asked with True for a body that somebody else has signed."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One subscriber. `retries`: seconds to wait before each further try; none, what is lost is lost."""

    url: str
    headers: Headers
    retries: tuple[float, ...] = ()
    timeout: float = 30.0
    final: tuple[int, ...] = ()
    """Answers after which it is not tried again."""


@dataclass(slots=True)
class Posting:
    """One delivery of one event to one subscriber, as it went."""

    event: str
    tries: int = 0
    status: int | None = None
    done: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"event": self.event, "tries": self.tries, "status": self.status, "done": self.done}


class Postman(Underway):
    """Sends events to subscribers in the background."""

    def __init__(self, faults: Faults, watchers: Watchers, agent: str) -> None:
        super().__init__()
        self._faults, self._watchers, self._agent = faults, watchers, agent
        self._held: dict[str, tuple[Hook, str, Body]] = {}
        self.log: deque[Posting] = deque(maxlen=500)

    def post(self, hook: Hook, event: str, body: Body) -> Postings:
        """Begins to deliver an event; the tasks end with the delivery, done or given up. `body`: bytes go as they are."""
        drop = self._faults.peek("drop")
        if drop is not None and drop.value in (None, "", "*", event):
            self._faults.take("drop")
            return []
        twice = self._faults.take("duplicate")
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        copies = int(twice.value or 2) if twice is not None else 1
        return [self.spawn(self._deliver(hook, event, raw)) for _ in range(copies)]

    def post_in_turn(self, about: str, hook: Hook, event: str, body: Body) -> Postings:
        """As `post`, for receipts: with the fault "reorder", of two about one message the second comes first."""
        if self._faults.peek("reorder") is None:
            return self.post(hook, event, body)
        earlier = self._held.pop(about, None)
        if earlier is None:
            self._held[about] = (hook, event, body)
            return []
        postings = self.post(hook, event, body)
        self.spawn(self._later(postings, *earlier))
        self._faults.take("reorder")
        return postings

    async def _later(self, first: Postings, hook: Hook, event: str, body: Body) -> None:
        if first:
            await asyncio.wait(first)
        self.post(hook, event, body)

    async def _deliver(self, hook: Hook, event: str, raw: bytes) -> None:
        headers = {"Content-Type": "application/json", "User-Agent": self._agent}
        headers |= hook.headers(raw, self._faults.take("forged") is not None)
        posting = Posting(event)
        self.log.append(posting)
        for wait in (0.0, *hook.retries):
            if wait:
                await asyncio.sleep(wait)
            posting.tries += 1
            posting.status = await self._try(hook, raw, headers)
            posting.done = posting.status is not None and 200 <= posting.status < 300
            self._watchers.tell("webhook", posting=posting.as_json())
            if posting.done or posting.status in hook.final:
                return

    async def _try(self, hook: Hook, raw: bytes, headers: dict[str, str]) -> int | None:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=hook.timeout)
        try:
            async with self._session.post(hook.url, data=raw, headers=headers, timeout=limit) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None
