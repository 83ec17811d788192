"""What resolving gives: fields of a reading, assumptions, questions. Shared by single times and repetitions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from dateutil.relativedelta import relativedelta

from core.language.reading import Question
from core.language.spec import Clock, Spec

FURTHEST = relativedelta(years=10)


@dataclass
class Resolved:
    """Fields of a reading's JSON, what was assumed, what must be asked. `now`: it is to be sent at once."""

    fields: dict[str, Any] = field(default_factory=dict)
    assume: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    now: bool = False

    def patch(self) -> dict[str, Any]:
        """These fields as an answer's patch: what they do not set is taken away."""
        empty: dict[str, Any] = {"dtstart": None, "at": None, "rrules": None, "until": None, "exdate": None}
        patch = {**empty, **self.fields}
        if self.assume:
            patch["assume"] = list(self.assume)
        if self.questions:
            patch["ask"] = [question.to_json() for question in self.questions]
        return patch


def asked(reason: str, **values: Any) -> Resolved:
    return Resolved(questions=[Question(reason, **values)])


def replace_clock(spec: Spec, place: int | None, at: time) -> Spec:
    """The sentence with one of its clocks decided (`place` None: with its only one added)."""
    clock = Clock(at.hour, at.minute, at.second, "exact")
    clocks = (clock,) if place is None else (*spec.clocks[:place], clock, *spec.clocks[place + 1 :])
    return replace(spec, clocks=clocks, pod=None, filled=[*spec.filled, "clocks"])
