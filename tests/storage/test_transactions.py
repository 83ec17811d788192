"""Transactions: all or nothing, whatever is cancelled, and never a lock or a connection left behind."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing, suppress
from typing import Any

import aiosqlite
import asyncpg
import pytest

from storage import db
from storage.errors import AlreadyThere, IllegalStep, StoreAway
from storage.models import Tally
from tests.patience import LONG_ENOUGH

CANCELS = 300


async def pair(number: int) -> None:
    """Two rows that are written together or not at all."""
    async with db.transaction():
        await db.run("insert into tally (name, count) values ($1, $2)", f"a{number}", number)
        await Tally.create(name=f"b{number}", count=number)
        await db.rows("select count(*) as n from tally")


async def halves() -> set[str]:
    """What is there without its other half."""
    names = {row["name"] for row in await db.rows("select name from tally")}
    return {name for name in names if {f"a{name[1:]}", f"b{name[1:]}"} - names}


async def test_a_task_cancelled_anywhere_in_a_transaction_leaves_no_lock_and_no_half(store: str) -> None:
    chance = random.Random(7)
    inside = 0
    for number in range(CANCELS):
        task = asyncio.create_task(pair(number))
        for _ in range(chance.randrange(40)):
            await asyncio.sleep(0)
            if chance.random() < 0.2:
                await asyncio.to_thread(int)  # lets the database's thread or socket get on
        task.cancel()
        if chance.random() < 0.3:
            await asyncio.sleep(0)
            task.cancel()  # again, while it cleans up
        done, _ = await asyncio.wait([task], timeout=LONG_ENOUGH)
        assert done, "the transaction hangs"
        inside += task.cancelled()
    assert inside > CANCELS / 10, "hardly anything was cancelled"
    assert await halves() == set()
    async with asyncio.timeout(LONG_ENOUGH):
        await pair(CANCELS)
        await asyncio.gather(*(pair(CANCELS + one) for one in range(1, 30)))
    assert await halves() == set()


async def test_a_task_cancelled_at_each_await_in_turn_leaves_no_lock_and_no_half(sqlite: str) -> None:
    for turns in range(60):
        task = asyncio.create_task(pair(turns))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        task.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(LONG_ENOUGH):
                await task
        async with asyncio.timeout(LONG_ENOUGH):
            assert await halves() == set()
            await pair(1000 + turns)


async def test_cancels_while_the_file_is_locked_by_another_process_leave_no_lock(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sqlite.removeprefix("sqlite://")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with monkeypatch.context() as patch:
            asked = asyncio.Event()
            execute = aiosqlite.Connection._execute

            async def seen(self: aiosqlite.Connection, *args: Any, **more: Any) -> Any:
                asked.set()
                return await execute(self, *args, **more)

            patch.setattr(aiosqlite.Connection, "_execute", seen)
            task = asyncio.create_task(pair(1))
            await asked.wait()
        await asyncio.sleep(0)  # now it waits for the file, in the database's thread
        for _ in range(5):
            task.cancel()
            await asyncio.to_thread(int)
        assert not task.done(), "what runs in the database's thread cannot be called back"
        other.execute("rollback")
        with pytest.raises(asyncio.CancelledError):
            await task
        other.execute("begin immediate")  # nobody else holds the file
        other.execute("rollback")
    async with asyncio.timeout(LONG_ENOUGH):
        await pair(2)
    assert await halves() == set()


async def test_a_begin_that_fails_releases_the_connection(sqlite_url: str) -> None:
    await db.open(f"{sqlite_url}?busy_timeout=10")
    try:
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"), isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(StoreAway):
                await pair(1)
            other.execute("rollback")
        async with asyncio.timeout(LONG_ENOUGH):
            await pair(2)
        assert await db.rows("select name from tally order by name") == [{"name": "a2"}, {"name": "b2"}]
    finally:
        await db.close()


async def test_an_error_inside_takes_everything_back(store: str) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with db.transaction():
            await db.run("insert into tally (name, count) values ('a', 1)")
            raise ZeroDivisionError
    assert await db.rows("select * from tally") == []


async def test_a_transaction_inside_a_transaction_is_refused_and_takes_both_back(store: str) -> None:
    with pytest.raises(RuntimeError, match="inside"):  # noqa: PT012
        async with db.transaction():
            await db.run("insert into tally (name, count) values ('a', 1)")
            async with db.transaction():
                pass
    assert await db.rows("select * from tally") == []


async def test_joined_is_part_of_the_transaction_that_runs_and_one_of_its_own_where_none_does(store: str) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with db.transaction():
            async with db.joined():
                await db.run("insert into tally (name, count) values ('a', 1)")
            raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with db.joined():
            await db.run("insert into tally (name, count) values ('b', 1)")
            raise ZeroDivisionError
    assert await db.rows("select * from tally") == []


async def test_statements_of_others_do_not_see_a_running_transaction(store: str) -> None:
    entered, leave = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with db.transaction():
            await db.run("insert into tally (name, count) values ('a', 1)")
            entered.set()
            await leave.wait()

    task = asyncio.create_task(slow())
    await entered.wait()
    look = asyncio.create_task(db.rows("select count(*) as n from tally"))
    await asyncio.wait([look], timeout=0.05)
    seen_before = look.result()[0]["n"] if look.done() else None
    assert seen_before in (None, 0), "a plain statement saw what was not committed"
    if db.is_sqlite():
        assert seen_before is None, "one connection: a plain statement waits for the transaction"
    leave.set()
    await task
    await look
    assert (await db.rows("select count(*) as n from tally"))[0]["n"] == 1


async def test_a_tasks_transaction_is_its_own(store: str) -> None:
    """Two at once: neither writes into the other's."""

    async def one(name: str, fail: bool) -> None:
        async with db.transaction():
            await db.run("insert into tally (name, count) values ($1, 1)", name)
            await asyncio.sleep(0)
            if fail:
                raise ZeroDivisionError

    found = await asyncio.gather(*(one(f"t{n}", n % 2 == 0) for n in range(20)), return_exceptions=True)
    assert sum(isinstance(one, ZeroDivisionError) for one in found) == 10
    assert {row["name"] for row in await db.rows("select name from tally")} == {f"t{n}" for n in range(1, 20, 2)}


