"""What commands do to messages: changes in any order, also to what is planned already, under way, or has left."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations, takewhile
from typing import Any

import pytest

from core.changes import undoing
from core.commands import Audience, Cancel, Edit, LeaveGroup, Move, Pause, Resume, Retry, Schedule, SendNow, Skip, When
from core.errors import Conflict, NotAllowed, Refused, Unknown
from core.media import media
from core.messages import messages
from core.people import grouping
from core.recurrence import due_times
from core.slots.timing import COUNTDOWN, when_of
from storage import db
from storage.queries import channels, directory, records, workspaces
from storage.queries import messages as rows
from tests.desk import MONDAY, SOON, ZONE, Desk, at

Row = dict[str, Any]
DAILY = ("FREQ=DAILY",)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def to(wall: str, zone: str = ZONE) -> When:
    return When(datetime.fromisoformat(wall), zone)


async def move(desk: Desk, message: Row, wall: str, scope: str | None = None) -> None:
    await messages.move(desk.actor(), Move(message["number"], to(wall), scope=scope), desk.now)


async def pause(desk: Desk, message: Row, resume_on: date | None = None) -> None:
    await messages.pause(desk.actor(), Pause((message["number"],), resume_on), desk.now)


async def resume(desk: Desk, message: Row) -> None:
    await messages.resume(desk.actor(), Resume((message["number"],)), desk.now)


async def cancel(desk: Desk, message: Row) -> None:
    await messages.cancel(desk.actor(), Cancel((message["number"],)), desk.now)


async def skip(desk: Desk, message: Row, *days: date) -> None:
    await messages.skip(desk.actor(), Skip(message["number"], days), desk.now)


async def undo(desk: Desk, role: str = "owner") -> messages.Done:
    (done,) = await messages.undo(desk.actor(role), desk.now)
    return done


# --- a message of one time


async def test_a_message_leaves_at_its_time_once_and_is_then_done(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59")
    assert await desk.states(message) == [("2026-03-02T09:00", "pending")]
    await desk.until("2026-03-02 09:00")
    await desk.until("2026-03-02 12:00", timedelta(minutes=30))
    assert desk.times(message) == [at("2026-03-02 09:00")]
    assert (await desk.row(message))["state"] == "done"


@pytest.mark.parametrize("planned", [False, True], ids=["unplanned", "planned"])
async def test_moved_it_leaves_at_the_new_time_only(desk: Desk, planned: bool) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59" if planned else "2026-03-02 08:30")
    await move(desk, message, "2026-03-02 10:00")
    await desk.until("2026-03-02 11:00", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 10:00")]
    assert (await desk.row(message))["state"] == "done"


@pytest.mark.parametrize("planned", [False, True], ids=["unplanned", "planned"])
async def test_moved_and_undone_it_leaves_at_the_old_time_only(desk: Desk, planned: bool) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59" if planned else "2026-03-02 08:30")
    await move(desk, message, "2026-03-02 09:01")
    await desk.tick()
    assert (await undo(desk)).undone == "move"
    await desk.until("2026-03-02 11:00", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]


async def test_a_move_is_not_undone_once_the_old_time_has_passed(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await move(desk, message, "2026-03-02 10:00")
    await desk.until("2026-03-02 09:30")
    with pytest.raises(Refused, match="past"):
        await undo(desk)
    await desk.until("2026-03-02 11:00", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 10:00")], "refused, it stands as it was"


async def test_a_move_is_not_undone_once_it_has_left_though_the_old_time_is_to_come(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 18:00")
    await move(desk, message, "2026-03-02 10:00")
    await desk.until("2026-03-02 11:00", timedelta(minutes=30))
    with pytest.raises(Conflict, match="already_left"):
        await undo(desk)
    await desk.until("2026-03-02 19:00", timedelta(minutes=30))
    assert desk.times(message) == [at("2026-03-02 10:00")]


async def test_what_has_begun_to_leave_has_no_other_time_any_more(desk: Desk) -> None:
    """Moved in the middle, some would get it twice."""
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="600s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 09:05", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]
    with pytest.raises(Conflict, match="already_left"):
        await move(desk, message, "2026-03-02 12:00")
    with pytest.raises(Conflict, match="already_left"):
        await messages.edit(desk.actor(), Edit(message["number"], starts=datetime(2026, 3, 2, 12)), desk.now)  # noqa: DTZ001
    await desk.until("2026-03-02 13:00", timedelta(minutes=5))
    assert len(desk.times(message)) == 2


async def test_what_waits_for_its_channel_can_still_be_moved(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59")
    desk.now = at("2026-03-02 09:10")  # nothing left: the channel was down
    await move(desk, message, "2026-03-02 09:30")
    await desk.until("2026-03-02 10:00", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:30")]


async def test_a_shift_by_hours_is_what_passes_and_one_by_days_is_the_calendar(desk: Desk) -> None:
    spring = await desk.schedule("2026-03-29 00:30")  # the clocks go from 1:00 to 2:00
    await messages.move(desk.actor(), Move(spring["number"], shift=timedelta(hours=1)), desk.now)
    assert (await desk.row(spring))["next_due_at"] == at("2026-03-29 00:30") + timedelta(hours=1)
    autumn = await desk.schedule("2026-10-25 01:30")  # it occurs twice; meant is the first
    await messages.move(desk.actor(), Move(autumn["number"], shift=timedelta(hours=1)), desk.now)
    assert (await desk.row(autumn))["next_due_at"] == at("2026-10-25 01:30") + timedelta(hours=1)
    day = await desk.schedule("2026-03-28 12:00")
    await messages.move(desk.actor(), Move(day["number"], shift=timedelta(days=1)), desk.now)
    assert (await desk.row(day))["next_due_at"] == at("2026-03-29 12:00"), "23 hours later"


async def test_a_time_named_in_another_zone_is_meant_there(desk: Desk) -> None:
    single = await desk.schedule("2026-03-02 09:00")
    series = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    one = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    elsewhere = to("2026-03-02 20:00", "Europe/Madrid")
    await messages.move(desk.actor(), Move(single["number"], elsewhere), desk.now)
    await messages.move(desk.actor(), Move(series["number"], elsewhere, scope="all"), desk.now)
    await messages.move(desk.actor(), Move(one["number"], elsewhere, scope="one"), desk.now)
    for message in (single, series, one):
        assert (await desk.row(message))["next_due_at"] == at("2026-03-02 19:00")
    await desk.until("2026-03-03 08:00", timedelta(hours=1))
    assert (await desk.row(series))["next_due_at"] == at("2026-03-03 19:00")
    assert (await desk.row(one))["next_due_at"] == at("2026-03-03 09:00")


async def test_a_time_in_the_past_is_refused(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    series = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    for number, scope in ((message["number"], None), (series["number"], "one")):
        with pytest.raises(Refused, match="past"):
            await messages.move(desk.actor(), Move(number, to("2026-03-01 09:00"), scope=scope), desk.now)
    with pytest.raises(Refused, match="past"):
        await desk.schedule("2026-03-01 09:00")
    with pytest.raises(Refused, match="never_due"):
        await desk.schedule("2026-03-02 09:00", rules=("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",))
    with pytest.raises(Refused, match="past"):
        await pause(desk, series, date(2026, 3, 2))


async def test_editing_the_start_of_a_message_given_by_an_instant_moves_it(desk: Desk) -> None:
    """ "In 90 minutes" keeps an instant beside its wall clock."""
    message = await desk.schedule("2026-03-02 09:30", at=MONDAY + timedelta(minutes=90))
    await messages.edit(desk.actor(), Edit(message["number"], starts=datetime(2026, 3, 2, 12)), desk.now)  # noqa: DTZ001
    assert (await desk.row(message))["next_due_at"] == at("2026-03-02 12:00")


# --- pausing


@pytest.mark.parametrize("planned", [False, True], ids=["unplanned", "planned"])
async def test_paused_and_resumed_before_its_time_it_leaves_once(desk: Desk, planned: bool) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59" if planned else "2026-03-02 08:30")
    await pause(desk, message)
    await desk.tick()
    assert (await desk.row(message))["next_due_at"] is None
    await resume(desk, message)
    await desk.until("2026-03-02 11:00", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]


async def test_nothing_leaves_while_it_is_paused(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 08:59")
    await pause(desk, message)
    await desk.until("2026-03-05 08:00", timedelta(hours=1))
    assert desk.left == []
    await resume(desk, message)
    await desk.until("2026-03-05 12:00", timedelta(hours=1))
    assert desk.times(message) == [at("2026-03-05 09:00")]


@pytest.mark.parametrize("planned", [False, True], ids=["unplanned", "planned"])
async def test_what_came_due_during_a_pause_is_not_caught_up_however_short(desk: Desk, planned: bool) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 08:59" if planned else "2026-03-02 08:30")
    await pause(desk, message)
    await desk.until("2026-03-02 09:01")
    await resume(desk, message)
    await desk.until("2026-03-03 10:00", timedelta(hours=1))
    assert desk.times(message) == [at("2026-03-03 09:01")]


async def test_a_single_message_whose_time_passed_in_a_pause_asks_for_a_new_one(desk: Desk) -> None:
    for planned in (False, True):
        message = await desk.schedule("2026-03-02 09:00")
        if planned:
            await desk.until("2026-03-02 08:59")
        await pause(desk, message)
    await desk.until("2026-03-02 09:01")
    for message in await rows.listed(desk.workspace, ("paused",)):
        with pytest.raises(Refused, match="past"):
            await resume(desk, message)
        await move(desk, message, "2026-03-02 10:00")
    await desk.until("2026-03-02 11:00", timedelta(minutes=10))
    assert [when for _, _, when in desk.left] == [at("2026-03-02 10:01")] * 2


async def test_a_pause_in_the_middle_of_a_paced_send_holds_the_rest_and_a_resume_lets_it_go(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    people = [await desk.contact(f"P{n}", f"+35193300000{n}") for n in range(6)]
    message = await desk.schedule("2026-03-02 09:00", *people, rules=DAILY)
    await desk.until("2026-03-02 09:02:30", timedelta(seconds=30))
    assert len(desk.left) == 3
    await pause(desk, message)
    await desk.until("2026-03-02 09:20", timedelta(seconds=30))
    assert len(desk.left) == 3
    await resume(desk, message)
    await desk.until("2026-03-02 09:30", timedelta(seconds=30))
    assert sorted(who for _, who, _ in desk.left) == people, "each of them once"
    assert await desk.states(message) == [("2026-03-02T09:00", "sent")]


async def test_a_resume_lets_all_due_times_go_that_were_under_way_however_many_there_were(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="7200s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=("FREQ=HOURLY",))
    await desk.until("2026-03-02 17:30", timedelta(minutes=10))
    under_way = [due for due, state in await desk.states(message) if state in ("pending", "processing")]
    assert len(under_way) > 5
    await pause(desk, message)
    await resume(desk, message)
    assert await db.rows("select id from delivery where state = 'cancelled' and late_at > $1", desk.now) == []
    again = [due for due, state in await desk.states(message) if state in ("pending", "processing")]
    assert again == under_way


@pytest.mark.parametrize("verb", [pause, cancel], ids=["pause", "cancel"])
async def test_undone_in_the_middle_of_a_paced_send_the_rest_goes_on(desk: Desk, verb: Any) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 09:00:30", timedelta(seconds=30))
    await verb(desk, message)
    await desk.until("2026-03-02 09:05", timedelta(seconds=30))
    assert len(desk.left) == 1
    await undo(desk)
    await desk.until("2026-03-02 09:10", timedelta(seconds=30))
    assert [who for _, who, _ in desk.left] == [desk.ana, desk.bruno]
    assert (await desk.row(message))["state"] == "done"


async def test_resumed_after_its_lateness_limit_the_rest_stays_off(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=DAILY)
    await desk.until("2026-03-02 09:00:30")
    await pause(desk, message)
    await desk.until("2026-03-02 14:00", timedelta(hours=1))
    await resume(desk, message)
    await desk.until("2026-03-02 15:00", timedelta(minutes=10))
    assert len(desk.left) == 1


async def test_what_a_provider_put_off_and_a_pause_called_off_is_revived(desk: Desk) -> None:
    """It was `sending` once, and the answer was that it did not leave."""
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59")
    await db.run("update delivery set sending_at = $1, attempts = 1", desk.now)
    await pause(desk, message)
    await resume(desk, message)
    await desk.until("2026-03-02 09:30", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]


async def test_paused_until_a_day_it_runs_again_from_its_first_moment_where_it_is(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=("FREQ=HOURLY",), zone="Pacific/Auckland")
    await pause(desk, message, date(2026, 3, 5))
    begins = at("2026-03-05 00:00", "Pacific/Auckland")
    await desk.until(begins - timedelta(seconds=1))
    assert (await desk.row(message))["state"] == "paused"
    await desk.until(begins)
    assert (await desk.row(message))["state"] == "active"
    await desk.until(begins + timedelta(hours=2), timedelta(minutes=10))
    assert desk.left
    assert desk.left[0][2] >= begins
    with pytest.raises(Conflict, match="changed_since"):
        await undo(desk)


async def test_paused_until_after_its_only_time_it_is_over_and_its_author_hears_it(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await pause(desk, message, date(2026, 3, 4))
    await desk.until("2026-03-04 00:00", timedelta(hours=6))
    assert (await desk.row(message))["state"] == "done"
    told = await db.rows("select kind, staff_id, detail from notice")
    assert [(one["kind"], one["staff_id"], one["detail"]["causes"]) for one in told] == [
        ("skipped", desk.staff["owner"], {"paused": 1})
    ]
    assert desk.left == []


# --- a series


@pytest.mark.parametrize("planned", [False, True], ids=["unplanned", "planned"])
async def test_skipped_and_undone_in_any_order_with_a_move_and_a_pause(desk: Desk, planned: bool) -> None:
    """Whatever was done and taken back, the series is what it was."""
    verbs = {
        "move": lambda message: move(desk, message, "2026-03-02 09:30", "one"),
        "move all": lambda message: move(desk, message, "2026-03-02 11:00", "all"),
        "pause": lambda message: pause(desk, message),
        "skip": lambda message: skip(desk, message),
        "cancel": lambda message: cancel(desk, message),
    }
    for orders in permutations(verbs, 2):
        series = await desk.schedule("2026-03-02 09:00", rules=DAILY)
        desk.now = at("2026-03-02 08:59") if planned else MONDAY
        await desk.tick()
        done = 0
        for name in orders:
            try:
                await verbs[name](series)
                done += 1
            except Conflict:
                assert orders[0] == "cancel"
            await desk.tick()
        for _ in range(done):
            await undo(desk)
            await desk.tick()
        row = await desk.row(series)
        assert row["state"] == "active", orders
        assert (row["rules"], row["exdates"], row["rdates"], row["starts"]) == (
            list(DAILY),
            [],
            [],
            "2026-03-02T09:00",
        )
        live = [nominal for nominal, state in await desk.states(series) if state in ("pending", "processing")]
        assert live == (["2026-03-02T09:00"] if planned else []), orders
        assert row["next_due_at"] == at("2026-03-03 09:00" if planned else "2026-03-02 09:00"), orders
        await cancel(desk, series)


async def test_one_of_a_series_moved_within_its_day_leaves_then_and_not_before(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await move(desk, message, "2026-03-02 11:00", "one")
    await desk.until("2026-03-04 12:00", timedelta(hours=1))
    assert desk.times(message) == [at(f"2026-03-0{one}") for one in ("2 11:00", "3 09:00", "4 09:00")]


async def test_one_of_several_a_day_moved_leaves_the_others_alone(desk: Desk) -> None:
    thrice = ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "FREQ=DAILY;BYHOUR=13;BYMINUTE=0", "FREQ=DAILY;BYHOUR=18;BYMINUTE=0")
    message = await desk.schedule("2026-03-02 09:00", rules=thrice)
    await desk.until("2026-03-02 10:00", timedelta(hours=1))
    await messages.move(desk.actor(), Move(message["number"], shift=timedelta(hours=2), scope="one"), desk.now)
    await skip_the_next_of_tomorrow(desk, message)
    await desk.until("2026-03-03 20:00", timedelta(hours=1))
    assert desk.times(message) == [
        at(f"2026-03-0{one}") for one in ("2 09:00", "2 15:00", "2 18:00", "3 13:00", "3 18:00")
    ]


async def skip_the_next_of_tomorrow(desk: Desk, message: Row) -> None:
    await desk.until("2026-03-02 19:00", timedelta(hours=1))
    await skip(desk, message)


async def test_a_day_skipped_stays_skipped_when_all_are_moved(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await skip(desk, message, date(2026, 3, 4))
    await move(desk, message, "2026-03-02 10:00", "all")
    await desk.until("2026-03-05 12:00", timedelta(hours=1))
    assert desk.times(message) == [at(f"2026-03-0{day} 10:00") for day in (2, 3, 5)]


async def test_a_counted_series_that_is_moved_keeps_its_count(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=("FREQ=DAILY;COUNT=5",))
    await desk.until("2026-03-03 12:00", timedelta(hours=1))
    await move(desk, message, "2026-03-04 10:00", "all")
    await desk.until("2026-03-12 12:00", timedelta(hours=1))
    assert len(desk.times(message)) == 5
    assert (await desk.row(message))["state"] == "done"


async def test_moving_a_series_under_way_lets_what_has_begun_go_on(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="600s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=DAILY)
    await desk.until("2026-03-02 09:01", timedelta(minutes=1))
    await move(desk, message, "2026-03-03 17:00", "all")
    await desk.until("2026-03-03 18:00", timedelta(minutes=10))
    assert [(who, when.hour) for _, who, when in desk.left] == [
        (desk.ana, 9),
        (desk.bruno, 9),
        (desk.ana, 17),
        (desk.bruno, 17),
    ]


async def test_skipping_the_last_time_ends_a_series_and_undoing_that_brings_it_back(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY, until=date(2026, 3, 2))
    await skip(desk, message)
    assert (await desk.row(message))["state"] == "done"
    await undo(desk)
    await desk.until("2026-03-03 10:00", timedelta(hours=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]


async def test_only_a_series_is_skipped_and_only_on_a_day_when_it_is_due(desk: Desk) -> None:
    single = await desk.schedule("2026-03-02 09:00")
    weekly = await desk.schedule("2026-03-02 09:00", rules=("FREQ=WEEKLY",))
    with pytest.raises(Conflict, match="not_a_series"):
        await skip(desk, single)
    with pytest.raises(Conflict, match="not_due_then"):
        await skip(desk, weekly, date(2026, 3, 3))


async def test_two_names_for_one_instant_are_one_delivery(desk: Desk) -> None:
    """On 29 March 1:30 does not exist in Lisbon: it falls on 2:30, which is there as well."""
    twice = ("FREQ=DAILY;BYHOUR=1;BYMINUTE=30", "FREQ=DAILY;BYHOUR=2;BYMINUTE=30")
    desk.now = at("2026-03-28 12:00")
    message = await desk.schedule("2026-03-29 01:30", rules=twice)
    await desk.until("2026-03-30 12:00", timedelta(minutes=30))
    assert desk.times(message) == [at("2026-03-29 02:30"), at("2026-03-30 01:30"), at("2026-03-30 02:30")]


async def test_half_past_one_in_lisbon_every_night_over_both_changes_of_the_clocks(desk: Desk) -> None:
    desk.now = at("2026-03-27 12:00")
    message = await desk.schedule("2026-03-28 01:30", rules=DAILY, until=date(2026, 3, 30))
    await desk.until("2026-03-31 12:00", timedelta(minutes=30))
    nights = [when.isoformat(timespec="minutes") for when in desk.times(message)]
    assert nights == ["2026-03-28T01:30+00:00", "2026-03-29T01:30+00:00", "2026-03-30T00:30+00:00"]
    desk.now = at("2026-10-23 12:00")
    message = await desk.schedule("2026-10-24 01:30", rules=DAILY, until=date(2026, 10, 26))
    await desk.until("2026-10-27 12:00", timedelta(minutes=30))
    nights = [when.isoformat(timespec="minutes") for when in desk.times(message)]
    assert nights == ["2026-10-24T00:30+00:00", "2026-10-25T00:30+00:00", "2026-10-26T01:30+00:00"]


@pytest.mark.parametrize(
    ("rule", "starts", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31 09:00", ["2026-03-31", "2026-05-31", "2026-07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-03-31 09:00", ["2026-03-31", "2026-04-30", "2026-05-31"]),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-03-10 09:00", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-03-02 09:00", ["2026-03-02", "2026-03-06", "2026-03-16"]),
        ("FREQ=YEARLY", "2026-03-03 09:00", ["2026-03-03", "2027-03-03", "2028-03-03"]),
    ],
)
async def test_the_next_times_of_rarer_rules_are_planned_one_after_the_other(
    desk: Desk, rule: str, starts: str, expected: list[str]
) -> None:
    message = await desk.schedule(starts, rules=(rule,))
    for day in expected:
        assert (await desk.row(message))["next_due_at"] == at(f"{day} 09:00")
        await desk.until(f"{day} 09:00")
        await desk.until(f"{day} 09:05")
    assert desk.times(message) == [at(f"{day} 09:00") for day in expected]


async def test_after_a_change_of_the_tz_database_due_times_are_derived_again(desk: Desk) -> None:
    message = await desk.schedule("2026-07-01 09:00", rules=DAILY)
    await db.run(
        "update message set tz_version = 'old', next_due_at = $2 where id = $1", message["id"], at("2026-07-01 10:00")
    )
    await messages.retime(desk.now)
    row = await desk.row(message)
    assert (row["next_due_at"], row["tz_version"]) == (at("2026-07-01 09:00"), messages.TZ_VERSION)


# --- undo


async def test_undone_twice_it_is_as_it_was_before_both(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await move(desk, message, "2026-03-02 10:00")
    await messages.edit(desk.actor(), Edit(message["number"], text="good day"), desk.now)
    assert (await undo(desk)).undone == "edit"
    assert (await undo(desk)).undone == "move"
    row = await desk.row(message)
    assert (row["text"], row["starts"]) == ("hello", "2026-03-02T09:00")
    assert (await undo(desk)).undone == "schedule"
    assert (await desk.row(message))["state"] == "cancelled"
    with pytest.raises(Conflict, match="nothing_to_undo"):
        await undo(desk)


async def test_what_somebody_else_changed_since_is_not_undone(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", role="sender")
    await messages.move(desk.actor("sender"), Move(message["number"], to("2026-03-02 10:00")), desk.now)
    await messages.edit(desk.actor("manager"), Edit(message["number"], text="good day"), desk.now)
    with pytest.raises(Conflict, match="changed_since"):
        await undo(desk, "sender")
    assert (await undo(desk, "manager")).undone == "edit"
    assert (await undo(desk, "sender")).undone == "move", "what stood in the way is gone"


async def test_an_undo_under_anothers_change_takes_back_nothing_of_it(desk: Desk) -> None:
    """Edit by A, pause by B, move by A: A takes back the move, but not the edit below B's pause."""
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await messages.edit(desk.actor(), Edit(message["number"], text="good day"), desk.now)
    await messages.pause(desk.actor("manager"), Pause((message["number"],)), desk.now)
    await move(desk, message, "2026-03-02 10:00", "one")
    assert (await undo(desk)).undone == "move"
    with pytest.raises(Conflict, match="changed_since"):
        await undo(desk)
    assert (await desk.row(message))["state"] == "paused"


