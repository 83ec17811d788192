"""Two workers on one database, leases that are lost, and what a new holder finds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core import outcomes
from core.dispatch.flights import Flights
from core.gateways.base import Driver, NotSent, Outgoing, Rejected, Sent
from core.messages.settling import settle_by_person
from storage import db
from storage.queries import channels, leases, steps
from storage.states import DeliveryState
from tests.lab import Lab, Row, open_lab

ANA, BEN = "+351912000001", "+351912000002"


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    """Here each test runs once on each kind of database: what locks mean differs."""
    async with open_lab(database_url) as found:
        yield found


async def test_two_workers_send_each_message_once(lab: Lab) -> None:
    lab.another()
    lab.waha.phones.collapse = False
    people = [await lab.contact(f"P{n}", f"+3519140{n:05d}") for n in range(20)]
    made = [await lab.schedule(f"hello {n}", *people, after=0.3 + n / 10) for n in range(4)]
    for message in made:
        await lab.reaches(message, *["delivered"] * 20)
    judged = lab.waha.judge()
    assert judged["arrivals"] == 80
    assert all(line["arrivals"] == 1 for phone in judged["phones"].values() for line in phone)
    assert sum(one.busy for one in (lab.dispatcher, *lab.others)) <= 1


async def test_two_workers_plan_a_series_once(lab: Lab) -> None:
    lab.another()
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("tick", ana, after=600, rules=["FREQ=MINUTELY;INTERVAL=10"])
    for times in range(1, 6):
        lab.later(minutes=10)
        await lab.until(lambda times=times: _settled(lab, message, times))
    rows = await db.rows("select nominal from occurrence where message_id = $1", message["id"])
    assert len(rows) == len({row["nominal"] for row in rows})
    assert lab.waha.judge()["arrivals"] == 5


async def _settled(lab: Lab, message: Row, count: int) -> bool:
    return (await lab.states(message)).count("delivered") == count


async def _steal(lab: Lab) -> int:
    """Another worker takes the lane as if ours had been silent for too long; its fencing number."""
    await db.run("update lease set expires_at = 0 where channel_id = $1", lab.channel["id"])
    fence = await leases.take(lab.channel["id"], "thief", 60)
    assert fence is not None
    return fence


async def test_a_lease_that_is_lost_refuses_the_record_and_stops_the_starts(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=0.6, to=ANA)
    lab.waha.faults.set("garbled", to=ANA)
    first = await lab.schedule("first", ana, after=0.1)
    second = await lab.schedule("second", ben, after=2)
    await lab.reaches(first, "sending")
    await lab.until(lambda: _is(lab, second, "queued"))
    refused = await lab.count("refused_step")
    fence = await _steal(lab)
    taken = await outcomes.take_over(lab.workspace["id"], lab.channel["id"], fence, lab.now, timedelta(seconds=70))
    assert taken == 1
    assert await lab.states() == ["unsure", "planned"]

    async def counted() -> bool:
        return await lab.count("refused_step") == refused + 1

    await lab.until(counted)
    assert await lab.states(first) == ["unsure"]
    lab.later(seconds=5)
    await lab.rounds(30)
    assert lab.shown(BEN) == [], "the thief holds the lane and does nothing"
    await leases.release(lab.channel["id"], "thief", fence)
    await lab.reaches(second, "sent")
    assert lab.shown(BEN) == ["second"]


async def _superseded(lab: Lab, answer: str = "slow") -> tuple[Row, int]:
    """A message whose worker stands still while its answer is under way, so that another takes the lane. Its engine chooses
    the ids, and no event will ever tell. The message, and the other's fence."""
    lab.waha.phones.collapse = False
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], settings={"timeout": 30, "engine": "WEBJS"})
    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    lab.waha.faults.set("slow", value=60, to=ANA)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "sending")
    fence = await _steal(lab)
    await outcomes.take_over(lab.workspace["id"], lab.channel["id"], fence, lab.now, timedelta(seconds=70))
    assert await lab.states(message) == ["unsure"]
    return message, fence


