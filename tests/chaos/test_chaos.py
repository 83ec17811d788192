"""Short runs of chaos, and one story told slowly: a worker that was paused past its lease. `make chaos` has the long runs."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from core.dispatch.lane import MOST_IN_FLIGHT
from storage import db
from tests.chaos.__main__ import one
from tests.chaos.city import City
from tests.chaos.plan import FAULTS, Plan, draw
from tests.chaos.run import Run
from tests.chaos.verdict import settled
from tests.crash.run import Row
from tests.patience import LONG_ENOUGH

Found = TypeVar("Found", list[Row], bool)

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


@pytest.mark.parametrize("seed", [3, 7, 23])
async def test_chaos_loses_nothing_doubles_nothing_and_every_state_is_what_the_phones_show(
    city: City, seed: int
) -> None:
    figures = await one(city, seed, "2", seconds=3.0, workers=2)
    assert figures["arrived"] > 0


async def test_a_worker_paused_past_its_lease_sends_and_records_nothing_more(city: City) -> None:
    """SIGSTOP in the middle of a burst of 300 slow sends; when it goes on another has taken the lane."""
    people = tuple(f"P{number}" for number in range(150))
    channels = ({"name": "c0", "pace": "0s"},)
    texts = tuple({"text": f"m{n}.", "to": list(people), "after": 3.0, "rules": [], "channel": "c0"} for n in range(2))
    async with Run(city, Plan(0, 2, 0.0, people, channels, texts, ()), "2") as run:
        await city.control("faults", name="slow", value=0.4)
        await run.begin()
        (lease,) = await _until(lambda: _lanes_at_work())
        holder = next(proc for proc in run.procs if f":{proc.pid}:" in lease["owner"])
        run.signal(holder, signal.SIGSTOP)
        await _until(lambda: _stands_still(holder.pid))
        at_stop = Counter(row["state"] for row in await run.deliveries())
        (taken,) = await _until(lambda: _lease_after(lease["fence"]))
        assert taken["owner"] != lease["owner"]
        in_flight = [row["id"] for row in await run.deliveries() if row["fence"] == lease["fence"]]
        before = await _under(lease["fence"])
        run.signal(holder, signal.SIGCONT)
        figures = await settled(run)
        # What had not arrived is sent again, under the new one.
        after = await _under(lease["fence"])
        assert [row for row in after if row not in before] == [], "something was recorded or begun under the old fence"
        assert 0 < at_stop["sending"] <= MOST_IN_FLIGHT
        assert len(in_flight) >= at_stop["sending"]
        assert figures["unsure"] <= MOST_IN_FLIGHT
        assert figures["arrived"] + figures["unsure"] + figures["wait"] == 300


async def _lanes_at_work() -> list[Row]:
    """The lease of the lane, once some of its sends are answered and others in flight."""
    found = await db.rows("select state, count(*) as n from delivery group by state")
    states = {row["state"]: row["n"] for row in found}
    busy = states.get("sending", 0) and states.get("sent", 0) + states.get("delivered", 0) > 20
    return await db.rows("select * from lease where fence > 0") if busy else []


async def _stands_still(pid: int) -> bool:
    """Whether a process is stopped: the signal goes by way of the nursery, and what moves on meanwhile proves nothing."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "T"


async def _lease_after(fence: int) -> list[Row]:
    return await db.rows("select * from lease where fence > $1", fence)


async def _under(fence: int) -> list[Row]:
    """What was begun under a fence; what became of it, receipts and look-ups tell later."""
    sql = "select id, token, attempts, sending_at, text from delivery where fence = $1 and sending_at is not null"
    return await db.rows(sql + " order by id", fence)


async def _until(so: Callable[[], Awaitable[Found]]) -> Found:
    end = time.monotonic() + LONG_ENOUGH
    while not (found := await so()):
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    return found


async def test_a_seed_draws_the_same_run_again_and_many_seeds_draw_every_fault() -> None:
    assert draw(5) == draw(5)
    drawn = {deed.more["name"] for seed in range(60) for deed in draw(seed).deeds if deed.what == "fault"}
    assert drawn == set(FAULTS)
