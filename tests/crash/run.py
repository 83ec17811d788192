"""What people do in a story, and what is to be seen of it: the database's rows and the phones.

Not here: the processes (`lives`), what must hold (`verdict`).
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.crash.lives import Lives, Row, Setting, copy_file
from tests.databases import rows_on_server

if TYPE_CHECKING:
    from tests.crash.bench import Bench

_DELIVERIES = (
    "select d.*, c.name as who, m.text as words, o.state as occurrence_state, m.state as message_state from delivery d"
    " join contact c on c.id = d.contact_id join message m on m.id = d.message_id"
    " join occurrence o on o.id = d.occurrence_id order by d.id"
)
_CONNECTED = (
    "select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'"
    " and pid <> pg_backend_pid()"
)


class Run(Lives):
    """A story that can be told: every play is written so that it goes on after a death."""

    def __init__(self, bench: Bench, name: str, number: int, setting: Setting) -> None:
        super().__init__(bench, name, number, setting)
        self._done: set[str] = set()

    # -- what people do

    def once(self, what: str) -> bool:
        """True the first time: a play that goes on after a death does nothing twice."""
        new = what not in self._done
        self._done.add(what)
        return new

    async def do(self, **order: Any) -> None:
        """Gives an order to the process, which may die over it."""
        if not self.alive:
            await self.again()
        try:
            async with self.bench.http.post(f"http://127.0.0.1:{self.port}/orders/do", json=order) as answer:
                assert answer.status == 200, await self.account()
        except aiohttp.ClientError:
            await self._until(lambda: not self.alive)
        else:
            self.ahead += order.get("advance", 0)

    async def session(self, **change: Any) -> None:
        """Changes the WhatsApp session at WAHA."""
        await self.control(f"sessions/{self.name}", **change)

    async def fault(self, name: str, who: str, **more: Any) -> None:
        """Something goes wrong with the next send to somebody."""
        await self.control("faults", name=name, to=self.contacts[who], count=1, **more)

    async def no_faults(self) -> None:
        async with self.bench.http.delete(f"{self.waha}/control/faults") as answer:
            assert answer.status == 200

    async def phone(self, who: str, what: str, **body: Any) -> Any:
        """Somebody uses their phone."""
        return await self.control(f"phones/{self.contacts[who]}/{what}", **body)

    # -- what is seen

    def rows(self, sql: str) -> list[Row]:
        return _rows(self.db, sql) if self.setting.server is None else rows_on_server(self.url, sql)

    def deliveries(self) -> list[Row]:
        return self.rows(_DELIVERIES)

    async def left_behind(self) -> list[Row]:
        """The deliveries as an end left them. A file is read from a copy: the recovery itself is for the next life to do. A
        server may still be at what the dead one asked of it last: that is waited for."""
        if self.setting.server is not None:
            while rows_on_server(self.url, _CONNECTED):
                await asyncio.sleep(0.01)
            return self.deliveries()
        copy = self.folder / f"after{self.life}.db"
        copy_file(self.db, copy)
        return _rows(copy, _DELIVERIES)

    async def shown(self, who: str) -> list[Row]:
        """The bubbles from us on somebody's phone, each copy of a repeated one."""
        phone = await self.control("phones", number=self.contacts[who])
        return [bubble for bubble in phone["bubbles"] if not bubble["mine"]]

    async def world(self) -> Row:
        """All that the pretend WAHA knows."""
        async with self.bench.http.get(f"{self.waha}/control/state") as answer:
            return dict(await answer.json())

    async def account(self) -> str:
        """All that a person needs who has to find out."""
        lines = [f"run {self.name}, lives {self.life}, folder {self.folder}"]
        for life, left in enumerate(self.at_death, 1):
            lines += [f"life {life} left:", *(f"  {_brief(row)}" for row in left)]
        with suppress(sqlite3.Error):
            lines += ["now:", *(f"  {_brief(row)}" for row in self.deliveries())]
            for table in ("message", "occurrence", "lease", "notice", "answer"):
                lines += [f"{table}: {_brief(row)}" for row in self.rows(f"select * from {table}")]
            events = self.rows("select id, kind, ref, state, attempts from provider_event order by id")
            lines += [f"event: {_brief(row)}" for row in events]
        for who in self.contacts:
            shown = await self.shown(who)
            lines += [f"{who}'s phone: {one['text']!r} {one['raw_id']} tick {one['tick']}" for one in shown]
        for log in sorted(self.folder.glob("life*.log")):
            lines += [f"--- {log.name}", log.read_text()[-3000:]]
        return "\n".join(lines)


def _rows(path: Path, sql: str) -> list[Row]:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def _brief(row: Row) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items() if value not in (None, "", "{}"))
