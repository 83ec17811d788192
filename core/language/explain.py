"""How a sentence is read, stage by stage: what was masked, found, blanked, turned into symbols and resolved. For people who
mend a language: `belfry understand --explain`. Reads nothing itself: it looks at what the stages make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime

from core.language.grammar.grammar import read_when
from core.language.reading import Reading
from core.language.sentences.draft import Frame
from core.language.understand import frame_of, understand
from core.language.words.mask import COVER, mask
from core.language.words.symbols import BREAK, Item
from core.world import World

_BLANKED = ("verb", "recipient", "exclude", "message", "channel")
_QUIET = ("v", "lang", "text", "spans", "options", "then", "recipient_ids", "exclude_ids")


def explain(sentence: str, world: World, now: datetime) -> list[tuple[str, str]]:
    """Pairs of a stage and what it made of the sentence, in the order in which it is read."""
    reading = understand(sentence, world, now)
    frame = frame_of(sentence, world, now)
    masked = mask(sentence).text.replace(COVER, "▒")
    stages = [("masked", masked)]
    if frame is not None:
        stages += _found(frame, reading)
    return [*stages, *_resolved(reading)]


def _found(frame: Frame, reading: Reading) -> Iterator[tuple[str, str]]:
    lexer, verb = frame.lexer, frame.verb
    yield "language", " ".join(own.name + ("*" if own.name in lexer.trusted else "") for own in lexer.packs)
    if verb is not None and verb.end:
        flavour = f":{verb.flavour}" if verb.flavour else ""
        yield "verb", f"{frame.text(verb.start, verb.end)} = {verb.intent}{flavour}"
    for span in reading.spans:
        if span.kind in ("recipient", "exclude", "channel", "message"):
            yield span.kind, frame.sentence[span.start : span.end]
    taken = [span for span in reading.spans if span.kind in _BLANKED]
    left = frame.sentence
    for span in taken:
        left = left[: span.start] + "▒" * (span.end - span.start) + left[span.end :]
    yield "blanked", left
    items = _items(frame, reading)
    yield "symbols", " ".join(_symbol(frame, item) for item in items if item is not BREAK)
    change = reading.intent in ("move", "edit")
    said = read_when(items, replace(frame.context, change=change))
    for slot in dict.fromkeys(("parts", *said.spec.filled) if said.spec.parts else said.spec.filled):
        yield "when", f"{slot} = {_brief(getattr(said.spec, slot))}"
    if said.unread:
        yield "unread", ", ".join(frame.words(said.unread))


def _items(frame: Frame, reading: Reading) -> list[Item]:
    """The symbols of what is not blanked, apart where something stood between them."""
    taken = [(span.start, span.end) for span in reading.spans if span.kind in _BLANKED]
    items: list[Item] = []
    start = 0
    for at in range(len(frame.tokens) + 1):
        token = frame.tokens[at] if at < len(frame.tokens) else None
        if token is None or any(first <= token.start < last for first, last in taken):
            items += [*frame.lexer.run(start, at), BREAK] if start < at else []
            start = at + 1
    return items


def _brief(value: object) -> str:
    """A value without what it holds by default."""
    if isinstance(value, tuple):
        return "(" + ", ".join(_brief(one) for one in value) + ")"
    if not is_dataclass(value):
        return repr(value)
    held = ((own.name, getattr(value, own.name), own.default) for own in fields(value))
    return f"{type(value).__name__}({', '.join(f'{name}={_brief(one)}' for name, one, usual in held if one != usual)})"


def _symbol(frame: Frame, item: Item) -> str:
    value = f":{item.value}" if item.value and item.kind != "WORD" else ""
    return f"{item.kind}{value}[{frame.text(item.start, item.end)}]" if item.start < item.end else f"{item.kind}{value}"


def _resolved(reading: Reading) -> Iterator[tuple[str, str]]:
    data = {name: value for name, value in reading.to_json().items() if name not in _QUIET}
    for name, value in data.items():
        yield "reading", f"{name} = {value}"
    for question in reading.then:
        yield "then", question.reason
