"""The bench on which Belfry is killed: the servers of crash runs, the template of a database, and the stories told on it.

Not here: how the servers are started (`servers`), what happens on it (`run`, `lives`).
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.crash.lives import Setting
from tests.crash.run import Run
from tests.crash.servers import Nursery, open_servers


class Bench:
    """`belfry sandbox` in a process of its own, and the nursery of the processes under test."""

    def __init__(self, folder: Path, nursery: Nursery, url: str, http: aiohttp.ClientSession) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        self.waha = f"{url}/waha"
        self.http = http
        self.order = nursery.order
        self._nursery = nursery
        self._runs: list[Run] = []
        self._numbers = itertools.count(1)
        nursery.lost = self._lost

    def run(self, name: str, **setting: Any) -> Run:
        """A new story; `setting`: see `Setting`."""
        run = Run(self, name, next(self._numbers), Setting(**setting))
        self._nursery.hears[run.name] = run.hear
        self._runs.append(run)
        return run

    def _lost(self) -> None:
        for run in self._runs:
            run.hear({"at": "lost", "life": run.life})


@asynccontextmanager
async def open_bench(folder: Path) -> AsyncIterator[Bench]:
    """Both processes, started; both ended at the end, also when this process is killed."""
    async with open_servers(folder, "tests.crash.nursery") as (url, nursery), aiohttp.ClientSession() as http:
        bench = Bench(folder, nursery, url, http)
        async with bench.run("template") as run:
            await run.start(migrate=True)
            assert run.status == 0, await run.account()
        shutil.copy(run.db, bench.template)
        yield bench
