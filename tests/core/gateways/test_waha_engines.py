"""WAHA: what the driver knows of the engine, and the traps in which the four engines differ."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from core.gateways.base import (
    Accepted,
    ChannelEvent,
    Echo,
    Health,
    Incoming,
    LookUpFailed,
    NotSent,
    Outgoing,
    Receipt,
    Rejected,
    Stage,
    Unsure,
)
from core.gateways.waha import driver as waha_module
from core.gateways.waha.answers import read_answer
from core.gateways.waha.engines import Engine
from core.gateways.waha.ids import MessageId, read_id
from core.gateways.wire import Answer
from tests.core.gateways.conformance.bench import ANA, id_of, look_up
from tests.core.gateways.conformance.waha_bench import WahaBench, waha_bench
from tests.ports import own_port

CHAT = "6281200000001@c.us"
RAW = "3EB0A1B2C3D4E5F60718"

# -- which engine it is


async def test_before_anything_is_known_no_id_is_reserved_or_trusted(keeping: WahaBench) -> None:
    fresh = keeping.connect()
    assert not fresh.reserves_ids
    keeping.server.faults.set("empty", count=1)
    assert await fresh.send(Outgoing("3EB0FFFF", ANA, "hello")) == Accepted(None)
    await fresh.ready()
    assert fresh.reserves_ids


async def test_an_engine_that_chooses_its_ids_is_never_trusted_with_one(choosing: WahaBench) -> None:
    assert not choosing.driver.reserves_ids
    await choosing.driver.check()
    assert not choosing.driver.reserves_ids
    out = Outgoing(choosing.driver.new_token(), ANA, "hello")
    sent = await choosing.driver.send(out)
    assert id_of(sent) != out.token
    assert list(choosing.server.sessions["clinic"].sent) == [id_of(sent)]


async def test_a_setting_may_say_that_no_id_is_to_be_trusted(keeping: WahaBench) -> None:
    driver = keeping.connect(settings={"engine": "webjs"})
    await driver.ready()
    await driver.check()
    assert not driver.reserves_ids


async def test_a_version_that_knows_no_ids_yet_is_not_trusted_with_one() -> None:
    async with waha_bench("GOWS") as bench:
        bench.server.version = "2026.4.1"
        old = bench.connect()
        await old.ready()
        assert not old.reserves_ids
        out = Outgoing(old.new_token(), ANA, "hello")
        sent = await old.send(out)
        assert id_of(sent) != out.token
        assert await look_up(old, id_of(sent), ANA) in (Stage.SENT, Stage.DELIVERED)


@pytest.mark.parametrize(
    ("name", "version", "takes"),
    [
        ("GOWS", "2026.4.3", True),
        ("NOWEB", "2026.12.1", True),
        ("gows", "2027.1.1-arm", True),
        ("GOWS", "2026.4.2", False),
        ("NOWEB", "2025.12.30", False),
        ("GOWS", "", False),
        ("GOWS", "latest", False),
        ("WEBJS", "2026.8.1", False),
        ("WPP", "2026.8.1", False),
        ("", "2026.8.1", False),
        ("A NEW ONE", "2026.8.1", False),
    ],
)
def test_ids_are_taken_by_two_engines_since_one_version(name: str, version: str, takes: bool) -> None:
    assert Engine().told(name, version).takes_ids is takes


def test_what_is_known_of_an_engine_is_not_forgotten_by_an_answer_that_says_nothing() -> None:
    known = Engine().told("GOWS", "2026.7.2")
    assert known.told("", "") == known
    assert known.told("WEBJS", "").takes_ids is False


async def test_an_engine_that_was_changed_meanwhile_is_found_out(
    keeping: WahaBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = keeping.server.sessions["clinic"]
    was, session.engine = session.engine, "WEBJS"
    await keeping.driver.ready()
    assert keeping.driver.reserves_ids  # asked a moment ago: not again
    monkeypatch.setattr(waha_module, "KNOWN_FOR", -1.0)
    await keeping.driver.check()
    assert not keeping.driver.reserves_ids
    session.engine = was
    await keeping.driver.ready()
    assert keeping.driver.reserves_ids


@asynccontextmanager
async def asked(
    answer: Callable[[web.Request], web.StreamResponse | Awaitable[web.StreamResponse]],
) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that answers questions as it is told to; gives its address and the paths that were asked for."""
    paths: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        paths.append(request.path)
        given = answer(request)
        return await given if isinstance(given, Awaitable) else given

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", paths
    finally:
        await runner.cleanup()


