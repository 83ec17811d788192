"""Finds the text to send and covers it, so that no later stage can read a time or a name in it. Nothing else.

Quotes may be straight, curly or angled. A straight ' opens only where no letter stands before it and closes only where
none follows: "Ana's", "don't" and 'it's time' are no quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COVER = "\ue000"
_CLOSERS = {"'": "'’", "‘": "’'", "‚": "‘’", '"': '"”', "“": '”"', "„": "“”", "«": "»", "‹": "›", "「": "」"}
_STRAIGHT = "'\"‘‚"
_OPENER = re.compile("[" + "".join(_CLOSERS) + "]")
_COLON = re.compile(r":(?!\d)|(?<!\d):")


@dataclass(frozen=True, slots=True)
class Quote:
    """Places of a quoted text: `start` and `end` without its quotes, `outer_start` and `outer_end` with them."""

    outer_start: int
    start: int
    end: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` is as long as the sentence, quotes covered. `colon` is the place of a colon outside quotes that may end
    the command words; `stray` the place of a quote mark that never closes."""

    text: str
    quotes: tuple[Quote, ...]
    colon: int | None
    stray: int | None


def mask(sentence: str) -> Masked:
    """Linear in the length of the sentence."""
    clean = sentence.replace(COVER, "\ufffd")
    quotes: list[Quote] = []
    pieces: list[str] = []
    at, done, stray = 0, 0, None
    hopeless: set[str] = set()
    while (match := _OPENER.search(clean, at)) is not None:
        opens, mark = match.start(), match.group()
        at = opens + 1
        if mark in _STRAIGHT and opens and clean[opens - 1].isalnum():
            continue
        closes = -1 if mark in hopeless else _closing(clean, opens, mark)
        if closes < 0:
            hopeless.add(mark)
            stray = opens if stray is None else stray
            continue
        begins, ends = opens + 1, closes
        if mark == "«" and clean[begins : begins + 1].isspace() and clean[ends - 1].isspace() and ends - begins > 2:
            begins, ends = begins + 1, ends - 1  # « so written » the spaces belong to the marks
        quotes.append(Quote(opens, begins, ends, closes + 1))
        # A quote's ends stay apart from its neighbours: two quotes side by side are two tokens.
        pieces += [clean[done:opens], COVER * (closes - opens), " "]
        at = done = closes + 1
    text = "".join([*pieces, clean[done:]])
    return Masked(text, tuple(quotes), _colon(text), stray)


def _closing(text: str, opens: int, mark: str) -> int:
    """Where the quote that opens here closes, or -1."""
    for match in re.compile(f"[{_CLOSERS[mark]}]").finditer(text, opens + 1):
        after = match.end()
        if match.group() in "'’\"" and after < len(text) and text[after].isalnum():
            continue
        return match.start()
    return -1


def _colon(text: str) -> int | None:
    for match in _COLON.finditer(text):
        if not text.startswith("//", match.end()):
            return match.start()
    return None
