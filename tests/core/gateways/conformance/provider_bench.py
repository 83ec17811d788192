"""The bench of a gateway with a pretend server of `core.sandbox`: most faults have one name in both."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from core.gateways.base import Call, Kind
from core.sandbox.provider import Provider
from core.sandbox.waha.server import WahaServer
from tests.core.gateways.conformance.bench import Bench, call
from tests.core.sandbox.waha_receiver import Receiver

_NAMES = {
    "lost_before": "reset_before",
    "lost_after": "reset_after",
    "silent_before": "hang_before",
    "silent_after": "hang_after",
    "limited": "refuse",
    "broken_before": "error_before",
    "broken_after": "error_after",
    "gone": "refuse",
    "twice": "duplicate",
    "reordered": "reorder",
}
_VALUES: Mapping[str, float] = {"slow": 0.2, "gone": 404}


class ProviderBench(Bench):
    names: Mapping[str, str] = _NAMES
    """What the pretend server calls a fault of the bench; the same, where it is not here."""

    def __init__(self, kind: Kind, server: Provider | WahaServer, receiver: Receiver) -> None:
        super().__init__()
        self.kind, self.server, self.receiver = kind, server, receiver
        self.driver = self.connect()

    def fault(self, name: str) -> None:
        count = None if name in ("twice", "reordered") else 1
        self.server.faults.set(self.names.get(name, name), count=count, value=_VALUES.get(name))

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
