"""What stands in braces in a text: `{name}` becomes the name of whoever gets it, in the languages of the bot; all else stays as
it is written, and whoever schedules it is told so. Pure. Not here: the blanks of approved templates
(`core.dispatch.wording`)."""

from __future__ import annotations

import re

_BRACES = re.compile(r"\{[^\S\n]*([^\W\d]\w{0,39}(?:[ _-]\w{1,39}){0,2})[^\S\n]*\}")
_NAME = frozenset({"name", "nombre", "nome", "nama", "nom"})


def filled(text: str, name: str) -> str:
    """The text for one person, byte for byte but for their name."""
    return _BRACES.sub(lambda found: name if found[1].lower() in _NAME else found[0], text)


def names_them(text: str) -> str | None:
    """The first placeholder that becomes a name, as it is written; None: all get the same text."""
    return next((found[0] for found in _BRACES.finditer(text) if found[1].lower() in _NAME), None)


def left_over(text: str) -> tuple[str, ...]:
    """What looks like a placeholder and would go out with its braces, each once."""
    return tuple(dict.fromkeys(found[0] for found in _BRACES.finditer(text) if found[1].lower() not in _NAME))
