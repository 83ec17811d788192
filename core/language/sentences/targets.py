"""Which scheduled message is meant: "#12", "message 15", "Ana's Monday message", "the rent reminder to Diego"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from core.language.reading import Option, Question
from core.language.resolving.calendar import Almanac
from core.language.resolving.clocks import in_part
from core.language.spec import Day, Rule, Spec, Weekday
from core.language.words.people import EVERYONE, People
from core.recurrence import WEEKDAYS, due_times, instant, local, parts_of
from core.when import When
from core.world import Scheduled, World, words

DESCRIBING = ("day", "rule", "clocks", "pod", "now")  # the slots that tell a message from others ("now" says nothing)
_MOST_OPTIONS = 10
_OVER = ("done", "cancelled")
_FAR = timedelta(days=400)


@dataclass
class Described:
    """What a sentence says about the message that it means."""

    ids: list[int] = field(default_factory=list)
    people: People = field(default_factory=People)
    words: tuple[str, ...] = ()
    spec: Spec = field(default_factory=Spec)
    every: bool = False
    noun: bool = False
    loose: bool = False  # a weekday also means the days of a daily series (to leave out one of them)

    @property
    def anything(self) -> bool:
        spec = self.spec
        spoken = spec.day is not None or spec.rule is not None or spec.clocks or spec.pod is not None
        return bool(self.ids or self.people.known or self.words or self.every or spoken)


@dataclass
class Targets:
    ids: tuple[int, ...] = ()
    questions: list[Question] = field(default_factory=list)


def find_targets(described: Described, world: World, now: datetime, most: int = 0) -> Targets:
    """The numbers that are meant, or the question which ones. `most` 1: the command is about a single message."""
    if described.ids:
        unknown = [number for number in described.ids if world.message(number) is None]
        if unknown:
            return Targets(questions=[Question("unknown_id", refuse=True, unknown=tuple(f"#{n}" for n in unknown))])
        known = [world.message(number) for number in described.ids]
        named = described.people
        if named.anybody and not all(message and _to(message, named) and not named.unknown for message in known):
            return Targets(questions=[Question("not_understood", unknown=tuple(named.spelt or named.unknown))])
        if most == 1 and len(described.ids) > 1:
            return Targets(questions=[_which(world.message(number) for number in described.ids)])
        return Targets(tuple(dict.fromkeys(described.ids)))
    if described.people.unknown or described.people.ambiguous:
        return Targets(questions=described.people.questions(world))
    found = matching(described, world, now)
    if described.every or EVERYONE in described.people.spelt:
        return Targets(questions=[_all(described, found)])
    if not described.anything:
        return Targets(questions=[Question("missing", missing=("target",))])
    if not found:
        return Targets(questions=[Question("unknown_target", unknown=described.words)])
    if len(found) > 1:
        return Targets(questions=[_which(found)])
    return Targets((found[0].number,))


def matching(described: Described, world: World, now: datetime) -> list[Scheduled]:
    """The messages that fit everything that was said; a name may also be words of a text ("the spin class message",
    which goes to nobody of that name)."""
    found = _fitting(replace(described, loose=False), world, now)
    if not found and described.loose:
        found = _fitting(described, world, now)
    if found or not described.people.known or described.people.ambiguous:
        return found
    named = tuple(name for spelt in described.people.spelt for name in words(spelt.rpartition(":")[2]))
    return _fitting(replace(described, people=People(), words=(*described.words, *named)), world, now)


def _fitting(described: Described, world: World, now: datetime) -> list[Scheduled]:
    today = local(now, world.zone)
    almanac = Almanac(today, world.week_start, world.date_order)
    spoken = {word for text in described.words for word in words(text)}
    alive = [message for message in world.scheduled if message.state not in _OVER]
    return [
        message
        for message in alive
        if _to(message, described.people)
        and (not spoken or spoken <= {*words(message.text), *words(message.title)})
        and _rule_fits(message, described.spec.rule)
        and _day_fits(message, described.spec, almanac, world, described.loose)
    ]


def _all(described: Described, found: list[Scheduled]) -> Question:
    """ "cancel everything": once confirmed. "Everything for Monday", with a series that Monday is the name of: one by one."""
    day = described.spec.day
    if day is not None and any(message.rules and names(message, day) for message in found):
        return _which(found)
    return Question("confirm_all", options=(Option({"target_ids": [message.number for message in found]}),))


def names(message: Scheduled, day: Day) -> bool:
    """ "the Monday message", due on Mondays only: its weekday is its name, and no day of it."""
    return isinstance(day, Weekday) and not day.which and len(weekdays_of(message)) == 1


def _which(messages: Iterable[Scheduled | None]) -> Question:
    known = [message for message in messages if message is not None][:_MOST_OPTIONS]
    return Question("ambiguous_target", options=tuple(Option({"target_ids": [message.number]}) for message in known))


def _to(message: Scheduled, people: People) -> bool:
    wanted = [spelt for spelt in people.spelt if spelt != EVERYONE]
    return all(spelt in message.recipients for spelt in wanted)


def due_as_said(message: Scheduled, spec: Spec, world: World, now: datetime) -> bool:
    """Whether a message is due when a sentence says that it is."""
    return _day_fits(message, spec, Almanac(local(now, world.zone), world.week_start, world.date_order), world, False)


def _rule_fits(message: Scheduled, rule: Rule | None) -> bool:
    if rule is None:
        return True
    if not message.rules:
        return False
    parts = parts_of(message.rules[0])
    wanted = {WEEKDAYS[day] for day in rule.weekdays} | {f"{n}{WEEKDAYS[day]}" for n, day in rule.nth}
    dates = {str(day) for day in rule.monthdays}
    same = parts["FREQ"] == rule.freq and int(parts.get("INTERVAL", "1")) == rule.interval
    return same and all(
        not said or said == set(parts.get(part, "").split(","))
        for part, said in (("BYDAY", wanted), ("BYMONTHDAY", dates))
    )


def _day_fits(message: Scheduled, spec: Spec, almanac: Almanac, world: World, loose: bool) -> bool:
    """Whether a message is due on the day that was said; a bare weekday fits whatever is next due on one."""
    if spec.day is None and not spec.clocks and spec.pod is None:
        return True
    if message.due is None or (spec.pod is not None and not in_part(message.due.hour, spec.pod)):
        return False
    if spec.clocks and not any(_shows(message.due, clock.hour, clock.minute, clock.mode) for clock in spec.clocks):
        return False
    if spec.day is None:
        return True
    if isinstance(spec.day, Weekday) and spec.day.which == "" and not loose:
        return (
            message.due.weekday() == spec.day.day and (message.due.date() - almanac.today).days <= 7
        ) or _on_weekday(message, spec.day.day)
    dates = almanac.find(spec.day).dates
    if not dates:
        stretch = almanac.stretch(spec.day)
        return stretch is not None and any(
            stretch[0] <= day <= stretch[1] for day in due_dates(message, world, stretch[1])
        )
    return any(day in dates for day in due_dates(message, world, max(dates)))


def weekdays_of(message: Scheduled) -> set[str]:
    """The weekdays that its rules name ("MO"); empty for a rule that names none."""
    days = (parts_of(rule).get("BYDAY", "") for rule in message.rules)
    return {day for named in days for day in named.split(",") if day}


def _on_weekday(message: Scheduled, day: int) -> bool:
    return any(parts_of(rule).get("BYDAY") == WEEKDAYS[day] for rule in message.rules)


def _shows(due: datetime, hour: int, minute: int, mode: str) -> bool:
    hours = (
        {hour % 12 + 12}
        if mode == "pm"
        else {hour % 12}
        if mode == "am"
        else {hour, hour % 12 + 12}
        if mode != "exact"
        else {hour}
    )
    return due.hour in hours and due.minute == minute


def due_dates(message: Scheduled, world: World, last: date) -> list[date]:
    """The local dates on which a message is due, from its next due time to `last`."""
    if message.due is None or last > message.due.date() + _FAR:
        return []
    if not message.rules:
        return [message.due.date()]
    when = When(message.due, world.zone, message.rules)
    end = instant(datetime.combine(last, datetime.max.time().replace(microsecond=0)), world.zone)
    found: list[date] = []
    for due in due_times(when):
        if due.due > end:
            break
        found.append(local(due.due, world.zone).date())
    return found
