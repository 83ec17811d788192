"""Every language's own examples, and what a data file must hold."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from core.language.packs import LANGUAGES, pack
from core.world import World
from tests.core.language.ground import NOW, read

WORLD = World.from_json(
    {
        "tz": "Europe/Madrid",
        "contacts": ["Ana"],
        "scheduled": {
            "1": ["Ana", "x", "2027-02-15T10:00", None],
            "2": ["Ana", "y", "2027-02-12T08:00", "FREQ=DAILY"],
        },
    }
)
QUIET = ("lang", "text", "spans", "options", "assume")


def _data(lang: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("core.language.packs").joinpath(f"{lang}.toml").read_text(encoding="utf-8"))


def _meaning(sentence: str) -> dict[str, Any]:
    reading = read(sentence.replace("{who}", "Ana"), world=WORLD, now=NOW).to_json()
    return {name: value for name, value in reading.items() if name not in QUIET}


@pytest.mark.parametrize("lang", [name for name in LANGUAGES if name != "en"])
def test_the_examples_of_a_language_mean_what_their_english_sentences_mean(lang: str) -> None:
    examples = _data(lang)["examples"]
    assert len(examples) >= 12
    for sentence, english in examples.items():
        assert _meaning(english)["outcome"] == "ok", english
        assert _meaning(sentence) == _meaning(english), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_can_say_all_that_the_bot_can_do(lang: str) -> None:
    english = {name.partition(":")[0].partition("+")[0] for name in _data("en")["verbs"]}
    assert {name.partition(":")[0] for name in _data(lang)["verbs"]} >= english
    assert {"yes", "small", "to", "pointing"} == set(pack(lang).answers)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_names_every_weekday_and_month(lang: str) -> None:
    symbols = set(_data(lang)["symbols"])
    assert symbols >= {f"WD:{day}" for day in range(7)} | {f"MONTH:{month}" for month in range(1, 13)}
