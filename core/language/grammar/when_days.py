"""Grammar of days: "tomorrow", "next Friday", "the first Monday of December", "in two weeks", "24/12", "next week"."""

from __future__ import annotations

import re

from core.language.grammar.dates import calendar_date, read_date
from core.language.grammar.lengths import length_of, number_of
from core.language.grammar.patterns import Context, Rule, Slots, has, of, pattern
from core.language.grammar.when_weeks import WEEK_RULES
from core.language.spec import Date, Day, DayOfMonth, Easter, Length, MonthRef, Nth, Offset, Period, Weekday, Workdays
from core.language.words.symbols import Item

WEEKDAYS = {"work": (0, 1, 2, 3, 4), "weekend": (5, 6)}
_FEMININE = re.compile(r"\d+as?")
_NOON = 12
_FEW = 250  # working days: a year
_EVES = ("12-24", "12-31")
_PERIODS = {"WEEK": "week", "MON": "month", "YEAR": "year"}


def date_from(text: str, context: Context, weekday: int | None = None) -> Slots:
    found = read_date(text, context.lang, context.date_order)
    if found is None:
        return {"invalid": "invalid_date"}
    return {"day": Date(found.month, found.day, found.year, weekday, found.order)}


def _date(items: list[Item], context: Context) -> Slots | None:
    said = of(items, "WD")
    weekday = said[0].number if said else None
    figures = of(items, "DATE")
    if figures:
        return date_from(context.text(figures[0]), context, weekday)
    month, day = of(items, "MONTH")[0], of(items, "ORD", "NUM")[0]
    if not str(day.value).lstrip("-").isdigit() or not 0 < int(day.value) < 100:
        return None
    year = of(items, "YR")
    date = calendar_date(int(day.value), month.number, year[0].number if year else None, weekday)
    return {"invalid": "invalid_date"} if date is None else {"day": date}


def _dotted(items: list[Item], context: Context) -> Slots | None:
    """ "on 24.12." is a date; "at 8.30" and a bare "8.30" are clocks."""
    return date_from(context.text(items[-1]).replace(".", "/"), context)


def _day(items: list[Item], _: Context) -> Slots | None:
    return {"day": Offset(Length(days=of(items, "DAY")[0].number))}


def _day_and_part(items: list[Item], _: Context) -> Slots | None:
    days, pod = of(items, "DAYPOD")[0].value.split(":")
    return {"day": Offset(Length(days=int(days))), "pod": pod}


def _this_part(items: list[Item], _: Context) -> Slots | None:
    return {"day": Offset(Length()), "pod": of(items, "POD")[0].value}


def _part(items: list[Item], _: Context) -> Slots | None:
    return {"pod": of(items, "POD")[0].value}


def _parts_of_days(items: list[Item], _: Context) -> Slots | None:
    """ "evenings", "Sunday evenings": of every one."""
    return {"pod": of(items, "PODS")[0].value, "many": True}


def _weekday(items: list[Item], _: Context) -> Slots | None:
    day = of(items, "WD")[0].number
    week = has(items, "WEEK")
    for which, weeks, kinds in (("next", 1, ("NEXT",)), ("this", 0, ("THIS",)), ("last", -1, ("LAST", "PREV"))):
        if has(items, *kinds):
            return {"day": Weekday(day, "week", weeks) if week else Weekday(day, which)}
    if week:
        return {"day": Offset(Length(days=7), Weekday(day))}
    return {"day": Weekday(day)}


def _weekday_and_figure(items: list[Item], _: Context) -> Slots | None:
    """ "Thursday 26 at 9": both must mean the same day."""
    day = int(number_of(of(items, "NUM")[0]))
    return {"days": (Weekday(of(items, "WD")[0].number), DayOfMonth(day))} if 1 <= day <= 31 else None


def _several(items: list[Item], _: Context) -> Slots | None:
    return {"days": tuple(Weekday(item.number) for item in of(items, "WD"))}


def _from_base(items: list[Item], context: Context) -> Slots | None:
    at = next(i for i, item in enumerate(items) if item.kind in ("START", "ON", "AFTER"))
    length = length_of(items[:at], context)
    base = _base(items[at + 1 :], context)
    if length is None or length.seconds or base is None:
        return None
    if length.months and length.months % 12 == 0 and isinstance(base, Date) and base.year is None:
        return {"vague": context.text(items[at])}  # "a year from Christmas": the last one, or the next?
    return {"day": Offset(length, base)}


