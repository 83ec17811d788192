"""The kind "http" on the bench: a service of one's own that does all that README.md documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account, Unsure
from core.gateways.own.body import WITH_MEDIA
from core.gateways.registry import kind
from core.sandbox.own import OwnServer
from tests.core.gateways.conformance.bench import ANA, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import Receiver, receiving


class OwnBench(ProviderBench):
    sender = "shop"
    echoes = False
    carries = "token"
    checks_numbers = False
    empty_is = Unsure

    def __init__(self, server: OwnServer, receiver: Receiver) -> None:
        self.own = server
        super().__init__(kind("http"), server, receiver)

    def account(self) -> Account:
        settings = {"body": WITH_MEDIA, "look_up_path": "/messages/{id}", "check_path": "/health"}
        return Account(f"{self.own.url}/messages", self.own.key, self.sender, SECRET, settings)

    def down(self) -> None:
        self.own.well = False


@asynccontextmanager
async def own_bench() -> AsyncIterator[OwnBench]:
    async with receiving() as receiver:
        server = OwnServer()
        await server.start()
        server.phones.add(ANA, "Ana")
        server.hooks.append(server.hook(receiver.url, SECRET))
        bench = OwnBench(server, receiver)
        try:
            yield bench
        finally:
            await bench.close()
            await server.close()
