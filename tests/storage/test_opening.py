"""Opening and closing: what a missing or broken database is called, and that the process can always end."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from textwrap import dedent

import pytest
from cryptography.fernet import Fernet

from storage import db
from storage.errors import StoreAway, WrongKey
from tests.patience import LONG_ENOUGH


@pytest.mark.parametrize("work", [db.open, db.migrate])
async def test_a_missing_folder_is_a_database_that_is_away(tmp_path: Path, work: object) -> None:
    with pytest.raises(StoreAway):
        await work(f"sqlite://{tmp_path}/nowhere/belfry.db")  # type: ignore[operator]


@pytest.mark.parametrize("work", [db.open, db.migrate])
async def test_a_file_that_is_no_database_is_away(tmp_path: Path, work: object) -> None:
    (tmp_path / "belfry.db").write_bytes(b"this is no database" * 1000)
    with pytest.raises(StoreAway):
        await work(f"sqlite://{tmp_path}/belfry.db")  # type: ignore[operator]


@pytest.mark.parametrize("work", [db.open, db.migrate])
async def test_a_server_that_is_not_there_is_away(tmp_path: Path, work: object) -> None:
    with pytest.raises(StoreAway):
        await work(f"postgres://postgres:@/postgres?host={tmp_path}")  # type: ignore[operator]
    with pytest.raises(StoreAway):
        await work("postgres://postgres:@127.0.0.1:1/postgres")  # type: ignore[operator]


async def test_a_database_that_the_server_does_not_have_is_away(postgres_url: str) -> None:
    with pytest.raises(StoreAway):
        await db.open(postgres_url.replace("/belfry_test", "/belfry_other"))


async def test_a_file_that_another_process_keeps_locked_is_away(sqlite_url: str) -> None:
    await db.open(f"{sqlite_url}?busy_timeout=10")
    try:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"), isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(StoreAway):
                await db.run("insert into tally (name, count) values ('a', 1)")
            assert await db.rows("select * from tally") == []  # reading goes on
            other.execute("rollback")
        await db.run("insert into tally (name, count) values ('a', 1)")
    finally:
        await db.close()


async def test_a_wrong_statement_is_a_bug_and_not_a_database_that_is_away(store: str) -> None:
    with pytest.raises(Exception, match="no_such") as raised:
        await db.rows("select no_such_column from tally")
    assert not isinstance(raised.value, StoreAway)


async def test_a_key_that_is_none_is_refused_before_anything_is_opened(sqlite_url: str) -> None:
    with pytest.raises(WrongKey):
        await db.open(sqlite_url, "not a key")


async def test_closing_twice_and_what_was_never_opened_is_harmless(sqlite_url: str) -> None:
    await db.close()
    await db.open(sqlite_url)
    await db.close()
    await db.close()
    await db.open(sqlite_url)
    assert await db.rows("select * from tally") == []
    await db.close()


async def test_pragmas_of_a_new_connection_are_the_ones_that_the_promises_need(sqlite: str) -> None:
    async def pragma(name: str) -> object:
        return next(iter((await db.rows(f"pragma {name}"))[0].values()))

    assert await pragma("journal_mode") == "wal"
    assert await pragma("synchronous") == 2, "FULL"
    assert await pragma("foreign_keys") == 1
    assert await pragma("busy_timeout") == 5000


@pytest.mark.parametrize("folder", ["with a space", "c#", "50%", "a&b=c", "ünï"])
async def test_a_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    from urllib.parse import quote

    place = tmp_path / folder
    place.mkdir()
    url = f"sqlite://{quote(str(place / 'belfry.db'))}"
    await db.migrate(url)
    assert (place / "belfry.db").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder]


def test_what_people_are_shown_of_a_url_has_no_password() -> None:
    assert db.shown("postgres://ana:secret@db.example/belfry") == "postgres://ana:***@db.example/belfry"
    assert db.shown("sqlite:///data/belfry.db") == "sqlite:///data/belfry.db"


def test_a_managed_servers_sslmode_reaches_the_driver() -> None:
    found = db.configuration("postgres://ana:s@db.example/belfry?sslmode=require")
    assert found["connections"]["default"]["credentials"]["ssl"] == "require"
    assert "sslmode" not in found["connections"]["default"]["credentials"]


ENDS = {
    "orderly": "await db.close()",
    "after_an_error_inside": """
        try:
            async with db.transaction():
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        await db.close()
    """,
    "cancelled_inside": """
        begun = asyncio.Event()
        async def inside():
            async with db.transaction():
                begun.set()
                await asyncio.Event().wait()
        task = asyncio.create_task(inside())
        await begun.wait()
        task.cancel()
        await asyncio.wait([task])
        await db.close()
    """,
    "after_a_failed_open": """
        await db.close()
        try:
            await db.open(url + "/nowhere")
        except Exception:
            pass
    """,
    "with_a_wrong_key": """
        await db.close()
        try:
            await db.open(url, "no key")
        except Exception:
            pass
    """,
}


@pytest.mark.parametrize("way", ENDS)
def test_the_process_ends_after_closing(database_url: str, way: str) -> None:
    script = dedent(
        """
        import asyncio, sys
        from storage import db
        url = sys.argv[1]
        async def main():
            await db.open(url)
            await db.rows("select 1 as one")
        %s
        asyncio.run(main())
        """
    ) % "\n".join("    " + line for line in dedent(ENDS[way]).strip().splitlines())
    ran = subprocess.run(
        [sys.executable, "-c", script, database_url], timeout=LONG_ENOUGH, check=False, capture_output=True
    )
    assert ran.returncode == 0, ran.stderr.decode()


async def test_a_server_that_restarts_is_away_and_then_back(postgres_url: str) -> None:
    """Whoever waited is told; the pool heals by itself."""
    await db.open(postgres_url)
    try:
        await db.rows("select 1 as one")
        async with db.transaction():
            await db.run("insert into tally (name, count) values ('kept', 1)")
        with pytest.raises(StoreAway):  # noqa: PT012
            async with db.transaction():
                await db.run("insert into tally (name, count) values ('lost', 1)")
                await asyncio.to_thread(_end_all_others, postgres_url)
                await db.run("insert into tally (name, count) values ('late', 1)")
        assert await db.rows("select name from tally") == [{"name": "kept"}]
    finally:
        await db.close()


def _end_all_others(url: str) -> None:
    from tests.databases import on_server

    on_server(
        url,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    )


def test_a_key_may_be_replaced_by_a_newer_one() -> None:
    from storage.fields import Cipher

    old, new = (Fernet.generate_key().decode() for _ in range(2))
    locked = Cipher(old).lock("secret")
    both = Cipher(f"{new},{old}")
    assert both.unlock(locked) == "secret"
    assert Cipher(new).unlock(both.lock("secret")) == "secret"
    with pytest.raises(WrongKey):
        Cipher(new).unlock(locked)
