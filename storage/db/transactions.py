"""Transactions that a cancelled task cannot leave half open. Not here: statements (`storage.db`, `storage.queries`).

SQLite: BEGIN IMMEDIATE, because Tortoise's own is deferred: beside another writer it fails at once, and a task cancelled
inside it leaves the lock taken for ever. PostgreSQL: Tortoise's loses a connection of the pool when the BEGIN is cancelled.
Both lean on private names of Tortoise and aiosqlite (`_lock`, `_connection`, `_conn`, `_execute`, `_pool`), so both are pinned.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper
from tortoise.connection import get_connections

from storage.db.translation import away
from storage.errors import StoreAway


class _Tx(SqliteTransactionWrapper):
    """A transaction that shares its parent's file and pragmas, so that closing works even after a failed BEGIN."""

    def __init__(self, parent: SqliteClient) -> None:
        super().__init__(parent)
        self.filename = parent.filename
        self.pragmas = parent.pragmas


def running() -> bool:
    """Whether this task is inside a transaction."""
    return isinstance(get_connections().get("default"), SqliteTransactionWrapper | TransactionWrapper)


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. Not re-entrant. A cancel during COMMIT commits and still raises: read the state, do not assume."""
    client = get_connections().get("default")
    if running():
        raise RuntimeError("a transaction inside a transaction")
    if isinstance(client, SqliteClient):
        async with _immediate(client):
            yield
    elif isinstance(client, AsyncpgDBClient):
        async with _pooled(client):
            yield
    else:
        raise TypeError(f"no transactions for {type(client).__name__}")


@asynccontextmanager
async def joined() -> AsyncIterator[None]:
    """Part of the running transaction, or one of its own where none runs."""
    if running():
        yield
    else:
        async with transaction():
            yield


async def _seen_through(work: Coroutine[Any, Any, Any]) -> Any:
    """Waits until it is done, however often we are cancelled meanwhile; then raises that. What runs in aiosqlite's thread
    cannot be called back: a BEGIN nobody waits for is a lock nobody gives back."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:
            break
    if cancelled is not None:
        with suppress(Exception):
            task.result()
        raise cancelled
    return task.result()


@asynccontextmanager
async def _immediate(client: SqliteClient) -> AsyncIterator[None]:
    connections = get_connections()
    async with client._lock:
        if client._connection is None:
            with away():
                await _seen_through(client.create_connection(with_db=True))
        raw = client._connection
        if raw is None:
            raise StoreAway("closed")
        inner = _Tx(client)
        inner._connection = raw
        thread: Any = raw._execute

        async def run(sql: str) -> None:  # in one visit of aiosqlite's thread: each may wait for the interpreter's lock
            await thread(lambda: raw._conn.execute(sql).close())

        try:
            with away():
                await _seen_through(run("BEGIN IMMEDIATE"))
            token = connections.set("default", inner)
            try:
                with away():
                    yield
            finally:
                connections.reset(token)
            with away():
                await _seen_through(run("COMMIT"))
        except BaseException:
            # In the thread's order: after whatever was still running when we were cancelled. A no-op after a COMMIT.
            with suppress(asyncio.CancelledError):
                await _seen_through(raw.rollback())
            raise


@asynccontextmanager
async def _pooled(client: AsyncpgDBClient) -> AsyncIterator[None]:
    connections = get_connections()
    with away():
        if client._pool is None:
            async with client._pool_init_lock:
                if client._pool is None:
                    await client.create_connection(with_db=True)
        pool: Any = client._pool
        raw = await pool.acquire()
        committed = False
        try:
            async with raw.transaction():
                inner = TransactionWrapper(client)
                inner._connection = raw
                token = connections.set("default", inner)
                try:
                    yield
                finally:
                    connections.reset(token)
            committed = True
        finally:
            await _seen_through(_give_back(pool, raw, committed))


async def _give_back(pool: Any, raw: Any, committed: bool) -> None:
    """A cancelled statement may still be running there: the rollback waits for it, and is no harm after a commit."""
    if not committed:
        with suppress(Exception):  # the connection is gone, and with it the transaction
            await raw.execute("rollback")
    await pool.release(raw)
