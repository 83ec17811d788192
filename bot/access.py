"""The door: who is speaking, in which workspace, with which role. Strangers get one polite sentence a day.

An aiogram middleware over every update: it puts a `Speaker` into what handlers get, or ends the update here. Not here: what
a role may do (`core.actor`), invitations' making (`core.house`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import Chat, TelegramObject, Update, User

from bot.replies.voice import Voice, voice
from core.actor import ROLES, Actor
from core.house import code_hash
from storage.queries import chat as store
from storage.queries import workspaces

log = structlog.get_logger()

Row = dict[str, Any]
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

STRANGER = "stranger"
ONCE_IN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the actor that commands carry, their workspace's name and their other ones, their language and chat."""

    actor: Actor
    workspace: str
    others: tuple[str, ...]
    said: Voice
    chat: int

    @property
    def staff(self) -> int:
        """The id of the member of staff; a speaker always is one."""
        return self.actor.staff or 0

    def speaking(self, language: str) -> Speaker:
        """The same person, spoken to in another language."""
        return replace(self, said=voice(language), actor=replace(self.actor, language=language))


async def speaker_at(user: int, chat: int, origin: str | None) -> Speaker | None:
    """Whoever speaks from a Telegram account. In several workspaces: the oldest; the others are named."""
    rows = await workspaces.speakers("telegram", str(user))
    return _speaker(rows, chat, origin) if rows else None


def _speaker(rows: list[Row], chat: int, origin: str | None) -> Speaker:
    row = rows[0]
    actor = Actor(
        workspace=row["workspace_id"],
        staff=row["staff_id"],
        role=row["role"],
        zone=row["zone"],
        language=row["language"],
        country=row["country"],
        origin=origin,
        name=row["name"],
    )
    others = tuple(one["workspace"] for one in rows[1:])
    return Speaker(actor, row["workspace"], others, voice(row["language"]), chat)


class Access(BaseMiddleware):
    """Lets staff through; `origin` and `now` come with the update (`bot.chat`)."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if user is None or user.is_bot or chat is None or chat.type != "private":
            return None
        bot: Bot = data["bot"]
        origin: str = data["origin"]
        now: datetime = data["now"]
        code = _code_of(event)
        joined = await self._join(code, user, now) if code else None
        speaker = await speaker_at(user.id, chat.id, origin)
        if speaker is None:
            return await self._stranger(bot, user, chat, now, bool(code))
        data["speaker"] = speaker
        data["joined"] = joined
        return await handler(event, data)

    async def _join(self, code: str, user: User, now: datetime) -> Row | None:
        """Uses an invitation; None where it is not valid, `joined` false where it would give no more than the person has."""
        row = await workspaces.use_invite(code_hash(code), user.full_name[:100], "telegram", str(user.id), now, ROLES)
        log.info("access.invite", valid=row is not None)
        return row

    async def _stranger(self, bot: Bot, user: User, chat: Chat, now: datetime, with_code: bool) -> str:
        """Says the sentence where it was not said today; the update's own row remembers it, also over a restart. Where nobody
        owns this Belfry yet, whoever writes is told each time how to become its owner."""
        owned = await workspaces.owned()
        if owned and await store.stranger_told(bot.id, str(chat.id), now - ONCE_IN):
            return "done"
        said = voice(user.language_code or "en")
        key = "bad-invite" if with_code else "stranger"
        if not owned:  # whoever installs it tries until it works
            key = "stranger-bad-code" if with_code else "stranger-nobody-owns"
        try:
            await bot.send_message(chat.id, said.html(key))
        except TelegramForbiddenError:
            log.info("access.stranger_left")
        return STRANGER


def _code_of(event: TelegramObject) -> str:
    """The code of `/start CODE`."""
    text = event.message.text if isinstance(event, Update) and event.message is not None else None
    word, _, code = (text or "").strip().partition(" ")
    return code.strip() if word == "/start" else ""
