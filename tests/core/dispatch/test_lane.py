"""The sending loop: when, in which order, at which pace, and what it looks at before each send."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from unittest import mock

import pytest

from core import outcomes
from core.commands import Audience, Cancel, Edit, Pause, Resume
from core.dispatch.flights import Flights
from core.dispatch.tempo import Tempo
from core.gateways.base import Driver, NotSent, Outgoing, Sent
from core.messages import messages
from core.messages.placeholders import filled
from core.slots.pace import read_pace
from storage import db
from storage.errors import StoreAway
from storage.queries import channels, directory, steps
from tests.lab import Lab, Row, open_lab
from tests.patience import LONG_ENOUGH

ANA, BEN = "+351912000001", "+351912000002"


async def _people(lab: Lab, count: int) -> list[int]:
    return [await lab.contact(f"Person {n}", f"+3519130{n:05d}") for n in range(count)]


def _phone(n: int) -> str:
    return f"+3519130{n:05d}"


async def _all(lab: Lab, count: int, *states: str) -> list[Row]:
    async def so() -> list[Row] | None:
        rows = await db.rows("select * from delivery order by id")
        return rows if len(rows) == count and {row["state"] for row in rows} <= set(states) else None

    return list(await lab.until(so, 40))


# --- when


async def test_fifty_messages_at_one_instant_reach_fifty_people_once_each_and_none_early(lab: Lab) -> None:
    lab.waha.phones.collapse = False
    people = await _people(lab, 50)
    due = lab.now + timedelta(seconds=4)
    for n, person in enumerate(people):
        await lab.schedule(f"hello {n}", person, after=(due - lab.now).total_seconds())
    rows = await _all(lab, 50, "delivered")
    for n, row in enumerate(rows):
        (bubble,) = lab.waha.phones.get(_phone(n)).bubbles
        assert bubble.text == f"hello {n}"
        assert bubble.at >= row["slot_at"]
        assert row["sent_at"] >= row["slot_at"]
    assert lab.waha.judge()["arrivals"] == 50


async def test_one_message_to_fifty_people_reaches_each_once(lab: Lab) -> None:
    lab.waha.phones.collapse = False
    people = await _people(lab, 50)
    message = await lab.schedule("hello", *people, after=0.5)
    await _all(lab, 50, "delivered")
    assert all(lab.shown(_phone(n)) == ["hello"] for n in range(50))
    assert (await lab.occurrence(message))["state"] == "sent"
    assert (await lab.message(message))["state"] == "done"


async def test_nothing_leaves_before_its_slot_also_when_the_clock_is_moved_up_to_it(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60)
    lab.later(seconds=59)
    (row,) = await lab.reaches(message, "delivered")
    assert row["sending_at"] >= row["slot_at"]
    assert lab.waha.phones.get(ANA).bubbles[0].at >= row["slot_at"]


async def test_what_is_due_at_once_does_not_wait_for_a_second_look(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=5)
    lab.later(seconds=5)
    began = lab.now
    with mock.patch("core.dispatch.lane._BREATH", timedelta(seconds=25)):
        (row,) = await lab.reaches(message, "delivered")
    assert row["sending_at"] - began < timedelta(seconds=10)


# --- order


async def test_two_deliveries_to_one_person_are_never_in_flight_at_once_and_keep_their_order(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("slow", value=0.15)
    for n in range(5):
        await lab.schedule(f"part {n}", ana, after=0.3 + n / 1000)
    most = 0

    async def done() -> bool:
        nonlocal most
        rows = await db.rows("select state from delivery")
        most = max(most, sum(row["state"] == "sending" for row in rows))
        return len(rows) == 5 and {row["state"] for row in rows} == {"delivered"}

    await lab.until(done)
    assert lab.shown(ANA) == [f"part {n}" for n in range(5)]
    assert most <= 1
    rows = await db.rows("select sending_at, slot_at from delivery order by slot_at")
    assert [row["sending_at"] for row in rows] == sorted(row["sending_at"] for row in rows)


async def test_order_holds_also_when_everything_is_overdue_and_was_entered_the_other_way_round(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    second = await lab.schedule("second", ana, after=20)
    first = await lab.schedule("first", ana, after=10)
    lab.later(seconds=30)
    await lab.reaches(second, "delivered")
    await lab.reaches(first, "delivered")
    assert lab.shown(ANA) == ["first", "second"]


async def test_a_message_that_was_refused_for_now_is_not_passed_by_the_next_to_the_same_person(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("refuse", count=1, value=404, to=ANA)  # a proxy answers while WAHA restarts
    first = await lab.schedule("first", ana, after=0.1)

    async def refused() -> bool:
        row = await lab.delivery(first)
        return (row.get("state"), row.get("attempts")) == ("queued", 1)

    await lab.until(refused)
    second = await lab.schedule("second", ana, after=0.1)
    other = await lab.schedule("other", ben, after=0.1)
    await lab.reaches(other, "delivered")
    lab.later(seconds=3)
    await lab.reaches(first, "delivered")
    await lab.reaches(second, "delivered")
    assert lab.shown(ANA) == ["first", "second"]


async def test_a_message_that_is_to_rest_for_long_is_not_passed_by_the_next_to_the_same_person(lab: Lab) -> None:
    """Its provider asked for ten minutes, and its channel works again at once."""
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("hang_before", to=ANA)
    first = await lab.schedule("first", ana, after=0.1)
    (row,) = await lab.reaches(first, "sending")
    await lab.dispatcher.stop(0)
    await db.run("update delivery set state = 'sending'")
    before = row | {"attempts": 0}
    await outcomes.answered(before, row["fence"], NotSent("not_well", 600.0), lab.now, timedelta())
    lab.waha.faults.clear()
    lab.dispatcher = lab.worker()
    second = await lab.schedule("second", ana, after=0.1)
    other = await lab.schedule("other", ben, after=0.1)
    await lab.reaches(other, "delivered")
    await lab.rounds(5)
    assert await lab.states(second) == ["queued"]
    lab.later(seconds=61)
    (row,) = await lab.reaches(first, "delivered")
    (later,) = await lab.reaches(second, "delivered")
    assert row["sending_at"] < later["sending_at"]


async def test_one_person_with_very_many_messages_does_not_starve_the_others(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("hang_before", to=ANA)
    for n in range(140):
        await lab.schedule(f"part {n}", ana, after=3 - n / 1000)
    other = await lab.schedule("other", ben, after=3)
    lab.later(seconds=3)
    await lab.reaches(other, "delivered")
    assert (await lab.states()).count("sending") == 1


# --- pace and limits


async def test_a_pace_keeps_its_gap_and_fixes_the_slots(database_url: str) -> None:
    async with open_lab(database_url, pace="2s") as lab:
        people = await _people(lab, 6)
        message = await lab.schedule("hello", *people, after=1)

        async def moved() -> list[Row] | None:
            rows = await db.rows("select * from delivery where message_id = $1 order by slot_at", message["id"])
            if rows and {row["state"] for row in rows} == {"delivered"}:
                return rows
            lab.later(milliseconds=20)
            return None

        rows = await lab.until(moved, 30)
        gap = timedelta(seconds=2)
        assert [row["slot_at"] - rows[0]["slot_at"] for row in rows] == [n * gap for n in range(6)]
        left = sorted(row["sending_at"] for row in rows)
        assert all(later - earlier >= gap for earlier, later in pairwise(left))
        assert all(row["sending_at"] >= row["slot_at"] for row in rows)


async def test_a_pace_is_kept_also_by_a_slow_gateway_without_extra_waiting(database_url: str) -> None:
    async with open_lab(database_url, pace="0.02s", timeout=20) as lab:
        lab.waha.faults.set("slow", value=20)
        people = await _people(lab, 25)
        await lab.schedule("hello", *people, after=0.5)

        async def started() -> list[Row] | None:
            rows = await db.rows("select * from delivery where sending_at is not null order by sending_at")
            return rows if len(rows) == 25 else None

        with mock.patch("core.dispatch.lane._BREATH", timedelta(seconds=25)):
            rows = await lab.until(started)
        gaps = [later["sending_at"] - earlier["sending_at"] for earlier, later in pairwise(rows)]
        assert timedelta(milliseconds=20) <= min(gaps)
        assert max(gaps) < timedelta(seconds=20), "the pace alone decides, not a breath between two looks"


async def test_a_clock_that_is_put_back_holds_a_channel_with_a_pace_no_longer_up_than_its_gap(
    database_url: str,
) -> None:
    async with open_lab(database_url, pace="0.2s") as lab:
        ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
        await lab.reaches(await lab.schedule("one", ana), "delivered")
        lab.earlier(hours=1)
        await lab.reaches(await lab.schedule("two", ben), "delivered")
        await lab.reaches(await lab.schedule("three", ana), "delivered")


async def test_a_clock_that_is_put_back_and_on_again_sends_what_waits_once_and_at_its_time(lab: Lab) -> None:
    one, two = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    soon, later = await lab.schedule("soon", one, after=4), await lab.schedule("later", two, after=7200)
    await lab.reaches(soon, "queued")
    lab.earlier(hours=1)
    await lab.rounds(10)
    assert lab.shown(ANA) == [], "it is not its time any more"
    lab.later(hours=1, seconds=4)
    await lab.reaches(soon, "delivered")
    lab.later(hours=1, minutes=59, seconds=56)
    await lab.reaches(later, "delivered")
    lab.earlier(hours=1)
    await lab.rounds(10)
    assert (lab.shown(ANA), lab.shown(BEN)) == (["soon"], ["later"])


async def test_a_pace_with_jitter_draws_its_gap_once_a_send() -> None:
    tempo = Tempo(random.Random(7))
    pace = read_pace("5-30s")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    gaps = []
    for _ in range(300):
        allowed = {tempo.allowed(pace, at) for _ in range(50)}
        assert len(allowed) == 1, "asked fifty times, it must not give in"
        gaps.append((allowed.pop() - at).total_seconds())
        at += timedelta(seconds=gaps[-1])
    assert 16 < sum(gaps) / len(gaps) < 19
    assert min(gaps) >= 5
    assert max(gaps) <= 30


async def test_what_is_due_at_once_leaves_at_once_as_far_as_the_burst_of_a_rate_goes(database_url: str) -> None:
    async with open_lab(database_url, pace="1/m burst 3") as lab:
        people = await _people(lab, 5)
        message = await lab.schedule("hello", *people, after=0.1)
        await lab.until(lambda: _arrived(lab, 3))
        await lab.rounds(10)
        assert lab.waha.judge()["arrivals"] == 3
        rows = await db.rows("select slot_at from delivery where message_id = $1 order by slot_at", message["id"])
        assert [round((row["slot_at"] - rows[0]["slot_at"]).total_seconds()) for row in rows] == [0, 0, 0, 60, 120]
        lab.later(seconds=61)
        await lab.until(lambda: _arrived(lab, 4))
        await lab.rounds(10)
        assert lab.waha.judge()["arrivals"] == 4
        lab.later(seconds=60)
        await lab.until(lambda: _arrived(lab, 5))


async def test_what_fell_behind_makes_up_for_it_by_the_burst_and_then_keeps_to_the_rate(database_url: str) -> None:
    async with open_lab(database_url, pace="1/m burst 2") as lab:
        people = await _people(lab, 6)
        await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=True)
        await lab.schedule("hello", *people, after=0.1)

        async def claimed() -> bool:
            return (await lab.states()).count("queued") == 2

        await lab.until(claimed)
        lab.later(minutes=10)
        await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=False)
        await lab.until(lambda: _arrived(lab, 2))
        await lab.rounds(10)
        assert lab.waha.judge()["arrivals"] == 2
        for more in (3, 4, 5, 6):
            lab.later(seconds=60)
            await lab.until(lambda more=more: _arrived(lab, more))
            await lab.rounds(5)
            assert lab.waha.judge()["arrivals"] == more


async def test_the_bucket_of_a_rate_outlives_a_lane_and_is_empty_for_a_worker_that_did_not_see_it() -> None:
    pace, at = read_pace("1/m burst 3"), datetime(2026, 1, 1, tzinfo=UTC)
    minute = timedelta(minutes=1)
    tempo = Tempo()
    assert tempo.room(pace, None, at) == 3, "nothing ever left: it is full"
    tempo.left(pace, 2, at)
    assert tempo.room(pace, at, at) == 1
    assert tempo.room(pace, at, at + 0.5 * minute) == 1, "half a token is none"
    assert tempo.room(pace, at, at + minute) == 2
    assert tempo.room(pace, at, at + 9 * minute) == 3, "it holds no more"
    stranger = Tempo()
    assert stranger.room(pace, at, at) == 0
    assert stranger.allowed(pace, at) == at + minute
    assert tempo.room(pace, at + minute, at + minute) == 0, "another worker sent meanwhile, nobody knows how much"
    faster = read_pace("60/m burst 3")
    assert tempo.room(faster, at + minute, at + minute) == 0, "a new pace begins empty"
    assert tempo.room(faster, at + minute, at + minute + timedelta(seconds=2)) == 2


async def test_slots_that_another_message_holds_are_not_taken_twice(database_url: str) -> None:
    async with open_lab(database_url, pace="10s") as lab:
        people = await _people(lab, 4)
        due = lab.now + timedelta(seconds=60)
        await lab.schedule("one", *people[:3], after=(due - lab.now).total_seconds())
        await lab.schedule("two", people[3], after=(due - lab.now).total_seconds())
        await lab.rounds(2)
        rows = await db.rows("select slot_at from delivery order by slot_at")
        assert [(row["slot_at"] - rows[0]["slot_at"]).total_seconds() for row in rows] == [0, 10, 20, 30]


async def test_a_daily_limit_is_never_passed_and_counts_anew_the_next_day(noon: Lab) -> None:
    await channels.set_fields(noon.workspace["id"], noon.channel["id"], daily_limit=3)
    people = await _people(noon, 5)
    await noon.schedule("hello", *people, after=0.3, late="even_if_late")
    await noon.until(lambda: _arrived(noon, 3))
    await noon.rounds(30)
    assert noon.waha.judge()["arrivals"] == 3
    noon.later(hours=23, minutes=59)
    await noon.until(lambda: _arrived(noon, 5))
    assert noon.waha.judge()["arrivals"] == 5


async def test_no_more_new_people_a_day_than_an_owner_allows_and_who_is_known_does_not_count(noon: Lab) -> None:
    people = await _people(noon, 3)
    await noon.schedule("hello", people[0], after=0.1)
    await noon.until(lambda: _arrived(noon, 1))
    await noon.settled()
    await channels.set_fields(noon.workspace["id"], noon.channel["id"], new_limit=2)
    message = await noon.schedule("news", *people, after=0.1)
    await noon.until(lambda: _arrived(noon, 3))
    await noon.rounds(10)
    assert noon.waha.judge()["arrivals"] == 3, "the known one, and the second new one of this day"
    noon.later(minutes=31)

    async def skipped() -> bool:
        return "skipped" in await noon.states(message)

    await noon.until(skipped)
    assert [one["detail"]["causes"] for one in await noon.told("skipped")] == [{"new_limit": 1}]


async def _arrived(lab: Lab, count: int) -> bool:
    return lab.waha.judge()["arrivals"] >= count


async def test_a_paused_channel_sends_nothing_and_goes_on_when_it_runs_again(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=True)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.until(lambda: _claimed(lab, message))
    lab.later(minutes=1)
    await lab.rounds(20)
    assert await lab.states(message) == ["queued"]
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=False)
    await lab.reaches(message, "delivered")


# --- the look before each send


async def _waiting(lab: Lab, text: str = "hello") -> tuple[int, Row]:
    """A message to Ana that is claimed and waits for a slot that is a minute away by the wall, four seconds by claim."""
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule(text, ana, after=60)
    lab.later(seconds=56)
    await lab.until(lambda: _claimed(lab, message))
    return ana, message


async def test_a_person_who_was_blocked_after_the_claim_gets_nothing(lab: Lab) -> None:
    ana, message = await _waiting(lab)
    await directory.block(lab.workspace["id"], ana, "contact", lab.now)
    lab.later(seconds=4)
    (row,) = await lab.reaches(message, "skipped")
    assert row["cause"] == "opted_out"
    assert [one["detail"]["causes"] for one in await lab.told("skipped")] == [{"opted_out": 1}]
    assert lab.shown(ANA) == []


async def test_a_number_that_changed_after_the_claim_is_the_one_that_is_written_to(lab: Lab) -> None:
    ana, message = await _waiting(lab)
    await directory.set_phone(lab.workspace["id"], ana, BEN)
    lab.later(seconds=4)
    (row,) = await lab.reaches(message, "delivered")
    assert (lab.shown(ANA), lab.shown(BEN)) == ([], ["hello"])
    assert row["to_phone"] == BEN


async def test_a_number_that_is_gone_after_the_claim_is_told(lab: Lab) -> None:
    ana, message = await _waiting(lab)
    await db.run("update contact set phone = null where id = $1", ana)
    lab.later(seconds=4)
    (row,) = await lab.reaches(message, "skipped")
    assert row["cause"] == "no_phone"


async def test_a_text_that_was_edited_after_the_claim_is_the_one_that_leaves(lab: Lab) -> None:
    _, message = await _waiting(lab)
    await messages.edit(lab.actor(), Edit(message["number"], text="better"), lab.now)
    lab.later(seconds=4)
    (row,) = await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["better"]
    assert row["text"] == "better"


async def test_what_was_cancelled_after_the_claim_does_not_leave(lab: Lab) -> None:
    _, message = await _waiting(lab)
    await messages.cancel(lab.actor(), Cancel((message["number"],)), lab.now)
    lab.later(seconds=10)
    await lab.rounds(20)
    assert await lab.states(message) == ["cancelled"]
    assert lab.shown(ANA) == []
    assert await lab.told("skipped") == []


async def test_what_was_paused_after_the_claim_does_not_leave(lab: Lab) -> None:
    _, message = await _waiting(lab)
    await messages.pause(lab.actor(), Pause((message["number"],)), lab.now)
    lab.later(seconds=10)
    await lab.rounds(20)
    assert await lab.states(message) == ["cancelled"]
    assert lab.shown(ANA) == []


@pytest.fixture
def goes_on(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The first attempt of each delivery stands still between its commit and its first byte until this is set, and then finds
    that it is too late to begin."""
    let, ask = asyncio.Event(), Flights._ask

    async def stands_still(self: Flights, row: Row, out: Outgoing, driver: Driver, began: float) -> Sent:
        await let.wait()
        return await ask(self, row, out, driver, began - (60 if row["attempts"] == 0 else 0))

    monkeypatch.setattr(Flights, "_ask", stands_still)
    return let