def _base(items: list[Item], context: Context) -> Weekday | Date | Offset | None:
    for kinds, action in ((("DATE", "MONTH"), _date), (("WD",), _weekday), (("DAY",), _day), (("HOLIDAY",), _holiday)):
        if has(items, *kinds):
            day = (action(items, context) or {}).get("day")
            return day if isinstance(day, Weekday | Date | Offset) else None
    return None


def _ahead(items: list[Item], context: Context) -> Slots | None:
    length = length_of(items, context)
    if length is None or length == Length():
        return None
    if context.change and not has(items, "FROMNOW", "TO"):  # "to in two days" counts from now
        return {"within": length}
    return {"ahead": length} if length.seconds else {"day": Offset(length)}


def _signed(items: list[Item], context: Context) -> Slots | None:
    """ "+15 minutes": the sign, not the word that means the same."""
    return _ahead(items[1:], context) if context.text(items[0]) == "+" and not context.change else None


def _dashed(items: list[Item], context: Context) -> Slots | None:
    """ "on 24-12", "24-12 at 9": a date; without either it may be a stretch of hours or days."""
    day, month = of(items, "NUM")
    if not (day.value.isdigit() and month.value.isdigit() and len(day.value) < 3 and len(month.value) < 3):
        return None
    slots = date_from(f"{day.value}/{month.value}", context)
    return slots if "day" in slots else None


def _ago(items: list[Item], context: Context) -> Slots | None:
    length = length_of(items, context)
    return None if length is None or length.seconds else {"day": Offset(-length)}


def _month(items: list[Item]) -> MonthRef:
    """The month of "… of next month", "… of December 2027", "… of the month"."""
    months, years = of(items, "MONTH"), of(items, "YR")
    if months:
        return MonthRef(None, months[-1].number, years[-1].number if years else None)
    if has(items, "NEXT"):
        return MonthRef(1)
    return MonthRef(0) if has(items, "THIS") else MonthRef(-1) if has(items, "PREV", "LAST") else MonthRef()


def ordinal(item: Item) -> int:
    return -1 if item.kind == "LAST" else item.number


def _nth(items: list[Item], _: Context) -> Slots | None:
    n = ordinal(of(items, "ORD", "LAST")[0])
    sets = of(items, "DAYSET")
    weekdays = WEEKDAYS[sets[0].value] if sets else (of(items, "WD")[0].number,)
    at = max(i for i, item in enumerate(items) if item.kind in ("WD", "DAYSET", "ORD", "LAST"))
    most = 23 if sets else 5
    return {"day": Nth(n, weekdays, _month(items[at + 1 :]))} if 0 < abs(n) <= most else None


def _day_of_month(items: list[Item], context: Context) -> Slots | None:
    at, said = next((i, item) for i, item in enumerate(items) if item.kind in ("ORD", "LAST", "NUM", "END", "ENDMON"))
    if said.kind == "ORD" and _FEMININE.fullmatch(
        context.tokens[said.start].fold
    ):  # "6a" is Friday, or the sixth of her kind
        return None
    if not has([said], "END", "ENDMON") and not str(said.value or -1).lstrip("-").isdigit():
        return None
    day = -1 if said.kind in ("END", "ENDMON") else ordinal(said)
    if not (day < 0 or 1 <= day <= 31):
        return {"invalid": "invalid_date"}
    return {"day": DayOfMonth(day, _month(items[at + 1 :]))}


def _no_hour(items: list[Item], context: Context) -> Slots | None:
    """ "el 26 por la tarde": no hour goes by such a figure and a part of the day."""
    return _day_of_month(items, context) if number_of(items[-1]) > _NOON else None


def _figure_of_month(items: list[Item], context: Context) -> Slots | None:
    """ "15th" needs no article; "first" does."""
    return _day_of_month(items, context) if context.tokens[items[0].start].kind == "ord" else None


def _days_of_month(items: list[Item], _: Context) -> Slots | None:
    return {"days": tuple(DayOfMonth(ordinal(item)) for item in of(items, "ORD", "NUM"))}


def _holiday(items: list[Item], _: Context) -> Slots | None:
    name = of(items, "HOLIDAY")[0].value
    if name == "easter":
        return {"day": Easter()}
    month, day = name.split("-")
    years = of(items, "YR")
    return {"day": Date(int(month), int(day), years[0].number if years else None, eve=name in _EVES)}