async def test_getting_ready_asks_once_and_whoever_comes_meanwhile_waits_for_it(gows: WahaBench) -> None:
    def told(request: web.Request) -> web.Response:
        version = {"version": "2026.7.2", "engine": "GOWS"}
        return web.json_response(version if request.path.endswith("version") else {"engine": {"engine": "GOWS"}})

    async with asked(told) as (url, paths):
        driver = gows.connect(url=url)
        await asyncio.gather(*(driver.ready() for _ in range(20)))
        assert driver.reserves_ids
        assert sorted(paths) == ["/api/server/version", "/api/sessions/clinic"]


async def test_getting_ready_takes_its_few_seconds_at_most_and_leaves_what_is_not_known(
    gows: WahaBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waha_module, "LEARN_SECONDS", 0.05)
    never = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    async with asked(hang) as (url, paths):
        driver = gows.connect(url=url)
        await driver.ready()
        await driver.ready()
        assert not driver.reserves_ids
        assert paths == ["/api/sessions/clinic"]  # and it is not asked again at once
        with pytest.raises(LookUpFailed, match="engine"):
            await look_up(driver, RAW, ANA)


@pytest.mark.parametrize("body", [{}, [], {"engine": None}, {"engine": {"engine": 7}}, {"engine": "GOWS"}])
async def test_an_odd_answer_teaches_nothing(gows: WahaBench, body: Any) -> None:
    async with asked(lambda _: web.json_response(body)) as (url, _):
        driver = gows.connect(url=url)
        await driver.ready()
        assert not driver.reserves_ids


async def test_getting_ready_never_raises_for_what_a_network_does(gows: WahaBench) -> None:
    for url in (f"http://127.0.0.1:{own_port()}", "nonsense", "http://"):
        driver = gows.connect(url=url)
        await driver.ready()
        assert not driver.reserves_ids
    stranger = gows.connect(key="not-the-key")
    await stranger.ready()
    assert not stranger.reserves_ids


# -- ids in their places


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (f"true_{CHAT}_{RAW}", MessageId(RAW, True, CHAT)),
        (f"true_120363@g.us_{RAW}_{CHAT}", MessageId(RAW, True, "120363@g.us")),
        (f"true_120363@g.us_{RAW}", MessageId(RAW, True, "120363@g.us")),
        (f"false_111@lid_{RAW}", MessageId(RAW, False, "111@lid")),
        (RAW, MessageId(RAW)),
        ({"_serialized": f"true_{CHAT}_{RAW}", "id": "other"}, MessageId(RAW, True, CHAT)),
        ({"$1": f"true_{CHAT}_{RAW}", "id": "other"}, MessageId(RAW, True, CHAT)),
        ({"_serialized": None, "$1": f"true_{CHAT}_{RAW}"}, MessageId(RAW, True, CHAT)),
        ({"fromMe": True, "remote": CHAT, "id": RAW}, MessageId(RAW, True, CHAT)),
        ({"fromMe": True, "remote": {"_serialized": CHAT}, "id": RAW}, MessageId(RAW, True, CHAT)),
        ({"fromMe": True, "remote": {"$1": CHAT}, "id": RAW}, MessageId(RAW, True, CHAT)),
        ({"fromMe": True, "remote": {"user": "111", "server": "lid"}, "id": RAW}, MessageId(RAW, True, "111@lid")),
        ({"fromMe": True, "remote": {"user": "111"}, "id": RAW}, MessageId(RAW, True)),
        ({"id": RAW}, MessageId(RAW)),
        ({"$1": {"$1": RAW}}, None),
        ({}, None),
        (None, None),
        (7, None),
        ("", None),
        ("a_b", None),
        ("x" * 129, None),
    ],
)
def test_an_id_is_taken_apart_in_each_of_its_shapes(given: Any, found: MessageId | None) -> None:
    assert read_id(given) == found


