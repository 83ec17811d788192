"""What was said about time -> due times: local wall clock, zone, rules, or the question that stands in the way.

Single times are here; repetitions in repeat.py. A reading is right, or a question, or a refusal: what cannot be decided
is never decided silently.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from core.language.reading import Option, Question
from core.language.resolving.calendar import Almanac, Found
from core.language.resolving.clocks import USUAL, times_of
from core.language.resolving.repeat import resolve_rule
from core.language.resolving.resolved import FURTHEST, Resolved, asked, replace_clock
from core.language.spec import Clock, Date, Day, DayOfMonth, Length, Offset, Spec, Weekday
from core.recurrence import instant, local, wall
from core.world import World

_DAWN = 6  # the hours before it belong to the night before, too
_UNUSED = ("until", "count", "span", "except_days", "except_weekdays", "except_months", "start", "window", "times_per")


class Resolver:
    """Resolves in one world at one moment. `default`: day or time of a message that is moved, where only one is said."""

    def __init__(self, world: World, now: datetime, default: datetime | None = None) -> None:
        self.world = world
        self.instant = now.astimezone(UTC)
        self.default = default
        self.lead: Length | None = None

    def resolve(self, spec: Spec) -> Resolved:
        """The due times of `spec`, or questions. Never raises for what a person may have written."""
        self._stand(spec.zone or self.world.zone)
        wrong = self._wrong(spec)
        if wrong is not None:
            return wrong
        self.lead = spec.lead
        if spec.lead is not None and (spec.rule is not None or spec.ahead is not None or spec.now):
            return asked("multiple_times")
        if spec.lead is not None and spec.day is None and not spec.days and (spec.lead.days or spec.lead.months):
            return asked("missing", missing=("day",))  # "3 days after" what?
        if spec.now:
            return Resolved(now=True) if self._only(spec, "now") else asked("multiple_times")
        if spec.rule is not None:
            return resolve_rule(self, spec, spec.rule)
        if spec.repeats:
            return asked("missing", missing=("rule",))
        if any(slot in spec.filled for slot in _UNUSED if slot != "window"):
            return asked("missing", missing=("rule",))
        if spec.window is not None:
            return self.between(spec, spec.window)
        if spec.ahead is not None:
            return self._ahead(spec)
        return self._single(spec)

    def _stand(self, zone: str) -> None:
        """Here and now, in a zone."""
        self.zone = zone
        self.now = local(self.instant, zone)
        self.almanac = Almanac(self.now, self.world.week_start, self.world.date_order)

    def find_day(self, spec: Spec) -> Day | None:
        """The one day that is said, None where there are several, or none."""
        self._stand(spec.zone or self.world.zone)
        day = self.one_day(spec)
        return None if isinstance(day, Resolved) else day

    def between(self, spec: Spec, ends: tuple[Clock, Clock]) -> Resolved:
        """ "tomorrow between 9 and 10": at which time of these is asked; the ends are offered where they are clear."""
        options = [self.option(replace(spec, window=None, clocks=(end,))) for end in ends]
        clear = tuple(option for option in options if option is not None and option.patch.get("dtstart"))
        return asked("vague_time", missing=("time",), options=clear)

    def _wrong(self, spec: Spec) -> Resolved | None:
        """What is wrong whatever else was said."""
        clocks = (*spec.clocks, *(spec.window or ()))
        if spec.invalid:
            return asked(spec.invalid, refuse=spec.invalid == "invalid_date")
        if not all(clock.possible for clock in clocks):
            return asked("invalid_time", refuse=True)
        if spec.clashes:
            return asked("multiple_times")
        if spec.vague:
            exact = replace(spec, vague=None, filled=[slot for slot in spec.filled if slot != "vague"])
            option = None if exact.empty else self.option(exact)
            return asked("vague_time", unknown=(spec.vague,), options=(option,) if option else ())
        return None

    def _only(self, spec: Spec, *slots: str) -> bool:
        return set(spec.filled) <= {*slots, "zone", "late", "answered", "scope"}

    def _ahead(self, spec: Spec) -> Resolved:
        """ "in 90 minutes": an instant; months and days before it are wall clock."""
        if not self._only(spec, "ahead", "day") or spec.ahead is None:
            return asked("multiple_times")
        try:
            day = self.now + relativedelta(months=spec.ahead.months) + timedelta(days=spec.ahead.days)
            begins = self.instant if day == self.now else instant(day, self.zone)
            at = begins + timedelta(seconds=spec.ahead.seconds)
            starts = local(at, self.zone)
        except (OverflowError, ValueError):
            return asked("too_far", refuse=True)
        if starts > self.now + FURTHEST:
            return asked("too_far", refuse=True)
        if spec.day is not None and (spec.day != Offset(Length()) or starts.date() != self.now.date()):
            return asked("multiple_times")  # "today in one hour" is one time, "tomorrow in one hour" none
        fields = {"dtstart": wall(starts.replace(microsecond=0)), "at": _utc(at), "tz": self.zone}
        return Resolved(fields)

    def _single(self, spec: Spec) -> Resolved:
        day = self.one_day(spec)
        if isinstance(day, Resolved):
            return day
        if len(spec.clocks) > 1:
            return asked("multiple_times")
        if not spec.clocks:
            return self._no_clock(spec, day)
        told = times_of(spec.clocks[0], spec.pod, self.world.hours)
        if told.reason == "invalid_time":
            return asked("invalid_time")
        if spec.clocks[0].mode == "midnight" and day is not None:
            return self._midnight(spec, day)
        if len(told.times) > 1:
            options = [self.option(replace_clock(spec, 0, at)) for at in told.times]
            return asked("am_pm", options=tuple(option for option in options if option is not None))
        if isinstance(day, Date) and day.eve and told.times[0].hour < _DAWN:  # "en nochevieja a las 00:05"
            return self._midnight(spec, day, told.times[0])
        resolved = self._on(day, told.times[0], spec)
        resolved.assume[:0] = told.assume
        return resolved

    def option(self, spec: Spec) -> Option | None:
        """An answer that makes the sentence mean `spec`; None where that is refused."""
        resolved = Resolver(self.world, self.instant, self.default).resolve(spec)
        if any(question.refuse for question in resolved.questions):
            return None
        return Option(resolved.patch())

    def one_day(self, spec: Spec) -> Day | Resolved | None:
        """The one day of a sentence; several names of the same day are one ("tomorrow, Thursday")."""
        if not spec.days:
            return spec.day
        days = [*spec.days, *([spec.day] if spec.day is not None and spec.day not in spec.days else [])]
        dated = self._with_weekday(days)
        if dated is not None:
            return dated
        found = [self.almanac.find(day) for day in days]
        dates = [set(one.dates) for one in found]
        common = set.intersection(*dates)
        if len(common) != 1 or all(isinstance(day, type(days[0])) for day in days):
            return asked("multiple_times")
        only = common.pop()
        return Date(only.month, only.day, only.year)

    def _with_weekday(self, days: list[Day]) -> Day | Resolved | None:
        """ "Tuesday the 19th": the date decides, and its weekday must be the one that was said."""
        named = {day.day for day in days if isinstance(day, Weekday) and not day.which}
        rest = [day for day in days if not isinstance(day, Weekday)]
        if len(named) != 1 or len(rest) != 1 or not isinstance(rest[0], Date | DayOfMonth):
            return None
        found = self.almanac.find(rest[0])
        if found.reason or len(found.dates) != 1:
            return None
        return rest[0] if found.dates[0].weekday() in named else asked("weekday_mismatch")

    def _no_clock(self, spec: Spec, day: Day | None) -> Resolved:
        if self.default is not None and day is not None and spec.pod is None:
            return self._on(day, self.default.time(), spec)
        if spec.pod is not None:
            usual = self.option(replace_clock(spec, None, time(USUAL[spec.pod])))
            return asked("vague_time", missing=("time",), options=(usual,) if usual else ())
        resolved = asked("missing", missing=("time",))
        if day is not None:
            found = self.almanac.find(day)
            if found.refuse:
                return asked(found.reason or "past", refuse=True)
            nine = self.option(replace_clock(spec, None, time(9)))
            if not found.dates and found.reason == "missing":
                return asked("missing", missing=("day", "time"))
            resolved = asked("missing", missing=("time",), options=(nine,) if nine and found.dates else ())
        return resolved

    def _midnight(self, spec: Spec, day: Day, at: time = time(0)) -> Resolved:
        """ "Friday at midnight", "New Year's Eve at 0:05": the night before or the one after it."""
        found = self.almanac.find(day, at)
        if len(found.dates) != 1 or found.reason:
            return self._unsure(spec, found)
        options = []
        for date_ in (found.dates[0], found.dates[0] + timedelta(days=1)):
            option = self.option(_fixed(spec, date_, at))
            options += [option] if option else []
        return asked("midnight", options=tuple(options))

    def _on(self, day: Day | None, at: time, spec: Spec) -> Resolved:
        if day is None and self.default is not None:
            return self._checked(datetime.combine(self.default.date(), at), [])
        if day is None:
            starts = datetime.combine(self.now.date(), at)
            return self._checked(starts if starts > self.now else starts + timedelta(days=1), [])
        found = self.almanac.find(day, at)
        if found.reason is not None or len(found.dates) != 1:
            return self._unsure(spec, found, at)
        return self._checked(datetime.combine(found.dates[0], at), list(found.assume))

    def _unsure(self, spec: Spec, found: Found, at: time | None = None) -> Resolved:
        reason = found.reason or "missing"
        if found.refuse or reason in ("too_far",):
            return asked(reason, refuse=True)
        if reason in ("missing", "invalid_date"):
            return asked("missing", missing=("day",)) if reason == "missing" else asked("invalid_date")
        dates = found.dates
        if reason == "past":
            resolved = asked("past")
            if at is not None:
                resolved.fields = {"dtstart": wall(datetime.combine(dates[0], at)), "tz": self.zone}
            return resolved
        options = [self.option(_fixed(spec, one, at)) for one in dates]
        return asked(reason, options=tuple(option for option in options if option is not None))

    def _led(self, starts: datetime, lead: Length) -> datetime:
        """So long before or after the time that was said; months and days on the wall clock, hours in real time."""
        day = starts + relativedelta(months=lead.months) + timedelta(days=lead.days)
        return local(instant(day, self.zone) + timedelta(seconds=lead.seconds), self.zone) if lead.seconds else day

    def _checked(self, starts: datetime, assume: list[str]) -> Resolved:
        """A single time, unless it is past or too far."""
        try:
            if self.lead is not None:
                starts = self._led(starts, self.lead)
            due = instant(starts, self.zone)
        except (OverflowError, ValueError):
            return asked("too_far", refuse=True)
        if starts > self.now + FURTHEST:
            return asked("too_far", refuse=True)
        resolved = Resolved({"dtstart": wall(starts), "tz": self.zone}, assume)
        if due <= self.instant:
            tomorrow = Option({"dtstart": wall(starts + timedelta(days=1))})
            later = tomorrow if instant(starts + timedelta(days=1), self.zone) > self.instant else None
            resolved.questions.append(Question("past", options=(later,) if later else ()))
        elif local(due, self.zone) != starts:
            resolved.assume.append("gap")
        return resolved


def _fixed(spec: Spec, day: date, at: time | None) -> Spec:
    fixed = replace(spec, day=Date(day.month, day.day, day.year), days=(), filled=[*spec.filled, "day"])
    return fixed if at is None else replace_clock(fixed, None, at)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
