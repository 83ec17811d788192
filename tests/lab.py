"""A small clinic in a box, for tests: a real database, a real WAHA server on loopback, the webhook, the tick, a clock to move.

Nothing in here sleeps: `until` ticks, which reads the database, until what is waited for is so.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp
import aiosqlite
import asyncpg
from aiohttp import web
from cryptography.fernet import Fernet

from core import receipts, report
from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Schedule, When
from core.dispatch.dispatcher import Dispatcher
from core.messages import messages, outages
from core.process.witness import Witness
from core.recurrence import local
from core.sandbox.waha.hooks import Webhook, sign
from core.sandbox.waha.server import WahaServer
from core.web import make_app
from storage import db
from storage.queries import channels, deliveries, directory, notices, records, workspaces
from tests.patience import LONG_ENOUGH

Row = dict[str, Any]
ZONE = "Europe/Lisbon"
WAHA_KEY = "waha-key"


class SetClock(Clock):
    """A clock that starts at an instant of its own and goes on by itself from there."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._ahead = start - datetime.now(UTC)


class Lab:
    def __init__(self, waha: WahaServer, clock: Clock) -> None:
        self.waha = waha
        self.clock = clock
        self.workspace: Row = {}
        self.owner: Row = {}
        self.channel: Row = {}
        self.url = ""
        self.hook = ""
        self.secret = "hook-secret"
        self.chores = (receipts.sweep, report.tell_digests, messages.resume_due, outages.tell)
        self.seen: Path | None = None
        """A data folder: what workers saw of the database is kept there, over their ends."""
        self.dispatcher = self.worker()
        self.others: list[Dispatcher] = []
        self._origin = 0
        self._events = itertools.count(1)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def actor(self, role: str = "owner", origin: str | None = None) -> Actor:
        self._origin += 1
        return Actor(self.workspace["id"], self.owner["id"], role, ZONE, origin=origin or f"test:{self._origin}")

    async def contact(self, name: str, phone: str | None) -> int:
        row = await directory.add_contact(self.workspace["id"], name, phone, self.now)
        if phone:
            self.waha.phones.add(phone, name)
        return int(row["id"])

    async def schedule(
        self, text: str, *contacts: int, after: float = 0, rules: Sequence[str] = (), **more: Any
    ) -> Row:
        """A message to contacts, due `after` seconds from now to the microsecond, or weekly and the like by wall clock."""
        due = self.now + timedelta(seconds=after)
        starts = local(due, ZONE).replace(microsecond=0)
        when = When(starts, ZONE, rules=tuple(rules), at=None if rules else due)
        return await messages.schedule(
            self.actor(), Schedule(Audience(contacts=contacts), text, when, **more), self.now
        )

    async def until(self, so: Callable[[], Awaitable[Any]], seconds: float = LONG_ENOUGH) -> Any:
        """Ticks until `so` gives something true, and gives that."""
        end = time.monotonic() + seconds
        while not (found := await so()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s; deliveries: {await self.states()}")
            await asyncio.gather(*(one.tick() for one in (self.dispatcher, *self.others)))
        return found

    async def rounds(self, count: int) -> None:
        """So many ticks: for what must not happen."""
        for _ in range(count):
            await self.dispatcher.tick()

    async def turn(self, so: Callable[[], bool], seconds: float = LONG_ENOUGH) -> None:
        """Lets the event loop turn, without a tick, until `so` is true: for when the database cannot be asked."""
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, f"not within {seconds} s"
            await asyncio.sleep(0)

    async def settled(self) -> None:
        """Every echo, ack and webhook that is under way has come in and been worked on."""
        await self.waha.settled()

        async def so() -> bool:
            return not await db.rows("select id from provider_event where state = 'new'")

        await self.until(so)

    def another(self) -> Dispatcher:
        """A second worker on the same database; `until` ticks it too."""
        self.others.append(self.worker())
        return self.others[-1]

    def worker(self) -> Dispatcher:
        """A worker on this database that nobody ticks yet."""
        return Dispatcher(self.clock, lease=2.0, chores=self.chores, witness=Witness(self.seen))

    def later(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))

    def earlier(self, **by: float) -> None:
        """The machine's clock is put back, as one is that was wrong."""
        self.clock._ahead -= timedelta(**by)

    async def states(self, message: Row | None = None) -> list[str]:
        if message is not None:
            return [row["state"] for row in await self._copies(message)]
        return [row["state"] for row in await db.rows("select state from delivery order by id")]

    async def _copies(self, message: Row) -> list[Row]:
        rows = await deliveries.of_message(self.workspace["id"], message["id"])
        return sorted(rows, key=lambda row: int(row["id"]))

    async def reaches(self, message: Row, *states: str) -> list[Row]:
        """Waits until the deliveries of a message are in these states, in order."""

        async def so() -> list[Row] | None:
            rows = await self._copies(message)
            return rows if [row["state"] for row in rows] == list(states) else None

        return list(await self.until(so))

    async def hears(self, kind: str) -> list[Row]:
        """The notices of a kind, as soon as there is one: what a provider says beside its answer is written after it."""
        return list(await self.until(lambda: self.told(kind)))

    async def told(self, kind: str) -> list[Row]:
        return await db.rows("select * from notice where kind = $1 order by id", kind)

    async def due_notices(self) -> list[Row]:
        return await notices.due(self.now)

    async def count(self, name: str) -> int:
        """A tally: refused steps, unknown events and the like."""
        return (await records.counts()).get(name, 0)

    async def delivery(self, message: Row) -> Row:
        """The only delivery of a message; empty while there is none."""
        rows = await deliveries.of_message(self.workspace["id"], message["id"])
        assert len(rows) <= 1
        return rows[0] if rows else {}

    async def occurrence(self, message: Row) -> Row:
        """The newest due time of a message."""
        found = await db.rows(
            "select * from occurrence where message_id = $1 order by due_at desc limit 1", message["id"]
        )
        return found[0]

    async def message(self, message: Row) -> Row:
        return (await db.rows("select * from message where id = $1", message["id"]))[0]

    def event(self, name: str, /, **payload: Any) -> dict[str, Any]:
        """A WAHA event as it is posted, with an id of its own."""
        return {
            "id": f"evt_{next(self._events):026d}",
            "timestamp": int(self.now.timestamp() * 1000),
            "event": name,
            "session": "clinic",
            "engine": "GOWS",
            "me": {"id": "351210000000@c.us"},
            "payload": payload,
        }

    def incoming(self, phone: str, text: str, **more: Any) -> dict[str, Any]:
        """Somebody writes to us."""
        digits = phone.lstrip("+")
        return self.event(
            "message.any",
            **{
                "id": f"false_{digits}@c.us_3A{next(self._events):016X}",
                "timestamp": int(self.now.timestamp()),
                "from": f"{digits}@c.us",
                "fromMe": False,
                "body": text,
                "hasMedia": False,
                "_data": {},
            }
            | more,
        )

    def ack(self, token: str, ack: int, phone: str = "+351912000001") -> dict[str, Any]:
        """A receipt for what we sent."""
        chat = f"{phone.lstrip('+')}@c.us"
        return self.event("message.ack", id=f"true_{chat}_{token}", **{"from": chat}, fromMe=True, ack=ack)

    async def post(
        self, event: dict[str, Any] | bytes, *, key: str | None = None, hook: str | None = None, url: str = ""
    ) -> int:
        """Posts a webhook body as the provider does, to the lab's web or another's; the status of the answer."""
        raw = event if isinstance(event, bytes) else json.dumps(event).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Webhook-Hmac": sign(raw, self.secret if key is None else key),
            "X-Webhook-Hmac-Algorithm": "sha512",
        }
        url = f"{url or self.url}/webhooks/{hook or self.hook}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=io.BytesIO(raw), headers=headers) as answer,
        ):
            await answer.read()
            return answer.status

    async def hear(self, *events: dict[str, Any]) -> None:
        """Posts events, one after the other, and waits until they had their effect."""
        for event in events:
            assert await self.post(event) == 200
        await self.settled()

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """The connection to the database fails for whatever is asked of it."""

        async def locked(_self: object, _fn: object, *_args: object, **_more: object) -> None:
            raise sqlite3.OperationalError("database is locked")

        async def gone(_self: object, *_args: object, **_more: object) -> None:
            raise ConnectionResetError

        with (
            mock.patch.object(aiosqlite.Connection, "_execute", locked),
            mock.patch.object(asyncpg.Connection, "_do_execute", gone),
        ):
            yield

    def shown(self, phone: str) -> list[str]:
        """What a phone shows, in order."""
        return [bubble.text for bubble in self.waha.phones.get(phone).bubbles if not bubble.mine]

    async def restart(self) -> None:
        """An orderly end of this worker, and a new one."""
        await self.dispatcher.stop(5)
        self.dispatcher = self.worker()

    async def close(self) -> None:
        """Every worker ends in order; what hangs is cut off first."""
        self.waha.faults.clear()
        for one in (self.dispatcher, *self.others):
            await one.stop(3)


