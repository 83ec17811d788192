"""Telegram's memory: people, private chats with the bot, messages, button taps, files, the command menu.

What happens here is what people and the bot do to each other. Not here: parameters and methods (`telegram.methods`),
HTTP (`telegram`), delivery of updates (`telegram.updates`, `telegram.webhook`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.sandbox.telegram.html import find_commands
from core.sandbox.telegram.params import ApiError, Upload, bad
from core.sandbox.telegram.updates import Updates

Message = dict[str, Any]
Event = dict[str, Any]

OLIVIA, SAM, STRANGER = 1001, 1002, 1003
QUERY_LIFE = 900.0
"""Seconds after which a tap can no longer be answered. Telegram gives no figure; this is our choice."""
_MEDIA = ("photo", "document", "contact")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can talk to the bot. `begun`: has pressed Start before, so that the bot may write first."""

    id: int
    first_name: str
    username: str
    about: str = ""
    begun: bool = True
    language: str = "en"

    def user(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language,
        }


STAFF = (
    Person(OLIVIA, "Olivia", "olivia_clinic", "owner"),
    Person(SAM, "Sam", "sam_clinic", "sender"),
    Person(STRANGER, "Stranger", "who_is_this", "a stranger", begun=False),
)


@dataclass(slots=True)
class Chat:
    """One private chat. `revisions` says for each message at which change of the world it was last touched."""

    person: Person
    begun: bool
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    toasts: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[int, str] = field(default_factory=dict)
    keyboard: dict[str, Any] | None = None
    pinned: int | None = None

    def head(self) -> dict[str, Any]:
        person = self.person
        return {"id": person.id, "type": "private", "first_name": person.first_name, "username": person.username}


@dataclass(slots=True)
class Query:
    """A tap that waits for its answer."""

    id: str
    user_id: int
    data: str
    at: float
    answer: dict[str, Any] | None = None


