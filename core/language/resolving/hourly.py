"""Repetitions within the day: "every 8 hours starting at 8am", "every hour from 9 to 17h", "every 30 minutes"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core.language.reading import Option, Question
from core.language.resolving.clocks import times_of
from core.language.resolving.ends import Ends
from core.language.resolving.resolved import Resolved, asked, replace_clock
from core.language.spec import Rule, Spec
from core.recurrence import WEEKDAYS, first, local, wall
from core.when import When

if TYPE_CHECKING:
    from core.language.resolving.resolve import Resolver

_HOUR = 60


def resolve_hourly(resolver: Resolver, spec: Spec, rule: Rule) -> Resolved:
    """The first due time is the clock that is said, else one interval from now, which is asked."""
    minutes = rule.interval * (_HOUR if rule.freq == "HOURLY" else 1)
    if rule.freq == "SECONDLY" or minutes < 2:
        return asked("too_frequent", refuse=True)
    if len(spec.clocks) > 1 or spec.days or spec.except_months or spec.times_per or spec.pod:
        return asked("multiple_times")
    if spec.window is not None:
        return _window(resolver, spec, rule, minutes)
    if rule.weekdays or spec.except_weekdays:  # the clock at which each of those days begins and ends is not said
        return asked("multiple_times")
    starts = _starts(resolver, spec, minutes)
    if isinstance(starts, Resolved):
        return starts
    begins, sure = starts
    text = f"FREQ={rule.freq}" + (f";INTERVAL={rule.interval}" if rule.interval != 1 else "")
    return _finished(resolver, spec, text, begins, minutes, sure)


def _starts(resolver: Resolver, spec: Spec, minutes: int) -> tuple[datetime, bool] | Resolved:
    """The first due time, and whether it was said."""
    day = spec.day or spec.start
    if spec.day is not None and spec.start is not None and spec.day != spec.start:
        return asked("multiple_times")
    if not spec.clocks:
        if day is not None:
            return asked("missing", missing=("time",))
        soon = local(resolver.instant + timedelta(minutes=minutes), resolver.zone)
        return soon.replace(second=0, microsecond=0), False
    told = times_of(spec.clocks[0], None, resolver.world.hours)
    if len(told.times) > 1:
        options = [resolver.option(replace_clock(spec, 0, at)) for at in told.times]
        return asked("am_pm", options=tuple(option for option in options if option))
    if day is None:
        starts = datetime.combine(resolver.now.date(), told.times[0])
        return (starts if starts > resolver.now else starts + timedelta(days=1)), True
    found = resolver.almanac.find(day, told.times[0])
    if found.reason or len(found.dates) != 1:
        return asked(found.reason or "missing", refuse=found.refuse)
    starts = datetime.combine(found.dates[0], told.times[0])
    return (starts, True) if starts > resolver.now else asked("past")


def _finished(resolver: Resolver, spec: Spec, rule: str, starts: datetime, minutes: int, sure: bool) -> Resolved:
    fields: dict[str, Any] = {"dtstart": wall(starts), "tz": resolver.zone, "rrules": [rule]}
    resolved = Resolved(fields)
    end = Ends(resolver, spec, starts).of((rule,))
    if isinstance(end, Resolved):
        return end
    fields.update(end)
    if minutes < _HOUR:
        resolved.questions.append(Question("high_frequency", options=(Option({}),)))
    elif not sure:
        resolved.questions.append(Question("start", options=(Option({}),)))
    return resolved


def _window(resolver: Resolver, spec: Spec, rule: Rule, minutes: int) -> Resolved:
    """ "every hour from 9am to 5pm": a daily rule that names its hours; a weekly one where weekdays are said, or left out."""
    if spec.clocks or spec.window is None or (minutes % _HOUR and _HOUR % minutes):
        return asked("multiple_times")
    ends: list[time] = []
    assume: list[str] = []
    for clock in spec.window:
        told = times_of(clock, spec.pod, resolver.world.hours)
        if len(told.times) > 1 or told.reason:
            return asked(told.reason or "am_pm")
        ends.append(told.times[0])
        assume += [name for name in told.assume if name not in assume]
    begin, end = ends
    if begin >= end or begin.minute != end.minute:
        return asked("invalid_time")
    days = [day for day in rule.weekdays or range(7) if day not in spec.except_weekdays]
    if not days:
        return asked("multiple_times")
    named = "DAILY" if len(days) == len(WEEKDAYS) else f"WEEKLY;BYDAY={','.join(WEEKDAYS[day] for day in days)}"
    hours = range(begin.hour, end.hour + 1, max(1, minutes // _HOUR))
    text = f"FREQ={named};BYHOUR={','.join(map(str, hours))};BYMINUTE={begin.minute}"
    if minutes < _HOUR:
        steps = ",".join(str(minute) for minute in range(begin.minute % minutes, _HOUR, minutes))
        text = f"FREQ={named};BYHOUR={','.join(map(str, hours[:-1]))};BYMINUTE={steps}"
    day = spec.start or spec.day
    if spec.start is None and day is not None and spec.until is None and spec.count is None and spec.span is None:
        # that day alone, or each from then on?
        options = (resolver.option(replace(spec, day=None, start=day, until=until)) for until in (day, None))
        return asked("multiple_times", options=tuple(option for option in options if option is not None))
    found = resolver.almanac.find(day).dates if day is not None else (resolver.almanac.today,)
    if len(found) != 1:
        return asked("missing", missing=("day",))
    starts = datetime.combine(found[0], begin)
    due = first(When(starts, resolver.zone, (text,)), 1, resolver.instant)[0]
    resolved = _finished(resolver, spec, text, datetime.fromisoformat(due.nominal), minutes, True)
    resolved.assume[:0] = assume
    return resolved
