"""Grammar of days of the month in repetitions: "the first Monday", "the 10th and the last day", "the third working day"."""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.lengths import number_of
from core.language.grammar.patterns import Context, Slots, has, of
from core.language.grammar.when_days import WEEKDAYS, ordinal
from core.language.spec import Rule as Repeat
from core.language.words.symbols import Item

_FROM_END = 7  # "the fifth day from the end"
_SHORT = 28  # days that every month has
_WEEKS, _WORKING_DAYS = 5, 23  # that a month may have


def repeated(rule: Repeat) -> Slots:
    return {"rule": rule}


def interval_of(items: list[Item]) -> int | None:
    """ "other", "3", "3rd": the interval that is spoken before a unit."""
    if has(items, "OTHER"):
        return 2
    said = of(items, "NUM", "ORD")
    if not said:
        return 1
    value = number_of(said[0])
    least = 2 if said[0].kind == "ORD" else 1  # "every first day" says something else than "every day"
    return int(value) if value == int(value) and least <= value <= 10_000 else None


def _months(items: list[Item]) -> int | None:
    """The interval in "of every other month", "of each month"."""
    at = max((i for i, item in enumerate(items) if item.kind in ("EVERY", "PER", "OF", "MON")), default=len(items))
    start = next((i for i, item in enumerate(items) if item.kind in ("EVERY", "PER")), at)
    return interval_of(items[start:]) if start < len(items) and start != 0 else 1


def nth(items: list[Item], _: Context) -> Slots | None:
    sets = of(items, "DAYSET")
    place = max(i for i, item in enumerate(items) if item.kind in ("WD", "DAYSET"))
    ends = max(i for i, item in enumerate(items) if item.kind in ("WD", "DAYSET", "ORD", "LAST") and i <= place + 1)
    while (
        ends + 2 < len(items)
        and has(items[ends + 1 : ends + 2], "AND", "COMMA")
        and has(items[ends + 2 :][:1], "ORD", "LAST")
    ):
        ends += 2
    ns = [ordinal(item) for item in of(items[: ends + 1], "ORD", "LAST")]
    interval = _months(items)
    most = _WORKING_DAYS if sets else _WEEKS
    if interval is None or not ns or not all(0 < abs(n) <= most for n in ns):
        return None
    if sets:
        return (
            repeated(Repeat("MONTHLY", interval, last_of=WEEKDAYS[sets[0].value], setpos=ns[0]))
            if len(ns) == 1
            else None
        )
    days = [item.number for item in of(items, "WD")]
    return repeated(Repeat("MONTHLY", interval, nth=tuple((n, day) for n in ns for day in days)))


def several_nth(items: list[Item], _: Context) -> Slots | None:
    """ "the first Monday and the last Friday of each month": as many days as places."""
    days = [item.number for item in of(items, "WD")]
    at = max(i for i, item in enumerate(items) if item.kind in ("WD", "ORD", "LAST"))
    ns = [ordinal(item) for item in of(items[: at + 1], "ORD", "LAST")]
    interval = _months(items[at + 1 :]) if has(items[at + 1 :], "EVERY", "PER") else 1
    repeats = has(items, "EVERY", "PER")
    if not repeats or interval is None or len(ns) != len(days) or not all(-5 <= n <= 5 for n in ns):
        return None
    return repeated(Repeat("MONTHLY", interval, nth=tuple(zip(ns, days, strict=True))))


def nth_of_month(items: list[Item], context: Context) -> Slots | None:
    """ "every first Monday of December": once a year."""
    slots = nth(items, context)
    if slots is None:
        return None
    return repeated(replace(slots["rule"], freq="YEARLY", month=of(items, "MONTH")[0].number))


def nth_of_year(items: list[Item], context: Context) -> Slots | None:
    """ "on the first Friday of every year" """
    slots = nth([item for item in items if item.kind not in ("EVERY", "PER", "YEAR")], context)
    return None if slots is None else repeated(replace(slots["rule"], freq="YEARLY"))


def or_last(items: list[Item], _: Context) -> Slots | None:
    """ "on the 30th or else the last day of every month": the latest of the days that a month has up to it."""
    day, interval = ordinal(of(items, "ORD", "NUM")[0]), _months(items)
    if interval is None or day not in range(_SHORT + 1, 32):
        return None
    if day == 31:
        return repeated(Repeat("MONTHLY", interval, monthdays=(-1,)))
    return repeated(Repeat("MONTHLY", interval, monthdays=tuple(range(_SHORT, day + 1)), setpos=-1))


def ordinals(items: list[Item], context: Context) -> Slots | None:
    """ "every 15th"; in words only with its month: "every second" is something else."""
    spelt = any(context.tokens[item.start].kind != "ord" for item in of(items, "ORD"))
    return None if spelt and not has(items, "MON") else month_days(items, context)


def thirty_first(items: list[Item], _: Context) -> Slots | None:
    """ "cada 31": the only bare figure after "every" that can be nothing but a day."""
    return repeated(Repeat("MONTHLY", monthdays=(31,))) if number_of(items[-1]) == 31 else None


def month_days(items: list[Item], _: Context) -> Slots | None:
    at = [i for i, item in enumerate(items) if item.kind == "EVERY"]
    before = items[: at[0]] if at and at[0] > 0 else items
    days = [ordinal(item) for item in of(before, "ORD", "NUM", "LAST") if str(item.value or -1).lstrip("-").isdigit()]
    if has(items, "END", "ENDMON"):
        days = [-1]
    interval = 1 if has(items, "EVERYDOM") else _months(items)
    if interval is None or not days or not all(1 <= day <= 31 or -_FROM_END <= day < 0 for day in days):
        return None
    return repeated(Repeat("MONTHLY", interval, monthdays=tuple(sorted(set(days)))))


def last_day(items: list[Item], context: Context) -> Slots | None:
    """ "hari kerja terakhir setiap bulan": the noun before its number."""
    return nth(items, context) if has(items, "DAYSET") else month_days(items, context)
