"""Chatwoot on the bench: an inbox on WhatsApp's own API, or an API inbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.gateways.base import Account, Unsure
from core.gateways.registry import kind
from core.sandbox.chatwoot.server import ChatwootServer
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET
from tests.core.gateways.conformance.provider_bench import ProviderBench
from tests.core.sandbox.waha_receiver import receiving

INBOX = 7


class ChatwootBench(ProviderBench):
    server: ChatwootServer
    sender = str(INBOX)
    carries = "token"
    checks_numbers = False
    goes_down = False
    empty_is = Unsure

    def account(self) -> Account:
        settings = {"account": str(self.server.account), "signing_secret": SECRET}
        return Account(self.server.url, self.server.key, self.sender, "ours", settings)

    def down(self) -> None:
        self.server.world.inboxes[INBOX].reauthorize = True


@asynccontextmanager
async def chatwoot_bench(channel_type: str = "Channel::Whatsapp") -> AsyncIterator[ChatwootBench]:
    async with receiving() as receiver:
        server = ChatwootServer()
        server.add_inbox(INBOX, "WA Loja", BUSINESS, channel_type=channel_type)
        server.add_webhook(receiver.url, SECRET)
        server.phones.add(ANA, "Ana")
        await server.start()
        bench = ChatwootBench(kind("chatwoot"), server, receiver)
        try:
            yield bench
        finally:
            await bench.close()
            await server.close()
