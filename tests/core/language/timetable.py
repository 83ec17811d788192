"""Phrases of time in times/, a table a language: family, phrase, and what it means in one world on a Tuesday.

A meaning is a first due time, then rules, then `until=`, `except=` (dates by commas) and `tz=`; "?" a question, with its
reason where that matters; "!" a refusal. Everything that is not said must not be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

FOLDER = Path(__file__).parent / "times"
ZONE = "Europe/Madrid"
NOW = datetime(2027, 3, 16, 11, 20, tzinfo=ZoneInfo(ZONE))  # a Tuesday; clocks go forward on the 28th
SENTENCE = {
    "en": "send 'x' to Zoe {}",
    "es": "manda 'x' a Zoe {}",
    "pt": "manda 'x' para Zoe {}",
    "id": "kirim 'x' ke Zoe {}",
}


@dataclass(frozen=True)
class Row:
    lang: str
    family: str
    phrase: str
    want: str


def rows() -> Iterator[Row]:
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                family, phrase, want = line.split("\t")
                yield Row(path.stem, family, phrase, want)


def read(row: Row, now: datetime = NOW, zone: str = ZONE, sentence: str = "") -> Reading:
    """A sentence with the phrase in it, or another one; what it says."""
    world = World.from_json({"tz": zone, "date_order": "DMY", "contacts": ["Zoe"], "languages": [row.lang]})
    return understand(sentence or SENTENCE[row.lang].format(row.phrase), world, now)


def meant(row: Row, reading: Reading) -> bool:
    """Whether a reading is what the table says."""
    kind, _, reason = row.want.partition(" ")
    if kind in ("?", "!"):
        return reading.outcome == ("clarify" if kind == "?" else "refuse") and reason in ("", reading.reason)
    if reading.outcome != "ok" or reading.message != "x" or reading.dtstart is None:
        return False
    starts, *rest = row.want.split(" ")
    said = dict(part.split("=", 1) for part in rest if not part.startswith("FREQ="))
    same = (reading.dtstart, reading.until or "", ",".join(reading.exdate), reading.tz) == (
        starts,
        said.get("until", ""),
        said.get("except", ""),
        said.get("tz", ZONE),
    )
    rules = [part for part in rest if part.startswith("FREQ=")]
    return same and bool(rules) == bool(reading.rrules) and _due(rules, starts) == _due(reading.rrules, starts)


def _due(rules: list[str] | tuple[str, ...], starts: str) -> list[datetime]:
    first = datetime.fromisoformat(starts)
    return sorted({due for rule in rules for due in islice(rrulestr(rule, dtstart=first), 60)})[:60]
