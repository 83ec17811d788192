"""WAHA on the bench, with each of its engines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account, Call
from core.gateways.registry import kind
from core.sandbox.waha import WahaServer
from core.sandbox.waha_hooks import Webhook
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET, Bench, call
from tests.core.sandbox.waha_receiver import Receiver, receiving

_FAULTS = {
    "lost_before": "reset_before",
    "lost_after": "reset_after",
    "silent_before": "hang_before",
    "silent_after": "hang_after",
    "limited": "refuse",
    "broken_before": "error_before",
    "broken_after": "error_after",
    "empty": "empty",
    "garbled": "garbled",
    "huge": "huge",
    "slow": "slow",
    "gone": "refuse",
    "twice": "duplicate",
    "reordered": "reorder",
    "forged": "bad_hmac",
}
_VALUES = {"slow": 0.2, "gone": 404}


class WahaBench(Bench):
    def __init__(self, server: WahaServer, receiver: Receiver) -> None:
        super().__init__()
        self.server, self.receiver = server, receiver
        self.kind = kind("waha")
        self.carries = "id" if self.engine in ("GOWS", "NOWEB") else ""
        self.driver = self.connect()

    @property
    def engine(self) -> str:
        return self.server.sessions["clinic"].engine

    def account(self) -> Account:
        return Account(self.server.url, self.server.key, "clinic", SECRET)

    def fault(self, name: str) -> None:
        count = None if name in ("twice", "reordered") else 1
        self.server.faults.set(_FAULTS[name], count=count, value=_VALUES.get(name))

    def down(self) -> None:
        self.server.set_status("clinic", "FAILED")

    def shown(self, number: str) -> list[str]:
        return [bubble.text for bubble in self.server.phones.get(number).bubbles if not bubble.mine]

    def shown_media(self, number: str) -> list[tuple[str, bytes]]:
        bubbles = self.server.phones.get(number).bubbles
        return [(one.file.kind, one.file.data) for one in bubbles if not one.mine and one.file is not None]

    def arrived(self) -> asyncio.Event:
        event = asyncio.Event()
        self.server.on_change(lambda change: event.set() if change["what"] == "bubble" else None)
        return event

    def answer(self, number: str, text: str) -> None:
        self.server.answer(number, text)

    def open_chat(self, number: str) -> None:
        self.server.open_chat(number)

    async def calls(self) -> list[Call]:
        await self.server.settled()
        return [call(one.raw, one.headers) for one in self.receiver.requests]

    async def close(self) -> None:
        self.receiver.open.set()
        await super().close()


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
