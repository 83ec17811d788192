"""The pretend Bot API as aiogram meets it: messages, buttons, files, and what Telegram refuses."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from core.sandbox.telegram.server import OLIVIA, STRANGER, TelegramServer, labels
from tests.core.sandbox.telegram_bench import TOKEN, Bench, bench, hang_up, make_bot


@pytest.fixture
async def tg() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


def keys(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=t, callback_data=d) for t, d in pairs]])


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"rest"


async def test_a_bot_learns_who_it_is(tg: Bench) -> None:
    me = await tg.bot.get_me()
    assert (me.id, me.is_bot) == (4242, True)


async def test_a_message_with_tags_arrives_as_text_with_entities(tg: Bench) -> None:
    sent = await tg.bot.send_message(OLIVIA, "Hi 👋 <b>Ana &amp; <i>co</i></b> <a href='https://a.example'>x</a>")
    assert sent.text == "Hi 👋 Ana & co x"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 6, 8),
        ("italic", 12, 2),
        ("text_link", 15, 1),
    ]
    assert sent.html_text == 'Hi 👋 <b>Ana &amp; <i>co</i></b> <a href="https://a.example">x</a>'
    assert tg.server.chat(OLIVIA)[0]["text"] == "Hi 👋 Ana & co x"


async def test_a_text_without_parse_mode_keeps_its_angle_brackets(tg: Bench) -> None:
    sent = await tg.bot.send_message(OLIVIA, "1 < 2 & <b>", parse_mode=None)
    assert (sent.text, sent.entities) == ("1 < 2 & <b>", None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<table>", 'Unsupported start tag "table" at byte offset 0'),
        ("é <b>x", 'Can\'t find end tag corresponding to start tag "b" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b x='1", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("fish & chips", "Unescaped or unknown character reference at byte offset 5"),
        ("&nbsp;", "Unescaped or unknown character reference at byte offset 0"),
        ("&#0;", "Unescaped or unknown character reference at byte offset 0"),
    ],
)
async def test_markup_that_cannot_be_read_is_refused(tg: Bench, text: str, why: str) -> None:
    with pytest.raises(TelegramBadRequest) as caught:
        await tg.bot.send_message(OLIVIA, text)
    assert caught.value.message == f"Bad Request: can't parse entities: {why}"
    assert tg.server.chat(OLIVIA) == []


@pytest.mark.parametrize(
    ("text", "plain", "types"),
    [
        ("<pre><code class='language-py'>x</code></pre>", "x", ["pre"]),
        ("<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote"]),
        ("<tg-spoiler>s</tg-spoiler><s>t</s><u>u</u>", "stu", ["spoiler", "strikethrough", "underline"]),
        ("<B>x</B>", "x", ["bold"]),
        ("<a href='nowhere'>x</a>", "x", []),
        ("<b></b>x", "x", []),
        ("  <b> x </b>\n", "x", ["bold"]),
        ("&#x27;&#39;&quot;&lt;&gt;", "''\"<>", []),
        ("try /help or <code>/no</code>", "try /help or /no", ["bot_command", "code"]),
        ("&lt;/b&gt; and a/b and x /list", "</b> and a/b and x /list", ["bot_command"]),
        ("a\x00b\r\nc", "a b\nc", []),
    ],
)
async def test_markup_is_read_as_telegram_reads_it(tg: Bench, text: str, plain: str, types: list[str]) -> None:
    sent = await tg.bot.send_message(OLIVIA, text)
    assert sent.text == plain
    assert [entity.type for entity in sent.entities or []] == types


async def test_what_telegram_refuses_in_a_message_is_refused(tg: Bench) -> None:
    bot = tg.bot
    refused = {
        "message is too long": bot.send_message(OLIVIA, "x" * 4097),
        "message text is empty": bot.send_message(OLIVIA, "  <b> </b>"),
        "chat not found": bot.send_message(99, "hello"),
        'parse_mode "MarkdownV2" is not played here: use HTML': bot.send_message(OLIVIA, "x", parse_mode="MarkdownV2"),
        "BUTTON_DATA_INVALID": bot.send_message(OLIVIA, "x", reply_markup=keys(("a", "é" * 33))),
        "message to be replied not found": bot.send_message(
            OLIVIA, "x", reply_parameters=ReplyParameters(message_id=1)
        ),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard": bot.send_message(
            OLIVIA, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a")]])
        ),
        "message to edit not found": bot.edit_message_text("x", chat_id=OLIVIA, message_id=1),
        "message to delete not found": bot.delete_message(OLIVIA, 1),
        "message to react not found": bot.set_message_reaction(OLIVIA, 1),
        "message to pin not found": bot.pin_chat_message(OLIVIA, 1),
        "wrong parameter action in request": bot.send_chat_action(OLIVIA, "dancing"),
        "query is too old and response timeout expired or query ID is invalid": bot.answer_callback_query("7"),
        "BOT_COMMAND_INVALID": bot.set_my_commands([BotCommand(command="No!", description="x")]),
        "IMAGE_PROCESS_FAILED": bot.send_photo(OLIVIA, BufferedInputFile(b"no picture", "a.png")),
        "wrong file identifier/HTTP URL specified": bot.send_document(OLIVIA, "https://a.example/x.pdf"),
        "invalid file_id": bot.get_file("nope"),
    }
    for why, call in refused.items():
        with pytest.raises(TelegramBadRequest) as caught:
            await call
        assert caught.value.message == f"Bad Request: {why}"
    assert tg.server.chat(OLIVIA) == []
    assert (await bot.send_message(OLIVIA, "<b>" + "x" * 4096 + "</b>")).text == "x" * 4096


async def test_unknown_methods_tokens_and_parameters_are_errors(tg: Bench) -> None:
    assert await tg.call("sendDice", chat_id=OLIVIA) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert (await tg.call("getMe", token="1:x"))[0] == 401
    for parameters, why in [
        ({"chat_id": OLIVIA, "text": "x", "colour": "red"}, 'unknown parameter "colour"'),
        ({"chat_id": "Olivia", "text": "x"}, 'parameter "chat_id" must be of type Integer'),
        ({"chat_id": OLIVIA, "text": 5}, 'parameter "text" must be of type String'),
        ({"chat_id": OLIVIA, "text": "x", "reply_markup": "{"}, 'parameter "reply_markup" must be of type Object'),
        ({"chat_id": OLIVIA, "text": "x", "protect_content": 7}, 'parameter "protect_content" must be of type Boolean'),
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": OLIVIA, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "fun": 1}]]}},
         'can\'t parse inline keyboard button: unknown field "fun"'),
    ]:  # fmt: skip
        status, answer = await tg.call("sendMessage", **parameters)
        assert (status, answer["description"]) == (400, f"Bad Request: {why}")
    stranger = make_bot(tg.url, "1:other")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    with pytest.raises(TelegramNotFound):
        await tg.bot.send_dice(OLIVIA)
    await hang_up(stranger)


async def test_method_names_are_read_in_any_case_and_by_get(tg: Bench) -> None:
    async with tg.http.get(f"{tg.url}/bot{TOKEN}/SENDMESSAGE?chat_id={OLIVIA}&text=hi") as answer:
        assert (await answer.json())["result"]["text"] == "hi"


async def test_a_stranger_must_write_first_and_who_blocks_gets_nothing(tg: Bench) -> None:
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await tg.bot.send_message(STRANGER, "hello")
    tg.server.write(STRANGER, "/start")
    await tg.bot.send_message(STRANGER, "hello")
    tg.server.block(STRANGER)
    with pytest.raises(TelegramForbiddenError, match="blocked"):
        await tg.bot.send_message(STRANGER, "hello")


async def test_an_edit_changes_text_and_takes_the_buttons_unless_they_are_given_again(tg: Bench) -> None:
    sent = await tg.bot.send_message(OLIVIA, "one", reply_markup=keys(("Stop", "s:1")))
    assert labels(tg.server.chat(OLIVIA)[0]) == ["Stop"]
    edited = await tg.bot.edit_message_text("two", chat_id=OLIVIA, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup, edited.edit_date is not None) == ("two", None, True)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await tg.bot.edit_message_text("<b></b>two", chat_id=OLIVIA, message_id=sent.message_id)
    await tg.bot.edit_message_reply_markup(chat_id=OLIVIA, message_id=sent.message_id, reply_markup=keys(("Go", "g")))
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await tg.bot.edit_message_reply_markup(
            chat_id=OLIVIA, message_id=sent.message_id, reply_markup=keys(("Go", "g"))
        )
    mine = tg.server.write(OLIVIA, "my own words")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await tg.bot.edit_message_text("x", chat_id=OLIVIA, message_id=mine)


async def test_a_tap_is_answered_with_a_toast(tg: Bench) -> None:
    sent = await tg.bot.send_message(OLIVIA, "sure?", reply_markup=keys(("Yes", "y"), ("No", "n")))
    (query_id,) = tg.server.tap(OLIVIA, sent.message_id, "No")
    (update,) = await tg.bot.get_updates()
    query = update.callback_query
    assert (query.id, query.data, query.from_user.id, query.message.text) == (query_id, "n", OLIVIA, "sure?")
    await tg.bot.answer_callback_query(query.id, "Fine")
    assert tg.server.toasts(OLIVIA) == [{"query_id": query_id, "text": "Fine", "show_alert": False}]
    assert (await tg.server.wait_for_answer(query_id))["text"] == "Fine"
    with pytest.raises(ValueError, match=r"no button 'Perhaps'.*Yes"):
        tg.server.tap(OLIVIA, sent.message_id, "Perhaps")


async def test_an_old_tap_cannot_be_answered() -> None:
    hours = [1_800_000_000.0]
    async with bench(now=lambda: hours[0]) as tg:
        sent = await tg.bot.send_message(OLIVIA, "sure?", reply_markup=keys(("Yes", "y")))
        (query_id,) = tg.server.tap(OLIVIA, sent.message_id, "y")
        hours[0] += 3600
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await tg.bot.answer_callback_query(query_id)


async def test_replies_quote_in_both_directions(tg: Bench) -> None:
    asked = tg.server.write(OLIVIA, "when?")
    answered = await tg.bot.send_message(OLIVIA, "at nine", reply_parameters=ReplyParameters(message_id=asked))
    assert answered.reply_to_message.text == "when?"
    tg.server.write(OLIVIA, "thanks", reply_to=answered.message_id)
    update = (await tg.bot.get_updates())[-1]
    assert update.message.reply_to_message.text == "at nine"
    lost = ReplyParameters(message_id=1, allow_sending_without_reply=True)
    assert (await tg.bot.send_message(OLIVIA, "x", reply_parameters=lost)).reply_to_message is None


async def test_pictures_and_documents_go_both_ways(tg: Bench) -> None:
    picture = BufferedInputFile(png(800, 600), "week.png")
    photo = await tg.bot.send_photo(OLIVIA, picture, caption="<b>Week 30</b>", reply_markup=keys(("Next", "n")))
    assert (photo.photo[-1].width, photo.photo[-1].height, photo.caption) == (800, 600, "Week 30")
    again = await tg.bot.send_photo(OLIVIA, photo.photo[-1].file_id)
    assert again.photo[-1].file_id == photo.photo[-1].file_id
    await tg.bot.edit_message_caption(chat_id=OLIVIA, message_id=photo.message_id, caption="Week 31")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await tg.bot.edit_message_text("x", chat_id=OLIVIA, message_id=photo.message_id)
    tg.server.send_file(OLIVIA, "people.csv", b"Ana,+351912000001")
    (update,) = await tg.bot.get_updates()
    assert update.message.document.file_name == "people.csv"
    assert (await tg.bot.download(update.message.document)).read() == b"Ana,+351912000001"


async def test_a_contact_card_arrives(tg: Bench) -> None:
    tg.server.share_contact(OLIVIA, "+351912345678", "Bruno", "Reis")
    (update,) = await tg.bot.get_updates()
    assert (update.message.contact.phone_number, update.message.contact.last_name) == ("+351912345678", "Reis")


async def test_the_command_menu_shows_the_most_precise_scope(tg: Bench) -> None:
    await tg.bot.set_my_commands([BotCommand(command="help", description="What I can do")])
    await tg.bot.set_my_commands([BotCommand(command="ayuda", description="Ayuda")], language_code="es")
    assert [c.command for c in await tg.bot.get_my_commands(language_code="es")] == ["ayuda"]
    assert tg.server.world.menu(OLIVIA) == [{"command": "help", "description": "What I can do"}]
    await tg.bot.delete_my_commands()
    assert tg.server.world.menu(OLIVIA) == []
    await tg.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await tg.bot.set_my_description("Schedules messages")
    await tg.bot.set_my_short_description("Belfry")


async def test_small_things_reach_the_chat(tg: Bench) -> None:
    seen: list[str] = []
    stop = tg.server.on_change(lambda event: seen.append(event["kind"]))
    sent = await tg.bot.send_message(
        OLIVIA, "x", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Me", request_contact=True)]])
    )
    assert tg.server.world.chat(OLIVIA).keyboard["keyboard"][0][0]["text"] == "Me"
    await tg.bot.send_message(OLIVIA, "y", reply_markup=ReplyKeyboardRemove())
    assert tg.server.world.chat(OLIVIA).keyboard is None
    await tg.bot.send_chat_action(OLIVIA, "typing")
    await tg.bot.set_message_reaction(OLIVIA, sent.message_id, [ReactionTypeEmoji(emoji="👍")])
    assert tg.server.world.chat(OLIVIA).reactions == {sent.message_id: "👍"}
    await tg.bot.pin_chat_message(OLIVIA, sent.message_id)
    await tg.bot.delete_message(OLIVIA, sent.message_id)
    assert [message["text"] for message in tg.server.chat(OLIVIA)] == ["y"]
    stop()
    await tg.bot.send_message(OLIVIA, "unheard")
    assert seen == ["keyboard", "message", "keyboard", "message", "action", "reaction", "pinned", "deleted"]


async def test_waiting_for_a_message_ends_with_what_was_said_instead(tg: Bench) -> None:
    await tg.bot.send_message(OLIVIA, "good morning", reply_markup=keys(("Hi", "h")))
    assert (await tg.server.wait_for(OLIVIA, "morning"))["text"] == "good morning"
    assert await tg.server.wait_for(OLIVIA, lambda message: labels(message) == ["Hi"])
    with pytest.raises(TimeoutError, match=r"good morning.*Hi"):
        await tg.server.wait_for(OLIVIA, "evening", timeout=0.01)


async def test_it_listens_on_its_own() -> None:
    server = TelegramServer(TOKEN)
    bot = make_bot(await server.start())
    try:
        await bot.send_message(OLIVIA, "here")
    finally:
        await hang_up(bot)
        await server.close()
    assert [name for name, _args in server.calls] == ["sendMessage"]


@pytest.mark.parametrize(
    ("method", "parameters", "why"),
    [
        ("sendMessage", {"reply_markup": {"inline_keyboard": "rows"}}, "inline keyboard expected"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": ["row"]}}, "can't parse inline keyboard"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [["key"]]}}, "InlineKeyboardButton must be an Object"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": " ", "url": "tg://x"}]]}}, 'Field "text"'),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "x"}]]}}, "BUTTON_URL_INVALID"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "tg://x", "style": "pink"}]]}}, "style"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "tg://x"}] * 9]}}, "TOO_LONG"),
        ("sendMessage", {"reply_markup": {"keyboard": "rows"}}, "can't parse reply keyboard"),
        ("sendMessage", {"reply_markup": {"keyboard": [[{"label": "a"}]]}}, "can't parse keyboard button"),
        ("sendMessage", {"reply_markup": {"keyboard": [], "colour": 1}}, "can't parse reply keyboard"),
        ("sendMessage", {"reply_markup": {}}, "can't parse reply keyboard"),
        ("sendMessage", {"entities": [{"type": "shout", "offset": 0, "length": 1}]}, "unsupported MessageEntity"),
        ("sendMessage", {"entities": [{"type": "bold", "offset": "x", "length": 1}]}, "must be Integer"),
        ("sendMessage", {"reply_parameters": {"message": 1}}, 'unknown field "message"'),
        ("sendMessage", {"reply_parameters": {"message_id": "x"}}, "message_id must be Integer"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "command and description expected"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [], "scope": {"type": "planet"}}, "unknown type"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setChatMenuButton", {"menu_button": {"type": "web_app"}}, "only commands and default"),
        ("sendPhoto", {"photo": "attach://none"}, "there is no photo in the request"),
    ],
)  # fmt: skip
async def test_a_malformed_part_is_named(tg: Bench, method: str, parameters: dict[str, object], why: str) -> None:
    common = {"chat_id": OLIVIA, "text": "x"} if method == "sendMessage" else {}
    common |= {"chat_id": OLIVIA} if method == "sendPhoto" else {}
    status, answer = await tg.call(method, **common, **parameters)
    assert status == 400
    assert why in answer["description"]
    assert tg.server.chat(OLIVIA) == []


async def test_entities_may_be_given_instead_of_tags(tg: Bench) -> None:
    bold = {"type": "bold", "offset": 1, "length": 2}
    _, answer = await tg.call("sendMessage", chat_id=OLIVIA, text=" ab c", entities=[bold])
    assert (answer["result"]["text"], answer["result"]["entities"]) == ("ab c", [{**bold, "offset": 0}])


async def test_a_jpeg_is_measured_and_an_odd_reaction_refused(tg: Bench) -> None:
    app0 = b"\xff\xe0\x00\x10" + b"\x00" * 14
    jpeg = b"\xff\xd8" + app0 + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03" + b"\x00" * 12
    sent = await tg.bot.send_photo(OLIVIA, BufferedInputFile(jpeg, "a.jpg"))
    assert (sent.photo[0].width, sent.photo[0].height) == (40, 30)
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await tg.bot.set_message_reaction(OLIVIA, sent.message_id, [ReactionTypeEmoji(emoji="x")])
    two = [ReactionTypeEmoji(emoji="👍"), ReactionTypeEmoji(emoji="🔥")]
    with pytest.raises(TelegramBadRequest, match="REACTIONS_TOO_MANY"):
        await tg.bot.set_message_reaction(OLIVIA, sent.message_id, two)
    await tg.bot.set_message_reaction(OLIVIA, sent.message_id, [])
