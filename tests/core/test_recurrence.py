# ruff: noqa: DTZ001 - wall-clock times are naive: they are what is tested here
"""Due times over changes of the clocks, long series, and rules that never fall due."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from core.commands import When
from core.recurrence import due_times, first, next_due, parts_of
from core.rules import reanchor

LISBON = "Europe/Lisbon"


def nominal(when: When, n: int, after: datetime | None = None) -> list[str]:
    return [due.nominal for due in first(when, n, after)]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


def test_wall_clock_time_stays_over_a_change_of_the_clocks() -> None:
    found = first(When(datetime(2027, 3, 27, 9), LISBON, ("FREQ=DAILY",)), 3)
    assert [due.due for due in found] == [utc(2027, 3, 27, 9), utc(2027, 3, 28, 8), utc(2027, 3, 29, 8)]


def test_a_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    found = first(When(datetime(2027, 3, 28, 1, 30), LISBON), 1)[0]
    assert (found.nominal, found.due) == ("2027-03-28T01:30", utc(2027, 3, 28, 1, 30))  # 02:30 on the clock


def test_a_time_that_occurs_twice_is_due_once_at_the_first() -> None:
    found = first(When(datetime(2027, 10, 30, 1, 30), LISBON, ("FREQ=DAILY",)), 3)
    assert [due.due for due in found] == [utc(2027, 10, 30, 0, 30), utc(2027, 10, 31, 0, 30), utc(2027, 11, 1, 1, 30)]


def test_two_nominal_times_on_one_instant_are_one_and_instants_ascend() -> None:
    when = When(datetime(2027, 3, 28, 1, 15), LISBON, ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=15,30;COUNT=4",))
    found = first(when, 9)
    assert [due.nominal for due in found] == ["2027-03-28T01:15", "2027-03-28T01:30"]
    later = When(
        datetime(2027, 3, 28, 1, 40), LISBON, ("FREQ=DAILY;BYHOUR=1;BYMINUTE=40", "FREQ=DAILY;BYHOUR=2;BYMINUTE=10")
    )
    moments = [due.due for due in first(later, 6)]
    assert moments == sorted(set(moments))


def test_hourly_rules_keep_their_interval_over_a_change_of_the_clocks() -> None:
    found = first(When(datetime(2027, 3, 27, 20), LISBON, ("FREQ=HOURLY;INTERVAL=8",)), 3)
    assert [due.nominal for due in found] == ["2027-03-27T20:00:00Z", "2027-03-28T04:00:00Z", "2027-03-28T12:00:00Z"]


def test_a_single_time_is_yielded_once_and_its_instant_decides() -> None:
    when = When(datetime(2027, 5, 1, 9), LISBON, at=utc(2027, 5, 1, 8, 0, 7))
    assert [(due.nominal, due.due) for due in due_times(when)] == [("2027-05-01T09:00", utc(2027, 5, 1, 8, 0, 7))]
    assert next_due(when, utc(2027, 5, 1, 8, 0, 7)) is None
    assert list(due_times(when, utc(2027, 5, 1, 8, 0, 7), inclusive=True)) == list(due_times(when))


def test_after_is_strict_and_may_be_inclusive() -> None:
    when = When(datetime(2027, 5, 3, 9), "UTC", ("FREQ=WEEKLY;BYDAY=MO",))
    assert nominal(when, 1, utc(2027, 5, 10, 9)) == ["2027-05-17T09:00"]
    assert next(due_times(when, utc(2027, 5, 10, 9), inclusive=True)).nominal == "2027-05-10T09:00"


def test_several_rules_are_united_and_dates_added_and_left_out() -> None:
    when = When(
        datetime(2027, 5, 3, 9),
        "UTC",
        ("FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO,WE"),
        until=date(2027, 5, 12),
        exdates=(date(2027, 5, 5),),
        rdates=(datetime(2027, 5, 4, 7), datetime(2027, 5, 20, 7)),
    )
    assert nominal(when, 9) == [
        "2027-05-03T09:00",
        "2027-05-04T07:00",
        "2027-05-10T09:00",
        "2027-05-12T09:00",
        "2027-05-20T07:00",
    ]


def test_until_includes_its_local_date() -> None:
    when = When(datetime(2027, 5, 1, 23, 30), "Pacific/Auckland", ("FREQ=DAILY",), until=date(2027, 5, 2))
    assert nominal(when, 9) == ["2027-05-01T23:30", "2027-05-02T23:30"]


def test_a_count_counts_from_the_start() -> None:
    when = When(datetime(2027, 5, 1, 9), "UTC", ("FREQ=DAILY;COUNT=3",))
    assert nominal(when, 9, utc(2027, 5, 2)) == ["2027-05-02T09:00", "2027-05-03T09:00"]
    hourly = When(datetime(2027, 5, 1, 9), "UTC", ("FREQ=HOURLY;COUNT=3",))
    assert nominal(hourly, 9, utc(2027, 5, 1, 10)) == ["2027-05-01T11:00:00Z"]


@pytest.mark.parametrize(
    ("rule", "want"),
    [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-26T09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01T09:00"),
        ("FREQ=MONTHLY;INTERVAL=5", "2027-03-31T09:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27T09:00"),
        ("FREQ=YEARLY;INTERVAL=3", "2027-03-31T09:00"),
        ("FREQ=HOURLY;INTERVAL=7", "2026-11-25T15:00:00Z"),
        ("FREQ=MINUTELY;INTERVAL=45;BYHOUR=9", "2026-11-26T09:30:00Z"),
    ],
)
def test_a_series_that_began_long_ago_is_in_step_and_quick(rule: str, want: str) -> None:
    when = When(datetime(2015, 3, 31, 9), "UTC", (rule,))
    after = utc(2026, 11, 25, 10)
    slow = next(due.nominal for due in due_times(When(datetime(2015, 3, 31, 9), "UTC", (rule,))) if due.due > after)
    began = time.thread_time()
    found = nominal(when, 1, after)
    assert found == [slow]
    assert time.thread_time() - began < 0.25
    assert rule != "FREQ=MONTHLY;BYDAY=-1FR" or found == [want]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    ],
)
def test_a_rule_that_never_falls_due_ends(rule: str) -> None:
    assert next_due(When(datetime(2027, 5, 3, 9), "UTC", (rule,)), utc(2027, 5, 3, 10)) is None


def test_29_february_waits_for_its_years() -> None:
    when = When(datetime(2028, 2, 29, 9), "UTC", ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",))
    assert nominal(when, 2, utc(2029, 1, 1)) == ["2032-02-29T09:00", "2036-02-29T09:00"]


def test_a_day_that_the_zone_skipped_is_not_lost() -> None:
    when = When(datetime(2011, 12, 29, 12), "Pacific/Apia", ("FREQ=DAILY",))
    moments = [due.due for due in first(when, 4)]
    assert moments == sorted(set(moments))
    assert moments[1] - moments[0] == timedelta(days=1)


def test_what_is_no_rule_says_so() -> None:
    with pytest.raises(ValueError, match="rule"):
        parts_of("every day")
    with pytest.raises(ValueError, match="FREQ"):
        parts_of("INTERVAL=2")


def test_a_series_that_is_moved_takes_its_rule_along() -> None:
    monday, tuesday = datetime(2027, 5, 3, 9), datetime(2027, 5, 4, 10)
    assert reanchor(("FREQ=WEEKLY;BYDAY=MO",), monday, tuesday) == ("FREQ=WEEKLY;BYDAY=TU",)
    assert reanchor(("FREQ=MONTHLY;BYMONTHDAY=3",), monday, tuesday) == ("FREQ=MONTHLY;BYMONTHDAY=4",)
    assert reanchor(("FREQ=WEEKLY;BYDAY=MO,WE",), monday, tuesday) == ("FREQ=WEEKLY;BYDAY=TU,WE",)
