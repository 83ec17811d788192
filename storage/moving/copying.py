"""From one database to the other kind, ids and all, and then compared row by row. Not here: what a side is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from storage import db
from storage.moving import CannotMove, postgres, sqlite
from storage.moving.postgres import PostgresSide
from storage.moving.rows import Table, Values, canonical, cleaned, fitting
from storage.moving.sqlite import SqliteSide

SUFFIXES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Copied:
    """One table: how many rows, the checksum of all of them, and how many lost characters that cannot be kept."""

    table: str
    rows: int
    checksum: str
    cleaned: int = 0


class Side(Protocol):
    def read(self, table: Table) -> AsyncIterator[Values]: ...
    async def write(self, table: Table, rows: AsyncIterator[Values]) -> None: ...
    async def last_id(self, table: Table) -> int: ...
    async def set_last_id(self, table: Table, last: int) -> None: ...


async def copy(source: str, target: str) -> list[Copied]:
    """Copies everything into an empty database of the other kind. Raises CannotMove, StoreAway; then nothing is kept."""
    source_file, target_file = db.sqlite_path(source), db.sqlite_path(target)
    if source_file is not None and target_file is None:
        return await to_postgres(Path(source_file), target)
    if source_file is None and target_file is not None:
        return await to_sqlite(source, Path(target_file))
    raise CannotMove("same_kind")


async def to_postgres(source: Path, target: str, *, replace: bool = False) -> list[Copied]:
    """`replace`: what the target holds is thrown away, in the same transaction. Raises CannotMove, StoreAway."""
    with sqlite.alone(source) as old:
        async with postgres.alone(target):
            pass  # before a migration changes anything there
        await db.migrate(target)
        async with postgres.alone(target) as new:
            tables = await _tables(old, new)
            await new.lock(tables, "access exclusive")
            if replace:
                await new.clear(tables)
            elif not await new.empty(tables):
                raise CannotMove("not_empty")
            return [await _copy(table, old, new, to_postgres=True) for table in tables]


async def to_sqlite(source: str, target: Path) -> list[Copied]:
    """Writes another file and renames it when it is whole. Raises CannotMove, StoreAway."""
    if target.exists() and target.stat().st_size:
        with sqlite.alone(target) as there:
            if not there.empty():
                raise CannotMove("not_empty")
    scratch = target.with_name(f".{target.name}.copying-{os.getpid()}")
    try:
        await _new_sqlite(scratch)
        with sqlite.alone(scratch) as new:
            async with postgres.alone(source) as old:
                tables = await _tables(new, old)
                await old.lock(tables, "share")
                copied = await _fill(old, new, tables)
        os.replace(scratch, target)
    finally:
        remove_sqlite(scratch)
    return copied


async def snapshot_to_sqlite(source: str, target: Path) -> None:
    """A PostgreSQL database as it is at one instant, into a new SQLite file: for a backup. Raises CannotMove, StoreAway."""
    await _new_sqlite(target)
    with sqlite.alone(target) as new:
        async with postgres.snapshot(source) as old:
            await _fill(old, new, await _tables(new, old))


async def _new_sqlite(path: Path) -> None:
    remove_sqlite(path)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    await db.migrate(db.sqlite_url(path))


def remove_sqlite(path: Path) -> None:
    for suffix in SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


async def _tables(file: SqliteSide, server: PostgresSide) -> list[Table]:
    """The tables, which both sides must have alike. Raises CannotMove."""
    if file.migrations() != await server.migrations():
        raise CannotMove("other_version", what="migrations")
    tables = await server.tables(file.table_names())
    for table in tables:
        if file.column_names(table.name) != {column.name for column in table.columns}:
            raise CannotMove("other_version", what=table.name)
    return tables


async def _fill(old: PostgresSide, new: SqliteSide, tables: list[Table]) -> list[Copied]:
    with new.transaction():
        return [await _copy(table, old, new, to_postgres=False) for table in tables]


async def _copy(table: Table, old: Side, new: Side, *, to_postgres: bool) -> Copied:
    changed = count()

    async def source(counted: bool) -> AsyncIterator[Values]:
        async for row in old.read(table):
            fit = cleaned(row) if to_postgres else row
            if fit is not row and counted:
                next(changed)
            yield fitting(table, fit) if to_postgres else fit

    await new.write(table, source(counted=True))
    await new.set_last_id(table, await old.last_id(table))
    rows, checksum = await _compare(table, source(counted=False), new.read(table))
    return Copied(table.name, rows, checksum, next(changed))


async def _compare(table: Table, old: AsyncIterator[Values], new: AsyncIterator[Values]) -> tuple[int, str]:
    """The number of rows and their checksum. Raises CannotMove at the first row that is not the same."""
    rows, digest = 0, hashlib.sha256()
    async for row in old:
        spelt = canonical(row)
        there = await anext(new, None)
        if there is None or canonical(there) != spelt:
            raise CannotMove("differs", table=table.name, id=row[0])
        digest.update(spelt + b"\n")
        rows += 1
    if (extra := await anext(new, None)) is not None:
        raise CannotMove("differs", table=table.name, id=extra[0])
    return rows, digest.hexdigest()
