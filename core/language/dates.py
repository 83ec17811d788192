"""Explicit calendar dates ("15 de diciembre", "Dec 3rd, 2026", "24/12"): the one thing dateparser is exact at.

The only import of dateparser in the product. It gets one fixed language, absolute dates only, a strict date order and a
span that is nothing but the date: given whole phrases it is silently wrong in one of six.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from core.language.spec import Date

_LONGEST = 40
_NOISE = re.compile(r"\b(?:the|of|de|del|do|da|el|o|dia|d[ií]a|tanggal|tgl|al)\b|,", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th|\.?[º°ª])", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_SHORT_YEAR = re.compile(r"^(\d{1,2}([/.-])\d{1,2}\2)(\d\d)$")
_BASE = datetime(2027, 1, 1)


def read_date(text: str, language: str | None, order: str) -> Date | None:
    """The date that `text` writes out in full; None for one that no calendar has (30 February, 12/13 day first)."""
    if len(text) > _LONGEST:
        return None
    iso = _ISO.fullmatch(text.strip())
    if iso:
        year, month, day = map(int, iso.groups())
        return Date(month, day, year) if _exists(year, month, day) else None
    text = _SHORT_YEAR.sub(r"\g<1>20\g<3>", text.strip())
    figures = re.findall(r"\d+", text)
    plain = _ORDINAL.sub(r"\1", text)
    plain = " ".join((_NOISE.sub(" ", plain) if not re.fullmatch(r"[\d/.\- ]+", plain) else plain).split())
    found = _parse(plain, language or "en", order)
    if found is None:
        return None
    numeric = len(figures) > 1 and not re.search(r"[^\W\d_]", text)
    both = numeric and int(figures[0]) != int(figures[1]) and max(int(figures[0]), int(figures[1])) <= 12
    return Date(found[1], found[2], found[0], order=both)


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


def warm() -> None:
    """Loads what the first date would wait for (about 0.1 s); for the start of a long-running process."""
    for language in ("en", "es", "pt", "id"):
        read_date("1 1", language, "DMY")
