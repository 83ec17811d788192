"""What staff type in a hurry: a verb with a wrong letter, one in somebody's place, "10 instead of 9", "7a"."""

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
        "contacts": [
            {"id": 1, "name": "Declan"},
            {"id": 2, "name": "Paddy"},
            {"id": 3, "name": "Ana"},
            {"id": 4, "name": "Trent Baker"},
            {"id": 5, "name": "Trent Okoro"},
        ],
        "groups": {"Staff": []},
        "scheduled": {
            "4": ["Ana", "blood test", "2026-11-26T09:00", None],
            "9": ["Declan", "the keys", "2026-11-27T15:00", None],
            "12": ["group:Staff", "rota", "2026-11-30T08:30", "FREQ=WEEKLY;BYDAY=MO"],
        },
    }
)


def _read(sentence: str) -> Reading:
    return understand(sentence, WORLD, NOW)


_SWAPS = [
    "swap Declan for Paddy on #9", "swap declan for paddy on #9", "swap Paddy in for Declan on #9",
    "swap Declan and Paddy on #9",
    "swap Declan with Paddy in #9", "#9: swap Declan for Paddy", "replace Declan with Paddy on #9",
    "replace Declan by Paddy in #9",
    "change #9 from Declan to Paddy", "make #9 go to Paddy instead of Declan", "substitute Paddy for Declan on #9",
    "swap Declan for Paddy on the keys message",
    "cambia a Declan por Paddy en el #9", "sustituye a Declan por Paddy en el #9", "reemplaza a Declan por Paddy en #9",
    "troca o Declan pelo Paddy na #9", "substitui o Declan pelo Paddy na #9", "troca o Declan por Paddy na #9",
    "ganti Declan dengan Paddy di #9", "tukar Declan dengan Paddy di #9", "ganti Declan jadi Paddy di #9",
    "remplace Declan par Paddy dans #9",
]  # fmt: skip


@pytest.mark.parametrize("sentence", _SWAPS)
def test_one_takes_the_place_of_another(sentence: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.intent, reading.target_ids) == ("ok", "edit", (9,)), reading
    assert (reading.remove_recipients, reading.add_recipients) == (("Declan",), ("Paddy",))
    assert (reading.remove_recipient_ids, reading.add_recipient_ids) == (("contact:1",), ("contact:2",))


@pytest.mark.parametrize(
    "sentence",
    [
        "swap Ana for Paddy on #9",
        "swap Declan for Zed on #9",
        "swap Declan for Trent on #9",
        "swap Declan on #9",
        "swap Declan for Paddy",
        "swap Declan for Paddy on #9 tomorrow",
        "replace Ana with Paddy on #9",
        "swap Declan for Paddy on #99",
    ],
)
def test_who_takes_whose_place_is_never_guessed(sentence: str) -> None:
    reading = _read(sentence)
    assert reading.outcome in ("clarify", "refuse"), reading


_MISTYPED = {
    "cancel": ("cancle #9", "cancell #9", "canel #9", "delte #9", "cancelr #9", "batlkan #9", "batalakn #9", "cancleia #9"),
    "move": ("resechedule #9 to 4pm", "reshedule #9 to 4pm", "postpne #9 an hour", "pindahkn #9 ke jam 4 sore",
        "rescheduel #9 to 4pm"),
    "pause": ("puase #12", "pasue #12 until 14 december"),
    "resume": ("resme #12", "lanjutkn #12"),
    "schedule": (
        "shedule 'x' for Ana tomorrow at 9am", "remnd Ana tomorrow at 9am to call", "remidn Ana tomorrow at 9am to call",
        "shcedule 'x' to Ana tomorrow at 9am", "notfy Ana tomorrow at 9am: x", "snd 'x' to Ana tomorrow at 9am",
        "ingtkan Ana besok jam 9 pagi untuk telepon", "recuerdle a Ana mañana a las 9:00 que llame",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "sentence"), [(one, said) for one, several in _MISTYPED.items() for said in several]
)
def test_a_verb_with_a_wrong_letter_is_read(intent: str, sentence: str) -> None:
    reading = _read(sentence)
    if sentence == "cancleia #9":  # two letters: no verb
        assert reading.outcome == "clarify"
        return
    assert (reading.outcome, reading.intent) == ("ok", intent), reading


@pytest.mark.parametrize(
    "sentence",
    [
        "white van blocked the gate at 5",
        "wrote Ana yesterday",
        "moved the truck to the yard",
        "camels are great",
        "caned #",
    ],
)
def test_talk_that_looks_like_a_mistyped_verb_stays_talk(sentence: str) -> None:
    assert _read(sentence).outcome == "not_command"


