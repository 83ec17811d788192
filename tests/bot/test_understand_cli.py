"""`belfry understand`: one sentence, or a table of them, without a database."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest

from bot import understand_cli
from core.language.reading import Reading
from core.world import World

WORLD = {
    "now": "2026-11-25T10:00",
    "tz": "Europe/Lisbon",
    "contacts": ["Ana"],
    "groups": {},
    "tags": [],
    "scheduled": {},
}


@pytest.fixture
def world(tmp_path: Path) -> str:
    file = tmp_path / "world.json"
    file.write_text(json.dumps(WORLD), encoding="utf-8")
    return str(file)


def run(*words: str, say: understand_cli.Say | None = None, load: understand_cli.LoadWorld | None = None) -> int:
    parser = argparse.ArgumentParser()
    understand_cli.add_arguments(parser)
    return understand_cli.run(parser.parse_args(list(words)), load, say)


def test_a_sentence_is_printed_as_json_with_what_the_bot_would_say(
    world: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run("--world", world, "--json", "send 'hi' to Ana tomorrow at 9am", say=lambda reading: f"<{reading.outcome}>")
        == 0
    )
    reading = json.loads(capsys.readouterr().out)
    assert (reading["dtstart"], reading["say"]) == ("2026-11-26T09:00", "<ok>")
    assert "spans" not in reading


def test_the_moment_may_be_given(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--world", world, "--now", "2027-01-01T08:00+00:00", "--json", "send 'hi' to Ana tomorrow at 9am") == 0
    assert json.loads(capsys.readouterr().out)["dtstart"] == "2027-01-02T09:00"


def test_lines_keep_their_order_and_ids(
    world: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = [{"id": "b", "text": "undo"}, {"id": "a", "text": "hello there"}, {"id": "c", "text": ""}]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(json.dumps(row) + "\n" for row in feed)))
    assert run("--world", world, "--jsonl") == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["outcome"]) for one in printed] == [("b", "ok"), ("a", "not_command"), ("c", "not_command")]


def test_explain_shows_what_was_read_where(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--world", world, "--explain", "send 'hi' to Ana tomorrow at 9am") == 0
    told = capsys.readouterr().out
    assert "recipient  to Ana" in told
    told = told[told.index("    masked") :]
    stages = list(dict.fromkeys(line.split()[0] for line in told.splitlines()))
    assert stages == ["masked", "language", "verb", "message", "recipient", "blanked", "symbols", "when", "reading"]
    assert "DAY:1[tomorrow] AT[at] CLOCK:9am[9am]" in told


def test_the_world_of_the_database_is_asked_for_only_without_a_file(
    world: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Reading] = []

    def load() -> World:
        asked.append(Reading("ok"))
        return World.from_json(WORLD)

    assert run("--world", world, "undo", load=load) == 0
    assert asked == []
    assert run("undo", load=load) == 0
    assert len(asked) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [("--world", "nowhere.json", "undo"), ("undo",)])
def test_a_world_that_cannot_be_read_is_one_sentence(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_nothing_to_read_is_wrong_usage(world: str) -> None:
    assert run("--world", world) == 2