class World:
    """The state. Every change is told to `listeners` as a dict with `kind`, `chat_id` and what changed."""

    def __init__(self, token: str, people: Iterable[Person], now: Callable[[], float], first_id: int) -> None:
        self.now = now
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Belfry",
            "username": "belfry_sandbox_bot",
        }
        self.revision = 0
        self.chats = {person.id: Chat(person, person.begun) for person in people}
        self.updates = Updates(first_id, lambda: self.emit("poll"))
        self.queries: dict[str, Query] = {}
        self.files: dict[str, tuple[str, Upload]] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: dict[str, Any] = {"type": "default"}
        self.listeners: list[Callable[[Event], None]] = []
        self._last_message = first_id

    def go_on_after(self, last_message: int) -> None:
        """Ids of messages begin after this one: an earlier life used those before."""
        self._last_message = max(self._last_message, last_message)

    def emit(self, kind: str, chat_id: int | None = None, **what: Any) -> None:
        for listen in list(self.listeners):
            listen({"kind": kind, "chat_id": chat_id, "revision": self.revision, **what})

    def chat(self, user_id: int) -> Chat:
        if user_id not in self.chats:
            raise ValueError(f"nobody with the id {user_id} is at Telegram; there are {sorted(self.chats)}")
        return self.chats[user_id]

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat that the bot means. Raises ApiError 400 and 403 as Telegram does."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not chat.begun:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def put(self, chat: Chat, sender: Mapping[str, Any], content: Mapping[str, Any], reply_to: int | None) -> Message:
        """Lays a new message into a chat."""
        self._last_message += 1
        message: Message = {
            "message_id": self._last_message,
            "from": dict(sender),
            "chat": chat.head(),
            "date": int(self.now()),
            **content,
        }
        if reply_to is not None:
            quoted = {name: value for name, value in chat.messages[reply_to].items() if name != "reply_to_message"}
            message["reply_to_message"] = quoted
        chat.messages[message["message_id"]] = message
        self.touch(chat, message)
        return message

    def touch(self, chat: Chat, message: Message) -> None:
        """Notes that a message is new or changed, and tells."""
        self.revision += 1
        chat.revisions[message["message_id"]] = self.revision
        self.emit("message", chat.person.id, message=message)

    def delete(self, chat: Chat, message_id: int) -> None:
        self.revision += 1
        chat.messages.pop(message_id)
        chat.revisions.pop(message_id, None)
        self.emit("deleted", chat.person.id, message_id=message_id)

    def say(self, user_id: int, content: dict[str, Any], reply_to: int | None = None) -> int:
        """A person writes to the bot: a message and its update. Returns the message's id."""
        chat = self.chat(user_id)
        if reply_to is not None and reply_to not in chat.messages:
            raise ValueError(f"there is no message {reply_to} in this chat to reply to")
        if "text" in content and (commands := find_commands(content["text"])):
            content = {**content, "entities": commands}
        chat.begun, chat.blocked = True, False
        message = self.put(chat, chat.person.user(), content, reply_to)
        self.updates.add("message", message)
        return int(message["message_id"])

    def press(self, user_id: int, message_id: int, button: str, times: int) -> list[str]:
        """A person taps a button, found by its label or data, `times` over. Returns the ids of the queries."""
        chat = self.chat(user_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise ValueError(f"there is no message {message_id} in this chat")
        data = _find_button(message, button)
        ids = []
        for _ in range(times):
            query_id = hashlib.sha256(f"{user_id}/{message_id}/{len(self.queries)}".encode()).hexdigest()[:18]
            query_id = str(int(query_id, 16))
            self.queries[query_id] = Query(query_id, user_id, data, self.now())
            payload = {
                "id": query_id,
                "from": chat.person.user(),
                "message": dict(message),
                "chat_instance": str(user_id * 7919),
                "data": data,
            }
            self.updates.add("callback_query", payload)
            self.emit("tap", user_id, message_id=message_id, data=data, query_id=query_id)
            ids.append(query_id)
        return ids

    def keep_file(self, upload: Upload) -> tuple[str, str]:
        """Stores a file; returns its id and its unique id."""
        digest = hashlib.sha256(upload.data + str(len(self.files)).encode()).hexdigest()
        file_id, unique = f"SB{digest[:40]}", digest[25:40]
        folder = "photos" if upload.mime.startswith("image/") else "documents"
        self.files[file_id] = (f"{folder}/file_{len(self.files)}.{upload.name.rpartition('.')[2][:8] or 'bin'}", upload)
        return file_id, unique

    def menu(self, user_id: int) -> list[dict[str, str]]:
        """The commands that this person's client shows: the most precise scope wins, then the language."""
        language = self.chat(user_id).person.language
        for scope in (f"chat:{user_id}", "all_private_chats", "default"):
            for spoken in (language, ""):
                if (scope, spoken) in self.commands:
                    return self.commands[scope, spoken]
        return []


def media(message: Message) -> str | None:
    """Which kind of content beside text a message has."""
    return next((kind for kind in _MEDIA if kind in message), None)


def buttons(message: Message) -> list[dict[str, Any]]:
    """The inline buttons of a message, in reading order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: Message) -> list[str]:
    """What is written on the buttons of a message, in reading order."""
    return [button["text"] for button in buttons(message)]


def _find_button(message: Message, wanted: str) -> str:
    there = buttons(message)
    for button in [b for b in there if b["text"] == wanted] + [b for b in there if b.get("callback_data") == wanted]:
        if "callback_data" not in button:
            raise ValueError(f"the button {wanted!r} leads elsewhere and sends nothing to the bot")
        return str(button["callback_data"])
    raise ValueError(f"no button {wanted!r} on message {message['message_id']}; there are {labels(message)}")


def first_id() -> int:
    """A start for ids that grows with time: a sandbox that starts anew must not repeat ids that Belfry remembers."""
    return int(time.time())
