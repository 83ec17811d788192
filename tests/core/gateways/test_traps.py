"""Traps of the contract pages that concern one sentence of a provider each. The others are beside what they concern: TRAPS.md
says where."""

from __future__ import annotations

import ast
import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from core.gateways.base import (
    Accepted,
    Account,
    Echo,
    LookUpFailed,
    Media,
    NumberCheck,
    Outgoing,
    Rejected,
    Stage,
    Unsure,
)
from core.gateways.registry import kind
from core.gateways.waha.answers import read_answer
from core.gateways.waha.webhook import with_webhook
from core.gateways.wire import Answer
from storage import db
from storage.queries import directory
from tests.core.cloud_lab import cloud_channel
from tests.core.gateways.conformance.bench import ANA, PICTURE, SECRET, id_of, look_up
from tests.core.gateways.conformance.chatwoot_bench import INBOX, chatwoot_bench
from tests.core.gateways.conformance.cloud_bench import cloud_bench
from tests.core.gateways.conformance.evolution_bench import evolution_bench
from tests.core.gateways.conformance.waha_bench import WahaBench
from tests.core.gateways.test_waha_engines import asked
from tests.lab import Lab

ROOT = Path(__file__).parents[3]
PAYLOADS = ROOT / "tests" / "payloads"
LISBON = "+351912000001"
RAW = "3EB0A1B2C3D4E5F60718"


# -- the page of traps


def test_every_trap_has_its_test() -> None:
    """Nothing is imported: what a test is called is read."""
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", (Path(__file__).parent / "TRAPS.md").read_text()))
    there = {(path, name) for path in {path for path, _ in named} for name in _tests_in(ROOT / "tests" / "core" / path)}
    assert named - there == set()
    assert len(named) > 150


def _tests_in(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_payload_that_a_trap_names_is_there() -> None:
    said = (Path(__file__).parent / "TRAPS.md").read_text()
    files = re.findall(r"`((?:waha|cloud|bizchat|chatwoot|evolution)/\w+)`", said)
    assert [one for one in files if not (PAYLOADS / f"{one}.json").is_file()] == []
    assert len(files) > 100


# -- WAHA


@pytest.mark.parametrize(
    "message",
    [
        "The method is available only in Plus version for 'NOWEB' engine.",  # files, before 2026.6.1
        "The method is not implemented by the engine.",
        "Use the chrome image to send videos",
    ],
)
def test_a_422_in_the_words_of_nest_is_no_session_that_does_not_work(message: str) -> None:
    """Nest's own body has an `error` too, and its `statusCode` is no `status` of a session."""
    body = {"message": message, "error": "Unprocessable Entity", "statusCode": 422}
    assert read_answer(Answer(422, json.dumps(body).encode()), None) == Rejected("unprocessable")


@pytest.mark.parametrize("place", ["message", "details"])
def test_error_463_is_found_in_either_place_of_what_was_thrown(place: str) -> None:
    thrown = {"message": "Error", "name": "Error", "code": 2, "details": "", "stack": "at x"}
    body = {"statusCode": 500, "exception": thrown | {place: "2 UNKNOWN: server returned error 463"}}
    found = read_answer(Answer(500, json.dumps(body).encode()), None)
    assert isinstance(found, Rejected)
    assert found.reason == "new_contacts_paused"
    longer = {"statusCode": 500, "exception": thrown | {place: "server returned error 4631"}}
    assert read_answer(Answer(500, json.dumps(longer).encode()), None) == Unsure("http_500")


async def test_a_number_that_exists_and_whose_chat_is_not_told_exists(gows: WahaBench) -> None:
    async def told(request: web.Request) -> web.Response:
        known = request.path == "/api/contacts/check-exists"
        return web.json_response({"numberExists": True, "chatId": None} if known else {"lid": None, "pn": None})

    async with asked(told) as (url, _):
        assert await gows.connect(url=url).check_number(ANA) == NumberCheck(True)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, {"message": "Cannot GET /api/clinic/chats/all/messages/3EB0", "error": "Not Found", "statusCode": 404}),
        (404, None),
        (200, {}),
        (400, {"message": "Enable NOWEB store", "statusCode": 400}),
        (200, {"id": f"true_6281200000001@c.us_{RAW}0"}),
        (200, {"id": f"false_6281200000001@c.us_{RAW}"}),
    ],
)
async def test_only_wahas_own_words_say_that_a_message_is_not_there(gows: WahaBench, status: int, body: Any) -> None:
    """Not a proxy's 404, not a store that is off, not another message."""

    async def told(request: web.Request) -> web.Response:
        if "/messages/" in request.path:
            return web.json_response(body, status=status)
        version = {"version": "2026.7.2", "engine": "NOWEB"}
        return web.json_response(version if request.path.endswith("version") else {"engine": {"engine": "NOWEB"}})

    async with asked(told) as (url, _):
        with pytest.raises(LookUpFailed):
            await look_up(gows.connect(url=url), RAW, ANA)


