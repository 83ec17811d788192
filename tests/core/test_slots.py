"""Slots and lateness limits: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.commands import When
from core.slots.slots import lateness_limit, place

DUE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ONCE = When(datetime(2026, 5, 4, 9, 0), "Europe/Lisbon")  # noqa: DTZ001 - wall clock
DAILY = When(datetime(2026, 5, 4, 9, 0), "Europe/Lisbon", rules=("FREQ=DAILY",))  # noqa: DTZ001


def _at(seconds: float) -> datetime:
    return DUE + timedelta(seconds=seconds)


def test_without_a_pace_everybody_has_the_due_time() -> None:
    assert place(DUE, 3, timedelta(), [_at(0)]) == [DUE] * 3


def test_nobody_needs_no_slot() -> None:
    assert place(DUE, 0, timedelta(seconds=5), []) == []


def test_holes_between_taken_slots_are_used() -> None:
    taken = [_at(0), _at(10), _at(40)]
    assert place(DUE, 3, timedelta(seconds=10), taken) == [_at(20), _at(30), _at(50)]


def test_a_slot_shortly_before_the_due_time_keeps_its_distance() -> None:
    assert place(DUE, 1, timedelta(seconds=10), [_at(-4)]) == [_at(6)]


@settings(deadline=None)
@given(
    count=st.integers(0, 30),
    gap=st.integers(1, 40),
    taken=st.lists(st.integers(-60, 400), max_size=30, unique=True).map(sorted),
)
def test_slots_keep_their_distance_are_never_early_and_waste_no_room(count: int, gap: int, taken: list[int]) -> None:
    """Against the plainest way to do it: step by step through every second."""
    slots = [
        round((slot - DUE).total_seconds()) for slot in place(DUE, count, timedelta(seconds=gap), list(map(_at, taken)))
    ]
    assert len(slots) == count
    expected: list[int] = []
    second = 0
    while len(expected) < count:
        if all(abs(second - other) >= gap for other in (*taken, *expected)):
            expected.append(second)
        second += 1
    assert slots == expected


def _keeps(seconds: list[int], gap: int, burst: int) -> bool:
    """Whether a bucket of `burst` tokens, of which one comes back in each `gap`, lets all of them leave: in no stretch of t
    seconds more than burst + t / gap."""
    return all(
        (j - i + 1 - burst) * gap <= seconds[j] - seconds[i]
        for i in range(len(seconds))
        for j in range(i, len(seconds))
    )


@settings(deadline=None)
@given(
    count=st.integers(0, 12),
    gap=st.integers(1, 20),
    burst=st.integers(1, 5),
    wanted=st.lists(st.integers(-60, 150), max_size=15).map(sorted),
)
def test_slots_of_a_rate_use_all_its_burst_and_never_more(count: int, gap: int, burst: int, wanted: list[int]) -> None:
    """Against the plainest way to do it: each second is tried, as often as it goes."""
    taken: list[int] = []
    for second in wanted:
        if _keeps([*taken, second], gap, burst):
            taken.append(second)
    wide = timedelta(seconds=gap)
    slots = [
        round((slot - DUE).total_seconds()) for slot in place(DUE, count, wide, list(map(_at, taken)), burst=burst)
    ]
    expected: list[int] = []
    second = 0
    while len(expected) < count:
        if _keeps(sorted([*taken, *expected, second]), gap, burst):
            expected.append(second)
        else:
            second += 1
    assert slots == expected


def test_one_to_thousands_leaves_the_burst_of_a_rate_to_others() -> None:
    gap, burst = timedelta(seconds=1 / 29), 7
    bulk = place(DUE, 1000, gap, [], bulk=True, burst=burst)
    assert bulk[:3] == [DUE, DUE + gap, DUE + 2 * gap]
    *at_once, last = place(DUE, burst, gap, bulk, burst=burst)
    assert at_once == [DUE] * (burst - 1)
    assert DUE < last < DUE + timedelta(seconds=31), "then there is the slot that was left free"


@settings(deadline=None)
@given(gap=st.sampled_from([0.034, 1.0, 12.0, 60.0]), count=st.integers(51, 400), others=st.integers(0, 2))
def test_a_single_message_waits_a_few_slots_behind_others_to_hundreds(gap: float, count: int, others: int) -> None:
    wide = timedelta(seconds=gap)
    taken: list[datetime] = []
    for _ in range(others + 1):
        taken = sorted([*taken, *place(DUE, count, wide, taken, bulk=True)])
    assert all(later - earlier >= wide for earlier, later in pairwise(taken))
    urgent = place(DUE, 1, wide, taken)[0]
    assert urgent - DUE <= max(5 * wide, timedelta(seconds=31) * (others + 1))
    assert taken[-1] - DUE <= 1.3 * len(taken) * wide, "and the others are little later"


def test_what_is_to_few_leaves_no_slot_free() -> None:
    assert place(DUE, 50, timedelta(seconds=12), [])[-1] == DUE + timedelta(seconds=49 * 12)


def test_limits_are_those_of_the_design() -> None:
    assert lateness_limit(ONCE, None, None) == timedelta(minutes=30)
    assert lateness_limit(DAILY, None, timedelta(days=1)) == timedelta(hours=2)
    assert lateness_limit(DAILY, "only_if_on_time", timedelta(days=1)) == timedelta(minutes=1)
    assert lateness_limit(ONCE, "even_if_late", None) == timedelta(hours=24)
    assert lateness_limit(ONCE, "reminder", None) == timedelta(minutes=15)
    assert lateness_limit(DAILY, "reminder", timedelta(minutes=20)) == timedelta(minutes=10)


def test_what_repeats_is_never_later_than_half_way_to_its_next_time() -> None:
    assert lateness_limit(DAILY, None, timedelta(hours=1)) == timedelta(minutes=30)
    assert lateness_limit(DAILY, "even_if_late", timedelta(hours=6)) == timedelta(hours=3)
