"""What "move", "skip" and "edit" make of a message's due times. Pure. Not here: writing it (`core.messages`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

from core.commands import Edit, Move, Skip, When
from core.errors import Conflict, Refused
from core.recurrence import Due, due_times, instant, local, next_due, parts_of, reanchor, rule_of
from core.timing import midnight

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def moved(when: When, command: Move, now: datetime) -> When:
    """A new time for the next due time of a series (`scope` "one"), or for all that is to come.

    Raises Refused("past" | "no_time"), Conflict("nothing_to_come").
    """
    if when.rules and command.scope == "one":
        return _one(when, command, now)
    new = _all(when, command, now)
    if next_due(new, now) is None:
        raise Refused("past", number=command.number)
    return new


def _one(when: When, command: Move, now: datetime) -> When:
    upcoming = _upcoming(when, command.number, now)
    target = _target_of_one(when, command, upcoming.due)
    if instant(target, when.zone) <= now:
        raise Refused("past", number=command.number)
    without = _without(when, upcoming)
    return replace(without, rdates=tuple(sorted({*without.rdates, target})))


def _upcoming(when: When, number: int, now: datetime) -> Due:
    upcoming = next_due(when, now)
    if upcoming is None:
        raise Conflict("nothing_to_come", number=number)
    return upcoming


def _without(when: When, gone: Due) -> When:
    """One due time left out. Leaving out is by day: the other times of that day, also those that have passed, stay as added
    ones, under their own names."""
    day = local(gone.due, when.zone).date()
    that_day = takewhile(
        lambda due: local(due.due, when.zone).date() == day, due_times(when, midnight(day, when.zone) - _TICK)
    )
    others = {_named(due.nominal, due.due, when.zone) for due in that_day if due.due != gone.due}
    kept = {moment for moment in when.rdates if instant(moment, when.zone) != gone.due}
    return replace(when, exdates=tuple(dict.fromkeys((*when.exdates, day))), rdates=tuple(sorted(kept | others)))


def _named(nominal: str, due: datetime, zone: str) -> datetime:
    """The wall clock that a due time goes by: also one that its zone leaves out that day."""
    return local(due, zone) if nominal.endswith("Z") else datetime.fromisoformat(nominal)


def _target_of_one(when: When, command: Move, old: datetime) -> datetime:
    if command.shift is not None:
        return _shifted(local(old, when.zone), old, command.shift, when.zone)
    return _in_zone(_asked(command), when.zone)


def _asked(command: Move) -> When:
    if command.when is None:
        raise Refused("no_time", number=command.number)
    return command.when


def _in_zone(asked: When, zone: str) -> datetime:
    """The wall clock of a zone at the time that somebody named in perhaps another."""
    if asked.at is None and asked.zone == zone:
        return asked.starts
    return local(asked.at or instant(asked.starts, asked.zone), zone).replace(microsecond=0)


def _shifted(old: datetime, at: datetime, shift: timedelta, zone: str) -> datetime:
    """Whole days by the calendar, hours and minutes by what passes: "an hour later" is an hour, whatever the clocks do."""
    return old + shift if not shift % _DAY else local(at + shift, zone)


def _all(when: When, command: Move, now: datetime) -> When:
    if command.when is not None and command.when.rules:
        return command.when
    if not when.rules:
        return _single(when, command)
    upcoming = _upcoming(when, command.number, now)
    old = local(upcoming.due, when.zone)
    zone = command.when.zone if command.when else when.zone
    if command.shift is not None:
        target = _shifted(old, upcoming.due, command.shift, zone)
        at = when.at + command.shift if when.at else None
    else:
        target, at = _asked(command).starts, _asked(command).at
    days = target.date() - old.date()
    return replace(
        when,
        starts=target,
        zone=zone,
        at=at,
        rules=reanchor(_counted(when, now), old, target),
        # What was left out or moved by itself stays so, as far along as the rest.
        exdates=tuple(day + days for day in when.exdates if day >= old.date()),
        rdates=tuple(moment + (target - old) for moment in when.rdates if instant(moment, when.zone) > now),
    )


def _counted(when: When, now: datetime) -> tuple[str, ...]:
    """The rules with what is left of their COUNT: a series of five that was moved after two has three to come."""
    counted = []
    for rule in when.rules:
        parts = parts_of(rule)
        if "COUNT" in parts:
            only = replace(when, rules=(rule,), rdates=(), exdates=())
            parts["COUNT"] = str(max(1, sum(1 for _ in due_times(only, now))))
        counted.append(rule_of(parts))
    return tuple(counted)


def _single(when: When, command: Move) -> When:
    if command.shift is not None:
        due = (when.at or instant(when.starts, when.zone)).astimezone(UTC)
        target = _shifted(when.starts, due, command.shift, when.zone)
        exact = due + command.shift if when.at or command.shift % _DAY else None
        return When(starts=target, zone=when.zone, at=exact)
    asked = _asked(command)
    return When(starts=asked.starts, zone=asked.zone, at=asked.at)


def skipped(when: When, command: Skip, now: datetime) -> When:
    """The days given are left out, or the next due time alone. Raises Conflict."""
    if not when.rules:
        raise Conflict("not_a_series", number=command.number)
    days = command.dates
    if not days:
        return _without(when, _upcoming(when, command.number, now))
    if not any(_due_on(when, day, now) for day in days):
        raise Conflict("not_due_then", number=command.number)
    rdates = tuple(moment for moment in when.rdates if moment.date() not in days)
    return replace(when, exdates=tuple(dict.fromkeys((*when.exdates, *days))), rdates=rdates)


def _due_on(when: When, day: date, now: datetime) -> bool:
    start = midnight(day, when.zone) - _TICK
    found = next_due(when, max(start, now))
    return found is not None and local(found.due, when.zone).date() == day


def edited(when: When, command: Edit, now: datetime) -> When:
    """New rules, a new start or end. Raises Refused("never_due")."""
    rules = when.rules if command.rules is None else command.rules
    new = replace(when, rules=rules, starts=command.starts or when.starts, until=command.until or when.until)
    if command.starts is not None or (rules and not when.rules):
        new = replace(new, at=None)
    if next_due(new, now) is None:
        raise Refused("never_due")
    return new
