"""Approved templates in the chat: which one and what fills it is asked, with the provider's list, before anything is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.replies.voice import voice
from core.sandbox.meta.cloud import CloudServer
from storage.queries import accounts, channels
from tests.bot.bench import OLIVIA, Bench, labels
from tests.core.cloud_lab import cloud_channel

ANA = "+351912000001"


@pytest.fixture
async def cloud(clinic: Bench) -> AsyncIterator[CloudServer]:
    """The channel "cloud" with three templates: of two places, of one, of none."""
    async with cloud_channel(clinic.lab) as server:
        server.add_template("visit", places=2, text="See you {{1}} at {{2}}, says the clinic")
        server.add_template("note", text="Clinic: {{1}}")
        server.add_template("welcome", places=0, text="Welcome to the clinic")
        yield server


async def _kept(clinic: Bench) -> tuple[str, object]:
    (row,) = await clinic.messages()
    return row["text"], row["carries"]


async def test_a_template_without_a_name_is_chosen_from_the_approved_ones_by_a_tap(
    clinic: Bench, cloud: CloudServer
) -> None:
    asked = await clinic.say("send template to Ana tomorrow 9am via cloud")
    assert "Which template?" in asked["text"]
    assert "visit: See you {{1}} at {{2}}, says the clinic" in asked["text"]
    assert labels(asked)[:3] == ["note (en, 1 to fill)", "visit (en, 2 to fill)", "welcome (en, nothing to fill)"]
    assert await clinic.messages() == []
    await clinic.tap(asked, "welcome (en, nothing to fill)", times=2)
    assert await _kept(clinic) == (
        "Welcome to the clinic",
        {"template": {"name": "welcome", "language": "en", "values": []}},
    )
    shown = clinic.now(asked)["text"]
    assert "Goes by the approved template welcome." in shown
    assert "Welcome to the clinic" in shown


async def test_missing_values_are_asked_for_one_at_a_time_and_what_is_said_is_what_arrives(
    clinic: Bench, cloud: CloudServer
) -> None:
    first = await clinic.say("send template visit to Ana in 5 minutes via cloud")
    assert "What goes into {{1}} of visit?" in first["text"]
    assert "See you {{1}} at {{2}}" in first["text"]
    second = await clinic.say("Friday")
    assert "See you Friday at {{2}}" in second["text"]
    assert "What goes into {{2}} of visit?" in second["text"]
    assert await clinic.messages() == []
    done = await clinic.say("10:00")
    assert done["text"].startswith("Scheduled #1 to Ana")
    assert "See you Friday at 10:00, says the clinic" in done["text"]
    clinic.later(minutes=6)
    (message,) = await clinic.messages()
    await clinic.lab.reaches(message, "delivered")
    assert clinic.lab.shown(ANA) == ["See you Friday at 10:00, says the clinic"]


async def test_only_the_values_that_are_missing_are_asked_for(clinic: Bench, cloud: CloudServer) -> None:
    asked = await clinic.say("send template visit to Ana with 'Monday' tomorrow 9am via cloud")
    assert "What goes into {{2}} of visit?" in asked["text"]
    await clinic.say("'list'")
    assert (await _kept(clinic))[0] == "See you Monday at list, says the clinic"


async def test_a_sentence_of_its_own_in_the_middle_is_done_and_a_no_ends_it(clinic: Bench, cloud: CloudServer) -> None:
    await clinic.say("send template visit to Ana tomorrow 9am via cloud")
    assert (await clinic.say("send 'hello' to Bruno tomorrow 10am"))["text"].startswith("Scheduled #1 to Bruno")
    await clinic.say("send template visit to Ana tomorrow 9am via cloud")
    await clinic.say("no")
    assert len(await clinic.messages()) == 1


async def test_a_wrong_name_offers_the_most_similar_first_and_a_typed_name_takes_one(
    clinic: Bench, cloud: CloudServer
) -> None:
    asked = await clinic.say("send template visti to Ana with 'Friday', '10:00' tomorrow 9am via cloud")
    assert "No approved template is called “visti”. Which one?" in asked["text"]
    assert labels(asked)[0] == "visit (en, 2 to fill)"
    assert (await clinic.say("visit"))["text"].startswith("Scheduled #1 to Ana")
    assert (await _kept(clinic))[0] == "See you Friday at 10:00, says the clinic"


async def test_too_many_values_are_refused_with_their_number(clinic: Bench, cloud: CloudServer) -> None:
    said = await clinic.say("send template note to Ana with 'a', 'b' tomorrow 9am via cloud")
    assert said["text"] == "The template note has one place to fill, and you gave 2."
    assert await clinic.messages() == []


async def test_when_only_a_template_may_go_the_approved_ones_are_offered_for_the_text(
    clinic: Bench, cloud: CloudServer
) -> None:
    asked = await clinic.say("send 'your results are here' to Ana in 5 minutes via cloud")
    assert "Ana will not have written in the 24 hours before" in asked["text"]
    assert labels(asked)[-2] == "Keep the text as it is"
    await clinic.tap(asked, "note (en, 1 to fill)")
    assert (await _kept(clinic))[0] == "Clinic: your results are here"
    clinic.later(minutes=6)
    (message,) = await clinic.messages()
    await clinic.lab.reaches(message, "delivered")
    assert clinic.lab.shown(ANA) == ["Clinic: your results are here"]


async def test_the_text_may_stay_as_it_is_for_people_who_may_still_write(clinic: Bench, cloud: CloudServer) -> None:
    asked = await clinic.say("send 'hello' to Ana tomorrow 9am via cloud")
    await clinic.tap(asked, "Keep the text as it is")
    assert await _kept(clinic) == ("hello", None)
    assert "WhatsApp then takes only approved templates" in clinic.now(asked)["text"]


async def test_who_wrote_today_is_not_asked_about(clinic: Bench, cloud: CloudServer) -> None:
    cloud.answer(ANA, "good morning")
    await cloud.settled()
    await clinic.lab.settled()
    await clinic.server.wait_for(OLIVIA, "Ana writes")
    assert (await clinic.say("send 'hello' to Ana in 5 minutes via cloud"))["text"].startswith("Scheduled #1 to Ana")


async def test_many_people_are_asked_about_once_more_and_a_yes_means_the_filled_template(
    clinic: Bench, cloud: CloudServer
) -> None:
    for name in ("Dora", "Eva", "Filipe"):
        await clinic.lab.contact(name, f"+35191200000{len(name) + 3}")
    asked = await clinic.say("send template note to everyone with 'closed' tomorrow 9am via cloud")
    assert "Clinic: closed" in asked["text"]
    cloud.templates.clear()
    await clinic.tap(asked, "Yes")
    assert (await _kept(clinic))[0] == "Clinic: closed"


async def test_a_list_that_cannot_be_had_stops_only_whoever_named_no_template(
    clinic: Bench, cloud: CloudServer
) -> None:
    cloud.tells_account = False
    said = await clinic.say("send template to Ana tomorrow 9am via cloud")
    assert said["text"].startswith("I could not ask for the templates of cloud: Meta does not say")
    named = await clinic.say("send template visit to Ana with 'Friday', '10:00' tomorrow 9am via cloud")
    assert named["text"].startswith("Scheduled #1 to Ana")
    row = await channels.find(clinic.lab.workspace["id"], "cloud")
    assert row is not None
    kept = accounts.sealed({"business_account": cloud.account}, {})
    await accounts.set_fields(clinic.lab.workspace["id"], row["account_id"], None, None, kept)
    assert "Which template?" in (await clinic.say("send template to Ana tomorrow 9am via cloud"))["text"]


async def test_a_template_that_no_sentence_can_fill_says_what_is_wanted(clinic: Bench, cloud: CloudServer) -> None:
    cloud.add_template("menu", places=0, text="Our menu", header="image")
    said = await clinic.say("send template menu to Ana tomorrow 9am via cloud")
    assert said["text"] == "The template menu goes with a picture: send me the file, with the sentence as its caption."
    assert "menu" not in " ".join(labels(await clinic.say("send template to Ana tomorrow 9am via cloud")))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "envía plantilla a Ana mañana a las 9:00 vía cloud"),
        ("pt", "envie modelo para Ana amanhã às 9:00 via cloud"),
        ("id", "kirim templat ke Ana besok pukul 9:00 via cloud"),
    ],
)
async def test_it_is_asked_in_the_language_of_the_sentence(
    clinic: Bench, cloud: CloudServer, language: str, sentence: str
) -> None:
    said = voice(language)
    asked = await clinic.say(sentence)
    assert said("ask-template_choice-none") in asked["text"]
    assert labels(asked)[1] == said("option-template", name="visit", language="en", n=2)
    await clinic.tap(asked, labels(asked)[1])
    assert said("ask-template_value", template="visit", place="{{1}}") in clinic.now(asked)["text"]
    await clinic.say("sexta")
    await clinic.say("'10:00'")
    assert (await _kept(clinic))[0] == "See you sexta at 10:00, says the clinic"


@pytest.mark.parametrize("language", ["en", "es", "pt", "id"])
def test_what_is_said_of_templates_reads_well_in_each_language(language: str) -> None:
    said = voice(language)
    for kind in ("image", "video", "document"):
        assert "menu" in said("error-template_needs_file", template="menu", kind=kind)
    for places in (0, 1, 3):
        assert "7" in said("error-template_too_full", template="menu", places=places, given=7)
    for key in ("templates_none", "templates_away", "template_takes_no_file", "template_needs_more"):
        text = said(f"error-{key}", channel="cloud", template="menu", reason="§")
        assert "cloud" in text or "menu" in text
    assert "{ $" not in said("ask-template-more", n=3)
