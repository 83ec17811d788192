"""WAHA: what each answer to a send means, over HTTP against the pretend server."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from core.gateways.base import Accepted, Echo, News, NotSent, Outgoing, Receipt, Rejected, Unsure
from core.gateways.waha.answers import NEW_CONTACTS_SECONDS, read_answer
from core.gateways.wire import Answer
from tests.core.gateways.conformance.bench import ANA, mute_server
from tests.core.gateways.conformance.waha_bench import WahaBench


async def test_an_empty_201_is_accepted_under_the_reserved_id(keeping: WahaBench) -> None:
    keeping.server.faults.set("empty", count=1)
    out, sent = await keeping.send()
    assert sent == Accepted(out.token)
    assert keeping.shown(ANA) == ["hello"]


async def test_an_empty_201_of_an_engine_that_chooses_its_ids_leaves_the_id_unknown(choosing: WahaBench) -> None:
    choosing.server.faults.set("empty", count=1)
    _, sent = await choosing.send()
    assert sent == Accepted(None)
    assert choosing.shown(ANA) == ["hello"]


def test_a_201_that_says_null_is_an_empty_one() -> None:
    assert read_answer(Answer(201, b"null"), None) == Accepted(None)


async def test_an_id_that_differs_from_the_reserved_one_is_believed(keeping: WahaBench) -> None:
    keeping.server.faults.set("other_id", count=1)
    out, sent = await keeping.send()
    assert isinstance(sent, Accepted)
    assert sent.provider_id != out.token
    assert list(keeping.server.sessions["clinic"].sent) == [sent.provider_id]
    assert not keeping.driver.reserves_ids  # whatever it says of itself: it was tried
    await keeping.driver.check()
    assert not keeping.driver.reserves_ids


async def test_a_201_that_is_not_json_is_unsure(waha: WahaBench) -> None:
    waha.server.faults.set("garbled", count=1)
    _, sent = await waha.send()
    assert sent == Unsure("broken_answer")


async def test_a_session_that_does_not_exist_halts_the_channel(waha: WahaBench) -> None:
    for sender in ("nobody", ""):
        driver = waha.connect(sender=sender)
        sent = await driver.send(Outgoing(driver.new_token(), ANA, "hello"))
        assert sent == NotSent("unknown_session", news=News("halted", "unknown_session"))
    assert waha.shown(ANA) == []


@pytest.mark.parametrize("status", ["STARTING", "SCAN_QR_CODE", "PASSKEY_REQUIRED", "STOPPED", "FAILED"])
async def test_a_session_that_does_not_work_sends_nothing_and_says_why(waha: WahaBench, status: str) -> None:
    waha.server.set_status("clinic", status)
    _, sent = await waha.send()
    assert sent == NotSent("not_working", news=News("down", status.lower()))
    assert waha.shown(ANA) == []


async def test_a_cold_contact_refused_by_whatsapp_rests_new_contacts_only(waha: WahaBench) -> None:
    waha.server.faults.set("restricted", count=1)
    _, sent = await waha.send()
    assert sent == Rejected("new_contacts_paused", news=News("new_contacts_paused", "error_463", NEW_CONTACTS_SECONDS))
    assert waha.shown(ANA) == []


async def test_a_number_without_a_hidden_id_is_no_such_number(waha: WahaBench) -> None:
    waha.server.faults.set("no_lid", count=1)
    _, sent = await waha.send()
    assert sent == Rejected("no_such_number")


async def test_a_500_before_or_after_the_effect_looks_the_same_and_is_unsure(waha: WahaBench) -> None:
    for fault in ("error_before", "error_after"):
        waha.server.faults.set(fault, count=1)
        _, sent = await waha.send()
        assert sent == Unsure("http_500")
    assert waha.shown(ANA) == ["hello"]


async def test_a_text_that_names_error_463_is_not_taken_for_one(waha: WahaBench) -> None:
    """The 500 gives the text back: only the engine's own words count."""
    waha.server.faults.set("error_after", count=1)
    _, sent = await waha.send("server returned error 463, no LID found for you")
    assert sent == Unsure("http_500")


