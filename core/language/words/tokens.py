"""Cuts a sentence into tokens with their places: words, numbers, clocks, dates, #12, #tag, phone numbers, the message.

A token says what a piece looks like, in any language; what it means is for `symbols` and what comes after.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.language.packs import months
from core.language.words.mask import COVER
from core.world import fold

_L = r"[^\W\d_]"
_END = r"(?![^\W_])"
_TOKEN = re.compile(
    "|".join(
        (
            rf"(?P<quote>{COVER}+)",
            r"(?P<id>#\s?\d{1,9}(?!\w))",
            rf"(?P<hash>#{_L}[\w-]*)",
            r"(?P<phone>(?:\+|\b00)\d{8,15}(?!\d)|\+\d[\d().-]*(?: [\d().-]+){1,6}(?<=\d))",
            rf"(?P<offset>(?:utc|gmt)\s?[+-]\s?\d{{1,2}}(?::?\d\d)?{_END})",
            r"(?P<zone>[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)",
            rf"(?P<moment>\d{{4}}-\d\d-\d\d[T]\d\d:\d\d(?::\d\d)?{_END})",
            r"(?P<frac>[13]/[24](?=\s?h))",
            rf"(?P<date>\d{{4}}[-/]\d\d?[-/]\d\d?{_END}|\d{{1,2}}(?P<sep>[/.-])\d{{1,2}}(?P=sep)(?:\d{{4}}|\d\d){_END}"
            rf"|\d{{1,2}}(?P<mark>[/-]){_L}{{3,9}}(?P=mark)(?:\d{{4}}|\d\d){_END}|\d{{4}}(?P<inner>[/-]){_L}{{3,9}}(?P=inner)\d\d?{_END}"
            rf"|\d{{1,2}}(?:/| / )\d{{1,2}}{_END})",
            rf"(?P<ampm>(?:\d{{1,2}}(?:[:.h]\d\d(?::\d\d)?)?|\d{{3,4}})\s?[ap](?:\.\s?m\.?|m{_END})|\d{{1,2}}(?::\d\d[ap]|p){_END})",
            rf"(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?(?:\s?h(?:rs?)?{_END})?{_END})",
            rf"(?P<hm>\d{{1,2}}(?:h(?:rs?|s)|\s?h\s?(?:\d\d)?(?:\s?m(?:ins?)?)?){_END})",
            r"(?P<dot>\d{1,2}\.\d\d(?![\d\w]))",
            rf"(?P<ord>\bke-\d{{1,2}}{_END}|\d{{1,2}}(?:st|nd|rd|th|ers?|e?r[oa]|[dtmvn][oa]|ère|e|o|as?|è?me|\.?[ºª°]s?){_END})",
            r"(?P<local>\d{9,15}(?!\w)|(?=\(?(?:\d[ ()-]{0,2}){9,15}(?![ -]?\d))\(?\d{2,5}\)?(?:[ -]{1,2}\d{2,6}){1,4}(?!\w))",
            r"(?P<year>(?:19|20|21)\d\d(?![\d\w]))",
            r"(?P<mil>(?:[01]\d|2[0-3])[0-5]\d(?![\d\w]))",
            r"(?P<num>\d+(?:[.,]\d+)?)",
            rf"(?P<elided>\b(?:[cdjlmnst]|qu)['’](?={_L}))",
            rf"(?P<word>(?:{_L})(?:{_L}|\d|[\u0300-\u036f]|['’](?={_L}))*)",
            r"(?P<punct>[^\s\w]|_)",
        )
    ),
    re.IGNORECASE,
)
_KINDS = {"sep": "date", "mark": "date", "inner": "date", "elided": "word"}
_GLUED = re.compile(rf"({_L}{{3,}})(\d{{1,2}})")
_SKIPPED = re.compile("[\x00-\x1f\x7f\xa0\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d\d))?(?::(\d\d))?\s*([ap])?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the sentence; `start` and `end` are its places in it, `fold` the text without case and accents."""

    kind: str
    text: str
    fold: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def tokenise(masked: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of a masked sentence, of a part of it where places are given. Control characters are spaces."""
    part = _SKIPPED.sub(" ", masked[start : len(masked) if end is None else end])
    found = []
    for match in _TOKEN.finditer(part):
        kind = _KINDS.get(str(match.lastgroup), str(match.lastgroup))
        if kind == "zone" and zone_of(match.group()) is None:
            found.extend(_halves(match, start))
            continue
        text = match.group()
        if kind == "word" and (date := _GLUED.fullmatch(text)) is not None and fold(date[1]) in months():
            begins = start + match.start()
            parts = begins + len(date[1])
            found.append(Token("word", date[1], fold(date[1]), begins, parts))
            found.append(Token("num", date[2], date[2], parts, begins + len(text)))  # "Feb13"
            continue
        found.append(Token(kind, text, fold(text), start + match.start(), start + match.end()))
    return tuple(found)


def _halves(match: re.Match[str], start: int) -> list[Token]:
    """ "Ana/Bruno" looks like a zone and is none."""
    pieces = re.finditer(r"[^\W_]+|[/_]", match.group())
    return [
        Token(
            "word" if piece.group().isalpha() else "punct",
            piece.group(),
            fold(piece.group()),
            start + match.start() + piece.start(),
            start + match.start() + piece.end(),
        )
        for piece in pieces
    ]


@lru_cache(maxsize=256)
def zone_of(name: str) -> str | None:
    """The zone of the tz database that a name means, in whatever case it is typed."""
    for known in (name, name.title()):
        with contextlib.suppress(ValueError, OSError, LookupError):
            return ZoneInfo(known).key
    return None


def clock_of(token: Token) -> tuple[int, int, int, str]:
    """Hour, minute, second as written (perhaps impossible), and "a", "p" or "" for am, pm, neither."""
    text = token.fold.replace(" ", "")
    if token.kind in ("mil", "ampm") and text[:4].isdigit():
        return int(text[:2]), int(text[2:4]), 0, text[4:5]
    if token.kind == "ampm" and text[:3].isdigit():
        return int(text[:1]), int(text[1:3]), 0, text[3:4]
    match = _CLOCK.match(text)
    if match is None:  # no token of these kinds is written so
        return 99, 0, 0, ""
    hour, minute, second, half = match.groups()
    return int(hour), int(minute or 0), int(second or 0), half or ""
