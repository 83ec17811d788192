"""What every gateway must do, run over each one in `benches.BENCHES`. What goes wrong is in `test_faults`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gateways.base import (
    Accepted,
    Account,
    Call,
    Echo,
    Health,
    Incoming,
    Receipt,
    Rejected,
    Stage,
    UnknownEvent,
)
from core.gateways.registry import KINDS
from core.slots.pace import read_pace
from tests.core.gateways.conformance.bench import ANA, PICTURE, Bench

MIMES = {"image": "image/png", "video": "video/mp4", "document": "application/pdf", "audio": "audio/mpeg"}
TRICKY = "Olá <b>Ana</b> & co 👩‍👩‍👧\n\ttab \"quotes\" 'n' \\ back, ñ, ‮rtl, {x}"


async def test_a_message_reaches_the_phone_once_and_byte_for_byte(bench: Bench) -> None:
    out = bench.outgoing(TRICKY)
    sent = await bench.driver.send(out)
    assert isinstance(sent, Accepted)
    assert sent.provider_id
    assert bench.shown(ANA) == [TRICKY]


@pytest.mark.needs("reserved ids")
async def test_a_reserved_id_comes_back_as_the_provider_id(bench: Bench) -> None:
    out = bench.outgoing()
    assert await bench.driver.send(out) == Accepted(out.token)


def test_tokens_do_not_repeat() -> None:
    for one in KINDS.values():
        driver = one.connect(_account())
        assert len({driver.new_token() for _ in range(1000)}) == 1000


@pytest.mark.needs("echoes")
async def test_our_own_message_comes_back_as_an_echo_with_its_id(bench: Bench) -> None:
    out = bench.outgoing()
    sent = await bench.driver.send(out)
    assert isinstance(sent, Accepted)
    (echo,) = [event for event in await bench.events() if isinstance(event, Echo)]
    assert (echo.ref, echo.phone, echo.text, echo.sender) == (sent.provider_id, ANA, "hello", bench.sender)
    assert echo.at is not None
    assert echo.at.tzinfo is not None
    if bench.carries == "token":
        assert echo.token == out.token


async def test_receipts_name_the_message_they_are_about(bench: Bench) -> None:
    sent = await bench.driver.send(bench.outgoing())
    assert isinstance(sent, Accepted)
    await bench.events()
    bench.open_chat(ANA)
    receipts = [event for event in await bench.events() if isinstance(event, Receipt)]
    assert {one.ref for one in receipts} == {sent.provider_id}
    assert {one.sender for one in receipts} == {bench.sender}
    assert {Stage.DELIVERED, Stage.READ} <= {one.stage for one in receipts}


async def test_what_a_person_writes_is_an_answer_with_their_number(bench: Bench) -> None:
    await bench.driver.send(bench.outgoing())
    bench.answer(ANA, TRICKY)
    answers = [event for event in await bench.events() if isinstance(event, Incoming)]
    assert [(one.phone, one.text, one.kind) for one in answers] == [(ANA, TRICKY, "text")]


async def test_a_key_stands_for_one_thing_and_an_event_read_twice_has_the_same(bench: Bench) -> None:
    await bench.driver.send(bench.outgoing())
    bench.answer(ANA, "yes")
    bench.answer(ANA, "yes")
    first, again = await bench.all_events(), await bench.all_events()
    assert [event.key for event in first] == [event.key for event in again]
    meant = {(event.key, type(event), getattr(event, "ref", ""), getattr(event, "stage", "")) for event in first}
    assert len(meant) == len({event.key for event in first})
    assert len([event for event in await bench.events() if isinstance(event, Incoming)]) == 2


async def test_a_check_finds_a_channel_that_works(bench: Bench) -> None:
    check = await bench.driver.check()
    assert (check.health, check.reason) == (Health.WORKING, "")


async def test_a_driver_can_be_closed_twice_and_before_use(bench: Bench) -> None:
    fresh = bench.connect()
    await fresh.close()
    await bench.driver.send(bench.outgoing())
    await bench.driver.close()
    await bench.driver.close()


async def test_a_call_to_the_webhook_is_known_by_its_signature_or_its_secret(bench: Bench) -> None:
    await bench.driver.send(bench.outgoing())
    bench.answer(ANA, "yes")
    calls = await bench.calls()
    account = bench.account()
    assert calls
    for one in calls:
        assert bench.kind.verify(one, account)
        upper = Call.of(one.raw, {name.upper(): value for name, value in one.headers.items()}, one.at, one.query)
        assert bench.kind.verify(upper, account)
        if bench.signs:
            assert not bench.kind.verify(replace(one, raw=one.raw + b" "), account)
        assert not bench.kind.verify(replace(one, headers={}, query={}), account)
        assert not bench.kind.verify(one, replace(account, secret="", settings={}))
        wrong = {name: f"{value}x" for name, value in account.settings.items()}
        assert not bench.kind.verify(one, replace(account, secret=account.secret + "x", settings=wrong))


async def test_media_arrive_with_their_caption_byte_for_byte(bench: Bench) -> None:
    for kind_of_file in sorted(bench.media):
        file = replace(PICTURE, kind=kind_of_file, mime=MIMES[kind_of_file])
        out = bench.outgoing("" if kind_of_file == "audio" else "a leaf", media=file)
        assert isinstance(await bench.driver.send(out), Accepted)
    assert {one for one, _ in bench.shown_media(ANA)} == bench.media
    assert {data for _, data in bench.shown_media(ANA)} == ({PICTURE.data} if bench.media else set())
    assert {text for text in bench.shown(ANA) if text} == ({"a leaf"} if bench.media - {"audio"} else set())


async def test_what_a_gateway_cannot_send_is_refused_before_it_leaves(bench: Bench) -> None:
    for kind_of_file in {"image", "video", "document", "audio", "hologram"} - bench.media:
        sent = await bench.driver.send(bench.outgoing("a leaf", media=replace(PICTURE, kind=kind_of_file)))
        assert isinstance(sent, Rejected)
    assert bench.shown(ANA) == []


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
META_FIELDS = (
    *(
        "from",
        "to",
        "id",
        "type",
        "text",
        "body",
        "timestamp",
        "context",
        "status",
        "errors",
        "code",
        "contacts",
        "wa_id",
    ),
    *("profile", "name", "user_id", "from_user_id", "to_user_id", "value", "category", "biz_opaque_callback_data"),
    *("recipient_type", "button", "interactive", "image", "caption", "message", "event", "ban_info", "waba_ban_state"),
    *(
        "display_phone_number",
        "current_limit",
        "message_template_name",
        "whatsapp_message_id",
        "wamid",
        "is_new_message",
    ),
    *("phone_number", "media", "contact", "payload", "data", "statuses", "token", "sender", "at", "reason"),
)
words = st.sampled_from(
    ["919800000001", "wamid.A", "text", "delivered", "failed", "stop", "1790000000", "DISABLE", "TIER_2K"]
)
meta_things = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(META_FIELDS), inner),
    max_leaves=15,
)
values = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(meta_things, max_size=2) | meta_things
        for name in ("messages", "statuses", "message_echoes", "user_preferences", "errors", "contacts", "metadata")
    },
)
META_NAMES = [
    "messages",
    "smb_message_echoes",
    "user_preferences",
    "account_update",
    "phone_number_quality_update",
    "x",
]
changes = st.fixed_dictionaries({"field": st.sampled_from(META_NAMES) | scalars, "value": values | meta_things})
meta_bodies = st.fixed_dictionaries(
    {
        "entry": st.lists(
            st.fixed_dictionaries({"changes": st.lists(changes, max_size=2)}, optional={"id": scalars}), max_size=2
        )
    }
)
wrapped = st.dictionaries(
    st.sampled_from([*META_FIELDS, "whatsapp_webhook_payload", "events"]), meta_bodies | meta_things
)
bodies = (
    anything
    | meta_bodies
    | wrapped
    | st.fixed_dictionaries(
        {"event": st.sampled_from(NAMES) | scalars},
        optional={"payload": anything, "session": scalars, "timestamp": scalars, "id": scalars, "me": anything},
    )
)


@given(body=bodies)
@settings(deadline=None, max_examples=500)
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


def test_no_secret_is_in_the_repr_of_an_account_or_a_driver() -> None:
    account = replace(_account(), key="hush", secret="hush too", settings={"app_secret": "hush three"})
    assert "hush" not in repr(account)
    for one in KINDS.values():
        assert "hush" not in repr(one.connect(account))


def test_each_kind_says_what_it_needs_so_that_a_person_can_be_asked_for_it() -> None:
    for name, one in KINDS.items():
        assert one.name == name
        assert len({need.name for need in one.fields}) == len(one.fields)
        assert all(need.about and not need.about.endswith(".") for need in one.fields)
        assert all(need.secret for need in one.fields if need.name in ("key", "token") or "secret" in need.name)
        read_pace(one.default_pace)


def _account() -> Account:
    return Account(url="http://127.0.0.1:9", key="key", sender="clinic")
