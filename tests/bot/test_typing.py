"""Whoever waits for an answer that takes long sees that the bot is at work on it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import pictures
from core.sandbox.telegram.server import OLIVIA, Event
from tests.bot.bench import Bench


def heard(clinic: Bench) -> list[Event]:
    """The signs of work that the bot shows from now on."""
    found: list[Event] = []
    clinic.server.on_change(lambda event: found.append(event) if event["kind"] == "action" else None)
    return found


@pytest.fixture
def slow_brush(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """No picture is ready before this is set."""
    ready = asyncio.Event()

    async def draw(*_values: Any) -> None:
        await ready.wait()

    monkeypatch.setattr(pictures, "of_month", draw)
    return ready


async def test_typing_is_shown_while_a_picture_is_drawn_and_ends_with_the_answer(
    clinic: Bench, slow_brush: asyncio.Event
) -> None:
    shown = heard(clinic)
    mine = clinic.server.write(OLIVIA, "calendar")
    sign = await clinic.server.wait_until(lambda: shown)
    assert (sign[0]["chat_id"], sign[0]["action"]) == (OLIVIA, "typing")
    slow_brush.set()
    answer = await clinic.server.wait_for(OLIVIA, "November 2026", after=mine)
    assert answer["text"].startswith("November 2026")
    await clinic.quiet()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("typing")]


async def test_typing_is_shown_while_a_tap_takes_long(clinic: Bench, slow_brush: asyncio.Event) -> None:
    slow_brush.set()
    month = await clinic.say("calendar")
    slow_brush.clear()
    shown = heard(clinic)
    (query,) = clinic.server.tap(OLIVIA, month["message_id"], "Dec ›")
    await clinic.server.wait_until(lambda: shown)
    slow_brush.set()
    await clinic.server.wait_for_answer(query)
    assert (await clinic.becomes(month, "December 2026"))["message_id"] == month["message_id"]


async def test_a_sign_that_telegram_refuses_costs_nobody_their_answer(clinic: Bench, slow_brush: asyncio.Event) -> None:
    clinic.server.faults.refuse("sendChatAction")
    mine = clinic.server.write(OLIVIA, "calendar")
    await clinic.server.wait_until(lambda: not clinic.server.faults.rules)
    slow_brush.set()
    assert await clinic.server.wait_for(OLIVIA, "November 2026", after=mine)
