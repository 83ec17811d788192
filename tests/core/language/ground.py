"""The world of the sentences in sentences.tsv, and how to read one in it. Thursday 2027-02-11 14:20 in Madrid."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

HERE = Path(__file__).parent
DATA = json.loads((HERE / "world.json").read_text(encoding="utf-8"))
WORLD = World.from_json(DATA)
NOW = datetime.fromisoformat(DATA["now"]).replace(tzinfo=ZoneInfo(DATA["tz"]))
QUIET = ("reminder", "id", "v", "lang", "text", "spans", "options", "then", "recipient_ids", "exclude_ids")
QUIET_CHANGES = ("add_recipient_ids", "remove_recipient_ids")


def read(sentence: str, before: Reading | None = None, world: World = WORLD, now: datetime = NOW) -> Reading:
    return understand(sentence, world, now, before)


def plain(reading: Reading) -> dict[str, Any]:
    """A reading without what a table need not say."""
    data = {name: value for name, value in reading.to_json().items() if name not in (*QUIET, *QUIET_CHANGES)}
    if data.get("tz") == WORLD.zone:
        del data["tz"]
    return data


def rows() -> list[tuple[str, dict[str, Any]]]:
    lines = (HERE / "sentences.tsv").read_text(encoding="utf-8").split("\n")
    pairs = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [(sentence, json.loads(expected)) for sentence, expected in pairs]
