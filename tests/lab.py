"""A small clinic in a box, for tests: a real database, a real WAHA server on loopback, the webhook, the tick, a clock to move.

Nothing in here sleeps: `until` ticks, which reads the database, until what is waited for is so.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography.fernet import Fernet

from core import messages, receipts, report
from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Schedule, When
from core.dispatch.dispatcher import Dispatcher
from core.recurrence import local
from core.sandbox.waha import WahaServer
from core.sandbox.waha_hooks import Webhook
from core.web import make_app
from storage import db
from storage.queries import channels, deliveries, directory, notices, workspaces

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
        self.chores = (receipts.sweep, report.tell_digests, messages.resume_due)
        self.dispatcher = Dispatcher(clock, lease=2.0, chores=self.chores)
        self._origin = 0

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

    async def until(self, so: Callable[[], Awaitable[Any]], seconds: float = 15.0) -> Any:
        """Ticks until `so` gives something true, and gives that."""
        end = time.monotonic() + seconds
        while not (found := await so()):
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s; deliveries: {await self.states()}")
            await self.dispatcher.tick()
        return found

    async def states(self, message: Row | None = None) -> list[str]:
        if message is not None:
            return [row["state"] for row in await deliveries.of_message(self.workspace["id"], message["id"])]
        return [row["state"] for row in await db.rows("select state from delivery order by id")]

    async def reaches(self, message: Row, *states: str) -> list[Row]:
        """Waits until the deliveries of a message are in these states, in order."""

        async def so() -> list[Row] | None:
            rows = await deliveries.of_message(self.workspace["id"], message["id"])
            return rows if [row["state"] for row in rows] == list(states) else None

        return list(await self.until(so))

    async def told(self, kind: str) -> list[Row]:
        return await db.rows("select * from notice where kind = $1 order by id", kind)

    async def due_notices(self) -> list[Row]:
        return await notices.due(self.now)

    def shown(self, phone: str) -> list[str]:
        """What a phone shows, in order."""
        return [bubble.text for bubble in self.waha.phones.get(phone).bubbles if not bubble.mine]

    async def restart(self) -> None:
        """An orderly end of this worker, and a new one."""
        await self.dispatcher.stop(5)
        self.dispatcher = Dispatcher(self.clock, lease=2.0, chores=self.chores)


@asynccontextmanager
async def open_lab(folder: Path, start: datetime | None = None, *, pace: str = "0s") -> AsyncIterator[Lab]:
    """Everything of a Lab; ends in order even when a test fails, because an open database thread keeps the process alive."""
    url = f"sqlite://{folder / 'belfry.db'}"
    await db.migrate(url)
    await db.open(url, Fernet.generate_key().decode())
    clock = SetClock(start) if start else Clock()
    waha = WahaServer(key=WAHA_KEY, now=clock.now, ack_delay=0.0)
    lab = Lab(waha, clock)
    runner = web.AppRunner(make_app(clock))
    try:
        base = await waha.start()
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        lab.url = f"http://127.0.0.1:{port}"
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
            settings={"timeout": 1.5},
        )
        hook = Webhook(f"{lab.url}/webhooks/{lab.hook}", lab.secret, delay=0.05)
        waha.add_session("clinic", "+351210000000", webhooks=[hook])
        yield lab
    finally:
        await lab.dispatcher.stop(3)
        await runner.cleanup()
        await waha.close()
        await db.close()
