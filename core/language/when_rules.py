"""Grammar of repetitions: "every other Tuesday", "the 10th and 25th of each month", "Mon-Fri", "twice a day"."""

from __future__ import annotations

from dataclasses import replace

from core.language.lengths import length_of, number_of
from core.language.patterns import Context, Rule, Slots, has, of, pattern
from core.language.spec import Date, Length
from core.language.spec import Rule as Repeat
from core.language.symbols import Item
from core.language.when_days import WEEKDAYS, _date, ordinal

_FREQS = {
    "SECS": ("SECONDLY", 1), "MIN": ("MINUTELY", 1), "HOUR": ("HOURLY", 1), "DAYU": ("DAILY", 1), "WEEK": ("WEEKLY", 1),
    "FORT": ("WEEKLY", 2), "MON": ("MONTHLY", 1), "QTR": ("MONTHLY", 3), "YEAR": ("YEARLY", 1),
}  # fmt: skip
_FROM_END = 7  # "the fifth day from the end"


def _rule(rule: Repeat) -> Slots:
    return {"rule": rule}


def _interval(items: list[Item]) -> int | None:
    """ "other", "3", "3rd": the interval that is spoken before a unit."""
    if has(items, "OTHER"):
        return 2
    said = of(items, "NUM", "ORD")
    if not said:
        return 1
    value = number_of(said[0])
    least = 2 if said[0].kind == "ORD" else 1  # "every first day" says something else than "every day"
    return int(value) if value == int(value) and least <= value <= 10_000 else None


def _every_unit(items: list[Item], context: Context) -> Slots | None:
    unit = of(items, *_FREQS)[-1]
    freq, times = _FREQS[unit.kind]
    interval = _interval([item for item in items if item is not unit])
    if interval is None or has(items, "HALF"):
        return None if has(items, "ORD") else _every_length(items, context)
    return _rule(Repeat(freq, interval * times))


