"""Runs the figures of dispatch: `python -m tests.bench [NAME…]`; `--help` names them. Without a name, all
that take a minute or two."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import tempfile
import warnings
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from storage import db
from tests.bench import dispatch, fleet, hooks, rivals, waiting
from tests.databases import apart, server

BOTH = ("SQLite", "PostgreSQL")
SERVER = ("PostgreSQL",)


@dataclass(frozen=True, slots=True)
class Figure:
    """`what` says how many, by {n}; `measure` takes the address of a database of its own and that number. `short`: part of
    `make bench`."""

    what: str
    measure: Callable[[str, int], Coroutine[Any, Any, str]]
    count: int
    kinds: tuple[str, ...] = BOTH
    short: bool = False


FIGURES = {
    "sending": Figure("{n} deliveries by one worker, of raw requests", dispatch.measure, 20_000, short=True),
    "rivals": Figure("{n} deliveries by one worker, of a job for each with an ORM", rivals.measure, 1000, short=True),
    "receipts": Figure("{n} receipts, of a handler that only answers", hooks.measure, 2000, short=True),
    "ticks": Figure("a tick beside {n} waiting messages, of one beside 10,000", waiting.ticks, 200_000, short=True),
    "million": Figure("a tick beside {n} waiting messages, of one beside 10,000", waiting.ticks, 1_000_000),
    "lateness": Figure(
        "lateness of {n} in 20 s, 20,000 waiting",
        lambda url, n: waiting.lateness(url, n, 20.0, 20_000),
        200,
        short=True,
    ),
    "rates": Figure(
        "100 people at one second over each of 50 channels at 29/s, by {n} workers",
        lambda url, n: fleet.rates(url, 50, 100, 29, n),
        1,
        SERVER,
    ),
    "recovery": Figure(
        "kill -9 of the busy worker, another running, lease {n} s",
        lambda url, n: fleet.recovery(url, float(n)),
        10,
        SERVER,
    ),
    "workers": Figure(
        "one, two, four workers over 20 channels, {n} people each, answers after 200 ms",
        lambda url, n: fleet.curve(url, 20, n, 0.2),
        100,
        SERVER,
    ),
    "memory": Figure(
        "memory of a worker after {n} deliveries and after five times as many",
        lambda url, n: fleet.memory(url, n, 4 * n),
        5000,
    ),
}


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
    wanted = _read()
    for name in wanted.names or [name for name, one in FIGURES.items() if one.short]:
        figure = FIGURES[name]
        count = wanted.count or figure.count
        print(f"{name}: {figure.what.format(n=count)}", flush=True)
        for kind in figure.kinds:
            if wanted.on in (None, kind):
                with database(kind) as url:
                    print(f"  {kind}: {asyncio.run(figure.measure(url, count))}", flush=True)


def _read() -> argparse.Namespace:
    lines = "\n".join(
        f"  {name:10} {one.what.format(n=one.count)}{'' if one.short else ' (by name only)'}"
        for name, one in FIGURES.items()
    )
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Each figure sets two things side by side in one run; the ratio counts.",
        epilog=f"figures:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[*FIGURES, []], help="all that are short where none is given"
    )
    parser.add_argument("--count", type=int, help="another number than a figure's own")
    parser.add_argument("--on", choices=BOTH, help="one of the two databases alone")
    return parser.parse_args()


main()
