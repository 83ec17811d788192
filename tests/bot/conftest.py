"""The clinic's chat, for every test of this folder; each runs once on each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.bench import Bench, open_bench


@pytest.fixture
async def clinic(database_url: str) -> AsyncIterator[Bench]:
    async with open_bench(database_url) as made:
        yield made
