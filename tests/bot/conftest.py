"""The clinic's chat, for every test of this folder."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import db
from tests.bot.bench import Bench, open_bench


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version: making one takes longer than a test."""
    made = tmp_path_factory.mktemp("migrated") / "belfry.db"
    asyncio.run(db.migrate(f"sqlite://{made}"))
    return made


@pytest.fixture(autouse=True)
def _database(_migrated: Path, tmp_path: Path) -> None:
    shutil.copy(_migrated, tmp_path / "belfry.db")


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as made:
        yield made
