"""What a pretend provider has under way: deliveries that run in the background, and the connection they share.

Not here: what is delivered, and when (`postman`, `waha.hooks`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import aiohttp


class Underway:
    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs something in the background of this provider; `settled` waits for it, `close` ends it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settled(self) -> None:
        """Returns when nothing is under way any more."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def drop_pending(self) -> int:
        """What a restart of the provider does to deliveries under way: they are gone."""
        pending = list(self._tasks)
        for task in pending:
            task.cancel()
        return len(pending)

    async def close(self) -> None:
        self.drop_pending()
        await self.settled()
        if self._session is not None:
            await self._session.close()
            self._session = None
