"""What a bot may put into a message: text with its markup, keyboards, reply quotes, pictures. Strict, as Telegram is.

Values in, values out; errors are ApiError 400 in Telegram's words. Not here: which method takes what, and any state.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from core.sandbox.telegram.html import Entity, HtmlError, clean, find_commands, read_html, trim
from core.sandbox.telegram.params import Args, bad, boolean, integer, string

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
"""Bytes of callback_data."""

_ENTITIES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "blockquote",
    "expandable_blockquote", "bot_command", "url", "email", "phone_number", "mention", "hashtag", "custom_emoji",
}  # fmt: skip
_ACTIONS = {"callback_data", "url", "copy_text", "switch_inline_query", "switch_inline_query_current_chat"}
_BUTTON = {"text", "style", "icon_custom_emoji_id"} | _ACTIONS
_STYLES = {"primary", "success", "danger"}
_KEY = {"text", "request_contact", "request_location", "style", "icon_custom_emoji_id"}
_KEYBOARD_FLAGS = {"is_persistent", "resize_keyboard", "one_time_keyboard", "selective", "force_reply"}
_REPLY = {"message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_position"}
_REACTIONS = set(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)


def read_text(args: Args, name: str, limit: int) -> dict[str, Any]:
    """`{name: text}` and its entities. Raises ApiError for markup that cannot be read and for too long a text."""
    mode = args.get("parse_mode", "")
    given_name = "entities" if name == "text" else f"{name}_entities"
    source = clean(args.get(name, ""))
    given = args.get(given_name)
    if mode and mode.lower() != "html":
        raise bad(f'parse_mode "{mode}" is not played here: use HTML')
    if mode and given is None:
        try:
            text, entities = read_html(source)
        except HtmlError as error:
            raise bad(f"can't parse entities: {error}") from error
    else:
        text, entities = source, [_entity(one) for one in given or []]
    text, entities = trim(text, entities)
    if len(text) > limit:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    entities += [command for command in find_commands(text) if not _inside(command, entities)]
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    found: dict[str, Any] = {name: text} if text else {}
    return found | ({given_name: entities} if entities else {})


def _entity(given: Any) -> Entity:
    if not isinstance(given, dict) or given.get("type") not in _ENTITIES:
        raise bad("can't parse entities: unsupported MessageEntity type")
    try:
        offset, length = integer(given.get("offset")), integer(given.get("length"))
    except ValueError as error:
        raise bad("can't parse entities: offset and length must be Integer") from error
    return {**given, "offset": offset, "length": length}


def _inside(inner: Entity, entities: list[Entity]) -> bool:
    start, end = inner["offset"], inner["offset"] + inner["length"]
    return any(
        one["offset"] < end and start < one["offset"] + one["length"] and one["type"] in ("code", "pre", "text_link")
        for one in entities
    )


def read_inline(markup: dict[str, Any]) -> dict[str, Any]:
    """A checked InlineKeyboardMarkup; `{}` where it has no buttons."""
    rows = markup.get("inline_keyboard")
    if set(markup) != {"inline_keyboard"} or not isinstance(rows, list):
        raise bad("inline keyboard expected")
    if not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: Array of Array of InlineKeyboardButton expected")
    kept = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in kept) > 100 or any(len(row) > 8 for row in kept):
        raise bad("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": kept} if kept else {}


def _inline_button(button: Any) -> dict[str, Any]:
    where = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad(f"{where}: InlineKeyboardButton must be an Object")
    if unknown := set(button) - _BUTTON:
        raise bad(f'{where}: unknown field "{min(unknown)}"')
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad(f'{where}: Field "text" must be of type String and not empty')
    if len(_ACTIONS & set(button)) != 1:
        raise bad(f"{where}: Text buttons are unallowed in the inline keyboard")
    if button.get("style", "primary") not in _STYLES:
        raise bad(f"{where}: invalid style")
    data = button.get("callback_data", "x")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url", "tg://x")
    if not isinstance(url, str) or not url.startswith(("http://", "https://", "tg://")):
        raise bad("BUTTON_URL_INVALID")
    return button


def read_markup(markup: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What stays on the message, and what becomes of the keyboard below the chat (None: nothing, `{}`: it goes)."""
    if "inline_keyboard" in markup:
        return read_inline(markup), None
    if markup.get("remove_keyboard") is True and set(markup) <= {"remove_keyboard", "selective"}:
        return {}, {}
    if "keyboard" in markup:
        return {}, _reply_keyboard(markup)
    if markup.get("force_reply") is True and set(markup) <= {"force_reply", "input_field_placeholder", "selective"}:
        return {}, None
    raise bad("can't parse reply keyboard markup JSON object")


def _reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    where = "can't parse reply keyboard markup JSON object"
    if not set(markup) <= _KEYBOARD_FLAGS | {"keyboard", "input_field_placeholder"}:
        raise bad(where)
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(where)
    for button in (button for row in rows for button in row):
        if isinstance(button, str):
            continue
        if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not set(button) <= _KEY:
            raise bad("can't parse keyboard button: KeyboardButton must be an Object with a text")
    return markup


def read_reply(given: dict[str, Any], there: Callable[[int], bool]) -> int | None:
    """Which message is answered. None: it is gone and may be."""
    if unknown := set(given) - _REPLY:
        raise bad(f'can\'t parse reply parameters: unknown field "{min(unknown)}"')
    try:
        message_id = integer(given.get("message_id"))
        lenient = boolean(given.get("allow_sending_without_reply", False))
    except ValueError as error:
        raise bad("can't parse reply parameters: message_id must be Integer") from error
    if there(message_id):
        return message_id
    if lenient:
        return None
    raise bad("message to be replied not found")


def read_reaction(given: list[Any]) -> str:
    """The emoji of a bot's reaction; empty takes it away. Raises ApiError for more than one and for odd ones."""
    if not given:
        return ""
    one = given[0]
    if len(given) > 1 or not isinstance(one, dict) or one.get("type") != "emoji":
        raise bad("REACTIONS_TOO_MANY")
    emoji = string(one.get("emoji") or "").rstrip("\ufe0f")
    if emoji.replace("\u200d", "").strip("♂♀") == "" or emoji[0] not in _REACTIONS:
        raise bad("REACTION_INVALID")
    return emoji


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG. Raises ApiError for what is neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise bad("IMAGE_PROCESS_FAILED")
