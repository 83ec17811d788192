"""A parent that has imported everything and opened nothing: it forks a process under test, or a WAHA, in milliseconds.

    python -m tests.crash.nursery PARENT

One JSON object a line. In: {"do": "start", "config": {...}}, {"do": "signal", "pid": n, "signal": n}. Out, from the nursery
and from its children: {"run", "life", "at": "born" | "ready" | "tick" | "dying" | "ended" | "died", ...}. It ends, and kills
what it started, when its input ends.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import structlog

from core.process.logs import short_error
from core.sandbox import app as sandbox
from tests.crash import worker
from tests.crash.mortal import die_with_parent

Live = Callable[[dict[str, Any], Callable[..., None]], None]

_alive: dict[int, dict[str, Any]] = {}


def say(config: dict[str, Any], at: str, **more: Any) -> None:
    """Short enough that lines of several processes on one pipe never mix."""
    line = json.dumps({"run": config["run"], "life": config["life"], "at": at, **more})
    os.write(1, line.encode() + b"\n")


def main(live: Live) -> None:
    """Until the input ends. `live`: what a child does, given its config and how it says something."""
    die_with_parent(int(sys.argv[1]))
    structlog.configure(
        processors=[structlog.processors.TimeStamper(), short_error, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    gc.collect()
    gc.freeze()
    pending = b""
    while True:
        readable, _, _ = select.select([0], [], [], 0.01)
        if readable:
            read = os.read(0, 65536)
            if not read:
                break
            *lines, pending = (pending + read).split(b"\n")
            for line in lines:
                _obey(json.loads(line), live)
        _bury()
    for pid in _alive:
        os.kill(pid, signal.SIGKILL)


def _obey(order: dict[str, Any], live: Live) -> None:
    if order["do"] == "signal":
        if order["pid"] in _alive:
            os.kill(order["pid"], order["signal"])
        return
    config = order["config"]
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _live(config, parent, live)
    _alive[pid] = config
    say(config, "born", pid=pid)


def _bury() -> None:
    while _alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        say(_alive.pop(pid), "died", status=os.waitstatus_to_exitcode(status))


def _live(config: dict[str, Any], parent: int, live: Live) -> None:
    code = 1
    try:
        die_with_parent(parent)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        log = os.open(config["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 2)
        live(config, lambda at, **more: say(config, at, **more))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _one_of_ours(config: dict[str, Any], tell: Callable[..., None]) -> None:
    asyncio.run(_waha(config) if "key" in config else worker.main(config, tell))


async def _waha(config: dict[str, Any]) -> None:
    """What `belfry sandbox` serves, for one run alone: its faults are its own."""

    def ready(serving: sandbox.Serving) -> None:
        say(config, "ready", url=serving.waha_url)

    await sandbox.run("127.0.0.1", 0, token="1:none", waha_key=config["key"], session="none", ready=ready)


if __name__ == "__main__":
    main(_one_of_ours)
