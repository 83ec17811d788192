"""A clinic of any size on a real database, for benchmarks: its rows are copied by the database from one that was made
through the door, so that a million of them are there in seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Schedule, When
from core.dispatch.plan import plan
from core.messages import messages
from core.process import heap
from core.recurrence import local
from storage import db
from storage.queries import channels, directory, workspaces
from tests.databases import KEY

Row = dict[str, Any]
ZONE = "Europe/Lisbon"
_AT_ONCE = 20_000
"""Rows that one statement copies: the database ends one that takes longer than 8 s."""


@dataclass
class Stage:
    clock: Clock
    actor: Actor
    workspace: int
    channels: list[int] = field(default_factory=list)
    ana: int = 0

    async def crowd(self, count: int) -> None:
        """So many contacts beside Ana."""
        await self._copies(
            "contact", self.ana, count, name="t.name || ' ' || n.i", folded="t.folded || ' ' || n.i",
            phone="'+3519' || (10000000 + n.i)",
        )  # fmt: skip
        await db.run(
            "insert into known_number (account_id, phone, known, checked_at)"
            " select a.id, c.phone, true, $2 from contact c, provider_account a where c.workspace_id = $1",
            self.workspace,
            self.clock.now(),
        )

    async def message(self, due: datetime, channel: int = 0, to: int = 0) -> Row:
        """One message to Ana or another, through the door."""
        starts = local(due, ZONE).replace(microsecond=0)
        wanted = Schedule(
            Audience(contacts=(to or self.ana,)), "hello", When(starts, ZONE, at=due), channel=channel or None
        )
        return await messages.schedule(self.actor, wanted, self.clock.now())

    async def planned(self, count: int, due: datetime, channel: int = 0) -> None:
        """One message to Ana and to `count` - 1 of the crowd, its deliveries planned for an instant."""
        message = await self.message(due, channel)
        await plan(self.clock.now())
        found = await db.row("select * from delivery where message_id = $1", message["id"])
        assert found is not None, "it was not planned: due too far ahead"
        await db.run(
            f"insert into delivery ({_columns(found)}) select {_columns(found, 't', contact_id='c.id')} from delivery t,"
            " contact c where t.id = $1 and c.id <> t.contact_id and c.workspace_id = t.workspace_id"
            " order by c.id limit $2",
            found["id"],
            count - 1,
        )
        await db.run("update occurrence set cursor = null where id = $1", found["occurrence_id"])

    async def waiting(self, count: int, first: datetime, step: timedelta) -> None:
        """So many messages to Ana that wait for their time, the first at an instant."""
        row = await self.message(first)
        micro = int(step.total_seconds() * 1_000_000)
        moved = {name: f"t.{name} + cast(n.i as bigint) * {micro}" for name in ("at", "next_due_at")}
        await self._copies("message", row["id"], count - 1, number="t.number + n.i", **moved)
        await db.run("update workspace set last_number = last_number + $2 where id = $1", self.workspace, count)

    async def count(self, state: str) -> int:
        found = await db.row("select count(*) as n from delivery where state = $1", state)
        return int(found["n"]) if found else 0

    async def _copies(self, table: str, of: int, count: int, **changed: str) -> None:
        found = await db.row(f"select * from {table} where id = $1", of)
        assert found is not None
        for first in range(1, count + 1, _AT_ONCE):
            await db.run(
                "with recursive n(i) as (select cast($2 as bigint) union all select i + 1 from n where i < $3)"
                f" insert into {table} ({_columns(found)}) select {_columns(found, 't', **changed)} from {table} t, n"
                " where t.id = $1",
                of,
                first,
                min(first + _AT_ONCE - 1, count),
            )


def _columns(row: Row, table: str = "", **changed: str) -> str:
    names = [name for name in row if name != "id"]
    return ", ".join(changed.get(name, f"{table}.{name}") if table else name for name in names)


@asynccontextmanager
async def open_stage(url: str, gateway: str, channels_: int = 1, pace: str = "0s") -> AsyncIterator[Stage]:
    """`url`: a migrated database of its own; `gateway`: an address of a WAHA."""
    await db.open(url, KEY)
    try:
        clock = Clock()
        now = clock.now()
        home = await workspaces.add("Clinic", ZONE, now, country="PT")
        owner = await workspaces.add_staff(home["id"], "Olivia", "owner", "telegram", "1", now)
        stage = Stage(clock, Actor(home["id"], owner["id"], "owner", ZONE), home["id"])
        for at in range(channels_):
            row = await channels.add(
                home["id"], f"clinic{at}", "waha", gateway, "key", "secret", f"hook{at}", f"clinic{at}", now, pace=pace
            )  # fmt: skip
            stage.channels.append(row["id"])
        ana = await directory.add_contact(home["id"], "Ana", "+351910000000", now)
        stage.ana = ana["id"]
        heap.settle()  # as every role does when it has started
        yield stage
    finally:
        await db.close()
