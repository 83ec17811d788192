"""The lab and the desk, for every test of the work."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage import db
from tests.desk import Desk, open_desk
from tests.lab import Lab, open_lab


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database at this version, made once: the migrations take a second of a processor."""
    path = tmp_path_factory.mktemp("migrated") / "belfry.db"
    await db.migrate(f"sqlite://{path}")
    return path


@pytest.fixture
async def lab(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> AsyncIterator[Lab]:
    """On SQLite; on a PostgreSQL of its own with BELFRY_TEST_LAB=postgres."""
    database = ""
    if os.environ.get("BELFRY_TEST_LAB") == "postgres":
        database = str(request.getfixturevalue("postgres_url"))
    else:
        shutil.copy(migrated, tmp_path / "belfry.db")
    async with open_lab(tmp_path, database=database) as found:
        yield found


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """The test runs once on each kind of database."""
    async with open_desk(database_url) as found:
        yield found
