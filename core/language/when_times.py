"""Grammar of clocks and lengths: "at half past 9", "9am and 18:30", "an hour and a half", "between 9 and 17h"."""

from __future__ import annotations

from core.language.patterns import Context, Rule, Slots, pattern
from core.language.spec import Clock, Length
from core.language.symbols import Item
from core.language.tokens import clock_of

_SECONDS = {"SECS": 1, "MIN": 60, "HOUR": 3600}
_DAYS = {"DAYU": 1, "WEEK": 7, "FORT": 14}
_MONTHS = {"MON": 1, "QTR": 3, "YEAR": 12}
_NOON = 12
_MODES = {"a": "am", "p": "pm"}


def number_of(item: Item) -> float:
    """The value of a NUM, ART, ORD."""
    return 1 if item.kind == "ART" else float(str(item.value).replace(",", ".") or 0)


def length_of(items: list[Item], context: Context) -> Length | None:
    """The sum of "1 hour 30 minutes", "an hour and a half", "2h30"; None for a length without sense (half a month)."""
    total = {"months": 0.0, "days": 0.0, "seconds": 0.0}
    amount: float | None = None
    last: tuple[str, float] | None = None
    article = False  # "a half hour" is half an hour, "one and a half hours" is more
    for item in items:
        if item.kind == "HM":
            hour, minute, _, _ = clock_of(context.tokens[item.start])
            total["seconds"] += hour * 3600 + minute * 60
        elif item.kind == "NUM" or (item.kind == "ART" and amount is None):
            if item.kind == "NUM" and amount is not None:
                return None
            amount, article = number_of(item), item.kind == "ART"
        elif item.kind in ("HALF", "QUARTER"):
            part = 0.5 if item.kind == "HALF" else 0.25
            if last is not None:
                total[last[0]] += part * last[1]
            else:
                amount = part if amount is None or article else amount + part
        elif (unit := _unit(item)) is not None:
            total[unit[0]] += (1 if amount is None else amount) * unit[1]
            amount, last = None, unit
    return _whole(total)


def _unit(item: Item) -> tuple[str, float] | None:
    for name, table in (("seconds", _SECONDS), ("days", _DAYS), ("months", _MONTHS)):
        if item.kind in table:
            return name, table[item.kind]
    return None


def _whole(total: dict[str, float]) -> Length | None:
    days = total["days"]
    if days % 1:  # half a day is twelve hours
        total["seconds"], days = total["seconds"] + days % 1 * 86400, days // 1
    if total["months"] % 1 or max(total.values()) > 10**9:
        return None
    return Length(int(total["months"]), int(days), round(total["seconds"]))


def clock_from(item: Item, context: Context) -> Clock:
    """The clock of a single symbol: "9am", "09:00", "17h", "noon", a bare number."""
    if item.kind == "NOON":
        return Clock(int(item.value), mode="exact" if int(item.value) else "midnight")
    if item.kind == "NUM":
        value = number_of(item)
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
        elif item.kind in ("NUM", "HALF", "QUARTER", "CLOCK", "HM", "DOT", "NOON"):
            at = _one(items, at, context, found)
        at += 1
    return tuple(found) or None


def _one(items: list[Item], at: int, context: Context, found: list[Clock]) -> int:
    """Reads one clock at `at` and returns the place of its last symbol."""
    item = items[at]
    after = at + 1 + (items[at + 1].kind == "MIN" if at + 1 < len(items) else 0)
    joint = items[after] if after < len(items) else None
    if joint is not None and joint.kind in ("PLUSMIN", "TO") and item.kind in ("NUM", "HALF", "QUARTER"):
        minutes = {"HALF": 30, "QUARTER": 15}.get(item.kind) or int(number_of(item))
        clock = clock_from(items[after + 1], context)
        found.append(_shifted(clock, minutes if joint.kind == "PLUSMIN" else -minutes))
        return after + 1
    clock = clock_from(item, context)
    if joint is not None and after == at + 1 and joint.kind in ("PLUS", "OCLOCK"):
        found.append(_shifted(clock, int(joint.value)) if joint.kind == "PLUS" else clock)
        return after
    found.append(clock)
    return at


def _shifted(clock: Clock, minutes: int) -> Clock:
    """ "half past 8", "ten to nine": the hour stays as unsure as it was, the minutes make it written."""
    total = clock.hour * 60 + clock.minute + minutes
    if not 0 <= total < 24 * 60 or abs(minutes) >= 60:
        return Clock(99)
    hour = total // 60
    if clock.mode != "exact" and hour == 0:
        hour = _NOON
    mode = "written" if clock.mode == "bare" else clock.mode
    if clock.mode in ("am", "pm") and minutes < 0 and clock.hour == _NOON:
        mode = "pm" if clock.mode == "am" else "am"
    return Clock(hour, total % 60, 0, mode)


def _with_pod(clock: Clock, pod: str) -> Clock:
    return Clock(clock.hour, clock.minute, clock.second, clock.mode, pod)


def _times(items: list[Item], context: Context) -> Slots | None:
    clocks = clocks_of(items, context)
    return None if clocks is None else {"clocks": clocks}


def _about(items: list[Item], context: Context) -> Slots | None:
    return {"vague": context.text(items[0]), **(_times(items[1:], context) or {})}


def _window(items: list[Item], context: Context) -> Slots | None:
    clocks = clocks_of([item for item in items if item.kind not in ("TO", "AND")], context)
    return {"window": clocks} if clocks and len(clocks) == 2 else None


def _moment(items: list[Item], context: Context) -> Slots | None:
    from core.language.when_days import date_from

    day, _, clock = context.tokens[items[-1].start].text.upper().partition("T")
    hour, minute, second = (int(part) for part in (*clock.split(":"), "0")[:3])
    slots = date_from(day, None, context)
    return (
        slots if slots is None or "day" not in slots else {**slots, "clocks": (Clock(hour, minute, second, "exact"),)}
    )


_PREFIX = "((FOR|START)? AT THE?)"
TIME_RULES: list[Rule] = [
    (
        pattern(f"({_PREFIX} HOUR1|(FOR|START)? H1|N1 POD) HOUR? POD? (SEP AT? (H1|N1) HOUR? POD?)*"),
        _times,
    ),
    (pattern("AT? APPROX AT? (H1|N1) POD?"), _about),
    (pattern("(START|BETWEEN) (H1|N1) POD? (TO|AND|UNTIL|RANGE) (H1|N1) POD?"), _window),
    (pattern("H1 (TO|UNTIL|RANGE) (H1|N1)"), _window),
    (pattern("N1 (TO|RANGE) CLOCK"), _window),
    (pattern("ON? MOMENT"), _moment),
]
