"""Signed webhook events, stored and applied, beside a handler that only answers 200, over real HTTP in the same process."""

from __future__ import annotations

import asyncio
import io
import json
import random
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
from aiohttp import web

from core.sandbox.waha.hooks import sign
from core.web import make_app
from storage import db
from tests.bench.stage import Stage, open_stage

_AT_ONCE = 32


async def measure(url: str, count: int) -> str:
    """Receipts of `count` deliveries, out of order, every fifth twice."""
    async with open_stage(url, "http://127.0.0.1:9") as stage:
        bodies = await _sent(stage, count)
        plain, _ = await _post(_answers(), "/", bodies, _nothing)

        async def applied() -> None:
            while await stage.count("delivered") < count:
                await asyncio.sleep(0.02)

        took, late = await _post(make_app(stage.clock), "/webhooks/hook0", bodies, applied)
    p99 = sorted(late)[int(len(late) * 0.99)] * 1000
    n = len(bodies)
    return f"{plain / took:.2f} of it ({n / took:.0f}/s beside {n / plain:.0f}/s), 99 % answered within {p99:.0f} ms"


async def _sent(stage: Stage, count: int) -> list[bytes]:
    """Deliveries that left, and the bodies of their receipts."""
    await stage.crowd(count - 1)
    await stage.planned(count, stage.clock.now() + timedelta(seconds=2))
    now = stage.clock.now()
    await db.run("update delivery set state = 'sent', token = '3EB0' || id, sending_at = $1, sent_at = $1", now)
    rows = await db.rows("select d.token, c.phone from delivery d join contact c on c.id = d.contact_id")
    bodies = []
    for at, row in enumerate(rows):
        chat = f"{row['phone'].lstrip('+')}@c.us"
        payload = {"id": f"true_{chat}_{row['token']}", "from": chat, "fromMe": True, "ack": 2}
        event = {"id": f"evt_{at:026d}", "event": "message.ack", "session": "clinic0", "engine": "GOWS",
                 "timestamp": int(now.timestamp() * 1000), "payload": payload}  # fmt: skip
        bodies += [json.dumps(event).encode()] * (2 if at % 5 == 0 else 1)
    random.Random(7).shuffle(bodies)
    return bodies


def _answers() -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    app = web.Application()
    app.router.add_post("/", answer)
    return app


async def _nothing() -> None:
    return


async def _post(
    app: web.Application, path: str, bodies: list[bytes], done: Callable[[], Awaitable[None]]
) -> tuple[float, list[float]]:
    """Seconds until all of them are answered and `done`, and until each is answered."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    left, late = iter(bodies), list[float]()

    async def one_after_another(session: aiohttp.ClientSession) -> None:
        for raw in left:
            headers = {
                "Content-Type": "application/json",
                "X-Webhook-Hmac": sign(raw, "secret"),
                "X-Webhook-Hmac-Algorithm": "sha512",
            }
            began = time.perf_counter()
            async with session.post(path, data=io.BytesIO(raw), headers=headers) as answer:
                assert answer.status == 200, answer.status
                await answer.read()
            late.append(time.perf_counter() - began)

    began = time.perf_counter()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
            await asyncio.gather(*(one_after_another(session) for _ in range(_AT_ONCE)))
        await done()
        return time.perf_counter() - began, late
    finally:
        await runner.cleanup()
