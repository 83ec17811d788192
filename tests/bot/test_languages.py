"""Somebody speaks, and is answered, in their language; who switches is followed; what nobody said comes in the last one."""

from __future__ import annotations

import pytest

from bot.replies.voice import voice
from core.sandbox.telegram.server import shown
from storage import db
from tests.bot.bench import Bench, labels


@pytest.mark.parametrize(
    ("language", "sentence", "head"),
    [
        ("es", "envía 'hola' a Ana todos los lunes a las 9:00", "Programado: #1 para Ana\nLos lunes a las 09:00"),
        ("pt", "envie 'olá' para Ana todas as segundas às 9:00", "Agendada: #1 para Ana\nÀs segundas-feiras às 09:00"),
        ("id", "kirim 'halo' ke Ana setiap Senin pukul 9:00", "Terjadwal: #1 untuk Ana\nSetiap Senin pukul 09:00"),
    ],
)
async def test_a_sentence_is_answered_in_its_language_and_what_follows_too(
    clinic: Bench, language: str, sentence: str, head: str
) -> None:
    said = voice(language)
    bubble = await clinic.say(sentence)
    assert bubble["text"].startswith(head)
    await clinic.tap(bubble, said("button-undo"))
    listed = await clinic.say("/list")
    assert listed["text"].startswith(said("list-empty", example="§").split("§")[0])


async def test_who_switches_is_followed_and_a_number_alone_tells_no_language(clinic: Bench) -> None:
    await clinic.say("envía 'hola' a Ana mañana a las 9:00")
    assert (await clinic.say("#1"))["text"].startswith("#1 para Ana")
    assert (await clinic.say("send 'hi' to Bruno tomorrow at 10:00"))["text"].startswith("Scheduled #2 to Bruno")
    assert (await clinic.say("#1"))["text"].startswith("#1 to Ana")
    assert {row["language"] for row in await db.rows("select language from staff")} == {"en", None}


async def test_the_second_failure_in_a_row_shows_three_examples_in_the_persons_language(clinic: Bench) -> None:
    await clinic.say("qué sale mañana")
    first = await clinic.say("blablá, blublú")
    assert voice("es")("puzzled-again") not in first["text"]
    again = await clinic.say("blablá, blublú")
    lines = again["text"].split("\n")
    assert lines[0] == voice("es")("puzzled-again")
    assert len(lines) == 4
    assert voice("es")("puzzled-again") not in (await clinic.say("lista"))["text"]
    assert voice("es")("puzzled-again") not in (await clinic.say("blablá, blublú"))["text"]


async def test_a_question_is_answered_by_the_yes_of_any_language(clinic: Bench) -> None:
    asked = await clinic.say("envía 'hola' a todos mañana a las 9:00")
    assert asked["text"].startswith("¿Envío esto a 3 personas?")
    assert labels(asked)[:2] == ["Sí", "No"]
    assert (await clinic.say("sim"))["text"].startswith("Programado: #1 para todos")


async def test_a_bubble_keeps_the_language_it_was_written_in_when_its_message_goes_on(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana in 1 minute")
    await clinic.say("lista")
    clinic.later(minutes=1)
    await clinic.until(lambda: "✓✓ Delivered" in shown(clinic.now(bubble)))
    assert shown(clinic.now(bubble)).startswith("Scheduled #1 to Ana")


async def test_a_tap_on_an_older_bubble_answers_in_the_language_of_the_bubble(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am")
    renamed = await clinic.say("rename Bruno to Bruno Dias")
    asked = await clinic.say("send 'hello' to everyone tomorrow 9am")
    await clinic.say("lista")
    assert await clinic.tap(asked, "No") == [""]
    assert shown(clinic.now(asked)).startswith("Dropped")
    assert await clinic.tap(renamed, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(renamed)) == "Undone: Bruno Dias is Bruno again."
    assert await clinic.tap(bubble, "Undo") == ["Done."]
    assert shown(clinic.now(bubble)).startswith("Undone: #1 to Ana")
    assert shown(await clinic.say("/contacts")).startswith("3 contactos")
