"""Lengths of time from symbols: "an hour and a half", "1 hour 30 minutes", "2h30", "in 2 more minutes"."""

from __future__ import annotations

from core.language.grammar.patterns import Context
from core.language.spec import Length
from core.language.words.symbols import Item
from core.language.words.tokens import clock_of

_SECONDS = {"SECS": 1, "MIN": 60, "HOUR": 3600}
_DAYS = {"DAYU": 1, "WEEK": 7, "FORT": 14}
_MONTHS = {"MON": 1, "QTR": 3, "YEAR": 12}
_LARGE = 1e12  # more than anything that is counted here


def number_of(item: Item) -> float:
    """The value of a NUM, ART, ORD; one of many digits is only known to be large."""
    return 1 if item.kind == "ART" else min(float(str(item.value).replace(",", ".") or 0), _LARGE)


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
        elif item.kind == "DATE":  # "1/2 jam"
            amount = _fraction(context.tokens[item.start].text)
            if amount is None:
                return None
        elif item.kind == "NUM" or (item.kind == "ART" and amount is None):
            if item.kind == "NUM" and amount is not None:
                return None
            amount, article = number_of(item), item.kind == "ART"
        elif item.kind in ("HALF", "QUARTER", "PLUS"):
            part = int(item.value) / 60 if item.kind == "PLUS" else 0.5 if item.kind == "HALF" else 0.25
            if last is not None:
                total[last[0]] += part * last[1]
            else:
                amount = part if amount is None or article else amount + part
        elif (unit := _unit(item)) is not None:
            total[unit[0]] += (1 if amount is None else amount) * unit[1]
            amount, last = None, unit
    return _whole(total)


def _fraction(text: str) -> float | None:
    """A half, a quarter or three of them, written like a date."""
    return {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}.get(text.replace(" ", ""))


def _unit(item: Item) -> tuple[str, float] | None:
    if item.kind == "AT":  # "satu jam dua puluh menit lagi": the word for an hour is that of a clock
        return "seconds", _SECONDS["HOUR"]
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
