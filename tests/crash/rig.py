"""The bench on which Belfry is killed: the pretend WAHA in one process, Belfry in another, a judge between them.

Here: starting and ending both, one `Run` (a database, a WhatsApp number, its contacts' phones, and as many lives of the
process under test as it takes), and what the judge and the database say of it. Not here: where it dies (`watch`), what must
hold (`verdict`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.crash.watch import Point
from tests.crash.worker import HOOK, SECRET, WAHA_KEY

Row = dict[str, Any]

_ROOT = Path(__file__).parents[2]
_PATIENCE = 30.0
_numbers = itertools.count(1)


class Bench:
    """Both other processes, and the template of a database."""

    def __init__(self, folder: Path, nursery: Process, judge: Process, url: str, http: aiohttp.ClientSession) -> None:
        self.folder = folder
        self.waha = f"{url}/waha"
        self.http = http
        self._nursery = nursery
        self._judge = judge
        self._runs: dict[str, Run] = {}
        self._reading = asyncio.create_task(self._read())
        self.template = folder / "template.db"

    async def _read(self) -> None:
        assert self._nursery.stdout is not None
        while line := await self._nursery.stdout.readline():
            told = json.loads(line)
            if told["run"] in self._runs:
                self._runs[told["run"]].hear(told)
        for run in self._runs.values():
            run.hear({"at": "lost", "life": run.life})

    def order(self, **order: Any) -> None:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")

    def run(self, name: str, **more: Any) -> Run:
        run = Run(self, f"{name}-{next(_numbers)}", **more)
        self._runs[run.name] = run
        return run

    async def end(self) -> None:
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._nursery.wait(), 5)
        for process in (self._nursery, self._judge):
            if process.returncode is None:
                process.kill()
                await process.wait()


class Run:
    """One story with a crash in it. `async with`: set up, and at the end whatever lives is killed."""

    def __init__(
        self,
        bench: Bench,
        name: str,
        *,
        contacts: Sequence[str] = ("Ana", "Bruno"),
        people: dict[str, str] | None = None,
        messages: Sequence[Row] = (),
        modules: Sequence[str] = (),
        events: Sequence[str] = ("message.any", "message.ack", "session.status"),
        lease: float = 10.0,
        aging: float = 15.0,
        every: float = 0.1,
        timeout: float = 5.0,
        patience: float = 2.0,
        pace: str = "0s",
        template: Path | None = None,
        waha_of_its_own: bool = False,
    ) -> None:
        """`waha_of_its_own`: where faults are set, which a WAHA has for all its sessions. `people`: contacts of whom only
        the database knows."""
        self.bench = bench
        self.waha = bench.waha
        self._of_its_own = waha_of_its_own
        self._waha_pid = 0
        self.name = name
        self.number = int(name.rpartition("-")[2])
        self.folder = bench.folder / name
        self.db = self.folder / "belfry.db"
        self.contacts = {who: f"+35191{self.number:05d}{place:02d}" for place, who in enumerate(contacts)}
        self.people = people or {}
        self.messages = list(messages)
        self.modules = list(modules)
        self.events = list(events)
        self.silent = "message.ack" not in events
        self.lease, self.aging, self.every, self.timeout, self.patience = lease, aging, every, timeout, patience
        self.pace = pace
        self._template = template or bench.template
        self._done: set[str] = set()
        self.died_as_told = False
        self.ahead = 0.0
        self.life = 0
        self.pid = 0
        self.alive = False
        self.ready = False
        self.ticks = 0
        self.status: int | None = None
        self.at_death: list[list[Row]] = []
        """The deliveries as each death left them."""
        self._told = asyncio.Event()

    # -- its lives

    async def __aenter__(self) -> Self:
        self.folder.mkdir()
        if self._template.exists():
            shutil.copy(self._template, self.db)
        self._port = socket.socket()
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._port.bind(("127.0.0.1", 0))  # bound and deaf: it keeps the number between two lives
        self.port = self._port.getsockname()[1]
        if self._of_its_own:
            self.waha = ""
            self.bench.order(do="start", config=self._names("waha") | {"key": WAHA_KEY})
            await self._until(lambda: self.waha)
        await self.control("collapse", on=False)
        hook = {"url": f"http://127.0.0.1:{self.port}/webhooks/{HOOK}", "key": SECRET, "delay": 0.05, "attempts": 600}
        await self.control(
            "sessions", name=self.name, number="+351210000000", webhooks=[hook | {"events": self.events}]
        )
        for who, phone in self.contacts.items():
            await self.control("phones", number=phone, name=who)
        return self

    def _names(self, life: int | str) -> Row:
        return {"run": self.name, "life": life, "log": str(self.folder / f"life{life}.log")}

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        self._port.close()
        if self._waha_pid:
            self.bench.order(do="signal", pid=self._waha_pid, signal=signal.SIGKILL)

    async def start(self, die: Point | None = None, trace: Path | None = None, migrate: bool = False) -> None:
        """A new life; returns when it listens or has died."""
        self.life += 1
        self.alive, self.ready, self.ticks, self.status = True, False, 0, None
        if self.life > 1:
            self.ahead += self.aging
        plan = {
            "waha": self.waha,
            "session": self.name,
            "pace": self.pace,
            "timeout": self.timeout,
            "contacts": self.people or self.contacts,
            "messages": self.messages,
        }
        config = self._names(self.life) | {
            "db": str(self.db),
            "port": self.port,
            "migrate": migrate,
            "prepare": plan if self.life == 1 and not migrate else None,
            "aged": self.aging if self.life > 1 else 0,
            "ahead": self.ahead,
            "lease": self.lease,
            "every": self.every,
            "patience": self.patience,
            "modules": self.modules,
            "die": die.as_json() if die else None,
            "trace": str(trace) if trace else None,
        }
        self.bench.order(do="start", config=config)
        await self._until(lambda: self.ready or not self.alive)

    def hear(self, told: Row) -> None:
        at = told["at"]
        if told["life"] == "waha":
            self.waha = told.get("url", self.waha)
            self._waha_pid = told.get("pid", self._waha_pid) if at != "died" else 0
        elif told["life"] != self.life:
            return
        elif at == "born":
            self.pid = told["pid"]
        elif at == "ready":
            self.ready = True
        elif at == "tick":
            self.ticks += 1
        elif at == "dying":
            self.died_as_told = True
        elif at in ("died", "lost"):
            self.alive, self.status = False, told.get("status")
        self._told.set()

    async def passes(self, seconds: float) -> None:
        """Lets it live so long."""
        with suppress(TimeoutError):
            await self._until(lambda: not self.alive, seconds)

    async def kill(self) -> None:
        """kill -9."""
        await self.signal(signal.SIGKILL)

    async def signal(self, number: int) -> None:
        """Sends a signal, and waits for the end."""
        if self.alive:
            await self._until(lambda: self.pid or not self.alive)
            self.bench.order(do="signal", pid=self.pid, signal=number)
            await self._until(lambda: not self.alive)
        self.pid = 0

    async def _until(self, so: Callable[[], Any], seconds: float = _PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not so():
                self._told.clear()
                await self._told.wait()

    async def until(self, so: Callable[[], Any], what: str = "", seconds: float = _PATIENCE) -> Any:
        """Looks at each tick whether something is so, and gives it; whenever the process has died it lives again."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self._told.clear()
                    if not self.alive:
                        await self.again()
                    found = so()
                    if asyncio.iscoroutine(found):
                        found = await found
                    if found:
                        return found
                    await self._told.wait()
        except TimeoutError:
            raise AssertionError(f"not within {seconds} s: {what}\n{await self.account()}") from None

    async def some_ticks(self, count: int = 3) -> None:
        """The world goes on for a while."""
        after = self.ticks + count
        await self._until(lambda: self.ticks >= after or not self.alive)

    async def again(self) -> None:
        """After its end: remembers what it left, and starts anew."""
        assert self.status in (-signal.SIGKILL, 0), f"ended by itself: {self.status}\n{await self.account()}"
        self.at_death.append(self.left_behind())
        await self.start()
        assert self.alive, f"does not live again: {self.status}\n{await self.account()}"

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

    async def control(self, path: str, **body: Any) -> Any:
        """The remote control of WAHA and its phones."""
        async with self.bench.http.post(f"{self.waha}/control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def session(self, **change: Any) -> None:
        await self.control(f"sessions/{self.name}", **change)

    async def fault(self, name: str, who: str, **more: Any) -> None:
        """Something goes wrong with the next send to somebody."""
        await self.control("faults", name=name, to=self.contacts[who], count=1, **more)

    async def phone(self, who: str, what: str, **body: Any) -> Any:
        return await self.control(f"phones/{self.contacts[who]}/{what}", **body)

    async def no_faults(self) -> None:
        async with self.bench.http.delete(f"{self.waha}/control/faults") as answer:
            assert answer.status == 200

    # -- what is seen

    def rows(self, sql: str) -> list[Row]:
        return _rows(self.db, sql)

    def deliveries(self) -> list[Row]:
        return self.rows(DELIVERIES)

    def left_behind(self) -> list[Row]:
        """The deliveries as a crash left them, read from a copy: the recovery itself is for the next life to do."""
        copy = self.folder / f"after{self.life}.db"
        for end in ("", "-wal"):
            if self.db.with_name(self.db.name + end).exists():
                shutil.copy(self.db.with_name(self.db.name + end), copy.with_name(copy.name + end))
        return _rows(copy, DELIVERIES)

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
            for table in ("occurrence", "lease", "notice", "answer"):
                lines += [f"{table}: {_brief(row)}" for row in self.rows(f"select * from {table}")]
            events = self.rows("select id, kind, ref, state, attempts from provider_event order by id")
            lines += [f"event: {_brief(row)}" for row in events]
        for who in self.contacts:
            for bubble in await self.shown(who):
                lines.append(f"{who}'s phone: {bubble['text']!r} {bubble['raw_id']} tick {bubble['tick']}")
        for log in sorted(self.folder.glob("life*.log")):
            lines += [f"--- {log.name}", log.read_text()[-3000:]]
        return "\n".join(lines)


DELIVERIES = (
    "select d.*, c.name as who, m.text as words, o.state as occurrence_state, m.state as message_state from delivery d"
    " join contact c on c.id = d.contact_id join message m on m.id = d.message_id"
    " join occurrence o on o.id = d.occurrence_id order by d.id"
)


def _rows(path: Path, sql: str) -> list[Row]:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def _brief(row: Row) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items() if value not in (None, "", "{}"))


@asynccontextmanager
async def open_bench(folder: Path) -> AsyncIterator[Bench]:
    """Both processes, started; both ended at the end, also when this process is killed."""
    here = str(os.getpid())
    quiet = {"stdin": PIPE, "stdout": PIPE, "cwd": _ROOT}
    env = os.environ | {"BELFRY_SANDBOX_LISTEN": "127.0.0.1:0"}
    log = (folder / "judge.log").open("wb")
    judge = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.judge", here, WAHA_KEY, env=env, stderr=log, **quiet
    )
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.nursery", here, limit=2**20, **quiet
    )
    log.close()
    assert judge.stdout is not None
    said = (await judge.stdout.readline()).decode()
    assert "http" in said, (folder / "judge.log").read_text()
    async with aiohttp.ClientSession() as http:
        bench = Bench(folder, nursery, judge, said.split()[-1], http)
        try:
            async with bench.run("template") as run:
                await run.start(migrate=True)
                assert run.status == 0, await run.account()
            shutil.copy(run.db, bench.template)
            yield bench
        finally:
            await bench.end()
