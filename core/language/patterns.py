"""Patterns over symbols: "ON? THE? NEXT WD" compiled to a regular expression with one character a kind of symbol.

The machinery of the grammar, without any of its rules: those are in when_days.py, when_times.py and when_rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.language.symbols import Item
from core.language.tokens import Token

_WORD = re.compile(r"[A-Z0-9]+")
_LETTERS: dict[str, str] = {}
MACROS = {
    "UNIT": "SECS|MIN|HOUR|DAYU|WEEK|FORT|MON|QTR|YEAR",
    "SEP": "COMMA AND|COMMA|AND",
    "NEXTWEEK": "THE? NEXT WEEK|THE? WEEK NEXT",
    "THISWEEK": "THE? THIS WEEK|THE? WEEK THIS",
    # a number that is not the beginning of something else
    "N1": "NUM (?! MONTH|UNIT|OF MONTH|TIMES|OTHER|WDS)",
    "LEN1": "(NUM|ART) (AND ART? HALF)? UNIT (AND ART? HALF)? | HALF ART? UNIT | ART HALF UNIT | ART? QUARTER OF ART HOUR | HM",
    "LENGTH": "LEN1 (SEP? (NUM|ART) UNIT)*",
    "DAYNUM": "ORD|NUM|DOM NUM|DOM ORD",
    "DATEX": "(WD COMMA? ON? THE?)? DOM? ((DATE) | (ORD|NUM) OF? THE? MONTH ((COMMA|OF) ? YR)?"
    " | MONTH THE? (ORD|NUM) (?! UNIT|OCLOCK|POD|PLUS) (COMMA? YR)?)",
    "MREF": "THE? (NEXT|THIS|LAST|PREV)? MON|THE? MON (NEXT|THIS|PREV)?|MONTH (OF? YR)?|MON OF? MONTH",
    "H1": "CLOCK|HM|DOT|NOON|PRE (NUM|CLOCK)|NUM PLUS|NUM OCLOCK|CLOCK OCLOCK|HM PLUS|"
    "(HALF|QUARTER|NUM MIN?) PLUSMIN (NUM|CLOCK)|ART? QUARTER (PLUSMIN|TO) (NUM|CLOCK)",
    "HOUR1": "H1|(?<= AT) NUM MIN? TO (NUM|CLOCK)|N1",
    "WDLIST": "WD (SEP (ON|THE|EVERY)* WD)*",
    "WDSLIST": "(ON|THE)* WDS (SEP (ON|THE)* (WDS|WD))*",
}


def letter(kind: str) -> str:
    """The character of a kind; each new kind gets one."""
    return _LETTERS.setdefault(kind, chr(0x3400 + len(_LETTERS)))


def pattern(text: str) -> re.Pattern[str]:
    """Compiles a pattern of kinds and macros; spaces mean nothing. ( ) group without capturing."""
    while (expanded := _WORD.sub(_expand, text)) != text:
        text = expanded
    text = _WORD.sub(lambda found: letter(found.group()), re.sub(r"\((?!\?)", "(?:", text))
    return re.compile(text.replace(" ", ""))


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
Rule = tuple[re.Pattern[str], Callable[[list[Item], Context], Slots | None]]


def encode(items: Sequence[Item]) -> str:
    return "".join(letter(item.kind) for item in items)


def longest(rules: Sequence[Rule], code: str, at: int, items: list[Item], context: Context) -> tuple[int, Slots] | None:
    """The rule that takes most symbols from `at` on and makes sense of them: its end and its slots."""
    found = []
    for place, (compiled, action) in enumerate(rules):
        match = compiled.match(code, at)
        if match and match.end() > at:
            found.append((-match.end(), place, action))
    for end, _, action in sorted(found, key=lambda entry: entry[:2]):
        slots = action(items[at:-end], context)
        if slots is not None:
            return -end, slots
    return None


def of(items: list[Item], *kinds: str) -> list[Item]:
    return [item for item in items if item.kind in kinds]


def has(items: list[Item], *kinds: str) -> bool:
    return any(item.kind in kinds for item in items)
