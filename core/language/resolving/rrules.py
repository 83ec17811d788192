"""A repetition as spoken -> the parts of an RFC 5545 rule."""

from __future__ import annotations

from datetime import time

from core.language.reading import Option, Question
from core.language.resolving.resolved import Resolved
from core.language.spec import Rule
from core.recurrence import WEEKDAYS, parts_of, rule_of

_SHORT = 28  # days that every month has


def parts_of_rule(rule: Rule, months: tuple[int, ...] = ()) -> dict[str, str]:
    parts = {"FREQ": rule.freq}
    if rule.interval != 1:
        parts["INTERVAL"] = str(rule.interval)
    if rule.month is not None:
        parts["BYMONTH"] = str(rule.month)
    elif months:
        parts["BYMONTH"] = ",".join(map(str, months))
    if rule.weekdays or rule.last_of:
        parts["BYDAY"] = ",".join(WEEKDAYS[day] for day in (rule.weekdays or rule.last_of))
    if rule.nth:
        parts["BYDAY"] = ",".join(f"{n}{WEEKDAYS[day]}" for n, day in rule.nth)
    if rule.monthdays:
        parts["BYMONTHDAY"] = ",".join(map(str, rule.monthdays))
    if rule.setpos is not None:
        parts["BYSETPOS"] = str(rule.setpos)
    return parts


def with_times(parts: dict[str, str], times: list[time]) -> list[dict[str, str]]:
    """One rule for the times that share their minutes; several times with different minutes are a union of rules."""
    if len(times) == 1:
        return [parts]
    if "BYSETPOS" in parts:
        return [{**parts, "BYHOUR": str(at.hour), "BYMINUTE": str(at.minute)} for at in times]
    minutes: dict[int, list[int]] = {}
    for at in times:
        minutes.setdefault(at.minute, []).append(at.hour)
    return [
        {**parts, "BYHOUR": ",".join(map(str, hours)), "BYMINUTE": str(minute)}
        for minute, hours in sorted(minutes.items())
    ]


def short_months(resolved: Resolved, rule: Rule, long: list[int]) -> Question:
    """Months without this day: leave them out, or take their last day?"""
    texts = resolved.fields["rrules"]
    last = []
    for text in texts:
        parts = parts_of(text)
        if rule.freq == "YEARLY" or long == [31]:
            parts["BYMONTHDAY"] = ",".join(str(-1 if day in (29, 31) else day) for day in rule.monthdays)
        elif len(rule.monthdays) == 1:
            parts["BYMONTHDAY"] = ",".join(str(day) for day in range(_SHORT, long[0] + 1))
            parts["BYSETPOS"] = "-1"
        last.append(rule_of(parts))
    if last == list(texts):
        return Question("short_months", options=(Option({}, hint="skip"),))
    return Question("short_months", options=(Option({}, hint="skip"), Option({"rrules": last}, hint="last_day")))