async def test_undoing_an_edit_of_the_audience_reaches_what_is_planned(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    await desk.until("2026-03-02 08:59")
    change = Edit(message["number"], add=Audience(contacts=(desk.bruno,)), remove=Audience(contacts=(desk.ana,)))
    await messages.edit(desk.actor(), change, desk.now)
    await desk.tick()
    await undo(desk)
    await desk.until("2026-03-02 09:30", timedelta(minutes=1))
    assert [who for _, who, _ in desk.left] == [desk.ana]


async def test_a_cancel_is_undone_while_its_time_is_to_come(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59")
    await cancel(desk, message)
    await desk.tick()
    await undo(desk)
    await desk.until("2026-03-02 09:30", timedelta(minutes=1))
    assert desk.times(message) == [at("2026-03-02 09:00")]
    other = await desk.schedule("2026-03-02 10:00")
    await desk.until("2026-03-02 09:59")
    await cancel(desk, other)
    await desk.until("2026-03-02 10:01")
    with pytest.raises(Refused, match="past"):
        await undo(desk)
    assert (await desk.row(other))["state"] == "cancelled"


# --- the same origin twice


async def test_every_verb_has_one_effect_an_origin(desk: Desk) -> None:
    """The same Telegram update, worked on again after a crash, at once or much later."""

    async def twice(verb: Any, command: Any = None) -> None:
        actor = desk.actor()
        arguments = (actor, desk.now) if command is None else (actor, command, desk.now)
        first = await verb(*arguments)
        before = await everything(desk)
        desk.now += timedelta(seconds=1)
        again = await verb(actor, desk.now) if command is None else await verb(actor, command, desk.now)
        assert await everything(desk) == before, verb
        assert type(again) is type(first)

    await twice(
        messages.schedule,
        Schedule(Audience(contacts=(desk.ana,)), "hello", When(to("2026-03-09 09:00").starts, ZONE, DAILY)),
    )
    await twice(messages.schedule, Schedule(Audience(contacts=(desk.ana,)), "hi", to("2026-03-02 09:00")))
    await twice(messages.move, Move(1, shift=timedelta(hours=1)))
    await twice(messages.move, Move(1, shift=timedelta(hours=1), scope="one"))
    await twice(messages.edit, Edit(1, text="good day", add=Audience(numbers=("+351933000001",))))
    await twice(messages.pause, Pause((1, 2)))
    await twice(messages.resume, Resume((1, 2)))
    await twice(messages.skip, Skip(1))
    await twice(messages.undo)
    await twice(messages.send_now, SendNow(1))
    await twice(messages.cancel, Cancel((1, 2)))


async def everything(desk: Desk) -> list[list[Row]]:
    tables = ("message", "occurrence", "delivery", "contact", "audit_entry", "tag", "contact_tag")
    return [await db.rows(f"select * from {table} order by id") for table in tables]


async def test_the_same_update_twice_at_once_has_one_effect_and_no_error(desk: Desk) -> None:
    actor = desk.actor()
    command = Schedule(Audience(numbers=("+351933000001",)), "hello", to("2026-03-02 09:00"))
    made = await asyncio.gather(*(messages.schedule(actor, command, desk.now) for _ in range(5)))
    assert {row["id"] for row in made} == {made[0]["id"]}
    assert len(await db.rows("select id from message")) == 1
    assert (await workspaces.get(desk.workspace))["last_number"] == 1
    actor = desk.actor()
    await asyncio.gather(*(messages.move(actor, Move(1, shift=timedelta(hours=1)), desk.now) for _ in range(5)))
    assert (await desk.row(made[0]))["starts"] == "2026-03-02T10:00"
    actor = desk.actor()
    await asyncio.gather(*(messages.undo(actor, desk.now) for _ in range(5)))
    assert (await desk.row(made[0]))["starts"] == "2026-03-02T09:00"


async def test_sending_now_from_one_update_worked_on_again_after_it_left_sends_no_second_copy(desk: Desk) -> None:
    message = await desk.schedule("2026-03-05 09:00")
    actor = desk.actor()
    await messages.send_now(actor, SendNow(message["number"]), desk.now)
    await desk.until(desk.now + COUNTDOWN)
    assert len(desk.left) == 1
    await messages.send_now(actor, SendNow(message["number"]), desk.now)
    await desk.until(desk.now + timedelta(minutes=1))
    assert len(desk.left) == 1


async def test_of_several_numbers_all_are_changed_or_none(desk: Desk) -> None:
    one, two = await desk.schedule("2026-03-02 09:00"), await desk.schedule("2026-03-02 09:00")
    await cancel(desk, two)
    for verb, command in (
        (messages.cancel, Cancel((1, 2))),
        (messages.pause, Pause((1, 2))),
        (messages.cancel, Cancel((1, 9))),
    ):
        with pytest.raises(Refused):
            await verb(desk.actor(), command, desk.now)  # type: ignore[operator]
        assert (await desk.row(one))["state"] == "active"
    done = await messages.cancel(desk.actor(), Cancel((1, 1)), desk.now)
    assert [each.row["number"] for each in done] == [1]


async def test_two_people_who_change_one_message_at_once_change_it_one_after_the_other(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await asyncio.gather(
        *(messages.move(desk.actor(), Move(1, shift=timedelta(minutes=10), scope="all"), desk.now) for _ in range(6)),
        *(desk.tick() for _ in range(3)),
    )
    row = await desk.row(message)
    assert (row["starts"], row["rev"]) == ("2026-03-02T10:00", 7)


# --- who may


async def test_a_viewer_may_nothing_a_sender_only_their_own_a_manager_all(desk: Desk) -> None:
    theirs = await desk.schedule("2026-03-02 09:00", rules=DAILY, role="sender")
    others = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    verbs: list[tuple[Any, Any]] = [
        (messages.move, lambda number: Move(number, shift=timedelta(hours=1))),
        (messages.edit, lambda number: Edit(number, text="x")),
        (messages.pause, lambda number: Pause((number,))),
        (messages.resume, lambda number: Resume((number,))),
        (messages.skip, lambda number: Skip(number)),
        (messages.cancel, lambda number: Cancel((number,))),
        (messages.retry, lambda number: Retry(number)),
    ]
    for verb, command in verbs:
        with pytest.raises(NotAllowed, match="not_allowed"):
            await verb(desk.actor("viewer"), command(theirs["number"]), desk.now)
        with pytest.raises(NotAllowed, match="not_yours"):
            await verb(desk.actor("sender"), command(others["number"]), desk.now)
    for verb, command in verbs[:-1]:
        await verb(desk.actor("sender"), command(theirs["number"]), desk.now)
        await verb(desk.actor("manager"), command(others["number"]), desk.now)
    command = Schedule(Audience(contacts=(desk.ana,)), "hello", to("2026-03-02 09:00"))
    with pytest.raises(NotAllowed):
        await messages.schedule(desk.actor("viewer"), command, desk.now)
    viewer = replace(desk.actor("viewer"), staff=desk.staff["sender"])
    with pytest.raises(NotAllowed):
        await messages.undo(viewer, desk.now)


async def test_a_message_of_another_workspace_does_not_exist(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    other = Desk(desk.now)
    await other.furnish("Shop", "0s")
    for verb, command in (
        (messages.move, Move(1, shift=timedelta(hours=1))),
        (messages.cancel, Cancel((1,))),
        (messages.send_now, SendNow(1)),
        (messages.retry, Retry(1)),
    ):
        with pytest.raises(Unknown, match="no_message"):
            await verb(other.actor(), command, other.now)  # type: ignore[operator]
    theirs = await other.schedule("2026-03-02 09:00")
    assert theirs["number"] == message["number"] == 1
    await cancel(other, theirs)
    assert (await desk.row(message))["state"] == "active"


# --- audiences


async def test_numbers_that_are_nobodys_become_contacts_once(desk: Desk) -> None:
    audience = Audience(numbers=("+351933000001", "+351912000001"))
    for _ in range(2):
        message = await desk.schedule("2026-03-02 09:00", audience=audience)
    new = await directory.by_phone(desk.workspace, "+351933000001")
    assert new is not None
    assert new["name"] == "+351933000001"
    assert len(await directory.contacts(desk.workspace)) == 3
    await desk.until("2026-03-02 09:00")
    assert sorted({who for _, who, _ in desk.left}) == [desk.ana, new["id"]]
    assert len(desk.times(message)) == 2


async def test_an_audience_changed_when_it_is_planned_already_is_who_gets_it(desk: Desk) -> None:
    carla = await desk.contact("Carla", "+351912000003")
    group = await directory.add_group(desk.workspace, "Staff", [desk.ana, desk.bruno])
    message = await desk.schedule("2026-03-02 09:00", audience=Audience(groups=(group,)))
    await desk.until("2026-03-02 08:59")
    change = Edit(message["number"], add=Audience(contacts=(carla,)), remove=Audience(contacts=(desk.ana,)))
    await messages.edit(desk.actor(), change, desk.now)
    await desk.until("2026-03-02 09:30", timedelta(minutes=1))
    assert sorted(who for _, who, _ in desk.left) == [desk.bruno, carla]


async def test_everybody_exchanged_when_it_is_planned_already(desk: Desk) -> None:
    """For a moment nobody is left: that does not end the message."""
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    await desk.until("2026-03-02 08:59")
    change = Edit(message["number"], add=Audience(contacts=(desk.bruno,)), remove=Audience(contacts=(desk.ana,)))
    await messages.edit(desk.actor(), change, desk.now)
    assert (await desk.row(message))["state"] == "active"
    await desk.until("2026-03-02 09:00")
    assert [who for _, who, _ in desk.left] == [desk.bruno]


async def test_a_time_from_which_somebody_was_taken_out_is_sent_when_all_others_got_it(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 08:59")
    await messages.edit(desk.actor(), Edit(message["number"], remove=Audience(contacts=(desk.ana,))), desk.now)
    await desk.until("2026-03-02 09:00")
    assert [who for _, who, _ in desk.left] == [desk.bruno]
    assert sorted(state for _, _, state in await desk.copies(message)) == ["cancelled", "sent"]
    assert await desk.states(message) == [("2026-03-02T09:00", "sent")]


async def test_a_time_that_was_called_off_under_way_is_sent_in_part(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 09:00:30", timedelta(seconds=30))
    await cancel(desk, message)
    await desk.until("2026-03-02 09:05", timedelta(seconds=30))
    assert await desk.states(message) == [("2026-03-02T09:00", "partial")]


@pytest.mark.parametrize("how", ["tag", "group", "number", "twice"])
async def test_who_is_removed_gets_nothing_however_they_are_in_and_who_is_added_again_does(
    desk: Desk, how: str
) -> None:
    await directory.tag(desk.workspace, [desk.ana, desk.bruno], "vip")
    tag = (await directory.tags(desk.workspace))[0]["id"]
    group = await directory.add_group(desk.workspace, "Staff", [desk.ana, desk.bruno])
    audience = {
        "tag": Audience(tags=(tag,)),
        "group": Audience(groups=(group,)),
        "number": Audience(contacts=(desk.bruno,), numbers=("+351912000001",)),
        "twice": Audience(contacts=(desk.ana,), groups=(group,)),
    }[how]
    message = await desk.schedule("2026-03-02 09:00", audience=audience, rules=DAILY)
    ana = Audience(contacts=(desk.ana,))
    await messages.edit(desk.actor(), Edit(message["number"], remove=ana), desk.now)
    await desk.until("2026-03-02 09:00")
    assert [who for _, who, _ in desk.left] == [desk.bruno]
    await messages.edit(desk.actor(), Edit(message["number"], add=ana), desk.now)
    await desk.until("2026-03-03 09:00", timedelta(hours=1))
    assert sorted(who for _, who, when in desk.left if when.day == 3) == [desk.ana, desk.bruno]


async def test_nobody_left_is_refused(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", desk.ana)
    with pytest.raises(Refused, match="nobody_left"):
        await messages.edit(desk.actor(), Edit(message["number"], remove=Audience(contacts=(desk.ana,))), desk.now)


async def test_edited_while_paused_the_rest_goes_to_who_is_in_the_audience_then(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    carla = await desk.contact("Carla", "+351912000003")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, carla)
    await desk.until("2026-03-02 09:00:30", timedelta(seconds=30))
    await pause(desk, message)
    await messages.edit(desk.actor(), Edit(message["number"], remove=Audience(contacts=(carla,))), desk.now)
    await resume(desk, message)
    await desk.until("2026-03-02 09:10", timedelta(seconds=30))
    assert [who for _, who, _ in desk.left] == [desk.ana, desk.bruno]


async def test_a_reminder_to_oneself_moved_and_cancelled_is_told_once_or_not_at_all(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", audience=Audience(me=True))
    await desk.until("2026-03-02 08:59")
    await move(desk, message, "2026-03-02 09:01")
    await desk.tick()
    due = await db.rows("select not_before from notice where kind = 'reminder' and state = 'new'")
    assert [one["not_before"] for one in due] == [at("2026-03-02 09:01")]
    await cancel(desk, message)
    assert await db.rows("select id from notice where kind = 'reminder' and state = 'new'") == []


# --- send now, retry


async def test_sending_now_moves_a_single_message_and_copies_a_series_or_what_has_left(desk: Desk) -> None:
    single = await desk.schedule("2026-03-02 15:00")
    series = await desk.schedule("2026-03-02 15:00", rules=DAILY)
    assert (await messages.send_now(desk.actor(), SendNow(single["number"]), desk.now)).what == "move"
    copy = (await messages.send_now(desk.actor(), SendNow(series["number"]), desk.now)).row
    begun = desk.now
    await desk.until(begun + COUNTDOWN)
    assert desk.times(single) == desk.times(copy) == [begun + COUNTDOWN]
    assert (await desk.row(series))["next_due_at"] == at("2026-03-02 15:00")
    again = (await messages.send_now(desk.actor(), SendNow(single["number"]), desk.now)).row
    assert again["number"] not in (single["number"], series["number"], copy["number"])
    await desk.until("2026-03-02 16:00", timedelta(minutes=30))
    assert [len(desk.times(one)) for one in (single, series, copy, again)] == [1, 1, 1, 1]


async def test_retry_sends_again_only_what_failed_or_was_skipped_with_a_new_id(desk: Desk) -> None:
    carla = await desk.contact("Carla", None)
    desk.refuses = {desk.bruno}
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, carla)
    await desk.until("2026-03-02 09:00")
    assert [state for _, _, state in await desk.copies(message)] == ["sent", "failed", "skipped"]
    desk.refuses = set()
    assert (await messages.retry(desk.actor(), Retry(message["number"]), desk.now))[0] == 1, "Carla has no number still"
    await desk.until("2026-03-02 09:01")
    assert [state for _, _, state in await desk.copies(message)] == ["sent", "sent", "skipped"]
    assert [who for _, who, _ in desk.left] == [desk.ana, desk.bruno]
    attempts = await db.rows("select attempts, provider_id from delivery where contact_id = $1", desk.bruno)
    assert [(one["attempts"], one["provider_id"][-2:]) for one in attempts] == [(2, ":1")]
    await directory.set_phone(desk.workspace, carla, "+351912000003")
    actor = desk.actor()
    for _ in range(2):
        assert (await messages.retry(actor, Retry(message["number"]), desk.now))[0] == 1
    await desk.until("2026-03-02 09:02")
    assert (await desk.row(message))["state"] == "done"
    with pytest.raises(Conflict, match="nothing_to_retry"):
        await messages.retry(desk.actor(), Retry(message["number"]), desk.now)


async def test_retry_looks_at_the_newest_time_that_has_come_not_at_one_that_is_only_planned(desk: Desk) -> None:
    desk.refuses = {desk.ana}
    message = await desk.schedule("2026-03-02 09:00", rules=("FREQ=HOURLY",))
    await desk.until("2026-03-02 09:00")
    await desk.until("2026-03-02 09:59")
    assert len(await desk.occurrences(message)) == 2
    desk.refuses = set()
    assert (await messages.retry(desk.actor(), Retry(message["number"]), desk.now))[0] == 1
    await desk.until("2026-03-02 10:00")
    assert len(desk.left) == 2


async def test_retry_finds_the_newest_time_that_has_come_behind_any_number_that_were_moved_away(desk: Desk) -> None:
    desk.refuses = {desk.ana}
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 09:00")
    for second in range(10, 17):
        await move(desk, message, f"2026-03-02 09:01:{second}", "all")
        await desk.tick()
    assert len(await desk.occurrences(message)) == 8
    desk.refuses = set()
    assert (await messages.retry(desk.actor(), Retry(message["number"]), desk.now))[0] == 1


async def test_nothing_of_a_cancelled_or_paused_message_is_sent_again(desk: Desk) -> None:
    desk.refuses = {desk.ana}
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-02 09:00")
    await pause(desk, message)
    with pytest.raises(Conflict, match="already_paused"):
        await messages.retry(desk.actor(), Retry(message["number"]), desk.now)
    await cancel(desk, message)
    with pytest.raises(Conflict, match="already_cancelled"):
        await messages.retry(desk.actor(), Retry(message["number"]), desk.now)


async def test_what_is_over_is_over(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 09:00")
    for verb, command in (
        (messages.move, Move(1, to("2026-03-03 09:00"))),
        (messages.edit, Edit(1, text="x")),
        (messages.pause, Pause((1,))),
        (messages.cancel, Cancel((1,))),
    ):
        with pytest.raises(Conflict, match="already_left"):
            await verb(desk.actor(), command, desk.now)  # type: ignore[operator]
    with pytest.raises(Conflict, match="not_paused"):
        await resume(desk, message)
    assert await records.by_origin("nobody") is None


async def test_a_message_needs_text_and_a_channel(desk: Desk) -> None:
    when = to("2026-03-02 09:00")
    with pytest.raises(Refused, match="no_text"):
        await messages.schedule(desk.actor(), Schedule(Audience(contacts=(desk.ana,)), " \n", when), desk.now)
    with pytest.raises(Unknown, match="no_channel"):
        await messages.schedule(
            desk.actor(), Schedule(Audience(contacts=(desk.ana,)), "hello", when, channel="other"), desk.now
        )
    message = await desk.schedule("2026-03-02 09:00")
    with pytest.raises(Refused, match="no_text"):
        await messages.edit(desk.actor(), Edit(message["number"], text=""), desk.now)


# --- found by tests/core/test_any_sequence.py


async def dues(desk: Desk, message: Row, until: str) -> list[datetime]:
    when = when_of(await desk.row(message))
    return [one.due for one in takewhile(lambda one: one.due < at(until), due_times(when, desk.now))]


async def test_a_series_moved_after_its_next_time_was_moved_by_itself_follows_its_own_time(desk: Desk) -> None:
    """Anchored on the one that was moved by itself, the whole series would have jumped there."""
    series = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await move(desk, series, "2026-03-02 11:00", scope="one")
    later = Move(series["number"], shift=timedelta(minutes=30), scope="all")
    await messages.move(desk.actor(), later, desk.now)
    assert await dues(desk, series, "2026-03-04 12:00") == [
        at("2026-03-02 11:30"), at("2026-03-03 09:30"), at("2026-03-04 09:30")
    ]  # fmt: skip


async def test_of_several_times_a_day_the_one_that_is_moved_follows_and_the_others_stay(desk: Desk) -> None:
    """The rule kept both of its times, and the new one was never due."""
    series = await desk.schedule("2026-03-02 08:30", rules=("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=30",))
    await move(desk, series, "2026-03-02 10:15", scope="all")
    assert await dues(desk, series, "2026-03-03 23:00") == [
        at("2026-03-02 10:15"), at("2026-03-02 20:30"), at("2026-03-03 10:15"), at("2026-03-03 20:30")
    ]  # fmt: skip


async def test_several_times_and_weekdays_are_all_shifted_together(desk: Desk) -> None:
    rules = ("FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=8,20;BYMINUTE=30",)
    series = await desk.schedule("2026-03-02 08:30", rules=rules)
    shift = Move(series["number"], shift=timedelta(days=1, hours=1), scope="all")
    await messages.move(desk.actor(), shift, desk.now)
    assert await dues(desk, series, "2026-03-06 00:00") == [
        at("2026-03-03 09:30"), at("2026-03-03 21:30"), at("2026-03-05 09:30"), at("2026-03-05 21:30")
    ]  # fmt: skip


async def test_one_weekday_of_a_series_that_is_moved_to_another_is_due_there(desk: Desk) -> None:
    series = await desk.schedule("2026-03-02 09:00", rules=("FREQ=WEEKLY;BYDAY=MO,FR",))
    await move(desk, series, "2026-03-03 09:00", scope="all")
    assert await dues(desk, series, "2026-03-11 00:00") == [
        at("2026-03-03 09:00"), at("2026-03-06 09:00"), at("2026-03-10 09:00")
    ]  # fmt: skip


async def test_what_was_called_off_put_back_and_then_missed_is_told_and_ends(desk: Desk) -> None:
    """It was planned, so its record stood as called off: nobody heard that it was missed, and it stayed open for ever."""
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 08:59")
    await cancel(desk, message)
    await undo(desk)
    desk.now = at("2026-03-02 12:00")  # nothing ran meanwhile
    await desk.tick()
    assert (await desk.row(message))["state"] == "done"
    told = await db.rows("select detail from notice where kind = 'skipped'")
    assert [one["detail"]["causes"] for one in told] == [{"missed": 1}]
    assert desk.left == []


async def test_what_was_left_out_stays_so_when_a_shift_takes_a_time_of_several_over_midnight(desk: Desk) -> None:
    series = await desk.schedule("2026-03-02 09:30", rules=("FREQ=HOURLY;INTERVAL=8",))
    await messages.skip(desk.actor(), Skip(series["number"], (date(2026, 3, 3),)), desk.now)
    before = await dues(desk, series, "2026-03-05 00:00")
    shift = Move(series["number"], shift=timedelta(hours=9), scope="all")
    await messages.move(desk.actor(), shift, desk.now)
    assert await dues(desk, series, "2026-03-05 09:00") == [one + timedelta(hours=9) for one in before]


async def test_a_pause_until_a_day_becomes_one_without_an_end(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await pause(desk, message, date(2026, 3, 6))
    await pause(desk, message)
    assert (await desk.row(message))["resume_on"] is None
    with pytest.raises(Conflict, match="already_paused"):
        await pause(desk, message)


@pytest.mark.parametrize("ends", ["2026-03-03 09:30", "2026-03-03 00:00"])
async def test_what_came_due_in_an_outage_over_the_end_of_a_pause_is_told(desk: Desk, ends: str) -> None:
    """Its next time was looked for from the moment at which somebody looked again: the third of March was lost."""
    message = await desk.schedule(f"2026-03-02 {ends[11:]}", rules=DAILY, exdates=(date(2026, 3, 2),))
    await pause(desk, message, date(2026, 3, 3))
    desk.now = at("2026-03-03 14:00")  # nothing ran meanwhile
    await desk.tick()
    await desk.tick()
    assert [(one["due_at"], one["state"]) for one in await desk.occurrences(message)] == [(at(ends), "skipped")]
    assert [one["detail"]["causes"] for one in await db.rows("select detail from notice")] == [{"missed": 1}]
    row = await desk.row(message)
    assert (row["state"], row["next_due_at"]) == ("active", at(ends) + timedelta(days=1))


async def test_what_came_due_shortly_before_the_end_of_an_outage_over_the_end_of_a_pause_leaves(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:30", rules=DAILY)
    await pause(desk, message, date(2026, 3, 3))
    desk.now = at("2026-03-03 10:00")
    await desk.tick()
    await desk.tick()
    assert desk.times(message) == [at("2026-03-03 10:00")]


async def test_what_came_due_at_the_very_end_of_a_pause_leaves(desk: Desk) -> None:
    message = await desk.schedule("2026-03-03 00:00", rules=DAILY)
    await pause(desk, message, date(2026, 3, 3))
    desk.now = at("2026-03-03 00:00") + SOON
    await desk.tick()
    await desk.tick()
    assert desk.times(message) == [at("2026-03-03 00:00") + SOON]


@pytest.mark.parametrize("change", ["edit", "skip", "resume"])
async def test_a_change_right_after_an_outage_does_not_lose_what_came_due_in_it(desk: Desk, change: str) -> None:
    message = await desk.schedule("2026-03-03 09:30", rules=DAILY)
    if change == "resume":
        await pause(desk, message, date(2026, 3, 3))
    desk.now = at("2026-03-03 14:00")
    if change == "edit":
        await messages.edit(desk.actor(), Edit(message["number"], text="good day"), desk.now)
    elif change == "skip":
        await skip(desk, message)
    else:
        await resume(desk, message)
    await desk.tick()
    assert [(one["due_at"], one["state"]) for one in await desk.occurrences(message)] == [
        (at("2026-03-03 09:30"), "skipped")
    ]
    assert [one["detail"]["causes"] for one in await db.rows("select detail from notice")] == [{"missed": 1}]


async def test_a_change_of_the_tz_database_after_an_outage_does_not_lose_what_came_due_in_it(desk: Desk) -> None:
    message = await desk.schedule("2026-03-03 09:30", rules=DAILY)
    await db.run("update message set tz_version = 'old' where id = $1", message["id"])
    desk.now = at("2026-03-03 14:00")
    await messages.retime(desk.now)
    await desk.tick()
    assert [one["state"] for one in await desk.occurrences(message)] == ["skipped"]


# --- undo of what one sentence did to several


async def test_an_undo_takes_back_all_that_one_sentence_changed_once(desk: Desk) -> None:
    messages_ = [await desk.schedule(f"2026-03-02 {hour}:00", rules=DAILY) for hour in (10, 11, 12)]
    first, second, third = (one["number"] for one in messages_)
    await messages.pause(desk.actor(), Pause((third,)), desk.now)
    await messages.cancel(desk.actor(), Cancel((second, first)), desk.now)
    actor = desk.actor()
    done = await messages.undo(actor, desk.now)
    again = await messages.undo(actor, desk.now)
    assert [(one.what, one.row["number"], one.undone) for one in done] == [
        ("undo", first, "cancel"),
        ("undo", second, "cancel"),
    ]
    assert [one.row["number"] for one in again] == [first, second], "the same update once more"
    assert [(await desk.row(one))["state"] for one in messages_] == ["active", "active", "paused"]
    assert (await undo(desk)).undone == "pause"


async def test_what_of_several_cannot_be_put_back_stays_and_is_named(desk: Desk) -> None:
    gone, to_come = await desk.schedule("2026-03-02 09:00"), await desk.schedule("2026-03-02 12:00")
    await messages.cancel(desk.actor(), Cancel((gone["number"], to_come["number"])), desk.now)
    await desk.until("2026-03-02 10:00")
    actor = desk.actor()
    for _ in range(2):
        done = await messages.undo(actor, desk.now)
        assert [(one.what, one.row["number"]) for one in done] == [
            ("undo", to_come["number"]),
            ("kept", gone["number"]),
        ]
    assert [(await desk.row(one))["state"] for one in (gone, to_come)] == ["cancelled", "active"]
    with pytest.raises(Refused, match="past"):
        await undo(desk)


async def test_of_several_that_have_all_passed_nothing_is_undone(desk: Desk) -> None:
    both = [await desk.schedule("2026-03-02 09:00") for _ in range(2)]
    await messages.cancel(desk.actor(), Cancel(tuple(one["number"] for one in both)), desk.now)
    await desk.until("2026-03-02 10:00")
    with pytest.raises(Refused, match="past"):
        await undo(desk)
    assert [(await desk.row(one))["state"] for one in both] == ["cancelled", "cancelled"]


async def test_undone_after_the_end_of_the_pause_before_it_a_message_runs_from_then_on(desk: Desk) -> None:
    """It was paused again until a day that had passed; what came due while it was cancelled would have left."""
    message = await desk.schedule("2026-03-02 09:30", rules=DAILY)
    await pause(desk, message, date(2026, 3, 3))
    await cancel(desk, message)
    await desk.until("2026-03-03 09:45", timedelta(hours=1))
    await undo(desk)
    row = await desk.row(message)
    assert (row["state"], row["resume_on"], row["next_due_at"]) == ("active", None, at("2026-03-04 09:30"))
    await desk.tick()
    assert desk.left == []
    assert await desk.occurrences(message) == []


async def test_how_late_a_message_may_leave_is_changed_also_for_what_is_planned(desk: Desk) -> None:
    desk.down = True
    message = await desk.schedule("2026-03-02 09:00")
    await desk.until("2026-03-02 09:10")
    row = (await messages.edit(desk.actor(), Edit(message["number"], late="PT2H"), desk.now)).row
    assert row["late"] == "PT2H"
    await desk.until("2026-03-02 10:59", timedelta(minutes=7))
    assert [state for _, _, state in await desk.copies(message)] == ["planned"]
    desk.down = False
    await desk.until("2026-03-02 10:59:30")
    assert desk.times(message) == [at("2026-03-02 10:59:30")]


async def test_a_shorter_limit_skips_what_is_later_already_and_undo_gives_the_next_its_time_back(desk: Desk) -> None:
    desk.down = True
    message = await desk.schedule("2026-03-02 09:00", rules=["FREQ=DAILY"])
    await desk.until("2026-03-02 09:10")
    await messages.edit(desk.actor(), Edit(message["number"], late="only_if_on_time"), desk.now)
    await desk.until("2026-03-02 09:11")
    assert await desk.copies(message) == [("2026-03-02T09:00", desk.ana, "skipped")]
    await messages.undo(desk.actor(), desk.now)
    assert (await desk.row(message))["late"] is None
    await desk.until("2026-03-03 09:00", timedelta(minutes=30))
    desk.down = False
    await desk.until("2026-03-03 10:30")
    assert desk.times(message) == [at("2026-03-03 10:30")]


# --- what a limit left out, and what was called off around it


@pytest.mark.parametrize("back", ["resume", "undo", "moved there and back"])
async def test_what_was_called_off_beside_somebody_left_out_comes_back(desk: Desk, back: str) -> None:
    await workspaces.set_fields(desk.workspace, person_limit=1)
    await desk.schedule("2026-03-02 08:10", desk.ana)
    await desk.until("2026-03-02 08:10")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    await desk.until("2026-03-02 08:59")
    assert [state for _, _, state in await desk.copies(message)] == ["skipped", "planned"], "Ana has had enough today"
    if back == "moved there and back":
        await move(desk, message, "2026-03-02 12:00")
        await move(desk, message, "2026-03-02 09:00")
    else:
        await pause(desk, message)
        await (resume(desk, message) if back == "resume" else undo(desk))
    await desk.until("2026-03-02 09:05", timedelta(minutes=1))
    assert [who for number, who, _ in desk.left if number == message["number"]] == [desk.bruno]
    assert (await desk.row(message))["state"] == "done"


async def test_a_copy_sent_now_takes_along_all_that_the_message_has(desk: Desk) -> None:
    picture = await media.keep(desk.workspace, PNG, "menu.png", desk.now)
    wish = Schedule(Audience(contacts=(desk.ana,)), "look", to("2026-03-02 09:00"), media=picture, late="even_if_late")
    first = await messages.schedule(desk.actor(), wish, desk.now)
    await desk.until("2026-03-02 09:00")
    done = await messages.send_now(desk.actor(), SendNow(first["number"]), desk.now)
    assert done.row["id"] != first["id"]
    assert (done.row["media_id"], done.row["late"]) == (picture, "even_if_late")


async def test_a_copy_of_a_template_sent_now_goes_by_the_template_and_not_as_its_words(desk: Desk) -> None:
    template = {"name": "visit", "language": None, "values": ["Friday"]}
    desk.channel = await channels.add(
        desk.workspace, "cloud", "cloud", "http://127.0.0.1:1", "k", "s", "hook 2", "1", desk.now, pace="0s"
    )
    wish = Schedule(
        Audience(contacts=(desk.ana,)), "visit: Friday", to("2026-03-02 09:00"), channel="cloud", template=template
    )
    first = await messages.schedule(desk.actor(), wish, desk.now)
    await desk.until("2026-03-02 09:00")
    done = await messages.send_now(desk.actor(), SendNow(first["number"]), desk.now)
    assert (done.row["id"] != first["id"], done.row["carries"]) == (True, {"template": template})


async def test_a_group_and_one_of_its_people_by_name_and_by_number_are_one_copy_each(desk: Desk) -> None:
    group = await directory.add_group(desk.workspace, "Team", [desk.ana, desk.bruno])
    everyway = Audience(contacts=(desk.ana,), groups=(group,), numbers=("+351912000001",))
    message = await desk.schedule("2026-03-02 09:00", audience=everyway)
    await desk.until("2026-03-02 09:01", timedelta(seconds=30))
    assert sorted(who for number, who, _ in desk.left if number == message["number"]) == [desk.ana, desk.bruno]


@pytest.mark.parametrize("undone", [False, True], ids=["for good", "undone"])
async def test_who_leaves_a_group_in_the_middle_of_a_paced_send_gets_nothing_unless_that_is_undone(
    desk: Desk, undone: bool
) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], pace="60s")
    people = [await desk.contact(f"P{n}", f"+35193300000{n}") for n in range(4)]
    group = await directory.add_group(desk.workspace, "Team", people)
    message = await desk.schedule("2026-03-02 09:00", audience=Audience(groups=(group,)))
    await desk.until("2026-03-02 09:01:30", timedelta(seconds=30))
    got = [who for _, who, _ in desk.left]
    assert len(got) == 2
    await grouping.leave(desk.actor(), LeaveGroup(Audience(contacts=tuple(people)), "Team"), desk.now)
    if undone:
        await undoing.undo(desk.actor(), desk.now)
    await desk.until("2026-03-02 09:30", timedelta(seconds=30))
    assert sorted(who for _, who, _ in desk.left) == (people if undone else got)
    assert (await desk.row(message))["state"] == "done"
