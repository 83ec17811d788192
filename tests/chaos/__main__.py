"""`make chaos`: runs of chaos, one after the other, each from its seed; a table of what they did.

    python -m tests.chaos [RUNS] [--seed FIRST] [--lease SECONDS] [--seconds S] [--workers MOST] [--table FILE]

Exit 1 when something did not hold; the account of it stands in the folder that is said.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import structlog

from tests.chaos.city import City, open_city
from tests.chaos.plan import Row, draw
from tests.chaos.run import Run
from tests.chaos.verdict import settled


async def one(city: City, seed: int, lease: str, seconds: float, workers: int) -> Row:
    """One run; its figures. Raises AssertionError."""
    began = time.monotonic()
    async with Run(city, draw(seed, seconds=seconds, most_workers=workers), lease) as run:
        await run.live()
        figures = await settled(run)
        return {"lease": lease, **figures, "seconds": round(time.monotonic() - began, 1)}


async def main(args: argparse.Namespace) -> int:
    failed = 0
    folder = Path(tempfile.mkdtemp(prefix="belfry-chaos-run-"))
    async with open_city(folder) as city:
        for seed in range(args.seed, args.seed + args.runs):
            try:
                row = await one(city, seed, args.lease, args.seconds, args.workers)
            except AssertionError as error:
                failed += 1
                (folder / f"seed{seed}.txt").write_text(str(error))
                print(f"seed {seed}: DID NOT HOLD; {folder}/seed{seed}.txt", flush=True)
                print("\n".join(str(error).splitlines()[:8]), flush=True)
                continue
            print(" ".join(f"{name} {value}" for name, value in row.items()), flush=True)
            if args.table:
                write(Path(args.table), row)
    print(f"{args.runs - failed} of {args.runs} runs held")
    return 1 if failed else 0


def write(table: Path, row: Row) -> None:
    """A line of the table; its head, where there is none yet."""
    with table.open("a") as file:
        if not table.stat().st_size:
            file.write(f"| {' | '.join(row)} |\n|{'---|' * len(row)}\n")
        file.write(f"| {' | '.join(str(value) for value in row.values())} |\n")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lease", default=os.environ.get("BELFRY_LEASE", "2"))
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--workers", type=int, default=10)
    parser.add_argument("--table")
    sys.exit(asyncio.run(main(parser.parse_args())))
