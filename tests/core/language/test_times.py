"""Times and rules in four languages, family by family, and what must hold of them whenever and wherever they are said."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.language.command import when_of
from core.language.reading import Reading
from core.recurrence import first, instant
from tests.core.language.timetable import NOW, SENTENCE, ZONE, Row, meant, read, rows

ROWS = list(rows())
FAMILIES = sorted({(row.lang, row.family) for row in ROWS})
_FLOATING = (
    "weekday",
    "part",
    "half",
    "24h",
    "noon",
    "daily",
    "weekly",
    "weekdays",
    "times",
    "later day",
    "week",
    "hourly",
)
_BY_MONTHS = {"mes", "meses", "month", "months", "mês", "bulan"}  # their lengths differ
FLOATING = [
    row
    for row in ROWS
    if row.family in _FLOATING and row.want[0] not in "?!" and not set(row.phrase.split()) & _BY_MONTHS
]
RULES = [row for row in ROWS if "FREQ" in row.want]
ZONES = (
    "Europe/Madrid",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001 - given a zone below
CLOCK_CHANGES = st.sampled_from(
    ["2027-03-14T06:59", "2027-03-14T07:00", "2027-03-28T00:59", "2027-03-28T01:00", "2027-10-31T00:30", "2027-10-31T01:30",
     "2027-11-07T05:30", "2027-11-07T06:30", "2027-04-03T15:00", "2027-10-02T15:30"]
).map(datetime.fromisoformat)  # fmt: skip


@pytest.mark.parametrize(("lang", "family"), FAMILIES)
def test_a_family_of_times_is_read_as_it_is_meant(lang: str, family: str) -> None:
    own = [(row, read(row)) for row in ROWS if (row.lang, row.family) == (lang, family)]
    assert [f"{row.phrase}: {row.want}, got {got.to_json()}" for row, got in own if not meant(row, got)] == []


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@pytest.mark.parametrize("lang", SENTENCE)
def test_a_time_means_the_same_in_capitals_without_accents_and_wherever_it_stands(lang: str) -> None:
    verb, _, who = SENTENCE[lang].removesuffix(" {}").partition(" 'x' ")
    for row in (row for row in ROWS if row.lang == lang):
        for sentence in (
            f"{row.phrase} {verb} 'x' {who}",
            f"{verb} {who} {row.phrase} 'x'",
            f"{verb} 'x' {who} {row.phrase.upper()}",
            f"{verb} 'x' {who} {_unaccented(row.phrase)} .",
        ):
            reading = read(row, sentence=sentence)
            assert meant(row, reading), (sentence, row.want, reading)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FLOATING), st.integers(1, 120))
def test_a_week_later_the_same_words_mean_a_week_later(row: Row, weeks: int) -> None:
    now = (NOW.replace(tzinfo=None) + timedelta(weeks=weeks)).replace(tzinfo=ZoneInfo(ZONE))
    before, after = read(row), read(row, now)
    assert after.outcome == "ok", (row, after)
    assert before.dtstart is not None
    assert after.dtstart is not None
    moved = datetime.fromisoformat(after.dtstart) - datetime.fromisoformat(before.dtstart)
    assert (moved, after.rrules) == (timedelta(weeks=weeks), before.rrules), row


def _begins(reading: Reading) -> bool:
    """Whether the first due time is one that a rule gives, by dateutil's own account of it."""
    starts = datetime.fromisoformat(reading.dtstart or "")
    return any(next(iter(rrulestr(rule, dtstart=starts)), None) == starts for rule in reading.rrules)


@settings(max_examples=400, deadline=None)
@example(Row("en", "except", "every day at 8am except New Year's Day", ""), datetime(2026, 1, 1), ZONE)  # noqa: DTZ001
@example(Row("es", "except", "cada jueves a las 9:00 excepto el 25 de marzo", ""), datetime(2027, 3, 24), ZONE)  # noqa: DTZ001
@given(st.sampled_from(RULES), st.one_of(MOMENTS, CLOCK_CHANGES), st.sampled_from(ZONES))
def test_the_first_due_time_of_a_rule_is_a_real_one_to_come_in_any_zone_on_any_day(
    row: Row, now: datetime, zone: str
) -> None:
    moment = now.replace(tzinfo=UTC)
    reading = read(row, moment, zone)
    when = when_of(reading)
    if reading.outcome != "ok" or when is None:
        return
    assert _begins(reading), (row, reading)
    due = first(when, 2)
    assert due[0].due == instant(datetime.fromisoformat(reading.dtstart or ""), reading.tz or zone)
    assert due[0].due >= moment.replace(microsecond=0)
    assert due[-1].due > due[0].due or len(due) == 1
