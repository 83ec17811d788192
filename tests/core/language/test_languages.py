"""Other languages than English: they are data, the grammar is one. A sentence and what must be in its reading."""

from __future__ import annotations

from typing import Any

import pytest

from core.language.packs import LANGUAGES, pack
from tests.core.language.ground import plain, read

SENTENCES: list[tuple[str, dict[str, Any]]] = [
    ("envía 'hola' a Helena mañana a las 8 de la tarde", {"dtstart": "2027-02-12T20:00"}),
    (
        "manda 'hola' a los chóferes pasado mañana al mediodía",
        {"recipients": ["group:Drivers"], "dtstart": "2027-02-13T12:00"},
    ),
    ("envía 'hola' a Kofi dentro de dos horas", {"dtstart": "2027-02-11T16:20", "at": "2027-02-11T15:20:00Z"}),
    (
        "envía 'hola' a Kofi cada lunes y jueves a las 18:00",
        {"rrule": "FREQ=WEEKLY;BYDAY=MO,TH", "dtstart": "2027-02-11T18:00"},
    ),
    ("el último día de cada mes a las 10:00 envía 'cierre' a Noor", {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}),
    ("recuérdame mañana a las 10:00 llamar al banco", {"recipients": ["me"], "message": "llamar al banco"}),
    ("pausa el #3 hasta el lunes", {"intent": "pause", "resume_on": "2027-02-15"}),
    ("envia 'olá' ao Tomás amanhã às 9h", {"recipients": ["Tomás"], "dtstart": "2027-02-12T09:00"}),
    ("envia 'olá' à Noor de segunda a sexta às 8h", {"rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}),
    ("lembra a Noor amanhã às 9h de que a loja fecha na sexta", {"message": "a loja fecha na sexta"}),
    ("envia 'olá' aos motoristas todos os dias úteis às 8h30 até 30 de junho", {"until": "2027-06-30"}),
    ("kirim 'halo' ke Noor besok jam 9 pagi", {"dtstart": "2027-02-12T09:00"}),
    ("kirim 'halo' ke Noor setiap tanggal 1 jam 9 pagi", {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}),
    ("2 jam lagi kirim 'halo' ke Kofi", {"dtstart": "2027-02-11T16:20", "at": "2027-02-11T15:20:00Z"}),
    ("kirim 'halo' ke Kofi hari Minggu jam 9 pagi", {"dtstart": "2027-02-14T09:00"}),
    ("send 'halo' to Kofi setiap Senin jam 9 pagi", {"rrule": "FREQ=WEEKLY;BYDAY=MO"}),
]


@pytest.mark.parametrize(("sentence", "want"), SENTENCES, ids=[sentence for sentence, _ in SENTENCES])
def test_a_sentence_in_another_language_is_read(sentence: str, want: dict[str, Any]) -> None:
    got = plain(read(sentence))
    assert got["outcome"] == "ok", got
    assert {name: got.get(name) for name in want} == want


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("envía 'hola' a Kofi mañana a las 5", "am_pm"),
        ("envía 'hola' a Kofi el próximo sábado a las 9:00", "next_weekday"),
        ("diz à Noor que a loja fecha amanhã às 9h", "time_in_message"),
        ("kirim 'halo' ke Lucia besok jam 9 pagi", "ambiguous_recipient"),
        ("kirim 'halo' besok jam 10 pagi", "missing"),
        ("envía 'hola' a Kofi mañana a las 9:00 quizás", "not_understood"),
    ],
)
def test_what_other_languages_leave_open_is_asked(sentence: str, reason: str) -> None:
    assert (read(sentence).outcome, read(sentence).reason) == ("clarify", reason)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_pack_loads_and_knows_every_weekday_and_month(name: str) -> None:
    known = {
        (meaning.kind, meaning.value)
        for phrases in pack(name).symbols.values()
        for _, all_ in phrases
        for meaning in all_
    }
    assert {("WD", str(day)) for day in range(7)} <= known
    assert {("MONTH", str(month)) for month in range(1, 13)} <= known


@pytest.mark.parametrize(
    "sentence",
    [
        "remind Noor tomorrow at 9am 'pay'",
        "send a reminder to Noor tomorrow at 9am 'pay'",
        "recuérdale a Noor mañana a las 9:00 'paga'",
        "envía un recordatorio a Noor mañana a las 9:00 'paga'",
        "lembra a Noor amanhã às 9h de 'pagar'",
        "ingatkan Noor besok jam 9 pagi 'bayar'",
        "rappelle à Noor demain à 9h 'payer'",
        "remind me tomorrow at 10am to call the bank",
    ],
)
def test_a_sentence_that_says_so_makes_a_reminder(sentence: str) -> None:
    reading = read(sentence)
    assert (reading.outcome, reading.reminder) == ("ok", True)


@pytest.mark.parametrize(
    "sentence", ["send 'a reminder' to Noor tomorrow at 9am", "tell Noor tomorrow at 9am 'remind the drivers'"]
)
def test_what_a_message_itself_says_makes_it_no_reminder(sentence: str) -> None:
    reading = read(sentence)
    assert (reading.outcome, reading.reminder) == ("ok", None)
