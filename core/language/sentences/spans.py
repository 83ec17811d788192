"""The stretch of days that a list, a history or a status is about."""

from __future__ import annotations

from datetime import timedelta

from core.language.grammar.grammar import Said
from core.language.reading import Option, Question
from core.language.resolving.calendar import Almanac
from core.language.sentences.draft import Draft
from core.language.sentences.parts import Parts, almanac_of, left_over, not_understood
from core.language.spec import Day, Period


def read_range(draft: Draft, parts: Parts, said: Said, past: bool) -> None:
    """The dates that a list is about."""
    not_understood(draft, left_over(said))
    spec = said.spec
    almanac = almanac_of(draft.frame)
    if spec.span is not None and not spec.span.seconds and spec.day is None:  # "for the next 3 days"
        length = spec.span.days + spec.span.months * 30
        spec.day, spec.filled = Period("days", days=length), [name for name in spec.filled if name != "span"]
    wanted = set(spec.filled) - {"day", "start", "until", "scope"}
    numbered = bool(parts.ids) and draft.intent in ("list", "calendar")
    if wanted or spec.clashes or spec.days or spec.rule or parts.quotes or numbered:
        draft.ask("not_understood", unknown=draft.frame.words([parts.items[i] for i in sorted(said.taken)]))
        return
    ends = [almanac.stretch(day, past) if day else None for day in (spec.start or spec.day, spec.until or spec.day)]
    if spec.start is None and spec.until is not None:
        ends[0] = (almanac.today, almanac.today)
    if (spec.day or spec.start or spec.until) and None in ends and not (spec.start and not spec.until):
        draft.questions.append(_which(spec.day if not (spec.start or spec.until) else None, almanac))
    elif ends[0] is not None and ends[1] is not None and ends[0][0] <= ends[1][1]:
        draft.fields["range"] = (ends[0][0].isoformat(), ends[1][1].isoformat())
    elif ends[0] is not None and ends[1] is not None:
        draft.questions.append(Question("until_before_start"))
    elif spec.start is not None and ends[0] is not None:
        last = almanac.today if past else ends[0][0] + timedelta(days=365)
        draft.fields["range"] = (ends[0][0].isoformat(), last.isoformat())


def _which(day: Day | None, almanac: Almanac) -> Question:
    """ "next Friday", said on a Monday: either is offered."""
    found = almanac.find(day) if day is not None else None
    if found is None or found.refuse or not found.reason or len(found.dates) < 2:
        return Question("vague_time")
    ways = (Option({"range": (one.isoformat(), one.isoformat())}) for one in found.dates)
    return Question(found.reason, options=tuple(ways))
