"""The README says what is true: every setting, every command and every door is in it."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.parser import make_parser
from core.language.understand import understand
from core.world import World

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_in_code() -> set[str]:
    source = "".join((ROOT / "core" / name).read_text(encoding="utf-8") for name in ("settings.py", "environment.py"))
    found = re.findall(r'source\.\w+\(\s*"([A-Z_]+)"', source) + re.findall(r'self\.text\("([A-Z_]+)"', source)
    return {f"BELFRY_{name}" for name in found} | {"BELFRY_CHANNEL_KEY"}


def test_every_setting_has_its_row_and_every_row_its_setting() -> None:
    rows = set(re.findall(r"^\| `(BELFRY_[A-Z_]+)` \|", README, re.MULTILINE))
    assert len(rows) > 15
    assert rows == settings_in_code()


def commands() -> list[str]:
    def under(parser: argparse.ArgumentParser, words: str) -> list[str]:
        subs = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not subs:
            return [words]
        return [line for name, sub in subs[0].choices.items() for line in under(sub, f"{words} {name}")]

    return under(make_parser(), "belfry")


@pytest.mark.parametrize("command", commands())
def test_every_command_is_named(command: str) -> None:
    first, *rest = command.split()[1:]
    line = next(
        (line for line in README.splitlines() if f"`belfry {first}" in line and line.startswith("| `belfry ")), ""
    )
    assert line, command
    assert all(re.search(rf"\b{word}\b", line) for word in rest), command


@pytest.mark.parametrize("target", ["run", "test", "check", "setup", "clean"])
def test_every_door_of_the_makefile_is_named(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


WORLD = World.from_json(
    {
        "tz": "Europe/Lisbon",
        "now": "2026-11-25T10:00",
        "contacts": ["Ana", "Bruno"],
        "scheduled": {"1": ["Ana", "hello", "2026-11-30T09:00", None]},
    }
)
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def sentences() -> list[str]:
    blocks = re.findall(r"^```say\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("sentence", sentences())
def test_every_example_sentence_is_understood(sentence: str) -> None:
    reading = understand(sentence, WORLD, NOW)
    assert reading.outcome == "ok", reading


def test_every_promise_under_a_fault_names_tests_that_are_there() -> None:
    table = README.split("## What is promised under which fault")[1].split("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        shown_by = re.findall(r"\]\((\S+?)\)", row[3])
        assert shown_by, row
        assert all((ROOT / one).is_file() for one in shown_by), row
