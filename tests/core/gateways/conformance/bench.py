"""What a bench is: a provider's pretend server, a driver on it, and one vocabulary for faults.

A new gateway adds a module with its bench to this folder and one line to `benches.BENCHES`; `test_conformance.py` and
`test_faults.py` then run over it. What a provider cannot do, its bench says (`echoes`, `looks_up`, …), and is not asked for.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from core.gateways.base import Accepted, Account, Call, Driver, Event, Found, Kind, Media, Outgoing, Sent, Sought, Stage
from tests.ports import own_port

ANA = "+6281200000001"
BUSINESS = "+6281199990000"
SECRET = "webhook-secret"
PICTURE = Media("image", "image/png", "leaf.png", b"\x89PNG\r\n\x1a\n not really")

FAULTS = (
    "lost_before",  # the connection is cut after the request was read; nothing left
    "lost_after",  # the same, and the message left
    "silent_before",  # no answer ever; nothing left
    "silent_after",  # no answer ever; the message left
    "limited",  # 429 with Retry-After: 7; nothing left
    "broken_before",  # 500 without effect
    "broken_after",  # 500 although the message left
    "empty",  # 2xx with an empty body; the message left
    "garbled",  # 2xx with a body that is no JSON; the message left
    "huge",  # 2xx with a body larger than anybody reads; the message left
    "slow",  # the answer comes 0.2 s late; the message left
    "gone",  # 404: something in front answers while the provider is not there
    "twice",  # events are posted twice
    "reordered",  # receipts of one message come in reverse order
    "forged",  # the next event is signed wrongly
)


class Bench(ABC):
    """One gateway, set up: a channel at a server that knows Ana. Its server posts events to a receiver of its own."""

    kind: Kind
    driver: Driver
    sender = "clinic"
    echoes = True
    """Whether a message that was sent over the API comes back as an echo."""
    carries = ""
    """"id": our token is the provider's id of the message; "token": it comes back beside that; "": nothing does."""
    looks_up = True
    checks_numbers = True
    media = frozenset({"image", "video", "document", "audio"})
    signs = True
    """Whether a signature covers the body; else a secret in a header or only the address tells who calls."""
    goes_down = True
    """Whether the provider can say that the channel is not connected."""
    empty_is = Accepted
    """What a 2xx without a body means: only WAHA is known to answer so and to have sent."""

    def __init__(self) -> None:
        self._drivers: list[Driver] = []

    def offers(self) -> set[str]:
        """What tests may need of it, in their words."""
        found = {
            "reserved ids": self.carries == "id",
            "echoes": self.echoes,
            "look-up": self.looks_up,
            "look-up by token": self.looks_up and bool(self.carries),
            "signatures": self.signs,
            "a state": self.goes_down,
        }
        return {name for name, so in found.items() if so}

    @abstractmethod
    def account(self) -> Account: ...

    @abstractmethod
    def fault(self, name: str) -> None:
        """Sets one of FAULTS for the next send; "twice" and "reordered" until the bench ends."""

    @abstractmethod
    def down(self) -> None:
        """The channel is not connected."""

    @abstractmethod
    def shown(self, number: str) -> list[str]:
        """The texts on a phone, oldest first; of media the caption."""

    @abstractmethod
    def shown_media(self, number: str) -> list[tuple[str, bytes]]:
        """Kind and bytes of the media on a phone."""

    @abstractmethod
    def arrived(self) -> asyncio.Event:
        """Set as soon as a message is on a phone."""

    @abstractmethod
    def answer(self, number: str, text: str) -> None: ...

    @abstractmethod
    def open_chat(self, number: str) -> None: ...

    @abstractmethod
    async def calls(self) -> list[Call]:
        """Every call to the webhook until now, once all that is under way has come."""

    def connect(self, **changes: Any) -> Driver:
        """A driver; `changes` are fields of the account, `settings` are added to it."""
        base = self.account()
        settings = {"timeout": 5.0, "connect_timeout": 5.0} | dict(base.settings) | changes.pop("settings", {})
        values = {"url": base.url, "key": base.key, "sender": base.sender, "secret": base.secret} | changes
        driver = self.kind.connect(Account(**values, settings=settings))
        self._drivers.append(driver)
        return driver

    def closed(self) -> Driver:
        """A driver whose provider does not listen."""
        return self.connect(url=f"http://127.0.0.1:{own_port()}")

    def bad_key(self) -> Driver:
        return self.connect(key="not-the-key")

    def outgoing(self, text: str = "hello", **more: Any) -> Outgoing:
        token = self.driver.new_token() if self.driver.reserves_ids else None
        return Outgoing(**({"token": token, "to": ANA, "text": text} | more))

    async def send(self, text: str = "hello", **changes: Any) -> tuple[Outgoing, Sent]:
        out = self.outgoing(text, **changes)
        return out, await self.driver.send(out)

    async def events(self) -> list[Event]:
        """What was told, each thing once: a repeat has the key of the first, and the store keeps one of them."""
        kept: dict[str, Event] = {}
        for event in await self.all_events():
            kept.setdefault(event.key, event)
        return list(kept.values())

    async def all_events(self) -> list[Event]:
        """Repeats too."""
        import json

        return [event for call in await self.calls() for event in self.kind.read_events(json.loads(call.raw))]

    async def close(self) -> None:
        for driver in self._drivers:
            await driver.close()


def call(raw: bytes, headers: dict[str, str]) -> Call:
    return Call.of(raw, headers, datetime.now(UTC))


def id_of(sent: Sent) -> str:
    """The id at the provider of what it accepted."""
    assert isinstance(sent, Accepted)
    assert sent.provider_id is not None
    return sent.provider_id


async def look_up(driver: Driver, ref: str, phone: str) -> Stage | None:
    """How far the message with this id came; None: the provider does not have it."""
    found: Found | None = await driver.look_up(Sought(ref, phone))
    return found.stage if found is not None else None


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
