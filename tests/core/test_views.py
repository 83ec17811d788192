"""Looking at messages: nothing that is to come is left out, and what is shown of a message is what happened last."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.commands import Audience, Move, Pause, Skip
from core.dispatch.plan import plan
from core.messages import copies, messages, views
from core.messages.upcoming import upcoming
from core.recurrence import local
from storage.queries import channels, deliveries
from tests.desk import ZONE, Desk, at

DAILY = ("FREQ=DAILY",)
MONTH = (date(2026, 3, 1), date(2026, 5, 31))


async def due_in(desk: Desk, days: tuple[date | None, date | None], limit: int = 10_000) -> list[tuple[int, datetime]]:
    found = await upcoming(desk.actor(), desk.now, days, limit=limit)
    return [(one.view.number, local(one.due, ZONE)) for one in found]


async def test_a_list_of_days_leaves_out_no_time_of_a_series(desk: Desk) -> None:
    """Beyond its fiftieth time a series was missing: a list that says nothing goes out where something does."""
    daily = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    often = await desk.schedule("2026-03-02 08:10", rules=("FREQ=DAILY;BYHOUR=8,12,18;BYMINUTE=10",))
    found = await due_in(desk, MONTH)
    assert len([one for one in found if one[0] == daily["number"]]) == 91
    assert len([one for one in found if one[0] == often["number"]]) == 91 * 3
    assert found == sorted(found, key=lambda one: (one[1], one[0]))
    last = (date(2026, 5, 31), date(2026, 5, 31))
    assert [number for number, _ in await due_in(desk, last)] == [2, 1, 2, 2]
    assert len(await due_in(desk, MONTH, limit=20)) == 20


async def test_without_days_each_message_is_listed_with_its_next_time(desk: Desk) -> None:
    await desk.schedule("2026-03-05 09:00", rules=DAILY)
    await desk.schedule("2026-03-03 09:00")
    assert await due_in(desk, (None, None)) == [(2, datetime(2026, 3, 3, 9)), (1, datetime(2026, 3, 5, 9))]  # noqa: DTZ001


async def test_what_is_paused_until_a_day_shows_no_time_before_it(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await messages.pause(desk.actor(), Pause((message["number"],), date(2026, 3, 6)), desk.now)
    view = await views.view(desk.actor(), message["number"], desk.now)
    assert [one.date() for one in view.next_times] == [date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8)]
    week = (date(2026, 3, 2), date(2026, 3, 7))
    assert [day.date() for _, day in await due_in(desk, week)] == [date(2026, 3, 6), date(2026, 3, 7)]
    assert await due_in(desk, (None, None)) == [], "it stands among what is paused"
    await messages.pause(desk.actor(), Pause((message["number"],)), desk.now)
    assert await due_in(desk, week) == []


async def test_what_counts_is_the_last_time_that_came_not_the_one_that_is_planned(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 08:59")
    view = await views.view(desk.actor(), message["number"], desk.now)
    assert (view.counts, view.last_due) == ((("planned", 1),), at("2026-03-02 09:00")), (
        "before the first, the planned one"
    )
    await desk.until("2026-03-02 09:00")
    await desk.until("2026-03-03 08:59")
    view = await views.view(desk.actor(), message["number"], desk.now)
    assert (view.counts, view.last_due) == ((("sent", 1),), at("2026-03-02 09:00"))
    lines = await copies.lines(desk.actor(), message["number"], desk.now)
    assert [(line.state, line.slot) for line in lines] == [("sent", at("2026-03-02 09:00"))]


async def test_a_time_that_was_moved_away_before_it_left_does_not_count(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 09:00")
    await desk.until("2026-03-03 08:59")
    shift = Move(message["number"], shift=timedelta(hours=3), scope="one")
    await messages.move(desk.actor(), shift, desk.now)
    view = await views.view(desk.actor(), message["number"], desk.now)
    assert (view.counts, view.last_due) == ((("sent", 1),), at("2026-03-02 09:00"))


async def test_the_names_of_a_trouble_are_of_the_time_that_failed(desk: Desk) -> None:
    desk.refuses = {desk.bruno}
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=DAILY)
    await desk.until("2026-03-02 09:00")
    failed = (await desk.occurrences(message))[-1]["id"]
    desk.refuses = {desk.ana}
    await desk.until("2026-03-03 09:00")
    assert await copies.names_with(desk.actor(), failed, "failed") == ["Bruno"]


async def test_a_person_is_found_in_what_goes_to_their_number_their_group_or_everyone(desk: Desk) -> None:
    by_number = await desk.schedule("2026-03-02 09:00", audience=Audience(numbers=("+351912000001",)))
    everyone = await desk.schedule("2026-03-02 10:00", audience=Audience(everyone=True))
    without = Audience(everyone=True, except_contacts=(desk.ana,))
    await desk.schedule("2026-03-02 11:00", audience=without)
    by_name = await desk.schedule("2026-03-02 12:00", desk.ana)
    await desk.schedule("2026-03-02 13:00", desk.bruno)
    want = [one["number"] for one in (by_number, everyone, by_name)]
    for asked in (Audience(contacts=(desk.ana,)), Audience(numbers=("+351912000001",))):
        found = await upcoming(desk.actor(), desk.now, audience=asked)
        assert [one.view.number for one in found] == want


async def test_looking_changes_nothing(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await messages.skip(desk.actor(), Skip(message["number"]), desk.now)
    was = await desk.row(message)
    await upcoming(desk.actor(), desk.now, MONTH)
    await copies.lines(desk.actor(), message["number"], desk.now)
    assert await desk.row(message) == was


async def test_a_list_of_what_comes_next_knows_what_is_planned_already_and_what_an_outage_passed_over(
    desk: Desk,
) -> None:
    await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 08:59")
    assert [one.due for one in await upcoming(desk.actor(), desk.now)] == [at("2026-03-02 09:00")]
    desk.now = at("2026-03-04 09:30")  # nothing ran meanwhile
    assert [one.due for one in await upcoming(desk.actor(), desk.now)] == [at("2026-03-05 09:00")]


async def test_slots_are_foretold_beside_what_is_planned_and_are_what_the_plan_then_gives(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="12s")
    people = [await desk.contact(f"P{number}", f"+35192{number:07d}") for number in range(60)]
    first = await desk.schedule("2026-03-02 08:01", *people[:10])
    await plan(desk.now)
    second = await desk.schedule("2026-03-02 08:01", *people)
    foretold = (await views.view(desk.actor(), second["number"], desk.now)).slots
    await plan(desk.now)
    slots = [row["slot_at"] for row in await deliveries.of_message(desk.workspace, second["id"])]
    assert foretold == (min(slots), max(slots))
    assert min(slots) == at("2026-03-02 08:01") + timedelta(seconds=120)
    again = (await views.view(desk.actor(), second["number"], desk.now)).slots
    assert again == foretold, "its own slots are not in its way"
    urgent = await desk.schedule("2026-03-02 08:01", people[0])
    await plan(desk.now)
    (row,) = await deliveries.of_message(desk.workspace, urgent["id"])
    assert row["slot_at"] - min(slots) == timedelta(seconds=48), "it takes the first slot that was left free"
    assert first["id"] != urgent["id"]


async def test_what_is_too_much_for_the_daily_limit_is_foretold(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], daily_limit=3)
    people = [await desk.contact(f"P{number}", f"+35192{number:07d}") for number in range(4)]
    await desk.schedule("2026-03-02 08:01", *people[:2])
    await plan(desk.now)
    today = await desk.schedule("2026-03-02 12:00", *people)
    tomorrow = await desk.schedule("2026-03-03 12:00", *people)
    assert (await views.view(desk.actor(), today["number"], desk.now)).over == 3
    assert (await views.view(desk.actor(), tomorrow["number"], desk.now)).over == 1
