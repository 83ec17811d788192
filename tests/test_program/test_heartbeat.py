"""The dead man's switch beats while all is well, and only then."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from core.environment import Address
from core.process import heartbeat
from core.process.health import serving


async def test_it_beats_while_well_is_silent_while_not_and_survives_a_watcher_that_fails() -> None:
    beats: asyncio.Queue[int] = asyncio.Queue()
    asked = 0

    async def watch(_request: web.Request) -> web.Response:
        beats.put_nowait(asked)
        return web.Response(status=500 if asked < 3 else 200)

    async def well() -> bool:
        nonlocal asked
        asked += 1
        return asked % 2 == 1

    app = web.Application()
    app.router.add_get("/beat", watch)
    async with serving(app, Address("127.0.0.1", 0), "BELFRY_LISTEN") as at:
        task = asyncio.create_task(heartbeat.run(f"{at.url}/beat", well, every=0))
        assert [await beats.get() for _ in range(3)] == [1, 3, 5]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_watcher_that_is_away_changes_nothing() -> None:
    twice = asyncio.Event()
    asked = 0

    async def well() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:
            twice.set()
        return True

    task = asyncio.create_task(heartbeat.run("http://127.0.0.1:1/beat", well, every=0))
    await twice.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
