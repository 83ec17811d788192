"""Due times into occurrences and deliveries: outages, series, chunks, reminders, and rows that are broken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.changes.replan import readdress
from core.commands import Audience, Cancel, Retry, Schedule, When
from core.dispatch import plan as planning
from core.errors import Refused
from core.messages import messages
from core.recurrence import local
from storage import db
from storage.queries import channels, directory, workspaces
from tests.lab import ZONE, Lab, Row

ANA, BEN = "+351912000001", "+351912000002"


async def _is(lab: Lab, message: Row, *states: str) -> bool:
    return await lab.states(message) == list(states)


async def test_what_was_due_during_an_outage_goes_within_its_limit(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60)
    lab.later(minutes=29)
    (row,) = await lab.reaches(message, "delivered")
    assert row["sent_at"] - row["slot_at"] > timedelta(minutes=27)
    assert await lab.told("skipped") == []


async def test_what_was_due_too_long_ago_is_skipped_and_told_once(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60)
    lab.later(hours=5)
    await lab.rounds(5)
    assert (await lab.occurrence(message))["state"] == "skipped"
    assert (await lab.message(message))["state"] == "done"
    (notice,) = await lab.told("skipped")
    assert notice["detail"]["causes"] == {"missed": 1}
    assert lab.shown(ANA) == []


async def test_a_series_goes_on_after_an_outage_and_nothing_is_planned_twice(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60, rules=["FREQ=HOURLY"])
    lab.later(hours=50)

    async def caught_up() -> bool:
        return (await lab.message(message))["next_due_at"] > lab.now

    await lab.until(caught_up)
    await lab.rounds(5)
    rows = await db.rows("select * from occurrence where message_id = $1 order by due_at", message["id"])
    assert len(rows) == len({row["due_at"] for row in rows})
    assert len(rows) in (50, 51)
    assert {row["state"] for row in rows[:-2]} == {"skipped"}
    assert (await lab.message(message))["state"] == "active"
    (notice,) = await lab.told("skipped")
    assert notice["detail"]["causes"] == {"missed": sum(row["state"] == "skipped" for row in rows)}
    lab.later(minutes=1)

    async def next_one() -> bool:
        return len(lab.shown(ANA)) == 1

    await lab.until(next_one)
    assert (await lab.message(message))["next_due_at"] > lab.now


async def test_two_outages_of_one_series_are_told_as_two(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60, rules=["FREQ=HOURLY"])

    async def caught_up() -> bool:
        row = await lab.message(message)
        return (
            row["next_due_at"] > lab.now and "queued" not in await lab.states() and "planned" not in await lab.states()
        )

    lab.later(hours=3, minutes=50)
    await lab.until(caught_up)
    lab.later(minutes=11)

    async def sent() -> bool:
        return len(lab.shown(ANA)) == 1

    await lab.until(sent)
    lab.later(hours=3, minutes=40)
    await lab.until(caught_up)
    assert [notice["detail"]["causes"]["missed"] for notice in await lab.told("skipped")] == [4, 3]


async def test_a_quick_series_catches_up_with_days_in_a_few_ticks(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=60, rules=["FREQ=MINUTELY;INTERVAL=5"])
    lab.later(days=2)
    await lab.rounds(4)
    assert (await lab.message(message))["next_due_at"] > lab.now


async def test_a_row_that_cannot_be_read_does_not_stop_the_others(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    broken = await lab.schedule("broken", ana, after=0.1, rules=["FREQ=DAILY"])
    await db.run("update message set rules = '[\"FREQ=NEVER\"]', zone = 'Not/AZone' where id = $1", broken["id"])
    good = await lab.schedule("good", ana, after=0.2)
    await lab.reaches(good, "delivered")
    assert lab.shown(ANA) == ["good"]


async def test_a_chore_that_fails_does_not_stop_the_others_nor_the_sending(lab: Lab) -> None:
    done = []

    async def fails(_now: object) -> None:
        raise RuntimeError("a chore that fails")

    async def works(now: object) -> None:
        done.append(now)

    await lab.dispatcher.stop(1)
    lab.chores = (fails, works)  # type: ignore[assignment]
    await lab.restart()
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "delivered")
    assert done
    assert lab.dispatcher.ticked_at is not None


async def test_a_large_audience_is_planned_in_chunks_each_person_once(lab: Lab, monkeypatch: object) -> None:
    monkeypatch.setattr(planning, "CHUNK", 7)  # type: ignore[attr-defined]
    people = [await lab.contact(f"P{n}", f"+3519160{n:05d}") for n in range(31)]
    group = await directory.add_group(lab.workspace["id"], "All", people)
    when = When(local(lab.now + timedelta(seconds=60), ZONE), ZONE, at=lab.now + timedelta(seconds=60))
    message = await messages.schedule(
        lab.actor(), Schedule(Audience(groups=(group,), contacts=(people[3],)), "hello", when), lab.now
    )
    await lab.rounds(2)
    rows = await db.rows("select contact_id from delivery where message_id = $1", message["id"])
    assert sorted(row["contact_id"] for row in rows) == people
    assert (await lab.occurrence(message))["cursor"] is None


async def test_a_message_to_an_empty_group_is_told_and_done(lab: Lab) -> None:
    group = await directory.add_group(lab.workspace["id"], "Nobody", [])
    when = When(local(lab.now, ZONE), ZONE, at=lab.now + timedelta(seconds=1))
    message = await messages.schedule(lab.actor(), Schedule(Audience(groups=(group,)), "hello", when), lab.now)
    await lab.rounds(3)
    assert (await lab.occurrence(message))["state"] == "skipped"
    assert (await lab.message(message))["state"] == "done"
    (notice,) = await lab.told("skipped")
    assert notice["detail"]["causes"] == {"nobody": 1}


async def _remind(lab: Lab, seconds: float) -> Row:
    due = lab.now + timedelta(seconds=seconds)
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    return await messages.schedule(lab.actor(), Schedule(Audience(me=True), "call mum", when), lab.now)


async def test_a_reminder_to_oneself_comes_in_the_chat_at_its_time(lab: Lab) -> None:
    message = await _remind(lab, 60)
    await lab.rounds(3)
    assert await lab.due_notices() == []
    assert (await lab.message(message))["state"] == "active"
    lab.later(seconds=60)
    await lab.rounds(2)
    assert [one["kind"] for one in await lab.due_notices()] == ["reminder"]
    assert (await lab.occurrence(message))["state"] == "sent"
    assert (await lab.message(message))["state"] == "done"


async def test_a_reminder_that_is_cancelled_in_its_last_minute_does_not_come(lab: Lab) -> None:
    message = await _remind(lab, 60)
    await lab.rounds(3)
    await messages.cancel(lab.actor(), Cancel((message["number"],)), lab.now)
    lab.later(seconds=70)
    await lab.rounds(3)
    assert await lab.due_notices() == []


async def test_the_next_time_is_planned_before_this_one_is_sent(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("no_lid")
    message = await lab.schedule("hello", ana, after=60, rules=["FREQ=DAILY"])
    for day in range(3):
        lab.later(days=1 if day else 0, minutes=0 if day else 1)
        await lab.until(lambda day=day: _failed(lab, message, day + 1))
    assert (await lab.message(message))["state"] == "active"


async def _failed(lab: Lab, message: Row, count: int) -> bool:
    return await lab.states(message) == ["failed"] * count


async def test_a_retry_that_fails_again_is_told_again(lab: Lab) -> None:
    from core.commands import Retry

    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("no_lid")
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "failed")
    await db.run("update notice set state = 'sent', sent_at = $1, bubble = 7", lab.now)
    await messages.retry(lab.actor(), Retry(message["number"]), lab.now)
    await lab.until(lambda: _tried(lab, message, 2))
    assert [one["kind"] for one in await lab.due_notices()] == ["failed"]


async def _tried(lab: Lab, message: Row, count: int) -> bool:
    row = await lab.delivery(message)
    return row["state"] == "failed" and row["attempts"] == count


async def test_a_retry_has_a_lateness_of_its_own(lab: Lab) -> None:
    from core.commands import Retry

    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("ack_error", count=1)
    message = await lab.schedule("hello", ana, after=0.1)
    await lab.reaches(message, "failed")
    lab.later(minutes=10)
    await messages.retry(lab.actor(), Retry(message["number"]), lab.now)
    (row,) = await lab.reaches(message, "delivered")
    assert row["sent_at"] >= row["slot_at"]
    assert (await lab.occurrence(message))["state"] == "sent"
    assert (await lab.message(message))["state"] == "done"


async def test_the_failures_of_one_due_time_are_one_notice_that_grows(lab: Lab) -> None:
    people = [await lab.contact(f"P{n}", f"+3519170{n:05d}") for n in range(6)]
    lab.waha.faults.set("no_lid", count=4)
    message = await lab.schedule("hello", *people, after=0.1)

    async def over() -> bool:
        return sorted(await lab.states(message)) == ["delivered"] * 2 + ["failed"] * 4

    await lab.until(over)
    (notice,) = await lab.told("failed")
    assert notice["detail"]["causes"] == {"no_such_number": 4}
    assert (await lab.occurrence(message))["state"] == "partial"
    assert (await lab.message(message))["state"] == "done"


async def test_managers_hear_when_the_author_has_left(lab: Lab) -> None:
    from storage.queries import workspaces

    ana = await lab.contact("Ana", ANA)
    maria = await workspaces.add_staff(lab.workspace["id"], "Maria", "manager", "telegram", "2", lab.now)
    await workspaces.add_staff(lab.workspace["id"], "Sam", "sender", "telegram", "3", lab.now)
    lab.waha.faults.set("no_lid")
    message = await lab.schedule("hello", ana, after=0.1)
    await workspaces.remove_staff(lab.workspace["id"], lab.owner["id"])
    await lab.reaches(message, "failed")
    assert [one["staff_id"] for one in await lab.told("failed")] == [maria["id"]]


async def _tagged(lab: Lab, *contacts: int) -> int:
    """The id of a tag that they have now."""
    await directory.tag(lab.workspace["id"], contacts, "guests")
    (tag,) = await directory.tags(lab.workspace["id"])
    return int(tag["id"])


async def test_a_group_that_grew_past_what_the_channel_allows_goes_to_so_many_and_the_rest_is_told(lab: Lab) -> None:
    boss = await workspaces.add_staff(lab.workspace["id"], "Paula", "owner", "telegram", "2", lab.now)
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], most_people=2)
    people = [await lab.contact(f"Guest {n}", f"+3519120001{n:02d}") for n in range(5)]
    tag = await _tagged(lab, *people[3:])
    when = When(
        local(lab.now + timedelta(seconds=1), ZONE).replace(microsecond=0), ZONE, at=lab.now + timedelta(seconds=1)
    )
    message = await messages.schedule(lab.actor(), Schedule(Audience(tags=(tag,)), "hello", when), lab.now)
    await _tagged(lab, *people[:3])
    await lab.until(lambda: _is(lab, message, "delivered", "delivered", "skipped", "skipped", "skipped"))
    told = await lab.told("skipped")
    assert [one["detail"]["causes"] for one in told] == [{"too_many_people": 3}] * 2
    assert {one["staff_id"] for one in told} == {lab.owner["id"], boss["id"]}, "its author, and every owner"
    with pytest.raises(Refused) as refused:
        await messages.retry(lab.actor(), Retry(message["number"]), lab.now)
    assert refused.value.values == {"people": 5, "most": 2, "channel": "clinic"}
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], most_people=4)
    again, _ = await messages.retry(lab.actor(), Retry(message["number"]), lab.now)
    assert again == 2, "as many as are allowed now"
    assert [one["detail"]["causes"] for one in await lab.told("skipped")] == [{"too_many_people": 1}] * 2
    await lab.until(lambda: _is(lab, message, *["delivered"] * 4, "skipped"))
    await lab.rounds(5)
    assert lab.waha.judge()["arrivals"] == 4


async def test_who_joins_a_due_time_that_is_full_is_told_and_those_in_it_keep_their_place(lab: Lab) -> None:
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], most_people=2)
    first = await lab.contact("First", "+351912000100")
    people = [await lab.contact(f"Guest {n}", f"+3519120002{n:02d}") for n in range(2)]
    tag = await _tagged(lab, *people)
    due = lab.now + timedelta(minutes=1)
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    message = await messages.schedule(lab.actor(), Schedule(Audience(tags=(tag,)), "hello", when), lab.now)
    await lab.until(lambda: _is(lab, message, "planned", "planned"))
    await _tagged(lab, first)
    async with db.transaction():
        await readdress(await lab.message(message), lab.now)
    await lab.until(lambda: _is(lab, message, "planned", "planned", "skipped"))
    rows = await db.rows("select contact_id, state, cause from delivery order by id")
    assert (rows[2]["contact_id"], rows[2]["cause"]) == (first, "too_many_people")


async def test_a_group_that_grew_past_the_daily_limit_is_told_and_the_rest_goes_another_day(noon: Lab) -> None:
    await channels.set_fields(noon.workspace["id"], noon.channel["id"], daily_limit=2)
    people = [await noon.contact(f"Guest {n}", f"+3519120003{n:02d}") for n in range(3)]
    due = noon.now + timedelta(minutes=5)
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    wanted = Schedule(Audience(tags=(await _tagged(noon, *people[:2]),)), "hello", when)
    message = await messages.schedule(noon.actor(), wanted, noon.now)
    await _tagged(noon, people[2])
    noon.later(minutes=5)
    await noon.until(lambda: _arrived(noon, 2))
    noon.later(minutes=31)
    (told,) = await noon.hears("skipped")
    assert told["detail"]["causes"] == {"daily_limit": 1}
    noon.later(days=1)
    assert (await messages.retry(noon.actor(), Retry(message["number"]), noon.now))[0] == 1
    await noon.until(lambda: _arrived(noon, 3))


async def _arrived(lab: Lab, count: int) -> bool:
    return bool(lab.waha.judge()["arrivals"] == count)
