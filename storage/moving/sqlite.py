"""The SQLite side: a file, read and written with nothing in between. Not here: how Belfry uses its database (`storage.db`)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.moving import CannotMove
from storage.moving.rows import Table, Values, json_text, values

BOOK = "tortoise_migrations"
"""Where Tortoise writes down which migrations were applied: on either side its own, never copied."""

_PIECE = 1000


class SqliteSide:
    """An open SQLite file that nobody else has open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def table_names(self) -> set[str]:
        found = self._connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> ?", (BOOK,)
        )
        return {name for (name,) in found}

    def column_names(self, table: str) -> set[str]:
        return {row[1] for row in self._connection.execute(f'pragma table_info("{table}")')}

    def migrations(self) -> set[str]:
        """Which were applied; none for a file that is not Belfry's."""
        try:
            return {name for (name,) in self._connection.execute(f"select name from {BOOK} where app = 'storage'")}
        except sqlite3.OperationalError:
            return set()

    def empty(self) -> bool:
        return not any(
            self._connection.execute(f'select 1 from "{name}" limit 1').fetchone() for name in self.table_names()
        )

    async def read(self, table: Table) -> AsyncIterator[Values]:
        """All rows in the order of their keys."""
        cursor = self._connection.execute(f'select {table.names} from "{table.name}" order by "{table.key}"')
        while piece := cursor.fetchmany(_PIECE):
            for row in piece:
                yield values(table, row)
            await asyncio.sleep(0)  # lets the other side's connection breathe

    async def last_id(self, table: Table) -> int:
        """The largest key that was ever given."""
        found = self._connection.execute("select seq from sqlite_sequence where name = ?", (table.name,)).fetchone()
        return int(found[0]) if found else 0

    async def write(self, table: Table, rows: AsyncIterator[Values]) -> None:
        marks = ", ".join("?" for _ in table.columns)
        statement = f'insert into "{table.name}" ({table.names}) values ({marks})'
        async for row in rows:
            kept = [
                json_text(one) if column.kind == "json" else one for column, one in zip(table.columns, row, strict=True)
            ]
            self._connection.execute(statement, kept)

    async def set_last_id(self, table: Table, last: int) -> None:
        for statement in (
            "insert into sqlite_sequence (name, seq) select ?1, 0"
            " where not exists (select 1 from sqlite_sequence where name = ?1)",
            "update sqlite_sequence set seq = max(seq, ?2) where name = ?1",
        ):
            self._connection.execute(statement, {"1": table.name, "2": last})

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")


def must_be(path: Path | None) -> None:
    """Raises CannotMove when there is no such file."""
    if path is not None and not path.is_file():
        raise CannotMove("no_database", file=str(path))


@contextmanager
def alone(path: Path) -> Iterator[SqliteSide]:
    """The file, for us only, also against processes that hold no lock of the data folder. Raises CannotMove.

    In WAL mode every connection holds a shared lock for as long as it is open; leaving WAL mode wants the exclusive one.
    The file is so left as one file, without a `-wal` beside it; Belfry turns WAL on again when it opens it.
    """
    must_be(path)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=2.0)) as connection:
        try:
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma synchronous = full")
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("pragma journal_mode = delete")
            connection.execute("begin exclusive")
            connection.execute("commit")
        except sqlite3.DatabaseError as error:
            code = "in_use" if "locked" in str(error) else "no_database"
            raise CannotMove(code, file=str(path)) from error
        yield SqliteSide(connection)


def snapshot(path: Path, to: Path) -> None:
    """Copies a database that may be in use, as it is at one instant, into a new file without WAL. Raises CannotMove."""
    must_be(path)
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10.0)) as source,
        closing(sqlite3.connect(to, isolation_level=None)) as target,
    ):
        try:
            source.backup(target)
        except sqlite3.DatabaseError as error:
            raise CannotMove("in_use" if "locked" in str(error) else "damaged", file=str(path)) from error
        target.execute("pragma journal_mode = delete")


def counts(path: Path) -> tuple[dict[str, int], set[str]]:
    """The number of rows of each table, and the migrations. Raises CannotMove("damaged") for a file that is not sound."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        side = SqliteSide(connection)
        try:
            sound = connection.execute("pragma integrity_check(1)").fetchone() == ("ok",)
            if not sound or connection.execute("pragma foreign_key_check").fetchone():
                raise CannotMove("damaged", file=path.name)
            rows = {
                name: int(connection.execute(f'select count(*) from "{name}"').fetchone()[0])
                for name in sorted(side.table_names())
            }
        except sqlite3.DatabaseError as error:
            raise CannotMove("damaged", file=path.name) from error
        return rows, side.migrations()
