"""The methods of the Bot API that concern the bot itself: who it is, its commands and descriptions, its files.

Not here: messages (`telegram.methods`). Of updates and webhooks only what they take; the server does them (`telegram`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from core.sandbox.telegram.methods import Files, Method
from core.sandbox.telegram.params import Args, array, bad, boolean, file, integer, string, thing
from core.sandbox.telegram.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"}
_LIMITS = {"description": 512, "short_description": 120}


def get_me(world: World, _args: Args, _files: Files) -> dict[str, Any]:
    can = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**world.bot, **can, "can_connect_to_business": False, "has_main_web_app": False}


def _scope(args: Args) -> tuple[str, str]:
    scope = args.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad("can't parse BotCommandScope: unknown type")
    return (f"chat:{scope.get('chat_id')}" if kind == "chat" else str(kind)), args.get("language_code", "")


def set_commands(world: World, args: Args, _files: Files) -> bool:
    commands = args["commands"]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not isinstance(one, dict) or set(one) != {"command", "description"}:
            raise bad("can't parse BotCommand: command and description expected")
        if not _COMMAND.fullmatch(str(one["command"]).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one["description"])) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(args)] = commands
    world.emit("commands")
    return True


def get_commands(world: World, args: Args, _files: Files) -> list[dict[str, str]]:
    return world.commands.get(_scope(args), [])


def delete_commands(world: World, args: Args, _files: Files) -> bool:
    world.commands.pop(_scope(args), None)
    world.emit("commands")
    return True


def _set_text(name: str) -> Any:
    def run(world: World, args: Args, _files: Files) -> bool:
        if len(args.get(name, "")) > _LIMITS[name]:
            raise bad(f"{name.replace('_', ' ')} is too long")
        world.texts[name, args.get("language_code", "")] = args.get(name, "")
        return True

    return run


def set_menu_button(world: World, args: Args, _files: Files) -> bool:
    button = args.get("menu_button", {"type": "default"})
    if button.get("type") not in ("commands", "default"):
        raise bad("can't parse MenuButton: only commands and default are played here")
    world.menu_button = json.loads(json.dumps(button))
    return True


def get_file(world: World, args: Args, _files: Files) -> dict[str, Any]:
    if args["file_id"] not in world.files:
        raise bad("invalid file_id")
    path, upload = world.files[args["file_id"]]
    unique = args["file_id"][-15:]
    return {"file_id": args["file_id"], "file_unique_id": unique, "file_size": len(upload.data), "file_path": path}


def by_server(_world: World, _args: Args, _files: Files) -> Any:
    """Stands where the server itself must act."""
    raise NotImplementedError


_UPDATES = {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": array}
_WEBHOOK = {
    "url": string,
    "certificate": file,
    "max_connections": integer,
    "allowed_updates": array,
    "drop_pending_updates": boolean,
    "secret_token": string,
}
_SCOPED = {"scope": thing, "language_code": string}
METHODS = (
    Method("getMe", {}, (), get_me),
    Method("setMyCommands", {**_SCOPED, "commands": array}, ("commands",), set_commands),
    Method("getMyCommands", _SCOPED, (), get_commands),
    Method("deleteMyCommands", _SCOPED, (), delete_commands),
    Method("setMyDescription", {"description": string, "language_code": string}, (), _set_text("description")),
    Method(
        "setMyShortDescription",
        {"short_description": string, "language_code": string},
        (),
        _set_text("short_description"),
    ),
    Method("setChatMenuButton", {"chat_id": integer, "menu_button": thing}, (), set_menu_button),
    Method("getUpdates", _UPDATES, (), by_server),
    Method("setWebhook", _WEBHOOK, (), by_server),
    Method("deleteWebhook", {"drop_pending_updates": boolean}, (), by_server),
    Method("getWebhookInfo", {}, (), by_server),
    Method("getFile", {"file_id": string}, ("file_id",), get_file),
)
