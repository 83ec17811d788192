"""Grammar of clocks: "at half past 9", "9am and 18:30", "twelve oh three", "between 9 and 17h"."""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.lengths import number_of
from core.language.grammar.patterns import Context, Rule, Slots, has, of, pattern
from core.language.spec import Clock
from core.language.words.symbols import Item
from core.language.words.tokens import clock_of

_NOON = 12
_LAST_HOUR = 24
_FIGURES_OF_CLOCK = 3
_MODES = {"a": "am", "p": "pm"}


def clock_from(item: Item, context: Context) -> Clock:
    """The clock of a single symbol: "9am", "09:00", "17h", "noon", a bare number."""
    if item.kind == "NOON":
        return Clock(int(item.value), mode="exact" if int(item.value) else "midnight")
    if item.kind == "NUM":
        value = number_of(item)
        if item.lang is None and len(item.value) == _FIGURES_OF_CLOCK and item.value.isdigit() and value % 100 < 60:
            return Clock(int(value) // 100, int(value) % 100, mode="written")  # "at 730", "tonight 815"
        return Clock(
            int(value) if value == int(value) and value < 100 else 99, mode="bare" if 0 < value <= _NOON else "exact"
        )
    token = context.tokens[item.start]
    hour, minute, second, half = clock_of(token)
    if half:
        mode = _MODES[half]
    else:
        exact = hour > _NOON or hour == 0 or token.text.startswith("0") or token.kind == "mil"
        mode = "exact" if exact else "written"
    return Clock(hour, minute, second, mode)


def clocks_of(items: list[Item], context: Context) -> tuple[Clock, ...] | None:
    """The clocks of a list such as "at 8, half past 9 and 6pm"."""
    found: list[Clock] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.kind == "POD" and found:
            found[-1] = _with_pod(found[-1], item.value)
        elif item.kind == "PRE":
            found.append(_shifted(clock_from(items[at + 1], context), int(item.value)))
            at += 1
        elif item.kind == "NUM" and at + 1 < len(items) and items[at + 1].kind == "QUARTER":
            pass  # "un cuarto": the article is a number in some languages
        elif item.kind in ("NUM", "HALF", "QUARTER", "CLOCK", "HM", "DOT", "NOON"):
            at = _one(items, at, context, found)
        at += 1
    return tuple(found) or None


def _one(items: list[Item], at: int, context: Context, found: list[Clock]) -> int:
    """Reads one clock at `at` and returns the place of its last symbol."""
    item = items[at]
    after = at + 1 + (items[at + 1].kind == "MIN" if at + 1 < len(items) else 0)
    joint = items[after] if after < len(items) else None
    if joint is not None and joint.kind in ("PLUSMIN", "TO", "AFTER") and item.kind in ("NUM", "HALF", "QUARTER"):
        minutes = _minutes(item)
        after += items[after + 1].kind in ("AT", "THE")
        clock = clock_from(items[after + 1], context)
        found.append(_shifted(clock, -minutes if joint.kind == "TO" else minutes))
        return after + 1
    clock = clock_from(item, context)
    if joint is not None and joint.kind == "ADD":
        last = (
            after
            + 1
            + (
                after + 2 < len(items)
                and items[after + 1].kind in ("ART", "NUM")
                and items[after + 2].kind == "QUARTER"
            )
        )
        found.append(_shifted(clock, -_minutes(items[last]) if joint.value == "minus" else _minutes(items[last])))
        return last
    if joint is not None and after == at + 1 and joint.kind in ("PLUS", "OCLOCK"):
        found.append(_shifted(clock, int(joint.value)) if joint.kind == "PLUS" else clock)
        return after
    found.append(clock)
    return at


def _minutes(item: Item) -> int:
    return {"HALF": 30, "QUARTER": 15}.get(item.kind) or int(number_of(item))


def _hour_and_minute(items: list[Item], context: Context) -> Slots | None:
    """ "a las siete y veinte": an "and" between two numbers is one clock where the second can hardly be an hour."""
    at = next(i for i, item in enumerate(items) if item.kind == "ANDMIN")
    minute = number_of(items[at + 1])
    spelt = items[at + 1].lang is not None and minute % 5 == 0 and (minute >= 10 or items[0].has("AT"))
    sure = spelt or _LAST_HOUR < minute < 60 or has(items, "MIN")
    if not sure or minute != int(minute):
        return None
    added = [replace(item, kind="ADD", value="plus") if item.kind == "ANDMIN" else item for item in items]
    return _times(added, context)


def _half_said(items: list[Item], context: Context) -> Slots | None:
    """ "a las 8 y 30 am": the minutes and the half of the day in one piece."""
    hour, minute, _, half = clock_of(context.tokens[items[-1].start])
    spoken = number_of(next(item for item in items if item.kind == "NUM"))
    if not half or minute or not _NOON < hour < 60 or spoken != int(spoken):
        return None
    return {"clocks": (Clock(int(spoken), hour, 0, _MODES[half]),)}


def _spelt(items: list[Item], context: Context) -> Slots | None:
    """ "ten thirty", "nine fifty nine": as one speaks; only where all of it is in words."""
    hour, *rest = of(items, "NUM")
    values = [int(number_of(item)) for item in rest]
    if any(item.lang is None for item in (hour, *rest)) or not _minute_words(values, has(items, "RANGE")):
        return None
    clock = clock_from(hour, context)
    pod = next((item.value for item in items if item.kind == "POD"), clock.pod)
    mode = "written" if clock.mode == "bare" else clock.mode
    return {"clocks": (Clock(clock.hour, sum(values), 0, mode, pod),)}


def _minute_words(values: list[int], joined: bool) -> bool:
    """Whether numbers are spoken as minutes: "thirty", "fifty nine", "oh five"; behind a hyphen none that may be an hour."""
    tens, *ones = values
    if ones:
        return 0 < ones[0] < 10 and tens % 10 == 0 and (tens <= 50)
    return (tens > _NOON if joined else tens >= 10) and tens < 60


def _figures(items: list[Item], context: Context) -> Slots | None:
    """ "at 8 30": two figures, the second of them minutes."""
    hour, minute = of(items, "NUM")[:2]
    written = minute.lang is None and len(minute.value) == 2 and minute.value.isdigit() and int(minute.value) < 60
    if hour.lang is not None or not written or number_of(hour) != int(number_of(hour)):
        return None
    pod = next((item.value for item in items if item.kind == "POD"), None)
    clock = clock_from(hour, context)
    mode = "written" if clock.mode == "bare" else clock.mode
    return {"clocks": (Clock(clock.hour, int(minute.value), 0, mode, pod),)}


def _half_hour(items: list[Item], context: Context) -> Slots | None:
    """ "at half nine": half past it for the British, half to it for others; the first is offered."""
    hour = of(items, "NUM")[0]
    said = next(item for item in items if item.kind == "HALF")
    pod = next((item.value for item in items if item.kind == "POD"), None)
    clock = _shifted(clock_from(hour, context), 30)
    if number_of(hour) > _NOON:
        return None
    return {"vague": context.text(said), "clocks": (_with_pod(clock, pod) if pod else clock,)}


def _before_day(items: list[Item], context: Context) -> Slots | None:
    """ "8 tonight", "9 tomorrow": the hour before its day."""
    clock = clock_from(items[0], context)
    return {"clocks": (clock,)} if clock.hour <= _LAST_HOUR else None


def _shifted(clock: Clock, minutes: int) -> Clock:
    """ "half past 8", "ten to nine": the hour stays as unsure as it was; only figures ("9:30") say which half of the day."""
    total = clock.hour * 60 + clock.minute + minutes
    if clock.mode == "midnight" and abs(minutes) < 60:  # "ten to midnight" is still the day before
        return Clock(total // 60 % 24, total % 60, 0, "exact")
    if not 0 <= total < 24 * 60 or abs(minutes) >= 60:
        return Clock(99)
    hour = total // 60
    if clock.mode != "exact" and hour == 0:
        hour = _NOON
    mode = clock.mode
    if clock.mode in ("am", "pm") and minutes < 0 and clock.hour == _NOON:
        mode = "pm" if clock.mode == "am" else "am"
    return Clock(hour, total % 60, 0, mode)


def _with_pod(clock: Clock, pod: str) -> Clock:
    return Clock(clock.hour, clock.minute, clock.second, clock.mode, pod)


def _from_to(items: list[Item]) -> bool:
    """Whether "8 to 9" in figures may be a stretch; "10 to 9", "ten to eleven", "5 minutes to 6" are clocks."""
    for at, item in enumerate(items[:-2]):
        after = items[at + 2] if items[at + 2].kind != "AT" else items[min(at + 3, len(items) - 1)]
        if item.kind == "NUM" and items[at + 1].kind == "TO" and after.kind == "NUM" and item.lang is None:
            return number_of(item) < number_of(after)
    return False


def _times(items: list[Item], context: Context) -> Slots | None:
    if _from_to(items):
        return None
    parted = zip(items, [*items[1:], None], strict=True)  # "9 heures et demie": the unit says nothing
    items = [item for item, after in parted if not (item.kind == "HOUR" and after and after.kind == "PLUS")]
    clocks = clocks_of(items, context)
    return None if clocks is None else {"clocks": clocks}


def _about(items: list[Item], context: Context) -> Slots | None:
    return {"vague": context.text(items[0]), **(_times(items[1:], context) or {})}


def _window(items: list[Item], context: Context) -> Slots | None:
    clocks = clocks_of([item for item in items if item.kind not in ("TO", "AND", "ANDMIN", "AT")], context)
    return {"window": clocks} if clocks and len(clocks) == 2 else None


def _moment(items: list[Item], context: Context) -> Slots | None:
    from core.language.grammar.when_days import date_from

    day, _, clock = context.tokens[items[-1].start].text.upper().partition("T")
    hour, minute, second = (int(part) for part in (*clock.split(":"), "0")[:3])
    slots = date_from(day, context)
    return (
        slots if slots is None or "day" not in slots else {**slots, "clocks": (Clock(hour, minute, second, "exact"),)}
    )


_PREFIX = "((FOR|START)? AT THE?|TO (?= (ART|NUM)? QUARTER TO))"
_HOUR = "AT? (H1|N1) HOUR? POD?"
TIME_RULES: list[Rule] = [
    (pattern("AT? NUM (AND|ANDMIN) CLOCK"), _half_said),
    (pattern("AT? NUM RANGE? NUM RANGE? NUM? POD?"), _spelt),
    (pattern("(?<= CLOCK|HM|NUM|DOT|POD|NOON|PLUS) OCLOCK (?! WORD)"), lambda _, __: {}),  # "17h en punto"
    (pattern("(?<= CLOCK|HM|NUM|DOT|POD|NOON|PLUS|OCLOCK) SHARP (?! WORD)"), lambda _, __: {}),  # "9am sharp"
    (pattern("AT NUM NUM (?! UNIT|MONTH|OF|TIMES|NUM|OCLOCK|ORD|DATE|WDS|OTHER) POD?"), _figures),
    (pattern("(FOR|START)? AT? HALF NUM (?! UNIT|MONTH|OF|TIMES|NUM) POD?"), _half_hour),
    (pattern("NUM (?= DAYPOD|THIS POD|DAY)"), _before_day),
    (pattern(f"{_PREFIX} NUM ANDMIN NUM MIN? HOUR? POD?"), _hour_and_minute),
    (pattern("NUM ANDMIN NUM MIN? POD"), _hour_and_minute),
    (pattern("AT? NOON ANDMIN NUM MIN?"), _hour_and_minute),
    (
        pattern(f"({_PREFIX} HOUR1|(FOR|START)? H1|N1 POD) HOUR? POD? OCLOCK? (SEP AT? (H1|N1) HOUR? POD? OCLOCK?)*"),
        _times,
    ),
    (pattern("AT? H1 POD? (AT? H1 POD?)+ SEP AT? H1 POD?"), _times),  # "8h 14h e 20h"
    (pattern("AT? APPROX AT? (H1|N1) POD?"), _about),
    (pattern(f"(START|BETWEEN) {_HOUR} (TO|AND|ANDMIN|UNTIL|RANGE) THE? {_HOUR}"), _window),
    (pattern(f"OF AT? (H1|N1) POD? (TO|UNTIL|RANGE) THE? {_HOUR}"), _window),
    (pattern("(START|OF) AT (H1|N1) POD? AT (H1|N1) HOUR? POD?"), _window),
    (pattern(f"AT? H1 (TO|UNTIL|RANGE) {_HOUR}"), _window),
    (pattern("N1 (TO|RANGE) CLOCK"), _window),
    (pattern("ON? MOMENT"), _moment),
]
