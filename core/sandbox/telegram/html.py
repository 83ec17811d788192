"""Telegram's HTML as its servers read it: a text with tags in, plain text and entities out.

Rules: https://core.telegram.org/bots/api#html-style. Stricter than Telegram in one place: a bare `&` is refused
(Telegram shows it as it is), because here it always means that somebody forgot to escape. Not here: MarkdownV2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Entity = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));")
_END_TAG = re.compile(r"</\s*([a-zA-Z0-9-]*)\s*>")
_START_TAG = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[a-zA-Z0-9.-]+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[a-zA-Z0-9.-]+))?")
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/<>])")
_CONTROLS = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}


class HtmlError(ValueError):
    """The markup cannot be read; the text is what Telegram says behind "can't parse entities: "."""


def units(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram counts offsets and lengths."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def clean(text: str) -> str:
    """Control characters become spaces and carriage returns go, as at Telegram; line feeds stay."""
    return text.translate(_CONTROLS)


def find_commands(text: str) -> list[Entity]:
    """The `bot_command` entities that Telegram adds by itself."""
    return [
        {"type": "bot_command", "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in _COMMAND.finditer(text)
    ]


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Takes off white space at both ends and moves the entities along; entities that become empty go."""
    left = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        stop = min(end, entity["offset"] - left + entity["length"])
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pos = 0
        self.length = 0
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def fail(self, what: str, tail: str = "") -> HtmlError:
        return HtmlError(f"{what} at byte offset {len(self.source[: self.pos].encode())}{tail}")

    def put(self, text: str) -> None:
        self.out.append(text)
        self.length += units(text)

    def read(self) -> tuple[str, list[Entity]]:
        while self.pos < len(self.source):
            char = self.source[self.pos]
            if char == "&":
                self.reference()
            elif char == "<":
                if self.source.startswith("</", self.pos):
                    self.end_tag()
                else:
                    self.start_tag()
            else:
                stop = re.compile(r"[&<]").search(self.source, self.pos)
                upto = stop.start() if stop else len(self.source)
                self.put(self.source[self.pos : upto])
                self.pos = upto
        if self.open:
            last = self.open[-1]
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{last.tag}" at byte offset {last.at}')
        return "".join(self.out), self.entities

    def reference(self) -> None:
        match = _REFERENCE.match(self.source, self.pos)
        char = ""
        if match:
            decimal, hexadecimal, name = match.groups()
            code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
            if name:
                char = _NAMED.get(name, "")
            elif 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000:
                char = chr(code)
        if not match or not char:
            raise self.fail("Unescaped or unknown character reference")
        self.put(char)
        self.pos = match.end()

    def start_tag(self) -> None:
        match = _START_TAG.match(self.source, self.pos)
        if not match:
            name = re.compile(r"<([a-zA-Z0-9-]*)").match(self.source, self.pos)
            tag = name.group(1).lower() if name else ""
            if tag not in _TAGS:
                raise self.fail(f'Unsupported start tag "{tag}"')
            raise self.fail("Unclosed start tag")
        tag = match.group(1).lower()
        if tag not in _TAGS:
            raise self.fail(f'Unsupported start tag "{tag}"')
        attributes = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(match.group(2))}
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, len(self.source[: self.pos].encode()), self.length, attributes))
        self.pos = match.end()

    def end_tag(self) -> None:
        match = _END_TAG.match(self.source, self.pos)
        if not match:
            raise self.fail("Unclosed end tag")
        if not self.open:
            raise self.fail("Unexpected end tag")
        opened = self.open[-1]
        found = match.group(1).lower()
        if found and found != opened.tag:
            raise self.fail("Unmatched end tag", f', expected "</{opened.tag}>", found "</{found}>"')
        self.open.pop()
        self.pos = match.end()
        if self.length > opened.start:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        entity: Entity = {"type": _TAGS[opened.tag], "offset": opened.start, "length": self.length - opened.start}
        if opened.tag == "a":
            url = opened.attributes.get("href", "")
            if not re.match(r"(https?://|tg://|mailto:|tel:)\S+", url):
                return  # Telegram drops links that lead nowhere and keeps their text
            entity["url"] = url
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].attributes["language"] = opened.attributes.get("class", "").removeprefix("language-")
            return
        elif opened.tag == "pre" and opened.attributes.get("language"):
            entity["language"] = opened.attributes["language"]
        self.entities.append(entity)


def read_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of a text with tags, not yet trimmed. Raises `HtmlError`."""
    return _Reader(source).read()