@asynccontextmanager
async def open_lab(url: str, start: datetime | None = None, *, pace: str = "0s", **settings: Any) -> AsyncIterator[Lab]:
    """Everything of a Lab, on a migrated database. Ends in order even when a test fails, because an open database thread
    keeps the process alive."""
    async with AsyncExitStack() as house:
        await db.open(url, Fernet.generate_key().decode())
        house.push_async_callback(db.close)
        clock = SetClock(start) if start else Clock()
        waha = WahaServer(key=WAHA_KEY, now=clock.now, ack_delay=0.0)
        base = await waha.start()
        house.push_async_callback(waha.close)
        lab = Lab(waha, clock)
        runner = web.AppRunner(make_app(clock))
        house.push_async_callback(runner.cleanup)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        lab.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await _furnish(lab, base, pace, {"timeout": 1.5} | settings)
        house.push_async_callback(lab.close)
        yield lab


async def _furnish(lab: Lab, base: str, pace: str, settings: Row) -> None:
    """One workspace with its owner, and one channel whose session posts its events to us."""
    lab.workspace = await workspaces.add("Clinic", ZONE, lab.now, country="PT")
    lab.owner = await workspaces.add_staff(lab.workspace["id"], "Olivia", "owner", "telegram", "1", lab.now)
    lab.hook = "hook"
    lab.channel = await channels.add(
        lab.workspace["id"],
        "clinic",
        "waha",
        base,
        WAHA_KEY,
        lab.secret,
        lab.hook,
        "clinic",
        lab.now,
        pace=pace,
        settings=settings,
    )
    hook = Webhook(f"{lab.url}/webhooks/{lab.hook}", lab.secret, delay=0.05)
    lab.waha.add_session("clinic", "+351210000000", webhooks=[hook])
