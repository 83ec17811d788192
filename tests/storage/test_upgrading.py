"""Databases of earlier versions: what is in them stays, and what they lack comes. One test for each step."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from storage import db
from storage.queries import events
from tests.databases import KEY, Postgres
from tests.storage.test_schema import empty_url, schema

__all__ = ["empty_url"]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AS_IT_WAS = (
    "insert into workspace (id, name, zone, created_at) values (1, 'Clinic', 'UTC', $1)",
    "insert into provider_account (id, workspace_id, gateway, url, key, secret, hook, settings, created_at)"
    " values (1, 1, 'waha', 'http://x', 'k', 's', 'hook', '{}', $1)",
    "insert into provider_event (id, workspace_id, account_id, key, kind, ref, data, body, state, received_at)"
    """ values (1, 1, 1, 'key', 'echo', 'ref', '{"a": 1}', '{}', 'waiting', $1)""",
)
"""By statements, because today's models know columns that were not there."""


@pytest.fixture
def new_url(request: pytest.FixtureRequest, empty_url: str, tmp_path: Path) -> Iterator[str]:
    """A second database of the same kind, without any table."""
    if empty_url.startswith("sqlite"):
        yield f"sqlite://{tmp_path}/new.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


async def made_by(url: str, last: str) -> None:
    """A database as the version made it whose last migration this is."""
    until = functools.partialmethod(MigrationExecutor.migrate, [MigrationTarget("storage", last)])
    with mock.patch.object(MigrationExecutor, "migrate", until):
        await db.migrate(url)


async def indexes() -> set[str]:
    sql = "select name from sqlite_master" if db.is_sqlite() else "select indexname as name from pg_indexes"
    return {row["name"] for row in await db.rows(sql)}


async def test_a_database_of_the_first_version_becomes_what_a_new_one_is_and_keeps_what_it_holds(
    empty_url: str, new_url: str
) -> None:
    await made_by(empty_url, "0001_first")
    await db.open(empty_url, KEY)
    try:
        assert "provider_event_waiting" not in await indexes()
        for row in AS_IT_WAS:
            await db.run(row, NOW)
        await db.close()
        await db.migrate(empty_url)
        await db.open(empty_url, KEY)
        assert "provider_event_waiting" in await indexes()
        upgraded = await schema()
        assert [row["id"] for row in await events.overlooked()] == []
        assert (await events.get(1) or {})["data"] == {"a": 1}
        await db.close()
        await db.migrate(new_url)
        await db.open(new_url, KEY)
        assert upgraded == await schema()
    finally:
        await db.close()
