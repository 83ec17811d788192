"""A language to speak: Fluent messages of `<language>.ftl` with values filled in, as plain text or as Telegram's HTML.

A sentence that a language lacks is said in English. Fluent's own isolating marks, which would stand around every
value, are off: `escape` puts them where a text runs from right to left.

Values are escaped unless they are `Html`; the Fluent files hold words only, markup is put round values here. Numbers that
count are given as int (Fluent picks the plural), numbers that name (#12) as text. Not here: which sentence is said when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from core.world import fold

LANGUAGES = ("en", "es", "pt", "id")
"""What is spoken; the first is fallen back on."""
LIMIT = 4096
"""Characters in one Telegram message, counted in UTF-16 units after its markup is taken out."""
CAPTION = 1024
"""The same of a caption under a picture."""
QUOTED = 700
"""Characters of a message's text that a reply repeats; what is longer is cut and its length told."""


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


_TAG = re.compile(r"<[^>]*>")
_SOUNDS_I = re.compile(r"h?i(?![aeou])|y(?![aeiou])")
"""Before such a word Spanish says "e" for "y": Ana e Inés."""
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^\w<>&;\n]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])*"
)
_ENTRY = re.compile(r"^([a-zA-Z][\w-]*)[ ]*=.*(?:\n(?:[ }].*)?)*", re.MULTILINE)
"""A message of a Fluent file: its name, and the lines that are indented under it. None of ours refers to another."""
_CONTROLS = {code: "�" for code in range(32) if code not in (9, 10, 13)}


def escape(value: object) -> Html:
    """Text as Telegram's HTML shows it; control characters, which it would drop, become visible. Words that are written from
    right to left are isolated (Unicode's FSI and PDI, which are not seen), so that what stands around them keeps its order."""
    return value if isinstance(value, Html) else Html(_RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", verbatim(value)))


def verbatim(value: object) -> Html:
    """The same without isolates: text that is shown exactly, or that is typed back."""
    text = str(value).translate(_CONTROLS)
    return Html(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def bold(value: object) -> Html:
    return Html(f"<b>{escape(value)}</b>")


def code(value: object) -> Html:
    return Html(f"<code>{verbatim(value)}</code>")


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(1 for sign in text if ord(sign) > 0xFFFF)


def parts_of(text: str, most: int) -> tuple[str, ...]:
    """A text in pieces of at most so many units of HTML, broken where a line or a word ends, if there is such a place in the
    second half of a piece. Together they are the text, but for the space at a break."""
    parts = []
    while (end := _fits(text, most)) < len(text):
        breaks = (text.rfind(sign, end // 2, end) for sign in ("\n", " "))
        end = next((at for at in breaks if at > 0), end)
        parts.append(text[:end])
        text = text[end:].lstrip()
    return (*parts, text) if text or not parts else tuple(parts)


def _fits(text: str, most: int) -> int:
    """How many characters of a text's beginning become at most so many units of HTML."""
    end = len(text)
    while (length := units(verbatim(text[:end]))) > most:
        end = min(end - 1, end * most // length)
    return end


def shown_units(markup: Html) -> int:
    """Length of HTML as Telegram counts it: without its markup."""
    return units(unescape(_TAG.sub("", markup)))


_LONG = 2000


class Voice:
    """One language. Call it for plain text; `html` for Telegram. An unknown key is a KeyError: a fault of ours."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundles = tuple(_bundle(one) for one in dict.fromkeys((language, LANGUAGES[0])))
        self._lists: dict[str, frozenset[str]] = {}

    def __call__(self, key: str, /, **values: Any) -> str:
        bundle = self._bundle(key)
        # Fluent puts in no text of more than 2,500 characters: it says {???} in its place.
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > _LONG}
        marks = {name: f"\ue000{name}\ue001" for name in long}
        said, errors = bundle.format_pattern(bundle.get_message(key).value, values | marks)
        for name, value in long.items():
            said = str(said).replace(marks[name], value)
        if errors:
            import structlog  # a fifth of a second at the command line, which seldom has anything to log

            structlog.get_logger().error("voice.unsaid", key=key, errors=[type(error).__name__ for error in errors])
        return str(said)

    def html(self, key: str, /, **values: Any) -> Html:
        filled = {
            name: value if isinstance(value, int | float) else str(escape(value)) for name, value in values.items()
        }
        return Html(self(key, **filled))

    def has(self, key: str) -> bool:
        return any(bundle.has_message(key) for bundle in self._bundles)

    def words(self, key: str) -> frozenset[str]:
        """A message that is a list of words with `|` between them, folded. Kept: each sentence is held against a few dozen."""
        if key not in self._lists:
            self._lists[key] = frozenset(fold(word.strip()) for word in self(key).split("|"))
        return self._lists[key]

    def several(self, names: list[str] | tuple[str, ...], most: int = 5) -> str:
        """ "Ana, Bruno and Carla"; of many, the first few and how many more. Names may be Html, then so is the whole."""
        shown = list(names[:most])
        if len(names) > most:
            return self("list-more", names=", ".join(shown), more=len(names) - most)
        if len(shown) < 2:
            return "".join(shown)
        sound = "i" if _SOUNDS_I.match(fold(_TAG.sub("", shown[-1]))) else "other"
        return self("list-and", names=", ".join(shown[:-1]), last=shown[-1], sound=sound)

    def quoted(self, text: str, most: int = QUOTED) -> Html:
        """A message's text in a block of its own, cut where it is long."""
        return Html(f"<blockquote>{verbatim(self.cut(text, most))}</blockquote>")

    def cut(self, text: str, most: int) -> str:
        """A long text's beginning and its length. `most`: as Telegram counts the HTML that it becomes."""
        shown = text[: _fits(text, most)]
        return text if shown == text else self("cut", text=shown.rstrip(), length=len(text))

    def cut_short(self, text: str, most: int) -> str:
        """For a button: no room to tell the length."""
        return text if len(text) <= most else text[: most - 1].rstrip() + "…"

    def _bundle(self, key: str) -> Any:
        for bundle in self._bundles:
            if bundle.has_message(key):
                return bundle
        raise KeyError(key)


class _Bundle(FluentBundle):
    """The messages of one language, each parsed when it is first said: all of them take a quarter of a second, and what
    reads ten sentences at the command line says ten."""

    def __init__(self, language: str, text: str) -> None:
        super().__init__([language], use_isolating=False)
        self._written = {entry.group(1): entry.group() for entry in _ENTRY.finditer(text)}

    def has_message(self, message_id: str) -> bool:
        return message_id in self._written

    def get_message(self, message_id: str) -> Any:
        if not super().has_message(message_id):
            self.add_resource(FluentResource(self._written[message_id]))
        return super().get_message(message_id)


@lru_cache
def _bundle(language: str) -> Any:
    text = resources.files("bot.replies").joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    return _Bundle(language, text)


def spoken(language: str | None) -> str | None:
    """The language's code where the bot speaks it ("pt" for "pt-BR"), else None."""
    base = (language or "").partition("-")[0].lower()
    return base if base in LANGUAGES else None


def voice(language: str) -> Voice:
    """The voice of a language; English where there is none."""
    return _voice(spoken(language) or LANGUAGES[0])


@lru_cache
def _voice(language: str) -> Voice:
    return Voice(language)


def heard(said: Voice, key: str, text: str) -> Voice | None:
    """The voice of the language in whose list of words a text is; that of `said` first. None: it is in none."""
    typed = fold(text).strip(" .!?:¡¿")
    voices = [said, *(voice(one) for one in LANGUAGES if one != said.language)]
    return next((one for one in voices if typed in one.words(key)), None)


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