async def test_an_unknown_number_is_refused_by_two_engines_and_accepted_for_ever_by_two(waha: WahaBench) -> None:
    waha.server.phones.get(ANA).exists = False
    _, sent = await waha.send()
    if waha.engine in ("GOWS", "WEBJS"):
        assert sent == Rejected("no_such_number")
    else:
        assert isinstance(sent, Accepted)
    assert waha.shown(ANA) == []
    assert [event for event in await waha.events() if isinstance(event, Receipt)] == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Rejected("bad_request")),
        (403, NotSent("bad_key", news=News("halted", "bad_key"))),
        (404, NotSent("not_found", news=News("down", "not_found"))),
        (409, Unsure("http_409")),
        (408, Unsure("http_408")),
        (502, Unsure("http_502")),
        (503, Unsure("http_503")),
        (504, Unsure("http_504")),
    ],
)
async def test_each_other_status_means_what_the_contract_page_says(
    gows: WahaBench, status: int, expected: object
) -> None:
    gows.server.faults.set("refuse", count=1, value=status)
    _, sent = await gows.send()
    assert sent == expected


async def test_a_connection_whose_handshake_never_ends_has_sent_nothing(gows: WahaBench) -> None:
    async with mute_server() as address:
        driver = gows.connect(url=f"https://{address}", settings={"connect_timeout": 0.1})
        sent = await driver.send(Outgoing(driver.new_token(), ANA, "hello"))
        assert sent == NotSent("unreachable", news=News("down", "unreachable"))


async def test_a_connection_that_stands_and_stays_silent_is_unsure(gows: WahaBench) -> None:
    async with mute_server() as address:
        driver = gows.connect(url=f"http://{address}", settings={"timeout": 0.1})
        assert await driver.send(Outgoing(driver.new_token(), ANA, "hello")) == Unsure("timeout")


@pytest.mark.parametrize("url", ["localhost:3000", "ftp://127.0.0.1", "http://", "", "http://[::1"])
async def test_an_address_that_is_none_halts_the_channel(gows: WahaBench, url: str) -> None:
    driver = gows.connect(url=url)
    sent = await driver.send(Outgoing(driver.new_token(), ANA, "hello"))
    assert sent == NotSent("bad_url", news=News("halted", "bad_url"))


@pytest.mark.parametrize("key", ["a\nb", "schlüssel"])
async def test_a_key_that_no_header_can_carry_is_a_bad_key(gows: WahaBench, key: str) -> None:
    driver = gows.connect(key=key)
    sent = await driver.send(Outgoing(driver.new_token(), ANA, "hello"))
    assert sent == NotSent("bad_key", news=News("halted", "bad_key"))


async def test_a_number_that_cannot_be_one_is_rejected_unsent(gows: WahaBench) -> None:
    for to in ("", "+", "+12", "Ana", "+0123456789"):
        assert (await gows.send(to=to))[1] == Rejected("bad_number")


async def test_the_canonical_chat_is_used_once_it_is_known(waha: WahaBench) -> None:
    bruno = "+5511987654321"
    waha.server.phones.add(bruno, "Bruno", chat="551187654321@c.us")
    check = await waha.driver.check_number(bruno)
    assert (check.exists, check.chat) == (True, "551187654321@c.us")
    await waha.send(to=bruno)
    assert waha.shown(bruno) == ["hello"]
    (echo,) = [event for event in await waha.events() if isinstance(event, Echo)]
    assert (echo.phone, echo.chat) == ("+551187654321", check.chat)


async def test_the_chat_that_the_caller_kept_goes_before_the_number(waha: WahaBench) -> None:
    bruno = waha.server.phones.add("+5511987654321", "Bruno", chat="551187654321@c.us")
    await waha.send(to=ANA, chat=bruno.lid)
    assert waha.shown(bruno.number) == ["hello"]
    assert waha.shown(ANA) == []


async def test_a_chat_known_only_by_its_hidden_id_is_written_to_by_it(waha: WahaBench) -> None:
    waha.server.faults.set("pn_null", count=1)
    check = await waha.driver.check_number(ANA)
    lid = waha.server.phones.get(ANA).lid
    assert (check.exists, check.chat, check.alias) == (True, lid, lid)
    await waha.send()
    assert waha.shown(ANA) == ["hello"]


async def test_a_number_that_whatsapp_does_not_know_is_said_not_to_exist(waha: WahaBench) -> None:
    waha.server.phones.get(ANA).exists = False
    assert (await waha.driver.check_number(ANA)).exists is False
    waha.server.set_status("clinic", "STARTING")
    assert (await waha.driver.check_number(ANA)).exists is None


