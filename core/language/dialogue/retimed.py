"""A time that answers a question: another hour keeps the day and the rule that were said; a day keeps what else was said.

What no reading can be sure of is no answer: the question stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from core.language.packs import LANGUAGES, pack
from core.language.reading import Question, Reading, asked
from core.world import Scheduled, World

Read = Callable[[str, World, datetime], Reading]
TIME_FIELDS = ("dtstart", "at", "tz", "rrules", "until", "exdate", "assume")
_KEEPS_DAY = ("am_pm", "midnight", "next_weekday", "weekend")
_STAND_IN = 999_999_999  # the number of a message that is moved only to see where to


def questions_of(reading: Reading) -> list[Question]:
    """The questions that are open, in their order."""
    if reading.outcome in ("ok", "not_command"):
        return []
    first = Question(
        reading.reason or "", reading.outcome == "refuse", reading.options, reading.missing, reading.unknown
    )
    return [first, *reading.then]


def with_time(sentence: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """A time: it follows the sentence that lacked it. Where that had one already, the new one stands alone."""
    body = " ".join(sentence.strip().rstrip(".!").split())
    joined = f"{before.text} {body}"
    if before.reason in ("missing", "vague_time", "start"):
        trial = read(joined, world, now)
        said = any(span.kind == "when" and span.end > len(joined) - len(body) for span in trial.spans)
        if said and not _unusable(trial):
            return replace(_retimed(before, trial), text=joined)
    if before.reason in _KEEPS_DAY:
        return _at_other_hour(body, world, now, before, read)
    return _at_any_hour(body, world, now, before, read)


def _at_any_hour(body: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """A time of its own, which says its day or is the next of its hour. It does not stand for a repetition."""
    repeats = bool(before.rrules) or any(option.patch.get("rrules") for option in before.options)
    alone = "'x' to +351910000000 "
    for text in (alone + body, f"{alone}at {body}"):
        trial = read(text, world, now)
        if _unusable(trial) or (repeats and not trial.rrules):
            continue
        if trial.dtstart or trial.options or (trial.intent == "send_now" and trial.outcome == "ok"):
            return _retimed(before, trial)
    return None


def _at_other_hour(body: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """Another hour than those that were asked about: on the day that was said, as often as was said. Where each option has
    its own day, an hour alone does not choose among days that were said."""
    starts = [str(option.patch["dtstart"]) for option in before.options if option.patch.get("dtstart")]
    rules = {tuple(option.patch.get("rrules") or ()) for option in before.options}
    moved = [_moved_from(start, body, world, now, before, read) for start in starts]
    if not starts or len(rules) != 1 or None in moved:
        return _at_any_hour(body, world, now, before, read)
    (repeated,) = rules
    first, *others = (one for one in moved if one is not None)
    if len({start[:10] for start in starts}) > 1 and not repeated:
        own = all(_shown(one) == _shown(first) for one in others)  # "tomorrow at 6pm": its day is said
        return _at_any_hour(body, world, now, before, read) if own or _undated(starts) else None
    if repeated and ({day[:10] for day in _shown(first)} != {start[:10] for start in starts} or _names_hours(repeated)):
        return None
    until = before.options[0].patch.get("until")
    return _retimed(before, replace(first, intent=before.intent or "", rrules=repeated, until=until))


def _undated(starts: list[str]) -> bool:
    """Whether two hours were asked about that named no day: what is past today is tomorrow's."""
    days = sorted({datetime.fromisoformat(start).date() for start in starts})
    return len(days) == 2 and days[1] - days[0] == timedelta(days=1)


def _names_hours(rules: tuple[str, ...]) -> bool:
    return any("BYHOUR" in rule for rule in rules)


def _shown(moved: Reading) -> set[str]:
    """The moments that a reading offers, or the one that it has."""
    return {moved.dtstart} if moved.dtstart else {str(option.patch.get("dtstart")) for option in moved.options}


def _moved_from(start: str, body: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """Where a message that is due at `start` would be moved by the words."""
    stand_in = Scheduled(_STAND_IN, (), "", due=datetime.fromisoformat(start))
    changed = world.with_scheduled((stand_in,))
    for name in sorted(LANGUAGES, key=lambda name: name != before.lang):
        for text in pack(name).followed.get("move", ()):
            moved = read(text.format(it=f"#{_STAND_IN}").replace("…", body), changed, now)
            timed = {question.reason for question in questions_of(moved)} <= {"am_pm", "past"}
            if moved.intent == "move" and timed and moved.shift is None and (moved.dtstart or moved.options):
                return moved
    return None


def _unusable(trial: Reading) -> bool:
    """Whether words were left over, or the times clash: then the answer was something else."""
    reasons = {question.reason for question in questions_of(trial)}
    wrong = reasons & {"not_understood", "multiple_times", "multiple_commands", "time_in_message"}
    return trial.intent not in ("schedule", "send_now") or bool(wrong)


def _retimed(before: Reading, trial: Reading) -> Reading:
    fields = {name: getattr(trial, name) for name in TIME_FIELDS}
    merged = replace(before, intent=trial.intent if before.intent == "schedule" else before.intent, **fields)
    people = ("ambiguous_recipient", "unknown_recipient", "all_contacts", "group_chat", "unknown_channel")
    new = [question for question in questions_of(trial) if question.reason not in (*people, "missing")]
    still = [name for question in questions_of(trial) if question.reason == "missing" for name in question.missing]
    left = [name for name in before.missing if name not in ("time", "day")]
    left += [name for name in still if name in ("time", "day")]
    own = [Question("missing", missing=tuple(left))] if left else []
    return asked(merged, [*new, *own, *before.then])