def _every_length(items: list[Item], context: Context) -> Slots | None:
    """ "every half hour", "every hour and a half"."""
    length = length_of(items[1:], context)
    if length is None or length == Length() or (length.seconds and (length.days or length.months)):
        return None
    if length.seconds:
        for freq, size in (("HOURLY", 3600), ("MINUTELY", 60), ("SECONDLY", 1)):
            if length.seconds % size == 0:
                return _rule(Repeat(freq, length.seconds // size))
    return None


def _freq(items: list[Item], _: Context) -> Slots | None:
    freq, interval = of(items, "FREQ")[0].value.partition(":")[::2]
    if freq == "BI":
        return _rule(Repeat("WEEKLY", unclear="biweekly"))
    return _rule(Repeat(freq, int(interval or 1)))


def _weekdays(items: list[Item], _: Context) -> Slots | None:
    found = tuple(sorted({item.number for item in of(items, "WD", "WDS")}))
    said = [item for item in items if item.kind in ("OTHER", "NUM", "ORD", "LAST")]
    if not said:
        return _rule(Repeat("WEEKLY", 1, found))
    n = 2 if said[0].kind == "OTHER" else ordinal(said[0])
    if said[0].kind in ("OTHER", "NUM"):
        return _rule(Repeat("WEEKLY", n, found)) if 1 <= n <= 52 else None
    if n in (1, -1, -2):
        return _rule(Repeat("MONTHLY", nth=tuple((n, day) for day in found)))
    return _rule(Repeat("WEEKLY", n, found, unclear="nth_or_interval")) if n <= 5 else None


def _range(items: list[Item], _: Context) -> Slots | None:
    first, last = (item.number for item in of(items, "WD", "WDS"))
    days = [(first + i) % 7 for i in range((last - first) % 7 + 1)]
    return _rule(Repeat("WEEKLY", 1, tuple(sorted(days)))) if first != last else None


def _from_to(items: list[Item], context: Context) -> Slots | None:
    """ "from Monday to Friday"; of a message that is moved, the days it leaves and goes to."""
    return None if context.change else _range(items, context)


def _day_set(items: list[Item], _: Context) -> Slots | None:
    said = of(items, "DAYSET", "DAYSETS")[0]
    unclear = "weekend" if said.kind == "DAYSET" and said.value == "weekend" else None
    return _rule(Repeat("WEEKLY", 1, WEEKDAYS[said.value], unclear=unclear))


def _months(items: list[Item]) -> int | None:
    """The interval in "of every other month", "of each month"."""
    at = max(i for i, item in enumerate(items) if item.kind in ("EVERY", "PER", "OF", "MON"))
    start = next((i for i, item in enumerate(items) if item.kind in ("EVERY", "PER")), at)
    return _interval(items[start:]) if start < len(items) and start != 0 else 1


def _nth(items: list[Item], _: Context) -> Slots | None:
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
    if interval is None or not ns or not all(-5 <= n <= 5 for n in ns):
        return None
    if sets:
        return (
            _rule(Repeat("MONTHLY", interval, last_of=WEEKDAYS[sets[0].value], setpos=ns[0])) if len(ns) == 1 else None
        )
    days = [item.number for item in of(items, "WD")]
    return _rule(Repeat("MONTHLY", interval, nth=tuple((n, day) for n in ns for day in days)))


def _several_nth(items: list[Item], _: Context) -> Slots | None:
    """ "the first Monday and the last Friday of each month": as many days as places."""
    days = [item.number for item in of(items, "WD")]
    at = max(i for i, item in enumerate(items) if item.kind in ("WD", "ORD", "LAST"))
    ns = [ordinal(item) for item in of(items[: at + 1], "ORD", "LAST")]
    interval = _months(items[at + 1 :]) if has(items[at + 1 :], "EVERY", "PER") else 1
    repeats = has(items, "EVERY", "PER")
    if not repeats or interval is None or len(ns) != len(days) or not all(-5 <= n <= 5 for n in ns):
        return None
    return _rule(Repeat("MONTHLY", interval, nth=tuple(zip(ns, days, strict=True))))


def _nth_of_month(items: list[Item], context: Context) -> Slots | None:
    """ "every first Monday of December": once a year."""
    slots = _nth(items, context)
    if slots is None:
        return None
    return _rule(replace(slots["rule"], freq="YEARLY", month=of(items, "MONTH")[0].number))


def _ordinals(items: list[Item], context: Context) -> Slots | None:
    """ "every 15th"; in words only with its month: "every second" is something else."""
    spelt = any(context.tokens[item.start].kind != "ord" for item in of(items, "ORD"))
    return None if spelt and not has(items, "MON") else _month_days(items, context)


def _thirty_first(items: list[Item], _: Context) -> Slots | None:
    """ "cada 31": the only bare figure after "every" that can be nothing but a day."""
    return _rule(Repeat("MONTHLY", monthdays=(31,))) if number_of(items[-1]) == 31 else None


def _month_days(items: list[Item], _: Context) -> Slots | None:
    at = [i for i, item in enumerate(items) if item.kind == "EVERY"]
    before = items[: at[0]] if at and at[0] > 0 else items
    days = [ordinal(item) for item in of(before, "ORD", "NUM", "LAST") if str(item.value or -1).lstrip("-").isdigit()]
    if has(items, "END", "ENDMON"):
        days = [-1]
    interval = 1 if has(items, "EVERYDOM") else _months(items)
    if interval is None or not days or not all(1 <= day <= 31 or -_FROM_END <= day < 0 for day in days):
        return None
    return _rule(Repeat("MONTHLY", interval, monthdays=tuple(sorted(set(days)))))


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
    return _rule(Repeat("YEARLY", monthdays=(date.day,), month=date.month))


def _every_month(items: list[Item], _: Context) -> Slots | None:
    return _rule(Repeat("YEARLY", month=of(items, "MONTH")[0].number))


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
        return _rule(Repeat("DAILY", 2))
    return _rule(Repeat("WEEKLY", 2, (days[0].number,))) if len({day.value for day in days}) == 1 else None


def _last_day(items: list[Item], context: Context) -> Slots | None:
    """ "hari kerja terakhir setiap bulan": the noun before its number."""
    return _nth(items, context) if has(items, "DAYSET") else _month_days(items, context)


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
_NUMS = f"(DAYNUM|{_LASTDAY}) (SEP (THE|DOM|ON)* ({_LASTDAY}|ORD|NUM))*"
_NTH = "((ORD|LAST) WD|WD (ORD|LAST))"
_EACH = "(OF|IN|ON)? (EVERY|PER) (OTHER|NUM|ORD)? MON"
_EVERY = "(ON|AT|FOR)? EVERY"
RULE_RULES: list[Rule] = [
    (pattern(f"{_EVERY}? (NUM|ART)? UNIT ONCE"), _every_unit),
    (pattern("OF? NUM? UNIT? (IN|ON|TO) NUM? UNIT"), _in_turns),
    (pattern("(ART|NUM)? (DAYU|DOM|WD) YES (SEP)? (ART|NUM)* OTHER? (DAYU|DOM|WD)? NO"), _every_other),
    (pattern(f"{_EVERY} (WD|DAYSET) (ORD|LAST) ((OF|IN) (EVERY|THE|ART|PER)? MON)?"), _nth),
    (
        pattern("(ON|AT)? EVERYDOM (NUM|ORD) (?! POD|OCLOCK|HOUR|PLUS|UNIT|ANDMIN|ADD) (SEP DOM? (NUM|ORD))*"),
        _month_days,
    ),
    (pattern("EVERYDOM NUM ANDMIN NUM (?= AT (NUM|CLOCK|HM|DOT|H1))"), _month_days),
    (pattern("EVERYDOM"), lambda items, _: _rule(Repeat("DAILY"))),
    (pattern(f"ON? THE? (DAYU|DAYSET) (ORD|LAST) {_EACH}"), _last_day),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD)? UNIT"), _every_unit),
    (pattern("EVERY (LENGTH|HALF ART? HOUR|HOUR AND ART? HALF)"), _every_length),
    (pattern("FREQ"), _freq),
    (pattern("EVERY THE? POD"), lambda items, _: {**_rule(Repeat("DAILY")), "pod": items[-1].value}),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD|LAST)? WDLIST"), _weekdays),
    (pattern(f"{_EVERY} (OTHER|NUM|ORD)? WDS (SEP WDS)*"), _weekdays),
    (pattern("WDSLIST"), _weekdays),
    (pattern("(EVERY|ON|OF|FOR)? THE? (WD|WDS) (RANGE|TO) THE? (WD|WDS)"), _range),
    (pattern("EVERY? START THE? (WD|WDS) (RANGE|TO) THE? (WD|WDS)"), _from_to),
    (pattern("(ON|FOR|AT)? THE? (EVERY|ART)? DAYSETS"), _day_set),
    (pattern("(ON|FOR)? EVERY DAYSET"), _day_set),
    (pattern(f"ON? THE* {_ORDS} (WD|DAYSET) {_EACH}"), _nth),
    (pattern(f"ON? WD {_ORDS} {_EACH}"), _nth),
    (pattern(f"(ON|EVERY)* THE? {_NTH} (SEP (ON|THE|EVERY)* {_NTH})+ ({_EACH}|(OF|IN) (THE|ART)? MON)"), _several_nth),
    (pattern(f"{_EVERY} {_ORDS} (WD|DAYSET) ((OF|IN) (EVERY|THE|ART|PER)? MON)"), _nth),
    (pattern(f"{_EVERY} {_ORDS} DAYSET"), _nth),
    (pattern(f"{_EVERY} {_ORDS} WD (OF|IN) MONTH"), _nth_of_month),
    (pattern(f"ON? THE* {_NUMS} {_EACH}"), _month_days),
    (pattern(f"{_EVERY} ORD (SEP THE? ORD)* ((OF|IN) (THE|EVERY|ART) MON)? (?! UNIT|WD|DAYSET|OF|MONTH)"), _ordinals),
    (pattern(f"{_EVERY} NUM (?! UNIT|TIMES|MONTH|WD|OF MONTH|OTHER)"), _thirty_first),
    (pattern(f"{_EVERY} DOM (NUM|ORD) (SEP DOM? (NUM|ORD))*"), _month_days),
    (pattern(f"ON? THE* (ORD|LAST) DAYU {_EACH}"), _month_days),
    (pattern(f"{_EVERY} (ORD|LAST) DAYU (OF|IN) THE? MON"), _month_days),
    (pattern(f"(ON|AT)? THE? END OF? {_EACH}"), _month_days),
    (pattern(f"{_EVERY} (ENDMON|END (OF|IN)? THE? MON)"), _month_days),
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
    days = plain.freq == "DAILY" and plain.interval == 1 and full.freq == "WEEKLY" and len(full.weekdays) > 1
    return replace(full, interval=plain.interval) if plain.freq == full.freq or days else None


def _plain(rule: Repeat) -> bool:
    return rule == Repeat(rule.freq, rule.interval)
