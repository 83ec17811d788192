"""Compares readings with expected ones by what they mean, in the form of a table: id, language, category, sentence, reading.

Recurrences count by the due times they give, messages byte for byte; `alt` in an expected reading lists patches over it
that are right as well. What matters most is `silent`: read as "ok", and not what was meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.language.understand import understand
from core.world import World

_LISTS = ("recipients", "exclude", "target_ids", "add_recipients", "remove_recipients", "exdate")
_VALUES = ("message", "shift", "resume_on", "channel", "late", "answered", "tz", "scope", "range")
_ANY_START = "2026-11-26T09:00"
Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    key: str
    lang: str
    text: str
    want: Json


@dataclass(frozen=True)
class Table:
    world: World
    now: datetime
    rows: tuple[Row, ...]

    def read(self, row: Row) -> Json:
        return understand(row.text, self.world, self.now).to_json()


def table(path: Path) -> Table:
    """The table and the world (same name, .json) in which it is read."""
    data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    now = datetime.fromisoformat(data["now"]).replace(tzinfo=ZoneInfo(data["tz"]))
    return Table(World.from_json(data), now, tuple(_rows(path)))


def _rows(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("# "):
            key, lang, _, text, want = line.split("\t")
            yield Row(key, lang, text.replace("\\n", "\n"), json.loads(want))


def right(want: Json, got: Json) -> bool:
    """Whether a reading is what was meant, and asks for the reason that was expected."""
    return any(_matches(option, got) for option in (want, *({**want, **patch} for patch in want.get("alt", ()))))


def silent(want: Json, got: Json) -> bool:
    return got["outcome"] == "ok" and not right(want, got)


def _matches(want: Json, got: Json) -> bool:
    if want["outcome"] != got["outcome"]:
        return False
    if want["outcome"] == "not_command":
        return True
    if want["outcome"] != "ok":
        return want.get("intent") == got.get("intent") and want.get("reason") in (None, got.get("reason"))
    if want["intent"] != got["intent"]:
        return False
    if any(sorted(map(str, want.get(name) or ())) != sorted(map(str, got.get(name) or ())) for name in _LISTS):
        return False
    if any(want.get(name) is not None and want[name] != got.get(name) for name in _VALUES):
        return False
    if set(want.get("assume") or ()) - set(got.get("assume") or ()):
        return False
    return want["intent"] not in ("schedule", "move", "edit") or _same_times(want, got)


def _rules(reading: Json) -> list[str]:
    return reading.get("rrules") or ([reading["rrule"]] if reading.get("rrule") else [])


def _same_times(want: Json, got: Json) -> bool:
    if bool(_rules(want)) != bool(_rules(got)) or (want.get("until") != got.get("until")):
        return False
    start = want.get("dtstart")
    if start and (not got.get("dtstart") or datetime.fromisoformat(start) != datetime.fromisoformat(got["dtstart"])):
        return False
    base = start or (_ANY_START if _rules(want) else None)
    return base is None or _due(_rules(want), base) == _due(_rules(got), base)


def _due(rules: list[str], start: str) -> list[datetime]:
    first = datetime.fromisoformat(start)
    return sorted({due for rule in rules for due in islice(rrulestr(rule, dtstart=first), 200)})[:200]
