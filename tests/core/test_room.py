"""Quiet hours and what a day has room for: pure.

What could go wrong: a slot inside quiet hours (also over midnight, and in a night that loses or repeats an hour); a limit that
two messages together pass; a slot that moves further than it must; a search that never ends; somebody who gets no slot at all.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.recurrence import local
from core.slots.quiet import quiet_of, read_quiet
from core.slots.ramp import limit_on, steps
from core.slots.room import DAILY, PERSON, QUIET, Guest, Room, seat
from core.slots.slots import place

DUE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ZONES = ("UTC", "Europe/Lisbon", "Asia/Kolkata", "America/Sao_Paulo", "Australia/Lord_Howe")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("21:00 to 8:00", "21:00-08:00"),
        ("from 9pm to 8am", "21:00-08:00"),
        ("21-8", "21:00-08:00"),
        ("21h30 às 8h", "21:30-08:00"),
        ("22.15 sampai 7", "22:15-07:00"),
        ("13:00-15:00", "13:00-15:00"),
        ("12am to 6am", "00:00-06:00"),
    ],
)
def test_quiet_hours_are_read_as_they_are_written(words: str, kept: str) -> None:
    assert quiet_of(words) == kept
    assert read_quiet(kept) is not None


@pytest.mark.parametrize("words", ["", "21", "8-8", "25-8", "21:70-8", "13pm to 8", "late to early", "on my desk 21-8"])
def test_what_is_no_quiet_hours_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        quiet_of(words)


instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
clocks = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")


@given(at=instants, begins=clocks, ends=clocks, zone=st.sampled_from(ZONES))
def test_quiet_hours_end_at_their_end_and_never_before_now(at: datetime, begins: str, ends: str, zone: str) -> None:
    if begins == ends:
        return
    quiet = read_quiet(f"{begins}-{ends}")
    assert quiet is not None
    over = quiet.over(at, zone)
    clock = f"{local(at, zone):%H:%M}"
    inside = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
    if over is None:
        assert not inside or local(at, zone).date() in _changes(zone, at)
        return
    assert inside
    assert at < over <= at + timedelta(hours=26)
    assert quiet.over(over, zone) is None


def _changes(zone: str, at: datetime) -> set[date]:
    """Local days near an instant on which the clock is changed."""
    near = [at + timedelta(hours=hour) for hour in range(-30, 31)]
    shifts = {local(moment, zone).date(): (local(moment, zone) - moment.replace(tzinfo=None)) for moment in near}
    return set(shifts) if len(set(shifts.values())) > 1 else set()


@settings(max_examples=60)
@given(
    count=st.integers(0, 40),
    gap=st.sampled_from([0, 12, 600, 3600]),
    limit=st.integers(1, 12),
    used=st.integers(0, 12),
    hours=st.sampled_from([None, "21:00-08:00", "09:00-10:00", "00:00-23:30"]),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=3),
)
def test_no_slot_is_early_or_quiet_or_over_a_days_limit_and_everybody_has_one(
    count: int, gap: int, limit: int, used: int, hours: str | None, zones: list[str]
) -> None:
    quiet, wide = read_quiet(hours), timedelta(seconds=gap)
    room = Room(DUE, "Europe/Lisbon", quiet, lambda _day: limit, used=Counter({DUE.date(): used}))
    guests = [(number, Guest(zones[number % len(zones)])) for number in range(count)]
    slots = seat(guests, room, wide, [], bulk=False)
    assert len(slots) == count
    days = Counter({DUE.date(): used})
    for number, guest in guests:
        slot, cause = slots[number]
        assert slot >= DUE
        assert quiet is None or quiet.over(slot, guest.zone) is None
        assert cause or slot == DUE or gap
        days[local(slot, "Europe/Lisbon").date()] += 1
    assert all(on <= limit for day, on in days.items() if day != DUE.date())
    assert days[DUE.date()] <= max(limit, used)
    ordered = sorted(slot for slot, _ in slots.values())
    assert all(later - earlier >= wide for earlier, later in pairwise(ordered))


@given(count=st.integers(0, 60), gap=st.sampled_from([0, 1, 12]), bulk=st.booleans())
def test_a_room_without_rules_gives_the_slots_of_the_pace(count: int, gap: int, bulk: bool) -> None:
    wide, taken = timedelta(seconds=gap), [DUE + timedelta(seconds=30)]
    slots = seat([(number, Guest("UTC")) for number in range(count)], Room(DUE, "UTC"), wide, taken, bulk)
    assert [slots[number][0] for number in range(count)] == place(DUE, count, wide, taken, bulk)


def test_what_is_too_much_for_a_day_goes_on_the_next_at_the_same_time() -> None:
    room = Room(DUE, "UTC", daily=lambda _day: 2)
    slots = seat([(number, Guest("UTC")) for number in range(5)], room, timedelta(), [], bulk=False)
    assert [slots[number] for number in range(5)] == [
        (DUE, ""),
        (DUE, ""),
        (DUE + timedelta(days=1), DAILY),
        (DUE + timedelta(days=1), DAILY),
        (DUE + timedelta(days=2), DAILY),
    ]


def test_who_has_enough_for_a_day_gets_it_the_next_and_quiet_hours_are_their_own() -> None:
    guests = [
        (1, Guest("UTC", full=frozenset({DUE.date()}))),
        (2, Guest("Asia/Tokyo")),
        (3, Guest("America/Los_Angeles")),
    ]
    slots = seat(guests, Room(DUE, "UTC", read_quiet("22:00-07:00")), timedelta(), [], bulk=False)
    assert slots == {
        1: (DUE + timedelta(days=1), PERSON),
        2: (DUE, ""),
        3: (datetime(2026, 5, 4, 14, 0, tzinfo=UTC), QUIET),
    }


def test_a_rule_that_never_opens_is_given_up_after_a_year() -> None:
    at, _ = Room(DUE, "UTC", daily=lambda _day: 0).opens(DUE, Guest("UTC"))
    assert at - DUE > timedelta(days=365)


def test_a_new_number_doubles_each_day_up_to_its_limit() -> None:
    channel = {"daily_limit": 200, "warm_up": 20, "warm_from": "2026-05-04"}
    today = DUE.date()
    assert steps(channel, today) == [20, 40, 80, 160]
    assert [limit_on(channel, today + timedelta(days=day)) for day in range(6)] == [20, 40, 80, 160, 200, 200]
    assert limit_on(channel | {"daily_limit": None}, today + timedelta(days=10)) is None
    assert limit_on(channel | {"warm_up": None}, today) == 200
