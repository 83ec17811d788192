"""BizChat on the bench, with a header that its webhook was given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from core.gateways.base import Account, Outgoing, Unsure
from core.gateways.registry import kind
from core.sandbox.meta.bizchat import BizChatServer
from tests.core.gateways.conformance.bench import ANA, PICTURE, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import Receiver, receiving

HEADER = "X-Belfry-Key"


class BizChatBench(ProviderBench):
    sender = "1065"
    echoes = False
    checks_numbers = False
    media = frozenset({"image", "video", "document"})
    signs = False
    empty_is = Unsure

    def __init__(self, server: BizChatServer, receiver: Receiver) -> None:
        self.bizchat = server
        super().__init__(kind("bizchat"), server, receiver)

    def account(self) -> Account:
        settings = {"vendor_uid": self.bizchat.vendor, "webhook_header": HEADER}
        return Account(f"{self.bizchat.url}/api", self.bizchat.key, self.sender, SECRET, settings)

    def outgoing(self, text: str = "hello", **more: Any) -> Outgoing:
        """BizChat takes no bytes: it fetches them from an address."""
        out = super().outgoing(text, **more)
        return out if out.media is None else replace(out, media=replace(out.media, url="http://belfry.test/leaf.png"))

    def down(self) -> None:
        self.bizchat.set_up = False


async def fetch(url: str) -> bytes:
    assert url == "http://belfry.test/leaf.png"
    return PICTURE.data


@asynccontextmanager
async def bizchat_bench() -> AsyncIterator[BizChatBench]:
    async with receiving() as receiver:
        server = BizChatServer(fetch=fetch)
        await server.start()
        server.phones.add(ANA, "Ana")
        server.hooks.append(server.hook(receiver.url, HEADER, SECRET))
        bench = BizChatBench(server, receiver)
        try:
            yield bench
        finally:
            await bench.close()
            await server.close()
