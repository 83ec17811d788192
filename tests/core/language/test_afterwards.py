"""Sentences that follow on what was just done, in every language: read in a row of siblings, a row a family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.language.reading import Reading
from tests.core.language.ground import WORLD, plain, read

DONE = replace(read("send 'pay the deposit' to Noor on monday at 10am"), target_ids=(4,))
"""#4 to Noor, Monday 15 February at 10:00; it is Thursday the 11th."""
TIMES = {
    "2027-02-15T11:00": [
        *("at 11 instead", "11am instead", "no, at 11", "make it 11am", "make that 11 am please", "i meant 11:00"),
        *("mejor a las 11", "a las 11 en vez de eso", "no, a las 11", "que sea a las 11:00", "perdón, a las 11"),
        *("antes às 11h", "às 11h em vez disso", "não, às 11h", "na verdade às 11h00", "muda para as 11h"),
        *("jam 11 saja", "bukan, jam 11", "jadi jam 11 pagi", "ganti ke jam 11", "maaf, jam 11 pagi"),
        *("plutôt à 11h", "non, à 11h", "à 11h à la place"),
    ],
    "2027-02-12T10:00": [
        *(
            "make it friday",
            "friday instead",
            "no, tomorrow",
            "move it to friday",
            "no wait, this friday",
            "on friday rather",
        ),
        *("que sea el viernes", "mejor mañana", "no, el viernes", "el viernes en su lugar", "muévelo al viernes"),
        *("na sexta em vez disso", "não, amanhã", "antes na sexta", "muda para sexta", "afinal na sexta"),
        *("Jumat saja", "bukan, besok", "jadi hari Jumat", "ganti ke Jumat", "sebenarnya besok"),
        *("plutôt vendredi", "non, demain"),
    ],
    "2027-02-22T10:00": [
        *("no, next week", "next week instead", "make it next week", "actually next week", "move it to next week"),
        *(
            "no, la semana que viene",
            "mejor la próxima semana",
            "la semana que viene mejor",
            "que sea la semana que viene",
        ),
        *(
            "não, semana que vem",
            "antes na próxima semana",
            "na semana que vem em vez disso",
            "afinal na próxima semana",
        ),
        *("bukan, minggu depan", "minggu depan saja", "jadi minggu depan", "ganti ke minggu depan"),
        *("non, la semaine prochaine", "plutôt la semaine prochaine"),
    ],
}
ADDED = [
    *(
        "and Kofi too",
        "Kofi too",
        "also Kofi",
        "and Kofi as well",
        "and to Kofi",
        "also to Kofi please",
        "plus Kofi",
        "add Kofi",
    ),
    *("y Kofi también", "y a Kofi también", "también a Kofi", "además Kofi", "incluye a Kofi", "a Kofi también"),
    *("e o Kofi também", "também o Kofi", "e ao Kofi também", "mais o Kofi", "inclui o Kofi", "Kofi também"),
    *("dan Kofi juga", "Kofi juga", "juga ke Kofi", "serta Kofi", "tambahkan Kofi", "dan ke Kofi juga"),
    *("et Kofi aussi", "Kofi aussi", "ajoute Kofi"),
]
REMOVED = [
    *("not Noor", "without Noor", "but not Noor", "not to Noor", "leave Noor out"),
    *("sin Noor", "pero no a Noor", "a Noor no", "menos Noor", "pero sin Noor"),
    *("sem a Noor", "mas não a Noor", "menos a Noor", "sem Noor", "mas sem a Noor"),
    *("tanpa Noor", "bukan Noor", "kecuali Noor", "tapi tanpa Noor", "jangan Noor"),
    *("sans Noor", "sauf Noor"),
]
SAME = [
    *(
        "same to Kofi",
        "the same to Kofi",
        "same for Kofi please",
        "same message to Kofi",
        "and the same to Kofi",
        "the same to Kofi too",
    ),
    *("lo mismo a Kofi", "lo mismo para Kofi", "y lo mismo a Kofi", "el mismo mensaje a Kofi", "igual a Kofi"),
    *(
        "o mesmo para o Kofi",
        "o mesmo ao Kofi",
        "e o mesmo para Kofi",
        "a mesma mensagem para o Kofi",
        "igual para o Kofi",
    ),
    *(
        "sama ke Kofi",
        "yang sama ke Kofi",
        "pesan yang sama untuk Kofi",
        "hal yang sama ke Kofi",
        "begitu juga ke Kofi",
    ),
    *("la même chose à Kofi", "pareil pour Kofi"),
    *("send it to Kofi", "send the same to Kofi please", "forward this to Kofi", "send that message to Kofi"),
    *("mándalo a Kofi", "manda lo mismo a Kofi", "envía este mensaje a Kofi", "reenvíalo a Kofi"),
    *("envia isto para o Kofi", "manda o mesmo ao Kofi", "manda a mesma mensagem para Kofi"),
    *("kirim yang sama ke Kofi", "kirimkan itu ke Kofi", "kirim pesan itu ke Kofi", "envoie ça à Kofi"),
]
SAME_ON_FRIDAY = [
    *(
        "same to Kofi on Friday",
        "the same for Kofi tomorrow",
        "same message to Kofi friday",
        "the same to Kofi on friday please",
    ),
    *(
        "lo mismo a Kofi el viernes",
        "lo mismo para Kofi mañana",
        "igual a Kofi el viernes",
        "y lo mismo a Kofi el viernes",
    ),
    *(
        "o mesmo para o Kofi na sexta",
        "o mesmo ao Kofi amanhã",
        "igual para o Kofi na sexta",
        "e o mesmo para Kofi na sexta",
    ),
    *(
        "sama ke Kofi hari Jumat",
        "yang sama ke Kofi besok",
        "pesan yang sama untuk Kofi hari Jumat",
        "yang sama ke Kofi Jumat",
    ),
    *("la même chose à Kofi vendredi", "pareil pour Kofi demain"),
    *("send it to Kofi on friday", "send the same message to Kofi tomorrow", "mándalo a Kofi el viernes"),
    *("envia isto ao Kofi na sexta", "kirim yang sama ke Kofi hari Jumat", "envoie le même message à Kofi demain"),
]
AGAIN = [
    *(
        "again next week",
        "and again next week",
        "once more next week",
        "send it again next week",
        "repeat it next week",
        "next week again",
    ),
    *(
        "otra vez la semana que viene",
        "de nuevo la semana que viene",
        "una vez más la próxima semana",
        "la semana que viene también",
    ),
    *(
        "outra vez na semana que vem",
        "de novo na próxima semana",
        "mais uma vez na semana que vem",
        "na semana que vem também",
    ),
    *("lagi minggu depan", "minggu depan lagi", "sekali lagi minggu depan", "ulangi minggu depan", "minggu depan juga"),
    *("encore la semaine prochaine", "à nouveau la semaine prochaine"),
]


