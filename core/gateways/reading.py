"""Reading untrusted JSON of any provider: texts that a database takes, instants, keys that make a repeat recognisable.

Here: pure functions that give None or "" for what they do not understand. Not here: any provider's field names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from core.gateways.events import UnknownEvent

LONGEST_REF = 128
LONGEST_SENDER = 128
LONGEST_NAME = 200
LONGEST_ALIAS = 64
_LONGEST_KEY = 200
_NUMBER = re.compile(r"\d{1,14}(\.\d{1,6})?\Z", re.ASCII)


def clean(text: str) -> str:
    """The text without what databases refuse: NUL goes, half a surrogate pair becomes U+FFFD."""
    whole = text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")


def text_in(data: Any, *path: str) -> str:
    """The string at a path of keys, cleaned; "" if anything on the way is missing or of another type."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return clean(data) if isinstance(data, str) else ""


def mapping_in(data: Any, *path: str) -> Mapping[str, Any]:
    """The object at a path of keys; empty if anything on the way is missing or of another type."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def items_in(data: Any, *path: str) -> Iterator[Mapping[str, Any]]:
    """The objects of the list at a path of keys; one object that stands where a list is usual is a list of it."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, Mapping):
            yield one


def int_in(data: Any, *path: str) -> int | None:
    """The whole number at a path of keys, also written as a text of digits; None for anything else."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    if isinstance(data, str) and len(data) <= 15 and data.lstrip("-").isascii() and data.lstrip("-").isdigit():
        return int(data) if data.count("-") <= 1 else None
    return data if isinstance(data, int) and not isinstance(data, bool) and abs(data) < 10**15 else None


def bool_in(data: Any, *path: str) -> bool | None:
    """Yes or no at a path of keys, also written as 1, "1" or "true"; None for anything else."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    if isinstance(data, str):
        data = {"true": True, "1": True, "false": False, "0": False}.get(data.strip().lower())
    return bool(data) if isinstance(data, bool) or (isinstance(data, int) and data in (0, 1)) else None


def name_in(data: Any, *path: str) -> str:
    """The text at a path of keys, or the digits of a number that stands there; "" for anything else."""
    number = int_in(data, *path)
    return text_in(data, *path) or (str(number) if number is not None and number >= 0 else "")


def ref_in(data: Any, *path: str) -> str | None:
    """A message id at a path of keys: printable and of a size that can be kept; None for anything else."""
    found = text_in(data, *path)
    return found if 0 < len(found) <= LONGEST_REF and found.isprintable() else None


def phone_in(data: Any, *path: str) -> str | None:
    """E.164 of a number that is written as digits, with or without plus, spaces, dashes and brackets; None for no number."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    told = str(data) if isinstance(data, int) and not isinstance(data, bool) else data
    if not isinstance(told, str) or len(told) > 40 or told.strip("+0123456789 ()-.\u00a0"):
        return None
    digits = "".join(sign for sign in told if sign in "0123456789")
    return "+" + digits if 5 <= len(digits) <= 15 and digits[0] != "0" else None


def key(*parts: object) -> str:
    """A key that makes a repeat recognisable; hashed when it would be too long for its column."""
    text = ":".join(str(part) for part in parts)
    if len(text) <= _LONGEST_KEY:
        return text
    return f"{parts[0]}:#{hashlib.sha256(text.encode()).hexdigest()}"


def instant(value: Any) -> datetime | None:
    """An aware instant from seconds or, when too large for that, milliseconds since 1970."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value < 1e14:
        return None
    return datetime.fromtimestamp(value / 1000 if value >= 1e11 else value, UTC)


def instant_in(data: Any, *path: str) -> datetime | None:
    """As `instant`, of a number or of digits in a text at a path of keys, or of RFC 3339 with its offset."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    if isinstance(
        data, Mapping
    ):  # a 64-bit number as JavaScript's protocol buffers spell it: its lower half, below 2106
        low = data.get("low")
        data = low % 2**32 if isinstance(low, int) and data.get("high") in (0, None) else None
    if isinstance(data, str) and len(data) <= 20 and (number := _NUMBER.match(data.strip())):
        data = float(number[0]) if number[1] else int(number[0])
    return _written(data) if isinstance(data, str) else instant(data)


def _written(text: str) -> datetime | None:
    """An instant as RFC 3339 writes it; one without an offset says nothing."""
    try:
        found = datetime.fromisoformat(text.strip()) if 20 <= len(text) <= 40 else None
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def digest(whole: Any) -> str:
    """40 characters that stand for any JSON; too deep a one is taken for every other too deep one."""
    try:
        told = json.dumps(whole, sort_keys=True, default=str)
    except (ValueError, TypeError, RecursionError):
        told = repr(type(whole))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:40]


def unknown(whole: Any, sender: str = "", name: str = "", *, ignored: bool = False) -> UnknownEvent:
    """An event that changes nothing. Its key is a digest of it all: only the very same body is a repeat."""
    return UnknownEvent(key("other", digest(whole)), sender[:LONGEST_SENDER], name[:64] or "none", ignored)
