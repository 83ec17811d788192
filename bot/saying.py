"""Replies into Telegram: sends and edits bubbles, and remembers what each is about.

Not here: what a reply says (`bot.replies`), when bubbles are redrawn (`bot.bubbles`).
"""

from __future__ import annotations

import hashlib

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.replies.reply import Reply, Rows, Shows
from storage.queries import chat as store


async def say(bot: Bot, workspace: int, staff: int, chat: int, reply: Reply) -> int:
    """A new bubble; its Telegram message id. Raises aiogram's errors."""
    sent = await bot.send_message(chat, reply.text, reply_markup=markup(reply.buttons))
    await remember(workspace, staff, chat, sent.message_id, reply)
    return sent.message_id


async def change(bot: Bot, workspace: int, staff: int, chat: int, ref: int, reply: Reply) -> None:
    """The bubble shows this from now on. Raises aiogram's errors; one that shows it already is fine."""
    await edit(bot, chat, ref, reply)
    await remember(workspace, staff, chat, ref, reply)


async def edit(bot: Bot, chat: int, ref: int, reply: Reply) -> None:
    """Writes text and buttons anew. Raises aiogram's errors but "not modified"."""
    try:
        await bot.edit_message_text(text=reply.text, chat_id=chat, message_id=ref, reply_markup=markup(reply.buttons))
    except TelegramBadRequest as error:
        if "not modified" not in error.message:
            raise


async def without_buttons(bot: Bot, chat: int, ref: int) -> None:
    """Takes a bubble's buttons away; that it has none, or is gone, is fine."""
    try:
        await bot.edit_message_reply_markup(chat_id=chat, message_id=ref)
    except TelegramBadRequest:
        return


async def remember(workspace: int, staff: int, chat: int, ref: int, reply: Reply) -> None:
    """Keeps what the bubble is about. Its message's other bubbles are looked at again: they may show something old."""
    if reply.shows is not None:
        shows = reply.shows
        await store.keep_bubble(workspace, staff, str(chat), ref, shows.kind, shows.about, shown_as(reply, shows))
        await store.mark_stale(shows.kind, [shows.about])
    if reply.asks is not None:
        await store.set_proposal(workspace, reply.asks, bubble=ref)


def shown_as(reply: Reply, shows: Shows) -> str:
    """What a bubble remembers of its drawing: why it was made, at which `rev` of its message, and a digest."""
    inside = reply.text + "|".join(f"{one.label}={one.data}" for row in reply.buttons for one in row)
    return f"{shows.head}:{shows.rev}:{hashlib.sha256(inside.encode()).hexdigest()[:32]}"


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=one.label, callback_data=one.data) for one in row] for row in rows]
    )
