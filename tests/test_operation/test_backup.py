"""`belfry backup` and `belfry restore` as a person meets them: beside a running Belfry, with and without the key."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Postgres
from tests.test_operation.conftest import Belfry, ask, ask_postgres
from tests.test_program.test_command_line import CHANNEL
from tests.test_program.test_up import up


@pytest.fixture
def full(clinic: Belfry) -> Belfry:
    """A clinic with a channel, whose key wants the secret key, and a person."""
    assert clinic(*CHANNEL, "--key", "waha-key").code == 0
    assert clinic("contact", "add", "Ana", "+351912000001").code == 0
    return clinic


def works(belfry: Belfry) -> None:
    """Its people are there, and its channel's key can be read."""
    assert "Ana" in belfry("contact", "list").out
    checked = belfry("channel", "check", "clinic")
    assert "BELFRY_SECRET_KEY" not in checked.err


def test_a_backup_is_private_names_its_key_and_does_not_hold_it(full: Belfry, tmp_path: Path) -> None:
    said = full("backup", "kept.zip")
    assert said.code == 0, said.err
    assert "1 contacts" in said.out
    assert "is NOT in it" in said.out
    assert (tmp_path / "kept.zip").stat().st_mode & 0o777 == 0o600
    key = (tmp_path / ".belfry" / "secret.key").read_text().strip()
    with zipfile.ZipFile(tmp_path / "kept.zip") as packed:
        assert sorted(packed.namelist()) == ["belfry.db", "manifest.json"]
        assert all(key.encode() not in packed.read(name) for name in packed.namelist())
    assert key not in said.out
    assert not [name for name in os.listdir(tmp_path) if ".moving-" in name]


def test_it_never_overwrites_a_file(full: Belfry, tmp_path: Path) -> None:
    (tmp_path / "kept.zip").write_text("mine")
    said = full("backup", "kept.zip")
    assert (said.code, "is there already" in said.err) == (1, True)
    assert (tmp_path / "kept.zip").read_text() == "mine"


def test_without_a_database_there_is_no_backup_and_no_key_is_made(belfry: Belfry, tmp_path: Path) -> None:
    said = belfry("backup", "kept.zip")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert not (tmp_path / ".belfry" / "secret.key").exists()


def test_restored_beside_its_key_it_is_as_it_was_and_what_was_there_is_kept(full: Belfry, tmp_path: Path) -> None:
    assert full("backup", "kept.zip").code == 0
    full("contact", "add", "Bruno", "+351912000002")
    refused = full("restore", "kept.zip")
    assert (refused.code, "--replace" in refused.err) == (1, True)
    said = full("restore", "kept.zip", "--replace")
    assert said.code == 0, said.err
    works(full)
    assert "Bruno" not in full("contact", "list").out
    (aside,) = (tmp_path / ".belfry").glob("belfry.db.before-*")
    assert ask(aside, "select name from contact order by id") == [("Ana",), ("Bruno",)]


