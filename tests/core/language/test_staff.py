"""What staff of a clinic, a shop, a school say, in worlds of their own: tables in staff/, one world each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tests.core.language.judging import Table, right, table

TABLES = sorted((Path(__file__).parent / "staff").glob("*.tsv"))


@lru_cache
def read_table(path: Path) -> Table:
    return table(path)


CASES = [(path, lang) for path in TABLES for lang in sorted({row.lang for row in read_table(path).rows})]


@pytest.mark.parametrize(("path", "lang"), CASES, ids=[f"{path.stem}-{lang}" for path, lang in CASES])
def test_sentences_of_staff_are_read_as_they_are_meant(path: Path, lang: str) -> None:
    told = read_table(path)
    readings = [(row, told.read(row)) for row in told.rows if row.lang == lang]
    wrong = [f"{row.text}\n  want {row.want}\n  got  {got}" for row, got in readings if not right(row.want, got)]
    assert not wrong, "\n".join(wrong)
