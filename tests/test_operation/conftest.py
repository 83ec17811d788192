"""The command line in a folder of its own, and a database with something in every table."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.moving import postgres, sqlite
from storage.moving.rows import Column, Table, Values
from tests.databases import apart, migrated
from tests.test_program.conftest import Belfry, belfry

__all__ = ["Belfry", "belfry"]

ROWS = 3


@pytest.fixture
def clinic(belfry: Belfry, tmp_path: Path, sqlite_template: Path) -> Belfry:
    """A workspace in the folder's own database; a test that moves it elsewhere brings that database along."""
    migrated(tmp_path / ".belfry", sqlite_template)
    assert belfry("workspace", "add", "Clinic", "--timezone", "Europe/Lisbon").code == 0
    return belfry


def _value(table: Table, column: Column, number: int) -> object:
    if column.kind == "json":
        return {"b": float(number), "a": [number, "é😀", None], "c": {"deep": True}}
    if column.kind == "bool":
        return number % 2 == 0
    if column.kind == "int":
        same = column.name == "id" or (column.name.endswith("_id") and table.name != "telegram_update")
        return number if same else 1_700_000_000_000_000 + number if (column.largest or 0) > 2**31 else number + 40
    if column.kind == "bytes":
        return bytes([number, 0, 255]) + column.name.encode()
    return f"{number}-{column.name}-ñ"[: column.longest or 200]


async def _rows(table: Table) -> AsyncIterator[Values]:
    for number in range(1, ROWS + 1):
        yield tuple(_value(table, column, number) for column in table.columns)


def fill(path: Path, described_by: str) -> list[Table]:
    """Puts rows into every table of an SQLite database; the PostgreSQL database tells what columns there are."""

    async def work() -> list[Table]:
        with sqlite.alone(path) as side, side.transaction():
            async with postgres.snapshot(described_by) as server:
                tables = await server.tables(side.table_names())
            for table in tables:
                await side.write(table, _rows(table))
        return tables

    found: list[Table] = apart(work())
    return found


def ask(path: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """Asks, or tells, an SQLite file something."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(sql, values).fetchall()


def ask_postgres(url: str, sql: str) -> list[tuple[object, ...]]:
    async def work() -> list[tuple[object, ...]]:
        import asyncpg

        connection = await asyncpg.connect(url)
        try:
            return [tuple(row.values()) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    found: list[tuple[object, ...]] = apart(work())
    return found


@pytest.fixture
def file(tmp_path: Path, sqlite_url: str, postgres_url: str) -> Path:
    """A database with rows in every table."""
    path = Path(sqlite_url.removeprefix("sqlite://"))
    fill(path, postgres_url)
    return path
