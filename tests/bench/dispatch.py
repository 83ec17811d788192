"""Durable dispatch beside raw requests to the same gateway, at the same concurrency, in the same run."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import aiohttp

from core.dispatch.dispatcher import Dispatcher
from core.dispatch.lane import MOST_IN_FLIGHT
from storage import db
from tests.bench.gateway import running
from tests.bench.stage import Stage, open_stage


async def raw(gateway: str, count: int, *, apart: bool = False) -> float:
    """Seconds for so many requests. `apart`: each over a connection of its own."""
    left = iter(range(count))

    async def one_after_another(session: aiohttp.ClientSession) -> None:
        for at in left:
            body = {"session": "clinic0", "chatId": f"{at}@c.us", "text": "hello", "id": f"raw{at}"}
            async with session.post(f"{gateway}/api/sendText", json=body) as answer:
                await answer.read()

    began = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=apart, limit=0)) as session:
        await asyncio.gather(*(one_after_another(session) for _ in range(MOST_IN_FLIGHT)))
    return time.perf_counter() - began


async def durable(stage: Stage, count: int) -> float:
    """Seconds until so many deliveries, planned and due, are recorded as sent, by one worker that ticks each second."""
    await stage.crowd(count - 1)
    due = stage.clock.now() + timedelta(seconds=2)
    await stage.planned(count, due)
    await asyncio.sleep(max((due - stage.clock.now()).total_seconds(), 0))
    worker = Dispatcher(stage.clock)
    began = stage.clock.now()
    try:
        while await stage.count("sent") < count:
            await worker.tick()
            await asyncio.sleep(1)
        found = await db.row("select max(sent_at) as last_at from delivery")
        assert found is not None
        return float((found["last_at"] - began).total_seconds())
    finally:
        await worker.stop(5)


async def measure(url: str, count: int) -> str:
    with running() as gateway:
        before = await raw(gateway, count), await raw(gateway, count, apart=True)
        async with aiohttp.ClientSession() as session:
            await session.post(f"{gateway}/forget")
            async with open_stage(url, gateway) as stage:
                ours = await durable(stage, count)
            async with session.get(f"{gateway}/count") as answer:
                seen = await answer.json()
        after = await raw(gateway, count), await raw(gateway, count, apart=True)
    assert seen == {"taken": count, "twice": 0}, seen
    plain, apart = map(min, zip(before, after, strict=True))
    return (
        f"{plain / ours:.2f} of raw ({count / ours:.0f}/s beside {count / plain:.0f}/s), {apart / ours:.2f} of raw over a"
        f" connection each ({count / apart:.0f}/s)"
    )