def follow(sentence: str, before: Reading = DONE) -> Reading:
    return read(sentence, before=before)


@pytest.mark.parametrize(("sentence", "starts"), [(one, starts) for starts, said in TIMES.items() for one in said])
def test_another_time_moves_what_was_done_and_keeps_the_rest(sentence: str, starts: str) -> None:
    reading = plain(follow(sentence))
    reading.pop("assume", None)
    assert reading == {"outcome": "ok", "intent": "move", "dtstart": starts, "target_ids": [4]}


@pytest.mark.parametrize("sentence", ADDED)
def test_somebody_more_is_added_to_what_was_done(sentence: str) -> None:
    want = {"outcome": "ok", "intent": "edit", "add_recipients": ["Kofi"], "target_ids": [4]}
    assert plain(follow(sentence)) == want


@pytest.mark.parametrize("sentence", REMOVED)
def test_somebody_less_is_taken_from_what_was_done(sentence: str) -> None:
    want = {"outcome": "ok", "intent": "edit", "remove_recipients": ["Noor"], "target_ids": [4]}
    assert plain(follow(sentence)) == want


@pytest.mark.parametrize(
    ("sentence", "who", "starts"),
    [
        *((one, "Kofi", "2027-02-15T10:00") for one in SAME),
        *((one, "Kofi", "2027-02-12T10:00") for one in SAME_ON_FRIDAY),
        *((one, "Noor", "2027-02-22T10:00") for one in AGAIN),
    ],
)
def test_the_same_to_others_or_once_more_is_a_message_of_its_own(sentence: str, who: str, starts: str) -> None:
    want = {"outcome": "ok", "intent": "schedule", "message": "pay the deposit", "recipients": [who], "dtstart": starts}
    reading = follow(sentence)
    assert plain(reading) == want
    assert reading.recipient_ids == ({"Kofi": "contact:5", "Noor": "contact:6"}[who],)


