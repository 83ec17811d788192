"""Symbols -> what was said about time: one grammar for every language. It knows no words and no calendar.

Each rule takes a run of symbols and fills slots; the longest run wins. What no rule takes is reported, not dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.language.grammar.lengths import length_of, number_of
from core.language.grammar.patterns import Context, Rule, Rules, Slots, encode, letter, pattern
from core.language.grammar.ranges import Ranges, best
from core.language.grammar.shifts import iso_length
from core.language.grammar.when_days import DAY_RULES
from core.language.grammar.when_leads import LEAD_RULES
from core.language.grammar.when_rules import RULE_RULES, merged
from core.language.grammar.when_times import TIME_RULES, clock_from
from core.language.spec import Day, DayOfMonth, MonthRef, Nth, Period, Spec, Weekday
from core.language.spec import Rule as Repeat
from core.language.words.symbols import Item

_NOON, _LAST_HOUR, _LAST_DAY = 12, 23, 31
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


def _to_figure(items: list[Item], context: Context) -> Slots | None:
    """ "al 20" is the 20th, "to 8" is an hour, "to 20" may be either. Which words lead to a day is the pack's ("TO:…,date")."""
    value = number_of(items[1])
    if value != int(value) or not 0 <= value <= _LAST_DAY:
        return _bare_clock(items, context)
    if "date" in items[0].value.split(",") or value > _LAST_HOUR:
        return {"day": DayOfMonth(int(value))} if value else None
    return {"figure": int(value)} if value > _NOON else _bare_clock(items, context)


def _bare_clock(items: list[Item], context: Context) -> Slots | None:
    value = number_of(items[-1])
    return {"clocks": (clock_from(items[-1], context),)} if value == int(value) else None


def _if_not(_: list[Item], __: Context) -> Slots | None:
    """ "if she hasn't answered", "unless they reply" """
    return {"answered": "if_not"}


def _at_most_late(items: list[Item], context: Context) -> Slots | None:
    """ "at most 2 hours late": how late it may leave, as a duration."""
    length = length_of([item for item in items if not item.has("ATMOST", "LATEW")], context)
    if length is None or length.months or length.days < 0 or length.days * 86_400 + length.seconds <= 0:
        return None
    return {"late": iso_length(length)}


OTHER_RULES: list[Rule] = [
    (pattern("FOR (THE? NEXT)? LENGTH"), _span),
    (pattern("FOR? NUM TIMES"), _count),
    (pattern("(IN|OF|AT|FOR|ON|ABOUT)? THE? ZONEW? (OF|ABOUT)? ZONE ZONEW?"), _zone),
    (pattern("REPEAT"), lambda _, __: {"repeats": True}),
    (pattern("NOW"), lambda _, __: {"now": True}),
    (pattern("VAGUE|AGAIN"), lambda items, context: {"vague": context.text(items[0])}),
    (pattern("SCOPE"), lambda items, _: {"scope": items[0].value}),
    (pattern("LATE"), lambda items, _: {"late": items[0].value}),
    (pattern("ATMOST LENGTH LATEW|LATEW ATMOST LENGTH|LENGTH LATEW ATMOST"), _at_most_late),
    (pattern("(IF THEY? RESULTW? (NOTYET|NO) ANSWERED|UNLESS THEY? RESULTW? ANSWERED) RESULTW?"), _if_not),
    (pattern("UNTIL THEY? ANSWERED|WHILE THEY? RESULTW? (NOTYET|NO) ANSWERED"), lambda _, __: {"answered": "until"}),
]
CHANGE_RULES: list[Rule] = [
    (pattern("TO NUM (?! UNIT|MONTH|OF MONTH|POD|OCLOCK|PLUS|ANDMIN)"), _to_figure),
    (pattern("TO NUM POD"), lambda items, context: {**(_to_figure(items[:2], context) or {}), "pod": items[2].value}),
]
_AFTER_DAY = frozenset(
    letter(kind) for kind in ("DAY", "DAYPOD", "WD", "MONTH", "DATE", "HOLIDAY", "YR", "WEEK", "WDS", "FREQ")
)
_ALL = Rules((*DAY_RULES, *LEAD_RULES, *TIME_RULES, *RULE_RULES, *OTHER_RULES))
_CHANGING = Rules((*_ALL.rules, *CHANGE_RULES))


@dataclass
class Said:
    """What the grammar made of some items: the slots, the items that no rule took, where it stopped."""

    spec: Spec = field(default_factory=Spec)
    unread: list[Item] = field(default_factory=list)
    end: int = 0
    taken: set[int] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)

    @property
    def of_time(self) -> list[Item]:
        """The items that a rule took."""
        return [self.items[at] for at in sorted(self.taken)]


