"""One story with a crash in it: a database, a WhatsApp number, and as many lives of the process under test as it takes.

Here: its processes, born, heard, killed and born again. Not here: what people do and what is seen (`run`), where it dies
(`watch`), what must hold (`verdict`).
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.crash.watch import Point
from tests.crash.worker import HOOK, SECRET, WAHA_KEY

if TYPE_CHECKING:
    from tests.crash.bench import Bench
    from tests.databases import Postgres

Row = dict[str, Any]

PATIENCE = 60.0
EVENTS = ("message.any", "message.ack", "session.status")
SILENT = ("none",)
"""A WAHA that posts no events: only answers and look-ups tell."""


def copy_file(database: Path, to: Path) -> None:
    """An SQLite file, if there is one, with what nobody has moved from its log into it yet."""
    for end in ("", "-wal"):
        if database.with_name(database.name + end).exists():
            shutil.copy(database.with_name(database.name + end), to.with_name(to.name + end))


@dataclass(frozen=True)
class Setting:
    """What a story begins with. `contacts` have phones; `people`, in their stead, are known to the database alone.

    `lease`, `every` (between ticks), `timeout` (of a send), `patience` (of an orderly end): seconds. `aging`: so many seconds
    are gone when a process lives again, for its clock and for its leases. `waha_of_its_own`: where faults are set, which a
    WAHA has for all its sessions. `modules`: whose awaits are watched. `server`: where the database is; None: a file. `like`: a
    dead story of which it has all.
    """

    contacts: Sequence[str] = ("Ana", "Bruno")
    people: dict[str, str] = field(default_factory=dict)
    messages: Sequence[Row] = ()
    modules: Sequence[str] = ()
    events: Sequence[str] = EVENTS
    lease: float = 10.0
    aging: float = 15.0
    every: float = 0.1
    timeout: float = 5.0
    patience: float = 2.0
    pace: str = "0s"
    server: Postgres | None = None
    like: Lives | None = None
    waha_of_its_own: bool = False


class Lives:
    """`async with`: set up, and at the end whatever lives is killed."""

    def __init__(self, bench: Bench, name: str, number: int, setting: Setting) -> None:
        self.bench = bench
        self.name = f"{name}-{number}"
        self.setting = setting
        self.folder = bench.folder / self.name
        self.db = self.folder / "belfry.db"
        self.url = f"sqlite://{self.db}"
        self.contacts = {who: f"+35191{number:05d}{place:02d}" for place, who in enumerate(setting.contacts)}
        self.waha = bench.waha
        self.port = 0
        self.ahead = 0.0
        self.life = 0
        self.alive = False
        self.status: int | None = None
        self.died_as_told = False
        self.at_death: list[list[Row]] = []
        """The deliveries as each end left them."""
        self._port = socket.socket()
        self._pid = self._waha_pid = 0
        self._ready = False
        self._ticks = 0
        self._told = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.folder.mkdir()
        server, like = self.setting.server, self.setting.like
        template = like.db if like is not None else self.bench.template
        if server is not None:
            self.url = server.copy_of(like.url) if like is not None else server.fresh()
        else:
            copy_file(template, self.db)
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._port.bind(("127.0.0.1", 0))  # bound and deaf: it keeps the number between two lives
        self.port = self._port.getsockname()[1]
        if self.setting.waha_of_its_own:
            self.waha = ""
            self.bench.order(do="start", config=self._names("waha") | {"key": WAHA_KEY})
            await self._until(lambda: self.waha)
        await self.control("collapse", on=False)
        hook = {"url": f"http://127.0.0.1:{self.port}/webhooks/{HOOK}", "key": SECRET, "delay": 0.05, "attempts": 600}
        hooks = [hook | {"events": self.setting.events}]
        await self.control("sessions", name=self.name, number="+351210000000", webhooks=hooks)
        for who, phone in self.contacts.items():
            await self.control("phones", number=phone, name=who)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        self._port.close()
        if self.setting.server is not None:
            self.setting.server.drop(self.url)
        if self._waha_pid:
            self.bench.order(do="signal", pid=self._waha_pid, signal=signal.SIGKILL)

    async def control(self, path: str, **body: Any) -> Any:
        """The remote control of WAHA and its phones."""
        async with self.bench.http.post(f"{self.waha}/control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def account(self) -> str:
        raise NotImplementedError

    async def left_behind(self) -> list[Row]:
        raise NotImplementedError

    # -- a life

    async def start(self, die: Point | None = None, trace: Path | None = None, migrate: bool = False) -> None:
        """A new life; returns when it listens or has died. `migrate`: it only makes the tables."""
        self.life += 1
        self.alive, self._ready, self._ticks, self._pid, self.status = True, False, 0, 0, None
        aged = self.setting.aging if self.life > 1 else 0.0
        self.ahead += aged
        config = self._names(self.life) | {
            "db": self.url,
            "port": self.port,
            "migrate": migrate,
            "prepare": self._plan() if self.life == 1 and not migrate else None,
            "aged": aged,
            "ahead": self.ahead,
            "lease": self.setting.lease,
            "every": self.setting.every,
            "patience": self.setting.patience,
            "modules": self.setting.modules,
            "die": die.as_json() if die else None,
            "trace": str(trace) if trace else None,
        }
        self.bench.order(do="start", config=config)
        await self._until(lambda: self._ready or not self.alive)

    def _names(self, life: int | str) -> Row:
        return {"run": self.name, "life": life, "log": str(self.folder / f"life{life}.log")}

    def _plan(self) -> Row:
        return {
            "waha": self.waha,
            "session": self.name,
            "pace": self.setting.pace,
            "timeout": self.setting.timeout,
            "contacts": self.setting.people or self.contacts,
            "messages": self.setting.messages,
        }

    def hear(self, told: Row) -> None:
        """What the nursery and its children say."""
        at = told["at"]
        if told["life"] == "waha":
            self.waha = told.get("url", self.waha)
            self._waha_pid = told.get("pid", self._waha_pid) if at != "died" else 0
        elif told["life"] != self.life:
            return
        elif at == "born":
            self._pid = told["pid"]
        elif at == "ready":
            self._ready = True
        elif at == "tick":
            self._ticks += 1
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
            await self._until(lambda: self._pid or not self.alive)
            self.bench.order(do="signal", pid=self._pid, signal=number)
            await self._until(lambda: not self.alive)

    async def again(self) -> None:
        """After its end: remembers what it left, and starts anew."""
        assert self.status in (-signal.SIGKILL, 0), f"ended by itself: {self.status}\n{await self.account()}"
        self.at_death.append(await self.left_behind())
        await self.start()
        assert self.alive, f"does not live again: {self.status}\n{await self.account()}"

    # -- waiting

    async def until(self, so: Callable[[], Any], what: str = "", seconds: float = PATIENCE) -> Any:
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
        after = self._ticks + count
        await self._until(lambda: self._ticks >= after or not self.alive)

    async def _until(self, so: Callable[[], Any], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not so():
                self._told.clear()
                await self._told.wait()