@pytest.mark.parametrize(
    "sentence",
    [
        *(
            "no thanks",
            "no problem",
            "thanks",
            "great, thanks",
            "ok",
            "not now",
            "not friday",
            "and friday",
            "at 11",
            "Kofi",
        ),
        *("no, at 11, not friday", "at 11 instead of Kofi", "friday please", "and what about Kofi too", "again"),
        *("gracias", "no pasa nada", "no gracias", "obrigado", "não faz mal", "terima kasih", "tidak apa-apa", "merci"),
    ],
)
def test_what_is_no_whole_follow_up_changes_nothing(sentence: str) -> None:
    assert follow(sentence).to_json() == read(sentence).to_json()


@pytest.mark.parametrize(
    "sentence", ["at 11 instead", "and Kofi too", "same to Kofi", "again next week", "without Noor"]
)
def test_without_something_done_a_follow_up_is_no_command(sentence: str) -> None:
    assert read(sentence).outcome == "not_command"
    several = replace(DONE, target_ids=(4, 9))
    assert follow(sentence, several).outcome == "not_command"


def test_a_whole_new_sentence_starts_anew() -> None:
    assert follow("send 'y' to Kofi tomorrow at 9am").message == "y"
    assert follow("cancel #9").target_ids == (9,)
    assert follow("move #9 to friday").target_ids == (9,)
    assert follow("list").intent == "list"


def test_what_is_not_sure_in_a_follow_up_is_asked() -> None:
    assert follow("and Zebediah too").reason == "unknown_recipient"
    assert follow("same to Lucía").reason == "ambiguous_recipient"
    assert follow("actually at 5").reason == "am_pm"
    assert follow("again on monday").missing == ("time",)


def test_a_series_is_asked_about_before_it_moves() -> None:
    series = replace(read("send 'x' to Kofi every day at 7:30"), target_ids=(3,))
    assert follow("at 8am instead", series).reason == "scope"


def test_the_same_to_others_of_a_series_is_the_same_series() -> None:
    series = replace(read("send 'x' to Kofi every day at 7:30"), target_ids=(3,))
    reading = follow("same to Noor", series)
    assert (reading.recipients, reading.rrules, reading.dtstart) == (("Noor",), series.rrules, series.dtstart)


def test_the_same_of_what_was_sent_at_once_goes_at_once() -> None:
    sent = replace(read("send 'x' to Noor now"), target_ids=(4,), dtstart="2027-02-11T14:20", tz=WORLD.zone)
    assert (follow("same to Kofi", sent).intent, follow("same to Kofi", sent).outcome) == ("send_now", "ok")
    assert follow("same to Kofi tomorrow at 9am", sent).dtstart == "2027-02-12T09:00"
    assert follow("again tomorrow", sent).dtstart == "2027-02-12T14:20"


def test_a_time_that_is_over_is_asked_anew() -> None:
    over = replace(DONE, dtstart="2027-02-11T09:00")
    reading = follow("same to Kofi", over)
    assert (reading.outcome, reading.missing, reading.message) == ("clarify", ("time",), "pay the deposit")
    assert read("tomorrow at 9am", before=reading).dtstart == "2027-02-12T09:00"
