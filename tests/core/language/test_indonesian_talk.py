"""Indonesian as it is typed: what a message becomes, loans, shortened words, and what is asked in the order of speech."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.language.reading import Reading
from core.language.understand import understand
from core.world import World

NOW = datetime(2027, 1, 19, 13, 10, tzinfo=ZoneInfo("Asia/Jakarta"))  # a Tuesday
WORLD = World.from_json(
    {
        "tz": "Asia/Jakarta",
        "languages": ["id", "en"],
        "contacts": ["Bu Nining", "Pak Darto", "Rizal", "Senja"],
        "groups": {"Jamaah": [], "Pelanggan": []},
        "scheduled": {
            "4": ["Rizal", "kirim paspor", "2027-01-21T10:00", None],
            "6": ["group:Jamaah", "manasik", "2027-01-23T08:00", "FREQ=WEEKLY;BYDAY=SA"],
            "12": ["Pak Darto", "suntik meningitis", "2027-01-25T07:30", None],
            "28": ["Senja", "baca doa", "2027-01-19T19:00", "FREQ=DAILY"],
        },
    }
)


def _read(sentence: str) -> Reading:
    return understand(sentence, WORLD, NOW)


@pytest.mark.parametrize("verb", ["jadi", "jd", "dijadikan", "dijadiin"])
@pytest.mark.parametrize("topic", ["suntik meningitis", "suntik meningitis pak darto", "pesan suntik", "suntik"])
def test_what_a_message_becomes_stands_behind_it(topic: str, verb: str) -> None:
    reading = _read(f"{topic} {verb} jam 10 pagi")
    assert (reading.intent, reading.target_ids, reading.dtstart) == ("move", (12,), "2027-01-25T10:00"), reading


@pytest.mark.parametrize("talk", ["jadi besok jam 9 pak darto", "jadi gimana", "jadi ya besok", "kopinya jadi jam 10"])
def test_so_is_no_verb_where_nothing_of_ours_stands_before_it(talk: str) -> None:
    assert _read(talk).outcome == "not_command"


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("ganti jam #4 jadi jam 11 pagi", "move"),
        ("ubah waktunya #4 ke jam 11 pagi", "move"),
        ("kemarin kirim apa ke rizal", "history"),
        ("kirim apa aja ke rizal kemarin?", "history"),
        ("kirim apa ke rizal besok", "list"),
        ("besok ada kiriman apa aja?", "list"),
        ("ada pesan apa saja besok", "list"),
        ("udah kebaca sama bu nining belum?", "status"),
        ("sudah dibaca oleh bu nining?", "status"),
        ("#4 gimana statusnya", "status"),
        ("eh salah, batalin yg tadi", "undo"),
        ("cancel yang barusan", "undo"),
        ("gausah kirim yang suntik", "cancel"),
        ("ga usah kirim #4", "cancel"),
        ("bikin #4 tiap minggu", "edit"),
    ],
)
def test_what_is_asked_and_changed_in_the_order_of_speech(sentence: str, intent: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.intent) == ("ok", intent), reading


@pytest.mark.parametrize("verb", ["send", "kirim", "schedule"])
def test_a_verb_that_is_borrowed_leaves_the_sentence_indonesian(verb: str) -> None:
    reading = _read(f"{verb} 'promo 17an' ke pelanggan tgl 25 jam 9 pagi")
    assert (reading.outcome, reading.dtstart, reading.recipients) == ("ok", "2027-01-25T09:00", ("group:Pelanggan",))


@pytest.mark.parametrize("sentence", ["stop baca doa selama sebulan", "jeda baca doa sebulan", "jeda #28 sebulan"])
def test_a_message_is_paused_for_as_long_as_is_said(sentence: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.intent, reading.target_ids) == ("ok", "pause", (28,)), reading
    assert reading.resume_on == "2027-02-19"


@pytest.mark.parametrize(
    ("sentence", "length"),
    [("stop baca doa sebulan", "sebulan"), ("stop baca doa 2 minggu", "2"), ("cancel baca doa a week", "a")],
)
def test_whether_a_message_stops_for_good_is_asked(sentence: str, length: str) -> None:
    reading = _read(sentence)
    assert (reading.outcome, reading.reason, reading.target_ids) == ("clarify", "not_understood", (28,)), reading
    assert length in reading.unknown


def test_a_length_that_is_of_a_message_is_no_pause() -> None:
    assert _read("cancel the 2 week course message").intent == "cancel"
