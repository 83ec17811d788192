"""Languages without a file here: dateparser's day beside the written clock is offered, and never taken."""

from __future__ import annotations

import pytest

from core.language.reading import apply
from tests.core.language.ground import read


@pytest.mark.parametrize(
    ("sentence", "dtstart"),
    [
        ("sende 'x' an Kofi morgen um 9:00", "2027-02-12T09:00"),
        ("sende 'x' an Kofi übermorgen um 14:30", "2027-02-13T14:30"),
        ("invia 'x' a Kofi domani alle 15:00", "2027-02-12T15:00"),
        ("wyślij 'x' do Kofi jutro o 9:00", "2027-02-12T09:00"),
        ("отправь 'x' Kofi завтра в 9:00", "2027-02-12T09:00"),
    ],
)
def test_a_day_in_an_unknown_language_is_offered_as_an_answer(sentence: str, dtstart: str) -> None:
    reading = read(sentence)
    assert (reading.outcome, reading.reason, reading.message) == ("clarify", "not_understood", "x")
    (option,) = reading.options
    done = apply(reading, option.patch)
    assert (done.outcome, done.recipients, done.dtstart) == ("ok", ("Kofi",), dtstart)


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'x' to Kofi tomorrow at 9am wibble",
        "send 'x' to Kofi unless it rains at 9:00",
        "stuur 'x' naar Kofi morgen om 9 of 10",
        "sende 'x' an Kofi gestern um 9:00",
    ],
)
def test_nothing_is_offered_where_a_day_is_known_or_none_is_plausible(sentence: str) -> None:
    reading = read(sentence)
    assert (reading.outcome, reading.options) == ("clarify", ())
