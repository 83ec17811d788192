"""The pretend WAHA from outside: as strict as the real one, and as odd."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from core.gateways.base import Accepted, Account, Outgoing
from core.gateways.registry import kind
from core.sandbox.waha.server import WahaServer
from tests.core.sandbox.waha_bench import ANA, CHAT, Bench, waha_bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with waha_bench() as made:
        yield made


async def test_nothing_is_answered_without_the_key(bench: Bench) -> None:
    refused = (401, {"message": "Unauthorized", "statusCode": 401})
    assert await bench.ask("GET", "/api/sessions/clinic", headers={}) == refused
    assert await bench.ask("GET", "/api/sessions/clinic", headers={"X-Api-Key": "wrong"}) == refused
    status, _ = await bench.ask("GET", f"/api/sessions/clinic?x-api-key={bench.server.key}", headers={})
    assert status == 200


async def test_the_answer_to_a_send_has_the_shape_of_its_engine() -> None:
    async with waha_bench("GOWS") as gows:
        status, body = await gows.send(id="3EB0A1")
        assert (status, body["id"]) == (201, f"true_{CHAT}_3EB0A1")
        assert body["_data"]["Info"]["Chat"] == "6281200000001@s.whatsapp.net"
    async with waha_bench("NOWEB") as noweb:
        status, body = await noweb.send(id="3EB0A1")
        assert (status, body["key"]) == (
            201,
            {"remoteJid": "6281200000001@s.whatsapp.net", "fromMe": True, "id": "3EB0A1"},
        )
        assert body["status"] == "PENDING"


async def test_the_web_engines_choose_the_id_themselves_and_say_it_in_their_own_places() -> None:
    async with waha_bench("WEBJS") as webjs:
        status, body = await webjs.send(id="3EB0A1")
        raw_id = body["id"]["id"]
        assert (status, raw_id != "3EB0A1") == (201, True)
        assert body["id"] == {
            "fromMe": True,
            "remote": CHAT,
            "id": raw_id,
            "_serialized": f"true_{CHAT}_{raw_id}",
        }
        assert body["_data"]["id"] == body["id"]
        assert (body["from"], body["to"], body["ack"]) == ("6281199990000@c.us", CHAT, 0)
        assert body["_data"]["to"] == {"server": "c.us", "user": "6281200000001", "_serialized": CHAT}
        webjs.server.faults.set("renamed_id", count=1)
        _, body = await webjs.send()
        assert ("$1" in body["id"], "_serialized" in body["id"]) == (True, False)
    async with waha_bench("WPP") as wpp:
        status, body = await wpp.send(id="3EB0A1")
        assert status == 201
        assert re.fullmatch(f"true_{CHAT}_3EB0[0-9A-F]{{18}}", body["id"])
        assert (body["from"], body["to"], body["ackName"]) == ("6281199990000@c.us", CHAT, "PENDING")
        wpp.server.faults.set("renamed_id", count=1)
        _, body = await wpp.send()
        assert body["id"] is None
        assert body["_data"]["id"]["$1"].startswith(f"true_{CHAT}_")


async def test_an_older_version_chooses_the_id_itself_too() -> None:
    async with waha_bench("GOWS", version="2026.4.2") as bench:
        assert (await bench.send(id="3EB0A1"))[1]["id"] != f"true_{CHAT}_3EB0A1"


async def test_a_web_engine_has_no_new_message_ids() -> None:
    for engine in ("WEBJS", "WPP"):
        async with waha_bench(engine) as bench:
            status, body = await bench.ask("GET", "/api/clinic/new-message-id")
            assert (status, body["message"]) == (422, "The method is not implemented by the engine.")


@pytest.mark.parametrize(
    ("engine", "sender", "to", "ack"),
    [
        ("GOWS", CHAT, None, 1),
        ("NOWEB", CHAT, None, 0),
        ("WEBJS", "6281199990000@c.us", CHAT, 0),
        ("WPP", "6281199990000@c.us", CHAT, 0),
    ],
)
async def test_from_and_to_of_an_echo_are_those_of_its_engine(
    engine: str, sender: str, to: str | None, ack: int
) -> None:
    async with waha_bench(engine) as bench:
        await bench.send()
        payload = (await bench.receiver.wait_for("message.any")).body["payload"]
        assert (payload["from"], payload["ack"], payload["source"]) == (sender, ack, "api")
        assert ("to" in payload) is (engine != "NOWEB")
        assert payload.get("to") == to


@pytest.mark.parametrize(
    ("engine", "acks", "sender", "to"),
    [
        ("GOWS", [2], CHAT, None),
        ("NOWEB", [1, 2], CHAT, None),
        ("WEBJS", [1, 2], "6281199990000@c.us", CHAT),
        ("WPP", [1, 2], CHAT, CHAT),
    ],
)
async def test_the_acks_of_a_send_are_those_of_its_engine(
    engine: str, acks: list[int], sender: str, to: str | None
) -> None:
    async with waha_bench(engine) as bench:
        await bench.send("hello")
        await bench.server.settled()
        assert sorted(bench.receiver.acks()) == acks
        payload = bench.receiver.named("message.ack")[-1].body["payload"]
        assert (payload["from"], payload["to"], payload["fromMe"]) == (sender, to, True)
        assert payload.get("body") == ("hello" if engine == "WEBJS" else None)
        if engine == "WPP":
            model, level, _ = payload["_data"]
            assert (model["body"], level) == ("hello", payload["ack"])


async def test_a_web_engine_finds_a_message_in_its_chat_and_by_its_full_id() -> None:
    for engine, by_raw_id in (("WEBJS", 200), ("WPP", 404)):
        async with waha_bench(engine) as bench:
            await bench.send()
            (raw_id,) = bench.server.sessions["clinic"].sent
            start = f"/api/clinic/chats/{CHAT}/messages/"
            assert (await bench.ask("GET", f"/api/clinic/chats/all/messages/{raw_id}"))[0] == 404
            assert (await bench.ask("GET", start + raw_id))[0] == by_raw_id
            assert (await bench.ask("GET", start + f"true_{CHAT}_{raw_id}"))[0] == 200


async def test_a_browser_is_named_where_there_is_one() -> None:
    for engine, browser in (("WEBJS", True), ("WPP", True), ("GOWS", False)):
        async with waha_bench(engine) as bench:
            _, session = await bench.ask("GET", "/api/sessions/clinic")
            assert session["engine"]["engine"] == engine
            assert ("WWebVersion" in session["engine"]) is browser
            assert bool((await bench.ask("GET", "/api/server/version"))[1]["browser"]) is browser


async def test_a_quota_of_new_chats_is_in_me_and_in_the_status_until_it_is_taken_back(bench: Bench) -> None:
    await bench.control("sessions/clinic", capping="CAPPED")
    assert (await bench.ask("GET", "/api/sessions/clinic"))[1]["me"]["messageCapping"]["cappingStatus"] == "CAPPED"
    told = await bench.receiver.wait_for("session.status")
    assert told.body["payload"]["data"]["messageCapping"]["usedQuota"] == 1000
    await bench.control("sessions/clinic", capping=None)
    await bench.server.settled()
    assert bench.receiver.named("session.status")[-1].body["payload"]["data"] is None


async def test_a_session_that_does_not_exist_or_is_not_named_is_a_422(bench: Bench) -> None:
    assert await bench.send(session="x") == (422, {"error": 'Session "x" does not exist', "session": "x"})
    assert await bench.send(session=None) == (422, {"error": "Session name is required"})
    assert await bench.ask("GET", "/api/sessions/x") == (
        404,
        {"message": "Session not found", "error": "Not Found", "statusCode": 404},
    )


async def test_a_session_that_does_not_work_is_a_422_with_its_status(bench: Bench) -> None:
    bench.server.set_status("clinic", "SCAN_QR_CODE")
    status, body = await bench.send()
    assert (status, body["status"], body["expected"], body["session"]) == (422, "SCAN_QR_CODE", ["WORKING"], "clinic")


async def test_a_send_waits_for_a_session_that_comes_back_in_time() -> None:
    async with waha_bench(wait_working=5) as bench:
        bench.server.set_status("clinic", "STARTING")
        sending = asyncio.create_task(bench.send())
        await bench.receiver.wait_for("session.status")
        bench.server.set_status("clinic", "WORKING")
        assert (await sending)[0] == 201


async def test_what_is_missing_is_a_500_that_gives_the_request_back(bench: Bench) -> None:
    status, body = await bench.send("my secret", chatId=None)
    assert status == 500
    assert body["request"]["body"]["text"] == "my secret"
    assert (await bench.send(chatId="123@g.us"))[0] == 500


async def test_broken_json_is_a_400_and_an_unknown_path_a_404(bench: Bench) -> None:
    assert (await bench.ask("POST", "/api/sendText", data="{"))[0] == 400
    assert (await bench.ask("POST", "/api/sendTelepathy", json={}))[0] == 404


async def test_a_bare_number_is_a_chat_and_a_new_id_looks_like_one(bench: Bench) -> None:
    _, body = await bench.send(chatId="6281200000001")
    assert re.fullmatch(f"true_{CHAT}_3EB0[0-9A-F]{{18}}", body["id"])
    _, body = await bench.ask("GET", "/api/clinic/new-message-id")
    assert re.fullmatch("3EB0[0-9A-F]{18}", body["id"])


async def test_numbers_and_hidden_ids_find_each_other(bench: Bench) -> None:
    lid = bench.server.phones.get(ANA).lid
    assert await bench.ask("GET", f"/api/clinic/lids/{lid.replace('@', '%40')}") == (200, {"lid": lid, "pn": CHAT})
    assert (await bench.ask("GET", "/api/clinic/lids/999"))[1] == {"lid": "999@lid", "pn": None}
    assert (await bench.ask("GET", "/api/clinic/lids/pn/6281200000001"))[1] == {"lid": lid, "pn": CHAT}
    known = await bench.ask("GET", "/api/contacts/check-exists?phone=6281200000001&session=clinic")
    assert known == (200, {"numberExists": True, "chatId": CHAT, "pn": CHAT})
    bench.server.phones.get(ANA).exists = False
    _, unknown = await bench.ask("GET", "/api/contacts/check-exists?phone=6281200000001&session=clinic")
    assert unknown["numberExists"] is False


async def test_a_message_is_found_by_its_raw_id_and_by_its_full_one(bench: Bench) -> None:
    await bench.send(id="3EB0A1")
    for name in ("3EB0A1", f"true_{CHAT}_3EB0A1"):
        status, body = await bench.ask("GET", f"/api/clinic/chats/all/messages/{name}")
        assert (status, body["body"], body["fromMe"]) == (200, "hello", True)
    absent = (404, {"message": "Message not found", "error": "Not Found", "statusCode": 404})
    assert await bench.ask("GET", "/api/clinic/chats/all/messages/3EB0FF") == absent


async def test_sessions_start_stop_and_restart_and_say_so(bench: Bench) -> None:
    _, body = await bench.ask("POST", "/api/sessions/clinic/stop")
    assert body["status"] == "STOPPED"
    assert await bench.ask("GET", "/api/sessions") == (200, [])
    assert len((await bench.ask("GET", "/api/sessions?all=true"))[1]) == 1
    assert await bench.ask("GET", "/api/sessions/clinic/me") == (200, None)
    status, _ = await bench.ask("POST", "/api/sessions/clinic/start")
    assert status == 201
    await bench.receiver.wait_for("session.status", 4)
    assert bench.server.sessions["clinic"].status == "WORKING"
    assert (await bench.ask("GET", "/api/sessions/clinic/me"))[1]["id"] == "6281199990000@c.us"
    _, version = await bench.ask("GET", "/api/server/version")
    assert (version["engine"], version["tier"]) == ("GOWS", "CORE")


async def test_what_hangs_is_cut_when_the_fault_is_cleared(bench: Bench) -> None:
    for fault, shown in (("hang_before", 0), ("hang_after", 1)):
        hangs = asyncio.Event()
        stop = bench.server.on_change(lambda change, hangs=hangs: hangs.set() if change.get("hanging") else None)
        bench.server.faults.set(fault, count=1)
        sending = asyncio.create_task(bench.send())
        await hangs.wait()
        assert len(bench.server.phones.get(ANA).bubbles) == shown
        bench.server.faults.clear()
        with pytest.raises(aiohttp.ClientError):
            await sending
        stop()


async def test_a_slow_answer_comes_after_its_message(bench: Bench) -> None:
    bench.server.faults.set("slow", count=1, value=3600)
    sending = asyncio.create_task(bench.send())
    await bench.receiver.wait_for("message.any")
    assert not sending.done()
    bench.server.faults.clear("slow")
    assert (await sending)[0] == 201


async def test_a_fault_counts_down_and_may_be_for_one_number_only(bench: Bench) -> None:
    bench.server.faults.set("error_before", count=1, to=ANA)
    assert (await bench.send(chatId="6281200000002@c.us"))[0] == 201
    assert (await bench.send())[0] == 500
    assert (await bench.send())[0] == 201
    assert bench.server.faults.active() == []


async def test_it_can_be_mounted_under_a_prefix() -> None:
    server = WahaServer()
    server.add_session("clinic", "+6281199990000")
    outer = web.Application()
    outer.add_subapp("/waha", server.app)
    runner = web.AppRunner(outer, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/waha/"
    driver = kind("waha").connect(Account(url=url, key=server.key, sender="clinic"))
    assert await driver.send(Outgoing("3EB0A1", ANA, "hello")) == Accepted("3EB0A1")
    async with aiohttp.ClientSession() as http, http.get(url + "judge") as answer:
        assert (await answer.json())["shown"] == 1
    await driver.close()
    await runner.cleanup()