async def test_what_was_accepted_is_known_although_another_took_the_lane_meanwhile(lab: Lab) -> None:
    message, _ = await _superseded(lab)
    lab.waha.faults.clear("slow")
    (row,) = await lab.reaches(message, "sent")
    (sent,) = lab.waha.sessions["clinic"].sent.values()
    assert row["provider_id"] == sent.bubble.raw_id
    lab.later(minutes=5)
    assert await lab.due_notices() == [], "nobody is asked what is known"
    await lab.hear(lab.ack(row["provider_id"], 2))
    await lab.reaches(message, "delivered")


async def test_an_answer_that_comes_behind_the_tap_on_send_again_stops_the_second_copy(lab: Lab) -> None:
    message, fence = await _superseded(lab)
    row = await lab.delivery(message)
    await settle_by_person(lab.actor(), row["id"], False, lab.now)
    assert await lab.states(message) == ["planned"]
    lab.waha.faults.clear("slow")
    await lab.reaches(message, "sent")
    await leases.release(lab.channel["id"], "thief", fence)
    lab.later(seconds=5)
    await lab.rounds(20)
    assert lab.shown(ANA) == ["hello"]


async def test_an_answer_that_comes_behind_the_second_copy_tells_that_it_came_twice(lab: Lab) -> None:
    message, fence = await _superseded(lab)
    row = await lab.delivery(message)
    await settle_by_person(lab.actor(), row["id"], False, lab.now)
    await leases.release(lab.channel["id"], "thief", fence)
    await db.run("update delivery set state = 'sent', attempts = 2 where id = $1", row["id"])
    lab.waha.faults.clear("slow")

    async def counted() -> bool:
        return await lab.count("double") == 1

    await lab.until(counted)
    assert await lab.states(message) == ["sent"]


async def test_what_was_refused_has_failed_although_another_took_the_lane_meanwhile(lab: Lab) -> None:
    message, fence = await _superseded(lab)
    row = await lab.delivery(message)
    before = row | {"attempts": 0}
    assert await outcomes.answered(before, fence - 1, Rejected("no_such_number"), lab.now, timedelta()) is None
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "no_such_number"
    assert await outcomes.answered(before, fence - 1, Rejected("no_such_number"), lab.now, timedelta()) is None
    assert len(await lab.told("failed")) == 1


