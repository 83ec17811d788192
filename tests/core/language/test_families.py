"""Families of sentences that were once read wrongly, each with its generated siblings in the languages it occurs in."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from core.language.reading import Reading
from core.language.understand import understand
from core.world import Scheduled, World

ZONE = ZoneInfo("Europe/Lisbon")
NOW = datetime(2026, 11, 25, 10, tzinfo=ZONE)  # a Wednesday
WORLD = World.from_json(
    {
        "tz": "Europe/Lisbon",
        "contacts": ["Ana", "Bruno"],
        "groups": {"Staff": []},
        "scheduled": {"44": ["Bruno", "rent", "2026-12-01T09:00", "FREQ=MONTHLY;BYMONTHDAY=1"]},
    }
)


def _read(sentence: str) -> Reading:
    return understand(sentence, WORLD, NOW)


_LEADS = {
    "en": ("send {lead} {text} to {who} {when}", ("Christmas", "daily", "weekly", "Monday", "New Year's", "monthly")),
    "es": ("manda {lead} {text} a {who} {when}", ("Navidad", "diario", "semanal", "lunes", "mañana")),
    "pt": ("manda {lead} {text} para {who} {when}", ("Natal", "diário", "semanal", "segunda", "amanhã")),
}
_WHEN = {
    "en": ("tomorrow at 9am", "on 24 December at 10:00", "at 18:00"),
    "es": ("mañana a las 9:00", "el 24 de diciembre a las 10:00"),
    "pt": ("amanhã às 9h00", "dia 24 de dezembro às 10h00"),
}


@pytest.mark.parametrize("lang", _LEADS)
def test_a_text_that_begins_with_a_word_of_time_is_not_cut(lang: str) -> None:
    shape, leads = _LEADS[lang]
    for lead, text, who, when in product(leads, ("offer", "report final"), ("Ana", "Staff"), _WHEN[lang]):
        sentence = shape.format(lead=lead, text=text, who=who, when=when)
        reading = _read(sentence)
        assert reading.outcome == "clarify" or reading.message == f"{lead} {text}", (sentence, reading)
        whole = [option.patch.get("message") for option in reading.options]
        assert reading.reason != "time_in_message" or f"{lead} {text}" in whole, (sentence, whole)


_ENDS = [
    ("remind Ana every day at 8am to drink water {}", ("until June 30", "until Friday", "for 10 days", "except Sundays")),
    ("recuérdale a Ana todos los días a las 8:00 que beba {}", ("hasta el viernes", "durante 10 días", "excepto los domingos")),
    ("lembra a Ana todos os dias às 8h00 de beber água {}", ("até sexta", "durante 10 dias", "exceto aos domingos")),
    ("ingatkan Ana setiap hari jam 8 pagi untuk minum air {}", ("sampai Jumat", "selama 10 hari", "kecuali hari Minggu")),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "ends"), _ENDS, ids=["en", "es", "pt", "id"])
def test_an_end_after_an_unquoted_text_may_be_the_series_own(shape: str, ends: tuple[str, ...]) -> None:
    for end in ends:
        reading = _read(shape.format(end))
        assert (reading.outcome, reading.reason) == ("clarify", "time_in_message"), (end, reading)
        texts = [str(option.patch["message"]) for option in reading.options]
        assert texts[0] + " " + end == texts[1], texts


@pytest.mark.parametrize(
    ("hours", "days", "starts"), [(8, 7, "10pm"), (12, 3, "11am"), (6, 2, "6pm"), (4, 1, "8pm"), (24, 5, "9pm")]
)
def test_so_many_days_of_every_few_hours_are_counted_from_the_first(hours: int, days: int, starts: str) -> None:
    reading = _read(f"send 'x' to Ana every {hours} hours from {starts} for {days} days")
    assert reading.outcome == "ok", reading
    assert f"COUNT={days * 24 // hours}" in reading.rrules[0], reading.rrules


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'x' to Ana every day at 7am and on Sundays at 9am",
        "send 'x' to Ana weekdays at 7am and Fridays at 5pm",
        "manda 'x' a Ana todos los días a las 7:00 y los domingos a las 9:00",
        "manda 'x' à Ana todos os dias às 7h00 e aos domingos às 9h00",
        "kirim 'x' ke Ana setiap hari jam 7 pagi dan hari Minggu jam 9 pagi",
    ],
)
def test_another_hour_on_some_of_the_days_may_be_instead(sentence: str) -> None:
    assert _read(sentence).outcome == "clarify", sentence


_PLACES = {
    "send 'x' to Ana on the first Monday and the last Friday of each month at 9am": "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "send 'x' to Ana on the 2nd Tuesday and 4th Thursday of every month at 9am": "FREQ=MONTHLY;BYDAY=2TU,4TH",
    "manda 'x' a Ana el primer lunes y el último viernes de cada mes a las 9:00": "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "manda 'x' à Ana na primeira segunda e na última sexta de cada mês às 9h00": "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "kirim 'x' ke Ana Senin pertama dan Jumat terakhir setiap bulan jam 9 pagi": "FREQ=MONTHLY;BYDAY=1MO,-1FR",
    "send 'x' to Ana on the 10th and the last day of each month at 9am": "FREQ=MONTHLY;BYMONTHDAY=-1,10",
    "manda 'x' a Ana el día 10 y el último día de cada mes a las 9:00": "FREQ=MONTHLY;BYMONTHDAY=-1,10",
    "manda 'x' à Ana no dia 10 e no último dia de cada mês às 9h00": "FREQ=MONTHLY;BYMONTHDAY=-1,10",
    "kirim 'x' ke Ana tanggal 10 dan hari terakhir setiap bulan jam 9 pagi": "FREQ=MONTHLY;BYMONTHDAY=-1,10",
}


@pytest.mark.parametrize(("sentence", "rule"), _PLACES.items())
def test_several_places_of_a_month_are_one_rule(sentence: str, rule: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.rrules) == ("ok", (rule,)), reading


def test_a_yearly_rule_on_a_weekday_without_its_month_is_asked() -> None:
    for place, day in product(("1st", "2nd", "last"), ("Monday", "Friday")):
        assert _read(f"send 'x' to Ana every year on the {place} {day} at 9am").outcome != "ok"


def test_brazilian_weekdays_are_numbered() -> None:
    days = {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR"}
    for number, day in days.items():
        for said in (f"toda {number}a", f"todas as {number}as feiras", f"toda {number}ª-feira", f"às {number}as"):
            reading = _read(f"{said} às 9h manda 'x' para Ana")
            assert (reading.outcome, reading.rrules) == ("ok", (f"FREQ=WEEKLY;BYDAY={day}",)), (said, reading)
    range_ = _read("de 2a a 6a às 12h manda 'x' para Ana")
    assert range_.rrules == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",)
    assert _read("toda 1a sexta do mês às 9h manda 'x' para Ana").rrules == ("FREQ=MONTHLY;BYDAY=1FR",)


def test_a_number_without_its_mark_is_a_message_where_it_stands_for_one() -> None:
    assert isinstance(WORLD.message(44), Scheduled)
    for sentence in ("add Ana to 44", "añade a Ana al 44", "adiciona a Ana ao 44", "tambahkan Ana ke 44"):
        reading = _read(sentence)
        assert (reading.intent, reading.target_ids, reading.add_recipients) == ("edit", (44,), ("Ana",)), sentence
    for sentence in ("muda o 44 para o dia 5 de cada mês", "change 44 to the 5th of every month"):
        reading = _read(sentence)
        assert (reading.intent, reading.target_ids) == ("edit", (44,)), sentence
        assert reading.rrules == ("FREQ=MONTHLY;BYMONTHDAY=5",), sentence


def test_what_is_typed_in_few_letters_is_a_time() -> None:
    said = {
        "send 'x' to Ana tonight 815": "2026-11-25T20:15",
        "send 'x' to Ana tonight 8": "2026-11-25T20:00",
        "send 'x' to Ana tomorrow 730": "2026-11-26T07:30",
        "send 'x' to Ana in 1/2 hour": "2026-11-25T10:30",
        "send 'x' to Ana in 3/4 h": "2026-11-25T10:45",
        "manda 'x' a Ana en 1/2 hora": "2026-11-25T10:30",
        "kirim 'x' ke Ana 1/2 jam lagi": "2026-11-25T10:30",
        "manda 'x' pra Ana seg as 9h": "2026-11-30T09:00",
        "manda 'x' pra Ana qui 14h": "2026-11-26T14:00",
        "kirim 'x' ke Ana nanti jam 4 sore": "2026-11-25T16:00",
        "kirim 'x' ke Ana besok jam setengah 3 sore": "2026-11-26T14:30",
    }
    got = {sentence: _read(sentence) for sentence in said}
    assert {sentence: (one.outcome, one.dtstart) for sentence, one in got.items()} == {
        sentence: ("ok", starts) for sentence, starts in said.items()
    }
    assert _read("send 'x' to Ana tomorrow at 515").reason == "am_pm"


@pytest.mark.parametrize(
    ("end", "answered"),
    [
        ("demain à 9h si elle n'a pas répondu", "if_not"),
        ("demain à 9h s'il n'a pas répondu", "if_not"),
        ("demain à 9h sauf si elle répond", "if_not"),
        ("tous les jours à 9h jusqu'à ce qu'elle réponde", "until"),
        ("tous les jours à 9h tant qu'elle n'a pas répondu", "until"),
    ],
)
def test_french_sends_only_to_who_has_not_answered(end: str, answered: str) -> None:
    reading = _read(f"envoie 'x' à Ana {end}")
    assert (reading.outcome, reading.answered) == ("ok", answered), reading


def test_the_language_of_a_sentence_is_not_that_of_a_noun_which_is_a_verb_elsewhere() -> None:
    world = World.from_json(
        {"tz": "Europe/Lisbon", "contacts": ["Ana", "João Silva"], "tags": ["vip"], "languages": ["pt"]}
    )
    for who in (
        "Ana, João Silva e todos com a etiqueta vip",
        "todos com a etiqueta vip",
        "Ana e todos com a etiqueta vip",
    ):
        for day in ("no sábado, 3 de abril de 2027", "no domingo, 4 de abril de 2027"):
            reading = understand(f"Envio “hello” para {who} {day}, às 23:59.", world, NOW)
            assert (reading.outcome, reading.lang) == ("ok", "pt"), (who, day, reading)
