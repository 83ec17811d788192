"""The public address: what is let in, what is turned away, and what that leaves behind."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from storage import db
from tests.lab import Lab

ANA = "+351912000001"


async def _stored() -> int:
    return len(await db.rows("select id from provider_event"))


async def test_a_wrong_signature_is_401_and_nothing_is_stored(lab: Lab) -> None:
    assert await lab.post(lab.incoming(ANA, "hello"), key="wrong") == 401
    assert await _stored() == 0


async def test_no_signature_at_all_is_401(lab: Lab) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{lab.url}/webhooks/{lab.hook}", json=lab.incoming(ANA, "hello")) as answer,
    ):
        assert answer.status == 401
    assert await _stored() == 0


async def test_a_signature_over_other_bytes_of_the_same_json_is_401(lab: Lab) -> None:
    from core.sandbox.waha.hooks import sign

    event = lab.incoming(ANA, "hello")
    headers = {
        "X-Webhook-Hmac": sign(json.dumps(event).encode(), lab.secret),
        "X-Webhook-Hmac-Algorithm": "sha512",
    }
    raw = json.dumps(event, separators=(",", ":")).encode()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{lab.url}/webhooks/{lab.hook}", data=raw, headers=headers) as answer,
    ):
        assert answer.status == 401


async def test_a_body_of_five_megabytes_is_413_and_nothing_is_stored(lab: Lab) -> None:
    assert await lab.post(b'{"event": "' + b"x" * 5 * 2**20 + b'"}') == 413
    assert await _stored() == 0


async def test_a_body_just_under_the_limit_is_taken(lab: Lab) -> None:
    event = lab.incoming(ANA, "x" * 900_000)
    assert await lab.post(event) == 200
    await lab.settled()
    assert len((await db.rows("select text from answer"))[0]["text"]) == 900_000


async def test_a_body_over_what_its_gateway_may_post_is_413_and_nothing_is_stored(lab: Lab) -> None:
    assert await lab.post(lab.incoming(ANA, "x" * 1_100_000)) == 413
    assert await _stored() == 0


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"a": ' * 50_000, b"1" * 10_000])
async def test_what_is_no_json_is_400_and_nothing_is_stored(lab: Lab, raw: bytes) -> None:
    assert await lab.post(raw) == 400
    assert await _stored() == 0


@pytest.mark.parametrize("raw", [b"null", b"[]", b'"text"', b"1"])
async def test_what_is_signed_and_no_json_object_is_kept_and_counted_and_not_asked_for_again(
    lab: Lab, raw: bytes
) -> None:
    assert await lab.post(raw) == 200
    assert await _stored() == 1
    assert await lab.count("unknown_event") == 1


async def test_several_bodies_in_one_list_are_all_read(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    raw = json.dumps([lab.incoming(ANA, "yes"), lab.incoming(ANA, "at nine")]).encode()
    assert await lab.post(raw) == 200
    await lab.settled()
    answers = await db.rows("select text, contact_id from answer order by id")
    assert [(row["text"], row["contact_id"]) for row in answers] == [("yes", ana), ("at nine", ana)]


async def test_a_name_of_the_event_behind_the_address_is_taken_along(lab: Lab) -> None:
    """Evolution with `byEvents` posts to …/messages-upsert."""
    await lab.contact("Ana", ANA)
    assert await lab.post(lab.incoming(ANA, "yes"), hook=f"{lab.hook}/messages-upsert") == 200
    await lab.settled()
    assert [row["text"] for row in await db.rows("select text from answer")] == ["yes"]


async def test_many_that_come_at_once_are_each_kept_once_and_worked_on(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    said = [lab.incoming(ANA, f"word {number}") for number in range(12)]
    answers = await asyncio.gather(*(lab.post(one) for one in said * 2), lab.post({}, hook="guess"), lab.post(b"{"))
    assert answers == [200] * 24 + [404, 400]
    await lab.settled()
    found = await db.rows("select text, contact_id from answer")
    assert sorted((row["text"], row["contact_id"]) for row in found) == sorted((f"word {n}", ana) for n in range(12))


async def test_an_unknown_hook_is_404(lab: Lab) -> None:
    assert await lab.post(lab.incoming(ANA, "hello"), hook="guess") == 404


@pytest.mark.parametrize(
    ("event", "counted"),
    [({"event": "tomorrow.s.event", "payload": {}}, 1), ({"event": "presence.update", "payload": {}}, 0)],
)
async def test_an_unknown_event_is_200_and_counted_and_one_that_is_none_of_our_business_is_not(
    lab: Lab, event: dict[str, object], counted: int
) -> None:
    assert await lab.post({"session": "clinic", **event}) == 200
    assert await lab.count("unknown_event") == counted
    assert [row["state"] for row in await db.rows("select state from provider_event")] == ["unknown"]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        {"id": None},
        {"id": "true_"},
        {"id": "true__x"},
        {"id": "true_351912000001@c.us_" + "x" * 5000, "ack": 2},
        {"id": "true_351912000001@c.us_A\x00B", "ack": 2, "fromMe": True},
        {"id": "false_351912000001@c.us_A", "body": "\ud800 half", "fromMe": False},
        {"id": "false_351912000001@c.us_B", "body": "nul \x00 in it", "fromMe": False, "timestamp": 10**30},
        {"id": "false_351912000001@c.us_C", "body": 7, "fromMe": "yes", "timestamp": "soon"},
        {"id": {"_serialized": ["x"]}, "ack": True},
    ],
)
@pytest.mark.parametrize("name", ["message.any", "message.ack", "session.status"])
async def test_odd_payloads_are_200_and_break_nothing(lab: Lab, name: str, payload: object) -> None:
    assert await lab.post({"session": "clinic", "event": name, "payload": payload, "timestamp": 1}) == 200
    await lab.settled()
    assert await lab.count("event_given_up") == 0
    assert [row["state"] for row in await db.rows("select state from provider_event where attempts > 0")] == []


async def test_a_database_that_is_away_is_503_and_the_repeat_is_taken(lab: Lab) -> None:
    event = lab.incoming(ANA, "hello")
    with lab.database_away():
        assert await lab.post(event) == 503
    assert await _stored() == 0
    assert await lab.post(event) == 200
    await lab.settled()
    assert len(await db.rows("select id from answer")) == 1


async def test_a_database_that_goes_away_behind_the_200_costs_nothing(lab: Lab) -> None:
    """Stored, answered, and then the database is gone for a while: the sweep does what was left."""
    event = lab.incoming(ANA, "hello")
    assert await lab.post(event) == 200
    with lab.database_away():
        for _ in range(100):
            await asyncio.sleep(0)
    lab.later(seconds=6)
    await lab.rounds(2)
    assert len(await db.rows("select id from answer")) == 1


async def test_a_person_who_opens_the_address_is_told_what_it_is_for(lab: Lab) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{lab.url}/webhooks/{lab.hook}") as known,
        session.get(f"{lab.url}/webhooks/guess") as guess,
    ):
        assert known.status == guess.status == 200
        assert await known.text() == await guess.text(), "whether a hook exists is nobody's business"
