"""The command line in a folder of its own, and what it left in the database."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from bot.__main__ import main
from bot.cli.session import opened
from tests.databases import KEY, migrated


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Belfry = Callable[..., Said]


@pytest.fixture
def belfry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Belfry:
    """Runs a command in a folder of its own, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("BELFRY_"):
            monkeypatch.delenv(name)

    def run(*words: str, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main(words)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(params=["sqlite", "postgres"])
def clinic(
    belfry: Belfry,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sqlite_template: Path,
) -> Belfry:
    """A workspace in a database of each kind."""
    if request.param == "sqlite":
        migrated(tmp_path / ".belfry", sqlite_template)
    else:
        monkeypatch.setenv("BELFRY_DATABASE", request.getfixturevalue("postgres_url"))
        monkeypatch.setenv("BELFRY_SECRET_KEY", KEY)
    assert belfry("workspace", "add", "Clinic", "--timezone", "Europe/Lisbon").code == 0
    return belfry


T = TypeVar("T")


def kept(ask: Callable[[], Awaitable[T]]) -> T:
    """What the database says between two commands."""

    async def asked() -> T:
        async with opened():
            return await ask()

    return asyncio.run(asked())
