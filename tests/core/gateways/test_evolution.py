"""Evolution API: its answers, the connection asked for before each send, ids, look-ups, and how its calls are known."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.gateways.base import (
    Accepted,
    Account,
    Call,
    ChannelCheck,
    ChannelEvent,
    Echo,
    Health,
    Incoming,
    LookUpFailed,
    News,
    NotSent,
    NumberCheck,
    Receipt,
    Rejected,
    Sought,
    Stage,
    Template,
    Unsure,
)
from core.gateways.evolution.answers import read_answer
from core.gateways.registry import kind
from core.gateways.wire import Answer
from core.sandbox.evolution.server import Webhook
from tests.core.gateways.conformance.bench import ANA, BUSINESS, PICTURE, SECRET, id_of
from tests.core.gateways.conformance.evolution_bench import EvolutionBench, evolution_bench

RITA, RITA_JID = "+5531987650123", "553187650123@s.whatsapp.net"


@pytest.fixture
async def evolution() -> AsyncIterator[EvolutionBench]:
    async with evolution_bench("2.4.0-rc2") as made:
        yield made


@pytest.fixture
async def older() -> AsyncIterator[EvolutionBench]:
    async with evolution_bench("2.3.7") as made:
        yield made


def answer(status: int, body: Any) -> Answer:
    return Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode())


def error(said: Any, status: int = 400) -> dict[str, Any]:
    return {"status": status, "error": "Bad Request", "response": {"message": said}}


# --- what answers mean


@pytest.mark.parametrize(
    "said",
    [
        [{"jid": "551@s.whatsapp.net", "exists": False, "number": "551"}],
        {"jid": "551@s.whatsapp.net", "exists": False, "number": "551"},
        [[{"jid": "551@s.whatsapp.net", "exists": False, "number": "551"}]],
    ],
)
def test_a_number_that_does_not_exist_is_rejected_however_deep_it_is_told(said: Any) -> None:
    assert read_answer(answer(400, error(said)), None) == Rejected("no_such_number")


@pytest.mark.parametrize(
    "said",
    [
        ["Text is required"],
        [['instance requires property "number"']],
        ["instance.number is not of a type(s) string"],
        ['requires property "number"', "text is not of a type(s) string"],
        ['The "number" cannot be empty'],
        ["Owned media must be a url or base64"],
    ],
)
def test_a_body_that_its_schema_refuses_is_rejected(said: Any) -> None:
    assert read_answer(answer(400, error(said)), None) == Rejected("bad_request")


@pytest.mark.parametrize(
    "said",
    [
        ["Error: Timed Out"],
        ["Error: Invalid `prisma.message.create()` invocation: Text is required"],
        ["Text is required", "Error: Timed Out"],
        ["TypeError: this.instance is not of a type"],
        ["TypeError: Cannot read properties of undefined (reading 'id')"],
        [],
        "x",
    ],
)
def test_any_other_400_may_have_come_after_the_message_had_left(said: Any) -> None:
    assert read_answer(answer(400, error(said)), None) == Unsure("http_400")


def test_a_closed_connection_is_unsure_and_stops_the_channel() -> None:
    assert read_answer(answer(400, error(["Error: Connection Closed"])), None) == Unsure(
        "http_400", news=News("down", "not_connected")
    )
    assert read_answer(answer(500, error("Connection Closed", 500)), None) == Unsure(
        "http_500", news=News("down", "not_connected")
    )


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, error("Unauthorized", 401), "bad_key"),
        (403, error("Forbidden", 403), "bad_key"),
        (404, error(['The "x" instance does not exist'], 404), "unknown_session"),
        (503, {"error": "service not activated", "code": "LICENSE_REQUIRED"}, "license_required"),
    ],
)
def test_what_is_refused_at_the_door_halts_the_channel(status: int, body: Any, reason: str) -> None:
    assert read_answer(answer(status, body), None) == NotSent(reason, news=News("halted", reason))


def test_a_503_without_a_word_about_the_license_is_unsure() -> None:
    assert read_answer(answer(503, b"<html>busy</html>"), None) == Unsure("http_503")
    assert read_answer(answer(502, b""), None) == Unsure("http_502")
    assert read_answer(answer(504, b""), None) == Unsure("http_504")


def test_a_201_without_an_id_is_no_proof_of_anything() -> None:
    assert read_answer(answer(201, {"status": "PENDING"}), "T") == Unsure("no_id")
    assert read_answer(answer(201, b""), "T") == Unsure("no_id")
    assert read_answer(answer(201, b""), "T", media=True) == Accepted("T")
    assert read_answer(answer(201, b""), None, media=True) == Accepted(None)
    assert read_answer(answer(201, {"key": {"id": 7}}), "T") == Unsure("no_id")
    assert read_answer(answer(201, {"key": None}), "T") == Unsure("no_id")


async def test_a_201_with_metas_error_in_it_has_sent_nothing(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("meta_error", count=1)
    assert isinstance((await evolution.send())[1], Rejected)
    assert evolution.shown(ANA) == []


async def test_a_400_after_the_message_has_left_is_unsure_and_its_echo_settles_it(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("late_400", count=1)
    out, sent = await evolution.send()
    assert sent == Unsure("http_400")
    (echo,) = [event for event in await evolution.events() if isinstance(event, Echo)]
    assert echo.ref == out.token


async def test_a_number_without_whatsapp_is_rejected_and_nothing_is_kept_of_the_answer(
    evolution: EvolutionBench,
) -> None:
    evolution.server.phones.get(ANA).exists = False
    assert (await evolution.send())[1] == Rejected("no_such_number")


async def test_templates_are_for_metas_own_api(evolution: EvolutionBench) -> None:
    assert (await evolution.send(template=Template("a", "en")))[1] == Rejected("cannot_send_this")


# --- the connection


async def test_an_instance_that_is_not_connected_is_asked_first_and_nothing_is_unsure(
    evolution: EvolutionBench,
) -> None:
    evolution.server.set_state("clinic", "close")
    assert (await evolution.send())[1] == NotSent("not_working", news=News("down", "not_connected"))
    evolution.server.set_state("clinic", "connecting")
    assert (await evolution.send())[1] == NotSent("not_working", news=News("down", "starting"))
    evolution.server.set_state("clinic", "open")
    assert isinstance((await evolution.send())[1], Accepted)


async def test_a_connection_that_closes_between_the_question_and_the_send_is_unsure(evolution: EvolutionBench) -> None:
    await evolution.send("one")
    evolution.server.set_state("clinic", "close")  # it was open a moment ago
    sent = (await evolution.send("two"))[1]
    assert sent == Unsure("http_500", news=News("down", "not_connected"))
    assert (await evolution.send("three"))[1] == NotSent("not_working", news=News("down", "not_connected"))


async def test_an_instance_that_is_not_loaded_cannot_send(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("state_unknown", count=1)
    assert (await evolution.send())[1] == NotSent("not_working", news=News("down", "not_loaded"))


async def test_no_instance_no_license_no_key_are_told_by_check_and_send(evolution: EvolutionBench) -> None:
    nobody = evolution.connect(sender="nobody", key=evolution.server.key)
    assert (await nobody.check()) == ChannelCheck(Health.HALTED, "unknown_session")
    assert (await nobody.send(evolution.outgoing())) == NotSent(
        "unknown_session", news=News("halted", "unknown_session")
    )
    evolution.server.licensed = False
    assert (await evolution.driver.check()).reason == "license_required"
    assert (await evolution.send())[1] == NotSent("license_required", news=News("halted", "license_required"))
    assert evolution.shown(ANA) == []


async def test_a_check_tells_number_kind_and_version_and_keeps_no_key(evolution: EvolutionBench) -> None:
    found = await evolution.driver.check()
    assert found == ChannelCheck(Health.WORKING, "", BUSINESS, "WHATSAPP-BAILEYS", "2.4.0-rc2")
    assert evolution.server.instances["clinic"].token not in repr(found)


@pytest.mark.parametrize(
    ("state", "reason", "health", "why"),
    [
        ("open", None, Health.WORKING, ""),
        ("connecting", None, Health.STARTING, "starting"),
        ("close", 428, Health.DOWN, "not_connected"),
        ("close", 401, Health.HALTED, "scan_qr_code"),
        ("close", 403, Health.HALTED, "scan_qr_code"),
    ],
)
async def test_each_change_of_the_connection_is_told(
    evolution: EvolutionBench, state: str, reason: int | None, health: Health, why: str
) -> None:
    evolution.server.set_state("clinic", state, reason)
    (event,) = await evolution.events()
    assert isinstance(event, ChannelEvent)
    assert (event.sender, event.health, event.reason, event.number) == ("clinic", health, why, BUSINESS)


async def test_a_code_to_scan_halts_the_channel(evolution: EvolutionBench) -> None:
    evolution.server.show_code("clinic")
    (event,) = await evolution.events()
    assert isinstance(event, ChannelEvent)
    assert (event.health, event.reason) == (Health.HALTED, "scan_qr_code")


async def test_two_closings_at_different_times_are_two_events(evolution: EvolutionBench) -> None:
    for number in range(2):
        evolution.server.now = lambda number=number: datetime(2026, 9, 1, 9, number, tzinfo=UTC)  # type: ignore[misc]
        evolution.server.set_state("clinic", "close")
    assert len(await evolution.events()) == 2


# --- ids


async def test_an_id_is_reserved_only_where_evolution_takes_it(
    evolution: EvolutionBench, older: EvolutionBench
) -> None:
    assert evolution.driver.reserves_ids
    assert not older.driver.reserves_ids
    assert not evolution.closed().reserves_ids


async def test_what_is_accepted_without_an_id_of_ours_has_evolutions_own(older: EvolutionBench) -> None:
    _, sent = await older.send()
    (echo,) = [event for event in await older.events() if isinstance(event, Echo)]
    assert echo.ref == id_of(sent)


async def test_a_foreign_id_ends_the_trust_in_ours(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("other_id", count=1)
    out, sent = await evolution.send()
    assert id_of(sent) != out.token
    assert not evolution.driver.reserves_ids


async def test_a_file_carries_the_id_too(evolution: EvolutionBench) -> None:
    out, sent = await evolution.send("a leaf", media=PICTURE)
    assert id_of(sent) == out.token


async def test_a_reply_quotes_the_message_that_it_answers(evolution: EvolutionBench) -> None:
    asked = evolution.server.answer(ANA, "when?")
    await evolution.send("at nine", reply_to=asked.raw_id)
    assert evolution.server.phones.get(ANA).bubbles[-1].reply_to == asked.raw_id


# --- numbers


async def test_a_number_is_written_to_as_whatsapp_spells_it(evolution: EvolutionBench) -> None:
    phone = evolution.server.phones.add(RITA, "Rita", chat="553187650123@c.us")
    assert await evolution.driver.check_number(RITA) == NumberCheck(True, RITA_JID, phone.lid)
    await evolution.send(to=RITA)
    (echo,) = [event for event in await evolution.events() if isinstance(event, Echo)]
    assert (echo.phone, echo.chat, echo.alias) == ("+553187650123", RITA_JID, phone.lid)
    assert evolution.shown(RITA) == ["hello"]


async def test_a_number_that_whatsapp_does_not_know_is_known_not_to_be_there(evolution: EvolutionBench) -> None:
    evolution.server.phones.get(ANA).exists = False
    assert await evolution.driver.check_number(ANA) == NumberCheck(False)
    evolution.server.set_state("clinic", "close")
    assert await evolution.driver.check_number(ANA) == NumberCheck(None)


# --- looking back


async def test_a_lost_answer_is_found_by_its_id(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("reset_after", count=1)
    out, sent = await evolution.send()
    assert isinstance(sent, Unsure)
    await evolution.events()
    found = await evolution.driver.look_up(Sought(None, ANA, token=out.token))
    assert found is not None
    assert (found.stage, found.ref) == (Stage.DELIVERED, out.token)


async def test_without_an_id_a_lost_answer_is_found_by_person_text_and_time(older: EvolutionBench) -> None:
    older.server.faults.set("reset_after", count=1)
    await older.send("see you at nine")
    now = datetime.now(UTC)
    found = await older.driver.look_up(Sought(None, ANA, text="see you at nine", since=now))
    assert found is not None
    assert found.ref == next(iter(older.server.instances["clinic"].sent))
    assert await older.driver.look_up(Sought(None, ANA, text="see you at ten", since=now)) is None
    later = Sought(None, ANA, text="see you at nine", since=now + timedelta(hours=1))
    assert await older.driver.look_up(later) is None
    with pytest.raises(LookUpFailed):
        await older.driver.look_up(Sought(None, ANA))


async def test_two_that_are_alike_settle_nothing(older: EvolutionBench) -> None:
    await older.send("same")
    await older.send("same")
    assert await older.driver.look_up(Sought(None, ANA, text="same", since=datetime.now(UTC))) is None


async def test_what_its_database_does_not_have_may_have_left(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("not_stored", count=1)
    evolution.server.faults.set("error_after", count=1)
    out, sent = await evolution.send()
    assert isinstance(sent, Unsure)
    assert await evolution.driver.look_up(Sought(None, ANA, token=out.token)) is None
    assert evolution.shown(ANA) == ["hello"]


async def test_a_row_without_a_receipt_is_sent_and_one_with_an_error_failed(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("stuck", count=1)
    out, _ = await evolution.send("one")
    await evolution.events()
    found = await evolution.driver.look_up(Sought(out.token, ANA))
    assert found is not None
    assert found.stage is Stage.SENT
    evolution.server.faults.clear()
    evolution.server.faults.set("ack_error", count=1)
    out, _ = await evolution.send("two")
    await evolution.events()
    found = await evolution.driver.look_up(Sought(out.token, ANA))
    assert found is not None
    assert (found.stage, found.reason) == (Stage.FAILED, "refused_by_whatsapp")


# --- events


async def test_what_the_api_sends_never_comes_as_an_upsert_and_what_is_typed_does(evolution: EvolutionBench) -> None:
    await evolution.send("over the api")
    evolution.server.type_on_phone("clinic", ANA, "typed by hand")
    echoes = {event.text: event.by_api for event in await evolution.events() if isinstance(event, Echo)}
    assert echoes == {"over the api": True, "typed by hand": False}


async def test_a_lost_server_ack_is_implied_by_the_next(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("no_server_ack", count=1)
    await evolution.send()
    stages = [event.stage for event in await evolution.events() if isinstance(event, Receipt)]
    assert stages == [Stage.DELIVERED]


async def test_metas_words_are_receipts_too(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("meta_words")
    await evolution.send()
    await evolution.events()
    evolution.open_chat(ANA)
    stages = {event.stage for event in await evolution.events() if isinstance(event, Receipt)}
    assert stages == {Stage.SENT, Stage.DELIVERED, Stage.READ}


async def test_the_receipt_may_come_before_the_echo_and_the_echo_before_the_answer(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("echo_first", count=1)
    evolution.server.faults.set("ack_first", count=1)
    out, sent = await evolution.send()
    assert id_of(sent) == out.token
    assert {event.ref for event in await evolution.events() if isinstance(event, Echo | Receipt)} == {out.token}


async def test_a_hidden_id_with_no_number_is_never_made_into_one(evolution: EvolutionBench) -> None:
    evolution.server.faults.set("lid_chat")
    evolution.server.faults.set("pn_null")
    await evolution.send()
    evolution.answer(ANA, "yes")
    lid = evolution.server.phones.get(ANA).lid
    people = [(event.phone, event.alias) for event in await evolution.events() if isinstance(event, Echo | Incoming)]
    assert people == [(None, lid), (None, lid)]


# --- calls to the webhook


def call(headers: dict[str, str], query: dict[str, str] | None = None) -> Call:
    return Call.of(b"{}", headers, datetime(2026, 9, 1, 9, tzinfo=UTC), query)


def token_of(secret: str, exp: Any, alg: str = "HS256") -> str:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    head = f"{part({'alg': alg, 'typ': 'JWT'})}.{part({'iat': 1, 'exp': exp, 'app': 'evolution', 'action': 'webhook'})}"
    mac = hmac.new(secret.encode(), head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


ACCOUNT = Account("http://x", "k", "", SECRET)


@pytest.mark.parametrize(
    "headers",
    [{"authorization": f"Bearer {SECRET}"}, {"Authorization": SECRET}, {"X-My-Own-Header": SECRET}],
)
def test_a_header_with_the_secret_opens(headers: dict[str, str]) -> None:
    assert kind("evolution").verify(call(headers), ACCOUNT)


async def test_evolution_is_told_by_its_api_where_to_post_and_its_calls_are_known(evolution: EvolutionBench) -> None:
    instance, url = evolution.server.instances["clinic"], evolution.receiver.url
    instance.webhook = None
    assert await evolution.connect().set_webhook(url, SECRET) == ""  # type: ignore[attr-defined]
    evolution.answer(ANA, "yes")
    (one,) = await evolution.calls()
    assert evolution.kind.verify(one, evolution.account())
    assert await evolution.closed().set_webhook(url, SECRET) == "unreachable"  # type: ignore[attr-defined]
    assert await evolution.bad_key().set_webhook(url, SECRET) == "bad_key"  # type: ignore[attr-defined]


async def test_somebody_elses_webhook_is_left_alone(evolution: EvolutionBench) -> None:
    instance = evolution.server.instances["clinic"]
    instance.webhook = Webhook("http://127.0.0.1:1/theirs")
    told = await evolution.connect().set_webhook(evolution.receiver.url, SECRET)  # type: ignore[attr-defined]
    assert told == "webhook_taken"
    assert instance.webhook.url.endswith("/theirs")


def test_a_key_that_evolution_puts_into_an_event_is_not_kept() -> None:
    body = json.dumps({"event": "x", "apikey": "B6D7\\11'\"FC", "data": {"token": "B6D7", "text": "apikey"}})
    kept = json.loads(kind("evolution").kept(body))
    assert kept == {"event": "x", "apikey": "***", "data": {"token": "***", "text": "apikey"}}
    assert kind("evolution").kept('{"apikey": null}') == '{"apikey": null}'


def test_a_meta_error_is_told_by_its_code() -> None:
    told = {"message": "(#131047) Re-engagement message", "code": 131047, "error_data": {"details": "x"}}
    found = read_answer(answer(201, told), None)
    assert isinstance(found, Rejected)
    assert found.reason == "template_required"
    assert read_answer(answer(201, {"error": {"code": 190}}), None) == NotSent(
        "bad_key", news=News("halted", "bad_key")
    )
    assert read_answer(answer(201, {"error": {"message": "x"}}), None) == Rejected("refused_by_whatsapp")


def test_evolution_by_environment_takes_no_headers_and_is_known_by_the_address() -> None:
    assert kind("evolution").verify(call({}, {"token": SECRET}), ACCOUNT)
    assert not kind("evolution").verify(call({}, {"token": SECRET + "x"}), ACCOUNT)


def test_a_token_signed_with_the_secret_opens_for_as_long_as_it_lives() -> None:
    at = datetime(2026, 9, 1, 9, tzinfo=UTC).timestamp()
    verify = kind("evolution").verify
    assert verify(call({"authorization": f"Bearer {token_of(SECRET, at + 600)}"}), ACCOUNT)
    assert verify(call({"authorization": f"Bearer {token_of(SECRET, at - 30)}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of(SECRET, at - 600)}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of('other', at + 600)}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of(SECRET, at + 600, alg='none')}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of(SECRET, True)}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of(SECRET, None)}"}), ACCOUNT)
    assert not verify(call({"authorization": f"Bearer {token_of('', at + 600)}"}), replace(ACCOUNT, secret=""))


@pytest.mark.parametrize(
    "odd", ["", "Bearer ", "Bearer a.b.c", "Bearer é.é.é", "Bearer " + "x" * 9000, "Basic abc", "..", "Bearer .."]
)
def test_anything_else_is_turned_away(odd: str) -> None:
    assert not kind("evolution").verify(call({"authorization": odd}), ACCOUNT)
    assert not kind("evolution").verify(call({"authorization": odd}), replace(ACCOUNT, secret=""))
