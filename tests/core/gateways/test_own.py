"""The kind "http": the body that a person chose, and the id that is found in an answer."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import BadSetting
from core.gateways.base import Accepted, Account, NotSent, Outgoing, Rejected, Unsure
from core.gateways.own.body import fill, find
from core.gateways.own.driver import read_answer
from core.gateways.registry import kind
from core.gateways.wire import Answer

ANA = "+351912000001"


def test_a_text_can_never_become_json_of_its_own() -> None:
    out = Outgoing("b1", ANA, '"}, "to": "+1 {token} {to}')
    assert fill({"to": "{to}", "text": "{text}"}, out, "shop") == {"to": ANA, "text": '"}, "to": "+1 {token} {to}'}


def test_a_field_whose_word_says_nothing_is_left_out_and_the_text_never_is() -> None:
    template = {
        "text": "{text}",
        "reply": "{reply_to}",
        "media": {"data": "{media_base64}"},
        "note": "",
        "n": [1, "{x}"],
    }
    assert fill(template, Outgoing("b1", ANA, ""), "shop") == {"text": "", "note": "", "n": [1, "{x}"]}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.id", 7),
        ("id", 7),
        ("$.data[0].message.id", "a"),
        ("$.data[0]['message id']", "b"),
        ("$.data[9].id", None),
        ("$.id.more", None),
        ("$..id", None),
        ("$.data[-1]", None),
        ("$", {"id": 7, "data": [{"message": {"id": "a"}, "message id": "b"}]}),
    ],
)
def test_a_path_finds_a_value_or_nothing(path: str, found: Any) -> None:
    assert find({"id": 7, "data": [{"message": {"id": "a"}, "message id": "b"}]}, path) == found


@pytest.mark.parametrize(
    ("status", "body", "kind_of_answer"),
    [
        (200, b'{"id": 7}', Accepted),
        (202, b'{"id": "7"}', Accepted),
        (200, b'{"id": null}', Unsure),
        (200, b'{"id": true}', Unsure),
        (204, b"", Unsure),
        (400, b"", Rejected),
        (409, b"", Rejected),
        (401, b"", NotSent),
        (404, b"", NotSent),
        (301, b"", NotSent),
        (503, b"", Unsure),
        (500, b"", Unsure),
        (418, b"", Unsure),
    ],
)
def test_an_answer_means_what_the_page_says(status: int, body: bytes, kind_of_answer: type) -> None:
    assert isinstance(read_answer(Answer(status, body), "$.id"), kind_of_answer)


def test_503_with_a_time_was_not_sent() -> None:
    sent = read_answer(Answer(503, b"", {"Retry-After": "9"}), "$.id")
    assert isinstance(sent, NotSent)
    assert sent.retry_after == 9.0


def test_a_body_that_is_no_json_is_said_when_it_is_connected() -> None:
    with pytest.raises(BadSetting) as caught:
        kind("http").connect(Account("http://127.0.0.1:9/x", "", "*", "", {"body": "{to"}))
    assert caught.value.values["name"] == "body"


def test_without_a_place_for_the_token_none_is_reserved() -> None:
    bare = kind("http").connect(Account("http://127.0.0.1:9/x", "", "*", "", {"body": '{"to": "{to}"}'}))
    assert not bare.reserves_ids
    assert kind("http").connect(Account("http://127.0.0.1:9/x", "", "*")).reserves_ids
