"""The bench on which Belfry is killed: the pretend WAHA in one process, Belfry in others, the judge's count in the first.

Here: both parents, started and ended, and the template of a database. Not here: what happens on it (`run`, `lives`).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

from tests.crash.lives import Setting
from tests.crash.run import Run
from tests.crash.worker import WAHA_KEY

_ROOT = Path(__file__).parents[2]


class Bench:
    """`belfry sandbox` in a process of its own, and the nursery of the processes under test."""

    def __init__(self, folder: Path, nursery: Process, judge: Process, url: str, http: aiohttp.ClientSession) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        self.waha = f"{url}/waha"
        self.http = http
        self._nursery = nursery
        self._judge = judge
        self._runs: dict[str, Run] = {}
        self._numbers = itertools.count(1)
        self._reading = asyncio.create_task(self._read())

    def run(self, name: str, **setting: Any) -> Run:
        """A new story; `setting`: see `Setting`."""
        run = Run(self, name, next(self._numbers), Setting(**setting))
        self._runs[run.name] = run
        return run

    def order(self, **order: Any) -> None:
        """Tells the nursery what to do."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")

    async def _read(self) -> None:
        assert self._nursery.stdout is not None
        while line := await self._nursery.stdout.readline():
            told = json.loads(line)
            if told["run"] in self._runs:
                self._runs[told["run"]].hear(told)
        for run in self._runs.values():
            run.hear({"at": "lost", "life": run.life})

    async def end(self) -> None:
        """Ends both, by their own ids; what the nursery bore ends with it."""
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


@asynccontextmanager
async def open_bench(folder: Path) -> AsyncIterator[Bench]:
    """Both processes, started; both ended at the end, also when this process is killed."""
    log = folder / "judge.log"
    judge = await python("tests.crash.judge", WAHA_KEY, log=log)
    nursery = await python("tests.crash.nursery", log=folder / "nursery.log")
    assert judge.stdout is not None
    said = (await judge.stdout.readline()).decode()
    assert "http" in said, log.read_text()
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


async def python(module: str, *words: str, log: Path) -> Process:
    """A module as a process that speaks through pipes and dies with this one."""
    env = os.environ | {"BELFRY_SANDBOX_LISTEN": "127.0.0.1:0"}
    command = (sys.executable, "-m", module, str(os.getpid()), *words)
    with log.open("wb") as errors:
        return await asyncio.create_subprocess_exec(
            *command, env=env, cwd=_ROOT, stdin=PIPE, stdout=PIPE, stderr=errors, limit=2**20
        )
