"""kill -9 at moments that nobody chose, in real time: leases run out by themselves, the clock is not moved.

On PostgreSQL with fewer deaths; BELFRY_LONG_TESTS=N makes N of them there.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from tests.crash.bench import Bench
from tests.crash.lives import SILENT
from tests.crash.run import Run
from tests.crash.sweep import AT_ONCE, evenly
from tests.crash.verdict import all_is_well, settled, tapped
from tests.crash.watch import Point
from tests.databases import Postgres

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEEDS = range(10)
ON_POSTGRES = int(os.environ.get("BELFRY_LONG_TESTS", "3"))
PEOPLE = ("Ana", "Bruno", "Carla", "Dora", "Elsa", "Fabio")


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Postgres | None:
    """Where the stories have their databases; None: in files."""
    if request.param == "sqlite":
        return None
    found: Postgres = request.getfixturevalue("postgres")
    return found


@pytest.mark.timeout(300)
async def test_kill_9_at_any_moment_of_a_burst_loses_nothing_and_doubles_nothing(
    bench: Bench, server: Postgres | None
) -> None:
    """Thirty messages to six people within two seconds, and one to three deaths, each seed its own."""
    gate = asyncio.Semaphore(AT_ONCE // 2)

    async def one(seed: int) -> None:
        async with gate:
            await _burst(bench, server, random.Random(seed))

    await asyncio.gather(*(one(seed) for seed in (SEEDS if server is None else range(ON_POSTGRES))))


async def _burst(bench: Bench, server: Postgres | None, dice: random.Random) -> None:
    messages = [
        {"text": f"message {number}", "to": [PEOPLE[number % len(PEOPLE)]], "after": 0.4 + dice.uniform(0, 2)}
        for number in range(30)
    ]
    settings = {"contacts": PEOPLE, "messages": messages, "lease": 2.0, "aging": 0.0, "timeout": 3.0, "server": server}
    async with bench.run("burst", **settings) as run:
        await run.start()
        for pause in sorted(dice.uniform(0.1, 2.5) for _ in range(dice.randint(1, 3))):
            await run.passes(pause)
            await run.kill()
            await run.again()
        await settled(run)
        await tapped(run)
        await all_is_well(run)


@pytest.mark.timeout(120)
async def test_an_answer_whose_webhook_had_its_2xx_is_told_once_after_a_kill_9(
    bench: Bench, server: Postgres | None
) -> None:
    """It died before it did anything about the answer; WAHA has its 200 and will not post it again."""
    messages = [{"text": "hello", "to": ["Ana"], "after": 0.0}]
    settings = {"contacts": ("Ana",), "messages": messages, "modules": ("core/receipts.py",), "waha_of_its_own": True}
    settings["server"] = server
    async with bench.run("stored", **settings) as run:
        await run.start(die=await _await_of_an_answer(bench, settings))
        await settled(run)
        await run.phone("Ana", "answer", text="thank you")
        await run.until(lambda: run.life > 1 and run.rows("select id from answer"), "the answer is there")
        assert run.died_as_told
        await run.some_ticks(3)
        told = run.rows("select * from notice where kind = 'answer'")
        assert len(told) == 1, await run.account()
        posted = [one for one in (await run.world())["webhooks"] if one["event"] == "message.any"][-1]
        assert (posted["status"], posted["tries"]) == (200, 1), posted


async def _await_of_an_answer(bench: Bench, settings: dict[str, Any]) -> Point:
    """The first await of the work on an answer, found by a run unharmed."""
    async with bench.run("stored", **settings) as run:
        trace = run.folder / "trace.json"
        await run.start(trace=trace)
        await settled(run)
        await run.phone("Ana", "answer", text="thank you")
        await run.until(lambda: run.rows("select id from answer"), "the answer is there")
        await run.signal(signal.SIGTERM)
        stacks = [stack for stack in json.loads(trace.read_text()) if ":_answer > " in stack and "transaction" in stack]
        return Point(sorted(stacks)[0], 1, "before")


@pytest.mark.timeout(120)
async def test_sigterm_while_waha_hangs_ends_within_20_s_and_leaves_what_was_in_flight_unsure(
    bench: Bench, server: Postgres | None
) -> None:
    """The patience is that of `belfry up`: ten seconds for answers."""
    messages = [{"text": "hello", "to": ["Ana", "Bruno"], "after": 0.0}]
    settings = {"messages": messages, "waha_of_its_own": True, "timeout": 60.0, "patience": 10.0, "events": SILENT}
    settings["server"] = server
    async with bench.run("hanging", **settings) as run:
        await run.control("faults", name="hang_after", to=run.contacts["Ana"], count=1)
        await run.control("faults", name="hang_before", to=run.contacts["Bruno"], count=1)
        await run.start()

        async def under_way() -> bool:
            return bool((await run.world())["hanging"] == 2)

        await run.until(under_way, "both hang")
        began = time.monotonic()
        await run.signal(signal.SIGTERM)
        assert time.monotonic() - began < 20
        assert run.status == 0, await run.account()
        left = await run.left_behind()
        assert {(row["state"], row["cause"]) for row in left} == {("unsure", "stopped")}, await run.account()
        await settled(run)
        assert [row["state"] for row in run.deliveries()] == ["delivered", "unsure"], await run.account()
        await tapped(run)
        await all_is_well(run)


CROWD = 1000


@pytest.mark.timeout(300)
async def test_kill_9_while_a_thousand_people_are_planned_forgets_nobody_and_doubles_nobody(
    bench: Bench, server: Postgres | None
) -> None:
    """At the beginning, the middle and the end of each chunk, at every await there is."""
    crowd = {f"Person {number}": f"+3519{number:08d}" for number in range(CROWD)}
    async with bench.run("crowd", people=crowd, pace="1s", server=server) as run:
        await run.start()
        await run.kill()
        await run.left_behind()
        settings = {
            "people": crowd,
            "server": server,
            "like": run,
            "messages": [{"text": "to all", "to": [], "after": 110.0}],
            "modules": ("core/dispatch/plan.py",),
            "pace": "1s",
        }
        async with bench.run("planning", **settings) as unharmed:
            trace = unharmed.folder / "trace.json"
            await unharmed.start(trace=trace)
            await unharmed.until(lambda: _planned(unharmed), "planned")
            await unharmed.signal(signal.SIGTERM)
            counts = Counter(json.loads(trace.read_text()))
        gate = asyncio.Semaphore(AT_ONCE // 2)

        async def one(point: Point) -> bool:
            async with gate, bench.run("planning", **settings) as dying:
                await dying.start(die=point)
                await dying.until(lambda: _planned(dying), "planned")
                await _everybody_once(dying)
                return dying.died_as_told

        points = evenly(list(_places(counts)), None if server is None else ON_POSTGRES)
        reached = await asyncio.gather(*(one(point) for point in points))
        print(f"planning: {counts.total()} awaits, {len(counts)} distinct, {sum(reached)} of {len(points)} deaths")
        assert sum(reached) >= len(points) * 0.9


def _places(counts: Counter[str]) -> list[Point]:
    places = []
    for turn, (stack, times) in enumerate(sorted(counts.items())):
        nths = {1, times} if times < 100 else {1, times // 4, times // 2, times // 2 + 1, times * 3 // 4, times}
        places += [Point(stack, nth, ("before", "after")[(turn + at) % 2]) for at, nth in enumerate(sorted(nths))]
    return places


def _planned(run: Run) -> bool:
    return run.rows("select cursor from occurrence") == [{"cursor": None}]


async def _everybody_once(run: Run) -> None:
    rows = run.rows("select contact_id, state, slot_at from delivery order by slot_at, id")
    assert len(rows) == len({row["contact_id"] for row in rows}) == CROWD, len(rows)
    assert {row["state"] for row in rows} == {"planned"}, Counter(row["state"] for row in rows)
    slots = [row["slot_at"] for row in rows]
    near = [
        (place, later - earlier)
        for place, (earlier, later) in enumerate(pairwise(slots))
        if later - earlier < 1_000_000
    ]
    assert not near, f"two at once on a channel with a pace: {near[:5]} of {len(near)}, lives {run.life}"
