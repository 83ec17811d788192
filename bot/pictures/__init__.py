"""Pictures for the chat: the digest and the calendar, drawn away from the event loop. What they show, a text says as well.

Here: values in, PNG out; None where drawing failed. Pictures are laid out as values (`canvas`; `week`, `month`) and then
painted (`paint`, the only place that knows Pillow, which is loaded with the first picture). Not here: sending them
(`bot.saying`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.pictures.canvas import Picture
from bot.replies.voice import Voice
from core.messages.months import Month
from core.report import Week

log = structlog.get_logger()

_one_at_a_time = asyncio.Semaphore(1)


async def of_week(said: Voice, week: Week) -> bytes | None:
    """The digest of a week."""

    def make() -> Picture:
        from bot.pictures.week import layout

        return layout(said, week)

    return await _drawn(make)


async def of_month(said: Voice, month: Month, starts: int) -> bytes | None:
    """The calendar of a month. `starts`: the weekday (Monday is 0) that begins a week."""

    def make() -> Picture:
        from bot.pictures.month import layout

        return layout(said, month, starts)

    return await _drawn(make)


async def _drawn(make: Callable[[], Picture]) -> bytes | None:
    """A picture that cannot be drawn is left out, never the text beside it."""

    def draw() -> bytes:
        from bot.pictures import paint

        return paint.png(make())

    async with _one_at_a_time:
        try:
            return await asyncio.to_thread(draw)
        except Exception as error:
            log.error("pictures.not_drawn", error=type(error).__name__)  # noqa: TRY400 - its text may hold a name
            return None
