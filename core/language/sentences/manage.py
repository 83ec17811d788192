"""Sentences about what is scheduled: list, show, resume, skip, history. What stops one: stops.py, changes it: changes.py."""

from __future__ import annotations

from core.language.grammar.grammar import read_when
from core.language.sentences.changes import read_change
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import (
    Parts,
    almanac_of,
    described,
    left_over,
    not_understood,
    one_day,
    sort_parts,
    talk,
    targets_of,
)
from core.language.sentences.spans import read_range
from core.language.sentences.status import read_status
from core.language.sentences.stops import ask_which_day, due_on, read_stop
from core.language.sentences.targets import Described, find_targets, matching, names
from core.language.sentences.verbs import Verb, another_verb
from core.language.spec import Spec
from core.language.words.people import EVERYONE, People


def read_manage(frame: Frame, verb: Verb) -> Draft | None:
    """The draft of a managing sentence; None: it is talk that only begins like one ("cancel my subscription")."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    parts = sort_parts(frame, verb.end)
    if verb.start:
        parts.follow(sort_parts(frame, 0, verb.start))
    if another_verb(frame.lexer, verb.end):
        draft.ask("multiple_commands")
    if _named_only(frame) and not (parts.ids or parts.people.known or _spoken_of(draft, parts)):
        return None
    if verb.flavour == "who" and parts.ids:  # "what does #12 say"
        draft.intent = "show"
    if verb.intent == "cancel" and _takes_out(parts):
        draft.intent = "remove"
        return read_change(draft, parts)
    readers = {
        "list": _list,
        "calendar": _calendar,
        "history": _history,
        "status": read_status,
        "cancel": read_stop,
        "pause": read_stop,
        "resume": _targeted,
        "skip": _skip,
        "show": _targeted,
        "retry": _targeted,
        "move": read_change,
        "edit": read_change,
        "swap": read_change,
        "add": read_change,
        "remove": read_change,
    }
    return readers[draft.intent](draft, parts)


def _named_only(frame: Frame) -> bool:
    """ "when does …", "what is …", "what do … get": ours only where a message or a person follows."""
    return frame.verb is not None and frame.verb.flavour in ("when", "what", "who")


def _spoken_of(draft: Draft, parts: Parts) -> bool:
    """ "when does the order deadline go out?": a message, by its noun or by words of its text."""
    if draft.intent != "show":
        return False
    said = read_when(parts.items, draft.frame.context)
    about = described(draft, parts, said)
    return parts.noun or bool(about.words and matching(about, draft.frame.world, draft.frame.now))


def _takes_out(parts: Parts) -> bool:
    """ "delete Sol from #17": a person, "from", a message."""
    joins = [item for item in parts.items if item.has("START", "OF") and item.start >= 0]
    return bool(parts.ids and parts.people.known and joins and not parts.noun and parts.people.end <= joins[0].start)


def _targeted(draft: Draft, parts: Parts) -> Draft | None:
    """resume, show, retry: a message, nothing more."""
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    one_day(draft, said)
    spec = said.spec
    if draft.intent == "show" and set(spec.filled) == {"day"} and not (left_over(said) or _message_named(parts)):
        draft.intent = "list"  # "show me tomorrow's"
        return _list(draft, parts)
    if spec.clashes or spec.invalid or (parts.ids and not _only_scope(spec)):
        not_understood(draft, said.of_time)
    found = targets_of(draft, parts, said, most=1 if draft.intent in ("show", "retry") else 0, also=("scope",))
    if draft.intent == "resume" and spec.day is not None:
        known = [draft.frame.world.message(number) for number in found]
        if not all(message is not None and names(message, spec.day) for message in known):
            draft.ask("vague_time")  # "resume the till message on Monday": it runs again at once, or then?
    return draft


def _message_named(parts: Parts) -> bool:
    return bool(parts.ids or parts.people.anybody or parts.quotes or parts.noun or parts.mine)


def _only_scope(spec: Spec) -> bool:
    return not set(spec.filled) - {"scope", "now"} and spec.rule is None


def _skip(draft: Draft, parts: Parts) -> Draft | None:
    """The dates that are left out; without a day, the next one: so "next time" says nothing more."""
    parts.items = [item for item in parts.items if item.kind != "AGAIN"]
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    said.unread = [item for item in said.unread if item.kind != "NEXT"]  # "skip the next #14"
    spec = said.spec
    if spec.clashes or set(spec.filled) - {"day", "days", "scope", "rule"} or (parts.ids and spec.rule):
        not_understood(draft, said.of_time)
    number = targets_of(draft, parts, said, most=1, also=("days", "scope"))
    message = draft.frame.world.message(number[0]) if len(number) == 1 else None
    if message is None:
        return draft
    if not message.rules:
        draft.ask("not_a_series")
    elif spec.day is None and not spec.days:
        draft.fields["scope"] = "one"  # the next one, not the others of its day
        draft.fields["exdate"] = (message.due.date().isoformat(),) if message.due else ()
    else:
        days = spec.days or (spec.day,)
        skipped = [due_on(draft.frame, message, day) for day in days if day is not None]
        if not all(skipped) and not (len(days) == 1 and ask_which_day(draft, message, spec.day)):
            draft.ask("not_due")
        draft.fields["exdate"] = tuple(sorted({one for dates in skipped for one in dates}))
    return draft


def _list(draft: Draft, parts: Parts) -> Draft | None:
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    draft.people = parts.people
    _without_everyone(draft.people)
    read_range(draft, parts, said, past=False)
    range_ = draft.fields.get("range")
    if draft.intent == "list" and range_ is not None and range_[1] < almanac_of(draft.frame).today.isoformat():
        draft.intent = "history"  # "what is sent yesterday?"
    return draft


def _history(draft: Draft, parts: Parts) -> Draft | None:
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    draft.people = parts.people
    _without_everyone(draft.people)
    if parts.ids:
        targets = find_targets(Described(parts.ids), draft.frame.world, draft.frame.now)
        draft.questions += targets.questions
        draft.fields["target_ids"] = targets.ids
    read_range(draft, parts, said, past=True)
    range_ = draft.fields.get("range")
    if range_ is not None and range_[0] > almanac_of(draft.frame).today.isoformat():
        draft.intent = "list"  # "kirim apa ke Rizal besok?"
    return draft


def _calendar(draft: Draft, parts: Parts) -> Draft | None:
    """ "calendar december": a month of everybody's messages, so nobody in particular may be named."""
    if parts.people.anybody:
        draft.ask("not_understood", unknown=tuple(parts.people.spelt))
    return _list(draft, parts)


def _without_everyone(people: People) -> None:
    """ "list everything": everybody is nobody in particular."""
    pairs = [(name, key) for name, key in zip(people.spelt, people.keys, strict=True) if name != EVERYONE]
    people.spelt, people.keys = [name for name, _ in pairs], [key for _, key in pairs]
