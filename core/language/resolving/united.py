"""Several rules in one sentence, each with its clock: "Mondays at 9 and Thursdays at 14"."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.language.resolving.ends import Ends
from core.language.resolving.resolved import Resolved, asked
from core.language.spec import Part, Rule, Spec
from core.recurrence import parts_of, rule_of, wall

if TYPE_CHECKING:
    from core.language.resolving.resolve import Resolver

_MOST_PARTS = 24  # rules, each with its clock; nobody says so many in one sentence


def united(resolver: Resolver, spec: Spec, rule: Rule) -> Resolved:
    """ "Mondays at 9 and Thursdays at 14": a rule each, which name their hours and begin with the first of all."""
    parts = (*spec.parts, Part(rule, spec.clocks, spec.pod))
    if len(parts) > _MOST_PARTS or _instead(parts):
        return asked("multiple_times")
    bare = [slot for slot in spec.filled if slot not in ("until", "count", "span", "except_days", "parts")]
    alone = replace(spec, parts=(), until=None, count=None, span=None, except_days=(), filled=bare)
    both = Resolved({"tz": resolver.zone, "rrules": []})
    starts = []
    for part in parts:
        one = replace(alone, rule=part.rule, clocks=part.clocks, pod=part.pod)
        found = resolver.resolve(replace(one, zone=spec.zone))
        if found.questions or part.rule.interval != 1 or "dtstart" not in found.fields:
            first_ = found.questions[0].reason if found.questions else "multiple_times"
            return asked(first_, missing=found.questions[0].missing if found.questions else ())
        starts.append(datetime.fromisoformat(found.fields["dtstart"]))
        both.fields["rrules"] += [_with_hour(rule, starts[-1]) for rule in found.fields["rrules"]]
        both.assume += [name for name in found.assume if name not in both.assume]
    both.fields["dtstart"] = wall(min(starts))
    end = Ends(resolver, spec, min(starts)).of(tuple(both.fields["rrules"]))
    if isinstance(end, Resolved):
        return end
    both.fields.update(end)
    return both


def _instead(parts: tuple[Part, ...]) -> bool:
    """ "every day at 7 and on Sundays at 9": on Sundays too at 7, or instead?"""
    days = [set(part.rule.weekdays or range(7)) for part in parts if part.rule.freq in ("DAILY", "WEEKLY")]
    return any(some < more for some in days for more in days)


def _with_hour(rule: str, starts: datetime) -> str:
    """The rule with its hour named, where it takes that of its start."""
    parts = parts_of(rule)
    return rule_of(
        parts if "BYHOUR" in parts else {**parts, "BYHOUR": str(starts.hour), "BYMINUTE": str(starts.minute)}
    )
