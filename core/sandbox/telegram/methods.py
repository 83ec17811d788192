"""The methods of the Bot API that concern messages: send, edit, delete, answer taps, react, pin.

Each takes the world, typed arguments and files, and returns `result`. Not here: pictures and documents (`telegram.media`),
methods about the bot itself and about updates (`telegram.botside`), and HTTP (`telegram`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.sandbox.telegram import content
from core.sandbox.telegram.params import Args, Spec, Upload, array, bad, boolean, chat, integer, string, thing
from core.sandbox.telegram.world import QUERY_LIFE, Chat, Message, World, media

Files = dict[str, Upload]
Run = Callable[[World, Args, Files], Any]
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_ACTIONS = {
    "typing", "upload_photo", "upload_document", "upload_video", "record_video", "record_voice", "upload_voice",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Bot API: its name in Telegram's spelling, what it takes, what it needs, what it does."""

    name: str
    spec: Spec
    required: tuple[str, ...]
    run: Run


_CHAT: Spec = {"chat_id": chat}
SENDING: Spec = {
    **_CHAT,
    "disable_notification": boolean,
    "protect_content": boolean,
    "reply_parameters": thing,
    "reply_markup": thing,
}
_TEXT: Spec = {"text": string, "parse_mode": string, "entities": array, "link_preview_options": thing}
CAPTION: Spec = {
    "caption": string,
    "parse_mode": string,
    "caption_entities": array,
    "show_caption_above_media": boolean,
    "has_spoiler": boolean,
}
_ONE: Spec = {**_CHAT, "message_id": integer}


def send(world: World, args: Args, what: dict[str, Any]) -> Message:
    """Lays a message of the bot into a chat, with its quote and keyboard."""
    chat = world.find_chat(args["chat_id"])
    reply_to = None
    if "reply_parameters" in args:
        reply_to = content.read_reply(args["reply_parameters"], chat.messages.__contains__)
    if "reply_markup" in args:
        inline, keyboard = content.read_markup(args["reply_markup"])
        what |= {"reply_markup": inline} if inline else {}
        if keyboard is not None:
            chat.keyboard = keyboard or None
            world.emit("keyboard", chat.person.id, keyboard=chat.keyboard)
    return world.put(chat, world.bot, what, reply_to)


def send_message(world: World, args: Args, _files: Files) -> Message:
    what = content.read_text(args, "text", content.TEXT_LIMIT)
    if "text" not in what:
        raise bad("message text is empty")
    return send(world, args, what)


def own(world: World, args: Args, lost: str) -> tuple[Chat, Message]:
    """The message that a call means, if it is the bot's own. Raises ApiError; `lost` is said of one that is gone."""
    chat = world.find_chat(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None:
        raise bad(lost)
    if message["from"]["id"] != world.bot["id"]:
        raise bad("message can't be edited")
    return chat, message


def lay_over(world: World, chat: Chat, message: Message, fresh: dict[str, Any], fields: set[str]) -> Message:
    """Lays `fresh` over a message; of `fields`, those that are not in it go."""
    if {name: message[name] for name in fields if name in message} == fresh:
        raise bad(_NOT_MODIFIED)
    for name in fields - set(fresh):
        message.pop(name, None)
    message.update(fresh)
    message["edit_date"] = int(world.now())
    world.touch(chat, message)
    return message


def inline(args: Args) -> dict[str, Any]:
    """The inline keyboard of an edit, as part of a message; none takes away what there was."""
    keyboard = content.read_inline(args["reply_markup"]) if "reply_markup" in args else {}
    return {"reply_markup": keyboard} if keyboard else {}


def edit_text(world: World, args: Args, _files: Files) -> Message:
    chat, message = own(world, args, "message to edit not found")
    if media(message):
        raise bad("there is no text in the message to edit")
    fresh = content.read_text(args, "text", content.TEXT_LIMIT)
    if "text" not in fresh:
        raise bad("message text is empty")
    return lay_over(world, chat, message, fresh | inline(args), {"text", "entities", "reply_markup"})


def edit_caption(world: World, args: Args, _files: Files) -> Message:
    chat, message = own(world, args, "message to edit not found")
    if not media(message):
        raise bad("there is no caption in the message to edit")
    fresh = content.read_text(args, "caption", content.CAPTION_LIMIT)
    return lay_over(world, chat, message, fresh | inline(args), {"caption", "caption_entities", "reply_markup"})


def edit_markup(world: World, args: Args, _files: Files) -> Message:
    chat, message = own(world, args, "message to edit not found")
    return lay_over(world, chat, message, inline(args), {"reply_markup"})


def delete_message(world: World, args: Args, _files: Files) -> bool:
    chat = world.find_chat(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if world.now() - message["date"] > 48 * 3600:
        raise bad("message can't be deleted")
    world.delete(chat, args["message_id"])
    return True


def answer_query(world: World, args: Args, _files: Files) -> bool:
    query = world.queries.get(args["callback_query_id"])
    if query is None or world.now() - query.at > QUERY_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(args.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answer = {"query_id": query.id, "text": args.get("text", ""), "show_alert": args.get("show_alert", False)}
    query.answer = answer
    if answer["text"]:
        world.chats[query.user_id].toasts.append(answer)
    world.emit("answer", query.user_id, **answer)
    return True


def send_action(world: World, args: Args, _files: Files) -> bool:
    chat = world.find_chat(args["chat_id"])
    if args["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    world.emit("action", chat.person.id, action=args["action"])
    return True


def set_reaction(world: World, args: Args, _files: Files) -> bool:
    chat = world.find_chat(args["chat_id"])
    if args["message_id"] not in chat.messages:
        raise bad("message to react not found")
    emoji = content.read_reaction(args.get("reaction", []))
    if emoji:
        chat.reactions[args["message_id"]] = emoji
    else:
        chat.reactions.pop(args["message_id"], None)
    world.emit("reaction", chat.person.id, message_id=args["message_id"], emoji=emoji)
    return True


def pin(world: World, args: Args, _files: Files) -> bool:
    chat = world.find_chat(args["chat_id"])
    if args["message_id"] not in chat.messages:
        raise bad("message to pin not found")
    chat.pinned = args["message_id"]
    world.emit("pinned", chat.person.id, message_id=chat.pinned)
    return True


EDIT: Spec = {**_ONE, "reply_markup": thing}
_ANSWER: Spec = {"callback_query_id": string, "text": string, "show_alert": boolean, "cache_time": integer}
ONE_MESSAGE = ("chat_id", "message_id")
METHODS = (
    Method("sendMessage", {**SENDING, **_TEXT}, ("chat_id", "text"), send_message),
    Method("editMessageText", {**EDIT, **_TEXT}, (*ONE_MESSAGE, "text"), edit_text),
    Method("editMessageCaption", {**EDIT, **CAPTION}, ONE_MESSAGE, edit_caption),
    Method("editMessageReplyMarkup", EDIT, ONE_MESSAGE, edit_markup),
    Method("deleteMessage", _ONE, ONE_MESSAGE, delete_message),
    Method("answerCallbackQuery", _ANSWER, ("callback_query_id",), answer_query),
    Method("sendChatAction", {**_CHAT, "action": string}, ("chat_id", "action"), send_action),
    Method("setMessageReaction", {**_ONE, "reaction": array, "is_big": boolean}, ONE_MESSAGE, set_reaction),
    Method("pinChatMessage", {**_ONE, "disable_notification": boolean}, ONE_MESSAGE, pin),
)
