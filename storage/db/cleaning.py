"""What PostgreSQL cannot keep in a text or in JSON: NUL and halves of surrogate pairs. Both databases lose it alike. Pure."""

from __future__ import annotations

import json
from typing import Any


def text(value: str) -> str:
    if value.isascii():
        return value.replace("\x00", "")
    return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(value: Any) -> Any:
    """A value of a column, or of a JSON column, with clean texts."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {text(str(name)): clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def json_text(value: Any) -> str:
    """A value as the text of a JSON column. Whether anything has to be lost is seen in what was written: of all that is kept
    nearly nothing, and to look at each text was most of what it costs to keep many rows."""
    written = json.dumps(value)
    return json.dumps(clean(value)) if "\\u0000" in written or "\\ud" in written else written