@pytest.mark.parametrize(
    "body",
    [
        b'{"id":null,"_data":{"id":{"fromMe":true,"remote":"62@c.us","id":"3EB0A1","$1":"true_62@c.us_3EB0A1"}}}',
        b'{"id":{},"_data":{"key":{"remoteJid":"62@s.whatsapp.net","fromMe":true,"id":"3EB0A1"}}}',
        b'{"id":"true_120363@g.us_3EB0A1"}',
        b'{"id":"true_120363@g.us_3EB0A1_6281200000001@c.us"}',
    ],
)
def test_the_raw_id_of_an_answer_is_found_where_only_the_engine_says_it(body: bytes) -> None:
    assert read_answer(Answer(201, body), None) == Accepted("3EB0A1")


async def test_the_answer_to_a_send_tells_the_raw_id_that_its_events_have(waha: WahaBench) -> None:
    _, sent = await waha.send()
    waha.server.switch(ANA, on=True)
    waha.server.open_chat(ANA)
    assert {event.ref for event in await waha.events() if isinstance(event, Echo | Receipt)} == {id_of(sent)}


async def test_ids_that_whatsapp_web_renamed_are_read_all_the_same(choosing: WahaBench) -> None:
    choosing.server.faults.set("renamed_id")
    _, sent = await choosing.send()
    choosing.server.answer(ANA, "yes")
    events = await choosing.events()
    assert {event.ref for event in events if isinstance(event, Echo | Receipt)} == {id_of(sent)}
    assert [event.text for event in events if isinstance(event, Incoming)] == ["yes"]


async def test_an_answer_may_name_the_chat_by_its_hidden_id(waha: WahaBench) -> None:
    waha.server.faults.set("lid_answer", count=1)
    _, sent = await waha.send()
    assert id_of(sent) in waha.server.sessions["clinic"].sent


# -- who is who


async def test_the_person_of_an_echo_is_never_ourselves(waha: WahaBench) -> None:
    """`from` is the chat with GOWS and NOWEB, and ourselves with WEBJS and WPP."""
    await waha.send()
    waha.server.type_on_phone("clinic", ANA, "by hand")
    people = {(event.phone, event.chat) for event in await waha.events() if isinstance(event, Echo)}
    assert people == {(ANA, CHAT)}


async def test_a_web_engine_tells_nothing_beside_a_hidden_id(choosing: WahaBench) -> None:
    choosing.server.faults.set("lid_chat")
    await choosing.send()
    choosing.server.answer(ANA, "yes")
    lid = choosing.server.phones.get(ANA).lid
    events = [event for event in await choosing.events() if isinstance(event, Echo | Incoming)]
    people = [(event.phone, event.alias, event.chat) for event in events]
    assert people == [(None, lid, lid), (None, lid, lid)]


async def test_a_number_check_learns_the_hidden_id_too(waha: WahaBench) -> None:
    lid = waha.server.phones.get(ANA).lid
    check = await waha.driver.check_number(ANA)
    assert (check.exists, check.chat, check.alias) == (True, CHAT, lid)


async def test_what_one_person_writes_by_number_and_by_hidden_id_is_one_answer(waha: WahaBench) -> None:
    waha.server.faults.set("split_chat", count=1)
    waha.server.answer(ANA, "yes")
    assert len({event.key for event in await waha.all_events() if isinstance(event, Incoming)}) == 1


# -- receipts


async def test_a_receipt_of_a_web_engine_makes_good_a_lost_echo(choosing: WahaBench) -> None:
    choosing.server.faults.set("drop", value="message.any")
    _, sent = await choosing.send()
    (echo,) = [event for event in await choosing.events() if isinstance(event, Echo)]
    assert (echo.ref, echo.phone, echo.text, echo.stage) == (id_of(sent), ANA, "hello", Stage.SENT)


