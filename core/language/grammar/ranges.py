"""Grammar of ends and gaps: "from Monday to the 20th", "until Christmas", "between 5 and 9 May", "except Sundays"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.language.grammar.lengths import number_of
from core.language.grammar.patterns import Context, Pattern, Rules, Slots, letter, pattern
from core.language.grammar.when_days import DAY_RULES, ONE_DAY_RULES, WEEKDAYS, bare_day
from core.language.spec import Date, Day, Period, Weekday
from core.language.words.symbols import Item

_DAYS = 31
_EXCEPTIONS = pattern("EXCEPT (ON|IN|FOR|THE|EVERY|AT)*")
_EXCEPT_AGAIN = pattern("(SEP) (EXCEPT|ON|IN|FOR|THE|AT)*")
_UNTIL = pattern("UNTIL (ON|THE|IN|AT)*")
_START = pattern("START (ON|THE|AT)*")
_FROM = pattern("(OF|AT) (ON|THE)*")
_TO = pattern("(TO|RANGE|UNTIL) (ON|THE|DOM)*")
_FIGURES = pattern("(START|OF|ON|THE|DOM|AT)* (NUM|ORD) (TO|RANGE|UNTIL|ON(?= DOM)) (THE|ON|TO|AT|DOM)*")
_FIGURES_BETWEEN = pattern("BETWEEN (THE|DOM)* (NUM|ORD) (AND|ANDMIN) (THE|ON)*")
_DATES = pattern("(THE|ON|DOM)* (NUM|ORD) (SEP (THE|ON|DOM)* (NUM|ORD))+ OF? MONTH")
_BETWEEN = pattern("BETWEEN (THE|ON)*")
_AND = pattern("(AND|ANDMIN|TO) (ON|THE)*")
_EXCLUDED = pattern("(WD|WDS|DAYSET|DAYSETS)")
_ONE_DAY, _DAYS_SAID = Rules(ONE_DAY_RULES), Rules(DAY_RULES)
Taken = tuple[int, Slots] | None


class Ranges:
    """Reads ends and gaps in one run of symbols."""

    def __init__(self, items: list[Item], code: str, context: Context) -> None:
        self.items, self.code, self.context = items, code, context

    def at(self, at: int) -> Taken:
        """What begins at a symbol: its end and its slots."""
        opener = _OPENERS.get(self.code[at])
        match = opener[0].match(self.code, at) if opener else None
        special = opener[1](self, match.end()) if opener and match else None
        return best(special, self._figures(at))

    def _figures(self, at: int) -> Taken:
        """ "from 16 to 20 March", "between the 5th and the 9th of May": the first takes the month of the second."""
        match = _FIGURES.match(self.code, at) or _FIGURES_BETWEEN.match(self.code, at)
        last = self._day_at(match.end()) if match else None
        if match is None or last is None or not isinstance(last[1], Date):
            return None
        if {"AT", "UNTIL"} <= {item.kind for item in self.items[at : match.end()]}:
            return None  # "at 3 until June 30" is an hour and an end
        first = next(item for item in self.items[at : match.end()] if item.kind in ("NUM", "ORD"))
        day = replace(last[1], day=int(number_of(first)), weekday=None)
        return (last[0], {"start": day, "until": last[1]}) if 1 <= day.day < last[1].day else None

    def _from(self, at: int) -> Taken:
        """ "de mañana al viernes": a range needs both its ends where no word says "from"."""
        found = self._start(at)
        return found if found is not None and "until" in found[1] else None

    def _day_at(self, at: int) -> tuple[int, Day] | None:
        found = _ONE_DAY.longest(self.code, at, self.items, self.context)
        day = bare_day(found[1]) if found else None
        return (found[0], day) if found and day is not None else None

    def _invalid_at(self, at: int) -> Taken:
        found = _DAYS_SAID.longest(self.code, at, self.items, self.context)
        return found if found and "invalid" in found[1] else None

    def _until(self, at: int) -> Taken:
        found = self._day_at(at)
        return self._invalid_at(at) if found is None else (found[0], {"until": found[1]})

    def _start(self, at: int) -> Taken:
        found = self._day_at(at)
        if found is None:
            return self._invalid_at(at)
        end, day = found
        match = _TO.match(self.code, end)
        until = self._day_at(match.end()) if match else None
        if until is not None and not (isinstance(day, Weekday) and isinstance(until[1], Weekday)):
            return until[0], {"start": day, "until": until[1]}
        return end, {"start": day}

    def _between(self, at: int) -> Taken:
        """ "between Friday and Sunday": for lists."""
        first = self._day_at(at)
        match = _AND.match(self.code, first[0]) if first else None
        last = self._day_at(match.end()) if match else None
        return (last[0], {"start": first[1], "until": last[1]}) if first and last else None

    def _except(self, at: int) -> Taken:
        slots: dict[str, tuple[Any, ...]] = {}
        end = None
        while (one := self._excluded_dates(at) or self._excluded(at)) is not None:
            end, slot, values = one
            slots[slot] = (*slots.get(slot, ()), *values)
            match = _EXCEPT_AGAIN.match(self.code, end)
            if match is None and not (slot == "except_weekdays" and _EXCLUDED.match(self.code, end)):
                break
            at = match.end() if match else end  # "except Saturday Sunday"
        return None if end is None else (end, dict(slots))

    def _excluded_dates(self, at: int) -> tuple[int, str, tuple[Any, ...]] | None:
        """ "except 17 and 18 March" """
        match = _DATES.match(self.code, at)
        if match is None:
            return None
        month = self.items[match.end() - 1].number
        days = [int(number_of(item)) for item in self.items[at : match.end()] if item.kind in ("NUM", "ORD")]
        return match.end(), "except_days", tuple(Date(month, day) for day in days if 1 <= day <= _DAYS)

    def _excluded(self, at: int) -> tuple[int, str, tuple[Any, ...]] | None:
        match = _EXCLUDED.match(self.code, at)
        if match:
            item = self.items[at]
            days = WEEKDAYS[item.value] if item.kind.startswith("DAYSET") else (item.number,)
            return at + 1, "except_weekdays", days
        found = self._day_at(at)
        if found is None:
            return None
        end, day = found
        if isinstance(day, Period):
            month_only = day.unit == "month" and day.month is not None and day.year is None and not day.offset
            return (end, "except_months", (day.month,)) if month_only else None
        return end, "except_days", (day,)


_OPENERS: dict[str, tuple[Pattern, Callable[[Ranges, int], Taken]]] = {
    letter("EXCEPT"): (_EXCEPTIONS, Ranges._except),
    letter("UNTIL"): (_UNTIL, Ranges._until),
    letter("START"): (_START, Ranges._start),
    letter("BETWEEN"): (_BETWEEN, Ranges._between),
    letter("OF"): (_FROM, Ranges._from),
    letter("AT"): (_FROM, Ranges._from),
}


def best(*found: tuple[int, Slots] | None) -> tuple[int, Slots] | None:
    """The longest of what was found; of equal ones the first."""
    return max((one for one in found if one is not None), key=lambda one: one[0], default=None)
