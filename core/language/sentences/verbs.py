"""What is to be done: the verb of a sentence, where a command has it: first, after courtesies, or after a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.language.grammar.grammar import read_prefix
from core.language.grammar.patterns import Context
from core.language.words.lexer import Lexer
from core.language.words.symbols import END, Item

_MOST_STRANGE = 6  # unknown words before a verb, in a sentence that is otherwise clearly a command
_MOST_BETWEEN = 10  # tokens between the halves of a verb: "let Ana Paula and Bruno know"
_OF_TOPIC = ":topic"  # a verb only behind what it is about
_MOST_BEFORE = 60  # tokens among which the verb of a command is found
_PASSED = ("POLITE", "STOP", "COMMA", "QUOTE", "ID", "TARGETW", "THE", "TO", "AND")


@dataclass(frozen=True, slots=True)
class Verb:
    """`intent` and `flavour` as the pack has them ("schedule", "tell"); tokens [start, end). `ends` is the kind of the
    word that such a verb has further on ("let … know", "put … off"): it says nothing more."""

    intent: str
    flavour: str
    start: int
    end: int
    strange: tuple[int, ...] = ()
    words: int = 1
    ends: str = ""
    guessed: bool = False  # from a word a letter away from it

    def closed_by(self, item: Item) -> bool:
        """Whether this is the other half of the verb."""
        return bool(self.ends) and item.has(self.ends)


def find_verb(lexer: Lexer, context: Context, clearly: bool, wanted: tuple[str, ...] = ()) -> Verb | None:
    """The verb of a command. `clearly`: the sentence quotes a message or names one (#12), so that unknown words may
    stand before its verb (to be asked about); without that it is talk. `wanted`: other intents are no verbs here."""
    at = 0
    strange: list[int] = []
    led = False  # by "to": what follows is a name, though it may be a verb as well
    count = min(len(lexer.tokens), _MOST_BEFORE)
    while at < count and len(strange) <= _MOST_STRANGE:
        item = lexer.at(at)
        when = (
            None if item.kind == "WORD" else _time_ends(lexer, context, at)
        )  # no rule of time begins with such a word
        verb = lexer.verb(at)
        meant = _meant(lexer, verb) if verb is not None and _stands(verb, item, when) else None
        named = led and lexer.names(at)
        led = item.has("TO")
        if verb is not None and meant is not None and not named:
            if meant == "none" and lexer.verb(verb.end) is not None:  # "let's send …"
                at = verb.end
                continue
            if not wanted and meant.endswith(_OF_TOPIC):
                verb = meant = None
            elif not wanted or meant.partition("+")[0].partition(":")[0] in wanted:
                return _made(verb, meant, tuple(strange))
        if when is not None:
            at = when
        elif item.has(*_PASSED):
            at = item.end
        elif not wanted and (guess := _guessed(lexer, item, at, tuple(strange))) is not None:
            return guess
        elif not clearly:
            return None
        else:
            strange.append(at)
            at += 1
    return None


def _guessed(lexer: Lexer, item: Item, at: int, strange: tuple[int, ...]) -> Verb | None:
    """ "cancle", "shedule": the verb that a word which means nothing is a letter away from."""
    verb = lexer.mistyped_verb(at) if item.kind == "WORD" and not strange else None
    return replace(_made(verb, verb.value, strange), guessed=True) if verb is not None else None


def another_verb(lexer: Lexer, start: int) -> bool:
    """Whether a second command follows: "… and move #12 …", "… . send …"."""
    at = start
    before = END
    while at < len(lexer.tokens):
        item = lexer.at(at, before)
        begins = before.has("AND", "STOP", "COMMA") or item.has("POLITE")
        verb = lexer.verb(at) if begins and not item.has("REPEAT") else None
        if (
            verb is not None
            and verb.value not in ("none", "status", f"move{_OF_TOPIC}")
            and verb.end < len(lexer.tokens)
        ):
            return True
        before, at = item, item.end
    return False


def _stands(verb: Item, item: Item, when: int | None) -> bool:
    """Whether a verb phrase is meant, and not words of time that begin with the same word."""
    if when is None or verb.end > when:
        return True
    return when == item.start + 1 and not _is_symbol(item, when)


def _is_symbol(item: Item, when: int | None) -> bool:
    """A word that is both (a verb and a word of time) was read as time."""
    return when is not None and item.kind in ("NOW", "VAGUE", "FREQ")


def _time_ends(lexer: Lexer, context: Context, at: int) -> int | None:
    """Where the words of time that begin here end."""
    items = lexer.run(at, min(len(lexer.tokens), at + 24))
    end = read_prefix(items[:24], context).end
    return items[end - 1].end if end else None


def _meant(lexer: Lexer, verb: Item) -> str | None:
    """What the pack says of the verb: with its other half, where it has one that follows, else without."""
    parted = [meaning.value for meaning in verb.meanings if "+" in meaning.value]
    for value in parted:
        kind = value.partition("+")[2]
        if any(lexer.at(at).has(kind) for at in range(verb.end, min(verb.end + _MOST_BETWEEN, len(lexer.tokens)))):
            return value
    return next((meaning.value for meaning in verb.meanings if "+" not in meaning.value), None)


def _made(item: Item, meant: str, strange: tuple[int, ...]) -> Verb:
    value, _, ends = meant.partition("+")
    intent, _, flavour = value.partition(":")
    return Verb(intent, flavour, item.start, item.end, strange, item.end - item.start, ends)
