"""Phrases of other projects' tests: Belfry reads what staff may say, asks about the rest, and takes next to none wrongly."""

from __future__ import annotations

import pytest

from tests.core.language.others import Phrase, belfry, means, phrases, read, suites, tally

SAID = {"chrono_en": 42, "chrono_es": 14, "chrono_pt": 12, "duckling_en": 285, "duckling_es": 113, "duckling_pt": 166,
        "mattermost_en": 78, "recurrent_en": 45, "rrule_en": 13}  # fmt: skip
"""How many of each suite that staff may say are read rightly, at least."""


@pytest.mark.parametrize("suite", suites())
def test_phrases_of_others_that_staff_may_say_are_read_and_none_is_taken_wrongly(suite: str) -> None:
    count = tally(suite, belfry, said=True)
    assert count["silent"] == 0
    assert count["right"] >= SAID[suite], [
        one.text for one in phrases(suite) if not one.unsaid and belfry(one) == "asked"
    ]


def _settled(phrase: Phrase) -> bool:
    """Whether a phrase is asked about, or has the value that our conventions give it."""
    reading = read(phrase)
    if reading.outcome != "ok":
        return not phrase.ours
    return means(reading, Phrase(phrase.now, phrase.lang, phrase.order, phrase.kind, phrase.text, phrase.ours))


@pytest.mark.parametrize("suite", suites())
def test_what_no_sender_says_is_asked_about(suite: str) -> None:
    assert [one.text for one in phrases(suite) if one.unsaid and not _settled(one)] == []


@pytest.mark.parametrize("suite", suites())
def test_the_half_of_the_day_that_others_guess_is_one_of_the_answers_offered(suite: str) -> None:
    for one in phrases(suite):
        if one.unsaid == "half" and "CET" not in one.text:
            offered = [str(option.patch.get("dtstart")) for option in read(one).options]
            clock = one.value.partition("T")[2]
            assert clock in [start.partition("T")[2] for start in offered], (one.text, offered)
