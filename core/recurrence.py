"""Wall-clock recurrence over IANA time zones: the due times of a `core.commands.When`. Pure.

Rules are RFC 5545 without DTSTART and UNTIL. They are expanded on naive local time with dateutil and only then given the
zone with fold=0: a time that does not exist moves forward by the gap (RFC 5545 3.3.5), one that occurs twice is due once,
at the first. FREQ=HOURLY and below step in UTC: "every 8 hours" keeps its 8 hours through a change of the clocks.

What is not here: what people wrote (`core.language`), what is sent when (`core.slots`).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.when import When

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEPS = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}
"""Frequencies that step in UTC; their BY parts leave out."""
_MOST_STEPS = 100_000  # of a filtered hourly rule without any due time, before it counts as ended
_DAY = timedelta(days=1)
# The Gregorian calendar repeats every 400 years, weekdays too. dateutil searches a rule without due times up to year
# 9999, which takes minutes from here; moved by whole cycles, the same search ends after less than 400 years.
_CYCLE = 400


@dataclass(frozen=True, slots=True)
class Due:
    """One due time. `nominal` names it for ever: the wall clock "YYYY-MM-DDTHH:MM[:SS]" as the rule says it, or, for
    rules that step in UTC, the instant "YYYY-MM-DDTHH:MM:SSZ". `due` is the aware UTC instant that it falls on."""

    nominal: str
    due: datetime


def parts_of(rule: str) -> dict[str, str]:
    """The parts of an RFC 5545 rule, names and values in upper case. Raises ValueError for what is no rule."""
    found: dict[str, str] = {}
    for part in rule.upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise ValueError(f"not a rule: {rule!r}")
        found[name] = value
    if "FREQ" not in found:
        raise ValueError(f"a rule without FREQ: {rule!r}")
    return found


def rule_of(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def wall(moment: datetime) -> str:
    """Naive wall-clock time as it is written: seconds only where there are any."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def instant(moment: datetime, zone: str) -> datetime:
    """The UTC instant of a naive wall-clock time: moved on by the gap where it does not exist, the first of two."""
    return moment.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The naive wall clock that `zone` shows at an aware moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def due_times(when: When, after: datetime | None = None, *, inclusive: bool = False) -> Iterator[Due]:
    """The due times of `when`, ascending by instant, strictly after the aware `after` (with `inclusive`, also at it).

    Lazy, and quick also when `starts` is long past. Two nominal times on one instant are one. Raises ValueError for a
    rule that is none.
    """
    last: datetime | None = None
    for due in heapq.merge(*_sources(when, after), key=lambda item: item.due):
        if after is not None and (due.due < after or (due.due == after and not inclusive)):
            continue
        if due.due != last:
            last = due.due
            yield due


def next_due(when: When, after: datetime | None = None) -> Due | None:
    """The first due time strictly after `after`, or None when there is none left."""
    return next(due_times(when, after), None)


def first(when: When, n: int, after: datetime | None = None) -> list[Due]:
    return list(islice(due_times(when, after), n))


def _sources(when: When, after: datetime | None) -> list[Iterator[Due]]:
    # Days left out are left out of the rules (and of the start): what was added is meant, also on such a day.
    singles = [Due(wall(moment), instant(moment, when.zone)) for moment in when.rdates]
    if not when.rules and when.starts.date() not in when.exdates:
        singles.append(Due(wall(when.starts), when.at.astimezone(UTC) if when.at else instant(when.starts, when.zone)))
    sources: list[Iterator[Due]] = [iter(sorted(singles, key=lambda due: due.due))]
    for rule in when.rules:
        parts = parts_of(rule)
        sources.append((_stepped if parts["FREQ"] in STEPS else _walled)(parts, when, after))
    return sources


def _walled(parts: dict[str, str], when: When, after: datetime | None) -> Iterator[Due]:
    """Due times of a daily or rarer rule. A time in a gap may fall behind later ones: a heap holds it back."""
    waiting: list[tuple[datetime, datetime]] = []
    for nominal in _nominal(parts, when.starts, None if after is None else local(after, when.zone) - _DAY):
        if when.until is not None and nominal.date() > when.until:
            break
        while waiting and local(waiting[0][0], when.zone) <= nominal:
            due, held = heapq.heappop(waiting)
            yield Due(wall(held), due)
        if nominal.date() not in when.exdates:
            heapq.heappush(waiting, (instant(nominal, when.zone), nominal))
    while waiting:
        due, held = heapq.heappop(waiting)
        yield Due(wall(held), due)


