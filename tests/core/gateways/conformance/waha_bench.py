"""WAHA on the bench, with each of its engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account
from core.gateways.registry import kind
from core.sandbox.waha.hooks import Webhook
from core.sandbox.waha.server import WahaServer
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import Receiver, receiving


class WahaBench(ProviderBench):
    server: WahaServer
    names = ProviderBench.names | {"forged": "bad_hmac"}

    def __init__(self, server: WahaServer, receiver: Receiver) -> None:
        super().__init__(kind("waha"), server, receiver)
        self.carries = "id" if self.engine in ("GOWS", "NOWEB") else ""

    @property
    def engine(self) -> str:
        return self.server.sessions["clinic"].engine

    def account(self) -> Account:
        return Account(self.server.url, self.server.key, "clinic", SECRET)

    def down(self) -> None:
        self.server.set_status("clinic", "FAILED")


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
