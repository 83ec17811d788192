"""The admin address of every role: alive (`/healthz`), able to do its work (`/readyz`), figures (`/metrics`).

Here: the three pages and how an aiohttp application is served. Not here: what a role needs to be ready; it hands in its
checks. Never public: it tells about the inside.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web

from core.environment import Address
from core.errors import BadSetting
from core.process import metrics

log = structlog.get_logger()

Check = Callable[[], Awaitable[None]]
"""Raises when its thing cannot be used now."""


def make_admin_app(checks: Mapping[str, Check], *, timeout: float = 3.0) -> web.Application:
    """The admin pages. `/readyz` answers 200 or 503 with `{"ready": …, "checks": {name: "ok" | error type}}`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        found = dict(await asyncio.gather(*(_state(name, check, timeout) for name, check in checks.items())))
        ready = all(state == "ok" for state in found.values())
        return web.json_response({"ready": ready, "checks": found}, status=200 if ready else 503)

    async def figures(_request: web.Request) -> web.Response:
        return web.Response(text=metrics.render(), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", figures)])
    return app


async def _state(name: str, check: Check, timeout: float) -> tuple[str, str]:
    try:
        async with asyncio.timeout(timeout):
            await check()
    except Exception as e:
        return name, type(e).__name__
    return name, "ok"


@asynccontextmanager
async def serving(app: web.Application, at: Address, setting: str) -> AsyncIterator[Address]:
    """Serves the application; gives the address with the port that was really taken (port 0 asks for any).

    Raises BadSetting, naming `setting`, when the address cannot be had. On leaving, requests under way have 5 s to end.
    """
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, at.host, at.port, reuse_address=True)
        try:
            await site.start()
        except OSError as e:
            hint = f"cannot listen on {at}: {e.strerror or 'it is taken'}; each role wants a host:port of its own"
            raise BadSetting("bad_value", name=setting, hint=hint) from e
        port = runner.addresses[0][1]
        yield Address(at.host, port)
    finally:
        await runner.cleanup()
