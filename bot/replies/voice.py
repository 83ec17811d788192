"""A language to speak: Fluent messages of `<language>.ftl` with values filled in, as plain text or as Telegram's HTML.

Values are escaped unless they are `Html`; the Fluent files hold words only, markup is put round values here. Numbers that
count are given as int (Fluent picks the plural), numbers that name (#12) as text. Not here: which sentence is said when.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import structlog
from fluent.runtime import FluentBundle, FluentResource

log = structlog.get_logger()

LANGUAGES = ("en",)
LIMIT = 4096
"""Characters in one Telegram message, counted in UTF-16 units after its markup is taken out."""
QUOTED = 700
"""Characters of a message's text that a reply repeats; what is longer is cut and its length told."""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


_CONTROLS = {code: "�" for code in range(32) if code not in (9, 10, 13)}


def escape(value: object) -> Html:
    """Text as Telegram's HTML shows it; control characters, which it would drop, become visible."""
    if isinstance(value, Html):
        return value
    text = str(value).translate(_CONTROLS)
    return Html(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def bold(value: object) -> Html:
    return Html(f"<b>{escape(value)}</b>")


def code(value: object) -> Html:
    return Html(f"<code>{escape(value)}</code>")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF)


class Voice:
    """One language. Call it for plain text; `html` for Telegram. An unknown key is a KeyError: a fault of ours."""

    def __init__(self, language: str) -> None:
        self.language = language
        text = resources.files("bot.replies").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(text))

    def __call__(self, key: str, /, **values: Any) -> str:
        said, errors = self._bundle.format_pattern(self._pattern(key), values)
        if errors:
            log.error("voice.unsaid", key=key, errors=[type(error).__name__ for error in errors])
        return str(said)

    def html(self, key: str, /, **values: Any) -> Html:
        filled = {
            name: value if isinstance(value, int | float) else str(escape(value)) for name, value in values.items()
        }
        return Html(self(key, **filled))

    def has(self, key: str) -> bool:
        return bool(self._bundle.has_message(key))

    def words(self, key: str) -> frozenset[str]:
        """A message that is a list of words with `|` between them."""
        return frozenset(word.strip() for word in self(key).split("|"))

    def several(self, names: list[str] | tuple[str, ...], most: int = 5) -> str:
        """ "Ana, Bruno and Carla"; of many, the first few and how many more. Names may be Html, then so is the whole."""
        shown = list(names[:most])
        if len(names) > most:
            return self("list-more", names=", ".join(shown), more=len(names) - most)
        if len(shown) < 2:
            return "".join(shown)
        return self("list-and", names=", ".join(shown[:-1]), last=shown[-1])

    def quoted(self, text: str, most: int = QUOTED) -> Html:
        """A message's text in a block of its own, cut where it is long."""
        return Html(f"<blockquote>{escape(self.cut(text, most))}</blockquote>")

    def cut(self, text: str, most: int) -> str:
        """A long text's beginning and its length."""
        if len(text) <= most:
            return text
        return self("cut", text=text[:most].rstrip(), length=len(text))

    def cut_short(self, text: str, most: int) -> str:
        """For a button: no room to tell the length."""
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    def _pattern(self, key: str) -> Any:
        if not self._bundle.has_message(key):
            raise KeyError(key)
        return self._bundle.get_message(key).value


@lru_cache
def voice(language: str) -> Voice:
    """The voice of a language; English where there is none."""
    base = language.partition("-")[0].lower()
    return Voice(base if base in LANGUAGES else "en")


def fit(lines: Sequence[str], most: int = LIMIT) -> Html:
    """Lines of HTML as one message; those that do not fit are left out from the end, with an ellipsis."""
    kept: list[str] = []
    room = most - 2
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            kept.append("…")
            break
        kept.append(line)
    return Html("\n".join(kept))
