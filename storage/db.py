"""Opening and closing the database, transactions, and the few words that SQLite and PostgreSQL say differently.

Everything SQLite-only lives here. Statements are written once, with `$1` placeholders; `rows` and `run` turn them into
what the connection wants. Not here: any statement about a table (`storage.queries`).

SQLite: WAL, foreign keys, `synchronous=FULL`: an answer "kept" or "sent" must survive a power cut, and a commit each is not
what bounds us. Every transaction is BEGIN IMMEDIATE, because Tortoise's own is deferred: beside another writer it fails at
once, and a task cancelled inside it leaves the lock taken for ever. It leans on private names of Tortoise and aiosqlite
(`_lock`, `_connection`, `_conn`), so both are pinned. Only database calls may be awaited inside a transaction.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tortoise import Tortoise
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError
from tortoise.transactions import in_transaction

from storage.errors import AlreadyThere, StoreAway
from storage.fields import Cipher, instant, micros

_PRAGMAS = {"busy_timeout": "5000", "synchronous": "FULL", "foreign_keys": "ON"}
_PLACEHOLDER = re.compile(r"\$(\d+)")
_AWAY_NAMES = ("InterfaceError", "ConnectionDoesNotExistError", "CannotConnectNowError", "PostgresConnectionError")

_INSTANTS = frozenset({"at", "hold_until", "not_before", "planned_to"})
_JSON = frozenset(
    {"audience", "rules", "exdates", "rdates", "detail", "reading", "before", "data", "settings", "names", "attributes"}
)

cipher: Cipher | None = None
"""Opens and closes credentials; set by `open`."""


class _Tx(SqliteTransactionWrapper):
    """A transaction that shares its parent's file and pragmas, so that closing works even after a failed BEGIN."""

    def __init__(self, parent: SqliteClient) -> None:
        super().__init__(parent)
        self.filename = parent.filename
        self.pragmas = parent.pragmas


