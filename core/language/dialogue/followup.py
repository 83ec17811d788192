"""An answer to an open question: "9pm", "Ana", "the second one", "yes". None where it is a new sentence of its own.

An answer completes the sentence that was asked about, which is then read again: so an answer is held by the same guards
as the sentence. What was settled meanwhile by a tap stays settled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from core.language.dialogue.retimed import TIME_FIELDS, Read, questions_of, with_time
from core.language.packs import answers, marker, place_of
from core.language.reading import Option, Question, Reading, apply, asked
from core.language.words.tokens import tokenise
from core.world import World, fold, words

_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|[aoe])")
_TIME_REASONS = (
    "missing",
    "vague_time",
    "past",
    "invalid_time",
    "invalid_date",
    "am_pm",
    "next_weekday",
    "midnight",
    "weekend",
    "start",
    "quiet_hours",
)


def answer(sentence: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """The open reading completed by `sentence`; None: it does not answer the question."""
    if not sentence.strip() or len(sentence) > 65_536:
        return None
    picked = _picked(sentence, before)
    if picked is not None:
        return apply(before, picked.patch)
    alone = read(sentence, world, now)
    if alone.outcome == "ok" or (alone.intent is not None and alone.outcome != "not_command" and alone.message):
        return None
    if before.reason == "missing" and before.missing[:1] == ("message",):
        return _with_message(sentence, before)
    if alone.intent is not None and alone.reason != "missing" and alone.outcome != "not_command":
        return None
    if before.text is None:
        return None
    if before.reason in ("ambiguous_recipient", "unknown_recipient") or "recipient" in before.missing:
        return _with_people(sentence, world, now, before, read)
    if before.reason in _TIME_REASONS:
        return with_time(sentence, world, now, before, read)
    return None


def _picked(sentence: str, before: Reading) -> Option | None:
    """The option that is named by its place, its label, its value, or by "yes" where there is just one."""
    spoken = [word for word in words(sentence.strip().strip(".!")) if word not in answers("small")]
    plain = fold(sentence.strip().strip(".!"))
    options = before.options
    if not options:
        return None
    if plain in answers("yes") or " ".join(spoken) in answers("yes"):
        return options[0] if len(options) == 1 else None
    if len(spoken) == 1:
        counted = _counted(spoken[0])
        place = None if counted is None else counted - 1 if counted > 0 else len(options) + counted
        if spoken[0].isdigit() and before.reason not in ("am_pm", "past", "missing", "vague_time"):
            place = int(spoken[0]) - 1
        if place is not None:
            return options[place] if 0 <= place < len(options) else None
    fitting = [option for option in options if _named(option, plain, spoken)]
    return fitting[0] if len(fitting) == 1 else None


def _counted(word: str) -> int | None:
    """ "second", "2nd": 2."""
    figures = _ORDINAL.fullmatch(word)
    return int(figures.group(1)) if figures else place_of(word)


def _named(option: Option, plain: str, spoken: list[str]) -> bool:
    """Whether words name an option: its label, its person, its time or half of the day, its hint."""
    if option.label and fold(option.label) == plain:
        return True
    if option.hint and fold(option.hint).strip("…") == plain.strip("…"):
        return True
    people = option.patch.get("+recipients") or ()
    if people and spoken:
        return any(set(spoken) <= set(words(name.partition(":")[2] or name)) for name in people)
    return _same_time(option.patch.get("dtstart"), plain)


def _same_time(dtstart: object, plain: str) -> bool:
    if not isinstance(dtstart, str) or "T" not in dtstart:
        return False
    moment = datetime.fromisoformat(dtstart)
    if plain.replace(".", "") in ("am", "pm", "in the morning", "in the afternoon", "morning", "afternoon", "evening"):
        return (moment.hour < 12) == (plain.replace(".", "") in ("am", "in the morning", "morning"))
    spoken = {f"{moment:%H:%M}", f"{moment.hour}:{moment:%M}", f"{moment.hour}h", f"{moment.hour}h{moment:%M}"}
    half = f"{moment.hour % 12 or 12}{'am' if moment.hour < 12 else 'pm'}"
    return plain.removeprefix("at ").replace(" ", "") in spoken | ({half} if not moment.minute else set())


def _with_message(sentence: str, before: Reading) -> Reading:
    """The whole answer is the text to send, but for white space around it and a pair of quotes."""
    text = sentence.strip()
    for opens, closes in (("'", "'"), ('"', '"'), ("“", "”"), ("«", "»"), ("‘", "’")):
        if len(text) > 2 and text[0] == opens and text[-1] == closes:
            text = text[1:-1]
            break
    return _open(replace(before, message=text), ("message",), before.then)


def _open(reading: Reading, given: tuple[str, ...], then: tuple[Question, ...]) -> Reading:
    """The reading with what is still missing, and the questions that waited."""
    left = tuple(name for name in reading.missing if name not in given)
    questions = [Question("missing", missing=left)] if left else []
    return asked(reading, [*questions, *then])


def _with_people(sentence: str, world: World, now: datetime, before: Reading, read: Read) -> Reading | None:
    """A name: read as if it stood in a sentence of its own."""
    if not tokenise(sentence) or "'" in sentence.replace("'s", "") or '"' in sentence:
        return None
    begins = any(fold(sentence.strip()).startswith(f"{word} ") for word in answers("to"))
    typed = sentence.strip() if begins else f"{marker(before.lang or '')} {sentence.strip()}"
    trial = read(f"'x' {typed}", world, now)
    if trial.reason == "not_understood" or not (
        trial.recipients or trial.reason in ("ambiguous_recipient", "unknown_recipient")
    ):
        return None
    people = [question for question in questions_of(trial) if question.reason not in ("missing",)]
    merged = replace(
        before,
        recipients=(*before.recipients, *trial.recipients),
        recipient_ids=_ids(before, trial),
        spans=(),
    )
    left = tuple(name for name in before.missing if name != "recipient") if before.reason == "missing" else ()
    if trial.dtstart and before.dtstart is None:
        merged = replace(merged, **{name: getattr(trial, name) for name in TIME_FIELDS})
        left = tuple(name for name in left if name != "time")
    own = [Question("missing", missing=left)] if left else []
    return asked(merged, [*people, *own, *before.then])


def _ids(before: Reading, trial: Reading) -> tuple[str | None, ...]:
    """The ids beside the names, None where there is none."""
    own = before.recipient_ids or tuple(None for _ in before.recipients)
    new = trial.recipient_ids or tuple(None for _ in trial.recipients)
    both = (*own, *new)
    return both if any(both) else ()