async def test_a_repeated_id_shows_once_or_twice_as_the_phones_are_set(keeping: WahaBench) -> None:
    token = keeping.driver.new_token()
    for collapse, shown in ((True, ["hello"]), (False, ["hello", "hello"])):
        keeping.server.phones.forget()
        keeping.server.phones.collapse = collapse
        await keeping.send(token=token)
        await keeping.send(token=token)
        assert keeping.shown(ANA) == shown
        assert keeping.server.judge()["arrivals"] == 2


async def test_a_reset_between_two_sends_does_not_spoil_the_second(waha: WahaBench) -> None:
    """Every request has its own connection: what happened to an earlier one cannot make this one unsure."""
    waha.server.faults.set("reset_after", count=1)
    assert isinstance((await waha.send())[1], Unsure)
    assert isinstance((await waha.send())[1], Accepted)


async def test_fifty_sends_at_once_all_get_their_own_answer(keeping: WahaBench) -> None:
    outs = [Outgoing(keeping.driver.new_token(), ANA, f"text {n}") for n in range(50)]
    answers = await asyncio.gather(*(keeping.driver.send(out) for out in outs))
    assert answers == [Accepted(out.token) for out in outs]
    assert sorted(keeping.shown(ANA)) == sorted(out.text for out in outs)


@pytest.mark.parametrize(
    ("body", "raw_id"),
    [
        (b'{"id":"true_6281200000001@c.us_3EB0A1"}', "3EB0A1"),
        (b'{"id":"true_111@lid_3EB0A1"}', "3EB0A1"),
        (b'{"key":{"remoteJid":"6281200000001@s.whatsapp.net","fromMe":true,"id":"3EB0A1"}}', "3EB0A1"),
        (
            b'{"id":{"fromMe":true,"remote":"6281200000001@c.us","id":"3EB0A1","_serialized":"true_6@c.us_3EB0A1"}}',
            "3EB0A1",
        ),
        (b'{"id":{"fromMe":true,"remote":"6281200000001@c.us","id":"3EB0A1","$1":"true_6@c.us_3EB0A1"}}', "3EB0A1"),
        (b'{"id":{"fromMe":true,"remote":"6281200000001@c.us","id":"3EB0A1"}}', "3EB0A1"),
        (b"{}", "TOKEN"),
        (b'{"id":7}', "TOKEN"),
        (b" \n", "TOKEN"),
    ],
)
def test_the_raw_id_is_found_in_the_shape_of_every_engine(body: bytes, raw_id: str) -> None:
    assert read_answer(Answer(201, body), "TOKEN") == Accepted(raw_id)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"message":"The method is not implemented by the engine.","statusCode":422}', Rejected("unprocessable")),
        (b'{"error":"Session name is required"}', NotSent("unknown_session", news=News("halted", "unknown_session"))),
        (b'{"error":"Session status is not as expected.","status":"WORKING"}', NotSent("not_working")),
        (b"<html>blocked</html>", Unsure("http_422")),
        (b"null", Unsure("http_422")),
        (b"[1]", Unsure("http_422")),
    ],
)
def test_the_two_bodies_of_a_422_are_told_apart(body: bytes, expected: object) -> None:
    assert read_answer(Answer(422, body), "TOKEN") == expected


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_halts_the_channel(status: int) -> None:
    assert read_answer(Answer(status, b""), "TOKEN") == NotSent("redirected", news=News("halted", "bad_url"))


def test_webjs_words_for_an_unknown_number_are_known() -> None:
    for words in ("No LID for user", "Lid is missing in chat table"):
        body = f'{{"exception":{{"message":"Evaluation failed: {words}"}}}}'.encode()
        assert read_answer(Answer(500, body), "TOKEN") == Rejected("no_such_number")


def test_retry_after_may_be_a_number_or_a_date_and_is_never_more_than_a_day() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100))
    assert Answer(429, b"", {"Retry-After": "7"}).retry_after() == 7.0
    assert 95 < (Answer(429, b"", {"Retry-After": soon}).retry_after() or 0) <= 100
    assert Answer(429, b"", {"Retry-After": "9" * 400}).retry_after() == 86400.0
    assert Answer(429, b"", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}).retry_after() == 0.0
    for odd in ("", "soon", "-5", "²"):
        assert Answer(429, b"", {"Retry-After": odd}).retry_after() is None
    assert read_answer(Answer(429, b""), "TOKEN") == NotSent("slow_down", 60.0, News("slow_down", "http_429", 60.0))
