"""What every gateway must do, run over each one in `benches.BENCHES`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gateways.base import (
    Accepted,
    Echo,
    Health,
    Incoming,
    LookUpFailed,
    NotSent,
    Outgoing,
    Receipt,
    Stage,
    UnknownEvent,
    Unsure,
)
from core.gateways.registry import KINDS, kind
from tests.core.gateways.benches import ANA, RESERVING, SECRET, Bench

TRICKY = "Olá <b>Ana</b> & co 👩‍👩‍👧\n\ttab \"quotes\" 'n' \\ back, ñ, ‮rtl, {x}"


def outgoing(bench: Bench, text: str = "hello") -> Outgoing:
    token = bench.driver.new_token() if bench.driver.reserves_ids else None
    return Outgoing(token=token, to=ANA, text=text)


async def test_a_message_reaches_the_phone_once_and_byte_for_byte(bench: Bench) -> None:
    out = outgoing(bench, TRICKY)
    sent = await bench.driver.send(out)
    assert isinstance(sent, Accepted)
    assert sent.provider_id
    assert bench.shown(ANA) == [TRICKY]


@pytest.mark.parametrize("bench", RESERVING, indirect=True)
async def test_a_reserved_id_comes_back_as_the_provider_id(bench: Bench) -> None:
    out = outgoing(bench)
    assert await bench.driver.send(out) == Accepted(out.token)


def test_tokens_do_not_repeat() -> None:
    for one in KINDS.values():
        driver = one.connect(_account())
        assert len({driver.new_token() for _ in range(1000)}) == 1000


async def test_our_own_message_comes_back_as_an_echo_with_its_id(bench: Bench) -> None:
    out = outgoing(bench)
    sent = await bench.driver.send(out)
    assert isinstance(sent, Accepted)
    (echo,) = [event for event in await bench.events() if isinstance(event, Echo)]
    assert (echo.ref, echo.phone, echo.text, echo.sender) == (sent.provider_id, ANA, "hello", "clinic")
    assert echo.at is not None
    assert echo.at.tzinfo is not None


async def test_receipts_name_the_message_they_are_about(bench: Bench) -> None:
    sent = await bench.driver.send(outgoing(bench))
    assert isinstance(sent, Accepted)
    await bench.events()
    bench.open_chat(ANA)
    receipts = [event for event in await bench.events() if isinstance(event, Receipt)]
    assert {one.ref for one in receipts} == {sent.provider_id}
    assert {Stage.DELIVERED, Stage.READ} <= {one.stage for one in receipts}


async def test_what_a_person_writes_is_an_answer_with_their_number(bench: Bench) -> None:
    await bench.driver.send(outgoing(bench))
    bench.answer(ANA, TRICKY)
    answers = [event for event in await bench.events() if isinstance(event, Incoming)]
    assert [(one.phone, one.text, one.kind) for one in answers] == [(ANA, TRICKY, "text")]


async def test_a_key_stands_for_one_thing_and_an_event_read_twice_has_the_same(bench: Bench) -> None:
    await bench.driver.send(outgoing(bench))
    bench.answer(ANA, "yes")
    bench.answer(ANA, "yes")
    first, again = await bench.all_events(), await bench.all_events()
    assert [event.key for event in first] == [event.key for event in again]
    meant = {(event.key, type(event), getattr(event, "ref", ""), getattr(event, "stage", "")) for event in first}
    assert len(meant) == len({event.key for event in first})
    assert len([event for event in await bench.events() if isinstance(event, Incoming)]) == 2


async def test_a_refused_connection_is_proven_not_to_have_left(bench: Bench) -> None:
    sent = await bench.closed().send(outgoing(bench))
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert sent.news.kind == "down"


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
async def test_a_connection_cut_after_the_request_is_unsure_whatever_happened(bench: Bench, fault: str) -> None:
    bench.fault(fault)
    assert isinstance(await bench.driver.send(outgoing(bench)), Unsure)


async def test_an_answer_that_never_comes_is_unsure(bench: Bench) -> None:
    bench.fault("silent_after")
    arrived = bench.arrived()
    hasty = bench.connect(settings={"timeout": 0.3})
    assert await hasty.send(outgoing(bench)) == Unsure("timeout")
    await arrived.wait()
    assert bench.shown(ANA) == ["hello"]


async def test_a_server_error_after_the_effect_is_unsure_and_keeps_nothing_of_the_body(bench: Bench) -> None:
    bench.fault("broken_after")
    sent = await bench.driver.send(outgoing(bench, "my secret text"))
    assert isinstance(sent, Unsure)
    assert "secret text" not in repr(sent)
    assert ANA.lstrip("+") not in repr(sent)


async def test_a_bad_key_halts_the_channel_and_nothing_leaves(bench: Bench) -> None:
    driver = bench.bad_key()
    sent = await driver.send(outgoing(bench))
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert (sent.news.kind, sent.news.reason) == ("halted", "bad_key")
    assert (await driver.check()).health is Health.HALTED
    assert bench.shown(ANA) == []


async def test_being_told_to_slow_down_is_not_sent_and_says_for_how_long(bench: Bench) -> None:
    bench.fault("limited")
    sent = await bench.driver.send(outgoing(bench))
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert (sent.retry_after, sent.news.kind, sent.news.seconds) == (7.0, "slow_down", 7.0)
    assert bench.shown(ANA) == []


async def test_a_channel_that_is_down_sends_nothing_and_says_so(bench: Bench) -> None:
    bench.down()
    sent = await bench.driver.send(outgoing(bench))
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert sent.news.kind == "down"
    assert (await bench.driver.check()).health is Health.DOWN


async def test_a_check_finds_a_channel_that_works(bench: Bench) -> None:
    check = await bench.driver.check()
    assert (check.health, check.reason) == (Health.WORKING, "")


@pytest.mark.parametrize("bench", RESERVING, indirect=True)
async def test_what_has_left_unsurely_can_be_looked_up(bench: Bench) -> None:
    bench.fault("lost_after")
    out = outgoing(bench)
    assert isinstance(await bench.driver.send(out), Unsure)
    assert out.token is not None
    assert await bench.driver.look_up(out.token, ANA) in (Stage.SENT, Stage.DELIVERED)


async def test_a_look_up_tells_absence_from_not_knowing(bench: Bench) -> None:
    assert await bench.driver.look_up("3EB0NOSUCHMESSAGE", ANA) is None
    with pytest.raises(LookUpFailed):
        await bench.closed().look_up("3EB0NOSUCHMESSAGE", ANA)
    with pytest.raises(LookUpFailed):
        await bench.bad_key().look_up("3EB0NOSUCHMESSAGE", ANA)


async def test_a_number_check_that_fails_is_no_answer_at_all(bench: Bench) -> None:
    assert (await bench.driver.check_number(ANA)).exists is True
    assert (await bench.closed().check_number(ANA)).exists is None


async def test_a_send_that_is_cancelled_is_cancelled(bench: Bench) -> None:
    bench.fault("silent_after")
    arrived = bench.arrived()
    sending = asyncio.create_task(bench.driver.send(outgoing(bench)))
    await arrived.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_a_driver_can_be_closed_twice_and_before_use(bench: Bench) -> None:
    fresh = bench.connect()
    await fresh.close()
    await bench.driver.send(outgoing(bench))
    await bench.driver.close()
    await bench.driver.close()


async def test_the_signature_is_that_of_the_raw_bytes(bench: Bench) -> None:
    await bench.driver.send(outgoing(bench))
    posted = await bench.webhooks()
    assert posted
    for raw, headers in posted:
        assert bench.kind.verify(raw, headers, SECRET)
        assert bench.kind.verify(raw, {name.upper(): value for name, value in headers.items()}, SECRET)
        assert not bench.kind.verify(raw + b" ", headers, SECRET)
        assert not bench.kind.verify(raw, headers, SECRET + "x")
        assert not bench.kind.verify(raw, headers, "")
        assert not bench.kind.verify(raw, {}, SECRET)
        assert not bench.kind.verify(raw, {}, "")


NAMES = ["message", "message.any", "message.ack", "session.status", "message.reaction", "group.v2.join"]
FIELDS = (
    *("id", "_serialized", "$1", "remote", "fromMe", "from", "to", "participant", "body", "source", "ack", "ackName"),
    *("timestamp", "hasMedia", "media", "mimetype", "location", "vCards", "replyTo", "_data", "Info", "Message"),
    *("message", "key", "remoteJidAlt", "SenderAlt", "PushName", "status", "data", "error", "code", "pn"),
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["true_62812@c.us_3EB0", "false_1@lid_3A", "x@g.us", "6281200000001@c.us", "SERVER", "\ud800\0"])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner), max_leaves=20
)
bodies = anything | st.fixed_dictionaries(
    {"event": st.sampled_from(NAMES) | scalars},
    optional={"payload": anything, "session": scalars, "timestamp": scalars, "id": scalars, "me": anything},
)


@given(body=bodies)
@settings(deadline=None, max_examples=300)
def test_any_json_at_all_is_some_event_that_can_be_stored(body: Any) -> None:
    for one in KINDS.values():
        for event in one.read_events(body):
            assert 0 < len(event.key) <= 255
            assert len(event.sender) <= 128
            event.key.encode()
            event.sender.encode()
            if isinstance(event, Receipt | Echo | Incoming):
                assert 0 < len(event.ref) <= 128
                event.ref.encode()
            if isinstance(event, Echo | Incoming):
                assert "\0" not in event.text
                event.text.encode()
                assert event.phone or event.alias
                assert event.at is None or event.at.tzinfo is not None


def test_a_body_of_thousands_of_brackets_is_an_unknown_event() -> None:
    deep: Any = {}
    for _ in range(5000):
        deep = {"_serialized": deep, "payload": deep}
    for one in KINDS.values():
        assert all(
            isinstance(event, UnknownEvent) for event in one.read_events({"event": "message.any", "payload": deep})
        )
        assert all(isinstance(event, UnknownEvent) for event in one.read_events(deep))


def test_no_secret_is_in_the_repr_of_an_account_or_an_answer() -> None:
    account = replace(_account(), key="hush", secret="hush too")
    assert "hush" not in repr(account)
    assert "hush" not in repr(kind("waha").connect(account))


def _account() -> Any:
    from core.gateways.base import Account

    return Account(url="http://127.0.0.1:9", key="key", sender="clinic")
