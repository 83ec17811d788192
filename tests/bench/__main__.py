"""Runs the figures of dispatch: `python -m tests.bench [count]`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import tempfile
import warnings
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import structlog

from storage import db
from tests.bench import dispatch, hooks, waiting
from tests.databases import apart, server


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """A migrated database of this run alone, as a clinic has it: what is written is on the disk."""
    if kind == "PostgreSQL":
        with server(safe=True) as postgres:
            yield postgres.fresh()
        return
    with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
        url = f"sqlite://{Path(folder) / 'belfry.db'}"
        apart(db.migrate(url))
        yield url


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    figures: tuple[tuple[str, Callable[[str], Coroutine[Any, Any, str]]], ...] = (
        (f"{count} deliveries by one worker, of raw requests", lambda url: dispatch.measure(url, count)),
        (f"{count} receipts, of a handler that only answers", lambda url: hooks.measure(url, count)),
        (f"a tick beside {count * 100} waiting messages", lambda url: waiting.ticks(url, count * 100)),
        ("lateness of 200 in 20 s, 20,000 waiting", lambda url: waiting.lateness(url, 200, 20.0, 20_000)),
    )
    for what, measure in figures:
        print(what, flush=True)
        for kind in ("SQLite", "PostgreSQL"):
            with database(kind) as url:
                print(f"  {kind}: {asyncio.run(measure(url))}", flush=True)


main()
