"""The dead man's switch beats while all is well, and only then."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.parts import Parts
from core.dispatch.once import Round
from core.environment import Address
from core.process import heartbeat
from core.process.health import serving
from core.settings import Settings


async def test_it_beats_while_well_is_silent_while_not_and_survives_a_watcher_that_fails() -> None:
    beats: asyncio.Queue[int] = asyncio.Queue()
    asked = 0

    async def watch(_request: web.Request) -> web.Response:
        beats.put_nowait(asked)
        return web.Response(status=500 if asked < 3 else 200)

    async def well() -> bool:
        nonlocal asked
        asked += 1
        return asked % 2 == 1

    app = web.Application()
    app.router.add_get("/beat", watch)
    async with serving(app, Address("127.0.0.1", 0), "BELFRY_LISTEN") as at:
        task = asyncio.create_task(heartbeat.run(f"{at.url}/beat", well, every=0))
        assert [await beats.get() for _ in range(3)] == [1, 3, 5]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_watcher_that_is_away_changes_nothing() -> None:
    twice = asyncio.Event()
    asked = 0

    async def well() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:
            twice.set()
        return True

    task = asyncio.create_task(heartbeat.run("http://127.0.0.1:1/beat", well, every=0))
    await twice.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(("kept_out", "beats"), [("", 1), ("worker", 0), ("round", 0), ("held", 0)])
async def test_a_round_for_an_outside_cron_beats_after_it_went_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept_out: str, beats: int
) -> None:
    heard: list[str] = []

    async def watch(_request: web.Request) -> web.Response:
        heard.append("beat")
        return web.Response()

    async def a_round(*_: object) -> Round:
        return Round(kept_out)

    async def nothing(_now: datetime) -> dict[int, dict[str, object]]:
        return {}

    monkeypatch.setattr("bot.parts.run_round", a_round)
    monkeypatch.setattr("storage.queries.pulse.waiting", nothing)
    app = web.Application()
    app.router.add_get("/beat", watch)
    async with serving(app, Address("127.0.0.1", 0), "BELFRY_LISTEN") as at:
        parts = Parts(Settings.read({"BELFRY_DATA": str(tmp_path), "BELFRY_HEARTBEAT_URL": f"{at.url}/beat"}))
        await parts.run_round(50.0, lambda done: heard.append("told"))
        await parts.round()
    assert heard == (["told", "beat", "beat"] if beats else ["told"])


async def test_a_round_after_which_something_is_long_overdue_is_silent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def a_round(*_: object) -> Round:
        return Round()

    async def overdue(now: datetime) -> dict[int, dict[str, object]]:
        return {1: {"due": 1, "ready_at": now - timedelta(minutes=2)}}

    async def never(_url: str, _within: float) -> None:
        raise AssertionError("it beat")

    monkeypatch.setattr("bot.parts.run_round", a_round)
    monkeypatch.setattr("storage.queries.pulse.waiting", overdue)
    monkeypatch.setattr(heartbeat, "once", never)
    told: list[Round] = []
    parts = Parts(Settings.read({"BELFRY_DATA": str(tmp_path), "BELFRY_HEARTBEAT_URL": "http://127.0.0.1:1/"}))
    await parts.run_round(1.0, told.append)
    assert told == [Round()]


async def test_a_round_waits_for_its_watcher_no_longer_than_it_was_told_to() -> None:
    never = asyncio.Event()

    async def watch(_request: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/beat", watch)
    async with serving(app, Address("127.0.0.1", 0), "BELFRY_LISTEN") as at:
        await heartbeat.once(f"{at.url}/beat", 0.05)
        never.set()
