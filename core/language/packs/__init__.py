"""Languages as data: one TOML file each, phrase -> symbol. This module loads them and knows no language itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from core.world import fold

# Kinds that say nothing about time: where a phrase may mean either, the grammar of time is tried with the other.
NOT_TIME = frozenset(
    [
        "POLITE",
        "FORTO",
        "ABOUT",
        "THAT",
        "GROUPW",
        "TAGW",
        "ALL",
        "ME",
        "CHATW",
        "TARGETW",
        "MINE",
        "KNOW",
        "STATUSW",
        "RESULTW",
    ]
) | frozenset(["VIA", "CHANNELW", "AS", "TEXTW", "FILL"])
LANGUAGES = ("en", "es", "pt", "id")
_PIECE = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*|\d+|[^\s\w]")
# Only these may be mistyped by one letter: a wrong guess elsewhere would be a wrong reading.
_FORGIVEN = frozenset(
    ["DAY", "WD", "WDS", "MONTH", "EVERY", "FREQ", "NOON", "DAYPOD", "DAYSET", "DAYSETS", "NEXT", "UNTIL"]
)
_FORGIVEN_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a phrase may mean, and between which neighbouring kinds it means that."""

    kind: str
    value: str = ""
    after: frozenset[str] | None = None
    before: frozenset[str] | None = None


Phrases = dict[str, tuple[tuple[tuple[str, ...], tuple[Meaning, ...]], ...]]


@dataclass(frozen=True)
class Pack:
    """A language: its verb phrases and its symbol phrases by first word, longest first; its forgiven misspellings
    (`own`: words that look like one and are words of their own)."""

    name: str
    verbs: Phrases
    symbols: Phrases
    typos: dict[str, str]
    own: frozenset[str]


@lru_cache
def pack(name: str) -> Pack:
    """The pack of one language. Raises FileNotFoundError where there is none."""
    data = _read(name)
    symbols: dict[str, list[Meaning]] = {}
    for symbol, phrases in data["symbols"].items():
        for phrase in phrases:
            symbols.setdefault(phrase, []).append(_meaning(symbol))
    for phrase, alternatives in data.get("context", {}).items():
        special = [_meaning(text) for text in alternatives]
        kinds = {meaning.kind for meaning in special}
        symbols[phrase] = special + [known for known in symbols.get(phrase, ()) if known.kind not in kinds]
    verbs: dict[str, list[Meaning]] = {}
    for intent, phrases in data["verbs"].items():
        for phrase in phrases:
            verbs.setdefault(phrase, []).append(Meaning("VERB", intent))
    for phrase, meant in symbols.items():
        if phrase not in data.get("context", {}):
            meant.sort(key=lambda meaning: meaning.kind in NOT_TIME)
    return Pack(
        name, _phrases(verbs), _phrases(symbols), _typos(symbols), frozenset(data.get("own", {}).get("words", ()))
    )


@lru_cache
def zones() -> Phrases:
    """Places and abbreviations that name a zone, as phrases of kind ZONE."""
    return _phrases(
        {name: [Meaning("ZONE", zone)] for zone, names in _read("zones")["zones"].items() for name in names}
    )


@lru_cache
def country_of(zone: str) -> str | None:
    """The country whose national phone numbers are meant in a zone, as far as it is known."""
    countries = _read("zones")["countries"].items()
    return next((country for country, members in countries if zone in members), None)


@lru_cache
def _read(name: str) -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(
        resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    )
    return loaded


def _meaning(text: str) -> Meaning:
    """ "UNIT:hour after NUM,EVERY before OF" """
    head, *conditions = text.split(" ")
    kind, _, value = head.partition(":")
    given = dict(zip(conditions[::2], conditions[1::2], strict=True))
    after, before = (frozenset(given[word].split(",")) if word in given else None for word in ("after", "before"))
    return Meaning(kind, value, after, before)


def _phrases(meanings: dict[str, list[Meaning]]) -> Phrases:
    found: dict[str, dict[tuple[str, ...], list[Meaning]]] = {}
    for phrase, meant in meanings.items():
        words = tuple(fold(piece) for piece in _PIECE.findall(phrase))
        known = found.setdefault(words[0], {}).setdefault(words, [])
        known.extend(meaning for meaning in meant if meaning not in known)
    return {
        first: tuple(sorted(((words, tuple(meant)) for words, meant in group.items()), key=lambda item: -len(item[0])))
        for first, group in found.items()
    }


def _typos(symbols: dict[str, list[Meaning]]) -> dict[str, str]:
    """Every spelling that lacks one letter of a forgiven word, and the word; "" where two words share one."""
    found: dict[str, str] = {}
    for phrase, meant in symbols.items():
        word = fold(phrase)
        if len(word) >= _FORGIVEN_LENGTH and word.isalpha() and all(meaning.kind in _FORGIVEN for meaning in meant):
            for spelling in {word, *without_one(word)}:
                same = found.get(spelling)
                found[spelling] = word if same in (None, word) or spelling == word else ""
    return found


def without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def meant_by(word: str, own: Pack) -> str | None:
    """The forgiven word that a mistyped one is a letter (or a swap of two) away from; None where unsure."""
    if len(word) < _FORGIVEN_LENGTH or word in own.own:
        return None
    spellings = (word, *without_one(word))
    found = {known for known in map(own.typos.get, spellings) if known is not None and _one_apart(word, known)}
    return found.pop() if len(found) == 1 else None


def _one_apart(word: str, known: str) -> bool:
    """Deleting a letter on both sides also meets words two letters apart: those do not count."""
    if not known or abs(len(word) - len(known)) > 1:
        return False
    if len(word) != len(known):
        return True
    wrong = [at for at in range(len(word)) if word[at] != known[at]]
    if len(wrong) == 1:
        return True
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return swapped and word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
