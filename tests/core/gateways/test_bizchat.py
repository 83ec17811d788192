"""BizChat's answers, which say 200 to everything, and where its token goes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.gateways.base import Accepted, Health, LookUpFailed, NotSent, Rejected, Template, Unsure
from core.gateways.bizchat.answers import read_answer
from core.gateways.wire import Answer
from tests.core.gateways.conformance.bench import ANA, look_up
from tests.core.gateways.conformance.bizchat_bench import BizChatBench, bizchat_bench


@pytest.fixture
async def bizchat() -> AsyncIterator[BizChatBench]:
    async with bizchat_bench() as made:
        yield made


def failed(message: str, **more: Any) -> dict[str, Any]:
    return {"result": "failed", "message": message} | more


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"result": "success", "data": {"wamid": "wamid.A", "log_uid": "l"}}, Accepted("wamid.A")),
        (200, {"result": "success", "data": {"log_uid": "l"}}, Accepted("l")),
        (200, {"wamid": "wamid.A"}, Accepted("wamid.A")),
        (200, {"response": {"data": {"wamid": "wamid.A"}}}, Accepted("wamid.A")),
        (200, {"result": "success", "message": "ok"}, Unsure("no_id")),
        (200, None, Unsure("broken_answer")),
        (200, failed("x", data={"wamid": "wamid.A"}), Unsure("contradiction")),
        (200, {"data": {"wamid": "wamid.A", "status": "failed"}}, Unsure("contradiction")),
        (200, failed("(#131026) Message undeliverable"), Rejected("not_reachable")),
        (200, {"result": "error", "message": "a new sentence"}, Rejected("refused_by_provider")),
        (200, failed("cURL error 28: Operation timed out"), Unsure("provider_timeout")),
        (422, {"message": "The phone number field is required.", "errors": {}}, Rejected("bad_request")),
        (500, {"message": "Server Error"}, Unsure("http_500")),
    ],
)
def test_an_answer_is_read_by_its_words_and_its_id(status: int, body: Any, expected: object) -> None:
    assert read_answer(Answer(status, json.dumps(body).encode() if body is not None else b"")) == expected


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, failed("Please complete your WhatsApp Cloud API Setup first")),
        (200, failed("(#190) Error validating access token")),
        (401, {"message": "Unauthenticated."}),
        (403, {"message": "API access is not in your plan"}),
        (404, {"message": "Vendor not found"}),
    ],
)
def test_what_a_person_must_mend_halts_the_channel(status: int, body: Any) -> None:
    sent = read_answer(Answer(status, json.dumps(body).encode()))
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert sent.news.kind == "halted"


async def test_the_token_may_go_in_the_address_and_is_in_nothing_that_is_said(bizchat: BizChatBench) -> None:
    driver = bizchat.connect(settings={"token_in": "query"})
    assert isinstance(await driver.send(bizchat.outgoing()), Accepted)
    wrong = bizchat.connect(settings={"token_in": "query"}, key="hush&x=1")
    sent, check = await wrong.send(bizchat.outgoing()), await wrong.check()
    closed = await bizchat.connect(settings={"token_in": "query"}, key="hush", url="http://127.0.0.1:1").send(
        bizchat.outgoing()
    )
    assert isinstance(sent, NotSent)
    assert check.health is Health.HALTED
    assert "hush" not in repr((sent, check, closed, wrong))


async def test_a_template_fills_its_fields_and_braces_of_a_value_are_no_fields(bizchat: BizChatBench) -> None:
    bizchat.bizchat.templates["fee"] = "{{1}} owes {{2}}"
    out = bizchat.outgoing("", template=Template("fee", "en", ("{first_name}", "7")))
    assert isinstance(await bizchat.driver.send(out), Accepted)
    assert bizchat.shown(ANA) == ["(first_name) owes 7"]


async def test_an_older_engine_has_no_look_up_and_is_well_all_the_same(bizchat: BizChatBench) -> None:
    bizchat.bizchat.old = True
    assert (await bizchat.driver.check()).health is Health.WORKING
    with pytest.raises(LookUpFailed):
        await look_up(bizchat.driver, "wamid.X", ANA)
