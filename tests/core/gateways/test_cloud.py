"""The Cloud API: each error code by its class, odd answers, templates, uploads, the state of a number."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from core.gateways.base import Accepted, ChannelCheck, Health, NotSent, Outgoing, Rejected, Template, Unsure
from core.gateways.cloud.answers import read_answer
from core.gateways.meta.codes import CODES, code_in
from core.gateways.meta.sends import body_of
from core.gateways.wire import Answer
from core.sandbox.meta import shapes as meta_shapes
from tests.core.gateways.conformance.bench import ANA, BUSINESS, PICTURE
from tests.core.gateways.conformance.cloud_bench import PHONE_ID, CloudBench, cloud_bench


@pytest.fixture
async def cloud() -> AsyncIterator[CloudBench]:
    async with cloud_bench() as made:
        yield made


def answer(status: int, body: Any, **headers: str) -> Answer:
    return Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode(), headers)


def error(code: Any, status: int = 400, **more: Any) -> Answer:
    return answer(status, {"error": {"message": "(#1) x", "type": "OAuthException", "code": code} | more})


HALTS = {0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 133010}
SLOWS = {4, 471, 80007, 130429, 131048, 131057, 133016}
AGAIN = {2, 131000, 131016, 131052, 131053, 131056, 132069, 133004}
NEVER = {
    100,
    130403,
    130472,
    130497,
    131008,
    131009,
    131021,
    131026,
    131030,
    131047,
    131049,
    131050,
    131051,
    131062,
}
NEVER |= {470, 472, 1013, 1026, 132000, 132005, 132007, 132012, 132016, 132018, 132068, 135000}
STOPS = {131063, 131064, 132001, 132015}
"""Nothing of this template is sent now, and nobody is lost to that."""


def test_each_code_that_is_known_is_in_one_class() -> None:
    assert set(CODES) | {200, 299} == HALTS | SLOWS | AGAIN | NEVER | STOPS | {1}


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_a_code_means_the_same_under_any_status(status: int) -> None:
    for code in HALTS:
        sent = read_answer(error(code, status))
        assert isinstance(sent, NotSent)
        assert sent.news is not None
        assert sent.news.kind == "halted"
    for code in SLOWS:
        sent = read_answer(error(code, status))
        assert isinstance(sent, NotSent)
        assert sent.news is not None
        assert (sent.news.kind, sent.news.seconds) == ("slow_down", sent.retry_after)
    for code in AGAIN:
        sent = read_answer(error(code, status))
        assert isinstance(sent, NotSent)
        assert sent.news is None
    for code in STOPS:
        sent = read_answer(error(code, status))
        assert isinstance(sent, NotSent)
        assert sent.news is not None
        assert (sent.news.kind, sent.most) == ("template_stopped", None)
    for code in NEVER:
        assert isinstance(read_answer(error(code, status)), Rejected)


def test_what_a_person_wants_or_the_window_asks_is_news() -> None:
    for code, news in ((131047, "template_required"), (131050, "opted_out")):
        sent = read_answer(error(code))
        assert isinstance(sent, Rejected)
        assert sent.news is not None
        assert (sent.reason, sent.news.kind) == (news, news)


def test_what_is_tried_again_is_not_tried_for_ever() -> None:
    found = [read_answer(error(code)) for code in (131000, 131053)]
    assert [one.most for one in found if isinstance(one, NotSent)] == [3, 2]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (error(1, 500), Unsure),
        (error(1, 400), Rejected),
        (error(1, 400, is_transient=True), NotSent),
        (error(987654, 503), Unsure),
        (error(987654, 400), Rejected),
        (error(987654, 400, is_transient=True), NotSent),
        (error("131026", 400), Rejected),
        (error(131026, 200), Rejected),
        (error(131026, 400, error_data="a plain text"), Rejected),
        (error(None, 400), Rejected),
        (answer(200, {"messages": []}), Unsure),
        (answer(200, {"messages": [{"id": ""}]}), Unsure),
        (answer(200, []), Unsure),
        (answer(200, b""), Unsure),
        (answer(502, b"<html>bad gateway"), Unsure),
        (answer(408, b""), Unsure),
        (answer(404, b"<html>"), NotSent),
        (answer(302, b""), NotSent),
        (answer(400, {"error": "a text"}), Rejected),
    ],
)
def test_an_answer_that_cannot_be_told_is_unsure_and_one_that_can_is_not(told: Answer, kind: type) -> None:
    assert isinstance(read_answer(told), kind)


def test_an_answer_with_less_than_usual_is_accepted() -> None:
    body = {
        "contacts": [{"input": "US.1234", "user_id": "US.1234"}],
        "messages": [{"id": "wamid.X", "message_status": "new"}],
    }
    assert read_answer(answer(200, body)) == Accepted("wamid.X")


@pytest.mark.parametrize("word", ["accepted", "held_for_quality_assessment", "paused", None])
def test_a_template_that_meta_holds_back_for_a_while_is_accepted(word: str | None) -> None:
    assert read_answer(answer(200, {"messages": [{"id": "wamid.X", "message_status": word}]})) == Accepted("wamid.X")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(#131047) Re-engagement message", 131047),
        ("131047: Re-engagement message", 131047),
        ("Error (132001) x", 132001),
        ("code: 131026", 131026),
        ("call +351912000001 at 9", None),
        ("", None),
    ],
)
def test_a_code_is_found_in_a_sentence(text: str, code: int | None) -> None:
    assert code_in(text) == code


def test_a_template_has_components_only_where_there_is_something_to_fill() -> None:
    bare = body_of(Outgoing("b1", ANA, "", template=Template("hello", "en")))
    assert bare["template"] == {"name": "hello", "language": {"code": "en"}}
    full = Template("fee", "pt_BR", ("Asha\n\tR", "12    Oct"), header="H", buttons=("inv/1",))
    parts = body_of(Outgoing("b1", ANA, "", template=full))["template"]["components"]
    assert [part["type"] for part in parts] == ["header", "body", "button"]
    assert [one["text"] for one in parts[1]["parameters"]] == ["Asha R", "12 Oct"]
    assert (parts[2]["sub_type"], parts[2]["index"]) == ("url", "0")
    named = body_of(Outgoing(None, ANA, "", template=Template("fee", "en", ("Asha",), names=("who",))))
    assert named["template"]["components"][0]["parameters"] == [
        {"type": "text", "parameter_name": "who", "text": "Asha"}
    ]


def test_a_reply_names_the_message_and_the_token_goes_along() -> None:
    body = body_of(Outgoing("b1", ANA, "hi", reply_to="wamid.IN"))
    assert (body["context"], body["biz_opaque_callback_data"]) == ({"message_id": "wamid.IN"}, "b1")


async def test_a_template_with_values_and_a_picture_arrives(cloud: CloudBench) -> None:
    cloud.cloud.add_template("fee", "en", places=2, text="{{1}} owes {{2}}", header="image")
    out = cloud.outgoing("", media=PICTURE, template=Template("fee", "en", ("Ana", "7 €")))
    assert isinstance(await cloud.driver.send(out), Accepted)
    assert cloud.shown(ANA) == ["Ana owes 7 €"]
    assert cloud.shown_media(ANA) == [("image", PICTURE.data)]


async def test_free_text_outside_the_window_is_accepted_and_fails_later_with_its_reason(cloud: CloudBench) -> None:
    cloud.cloud.lines[PHONE_ID].wrote.clear()
    assert isinstance(await cloud.driver.send(cloud.outgoing()), Accepted)
    (receipt,) = await cloud.events()
    assert (getattr(receipt, "stage", ""), getattr(receipt, "reason", "")) == ("failed", "template_required")


async def test_a_text_that_is_too_long_and_a_sound_with_words_never_leave(cloud: CloudBench) -> None:
    from dataclasses import replace

    assert await cloud.driver.send(cloud.outgoing("x" * 4097)) == Rejected("too_long")
    sound = replace(PICTURE, kind="audio")
    assert await cloud.driver.send(cloud.outgoing("words", media=sound)) == Rejected("no_caption_with_audio")


async def test_an_upload_that_fails_has_sent_nothing(cloud: CloudBench) -> None:
    await cloud.cloud.close()
    sent = await cloud.driver.send(cloud.outgoing("look", media=PICTURE))
    assert isinstance(sent, NotSent)


@pytest.mark.parametrize(
    ("status", "quality", "check"),
    [
        ("CONNECTED", "GREEN", ChannelCheck(Health.WORKING, "", BUSINESS, limit=2000, quality="green")),
        ("CONNECTED", "RED", ChannelCheck(Health.WORKING, "quality_low", BUSINESS, limit=2000, quality="red")),
        ("FLAGGED", "UNKNOWN", ChannelCheck(Health.WORKING, "quality_low", BUSINESS, limit=2000)),
        ("BANNED", "GREEN", ChannelCheck(Health.HALTED, "account_disabled", BUSINESS, limit=2000, quality="green")),
        ("MEDITATING", "GREEN", ChannelCheck(Health.DOWN, "meditating", BUSINESS, limit=2000, quality="green")),
    ],
)
async def test_a_check_tells_state_standing_and_limit(
    cloud: CloudBench, status: str, quality: str, check: ChannelCheck
) -> None:
    line = cloud.cloud.lines[PHONE_ID]
    line.status, line.quality = status, quality
    assert await cloud.driver.check() == replace(check, free=True)


@pytest.mark.parametrize(("word", "free"), [("AVAILABLE", True), ("LIMITED", False), ("BLOCKED", False), ("", None)])
async def test_a_check_tells_whether_meta_restricts_the_number(cloud: CloudBench, word: str, free: bool | None) -> None:
    cloud.cloud.lines[PHONE_ID].may_send = word
    assert (await cloud.driver.check()).free is free


async def test_a_version_that_knows_fewer_fields_is_asked_for_fewer(
    cloud: CloudBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = meta_shapes.about

    def older(*told: str) -> dict[str, Any]:
        known = about(*told)
        return {name: known[name] for name in known if name not in ("health_status", "status")}

    monkeypatch.setattr(meta_shapes, "about", older)
    found = await cloud.driver.check()
    assert (found.health, found.number, found.free) == (Health.WORKING, BUSINESS, None)


async def test_a_number_that_is_not_this_tokens_is_halted(cloud: CloudBench) -> None:
    other = cloud.connect(sender="999")
    assert await other.check() == ChannelCheck(Health.HALTED, "unknown_number")
    sent = await other.send(cloud.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.reason == "unknown_number"


async def test_one_of_several_app_secrets_is_enough(cloud: CloudBench) -> None:
    from dataclasses import replace

    cloud.answer(ANA, "yes")
    (call,) = await cloud.calls()
    both = replace(cloud.account(), settings={"app_secret": f"older, {cloud.cloud.app_secret}"})
    assert cloud.kind.verify(call, both)
    assert not cloud.kind.verify(call, replace(both, settings={"app_secret": "older,"}))
