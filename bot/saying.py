"""Replies into Telegram: sends and edits bubbles, and remembers what each is about.

Not here: what a reply says (`bot.replies`), when bubbles are redrawn (`bot.bubbles`).
"""

from __future__ import annotations

import asyncio
import hashlib
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
)

from bot.replies.reply import Reply, Rows, Shows
from bot.replies.voice import CAPTION, shown_units
from storage.queries import chat as store

log = structlog.get_logger()

PICTURE = "belfry.png"
REFUSED = (TelegramBadRequest, TelegramEntityTooLarge)
"""Telegram will never take this picture; without it, it may take the text."""

_WRITING: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()


def writing(chat: int, ref: int) -> asyncio.Lock:
    """Held by whoever writes a bubble anew and remembers what it shows: of a tap's answer and a redrawing that has just begun
    the later one must be drawn from what the earlier left. One process has the chat, so this is enough."""
    return _WRITING.setdefault((chat, ref), asyncio.Lock())


async def say(bot: Bot, workspace: int, staff: int, chat: int, reply: Reply) -> int:
    """A new bubble; its Telegram message id. Raises aiogram's errors."""
    ref = await put(bot, chat, reply)
    await remember(workspace, staff, chat, ref, reply)
    await illustrate(bot, chat, ref, reply)
    return ref


async def put(bot: Bot, chat: int, reply: Reply) -> int:
    """The bubble itself: one message, its picture in it where the text fits under one. Raises aiogram's errors."""
    buttons = markup(reply.buttons)
    if reply.picture is not None and _captions(reply):
        try:
            photo = BufferedInputFile(reply.picture, PICTURE)
            return (await bot.send_photo(chat, photo, caption=reply.text, reply_markup=buttons)).message_id
        except REFUSED as error:
            log.warning("saying.picture_refused", error=type(error).__name__)
    return (await bot.send_message(chat, reply.text, reply_markup=buttons)).message_id


async def illustrate(bot: Bot, chat: int, ref: int, reply: Reply) -> None:
    """The picture of a bubble whose text is too long for a caption, as an answer to it. The text says it all: a picture that
    cannot be sent is left out, and one that is lost in a crash is not sent again."""
    if reply.picture is None or _captions(reply):
        return
    below = ReplyParameters(message_id=ref, allow_sending_without_reply=True)
    try:
        await bot.send_photo(chat, BufferedInputFile(reply.picture, PICTURE), reply_parameters=below)
    except TelegramAPIError as error:
        log.warning("saying.picture_left_out", error=type(error).__name__)


def _captions(reply: Reply) -> bool:
    return shown_units(reply.text) <= CAPTION


async def change(bot: Bot, workspace: int, staff: int, chat: int, ref: int, reply: Reply) -> None:
    """The bubble shows this from now on. Raises aiogram's errors; one that shows it already is fine."""
    async with writing(chat, ref):
        await edit(bot, chat, ref, reply)
        await remember(workspace, staff, chat, ref, reply)


async def edit(bot: Bot, chat: int, ref: int, reply: Reply) -> None:
    """Writes text and buttons anew, with the picture where there is one: the text must then fit under it. Raises aiogram's
    errors but "not modified"; a bubble with a picture refuses to become one without."""
    buttons = markup(reply.buttons)
    try:
        if reply.picture is None:
            await bot.edit_message_text(text=reply.text, chat_id=chat, message_id=ref, reply_markup=buttons)
        else:
            shown = InputMediaPhoto(media=BufferedInputFile(reply.picture, PICTURE), caption=reply.text)
            await bot.edit_message_media(shown, chat_id=chat, message_id=ref, reply_markup=buttons)
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
    """What a bubble remembers of its drawing: why it was made, at which `rev` of its message, in which language, a digest."""
    inside = reply.text + "|".join(f"{one.label}={one.data}" for row in reply.buttons for one in row)
    return f"{shows.head}:{shows.rev}:{shows.language}:{hashlib.sha256(inside.encode()).hexdigest()[:32]}"


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=one.label, callback_data=one.data) for one in row] for row in rows]
    )
