"""One sentence about several messages: what it concerns is listed, one tap does it to all, one takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replies.voice import voice
from tests.bot.bench import Bench, labels, shown

Row = dict[str, Any]

TOMORROW = "Thu 26 Nov"


async def of_tomorrow(clinic: Bench) -> list[Row]:
    """Two single messages and a series that are due tomorrow, and one that is not."""
    await clinic.say("send 'one' to Ana tomorrow at 11:00")
    await clinic.say("send 'two' to Bruno tomorrow at 14:30")
    await clinic.say("send 'daily' to Carla every day at 9:00")
    await clinic.say("send 'later' to Ana on monday at 11:00")
    return await told(clinic)


async def told(clinic: Bench) -> list[Row]:
    return [{name: row[name] for name in ("state", "next_due_at", "resume_on")} for row in await clinic.messages()]


async def states(clinic: Bench) -> list[str]:
    return [row["state"] for row in await told(clinic)]


async def test_a_day_is_called_off_by_one_tap_and_of_a_series_that_day_alone(clinic: Bench) -> None:
    before = await of_tomorrow(clinic)
    asked = await clinic.say("cancel everything for tomorrow")
    for line in (f"#1 {TOMORROW} 11:00 one", f"#2 {TOMORROW} 14:30 two", f"#3 {TOMORROW} 09:00 daily"):
        assert line in shown(asked)
    assert "later" not in shown(asked)
    assert f"Of a series only {TOMORROW} is left out" in shown(asked)
    assert await told(clinic) == before, "nothing is done before the tap"
    await clinic.tap(asked, "Yes")
    assert f"Cancelled for {TOMORROW}: #3, #1 and #2. A series goes on after that." in shown(clinic.now(asked))
    assert await states(clinic) == ["cancelled", "cancelled", "active", "active"]
    assert "Fri 27 Nov" in shown(await clinic.say("show #3"))
    await clinic.tap(asked, "Undo")
    assert await told(clinic) == before


async def test_a_day_is_paused_by_one_tap_and_of_a_series_that_day_alone(clinic: Bench) -> None:
    before = await of_tomorrow(clinic)
    asked = await clinic.say("pause everything for tomorrow")
    await clinic.tap(asked, "Yes")
    assert f"Paused #3, #1 and #2; of a series only {TOMORROW} is left out" in shown(clinic.now(asked))
    assert await states(clinic) == ["paused", "paused", "active", "active"]
    await clinic.say("undo")
    assert await told(clinic) == before


async def test_all_messages_to_somebody_move_and_not_only_the_first(clinic: Bench) -> None:
    before = await of_tomorrow(clinic)
    asked = await clinic.say("move all messages to Ana to friday at 17:00")
    assert "one" in shown(asked)
    assert "later" in shown(asked)
    await clinic.tap(asked, "Yes")
    moved = shown(clinic.now(asked))
    assert "Moved #1 and #4." in moved
    assert "#1 Fri 27 Nov 17:00 one" in moved
    assert "#4 Fri 27 Nov 17:00 later" in moved
    after = await told(clinic)
    assert after[0]["next_due_at"] == after[3]["next_due_at"] != before[0]["next_due_at"]
    assert after[1:3] == before[1:3]
    await clinic.tap(asked, "Undo")
    assert await told(clinic) == before


async def test_a_day_moves_and_of_a_series_that_time_alone(clinic: Bench) -> None:
    before = await of_tomorrow(clinic)
    asked = await clinic.say("move everything for tomorrow to friday at 17:00")
    await clinic.tap(asked, "Yes")
    assert "Moved #3, #1 and #2." in shown(clinic.now(asked))
    assert [row["next_due_at"].day for row in await told(clinic)] == [27, 27, 27, 30]
    assert "27 Nov 09:00" in shown(await clinic.say("show #3")), "the series goes on at its own hour"
    await clinic.say("undo")
    assert await told(clinic) == before


async def test_of_many_the_first_five_are_shown_and_all_are_counted(clinic: Bench) -> None:
    for number in range(7):
        await clinic.say(f"send 'note {number}' to Ana tomorrow at 1{number}:00")
    asked = await clinic.say("cancel everything for tomorrow")
    assert "note 4" in shown(asked)
    assert "note 5" not in shown(asked)
    assert "… and 2 more." in shown(asked)
    assert "That is 7 messages" in shown(asked)
    await clinic.tap(asked, "Yes")
    assert await states(clinic) == ["cancelled"] * 7


async def test_what_is_done_to_one_message_at_a_time_is_not_done_to_the_first_of_several(clinic: Bench) -> None:
    before = await of_tomorrow(clinic)
    asked = await clinic.say("change all messages to Ana to say 'closed'")
    if "Yes" in labels(asked):
        await clinic.tap(asked, "Yes")
    assert [row["text"] for row in await clinic.messages()] == ["one", "two", "daily", "later"]
    assert await told(clinic) == before


@pytest.mark.parametrize(
    ("language", "sentence", "day"),
    [
        ("es", "cancela todo lo de mañana", "jue 26 nov"),
        ("pt", "cancele tudo de amanhã", "qui 26 nov"),
        ("id", "batalkan semua untuk besok", "Kam 26 Nov"),
    ],
)
async def test_a_day_is_called_off_in_each_language(clinic: Bench, language: str, sentence: str, day: str) -> None:
    said = voice(language)
    before = await of_tomorrow(clinic)
    asked = await clinic.say(sentence)
    assert said("ask-confirm_all-days", days=day) in shown(asked)
    await clinic.tap(asked, said("option-yes"))
    numbers = said.several(["#3", "#1", "#2"])
    assert said("cancelled-several-days", days=day, numbers=numbers) in shown(clinic.now(asked))
    assert await states(clinic) == ["cancelled", "cancelled", "active", "active"]
    await clinic.tap(asked, said("button-undo"))
    assert await told(clinic) == before
