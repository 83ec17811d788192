"""How a series ends and what it leaves out: "until Christmas", "10 times", "for 2 weeks", "except on 25 December"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from core.language.resolving.resolved import FURTHEST, Resolved, asked
from core.language.spec import Day, DayOfMonth, Length, Nth, Period, Spec, Weekday
from core.recurrence import due_times, first, instant, local, wall
from core.when import When

if TYPE_CHECKING:
    from core.language.resolving.resolve import Resolver

_MOST = 5000  # due times that "for 3 months" may count
_DAY = timedelta(days=1)


class Ends:
    """How a series ends: until a date, after a count, after a span; and the dates it leaves out."""

    def __init__(self, resolver: Resolver, spec: Spec, dtstart: datetime) -> None:
        self.resolver, self.spec, self.dtstart = resolver, spec, dtstart

    def of(self, rules: tuple[str, ...]) -> dict[str, Any] | Resolved:
        fields = self._ends(rules)
        return fields if isinstance(fields, Resolved) or "exdate" not in fields else self._begun(fields, rules)

    def _begun(self, fields: dict[str, Any], rules: tuple[str, ...]) -> dict[str, Any] | Resolved:
        """The first due time is one that is not left out: "every day except New Year's Day", said on that day."""
        left_out = tuple(date.fromisoformat(one) for one in fields["exdate"])
        if self.dtstart.date() not in left_out:
            return fields
        rules = tuple(fields.get("rrules", rules))
        if any("COUNT" in rule for rule in rules):
            return asked("multiple_times")
        until = date.fromisoformat(fields["until"]) if "until" in fields else None
        due = first(When(self.dtstart, self.resolver.zone, rules, until, left_out), 1)
        if not due:
            return asked("until_before_start", refuse=True)
        nominal = due[0].nominal
        starts = local(due[0].due, self.resolver.zone) if nominal.endswith("Z") else datetime.fromisoformat(nominal)
        kept = {"exdate": [one.isoformat() for one in left_out if one >= starts.date()]}
        return {**{name: value for name, value in fields.items() if name != "exdate"}, "dtstart": wall(starts)} | (
            kept if kept["exdate"] else {}
        )

    def _ends(self, rules: tuple[str, ...]) -> dict[str, Any] | Resolved:
        fields: dict[str, Any] = {}
        if self.spec.until is not None:
            until = self._until(self.spec.until)
            if isinstance(until, Resolved):
                return until
            fields["until"] = until.isoformat()
        if self.spec.except_days:
            last = fields.get("until")
            dates = [self._left_out(day, date.fromisoformat(last) if last else None) for day in self.spec.except_days]
            if any(len(found) != 1 or found[0] < self.dtstart.date() for found in dates):
                return asked("multiple_times")
            fields["exdate"] = [found[0].isoformat() for found in dates]
        count = self.spec.count
        if self.spec.span is not None:
            return self._span(self.spec.span, rules, fields)
        if count is not None:
            if len(rules) > 1 or self.spec.until is not None:
                return asked("multiple_times")
            fields["rrules"] = [f"{rules[0]};COUNT={count}"]
        return fields

    def _left_out(self, day: Day, until: date | None) -> tuple[date, ...]:
        """The dates that "except the 26th" may mean: of a series that ends before there is a second, one; else each month's."""
        found = self.resolver.almanac.find(day).dates
        if not isinstance(day, Nth | DayOfMonth):
            return found
        if isinstance(day, Nth) or until is None or not found or found[0] + relativedelta(months=1) <= until:
            return ()
        return found

    def _until(self, day: Day) -> date | Resolved:
        almanac = self.resolver.almanac
        if isinstance(day, Period):
            stretch = almanac.stretch(day)
            # "until December": to its first day or to its last?
            return stretch[1] if stretch and day.month is None else asked("vague_time")
        found = almanac.find(day)
        if found.reason == "next_weekday" or not found.dates:
            return asked(found.reason or "vague_time")
        last = found.dates[0]
        if isinstance(day, Weekday) and not day.which:  # "from Monday on, until Friday": the one after it begins
            last += timedelta(days=max(0, (self.dtstart.date() - last).days + 6) // 7 * 7)
        if last < self.dtstart.date():
            return asked("until_before_start", refuse=True)
        return last if found.reason is None else asked(found.reason)

    def _span(self, span: Length, rules: tuple[str, ...], fields: dict[str, Any]) -> dict[str, Any] | Resolved:
        if self.spec.until is not None or span.seconds:
            return asked("multiple_times")
        try:
            ends = self.dtstart + relativedelta(months=span.months) + timedelta(days=span.days)
            over = instant(ends, self.resolver.zone)
        except (OverflowError, ValueError):
            return asked("too_far", refuse=True)
        if ends > self.resolver.now + FURTHEST:
            return asked("too_far", refuse=True)
        counts = [self._due_before(over, (rule,)) for rule in rules]
        if max(counts) >= _MOST:
            return {**fields, "until": (ends - _DAY).date().isoformat()}
        if len(rules) == 1:
            return {**fields, "rrules": [f"{rules[0]};COUNT={counts[0]}"]}
        *_, last = takewhile(lambda due: due.due < over, due_times(When(self.dtstart, self.resolver.zone, rules)))
        until = local(last.due, self.resolver.zone).date()
        whole = When(self.dtstart, self.resolver.zone, rules, until=until)
        if sum(1 for _ in due_times(whole)) == self._due_before(over, rules):
            return {**fields, "until": until.isoformat()}
        return {**fields, "rrules": [f"{rule};COUNT={n}" for rule, n in zip(rules, counts, strict=True) if n]}

    def _due_before(self, over: datetime, rules: tuple[str, ...]) -> int:
        """How often it is due from its first due time until `over`: "for 5 days" are whole days from then on, so that none
        of several doses a day is lost."""
        when = When(self.dtstart, self.resolver.zone, rules)
        return sum(
            1 for _ in takewhile(lambda pair: pair[0] < _MOST and pair[1].due < over, enumerate(due_times(when)))
        )
