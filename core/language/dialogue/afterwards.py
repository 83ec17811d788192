"""What follows on what was just done: "at 10 instead", "and Bruno too", "same to Carla on Friday", "again next week".

Each language's data says how such a sentence begins or ends, and which whole sentence it stands for; that one is read like
any other, so the same guards hold. None where it is no follow-up, or nothing whole comes of it. Not here: answers to open
questions (`followup`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from core.language.dialogue.retimed import Read, questions_of
from core.language.packs import LANGUAGES, answers, pack
from core.language.reading import Question, Reading, apply, asked
from core.recurrence import instant, local
from core.world import Scheduled, World, fold

_HOLE = "…"
_MARKS = ",.;:!¡¿"
_QUOTES = "'\"“”«»‘#"
_LONGEST = 20  # words of a follow-up
_TIME = ("dtstart", "at", "tz", "rrules", "until", "exdate", "assume")
_NO_TIME: dict[str, Any] = {name: None if name in ("dtstart", "at", "tz", "until") else () for name in _TIME}
_OF_TIME = frozenset({"am_pm", "next_weekday", "midnight", "weekend", "past", "scope", "start", "vague_time"})
_POINTED_AT = frozenset({"recipient", "message"})
_OF_PEOPLE = frozenset({"ambiguous_recipient", "unknown_recipient"})


def follows(alone: Reading) -> bool:
    """Whether a sentence, read by itself, may be a follow-up: it is no whole sentence of its own."""
    if alone.outcome == "clarify":
        lacking = {what for question in questions_of(alone) for what in question.missing}
        return alone.reason == "not_understood" or alone.intent in ("move", "edit") or bool(lacking & _POINTED_AT)
    return alone.outcome == "not_command"


def follow_up(sentence: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """The change of `before`, which was carried out and made the message `target_ids`; None: it is no such thing.

    Where two kinds of follow-up both fit, nothing is guessed.
    """
    one_message = before.outcome == "ok" and len(before.target_ids) == 1
    if not one_message or len(sentence.split()) > _LONGEST or any(mark in _plain(sentence) for mark in _QUOTES):
        return None
    sentence = _plainly(sentence)
    talk = _Talk(world, now, before, read)
    found: list[Reading] = []
    for kind, make in talk.kinds():
        bodies = [body for name in LANGUAGES for body in _bodies(sentence, pack(name).followups.get(kind, ()))]
        made = _best(reading for body in dict.fromkeys(bodies) if (reading := make(body)) is not None)
        found += [made] if made is not None else []
    ready = [reading for reading in found if reading.outcome == "ok"] or found
    return ready[0] if len(ready) == 1 else None


def _plain(sentence: str) -> str:
    """Without the apostrophes inside words."""
    return "".join(
        char
        for at, char in enumerate(sentence)
        if not (
            char in "'’" and 0 < at < len(sentence) - 1 and sentence[at - 1].isalpha() and sentence[at + 1].isalpha()
        )
    )


def _best(readings: Iterator[Reading]) -> Reading | None:
    """The first that is ready, else the first question."""
    asking: Reading | None = None
    for reading in readings:
        if reading.outcome == "ok":
            return reading
        asking = asking or reading
    return asking


def _bodies(sentence: str, phrases: tuple[str, ...]) -> Iterator[str]:
    """What is left once the words of a follow-up are taken off both ends, the longest first; at least one phrase is."""
    words = sentence.split()
    while (left := _shorter(words, phrases)) is not None:
        words = left
        yield " ".join(words).strip(_MARKS + " ")


def _shorter(words: list[str], phrases: tuple[str, ...]) -> list[str] | None:
    fitting = (_without(words, phrase) for phrase in _longest_first(phrases))
    return next((left for left in fitting if left is not None), None)


def _plainly(sentence: str) -> str:
    """Without "please", in any language."""
    words = sentence.split()
    courtesies = tuple(phrase for name in LANGUAGES for phrase in pack(name).followups.get("polite", ()))
    while (left := _shorter(words, courtesies)) is not None:
        words = left
    return " ".join(words)


@lru_cache(maxsize=256)
def _longest_first(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase.split())))


def _without(words: list[str], phrase: str) -> list[str] | None:
    """The words without a phrase such as "no …", "leave … out"; None: it does not fit."""
    first, _, last = (fold(part).split() for part in phrase.partition(_HOLE))
    folded = [fold(word).strip(_MARKS) for word in words]
    end = len(words) - len(last)
    if len(first) > end or folded[: len(first)] != first or folded[end:] != last:
        return None
    return words[len(first) : end]


class _Talk:
    """What was done before, and how each kind of follow-up reads after it."""

    def __init__(self, world: World, now: datetime, before: Reading, read: Read) -> None:
        self.world, self.now, self.before, self.read = world, now, before, read
        self.number = before.target_ids[0]

    def kinds(self) -> tuple[tuple[str, Callable[[str], Reading | None]], ...]:
        return (
            ("move", self.move),
            ("add", lambda body: self.people("add", body)),
            ("remove", lambda body: self.people("remove", body)),
            ("same", self.same),
            ("again", self.again),
        )

    def _stands_for(self, kind: str, body: str) -> Iterator[str]:
        """The whole sentences that a follow-up stands for, in the language of before and then in all others."""
        names = sorted(LANGUAGES, key=lambda name: name != self.before.lang)
        for name in names if body else ():
            for text in pack(name).followed.get(kind, ()):
                yield text.format(it=f"#{self.number}").replace(_HOLE, body)

    def move(self, body: str) -> Reading | None:
        return self._timed(body, self.world)

    def _timed(self, body: str, world: World) -> Reading | None:
        """The message at another time: what is not said, its day or its hour, stays."""
        readings = (self.read(text, world, self.now) for text in self._stands_for("move", body))
        return _best(_same_day(reading) for reading in readings if self._moves(reading))

    def _moves(self, reading: Reading) -> bool:
        if reading.intent not in ("move", "edit", "send_now") or reading.target_ids != (self.number,):
            return False
        if reading.message or reading.add_recipients or reading.remove_recipients:
            return False
        whole = all(question.reason in _OF_TIME for question in questions_of(reading))
        return whole or (reading.missing == ("day",) and len(reading.options) == 1)

    def people(self, kind: str, body: str) -> Reading | None:
        """Somebody more, or less. A time is nobody's name."""
        name = _without_to(body)
        if self._timed(body, self.world) is not None or self._timed(name, self.world) is not None:
            return None
        readings = [self.read(text, self.world, self.now) for text in self._stands_for(kind, name)]
        return _best(reading for reading in readings if self._changes_people(reading, kind))

    def _changes_people(self, reading: Reading, kind: str) -> bool:
        if reading.intent != "edit" or reading.target_ids != (self.number,) or reading.message:
            return False
        people = reading.add_recipients if kind == "add" else reading.remove_recipients
        asking = {question.reason for question in questions_of(reading)}
        if kind == "remove":  # only who is in it can be left out
            return bool(people) and not asking
        return asking <= _OF_PEOPLE and (bool(people) or bool(asking))

    def same(self, body: str) -> Reading | None:
        """The same text to others; with a day, an hour or both, else at the same time."""
        for text in self._stands_for("same", body):
            trial = self.read(text, self.world, self.now)
            asking = [question for question in questions_of(trial) if question.reason != "missing"]
            known = trial.recipients or any(question.reason in _OF_PEOPLE for question in asking)
            if trial.intent not in ("schedule", "send_now") or not known:
                continue
            if any(question.reason == "not_understood" for question in asking):
                continue
            return self._same(trial, asking)
        return None

    def _same(self, trial: Reading, asking: list[Question]) -> Reading | None:
        base = replace(
            self._once_more(trial.text or ""),
            recipients=trial.recipients,
            recipient_ids=trial.recipient_ids,
            exclude=trial.exclude,
            exclude_ids=trial.exclude_ids,
        )
        said = [span for span in trial.spans if span.kind == "when"]
        if not said:
            return self._same_time(base, asking)
        if trial.dtstart or trial.intent == "send_now":
            fields = {name: getattr(trial, name) for name in _TIME}
            return asked(_with(replace(base, intent=trial.intent), fields), asking)
        people = [question for question in asking if question.reason in _OF_PEOPLE]
        text = (trial.text or "")[min(span.start for span in said) : max(span.end for span in said)]
        return self._at(base, text, people)

    def again(self, body: str) -> Reading | None:
        """The same to the same people, at another time."""
        made = self._at(self._once_more(body), body, []) if body else None
        if made is None or made.dtstart is None or made.dtstart != self.before.dtstart:
            return made
        return asked(self._once_more(body), [Question("missing", missing=("time",))])  # not the same twice

    def _once_more(self, text: str) -> Reading:
        """The message anew, without its time: a reading of its own."""
        kept = replace(self.before, intent="schedule", target_ids=(), spans=(), scope=None, shift=None, text=text)
        return _with(kept, _NO_TIME)

    def _same_time(self, base: Reading, asking: list[Question]) -> Reading:
        before = self.before
        if before.intent == "send_now":
            return asked(replace(base, intent="send_now"), asking)
        starts = self._starts()
        if starts is None or instant(starts, self.world.zone) <= self.now:
            return asked(base, [*asking, Question("missing", missing=("time",))])
        kept = {name: getattr(before, name) for name in _TIME if name != "assume"}
        return asked(_with(base, kept), asking)

    def _starts(self) -> datetime | None:
        """When the message was for, on this workspace's clock."""
        before = self.before
        if before.dtstart is None or before.tz is None:
            return None
        return local(instant(datetime.fromisoformat(before.dtstart), before.tz), self.world.zone)

    def _at(self, base: Reading, body: str, asking: list[Question]) -> Reading | None:
        """`base` at a time that may keep its day or hour from before."""
        alone = Scheduled(self.number, self.before.recipients, "", due=self._starts())
        moved = self._timed(body, self.world.with_scheduled((alone,)))
        if moved is None or moved.intent not in ("move", "send_now") or moved.shift or moved.rrules:
            return None
        fields = {name: getattr(moved, name) for name in _TIME}
        intent = "send_now" if moved.intent == "send_now" else "schedule"
        return asked(_with(replace(base, intent=intent), fields), [*asking, *questions_of(moved)])


def _with(reading: Reading, fields: dict[str, Any]) -> Reading:
    return replace(reading, **fields)


def _same_day(reading: Reading) -> Reading:
    """ "next week": the day of before, which the question offers."""
    return apply(reading, reading.options[0].patch) if reading.missing == ("day",) else reading


def _without_to(body: str) -> str:
    first, _, rest = body.partition(" ")
    return rest if rest and fold(first) in answers("to") else body
