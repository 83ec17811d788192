"""The schema that migrating gives: the models' own, on both databases, with every constraint really there.

This version of Tortoise loses some silently (a conditional unique constraint, everything on an altered SQLite table).
"""

from __future__ import annotations

import asyncio
import itertools
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise, fields
from tortoise.connection import get_connections
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.models import Model

import storage.models
from storage import db
from storage.errors import AlreadyThere, IllegalStep
from storage.fields import InstantField
from tests.databases import Postgres
from tests.patience import LONG_ENOUGH

MODELS: list[type[Model]] = [getattr(storage.models, name) for name in storage.models.__all__]


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path}/empty.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


async def schema() -> dict[str, Any]:
    """Columns, keys and indexes as the database says, by table; names of indexes left out."""
    return await (_sqlite_schema() if db.is_sqlite() else _postgres_schema())


async def _sqlite_schema() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in await db.rows("select name from sqlite_master where type = 'table' and name not like 'sqlite%'"):
        name = table["name"]
        columns = await db.rows(f"pragma table_info({name})")
        keys = await db.rows(f"pragma foreign_key_list({name})")
        indexes = []
        for index in await db.rows(f"pragma index_list({name})"):
            parts = [part["name"] for part in await db.rows(f"pragma index_info({index['name']})")]
            made = await db.row("select sql from sqlite_master where type = 'index' and name = $1", index["name"])
            where = (made["sql"] or "").partition(" WHERE ")[2] if made else ""
            indexes.append((tuple(parts), bool(index["unique"]), where))
        found[name] = (
            sorted((c["name"], c["type"], c["notnull"], c["dflt_value"], c["pk"]) for c in columns),
            sorted((k["from"], k["table"], k["to"], k["on_delete"]) for k in keys),
            sorted(indexes, key=str),
        )
    found.pop("tortoise_migrations", None)
    return found


async def _postgres_schema() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in await db.rows("select tablename from pg_tables where schemaname = 'public'"):
        name = table["tablename"]
        columns = await db.rows(
            "select column_name, data_type, character_maximum_length, is_nullable, column_default"
            " from information_schema.columns where table_name = $1",
            name,
        )
        constraints = await db.rows(
            "select pg_get_constraintdef(oid) as def from pg_constraint where conrelid = $1::text::regclass", name
        )
        indexes = await db.rows("select indexdef from pg_indexes where tablename = $1", name)
        found[name] = (
            sorted(tuple(str(value) for value in column.values()) for column in columns),
            sorted(one["def"] for one in constraints),
            sorted(one["indexdef"].partition(" USING ")[2] for one in indexes),
        )
    found.pop("tortoise_migrations", None)
    return found


async def test_migrating_gives_what_the_models_say(empty_url: str) -> None:
    """One database, twice: as the models have it, and, in their place, as the migrations make it."""
    await db.open(empty_url)
    try:
        await Tortoise.generate_schemas()
        wanted = await schema()
        if db.is_sqlite():
            await db.close()
            Path(empty_url.removeprefix("sqlite://")).unlink()
        else:
            await db.run("drop schema public cascade")
            await db.run("create schema public")
            await db.close()
        await db.migrate(empty_url)
        await db.open(empty_url)
        assert await schema() == wanted
        assert len(wanted) == len(MODELS)
    finally:
        await db.close()


async def test_no_further_migration_would_be_written(sqlite: str) -> None:
    apps = db.configuration(sqlite)["apps"]
    assert await MigrationAutodetector(Tortoise.apps, apps).changes() == []


async def test_migrating_twice_is_harmless(empty_url: str) -> None:
    await db.migrate(empty_url)
    await db.open(empty_url)
    await db.run("insert into tally (name, count) values ('kept', 1)")
    await db.close()
    await db.migrate(empty_url)
    await db.open(empty_url)
    try:
        assert await db.rows("select name from tally") == [{"name": "kept"}]
    finally:
        await db.close()


