"""`belfry copy --to URL`: everything arrives, the same, under the same ids; or nothing does, with one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from storage import db
from storage.moving import CannotMove, copying
from storage.moving.copying import Copied
from storage.queries import workspaces
from tests.databases import Postgres, apart
from tests.test_operation.conftest import ROWS, Belfry, ask, ask_postgres


@pytest.fixture
def target(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database without any table."""
    url = postgres.empty()
    yield url
    postgres.drop(url)


def copy(source: str | Path, target: str | Path) -> list[Copied]:
    source, target = (f"sqlite://{one}" if isinstance(one, Path) else one for one in (source, target))
    found: list[Copied] = apart(copying.copy(source, target))
    return found


def refused(source: str | Path, target: str | Path) -> CannotMove:
    with pytest.raises(CannotMove) as caught:
        copy(source, target)
    return caught.value


def test_every_table_arrives_with_its_ids_and_the_same_rows_and_comes_back_the_same(
    file: Path, target: str, tmp_path: Path
) -> None:
    there = copy(file, target)
    tables = {name for (name,) in ask(file, "select name from sqlite_master where type = 'table'")}
    assert {one.table for one in there} == {name for name in tables if not name.startswith(("sqlite_", "tortoise_"))}
    assert all(one.rows == ROWS and one.cleaned == 0 for one in there)
    back = copy(target, tmp_path / "back.db")
    assert back == there  # names, counts and checksums
    assert ask(tmp_path / "back.db", "select id, reason, paused from channel") == ask(
        file, "select id, reason, paused from channel"
    )
    assert (tmp_path / "back.db").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*copying*"))


def test_parents_come_before_their_children(file: Path, target: str) -> None:
    order = [one.table for one in copy(file, target)]
    for child, parent in (("delivery", "occurrence"), ("occurrence", "message"), ("message", "staff")):
        assert order.index(parent) < order.index(child)


def test_an_id_whose_row_is_gone_is_not_given_again(sqlite_url: str, target: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite://"))
    for name in ("One", "Two", "Three"):
        ask(path, "insert into workspace (name, zone, created_at) values (?, 'UTC', 1)", name)
    ask(path, "delete from workspace where id = 3")
    copy(path, target)

    assert apart(new_workspace(target)) == 4
    back = path.with_name("back.db")
    ask_postgres(target, "delete from workspace where id = 4")
    copy(target, back)
    assert apart(new_workspace(f"sqlite://{back}")) == 5


async def new_workspace(url: str) -> int:
    await db.open(url)
    try:
        return int((await workspaces.add("New", "UTC", datetime.now(UTC)))["id"])
    finally:
        await db.close()


def test_a_target_that_holds_something_is_refused_and_stays_as_it_was(file: Path, postgres_url: str) -> None:
    ask_postgres(postgres_url, "insert into tally (name, count) values ('x', 1)")
    assert refused(file, postgres_url).code == "not_empty"
    assert ask_postgres(postgres_url, "select count(*) from workspace") == [(0,)]


def test_a_file_that_holds_something_is_not_written_over(file: Path, postgres_url: str) -> None:
    before = file.read_bytes()
    assert refused(postgres_url, file).code == "not_empty"
    assert file.read_bytes() == before


def test_it_is_refused_while_anybody_has_the_file_open(file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("pragma journal_mode = wal")
        other.execute("select * from workspace").fetchall()
        assert refused(file, target).code == "in_use"
    assert len(copy(file, target)) > 20


async def test_it_is_refused_while_anybody_is_connected_to_postgresql(file: Path, target: str) -> None:
    connection = await asyncpg.connect(target)
    try:
        assert refused(file, target).code == "connected"
    finally:
        await connection.close()
    assert ask_postgres(target, "select to_regclass('workspace')") == [(None,)]


def test_what_postgresql_cannot_keep_is_left_out_and_counted(file: Path, target: str) -> None:
    ask(file, "update message set text = 'a' || char(0) || 'b' where id = 2")
    ask(file, """update message set audience = '{"x": "\\ud83d\\u0000y"}' where id = 3""")
    found = {one.table: one.cleaned for one in copy(file, target)}
    assert found["message"] == 2
    assert found["delivery"] == 0
    assert ask_postgres(target, "select text from message where id = 2") == [("ab",)]
    assert ask_postgres(target, "select audience ->> 'x' from message where id = 3") == [("\ufffdy",)]


def test_a_text_too_long_for_its_column_is_named_and_nothing_is_kept(file: Path, target: str) -> None:
    ask(file, "update contact set name = ? where id = 3", "x" * 201)
    error = refused(file, target)
    assert (error.code, error.values) == ("does_not_fit", {"table": "contact", "column": "name", "id": 3})
    assert ask_postgres(target, "select count(*) from workspace") == [(0,)]


def test_a_row_that_is_not_the_same_afterwards_ends_it_and_nothing_is_kept(
    file: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = copying.PostgresSide.read

    async def lying(self: copying.PostgresSide, table: object) -> object:
        async for row in honest(self, table):  # type: ignore[arg-type]
            yield (*row[:-1], "other") if (table.name, row[0]) == ("tag", 2) else row  # type: ignore[attr-defined]

    monkeypatch.setattr(copying.PostgresSide, "read", lying)
    error = refused(file, target)
    assert (error.code, error.values) == ("differs", {"table": "tag", "id": 2})
    monkeypatch.undo()
    assert ask_postgres(target, "select count(*) from tag") == [(0,)]


def test_a_source_of_another_version_is_refused(file: Path, target: str) -> None:
    ask(file, "insert into tortoise_migrations (app, name, applied_at) values ('storage', '9999_later', '2030-01-01')")
    assert refused(file, target).code == "other_version"


def test_jsons_null_is_not_a_missing_value(file: Path, target: str, tmp_path: Path) -> None:
    ask(file, "update audit_entry set before = 'null' where id = 1")
    ask(file, "update audit_entry set before = null where id = 2")
    copy(file, target)
    assert ask_postgres(target, "select before is null from audit_entry where id < 3 order by id") == [
        (False,),
        (True,),
    ]
    copy(target, tmp_path / "back.db")
    assert ask(tmp_path / "back.db", "select before from audit_entry where id < 3 order by id") == [("null",), (None,)]


def test_the_command_says_what_arrived_and_what_to_set(clinic: Belfry, target: str) -> None:
    said = clinic("copy", "--to", target)
    assert said.code == 0, said.err
    assert "workspace                    1 rows" in said.out
    assert "BELFRY_SECRET_KEY to what is in" in said.out
    again = clinic("copy", "--to", target)
    assert (again.code, again.err) == (1, "belfry: the target holds data already; it wants an empty database.\n")
    same = clinic("copy", "--to", "sqlite:///other.db")
    assert same.code == 1
    assert "SQLite to PostgreSQL" in same.err


def test_the_password_of_a_target_is_not_said(clinic: Belfry) -> None:
    said = clinic("copy", "--to", "postgres://u:hush-hush@127.0.0.1:1/x")
    assert said.code == 1
    assert "hush-hush" not in said.out + said.err
