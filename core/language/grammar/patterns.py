"""Patterns over symbols: "ON? THE? NEXT WD" compiled to a regular expression with one character a kind of symbol.

The machinery of the grammar, without any of its rules: those are in when_days.py, when_times.py and when_rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from core.language.grammar.firsts import firsts
from core.language.words.symbols import Item, Senseless
from core.language.words.tokens import Token

_WORD = re.compile(r"[A-Z0-9]+")
_BEHIND, _AHEAD = 3, 64  # symbols that a rule may look back at, and that it may take
_FIRST_LETTER = "\u3400"  # of the characters that stand for kinds
MACROS = {
    "UNIT": "SECS|MIN|HOUR|DAYU|WEEK|FORT|MON|QTR|YEAR",
    "SEP": "COMMA AND|COMMA|AND|ANDMIN",
    "NEXTWEEK": "THE? NEXT WEEK|THE? WEEK NEXT",
    "THISWEEK": "THE? THIS WEEK|THE? WEEK THIS",
    # a number that is not the beginning of something else
    "N1": "NUM (?! MONTH|UNIT|OF MONTH|TIMES|OTHER|WDS)",
    "LEN1": "NUM AT NUM MIN (?= FROMNOW)|MORE? (NUM|ART) (AND ART? HALF|HALF)? MORE? UNIT (AND ART? HALF|PLUS|MORE)?"
    " | HOUR PLUS | DATE HOUR | HALF ART? UNIT | ART HALF UNIT | ART? QUARTER OF ART HOUR | HM",
    "LENGTH": "LEN1 (SEP? (HM|(NUM|ART) MORE? UNIT MORE?))*",
    "DAYNUM": "ORD|NUM|DOM NUM|DOM ORD",
    "DATEX": "(WD COMMA? ON? THE?)? DOM? ((DATE) | (ORD|NUM) OF? THE? MONTH ((COMMA|OF) ? YR)?"
    " | MONTH THE? (ORD|NUM) (?! UNIT|OCLOCK|POD|PLUS) ((COMMA|OF)? YR)?)",
    "MREF": "MON OF? MONTH (OF? YR)?|THE? MON (NEXT|THIS|PREV)|THE? (NEXT|THIS|LAST|PREV)? MON|MONTH (OF? YR)?",
    "HOURX": "NUM|CLOCK|NOON|HM",
    "H1": "(NUM|CLOCK|HM) ADD (ART|NUM)? (QUARTER|HALF|NUM MIN?)|(NUM|CLOCK|HM|NOON) PLUS|(NUM|CLOCK) OCLOCK|"
    "(HALF|QUARTER|NUM MIN?) PLUSMIN (HOURX)|(ART|NUM)? QUARTER (PLUSMIN|TO AT|TO) (HOURX)|"
    "NUM MIN TO AT? (HOURX)|NUM TO THE? NOON|NUM MIN? AFTER (CLOCK|NOON)|NOON ANDMIN NUM|"
    "PRE (NUM|CLOCK)|CLOCK|HM|DOT|NOON",
    "HOUR1": "H1|(?<= AT) NUM MIN? TO AT? (NUM|CLOCK)|(?<= AT) NUM HOUR PLUS?|N1",
    "WDLIST": "WD (SEP? (ON|THE|EVERY)* WD)*",
    "WDSLIST": "(ON|THE)* WDS (SEP (ON|THE)* (WDS|WD))*",
}


class _Letters(dict[str, str]):
    """The character of a kind; each new kind gets one."""

    def __missing__(self, kind: str) -> str:
        self[kind] = new = chr(ord(_FIRST_LETTER) + len(self))
        return new


_LETTERS = _Letters()


def letter(kind: str) -> str:
    return _LETTERS[kind]


class Pattern:
    """A pattern of kinds and macros; spaces mean nothing, ( ) group without capturing. It is compiled when it is first
    tried: all of them together take longer than everything else that is done at import."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def kinds(self) -> str:
        """The pattern without macros."""
        text = self._text
        while (expanded := _WORD.sub(_expand, text)) != text:
            text = expanded
        return text

    @cached_property
    def letters(self) -> str:
        """The regular expression, one letter a kind."""
        text = self.kinds.replace("(", "(?:").replace("(?:?", "(?")
        return _WORD.sub(lambda found: letter(found.group()), text).replace(" ", "")

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """Of `re.Pattern`."""
        return re.compile(self.letters).match


def pattern(text: str) -> Pattern:
    return Pattern(text)


def _expand(found: re.Match[str]) -> str:
    return f"({MACROS[found.group()]})" if found.group() in MACROS else found.group()


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules may know besides the symbols: the tokens, how dates are written here, whether it is a change."""

    tokens: Sequence[Token]
    date_order: str
    lang: str
    change: bool = False

    def text(self, item: Item) -> str:
        return " ".join(token.text for token in self.tokens[item.start : item.end])


Slots = dict[str, Any]
Rule = tuple[Pattern, Callable[[list[Item], Context], Slots | None]]


def encode(items: Sequence[Item]) -> str:
    return "".join([_LETTERS[item.kind] for item in items])


class Rules:
    """Rules that are tried together, the one that takes most symbols first."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)

    @cached_property
    def _stranger(self) -> re.Pattern[str]:
        """A symbol that no rule speaks of: none reaches over it."""
        known = {char for compiled, _ in self.rules for char in compiled.letters if char >= _FIRST_LETTER}
        return re.compile(f"[^{''.join(sorted(known))}]")

    @cached_property
    def beginning(self) -> dict[str, tuple[int, ...]]:
        """The places of the rules that may begin with a letter."""
        found: dict[str, list[int]] = {}
        for place, (compiled, _) in enumerate(self.rules):
            for kind in firsts(compiled.kinds):
                found.setdefault(letter(kind), []).append(place)
        return {first: tuple(places) for first, places in found.items()}

    def longest(self, code: str, at: int, items: list[Item], context: Context) -> tuple[int, Slots] | None:
        """The rule that takes most symbols from `at` on and makes sense of them: its end and its slots."""
        stranger = self._stranger.search(code, at, at + _AHEAD)
        end = at + _AHEAD if stranger is None else stranger.start()
        if at >= min(end, len(code)):
            return None
        before = min(at, _BEHIND)
        for length, place in _fitting(self, code[at - before : end], before):
            try:
                slots = self.rules[place][1](items[at : at + length], context)
            except Senseless:
                continue
            if slots is not None:
                return at + length, slots
        return None


@lru_cache(maxsize=16384)
def _fitting(rules: Rules, seen: str, at: int) -> tuple[tuple[int, int], ...]:
    """Length and place of the rules that take the symbols from `at` on, the longest first. People say few shapes of
    time: what was matched once is remembered."""
    found = ((rules.rules[place][0].match(seen, at), place) for place in rules.beginning.get(seen[at], ()))
    ends = ((match.end() - at, place) for match, place in found if match and match.end() > at)
    return tuple(sorted(ends, key=lambda end: (-end[0], end[1])))


def of(items: list[Item], *kinds: str) -> list[Item]:
    return [item for item in items if item.kind in kinds]


def has(items: list[Item], *kinds: str) -> bool:
    return any(item.kind in kinds for item in items)