@pytest.mark.parametrize("back", ["resume", "undo"])
async def test_what_never_left_after_its_message_was_stopped_comes_back_with_it(
    lab: Lab, goes_on: asyncio.Event, back: str
) -> None:
    """It was in the air when a person stopped it, and then it turned out that it had not left."""
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=0.1)
    await lab.reaches(message, "sending")
    number = (message["number"],)
    await (messages.pause(lab.actor(), Pause(number), lab.now) if back == "resume" else _cancel(lab, message))
    goes_on.set()
    await lab.reaches(message, "cancelled")
    assert await lab.told("skipped") == [], "who stopped it need not hear that it does not leave"
    await (messages.resume(lab.actor(), Resume(number), lab.now) if back == "resume" else _undo(lab))
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]


async def test_what_never_left_does_not_go_to_whoever_was_taken_out_meanwhile(lab: Lab, goes_on: asyncio.Event) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    message = await lab.schedule("hello", ana, ben, after=0.1)
    await lab.reaches(message, "sending", "sending")
    taken_out = Edit(message["number"], remove=Audience(contacts=(ana,)))
    await messages.edit(lab.actor(), taken_out, lab.now)
    goes_on.set()
    await lab.reaches(message, "cancelled", "delivered")
    assert (lab.shown(ANA), lab.shown(BEN)) == ([], ["hello"])


