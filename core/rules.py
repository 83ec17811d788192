"""What moving a series makes of its RFC 5545 rules. Pure: wall-clock times without a zone. Not here: its start and the days
that are left out (`core.messages.moves`), what is due when (`core.recurrence`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.recurrence import STEPS, WEEKDAYS, parts_of, rule_of

Parts = dict[str, str]

_SOME_DAY = datetime(1970, 1, 2)


def reanchor(rules: tuple[str, ...], before: datetime, now: datetime) -> tuple[str, ...]:
    """The rules of a series whose due time `before` is moved, with all that follow, to `now`.

    Weekday, day of month, month and time follow where a rule names the one of `before`; what else it names stays: of "8:30
    and 20:30", the 8:30 is moved.
    """
    named = {
        "BYDAY": (WEEKDAYS[before.weekday()], WEEKDAYS[now.weekday()]),
        "BYMONTHDAY": (str(before.day), str(now.day)),
        "BYMONTH": (str(before.month), str(now.month)),
    }
    moved: list[str] = []
    for rule in rules:
        parts = parts_of(rule)
        for name, (old, new) in named.items():
            if name in parts:
                values = [new if value == old else value for value in parts[name].split(",")]
                parts[name] = ",".join(dict.fromkeys(values))
        moved += map(rule_of, _one_time_moved(parts, before, now))
    return tuple(dict.fromkeys(moved))


def _one_time_moved(parts: Parts, before: datetime, now: datetime) -> list[Parts]:
    """A rule with one of its times moved; the others are then a rule of their own."""
    if "BYHOUR" not in parts or parts["FREQ"] in STEPS:
        return [parts]
    hours, minute = parts["BYHOUR"].split(","), parts.get("BYMINUTE", str(before.minute))
    if str(before.hour) not in hours or minute != str(before.minute):
        return [parts]
    others = [hour for hour in hours if hour != str(before.hour)]
    stay = [parts | {"BYHOUR": ",".join(others), "BYMINUTE": minute}] if others else []
    return [*stay, parts | {"BYHOUR": str(now.hour), "BYMINUTE": str(now.minute)}]


def shifted(rules: tuple[str, ...], before: datetime, now: datetime) -> tuple[str, ...]:
    """The rules of a series of which all due times are as far along as `now` is from `before`, one of them: every time and
    weekday that they name."""
    days = (now.date() - before.date()).days
    moved: list[str] = []
    for rule in reanchor(tuple(_weekdays_shifted(rule, days) for rule in rules), before, before + timedelta(days=days)):
        moved += map(rule_of, _times_shifted(parts_of(rule), now - before))
    return tuple(moved)


def _weekdays_shifted(rule: str, days: int) -> str:
    parts = parts_of(rule)
    named = parts.get("BYDAY", "").split(",")
    if set(named) <= set(WEEKDAYS):
        parts["BYDAY"] = ",".join(WEEKDAYS[(WEEKDAYS.index(day) + days) % 7] for day in named)
    return rule_of(parts)


def _times_shifted(parts: Parts, by: timedelta) -> list[Parts]:
    if "BYHOUR" not in parts or parts["FREQ"] in STEPS:
        return [parts]
    minutes = [int(minute) for minute in parts.get("BYMINUTE", "0").split(",")]
    times = [
        _SOME_DAY.replace(hour=int(hour), minute=minute) + by
        for hour in parts["BYHOUR"].split(",")
        for minute in minutes
    ]
    hours: dict[int, list[str]] = {}
    for time in sorted(times):
        hours.setdefault(time.minute, []).append(str(time.hour))
    return [parts | {"BYHOUR": ",".join(found), "BYMINUTE": str(minute)} for minute, found in hours.items()]
