"""The logs: one line an event, JSON or for a terminal, and the masks that keep people out of them.

Here: set-up and masking. Not here: what is worth an event. Numbers of people, message text and secrets never reach a
line: keys that hold them are masked whole, and what looks like a phone number or a token is masked anywhere. Of an
exception, its type and where it came from are kept, not its message, which may quote a person (a database's "duplicate
value …" does).
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from core.errors import BelfryError

_MASK = "***"
_HIDDEN = frozenset(
    {
        "text",
        "body",
        "phone",
        "to",
        "key",
        "token",
        "secret",
        "password",
        "authorization",
        "caption",
        "sentence",
        "name",
    }
)
_PATTERNS = (
    re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{20,}"),  # a Telegram token, also inside a URL (…/bot123:AA…/getMe)
    re.compile(r"\+\d[\d ().\-]{5,20}\d"),
    re.compile(r"(?<![\d.:\-])\d{9,15}(?![\d.:\-])"),
    re.compile(r"(?<![\d.:\-])\(?\d{2,4}\)?(?:[ .\-]\d{3,4}){2,3}(?![\d.:\-])"),
)
_PLAIN = frozenset({"event", "level", "timestamp", "logger"})


class Mask:
    """The processor that masks. `secrets`: clear texts that are known and must not be seen anywhere."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        self._secrets = tuple(secrets)

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for name, value in event.items():
            event[name] = self._masked(name, value)
        return event

    def _masked(self, name: str, value: Any) -> Any:
        if name.startswith("_"):
            return value
        if name in _HIDDEN:
            return _MASK if value else value
        if isinstance(value, str):
            return self.line(value) if name not in _PLAIN or name == "event" else value
        if isinstance(value, Mapping):
            return {key: self._masked(str(key), inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._masked("", inner) for inner in value]
        return value

    def line(self, text: str) -> str:
        """The text with every secret, token and phone-like number masked."""
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        for pattern in _PATTERNS:
            text = pattern.sub(_MASK, text)
        return text


def short_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Puts the type and the innermost places of `exc_info` into the line, in the place of a traceback."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = _kind(error)
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        event["at"] = " < ".join(f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return event


def _kind(error: BaseException) -> str:
    kind = type(error).__qualname__
    if isinstance(error, BelfryError):
        return f"{kind} {error.code}"
    if isinstance(error, BaseExceptionGroup):
        return f"{kind} of " + ", ".join(_kind(inner) for inner in error.exceptions[:3])
    return f"{kind} {error.strerror}" if isinstance(error, OSError) and error.strerror else kind


def _place(filename: str) -> str:
    return "/".join(Path(filename).parts[-2:])


def configure(*, level: str = "info", secrets: Sequence[str] = (), file: Path | None = None) -> None:
    """Sends every event, also those of libraries, to standard error (JSON unless it is a terminal), or to `file`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        short_error,
        Mask(secrets),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    on_terminal = file is None and sys.stderr.isatty()
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, _foreign, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level.upper())
    for library in ("aiogram", "aiohttp", "arq", "asyncio", "redis", "tortoise", "aiosqlite", "asyncpg"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.CRITICAL)


def _foreign(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's line keeps its exception for `short_error` and loses its own formatted traceback."""
    record = event.get("_record")
    if record is not None and record.exc_info:
        event["exc_info"] = record.exc_info
        record.exc_info = record.exc_text = None
    return event
