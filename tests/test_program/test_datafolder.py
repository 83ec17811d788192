"""The data folder is private, held by one, and keeps its key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import BadSetting
from core.process import datafolder
from core.settings import Settings

HOLD = f"""
import sys
from pathlib import Path
from {datafolder.__name__} import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    input()
"""


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def settings(tmp_path: Path, **more: str) -> Settings:
    return Settings.read({"BELFRY_DATA": str(tmp_path / "data"), **more})


def test_the_folder_is_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert mode(datafolder.prepare(tmp_path / "open")) == 0o700
    assert mode(datafolder.prepare(tmp_path / "new" / "deep")) == 0o700


def test_a_file_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting) as e:
        datafolder.prepare(tmp_path / "file")
    assert e.value.values["name"] == "BELFRY_DATA"


def test_only_one_process_holds_the_folder_and_the_other_is_told_who(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BadSetting, match=f"process {other.pid}"), datafolder.lock(tmp_path):
            pass
        other.kill()
        other.wait()
        with datafolder.lock(tmp_path):
            pass
    with datafolder.lock(tmp_path):
        pass


def test_a_key_is_made_once_beside_a_new_sqlite_database(tmp_path: Path) -> None:
    found = settings(tmp_path)
    datafolder.prepare(found.data)
    key = datafolder.secret_key(found)
    assert len(key) == 44
    assert datafolder.secret_key(found) == key
    assert mode(found.data / "secret.key") == 0o600


def test_a_database_whose_key_is_gone_gets_no_new_one(tmp_path: Path) -> None:
    found = settings(tmp_path)
    datafolder.prepare(found.data)
    (found.data / "belfry.db").write_bytes(b"SQLite format 3")
    with pytest.raises(BadSetting) as e:
        datafolder.secret_key(found)
    assert e.value.values["name"] == "BELFRY_SECRET_KEY"


def test_for_postgresql_a_missing_key_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as e:
        datafolder.secret_key(settings(tmp_path, BELFRY_DATABASE="postgres://db/belfry"))
    assert e.value.values["name"] == "BELFRY_SECRET_KEY"


def test_a_key_that_is_set_is_taken(tmp_path: Path) -> None:
    key = "QmVsZnJ5IGlzIGEgaG91c2UgZm9yIGJlbGxzLCAzMmI="
    assert datafolder.secret_key(settings(tmp_path, BELFRY_SECRET_KEY=key)) == key
    assert not (tmp_path / "data").exists()
