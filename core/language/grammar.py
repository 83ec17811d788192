"""Symbols -> what was said about time: one grammar for every language. It knows no words and no calendar.

Each rule takes a run of symbols and fills slots; the longest run wins. What no rule takes is reported, not dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.language.patterns import Context, Rule, Slots, encode, letter, longest, pattern
from core.language.spec import Clock, Day, Period, Spec, Weekday
from core.language.symbols import Item
from core.language.when_days import DAY_RULES, ONE_DAY_RULES, WEEKDAYS, bare_day
from core.language.when_rules import RULE_RULES, merged
from core.language.when_times import TIME_RULES, length_of, number_of

_LONGEST_TIME = 24  # symbols of a time at the end of a text
_DROPPED = frozenset({"COMMA", "STOP", "BREAK", "POLITE", "THE"})


def _span(items: list[Item], context: Context) -> Slots | None:
    length = length_of([item for item in items if item.kind != "NEXT"], context)
    return None if length is None else {"span": length}


def _count(items: list[Item], _: Context) -> Slots | None:
    value = number_of(next(item for item in items if item.kind == "NUM"))
    return {"count": int(value)} if value == int(value) and 1 <= value <= 10_000 else None


def _zone(items: list[Item], _: Context) -> Slots | None:
    zone = next(item for item in items if item.kind == "ZONE").value
    return {"zone": zone} if zone else {"invalid": "unknown_zone"}


def _bare_clock(items: list[Item], _: Context) -> Slots | None:
    value = number_of(items[-1])
    return (
        {"clocks": (Clock(int(value), mode="bare" if 0 < value <= 12 else "exact"),)} if value == int(value) else None
    )


OTHER_RULES: list[Rule] = [
    (pattern("FOR (THE? NEXT)? LENGTH"), _span),
    (pattern("FOR? NUM TIMES"), _count),
    (pattern("(IN|OF|AT|FOR|ON)? THE? ZONEW? OF? ZONE ZONEW?"), _zone),
    (pattern("NOW"), lambda _, __: {"now": True}),
    (pattern("VAGUE"), lambda items, context: {"vague": context.text(items[0])}),
    (pattern("SCOPE"), lambda items, _: {"scope": items[0].value}),
    (pattern("LATE"), lambda items, _: {"late": items[0].value}),
]
CHANGE_RULES: list[Rule] = [(pattern("TO NUM (?! UNIT|MONTH|OF MONTH)"), _bare_clock)]
_AFTER_DAY = frozenset(letter(kind) for kind in ("DAY", "WD", "MONTH", "DATE", "HOLIDAY", "YR", "WEEK", "WDS", "FREQ"))
_ALL: list[Rule] = [*DAY_RULES, *TIME_RULES, *RULE_RULES, *OTHER_RULES]
_EXCEPTIONS = pattern("EXCEPT (ON|IN|FOR|THE|EVERY|AT)*")
_EXCEPT_AGAIN = pattern("(SEP) (EXCEPT|ON|IN|FOR|THE|AT)*")
_UNTIL = pattern("UNTIL (ON|THE|IN|AT)*")
_START = pattern("START (ON|THE|IN|AT)*")
_TO = pattern("(TO|RANGE) (ON|THE)*")
_BETWEEN = pattern("BETWEEN (THE|ON)*")
_AND = pattern("(AND|TO) (ON|THE)*")
_EXCLUDED = pattern("(WD|WDS|DAYSET|DAYSETS)")


@dataclass
class Said:
    """What the grammar made of some items: the slots, the items that no rule took, where it stopped."""

    spec: Spec = field(default_factory=Spec)
    unread: list[Item] = field(default_factory=list)
    end: int = 0
    taken: set[int] = field(default_factory=set)


class _Reader:
    def __init__(self, items: list[Item], context: Context) -> None:
        self.items = items
        self.context = context
        self.code = encode(items)
        self.rules = [*_ALL, *CHANGE_RULES] if context.change else _ALL
        self.said = Said()

    def read(self, prefix: bool) -> Said:
        """All items; with `prefix`, up to the first that no rule takes."""
        at = 0
        while at < len(self.items):
            end = self._step(at)
            if end is None:
                if self.items[at].kind not in _DROPPED and self.items[at].kind != "AND":
                    if prefix:
                        break
                    self.said.unread.append(self.items[at])
                at += 1
                continue
            self.said.taken.update(range(at, end))
            self.said.end = at = end
        if not prefix:
            self._hanging_and()
        return self.said

    def _hanging_and(self) -> None:
        """An "and" may join what was read on both sides; one that joins nothing is a word not understood."""
        for at, item in enumerate(self.items):
            joins = at - 1 in self.said.taken and at + 1 in self.said.taken
            if item.kind == "AND" and at not in self.said.taken and not joins:
                self.said.unread.append(item)

    def _step(self, at: int) -> int | None:
        for opener, action in (
            (_EXCEPTIONS, self._except),
            (_UNTIL, self._until),
            (_START, self._start),
            (_BETWEEN, self._between),
        ):
            match = opener.match(self.code, at)
            if match:
                special = action(match.end())
                general = longest(self.rules, self.code, at, self.items, self.context)
                if special is not None and (general is None or special[0] >= general[0]):
                    return self._put(special)
                if general is not None:
                    return self._put(general)
                return None
        found = longest(self.rules, self.code, at, self.items, self.context) or self._bare_hour(at)
        return None if found is None else self._put(found)

    def _bare_hour(self, at: int) -> tuple[int, Slots] | None:
        """ "tomorrow 9": a number right after a day is an hour."""
        if (
            self.items[at].kind != "NUM"
            or at == 0
            or at - 1 not in self.said.taken
            or self.code[at - 1] not in _AFTER_DAY
        ):
            return None
        slots = _bare_clock([self.items[at]], self.context)
        return (at + 1, slots) if slots else None

    def _put(self, found: tuple[int, Slots]) -> int:
        end, slots = found
        spec = self.said.spec
        for slot, value in slots.items():
            if slot == "rule" and spec.rule is not None:
                both = merged(spec.rule, value)
                if both is None:
                    spec.clashes.append("rule")
                else:
                    spec.rule = both
            elif slot.startswith("except_"):
                spec.more(slot, value)
            elif slot == "day":
                self._put_day(value)
            else:
                spec.put(slot, value)
        return end

    def _put_day(self, day: Day) -> None:
        """A second day may only repeat the first in other words ("tomorrow, Thursday"): that is for the calendar."""
        spec = self.said.spec
        if spec.day is not None and isinstance(day, type(spec.day)) and spec.day != day:
            spec.clashes.append("day")
        elif spec.day is not None and spec.day != day:
            spec.days = (*spec.days, spec.day, day) if not spec.days else (*spec.days, day)
            spec.filled.append("days")
        else:
            spec.put("day", day)

    def _day_at(self, at: int) -> tuple[int, Day] | None:
        found = longest(ONE_DAY_RULES, self.code, at, self.items, self.context)
        day = bare_day(found[1]) if found else None
        return (found[0], day) if found and day is not None else None

    def _invalid_at(self, at: int) -> tuple[int, Slots] | None:
        found = longest(DAY_RULES, self.code, at, self.items, self.context)
        return found if found and "invalid" in found[1] else None

    def _until(self, at: int) -> tuple[int, Slots] | None:
        found = self._day_at(at)
        return self._invalid_at(at) if found is None else (found[0], {"until": found[1]})

    def _start(self, at: int) -> tuple[int, Slots] | None:
        found = self._day_at(at)
        if found is None:
            return self._invalid_at(at)
        end, day = found
        match = _TO.match(self.code, end)
        until = self._day_at(match.end()) if match else None
        if until is not None and not (isinstance(day, Weekday) and isinstance(until[1], Weekday)):
            return until[0], {"start": day, "until": until[1]}
        return end, {"start": day}

    def _between(self, at: int) -> tuple[int, Slots] | None:
        """ "between Friday and Sunday": for lists."""
        first = self._day_at(at)
        match = _AND.match(self.code, first[0]) if first else None
        last = self._day_at(match.end()) if match else None
        return (last[0], {"start": first[1], "until": last[1]}) if first and last else None

    def _except(self, at: int) -> tuple[int, Slots] | None:
        slots: dict[str, tuple[Any, ...]] = {}
        end = None
        while (one := self._excluded(at)) is not None:
            end, slot, values = one
            slots[slot] = (*slots.get(slot, ()), *values)
            match = _EXCEPT_AGAIN.match(self.code, end)
            if match is None:
                break
            at = match.end()
        return None if end is None else (end, dict(slots))

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


def read_when(items: list[Item], context: Context) -> Said:
    """Everything that the items say about time; what no rule took is in `unread`."""
    return _Reader(items, context).read(prefix=False)


def read_prefix(items: list[Item], context: Context) -> Said:
    """What the first items say about time, up to the first that says something else; `end` is where that was."""
    return _Reader(items, context).read(prefix=True)


def read_suffix(items: list[Item], context: Context) -> tuple[int, Said] | None:
    """The longest run of last items that speaks of time and of nothing else: where it begins, and what it says."""
    for start in range(max(0, len(items) - _LONGEST_TIME), len(items)):
        if items[start].kind in ("WORD", "STOP", "COMMA", "AND", "POLITE", "QUOTE"):
            continue
        said = read_when(items[start:], context)
        if not said.unread and not said.spec.empty and 0 in said.taken:
            return start, said
    return None