async def test_a_message_that_is_pending_in_the_store_has_left(keeping: WahaBench) -> None:
    """NOWEB leaves it PENDING although it was delivered (#1167, #1379)."""
    keeping.server.switch(ANA, on=False)
    out, _ = await keeping.send()
    await keeping.server.settled()
    (sent,) = keeping.server.sessions["clinic"].sent.values()
    sent.bubble.tick = type(sent.bubble.tick).PENDING
    assert await look_up(keeping.driver, out.token or "", ANA) is Stage.SENT


async def test_a_reply_and_each_kind_of_file_is_asked_for_in_wahas_words(gows: WahaBench) -> None:
    bodies: dict[str, Any] = {}

    async def take(request: web.Request) -> web.Response:
        bodies[request.path] = await request.json()
        return web.json_response({}, status=201)

    sound = replace(PICTURE, kind="audio", mime="audio/ogg", name="note.ogg")
    async with asked(take) as (url, _):
        driver = gows.connect(url=url)
        await driver.send(Outgoing("3EB0A1", ANA, "at nine", reply_to="3AAABBBCCC"))
        await driver.send(Outgoing("3EB0A2", ANA, "a leaf", media=PICTURE))
        await driver.send(Outgoing("3EB0A3", ANA, "", media=sound))
        await driver.send(Outgoing("3EB0A4", ANA, "listen", media=sound))
        await driver.send(Outgoing("3EB0A5", ANA, "look", media=replace(PICTURE, kind="video", mime="video/mp4")))
    assert bodies["/api/sendText"]["reply_to"] == "3AAABBBCCC"
    for path, body in bodies.items():
        assert (body["session"], body["chatId"]) == ("clinic", "6281200000001@c.us"), path
        if path != "/api/sendText":
            assert base64.b64decode(body["file"]["data"], validate=True) == PICTURE.data, "and no data: before it"
            assert "url" not in body["file"], "WAHA fetches nothing"
    assert "caption" not in bodies["/api/sendVoice"]
    assert bodies["/api/sendVoice"]["convert"] is True
    assert bodies["/api/sendFile"]["caption"] == "listen", "a voice message has no words: a sound with words is a file"
    assert bodies["/api/sendVideo"]["convert"] is True
    assert {body["id"] for body in bodies.values()} == {"3EB0A1", "3EB0A2", "3EB0A3", "3EB0A4", "3EB0A5"}


async def test_a_file_that_takes_no_id_of_ours_is_known_by_its_own(keeping: WahaBench) -> None:
    """That files take an id is written nowhere: it was read in the source."""
    keeping.server.faults.set("other_id", count=1)
    out, sent = await keeping.send("a leaf", media=PICTURE)
    assert id_of(sent) != out.token
    (echo,) = [event for event in await keeping.events() if isinstance(event, Echo)]
    assert echo.ref == id_of(sent)
    assert not keeping.driver.reserves_ids


async def test_the_key_in_what_a_session_tells_of_itself_is_not_kept(waha: WahaBench) -> None:
    assert SECRET in json.dumps(waha.server.sessions["clinic"].as_json(waha.server.now())), "it is told"
    assert SECRET not in repr(await waha.driver.check())