_MIGRATE = "import asyncio, sys; from storage import db; asyncio.run(db.migrate(sys.argv[1]))"


def test_processes_that_migrate_at_once_do_not_disturb_each_other(empty_url: str) -> None:
    ran = [subprocess.Popen([sys.executable, "-c", _MIGRATE, empty_url], stderr=subprocess.PIPE) for _ in range(2)]
    assert [(one.communicate(timeout=LONG_ENOUGH)[1].decode()[-500:], one.returncode) for one in ran] == [("", 0)] * 2


def test_a_migration_that_was_killed_is_taken_up_by_the_next(empty_url: str) -> None:
    """Tortoise's own records a migration after its commit; killed in between, the next start would find its tables."""
    script = f"""
import asyncio, os, signal, sys
from storage import db
from tortoise.migrations.recorder import MigrationRecorder
async def die(*_): os.kill(os.getpid(), signal.SIGKILL)
MigrationRecorder.record_applied = die
asyncio.run(db.migrate({empty_url!r}))
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, timeout=LONG_ENOUGH, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    subprocess.run([sys.executable, "-c", _MIGRATE, empty_url], check=True, timeout=LONG_ENOUGH)


async def test_a_migration_cancelled_anywhere_is_taken_up_by_the_next(tmp_path: Path) -> None:
    for turns in (60, 300):
        url = f"sqlite://{tmp_path}/at{turns}.db"
        task = asyncio.create_task(db.migrate(url))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=LONG_ENOUGH)
        assert task.done()
        await db.migrate(url)


# --- constraints


def unique_columns(model: type[Model]) -> list[tuple[str, ...]]:
    """What must not be there twice, as columns."""
    meta = model._meta
    single = [(column,) for name, column in meta.fields_db_projection.items() if _single(meta, name)]
    several = [tuple(_column(meta, name) for name in names) for names in meta.unique_together]
    return single + several


def _single(meta: Any, name: str) -> bool:
    return bool(meta.fields_map[name].unique) and name != meta.pk_attr


def _column(meta: Any, name: str) -> str:
    """The column of a field; of a reference, the one with the id."""
    return f"{name}_id" if name in meta.fk_fields else name


UNIQUE = [(model, columns) for model in MODELS for columns in unique_columns(model)]


def a_row(model: type[Model], number: int) -> dict[str, Any]:
    """A row with every column filled, different in each for every number."""
    row: dict[str, Any] = {}
    for name, column in model._meta.fields_db_projection.items():
        if name == model._meta.pk_attr:
            continue
        field = model._meta.fields_map[name]
        if isinstance(field, fields.BooleanField):
            row[column] = True
        elif isinstance(field, fields.BinaryField):
            row[column] = str(number).encode()
        elif isinstance(field, fields.IntField | fields.BigIntField):
            row[column] = number
        elif isinstance(field, fields.JSONField):
            row[column] = "{}"
        else:
            row[column] = str(number)
    return row


async def put(model: type[Model], row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    await db.run(f"insert into {model._meta.db_table} ({names}) values ({db.marks(len(row))})", *row.values())


def test_every_constraint_is_looked_at() -> None:
    assert len(UNIQUE) > 20
    tables = {model._meta.db_table for model, _ in UNIQUE}
    assert {"delivery", "occurrence", "provider_event", "telegram_update", "notice", "audit_entry", "lease"} <= tables


async def test_what_must_be_unique_is_refused_a_second_time(store: str) -> None:
    for model, columns in UNIQUE:
        with pytest.raises(AlreadyThere):
            await _twice(model, columns)


async def _twice(model: type[Model], columns: tuple[str, ...]) -> None:
    """Raises AlreadyThere by the last of its rows only."""
    async with db.transaction():
        # Rows that nobody refers to: the foreign keys are not what is asked here.
        await db.run("pragma defer_foreign_keys = on" if db.is_sqlite() else "set session_replication_role = replica")
        numbers = itertools.count(1)
        first = a_row(model, next(numbers))
        try:
            await put(model, first)
            for alike in itertools.combinations(columns, len(columns) - 1):
                await put(model, a_row(model, next(numbers)) | {name: first[name] for name in alike})
        except AlreadyThere as error:
            raise AssertionError(f"{model.__name__} refuses more than {columns}") from error
        await put(model, a_row(model, next(numbers)) | {name: first[name] for name in columns})
        raise AssertionError(f"{model.__name__} takes {columns} twice")


def test_no_index_names_a_column_that_is_none(sqlite_url: str) -> None:
    """SQLite reads a name in double quotes that is no column as a text, and indexes that."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"))) as raw:
        looked = 0
        for (table,) in raw.execute("select name from sqlite_master where type = 'table'").fetchall():
            columns = {row[1] for row in raw.execute(f"pragma table_info({table})")}
            for index in raw.execute(f"pragma index_list({table})").fetchall():
                names = [row[2] for row in raw.execute(f"pragma index_info({index[1]})")]
                assert set(names) <= columns, (table, index[1], names)
                looked += 1
    assert looked > 40


