"""Each test of the suite runs on each bench whose provider offers what the test is marked to need."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.core.gateways.conformance.bench import Bench
from tests.core.gateways.conformance.benches import BENCHES, OFFERS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "bench" in metafunc.fixturenames:
        needed = {mark.args[0] for mark in metafunc.definition.iter_markers("needs")}
        able = [name for name in BENCHES if needed <= OFFERS[name]]
        assert able, f"no gateway offers {needed}"
        metafunc.parametrize("bench", able, indirect=True)


@pytest.fixture
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """One gateway, which offers what the table says of it and no more."""
    async with BENCHES[request.param]() as made:
        assert made.offers() == OFFERS[request.param]
        yield made
