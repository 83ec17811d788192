"""The committed table of sentences: none may be silently wrong, and none may be wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.language.ground import plain, read, rows

ROWS = rows()


def right(want: dict[str, Any], got: dict[str, Any]) -> bool:
    if want["outcome"] == "ok":
        return want == got
    return all(got.get(name) == value for name, value in want.items())


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(ROWS) >= 120


def test_no_sentence_of_the_table_is_silently_wrong() -> None:
    silent = [
        (sentence, want, got)
        for sentence, want in ROWS
        for got in (plain(read(sentence)),)
        if got["outcome"] == "ok" and not right(want, got)
    ]
    assert silent == []


@pytest.mark.parametrize(("sentence", "want"), ROWS, ids=[sentence for sentence, _ in ROWS])
def test_a_sentence_of_the_table_reads_as_it_says(sentence: str, want: dict[str, Any]) -> None:
    got = plain(read(sentence))
    assert right(want, got), got