async def _cancel(lab: Lab, message: Row) -> None:
    await messages.cancel(lab.actor(), Cancel((message["number"],)), lab.now)


async def _undo(lab: Lab) -> None:
    await messages.undo(lab.actor(), lab.now)


async def test_a_cancel_and_the_slot_at_the_same_moment_never_do_both(lab: Lab) -> None:
    people = await _people(lab, 12)
    made = [await lab.schedule("hello", person, after=4) for person in people]
    lab.later(seconds=3.9)
    for message in made:
        await lab.until(lambda message=message: _claimed_or_further(lab, message))

    async def cancel(message: Row) -> None:
        await messages.cancel(lab.actor(), Cancel((message["number"],)), lab.now)

    async def at_the_slot() -> None:
        lab.later(milliseconds=100)
        await asyncio.gather(*(cancel(message) for message in made), return_exceptions=True)

    await at_the_slot()
    rows = await _all(lab, 12, "cancelled", "delivered")
    for n, row in enumerate(rows):
        assert len(lab.shown(_phone(n))) == (1 if row["state"] == "delivered" else 0)


async def _claimed(lab: Lab, message: Row) -> bool:
    return await lab.states(message) == ["queued"]


async def _claimed_or_further(lab: Lab, message: Row) -> bool:
    return (await lab.states(message)) not in ([], ["planned"])


