"""A house that starts while its database comes and goes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import seed, up
from core.process import logs
from core.process.backoff import Backoff
from core.settings import Settings
from storage.errors import StoreAway
from storage.queries import workspaces
from tests.databases import KEY
from tests.patience import LONG_ENOUGH


@pytest.mark.parametrize(
    ("where", "name"),
    [(seed, "check_key"), (seed, "first_workspace"), (workspaces, "owned")],
    ids=["key", "workspace", "welcome"],
)
async def test_a_database_that_goes_away_in_the_middle_of_a_start_is_waited_for(
    where: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str
) -> None:
    """Chaos, seeds 8 and 145: a restart of PostgreSQL between its opening and the last look of a start ended the worker."""
    for setting, value in {"DATA": str(tmp_path), "DATABASE": database_url, "SECRET_KEY": KEY}.items():
        monkeypatch.setenv(f"BELFRY_{setting}", value)
    for setting in ("LISTEN", "ADMIN_LISTEN"):
        monkeypatch.setenv(f"BELFRY_{setting}", "127.0.0.1:0")
    monkeypatch.setattr(logs, "configure", lambda **_: None)
    monkeypatch.setattr(up.House, "_listen_to_signals", lambda _: None)
    monkeypatch.setattr(up, "Backoff", lambda *_: Backoff(0.01, 0.01))
    look, away = getattr(where, name), [StoreAway("restarting"), StoreAway("starting")]

    async def sometimes(*args: Any) -> Any:
        if away:
            raise away.pop()
        return await look(*args)

    monkeypatch.setattr(where, name, sometimes)
    welcomed = asyncio.Event()
    house = up.House(Settings.read(), frozenset({"web"}), ready=lambda _: welcomed.set())
    running = asyncio.create_task(house.run())
    waiting = asyncio.create_task(welcomed.wait())
    async with asyncio.timeout(LONG_ENOUGH):
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        house._stop.set()
        await running
        assert await waiting
    assert not away
