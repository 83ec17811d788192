"""How fast a channel may send: pure."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from core.errors import Refused
from core.slots.pace import Pace, read_pace, tidy


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("0s", 0, 0),
        ("12s", 12, 12),
        (" 1.5 s ", 1.5, 1.5),
        ("5-30s", 5, 30),
        ("5 - 30 s", 5, 30),
        ("30-5s", 30, 30),
        ("29/s", 1 / 29, 1 / 29),
        ("60/m", 1, 1),
        ("60/min", 1, 1),
        ("1/h", 3600, 3600),
    ],
)
def test_a_pace_is_read_as_it_is_written(text: str, least: float, most: float) -> None:
    pace = read_pace(text)
    assert pace == Pace(pytest.approx(least), pytest.approx(most), pace.burst)


@pytest.mark.parametrize(
    ("text", "burst"),
    [
        ("29/s", 7),
        ("80/s", 20),
        ("1/s", 1),
        ("60/m", 1),
        ("29/s burst 60", 60),
        ("60/h burst 10", 10),
        ("80/sburst1", 1),
        (" 29 / s  burst  5 ", 5),
        ("12s", 1),
        ("5-30s", 1),
    ],
)
def test_a_rate_has_a_burst_a_quarter_of_a_second_of_it_where_nobody_said_another(text: str, burst: int) -> None:
    assert read_pace(text).burst == burst
    assert read_pace(tidy(text)) == read_pace(text)


def test_a_pace_is_kept_as_one_would_write_it() -> None:
    assert [tidy(text) for text in (" 29 /s  burst 60", "5 - 30 s", "29/s")] == ["29/s burst 60", "5-30s", "29/s"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "fast",
        "-5s",
        "0/s",
        "5/d",
        "1e3s",
        "nan s",
        "infs",
        "99999999999999999999s",
        "5-s",
        "/s",
        "86401s",
        "29/s burst",
        "29/s burst 0",
        "29/s burst 1001",
        "29/s burst -3",
        "12s burst 5",
        "burst 5",
    ],
)
def test_what_is_no_pace_is_refused(text: str) -> None:
    with pytest.raises(Refused) as told:
        read_pace(text)
    assert told.value.code == "bad_pace"


def test_a_gap_lies_between_its_ends_and_the_plan_reckons_with_the_middle() -> None:
    pace = read_pace("5-30s")
    chance = random.Random(1)
    gaps = [pace.gap(chance).total_seconds() for _ in range(1000)]
    assert 5 <= min(gaps) < 6
    assert 29 < max(gaps) <= 30
    assert pace.mean() == timedelta(seconds=17.5)
    assert read_pace("12s").gap() == timedelta(seconds=12)
    assert read_pace("0s").none
    assert not read_pace("0-3s").none
