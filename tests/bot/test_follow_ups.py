"""Sentences that follow on what was just done: a correction, somebody more, the same to others, once more."""

from __future__ import annotations

from core.sandbox.telegram.server import SAM
from tests.bot.bench import Bench, labels


async def test_another_hour_moves_what_was_just_scheduled_and_can_be_undone(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    moved = await clinic.say("at 10 instead")
    assert moved["text"].startswith("Moved #1 to Ana")
    assert "Thursday 26 November 2026 at 10:00" in moved["text"]
    again = await clinic.say("no, next week")
    assert "Thursday 3 December 2026 at 10:00" in again["text"]
    assert "Undo" in labels(again)
    await clinic.say("undo")
    (row,) = await clinic.messages()
    assert row["starts"] == "2026-11-26T10:00"


async def test_people_are_added_to_and_taken_from_what_was_just_scheduled(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    added = await clinic.say("and Bruno too")
    assert added["text"].startswith("Changed #1 to Ana and Bruno")
    await clinic.say("without Ana")
    (row,) = await clinic.messages()
    assert row["audience"]["contacts"] == [clinic.people["Bruno"]]


async def test_the_same_goes_to_somebody_else_on_another_day(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    said = await clinic.say("same to Carla on Friday")
    assert said["text"].startswith("Scheduled #2 to Carla")
    first, second = await clinic.messages()
    assert (second["text"], second["starts"]) == ("hello", "2026-11-27T09:00")
    assert second["audience"] == {"contacts": [clinic.people["Carla"]]}
    assert first["starts"] == "2026-11-26T09:00"


async def test_the_same_to_somebody_else_asks_for_no_time(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana in 5 minutes")
    await clinic.say("same to Carla")
    first, second = await clinic.messages()
    assert (second["at"], second["text"]) == (first["at"], "hello")


async def test_again_next_week_is_a_message_of_its_own_to_the_same_people(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana and Bruno tomorrow 9am")
    said = await clinic.say("again next week")
    assert said["text"].startswith("Scheduled #2 to Ana and Bruno")
    first, second = await clinic.messages()
    assert (first["starts"], second["starts"]) == ("2026-11-26T09:00", "2026-12-03T09:00")
    assert second["audience"] == first["audience"]


async def test_a_follow_up_is_about_the_last_message_only(clinic: Bench) -> None:
    await clinic.say("send 'one' to Ana tomorrow 9am")
    await clinic.say("send 'two' to Bruno tomorrow 9am")
    await clinic.say("at 10 instead")
    assert [row["starts"][-5:] for row in await clinic.messages()] == ["09:00", "10:00"]


async def test_a_reply_to_a_bubble_follows_on_its_message(clinic: Bench) -> None:
    first = await clinic.say("send 'one' to Ana tomorrow 9am")
    await clinic.say("send 'two' to Bruno tomorrow 9am")
    await clinic.say("at 10", reply_to=first["message_id"])
    await clinic.say("and Carla too", reply_to=first["message_id"])
    one, two = await clinic.messages()
    assert (one["starts"], two["starts"]) == ("2026-11-26T10:00", "2026-11-26T09:00")
    assert one["audience"]["contacts"] == [clinic.people["Ana"], clinic.people["Carla"]]


async def test_after_a_quarter_of_an_hour_nothing_is_followed_on(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    clinic.later(minutes=16)
    assert (await clinic.say("at 10 instead"))["text"].startswith("I look after messages")
    (row,) = await clinic.messages()
    assert row["starts"] == "2026-11-26T09:00"


async def test_nobody_follows_on_what_somebody_else_did(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    assert (await clinic.say("at 10 instead", user=SAM))["text"].startswith("I look after messages")


async def test_what_was_called_off_is_not_followed_on(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    await clinic.say("cancel #1")
    assert (await clinic.say("at 10 instead"))["text"].startswith("I look after messages")
    assert len(await clinic.messages()) == 1


async def test_an_unknown_name_in_a_follow_up_is_asked(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    asked = await clinic.say("and Zebediah too")
    assert "I do not know “Zebediah”" in asked["text"]
    (row,) = await clinic.messages()
    assert row["audience"] == {"contacts": [clinic.people["Ana"]]}
