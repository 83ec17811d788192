"""What every pretend provider is made of: phones to write to, faults, a postman, a server that is mounted or listens alone.

Here: the ground. Not here: any provider's routes and JSON (its own files).

    class Some(Provider):
        def routes(self) -> list[web.RouteDef]: ...      # its API; answers to a send go through `before` and `after`

    server = Some(FAULTS, agent="Some/1")
    url = await server.start()                  # or: outer.add_subapp("/some", server.app)
    server.faults.set("error_after", count=1)
    await server.settled(); server.judge(); await server.close()
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from core.sandbox.faults import Faults
from core.sandbox.phones import Bubble, Phones, Tick, Watcher, Watchers
from core.sandbox.postman import Postman
from core.sandbox.provider_control import control_routes

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def utc_now() -> datetime:
    return datetime.now(UTC)


def cut(request: web.Request) -> web.Response:
    """Cuts the connection: the other side sees a reset, not an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; empty for anything else."""
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


class Provider:
    """One pretend provider. `ack_delay` seconds pass before a phone's ticks. On `phones` that others write to as well,
    its faults and webhooks are told to its own watchers only."""

    url = ""
    _app: web.Application | None = None
    _runner: web.AppRunner | None = None

    def __init__(
        self,
        known_faults: Mapping[str, str],
        *,
        agent: str,
        phones: Phones | None = None,
        now: Callable[[], datetime] = utc_now,
        ack_delay: float = 0.0,
    ) -> None:
        self.now, self.ack_delay = now, ack_delay
        self.phones = phones or Phones()
        self.watchers = self.phones.watchers if phones is None else Watchers()
        self.faults = Faults(self.watchers, known_faults)
        self.postman = Postman(self.faults, self.watchers, agent)

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    # -- what people do; each provider says how its events tell of it

    def answer(self, number: str, text: str, *, kind: str = "text", reply_to: str | None = None) -> Bubble:
        """The person with this phone writes to us."""
        raise NotImplementedError

    def open_chat(self, number: str) -> int:
        """The person opens the chat; how many messages are read by it."""
        raise NotImplementedError

    def switch(self, number: str, on: bool) -> None:
        """Turns a phone off (messages stay at one tick) or on (what waited arrives)."""
        raise NotImplementedError

    def senders(self) -> set[str]:
        """The names of the business in the bubbles that it sends: inboxes, instances, lines."""
        raise NotImplementedError

    def listen(self, url: str, secret: str) -> None:
        """Posts its events there from now on, known by that secret."""
        raise NotImplementedError

    def judge(self) -> dict[str, Any]:
        """Every arrival on every phone; see `Phones.judge`."""
        return self.phones.judge()

    def on_change(self, watcher: Watcher) -> Callable[[], None]:
        """Calls `watcher` with each change as JSON-ready values; what comes back ends it."""
        shared = self.watchers is self.phones.watchers
        stops = [one.add(watcher) for one in ((self.watchers,) if shared else (self.phones.watchers, self.watchers))]

        def stop() -> None:
            for one in stops:
                one()

        return stop

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.postman.spawn(work)

    async def settled(self) -> None:
        """Returns when every event that is under way has come to its end."""
        await self.postman.settled()

    async def pause_for_ticks(self) -> None:
        if self.ack_delay:
            await asyncio.sleep(self.ack_delay)

    # -- faults of an answer

    def broken(self, body: Any) -> web.Response:
        """A server error, which may give back what was sent."""
        return web.json_response({"error": f"something broke over {body!r}"}, status=500)

    def refusal(self, status: int) -> web.Response:
        return web.json_response({"error": "Refused"}, status=status)

    async def before(self, request: web.Request, to: str, body: Any) -> web.Response | None:
        """The faults without effect: nothing has left when they answer."""
        if fault := self.faults.take("refuse", to):
            refusal = self.refusal(int(fault.value or 429))
            if refusal.status == 429:
                refusal.headers["Retry-After"] = "7"
            return refusal
        if self.faults.take("error_before", to):
            return self.broken(body)
        if self.faults.take("hang_before", to):
            await self.faults.hang()
            return cut(request)
        return cut(request) if self.faults.take("reset_before", to) else None

    async def after(self, request: web.Request, to: str, body: Any, answer: web.Response) -> web.Response:
        """The answer, or a fault in its place; the message has left."""
        if slow := self.faults.take("slow", to):
            await self.faults.dawdle(float(slow.value or 1))
        if self.faults.take("hang_after", to):
            await self.faults.hang()
            return cut(request)
        if self.faults.take("reset_after", to):
            return cut(request)
        if self.faults.take("error_after", to):
            return self.broken(body)
        if self.faults.take("empty", to):
            return web.Response(status=answer.status)
        if self.faults.take("garbled", to):
            return web.Response(status=answer.status, text="<html>gateway</html>", content_type="text/html")
        if self.faults.take("huge", to):
            return web.Response(status=answer.status, body=b'{"id": "' + b"x" * 4 * 2**20 + b'"}')
        return answer

    # -- the server

    @property
    def app(self) -> web.Application:
        """The application: the provider's own routes, `/judge` and `/control/...`; may be mounted under a prefix."""
        if self._app is None:
            self._app = web.Application(client_max_size=50 * 2**20)
            self._app.add_routes(self.routes())
            self._app.add_routes(control_routes(self))
            self._app.on_shutdown.append(self._stop)
        return self._app

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listens on its own; gives the base URL. Port 0 takes a free one."""
        self._runner = web.AppRunner(self.app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self.url

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        else:
            await self._stop(None)

    async def _stop(self, _: web.Application | None) -> None:
        self.faults.clear()
        await self.postman.close()

    def tick(self, number: str, bubble: Bubble, tick: Tick) -> None:
        self.phones.tick(self.phones.get(number), bubble, tick)
