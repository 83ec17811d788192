"""A repetition in words, without its clock: "on the third working day of every month". What is said reads to the same rule.

Times, first days and ends are in times.py.
"""

from __future__ import annotations

from datetime import datetime

from babel.dates import get_day_names, get_month_names

from bot.replies.voice import Voice
from core.recurrence import WEEKDAYS

_WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}
_SETS = {frozenset(_WORKDAYS): "work", frozenset(("SA", "SU")): "weekend"}
_TOLD = {
    "FREQ",
    "INTERVAL",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
    "COUNT",
    "WKST",
}
_PLACES = range(-5, 6)  # of a weekday in its month, of a day counted from its end
_SET_PLACES = range(-5, 24)  # of a working day
_MASCULINE = 5  # the weekday whose article and endings "day" shares, where nouns have a gender
_MONTHS = frozenset(range(1, 13))
_STEPS = ("DAILY", "HOURLY", "MINUTELY")


def rule_words(voice: Voice, parts: dict[str, str], rule: str, starts: datetime | None) -> str:
    """One rule; one with parts that have no words here is shown as it is."""
    words = None if set(parts) - _TOLD else _in_months(voice, parts, starts)
    return words or voice("rule-other", rule=rule)


def _in_months(voice: Voice, parts: dict[str, str], starts: datetime | None) -> str | None:
    """A rule that leaves months out is the rule "except in August"; a yearly one has one month of its own."""
    months = _numbers(parts, "BYMONTH")
    if parts["FREQ"] == "YEARLY" or not months:
        return _frequency(voice, parts, starts)
    words = _frequency(voice, {name: value for name, value in parts.items() if name != "BYMONTH"}, starts)
    names = [_month(voice, month) for month in sorted(_MONTHS - set(months))]
    return voice("rule-months", rule=words, months=voice.several(names, 12)) if words and names else words


def _frequency(voice: Voice, parts: dict[str, str], starts: datetime | None) -> str | None:
    every = int(parts.get("INTERVAL", "1"))
    frequency = parts["FREQ"]
    if frequency in _STEPS:
        plain = not {"BYDAY", "BYMONTHDAY", "BYSETPOS"} & set(parts)
        return voice(f"rule-{frequency.lower()}", every=every) if plain else None
    if frequency == "WEEKLY":
        return _weekly(voice, parts, every, starts)
    if frequency == "MONTHLY":
        return _monthly(voice, parts, every, starts)
    return _yearly(voice, parts, every, starts) if frequency == "YEARLY" else None


def _weekly(voice: Voice, parts: dict[str, str], every: int, starts: datetime | None) -> str | None:
    if {"BYMONTHDAY", "BYSETPOS"} & set(parts):
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
    if starts is None and not {"BYDAY", "BYMONTHDAY"} & set(parts):
        return voice("rule-monthly-bare", every=every)
    days = _days(voice, parts, starts)
    return voice("rule-monthly", every=every, days=days) if days else None


def _yearly(voice: Voice, parts: dict[str, str], every: int, starts: datetime | None) -> str | None:
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    if not months and not days and "BYDAY" not in parts:
        if starts is None:
            return voice("rule-yearly-bare", every=every)
        months, days = [starts.month], [starts.day]
    if not months and not days and every == 1:
        said = _days(voice, parts, starts)
        return voice("rule-year-days", days=said) if said else None
    if not months and starts is not None:
        months = [starts.month]
    if len(months) != 1:
        return None
    name = _month(voice, months[0])
    if "BYDAY" not in parts and len(days) < 2 and (days or [1])[0] > 0:
        day = days[0] if days else starts.day if starts else None
        return voice("rule-yearly", every=every, day=str(day), month=name) if day else None
    said = _days(voice, parts, starts)
    return voice("rule-yearly-days", every=every, days=said, month=name) if said else None


def _days(voice: Voice, parts: dict[str, str], starts: datetime | None) -> str | None:
    """The days of a month: "the first Monday and the last Friday", "the 10th", "the third working day"."""
    if "BYSETPOS" in parts:
        return _set_day(voice, parts)
    if "BYDAY" in parts:
        said = None if "BYMONTHDAY" in parts else [_nth(voice, one) for one in parts["BYDAY"].split(",")]
    else:
        said = [_day(voice, one) for one in _numbers(parts, "BYMONTHDAY") or ([starts.day] if starts else [])]
    return voice.several([one for one in said if one], 31) if said and None not in said else None


def _set_day(voice: Voice, parts: dict[str, str]) -> str | None:
    """ "the last working day"; "the 30th or else the last day", of which the rule says 28, 29, 30, the last of these."""
    place, days = parts["BYSETPOS"], _numbers(parts, "BYMONTHDAY")
    if "BYDAY" not in parts:
        latest = days[-1] if days == list(range(28, 28 + len(days))) else 0
        if place != "-1" or latest < 29:
            return None
        return voice("day-or-last", first=voice("day-of-month", day=latest))
    name = _SETS.get(frozenset(parts["BYDAY"].split(",")))
    if days or name is None or not place.lstrip("-").isdigit() or int(place) not in _SET_PLACES:
        return None
    return voice("nth", n=int(place), noun=voice(f"noun-{name}"), day=_MASCULINE)


def _day(voice: Voice, day: int) -> str | None:
    if day > 0:
        return voice("day-of-month", day=day)
    if day == -1:
        return voice("last-day")
    return voice("nth", n=day, noun=voice("noun-day"), day=_MASCULINE) if day in _PLACES else None


def _nth(voice: Voice, byday: str) -> str | None:
    """ "1MO" -> "first Monday"."""
    number, weekday = byday[:-2], byday[-2:]
    if not number.lstrip("-").isdigit() or int(number) not in _PLACES or weekday not in WEEKDAYS:
        return None
    day = WEEKDAYS.index(weekday)
    return voice("nth", n=int(number), noun=voice("noun-weekday", weekday=_weekday(voice, weekday), day=day), day=day)


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [int(one) for one in parts[name].split(",")] if name in parts else []


def _weekday(voice: Voice, code: str) -> str:
    return str(get_day_names("wide", locale=voice.language)[WEEKDAYS.index(code)])


def _month(voice: Voice, month: int) -> str:
    return str(get_month_names("wide", locale=voice.language)[month])
