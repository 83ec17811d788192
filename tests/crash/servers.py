"""What crash and chaos runs stand on: the pretend outside world in one process, in another the parent of the processes
under test.

Both die with this one. Not here: what is started under them, what happens to it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tests.crash.worker import WAHA_KEY

Row = dict[str, Any]

_ROOT = Path(__file__).parents[2]
_ENDS_IN = 5.0


class Nursery:
    """A parent of processes, ordered and heard line by line. `hears`: who is told what is said of the processes of a run, by
    the run's name; `lost`: told when nothing more will be said."""

    def __init__(self, process: Process) -> None:
        self.hears: dict[str, Callable[[Row], None]] = {}
        self.lost: Callable[[], None] = lambda: None
        self._process = process
        self._reading = asyncio.create_task(self._read())

    def order(self, **order: Any) -> None:
        """Tells it what to do."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            told = json.loads(line)
            if told["run"] in self.hears:
                self.hears[told["run"]](told)
        self.lost()

    async def end(self) -> None:
        """What it bore ends with it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _ENDS_IN)
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading


@asynccontextmanager
async def open_servers(folder: Path, nursery: str) -> AsyncIterator[tuple[str, Nursery]]:
    """The address of the outside world, and a nursery (the module `nursery`). Both ended at the end, by their own ids."""
    started: list[Process] = []
    try:
        for module, words in (("tests.crash.judge", (WAHA_KEY,)), (nursery, ())):
            started.append(await _python(module, *words, log=folder / f"{module}.log"))
        world, parent = started
        assert world.stdout is not None
        said = (await world.stdout.readline()).decode()
        assert "http" in said, (folder / "tests.crash.judge.log").read_text()
        held = Nursery(parent)
        try:
            yield said.split()[-1], held
        finally:
            await held.end()
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _python(module: str, *words: str, log: Path) -> Process:
    """A module as a process that speaks through pipes and dies with this one."""
    env = os.environ | {"BELFRY_SANDBOX_LISTEN": "127.0.0.1:0"}
    command = (sys.executable, "-m", module, str(os.getpid()), *words)
    with log.open("wb") as errors:
        return await asyncio.create_subprocess_exec(
            *command, env=env, cwd=_ROOT, stdin=PIPE, stdout=PIPE, stderr=errors, limit=2**20
        )