async def test_a_row_that_refers_to_nobody_is_refused_and_one_referred_to_stays(store: str) -> None:
    for model in MODELS:
        for name in model._meta.fk_fields:
            row = a_row(model, 4711)
            assert f"{name}_id" in row
            with pytest.raises(IllegalStep):
                await put(model, row)
    await db.run("insert into workspace (name, zone, created_at) values ('Clinic', 'Europe/Lisbon', 0)")
    workspace = (await db.rows("select id from workspace"))[0]["id"]
    await db.run("insert into tag (workspace_id, name) values ($1, 'vip')", workspace)
    with pytest.raises(IllegalStep):
        await db.run("delete from workspace where id = $1", workspace)


# --- columns by name


def columns_of(kind: type) -> set[str]:
    return {
        model._meta.fields_db_projection[name]
        for model in MODELS
        for name, field in model._meta.fields_map.items()
        if type(field) is kind and name in model._meta.fields_db_projection
    }


def test_columns_are_known_by_their_names_alone() -> None:
    """`db.rows` turns values by the column's name: the same name must be the same type everywhere."""
    instants, jsons, booleans = (columns_of(kind) for kind in (InstantField, fields.JSONField, fields.BooleanField))
    assert {name for name in instants if not name.endswith("_at")} <= db._INSTANTS
    assert jsons - {"body"} == db._JSON, "telegram_update.body is turned where it is read: provider_event's is text"
    assert booleans == db._BOOLEANS
    others = columns_of(fields.CharField) | columns_of(fields.TextField) | columns_of(fields.IntField)
    assert not others & (jsons | booleans | instants) - {"body"}
    bigs = {name for name in columns_of(fields.BigIntField) if name.endswith("_at") or name in db._INSTANTS}
    assert bigs == {"expires_at"}, "of a lease, in the database's own time"


async def test_the_hot_statements_walk_an_index(sqlite: str) -> None:
    async def plan_of(sql: str) -> str:
        # Not by `db.rows`: "detail" is a JSON column elsewhere.
        found = await get_connections().get("default").execute_query_dict(f"explain query plan {sql}")
        return " / ".join(row["detail"] for row in found)

    due = await plan_of(
        "select * from message where state = 'active' and next_due_at is not null and next_due_at <= 5 order by next_due_at"
    )
    assert "message_next_due" in due
    for state in ("planned", "queued", "sending"):
        wake = await plan_of(f"select 1 from delivery d where d.channel_id = 1 and d.state = '{state}'")
        assert f"delivery_{state}" in wake
    assert "SCAN" not in await plan_of("select * from delivery where occurrence_id = 1 and contact_id = 2")
    for state in ("new", "waiting"):
        assert f"provider_event_{state}" in await plan_of(
            f"select * from provider_event where state = '{state}' and received_at < 5"
        )