def test_a_connection_that_broke_under_a_statement_is_a_database_that_is_away() -> None:
    """Chaos, seed 21: asyncpg calls this an internal error of its own, and a worker that was starting ended."""
    with pytest.raises(StoreAway), db.away():
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")


async def test_a_taken_key_says_so_in_statements_and_in_models(store: str) -> None:
    await db.run("insert into tally (name, count) values ('a', 1)")
    with pytest.raises(AlreadyThere):
        await db.run("insert into tally (name, count) values ('a', 2)")
    with pytest.raises(AlreadyThere), db.away():
        await Tally.create(name="a", count=3)
    with pytest.raises(AlreadyThere):
        async with db.transaction():
            await Tally.create(name="a", count=3)


async def test_a_row_of_nobody_is_refused_and_is_not_called_a_taken_key(store: str) -> None:
    with pytest.raises(IllegalStep):
        await db.run("insert into tag (workspace_id, name) values (99, 'vip')")


async def test_two_that_wait_for_each_other_end_with_one_of_them_told_to_try_again(postgres_url: str) -> None:
    await db.open(postgres_url)
    try:
        await db.run("insert into tally (name, count) values ('a', 0), ('b', 0)")
        both = asyncio.Barrier(2)

        async def one(first: str, second: str) -> None:
            async with db.transaction():
                await db.run("update tally set count = count + 1 where name = $1", first)
                await both.wait()
                await db.run("update tally set count = count + 1 where name = $1", second)

        found = await asyncio.gather(one("a", "b"), one("b", "a"), return_exceptions=True)
        assert sorted(type(each).__name__ for each in found) == ["NoneType", "StoreAway"]
        assert [row["count"] for row in await db.rows("select count from tally order by name")] == [1, 1]
    finally:
        await db.close()
