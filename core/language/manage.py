"""Sentences about what is scheduled: list, show, cancel, pause, resume, skip, history, status. Changes: changes.py."""

from __future__ import annotations

from datetime import timedelta

from core.language.calendar import Almanac
from core.language.changes import read_change
from core.language.draft import Draft, Frame
from core.language.grammar import Said, read_when
from core.language.names import EVERYONE, People
from core.language.parts import Parts, almanac_of, left_over, not_understood, sort_parts, talk, targets_of
from core.language.reading import Question
from core.language.spec import Period, Spec
from core.language.symbols import BREAK
from core.language.targets import Described, due_dates, find_targets
from core.language.verbs import another_verb

_NEEDS_STATUS = frozenset(
    {"did", "has", "have", "was", "were", "is", "hasn't", "didn't", "when did", "apakah", "sudah"}
)


def read_manage(frame: Frame) -> Draft | None:
    """The draft of a managing sentence; None: it is talk that only begins like one ("cancel my subscription")."""
    verb = frame.verb
    assert verb is not None  # noqa: S101  without a verb nothing is managed
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    parts = sort_parts(frame, verb.end)
    parts.items[:0] = [*frame.lexer.run(0, verb.start), BREAK]
    parts.ids[:0] = [int(item.value) for item in parts.items if item.kind == "ID"]
    parts.items = [item for item in parts.items if item.kind not in ("ID", "QUOTE")]
    if another_verb(frame.lexer, verb.end):
        draft.ask("multiple_commands")
    readers = {
        "list": _list,
        "history": _history,
        "status": _status,
        "cancel": _targeted,
        "pause": _pause,
        "resume": _targeted,
        "skip": _skip,
        "show": _targeted,
        "retry": _targeted,
        "move": read_change,
        "edit": read_change,
        "add": read_change,
        "remove": read_change,
    }
    return readers[verb.intent](draft, parts)


def _targeted(draft: Draft, parts: Parts) -> Draft | None:
    """cancel, resume, show, retry: a message, nothing more."""
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    if said.spec.clashes or said.spec.invalid or (parts.ids and not _only_scope(said.spec)):
        draft.ask("not_understood", unknown=draft.frame.words([parts.items[i] for i in sorted(said.taken)]))
    targets_of(draft, parts, said, most=1 if draft.intent in ("show", "retry") else 0)
    return draft


def _only_scope(spec: Spec) -> bool:
    return not set(spec.filled) - {"scope", "now"} and spec.rule is None


def _pause(draft: Draft, parts: Parts) -> Draft | None:
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    spec = said.spec
    almanac = almanac_of(draft.frame)
    if spec.until is not None:
        _resume(draft, spec, almanac)
    elif spec.span is not None and not spec.span.seconds:
        later = almanac.find_later(spec.span)
        draft.fields["resume_on"] = later.isoformat() if later else None
    rest = set(spec.filled) - {"until", "span", "scope"}
    if spec.clashes or ((parts.ids or spec.until or spec.span) and (rest or spec.rule)):
        draft.ask("not_understood", unknown=draft.frame.words([parts.items[i] for i in sorted(said.taken)]))
    said.spec = Spec() if spec.until is not None or spec.span is not None else spec
    targets_of(draft, parts, said)
    return draft


def _resume(draft: Draft, spec: Spec, almanac: Almanac) -> None:
    """ "until Monday": it runs again on Monday."""
    assert spec.until is not None  # noqa: S101
    if isinstance(spec.until, Period):
        stretch = almanac.stretch(spec.until)
        if stretch is not None and stretch[0] > almanac.today:
            draft.fields["resume_on"] = stretch[0].isoformat()
        else:
            draft.ask("vague_time")
        return
    found = almanac.find(spec.until)
    if len(found.dates) == 1 and not found.reason and found.dates[0] > almanac.today:
        draft.fields["resume_on"] = found.dates[0].isoformat()
    else:
        draft.ask(found.reason or "past", refuse=found.refuse)


