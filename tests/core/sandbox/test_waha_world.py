"""The pretend WAHA's phones, webhooks, faults of events, and its remote control."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.sandbox.phones import Phones, Tick
from core.sandbox.waha.hooks import sign
from core.sandbox.waha.server import WahaServer
from tests.core.sandbox.waha_bench import ANA, CHAT, Bench, waha_bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with waha_bench() as made:
        yield made


# -- phones


async def test_a_phone_that_is_off_stays_at_one_tick_until_it_is_on(bench: Bench) -> None:
    bench.server.switch(ANA, on=False)
    await bench.send()
    await bench.server.settled()
    (bubble,) = bench.server.phones.get(ANA).bubbles
    assert (bubble.tick, bench.receiver.acks()) == (Tick.SERVER, [])
    assert bench.server.open_chat(ANA) == 0
    bench.server.switch(ANA, on=True)
    await bench.server.settled()
    assert (bubble.tick, bench.receiver.acks()) == (Tick.DEVICE, [2])


async def test_opening_the_chat_reads_all_of_it_once(bench: Bench) -> None:
    await bench.send("one")
    await bench.send("two")
    assert bench.server.open_chat(ANA) == 2
    assert bench.server.open_chat(ANA) == 0
    await bench.server.settled()
    assert sorted(bench.receiver.acks()) == [2, 2, 3, 3]


async def test_a_discreet_person_reads_without_a_receipt(bench: Bench) -> None:
    await bench.control("phones", number=ANA, receipts=False)
    await bench.send()
    assert bench.server.open_chat(ANA) == 0


async def test_the_judge_counts_arrivals_and_what_is_shown(bench: Bench) -> None:
    await bench.send("hello", id="3EB0A1")
    await bench.send("hello", id="3EB0A1")
    assert bench.server.judge()["phones"][ANA][0] | {"at": ""} == {
        "raw_id": "3EB0A1",
        "sender": "clinic",
        "text": "hello",
        "at": "",
        "arrivals": 2,
        "shown": 1,
        "tick": 2,
        "by": "api",
    }
    await bench.control("collapse", on=False)
    await bench.control("forget")
    await bench.send("hello", id="3EB0A2")
    await bench.send("hello", id="3EB0A2")
    _, judged = await bench.ask("GET", "/judge", headers={})
    assert (judged["collapse"], judged["arrivals"], judged["shown"]) == (False, 2, 2)


def test_two_spellings_of_one_number_are_one_phone() -> None:
    phones = Phones()
    ana = phones.add("+62 812-0000 0001", "Ana", lid="111@lid")
    assert phones.get("6281200000001") is ana
    assert phones.find("6281200000001@c.us") is ana
    assert phones.find("111@lid") is ana
    assert phones.find("222@lid") is None
    assert phones.find("123@g.us") is None
    assert phones.add("+6281200000001").name == "Ana"
    with pytest.raises(ValueError, match="number"):
        phones.add("Ana")


async def test_whoever_listens_hears_of_each_change_until_they_stop(bench: Bench) -> None:
    heard: list[dict[str, Any]] = []
    stop = bench.server.on_change(heard.append)
    await bench.send()
    bench.server.set_status("clinic", "FAILED")
    await bench.server.settled()
    assert {"bubble", "tick", "webhook", "session"} <= {one["what"] for one in heard}
    stop()
    count = len(heard)
    bench.server.switch(ANA, on=False)
    assert len(heard) == count


# -- webhooks


async def test_a_webhook_is_signed_over_its_raw_bytes(bench: Bench) -> None:
    await bench.send("Olá 👩‍👩‍👧")
    got = await bench.receiver.wait_for("message.any")
    assert got.headers["X-Webhook-Hmac"] == sign(got.raw, "secret")
    assert got.headers["X-Webhook-Hmac-Algorithm"] == "sha512"
    assert got.headers["X-Webhook-Timestamp"] == str(got.body["timestamp"])
    assert got.headers["User-Agent"] == "WAHA/2026.7.2"
    assert "Olá 👩‍👩‍👧".encode() in got.raw


async def test_a_refused_webhook_is_retried_with_the_very_same_headers(bench: Bench) -> None:
    bench.receiver.statuses = [500, 401, 200]
    bench.server.answer(ANA, "yes")
    await bench.server.settled()
    first, *again = bench.receiver.named("message.any")
    assert len(again) == 2
    for other in again:
        assert other.raw == first.raw
        assert other.headers["X-Webhook-Request-Id"] == first.headers["X-Webhook-Request-Id"]
        assert other.headers["X-Webhook-Hmac"] == first.headers["X-Webhook-Hmac"]


async def test_a_webhook_is_given_up_after_its_attempts() -> None:
    async with waha_bench(attempts=3) as bench:
        bench.receiver.status = 500
        bench.server.answer(ANA, "yes")
        await bench.server.settled()
        assert len(bench.receiver.requests) == 4
        assert bench.server.hooks.log[-1].as_json() | {"id": "", "request_id": ""} == {
            "event": "message.any",
            "id": "",
            "request_id": "",
            "tries": 4,
            "status": 500,
            "done": False,
        }


async def test_a_restart_loses_what_is_under_way() -> None:
    async with waha_bench(delay=3600) as bench:
        bench.receiver.status = 500
        bench.server.answer(ANA, "yes")
        await bench.receiver.wait_for("message.any")
        assert (await bench.control("restart"))[1] == {"lost": 1}
        await bench.server.settled()
        assert len(bench.receiver.requests) == 1


async def test_only_what_was_subscribed_to_is_posted(bench: Bench) -> None:
    bench.server.sessions["clinic"].webhooks[0].events = ("message",)
    await bench.send()
    bench.server.answer(ANA, "yes")
    await bench.server.settled()
    assert [one.name for one in bench.receiver.requests] == ["message"]


async def test_what_happens_while_the_session_is_lost_is_told_when_it_is_back(bench: Bench) -> None:
    await bench.send()
    await bench.server.settled()
    bench.server.set_status("clinic", "STARTING")
    bench.server.answer(ANA, "are you there?")
    bench.server.open_chat(ANA)
    await bench.server.settled()
    assert len(bench.receiver.named("message.any")) == 1
    bench.server.set_status("clinic", "WORKING")
    await bench.server.settled()
    assert bench.receiver.named("message.any")[-1].body["payload"]["body"] == "are you there?"
    assert bench.receiver.acks() == [2, 3]


async def test_a_status_set_by_hand_ends_the_wait_for_coming_back(bench: Bench) -> None:
    bench.server.set_status("clinic", "STARTING", back_after=3600)
    waiting = bench.server.sessions["clinic"].back
    assert waiting is not None
    bench.server.set_status("clinic", "FAILED")
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert bench.server.sessions["clinic"].status == "FAILED"


async def test_acks_come_in_reverse_order_on_demand() -> None:
    async with waha_bench("NOWEB") as bench:
        bench.server.faults.set("reorder", count=1)
        await bench.send()
        await bench.server.settled()
        assert bench.receiver.acks() == [2, 1]


async def test_acks_held_back_come_when_the_fault_is_cleared(bench: Bench) -> None:
    bench.server.faults.set("reorder")
    await bench.send()
    await bench.server.settled()
    assert bench.receiver.acks() == []
    bench.server.faults.clear()
    await bench.server.settled()
    assert bench.receiver.acks() == [2]


async def test_events_are_repeated_and_dropped_on_demand(bench: Bench) -> None:
    bench.server.faults.set("duplicate", count=1, value=10)
    bench.server.faults.set("drop", value="message.ack")
    await bench.send()
    await bench.server.settled()
    assert [one.name for one in bench.receiver.requests] == ["message.any"] * 10
    assert len({one.headers["X-Webhook-Request-Id"] for one in bench.receiver.requests}) == 10


@pytest.mark.parametrize(("engine", "ids"), [("GOWS", 2), ("NOWEB", 2), ("WEBJS", 4), ("WPP", 4)])
async def test_what_a_person_writes_may_come_by_number_and_by_hidden_id(engine: str, ids: int) -> None:
    async with waha_bench(engine) as bench:
        bench.server.sessions["clinic"].webhooks[0].events = ("*",)
        bench.server.faults.set("split_chat", count=1)
        bubble = bench.server.answer(ANA, "yes")
        await bench.server.settled()
        bodies = [one.body for one in bench.receiver.requests]
        lid = bench.server.phones.get(ANA).lid
        assert {body["payload"]["id"] for body in bodies} == {
            f"false_{CHAT}_{bubble.raw_id}",
            f"false_{lid}_{bubble.raw_id}",
        }
        assert len({body["id"] for body in bodies}) == ids


# -- the remote control


async def test_every_button_of_the_remote_control_works(bench: Bench) -> None:
    bruno = "+351912345678"
    number = "%2B351912345678"
    hook = {"url": bench.receiver.url, "key": "k", "delay": 0}
    assert (await bench.control("sessions", name="shop", number="+351210000000", engine="NOWEB", webhooks=[hook]))[
        0
    ] == 200
    assert (await bench.control("phones", number=bruno, name="Bruno", on=False))[1]["on"] is False
    assert (await bench.control(f"phones/{number}/switch", on=True))[1]["on"] is True
    await bench.send(session="shop", chatId="351912345678@c.us")
    assert (await bench.control("settled"))[1]["shown"] == 1
    assert (await bench.control(f"phones/{number}/open"))[1] == {"read": 1}
    assert (await bench.control(f"phones/{number}/answer", text="olá"))[1]["sender"] == "shop"
    typed = (await bench.control("sessions/shop/type", to=bruno, text="by hand"))[1]
    assert (typed["by"], typed["mine"]) == ("app", False)
    changed = await bench.control("sessions/shop", status="FAILED", webhooks=[hook], timelock={"isActive": True})
    assert (changed[1]["status"], changed[1]["timelock"]) == ("FAILED", {"isActive": True})
    assert (await bench.control("faults", name="slow", count=2, value=1, to="351912345678"))[1]["to"] == bruno
    _, faults = await bench.ask("GET", "/control/faults", headers={})
    assert [one["name"] for one in faults["set"]] == ["slow"]
    assert "error_after" in faults["known"]
    assert await bench.ask("DELETE", "/control/faults/slow", headers={}) == (200, {"set": []})
    assert (await bench.ask("DELETE", "/control/faults", headers={}))[0] == 200
    _, state = await bench.ask("GET", "/control/state", headers={})
    assert {one["number"] for one in state["phones"]} == {ANA, bruno}
    assert state["phones"][1]["bubbles"][0]["tick"] == 3
    await bench.server.settled()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"name": "earthquake"}),
        ("faults", {"name": "slow", "count": 0}),
        ("faults", {"name": "slow", "count": "many"}),
        ("faults", {}),
        ("phones", {}),
        ("phones", {"number": "nobody"}),
        ("sessions", {"name": "x", "number": "+1", "engine": "PIGEON"}),
        ("sessions/nowhere", {"status": "FAILED"}),
        ("sessions/clinic", {"status": "ASLEEP"}),
        ("phones/%2B1/switch", {}),
    ],
)
async def test_what_the_remote_control_does_not_understand_is_a_400(bench: Bench, path: str, body: Any) -> None:
    status, answer = await bench.ask("POST", "/control/" + path, json=body, headers={})
    assert status == 400
    assert answer["error"]


async def test_broken_json_to_the_remote_control_is_a_400(bench: Bench) -> None:
    assert (await bench.ask("POST", "/control/faults", data="{", headers={}))[0] == 400


async def test_two_servers_can_share_the_phones() -> None:
    phones = Phones()
    first, second = WahaServer(phones=phones), WahaServer(phones=phones)
    for server, name in ((first, "one"), (second, "two")):
        server.add_session(name, "+6281199990000")
        server.take(server.sessions[name], CHAT, f"from {name}", "3EB0A1")
    assert [bubble.text for bubble in phones.get(ANA).bubbles] == ["from one", "from two"]
    await first.close()
    await second.close()
