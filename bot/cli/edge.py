"""The edge of the command line: an exception becomes one sentence on standard error, never a traceback.

Here: sentences for what can go wrong. Not here: sentences of the chat (`bot.replies`). What nobody foresaw is written,
as types and places without any value, to `errors.log` in the data folder.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import Away, BadSetting, BelfryError

DONE, FAILED, WRONG_USAGE = 0, 1, 2


class Complaint(Exception):
    """A sentence for the person at the command line; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def run(args: Namespace) -> int:
    """Loads the command's function, runs it, and gives the exit code."""
    try:
        module, _, function = args.run.partition(":")
        command: Callable[[Namespace], Any] = getattr(importlib.import_module(module), function)
        result = _awaited(command(args)) if inspect.iscoroutinefunction(command) else command(args)
        sys.stdout.flush()
        return DONE if result is None else int(result)
    except BrokenPipeError:  # `belfry message list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except KeyboardInterrupt:
        return complain("interrupted")
    except Complaint as e:
        complain(str(e))
        return e.code
    except Exception as e:
        return complain(sentence(e))


def _awaited(work: Coroutine[Any, Any, Any]) -> Any:
    import asyncio  # 50 ms: `belfry --help` and `belfry understand` do without

    return asyncio.run(work)


def complain(text: str) -> int:
    print(f"belfry: {text}", file=sys.stderr)
    return FAILED


def sentence(error: BaseException) -> str:
    """What to tell about an error; the innermost of a group decides."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, BadSetting):
        return f"{error.values['name']}: {error.values['hint']}."
    if isinstance(error, Away):
        return f"{error.values.get('what', error.code)} cannot be reached now; try again."
    if isinstance(error, BelfryError):
        return _by_code(error)
    if type(error).__module__ == "storage.errors":
        return _of_storage(error)
    if "no such table" in str(error) or type(error.__cause__).__name__ == "UndefinedTableError":
        return "BELFRY_DATABASE: it is not at this version; run `belfry migrate`."
    write_down(error)
    return (
        f"something went wrong that should not have ({type(error).__name__}); errors.log in the data folder says where."
    )


def _by_code(error: BelfryError) -> str:
    template = _SENTENCES.get(error.code)
    try:
        if template:
            return template.format_map(error.values)
    except (KeyError, IndexError):
        pass
    values = ", ".join(str(value) for value in error.values.values())
    return error.code.replace("_", " ") + (f": {values}." if values else ".")


_SENTENCES = {
    "no_templates": "{channel} is a channel of a gateway that knows no templates.",
    "templates_away": "the templates of {channel} cannot be had now ({reason}).",
    "gateway": "there is no kind of gateway {name!r}; see `belfry channel kinds`.",
    "bad_channel_name": "a channel's name has 1 to 100 characters.",
    "channel_needs": "{gateway} needs {how}: {what}.",
    "unknown_setting": "{gateway} knows no setting {name!r}; --set takes {known}.",
    "bad_choice": "{option} is one of {choices}.",
    "other_gateway": "{name} is a channel of {gateway}; only channels of one gateway share an account.",
    "bad_url": "{url!r} is no http or https address.",
    "bad_pace": "{pace!r} is no pace; it looks like 12s, 5-30s, 29/s or 29/s burst 60.",
    "bad_daily_limit": "a daily limit is at least 1.",
    "bad_quiet": "{hours!r} are no quiet hours; write them as 21:00-8:00, or none.",
    "bad_limit": "{limit!r} is no limit; write a number, or none.",
    "too_many_people": "this goes to {people} people, more than the {most} that {channel} allows in a message; an owner may"
    " allow more with `belfry channel set {channel} --people {people}`.",
    "beyond_tier": "this goes to {people} people; WhatsApp lets {channel} write to {most} in 24 hours.",
    "stand_in_itself": "{name} cannot stand in for itself.",
    "no_sheet": "that is no table of people; it wants text with a line for each, such as a sheet saved as CSV:"
    " Ana, +351 912 345 678.",
    "sheet_too_large": "that is more than {most} lines, or 2 MB; bring it in parts.",
    "channel_exists": "there is a channel {name!r} already, or its session is taken in that account.",
    "bad_phone": "{phone!r} is no phone number; write it with its country, such as +351 912 345 678.",
    "bad_name": "a person's name has 1 to 200 characters.",
    "phone_taken": "{phone} is {name}'s already.",
    "last_owner": "that is the only owner; make somebody else an owner first, with `belfry invite --role owner`.",
    "no_message": "there is no message #{number}; see `belfry message list`.",
    "already_cancelled": "#{number} is cancelled already.",
    "already_left": "#{number} has left already.",
    "channel": "there is no channel {name!r}; see `belfry channel list`.",
    "channel_of_another": "{name} belongs to somebody else.",
    "channel_used": "{name} has sent messages, which its history needs; it cannot be removed.",
}

_STORAGE = {
    "NotFound": "there is no such thing here: {0}.",
    "AlreadyThere": "it is there already.",
    "WrongKey": "BELFRY_SECRET_KEY: it does not open what the database holds; set the key it was encrypted with.",
    "StoreAway": "BELFRY_DATABASE: the database cannot be reached now; is it running, and is the URL right?",
}


def _of_storage(error: BaseException) -> str:
    return _STORAGE.get(type(error).__name__, "the database refused it ({0}).").format(error)


def write_down(error: BaseException) -> None:
    """Appends the error's type and places to `errors.log`; best effort, and only where there is a data folder."""
    from core.settings import Settings  # here, not above: `belfry --help` reads none

    try:
        data = Settings.read().data
    except BelfryError:  # what is wrong with the settings is no reason to say nothing of what is wrong besides
        data = Path(os.environ.get("BELFRY_DATA") or ".belfry")
    if not data.is_dir():
        return
    lines = [f"{datetime.now(UTC).isoformat()} {type(error).__qualname__}\n", *traceback.format_tb(error.__traceback__)]
    try:
        with open(os.open(data / "errors.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as file:
            file.writelines(lines)
    except OSError:
        return
