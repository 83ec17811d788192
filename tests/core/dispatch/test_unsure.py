"""Deliveries whose answer never came: who settles them, when a person is asked, and what waits behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.dispatch import settle
from core.errors import Conflict
from core.messages.settling import settle_by_person
from storage import db
from tests.lab import Lab, Row

ANA, BEN = "+351912000001", "+351912000002"
PATIENCE = timedelta(seconds=1.5 + 5 + 1 + 2.0 + 60)


async def _unsure(lab: Lab, *, arrived: bool, text: str = "hello") -> Row:
    """A message to Ana whose answer never came, and of which no event will ever tell."""
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("reset_after" if arrived else "reset_before", count=1)
    message = await lab.schedule(text, ana, after=0.1)
    await lab.reaches(message, "unsure")
    return message


async def test_a_person_is_asked_only_when_no_answer_can_come_any_more(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    (notice,) = await lab.told("unsure")
    assert notice["not_before"] - row["sending_at"] == PATIENCE
    assert await lab.due_notices() == []
    lab.later(seconds=PATIENCE.total_seconds())
    assert [one["kind"] for one in await lab.due_notices()] == ["unsure"]


async def test_a_receipt_settles_it_and_withdraws_the_question(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    await lab.hear(lab.ack(row["token"], 2))
    await lab.reaches(message, "delivered")
    lab.later(minutes=5)
    assert await lab.due_notices() == []


async def test_an_error_receipt_settles_it_too_and_withdraws_the_question(lab: Lab) -> None:
    message = await _unsure(lab, arrived=False)
    row = await lab.delivery(message)
    await lab.hear(lab.ack(row["token"], -1))
    await lab.reaches(message, "failed")
    lab.later(minutes=5)
    assert [one["kind"] for one in await lab.due_notices()] == ["failed"]


async def test_a_person_says_that_it_arrived_and_the_second_tap_is_told_so(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    settled = await settle_by_person(lab.actor(), row["id"], True, lab.now)
    assert settled["state"] == "sent"
    for again in (True, False):
        with pytest.raises(Conflict) as told:
            await settle_by_person(lab.actor(), row["id"], again, lab.now)
        assert told.value.code == "already_settled"
    lab.later(minutes=5)
    await lab.rounds(5)
    assert await lab.due_notices() == []
    assert lab.waha.judge()["arrivals"] == 1
    assert (await lab.message(message))["state"] == "done"


async def test_a_person_says_that_it_did_not_arrive_and_it_leaves_with_a_new_id(lab: Lab) -> None:
    message = await _unsure(lab, arrived=False)
    row = await lab.delivery(message)
    await settle_by_person(lab.actor(), row["id"], False, lab.now)
    with pytest.raises(Conflict):
        await settle_by_person(lab.actor(), row["id"], False, lab.now)
    (again,) = await lab.reaches(message, "sent")
    assert again["token"] != row["token"]
    assert again["attempts"] == 2
    assert lab.shown(ANA) == ["hello"]


async def test_a_person_who_was_wrong_made_a_double_and_it_is_counted_as_one(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    await settle_by_person(lab.actor(), row["id"], False, lab.now)
    (again,) = await lab.reaches(message, "sent")
    assert lab.shown(ANA) == ["hello", "hello"]
    await lab.hear(lab.ack(row["token"], 2), lab.ack(row["token"], 3), lab.ack(again["token"], 2))
    from core import report

    monday, _ = report.week_of(lab.now, lab.workspace["zone"])
    assert (await report.week(lab.workspace["id"], monday, lab.now)).doubles == 1


async def test_a_late_echo_of_the_first_attempt_stops_the_second_that_has_not_left(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    lab.waha.set_status("clinic", "STOPPED")
    await settle_by_person(lab.actor(), row["id"], False, lab.now)
    lab.waha.set_status("clinic", "WORKING")
    await lab.hear(lab.ack(row["token"], 2))
    await lab.rounds(20)
    assert await lab.states(message) == ["delivered"]
    assert lab.shown(ANA) == ["hello"]


async def test_a_later_message_waits_for_the_unsure_one_until_close_to_its_own_limit(lab: Lab) -> None:
    await _unsure(lab, arrived=True, text="first")
    (ana,) = await db.rows("select id from contact")
    second = await lab.schedule("second", ana["id"], after=0.1)
    for minutes in (1, 5, 10, 13):
        lab.later(minutes=minutes)
        await lab.reaches(second, "queued")
        await lab.rounds(8)
    assert await lab.states(second) == ["queued"]
    lab.later(seconds=46)
    (row,) = await lab.reaches(second, "sent")
    assert timedelta() < row["late_at"] - row["sending_at"] <= timedelta(seconds=15)


async def test_a_later_message_leaves_at_once_when_the_unsure_one_is_settled(lab: Lab) -> None:
    first = await _unsure(lab, arrived=True, text="first")
    (ana,) = await db.rows("select id from contact")
    second = await lab.schedule("second", ana["id"], after=0.1)
    third = await lab.schedule("third", ana["id"], after=0.2)
    lab.later(seconds=10)
    await lab.reaches(third, "queued")
    await lab.rounds(8)
    assert await lab.states() == ["unsure", "queued", "queued"]
    await settle_by_person(lab.actor(), (await lab.delivery(first))["id"], True, lab.now)
    lab.later(seconds=4)
    await lab.reaches(second, "sent")
    await lab.reaches(third, "sent")
    assert lab.shown(ANA) == ["first", "second", "third"]


async def test_an_unsure_one_of_days_ago_holds_nobody_up_any_more(lab: Lab) -> None:
    await _unsure(lab, arrived=True, text="first")
    (ana,) = await db.rows("select id from contact")
    lab.later(hours=25)
    second = await lab.schedule("second", ana["id"], after=0.1)
    await lab.reaches(second, "sent")


async def test_another_person_does_not_wait(lab: Lab) -> None:
    await _unsure(lab, arrived=True, text="first")
    ben = await lab.contact("Ben", BEN)
    second = await lab.schedule("second", ben, after=0.1)
    await lab.reaches(second, "sent")


async def test_unsure_counts_as_open_for_a_day_and_then_as_partial(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    assert (await lab.occurrence(message))["state"] == "processing"
    assert (await lab.message(message))["state"] == "active"
    lab.later(hours=23)
    await lab.rounds(3)
    assert (await lab.occurrence(message))["state"] == "processing"
    lab.later(hours=1, minutes=1)
    await lab.rounds(3)
    assert (await lab.occurrence(message))["state"] == "partial"
    assert (await lab.message(message))["state"] == "done"
    await settle_by_person(lab.actor(), (await lab.delivery(message))["id"], True, lab.now)
    assert (await lab.occurrence(message))["state"] == "sent"


async def test_a_look_up_is_still_made_when_many_older_ones_were_never_settled(lab: Lab) -> None:
    message = await _unsure(lab, arrived=True)
    row = await lab.delivery(message)
    old = lab.now - timedelta(days=3)
    for n in range(520):
        contact = await db.rows(
            "insert into contact (workspace_id, name, folded, attributes, consent, created_at)"
            " values ($1, $2, $2, '{}', '', $3) returning id",
            lab.workspace["id"],
            f"Old {n}",
            old,
        )
        await db.run(
            "insert into delivery (workspace_id, message_id, occurrence_id, contact_id, channel_id, state, slot_at,"
            " ready_at, late_at, fence, attempts, cause, changed_at, sending_at, token) values ($1, $2, $3, $4, $5,"
            " 'unsure', $6, $6, $6, 0, 1, '', $6, $6, $7)",
            lab.workspace["id"],
            row["message_id"],
            row["occurrence_id"],
            contact[0]["id"],
            lab.channel["id"],
            old,
            f"OLD{n}",
        )
    for sent in lab.waha.sessions["clinic"].sent.values():
        sent.stored = True
    lab.later(seconds=6)

    async def found() -> bool:
        return (await db.rows("select state from delivery where id = $1", row["id"]))[0]["state"] == "delivered"

    await lab.until(found)


async def test_one_look_up_after_the_other_when_more_are_unsure_than_are_looked_through_at_once(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "_PAGE", 2)
    monkeypatch.setattr(settle, "_AT_ONCE", 1)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("reset_after")
    made = [
        await lab.schedule("hello", await lab.contact(f"P{n}", f"+35191400000{n}"), after=0.1 + n / 100)
        for n in range(5)
    ]
    for message in made:
        await lab.reaches(message, "unsure")
    *_, last = lab.waha.sessions["clinic"].sent.values()
    last.stored = True
    lab.later(seconds=6)
    await lab.reaches(made[-1], "delivered")
    assert (await lab.states())[:-1] == ["unsure"] * 4
