"""The body that a person chose for their own service, filled; and a value found by a small JSONPath. Pure.

The body is JSON, and words in braces are replaced in its texts only: what a message says can never become JSON of its
own.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

from core.gateways.sending import Outgoing

TEMPLATE = '{"to": "{to}", "text": "{text}", "token": "{token}"}'
WITH_MEDIA = (
    '{"to": "{to}", "text": "{text}", "token": "{token}", "reply_to": "{reply_to}", "media": {"kind": "{media_kind}",'
    ' "type": "{media_type}", "name": "{media_name}", "data": "{media_base64}"}}'
)
_WORD = re.compile(r"\{([a-z_0-9]+)\}")
_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\[['\"]([^'\"\]]{1,100})['\"]\]")


def mentions(template: Any, word: str) -> bool:
    """Whether a body has a place for this word."""
    if isinstance(template, str):
        return f"{{{word}}}" in template
    inner = template.values() if isinstance(template, Mapping) else template if isinstance(template, list) else ()
    return any(mentions(one, word) for one in inner)


def fill(template: Any, out: Outgoing, sender: str) -> Any:
    """The body with every word replaced; one that says nothing is an empty text. A field that is nothing but such a
    word is left out.
    """
    media = out.media
    words: dict[str, Callable[[], str]] = {
        "to": lambda: out.to,
        "digits": lambda: out.to.lstrip("+"),
        "text": lambda: out.text,
        "token": lambda: out.token or "",
        "sender": lambda: sender,
        "reply_to": lambda: out.reply_to or "",
        "media_kind": lambda: media.kind if media else "",
        "media_type": lambda: media.mime if media else "",
        "media_name": lambda: media.name if media else "",
        "media_url": lambda: (media.url or "") if media else "",
        "media_base64": lambda: base64.b64encode(media.data).decode("ascii") if media else "",
    }

    def text(value: str) -> str:
        return _WORD.sub(lambda found: words[found[1]]() if found[1] in words else found[0], value)

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return text(value)
        if isinstance(value, Mapping):
            made = {name: filled(one) for name, one in value.items()}
            return {name: one for name, one in made.items() if not _nothing(value[name], one)}
        return [filled(one) for one in value] if isinstance(value, list) else value

    return filled(template)


def _nothing(template: Any, made: Any) -> bool:
    """A field whose word says nothing now, and an object that has nothing but such fields."""
    if isinstance(template, str):
        return made == "" and template != "" and template != "{text}"
    return bool(made == {} and template != {})


def find(data: Any, path: str) -> Any:
    """The value at a JSONPath such as "$.data[0]['message id']"; None where there is none, or for a path that is none."""
    at = 1 if path.startswith("$") else 0
    if not at:
        path = f".{path}"
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return None
        name, index, quoted = step.groups()
        if index is not None:
            data = data[int(index)] if isinstance(data, list) and int(index) < len(data) else None
        else:
            data = data.get(name or quoted) if isinstance(data, Mapping) else None
        at = step.end()
    return data