def _nominal(parts: dict[str, str], starts: datetime, after: datetime | None) -> Iterator[datetime]:
    """The naive times of a rule from `starts`, those before `after` left out as far as that is cheap."""
    from dateutil.rrule import rrulestr  # 12 ms, and what reads names alone needs no rule

    parts = _explicit(parts, starts)
    anchor = starts if after is None or "COUNT" in parts else _anchor(parts, starts, after)
    cycles = max(0, (9999 - anchor.year) // _CYCLE)
    shifted = anchor.replace(year=anchor.year + cycles * _CYCLE)
    for found in rrulestr(rule_of(parts), dtstart=shifted):
        moment = found.replace(year=found.year - cycles * _CYCLE)
        if after is None or moment >= after:
            yield moment


def _explicit(parts: dict[str, str], starts: datetime) -> dict[str, str]:
    """The rule with what it takes from its start spelt out, so that it may be searched from a later one."""
    parts = {name: value for name, value in parts.items() if name not in ("UNTIL", "DTSTART")}
    days = any(name in parts for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER"))
    if parts["FREQ"] == "WEEKLY" and not days:
        parts["BYDAY"] = WEEKDAYS[starts.weekday()]
    if parts["FREQ"] in ("MONTHLY", "YEARLY") and not days:
        parts["BYMONTHDAY"] = str(starts.day)
        if parts["FREQ"] == "YEARLY":
            parts.setdefault("BYMONTH", str(starts.month))
    return parts


def _anchor(parts: dict[str, str], starts: datetime, after: datetime) -> datetime:
    """A start in step with `starts`, shortly before `after`: whole intervals later."""
    interval = int(parts.get("INTERVAL", "1"))
    if after <= starts or interval < 1:
        return starts
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        days = interval * (7 if parts["FREQ"] == "WEEKLY" else 1)
        return starts + timedelta(days=days * max(0, (after - starts).days // days - 1))
    months = interval * (12 if parts["FREQ"] == "YEARLY" else 1)
    passed = (after.year - starts.year) * 12 + after.month - starts.month
    jumps = passed // months - 1
    if jumps < 1:
        return starts
    year, month = divmod(starts.year * 12 + starts.month - 1 + jumps * months, 12)
    return starts.replace(year=year, month=1 if parts["FREQ"] == "YEARLY" else month + 1, day=1)


def _stepped(parts: dict[str, str], when: When, after: datetime | None) -> Iterator[Due]:
    """Due times of an hourly rule or a quicker one: equal steps in UTC; BY parts leave out by the local clock."""
    step = STEPS[parts["FREQ"]] * max(1, int(parts.get("INTERVAL", "1")))
    keeps = _Keeps(parts)
    begins = when.at.astimezone(UTC) if when.at else instant(when.starts, when.zone)
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    at = 0
    if after is not None and after > begins and (count is None or keeps.all):
        at = (after - begins) // step
    seen, idle = at, 0
    while (count is None or seen < count) and idle < _MOST_STEPS:
        due = begins + at * step
        shown = local(due, when.zone)
        if when.until is not None and shown.date() > when.until:
            return
        at, idle = at + 1, idle + 1
        if keeps(shown):
            seen, idle = seen + 1, 0
            if shown.date() not in when.exdates:
                yield Due(due.strftime("%Y-%m-%dT%H:%M:%SZ"), due)


class _Keeps:
    """Whether the BY parts of a stepping rule let a local time through."""

    def __init__(self, parts: dict[str, str]) -> None:
        self._days = parts["BYDAY"].split(",") if "BYDAY" in parts else None
        self._numbers = {
            field: {int(value) for value in parts[name].split(",")}
            for name, field in (("BYMONTH", "month"), ("BYMONTHDAY", "day"), ("BYHOUR", "hour"), ("BYMINUTE", "minute"))
            if name in parts
        }
        self.all = self._days is None and not self._numbers

    def __call__(self, moment: datetime) -> bool:
        if self._days is not None and WEEKDAYS[moment.weekday()] not in self._days:
            return False
        return all(getattr(moment, field) in values for field, values in self._numbers.items())