def _end_of_year(items: list[Item], _: Context) -> Slots | None:
    years = of(items, "YR")
    return {"day": Date(12, 31, years[0].number if years else None)}


def _period(items: list[Item], _: Context) -> Slots | None:
    offset = 1 if has(items, "NEXT") else -1 if has(items, "LAST", "PREV") else 0
    units = of(items, *_PERIODS)
    if not units and of(items, "DAYSET")[0].value == "work":  # "the next working day"
        return {"day": Workdays(1)} if offset == 1 else None
    return {"day": Period(_PERIODS[units[0].kind] if units else "weekend", offset)}


def _working_days(items: list[Item], _: Context) -> Slots | None:
    """ "in 3 working days" """
    count = number_of(of(items, "NUM")[0])
    work = of(items, "DAYSET", "DAYSETS")[0].value == "work"
    return {"day": Workdays(int(count))} if work and count == int(count) and 1 <= count <= _FEW else None


def _month_period(items: list[Item], _: Context) -> Slots | None:
    years = of(items, "YR")
    year = years[0].number if years else None
    return {"day": Period("month", -1 if has(items, "LAST", "PREV") else 0, of(items, "MONTH")[0].number, year)}


def _stretch(items: list[Item], context: Context) -> Slots | None:
    length = length_of(items, context)
    if length is None or length.seconds:
        return None
    days = length.days + length.months * 30
    return {"day": Period("days", 0, days=-days if has(items, "LAST", "PREV") else days)}


