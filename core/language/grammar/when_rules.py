"""Grammar of repetitions: "every other Tuesday", "the 10th and 25th of each month", "Mon-Fri", "twice a day"."""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.lengths import length_of, number_of
from core.language.grammar.patterns import Context, Rule, Slots, has, of, pattern
from core.language.grammar.when_days import WEEKDAYS, _date, ordinal
from core.language.grammar.when_months import (
    interval_of,
    last_day,
    month_days,
    nth,
    nth_of_month,
    nth_of_year,
    or_last,
    ordinals,
    repeated,
    several_nth,
    thirty_first,
)
from core.language.spec import WEEKS_OF_DAYS, Date, Length
from core.language.spec import Rule as Repeat
from core.language.words.symbols import Item

_FEW = 52
_FREQS = {
    "SECS": ("SECONDLY", 1), "MIN": ("MINUTELY", 1), "HOUR": ("HOURLY", 1), "DAYU": ("DAILY", 1), "WEEK": ("WEEKLY", 1),
    "FORT": ("WEEKLY", 2), "MON": ("MONTHLY", 1), "QTR": ("MONTHLY", 3), "YEAR": ("YEARLY", 1),
}  # fmt: skip
_WITHIN_DAYS = ("HOURLY", "MINUTELY")


def _every_unit(items: list[Item], context: Context) -> Slots | None:
    unit = of(items, *_FREQS)[-1]
    freq, times = _FREQS[unit.kind]
    interval = interval_of([item for item in items if item is not unit])
    if interval is None or has(items, "HALF"):
        return None if has(items, "ORD") else _every_length(items, context)
    return repeated(Repeat(freq, interval * times))