async def test_what_provably_never_left_leaves_with_the_lane_that_another_took_meanwhile(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker stood still between the commit and the first byte, for longer than its lease."""
    goes_on, ask = asyncio.Event(), Flights._ask

    async def stands_still(self: Flights, row: Row, out: Outgoing, driver: Driver, began: float) -> Sent:
        await goes_on.wait()
        return await ask(self, row, out, driver, began - (60 if row["attempts"] == 0 else 0))

    monkeypatch.setattr(Flights, "_ask", stands_still)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "sending")
    fence = await _steal(lab)
    await outcomes.take_over(lab.workspace["id"], lab.channel["id"], fence, lab.now, timedelta(seconds=70))
    assert await lab.states(message) == ["unsure"]
    goes_on.set()
    await lab.reaches(message, "planned")
    lab.later(minutes=5)
    assert await lab.due_notices() == [], "nobody is asked about it"
    await leases.release(lab.channel["id"], "thief", fence)
    (row,) = await lab.reaches(message, "delivered")
    assert row["attempts"] == 2
    assert lab.shown(ANA) == ["hello"]
    assert (await lab.occurrence(message))["state"] == "sent"


async def test_what_never_left_stays_unsure_when_a_later_attempt_is(lab: Lab) -> None:
    message, fence = await _superseded(lab)
    before = await lab.delivery(message) | {"attempts": 0}
    await db.run("update delivery set attempts = 2 where message_id = $1", message["id"])
    assert await outcomes.answered(before, fence - 1, NotSent("lease_lost", 0.0), lab.now, timedelta()) is None
    assert await lab.states(message) == ["unsure"]


async def test_what_never_left_and_is_tried_no_more_has_failed_although_another_took_the_lane(lab: Lab) -> None:
    message, fence = await _superseded(lab)
    before = await lab.delivery(message) | {"attempts": 0}
    assert await outcomes.answered(before, fence - 1, NotSent("busy", most=1), lab.now, timedelta()) is None
    (row,) = await lab.reaches(message, "failed")
    assert row["cause"] == "busy"
    assert len(await lab.told("failed")) == 1


async def _is(lab: Lab, message: Row, state: str) -> bool:
    return await lab.states(message) == [state]


async def test_an_old_fence_neither_claims_nor_begins_nor_records(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=0)
    await lab.dispatcher.stop(1)
    from core.dispatch.plan import plan

    await plan(lab.now)
    where = (lab.workspace["id"], lab.channel["id"])
    old = await leases.take(lab.channel["id"], "old", 60)
    assert old is not None
    assert await outcomes.claim(*where, "old", old, lab.now, lab.now, 10) == 1
    new = await _steal(lab)
    assert await outcomes.claim(*where, "old", old, lab.now, lab.now, 10) == 0
    row = await lab.delivery(message)
    leaving = [{"id": row["id"], "ref": "T", "phone": ANA, "words": "x"}]
    assert await outcomes.begin(lab.channel["id"], "old", old, leaving, lab.now) == set()
    await outcomes.take_over(*where, new, lab.now, timedelta(seconds=70))
    assert await lab.states(message) == ["planned"]
    assert await outcomes.claim(*where, "thief", new, lab.now, lab.now, 10) == 1
    assert await outcomes.begin(lab.channel["id"], "thief", new, leaving, lab.now) == {row["id"]}
    assert await steps.step(row["id"], DeliveryState.SENT, [DeliveryState.SENDING], lab.now, old) is None
    assert await lab.states(message) == ["sending"]


async def test_a_take_over_makes_unsure_what_was_in_flight_and_frees_what_was_claimed(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    first, second = await lab.schedule("one", ana, after=0.1), await lab.schedule("two", ben, after=60)
    await lab.until(lambda: _is(lab, first, "delivered"))
    await lab.dispatcher.stop(1)
    await db.run("update delivery set state = 'sending' where message_id = $1", first["id"])
    await db.run("update delivery set state = 'queued', fence = 1 where message_id = $1", second["id"])
    lab.another()
    await lab.until(lambda: _is(lab, first, "unsure"))
    lab.later(seconds=60)
    await lab.until(lambda: _is(lab, second, "delivered"))
    assert len(await lab.told("unsure")) == 1


async def test_a_lane_that_was_away_for_longer_than_its_lease_goes_on_when_nobody_took_it(lab: Lab) -> None:
    """The database was away for longer than the lease while a request hung: others must not wait for that request."""
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=30, to=ANA)
    first = await lab.schedule("first", ana, after=0.1)
    await lab.reaches(first, "sending")
    (lane, _) = lab.dispatcher._lanes[lab.channel["id"]]
    lane._lease.held_until = 0.0
    second = await lab.schedule("second", ben, after=0.1)
    await lab.reaches(second, "sent")
    assert await lab.states(first) == ["sending"]
    lab.waha.faults.clear("slow")
    await lab.reaches(first, "sent")


async def test_a_restart_in_the_middle_of_everything_loses_and_doubles_nothing(lab: Lab) -> None:
    lab.waha.phones.collapse = False
    people = [await lab.contact(f"P{n}", f"+3519150{n:05d}") for n in range(30)]
    lab.waha.faults.set("slow", value=0.05)
    message = await lab.schedule("hello", *people, after=0.1)
    for _ in range(3):
        await lab.until(lambda: _some_in_flight(lab))
        await lab.restart()
    await lab.reaches(message, *["delivered"] * 30)
    assert lab.waha.judge()["arrivals"] == 30


async def _some_in_flight(lab: Lab) -> bool:
    states = await lab.states()
    return "sending" in states or {"delivered"} == set(states)
