"""WAHA's webhook bodies, written by hand in tests/payloads/waha: each file says what it must be read as."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.gateways.base import Incoming
from core.gateways.reading import key
from core.gateways.registry import kind
from core.gateways.waha.events import read_events

FILES = sorted((Path(__file__).parents[2] / "payloads" / "waha").glob("*.json"))


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_payload_is_read_as_its_file_says(path: Path) -> None:
    case = json.loads(path.read_text())
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    events = kind("waha").read_events(case["body"])
    assert len(events) == len(expected), case["about"]
    for event, told in zip(events, expected, strict=True):
        seen = {name: plain(value) for name, value in dataclasses.asdict(event).items()} | {
            "type": type(event).__name__
        }
        assert {name: seen.get(name) for name in told} == told, case["about"]


def test_there_are_payloads() -> None:
    assert len(FILES) > 60


def test_a_receipt_of_a_web_engine_and_the_echo_tell_of_one_message_under_one_key() -> None:
    (echo,) = read_events(body_of("webjs_echo_text"))
    for name in ("webjs_ack", "webjs_ack_error", "webjs_ack_lid", "wpp_ack"):
        assert read_events(body_of(name))[0].key == echo.key


def body_of(name: str) -> Any:
    return json.loads(next(path for path in FILES if path.stem == name).read_text())["body"]


def test_one_message_under_two_envelope_ids_has_one_key() -> None:
    first, again = body_of("gows_echo"), body_of("gows_echo_lid")
    again["id"] = "evt_01k2bbbbbbbbbbbbbbbbbbbbbb"
    assert read_events(first)[0].key == read_events(again)[0].key


def test_two_sessions_keep_the_same_raw_id_apart() -> None:
    first, other = body_of("gows_echo"), body_of("gows_echo")
    other["session"] = "other"
    assert read_events(first)[0].key != read_events(other)[0].key


def test_half_a_surrogate_pair_and_a_nul_cannot_reach_the_database() -> None:
    body = body_of("gows_answer")
    body["payload"]["body"] = json.loads('"ok \\ud83d\\u0000!"')
    (event,) = read_events(body)
    assert isinstance(event, Incoming)
    assert event.text == "ok \ufffd!"


def test_a_key_that_would_be_too_long_is_hashed_and_still_its_own() -> None:
    long = "s" * 300
    assert len(key("message", long, "3EB0A1", 1)) < 100
    assert key("message", long, "3EB0A1", 1) != key("message", long, "3EB0A2", 1)


@pytest.mark.parametrize(
    "odd", [None, [], "x", 7, {}, {"event": None}, {"event": ["message"]}, {"event": "message.any", "payload": []}]
)
def test_a_body_that_is_no_envelope_is_an_unknown_event(odd: Any) -> None:
    (event,) = read_events(odd)
    assert type(event).__name__ == "UnknownEvent"