def _counted_back(items: list[Item]) -> list[Item]:
    """ "3rd last Tuesday", "third to last": the third from the end. As many items as before."""
    found = list(items)
    for at, item in enumerate(items):
        last = next((place for place in range(at + 1, len(items)) if items[place].kind not in ("TO", "RANGE")), at)
        if item.kind == "ORD" and items[last].kind == "LAST" and item.value.isdigit():
            found[at:last] = [replace(one, kind="THE", value="") for one in items[at:last]]
            found[last] = replace(item, value=f"-{item.value}")
        if item.kind == "FROMEND" and at > 1 and found[at - 2].kind == "ORD" and found[at - 2].value.isdigit():
            place, noun = found[at - 2 : at]  # "the third Tuesday from the end"
            found[at - 2 : at + 1] = replace(item, kind="THE", value=""), replace(place, value=f"-{place.value}"), noun
    return found


class _Reader:
    def __init__(self, items: list[Item], context: Context) -> None:
        items = _counted_back(items)
        self.items = items
        self.context = context
        self.code = encode(items)
        self.ranges = Ranges(items, self.code, context)
        self.rules = _CHANGING if context.change else _ALL
        self.said = Said(items=items)

    def read(self, prefix: bool) -> Said:
        """All items; with `prefix`, up to the first that no rule takes."""
        at = 0
        while at < len(self.items):
            end = self._step(at)
            if end is None:
                if self.items[at].kind not in _DROPPED and self.items[at].kind not in ("AND", "ANDMIN"):
                    if prefix:
                        break
                    self.said.unread.append(self.items[at])
                at += 1
                continue
            self.said.taken.update(range(at, end))
            self.said.end = at = end
        if not prefix:
            self._hanging_and()
        self.said.spec.close_parts()
        return self.said

    def _hanging_and(self) -> None:
        """An "and" may join what was read on both sides; one that joins nothing is a word not understood."""
        for at, item in enumerate(self.items):
            joins = at - 1 in self.said.taken and at + 1 in self.said.taken
            if item.kind in ("AND", "ANDMIN") and at not in self.said.taken and not joins:
                self.said.unread.append(item)

    def _step(self, at: int) -> int | None:
        general = self.rules.longest(self.code, at, self.items, self.context)
        found = best(self.ranges.at(at), general) or self._bare_hour(at)
        return None if found is None else self._put(found, at)

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

    def _put(self, found: tuple[int, Slots], at: int) -> int:
        end, slots = found
        spec = self.said.spec
        if spec.rule is not None and spec.clocks and (named := self._named_again(slots, at)) is not None:
            slots = named
            spec.next_part()
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

    def _named_again(self, slots: Slots, at: int) -> Slots | None:
        """The slots of "… and Thursday at 14", "… and at 14 on Thursdays" after a rule that has its clock already."""
        rule = self.said.spec.rule
        if "clocks" in slots or ("rule" in slots and (rule is None or merged(rule, slots["rule"]) is None)):
            return slots
        joined = at > 0 and self.items[at - 1].kind in ("AND", "ANDMIN", "COMMA")
        day = slots.get("day")
        if joined and set(slots) == {"day"} and isinstance(day, Weekday) and not day.which:
            return {"rule": Repeat("WEEKLY", 1, (day.day,))}
        return None

    def _put_day(self, day: Day) -> None:
        """A second day may only repeat the first in other words ("tomorrow, Thursday"): that is for the calendar."""
        spec = self.said.spec
        both = _in_period(spec.day, day)
        if both is not None:
            spec.day = both
        elif spec.day is not None and isinstance(day, type(spec.day)) and spec.day != day:
            spec.clashes.append("day")
        elif spec.day is not None and spec.day != day:
            spec.days = (*spec.days, spec.day, day) if not spec.days else (*spec.days, day)
            spec.filled.append("days")
        else:
            spec.put("day", day)


def _in_period(one: Day | None, other: Day) -> Day | None:
    """ "next month" and "on the 15th", in either order: one day."""
    period, day = (one, other) if isinstance(one, Period) else (other, one)
    if not isinstance(period, Period) or not isinstance(day, DayOfMonth | Nth) or period.unit != "month":
        return None
    if day.of != MonthRef() or period.days:
        return None
    return replace(day, of=MonthRef(None if period.month else period.offset, period.month, period.year))


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
