"""Repetitions as spoken -> RFC 5545 rules and their first real due time, or the question that stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.language.resolving.clocks import Times, times_of
from core.language.resolving.ends import Ends
from core.language.resolving.hourly import resolve_hourly
from core.language.resolving.resolved import FURTHEST, Resolved, asked, replace_clock
from core.language.resolving.rrules import parts_of_rule, short_months, with_times
from core.language.resolving.united import united
from core.language.spec import WEEKS_OF_DAYS, Date, Day, DayOfMonth, MonthRef, Nth, Period, Rule, Spec, Weekday
from core.recurrence import first, rule_of, wall
from core.when import When

if TYPE_CHECKING:
    from core.language.resolving.resolve import Resolver

_SHORT = 28  # days that every month has
_MOST = 5000  # due times that "for 3 months" may count
_DAY = timedelta(days=1)


def resolve_rule(resolver: Resolver, spec: Spec, rule: Rule) -> Resolved:
    """The rules, first due time and end of a repetition: of `rule`, which is the one of `spec`."""
    return _Repetition(resolver, spec).resolve(rule)


@dataclass
class _Repetition:
    resolver: Resolver
    spec: Spec

    def resolve(self, rule: Rule) -> Resolved:
        spec = self.spec
        if spec.ahead is not None or spec.shift is not None or (spec.count is not None and spec.span is not None):
            return asked("multiple_times")
        if rule.freq in ("SECONDLY", "MINUTELY", "HOURLY"):
            return self._unclear(rule) if rule.unclear else resolve_hourly(self.resolver, spec, rule)
        if spec.window is not None:
            return self.resolver.between(spec, spec.window)
        if (within := self._within(rule)) is not None:
            option = self.resolver.option(within)
            return asked("multiple_times", options=(option,) if option else ())
        if spec.parts:
            return united(self.resolver, spec, rule)
        if rule.unclear:
            return self._unclear(rule)
        times = self._times()
        return times if isinstance(times, Resolved) else self._anchored(rule, times)

    def _within(self, rule: Rule) -> Spec | None:
        """ "every day next week", "every Monday in April": from its first day to its last, which is offered."""
        spec, day = self.spec, self.spec.day
        ends = (spec.start, spec.until, spec.count, spec.span)
        if not isinstance(day, Period) or spec.days or spec.parts or any(end is not None for end in ends):
            return None
        several = rule.freq == "DAILY" or (rule.freq == "WEEKLY" and rule.weekdays)
        stretch = self.resolver.almanac.stretch(day) if several and day.unit in ("week", "month") else None
        if stretch is None or stretch[1] < self.resolver.almanac.today:
            return None
        start, until = (
            Date(one.month, one.day, one.year) for one in (max(stretch[0], self.resolver.almanac.today), stretch[1])
        )
        return replace(spec, day=None, start=start, until=until)

    def _unclear(self, rule: Rule) -> Resolved:
        """ "every second Tuesday", "biweekly", "every weekend": both rules are offered."""
        plain = replace(rule, unclear=None)
        if rule.unclear == "nth_or_interval":
            nth = Rule("MONTHLY", nth=tuple((rule.interval, day) for day in rule.weekdays))
            readings = [plain, nth]
        elif rule.unclear == "weekend":
            readings = [replace(plain, weekdays=(5,)), plain]
        else:
            readings = [replace(plain, interval=2)]
        options = [self.resolver.option(replace(self.spec, rule=one)) for one in readings]
        return asked(rule.unclear or "", options=tuple(option for option in options if option is not None))

    def _times(self) -> tuple[list[time], list[str]] | Resolved:
        """The times of day, in order, and what was assumed."""
        spec = self.spec
        if not spec.clocks:
            return self._no_clock()
        if spec.times_per is not None and spec.times_per[1] == "DAILY" and spec.times_per[0] != len(spec.clocks):
            return asked("multiple_times")
        found: list[time] = []
        assume: list[str] = []
        for place, clock in enumerate(spec.clocks):
            told = times_of(clock, spec.pod, self.resolver.world.hours)
            if told.reason == "invalid_time":
                return asked("invalid_time")
            if len(told.times) > 1:
                return self._ask_half(place, told)
            found.append(told.times[0])
            assume += [name for name in told.assume if name not in assume]
        if len(set(found)) != len(found):
            return asked("multiple_times")
        return sorted(found), assume

    def _no_clock(self) -> tuple[list[time], list[str]] | Resolved:
        if self.resolver.default is not None and self.spec.pod is None and self.spec.times_per is None:
            return [self.resolver.default.time()], []
        if self.spec.pod is not None:
            return asked("vague_time", missing=("time",))
        return asked("missing", missing=("time",))

    def _ask_half(self, place: int, told: Times) -> Resolved:
        options = [self.resolver.option(replace_clock(self.spec, place, at)) for at in told.times]
        return asked("am_pm", options=tuple(option for option in options if option is not None))

    def _anchored(self, rule: Rule, times: tuple[list[time], list[str]]) -> Resolved:
        """The rule with the days it takes from the rest of the sentence, counted from its start."""
        start: date | None = None
        if self.spec.start is not None:
            found = self._date(self.spec.start)
            if isinstance(found, Resolved):
                return found
            start = found
        placed = self._placed(rule, start)
        if isinstance(placed, Resolved):
            return placed
        rule, anchor = placed
        if not self._often_enough(rule):
            return asked("missing", missing=("day",))
        rule_or_question = self._less(rule)
        if isinstance(rule_or_question, Resolved):
            return rule_or_question
        return self._finished(rule_or_question, anchor, *times)

    def _often_enough(self, rule: Rule) -> bool:
        """ "twice a week" wants two weekdays, "twice a month" two days."""
        if self.spec.times_per is None or self.spec.times_per[1] == "DAILY":
            return True
        days = {"WEEKLY": len(rule.weekdays), "MONTHLY": len(rule.monthdays) + len(rule.nth), "YEARLY": 1}
        return days.get(rule.freq) == self.spec.times_per[0]

    def _date(self, day: Day) -> date | Resolved:
        found = self.resolver.almanac.find(day)
        if isinstance(day, Period) and (stretch := self.resolver.almanac.stretch(day)) is not None:
            return max(stretch[0], self.resolver.almanac.today)
        if found.refuse:
            return asked(found.reason or "past", refuse=True)
        if len(found.dates) != 1 or found.reason:
            return asked(found.reason if found.reason not in (None, "missing") else "missing", missing=("day",))
        return found.dates[0]

    def _placed(self, rule: Rule, start: date | None) -> tuple[Rule, date] | Resolved:
        """The rule and the date from which it is counted."""
        today = self.resolver.almanac.today
        complete = rule.freq == "DAILY" or rule.weekdays or rule.nth or rule.monthdays or rule.last_of
        if self.spec.days and not complete:
            return self._listed(rule, start or today)
        if self.spec.days:
            return asked("multiple_times")
        day = self.spec.day
        if day is None:
            if complete:
                return rule, start or today
            base = start or (self.resolver.default.date() if self.resolver.default else None)
            return (self._from_date(rule, base), base) if base else asked("missing", missing=("day",))
        if isinstance(day, Period) or (isinstance(day, Nth) and rule.freq in ("DAILY", "WEEKLY")):
            return asked("multiple_times") if complete else asked("missing", missing=("day",))
        return self._with_day(rule, day, start, bool(complete))

    def _with_day(self, rule: Rule, day: Day, start: date | None, complete: bool) -> tuple[Rule, date] | Resolved:
        """A repetition beside which one day is said."""
        if not complete:
            named = self._from_day(rule, day)
            if named is not None:
                return named, start or self.resolver.almanac.today
            if rule.freq != "WEEKLY" and isinstance(day, Weekday) and day.which == "":
                return asked("missing", missing=("day",))
            if isinstance(day, Nth):  # "every year on the 1st Friday": of the year, or of that month?
                return asked("multiple_times")
        if rule.freq == "DAILY" and rule.interval in WEEKS_OF_DAYS and isinstance(day, Weekday) and not day.which:
            rule = replace(rule, freq="WEEKLY", interval=WEEKS_OF_DAYS[rule.interval], weekdays=(day.day,))
            return rule, start or self.resolver.almanac.today
        if complete and isinstance(day, Weekday) and not day.which:  # "every weekday, Wednesday at 9"
            return asked("multiple_times")
        date_ = self._date(day)
        if isinstance(date_, Resolved):
            return date_
        if start is not None and start != date_:
            return asked("multiple_times")
        return self._from_then(rule, date_, complete)

    def _from_then(self, rule: Rule, date_: date, complete: bool) -> tuple[Rule, date] | Resolved:
        """A day beside the rule: the first due date, which must be one that the rule gives."""
        if not complete:
            return self._from_date(rule, date_), date_
        if rule.freq != "DAILY" and not self._gives(rule, date_):
            return asked("multiple_times")
        return rule, date_

    def _gives(self, rule: Rule, date_: date) -> bool:
        noon = datetime.combine(date_, time(12))
        due = first(When(noon, "UTC", (rule_of(parts_of_rule(replace(rule, interval=1))),)), 1)
        return bool(due) and due[0].nominal == wall(noon)

    def _listed(self, rule: Rule, start: date) -> tuple[Rule, date] | Resolved:
        """ "every 2 weeks on Monday and Friday", "monthly on the 10th and 25th"."""
        days = self.spec.days
        if self.spec.day is not None and self.spec.day not in days:  # "on the 10th, the 20th and the last day"
            days = (*days, self.spec.day)
        if rule.freq == "WEEKLY" and all(isinstance(day, Weekday) and not day.which for day in days):
            return replace(rule, weekdays=tuple(sorted({day.day for day in days if isinstance(day, Weekday)}))), start
        if rule.freq == "MONTHLY" and all(isinstance(day, DayOfMonth) for day in days):
            return replace(
                rule, monthdays=tuple(sorted({day.day for day in days if isinstance(day, DayOfMonth)}))
            ), start
        if rule.freq == "MONTHLY" and all(isinstance(day, Nth) and day.of == MonthRef() for day in days):
            nth = tuple((day.n, day.weekdays[0]) for day in days if isinstance(day, Nth) and len(day.weekdays) == 1)
            return (replace(rule, nth=nth), start) if len(nth) == len(days) else asked("multiple_times")
        return asked("multiple_times")

    def _from_day(self, rule: Rule, day: Day) -> Rule | None:
        """A rule that takes its day from a word without a date ("every month on the first Monday")."""
        if rule.freq == "WEEKLY" and isinstance(day, Weekday) and not day.which:
            return replace(rule, weekdays=(day.day,))
        if rule.freq == "MONTHLY" and isinstance(day, Weekday) and day.which == "last":
            return replace(rule, nth=((-1, day.day),))
        if rule.freq == "MONTHLY" and isinstance(day, DayOfMonth) and day.of.month is None and day.of.offset is None:
            return replace(rule, monthdays=(day.day,))
        if isinstance(day, Nth) and (rule.freq, day.of.month is None) in (("MONTHLY", True), ("YEARLY", False)):
            month = day.of.month if rule.freq == "YEARLY" else None
            if len(day.weekdays) > 1:
                return replace(rule, last_of=day.weekdays, setpos=day.n, month=month)
            return replace(rule, nth=((day.n, day.weekdays[0]),), month=month)
        if rule.freq == "YEARLY" and isinstance(day, Date) and day.year is None and day.weekday is None:
            return replace(rule, month=day.month, monthdays=(day.day,))
        if (
            rule.freq == "YEARLY"
            and isinstance(day, DayOfMonth)
            and (rule.month or day.of.month)
            and day.of.year is None
        ):
            return replace(rule, month=rule.month or day.of.month, monthdays=(day.day,))
        return None

    def _from_date(self, rule: Rule, day: date) -> Rule:
        if rule.freq == "WEEKLY":
            return replace(rule, weekdays=(day.weekday(),))
        if rule.freq == "MONTHLY":
            return replace(rule, monthdays=(day.day,))
        return replace(rule, month=rule.month or day.month, monthdays=(day.day,)) if rule.freq == "YEARLY" else rule

    def _less(self, rule: Rule) -> Rule | Resolved:
        """The rule without excepted weekdays."""
        if not self.spec.except_weekdays:
            return rule
        if rule.freq == "DAILY" and rule.interval == 1:
            rule = replace(rule, freq="WEEKLY", weekdays=tuple(range(7)))
        left = tuple(day for day in rule.weekdays if day not in self.spec.except_weekdays)
        if rule.freq != "WEEKLY" or not left or left == rule.weekdays:
            return asked("multiple_times")
        return replace(rule, weekdays=left)

    def _finished(self, rule: Rule, anchor: date, times: list[time], assume: list[str]) -> Resolved:
        resolver = self.resolver
        months = tuple(month for month in range(1, 13) if month not in self.spec.except_months)
        rules = with_times(parts_of_rule(rule, months if self.spec.except_months else ()), times)
        starts = datetime.combine(anchor, times[0])
        plain = tuple(rule_of({k: v for k, v in parts.items() if k != "INTERVAL"}) for parts in rules)
        due = first(When(starts, resolver.zone, plain), 1, resolver.instant)
        if not due:
            return asked("invalid_date", refuse=True)
        dtstart = datetime.fromisoformat(due[0].nominal)
        if dtstart > resolver.now + FURTHEST:
            return asked("too_far", refuse=True)
        texts = tuple(rule_of(parts) for parts in rules)
        resolved = Resolved({"dtstart": wall(dtstart), "tz": resolver.zone, "rrules": list(texts)}, assume)
        return self._ended(resolved, rule, texts, dtstart)

    def _ended(self, resolved: Resolved, rule: Rule, rules: tuple[str, ...], dtstart: datetime) -> Resolved:
        end = Ends(self.resolver, self.spec, dtstart).of(rules)
        if isinstance(end, Resolved):
            return end
        resolved.fields.update(end)
        long = [day for day in rule.monthdays if day > _SHORT]
        if rule.freq == "MONTHLY" and long and rule.setpos is None:
            resolved.questions.append(short_months(resolved, rule, long))
        if rule.freq == "YEARLY" and rule.month == 2 and rule.monthdays == (29,):
            resolved.questions.append(short_months(resolved, rule, long))
        return resolved