def test_elsewhere_it_wants_its_key_and_says_which(
    full: Belfry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full("backup", "kept.zip").code == 0
    key = (tmp_path / ".belfry" / "secret.key").read_text().strip()
    monkeypatch.setenv("BELFRY_DATA", str(tmp_path / "other"))
    said = full("restore", "kept.zip")
    assert (said.code, said.err.startswith("belfry: BELFRY_SECRET_KEY: the backup was made with the key ")) == (1, True)
    assert not (tmp_path / "other" / "belfry.db").exists()
    monkeypatch.setenv("BELFRY_SECRET_KEY", key)
    assert full("restore", "kept.zip").code == 0
    works(full)


def test_with_the_key_in_it_it_works_anywhere(full: Belfry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = full("backup", "kept.zip", "--with-key")
    assert "Keep it locked away" in said.out
    monkeypatch.setenv("BELFRY_DATA", str(tmp_path / "other"))
    assert full("workspace", "add", "Another").code == 0  # makes a key of its own
    assert full("restore", "kept.zip", "--replace").code == 0
    works(full)
    assert (tmp_path / "other" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "other" / "secret.key.before").exists()


@pytest.mark.parametrize("at", [0.02, 0.5, 0.98])
def test_a_damaged_file_is_refused_and_changes_nothing(full: Belfry, tmp_path: Path, at: float) -> None:
    assert full("backup", "kept.zip").code == 0
    raw = bytearray((tmp_path / "kept.zip").read_bytes())
    spot = int(len(raw) * at)
    raw[spot : spot + 40] = b"\xff" * 40
    (tmp_path / "kept.zip").write_bytes(raw)
    before = (tmp_path / ".belfry" / "belfry.db").read_bytes()
    said = full("restore", "kept.zip", "--replace")
    assert (said.code, said.err.count("\n")) == (1, 1), said.err
    assert "damaged" in said.err or "no backup" in said.err
    assert (tmp_path / ".belfry" / "belfry.db").read_bytes() == before
    assert not [name for name in os.listdir(tmp_path / ".belfry") if ".moving-" in name]


@pytest.mark.parametrize("content", [b"", b"no zip at all", None])
def test_what_is_no_backup_is_refused_in_one_sentence(full: Belfry, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "strange.zip").write_bytes(content)
    said = full("restore", "strange.zip", "--replace")
    assert (said.code, said.err.count("\n")) == (1, 1)


def test_a_backup_of_a_newer_belfry_is_refused(full: Belfry, tmp_path: Path) -> None:
    database = tmp_path / ".belfry" / "belfry.db"
    row = "insert into tortoise_migrations (app, name, applied_at) values ('storage', '9999_later', '2030-01-01')"
    ask(database, row)
    assert full("backup", "kept.zip").code == 0
    ask(database, "delete from tortoise_migrations where name = '9999_later'")
    said = full("restore", "kept.zip", "--replace")
    assert (said.code, "newer Belfry" in said.err) == (1, True)


@pytest.fixture
def server(postgres: Postgres) -> Iterator[str]:
    url = postgres.empty()
    yield url
    postgres.drop(url)


def test_sqlite_and_postgresql_restore_each_others_backups(
    full: Belfry, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full("backup", "kept.zip").code == 0
    monkeypatch.setenv("BELFRY_SECRET_KEY", (tmp_path / ".belfry" / "secret.key").read_text().strip())
    monkeypatch.setenv("BELFRY_DATABASE", server)
    assert full("restore", "kept.zip").code == 0
    works(full)
    full("contact", "add", "Bruno", "+351912000002")
    assert "2 contacts" in full("backup", "second.zip").out
    refused = full("restore", "kept.zip")
    assert (refused.code, "--replace" in refused.err) == (1, True)
    assert full("restore", "kept.zip", "--replace").code == 0
    assert ask_postgres(server, "select name from contact") == [("Ana",)]
    monkeypatch.setenv("BELFRY_DATABASE", f"sqlite://{tmp_path / 'elsewhere.db'}")
    assert full("restore", "second.zip").code == 0
    works(full)
    assert "Bruno" in full("contact", "list").out


async def test_a_backup_beside_a_running_belfry_is_whole_and_restore_and_copy_are_refused(tmp_path: Path) -> None:
    async with up(tmp_path) as house:
        await house.heard()
        assert await command(tmp_path, "contact", "add", "Dora", "+351912000009") == (0, "")
        assert (await command(tmp_path, "backup", "kept.zip"))[0] == 0
        for words in (("restore", "kept.zip", "--replace"), ("copy", "--to", "postgres://127.0.0.1:1/x")):
            code, err = await command(tmp_path, *words)
            assert code == 1
            assert err.startswith("belfry: BELFRY_DATA: another `belfry up`")
        assert await house.end(signal.SIGTERM) == 0
    assert await command(tmp_path, "restore", "kept.zip", "--replace") == (0, "")
    async with up(tmp_path) as house:
        await house.heard()
        assert await house.end(signal.SIGTERM) == 0
    assert ("Dora",) in ask(house.data / "belfry.db", "select name from contact")


async def command(folder: Path, *words: str) -> tuple[int, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BELFRY_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=folder,
        env=clean | {"BELFRY_DATA": str(folder / ".belfry" / "sandbox")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, err = await process.communicate()
    return process.returncode or 0, err.decode()
