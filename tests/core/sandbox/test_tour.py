"""The guided tour of the page says what Belfry understands."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from core.language.understand import understand
from core.sandbox import page
from core.sandbox.app import SAMPLE_PHONES
from core.world import World

TOUR = Path(page.__file__).with_name("page") / "tour.js"
WORLD = World.from_json({"tz": "Europe/Lisbon", "contacts": [name for name, _number in SAMPLE_PHONES]})


def test_every_sentence_of_the_tour_is_understood() -> None:
    sentences = re.findall(r'^  \["([^"]+)", "', TOUR.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(sentences) == 5
    read = [understand(one, WORLD, datetime(2026, 11, 25, 12, tzinfo=UTC)).outcome for one in sentences]
    assert read == ["ok"] * 5
