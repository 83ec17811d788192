"""The dead man's switch: a URL that is fetched each minute while all is well, so that its owner notices the silence.

Here: when to beat. Not here: what is well is handed in. A watcher that cannot be reached changes nothing here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

log = structlog.get_logger()


async def run(url: str, well: Callable[[], Awaitable[bool]], *, every: float = 60.0) -> None:
    """Until cancelled: fetches `url` each `every` seconds while `well()` is true."""
    async with ClientSession(timeout=ClientTimeout(total=10)) as http:
        while True:
            if await well():
                await _beat(http, url)
            else:
                log.warning("heartbeat.withheld")
            await asyncio.sleep(every)


async def once(url: str, within: float) -> None:
    """Fetches `url`, and waits for `within` seconds at most: for a round of dispatch, which ends with it."""
    async with ClientSession(timeout=ClientTimeout(total=within)) as http:
        await _beat(http, url)


async def _beat(http: ClientSession, url: str) -> None:
    try:
        async with http.get(url) as answer:
            if answer.status >= 400:
                log.warning("heartbeat.refused", status=answer.status)
    except (ClientError, OSError, TimeoutError) as e:
        log.warning("heartbeat.unheard", why=type(e).__name__)
