"""Pictures that change in place, as the pretend Bot API takes and refuses them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from core.sandbox.telegram.media import PHOTO_LIMIT
from core.sandbox.telegram.server import OLIVIA, labels
from tests.core.sandbox.telegram_bench import Bench, bench
from tests.core.sandbox.test_telegram_messages import keys, png


@pytest.fixture
async def tg() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


def photo(width: int, height: int, caption: str = "") -> InputMediaPhoto:
    return InputMediaPhoto(media=BufferedInputFile(png(width, height), "month.png"), caption=caption)


async def sent(tg: Bench) -> Message:
    picture = BufferedInputFile(png(800, 600), "month.png")
    return await tg.bot.send_photo(OLIVIA, picture, caption="May", reply_markup=keys(("Next", "n")))


async def test_a_picture_takes_the_place_of_a_picture_with_its_caption_and_buttons(tg: Bench) -> None:
    first = await sent(tg)
    where = {"chat_id": OLIVIA, "message_id": first.message_id}
    second = await tg.bot.edit_message_media(photo(900, 700, "<b>June</b>"), **where, reply_markup=keys(("Back", "b")))
    assert (second.message_id, second.caption, second.photo[-1].width) == (first.message_id, "June", 900)
    (shown,) = tg.server.chat(OLIVIA)
    assert (labels(shown), shown["caption_entities"][0]["type"]) == (["Back"], "bold")
    assert (await tg.bot.download(second.photo[-1].file_id)).read() == png(900, 700)
    third = await tg.bot.edit_message_media(photo(900, 700), **where)
    assert (third.caption, third.reply_markup) == (None, None)


async def test_a_picture_takes_the_place_of_text_and_text_never_that_of_a_picture(tg: Bench) -> None:
    text = await tg.bot.send_message(OLIVIA, "<b>May</b>")
    where = {"chat_id": OLIVIA, "message_id": text.message_id}
    await tg.bot.edit_message_media(photo(9, 9, "May"), **where)
    (shown,) = tg.server.chat(OLIVIA)
    assert "text" not in shown
    assert "entities" not in shown
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await tg.bot.edit_message_text("May", **where)


async def test_the_same_picture_again_is_not_modified(tg: Bench) -> None:
    first = await sent(tg)
    same = InputMediaPhoto(media=first.photo[-1].file_id, caption="May")
    where = {"chat_id": OLIVIA, "message_id": first.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await tg.bot.edit_message_media(same, **where, reply_markup=keys(("Next", "n")))


@pytest.mark.parametrize(
    ("media", "why"),
    [
        ({"type": "video", "media": "attach://none"}, 'type "video" is not played here'),
        ({"type": "photo"}, 'parameter "media" is required'),
        ({"type": "photo", "media": "attach://none"}, "there is no media in the request"),
        ({"type": "photo", "media": "somewhere"}, "wrong file identifier"),
        ({"type": "photo", "media": "x", "text": "May"}, 'unknown parameter "text"'),
        ("May", 'parameter "media" must be of type Object'),
    ],
)
async def test_malformed_media_is_named_and_changes_nothing(tg: Bench, media: Any, why: str) -> None:
    first = await sent(tg)
    status, answer = await tg.call("editMessageMedia", chat_id=OLIVIA, message_id=first.message_id, media=media)
    assert status == 400
    assert why in answer["description"]
    assert tg.server.chat(OLIVIA)[0]["caption"] == "May"


async def test_too_big_too_long_and_not_ours_are_refused(tg: Bench) -> None:
    first = await sent(tg)
    mine = tg.server.write(OLIVIA, "hello")
    big = InputMediaPhoto(media=BufferedInputFile(png(9, 9) + bytes(PHOTO_LIMIT), "a.png"))
    for media, message, why in (
        (big, first.message_id, "file is too big"),
        (photo(9000, 1001), first.message_id, "PHOTO_INVALID_DIMENSIONS"),
        (photo(9, 9, "x" * 1025), first.message_id, "caption is too long"),
        (photo(9, 9), mine, "message can't be edited"),
        (photo(9, 9), 7, "message to edit not found"),
    ):
        with pytest.raises(TelegramBadRequest, match=why):
            await tg.bot.edit_message_media(media, chat_id=OLIVIA, message_id=message)
