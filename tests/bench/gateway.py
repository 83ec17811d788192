"""A WhatsApp gateway (WAHA's shape) that does nothing but answer, in a process of its own: what it costs, both sides of a
comparison pay. It counts what it took and which ids came twice. `python -m tests.bench.gateway [seconds to answer]`."""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

from aiohttp import web


class Gateway:
    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._taken: Counter[str] = Counter()

    async def send(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._taken[str(body.get("id"))] += 1
        if self._delay:
            await asyncio.sleep(self._delay)
        chat = body.get("chatId", "")
        return web.json_response({"key": {"id": body.get("id"), "remoteJid": chat, "fromMe": True}}, status=201)

    async def count(self, _request: web.Request) -> web.Response:
        return web.json_response({"taken": self._taken.total(), "twice": sum(1 for n in self._taken.values() if n > 1)})

    async def forget(self, _request: web.Request) -> web.Response:
        self._taken.clear()
        return web.json_response({})

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/sendText", self.send)
        app.router.add_get("/count", self.count)
        app.router.add_post("/forget", self.forget)
        app.router.add_get("/api/sessions/{name}", _session)
        app.router.add_get("/api/server/version", _version)
        app.router.add_get("/api/contacts/check-exists", _exists)
        return app


async def _session(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "name": request.match_info["name"],
            "status": "WORKING",
            "me": {"id": "351210000000@c.us"},
            "engine": {"engine": "NOWEB"},
        }
    )


async def _version(_request: web.Request) -> web.Response:
    return web.json_response({"version": "2026.6.1", "engine": "NOWEB", "tier": "PLUS"})


async def _exists(request: web.Request) -> web.Response:
    return web.json_response({"numberExists": True, "chatId": f"{request.query.get('phone', '')}@c.us"})


@contextlib.contextmanager
def running(delay: float = 0.0) -> Iterator[str]:
    """Its address, while it runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.gateway", str(delay)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the gateway did not start"
        yield found.group()
    finally:
        process.terminate()
        process.wait(10)


async def _main(delay: float) -> None:
    runner = web.AppRunner(Gateway(delay).app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