async def test_a_receipt_of_the_other_engines_is_a_receipt_alone(keeping: WahaBench) -> None:
    keeping.server.faults.set("drop", value="message.any")
    await keeping.send()
    assert {type(event) for event in await keeping.events()} == {Receipt}


async def test_a_send_that_fails_after_the_201_says_so_with_every_engine(waha: WahaBench) -> None:
    waha.server.faults.set("ack_error", count=1)
    _, sent = await waha.send()
    failed = [event for event in await waha.events() if isinstance(event, Receipt)]
    assert [(event.ref, event.stage, event.reason) for event in failed] == [
        (id_of(sent), Stage.FAILED, "refused_by_whatsapp")
    ]
    assert waha.shown(ANA) == []


# -- looking up


async def test_a_web_engine_finds_a_message_by_its_full_id_in_its_chat(choosing: WahaBench) -> None:
    choosing.server.switch(ANA, on=False)
    _, sent = await choosing.send()
    assert await look_up(choosing.driver, id_of(sent), ANA) is Stage.SENT
    choosing.server.switch(ANA, on=True)
    choosing.server.open_chat(ANA)
    assert await look_up(choosing.driver, id_of(sent), ANA) is Stage.READ
    assert await look_up(choosing.driver, "3EB0NOSUCHMESSAGE", ANA) is None


async def test_a_web_engine_finds_a_message_under_the_canonical_chat(choosing: WahaBench) -> None:
    bruno = "+5511987654321"
    choosing.server.phones.add(bruno, "Bruno", chat="551187654321@c.us")
    await choosing.driver.check_number(bruno)
    _, sent = await choosing.send(to=bruno)
    assert await look_up(choosing.driver, id_of(sent), bruno) in (Stage.SENT, Stage.DELIVERED)


async def test_a_look_up_by_a_fresh_driver_learns_the_engine_first(waha: WahaBench) -> None:
    _, sent = await waha.send()
    assert await look_up(waha.connect(), id_of(sent), ANA) in (Stage.SENT, Stage.DELIVERED)


# -- what WhatsApp restricts


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("NONE", ""),
        ("FIRST_WARNING", "new_contacts_warning"),
        ("SECOND_WARNING", "new_contacts_warning"),
        ("CAPPED", "new_contacts_capped"),
        ("SOMETHING_NEW", ""),
        (None, ""),
    ],
)
async def test_the_quota_of_new_people_is_told_by_check_and_by_event(
    waha: WahaBench, status: str | None, reason: str
) -> None:
    waha.server.set_capping("clinic", status)
    check = await waha.driver.check()
    assert (check.health, check.reason) == (Health.WORKING, reason)
    (event,) = [event for event in await waha.events() if isinstance(event, ChannelEvent)]
    assert (event.health, event.reason) == (Health.WORKING, reason)


# -- errors


async def test_a_send_asks_for_nothing_but_the_message(gows: WahaBench) -> None:
    bodies: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response({}, status=201)

    async with asked(take) as (url, _):
        driver = gows.connect(url=url)
        for token in ("3EB0A1", None):
            await driver.send(Outgoing(token, ANA, "see https://example.org"))
    plain = {"session": "clinic", "chatId": CHAT, "text": "see https://example.org", "linkPreview": False}
    assert bodies == [plain | {"id": "3EB0A1"}, plain]  # a preview would make WAHA fetch the page first


async def test_each_engine_has_its_own_words_for_a_number_that_nobody_has(waha: WahaBench) -> None:
    waha.server.faults.set("no_lid", count=1)
    assert (await waha.send())[1] == Rejected("no_such_number")


async def test_a_body_that_gives_back_text_and_number_leaves_no_trace(waha: WahaBench) -> None:
    waha.server.faults.set("error_after", count=1)
    _, sent = await waha.send("my secret text")
    assert sent == Unsure("http_500")


async def test_a_session_that_is_refused_sends_nothing_with_every_engine(waha: WahaBench) -> None:
    for status in ("STARTING", "PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED"):
        waha.server.set_status("clinic", status)
        sent = (await waha.send())[1]
        assert isinstance(sent, NotSent)
        assert sent.reason == "not_working"
    assert waha.shown(ANA) == []
