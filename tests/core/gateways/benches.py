"""Where gateways are put to the test: a provider's pretend server, a driver on it, and one vocabulary for faults.

A new gateway adds a bench here and one line to BENCHES; `test_conformance.py` then runs over it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, Protocol

from core.gateways.base import Accepted, Account, Driver, Event, Kind, Outgoing, Sent
from core.gateways.registry import kind
from core.sandbox.waha import WahaServer
from core.sandbox.waha_hooks import Webhook
from tests.core.sandbox.waha_receiver import Receiver, receiving

ANA = "+6281200000001"
BUSINESS = "+6281199990000"
SECRET = "webhook-secret"


class Bench(Protocol):
    """One gateway, set up. Faults: "lost_before", "lost_after", "silent_after", "limited" (429), "broken_after" (5xx)."""

    kind: Kind
    driver: Driver

    def connect(self, **changes: Any) -> Driver: ...
    def fault(self, name: str) -> None: ...
    def closed(self) -> Driver: ...
    def bad_key(self) -> Driver: ...
    def down(self) -> None: ...
    def shown(self, number: str) -> list[str]: ...
    def arrived(self) -> asyncio.Event: ...
    def answer(self, number: str, text: str) -> None: ...
    def open_chat(self, number: str) -> None: ...
    async def webhooks(self) -> list[tuple[bytes, dict[str, str]]]: ...
    async def events(self) -> list[Event]: ...
    async def all_events(self) -> list[Event]: ...


class WahaBench:
    def __init__(self, server: WahaServer, receiver: Receiver) -> None:
        self.server, self.receiver = server, receiver
        self.kind: Kind = kind("waha")
        self._drivers: list[Driver] = []
        self.driver = self.connect()

    @property
    def engine(self) -> str:
        return self.server.sessions["clinic"].engine

    def connect(self, **changes: Any) -> Driver:
        settings = {"timeout": 5.0, "connect_timeout": 5.0} | changes.pop("settings", {})
        values = {"url": self.server.url, "key": self.server.key, "sender": "clinic", "secret": SECRET} | changes
        driver = self.kind.connect(Account(**values, settings=settings))
        self._drivers.append(driver)
        return driver

    def fault(self, name: str) -> None:
        ours = {
            "lost_before": "reset_before",
            "lost_after": "reset_after",
            "silent_after": "hang_after",
            "limited": "refuse",
            "broken_after": "error_after",
        }
        self.server.faults.set(ours[name], count=1)

    def closed(self) -> Driver:
        return self.connect(url=f"http://127.0.0.1:{free_port()}")

    def bad_key(self) -> Driver:
        return self.connect(key="not-the-key")

    def down(self) -> None:
        self.server.set_status("clinic", "FAILED")

    def shown(self, number: str) -> list[str]:
        return [bubble.text for bubble in self.server.phones.get(number).bubbles if not bubble.mine]

    def arrived(self) -> asyncio.Event:
        """Set as soon as a message is on a phone."""
        event = asyncio.Event()
        self.server.on_change(lambda change: event.set() if change["what"] == "bubble" else None)
        return event

    def answer(self, number: str, text: str) -> None:
        self.server.answer(number, text)

    def open_chat(self, number: str) -> None:
        self.server.open_chat(number)

    async def webhooks(self) -> list[tuple[bytes, dict[str, str]]]:
        await self.server.settled()
        return [(one.raw, one.headers) for one in self.receiver.requests]

    async def events(self) -> list[Event]:
        """What was told, each thing once: a repeat has the key of the first, and the store keeps one of them."""
        kept: dict[str, Event] = {}
        for event in await self.all_events():
            kept.setdefault(event.key, event)
        return list(kept.values())

    async def all_events(self) -> list[Event]:
        """Repeats too."""
        bodies = [one.body for one in self.receiver.requests] if await self.webhooks() else []
        return [event for body in bodies for event in self.kind.read_events(body)]

    async def send(self, text: str = "hello", **changes: Any) -> tuple[Outgoing, Sent]:
        token = self.driver.new_token() if self.driver.reserves_ids else None
        out = Outgoing(**({"token": token, "to": ANA, "text": text} | changes))
        return out, await self.driver.send(out)

    async def close(self) -> None:
        self.receiver.open.set()
        for driver in self._drivers:
            await driver.close()


@asynccontextmanager
async def waha_bench(engine: str) -> AsyncIterator[WahaBench]:
    async with receiving() as receiver:
        server = WahaServer()
        hook = Webhook(receiver.url, SECRET, delay=0)
        server.add_session("clinic", BUSINESS, engine=engine, webhooks=[hook])
        server.phones.add(ANA, "Ana")
        await server.start()
        bench = WahaBench(server, receiver)
        try:
            await bench.driver.ready()
            yield bench
        finally:
            await bench.close()
            await server.close()


def id_of(sent: Sent) -> str:
    """The id at the provider of what it accepted."""
    assert isinstance(sent, Accepted)
    assert sent.provider_id is not None
    return sent.provider_id


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def mute_server() -> AsyncIterator[str]:
    """Takes connections and never says a word: over TLS, a connection that never comes about."""
    ends: list[asyncio.StreamWriter] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends.append(writer)
        while await reader.read(1024):
            pass
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in ends:
            writer.close()
        await server.wait_closed()


BENCHES: dict[str, Callable[[], AbstractAsyncContextManager[Bench]]] = {
    "waha-gows": partial(waha_bench, "GOWS"),
    "waha-noweb": partial(waha_bench, "NOWEB"),
    "waha-webjs": partial(waha_bench, "WEBJS"),
    "waha-wpp": partial(waha_bench, "WPP"),
}
RESERVING = ["waha-gows", "waha-noweb"]
"""The benches whose gateway carries an id that we choose; what only they promise is asked of them alone."""
