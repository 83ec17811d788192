"""The first minutes: a greeting, thanks, help, a name that nobody knows yet, and words that say nothing, in each language."""

from __future__ import annotations

import pytest

from bot.replies.examples import EXAMPLES, GREETING, example, nearest
from bot.replies.voice import LANGUAGES, voice
from core.sandbox.telegram.server import OLIVIA, shown
from storage import db
from tests.bot.bench import Bench, labels

UNKNOWN = [
    ("en", "send 'hi' to Maria tomorrow 9am", "add contact Maria", "add contact Maria +351 912 345 670"),
    ("es", "envía 'hola' a María mañana a las 9:00", "añade contacto María", "añade contacto María +34 612 345 670"),
    (
        "pt",
        "envie 'olá' para Maria amanhã às 9:00",
        "adicione contato Maria",
        "adicione contato Maria +351 912 345 670",
    ),
    ("id", "kirim 'halo' ke Maria besok pukul 9:00", "tambah kontak Maria", "tambah kontak Maria +62 812 3456 7890"),
]


@pytest.mark.parametrize(("language", "sentence", "without", "add"), UNKNOWN)
async def test_who_was_not_known_is_added_in_the_words_that_the_bot_gives_and_gets_the_message(
    clinic: Bench, language: str, sentence: str, without: str, add: str
) -> None:
    asked = shown(await clinic.say(sentence))
    assert add.partition(" +")[0] in asked
    assert add.partition(" +")[0] in shown(await clinic.say(without)), "what is missing is said with the name in it"
    done = await clinic.say(add)
    said, name = voice(language), add.partition(" +")[0].rpartition(" ")[2]
    assert shown(done).splitlines()[0] == said("added-contact", name=name)
    assert shown(done).splitlines()[1] == said("head-scheduled", number="#1", who=name)
    await clinic.tap(done, said("button-undo"))
    assert [row["state"] for row in await clinic.messages()] == ["cancelled"]


async def test_a_contact_card_answers_who_somebody_is_whatever_it_calls_them(clinic: Bench) -> None:
    asked = await clinic.say("send 'hi' to Maria tomorrow 9am")
    mine = clinic.server.share_contact(OLIVIA, "351912345678", "Mary", "Jones")
    done = await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)
    assert shown(done).splitlines()[:2] == ["Added Mary Jones.", "Scheduled #1 to Mary Jones"]
    assert labels(clinic.now(asked)) == []
    mine = clinic.server.share_contact(OLIVIA, "351912345679", "Zoe")
    assert shown(await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)).startswith("Added Zoe with")
    assert len(await clinic.messages()) == 1


async def test_another_name_that_is_added_leaves_the_message_unsent(clinic: Bench) -> None:
    await clinic.say("send 'hi' to Maria tomorrow 9am")
    done = await clinic.say("add contact Zoe +351 912 345 670")
    assert shown(done).startswith("Added Zoe with +351912345670.")
    assert await clinic.messages() == []


async def test_a_number_that_is_somebody_elses_adds_nobody_and_sends_nothing(clinic: Bench) -> None:
    await clinic.say("send 'hi' to Maria tomorrow 9am")
    assert "belongs to Ana already" in shown(await clinic.say("add contact Maria +351 912 000 001"))
    assert await clinic.messages() == []


@pytest.mark.parametrize(
    ("language", "hello", "thanks"),
    [
        ("en", "Good morning!", "thank you"),
        ("es", "¡Hola!", "muchas gracias"),
        ("pt", "bom dia", "obrigada"),
        ("id", "selamat pagi", "terima kasih"),
    ],
)
async def test_a_greeting_is_greeted_and_thanks_are_taken_in_their_language(
    clinic: Bench, language: str, hello: str, thanks: str
) -> None:
    said = voice(language)
    greeted = shown(await clinic.say(hello))
    assert greeted.startswith(said("hello", name="Olivia", workspace="Clinic"))
    assert all(example(said, one, "Ana") in greeted for one in GREETING)
    assert shown(await clinic.say(thanks)) == said("thanks")
    assert shown(await clinic.say("/undo")) == said("error-nothing_to_undo")


async def test_a_greeting_can_be_what_a_message_says(clinic: Bench) -> None:
    await clinic.say("send to Ana tomorrow at 9:00")
    assert "Scheduled #1 to Ana" in shown(await clinic.say("'hello'"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_shows_every_example_under_what_it_is_for(clinic: Bench, language: str) -> None:
    said = voice(language)
    await db.run("update workspace set language = $1", language)
    lines = shown(await clinic.say("/help")).splitlines()
    assert {example(said, one, "Ana") for one in EXAMPLES} <= set(lines)
    heads = [said(f"help-{one}") for one in ("send", "look", "change", "people")]
    assert [line for line in lines if line in heads] == heads


@pytest.mark.parametrize(
    ("language", "odd"),
    [
        ("en", "zork the calendar thing"),
        ("es", "zork el calendario raro"),
        ("pt", "zork o calendário torto"),
        ("id", "zork kalender aneh"),
    ],
)
async def test_after_two_failures_the_closest_examples_come_in_the_persons_language(
    clinic: Bench, language: str, odd: str
) -> None:
    said = voice(language)
    await db.run("update workspace set language = $1", language)
    await clinic.say("foo bar baz")
    lines = shown(await clinic.say(odd)).splitlines()
    assert lines[:2] == [said("puzzled-again"), said("example-calendar")]
    assert len(lines) == 4
    assert shown(await clinic.say("foo bar baz")).startswith(said("puzzled-again"))


def test_a_word_that_few_examples_have_makes_one_closer_than_words_that_many_have() -> None:
    assert nearest(voice("en"), "what was the digest of the last one to Ana", "Ana")[0] == "digest"
    assert nearest(voice("es"), "qué dice el calendario de la semana", "Ana")[0] == "calendario"


async def test_a_bare_cancel_asks_which_message_and_a_bare_yes_says_that_nothing_waits(clinic: Bench) -> None:
    assert shown(await clinic.say("cancel")).startswith("Which message do you mean?")
    assert shown(await clinic.say("yes")) == "There is no question open."
    assert shown(await clinic.say("never mind")) == "There is no question open."


async def test_one_moved_time_is_not_said_to_be_the_time_of_the_series(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana every monday at 9:00")
    asked = await clinic.say("move #1 to tuesday 10am")
    await clinic.tap(asked, "Only the next")
    lines = shown(clinic.now(asked)).splitlines()
    assert lines[1] == "Every Monday at 09:00, starting Monday 7 December 2026"
    assert lines[3] == "Next: Tue 1 Dec 10:00 · Mon 7 Dec 09:00 · Mon 14 Dec 09:00"
    skipped = await clinic.say("skip #1 on december 7")
    assert shown(skipped).splitlines()[1] == "Every Monday at 09:00, starting Monday 14 December 2026"


async def test_a_question_about_quiet_hours_does_not_say_what_would_happen_without_an_answer(clinic: Bench) -> None:
    await clinic.say("quiet hours 21:00 to 8:00")
    asked = await clinic.say("send 'x' to Bruno tomorrow 22:00")
    assert labels(asked) == ["When they end: Fri 27 Nov 08:00", "At its time all the same", "Never mind"]
    assert "It leaves" not in shown(asked)


@pytest.mark.parametrize(
    ("language", "one"),
    [("en", "1 message a day"), ("es", "1 mensaje al día"), ("pt", "1 mensagem por dia"), ("id", "1 pesan sehari")],
)
def test_a_limit_of_one_is_said_as_one(language: str, one: str) -> None:
    assert one in voice(language)("house-person-limit", n=1)
