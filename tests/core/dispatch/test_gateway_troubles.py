"""What a WAHA does when it is unwell, and what becomes of a delivery then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.dispatch.dispatcher import Dispatcher
from storage import db
from storage.queries import accounts, channels, numbers
from tests.lab import Lab

ANA, BEN = "+351912000001", "+351912000002"
PATIENCE = 1.5 + 5 + 1 + 2.0 + 60
"""Request time-out, lease and a minute, as the lab has them: from then on a person is asked."""


async def test_a_slow_answer_is_still_an_answer(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("slow", value=0.6)
    lab.waha.faults.set("drop")
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "sent")
    assert row["provider_id"] == row["token"]
    assert lab.shown(ANA) == ["hello"]


async def test_an_error_before_any_effect_leaves_it_unsure_and_sends_nothing_by_itself(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("error_before", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "unsure")
    for _ in range(4):
        lab.later(minutes=5)
        await lab.rounds(5)
    assert await lab.states(message) == ["unsure"]
    assert lab.shown(ANA) == []


async def test_an_error_after_the_effect_is_settled_by_the_echo(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("error_after", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]
    assert await lab.due_notices() == []


@pytest.mark.parametrize("fault", ["hang_after", "reset_after", "error_after"])
async def test_what_left_without_an_answer_is_settled_by_a_look_up_and_never_sent_twice(lab: Lab, fault: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.phones.collapse = False
    lab.waha.faults.set("drop")
    lab.waha.faults.set(fault, count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "unsure")
    lab.later(seconds=6)
    (row,) = await lab.reaches(message, "delivered")
    assert row["sent_at"] >= row["slot_at"]
    lab.later(minutes=10)
    await lab.rounds(5)
    assert lab.waha.judge()["arrivals"] == 1
    assert await lab.due_notices() == []


@pytest.mark.parametrize("fault", ["hang_after", "reset_after"])
async def test_what_hangs_is_settled_by_its_echo_or_receipt_before_anybody_hears_of_it(lab: Lab, fault: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set(fault, count=1)
    lab.waha.faults.set("not_stored", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    lab.later(seconds=PATIENCE + 1)
    await lab.rounds(3)
    assert await lab.due_notices() == []


@pytest.mark.parametrize("fault", ["hang_before", "reset_before", "error_before"])
async def test_absence_at_the_provider_settles_nothing(lab: Lab, fault: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set(fault, count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "unsure")
    for _ in range(6):
        lab.later(minutes=6)
        await lab.rounds(10)
    assert await lab.states(message) == ["unsure"]
    assert lab.shown(ANA) == []


async def test_an_empty_201_counts_with_the_id_that_was_reserved(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("empty", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    assert row["provider_id"] == row["token"]
    assert lab.shown(ANA) == ["hello"]


async def test_an_answer_that_is_no_json_is_unsure_until_its_echo(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("garbled", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]


async def test_an_id_of_the_providers_own_is_kept_and_its_receipts_find_the_delivery(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("other_id", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    assert row["provider_id"] != row["token"]


async def test_an_engine_without_reserved_ids_settles_by_the_single_match_of_chat_and_text(lab: Lab) -> None:
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], settings={"timeout": 1.0, "engine": "WEBJS"})
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("garbled", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    assert row["token"] is None
    assert row["provider_id"] is not None


async def test_an_accepted_message_whose_id_nobody_told_learns_it_from_the_echo(lab: Lab) -> None:
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], settings={"timeout": 1.0, "engine": "WEBJS"})
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("empty", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "sent")
    assert row["provider_id"] is None
    lab.waha.faults.clear("drop")
    (sent,) = lab.waha.sessions["clinic"].sent.values()
    await lab.waha.settled()
    lab.waha.advance(lab.waha.sessions["clinic"], sent, 2)  # the receipt is quicker than the echo
    await lab.waha.settled()
    lab.waha.echo(lab.waha.sessions["clinic"], sent)
    (row,) = await lab.reaches(message, "delivered")
    assert row["provider_id"] == sent.bubble.raw_id


async def test_a_session_that_is_away_holds_messages_back_and_says_so_once_each_way(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.set_status("clinic", "FAILED")
    await lab.settled()
    first = await lab.schedule("one", ana, after=0.1)
    second = await lab.schedule("two", ben, after=0.2)

    async def tried() -> bool:
        return (await lab.states(first)) == ["queued"] and bool(await lab.told("channel_down"))

    await lab.until(tried)
    lab.later(seconds=60)
    await lab.rounds(20)
    assert await lab.states() == ["queued", "queued"]
    down = await lab.due_notices()
    assert [notice["kind"] for notice in down] == ["channel_down"]
    await db.run("update notice set state = 'sent', sent_at = $1", lab.now)
    lab.waha.set_status("clinic", "WORKING")
    await lab.reaches(first, "delivered")
    await lab.reaches(second, "delivered")
    assert [notice["kind"] for notice in await lab.due_notices()] == ["channel_back"]
    assert (lab.shown(ANA), lab.shown(BEN)) == (["one"], ["two"])


async def test_a_422_in_the_middle_waits_and_then_goes(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.sessions["clinic"].webhooks = []  # nobody tells us: the send itself finds out
    lab.waha.set_status("clinic", "STARTING")
    message = await lab.schedule("hello", ana, after=0.1)

    async def refused() -> bool:
        row = await lab.delivery(message)
        return (row.get("state"), row.get("cause")) == ("queued", "not_working")

    await lab.until(refused)
    lab.waha.set_status("clinic", "WORKING")
    lab.later(seconds=5)
    await lab.reaches(message, "sent")
    assert lab.shown(ANA) == ["hello"]


async def test_a_session_that_stays_away_skips_what_is_too_late_and_tells_its_author_once(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.set_status("clinic", "STOPPED")
    await lab.settled()
    message = await lab.schedule("hello", ana, ben, after=0.1)

    async def waits() -> bool:
        return bool(await db.rows("select id from delivery where state = 'queued'"))

    await lab.until(waits)
    lab.later(minutes=29)
    await lab.rounds(5)
    assert await lab.states(message) == ["queued", "queued"]
    lab.later(minutes=2)
    rows = await lab.reaches(message, "skipped", "skipped")
    await lab.rounds(5)
    assert {row["cause"] for row in rows} == {"too_late"}
    (notice,) = await lab.until(lambda: lab.told("outage"))
    assert (notice["detail"]["skipped"], notice["detail"]["name"], notice["detail"]["until"]) == (2, "clinic", None)
    assert await lab.told("skipped") == []
    assert lab.waha.judge()["arrivals"] == 0
    assert (await lab.message(message))["state"] == "done"


async def test_an_unknown_session_halts_the_channel_and_is_told(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    del lab.waha.sessions["clinic"]
    message = await lab.schedule("hello", ana, after=0.1)

    async def halted() -> bool:
        row = await channels.state(lab.workspace["id"], lab.channel["id"])
        return (row["health"], row["reason"]) == ("halted", "unknown_session")

    await lab.until(halted)
    lab.later(seconds=4)
    assert [notice["kind"] for notice in await lab.due_notices()] == ["channel_down"]
    assert await lab.states(message) == ["queued"]


async def test_a_wrong_key_halts_the_channel_and_the_right_one_brings_it_back(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await accounts.set_fields(lab.workspace["id"], lab.channel["account_id"], key="wrong")
    message = await lab.schedule("hello", ana, after=0.1)

    async def halted() -> bool:
        row = await channels.state(lab.workspace["id"], lab.channel["id"])
        return (row["health"], row["reason"]) == ("halted", "bad_key")

    await lab.until(halted)
    assert lab.shown(ANA) == []
    await accounts.set_fields(lab.workspace["id"], lab.channel["account_id"], key="waha-key")
    lab.later(seconds=5)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]


async def test_an_address_where_nobody_listens_is_down_and_nothing_is_lost(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    url = lab.waha.url
    await accounts.set_fields(lab.workspace["id"], lab.channel["account_id"], url="http://127.0.0.1:9")
    message = await lab.schedule("hello", ana, after=0.1)

    async def down() -> bool:
        row = await channels.state(lab.workspace["id"], lab.channel["id"])
        return (row["health"], row["reason"]) == ("down", "unreachable")

    await lab.until(down)
    await accounts.set_fields(lab.workspace["id"], lab.channel["account_id"], url=url)
    lab.later(seconds=5)
    await lab.reaches(message, "delivered")
    assert lab.waha.judge()["arrivals"] == 1


@pytest.mark.parametrize(("fault", "cause"), [("restricted", "new_contacts_paused"), ("no_lid", "no_such_number")])
async def test_what_whatsapp_refuses_has_failed_and_is_told_with_its_reason(lab: Lab, fault: str, cause: str) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set(fault, count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == cause
    (notice,) = await lab.told("failed")
    assert notice["detail"]["causes"] == {cause: 1}
    assert (await lab.occurrence(message))["state"] == "failed"
    assert (await channels.state(lab.workspace["id"], lab.channel["id"]))["health"] == "working"


async def test_an_error_ack_after_the_201_is_a_failure_that_is_told(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("ack_error", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "refused_by_whatsapp"
    assert len(await lab.told("failed")) == 1
    assert lab.shown(ANA) == []


async def test_an_echo_that_comes_after_the_error_ack_does_not_make_it_sent_again(lab: Lab) -> None:
    """Chaos, seed 13: WAHA posts the two at once, and the web took them in the other order."""
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("ack_error", count=1)
    lab.waha.faults.set("drop", value="message.any")
    message = await lab.schedule("hello", ana, after=0.1)
    (row,) = await lab.reaches(message, "failed")
    echo = {"fromMe": True, "from": "351210000000@c.us", "to": f"{ANA[1:]}@c.us", "body": "hello", "hasMedia": False}
    echo |= {"id": f"true_{ANA[1:]}@c.us_{row['token']}", "timestamp": int(lab.now.timestamp()), "ack": 1}
    await lab.hear(lab.event("message.any", **echo, source="api", _data={}))
    assert await lab.states(message) == ["failed"]
    await lab.hear(lab.ack(row["token"], 2))
    assert await lab.states(message) == ["delivered"], "but what is seen on the phone has arrived"


async def test_a_provider_that_asks_for_patience_gets_it(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("refuse", count=1, value=429)
    first = await lab.schedule("one", ana, after=0.1)

    async def held() -> bool:
        return (await channels.state(lab.workspace["id"], lab.channel["id"]))["hold_until"] is not None

    await lab.until(held)
    second = await lab.schedule("two", ben, after=0.1)
    await lab.rounds(30)
    assert lab.waha.judge()["arrivals"] == 0
    lab.later(seconds=8)
    await lab.reaches(first, "delivered")
    await lab.reaches(second, "delivered")


async def test_a_number_that_whatsapp_does_not_know_is_not_written_to(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.phones.get(ANA).exists = False
    message = await lab.schedule("hello", ana, after=3)
    await lab.until(lambda: numbers.of_channel(lab.workspace["id"], lab.channel["id"], [ANA]))
    lab.later(seconds=3)
    (row,) = await lab.reaches(message, "skipped")
    assert row["cause"] == "no_such_number"
    (notice,) = await lab.told("skipped")
    assert notice["detail"]["causes"] == {"no_such_number": 1}


async def test_new_credentials_do_not_cut_off_what_is_in_flight(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=30, to=ANA)
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], settings={"timeout": 30})
    first = await lab.schedule("one", ana, after=0.1)
    await lab.reaches(first, "sending")
    await accounts.set_fields(lab.workspace["id"], lab.channel["account_id"], key="waha-key")
    second = await lab.schedule("two", ben, after=0.05)
    await lab.reaches(second, "sent")
    assert await lab.states(first) == ["sending"]
    lab.waha.faults.clear("slow")
    await lab.reaches(first, "sent")


async def test_a_slow_channel_does_not_delay_another(lab: Lab) -> None:
    lab.waha.add_session("shop", "+351210000009")
    shop = await channels.add(
        lab.workspace["id"],
        "shop",
        "waha",
        lab.waha.url,
        "waha-key",
        "s",
        "hook2",
        "shop",
        lab.now,
        settings={"timeout": 1},
    )
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("hang_before", to=ANA)
    stuck = await lab.schedule("one", ana, after=0.1)
    await lab.reaches(stuck, "sending")
    quick = await lab.schedule("two", ben, after=0.05, channel="shop")
    (row,) = await lab.reaches(quick, "sent")
    assert row["channel_id"] == shop["id"]
    assert await lab.states(stuck) == ["sending"]


async def test_an_orderly_end_waits_for_what_is_in_flight(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=0.5)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "sending")
    await lab.dispatcher.stop(5)
    assert await lab.states(message) == ["sent"]


async def test_what_is_not_answered_by_the_end_is_recorded_unsure(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("hang_after", to=ANA)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "sending")
    later = await lab.schedule("later", ben, after=4)
    await lab.until(lambda: _is(lab, later, "queued"))
    await lab.dispatcher.stop(0.1)
    assert await lab.states(message) == ["unsure"]
    assert await lab.states(later) == ["planned"], "an orderly end lets go of what it had claimed"
    lab.dispatcher = Dispatcher(lab.clock, lease=2.0, chores=lab.chores)
    lab.later(seconds=5)
    await lab.reaches(later, "sent")
    assert lab.waha.judge()["arrivals"] == 2


async def _is(lab: Lab, message: dict[str, object], state: str) -> bool:
    return await lab.states(message) == [state]


async def test_lateness_is_never_negative_in_what_is_recorded(lab: Lab) -> None:
    """An echo says its time in whole seconds: taken as it is, a message would have been sent before its slot."""
    ana = await lab.contact("Ana", ANA)
    due = lab.now.replace(microsecond=0) + timedelta(seconds=2, microseconds=900_000)
    lab.waha.faults.set("echo_first", count=1)
    message = await lab.schedule("hello", ana, after=(due - lab.now).total_seconds())
    lab.later(seconds=1)
    (row,) = await lab.reaches(message, "delivered")
    assert row["slot_at"] <= row["sent_at"] <= row["delivered_at"]


async def test_after_a_refusal_of_somebody_new_nobody_new_is_tried_and_who_is_known_gets_theirs(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    cleo = await lab.contact("Cleo", "+351912000003")
    await lab.reaches(await lab.schedule("welcome", ben, after=0.1), "delivered")
    lab.waha.faults.set("restricted", count=1)
    await lab.reaches(await lab.schedule("hello", ana, after=0.1), "failed")
    cold, known = await lab.schedule("hello", cleo, after=0.1), await lab.schedule("hello", ben, after=0.1)
    await lab.reaches(known, "delivered")
    row = await lab.delivery(cold)
    assert row["state"] in ("planned", "queued")
    assert row["attempts"] == 0
    told = await lab.told("new_contacts_paused")
    assert [(one["staff_id"], one["detail"]["name"]) for one in told] == [(lab.owner["id"], lab.channel["name"])]
    lab.later(minutes=31)
    (row,) = await lab.reaches(cold, "skipped")
    assert row["cause"] == "new_contacts_paused"
    lab.later(minutes=30)
    await lab.reaches(await lab.schedule("hello", cleo, after=0.1), "delivered")
    assert len(await lab.told("new_contacts_paused")) == 1


async def test_a_number_that_may_write_to_nobody_new_says_so_and_when_it_may_again(lab: Lab) -> None:
    cleo = await lab.contact("Cleo", "+351912000003")
    await lab.hear(lab.event("session.status", status="WORKING", data={"reachoutTimelock": {"isActive": True}}))
    held = await lab.schedule("hello", cleo, after=0.1)
    await lab.reaches(held, "planned")
    await lab.rounds(3)
    assert (await lab.delivery(held))["attempts"] == 0
    assert len(await lab.told("new_contacts_paused")) == 1
    await lab.hear(lab.event("session.status", status="WORKING", data={"reachoutTimelock": {"isActive": False}}))
    lab.later(minutes=5)
    await lab.reaches(held, "delivered")
