"""WAHA's engines from a scheduled message to a phone and back: the whole way, with the faults of each.

GOWS and NOWEB keep the id that we choose. WEBJS and WPP choose their own: there, a delivery whose answer never came is
settled only by the single match of person, exact text and time.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.sandbox.phones import Tick
from core.sandbox.waha.sessions import Sent, Session
from storage import db
from storage.queries import channels, deliveries, numbers
from tests.lab import Lab, Row

ANA = "+351912000001"
KEEPING, CHOOSING = ("GOWS", "NOWEB"), ("WEBJS", "WPP")

every_engine = pytest.mark.parametrize("engine", [*KEEPING, *CHOOSING])
choosing_engines = pytest.mark.parametrize("engine", CHOOSING)


def play(lab: Lab, engine: str) -> Session:
    """WAHA runs this engine."""
    session = lab.waha.sessions["clinic"]
    session.engine = engine
    return session


async def row_of(lab: Lab, message: Row) -> Row:
    (row,) = await deliveries.of_message(lab.workspace["id"], message["id"])
    return row


async def unsure(lab: Lab, contact: int, text: str = "hello", **faults: str) -> tuple[Row, Sent]:
    """A message that left, whose answer never came, and of which no event has told yet."""
    lab.waha.faults.set("drop")
    lab.waha.faults.set("reset_after", count=1)
    for name in faults:
        lab.waha.faults.set(name)
    message = await lab.schedule(text, contact, after=0.1)
    await lab.reaches(message, "unsure")
    await lab.waha.settled()
    lab.waha.faults.clear("drop")
    return message, list(lab.waha.sessions["clinic"].sent.values())[-1]


async def told_again(lab: Lab, *sent: Sent) -> None:
    """The echoes come after all."""
    for one in sent:
        lab.waha.echo(lab.waha.sessions["clinic"], one)
    await lab.settled()


# -- the ordinary course


@every_engine
async def test_a_message_arrives_once_and_is_read(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.2)
    await lab.reaches(message, "delivered")
    lab.waha.open_chat(ANA)
    (row,) = await lab.reaches(message, "read")
    assert lab.shown(ANA) == ["hello"]
    assert list(lab.waha.sessions["clinic"].sent) == [row["provider_id"]]
    assert row["token"] == (row["provider_id"] if engine in KEEPING else None)
    assert await lab.told("unsure") == []


@every_engine
async def test_the_first_send_of_a_new_process_knows_its_engine(lab: Lab, engine: str) -> None:
    play(lab, engine)
    ana = await lab.contact("Ana", ANA)
    for text in ("one", "two"):
        message = await lab.schedule(text, ana, after=0.1)
        (row,) = await lab.reaches(message, "delivered")
        assert (row["token"] is not None) is (engine in KEEPING)
        await lab.restart()


async def test_an_engine_that_was_changed_unnoticed_costs_nothing(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.reaches(await lab.schedule("one", ana, after=0.1), "delivered")
    play(lab, "WEBJS")
    (second,) = await lab.reaches(await lab.schedule("two", ana, after=0.1), "delivered")
    assert second["token"] not in (None, second["provider_id"])  # we were wrong, and the answer said so
    (third,) = await lab.reaches(await lab.schedule("three", ana, after=0.1), "delivered")
    assert third["token"] is None
    assert lab.shown(ANA) == ["one", "two", "three"]


@every_engine
async def test_every_event_ten_times_and_out_of_order_has_one_effect(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("duplicate", value=10)
    lab.waha.faults.set("reorder")
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.until(lambda: _arrived(lab, message))
    lab.waha.open_chat(ANA)
    lab.waha.faults.clear()
    await lab.reaches(message, "read")
    await lab.settled()
    assert lab.shown(ANA) == ["hello"]
    assert await lab.states(message) == ["read"]


async def _arrived(lab: Lab, message: Row) -> bool:
    return (await lab.states(message))[:1] in (["sent"], ["delivered"])


@every_engine
@pytest.mark.parametrize("fault", ["echo_first", "ack_first"])
async def test_an_echo_or_receipt_that_is_quicker_than_the_answer_changes_nothing(
    lab: Lab, engine: str, fault: str
) -> None:
    play(lab, engine)
    lab.waha.faults.set(fault, count=1)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    await lab.settled()
    assert list(lab.waha.sessions["clinic"].sent) == [row["provider_id"]]
    assert await lab.states(message) == ["delivered"]


# -- the answer is odd


@every_engine
async def test_an_empty_201_is_sent_and_its_receipts_find_it(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("empty", count=1)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    assert list(lab.waha.sessions["clinic"].sent) == [row["provider_id"]]


@choosing_engines
async def test_an_empty_201_whose_echo_comes_late_learns_its_id_then(lab: Lab, engine: str) -> None:
    session = play(lab, engine)
    lab.waha.faults.set("empty", count=1)
    lab.waha.faults.set("drop")
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    (row,) = await lab.reaches(message, "sent")
    assert row["provider_id"] is None
    await lab.waha.settled()
    lab.waha.faults.clear("drop")
    (sent,) = session.sent.values()
    await told_again(lab, sent)
    assert (await row_of(lab, message))["provider_id"] == sent.bubble.raw_id
    lab.waha.open_chat(ANA)
    await lab.reaches(message, "read")


@every_engine
async def test_an_answer_that_names_the_chat_by_its_hidden_id_is_of_the_same_message(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("lid_answer")
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "delivered")


@choosing_engines
async def test_ids_that_whatsapp_web_renamed_are_followed_to_the_end(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("renamed_id")
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "delivered")


@every_engine
async def test_what_fails_after_the_201_has_failed_and_is_told(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("ack_error", count=1)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "refused_by_whatsapp"
    assert [notice["kind"] for notice in await lab.told("failed")] == ["failed"]


# -- no answer at all


@every_engine
async def test_an_answer_that_hangs_is_settled_by_the_echo_meanwhile(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.faults.set("hang_after", count=1)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "delivered")
    await lab.dispatcher.idle()  # the request has timed out: that changes nothing any more
    assert await lab.states(message) == ["delivered"]
    assert await lab.due_notices() == []


@every_engine
async def test_an_answer_that_never_came_is_unsure_until_the_echo_comes(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA), not_stored="")
    await told_again(lab, sent)
    row = await row_of(lab, message)
    assert (row["state"], row["provider_id"]) == ("sent", sent.bubble.raw_id)
    lab.waha.open_chat(ANA)
    await lab.reaches(message, "read")
    assert lab.shown(ANA) == ["hello"]


@choosing_engines
async def test_a_receipt_settles_what_no_echo_told_of(lab: Lab, engine: str) -> None:
    session = play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA))
    lab.later(hours=3)  # the phone was off: the time of the message counts, not that of the event
    lab.waha.ack(session, sent, Tick.DEVICE)
    await lab.settled()
    row = await row_of(lab, message)
    assert (row["state"], row["provider_id"]) == ("delivered", sent.bubble.raw_id)


@choosing_engines
async def test_an_echo_that_says_app_settles_too(lab: Lab, engine: str) -> None:
    """`source` is a hint: WAHA forgets what it sent when it starts anew."""
    play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA), echo_app="")
    await told_again(lab, sent)
    assert await lab.states(message) == ["sent"]


@choosing_engines
async def test_two_equal_texts_to_one_person_are_never_settled_by_guess(lab: Lab, engine: str) -> None:
    session = play(lab, engine)
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("empty", count=1)
    first = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(first, "sent")
    second, _ = await unsure(lab, ana)
    await told_again(lab, *session.sent.values())
    assert await lab.states() == ["sent", "unsure"]
    assert [row["provider_id"] for row in await db.rows("select provider_id from delivery")] == [None, None]
    lab.later(minutes=3)
    assert [notice["kind"] for notice in await lab.due_notices()] == ["unsure"]
    assert second["id"] != first["id"]


@choosing_engines
async def test_another_text_another_person_or_another_hour_settles_nothing(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA))
    ben = await lab.contact("Ben", "+351912000002")
    lab.waha.type_on_phone("clinic", ANA, "hello ")
    lab.waha.type_on_phone("clinic", "+351912000002", "hello")
    lab.later(hours=1)
    lab.waha.type_on_phone("clinic", ANA, "hello")
    await lab.settled()
    assert await lab.states(message) == ["unsure"]
    await told_again(lab, sent)
    assert await lab.states(message) == ["sent"]
    assert ben


@choosing_engines
async def test_what_left_long_before_its_echo_was_typed_by_a_person(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA))
    sent.bubble.at += timedelta(minutes=6)
    await told_again(lab, sent)
    assert await lab.states(message) == ["unsure"]


@choosing_engines
async def test_events_that_waha_lost_leave_it_to_a_person(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, _ = await unsure(lab, await lab.contact("Ana", ANA))
    for seconds in (6, 20, 60, 120):
        lab.later(seconds=seconds)
        await lab.rounds(3)
    assert await lab.states(message) == ["unsure"]
    assert [notice["kind"] for notice in await lab.due_notices()] == ["unsure"]
    assert lab.shown(ANA) == ["hello"]


@pytest.mark.parametrize("engine", KEEPING)
async def test_events_that_waha_lost_are_made_good_by_a_look_up(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, _ = await unsure(lab, await lab.contact("Ana", ANA))
    lab.later(seconds=6)
    await lab.reaches(message, "delivered")


# -- names of the person


@every_engine
async def test_a_hidden_id_that_a_check_has_told_is_the_person(lab: Lab, engine: str) -> None:
    play(lab, engine)
    ana = await lab.contact("Ana", ANA)
    lid = lab.waha.phones.get(ANA).lid
    await numbers.learn(lab.channel["account_id"], ANA, True, "351912000001@c.us", lid, lab.now)
    message, sent = await unsure(lab, ana, lid_chat="", pn_null="")
    await told_again(lab, sent)
    assert await lab.states(message) == ["sent"]
    lab.waha.answer(ANA, "yes")
    await lab.settled()
    (answer,) = await db.rows("select * from answer")
    assert (answer["contact_id"], answer["phone"]) == (ana, ANA)


@choosing_engines
async def test_a_hidden_id_that_nobody_knows_settles_nothing(lab: Lab, engine: str) -> None:
    play(lab, engine)
    message, sent = await unsure(lab, await lab.contact("Ana", ANA), lid_chat="")
    await db.run("delete from known_number")
    await told_again(lab, sent)
    assert await lab.states(message) == ["unsure"]


@every_engine
async def test_a_canonical_chat_that_differs_from_the_number_is_the_person(lab: Lab, engine: str) -> None:
    play(lab, engine)
    number, chat = "+5511987654321", "551187654321@c.us"
    lab.waha.phones.add(number, "Bruno", chat=chat)
    bruno = await lab.contact("Bruno", number)
    await numbers.learn(lab.channel["account_id"], number, True, chat, None, lab.now)
    message, sent = await unsure(lab, bruno)
    await told_again(lab, sent)
    assert await lab.states(message) == ["sent"]
    lab.waha.answer(number, "sim")
    await lab.settled()
    (answer,) = await db.rows("select * from answer")
    assert (answer["contact_id"], answer["phone"]) == (bruno, number)


@every_engine
async def test_an_answer_that_comes_by_two_names_under_two_events_twice_is_one(lab: Lab, engine: str) -> None:
    session = play(lab, engine)
    ana = await lab.contact("Ana", ANA)
    await lab.reaches(await lab.schedule("hello", ana, after=0.1), "delivered")
    session.webhooks[0].events = ("*",)
    session.webhooks.append(session.webhooks[0])  # the same address globally and for the session
    lab.waha.faults.set("split_chat")
    lab.waha.answer(ANA, "yes")
    await lab.settled()
    (answer,) = await db.rows("select * from answer")
    assert (answer["contact_id"], answer["text"]) == (ana, "yes")
    assert len(await lab.told("answer")) == 1


# -- how the channel is


@every_engine
async def test_a_session_that_flaps_delays_and_loses_nothing(lab: Lab, engine: str) -> None:
    play(lab, engine)
    lab.waha.set_status("clinic", "STARTING", back_after=0.3)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    lab.later(seconds=4)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]


@pytest.mark.parametrize("status", ["PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED"])
async def test_a_passkey_halts_the_channel_until_a_person_gave_it(lab: Lab, status: str) -> None:
    play(lab, "WEBJS")
    lab.waha.set_status("clinic", status)
    await lab.settled()
    channel = await channels.state(lab.workspace["id"], lab.channel["id"])
    assert (channel["health"], channel["reason"]) == ("halted", status.lower())
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    lab.later(seconds=5)
    await lab.rounds(3)
    assert lab.shown(ANA) == []
    assert len(await lab.told("channel_down")) == 1
    lab.waha.set_status("clinic", "WORKING")
    await lab.reaches(message, "delivered")


@every_engine
async def test_a_pause_or_quota_of_new_contacts_leaves_the_channel_working(lab: Lab, engine: str) -> None:
    play(lab, engine)
    ana = await lab.contact("Ana", ANA)
    await lab.reaches(await lab.schedule("she is known from now on", ana), "delivered")
    lab.waha.set_timelock("clinic", {"enforcementType": "RESTRICT_ALL_COMPANIONS", "isActive": True})
    lab.waha.set_capping("clinic", "CAPPED")
    await lab.settled()
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    lab.waha.set_timelock("clinic", None)
    lab.waha.set_capping("clinic", None)
    await lab.settled()
    assert (await channels.state(lab.workspace["id"], lab.channel["id"]))["health"] == "working"
    assert await lab.told("channel_down") == []
