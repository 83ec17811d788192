"""What is to be done: the verb of a sentence, where a command has it: first, after courtesies, or after a time."""

from __future__ import annotations

from dataclasses import dataclass

from core.language.grammar import read_prefix
from core.language.patterns import Context
from core.language.symbols import END, Item, Lexer

_MOST_STRANGE = 6  # unknown words before a verb, in a sentence that is otherwise clearly a command
_MOST_BEFORE = 60  # tokens among which the verb of a command is found
_PASSED = ("POLITE", "STOP", "COMMA", "QUOTE", "ID", "TARGETW", "THE", "TO", "AND")


@dataclass(frozen=True, slots=True)
class Verb:
    """`intent` and `flavour` as the pack has them ("schedule", "tell"); tokens [start, end)."""

    intent: str
    flavour: str
    start: int
    end: int
    strange: tuple[int, ...] = ()
    words: int = 1


def find_verb(lexer: Lexer, context: Context, clearly: bool) -> Verb | None:
    """The verb of a command. `clearly`: the sentence quotes a message or names one (#12), so that unknown words may
    stand before its verb (to be asked about); without that it is talk."""
    at = 0
    strange: list[int] = []
    count = min(len(lexer.tokens), _MOST_BEFORE)
    while at < count and len(strange) <= _MOST_STRANGE:
        item = lexer.at(at)
        when = _time_ends(lexer, context, at)
        if when is None or when == at + 1:
            verb = lexer.verb(at)
            if verb is not None and not _is_symbol(item, when):
                return _made(verb, tuple(strange))
        if when is not None:
            at = when
        elif item.has(*_PASSED):
            at = item.end
        elif not clearly:
            return None
        else:
            strange.append(at)
            at += 1
    return None


def another_verb(lexer: Lexer, start: int) -> bool:
    """Whether a second command follows: "… and move #12 …", "… . send …"."""
    at = start
    before = END
    while at < len(lexer.tokens):
        item = lexer.at(at, before)
        verb = lexer.verb(at) if before.has("AND", "STOP", "COMMA") or item.has("POLITE") else None
        if verb is not None and verb.value not in ("none", "status") and verb.end < len(lexer.tokens):
            return True
        before, at = item, item.end
    return False


def _is_symbol(item: Item, when: int | None) -> bool:
    """A word that is both (a verb and a word of time) was read as time."""
    return when is not None and item.kind in ("NOW", "VAGUE", "FREQ")


def _time_ends(lexer: Lexer, context: Context, at: int) -> int | None:
    """Where the words of time that begin here end."""
    items = lexer.run(at, min(len(lexer.tokens), at + 24))
    end = read_prefix(items[:24], context).end
    return items[end - 1].end if end else None


def _made(item: Item, strange: tuple[int, ...]) -> Verb:
    intent, _, flavour = item.value.partition(":")
    return Verb(intent, flavour, item.start, item.end, strange, item.end - item.start)
