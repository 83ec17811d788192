"""A desk in a clinic, for tests of what commands do: a database, staff, a channel, and a clock that only the test moves.

The tick is the real one; what it wakes is not a lane but `post`, which claims, begins and records deliveries through the same
doors, at the instant that the clock shows, and puts every copy that leaves into `left`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from core import outcomes
from core.actor import Actor
from core.commands import Audience, Schedule, When
from core.dispatch.look import Leave, Never, look
from core.dispatch.plan import plan
from core.dispatch.sweep import sweep
from core.gateways.base import Accepted, Rejected, Sent, Unsure
from core.messages import messages
from core.recurrence import instant
from storage import db
from storage.queries import channels, directory, leases, under_way, workspaces
from storage.states import DeliveryState
from tests.databases import KEY

Row = dict[str, Any]
ZONE = "Europe/Lisbon"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SOON = timedelta(seconds=1)
POST = "post"


def at(wall: str, zone: str = ZONE) -> datetime:
    """The instant that a wall clock shows: "2026-03-02 09:00"."""
    return instant(datetime.fromisoformat(wall), zone)


class Desk:
    def __init__(self, now: datetime) -> None:
        self.now = now
        self.workspace = 0
        self.staff: dict[str, int] = {}
        self.channel: Row = {}
        self.ana = self.bruno = 0
        self.left: list[tuple[int, int, datetime]] = []
        """Message number, contact, instant: each copy that left."""
        self.left_ids: list[int] = []
        """The delivery of each copy that left."""
        self.refuses: set[int] = set()
        """Contacts whose copy the provider will never send."""
        self.silent: set[int] = set()
        """Contacts of whose copy the provider never says what became of it."""
        self.down = False
        """The channel is down: what is due waits."""
        self._origin = 0
        self._fence = 0

    async def furnish(self, name: str, pace: str) -> None:
        self.workspace = (await workspaces.add(name, ZONE, self.now, country="PT"))["id"]
        for number, role in enumerate(("owner", "manager", "sender", "viewer"), 1):
            row = await workspaces.add_staff(self.workspace, role.title(), role, "telegram", str(number), self.now)
            self.staff[role] = row["id"]
        self.channel = await channels.add(
            self.workspace,
            "clinic",
            "waha",
            "http://127.0.0.1:1",
            "k",
            "s",
            f"hook {name}",
            "clinic",
            self.now,
            pace=pace,
        )
        self.ana = await self.contact("Ana", "+351912000001")
        self.bruno = await self.contact("Bruno", "+351912000002")

    def actor(self, role: str = "owner", origin: str | None = None, staff: int | None = None) -> Actor:
        self._origin += 1
        origin = origin or f"{self.workspace}:{self._origin}"
        return Actor(self.workspace, staff or self.staff[role], role, ZONE, origin=origin, country="PT")

    async def contact(self, name: str, phone: str | None) -> int:
        return int((await directory.add_contact(self.workspace, name, phone, self.now))["id"])

    async def schedule(
        self, starts: str, *contacts: int, rules: Sequence[str] = (), role: str = "owner", zone: str = ZONE, **more: Any
    ) -> Row:
        """`starts`: wall clock "2026-03-02 09:00". To Ana when nobody is named."""
        audience = more.pop("audience", Audience(contacts=contacts or (self.ana,)))
        when = When(datetime.fromisoformat(starts), zone, rules=tuple(rules), **more)
        return await messages.schedule(self.actor(role), Schedule(audience, "hello", when), self.now)

    async def row(self, message: Row) -> Row:
        return (await db.rows("select * from message where id = $1", message["id"]))[0]

    async def occurrences(self, message: Row) -> list[Row]:
        return await db.rows("select * from occurrence where message_id = $1 order by due_at, id", message["id"])

    async def states(self, message: Row) -> list[tuple[str, str]]:
        """(nominal, state) of every occurrence."""
        return [(row["nominal"], row["state"]) for row in await self.occurrences(message)]

    async def copies(self, message: Row) -> list[tuple[str, int, str]]:
        """(nominal, contact, state) of every delivery."""
        found = await db.rows(
            "select o.nominal, d.contact_id, d.state from delivery d join occurrence o on o.id = d.occurrence_id"
            " where d.message_id = $1 order by o.due_at, d.contact_id",
            message["id"],
        )
        return [(row["nominal"], row["contact_id"], row["state"]) for row in found]

    # --- time

    async def tick(self) -> None:
        await plan(self.now)
        if not self.down:
            await self.post()
        await sweep(self.now)
        await messages.resume_due(self.now)

    async def until(self, wall: str | datetime, step: timedelta | None = None) -> None:
        """Time passes to a wall clock, with a tick at its end and at each step on the way."""
        end = at(wall) if isinstance(wall, str) else wall
        while step is not None and self.now + step < end:
            self.now += step
            await self.tick()
        self.now = end
        await self.tick()

    async def post(self) -> None:
        """What is due leaves, through the doors of the lane."""
        workspace, channel = self.workspace, self.channel["id"]
        if not self._fence:
            self._fence = await leases.take(channel, POST, 36_000) or 0
        await outcomes.claim(workspace, channel, POST, self._fence, self.now, self.now, 500)
        for row in await under_way.ready(workspace, channel, self._fence, self.now, 500):
            async with db.transaction():
                seen = look(row, [], self.now)
                if isinstance(seen, Never):
                    await outcomes.skip([row], seen.cause, self.now)
                if not isinstance(seen, Leave):
                    continue
                leaving = {"id": row["id"], "ref": None, "phone": seen.phone, "words": seen.text}
                begun = await outcomes.begin(channel, POST, self._fence, [leaving], self.now)
                assert begun == {row["id"]}, "not ours"
            answer: Sent = Accepted(f"id{row['id']}:{row['attempts']}")
            if row["contact_id"] in self.refuses:
                answer = Rejected("no_such_number")
            elif row["contact_id"] in self.silent:
                answer = Unsure("timeout")
            state = await outcomes.answered(row, self._fence, answer, self.now, timedelta(minutes=1))
            if state is DeliveryState.SENT:
                number = (await db.rows("select number from message where id = $1", row["message_id"]))[0]["number"]
                self.left.append((number, row["contact_id"], self.now))
                self.left_ids.append(row["id"])

    def times(self, message: Row, contact: int | None = None) -> list[datetime]:
        """When copies of a message left."""
        return [when for number, who, when in self.left if number == message["number"] and who in (contact or who,)]


@asynccontextmanager
async def open_desk(url: str, now: datetime = MONDAY, pace: str = "0s") -> AsyncIterator[Desk]:
    """`url`: a migrated database."""
    await db.open(url, KEY)
    try:
        desk = Desk(now)
        await desk.furnish("Clinic", pace)
        yield desk
    finally:
        await db.close()
