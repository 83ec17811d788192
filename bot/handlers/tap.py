"""A tap and what comes of it: values that the router of buttons and its steps share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram import Bot

from bot.access import Speaker
from bot.bubbles import draw, shows_of
from bot.handlers.task import Task
from bot.replies.reply import Reply
from core.channels.connecting import Place
from core.language.reading import Reading
from core.messages import views
from storage.queries import chat as store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap: by whom, on which bubble, with which guards."""

    bot: Bot
    speaker: Speaker
    bubble: int
    guards: tuple[int, ...]
    now: datetime
    origin: str
    place: Place = field(default_factory=Place)

    @property
    def task(self) -> Task:
        return Task(self.speaker, Reading("ok"), self.now, self.origin)

    def toast(self, key: str) -> str:
        return self.speaker.said(f"tap-{key}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`edit` becomes the bubble, `fresh` a new one; the toast is shown for a moment. `bare`: its buttons are over."""

    toast: str = ""
    edit: Reply | None = None
    fresh: Reply | None = None
    bare: bool = False


Step = Callable[[Tap], Awaitable[Outcome]]


async def as_is(tap: Tap) -> Reply | None:
    """The tapped bubble as it should look now, where it shows a message."""
    row = await store.bubble(tap.speaker.actor.workspace, str(tap.speaker.chat), tap.bubble)
    if row is None or row["kind"] != "message":
        return None
    message, shows = await views.row_by_id(tap.task.actor, row["about"]), shows_of(row)
    return await draw(tap.speaker.said, tap.task.actor, message, tap.now, shows.head, shows.rev)
