"""What "move", "skip" and "edit" make of a message's due times. Pure. Not here: writing it (`core.messages`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

from core import rules as rule_parts
from core.commands import Edit, Move, Skip, When
from core.errors import Conflict, Refused
from core.recurrence import Due, due_times, instant, local, next_due, parts_of, rule_of
from core.slots.timing import midnight

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


def single(when: When, command: Move, now: datetime) -> When:
    """The time that one of a series is moved to, by itself. Raises as `moved`."""
    return When(_target_of_one(when, command, _upcoming(when, command.number, now).due), when.zone)


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
    others = {_named(due.nominal, due.due, when.zone) for due in _on_day(when, day) if due.due != gone.due}
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
    anchor = _anchor(when, upcoming.due)
    old = local(anchor, when.zone)
    counted = _counted(when, anchor)
    if command.shift is not None:
        target, zone = _shifted(old, anchor, command.shift, when.zone), when.zone
        at = when.at + command.shift if when.at else None
        rules = rule_parts.shifted(counted, old, target)
    else:
        asked = _asked(command)
        target, zone, at = asked.starts, asked.zone, asked.at
        rules = rule_parts.reanchor(counted, old, target)
    days = target.date() - old.date()
    if command.shift is not None:
        return _with_the_same_left_out(when, replace(when, starts=target, at=at, rules=rules), target - old, now)
    several = any(
        "BYHOUR" in parts_of(rule) for rule in rules
    )  # then the rules say the times, and others may come first
    return replace(
        when,
        starts=min(target, old) if several and not days and zone == when.zone else target,
        zone=zone,
        at=at,
        rules=rules,
        exdates=tuple(day + days for day in when.exdates if day >= old.date()),
        rdates=tuple(
            target if instant(moment, when.zone) == upcoming.due else moment + (days if several else target - old)
            for moment in when.rdates
            if instant(moment, when.zone) > now
        ),
    )


def _with_the_same_left_out(was: When, new: When, by: timedelta, now: datetime) -> When:
    """What was left out or moved by itself stays so, as far along as the rest: also where a time of several crosses midnight,
    so that another day has it. Leaving out is by day: the other times of that day come back as added ones."""
    before, after = (replace(one, exdates=(), rdates=()) for one in (was, new))
    gone = {local(one.due, was.zone) + by for day in was.exdates for one in _on_day(before, day)}
    days = sorted({moment.date() for moment in gone if instant(moment, new.zone) > now - _DAY})
    back = {local(one.due, new.zone) for day in days for one in _on_day(after, day)} - gone
    added = {moment + by for moment in was.rdates if instant(moment, was.zone) > now} | back
    return replace(new, exdates=tuple(days), rdates=tuple(sorted(added)))


def _anchor(when: When, upcoming: datetime) -> datetime:
    """The instant that the rules say for the next due time: also where that one was moved by itself, away from a day that
    was then left out."""
    whole = replace(when, rdates=(), exdates=())
    found = next(due_times(whole, upcoming, inclusive=True), None)
    if found is not None and found.due == upcoming:
        return upcoming
    left_out = [one.due for day in when.exdates for one in _on_day(whole, day)]
    return min(left_out, key=lambda due: abs(due - upcoming), default=found.due if found else upcoming)


def _on_day(when: When, day: date) -> Iterator[Due]:
    begins = due_times(when, midnight(day, when.zone) - _TICK)
    return takewhile(lambda due: local(due.due, when.zone).date() == day, begins)


def _counted(when: When, since: datetime) -> tuple[str, ...]:
    """The rules with what is left of their COUNT: a series of five that was moved after two has three to come."""
    counted = []
    for rule in when.rules:
        parts = parts_of(rule)
        if "COUNT" in parts:
            only = replace(when, rules=(rule,), rdates=(), exdates=())
            parts["COUNT"] = str(max(1, sum(1 for _ in due_times(only, since, inclusive=True))))
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


def edited_choices(row: Mapping[str, Any], command: Edit) -> dict[str, Any]:
    """What was chosen where quiet hours or a limit stand in the way: of other times it is chosen anew, of other people it stays
    what it was unless they were what was asked about."""
    if command.times:
        return {"quiet": command.quiet, "beyond": command.beyond}
    return {"quiet": command.quiet or row["quiet"], "beyond": command.beyond or row["beyond"]}
