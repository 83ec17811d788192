"""Templates that Meta has approved, read from its lists: what they say, and what fills their places.

Chatwoot and BizChat hand Meta's lists on. Here: pure functions; any JSON gives templates and never an exception. Not here:
sending one (`meta.sends`), asking for a list (a provider's file).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.gateways.reading import items_in, text_in
from core.gateways.sending import PLACE, Approved

_FILES = frozenset({"IMAGE", "VIDEO", "DOCUMENT"})
_PLAIN_BUTTONS = frozenset({"QUICK_REPLY", "PHONE_NUMBER", "URL", "VOICE_CALL"})
_PLAIN_PARTS = frozenset({"HEADER", "BODY", "FOOTER", "BUTTONS"})
Json = Mapping[str, Any]


def read_templates(found: Iterable[Json]) -> list[Approved]:
    """Those that may be sent, by name and language."""
    read = [_read(one) for one in found if text_in(one, "status").upper() == "APPROVED"]
    return sorted((one for one in read if one.name and one.language), key=lambda one: (one.name, one.language))


def _read(one: Json) -> Approved:
    name = text_in(one, "name") or text_in(one, "template_name")
    language = text_in(one, "language") or text_in(one, "language", "code") or text_in(one, "template_language")
    parts = {text_in(part, "type").upper(): part for part in items_in(one, "components")}
    if "BODY" not in parts:  # whoever hands the list on leaves the words out
        return Approved(name[:512], language[:20], places=None)
    text = text_in(parts["BODY"], "text")
    head = parts.get("HEADER", {})
    of_head = text_in(head, "format").upper()
    more = bool(
        set(parts) - _PLAIN_PARTS
        or PLACE.search(text_in(head, "text"))
        or of_head not in {"", "TEXT", *_FILES}
        or any(_wants_more(button) for button in items_in(parts.get("BUTTONS", {}), "buttons"))
    )
    return Approved(
        name[:512], language[:20], text, places_of(text), of_head.lower() if of_head in _FILES else "", more
    )


def places_of(text: str) -> tuple[str, ...]:
    """What the places of a text are called, each once: by number where they are numbers, else as they come."""
    found = tuple(dict.fromkeys(PLACE.findall(text)))
    return tuple(sorted(found, key=int)) if all(one.isascii() and one.isdigit() for one in found) else found


def _wants_more(button: Json) -> bool:
    """Whether a button has to be filled: the end of its address, a code."""
    return text_in(button, "type").upper() not in _PLAIN_BUTTONS or bool(PLACE.search(text_in(button, "url")))
