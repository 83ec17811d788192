"""The router for what is no text: a shared contact card becomes a contact; other files get a sentence."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import Message

from bot.access import Speaker
from bot.handlers import people
from bot.handlers.task import Task
from bot.replies.refusals import why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape
from bot.saying import say
from core.commands import AddContact
from core.errors import Refused
from core.language.reading import Reading


def make_router() -> Router:
    made = Router(name="files")
    made.message.register(card, F.contact)
    made.message.register(other)
    return made


async def card(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    """A contact card. Telegram writes numbers without the plus of their country code."""
    shared = message.contact
    if shared is None or not shared.phone_number:
        await _say(bot, speaker, Reply(escape(speaker.said("no-card-phone"))))
        return
    phone = shared.phone_number if shared.phone_number.startswith("+") else f"+{shared.phone_number}"
    name = " ".join(part for part in (shared.first_name, shared.last_name) if part).strip() or phone
    try:
        reply = await people.add_contact(
            Task(speaker, Reading("ok", "add_contact"), now, origin), AddContact(name[:200], phone)
        )
    except Refused as error:
        reply = Reply(why_not(speaker.said, error))
    await _say(bot, speaker, reply)


async def other(message: Message, bot: Bot, speaker: Speaker) -> None:
    """Pictures, voices, documents: said rather than passed over."""
    key = "file-not-yet" if message.document is not None else "voice-not-yet"
    await _say(bot, speaker, Reply(escape(speaker.said(key))))


async def _say(bot: Bot, speaker: Speaker, reply: Reply) -> None:
    await say(bot, speaker.actor.workspace, speaker.staff, speaker.chat, reply)