def configuration(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://…`."""
    return {
        "connections": {"default": _with_pragmas(url)},
        "apps": {
            "storage": {
                "models": ["storage.models"],
                "default_connection": "default",
                "migrations": "storage.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _with_pragmas(url: str) -> str:
    if not url.startswith("sqlite:"):
        return url
    path, _, query = url.removeprefix("sqlite:").partition("?")
    path = path.removeprefix("//")
    if path.startswith("/") and path.count("/") == 1 and path != "/":
        path = path[1:]
    return f"sqlite://{path}?{urlencode(_PRAGMAS | dict(parse_qsl(query)))}"


def shown(url: str) -> str:
    """The URL without its password, for people."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))


async def open(url: str, keys: str | None = None) -> None:
    """Connects. `keys`: Fernet keys, newest first. Raises StoreAway, WrongKey. One open database per process."""
    global cipher
    cipher = Cipher(keys) if keys else None
    with away():
        await Tortoise.init(config=configuration(url), _enable_global_fallback=True)
        await rows("select 1 as one")


async def migrate(url: str) -> None:
    """Brings the database to this version. Safe to call on one that is; raises StoreAway."""
    from tortoise.migrations.api import migrate as bring

    try:
        with away():
            await bring(config=configuration(url))
    finally:
        await close()


async def close() -> None:
    """Closes; an aiosqlite thread left open keeps the process alive, so always in a `finally`."""
    await Tortoise.close_connections()


def is_sqlite() -> bool:
    return bool(get_connections().get("default").capabilities.dialect == "sqlite")


class away:  # noqa: N801 - reads as a word: `with away():`
    """Turns what Tortoise and the drivers raise when the database is away into StoreAway, a taken key into AlreadyThere."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None:
            return
        if isinstance(error, IntegrityError):
            raise AlreadyThere(str(error)) from error
        if isinstance(error, DBConnectionError | OSError | sqlite3.OperationalError) or (
            isinstance(error, OperationalError) and "locked" in str(error)
        ):
            raise StoreAway(type(error).__name__) from error
        if any(base.__name__ in _AWAY_NAMES for base in type(error).__mro__):
            raise StoreAway(type(error).__name__) from error


def _say(sql: str) -> str:
    return _PLACEHOLDER.sub(r"?\1", sql) if is_sqlite() else sql


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Runs one statement, with RETURNING or SELECT, and gives its rows.

    Aware datetimes go in as microseconds; columns of instants (by their names) come out as aware datetimes and JSON
    columns as values, so that a caller never sees how they are kept.
    """
    sent = [micros(value) if isinstance(value, datetime) else value for value in values]
    with away():
        found = await get_connections().get("default").execute_query_dict(_say(sql), sent)
    return [{name: _value(name, value) for name, value in row.items()} for row in found]


def _value(name: str, value: Any) -> Any:
    if isinstance(value, int) and (name.endswith("_at") or name in _INSTANTS):
        return instant(value)
    if isinstance(value, str) and name in _JSON:
        return json.loads(value)
    return value


async def row(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await rows(sql, *values)
    return found[0] if found else None


async def run(sql: str, *values: Any) -> None:
    """Runs one statement whose result does not matter."""
    await rows(sql, *values)


def now_sql() -> str:
    """The database's own clock, in microseconds since 1970."""
    if is_sqlite():
        return "cast((julianday('now') - 2440587.5) * 86400000000 as integer)"
    return "(extract(epoch from clock_timestamp()) * 1000000)::bigint"


def json_mark(position: int) -> str:
    """A placeholder for a JSON column, given as text."""
    return f"${position}" if is_sqlite() else f"${position}::jsonb"


def skip_locked() -> str:
    """Ends a SELECT that claims rows: rows that another worker is claiming are passed over."""
    return "" if is_sqlite() else " for update skip locked"


def lock_rows() -> str:
    """Ends a SELECT whose rows must not change before this transaction ends."""
    return "" if is_sqlite() else " for update"


def lock_for_send() -> str:
    """Ends the look before a send: the delivery (d) is ours, its message (m), occurrence (o) and contact (c) stay as read."""
    return "" if is_sqlite() else " for update of d for share of m, o, c"


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. Not re-entrant. A cancel during COMMIT commits and still raises: read the state, do not assume."""
    connection = get_connections().get("default")
    if isinstance(connection, SqliteTransactionWrapper):
        raise RuntimeError("a transaction inside a transaction")  # noqa: TRY004 - not about a type
    if isinstance(connection, SqliteClient):
        async with _immediate(connection):
            yield
    else:
        with away():
            async with in_transaction():
                yield


@asynccontextmanager
async def _immediate(client: SqliteClient) -> AsyncIterator[None]:
    connections = get_connections()
    async with client._lock:
        if client._connection is None:
            await client.create_connection(with_db=True)
        raw = client._connection
        if raw is None:
            raise StoreAway("closed")
        inner = _Tx(client)
        inner._connection = raw

        async def run(sql: str) -> None:
            """Never abandons what runs in aiosqlite's thread: a BEGIN nobody waits for is a lock nobody gives back."""
            task = asyncio.ensure_future(raw.execute(sql))
            try:
                cursor = await asyncio.shield(task)
                await cursor.close()
            except asyncio.CancelledError:
                with suppress(Exception):
                    await task
                raise

        try:
            with away():
                await run("BEGIN IMMEDIATE")
            token = connections.set("default", inner)
            try:
                with away():
                    yield
            finally:
                connections.reset(token)
            with away():
                await run("COMMIT")
        except BaseException:
            await _roll_back(raw)
            raise


async def _roll_back(raw: Any) -> None:
    async def back() -> None:
        if raw._conn.in_transaction:
            await raw.rollback()

    task = asyncio.ensure_future(back())
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.shield(task)


def batch(values: Sequence[Any], size: int = 500) -> list[Sequence[Any]]:
    """Pieces of at most `size`: both databases bound the number of parameters."""
    return [values[start : start + size] for start in range(0, len(values), size)]


def marks(count: int, first: int = 1) -> str:
    """`$1, $2, …` for a list of parameters."""
    return ", ".join(f"${n}" for n in range(first, first + count))


TORTOISE_ORM = configuration("sqlite://:memory:")
"""For `tortoise -c storage.db.TORTOISE_ORM makemigrations` only."""
