"""Two processes of one bot that work on taps on the same button at the same moment, on a real PostgreSQL: one effect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from unittest import mock

import pytest

from bot import access
from bot.chat import Chat
from bot.telegram import hang_up
from core.sandbox.telegram.server import OLIVIA, Message
from storage import db
from storage.queries import chat as store
from storage.queries import messages
from tests.bot.bench import Bench, labels, open_bench
from tests.core.sandbox.telegram_bench import TOKEN
from tests.patience import LONG_ENOUGH

ANA = "+351912000001"
SERIES = "send 'hello' to Ana tomorrow 9am weekly"


@pytest.fixture
async def clinic(postgres_url: str) -> AsyncIterator[Bench]:
    """SQLite has one writer at a time and one process: none of this can come about there."""
    async with open_bench(postgres_url) as made:
        yield made


def of_all(look: Callable[..., Awaitable[Any]], who: int = 2) -> Callable[..., Awaitable[Any]]:
    """A look into the database that nobody comes back from before so many have looked."""
    looked, all_did = [0], asyncio.Event()

    async def together(*what: Any, **more: Any) -> Any:
        found = await look(*what, **more)
        looked[0] += 1
        if looked[0] >= who:
            all_did.set()
        async with asyncio.timeout(LONG_ENOUGH):
            await all_did.wait()
        return found

    return together


async def two_bots_tap(clinic: Bench, bubble: Message, button: str, module: Any, look: str) -> list[str]:
    """Two bots have a tap each in hand and see by the same `look` that it is still to be done; what the taps are answered."""
    await clinic.quiet()
    await clinic.stop()
    queries = clinic.server.tap(OLIVIA, bubble["message_id"], button, 2)
    bots = [Chat(TOKEN, clinic.url, "polling", clinic.lab.clock, place=clinic.place) for _ in queries]
    try:
        with mock.patch.object(module, look, of_all(getattr(module, look))):
            for bot, update in zip(bots, clinic.server.world.updates.peek(), strict=True):
                await bot.inbox.take(update)
            for bot in bots:
                await bot.inbox.quiet()
        assert await clinic.updates("failed") == 0
        assert await clinic.updates("new") == 0
    finally:
        for bot in bots:
            await bot.inbox.stop(0)
            await hang_up(bot.bot)
    return sorted((clinic.server.world.queries[query].answer or {}).get("text", "") for query in queries)


async def entries() -> list[str]:
    return [row["what"] for row in await db.rows("select what from audit_entry order by id")]


async def test_a_yes_at_two_bots_at_once_schedules_once(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to everyone tomorrow 9am")
    assert labels(asked) == ["Yes", "No"]
    await two_bots_tap(clinic, asked, "Yes", store, "proposal")
    assert len(await clinic.messages()) == 1
    assert await entries() == ["schedule"]


async def test_an_answer_at_two_bots_at_once_schedules_once(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Anna tomorrow 9am")
    await two_bots_tap(clinic, asked, labels(asked)[0], store, "proposal")
    assert len(await clinic.messages()) == 1
    assert await entries() == ["schedule"]


async def test_an_alternative_at_two_bots_at_once_moves_once(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow at 9")
    await two_bots_tap(clinic, bubble, "21:00 instead?", store, "proposal")
    (row,) = await clinic.messages()
    assert row["starts"] == "2026-11-26T21:00"
    assert await entries() == ["schedule", "move"]


async def test_an_undo_at_two_bots_at_once_takes_back_once(clinic: Bench) -> None:
    await clinic.say(SERIES)
    bubble = await clinic.say("move #1 to friday 5pm from now on")
    await two_bots_tap(clinic, bubble, "Undo", messages, "by_number")
    (row,) = await clinic.messages()
    assert (row["state"], row["starts"]) == ("active", "2026-11-26T09:00"), (
        "what was before the move, not before the series"
    )
    assert await entries() == ["schedule", "move", "undo"]


async def test_a_stop_at_two_bots_at_once_calls_off_once(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hi' to Ana now")
    answers = await two_bots_tap(clinic, bubble, "Stop", messages, "by_number")
    assert answers == ["Already done.", "Done."]
    assert [row["state"] for row in await clinic.messages()] == ["cancelled"]
    assert await entries() == ["schedule", "cancel"]


async def test_send_again_at_two_bots_at_once_sends_once(clinic: Bench) -> None:
    clinic.lab.waha.phones.get(ANA).exists = False
    await clinic.say("send 'hello' to Ana in 5 seconds")
    clinic.later(seconds=6)
    (told,) = await clinic.until(lambda: [one for one in clinic.server.said(OLIVIA) if "failed:" in one["text"]])
    await two_bots_tap(clinic, told, "Send again", access, "speaker_at")
    assert await entries() == ["schedule", "retry"]