def _every_length(items: list[Item], context: Context) -> Slots | None:
    """ "every half hour", "every hour and a half"."""
    length = length_of(items[1:], context)
    if length is None or length == Length() or (length.seconds and (length.days or length.months)):
        return None
    if length.seconds:
        for freq, size in (("HOURLY", 3600), ("MINUTELY", 60), ("SECONDLY", 1)):
            if length.seconds % size == 0:
                return repeated(Repeat(freq, length.seconds // size))
    return None


def _freq(items: list[Item], _: Context) -> Slots | None:
    freq, interval = of(items, "FREQ")[0].value.partition(":")[::2]
    if freq == "BI":
        return repeated(Repeat("WEEKLY", unclear="biweekly"))
    return repeated(Repeat(freq, int(interval or 1)))


def _weekdays(items: list[Item], _: Context) -> Slots | None:
    found = tuple(sorted({item.number for item in of(items, "WD", "WDS")}))
    said = [item for item in items if item.kind in ("OTHER", "NUM", "ORD", "LAST")]
    if not said:
        return repeated(Repeat("WEEKLY", 1, found))
    n = 2 if said[0].kind == "OTHER" else ordinal(said[0])
    if said[0].kind in ("OTHER", "NUM"):
        return repeated(Repeat("WEEKLY", n, found)) if 1 <= n <= 52 else None
    if n in (1, -1, -2):
        return repeated(Repeat("MONTHLY", nth=tuple((n, day) for day in found)))
    return repeated(Repeat("WEEKLY", n, found, unclear="nth_or_interval")) if n <= 5 else None


def _next_few(items: list[Item], _: Context) -> Slots | None:
    """ "the next 3 Mondays" """
    count = number_of(of(items, "NUM")[0])
    weekly = Repeat("WEEKLY", 1, (items[-1].number,))
    return {**repeated(weekly), "count": int(count)} if count == int(count) and 2 <= count <= _FEW else None


def _range(items: list[Item], _: Context) -> Slots | None:
    first, last = (item.number for item in of(items, "WD", "WDS"))
    days = [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return repeated(Repeat("WEEKLY", 1, tuple(sorted(days)))) if first != last else None


def _from_to(items: list[Item], context: Context) -> Slots | None:
    """ "from Monday to Friday"; of a message that is moved, the days it leaves and goes to."""
    return None if context.change else _range(items, context)


def _day_set(items: list[Item], _: Context) -> Slots | None:
    said = of(items, "DAYSET", "DAYSETS")[0]
    unclear = "weekend" if said.kind == "DAYSET" and said.value == "weekend" else None
    return repeated(Repeat("WEEKLY", 1, WEEKDAYS[said.value], unclear=unclear))


def _yearly(items: list[Item], context: Context) -> Slots | None:
    slots = _date(items, context) if has(items, "DATE", "MONTH") else None
    if has(items, "HOLIDAY"):
        month, _, day = of(items, "HOLIDAY")[0].value.partition("-")
        slots = {"day": Date(int(month), int(day))} if day else None
    if slots is None or "invalid" in slots:
        return slots
    date = slots["day"]
    if date.year is not None:
        return None
    return repeated(Repeat("YEARLY", monthdays=(date.day,), month=date.month))


def _every_month(items: list[Item], _: Context) -> Slots | None:
    return repeated(Repeat("YEARLY", month=of(items, "MONTH")[0].number))


def _in_turns(items: list[Item], context: Context) -> Slots | None:
    """ "de 3 em 3 dias", "de hora en hora": the same twice."""
    at = next(i for i, item in enumerate(items) if item.kind in ("IN", "ON", "TO"))
    first, second = items[:at], items[at + 1 :]
    said = [item.value for item in of(first, "NUM")]
    unit = of(first, *_FREQS)
    if said != [item.value for item in of(second, "NUM")] or (unit and unit[-1].kind != second[-1].kind):
        return None
    return _every_unit(second, context) if said or unit else None


def _every_other(items: list[Item], _: Context) -> Slots | None:
    """ "sexta sim, sexta não", "dia sim, dia não" """
    days = of(items, "WD")
    if not days:
        return repeated(Repeat("WEEKLY" if has(items, "WEEK") else "DAILY", 2))
    return repeated(Repeat("WEEKLY", 2, (days[0].number,))) if len({day.value for day in days}) == 1 else None


def _alternate(items: list[Item], _: Context) -> Slots | None:
    """ "los jueves alternos", "em dias alternados" """
    days = tuple(sorted({item.number for item in of(items, "WD", "WDS")}))
    return repeated(Repeat("DAILY" if has(items, "DAYU", "DOM") else "WEEKLY", 2, days))


def _times_per(items: list[Item], _: Context) -> Slots | None:
    at = next(i for i, item in enumerate(items) if item.kind in ("TIMESPER", "TIMES"))
    times = items[at].number if items[at].kind == "TIMESPER" else int(number_of(items[at - 1]))
    if has(items, "FREQ"):
        freq = of(items, "FREQ")[0].value.partition(":")[0]
        interval = 1
    else:
        unit = of(items[at + 1 :], *_FREQS) or of(items[:at], *_FREQS)
        freq, interval = _FREQS[unit[0].kind] if unit else ("", 1)
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return None
    return {"times_per": (times, freq), "rule": Repeat(freq, interval)}


_ORDS = "(ORD|LAST) (SEP (ON|THE)* (ORD|LAST))*"
_LASTDAY = "LAST DAYU|DAYU LAST"
_NUMS = f"(DAYNUM|{_LASTDAY}|LAST (?= SEP)) (SEP (THE|DOM|ON)* ({_LASTDAY}|ORD|NUM|LAST))*"
_NTH = "((ORD|LAST) WD|WD (ORD|LAST))"
_EACH = "(OF|IN|ON)? (EVERY|PER) (OTHER|NUM|ORD)? MON"
_EVERY = "(ON|AT|FOR)? EVERY"
RULE_RULES: list[Rule] = [
    (pattern(f"{_EVERY}? (NUM|ART)? UNIT ONCE"), _every_unit),
    (pattern("OF? NUM? UNIT? (IN|ON|TO) NUM? UNIT"), _in_turns),
    (pattern("(ART|NUM)? (DAYU|DOM|WD|WEEK) YES (SEP)? (ART|NUM)* OTHER? (DAYU|DOM|WD|WEEK)? NO"), _every_other),
    (pattern(f"{_EVERY} (WD|DAYSET) (ORD|LAST) ((OF|IN) (EVERY|THE|ART|PER)? MON)?"), nth),
    (
        pattern(
            "(ON|AT)? EVERYDOM (NUM|ORD) (?! POD|OCLOCK|HOUR|PLUS|UNIT|ANDMIN|ADD)"
            " (SEP DOM? (NUM|ORD))* ((OF|IN) (EVERY|THE)? MON)?"
        ),
        month_days,
    ),
    (pattern("EVERYDOM NUM ANDMIN NUM (?= AT (NUM|CLOCK|HM|DOT|H1))"), month_days),
    (pattern("EVERYDOM"), lambda items, _: repeated(Repeat("DAILY"))),
    (pattern(f"ON? THE? (DAYU|DAYSET) (ORD|LAST) {_EACH}"), last_day),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD)? UNIT"), _every_unit),
    (pattern("EVERY (LENGTH|HALF ART? HOUR|HOUR AND ART? HALF)"), _every_length),
    (pattern("FREQ"), _freq),
    (pattern("EVERY THE? POD"), lambda items, _: {**repeated(Repeat("DAILY")), "pod": items[-1].value}),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD|LAST)? WDLIST"), _weekdays),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD)? WDS (SEP WDS)*"), _weekdays),
    (pattern("WDSLIST"), _weekdays),
    (pattern("ON? OTHER WDS (SEP WDS)*"), _weekdays),
    (
        pattern("(WDSLIST|(ON|IN|FOR|EVERY|AT)? THE? (WD|DAYU|DOM|WEEK)|(ART|NUM) (WD|DAYU|DOM|WEEK)) ALTERNATE"),
        _alternate,
    ),
    (pattern("(ON|FOR)? THE? (NEXT NUM|NUM NEXT) (WD|WDS)"), _next_few),
    (pattern("(EVERY|ON|OF|FOR)? THE? (WD|WDS) (RANGE|TO) THE? (WD|WDS)"), _range),
    (pattern("EVERY? START THE? (WD|WDS) (RANGE|TO) THE? (WD|WDS)"), _from_to),
    (pattern("(ON|FOR|AT)? THE? (EVERY|ART)? DAYSETS"), _day_set),
    (pattern("(ON|FOR)? EVERY DAYSET"), _day_set),
    (pattern(f"ON? THE* {_ORDS} (WD|DAYSET) {_EACH}"), nth),
    (pattern(f"ON? WD {_ORDS} {_EACH}"), nth),
    (pattern(f"(ON|EVERY)* THE? {_NTH} (SEP (ON|THE|EVERY)* {_NTH})+ ({_EACH}|(OF|IN) (THE|ART)? MON)"), several_nth),
    (pattern(f"{_EVERY} {_ORDS} (WD|DAYSET) ((OF|IN) (EVERY|THE|ART|PER)? MON)"), nth),
    (pattern(f"{_EVERY} {_ORDS} DAYSET"), nth),
    (pattern(f"{_EVERY} {_ORDS} WD (OF|IN) MONTH"), nth_of_month),
    (pattern(f"ON? THE* {_ORDS} (WD|DAYSET) (OF|IN|ON)? (EVERY|PER) YEAR"), nth_of_year),
    (pattern(f"ON? THE* (WD|DAYSET) {_ORDS} (OF|IN|ON)? (EVERY|PER) YEAR"), nth_of_year),
    (pattern(f"ON? THE* {_NUMS} {_EACH}"), month_days),
    (pattern(f"ON? THE* DAYNUM ORELSE (ON|THE)* ({_LASTDAY}) {_EACH}"), or_last),
    (pattern(f"{_EVERY} ORD (SEP THE? ORD)* ((OF|IN) (THE|EVERY|ART) MON)? (?! UNIT|WD|DAYSET|OF|MONTH)"), ordinals),
    (pattern(f"{_EVERY} NUM (?! UNIT|TIMES|MONTH|WD|OF MONTH|OTHER)"), thirty_first),
    (pattern(f"{_EVERY} DOM (NUM|ORD) (SEP DOM? (NUM|ORD))*"), month_days),
    (pattern(f"{_EVERY} DOM? (NUM|ORD) (SEP DOM? (NUM|ORD))* (OF|IN) (EVERY|THE)? MON"), month_days),
    (pattern(f"ON? THE* (ORD|LAST) DAYU {_EACH}"), month_days),
    (pattern(f"{_EVERY} (ORD|LAST) DAYU (OF|IN) THE? MON"), month_days),
    (pattern(f"(ON|AT)? THE? END OF? {_EACH}"), month_days),
    (pattern(f"{_EVERY} (ENDMON|END (OF|IN)? THE? MON)"), month_days),
    (pattern(f"{_EVERY} DATEX"), _yearly),
    (pattern(f"{_EVERY} HOLIDAY"), _yearly),
    (pattern("EVERYDOM (NUM|ORD) OF? MONTH"), _yearly),
    (pattern(f"{_EVERY} MONTH (?! YR|NUM|ORD|THE)"), _every_month),
    (pattern("(TIMESPER|NUM TIMES) (ART|EVERY|PER|THE)? UNIT"), _times_per),
    (pattern("(TIMESPER|NUM TIMES) FREQ"), _times_per),
    (pattern("(ART|EVERY|PER) UNIT (TIMESPER|NUM TIMES)"), _times_per),
]


def merged(one: Repeat, other: Repeat) -> Repeat | None:
    """Two spoken repetitions that are one ("every month" + "on the first Monday of the month"); None if they differ."""
    if one == other:
        return one
    plain, full = (one, other) if _plain(one) else (other, one)
    if not _plain(plain) or full.interval != 1:
        return None
    if plain.freq in _WITHIN_DAYS and full == Repeat("WEEKLY", weekdays=full.weekdays, unclear=full.unclear):
        return replace(plain, weekdays=full.weekdays, unclear=full.unclear)  # "every 2 hours" + "on weekdays"
    if plain.freq == "DAILY" and full.freq == "WEEKLY" and full.weekdays and plain.interval in WEEKS_OF_DAYS:
        return replace(full, interval=WEEKS_OF_DAYS[plain.interval])  # "de 15 em 15 dias à sexta"
    days = plain.freq == "DAILY" and plain.interval == 1 and full.freq == "WEEKLY" and len(full.weekdays) > 1
    return replace(full, interval=plain.interval) if plain.freq == full.freq or days else None


def _plain(rule: Repeat) -> bool:
    return rule == Repeat(rule.freq, rule.interval)