_INSTEAD = {
    "#4 at {new} instead of {old}": ("10am", "9am"),
    "#4 at 10 instead of 9": ("", ""),
    "can #4 go at {new} instead of {old}": ("10am", "9"),
    "move #4 to {new} rather than {old}": ("10am", "9am"),
    "move #4 to {new}, not {old}": ("10am", "9am"),
    "mueve el #4 a las {new} en vez de a las {old}": ("10:00", "9:00"),
    "el #4 a las {new} en lugar de las {old}": ("10:00", "9:00"),
    "muda a #4 para as {new} em vez das {old}": ("10h00", "9h00"),
    "pindahkan #4 ke jam {new} bukan jam {old}": ("10 pagi", "9 pagi"),
    "#4 jam {new} bukan jam {old}": ("10 pagi", "9 pagi"),
    "déplace #4 à {new} au lieu de {old}": ("10h00", "9h00"),
}


@pytest.mark.parametrize("shape", _INSTEAD)
def test_what_a_time_takes_the_place_of_is_no_second_time(shape: str) -> None:
    new, old = _INSTEAD[shape]
    reading = _read(shape.format(new=new, old=old))
    assert (reading.outcome, reading.intent, reading.dtstart) == ("ok", "move", "2026-11-26T10:00"), reading


@pytest.mark.parametrize("old", ["8am", "11:30", "Friday", "tomorrow at 8", "half an hour", "the keys"])
def test_what_a_time_takes_the_place_of_must_be_so(old: str) -> None:
    reading = _read(f"#4 at 10am instead of {old}")
    assert (reading.outcome, reading.reason) == ("clarify", "not_understood"), reading


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("#4 whatever dude", (4,)),
        ("#12 no tonight", (12,)),
        ("hm, what about #9", (9,)),
        ("#4 terserah deh", (4,)),
        ("lo del #4 ni idea", (4,)),
        ("a #9 sei lá", (9,)),
        ("#4 and #9 blah", (4, 9)),
    ],
)
def test_words_about_a_known_message_that_are_not_read_are_asked_about(sentence: str, numbers: tuple[int, ...]) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.reason, reading.target_ids) == ("clarify", "not_understood", numbers), reading
    assert reading.unknown


def test_words_about_a_message_that_is_not_there_are_talk() -> None:
    assert _read("#77 whatever dude").outcome == "not_command"


@pytest.mark.parametrize(
    ("sentence", "late"),
    [
        ("move #12 to 4pm even if late", "even if late"),
        ("mueve el #12 a las 16:00 aunque llegue tarde", "aunque llegue tarde"),
        ("pindahkan #12 ke jam 4 sore walaupun telat", "walaupun telat"),
    ],
)
def test_how_late_a_series_may_leave_is_asked_by_its_words(sentence: str, late: str) -> None:
    reading = _read(sentence)
    assert reading.reason == "not_understood", reading
    assert late in reading.unknown


_HOURS = [("7a", "07:00"), ("7:30a", "07:30"), ("7p", "19:00"), ("11p", "23:00"), ("8a", "08:00"), ("12p", "12:00")]
_HOUR_SHAPES = (
    "send 'x' to Ana tomorrow {}",
    "send 'x' to Ana tomorrow at {}",
    "tomorrow {} send Ana 'x'",
    "{} tomorrow text Ana 'x'",
)


@pytest.mark.parametrize(("hour", "shape"), list(product(_HOURS, _HOUR_SHAPES)))
def test_one_letter_tells_the_half_of_the_day(hour: tuple[str, str], shape: str) -> None:
    reading = _read(shape.format(hour[0]))
    assert (reading.outcome, reading.dtstart) == ("ok", f"2026-11-26T{hour[1]}"), reading


@pytest.mark.parametrize("day", ["Feb13", "feb13", "13Feb", "February13", "13 Feb", "Feb 13"])
def test_a_month_may_touch_its_day(day: str) -> None:
    assert _read(f"send 'x' to Ana {day} 9am").dtstart == "2027-02-13T09:00"


_LIGHT = ["drop Ana a {}", "shoot Ana a {}", "give Ana a {}", "send Ana a quick {}"]


@pytest.mark.parametrize(("shape", "noun"), list(product(_LIGHT, ("message", "msg", "text", "note", "line"))))
def test_a_verb_that_only_gives_somebody_a_message_sends_it(shape: str, noun: str) -> None:
    for when in ("tomorrow at 9am", "on 26 November at 9am"):
        reading = _read(f"{shape.format(noun)} {when} 'the deed is signed'")
        assert (reading.outcome, reading.dtstart) == ("ok", "2026-11-26T09:00"), reading
        assert (reading.message, reading.recipients) == ("the deed is signed", ("Ana",))


@pytest.mark.parametrize("noun", ["number", "message", "no", "msg", "reminder"])
def test_a_message_is_sent_by_its_number_in_words(noun: str) -> None:
    reading = _read(f"send {noun} 4 now")
    assert (reading.outcome, reading.intent, reading.target_ids) == ("ok", "send_now", (4,))
    assert _read("remind me to call number 4 tomorrow at 9am").intent == "schedule"
