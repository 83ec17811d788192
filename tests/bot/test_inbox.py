"""Updates: stored first, in order, each with one effect; Telegram away and back; what a crash cuts off."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest
from aiogram.methods import Response
from aiogram.types import Message as TgMessage
from structlog.testing import capture_logs

from bot.handlers import scheduling
from bot.inbox import chat_of
from bot.telegram import Patience
from core.sandbox.telegram.server import OLIVIA, SAM
from storage import db
from tests.bot.bench import Bench, open_bench

SENTENCE = "send 'hello' to Ana tomorrow 9am"


async def test_the_same_update_twice_has_one_effect_and_one_reply(clinic: Bench) -> None:
    await clinic.say(SENTENCE)
    clinic.server.faults.repeat()
    await clinic.say("list")
    await clinic.quiet()
    assert len(await clinic.messages()) == 1
    assert len([text for text in clinic.said() if text.startswith("Scheduled")]) == 1


async def test_killed_between_effect_and_reply_there_is_one_effect_and_a_reply(database_url: str) -> None:
    async with open_bench(database_url) as clinic:
        clinic.server.faults.slow(60, "sendMessage", times=1)
        clinic.server.write(OLIVIA, SENTENCE)
        await clinic.until(lambda: _kept(clinic))
        await clinic.kill()
        assert clinic.said() == []
        assert await clinic.updates("new") == 1
        await clinic.start()
        await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana")
        await clinic.quiet()
        assert len(await clinic.messages()) == 1
        assert await clinic.updates("done") == 1


def _kept(clinic: Bench) -> bool:
    return any(rule.kind == "slow" for rule in clinic.server.faults.rules) is False


async def test_killed_in_the_middle_a_described_message_is_cancelled_once_and_no_other(database_url: str) -> None:
    async with open_bench(database_url) as clinic:
        await clinic.say("send 'one' to Ana tomorrow 9am")
        await clinic.say("send 'two' to Bruno tomorrow 9am")
        clinic.server.faults.slow(60, "sendMessage", times=1)
        clinic.server.write(OLIVIA, "cancel Ana's message")
        await clinic.until(lambda: _kept(clinic))
        await clinic.kill()
        await clinic.start()
        await clinic.server.wait_for(OLIVIA, "Cancelled #1 to Ana")
        assert [row["state"] for row in await clinic.messages()] == ["cancelled", "active"]


async def test_killed_between_a_taps_effect_and_its_answer_the_tap_still_shows(database_url: str) -> None:
    async with open_bench(database_url) as clinic:
        asked = await clinic.say("send 'hi' to everyone tomorrow at 9:00")
        clinic.server.faults.slow(60, "editMessageText", times=1)
        clinic.server.faults.slow(60, "editMessageReplyMarkup", times=1)
        clinic.server.tap(OLIVIA, asked["message_id"], "Yes")
        await clinic.until(lambda: len(clinic.server.faults.rules) < 2)
        await clinic.kill()
        clinic.server.faults.clear()
        await clinic.start()
        await clinic.becomes(asked, "Scheduled #1 to everyone")
        assert len(await clinic.messages()) == 1


async def test_a_handler_that_fails_is_tried_three_times_then_given_up_with_an_apology(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def fail(*_args: Any, **_more: Any) -> None:
        tries.append(1)
        raise RuntimeError("a fault of ours with 'hello' in it")

    with monkeypatch.context() as broken:
        broken.setattr(scheduling.messages, "schedule", fail)
        said = await clinic.say(SENTENCE)
    assert said["text"].startswith("Sorry, something went wrong on my side")
    await clinic.quiet()
    assert len(tries) == 3
    assert await clinic.updates("failed") == 1
    assert (await clinic.say(SENTENCE))["text"].startswith("Scheduled")


async def test_what_failed_is_logged_without_its_text(clinic: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(scheduling.messages, "schedule", fail)
    with capture_logs() as logged:
        await clinic.say("send 'secret words' to Ana tomorrow 9am")
    assert [entry["event"] for entry in logged if entry["log_level"] == "error"] == ["inbox.update_failed"] * 3
    assert "secret words" not in str(logged)


async def test_one_chat_does_not_wait_for_another(clinic: Bench) -> None:
    clinic.server.faults.slow(60, "sendMessage", times=1)
    clinic.server.write(OLIVIA, SENTENCE)
    await clinic.until(lambda: _kept(clinic))
    said = await clinic.say("help", user=SAM)
    assert said["text"].startswith("Write to me")


async def test_retry_after_is_obeyed(clinic: Bench) -> None:
    clinic.server.faults.too_many("sendMessage", times=1, retry_after=7)
    clinic.server.write(OLIVIA, "help")
    patience = next(one for one in clinic.chat.bot.session.middleware._middlewares if isinstance(one, Patience))
    await clinic.until(lambda: patience._closed)
    clinic.later(seconds=6.5)
    await asyncio.sleep(0)
    assert clinic.said() == []
    clinic.later(seconds=1)
    await clinic.server.wait_for(OLIVIA, "Write to me")
    assert [name for name, _ in clinic.server.calls if name == "sendMessage"] == ["sendMessage"]


async def test_telegram_away_and_back_loses_nothing(clinic: Bench) -> None:
    await clinic.say("help")
    clinic.server.faults.away()
    mine = clinic.server.write(OLIVIA, SENTENCE)
    clinic.server.faults.back()
    clinic.later(seconds=60)
    await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana", after=mine)
    assert len(await clinic.messages()) == 1


async def test_a_reply_that_telegram_fails_is_said_later_and_the_effect_is_one(clinic: Bench) -> None:
    clinic.server.faults.fail("sendMessage", times=2)
    clinic.server.write(OLIVIA, SENTENCE)
    await clinic.until(lambda: not clinic.server.faults.rules)
    clinic.later(seconds=60)
    await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana")
    assert len(await clinic.messages()) == 1


async def test_a_page_that_a_proxy_answers_with_is_telegram_away_and_loses_nothing(clinic: Bench) -> None:
    clinic.server.faults.page("sendMessage", times=5)
    clinic.server.write(OLIVIA, SENTENCE)

    def over() -> bool:
        clinic.later(seconds=60)
        return not clinic.server.faults.rules

    await clinic.until(over)
    clinic.later(seconds=60)
    await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana")
    assert (len(await clinic.messages()), await clinic.updates("failed")) == (1, 0)


async def test_an_end_in_order_lets_what_is_begun_end(clinic: Bench) -> None:
    clinic.server.faults.slow(0.05, "sendMessage", times=1)
    clinic.server.write(OLIVIA, SENTENCE)
    await clinic.until(lambda: _kept(clinic))
    await clinic.stop()
    assert any(text.startswith("Scheduled #1") for text in clinic.said())
    assert await clinic.updates("done") == 1


async def test_updates_are_confirmed_only_once_they_are_stored(clinic: Bench) -> None:
    await clinic.say("help")
    with clinic.lab.database_away():
        clinic.server.write(OLIVIA, SENTENCE)
        await clinic.server.wait_until(lambda: len(clinic.server.world.updates) == 1)
    clinic.later(seconds=60)
    await clinic.server.wait_for(OLIVIA, "Scheduled #1 to Ana")


async def test_commands_are_registered_and_other_kinds_of_updates_harm_nothing(clinic: Bench) -> None:
    await clinic.say("help")
    menu = clinic.server.world.menu(OLIVIA)
    assert [one["command"] for one in menu] == [
        "start",
        "help",
        "list",
        "calendar",
        "contacts",
        "channels",
        "workspace",
        "digest",
        "undo",
    ]
    world = clinic.server.world
    world.updates.add("my_chat_member", {"chat": world.chat(OLIVIA).head(), "from": {"id": OLIVIA}, "odd": True})
    await clinic.say("help")
    await clinic.quiet()
    assert await db.rows("select id from telegram_update where state not in ('done')") == []


def test_an_update_belongs_to_its_chat() -> None:
    assert chat_of({"update_id": 1, "message": {"chat": {"id": 5}, "from": {"id": 6}}}) == "5"
    assert chat_of({"update_id": 1, "callback_query": {"message": {"chat": {"id": 5}}, "from": {"id": 6}}}) == "5"
    assert chat_of({"update_id": 1, "callback_query": {"from": {"id": 6}}}) == "6"
    assert chat_of({"update_id": 1}) == ""


async def test_what_reads_telegrams_answers_is_made_once_and_not_at_each_call(clinic: Bench) -> None:
    """pydantic forgets a class that nobody holds: aiogram's calls would make it anew, each in milliseconds."""
    await clinic.say("help")
    gc.collect()
    held = [kind for kind in Response.__subclasses__() if kind.__pydantic_generic_metadata__["args"] == (TgMessage,)]
    assert len(held) == 1
    await clinic.say("help")
    assert held[0] is Response[TgMessage]
