"""A chaos run as it is lived: the processes of its plan, what is done to them and to the servers, and what is seen afterwards.

Not here: what is drawn (`plan`), what must hold (`verdict`), the servers (`city`).
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Self

from core.actor import Actor
from core.clock import Clock
from core.commands import Audience, Cancel, Edit, Move, Pause, Resume, Schedule, Skip, When
from core.errors import Refused
from core.messages import messages
from core.messages.settling import settle_by_person
from core.recurrence import local
from storage import db
from storage.errors import StorageError
from storage.queries import channels, directory, workspaces
from tests.chaos.city import City
from tests.chaos.plan import Deed, Plan, Row
from tests.crash.worker import FERNET, HOOK, SECRET, WAHA_KEY, ZONE
from tests.ports import own_port

STEP = 1.5
"""Seconds by which a clock steps, forward or back."""
TIMEOUT = 1.5
"""Seconds that a send may take."""
EVENTS = ("message.any", "message.ack", "session.status")
_DELIVERIES = (
    "select d.*, c.name as who, c.phone, m.number, o.state as occurrence_state, o.nominal, m.state as message_state"
    " from delivery d join contact c on c.id = d.contact_id join message m on m.id = d.message_id"
    " join occurrence o on o.id = d.occurrence_id order by d.id"
)


_ENDED = (0, -signal.SIGKILL, -signal.SIGTERM, 128 + signal.SIGTERM)
"""How a process that was told to may end: in order, killed, before it listened to signals, or told twice."""


class Proc:
    """A place for a process: a worker or the web. Whenever it died, something lives there again after a while."""

    def __init__(self, name: str, words: list[str], step: float) -> None:
        self.name = name
        self.words = words
        self.step = step
        self.life = 0
        self.pid = 0
        self.alive = False
        self.status: int | None = None


class Run:
    """`async with`: a fresh database with what the plan says, and at the end every process gone."""

    def __init__(self, city: City, plan: Plan, lease: str) -> None:
        self.city = city
        self.plan = plan
        self.name = f"s{plan.seed}-{lease}-{city.numbers()}"
        self.folder = city.folder / self.name
        self.clock = Clock()
        self.counts: Counter[str] = Counter()
        self.phones = {who: f"+35192{place:07d}" for place, who in enumerate(plan.people)}
        self.unexpected: list[str] = []
        self.tapped = False
        """A person has settled what was unsure: it is so no more."""
        self.moved: set[int] = set()
        """Numbers of messages that somebody gave another time, or left out a time of."""
        deeds = [deed.more.get("name") for deed in plan.deeds]
        self.hidden = bool({"not_stored", "other_id"} & set(deeds))
        """Something that left cannot be found at the provider: it may stay unsure."""
        self.restricted = "restricted" in deeds
        """WhatsApp refused somebody new: the channel writes to nobody new for a while, and they wait."""
        steps = any(deed.what == "step" for deed in plan.deeds)
        self.ahead = timedelta(seconds=STEP if steps else 0.0)
        """So far a clock may be ahead of the judge's: what is due by it leaves so early."""
        self._lease = lease
        self._url = ""
        self._port = own_port()
        self._later: set[asyncio.Task[None]] = set()
        self._told = asyncio.Event()
        self._servers = asyncio.Lock()
        self._owner = 0
        self._workspace = 0
        self._origins = 0
        self.procs = [Proc(f"w{number}", ["worker"], STEP * (-1) ** number) for number in range(plan.workers)]
        self.procs.append(Proc("web", ["web"], 0.0))

    async def __aenter__(self) -> Self:
        (self.folder / "data").mkdir(parents=True, mode=0o700)
        (self.folder / "data").chmod(0o700)
        self.city.hears[self.name] = self._hear
        self._url = await asyncio.to_thread(self.city.database.server.fresh)
        await self.city.no_faults()
        await self.city.control("forget")
        await db.open(self._url, FERNET)
        await self._furnish()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._later:
            task.cancel()
        for proc in self.procs:
            self.signal(proc, signal.SIGKILL)
        with suppress(TimeoutError):
            await self._until(lambda: not any(proc.alive for proc in self.procs), 10)
        self.city.hears.pop(self.name, None)
        await db.close()
        await asyncio.to_thread(self.city.database.server.drop, self._url)

    # --- what there is at the beginning

    async def _furnish(self) -> None:
        now = self.clock.now()
        self._workspace = (await workspaces.add("Clinic", ZONE, now, country="PT"))["id"]
        self._owner = (await workspaces.add_staff(self._workspace, "Olivia", "owner", "telegram", "1", now))["id"]
        url = f"http://127.0.0.1:{self._port}/webhooks/{HOOK}"
        hook = {"url": url, "key": SECRET, "delay": 0.1, "attempts": 200, "events": EVENTS}
        account = None
        for place, one in enumerate(self.plan.channels):
            session = f"{self.name}-{one['name']}"
            await self.city.control("sessions", name=session, number=f"+35121{place:07d}", webhooks=[hook])
            more = {"pace": one["pace"], "settings": {"timeout": TIMEOUT}}
            if account is None:
                where = (self.city.waha, WAHA_KEY, SECRET, HOOK, session)
                made = await channels.add(self._workspace, one["name"], "waha", *where, now, **more)
                account = made["account_id"]
            else:
                await channels.add_to(self._workspace, account, one["name"], session, now, **more)
        for who, phone in self.phones.items():
            await directory.add_contact(self._workspace, who, phone, now)
            await self.city.control("phones", number=phone, name=who)

    def actor(self) -> Actor:
        """Olivia, with an origin of its own for each thing that she does, however often she must try."""
        self._origins += 1
        return Actor(self._workspace, self._owner, "owner", ZONE, origin=f"chaos:{self._origins}")

    async def _schedule(self, began: datetime) -> None:
        ids = {row["name"]: row["id"] for row in await db.rows("select id, name from contact")}
        for one in self.plan.messages:
            due = max(began + timedelta(seconds=one["after"]), self.clock.now() + timedelta(seconds=0.3))
            at = None if one["rules"] else due
            when = When(local(due, ZONE).replace(microsecond=0), ZONE, rules=tuple(one["rules"]), at=at)
            audience = Audience(contacts=tuple(ids[who] for who in one["to"]))
            command = Schedule(audience, one["text"], when, channel=one["channel"])
            await messages.schedule(self.actor(), command, self.clock.now())

    # --- living

    async def begin(self) -> None:
        """What is to be sent is scheduled, and every process is born."""
        await self._schedule(self.clock.now() + timedelta(seconds=0.5))
        for proc in self.procs:
            self._start(proc)
        await self._until(lambda: all(proc.pid for proc in self.procs))

    async def live(self) -> None:
        """Things go wrong for as long as the plan says, and then no more."""
        await self.begin()
        began = time.monotonic()
        for deed in self.plan.deeds:
            await asyncio.sleep(max(0.0, began + deed.at - time.monotonic()))
            self._in_background(self._do(deed))
            self.counts[deed.what] += 1
        await asyncio.sleep(max(0.0, began + self.plan.seconds - time.monotonic()))
        await self._mend()

    async def _mend(self) -> None:
        """From now on everything works: what was put off comes at once."""
        while self._later:
            await asyncio.wait(set(self._later))
        await self.city.no_faults()
        for one in self.plan.channels:
            await self.city.control(f"sessions/{self.name}-{one['name']}", status="WORKING")

    async def _do(self, deed: Deed) -> None:
        more = deed.more
        try:
            await getattr(self, f"_{deed.what}")(**more)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self.unexpected.append(f"{deed}: {type(error).__name__}: {error}")

    async def _fault(self, name: str, value: Any, count: int, to: str | None) -> None:
        phone = self.phones[to] if to else None
        await self.city.control("faults", name=name, value=value, count=count, to=phone)

    async def _kill(self, worker: int, back: float) -> None:
        await self._end_one(self.procs[worker], signal.SIGKILL, back)

    async def _end(self, worker: int, back: float) -> None:
        await self._end_one(self.procs[worker], signal.SIGTERM, back)

    async def _web(self, back: float) -> None:
        await self._end_one(self.procs[-1], signal.SIGKILL, back)

    async def _end_one(self, proc: Proc, number: int, back: float) -> None:
        life = proc.life
        if not proc.alive:
            return
        self.signal(proc, number)
        self.signal(proc, signal.SIGCONT)
        await self._until(lambda: not proc.alive, 30)
        await asyncio.sleep(back)
        if proc.life == life:
            self._start(proc)

    async def _freeze(self, worker: int, back: float) -> None:
        proc = self.procs[worker]
        self.signal(proc, signal.SIGSTOP)
        await asyncio.sleep(back)
        self.signal(proc, signal.SIGCONT)

    async def _step(self, worker: int) -> None:
        self.signal(self.procs[worker], signal.SIGUSR1)

    async def _valkey_wiped(self) -> None:
        await self.city.wipe_valkey()

    async def _valkey_killed(self) -> None:
        self.city.signal_valkey(signal.SIGKILL)

    async def _valkey_frozen(self, back: float) -> None:
        self.city.signal_valkey(signal.SIGSTOP)
        await asyncio.sleep(back)
        self.city.signal_valkey(signal.SIGCONT)

    async def _database_restarted(self, mode: str) -> None:
        await self._database_away(mode, 0.0)

    async def _database_away(self, mode: str, back: float) -> None:
        async with self._servers:
            await asyncio.to_thread(self.city.database.stop, mode)
            await asyncio.sleep(back)
            await asyncio.to_thread(self.city.database.start)

    async def _session(self, status: str, back: float) -> None:
        session = f"{self.name}-{self.plan.channels[0]['name']}"
        await self.city.control(f"sessions/{session}", status=status, back_after=back)

    async def _waha_restarted(self) -> None:
        await self.city.control("restart")

    async def _rounds(self) -> None:
        """Two rounds for an outside cron at once, beside whatever runs."""
        for number in range(2):
            proc = Proc(f"round{self.counts['rounds']}-{number}", ["dispatch", "--once", "--for", "3s"], 0.0)
            self.procs.append(proc)
            self._start(proc)

    async def _person(self, does: str, message: int, by: float) -> None:
        actor, number = self.actor(), message + 1
        now = self.clock.now()
        act: dict[str, Callable[[], Awaitable[Any]]] = {
            "pause": lambda: messages.pause(actor, Pause((number,)), now),
            "resume": lambda: messages.resume(actor, Resume((number,)), now),
            "cancel": lambda: messages.cancel(actor, Cancel((number,)), now),
            "edit": lambda: messages.edit(actor, Edit(number, text=f"m{message}. (changed)"), now),
            "move": lambda: messages.move(actor, Move(number, shift=timedelta(seconds=by)), now),
            "skip": lambda: messages.skip(actor, Skip(number), now),
            "undo": lambda: messages.undo(actor, now, number),
        }
        while True:
            try:
                await act[does]()
                if does in ("move", "skip", "undo"):
                    self.moved.add(number)
            except Refused:
                self.counts["refused"] += 1
            except StorageError:  # the database is away, or two are in each other's way: she tries again
                await asyncio.sleep(0.3)
                continue
            return

    async def settle_by_hand(self) -> int:
        """Olivia looks at the phone of each of which nobody knows, and taps what she sees. How many there were."""
        there = {(one["who"], one["text"]) for one in await self.arrivals()}
        unsure = [row for row in await self.deliveries() if row["state"] == "unsure"]
        for row in unsure:
            arrived = (row["who"], row["text"]) in there
            await settle_by_person(self.actor(), row["id"], arrived, self.clock.now())
        return len(unsure)

    # --- processes

    def _start(self, proc: Proc) -> None:
        proc.life += 1
        proc.alive, proc.pid, proc.status = True, 0, None
        env = {
            "BELFRY_DATA": str(self.folder / "data"),
            "BELFRY_DATABASE": self._url,
            "BELFRY_REDIS": self.city.valkey.url,
            "BELFRY_SECRET_KEY": FERNET,
            "BELFRY_LISTEN": f"127.0.0.1:{self._port}",
            "BELFRY_ADMIN_LISTEN": "127.0.0.1:0",
            "BELFRY_LEASE": self._lease,
            "BELFRY_TIMEZONE": ZONE,
        }
        config = {
            "run": self.name,
            "life": f"{proc.name}.{proc.life}",
            "log": str(self.folder / f"{proc.name}.log"),
            "words": proc.words,
            "env": env,
            "step": proc.step,
        }
        self.city.order(do="start", config=config)

    def signal(self, proc: Proc, number: int) -> None:
        if proc.alive and proc.pid:
            self.city.order(do="signal", pid=proc.pid, signal=int(number))

    def _hear(self, told: Row) -> None:
        name, _, life = told["life"].rpartition(".")
        for proc in self.procs:
            if (proc.name, str(proc.life)) == (name, life):
                if told["at"] == "born":
                    proc.pid = told["pid"]
                elif told["at"] == "died":
                    proc.alive, proc.status = False, told["status"]
                    away = proc.words[0] == "dispatch" and proc.status == 1  # it says so, and the next call comes
                    if proc.status not in _ENDED and not away:
                        self.unexpected.append(f"{told['life']} ended by itself: {proc.status}")
        self._told.set()

    def _in_background(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _until(self, so: Callable[[], Any], seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds):
            while not so():
                self._told.clear()
                await self._told.wait()

    # --- what is seen

    async def deliveries(self) -> list[Row]:
        return await db.rows(_DELIVERIES)

    async def arrivals(self) -> list[Row]:
        """Each message on each phone, with `who`, `text`, `arrivals`, `at`."""
        names = {phone: who for who, phone in self.phones.items()}
        judged = (await self.city.judge())["phones"]
        return [line | {"who": names[phone]} for phone, lines in judged.items() for line in lines if phone in names]
