"""Evolution API on the bench: 2.4.0, which takes our ids, and 2.3.7, which does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account, Unsure
from core.gateways.registry import kind
from core.sandbox.evolution.server import EvolutionServer, Webhook, bearer
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import Receiver, receiving


class EvolutionBench(ProviderBench):
    server: EvolutionServer
    signs = False
    empty_is = Unsure

    def __init__(self, server: EvolutionServer, receiver: Receiver) -> None:
        self.carries = "id" if server.version.startswith("2.4") else ""
        super().__init__(kind("evolution"), server, receiver)

    def account(self) -> Account:
        return Account(self.server.url, self.server.instances["clinic"].token, "clinic", SECRET)

    def down(self) -> None:
        self.server.set_state("clinic", "close")


@asynccontextmanager
async def evolution_bench(version: str) -> AsyncIterator[EvolutionBench]:
    async with receiving() as receiver:
        server = EvolutionServer(version=version)
        server.add_instance("clinic", BUSINESS, webhook=Webhook(receiver.url, bearer(SECRET)))
        server.phones.add(ANA, "Ana")
        await server.start()
        bench = EvolutionBench(server, receiver)
        try:
            await bench.driver.ready()
            yield bench
        finally:
            await bench.close()
            await server.close()
