"""aiogram, loaded quickly, is the same aiogram. In a process of its own, where nothing has loaded it yet."""

from __future__ import annotations

import subprocess
import sys

EVERY_MODEL = """
import sys
from bot import quick_aiogram
quick_aiogram.load()
from pydantic import BaseModel, ValidationError
from aiogram import methods, types
built = [one for one in vars(types).values() if isinstance(one, type) and issubclass(one, BaseModel)]
assert not all(one.__pydantic_complete__ for one in built), "nothing was left for later"
built += [getattr(methods, name) for name in methods.__all__]
for one in built:
    if isinstance(one, type) and issubclass(one, BaseModel) and not getattr(one, "__abstractmethods__", None):
        try:
            one.model_validate({"nonsense": 1})
        except ValidationError:
            pass
        assert one.__pydantic_complete__, one
for name in methods.__all__:
    returning = getattr(getattr(methods, name), "__returning__", None)
    if isinstance(returning, property) or returning is None or name == "TelegramMethod":
        continue
    answer = methods.Response[returning].model_validate({"ok": False, "description": "no"})
    assert type(answer).__pydantic_complete__, name
person = {"id": 1, "is_bot": False, "first_name": "Olivia"}
chat = {"id": 1, "type": "private"}
message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "list"}
tap = {"id": "7", "from": person, "chat_instance": "x", "data": "d", "message": message}
update = types.Update.model_validate({"update_id": 1, "message": message})
assert type(update.message) is types.Message and update.message.from_user.first_name == "Olivia"
assert type(types.Update.model_validate({"update_id": 2, "callback_query": tap}).callback_query.message) is types.Message
button = types.InlineKeyboardButton(text="Undo", callback_data="d")
sent = methods.SendMessage(chat_id=1, text="hi", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[[button]]))
assert sent.model_dump(exclude_none=True)["reply_markup"]["inline_keyboard"][0][0]["text"] == "Undo"
print("the same")
"""


def test_every_type_and_method_is_built_when_it_is_used() -> None:
    said = subprocess.run([sys.executable, "-c", EVERY_MODEL], capture_output=True, text=True, check=False)
    assert said.stdout == "the same\n", said.stderr
