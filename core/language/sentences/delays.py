"""How far, and which way, a message is moved: "an hour later", "postpone it in two days", "only this one".

Nothing goes against its verb: what is postponed to an earlier time is asked about. Not here: times and days (changes.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from core.language.grammar.shifts import iso_length, length_of_iso
from core.language.reading import Option, Question
from core.language.resolving.resolve import Resolver
from core.language.sentences.draft import Draft
from core.language.spec import Clock, DayOfMonth, Length, Offset, Spec
from core.recurrence import instant, wall
from core.world import Scheduled

_SIGNS = {"later": "+", "earlier": "-"}  # of the verbs that say which way


def shift(draft: Draft, flavour: str, spec: Spec, message: Scheduled | None) -> bool:
    """ "an hour later", "by 2 days": the verb says which way, where the words do not. False where that is asked."""
    length = spec.shift or Length()
    said, verbs = spec.shift_sign, _SIGNS.get(flavour)
    if not (said or verbs) or (said and verbs and said != verbs):  # "postpone it, an hour earlier"
        way = -length if said == "-" else length
        draft.ask("which_way", options=tuple(Option({"shift": iso_length(one)}) for one in (way, -way)))
        return False
    if set(spec.filled) - {"shift", "shift_sign", "scope"} or spec.clashes:
        draft.ask("multiple_times")
        return False
    earlier = verbs == "-" and not said
    draft.fields["shift"] = iso_length(-length if earlier else length)
    _ask_past(draft, message)
    return True


def _ask_past(draft: Draft, message: Scheduled | None) -> None:
    world = draft.frame.world
    if message is not None and message.due is not None:
        due: datetime = message.due + length_of_iso(draft.fields["shift"])
        if instant(due, world.zone) <= draft.frame.now:
            draft.ask("past")


def decide(draft: Draft, spec: Spec, message: Scheduled | None) -> Spec:
    """What the words alone leave open ("in two days", "to 20"), as the verb and the message decide it; else asked."""
    if spec.figure is not None:
        spec = _hour_or_day(draft, spec, spec.figure, message)
    return spec if spec.within is None else _count_in(draft, spec, spec.within, message)


def _count_in(draft: Draft, spec: Spec, length: Length, message: Scheduled | None) -> Spec:
    """What "in two days" is counted from: with a verb that says which way, the message's own time ("postpone it in two
    days"); with one that sends, now; else ("move it in two days") it may be either, and is asked."""
    flavour = draft.frame.verb.flavour if draft.frame.verb else ""
    value: Any = length if flavour in _SIGNS or length.seconds else Offset(length)
    slot = "shift" if flavour in _SIGNS else "ahead" if length.seconds else "day"
    clashes = [*spec.clashes, slot] if slot in spec.filled else spec.clashes
    filled = [{"within": slot}.get(name, name) for name in spec.filled]
    spec = replace(spec, within=None, clashes=clashes, filled=filled, **{slot: value})
    if flavour not in _SIGNS and flavour != "send" and message is not None and message.due is not None:
        _ask_from(draft, spec, length, message.due)
    return spec


def _ask_from(draft: Draft, spec: Spec, length: Length, due: datetime) -> None:
    """From now, or from its own time? Where both are the same there is nothing to ask."""
    option = Resolver(draft.frame.world, draft.frame.now, due).option(spec)
    by = iso_length(length)
    if option is not None and option.patch.get("dtstart") != wall(due + length_of_iso(by)):
        draft.ask("vague_time", options=(option, Option({"shift": by, "dtstart": None, "at": None})))


def _hour_or_day(draft: Draft, spec: Spec, figure: int, message: Scheduled | None) -> Spec:
    """ "to 20": beside a day it is the hour, beside an hour the day; alone it is asked."""
    hour = {"clocks": (Clock(figure, mode="exact"),)}
    day = {"day": DayOfMonth(figure)}
    slot: dict[str, Any] = day if spec.clocks or spec.pod else hour
    filled = [next(iter(slot)) if name == "figure" else name for name in spec.filled]
    if set(spec.filled) - {"scope"} == {"figure"} and message is not None:
        resolver = Resolver(draft.frame.world, draft.frame.now, message.due)
        alone = (Spec(filled=list(one), **one) for one in (day, hour))
        options = tuple(option for option in map(resolver.option, alone) if option is not None)
        draft.ask("vague_time", options=options)
    return replace(spec, figure=None, filled=filled, **slot)


def ask_way(draft: Draft, flavour: str, message: Scheduled | None) -> None:
    """ "postpone it to 8", due at 9: that is earlier, so what was meant?"""
    moved = draft.fields.get("dtstart")
    if flavour not in _SIGNS or moved is None or message is None or message.due is None or draft.questions:
        return
    zone = draft.frame.world.zone
    later = instant(datetime.fromisoformat(moved), draft.fields.get("tz") or zone) > instant(message.due, zone)
    if later != (_SIGNS[flavour] == "+"):
        draft.ask("which_way", options=(Option({"dtstart": moved}),))


def ask_scope(draft: Draft, spec: Spec, message: Scheduled | None, every: bool) -> None:
    """Moving one of a series: only this one, or all that follow?"""
    if every and spec.scope is None:
        draft.fields["scope"] = "all"
    elif spec.scope is not None:
        draft.fields["scope"] = spec.scope
    elif message is not None and message.rules:
        draft.questions.append(
            Question("scope", options=(Option({"scope": "one"}, hint="one"), Option({"scope": "all"}, hint="all")))
        )
