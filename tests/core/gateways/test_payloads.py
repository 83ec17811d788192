"""Webhook bodies by case, written by hand in tests/payloads/<gateway>: each file says what it must be read as."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.gateways.base import Echo, Incoming, Receipt
from core.gateways.registry import kind

FOLDER = Path(__file__).parents[2] / "payloads"
NAMES = ("cloud", "bizchat", "http", "chatwoot", "evolution")
FILES = sorted(path for name in NAMES for path in (FOLDER / name).glob("*.json"))


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_payload_is_read_as_its_file_says(path: Path) -> None:
    case = json.loads(path.read_text())
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    events = kind(path.parent.name).read_events(case["body"])
    assert len({event.key for event in events}) == len(events), "a key stands for one thing"
    assert [event.key for event in kind(path.parent.name).read_events(case["body"])] == [event.key for event in events]
    assert len(events) == len(expected), case["about"]
    for event, told in zip(events, expected, strict=True):
        seen = {name: plain(value) for name, value in dataclasses.asdict(event).items()}
        seen["type"] = type(event).__name__
        assert {name: seen.get(name) for name in told} == told, case["about"]


def test_there_are_payloads_of_each() -> None:
    counts = {name: len([path for path in FILES if path.parent.name == name]) for name in NAMES}
    assert counts["cloud"] > 60
    assert counts["bizchat"] > 20
    assert counts["http"] > 10
    assert counts["chatwoot"] > 60
    assert counts["evolution"] > 80


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5e300,
    "",
    "\ud800\0x",
    "9" * 500,
    [],
    [[]],
    {},
    {"id": {}},
    [None, 7],
)
RICH = (
    "created_later_state",
    "answer_reply",
    "failed_error_only",
    "echo_lid_alt",
    "update_v1",
    "answer_reply_inside",
    "open",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body."""
    if path:
        yield path
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[name], (*path, name))


def changed(body: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The body with something odd in one place."""
    copy = json.loads(json.dumps(body))
    inner = copy
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = odd
    return copy


@pytest.mark.parametrize("path", [one for one in FILES if one.stem in RICH], ids=lambda path: path.stem)
def test_something_odd_in_any_place_still_gives_events_that_can_be_stored(path: Path) -> None:
    body, of_kind = json.loads(path.read_text())["body"], kind(path.parent.name)
    for place in places(body):
        for odd in ODD:
            for event in of_kind.read_events(changed(body, place, odd)):
                told = dataclasses.asdict(event)
                assert 0 < len(event.key) <= 255
                assert len(event.sender) <= 128
                json.dumps(told, default=str).encode()
                texts = [value for value in told.values() if isinstance(value, str)]
                assert not any("\0" in text for text in texts), place
                for text in texts:
                    text.encode()
                if isinstance(event, Receipt | Echo | Incoming):
                    assert 0 < len(event.ref) <= 128
                if isinstance(event, Echo | Incoming):
                    assert event.phone or event.alias
                    assert event.at is None or event.at.tzinfo is not None
