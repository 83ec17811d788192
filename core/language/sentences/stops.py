"""Sentences that stop a message: all of it (cancel), for a while (pause), on one day of a series (skip).

Which of the three is meant is told by what else is said, not by the verb alone: "until Friday", "for a week", "for now" are
a while; a day is that day of a series, "only the next" is one. What is said besides is asked about, never dropped.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from core.language.grammar.grammar import Said, read_when
from core.language.reading import Option, Question
from core.language.resolving.calendar import Almanac
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import Parts, almanac_of, left_over, not_understood, one_day, talk, targets_of
from core.language.sentences.targets import due_dates, names
from core.language.spec import Day, Period, Spec
from core.world import Scheduled

_MOST_SKIPPED = 31
_DAY = timedelta(days=1)
_A_WHILE = frozenset({"until", "span"})


def read_stop(draft: Draft, parts: Parts) -> Draft | None:
    """cancel, pause."""
    held = any(item.has("FORNOW") for item in parts.items)
    parts.items = [item for item in parts.items if not item.has("FORNOW")]
    said = _read(draft, parts)
    one_day(draft, said)
    if draft.intent == "pause" and isinstance(said.spec.day, Period):
        _through(draft, said)
    elif held or _A_WHILE & set(said.spec.filled):
        _for_a_while(draft, said)
    if talk(draft, parts, said):
        return None
    spec = said.spec
    rest = set(spec.filled) - {"scope", "now"}
    dated = rest == {"day"} and len(parts.ids) == 1
    if spec.clashes or spec.invalid or (parts.ids and rest and not dated):
        not_understood(draft, said.of_time)
    found = targets_of(draft, parts, said, also=("scope",))
    if spec.day is not None or spec.scope == "one":
        _one_of_a_series(draft, found, spec, bool(parts.ids))
    return draft


def _read(draft: Draft, parts: Parts) -> Said:
    """What is said about time; how long a pause is to last needs no "for" ("pause #7 a week")."""
    said = read_when(parts.items, draft.frame.context)
    if draft.intent not in ("pause", "cancel") or not left_over(said):
        return said
    long = read_when(parts.items, replace(draft.frame.context, change=True))
    spec = long.spec
    if spec.shift is None or spec.shift_sign or spec.span is not None:
        return said
    last = max((at for at, item in enumerate(parts.items) if not item.has("BREAK", "STOP", "POLITE")), default=0)
    if draft.intent == "cancel":
        return said if parts.ids or last not in long.taken else _how_long(draft, parts, long)
    filled = [{"shift": "span"}.get(slot, slot) for slot in spec.filled if slot != "shift_sign"]
    long.spec = replace(spec, span=spec.shift, shift=None, shift_sign=None, filled=filled)
    return long


def _how_long(draft: Draft, parts: Parts, long: Said) -> Said:
    """ "stop obat sebulan": for good, or for so long? Asked, with the message that is meant."""
    length = [item for item in long.of_time if item.start >= 0]
    parts.items = [item for item in parts.items if item not in long.of_time]
    said = read_when(parts.items, draft.frame.context)
    if not talk(draft, parts, said):
        not_understood(draft, length)
    return said


def _for_a_while(draft: Draft, said: Said) -> None:
    """ "stop it until Monday", "for a week", "for now": whatever the verb, it is to run again."""
    spec, almanac = said.spec, almanac_of(draft.frame)
    draft.intent = "pause"
    if spec.until is not None:
        _resume(draft, spec.until, almanac)
    if spec.span is not None:
        later = almanac.find_later(spec.span)
        if spec.span.seconds or spec.until is not None or later is None:
            draft.ask("vague_time")
        else:
            draft.fields["resume_on"] = later.isoformat()
    _without(said, "until", "span")
    if spec.clocks:  # "until Monday at 9": it runs again on a day, whatever the hour
        draft.ask("vague_time")
        said.spec = replace(said.spec, clocks=(), filled=[slot for slot in said.spec.filled if slot != "clocks"])


def _through(draft: Draft, said: Said) -> None:
    """ "pause it this week": it runs again when the week is over. Weeks to come are left to be asked about."""
    almanac = almanac_of(draft.frame)
    stretch = almanac.stretch(said.spec.day) if said.spec.day is not None else None
    if stretch is not None and stretch[0] <= almanac.today:
        draft.fields["resume_on"] = (stretch[1] + _DAY).isoformat()
        _without(said, "day")


def _without(said: Said, *slots: str) -> None:
    said.spec = replace(
        said.spec,
        filled=[slot for slot in said.spec.filled if slot not in slots],
        **dict.fromkeys(slots),  # type: ignore[arg-type]  # each of them may be None
    )


def _resume(draft: Draft, until: Day, almanac: Almanac) -> None:
    """ "until Monday": it runs again on Monday."""
    if isinstance(until, Period):
        stretch = almanac.stretch(until)
        if stretch is not None and stretch[0] > almanac.today:
            draft.fields["resume_on"] = stretch[0].isoformat()
        else:
            draft.ask("vague_time")
        return
    found = almanac.find(until, time(0))  # "until Friday", said on a Friday, is the next
    if len(found.dates) == 1 and not found.reason and found.dates[0] > almanac.today:
        draft.fields["resume_on"] = found.dates[0].isoformat()
    else:
        draft.ask(found.reason or "past", refuse=found.refuse)


def _one_of_a_series(draft: Draft, found: tuple[int, ...], spec: Spec, numbered: bool) -> None:
    """A day, or "only the next", of the one that was found, or of each that may be meant."""
    if len(found) == 1:
        message = draft.frame.world.message(found[0])
        if message is not None:
            _of(draft, message, spec, numbered)
        return
    draft.questions = [
        replace(question, options=tuple(_as_skip(draft.frame, option, spec) for option in question.options))
        if question.reason in ("ambiguous_target", "confirm_all")
        else question
        for question in draft.questions
    ]
    if any(len(option.patch.get("exdate", ())) > _MOST_SKIPPED for one in draft.questions for option in one.options):
        draft.ask("vague_time")


def _as_skip(frame: Frame, option: Option, spec: Spec) -> Option:
    """One of several that are due on the day: a tap on it leaves that day out, where it is a series. All of them: of each
    series those of its days."""
    if len(option.patch["target_ids"]) != 1:
        return _all_on_their_days(frame, option, spec)
    message = frame.world.message(option.patch["target_ids"][0])
    if message is None or not message.rules or (spec.day is not None and names(message, spec.day)):
        return option
    return replace(option, patch={**option.patch, "intent": "skip", "exdate": _dates(frame, message, spec)})


def _all_on_their_days(frame: Frame, option: Option, spec: Spec) -> Option:
    messages = [frame.world.message(number) for number in option.patch["target_ids"]]
    days = {
        day for message in messages if message is not None and message.rules for day in _dates(frame, message, spec)
    }
    return replace(option, patch={**option.patch, "exdate": tuple(sorted(days))}) if days else option


def _of(draft: Draft, message: Scheduled, spec: Spec, numbered: bool) -> None:
    """ "don't send the till message today", of a daily series: that day is left out. Where the verb may also mean the
    series ("cancel"), it is asked. "Ana's Monday message", due on Mondays only, is the series."""
    dates = _dates(draft.frame, message, spec)
    named = spec.day is not None and names(message, spec.day)
    verb = draft.frame.verb
    if not message.rules or (named and not numbered and (verb is None or verb.flavour != "dont")):
        if numbered and not dates:
            draft.ask("not_due")
        return
    if not dates or len(dates) > _MOST_SKIPPED:
        if dates or not ask_which_day(draft, message, spec.day):
            draft.ask("not_due" if not dates else "vague_time")
        return
    clear = (spec.scope == "one" and spec.day is None) or (verb is not None and verb.flavour == "dont" and not named)
    if clear and draft.intent == "cancel":
        draft.intent = "skip"
        draft.fields["exdate"] = dates
        return
    skipped = Option({"intent": "skip", "exdate": dates}, hint="one")
    draft.questions.append(Question("scope", options=(skipped, Option({"scope": "all"}, hint="all"))))


def _dates(frame: Frame, message: Scheduled, spec: Spec) -> tuple[str, ...]:
    if spec.day is None:
        return (message.due.date().isoformat(),) if message.due else ()
    return due_on(frame, message, spec.day)


def ask_which_day(draft: Draft, message: Scheduled, day: Day | None) -> bool:
    """ "not next Friday": of two days that are meant it is asked which, each with what is left out then."""
    found = almanac_of(draft.frame).find(day) if day is not None else None
    if found is None or found.reason != "next_weekday":
        return False
    due = due_dates(message, draft.frame.world, max(found.dates))
    draft.intent = "skip"
    options = [Option({"intent": "skip", "exdate": (one.isoformat(),)}) for one in found.dates if one in due]
    draft.ask("next_weekday" if options else "not_due", options=tuple(options))
    return True


def due_on(frame: Frame, message: Scheduled, day: Day) -> tuple[str, ...]:
    """The dates on which a message is due in a day or a period, as written in readings."""
    stretch = almanac_of(frame).stretch(day)
    dates = due_dates(message, frame.world, stretch[1]) if stretch else []
    return tuple(one.isoformat() for one in dates if stretch and stretch[0] <= one <= stretch[1])
