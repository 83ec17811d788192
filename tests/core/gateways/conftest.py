from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.core.gateways.conformance.waha_bench import WahaBench, waha_bench


@pytest.fixture(params=["GOWS", "NOWEB", "WEBJS", "WPP"])
async def waha(request: pytest.FixtureRequest) -> AsyncIterator[WahaBench]:
    """WAHA with each engine."""
    async with waha_bench(request.param) as made:
        yield made


@pytest.fixture(params=["GOWS", "NOWEB"])
async def keeping(request: pytest.FixtureRequest) -> AsyncIterator[WahaBench]:
    """WAHA with an engine that keeps the ids that we choose."""
    async with waha_bench(request.param) as made:
        yield made


@pytest.fixture(params=["WEBJS", "WPP"])
async def choosing(request: pytest.FixtureRequest) -> AsyncIterator[WahaBench]:
    """WAHA with an engine that chooses its ids itself."""
    async with waha_bench(request.param) as made:
        yield made


@pytest.fixture
async def gows() -> AsyncIterator[WahaBench]:
    async with waha_bench("GOWS") as made:
        yield made
