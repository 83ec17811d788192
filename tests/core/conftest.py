"""The lab and the desk, for every test of the work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.desk import Desk, open_desk
from tests.lab import Lab, open_lab


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    """The test runs once on each kind of database."""
    async with open_lab(database_url) as found:
        yield found


@pytest.fixture
async def noon(database_url: str) -> AsyncIterator[Lab]:
    """A lab in the middle of a day, for what counts by days: the half hour that a test lets pass never ends one."""
    async with open_lab(database_url, datetime(2027, 3, 3, 12, tzinfo=UTC)) as found:
        yield found


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """The test runs once on each kind of database."""
    async with open_desk(database_url) as found:
        yield found
