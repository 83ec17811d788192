"""The PostgreSQL side: one connection of asyncpg, in one transaction. Not here: how Belfry uses it (`storage.db`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from storage.db import away
from storage.moving import CannotMove
from storage.moving.rows import Column, Table, Values, column, json_text, parents_first, values
from storage.moving.sqlite import BOOK

_OTHERS = (
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    " and coalesce(backend_type, 'client backend') = 'client backend'"
)
_COLUMNS = (
    "select table_name, column_name, data_type, character_maximum_length from information_schema.columns"
    " where table_schema = current_schema() order by table_name, ordinal_position"
)
_PARENTS = (
    "select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent from pg_constraint c"
    " join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and n.nspname = current_schema()"
)


class PostgresSide:
    """A connection inside a transaction."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def tables(self, names: Iterable[str]) -> list[Table]:
        """The tables of these names, parents first. Raises CannotMove when one is not there."""
        wanted = set(names)
        columns: dict[str, list[Column]] = {}
        for row in await self._connection.fetch(_COLUMNS):
            if row["table_name"] in wanted:
                found = column(row["column_name"], row["data_type"], row["character_maximum_length"])
                columns.setdefault(row["table_name"], []).append(found)
        if missing := wanted - columns.keys():
            raise CannotMove("other_version", what=", ".join(sorted(missing)))
        parents: dict[str, set[str]] = {}
        for row in await self._connection.fetch(_PARENTS):
            parents.setdefault(row["child"].strip('"'), set()).add(row["parent"].strip('"'))
        tables = {name: Table(name, tuple(found)) for name, found in columns.items()}
        return parents_first(tables, parents)

    async def migrations(self) -> set[str]:
        """Which were applied; none for a database that is not Belfry's."""
        if await self._connection.fetchval("select to_regclass($1)", BOOK) is None:
            return set()
        return {row["name"] for row in await self._connection.fetch(f"select name from {BOOK} where app = 'storage'")}

    async def lock(self, tables: Iterable[Table], mode: str) -> None:
        await self._connection.execute(f"lock table {', '.join(_quoted(one) for one in tables)} in {mode} mode")

    async def empty(self, tables: Iterable[Table]) -> bool:
        for one in tables:
            if await self._connection.fetchval(f"select 1 from {_quoted(one)} limit 1"):
                return False
        return True

    async def clear(self, tables: Iterable[Table]) -> None:
        await self._connection.execute(f"truncate {', '.join(_quoted(one) for one in tables)}")

    async def read(self, table: Table) -> AsyncIterator[Values]:
        """All rows in the order of their keys."""
        statement = f'select {table.names} from {_quoted(table)} order by "{table.key}"'
        async for row in self._connection.cursor(statement, prefetch=1000):
            yield values(table, row.values())

    async def last_id(self, table: Table) -> int:
        """The largest key that was ever given."""
        sequence = await self._sequence(table)
        if sequence is None:
            return 0
        row = await self._connection.fetchrow(f"select last_value, is_called from {sequence}")
        return int(row["last_value"]) if row["is_called"] else int(row["last_value"]) - 1

    async def write(self, table: Table, rows: AsyncIterator[Values]) -> None:
        names = [one.name for one in table.columns]
        await self._connection.copy_records_to_table(table.name, records=_sent(table, rows), columns=names)

    async def set_last_id(self, table: Table, last: int) -> None:
        if sequence := await self._sequence(table):
            await self._connection.execute("select setval($1::regclass, $2, $3)", sequence, max(last, 1), last > 0)

    async def _sequence(self, table: Table) -> str | None:
        found = await self._connection.fetchval("select pg_get_serial_sequence($1, $2)", _quoted(table), table.key)
        return None if found is None else str(found)


async def _sent(table: Table, rows: AsyncIterator[Values]) -> AsyncIterator[list[Any]]:
    async for row in rows:
        yield [json_text(one) if column.kind == "json" else one for column, one in zip(table.columns, row, strict=True)]


def _quoted(table: Table) -> str:
    return f'"{table.name}"'


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[PostgresSide]:
    """The database as it is at one instant, beside whoever uses it. Raises StoreAway."""
    async with _connected(url) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        yield PostgresSide(connection)


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[PostgresSide]:
    """The database while nobody else is connected to it, in one transaction. Raises StoreAway, CannotMove("in_use")."""
    async with _connected(url) as connection:
        await _wait_until_alone(connection)
        async with connection.transaction():
            yield PostgresSide(connection)


async def _wait_until_alone(connection: asyncpg.Connection, seconds: float = 2.0) -> None:
    """A connection that was closed is seen for a moment longer."""
    end = time.monotonic() + seconds
    while others := await connection.fetchval(_OTHERS):
        if time.monotonic() > end:
            raise CannotMove("connected", count=others)
        await asyncio.sleep(0.05)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    try:
        with away():
            connection = await asyncpg.connect(url, timeout=10)
    except (asyncpg.InvalidCatalogNameError, asyncpg.InvalidAuthorizationSpecificationError) as error:
        raise CannotMove("no_access", why=type(error).__name__) from error
    try:
        with away():
            yield connection
    finally:
        await connection.close(timeout=5)
