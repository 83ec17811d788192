"""Times in words: "every Thursday at 09:00, starting Thursday 26 November 2026". Pure; dates by Babel.

What is said about when is itself a sentence that reads to the same times: 24-hour clock with two digits (a bare 5:00 would be
asked back), the month as a word, the year always. Not here: what a sentence means (`core.language`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

from bot.replies.rules import rule_words
from bot.replies.voice import Voice
from core.commands import When
from core.recurrence import instant, parts_of


def clock(moment: datetime) -> str:
    """ "09:00", with seconds where there are any."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def day(voice: Voice, of: date) -> str:
    """ "Thursday 26 November 2026"."""
    return format_date(of, voice("pattern-date"), locale=voice.language)


def _plain_day(voice: Voice, of: date) -> str:
    """ "26 November 2026": what is left out is named without its weekday, which a rule may name too."""
    return format_date(of, voice("pattern-except"), locale=voice.language)


def short_day(voice: Voice, of: date, year: int | None = None) -> str:
    """ "Thu 26 Nov"; with its year where that is not `year`."""
    key = "pattern-short-date" if year in (None, of.year) else "pattern-short-date-year"
    return _dotless(format_date(of, voice(key), locale=voice.language))


def month(voice: Voice, of: date) -> str:
    """ "December 2026"."""
    return str(format_skeleton("yMMMM", of, locale=voice.language))


def week(voice: Voice, first: date, last: date) -> str:
    """ "Nov 23 – 29, 2026", as the language writes a stretch of days."""
    return str(format_interval(first, last, "yMMMd", locale=voice.language))


def month_name(voice: Voice, of: date) -> str:
    """ "Dec"."""
    return _dotless(format_date(of, "LLL", locale=voice.language))


def weekday_name(voice: Voice, of: date) -> str:
    """ "Mon"."""
    return _dotless(format_date(of, "ccc", locale=voice.language))


def weekday_number(voice: Voice, of: date) -> str:
    """ "Mon 23"."""
    return _dotless(format_date(of, voice("pattern-weekday-day"), locale=voice.language))


def _dotless(short: str) -> str:
    """Short names without the dots that some languages put behind them: "qui 26 nov"."""
    return short.replace(".", "")


def week_starts(voice: Voice, country: str | None) -> int:
    """The weekday (Monday is 0) that a week begins with, by Unicode's data: in the country, else in the language."""
    try:
        return int(Locale.parse(f"und_{country}" if country else voice.language).first_week_day)
    except (UnknownLocaleError, ValueError):
        return 0


def moment(voice: Voice, of: datetime) -> str:
    """ "Thursday 26 November 2026 at 09:00"."""
    return voice("day-at", day=day(voice, of), time=clock(of), hour=of.hour)


def short_moment(voice: Voice, of: datetime, year: int | None = None) -> str:
    """ "Thu 26 Nov 09:00"; with its year where that is not `year`."""
    return voice("short-day-at", day=short_day(voice, of, year), time=clock(of))


def near(voice: Voice, of: datetime, now: datetime) -> str:
    """An instant in its own zone: today's by its clock alone, others with their day. Both aware."""
    here = now.astimezone(of.tzinfo)
    return clock(of) if of.date() == here.date() else short_moment(voice, of)


def when_words(voice: Voice, when: When, starts: datetime | None = None, zone: str = "") -> str:
    """The whole of a When: rule and clock, zone where it is not `zone`, first day, end. `starts`: the first due time, naive.

    A rule goes before its first day: the other way round would name the day twice, and be asked about.
    """
    at = starts or when.starts
    said = _rules_at(voice, when, at) if when.rules else moment(voice, at)
    if when.zone != zone:
        said = voice("in-zone", when=said, zone=when.zone)
    if when.rules:
        said = voice("starting", when=said, day=moment(voice, at) if _steps(when) else day(voice, at))
    if when.until:
        said = voice("with-until", when=said, day=day(voice, when.until))
    if when.exdates and when.rules:
        days = [voice("one-day", day=_plain_day(voice, one)) for one in when.exdates]
        said = voice("with-except", when=said, days=voice.several(days))
    return said


def when_clause(voice: Voice, when: When, zone: str = "") -> str:
    """The same inside a sentence: "on Thursday …", "every Thursday …"."""
    words = when_words(voice, when, zone=zone)
    return words if when.rules else voice("on-when", when=words, weekday=when.starts.weekday())


def _steps(when: When) -> bool:
    """Whether a rule steps by the clock, so that its first time is a moment, not a day."""
    return any(parts_of(rule)["FREQ"] in ("HOURLY", "MINUTELY", "SECONDLY") for rule in when.rules)


def _rules_at(voice: Voice, when: When, starts: datetime) -> str:
    return rules_words(voice, when.rules, starts, "" if _steps(when) else clock(starts))


def rules_words(voice: Voice, rules: Sequence[str], starts: datetime | None = None, at: str = "") -> str:
    """Rules that differ only in their clock are said once, with all their times; `at` is the clock of those without one."""
    said: dict[tuple[str, str], list[str]] = {}
    alike = Counter[tuple[str, str]]()
    for rule in rules:
        parts = parts_of(rule)
        key = (rule_words(voice, parts, rule, starts), parts.get("COUNT", ""))
        alike[key] += 1
        said.setdefault(key, []).extend(_clocks(parts) or ([at] if at else []))
    found = []
    for (words, count), times in said.items():
        unique = sorted(dict.fromkeys(times))
        timed = (
            voice("rule-at", rule=words, times=voice.several(unique, 24), hour=int(unique[0][:2])) if unique else words
        )
        found.append(voice("rule-count", rule=timed, count=int(count) * alike[words, count]) if count else timed)
    return voice.several(found, 10)


def _clocks(parts: dict[str, str]) -> list[str]:
    if "BYHOUR" not in parts:
        return []
    minutes = parts.get("BYMINUTE", "0").split(",")
    return [f"{int(hour):02d}:{int(minute):02d}" for hour in parts["BYHOUR"].split(",") for minute in minutes]


def here(voice: Voice, when: When, zone: str) -> str:
    """What the first time is in the speaker's own zone; empty where that is the message's."""
    if when.zone == zone:
        return ""
    at = when.at or instant(when.starts, when.zone)
    return moment(voice, at.astimezone(ZoneInfo(zone)).replace(tzinfo=None))


def length(voice: Voice, seconds: float) -> str:
    """A length of time in its largest unit: "under a second", "12 s", "3 min", "2 h"."""
    if seconds < 1:
        return voice("length-instant")
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return voice(f"length-{unit}", n=round(seconds / size))
    return voice("length-seconds", n=round(seconds))