def test_a_webhook_is_added_beside_others_once_and_asks_for_each_event_once() -> None:
    """`PUT` replaces all of the config. With `message` beside `message.any` each would come twice."""
    other = {"url": "https://crm.example/hook", "events": ["message"]}
    config = {"metadata": {"tenant.id": "t-9"}, "noweb": {"store": {"enabled": True}}, "webhooks": [other]}
    first = with_webhook(config, "https://old.example/webhooks/abc", "s")
    found = with_webhook(first, "https://new.example/webhooks/abc", "secret")
    assert {name: found[name] for name in ("metadata", "noweb")} == {
        name: config[name] for name in ("metadata", "noweb")
    }
    assert found["webhooks"][0] == other
    (ours,) = found["webhooks"][1:]
    assert (ours["url"], ours["hmac"]) == ("https://new.example/webhooks/abc", {"key": "secret"})
    assert ours["events"] == ["message.any", "message.ack", "session.status"]


async def test_a_person_with_two_hidden_ids_is_one_person(lab: Lab) -> None:
    """#2178. The one that was told last is known without the number beside it; neither is ever made into a number."""
    ana = await lab.contact("Ana", LISBON)
    number = {"key": {"remoteJidAlt": "351912000001@s.whatsapp.net"}}
    for lid, beside in (("111@lid", number), ("222@lid", number), ("222@lid", {}), ("333@lid", {})):
        said = lab.incoming(LISBON, f"I am {lid}")
        said["payload"] |= {"id": said["payload"]["id"].replace("351912000001@c.us", lid), "from": lid, "_data": beside}
        await lab.hear(said)
    answers = await db.rows("select contact_id, phone from answer order by id")
    assert [row["contact_id"] for row in answers] == [ana, ana, ana, None]
    assert [row["phone"] for row in answers] == [LISBON, LISBON, LISBON, None]


# -- the Cloud API


def _tap(payload: str, words: str) -> dict[str, Any]:
    wrote = {"from": "351912000001", "id": f"wamid.{payload}", "timestamp": "1790000000", "type": "button"}
    return {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "106500000000001", "display_phone_number": "+351 210 000 001"},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": "351912000001"}],
        "messages": [wrote | {"button": {"payload": payload, "text": words}, "context": {"id": "wamid.OUT"}}],
    }


@pytest.mark.parametrize(
    ("payload", "words", "blocked"),
    [
        ("STOP_PROMO", "Stop promotions", True),
        ("STOP", "Ne plus recevoir", True),
        ("x1", "Detener promociones", True),
        ("x2", "Interromper promoções", True),
        ("x3", "Hentikan promosi", True),
        ("YES_9", "See you at nine", False),
    ],
)
async def test_a_button_that_stands_for_stop_stops_whatever_its_words_are(
    lab: Lab, payload: str, words: str, blocked: bool
) -> None:
    """Meta has no list of words: a template's button comes as an ordinary answer."""
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", LISBON)
        server.change("messages", _tap(payload, words))
        await server.settled()
        await lab.settled()
        contact = await directory.get(lab.workspace["id"], ana)
        assert (contact["blocked_by"] == "contact") is blocked
        assert len(await lab.told("opted_out" if blocked else "answer")) == 1


async def test_a_button_that_stands_for_start_takes_no_stop_back(lab: Lab) -> None:
    """START is a common name of what a button begins: only a person's own word lifts what they said."""
    async with cloud_channel(lab) as server:
        ana = await lab.contact("Ana", LISBON)
        for payload, words in (("STOP", "No more"), ("START", "Book a visit")):
            server.change("messages", _tap(payload, words))
            await server.settled()
            await lab.settled()
        assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "contact"