def _skip(draft: Draft, parts: Parts) -> Draft | None:
    """The dates that are left out; without a day, the next one."""
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    said.unread = [item for item in said.unread if item.kind != "NEXT"]  # "skip the next #14"
    spec = said.spec
    if spec.clashes or set(spec.filled) - {"day", "scope", "rule"} or (parts.ids and spec.rule):
        draft.ask("not_understood", unknown=draft.frame.words([parts.items[i] for i in sorted(said.taken)]))
    number = targets_of(draft, parts, said, most=1)
    message = draft.frame.world.message(number[0]) if len(number) == 1 else None
    if message is None:
        return draft
    if not message.rules:
        draft.ask("not_a_series")
    elif spec.day is None:
        draft.fields["exdate"] = (message.due.date().isoformat(),) if message.due else ()
    else:
        almanac = almanac_of(draft.frame)
        stretch = almanac.stretch(spec.day)
        dates = due_dates(message, draft.frame.world, stretch[1]) if stretch else []
        skipped = tuple(day.isoformat() for day in dates if stretch and stretch[0] <= day <= stretch[1])
        if not skipped:
            draft.ask("not_due")
        draft.fields["exdate"] = skipped
    return draft


def _list(draft: Draft, parts: Parts) -> Draft | None:
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    draft.people = parts.people
    _without_everyone(draft.people)
    _range(draft, parts, said, past=False)
    return draft


def _history(draft: Draft, parts: Parts) -> Draft | None:
    said = read_when(parts.items, draft.frame.context)
    if talk(draft, parts, said):
        return None
    draft.people = parts.people
    _without_everyone(draft.people)
    draft.fields["target_ids"] = tuple(parts.ids)
    _range(draft, parts, said, past=True)
    return draft


def _without_everyone(people: People) -> None:
    """ "list everything": everybody is nobody in particular."""
    pairs = [(name, key) for name, key in zip(people.spelt, people.keys, strict=True) if name != EVERYONE]
    people.spelt, people.keys = [name for name, _ in pairs], [key for _, key in pairs]


def _range(draft: Draft, parts: Parts, said: Said, past: bool) -> None:
    """The dates that a list is about."""
    not_understood(draft, left_over(said))
    spec = said.spec
    almanac = almanac_of(draft.frame)
    if spec.span is not None and not spec.span.seconds and spec.day is None:  # "for the next 3 days"
        length = spec.span.days + spec.span.months * 30
        spec.day, spec.filled = Period("days", days=length), [name for name in spec.filled if name != "span"]
    wanted = set(spec.filled) - {"day", "start", "until", "scope"}
    numbered = bool(parts.ids) and draft.intent == "list"
    if wanted or spec.clashes or spec.days or spec.rule or parts.quotes or numbered:
        draft.ask("not_understood", unknown=draft.frame.words([parts.items[i] for i in sorted(said.taken)]))
        return
    ends = [almanac.stretch(day, past) if day else None for day in (spec.start or spec.day, spec.until or spec.day)]
    if spec.start is None and spec.until is not None:
        ends[0] = (almanac.today, almanac.today)
    if (spec.day or spec.start or spec.until) and None in ends and not (spec.start and not spec.until):
        draft.questions.append(Question("vague_time"))
    elif ends[0] is not None and ends[1] is not None and ends[0][0] <= ends[1][1]:
        draft.fields["range"] = (ends[0][0].isoformat(), ends[1][1].isoformat())
    elif ends[0] is not None and ends[1] is not None:
        draft.questions.append(Question("until_before_start"))
    elif spec.start is not None and ends[0] is not None:
        last = almanac.today if past else ends[0][0] + timedelta(days=365)
        draft.fields["range"] = (ends[0][0].isoformat(), last.isoformat())


def _status(draft: Draft, parts: Parts) -> Draft | None:
    """ "did Ana get it?", "status of #12"."""
    frame = draft.frame
    verb = frame.verb
    spoken = " ".join(token.fold for token in frame.tokens[verb.start : verb.end]) if verb else ""
    said = read_when([item for item in parts.items if not item.has("RESULTW")], frame.context)
    if spoken in _NEEDS_STATUS and not parts.status:
        return None
    if not (parts.ids or parts.people.anybody) and left_over(said):
        capital = [item for item in left_over(said) if item.kind == "WORD" and frame.tokens[item.start].capital]
        if not capital:
            return None
        draft.ask("unknown_recipient", unknown=frame.words(capital))
        return draft
    draft.people = parts.people
    if parts.ids:
        targets = find_targets(Described(parts.ids), frame.world, frame.now)
        draft.questions += targets.questions
        draft.fields["target_ids"] = targets.ids
    elif not parts.people.anybody:
        draft.missing.append("target")
    _range(draft, parts, said, past=True)
    return draft
