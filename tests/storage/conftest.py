"""A database of the test's own, opened; on both kinds where the test does not say otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage import db
from tests.databases import KEY

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[str]:
    """The URL of an open database, once SQLite and once PostgreSQL."""
    await db.open(database_url, KEY)
    try:
        yield database_url
    finally:
        await db.close()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[str]:
    await db.open(sqlite_url, KEY)
    try:
        yield sqlite_url
    finally:
        await db.close()