_ON = "(ON|FOR|AT|IN|OF)? THE*"
_UNTIL_MONTH = "(OF|IN)? MREF"
DAY_RULES: tuple[Rule, ...] = (
    *WEEK_RULES,
    (pattern("(ON|FOR)? THE? DAY"), _day),
    (pattern("(FOR|ON)? DAYPOD"), _day_and_part),
    (pattern("(ON|IN)? THIS POD"), _this_part),
    (pattern("(ON|IN|AT)? THE? POD"), _part),
    (pattern("(ON|IN|AT)? THE? PODS"), _parts_of_days),
    (pattern(f"{_ON} DATEX"), _date),
    (pattern("(ON|FOR) THE? DOT"), _dotted),
    (pattern(f"{_ON} (THIS|NEXT|LAST|PREV)? WD"), _weekday),
    (pattern(f"{_ON} (THIS WD NEXT|THIS NEXT WD)"), lambda items, _: {"day": Weekday(of(items, "WD")[0].number)}),
    (pattern(f"{_ON} WD (OF? (NEXT|THIS|PREV)|WEEK)"), _weekday),
    (
        pattern(f"{_ON} WD (AFTER|OF) THE? NEXT"),
        lambda items, _: {"day": Weekday(of(items, "WD")[0].number, "afternext")},
    ),
    (pattern(f"{_ON} WD (OF|IN|ON|COMMA)? (NEXTWEEK|THISWEEK|THE? (LAST|PREV) WEEK)"), _weekday),
    (pattern("(ON|IN)? (NEXTWEEK|THISWEEK|THE? (LAST|PREV) WEEK) COMMA? ON? THE? WD"), _weekday),
    (pattern(f"{_ON} WD (SEP (ON|THE)* WD)+"), _several),
    (pattern("LENGTH (START|ON|AFTER) THE? (NEXT|THIS)? (DATEX|WD|DAY|HOLIDAY)"), _from_base),
    (pattern("TO? (IN|AFTER (?! HM)) LENGTH (STOP? TIMEW)?"), _ahead),
    (pattern("LENGTH FROMNOW"), _ahead),
    (pattern("AND LENGTH"), _signed),
    (pattern("(ON THE?|ON? THE|DOM) DOM? NUM RANGE NUM (?! UNIT|MONTH|OF|POD|OCLOCK|NUM)"), _dashed),
    (pattern("NUM RANGE NUM (?= COMMA? (AT (NUM|CLOCK|HM|DOT|NOON)|CLOCK|HM))"), _dashed),
    (pattern("LENGTH AGO"), _ago),
    (pattern(f"{_ON} (ORD|LAST) (WD|DAYSET) {_UNTIL_MONTH}"), _nth),
    (pattern(f"{_ON} (WD|DAYSET) (ORD|LAST) {_UNTIL_MONTH}"), _nth),
    (pattern(f"{_ON} (ORD|LAST) WD"), _nth),
    (pattern(f"(?<= MON) {_ON} (WD (ORD|LAST)|(ORD|LAST) DAYSET|DAYSET (ORD|LAST))"), _nth),
    (pattern(f"{_ON} (ORD|LAST) DAYU {_UNTIL_MONTH}"), _day_of_month),
    (pattern(f"{_ON} LAST DAYU"), _day_of_month),
    (
        pattern(f"{_ON} (ORD|LAST|DOM (NUM|ORD)|(?<= THE|DOM) NUM|NUM (?= OF THE? (NEXT|THIS))) (OF|IN) MREF"),
        _day_of_month,
    ),
    (pattern(f"{_ON} DOM (NUM|ORD) MON (NEXT|THIS|PREV)"), _day_of_month),
    (pattern(f"{_ON} DAYU (ORD|LAST) {_UNTIL_MONTH}"), _day_of_month),
    (pattern(f"{_ON} END (OF|IN)? MREF"), _day_of_month),
    (pattern(f"{_ON} ENDMON (NEXT|THIS)?"), _day_of_month),
    (pattern("ON? THE? (END|LAST DAYU|DAYU LAST) (OF|IN)? THE? THIS? (YEAR THIS?|YR)"), _end_of_year),
    (pattern("(ON THE*|THE|FOR THE) ORD (?! WD|DAYU|DAYSET|WEEK|MON|OF)"), _day_of_month),
    (pattern(f"{_ON} WD COMMA? THE? NUM (?= AT|CLOCK|HM|COMMA AT|POD COMMA? (AT|CLOCK|HM))"), _weekday_and_figure),
    (pattern("ORD (?! WD|DAYU|DAYSET|WEEK|MON|OF|UNIT|SEP ORD|TIMES)"), _figure_of_month),
    (pattern("(FOR|ON|THE|THIS|NEXT|OF)* DOM (NUM|ORD) (?! UNIT|TIMES|MONTH|OF MONTH)"), _day_of_month),
    (pattern("THE NUM (?! UNIT|TIMES|MONTH|OF|OCLOCK|POD|PLUS)"), _day_of_month),
    (pattern("THE NUM (?= POD COMMA? (AT|CLOCK|HM))"), _day_of_month),  # "el 30 por la mañana a las 9"
    (pattern("THE NUM (?= POD)"), _no_hour),
    (pattern("(ON|THE|DOM)* (ORD|NUM) (SEP (THE|DOM)* (ORD|NUM))+ (?! UNIT|TIMES|MONTH|OF|WD|POD)"), _days_of_month),
    (pattern(f"{_ON} ((DAYU|DOM) OF?)? THE? HOLIDAY (DAYU|THIS YEAR|NEXT YEAR|YR)?"), _holiday),
    (pattern("(ON|IN|FOR|AT|OF)? (NEXTWEEK|THISWEEK|THE? (LAST|PREV) WEEK|THE? WEEK PREV)"), _period),
    (pattern("(ON|IN|FOR|AT|OF)? THE? ((NEXT|THIS|LAST|PREV) (MON|YEAR)|(MON|YEAR) (NEXT|THIS|PREV))"), _period),
    (pattern("(ON|IN|FOR|AT)? THE? ((NEXT|THIS|LAST|PREV)? DAYSET|DAYSET NEXT)"), _period),
    (pattern("((IN|AFTER) NUM (DAYSET|DAYSETS)|NUM (DAYSET|DAYSETS) FROMNOW)"), _working_days),
    (pattern("(ON|IN|FOR|OF)? (NEXT|THIS|LAST|PREV)? (THE? MON OF?)? MONTH (OF? YR)?"), _month_period),
    (pattern("(IN|ON|WITHIN)? THE? (NEXT|LAST|PREV) NUM (DAYU|WEEK|MON)"), _stretch),
)


ONE_DAY_RULES: tuple[Rule, ...] = tuple(rule for rule in DAY_RULES if rule[1] not in (_several, _days_of_month))


def bare_day(slots: Slots) -> Day | None:
    """The day of slots that hold nothing else."""
    day: Day | None = slots.get("day") if set(slots) == {"day"} else None
    return day
