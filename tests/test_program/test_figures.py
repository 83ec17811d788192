"""The figures of sending, as Prometheus and `belfry top` read them: each is there, and moves."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.cli import dispatching
from bot.cli.session import Session
from bot.parts import Parts
from core.commands import Cancel
from core.environment import Address
from core.messages import messages
from core.process.health import make_admin_app, serving
from core.settings import Settings
from storage import db
from storage.queries import channels
from tests.lab import Lab, Row, open_lab

ANA, BEN = "+351912000001", "+351912000002"


@pytest.fixture
async def lab(sqlite_url: str) -> AsyncIterator[Lab]:
    async with open_lab(sqlite_url) as found:
        yield found


@pytest.fixture
async def metrics(tmp_path: Path, lab: Lab) -> AsyncIterator[Metrics]:
    """The admin address of a worker on the lab's database."""
    parts = Parts(Settings.read({"BELFRY_DATA": str(tmp_path), "BELFRY_DATABASE": "sqlite:///unused"}))
    async with serving(make_admin_app({}), Address("127.0.0.1", 0), "BELFRY_ADMIN_LISTEN") as at:
        yield Metrics(lab, parts, at.url)


class Metrics:
    def __init__(self, lab: Lab, parts: Parts, url: str) -> None:
        self._lab, self._parts, self._url = lab, parts, url
        self._before: dict[str, float] = {}

    async def read(self) -> dict[str, float]:
        """Every line of `/metrics` by its name and labels; counters as they have grown since the first time."""
        await self._parts.measure(self._lab.now)
        async with aiohttp.ClientSession() as http, http.get(f"{self._url}/metrics") as answer:
            text = await answer.text()
        found = {name: float(value) for name, value in re.findall(r"^(belfry_\S+) (\S+)$", text, re.MULTILINE)}
        self._before = self._before or dict(found)
        grows = ("_total", "_count", "_sum", "_bucket")
        return {
            name: value - self._before.get(name, 0.0) if name.split("{")[0].endswith(grows) else value
            for name, value in found.items()
        }


def state(name: str) -> str:
    return f'belfry_deliveries_total{{state="{name}"}}'


async def test_what_is_sent_and_how_late_it_left_is_counted(lab: Lab, metrics: Metrics) -> None:
    await metrics.read()
    await lab.reaches(await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1), "delivered")

    async def answered() -> bool:  # its receipt may be quicker than its answer is written down
        return (await metrics.read())[state("sent")] == 1

    await lab.until(answered)
    now = await metrics.read()
    assert now[state("delivered")] == 1
    assert now["belfry_lateness_seconds_count"] == 1
    assert now['belfry_lateness_seconds_bucket{le="+Inf"}'] == 1


async def test_lateness_is_that_from_the_slot(lab: Lab, metrics: Metrics) -> None:
    await metrics.read()
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=60)
    lab.later(minutes=3)
    await lab.reaches(message, "delivered")
    now = await metrics.read()
    assert 120 <= now["belfry_lateness_seconds_sum"] < 300
    assert now['belfry_lateness_seconds_bucket{le="30"}'] == 0
    assert now['belfry_lateness_seconds_bucket{le="300"}'] == 1


async def test_what_fails_is_skipped_or_unsure_is_counted(lab: Lab, metrics: Metrics) -> None:
    await metrics.read()
    lab.waha.faults.set("drop")
    failed = await lab.schedule("hello", await lab.contact("Ana", ANA))
    (row,) = await lab.reaches(failed, "sent")
    await lab.hear(lab.ack(row["token"], -1))
    await lab.reaches(failed, "failed")
    await lab.reaches(await lab.schedule("hello", await lab.contact("Nobody", None), after=0.1), "skipped")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("reset_before", count=1)
    await lab.reaches(await lab.schedule("hello", await lab.contact("Ben", BEN)), "unsure")
    now = await metrics.read()
    assert {name: now[state(name)] for name in ("failed", "skipped", "unsure")} == {
        "failed": 1,
        "skipped": 1,
        "unsure": 1,
    }


async def test_what_is_due_and_for_how_long_it_has_waited_is_shown_for_each_lane(lab: Lab, metrics: Metrics) -> None:
    lag = f'belfry_lane_lag_seconds{{channel="{lab.channel["id"]}"}}'
    now = await metrics.read()
    assert now["belfry_due"] == 0
    assert lag not in now
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=True)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    lab.later(minutes=2)
    await lab.reaches(message, "queued")
    now = await metrics.read()
    assert now["belfry_due"] == 1
    assert 100 < now[lag] < 200
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=False)
    await lab.reaches(message, "delivered")
    now = await metrics.read()
    assert now["belfry_due"] == 0
    assert lag not in now


async def test_a_lane_that_is_taken_over_with_requests_in_flight_is_counted(lab: Lab, metrics: Metrics) -> None:
    await metrics.read()
    message = await _left_in_flight(lab)
    lab.another()
    await lab.reaches(message, "unsure")
    now = await metrics.read()
    assert now["belfry_lane_takeovers_total"] == 1
    assert now[state("unsure")] == 1


async def _left_in_flight(lab: Lab) -> Row:
    """Its worker was killed while the request was in the air."""
    message = await lab.schedule("hello", await lab.contact("Ana", ANA))
    await lab.reaches(message, "delivered")
    await lab.dispatcher.stop(1)
    await db.run("update delivery set state = 'sending'")
    return message


async def test_receipts_whose_delivery_is_not_known_are_shown_until_it_is(lab: Lab, metrics: Metrics) -> None:
    assert (await metrics.read())["belfry_unmatched_events"] == 0
    await lab.hear(lab.ack("3EB0" + "A" * 16, 2))
    assert (await metrics.read())["belfry_unmatched_events"] == 1


async def test_what_is_called_off_is_counted(lab: Lab, metrics: Metrics) -> None:
    await metrics.read()
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=100)
    await lab.reaches(message, "planned")
    await messages.cancel(lab.actor(), Cancel((message["number"],)), lab.now)
    assert (await metrics.read())[state("cancelled")] == 1


async def test_top_shows_each_lane_how_much_waits_for_how_long_and_how_much_left(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    @asynccontextmanager
    async def here(_args: Namespace) -> AsyncIterator[Session]:
        yield Session(Settings.read({"BELFRY_DATA": str(tmp_path)}), lab.clock, lab.workspace)

    async def shown() -> list[str]:
        capsys.readouterr()
        await dispatching.top(Namespace(once=True, workspace=None))
        lines = capsys.readouterr().out.splitlines()
        assert "a worker is on duty" in lines[0]
        (row,) = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in lines if "clinic" in line]
        return row

    monkeypatch.setattr(dispatching, "in_workspace", here)
    monkeypatch.setenv("COLUMNS", "200")
    await lab.rounds(1)
    assert await shown() == ["clinic", "working", "-", "0", "-", "0", "0", "0"]
    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("reset_before", count=1)
    await lab.reaches(await lab.schedule("hello", await lab.contact("Ben", BEN)), "unsure")
    await lab.reaches(await lab.schedule("hello", await lab.contact("Ana", ANA)), "sent")
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=True)
    carla = await lab.schedule("hello", await lab.contact("Carla", "+351912000003"), after=1)
    lab.later(seconds=30)
    await lab.reaches(carla, "queued")
    name, health, lane, due, lag, *others = await shown()
    assert (name, health, lane, due, others) == ("clinic", "paused", lab.dispatcher.owner, "1", ["0", "2", "1"])
    assert 29 <= float(lag.removesuffix(" s")) < 90
