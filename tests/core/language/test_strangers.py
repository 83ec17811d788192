"""Names that are nobody's, beside names that are: who is not known is asked about, and nobody else is written to."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

NOW = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Europe/Lisbon"))  # a Wednesday
WORLD = World.from_json(
    {
        "tz": "Europe/Lisbon",
        "contacts": ["Gareth", "Rowan", "Pak Darto", "Mr Whitlock", "Don Ramiro", "Dona Lurdes", "Cici"],
        "groups": {"Partners": []},
    }
)

_TOLD = {
    "en": ("tomorrow at 9am {verb} {who} that we are shut", ("tell", "message"), "we are shut"),
    "es": ("mañana a las 9:00 {verb} a {who} que cerramos", ("dile", "avisa"), "cerramos"),
    "pt": ("amanhã às 9h00 {verb} {who} que fechamos", ("avisa", "diz para"), "fechamos"),
    "id": ("besok jam 9 pagi {verb} {who} bahwa kita tutup", ("kabari", "bilang ke"), "kita tutup"),
}
_STRANGERS = ("gareth smith", "Gareth Smith", "Rowan Lee Carter", "rowan and gareth smith", "gareth prakoso")


def _read(sentence: str) -> Reading:
    return understand(sentence, WORLD, NOW)


@pytest.mark.parametrize("lang", _TOLD)
def test_a_surname_that_nobody_has_is_not_the_first_word_of_the_text(lang: str) -> None:
    shape, verbs, text = _TOLD[lang]
    for verb, who in product(verbs, _STRANGERS):
        sentence = shape.format(verb=verb, who=who)
        reading = _read(sentence)
        assert (reading.outcome, reading.reason) == ("clarify", "unknown_recipient"), (sentence, reading)
        assert reading.message == text, (sentence, reading)
        assert "Gareth" not in reading.recipients, (sentence, reading)


@pytest.mark.parametrize("lang", _TOLD)
def test_a_name_that_is_somebodys_is_still_enough(lang: str) -> None:
    shape, verbs, text = _TOLD[lang]
    for verb, who in product(verbs, ("gareth", "Rowan", "pak darto", "Mr Whitlock")):
        reading = _read(shape.format(verb=verb, who=who))
        assert (reading.outcome, reading.message, len(reading.recipients)) == ("ok", text, 1), reading


@pytest.mark.parametrize(
    "sentence",
    [
        "tomorrow at 9am remind gareth smith to call",
        "remind gareth smith tomorrow at 9am to call",
        "ingatkan gareth hakim besok jam 9 pagi untuk telepon",
        "tell Gareth Smith tomorrow at 9am about the fees",
        "tell gareth smith tomorrow at 9am that we are shut",
    ],
)
def test_what_is_to_be_done_does_not_begin_with_a_surname(sentence: str) -> None:
    assert _read(sentence).reason == "unknown_recipient"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("besok jam 9 pagi bilang ke pak bambang bahwa kita tutup", "bambang"),
        ("besok jam 9 pagi kabari pak bambang: kita tutup", "bambang"),
        ("kirim 'x' ke pak bambang jumat jam 2 siang", "bambang"),
        ("kirim 'x' ke Pak Bambang Sutejo jumat jam 2 siang", "Bambang Sutejo"),
        ("kirim 'x' ke pak jumat jam 2 siang", "pak"),
        ("kirim 'x' ke Pak besok jam 9 pagi", "Pak"),
        ("tell mr smith tomorrow at 9am that we are shut", "smith"),
        ("send 'x' to mr smith tomorrow at 9am", "smith"),
        ("send 'x' to Mr tomorrow at 9am", "Mr"),
        ("remind Mr. Smith tomorrow at 9am to call", "Smith"),
        ("manda 'x' a don pepe mañana a las 9:00", "pepe"),
        ("avisa a don pepe mañana a las 9:00 que cerramos", "pepe"),
        ("manda 'x' pra dona celia amanhã às 9h00", "celia"),
        ("avisa a dona celia amanhã às 9h00 que fechamos", "celia"),
    ],
)
def test_a_title_alone_names_nobody(sentence: str, said: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.reason, reading.recipients) == ("clarify", "unknown_recipient", ()), reading
    assert reading.unknown == (said,)


def test_a_title_that_is_the_whole_name_of_somebody_is_a_name() -> None:
    assert _read("kirim 'x' ke cici besok jam 9 pagi").recipients == ("Cici",)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("send 'x' to dezmond frey tomorrow at 9am", "dezmond frey"),
        ("send 'x' to gareth smith tomorrow at 9am", "gareth smith"),
        ("tomorrow at 9am send 'x' to gareth smith", "gareth smith"),
        ("send 'x' to partners committee tomorrow at 9am", "partners committee"),
        ("message gareth smith tomorrow at 9am: x", "gareth smith"),
        ("manda 'x' a rosa maria leal mañana a las 9:00", "rosa maria leal"),
        ("manda 'x' a gareth leal mañana a las 9:00", "gareth leal"),
        ("manda 'x' pra gareth leal amanhã às 9h00", "gareth leal"),
        ("kirim 'x' ke gareth wijaya besok jam 9 pagi", "gareth wijaya"),
        ("kirim 'x' ke rizall fauzii besok jam 9 pagi", "rizall fauzii"),
    ],
)
def test_a_strange_name_in_small_letters_is_asked_about_whole(sentence: str, said: str) -> None:
    reading = _read(sentence)
    assert (reading.reason, reading.unknown) == ("unknown_recipient", (said,))


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'x' to everyone on 24 December at 10am",
        "send 'x' to everybody on Friday at 10am",
        "send 'x' to everyone in January",
        "tell everyone on Friday at 9am that we close",
    ],
)
def test_everyone_on_a_day_is_everyone(sentence: str) -> None:
    assert _read(sentence).reason == "all_contacts"


def test_everyone_on_a_team_is_the_team() -> None:
    assert _read("send 'x' to everyone on the partners tomorrow at 9am").recipients == ("group:Partners",)
