"""What a call of the Bot API may carry: parameters of known names and types, and the errors in Telegram's words.

Stricter than Telegram on purpose: an unknown parameter is an error here (Telegram ignores it). Not here: what the
methods do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Args = dict[str, Any]


class ApiError(Exception):
    """An answer with `ok: false`. `parameters` is Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class WrongTypeError(ValueError):
    """A value is not of the type that its text names."""


def bad(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call or from a user."""

    name: str
    data: bytes = field(repr=False)
    mime: str = "application/octet-stream"


def integer(value: Any) -> int:
    if isinstance(value, bool):
        raise WrongTypeError("Integer")
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    raise WrongTypeError("Integer")


def string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise WrongTypeError("String")


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "True", "1"):
        return True
    if value in ("false", "False", "0"):
        return False
    raise WrongTypeError("Boolean")


def chat(value: Any) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return integer(value)


def _structure(value: Any, kind: type, name: str) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise WrongTypeError(name) from error
    if not isinstance(value, kind):
        raise WrongTypeError(name)
    return value


def array(value: Any) -> list[Any]:
    found: list[Any] = _structure(value, list, "Array")
    return found


def thing(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = _structure(value, dict, "Object")
    return found


def file(value: Any) -> str:
    return string(value)


Kind = Callable[[Any], Any]
Spec = Mapping[str, Kind]


def check(spec: Spec, required: tuple[str, ...], raw: Mapping[str, Any]) -> Args:
    """Typed arguments. Raises ApiError 400 for unknown, mis-typed and missing parameters."""
    args: Args = {}
    for name, value in raw.items():
        if name not in spec:
            raise bad(f'unknown parameter "{name}"')
        try:
            args[name] = spec[name](value)
        except WrongTypeError as error:
            raise bad(f'parameter "{name}" must be of type {error}') from error
    for name in required:
        if args.get(name) in (None, ""):
            raise bad(_missing(name))
    return args


def _missing(name: str) -> str:
    known = {
        "text": "message text is empty",
        "chat_id": "chat_id is empty",
        "message_id": "message identifier is not specified",
    }
    return known.get(name, f'parameter "{name}" is required')


async def read_call(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files of a call: a query, urlencoded, multipart or JSON. Raises ApiError 400 and 413."""
    raw: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method != "POST":
        return raw, files
    try:
        if request.content_type == "application/json":
            raw |= thing(await request.text() or "{}")
            return {name: value for name, value in raw.items() if value is not None}, files
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
                value.file.close()
            else:
                raw[name] = value if isinstance(value, str) else bytes(value).decode()
    except web.HTTPRequestEntityTooLarge as error:
        raise ApiError(413, "Request Entity Too Large") from error
    except ValueError as error:
        raise bad("can't parse the request body") from error
    for name in files:
        if name in ("photo", "document", "certificate"):  # a file under its own parameter: what attach:// spells out
            raw.setdefault(name, f"attach://{name}")
    return raw, files
