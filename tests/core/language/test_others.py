"""Phrases of other projects' tests: Belfry reads most, asks about the rest, and takes hardly any wrongly."""

from __future__ import annotations

import pytest

from tests.core.language.others import belfry, phrases, suites, tally

# right at least, silent at most, of each hundred; what is silent is a matter of convention (which Christmas "a year from
# Christmas" counts from, the day of a New Year's ball) or of BST in winter
LEAST = {"duckling_en": 64, "duckling_es": 72, "duckling_pt": 79, "chrono_en": 33, "chrono_es": 50, "chrono_pt": 45,
         "mattermost_en": 95, "recurrent_en": 85, "rrule_en": 40}  # fmt: skip


@pytest.mark.parametrize("suite", suites())
def test_phrases_that_others_wrote_are_read_or_asked_about(suite: str) -> None:
    count, all_ = tally(suite, belfry), len(phrases(suite))
    assert 100 * count["right"] >= LEAST[suite] * all_, count
    assert 100 * count["silent"] <= max(1.7 * all_, 100), [
        one.text for one in phrases(suite) if belfry(one) == "silent"
    ]