# --- what leaves


@pytest.mark.parametrize(
    "text",
    [
        "line one\nline two\r\n\ttabbed ",
        "  leading and trailing  ",
        "<b>bold</b> & \"quotes\" 'single' <script>alert(1)</script>",
        "\u200bzero\u200dwidth\u202eright to left",
        "👩‍⚕️ 🇵🇹 café cafe\u0301",
        "bell \x07 escape \x1b[31m del \x7f",
        "{other} {} {0} {{name}} %s $1 \\n",
        "x" * 60_000,
    ],
)
async def test_a_text_arrives_byte_for_byte(lab: Lab, text: str) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule(text, ana, after=0.1)
    (row,) = await lab.reaches(message, "delivered")
    expected = text.replace("{name}", "Ana")
    assert lab.shown(ANA) == [expected]
    assert row["text"] == expected


async def test_a_name_in_a_text_is_the_name_as_it_is_now_and_not_read_again(lab: Lab) -> None:
    ana = await lab.contact("{name} <b>", ANA)
    message = await lab.schedule("Hi {name}, {name}!", ana, after=0.1)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["Hi {name} <b>, {name} <b>!"]
    assert filled("{name}", "A\\1{name}") == "A\\1{name}"


# --- the database away


async def test_a_database_that_is_away_does_not_end_the_tick_and_everything_resumes(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    message = await lab.schedule("hello", ana, after=4)
    await lab.until(lambda: _claimed(lab, message))
    with lab.database_away():
        lab.later(seconds=4)
        await lab.rounds(20)
        await asyncio.wait_for(_turns(200), LONG_ENOUGH)
    later = await lab.schedule("later", ben, after=0.1)
    await lab.reaches(message, "delivered")
    await lab.reaches(later, "delivered")
    assert lab.waha.judge()["arrivals"] == 2


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_an_answer_that_comes_while_the_database_is_away_is_recorded_when_it_is_back(lab: Lab) -> None:
    people = await _people(lab, 8)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=30)
    message = await lab.schedule("hello", *people, after=0.2)
    await _all(lab, 8, "sending")
    with lab.database_away():
        lab.waha.faults.clear("slow")
        await lab.rounds(5)
        await lab.turn(lambda: lab.waha.faults.hanging == 0)
        await lab.rounds(5)
    rows = await lab.reaches(message, *["sent"] * 8)
    assert all(row["provider_id"] == row["token"] for row in rows)
    assert lab.waha.judge()["arrivals"] == 8
    assert await lab.told("unsure") == []


