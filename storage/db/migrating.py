"""Bringing a database to this version: Tortoise's migrations, all of them and their records in one transaction.

Tortoise records a migration after the transaction that applied it: a process killed between the two finds its tables
"already there" ever after. And two processes that start at once would both create them. Not here: the migrations.
"""

from __future__ import annotations

from typing import Any

from tortoise import Tortoise
from tortoise.connection import get_connections
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor

from storage.db.address import configuration
from storage.db.transactions import transaction

_LOCK = 0x62656C667279  # "belfry": an advisory lock of PostgreSQL; SQLite's transaction is one by itself


class _Executor(MigrationExecutor):
    """Tortoise's own recognises the database by the name of the connection's module, which ours is not in."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        sqlite = self.connection.capabilities.dialect == "sqlite"
        kind = SqliteSchemaEditor if sqlite else AsyncpgSchemaEditor
        return kind(self.connection, atomic=atomic, collect_sql=collect_sql)


async def bring(url: str) -> None:
    """Applies what is missing; nothing when nothing is. Leaves the connection open: the caller closes it."""
    config = configuration(url, patient=False)
    apps: dict[str, Any] = config["apps"]
    await Tortoise.init(config=config, init_connections=False, _enable_global_fallback=True)
    client = get_connections().get("default")
    sqlite = client.capabilities.dialect == "sqlite"
    if sqlite:  # apart, because there it runs as a script, and a script commits. It creates only what does not exist
        first = _Executor(client, apps)
        await first.recorder.ensure_schema(first._schema_editor(atomic=False))
    async with transaction():
        inside = get_connections().get("default")
        executor = _Executor(inside, apps)
        if not sqlite:  # after the lock: two that "create if not exists" at once collide on PostgreSQL
            await inside.execute_query_dict("select pg_advisory_xact_lock($1)", [_LOCK])
            await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))
        executor.recorder.ensure_schema = _nothing  # type: ignore[assignment,method-assign]
        await executor.migrate()


async def _nothing(_editor: object) -> None:
    return None
