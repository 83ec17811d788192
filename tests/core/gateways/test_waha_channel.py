"""WAHA: the session's health, look-ups, signatures, and events as they arrive from the pretend server."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import Unknown
from core.gateways.base import (
    Account,
    ChannelCheck,
    ChannelEvent,
    Echo,
    Health,
    Incoming,
    LookUpFailed,
    Receipt,
    Stage,
    Unsure,
)
from core.gateways.registry import kind
from tests.core.gateways.conformance.bench import ANA, BUSINESS, SECRET, call, id_of, look_up
from tests.core.gateways.conformance.waha_bench import WahaBench


async def test_a_check_tells_number_engine_and_version(waha: WahaBench) -> None:
    assert await waha.driver.check() == ChannelCheck(Health.WORKING, "", BUSINESS, waha.engine, "2026.7.2")


@pytest.mark.parametrize(
    ("status", "health"),
    [
        ("STARTING", Health.STARTING),
        ("STOPPED", Health.DOWN),
        ("FAILED", Health.DOWN),
        ("SCAN_QR_CODE", Health.HALTED),
        ("PASSKEY_REQUIRED", Health.HALTED),
        ("PASSKEY_CONFIRMATION_REQUIRED", Health.HALTED),
    ],
)
async def test_each_status_is_a_health_with_its_reason(waha: WahaBench, status: str, health: Health) -> None:
    waha.server.set_status("clinic", status)
    check = await waha.driver.check()
    assert (check.health, check.reason) == (health, status.lower())
    (event,) = await waha.events()
    assert isinstance(event, ChannelEvent)
    assert (event.sender, event.health, event.reason) == ("clinic", health, status.lower())


async def test_a_status_that_nobody_knows_cannot_send(gows: WahaBench) -> None:
    gows.server.sessions["clinic"].status = "MEDITATING"
    assert (await gows.driver.check()).health is Health.DOWN


async def test_a_check_of_a_session_that_does_not_exist_is_halted(gows: WahaBench) -> None:
    assert await gows.connect(sender="nobody").check() == ChannelCheck(Health.HALTED, "unknown_session")
    assert (await gows.closed().check()).health is Health.DOWN
    assert (await gows.connect(url=gows.server.url + "/wrong").check()).health is Health.DOWN


async def test_a_timelock_is_told_by_check_and_by_event_and_ends_with_both(waha: WahaBench) -> None:
    lock = {"enforcementType": "RESTRICT_ALL_COMPANIONS", "isActive": True, "timeEnforcementEnds": 1784600000}
    waha.server.set_timelock("clinic", lock)
    check = await waha.driver.check()
    assert (check.health, check.reason) == (Health.WORKING, "new_contacts_paused")
    await waha.server.settled()
    waha.server.set_timelock("clinic", None)
    assert [(event.health, event.reason) for event in await waha.events() if isinstance(event, ChannelEvent)] == [
        (Health.WORKING, "new_contacts_paused"),
        (Health.WORKING, ""),
    ]


async def test_a_session_that_is_lost_and_comes_back_tells_each_step(waha: WahaBench) -> None:
    waha.server.set_status("clinic", "STARTING", back_after=0)
    await waha.receiver.wait_for("session.status", 3)
    told = [event for event in await waha.events() if isinstance(event, ChannelEvent)]
    assert sorted(event.health for event in told) == [Health.STARTING, Health.STARTING, Health.WORKING]
    assert len({event.key for event in told}) == 3
    assert [event.number for event in told if event.health is Health.WORKING] == [BUSINESS]


async def test_a_look_up_tells_how_far_a_message_came(keeping: WahaBench) -> None:
    keeping.server.switch(ANA, on=False)
    out, _ = await keeping.send()
    assert out.token is not None
    assert await look_up(keeping.driver, out.token, ANA) is Stage.SENT
    keeping.server.switch(ANA, on=True)
    assert await look_up(keeping.driver, out.token, ANA) is Stage.DELIVERED
    keeping.server.open_chat(ANA)
    assert await look_up(keeping.driver, out.token, ANA) is Stage.READ


async def test_a_message_may_have_left_although_a_look_up_does_not_find_it(keeping: WahaBench) -> None:
    keeping.server.faults.set("not_stored", count=1)
    keeping.server.faults.set("error_after", count=1)
    out, sent = await keeping.send()
    assert isinstance(sent, Unsure)
    assert out.token is not None
    assert await look_up(keeping.driver, out.token, ANA) is None
    assert keeping.shown(ANA) == ["hello"]


async def test_a_look_up_of_a_session_that_does_not_work_fails(waha: WahaBench) -> None:
    waha.server.set_status("clinic", "STARTING")
    with pytest.raises(LookUpFailed):
        await look_up(waha.driver, "3EB0A1", ANA)


async def test_an_event_lost_when_waha_restarts_is_made_good_by_a_look_up(keeping: WahaBench) -> None:
    keeping.server.faults.set("reset_after", count=1)
    keeping.server.faults.set("drop")
    out, _ = await keeping.send()
    assert await keeping.events() == []
    assert out.token is not None
    assert await look_up(keeping.driver, out.token, ANA) is Stage.DELIVERED


async def test_the_echo_may_come_before_the_answer(waha: WahaBench) -> None:
    waha.server.faults.set("echo_first", count=1)
    waha.receiver.open.clear()
    sending = asyncio.create_task(waha.send())
    await waha.receiver.wait_for("message.any")
    assert not sending.done()
    waha.receiver.open.set()
    _, sent = await sending
    (echo,) = [event for event in await waha.events() if isinstance(event, Echo)]
    assert echo.ref == id_of(sent)


async def test_a_receipt_may_come_before_the_answer_and_before_the_echo(waha: WahaBench) -> None:
    waha.server.faults.set("ack_first", count=1)
    waha.receiver.open.clear()
    sending = asyncio.create_task(waha.send())
    await waha.receiver.wait_for("message.ack")
    assert not sending.done()
    assert waha.receiver.named("message.any") == []
    waha.receiver.open.set()
    _, sent = await sending
    assert {event.ref for event in await waha.events() if isinstance(event, Receipt | Echo)} == {id_of(sent)}


async def test_an_answer_that_never_comes_leaves_an_echo_behind(keeping: WahaBench) -> None:
    keeping.server.faults.set("hang_after", count=1)
    hasty = keeping.connect(settings={"timeout": 0.3})
    await hasty.ready()
    keeping.driver = hasty
    out, sent = await keeping.send()
    assert sent == Unsure("timeout")
    await keeping.receiver.wait_for("message.any")
    assert {event.ref for event in await keeping.events() if isinstance(event, Echo)} == {out.token}


async def test_an_echo_that_says_app_is_still_an_echo_of_our_id(waha: WahaBench) -> None:
    waha.server.faults.set("echo_app", count=1)
    _, sent = await waha.send()
    (echo,) = [event for event in await waha.events() if isinstance(event, Echo)]
    assert (echo.ref, echo.by_api) == (id_of(sent), False)


async def test_what_is_typed_on_the_business_phone_is_an_echo_of_no_id_of_ours(waha: WahaBench) -> None:
    bubble = waha.server.type_on_phone("clinic", ANA, "typed by hand")
    (echo,) = [event for event in await waha.events() if isinstance(event, Echo)]
    assert (echo.ref, echo.by_api, echo.text, echo.phone) == (bubble.raw_id, False, "typed by hand", ANA)


async def test_a_chat_by_its_hidden_id_still_tells_the_number_beside_it(keeping: WahaBench) -> None:
    keeping.server.faults.set("lid_chat")
    out, _ = await keeping.send()
    keeping.server.answer(ANA, "yes")
    lid = keeping.server.phones.get(ANA).lid
    events = await keeping.events()
    people = [(event.phone, event.alias) for event in events if isinstance(event, Echo | Incoming)]
    assert people == [(ANA, lid), (ANA, lid)]
    assert out.token in {event.ref for event in events if isinstance(event, Receipt)}


async def test_a_hidden_id_with_no_number_is_never_made_into_one(waha: WahaBench) -> None:
    waha.server.faults.set("lid_chat")
    waha.server.faults.set("pn_null")
    await waha.send()
    waha.server.answer(ANA, "yes")
    lid = waha.server.phones.get(ANA).lid
    people = [(event.phone, event.alias) for event in await waha.events() if isinstance(event, Echo | Incoming)]
    assert people == [(None, lid), (None, lid)]


async def test_gows_never_says_sent_in_a_receipt_its_echo_does_and_the_others_do_both(waha: WahaBench) -> None:
    await waha.send()
    events = await waha.events()
    stages = {event.stage for event in events if isinstance(event, Receipt)}
    assert stages == ({Stage.DELIVERED} if waha.engine == "GOWS" else {Stage.SENT, Stage.DELIVERED})
    assert [event.stage for event in events if isinstance(event, Echo)] == [Stage.SENT]


async def test_an_error_after_the_201_is_a_failed_receipt_with_its_reason(keeping: WahaBench) -> None:
    keeping.server.faults.set("ack_error", count=1)
    out, _ = await keeping.send("one")
    keeping.server.faults.set("ack_error", count=1, value="463")
    await keeping.send("two")
    failed = [event for event in await keeping.events() if isinstance(event, Receipt)]
    assert [(event.stage, event.reason) for event in failed] == [
        (Stage.FAILED, "refused_by_whatsapp"),
        (Stage.FAILED, "new_contacts_paused"),
    ]
    assert failed[0].ref == out.token
    assert keeping.shown(ANA) == []


async def test_receipts_out_of_order_and_twice_keep_their_keys_apart(waha: WahaBench) -> None:
    waha.server.faults.set("reorder")
    waha.server.faults.set("duplicate", value=3)
    await waha.send()
    await waha.server.settled()
    waha.server.open_chat(ANA)
    waha.server.faults.clear()
    receipts = [event for event in await waha.all_events() if isinstance(event, Receipt)]
    assert len({event.key for event in receipts}) == len({event.stage for event in receipts})
    assert len(receipts) > len({event.key for event in receipts})


async def test_message_and_message_any_are_one_message(waha: WahaBench) -> None:
    waha.server.sessions["clinic"].webhooks[0].events = ("*",)
    waha.server.answer(ANA, "yes")
    first, second = [event for event in await waha.all_events() if isinstance(event, Incoming)]
    assert first == second
    ids = {one.body["id"] for one in waha.receiver.requests}
    assert len(ids) == (2 if waha.engine in ("WEBJS", "WPP") else 1)


async def test_media_without_a_text_is_an_answer_of_its_kind(waha: WahaBench) -> None:
    for sort in ("image", "audio", "video", "document", "sticker"):
        waha.server.answer(ANA, "", kind=sort)
        await waha.server.settled()
    waha.server.answer(ANA, "look", kind="image")
    answers = [event for event in await waha.events() if isinstance(event, Incoming)]
    assert [(event.kind, event.text) for event in answers] == [
        ("image", ""),
        ("audio", ""),
        ("video", ""),
        ("document", ""),
        ("sticker", ""),
        ("image", "look"),
    ]


async def test_a_reply_names_the_raw_id_that_it_replies_to(waha: WahaBench) -> None:
    _, sent = await waha.send()
    waha.server.answer(ANA, "yes", reply_to=id_of(sent))
    (answer,) = [event for event in await waha.events() if isinstance(event, Incoming)]
    assert (answer.reply_to, answer.name) == (id_of(sent), "Ana")


async def test_a_wrong_signature_is_refused(waha: WahaBench) -> None:
    waha.server.faults.set("bad_hmac", count=1)
    waha.server.answer(ANA, "yes")
    first, *_ = await waha.calls()
    assert not waha.kind.verify(first, account(SECRET))


def account(secret: str) -> Account:
    return Account("", "", "", secret)


def test_the_signature_of_wahas_own_documentation_verifies() -> None:
    raw = b'{"event":"message","session":"default","engine":"WEBJS"}'
    mac = (
        "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8"
        "097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
    )
    headers = {"X-Webhook-Hmac": mac, "X-Webhook-Hmac-Algorithm": "sha512"}
    assert kind("waha").verify(call(raw, headers), account("my-secret-key"))
    assert not kind("waha").verify(call(raw + b"\n", headers), account("my-secret-key"))
    assert not kind("waha").verify(
        call(raw, headers | {"X-Webhook-Hmac-Algorithm": "sha256"}), account("my-secret-key")
    )
    assert not kind("waha").verify(call(raw, headers | {"X-Webhook-Hmac": "ü"}), account("my-secret-key"))


def test_a_gateway_that_does_not_exist_is_named_in_the_error() -> None:
    with pytest.raises(Unknown) as caught:
        kind("pigeon")
    assert caught.value.values["name"] == "pigeon"
