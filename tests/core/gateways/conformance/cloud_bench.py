"""The Cloud API on the bench. Ana wrote a moment ago, so that free text may go to her."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account, Unsure
from core.gateways.registry import kind
from core.sandbox.meta.cloud import CloudServer
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import Receiver, receiving

PHONE_ID = "106500000000001"


class CloudBench(ProviderBench):
    sender = PHONE_ID
    echoes = False
    carries = "token"
    looks_up = False
    checks_numbers = False
    empty_is = Unsure

    def __init__(self, server: CloudServer, receiver: Receiver) -> None:
        self.cloud = server
        super().__init__(kind("cloud"), server, receiver)

    def account(self) -> Account:
        return Account(self.cloud.url, self.cloud.key, PHONE_ID, SECRET, {"app_secret": self.cloud.app_secret})

    def down(self) -> None:
        self.cloud.lines[PHONE_ID].status = "DISCONNECTED"


@asynccontextmanager
async def cloud_bench() -> AsyncIterator[CloudBench]:
    async with receiving() as receiver:
        server = CloudServer()
        server.add_line(PHONE_ID, BUSINESS)
        server.phones.add(ANA, "Ana")
        server.hooks.append(server.hook(receiver.url))
        await server.start()
        bench = CloudBench(server, receiver)
        server.wrote(ANA)
        try:
            yield bench
        finally:
            await bench.close()
            await server.close()