async def test_a_short_hiccup_of_the_database_does_not_make_what_is_in_flight_unsure(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("slow", value=1.0, to=ANA)
    first = await lab.schedule("first", ana, after=0.1)
    await lab.reaches(first, "sending")
    with lab.database_away():
        lab.dispatcher.wake(lab.channel["id"])
        await _turns(300)
    second = await lab.schedule("second", ben, after=0.1)
    await lab.reaches(second, "sent")
    await lab.reaches(first, "sent")
    assert await lab.told("unsure") == []


async def test_what_the_daily_limit_held_back_until_it_was_too_late_says_so(noon: Lab) -> None:
    await channels.set_fields(noon.workspace["id"], noon.channel["id"], daily_limit=1)
    people = await _people(noon, 2)
    message = await noon.schedule("hello", *people, after=0.3)
    await noon.until(lambda: _arrived(noon, 1))
    noon.later(minutes=31)

    async def skipped() -> bool:
        return "skipped" in await noon.states(message)

    await noon.until(skipped)
    assert [one["detail"]["causes"] for one in await noon.told("skipped")] == [{"daily_limit": 1}]


async def test_what_is_due_does_not_wait_for_what_waits_for_somebody_elses_answer(database_url: str) -> None:
    """Ana's second message waits for the answer to her first one; Ben's comes due meanwhile."""
    async with open_lab(database_url, timeout=20) as lab:
        ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
        lab.waha.faults.set("hang_before", to=ANA)
        await lab.reaches(await lab.schedule("one", ana, after=0.1), "sending")
        await lab.schedule("two", ana)
        with mock.patch("core.dispatch.lane._BREATH", timedelta(seconds=25)):
            await lab.schedule("three", ben, after=1.5)
            await lab.rounds(2)
            await lab.turn(lambda: lab.shown(BEN) == ["three"])  # without a tick, which would wake the lane


async def test_what_was_begun_in_a_commit_whose_word_was_lost_leaves_all_the_same(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chaos, seed 205: PostgreSQL kept the commit and broke the connection; the copy stood at `sending` for ever."""
    ana = await lab.contact("Ana", ANA)
    beginning: list[object] = []
    real_begin, real_transaction = steps.begin, db.transaction

    async def begin(*args: Any) -> Any:
        if not beginning:
            beginning.append(asyncio.current_task())
        return await real_begin(*args)

    @asynccontextmanager
    async def transaction(*args: Any, **more: Any) -> AsyncIterator[Any]:
        async with real_transaction(*args, **more) as inside:
            yield inside
        if beginning and beginning[0] is asyncio.current_task():
            beginning[0] = None
            raise StoreAway("ConnectionDoesNotExistError")

    monkeypatch.setattr(steps, "begin", begin)
    monkeypatch.setattr(db, "transaction", transaction)
    message = await lab.schedule("hello", ana)
    await lab.reaches(message, "delivered")
    assert beginning == [None]
    assert lab.shown(ANA) == ["hello"]
    assert await lab.told("unsure") == []


async def test_what_cannot_be_written_with_the_next_is_written_apart_and_keeps_nothing_from_leaving(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    async def broken(*args: object) -> None:
        tried.append(args)
        raise LookupError("a bug")

    monkeypatch.setattr(outcomes, "accepted", broken)
    people = await _people(lab, 40)
    rows = await lab.reaches(await lab.schedule("hello", *people, after=0.5), *["delivered"] * 40)
    assert tried
    assert {row["attempts"] for row in rows} == {1}
    assert lab.waha.judge()["arrivals"] == 40
    assert [row["fence"] for row in await db.rows("select fence from lease")] == [1], "the same lane went on"
