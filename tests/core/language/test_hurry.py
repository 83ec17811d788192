"""What is typed in a hurry: shortened words and lost apostrophes mean what the full ones mean, or are asked about."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from core.language.packs import pack
from core.language.understand import understand
from core.world import fold
from tests.core.language.judging import Row, Table, right, silent
from tests.core.language.test_staff import TABLES, read_table

LANGUAGES = ("en", "es", "pt", "id")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|«[^»]*»|‘[^’]*’")
_ASKED = 0.02  # of the sentences that were read: a shortened word more may leave a question, never another reading
_CROWDED = {"d", "p", "c", "n", "k", "x"}  # letters that are initials and quantities as well


@lru_cache
def _quoted() -> tuple[tuple[Table, Row], ...]:
    """Sentences with their message in double quotes or none at all, for an apostrophe is to be lost outside of it."""
    tables = [read_table(path) for path in TABLES]
    return tuple(
        (told, row)
        for told in tables
        for row in told.rows
        if row.want["outcome"] == "ok" and (_QUOTED.search(row.text) or not row.want.get("message"))
    )


def _names(told: Table) -> set[str]:
    world = told.world
    said = [one.name for one in (*world.contacts, *world.groups, *world.tags)]
    said += [alias for one in world.groups for alias in one.aliases]
    said += [word for message in world.scheduled for word in message.text.split()]
    return {word for name in said for word in fold(name).split()}


def _hurried(text: str, quick: dict[str, str], names: set[str]) -> str:
    """The sentence with each full word outside its quotes shortened, but names."""

    def shorter(found: re.Match[str]) -> str:
        word = fold(found.group())
        return found.group() if word in names else quick.get(word, found.group())

    parts, last = [], 0
    for quote in _QUOTED.finditer(text):
        parts += [re.sub(r"[^\W\d_]+", shorter, text[last : quote.start()]), quote.group()]
        last = quote.end()
    return "".join([*parts, re.sub(r"[^\W\d_]+", shorter, text[last:])])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shortened_word_means_what_it_is_short_for(lang: str) -> None:
    quick = {full: short for short, full in pack(lang).short.items() if short not in _CROWDED - {"k"}}
    wrong, asked, tried = [], [], 0
    for told, row in _quoted():
        typed = _hurried(row.text, quick, _names(told)) if row.lang == lang else row.text
        if typed == row.text:
            continue
        tried += 1
        got = understand(typed, told.world, told.now).to_json()
        if silent(row.want, got):
            wrong.append(f"{typed}\n  want {row.want}\n  got  {got}")
        elif not right(row.want, got):
            asked.append(typed)
    assert not wrong, "\n".join(wrong)
    assert tried >= 10
    assert len(asked) <= _ASKED * tried, asked


def test_an_apostrophe_may_be_lost() -> None:
    said = (
        "what's going out tomorrow?",
        "who hasn't read #1?",
        "don't send #1",
        "let's send 'x' to Ana tomorrow at 9am",
    )
    for sentence in said:
        told = next(told for told, row in _quoted() if row.lang == "en")
        plain = understand(sentence, told.world, told.now)
        lost = understand(re.sub(r"(?<=\w)'(?=\w)", "", sentence), told.world, told.now)
        assert (lost.outcome, lost.intent, lost.reason, lost.range) == (
            plain.outcome,
            plain.intent,
            plain.reason,
            plain.range,
        ), sentence
        assert plain.outcome != "not_command", sentence
