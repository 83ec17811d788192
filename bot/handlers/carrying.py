"""What a sentence carries besides words for people: a file by its address, an approved template with its values.

    send file https://example.org/menu.pdf to Ana tomorrow 9am
    send template appointment_reminder to Ana with 'Friday', '10:00' tomorrow 9am
    send template to Ana tomorrow 9am                         (which one is asked)

They are taken out of the sentence before it is read; what is in quotes is looked at only behind "with". A file is fetched now,
so that what is said back is what goes. Not here: fetching safely (`core.media.fetching`), what sentences mean
(`core.language`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.access import Speaker
from bot.replies.voice import Voice, heard
from core.media import media

_QUOTED = r"(?:'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”|‘[^’\n]*’|«[^»\n]*»)"
_WORD = r"(?<!\w)(?P<word>[^\W\d_]+)\s+"
_FILE = re.compile(rf"{_WORD}(?P<url>https?://[^\s'\"<>“”]+)", re.IGNORECASE)
_NAMED = re.compile(rf"{_WORD}(?P<name>[a-z0-9_]{{1,512}})(?:/(?P<language>[a-z]{{2,3}}(?:_[A-Z]{{2}})?))?(?!\w)")
_BARE = re.compile(r"(?<!\w)(?P<word>[^\W\d_]+)\s*\Z")
_VALUES = re.compile(rf"{_WORD}(?P<values>{_QUOTED}(?:\s*(?:,|;|\b[^\W\d_]{{1,4}}\b)?\s*{_QUOTED})*)")
_MASKED = re.compile(_QUOTED)


@dataclass(frozen=True, slots=True)
class Carried:
    """The sentence without what it carries: an address to fetch from, a template as a reading holds it (name "": none was
    named)."""

    text: str
    url: str = ""
    template: dict[str, Any] | None = None


def taken_out(said: Voice, text: str) -> Carried:
    """What a sentence carries; the sentence itself, as it was, where that is nothing."""
    if (found := _find(said, "template-words", _NAMED, text)) is not None:
        nameless = heard(said, "template-no-names", found["name"]) is not None
        return _template(said, text, found, "" if nameless else found["name"])
    if (found := _find(said, "template-words", _BARE, text)) is not None:
        return _template(said, text, found, "")
    if (found := _find(said, "file-words", _FILE, text)) is not None:
        url = found["url"].rstrip(".,;)")
        end = found.start("url") + len(url)
        return Carried(f"{text[: found.start()]}{text[end:].lstrip(' ,;')}".strip(), url)
    return Carried(text)


async def fetched(speaker: Speaker, url: str, now: datetime) -> int:
    """The id of the file at an address. Raises NotAllowed, Refused."""
    speaker.actor.needs("sender")
    return await media.keep_from(speaker.actor.workspace, url, now)


def _find(said: Voice, key: str, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place outside of quotes where one of the words comes right before what belongs to it."""
    masked = _MASKED.sub(lambda quoted: " " * len(quoted[0]), text)
    place = 0
    while (found := pattern.search(masked, place)) is not None:
        if heard(said, key, found["word"]) is not None:
            return found
        place = found.end("word")
    return None


def _template(said: Voice, text: str, found: re.Match[str], name: str) -> Carried:
    end = found.end() if name else found.end("word")
    rest, values = f"{text[: found.start()]}{text[end:].lstrip()}", []
    for one in _VALUES.finditer(rest):
        if heard(said, "template-with-words", one["word"]) is not None:
            values = [quoted[1:-1] for quoted in _MASKED.findall(one["values"])]
            rest = f"{rest[: one.start()]}{rest[one.end() :].lstrip()}"
            break
    title = name or found["word"]
    shown = f"{title}: {', '.join(values)}" if values else title
    verb, _, after = rest.strip().partition(" ")
    told = {"name": name, "language": found["language"] if name else None, "values": values}
    return Carried(f"{verb} “{shown.replace('”', chr(39))}” {after}".strip(), template=told)
