"""Slots by quiet hours and limits: what is foretold is what is planned, and each choice does what it says.

What could go wrong: quiet hours that make a message late and so skip it; copies of an hourly message that pile up at eight; a
choice that an undo, a move or the next due time forgets; a limit that is foretold otherwise than it is planned; somebody
is left out and nobody hears of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.commands import Audience, Move, Schedule
from core.messages import messages, views
from core.slots.allotment import ANYWAY, PART, WAIT
from core.when import When
from storage import db
from storage.queries import channels, deliveries, directory, workspaces
from tests.desk import Desk, at

Row = dict[str, object]
DAILY = ("FREQ=DAILY",)


async def _quiet(desk: Desk, hours: str = "21:00-08:00") -> None:
    await workspaces.set_fields(desk.workspace, quiet=hours)


async def _limits(desk: Desk, **limits: object) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], **limits)


async def _schedule(desk: Desk, starts: str, *people: int, **more: str | None) -> Row:
    rules = more.pop("rules", None)
    when = When(datetime.fromisoformat(starts), "Europe/Lisbon", rules=(rules,) if rules else ())
    command = Schedule(Audience(contacts=people or (desk.ana,)), "hello", when, **more)  # type: ignore[arg-type]
    return await messages.schedule(desk.actor(), command, desk.now)


async def _crowd(desk: Desk, count: int) -> list[int]:
    return [await desk.contact(f"P{number}", f"+35192{number:07d}") for number in range(count)]


async def test_what_comes_due_in_quiet_hours_waits_and_is_not_late_then(desk: Desk) -> None:
    await _quiet(desk)
    row = await _schedule(desk, "2026-03-02 22:00", quiet=WAIT)
    view = await views.view(desk.actor(), row["number"], desk.now)  # type: ignore[arg-type]
    assert [(one.cause, one.first) for one in view.ahead.moved] == [("quiet_hours", at("2026-03-03 08:00"))]
    desk.down = True
    await desk.until("2026-03-02 23:00")
    desk.down = False
    await desk.until("2026-03-03 07:59", timedelta(hours=1))
    assert desk.left == []
    waiting = await views.view(desk.actor(), row["number"], desk.now)  # type: ignore[arg-type]
    assert waiting.state == "active"
    await desk.until("2026-03-03 08:00")
    assert [when for _, _, when in desk.left] == [at("2026-03-03 08:00")]


async def test_an_outage_over_the_due_time_does_not_lose_what_would_wait_anyway(desk: Desk) -> None:
    await _quiet(desk)
    await _schedule(desk, "2026-03-02 22:00", rules="FREQ=WEEKLY")
    desk.now = at("2026-03-03 03:00")  # nothing ran since
    await desk.until("2026-03-03 08:00", timedelta(hours=1))
    assert [when for _, _, when in desk.left] == [at("2026-03-03 08:00")]


async def test_of_an_hourly_message_nothing_piles_up_at_the_end_of_quiet_hours(desk: Desk) -> None:
    await _quiet(desk, "21:00-23:30")
    row = await _schedule(desk, "2026-03-02 20:00", rules="FREQ=HOURLY;COUNT=6")
    view = await views.view(desk.actor(), row["number"], desk.now)  # type: ignore[arg-type]
    assert view.ahead.quiet is not None
    assert (view.ahead.quiet.due, view.ahead.quiet.waits) == (at("2026-03-02 21:00"), False)
    await desk.until("2026-03-03 02:00", timedelta(minutes=10))
    assert [when for _, _, when in desk.left] == [
        at("2026-03-02 20:00"),
        at("2026-03-02 23:30"),
        at("2026-03-03 00:00"),
        at("2026-03-03 01:00"),
    ]
    assert await db.rows("select * from notice where kind = 'skipped'") == [], "it was said when it was scheduled"


async def test_a_persons_own_clock_decides_and_who_chose_the_time_gets_it(desk: Desk) -> None:
    await _quiet(desk)
    await db.run("update contact set zone = 'Asia/Tokyo' where id = $1", desk.bruno)
    both = await _schedule(desk, "2026-03-02 12:00", desk.ana, desk.bruno)
    anyway = await _schedule(desk, "2026-03-02 12:00", desk.bruno, quiet=ANYWAY)
    part = await _schedule(desk, "2026-03-02 12:00", desk.ana, desk.bruno, quiet=PART)
    view = await views.view(desk.actor(), both["number"], desk.now)  # type: ignore[arg-type]
    assert view.ahead.quiet is not None
    assert (view.ahead.quiet.moved.count, view.ahead.quiet.people) == (1, 2)
    await desk.until("2026-03-02 12:00")
    noon = at("2026-03-02 12:00")
    assert sorted(desk.left) == sorted(
        [(both["number"], desk.ana, noon), (anyway["number"], desk.bruno, noon), (part["number"], desk.ana, noon)]
    )
    waiting = await views.view(desk.actor(), both["number"], desk.now)  # type: ignore[arg-type]
    assert waiting.waiting == (1, at("2026-03-02 23:00"), at("2026-03-02 23:00"))
    await desk.until("2026-03-02 23:00", timedelta(hours=1))
    assert desk.left[-1] == (both["number"], desk.bruno, at("2026-03-02 23:00"))


@pytest.mark.parametrize(("choice", "left"), [(WAIT, [2, 2, 1]), (PART, [2]), (None, [2])])
async def test_what_is_over_the_days_limit_goes_on_the_next_day_or_not_at_all(
    desk: Desk, choice: str | None, left: list[int]
) -> None:
    await _limits(desk, daily_limit=2)
    people = await _crowd(desk, 5)
    row = await _schedule(desk, "2026-03-02 12:00", *people, beyond=choice)
    view = await views.view(desk.actor(), row["number"], desk.now)  # type: ignore[arg-type]
    if choice is None:
        assert view.ahead.beyond is not None
        assert (view.ahead.beyond.moved.count, view.ahead.beyond.limit, view.ahead.beyond.waits) == (3, 2, True)
        return  # the lane keeps to it (tests.core.dispatch.test_lane)
    for _ in range(3):
        await desk.until(desk.now + timedelta(days=1), timedelta(hours=2))
    days: dict[object, int] = {}
    for _, _, when in desk.left:
        days[when] = days.get(when, 0) + 1
    assert list(days.values()) == left
    states = [one["state"] for one in await deliveries.of_message(desk.workspace, row["id"])]  # type: ignore[arg-type]
    assert states.count("skipped") == 5 - sum(left)
    assert await db.rows("select * from notice where kind = 'skipped'") == []
    assert (await desk.row(row))["state"] == "done"


async def test_a_number_that_warms_up_and_new_people_have_their_own_limits(desk: Desk) -> None:
    await _limits(desk, warm_up=1, warm_from="2026-03-02")
    people = await _crowd(desk, 4)
    row = await _schedule(desk, "2026-03-02 12:00", *people)
    choice = (await views.view(desk.actor(), row["number"], desk.now)).ahead.beyond  # type: ignore[arg-type]
    assert choice is not None
    assert (choice.moved.count, choice.limit) == (3, 1)
    assert choice.moved.last == at("2026-03-04 12:00"), "1, then 2, then 1 of 4"
    await _limits(desk, warm_up=None, new_limit=3)
    choice = (await views.view(desk.actor(), row["number"], desk.now)).ahead.beyond  # type: ignore[arg-type]
    assert choice is not None
    assert (choice.moved.cause, choice.moved.count, choice.moved.first) == ("new_limit", 1, at("2026-03-03 12:00"))


async def test_who_has_enough_for_a_day_is_left_out_and_the_author_hears_it(desk: Desk) -> None:
    await workspaces.set_fields(desk.workspace, person_limit=1)
    await _schedule(desk, "2026-03-02 12:00", desk.ana)
    await desk.until("2026-03-02 12:00")
    reminder = await _schedule(desk, "2026-03-02 13:00", desk.ana, late="reminder")
    second = await _schedule(desk, "2026-03-02 14:00", desk.ana, desk.bruno)
    waits = await _schedule(desk, "2026-03-02 15:00", desk.ana, beyond=WAIT)
    view = await views.view(desk.actor(), second["number"], desk.now)  # type: ignore[arg-type]
    assert view.ahead.out == (("person_limit", 1),)
    await desk.until("2026-03-02 16:00", timedelta(hours=1))
    assert desk.times(reminder) == [at("2026-03-02 13:00")]
    assert desk.times(second, desk.ana) == []
    assert desk.times(second, desk.bruno) == [at("2026-03-02 14:00")]
    (told,) = await db.rows("select * from notice where kind = 'skipped'")
    assert '"person_limit"' in str(told["detail"]).replace("'", '"')
    await desk.until("2026-03-03 15:00", timedelta(hours=12))
    assert desk.times(waits) == [at("2026-03-03 15:00")]


async def test_the_end_of_a_series_that_the_pace_would_run_past_is_asked_about(desk: Desk) -> None:
    await _limits(desk, pace="3600s")
    people = await _crowd(desk, 4)
    when = When(datetime(2026, 3, 2, 22, 0), "Europe/Lisbon", rules=DAILY, until=datetime(2026, 3, 4).date())  # noqa: DTZ001
    audience = Audience(contacts=tuple(people))
    row = await messages.schedule(desk.actor(), Schedule(audience, "hello", when), desk.now)
    choice = (await views.view(desk.actor(), row["number"], desk.now)).ahead.beyond
    assert choice is not None
    assert (choice.moved.cause, choice.moved.count) == ("past_end", 2)
    await db.run("update message set beyond = 'part' where id = $1", row["id"])
    await desk.until("2026-03-05 06:00", timedelta(minutes=30))
    assert len([when for _, _, when in desk.left if when >= at("2026-03-05 00:00")]) == 0
    assert len(desk.left) == 4 + 4 + 2


async def test_a_choice_is_put_back_by_undo_and_made_anew_by_a_move(desk: Desk) -> None:
    await _quiet(desk)
    row = await _schedule(desk, "2026-03-02 22:00", quiet=ANYWAY)
    move = Move(row["number"], When(datetime(2026, 3, 2, 23, 0), "Europe/Lisbon"), quiet=WAIT)  # type: ignore[arg-type]  # noqa: DTZ001
    await messages.move(desk.actor(), move, desk.now)
    assert (await desk.row(row))["quiet"] == WAIT
    await messages.undo(desk.actor(), desk.now)
    assert (await desk.row(row))["quiet"] == ANYWAY


async def test_what_is_foretold_is_what_is_planned(desk: Desk) -> None:
    await _quiet(desk, "13:00-15:00")
    await _limits(desk, pace="600s", daily_limit=12)
    people = await _crowd(desk, 20)
    for number, zone in ((0, "Asia/Kolkata"), (3, "America/Sao_Paulo"), (4, "Nowhere/Land")):
        await db.run("update contact set zone = $2 where id = $1", people[number], zone)
    await _schedule(desk, "2026-03-02 12:00", desk.ana, desk.bruno)
    row = await _schedule(desk, "2026-03-02 12:00", *people, beyond=WAIT)
    await desk.until("2026-03-02 11:58")
    view = await views.view(desk.actor(), row["number"], desk.now)  # type: ignore[arg-type]
    slots = sorted(one["slot_at"] for one in await deliveries.of_message(desk.workspace, row["id"]))  # type: ignore[arg-type]
    foretold = [*(view.ahead.slots or ()), *(edge for one in view.ahead.moved for edge in (one.first, one.last))]
    assert (min(foretold), max(foretold)) == (slots[0], slots[-1])
    assert sum(one.count for one in view.ahead.moved) > 0
    assert await directory.zones(desk.workspace, people) != {}


@pytest.mark.parametrize(("evening", "morning"), [("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")])
async def test_what_waits_over_the_night_in_which_the_clocks_change_leaves_when_quiet_hours_end_by_the_wall(
    desk: Desk, evening: str, morning: str
) -> None:
    await workspaces.set_fields(desk.workspace, quiet="21:00-08:00")
    desk.now = at(f"{evening} 20:00")
    message = await desk.schedule(f"{evening} 22:00")
    await desk.until(f"{evening} 22:00", timedelta(minutes=30))
    await desk.until(f"{morning} 12:00", timedelta(minutes=30))
    assert desk.times(message) == [at(f"{morning} 08:00")]
