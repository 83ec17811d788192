"""What a sentence carries: an approved template with its values, a file by its address; a reply to what somebody wrote."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest

from bot.handlers.carrying import Carried, taken_out
from bot.replies.voice import voice
from core.gateways.base import Outgoing
from core.gateways.waha.driver import WahaDriver
from core.media import media
from core.media.fetching import Fetched
from core.media.filetypes import type_of
from storage import db
from tests.bot.bench import OLIVIA, Bench, open_bench
from tests.core.cloud_lab import cloud_channel

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
ANA = "+351912000001"
URL = "https://example.org/menu.png"


@pytest.mark.parametrize(
    ("sentence", "rest", "values"),
    [
        (
            "send template visit to Ana with 'Friday', '10:00' tomorrow 9am",
            "send “visit: Friday, 10:00” to Ana tomorrow 9am",
            ["Friday", "10:00"],
        ),
        ("send template visit with “Friday” and “ten” to Ana now", "send “visit: Friday, ten” to Ana now", None),
        ("envía plantilla visita con 'viernes' a Ana mañana", "envía “visita: viernes” a Ana mañana", ["viernes"]),
        ("send template hello to Ana now", "send “hello” to Ana now", []),
    ],
)
def test_a_template_and_its_values_are_taken_out_of_a_sentence(
    sentence: str, rest: str, values: list[str] | None
) -> None:
    found = taken_out(voice("en"), sentence)
    assert found.text == rest
    assert found.template is not None
    assert values is None or found.template["values"] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'see our template visit_2 with love' to Ana tomorrow 9am",
        f"send 'the file {URL}' to Ana tomorrow 9am",
        f"send '{URL}' to Ana tomorrow 9am",
        f"send {URL} to Ana",
        "send 'hello' to Ana with love",
    ],
)
def test_what_is_in_quotes_or_has_no_word_before_it_stays(sentence: str) -> None:
    assert taken_out(voice("en"), sentence) == Carried(sentence)


def test_an_address_behind_its_word_is_taken_out() -> None:
    assert taken_out(voice("en"), f"send file {URL}, 'Our menu' to Ana now") == Carried(
        "send 'Our menu' to Ana now", URL
    )
    assert taken_out(voice("en"), f"send picture {URL} to Ana now") == Carried("send to Ana now", URL)


async def test_a_file_by_its_address_goes_with_the_message(clinic: Bench) -> None:
    of = type_of(PNG, "menu.png")
    assert of is not None
    with mock.patch.object(media, "fetch", mock.AsyncMock(return_value=Fetched(of, "menu.png", PNG))) as fetch:
        bubble = await clinic.say(f"send picture {URL} to Ana tomorrow 9am")
    fetch.assert_awaited_once()
    assert bubble["text"].startswith("Scheduled #1 to Ana")
    assert "📎 menu.png" in bubble["text"]
    (row,) = await clinic.messages()
    assert row["media_id"] is not None


async def test_an_address_that_is_not_public_is_refused_in_words(clinic: Bench) -> None:
    said = await clinic.say("send picture http://127.0.0.1:8080/a.png to Ana tomorrow 9am")
    assert await clinic.messages() == []
    assert await db.rows("select id from media") == []
    assert "open Internet" in said["text"]


async def test_a_template_over_a_channel_that_knows_none_is_refused_and_says_what_to_do(clinic: Bench) -> None:
    said = await clinic.say("send template visit to Ana with 'Friday' tomorrow 9am")
    assert "knows no templates" in said["text"]
    assert await clinic.messages() == []


async def test_a_template_goes_with_its_values_to_somebody_who_never_wrote(clinic: Bench) -> None:
    lab = clinic.lab
    async with cloud_channel(lab) as server:
        server.add_template("visit", "en", places=2, text="See you {{1}} at {{2}}, says the clinic")
        bubble = await clinic.say("send template visit to Ana with 'Friday', '10:00' via cloud in 5 minutes")
        assert "Goes by the approved template visit." in bubble["text"]
        assert "See you Friday at 10:00, says the clinic" in bubble["text"], "as it will arrive"
        refused = await clinic.say("change text of #1 to 'something else'")
        assert "approved template" in refused["text"]
        lab.later(minutes=6)
        (message,) = await clinic.messages()
        await lab.reaches(message, "delivered")
        assert lab.shown(ANA) == ["See you Friday at 10:00, says the clinic"]


async def test_a_reply_to_what_somebody_wrote_answers_just_that(database_url: str) -> None:
    sent: list[Outgoing] = []
    real = WahaDriver.send

    async def seen(self: WahaDriver, out: Outgoing) -> Any:
        sent.append(out)
        return await real(self, out)

    async with open_bench(database_url) as clinic:
        await clinic.lab.hear(clinic.lab.incoming(ANA, "can I come at 5?"))
        bubble = await clinic.server.wait_for(OLIVIA, "Ana writes:")
        (answer,) = await db.rows("select ref from answer")
        with mock.patch.object(WahaDriver, "send", seen):
            await clinic.say("yes, at 5", reply_to=bubble["message_id"])
            clinic.lab.later(seconds=12)
            (message,) = await clinic.messages()
            await clinic.lab.reaches(message, "delivered")
    assert [one.reply_to for one in sent] == [answer["ref"]]
