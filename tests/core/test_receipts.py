"""What comes back: echoes, receipts, answers, whatever their order, number and shape."""

from __future__ import annotations

import asyncio
import json

import pytest

from core import receipts
from core.gateways.base import Call
from storage import db
from storage.queries import channels, directory, numbers, workspaces
from tests.lab import Lab, Row

ANA, BEN = "+351912000001", "+351912000002"


async def _sent(lab: Lab, **more: object) -> Row:
    """A message that left for Ana and of which no event has come yet."""
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("drop")
    message = await lab.schedule("hello", ana, after=0.1, **more)  # type: ignore[arg-type]
    await lab.reaches(message, "sent")
    lab.waha.faults.clear("drop")
    return message


def _echo(lab: Lab, raw: str, text: str = "hello", source: str = "api", chat: str = "351912000001@c.us") -> Row:
    return lab.event(
        "message.any",
        id=f"true_{chat}_{raw}",
        timestamp=int(lab.now.timestamp()),
        **{"from": chat},
        fromMe=True,
        source=source,
        body=text,
        ack=1,
        _data={},
    )


# --- order and number


@pytest.mark.parametrize("fault", ["echo_first", "ack_first"])
async def test_an_event_before_the_answer_is_no_second_effect(lab: Lab, fault: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set(fault, count=1)
    lab.waha.faults.set("slow", count=1, value=0.3)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    await lab.settled()
    assert row["provider_id"] == row["token"]
    assert await db.rows("select * from answer") == []
    assert await lab.count("refused_step") == 0
    assert lab.shown(ANA) == ["hello"]


async def test_receipts_that_come_twice_and_out_of_order_leave_what_is_furthest(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("duplicate", value=3)
    lab.waha.faults.set("reorder", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "sent")
    lab.waha.open_chat(ANA)
    (row,) = await lab.reaches(message, "read")
    await lab.settled()
    row = await lab.delivery(message)
    assert row["state"] == "read"
    assert row["delivered_at"] is not None
    assert await lab.count("refused_step") == 0


@pytest.mark.parametrize("fault", ["lid_chat", "echo_app", "pn_null"])
async def test_an_echo_is_ours_by_its_raw_id_whatever_else_it_says(lab: Lab, fault: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set(fault)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    await lab.settled()
    assert await db.rows("select * from answer") == []
    assert (await lab.occurrence(message))["state"] == "sent"


async def test_one_event_id_for_message_and_message_any_is_one_answer(lab: Lab) -> None:
    await lab.contact("Ana", ANA)
    lab.waha.sessions["clinic"].webhooks[0].events = ("*",)
    lab.waha.answer(ANA, "thank you")
    await lab.settled()
    (answer,) = await db.rows("select * from answer")
    assert answer["text"] == "thank you"
    assert len(await lab.told("answer")) == 1


async def test_the_same_event_ten_times_at_once_and_a_week_later_has_one_effect(lab: Lab) -> None:
    message = await _sent(lab)
    row = await lab.delivery(message)
    ack, said = lab.ack(row["token"], 2), lab.incoming(ANA, "thanks")
    for event in (ack, said):
        assert set(await asyncio.gather(*(lab.post(event) for _ in range(10)))) == {200}
    await lab.settled()
    assert await lab.states(message) == ["delivered"]
    assert len(await db.rows("select * from answer")) == 1
    delivered_at = (await lab.delivery(message))["delivered_at"]
    lab.later(days=7)
    for event in (ack, said):
        assert await lab.post(event) == 200
    await lab.settled()
    assert len(await db.rows("select * from answer")) == 1
    assert len(await lab.told("answer")) == 1
    assert (await lab.delivery(message))["delivered_at"] == delivered_at
    kept = await db.rows("select key from provider_event where kind in ('receipt', 'incoming')")
    assert len(kept) == 2


async def test_what_staff_type_on_the_phone_itself_changes_nothing(lab: Lab) -> None:
    message = await _sent(lab)
    lab.waha.type_on_phone("clinic", ANA, "hello")
    await lab.settled()
    assert await lab.states(message) == ["sent"]
    assert await db.rows("select * from answer") == []
    assert await db.rows("select * from notice") == []


async def test_a_message_of_another_program_over_the_same_number_changes_nothing(lab: Lab) -> None:
    await lab.contact("Ana", ANA)
    await lab.hear(_echo(lab, "3EB0SOMEBODYELSE"), lab.ack("3EB0SOMEBODYELSE", 2))
    assert await db.rows("select * from delivery") == []
    assert await db.rows("select * from answer") == []


async def test_a_receipt_that_came_before_its_delivery_had_an_id_is_matched_when_it_has(lab: Lab) -> None:
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], settings={"timeout": 2, "engine": "WEBJS"})
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("ack_first", count=1)
    lab.waha.faults.set("slow", count=1, value=0.4)
    lab.waha.faults.set("drop", value="message.any")
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    assert row["token"] is None


async def test_a_receipt_that_waits_is_matched_by_the_sweep_when_a_crash_came_between(lab: Lab) -> None:
    """The id was recorded and the process ended before it looked for the other side."""
    message = await _sent(lab)
    row = await lab.delivery(message)
    await db.run("update delivery set token = null, provider_id = null where id = $1", row["id"])
    await lab.hear(lab.ack("3EB0LATE", 2))
    assert await lab.states(message) == ["sent"]
    await db.run("update delivery set provider_id = '3EB0LATE' where id = $1", row["id"])
    lab.later(minutes=2)
    await lab.reaches(message, "delivered")


async def test_an_event_that_nobody_claims_does_not_wait_for_ever(lab: Lab) -> None:
    await lab.hear(lab.ack("3EB0NOBODYS", 2))
    lab.later(hours=2)
    await lab.rounds(3)
    assert [row["state"] for row in await db.rows("select state from provider_event")] == ["foreign"]


async def test_what_was_stored_and_never_worked_on_is_taken_up_by_the_sweep(lab: Lab) -> None:
    message = await _sent(lab)
    row = await lab.delivery(message)
    import json

    from core.sandbox.waha.hooks import sign

    raw = json.dumps(lab.ack(row["token"], 3)).encode()
    headers = {"x-webhook-hmac": sign(raw, lab.secret), "x-webhook-hmac-algorithm": "sha512"}
    (event,) = await receipts.Intake().take_in(lab.hook, Call.of(raw, headers, lab.now))
    assert await lab.states(message) == ["sent"]
    lab.later(seconds=6)
    await lab.reaches(message, "read")
    await receipts.work(event["id"], lab.now)  # what the first process had in hand comes back to life
    assert await lab.states(message) == ["read"]


async def test_an_event_that_always_fails_is_given_up_counted_and_stops_nobody(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await _sent(lab)
    row = await lab.delivery(message)

    async def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(receipts, "_answer", fail)
    await lab.post(lab.incoming(ANA, "poison"))
    await lab.post(lab.ack(row["token"], 2))
    await lab.reaches(message, "delivered")
    for _ in range(8):
        lab.later(seconds=6)
        await lab.rounds(1)
    (event,) = await db.rows("select state, attempts from provider_event where kind = 'incoming'")
    assert event == {"state": "unknown", "attempts": 5}
    assert await lab.count("event_given_up") == 1


async def test_a_receipt_of_another_channel_with_the_same_id_is_not_ours(lab: Lab) -> None:
    message = await _sent(lab)
    row = await lab.delivery(message)
    await channels.add(
        lab.workspace["id"], "shop", "waha", lab.waha.url, "waha-key", lab.secret, "hook2", "shop", lab.now
    )
    event = lab.ack(row["token"], 3) | {"session": "shop"}
    assert await lab.post(event, hook="hook2") == 200
    await lab.settled()
    assert await lab.states(message) == ["sent"]


async def test_an_event_of_a_session_that_is_nobodys_is_kept_and_counted(lab: Lab) -> None:
    assert await lab.post(lab.incoming(ANA, "hello?") | {"session": "who"}) == 200
    assert await lab.count("unknown_sender") == 1
    assert await db.rows("select * from answer") == []


# --- answers


async def test_an_answer_is_kept_and_told_to_the_author_of_the_last_message(lab: Lab) -> None:
    maria = await workspaces.add_staff(lab.workspace["id"], "Maria", "manager", "telegram", "2", lab.now)
    message = await _sent(lab)
    await lab.hear(lab.incoming(ANA, "thank you <3"))
    (answer,) = await db.rows("select * from answer")
    assert (answer["text"], answer["phone"], answer["kind"]) == ("thank you <3", ANA, "text")
    (notice,) = await lab.told("answer")
    assert notice["staff_id"] == lab.owner["id"] != maria["id"]
    assert notice["detail"]["answer"] == answer["id"]
    assert message["author_id"] == lab.owner["id"]


async def test_who_never_got_a_message_is_heard_by_owners_and_managers(lab: Lab) -> None:
    maria = await workspaces.add_staff(lab.workspace["id"], "Maria", "manager", "telegram", "2", lab.now)
    await workspaces.add_staff(lab.workspace["id"], "Sam", "sender", "telegram", "3", lab.now)
    await lab.contact("Ben", BEN)
    await lab.hear(lab.incoming(BEN, "are you open?"))
    assert {one["staff_id"] for one in await lab.told("answer")} == {lab.owner["id"], maria["id"]}


async def test_an_unknown_number_is_kept_and_told_with_its_number(lab: Lab) -> None:
    await lab.hear(lab.incoming("+447700900123", "who is this?"))
    (answer,) = await db.rows("select * from answer")
    assert (answer["contact_id"], answer["phone"]) == (None, "+447700900123")
    (notice,) = await lab.told("answer")
    assert notice["detail"] == {"answer": answer["id"]}


async def test_a_picture_without_words_is_an_answer_of_its_kind(lab: Lab) -> None:
    await lab.contact("Ana", ANA)
    lab.waha.answer(ANA, "", kind="image")
    await lab.settled()
    (answer,) = await db.rows("select * from answer")
    assert (answer["kind"], answer["text"]) == ("image", "")
    assert len(await lab.told("answer")) == 1


async def test_a_hidden_id_whose_number_is_known_is_the_person(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("lid_chat")
    lab.waha.answer(ANA, "first")
    await lab.settled()
    lab.waha.faults.set("pn_null")
    lab.waha.answer(ANA, "second")
    await lab.settled()
    assert [row["contact_id"] for row in await db.rows("select * from answer order by id")] == [ana, ana]


async def test_a_person_whose_whatsapp_number_is_spelt_otherwise_is_still_that_person(lab: Lab) -> None:
    """Brazil, Mexico, Argentina: WhatsApp's number differs from the one that is dialled."""
    bia = await lab.contact("Bia", "+5531999990000")
    lab.waha.phones.add("+5531999990000", chat="553199990000@c.us")
    message = await lab.schedule("oi", bia, after=4)
    await lab.until(lambda: numbers.of_channel(lab.workspace["id"], lab.channel["id"], ["+5531999990000"]))
    lab.later(seconds=4)
    await lab.reaches(message, "delivered")
    await lab.hear(lab.incoming("+553199990000", "sair"))
    (answer,) = await db.rows("select * from answer")
    assert answer["contact_id"] == bia
    assert (await directory.get(lab.workspace["id"], bia))["blocked_by"] == "contact"


# --- STOP and START


@pytest.mark.parametrize("word", ["STOP", "Baja", "sair!", "berhenti"])
async def test_a_whole_message_stop_blocks_at_once_and_what_waits_is_skipped_and_told(lab: Lab, word: str) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=4)

    async def queued() -> bool:
        return await lab.states(message) == ["queued"]

    await lab.until(queued)
    await lab.hear(lab.incoming(ANA, word))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "contact"
    assert len(await lab.told("opted_out")) == 1
    lab.later(seconds=5)
    (row,) = await lab.reaches(message, "skipped")
    assert row["cause"] == "opted_out"
    assert [one["detail"]["causes"] for one in await lab.told("skipped")] == [{"opted_out": 1}]
    assert lab.shown(ANA) == []


async def test_every_owner_and_manager_hears_of_a_stop_besides_the_author(lab: Lab) -> None:
    maria = await workspaces.add_staff(lab.workspace["id"], "Maria", "manager", "telegram", "2", lab.now)
    await _sent(lab)
    await lab.hear(lab.incoming(ANA, "stop"))
    assert {one["staff_id"] for one in await lab.told("opted_out")} == {lab.owner["id"], maria["id"]}


async def test_please_stop_by_tomorrow_blocks_nobody(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.hear(lab.incoming(ANA, "please stop by tomorrow"))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_at"] is None
    assert len(await lab.told("answer")) == 1


async def test_start_lifts_what_the_person_blocked(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.hear(lab.incoming(ANA, "STOP"), lab.incoming(ANA, "start"))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_at"] is None
    assert len(await lab.told("opted_in")) == 1
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")


async def test_start_does_not_lift_what_staff_blocked(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await directory.block(lab.workspace["id"], ana, "staff", lab.now)
    await lab.hear(lab.incoming(ANA, "START"))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "staff"
    assert len(await lab.told("answer")) == 1


async def test_stop_after_staff_blocked_is_the_persons_own_wish_from_then_on(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await directory.block(lab.workspace["id"], ana, "staff", lab.now)
    await lab.hear(lab.incoming(ANA, "STOP"))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "staff"
    assert len(await lab.told("answer")) == 1


async def test_start_takes_back_a_stop_that_staff_had_blocked_over(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.hear(lab.incoming(ANA, "STOP"))
    await directory.block(lab.workspace["id"], ana, "staff", lab.now)
    await lab.hear(lab.incoming(ANA, "START"))
    assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "staff"
    assert await lab.told("opted_in") == []
    await directory.unblock(lab.workspace["id"], ana, "staff")
    assert (await directory.get(lab.workspace["id"], ana))["blocked_at"] is None


@pytest.mark.parametrize("wrapped", ["list", "headers_and_body", "both"])
async def test_bodies_that_are_handed_on_together_or_wrapped_are_each_heard(lab: Lab, wrapped: str) -> None:
    """Over a gateway that signs what it posts the wrapper is signed with it; over the others nothing is."""
    message = await _sent(lab)
    row = await lab.delivery(message)
    bodies: list[object] = [lab.ack(row["token"], 2), lab.ack(row["token"], 3)]
    if wrapped != "list":
        bodies = [{"headers": {}, "params": {}, "query": {}, "body": one} for one in bodies]
    posts: list[object] = bodies if wrapped == "headers_and_body" else [bodies]
    for one in posts:
        assert await lab.post(json.dumps(one).encode()) == 200
    await lab.reaches(message, "read")
