"""The README says what is true: every setting, every command and every door is in it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot.cli.parser import make_parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_in_code() -> set[str]:
    source = (ROOT / "core" / "settings.py").read_text(encoding="utf-8")
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
    line = next((line for line in README.splitlines() if f"`belfry {first}" in line and line.startswith("| `belfry ")), "")
    assert line, command
    assert all(re.search(rf"\b{word}\b", line) for word in rest), command


@pytest.mark.parametrize("target", ["run", "test", "check", "setup", "clean"])
def test_every_door_of_the_makefile_is_named(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
