"""A week or a month as the new time of a message: which of its days is asked, and the message's own is the answer offered.

Not here: days as they are spoken (`calendar`), a message's new time (`changes`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.language.reading import Question
from core.language.resolving.resolve import Resolver
from core.language.resolving.resolved import Resolved
from core.language.spec import Date, Period, Spec


def offer_own_day(resolver: Resolver, spec: Spec, resolved: Resolved) -> None:
    """ "to next week": which day is asked, and the message's own day of the week (or month) is the answer offered."""
    default, day = resolver.default, spec.day
    lacks = [question.missing for question in resolved.questions] == [("day",)]
    if default is None or not lacks or not isinstance(day, Period) or day.unit not in ("week", "month"):
        return
    stretch = resolver.almanac.stretch(day)
    same = _alike(default, stretch, day) if stretch is not None else None
    option = resolver.option(replace(spec, day=Date(same.month, same.day, same.year))) if same is not None else None
    if option is not None:
        resolved.questions = [Question("missing", missing=("day",), options=(option,))]


def _alike(default: datetime, stretch: tuple[date, date], day: Period) -> date | None:
    """The day of a week or a month that is like a message's own. What is in next week already goes a week further."""
    first, last = stretch
    if day.offset > 0 and first <= default.date() <= last:
        first, last = default.date() + timedelta(days=1), default.date() + timedelta(days=31)
    span = (first + timedelta(days=days) for days in range((last - first).days + 1))
    weekly = day.unit == "week"
    return next(
        (one for one in span if (one.weekday() == default.weekday() if weekly else one.day == default.day)), None
    )
