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
from babel.dates import format_date, format_interval, format_skeleton, get_day_names, get_month_names

from bot.replies.voice import Voice
from core.commands import When
from core.recurrence import WEEKDAYS, instant, parts_of

_WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}
_TOLD = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYSECOND", "COUNT", "WKST"}


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
        key = (_rule_words(voice, parts, rule, starts), parts.get("COUNT", ""))
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


def _rule_words(voice: Voice, parts: dict[str, str], rule: str, starts: datetime | None) -> str:
    """One rule without its clock; a rule with parts that have no words here is shown as it is."""
    words = _frequency(voice, parts, starts)
    if words is None or set(parts) - _TOLD:
        words = _working_day(voice, parts) or voice("rule-other", rule=rule)
    return words


def _working_day(voice: Voice, parts: dict[str, str]) -> str | None:
    """ "the last working day of every month"."""
    plain = parts["FREQ"] == "MONTHLY" and parts.get("INTERVAL", "1") == "1" and set(parts) - _TOLD == {"BYSETPOS"}
    if plain and set(parts.get("BYDAY", "").split(",")) == _WORKDAYS and parts["BYSETPOS"] in ("1", "-1"):
        return voice("rule-working-day", which=int(parts["BYSETPOS"]))
    return None


def _frequency(voice: Voice, parts: dict[str, str], starts: datetime | None) -> str | None:
    every = int(parts.get("INTERVAL", "1"))
    frequency = parts["FREQ"]
    if frequency in ("DAILY", "HOURLY", "MINUTELY"):
        plain = not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(parts)
        return voice(f"rule-{frequency.lower()}", every=every) if plain else None
    if frequency == "WEEKLY":
        return _weekly(voice, parts, every, starts)
    if frequency == "MONTHLY" and "BYMONTH" not in parts:
        return _monthly(voice, parts, every, starts)
    if frequency == "YEARLY":
        return _yearly(voice, parts, every, starts)
    return None


def _weekly(voice: Voice, parts: dict[str, str], every: int, starts: datetime | None) -> str | None:
    if "BYMONTHDAY" in parts or "BYMONTH" in parts:
        return None
    if "BYDAY" not in parts and starts is None:
        return voice("rule-weekly-bare", every=every)
    days = (parts.get("BYDAY") or WEEKDAYS[starts.weekday() if starts else 0]).split(",")
    if set(days) == _WORKDAYS and every == 1:
        return voice("rule-weekdays")
    if any(one not in WEEKDAYS for one in days):
        return None
    names = [
        voice("weekly-day", weekday=_weekday(voice, one), day=WEEKDAYS.index(one))
        for one in sorted(days, key=WEEKDAYS.index)
    ]
    return voice("rule-weekly", every=every, days=voice.several(names, 7))


def _monthly(voice: Voice, parts: dict[str, str], every: int, starts: datetime | None) -> str | None:
    if "BYDAY" in parts:
        nth = [_nth(voice, one) for one in parts["BYDAY"].split(",")]
        if "BYMONTHDAY" in parts or None in nth:
            return None
        return voice("rule-monthly", every=every, days=voice.several([one or "" for one in nth], 7))
    if "BYMONTHDAY" not in parts and starts is None:
        return voice("rule-monthly-bare", every=every)
    days = [int(one) for one in (parts.get("BYMONTHDAY") or str(starts.day if starts else 1)).split(",")]
    said = [voice("last-day") if one == -1 else voice("day-of-month", day=one) for one in days if one == -1 or one > 0]
    return voice("rule-monthly", every=every, days=voice.several(said, 31)) if len(said) == len(days) else None


def _yearly(voice: Voice, parts: dict[str, str], every: int, starts: datetime | None) -> str | None:
    if starts is None and not {"BYMONTH", "BYMONTHDAY", "BYDAY"} & set(parts):
        return voice("rule-yearly-bare", every=every)
    months = (parts.get("BYMONTH") or str(starts.month if starts else 0)).split(",")
    days = (parts.get("BYMONTHDAY") or str(starts.day if starts else 0)).split(",")
    if "BYDAY" in parts or len(months) != 1 or len(days) != 1 or int(days[0]) < 1 or months == ["0"]:
        return None
    name = get_month_names("wide", locale=voice.language)[int(months[0])]
    return voice("rule-yearly", every=every, day=days[0], month=name)


def _nth(voice: Voice, byday: str) -> str | None:
    """ "1MO" -> "first Monday"."""
    number, weekday = byday[:-2], byday[-2:]
    if number not in ("1", "2", "3", "4", "5", "-1", "-2") or weekday not in WEEKDAYS:
        return None
    return voice("nth-weekday", n=int(number), weekday=_weekday(voice, weekday), day=WEEKDAYS.index(weekday))


def _weekday(voice: Voice, code: str) -> str:
    return str(get_day_names("wide", locale=voice.language)[WEEKDAYS.index(code)])


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
