"""A second opinion where the grammar does not understand the words of time: dateparser's day beside the one clock that was
written, offered as an answer to the question, never taken. So a language without a file here is usable too.

Given whole phrases dateparser is silently wrong in one of six ("morgen om 9 uur" is 23:20 to it): it gets words without
figures, one to three at a time, and must find a day in them; the clock is ours.
"""

from __future__ import annotations

from core.language.grammar.dates import guess_day
from core.language.grammar.when_times import clock_from
from core.language.reading import Option
from core.language.resolving.resolve import Resolver
from core.language.sentences.draft import Frame
from core.language.spec import Date, Spec
from core.language.words.symbols import Item
from core.recurrence import local

_CLOCKS = ("CLOCK", "HM", "DOT", "NUM")
_MOST = 8  # spans that are tried; a call takes about a millisecond
_LONGEST = 3  # words of a day


def second_opinion(frame: Frame, items: list[Item], unread: list[Item]) -> tuple[Option, ...]:
    """The days that the words not understood may name, at the clock of the sentence: usually none, or one."""
    clocks = [item for item in items if item.kind in _CLOCKS and item.start >= 0]
    if len(clocks) != 1:
        return ()
    clock = clock_from(clocks[0], frame.context)
    today = local(frame.now, frame.world.zone)
    for text in _spans(frame, unread)[:_MOST]:
        day = guess_day(text, today.date())
        if day is None or day < today.date() or not clock.possible:
            continue
        spec = Spec(day=Date(day.month, day.day, day.year), clocks=(clock,), filled=["day", "clocks"])
        resolved = Resolver(frame.world, frame.now).resolve(spec)
        if any(question.reason != "am_pm" for question in resolved.questions):
            return ()
        return resolved.questions[0].options if resolved.questions else (Option(resolved.patch()),)
    return ()


def _spans(frame: Frame, unread: list[Item]) -> list[str]:
    """Runs of one to three words that were not understood, the longest first."""
    words = [item for item in unread if item.kind == "WORD" and frame.tokens[item.start].fold.isalpha()]
    found = []
    for length in range(_LONGEST, 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            if run[-1].end - run[0].start == length:
                found.append(frame.text(run[0].start, run[-1].end))
    return sorted(found, key=lambda text: -len(text))