async def test_meta_may_post_two_megabytes_and_not_four(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        for megabytes, status in ((2, 200), (4, 413)):
            raw = json.dumps({"object": "x", "entry": [], "more": "x" * megabytes * 2**20}).encode()
            async with (
                aiohttp.ClientSession() as session,
                session.post(server.hooks[0].url, data=io.BytesIO(raw), headers=server._signed(raw, False)) as answer,
            ):
                assert answer.status == status


async def test_a_signature_of_another_form_is_none_and_meta_s_escapes_are_signed_as_they_came() -> None:
    async with cloud_bench() as bench:
        bench.answer(ANA, "Olá / <b> 100 % ñ @")
        (one,) = await bench.calls()
        assert rb"\u00e1" in one.raw
        assert rb"\/" in one.raw
        assert bench.kind.verify(one, bench.account())
        again = json.dumps(json.loads(one.raw)).encode()
        assert not bench.kind.verify(replace(one, raw=again), bench.account()), "parsed and written again"
        given = one.headers["x-hub-signature-256"]
        for wrong in (given[7:], "sha256=", "sha1=" + given[7:], given + "0", given[:-1], "sha256=é"):
            headers = {**one.headers, "x-hub-signature-256": wrong}
            assert not bench.kind.verify(replace(one, headers=headers), bench.account())


def test_what_meta_repeats_in_another_batch_has_the_same_keys() -> None:
    """A retry may be batched anew: no key is made of a whole body."""
    batch = json.loads((PAYLOADS / "cloud" / "batch_statuses.json").read_text())["body"]
    together = [event.key for event in kind("cloud").read_events(batch)]
    apart = []
    for entry in batch["entry"]:
        for change in entry["changes"]:
            for status in change["value"]["statuses"]:
                one = change | {"value": change["value"] | {"statuses": [status]}}
                body = {"object": batch["object"], "entry": [entry | {"changes": [one]}]}
                apart += [event.key for event in kind("cloud").read_events(body)]
    assert len(together) > 2
    assert apart == together


def test_what_meta_gives_back_with_a_receipt_is_short_and_nobodys_name() -> None:
    """Any app that listens to the account sees it, and 512 characters is the most."""
    driver = kind("cloud").connect(Account("https://x.example", "k", "1065"))
    token = driver.new_token()
    assert re.fullmatch(r"b[0-9a-f]{24}", token)


# -- Chatwoot


async def test_a_file_in_a_form_carries_our_token_too() -> None:
    async with chatwoot_bench() as bench:
        out = bench.outgoing("a leaf", token="belfry-1", media=PICTURE)
        assert isinstance(await bench.driver.send(out), Accepted)
        tokens = {event.token for event in await bench.events() if isinstance(event, Echo)}
        assert tokens == {"belfry-1"}


async def test_an_inbox_with_one_conversation_for_each_person_is_written_to_in_that_one() -> None:
    async with chatwoot_bench() as bench:
        world = bench.server.world
        world.inboxes[INBOX].locked = True
        bench.answer(ANA, "hello?")
        next(iter(world.conversations.values())).status = "resolved"
        for text in ("one", "two"):
            assert isinstance((await bench.send(text))[1], Accepted)
        assert len(world.conversations) == 1
        assert bench.shown(ANA) == ["one", "two"]


# -- Evolution API


async def test_evolution_is_asked_for_no_delay_and_for_a_sound_as_a_file_with_its_id() -> None:
    """A delay is held inside the request; the route for voice messages passes no id on."""
    bodies: dict[str, Any] = {}

    async def take(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response({"instance": {"instanceName": "clinic", "state": "open"}})
        bodies[request.path] = await request.json()
        return web.json_response({"key": {"id": "3EB0A1"}}, status=201)

    sound = Media("audio", "audio/ogg", "note.ogg", b"OggS", None)
    async with evolution_bench("2.4.0-rc2") as bench, asked(take) as (url, _):
        driver = bench.connect(url=url)
        await driver.send(Outgoing("3EB0A1", ANA, "hello"))
        await driver.send(Outgoing("3EB0A2", ANA, "", media=sound))
    assert list(bodies) == ["/message/sendText/clinic", "/message/sendMedia/clinic"]
    assert [body["messageId"] for body in bodies.values()] == ["3EB0A1", "3EB0A2"]
    assert not any("delay" in body for body in bodies.values())
    assert bodies["/message/sendMedia/clinic"]["media"] == base64.b64encode(b"OggS").decode()


@pytest.mark.parametrize("name", ["update_delivery", "answer", "echo", "open"])
def test_evolutions_own_time_is_never_taken_for_an_instant(name: str) -> None:
    """`date_time` is its local time with a Z behind it."""
    body = json.loads((PAYLOADS / "evolution" / f"{name}.json").read_text())["body"]
    body["date_time"] = "2031-01-01T00:00:00.000Z"
    assert not any(str(getattr(event, "at", "")).startswith("2031") for event in kind("evolution").read_events(body))


# -- BizChat


async def test_bizchats_button_that_verifies_a_webhook_is_answered_with_200(lab: Lab) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{lab.url}/webhooks/{lab.hook}") as answer:
        assert answer.status == 200
