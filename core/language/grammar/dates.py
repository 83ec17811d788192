"""Explicit calendar dates ("24/12", "8-Oct-2027", 15 December): what is not figures alone is read by dateparser.

The only import of dateparser in the product. It gets one fixed language, absolute dates only, a strict date order and a
span that is nothing but the date: given whole phrases it is silently wrong in one of six.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from core.language.packs import LANGUAGES
from core.language.spec import Date

_LONGEST = 40
_OTHERS = ("de", "it", "nl", "pl", "tr", "ro", "sv", "cs", "ru")  # tried for words that no pack knows
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_SHORT_YEAR = re.compile(r"^(\d{1,2}([/.-])\w{1,9}\2)(\d\d)$")
_YEAR_FIRST = re.compile(r"^(\d{4})([/-])([^\W\d_]+)\2(\d\d?)$")  # "2027/Aug/10"
_WRITTEN = re.compile(r"(?<=\d)[/-](?=[^\W\d_])|(?<=[^\W\d_])[/-](?=\d)")  # "8-Oct-2027"
_BASE = datetime(2027, 1, 1)
_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}))?")
_PLACES = {"DMY": (0, 1), "MDY": (1, 0)}  # of day and month
_LEAP, _MONTHS = 2028, 12  # a year that has every day


def read_date(text: str, language: str | None, order: str) -> Date | None:
    """The date that `text` writes out in full; None for one that no calendar has (30 February, 12/13 day first)."""
    if len(text) > _LONGEST:
        return None
    iso = _ISO.fullmatch(text.strip())
    if iso:
        year, month, day = map(int, iso.groups())
        return Date(month, day, year) if _exists(year, month, day) else None
    text = _SHORT_YEAR.sub(r"\g<1>20\g<3>", text.strip())
    plain = _FIGURES.fullmatch(text)
    if plain and order in _PLACES:
        return _of_figures(plain, order)
    text = _WRITTEN.sub(" ", _YEAR_FIRST.sub(r"\4 \3 \1", text)).replace(" / ", "/")
    figures = re.findall(r"\d+", text)
    found = _parse(" ".join(text.split()), language or "en", order)
    if found is None:
        return None
    numeric = len(figures) > 1 and not re.search(r"[^\W\d_]", text)
    both = numeric and _either_way(int(figures[0]), int(figures[1]))
    return Date(found[1], found[2], found[0], order=both)


def _of_figures(found: re.Match[str], order: str) -> Date | None:
    """ "24/12", "24/12/2026": what every locale writes alike but for its order needs no library."""
    pair = (int(found.group(1)), int(found.group(3)))
    day, month = (pair[place] for place in _PLACES[order])
    return calendar_date(day, month, int(found.group(4)) if found.group(4) else None, order=_either_way(*pair))


def _either_way(one: int, other: int) -> bool:
    """Whether two figures are a date in both orders, and not the same one."""
    return one != other and max(one, other) <= _MONTHS


def calendar_date(
    day: int, month: int, year: int | None, weekday: int | None = None, *, order: bool = False
) -> Date | None:
    """The date of a day, a month and perhaps a year; None where no calendar has it. `order`: the figures may be meant the
    other way round."""
    return Date(month, day, year, weekday, order) if _exists(year or _LEAP, month, day) else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=512)
def _parse(text: str, language: str, order: str) -> tuple[int | None, int, int] | None:
    found = _parser(language, order).get_date_data(text)
    if found.date_obj is None:
        return None
    year = found.date_obj.year if "year" in found.parts else None
    return year, found.date_obj.month, found.date_obj.day


@lru_cache(maxsize=16)
def _parser(language: str, order: str) -> Any:
    from dateparser.date import DateDataParser  # 70 ms: paid by the first sentence with a date

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month"],
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
        "STRICT_DATE_ORDER": "all",
        "RELATIVE_BASE": _BASE,
        "PREFER_DATES_FROM": "future",
        "RETURN_TIME_AS_PERIOD": True,
    }
    return DateDataParser(languages=[language], settings=settings)


@lru_cache(maxsize=1024)
def guess_day(text: str, today: date) -> date | None:
    """The day that words in a language without a pack may name ("übermorgen"); None where dateparser finds none, or a
    time besides: it is not to be trusted with clocks."""
    try:
        found = _guesser(today).get_date_data(text)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
    if found.date_obj is None or "time" in found.parts or found.period != "day":
        return None
    day: date = found.date_obj.date()
    return day


@lru_cache(maxsize=4)
def _guesser(today: date) -> Any:
    from dateparser.date import DateDataParser

    settings = {
        "PREFER_DATES_FROM": "future",
        "RETURN_TIME_AS_PERIOD": True,
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "REQUIRE_PARTS": ["day"],
    }
    return DateDataParser(languages=list(_OTHERS), settings=settings)


def warm() -> None:
    """Loads what the first date would wait for (about 0.1 s); for the start of a long-running process."""
    for language in LANGUAGES:
        read_date("1 1", language, "DMY")
