"""Phrases that others wrote, as facts (phrase and value) in others/: how Belfry reads them, and how libraries do.

`right`; `asked` (a question, a refusal, nothing); `silent`: taken, and not what was meant. A phrase without a clock gets
"at 10:00", because nothing is sent without a time. Two conventions of ours count as right: today's own weekday may be
today, and hours that a zone names are those of its clocks.

What no sender says of a message, or what our conventions ask about, is classed in the table (`unsaid`, with its reason at the
head of the file): it is to be asked, or read as the value behind its "=". The rest is what staff may say.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

FOLDER = Path(__file__).parent / "others"
ZONE = "Etc/GMT+2"
_SAID = {
    "en": ("send 'x' to Zz ", "at 10:00"),
    "es": ("envía 'x' a Zz ", "a las 10:00"),
    "pt": ("envia 'x' ao Zz ", "às 10h00"),
}
_CLOCK = ("at", "am", "pm", "hour", "minutes", "seconds")


@dataclass(frozen=True)
class Phrase:
    now: datetime
    lang: str
    order: str
    kind: str
    text: str
    value: str
    unsaid: str = ""

    @property
    def ours(self) -> str:
        """The value that it has by a convention of ours, where it is not that of the suite."""
        return self.unsaid.partition("=")[2]


def suites() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.tsv"))


@lru_cache
def phrases(suite: str) -> tuple[Phrase, ...]:
    lines = (FOLDER / f"{suite}.tsv").read_text(encoding="utf-8").splitlines()
    _, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(Phrase(datetime.fromisoformat(now), *rest) for now, *rest in rows)


@lru_cache
def _world(order: str, lang: str) -> World:
    return World.from_json({"tz": ZONE, "date_order": order, "contacts": ["Zz"], "languages": [lang]})


def belfry(phrase: Phrase) -> str:
    """right, asked or silent."""
    reading = read(phrase)
    if reading.outcome != "ok":
        return "asked"
    return "right" if means(reading, phrase) else "silent"


def read(phrase: Phrase) -> Reading:
    """How Belfry reads a sentence with the phrase in it."""
    before, clock = _SAID[phrase.lang]
    needs = phrase.kind == "day" or (phrase.kind == "rule" and not set(phrase.text.casefold().split()) & set(_CLOCK))
    sentence = f"{before}{phrase.text} {clock}" if needs else before + phrase.text
    return understand(sentence, _world(phrase.order, phrase.lang), phrase.now.replace(tzinfo=ZoneInfo(ZONE)))


def means(reading: Reading, phrase: Phrase) -> bool:
    """Whether what was taken is the value of the phrase."""
    if reading.dtstart is None or reading.message != "x":
        return False
    starts = datetime.fromisoformat(reading.dtstart)
    if phrase.kind == "rule":
        until = f";UNTIL={reading.until.replace('-', '')}T235959" if reading.until else ""
        return _due([rule + until for rule in reading.rrules], starts) == _due([phrase.value], starts)
    if reading.rrules:
        return False
    if reading.tz != ZONE:
        starts = starts.replace(tzinfo=ZoneInfo(reading.tz or ZONE)).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    want = datetime.fromisoformat(phrase.value)
    if phrase.kind == "day":
        today = starts.date() == phrase.now.date() and want.date() - starts.date() == timedelta(days=7)
        return starts.date() == want.date() or today
    return abs(starts - want) < timedelta(minutes=1)


def _due(rules: list[str], starts: datetime) -> list[datetime]:
    return sorted({due for rule in rules for due in islice(rrulestr(rule, dtstart=starts), 50)})[:50]


# --- libraries


def with_dateparser(phrase: Phrase) -> str:
    import dateparser

    found = dateparser.parse(
        phrase.text,
        languages=[phrase.lang],
        settings={"RELATIVE_BASE": phrase.now, "PREFER_DATES_FROM": "future", "DATE_ORDER": phrase.order},
    )
    return _judged(found, phrase)


def with_parsedatetime(phrase: Phrase) -> str:
    import parsedatetime

    found, status = parsedatetime.Calendar().parseDT(phrase.text, phrase.now)
    return _judged(found if status else None, phrase)


def with_recurrent(phrase: Phrase) -> str:
    from recurrent.event_parser import RecurringEvent

    found: Any = RecurringEvent(now_date=phrase.now).parse(phrase.text)
    if phrase.kind != "rule" or not isinstance(found, str):
        return _judged(found if isinstance(found, datetime) else None, phrase)
    rule = next((line.removeprefix("RRULE:") for line in found.splitlines() if "FREQ" in line), "")
    own = ";".join(part for part in rule.split(";") if part and not part.startswith(("BYHOUR", "BYMINUTE", "BYSECOND")))
    value = ";".join(part for part in phrase.value.split(";") if not part.startswith("BYHOUR"))
    try:
        same = _due([own], phrase.now) == _due([value], phrase.now)
    except ValueError:
        same = False
    return "right" if same else "silent"


def _judged(found: datetime | None, phrase: Phrase) -> str:
    if found is None:
        return "asked"
    if phrase.kind == "rule":
        return "silent"
    want, got = datetime.fromisoformat(phrase.value), found.replace(tzinfo=None)
    same = got.date() == want.date() if phrase.kind == "day" else abs((got - want).total_seconds()) < 60
    return "right" if same else "silent"


LIBRARIES: dict[str, Callable[[Phrase], str]] = {
    "dateparser": with_dateparser,
    "parsedatetime": with_parsedatetime,
    "recurrent": with_recurrent,
}


def tally(suite: str, read: Callable[[Phrase], str], said: bool = False) -> Counter[str]:
    """How many are right, asked, silent; with `said`, of those only that staff may say."""
    return Counter(_safely(read, phrase) for phrase in phrases(suite) if not (said and phrase.unsaid))


def _safely(read: Callable[[Phrase], str], phrase: Phrase) -> str:
    with contextlib.suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return read(phrase)
    return "asked"
