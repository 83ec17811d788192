"""Grammar of days some weeks away: "Monday the week after next", "dentro de dos semanas el jueves", "de hoy en ocho"."""

from __future__ import annotations

from core.language.grammar.lengths import length_of, number_of
from core.language.grammar.patterns import Context, Rule, Slots, of, pattern
from core.language.spec import Length, Offset, Weekday
from core.language.words.symbols import Item

_EIGHT = {8: 7, 15: 14}  # today counts too: "de hoy en ocho" is the same day next week
_FEW = 52


def _after_next(items: list[Item], _: Context) -> Slots | None:
    return {"day": Weekday(of(items, "WD")[0].number, "week", 2)}


def _in_weeks(items: list[Item], context: Context) -> Slots | None:
    """ "in two weeks on Thursday": of the week that is so far away, or so long after the coming one, where these differ."""
    length = length_of([item for item in items if item.kind != "WD"], context)
    weeks = 0 if length is None else length.days // 7
    if length is None or length != Length(days=weeks * 7) or not 1 <= weeks <= _FEW:
        return None
    return {"day": Weekday(of(items, "WD")[0].number, "inweeks", weeks)}


def _weeks_on(items: list[Item], context: Context) -> Slots | None:
    """ "a week today", "two weeks tomorrow" """
    length = length_of(items[:-1], context)
    return None if length is None else {"day": Offset(length, Offset(Length(days=items[-1].number)))}


def _day_week(items: list[Item], _: Context) -> Slots | None:
    """ "tomorrow week" """
    return {"day": Offset(Length(days=7), Offset(Length(days=items[0].number)))}


def _in_eight(items: list[Item], _: Context) -> Slots | None:
    """ "de mañana en ocho", "de sexta a oito": a week after that day, the day itself counted."""
    days = _EIGHT.get(int(number_of(of(items, "NUM")[-1])))
    base = of(items, "DAY", "WD")[0]
    day = Weekday(base.number) if base.kind == "WD" else Offset(Length(days=base.number))
    return None if days is None else {"day": Offset(Length(days=days), day)}


_AFTER_NEXT = "THE? WEEK AFTER THE? NEXT"
_WEEKS = "(NUM|ART) (WEEK|FORT)"
_IN_WEEKS = f"(OF? (IN|AFTER) {_WEEKS}|{_WEEKS} FROMNOW)"
_ON = "(ON|FOR|AT|IN|OF)? THE*"
WEEK_RULES: tuple[Rule, ...] = (
    (pattern(f"{_ON} WD (OF|IN|ON|COMMA)? {_AFTER_NEXT}"), _after_next),
    (pattern(f"(ON|IN)? {_AFTER_NEXT} COMMA? {_ON} WD"), _after_next),
    (pattern(f"{_ON} WD COMMA? {_IN_WEEKS}"), _in_weeks),
    (pattern(f"{_IN_WEEKS} COMMA? {_ON} WD"), _in_weeks),
    (pattern(f"{_WEEKS} DAY"), _weeks_on),
    (pattern("DAY WEEK (?! NEXT|THIS|PREV)"), _day_week),
    (
        pattern(
            "(OF|ON|THE)* (DAY|WD) (IN|ON|TO|RANGE|THE) NUM ((?! UNIT|MONTH|OF|POD|PLUS|ANDMIN|OCLOCK|MIN|ADD)|DAYU)"
        ),
        _in_eight,
    ),
)
