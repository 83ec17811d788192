# ruff: noqa: DTZ001 - wall-clock times are naive: they are what is tested here
"""Whatever is typed: never an exception, never a reading that sends what was not said, to nobody, or into the past."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.language.packs import LANGUAGES, pack
from core.language.reading import Reading
from core.language.understand import understand
from core.world import World
from tests.core.language.fuzz import holds

NAMES = (
    "Ana",
    "Ana Paula",
    "May Lim",
    "Julio",
    "Domingo",
    "Mo",
    "Sol",
    "Jan",
    "April",
    "Wednesday Addams",
    "José",
    "Al",
)
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Jakarta", "Pacific/Auckland", "America/Sao_Paulo", "UTC")
PIECES = (
    "'x'", "«y z»", '"', ":", ",", ".", "?", "#7", "#12", "#vip", "+351 912 345 678", "9am", "17h", "8.30", "09:00", "5", "31",
    "2027-03-01", "3/4", "30 February", "25:00", "13pm", "Ana", "May", "Julio", "Sol", "Zoe", "me", "everyone", "Staff", "\n",
)  # fmt: skip


def _words() -> list[str]:
    """Phrases of every language, a spread of them."""
    found: set[str] = set()
    for lang in LANGUAGES:
        own = pack(lang)
        for phrases in (own.verbs, own.symbols):
            found.update(" ".join(words) for group in phrases.values() for words, _ in group)
    return random.Random(4).sample(sorted(found), 1500)


sentences = st.lists(st.sampled_from([*PIECES, *_words()]) | st.text(max_size=6), max_size=24).map(" ".join)
worlds = st.builds(
    lambda names, zone, order, start, hours: World.from_json(
        {
            "tz": zone,
            "date_order": order,
            "week_start": start,
            "hours": hours,
            "contacts": names,
            "groups": {"Staff": ["equipo"]},
            "tags": ["vip"],
            "scheduled": {
                "7": ["Ana", "pay", "2027-03-09T08:30", "FREQ=DAILY"],
                "12": ["Sol", "hi", "2027-03-05T15:00", None],
            },
        }
    ),
    st.lists(st.sampled_from(NAMES), unique=True, max_size=8),
    st.sampled_from(ZONES),
    st.sampled_from(("DMY", "MDY", "YMD")),
    st.sampled_from(("MO", "SU")),
    st.sampled_from((None, ["08:00", "19:00"])),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)).map(lambda at: at.replace(tzinfo=ZoneInfo("UTC")))
quick = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(sentences, worlds, moments)
def test_any_text_in_any_world_is_read_without_an_error(text: str, world: World, now: datetime) -> None:
    reading = understand(text, world, now)
    assert reading.outcome in ("ok", "clarify", "refuse", "not_command")
    assert Reading.from_json(reading.to_json()) == reading
    again = understand("9pm", world, now, reading)
    assert again.outcome in ("ok", "clarify", "refuse", "not_command")


@quick
@given(sentences, worlds, moments)
def test_what_is_taken_says_what_was_typed_to_people_who_are_known_in_the_future(
    text: str, world: World, now: datetime
) -> None:
    holds(text, world, now)


# --- what does not matter changes nothing

SENTENCES = (
    "send 'hello' to {who} tomorrow at 10am",
    "send 'hello' to {who} every Monday at 9am and Thursday at 2pm",
    "send 'hello' to {who} on the first Monday of every month at 10:00 until 1 December",
    "send 'hello' to {who} 25 hours before her appointment on Friday at 10:00",
    "envía 'hello' a {who} el lunes que viene a las 10:00",
    "envía 'hello' a {who} cada día a las 10:00 hasta el 1 de diciembre",
    "envia 'hello' a {who} amanhã às 10h30",
    "envia 'hello' a {who} de 3 em 3 dias às 10h30 a partir de segunda",
    "kirim 'hello' ke {who} besok jam 10 pagi",
    "kirim 'hello' ke {who} setiap Senin jam 10 pagi selama 6 minggu",
    "envoie 'hello' à {who} tous les lundis à 10h",
)
WORLD = World.from_json({"tz": "Europe/Lisbon", "contacts": list(NAMES)})
NOW = datetime(2026, 3, 10, 11, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
WHEN = ("outcome", "intent", "dtstart", "at", "tz", "rrules", "until", "exdate", "assume", "reason")


def _when(text: str, now: datetime = NOW) -> dict[str, Any]:
    reading = understand(text, WORLD, now)
    assert reading.outcome == "ok", (text, reading.reason, reading.unknown)
    return {name: getattr(reading, name) for name in WHEN}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_another_text_or_name_does_not_change_the_time(sentence: str) -> None:
    plain = _when(sentence.format(who="Ana"))
    for text in ("see you tomorrow at 5", "every day", "to Bruno", "#7", "the 1st; 25:00", "ñandú 🎉", "no"):
        assert _when(sentence.format(who="Ana").replace("hello", text)) == plain
    for who in ("Sol", "Mo", "José", "May Lim", "Ana Paula"):
        assert _when(sentence.format(who=who)) == plain


@pytest.mark.parametrize("sentence", SENTENCES)
def test_case_accents_spaces_and_courtesy_do_not_matter(sentence: str) -> None:
    text = sentence.format(who="Ana")
    plain = _when(text)
    bare = text.translate(str.maketrans("áéíóúãàçê", "aeiouaace"))
    for other in (
        text.upper(),
        text.title(),
        bare,
        text.replace(" ", "  "),
        f"  {text} ",
        f"{text}.",
        f"please {text}",
        f"{text}, thanks",
    ):
        assert _when(other) == plain, other


@pytest.mark.parametrize("sentence", SENTENCES[:4])
def test_the_order_of_its_parts_does_not_matter(sentence: str) -> None:
    head, _, when = sentence.format(who="Ana").partition(" Ana ")
    assert _when(f"{when}, {head} Ana") == _when(f"{head} Ana {when}")
    verb, _, rest = head.partition(" ")
    text, _, _ = rest.rpartition(" to")
    assert _when(f"{verb} Ana {text} {when}") == _when(f"{head} Ana {when}")


@pytest.mark.parametrize(
    "sentence", [one for one in SENTENCES if "ecember" not in one and "diciembre" not in one and "month" not in one]
)
def test_a_week_later_everything_is_a_week_later(sentence: str) -> None:
    """Within one half of the year, so that no clock changes in between."""
    text = sentence.format(who="Ana")
    now = datetime(2026, 6, 2, 11, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
    first, second = _when(text, now), _when(text, now + timedelta(days=7))
    moved = datetime.fromisoformat(first["dtstart"]) + timedelta(days=7)
    assert datetime.fromisoformat(second["dtstart"]) == moved
    assert first["rrules"] == second["rrules"]


@pytest.mark.parametrize("text", ["ada apa", "let's", "vamos", "how about", "apa", "que"])
def test_a_sentence_that_ends_where_a_verb_could_follow_is_read_without_an_error(text: str) -> None:
    world = World.from_json({"tz": "Europe/Lisbon", "contacts": ["Ana"]})
    now = datetime(2027, 3, 1, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert understand(text, world, now).outcome != "ok"
