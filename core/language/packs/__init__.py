"""Languages as data: one TOML file each, phrase -> symbol. This module loads them and knows no language itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from core.language.packs.mistyped import typos_of
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
_HERE = Path(__file__).parent
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_FORMS = re.compile(r"\{([^{}]*)\}")
_FIRST = ("en", "es", "pt", "id")  # where nothing else tells languages apart, in this order
_PIECE = re.compile(
    r"(?:[cdjlmnst]|qu)['’](?=[^\W\d_]|$)"  # elided: "d'", "l'"
    r"|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*"
    r"|\d+(?:[ªº]s?|as?(?!\w))?|[^\s\w]"
)
_TENS, _ONES = ("20", "30", "40", "50"), tuple("123456789")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a phrase may mean, and between which neighbouring kinds it means that."""

    kind: str
    value: str = ""
    after: frozenset[str] | None = None
    before: frozenset[str] | None = None


Phrase = tuple[tuple[str, ...], tuple[Meaning, ...]]


class Phrases(dict[str, tuple[Phrase, ...]]):
    """Phrases by their first word, the longest first; found by their first two, for "a" begins fifty of them."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        ordered = sorted(phrases, key=lambda phrase: -len(phrase[0]))
        groups: dict[str, list[Phrase]] = {}
        for phrase in ordered:
            groups.setdefault(phrase[0][0], []).append(phrase)
        super().__init__((first, tuple(group)) for first, group in groups.items())
        self._alone = {words[0]: meanings for words, meanings in ordered if len(words) == 1}
        self._longer: dict[tuple[str, ...], list[Phrase]] = {}
        for phrase in ordered:
            self._longer.setdefault(phrase[0][:2], []).append(phrase)

    def fitting(self, spoken: list[str], at: int) -> list[tuple[int, tuple[Meaning, ...]]]:
        """How many words from `at` on are a phrase, and what it means: the longest first."""
        if at >= len(spoken) or spoken[at] not in self:
            return []
        begins = tuple(spoken[at : at + 2])
        longer = self._longer.get(begins, ()) if len(begins) > 1 else ()
        found = [(len(words), meant) for words, meant in longer if tuple(spoken[at : at + len(words)]) == words]
        alone = self._alone.get(spoken[at])
        if alone is not None:
            found.append((1, alone))
        return found

    def longest(self, spoken: list[str], at: int) -> tuple[int, tuple[Meaning, ...]]:
        """The first of those that fit; 0 and nothing where none does."""
        fitting = self.fitting(spoken, at)
        return fitting[0] if fitting else (0, ())


@dataclass(frozen=True, eq=False)
class Pack:
    """A language: its verb phrases and its symbol phrases by first word, longest first; its forgiven misspellings
    (`own`: words that look like one and are words of their own); the words that are shortened in a hurry, and what they are
    short for; how one answers a question ("yes", "at"); how the words begin that call a message a reminder; what is said to
    change what was just done, and the sentences that it stands for."""

    name: str
    verbs: Phrases
    symbols: Phrases
    typos: dict[str, str]
    own: frozenset[str]
    short: dict[str, str]
    answers: dict[str, tuple[str, ...]]
    reminder: tuple[str, ...]
    followups: dict[str, tuple[str, ...]]
    followed: dict[str, tuple[str, ...]]


@lru_cache
def pack(name: str) -> Pack:
    """The pack of one language. Raises FileNotFoundError where there is none."""
    data = _read(name)
    symbols: dict[str, list[Meaning]] = {}
    for symbol, phrases in data["symbols"].items():
        for phrase in spelt_out(phrases):
            symbols.setdefault(fold(phrase), []).append(_meaning(symbol))
    _compose(symbols, data.get("numbers", {}))
    context = {fold(phrase): [_meaning(text) for text in texts] for phrase, texts in data.get("context", {}).items()}
    for phrase, special in context.items():
        kinds = {meaning.kind for meaning in special}
        symbols[phrase] = special + [known for known in symbols.get(phrase, ()) if known.kind not in kinds]
    verbs: dict[str, list[Meaning]] = {}
    for intent, phrases in data["verbs"].items():
        meaning = _verb(intent)
        for phrase in spelt_out(phrases):
            verbs.setdefault(phrase, []).append(meaning)
    for phrase, meant in symbols.items():
        if phrase not in context:
            meant.sort(key=lambda meaning: meaning.kind in NOT_TIME)
    own = frozenset(data.get("own", {}).get("words", ()))
    answers = {kind: tuple(map(fold, spelt_out(spoken))) for kind, spoken in data.get("answers", {}).items()}
    reminder = tuple(map(fold, data.get("reminder", ())))
    followups = {kind: tuple(spoken) for kind, spoken in data.get("followups", {}).items()}
    followed = {kind: tuple(spoken) for kind, spoken in data.get("followed", {}).items()}
    short = data.get("short", {})
    typos = typos_of(symbols)
    _hurried(verbs, short)
    _hurried(symbols, short)
    words = {quick: full for quick, full in short.items() if " " not in full}
    return Pack(name, _phrases(verbs), _phrases(symbols), typos, own, words, answers, reminder, followups, followed)


def _compose(symbols: dict[str, list[Meaning]], joins: dict[str, list[str]]) -> None:
    """Adds the numbers and ordinals up to 59 that a language makes of two words, "twenty" and "one" or "first". `joins` says
    how, for kinds NUM and ORD: "{}-{}"."""
    said = [(phrase, meant.kind, meant.value) for phrase, several in symbols.items() for meant in several]
    tens = [(phrase, int(value)) for phrase, kind, value in said if kind == "NUM" and value in _TENS]
    for kind, forms in joins.items():
        ones = [
            (phrase, int(value)) for phrase, one, value in said if one == kind and value in _ONES and phrase.isalpha()
        ]
        for (ten, more), (one, few), form in product(tens, ones, forms):
            symbols.setdefault(fold(form.format(ten, one)), [Meaning(kind, str(more + few))])


def _hurried(table: dict[str, list[Meaning]], short: dict[str, str]) -> None:
    """Adds to the phrases of a table how they are typed in a hurry: without an apostrophe ("whats"), and with one word for
    several ("oq" for "o que")."""
    several = [(quick, full) for quick, full in short.items() if " " in full]
    for phrase, meant in list(table.items()):
        spaced = f" {phrase} "
        forms = [spaced.replace(f" {full} ", f" {quick} ").strip() for quick, full in several if full in phrase]
        if _APOSTROPHE.search(phrase):
            forms.append(_APOSTROPHE.sub("", phrase))
        for form in forms:
            table.setdefault(form, meant)


def spelt_out(phrases: Iterable[str]) -> Iterator[str]:
    """Each form of phrases such as "{manda|mande}{|le|les}": one of every pair of braces."""
    for phrase in phrases:
        parts = _FORMS.split(phrase)
        yield from map("".join, product(*(part.split("|") if at % 2 else [part] for at, part in enumerate(parts))))


@lru_cache
def answers(kind: str) -> frozenset[str]:
    """What is said for "yes", for "the" and "at", in any language."""
    return frozenset(spoken for name in LANGUAGES for spoken in pack(name).answers.get(kind, ()))


@lru_cache(maxsize=4096)
def says_reminder(word: str) -> bool:
    """Whether a folded word calls a message a reminder, in any language."""
    return any(word.startswith(pack(name).reminder) for name in LANGUAGES)


@lru_cache
def titles() -> frozenset[str]:
    """The words that stand before a name ("dr", "bu", "dona"), in any language."""
    return frozenset(
        words[0]
        for name in LANGUAGES
        for first in pack(name).symbols.values()
        for words, meanings in first
        if any(meaning.kind == "TITLE" for meaning in meanings)
    )


@lru_cache
def months() -> frozenset[str]:
    """The names of months of one word, in any language."""
    return frozenset(
        words[0]
        for name in LANGUAGES
        for first in pack(name).symbols.values()
        for words, meanings in first
        if len(words) == 1 and any(meaning.kind == "MONTH" for meaning in meanings)
    )


def marker(lang: str) -> str:
    """The word before a recipient, such as "to"."""
    return pack(lang if lang in LANGUAGES else LANGUAGES[0]).answers["to"][0]


@lru_cache
def place_of(word: str) -> int | None:
    """What an ordinal counts, in any language: 1 for "first", -1 for "last"."""
    for name in LANGUAGES:
        for words, meanings in pack(name).symbols.get(word, ()):
            for meaning in meanings if len(words) == 1 else ():
                if meaning.kind in ("ORD", "LAST"):
                    return int(meaning.value or -1)
    return None


def _languages() -> tuple[str, ...]:
    """Every language that has a data file here."""
    found = {path.stem for path in _HERE.glob("*.toml")} - {"zones"}
    return (*(name for name in _FIRST if name in found), *sorted(found.difference(_FIRST)))


LANGUAGES = _languages()


@lru_cache
def speakers() -> dict[str, tuple[str, ...]]:
    """For each folded word, the languages that have a phrase that begins with it, or are short with it."""
    found: dict[str, list[str]] = {}
    for name in LANGUAGES:
        own = pack(name)
        for word in {*own.verbs, *own.symbols, *own.short}:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


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
def _read(name: str) -> dict[str, Any]:
    import tomllib

    loaded: dict[str, Any] = tomllib.loads(_HERE.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return loaded


def _verb(text: str) -> Meaning:
    """ "cancel before ID": the words are that verb only where such a symbol follows."""
    intent, *conditions = text.split(" ")
    return Meaning("VERB", intent, before=frozenset(conditions[1].split(",")) if conditions else None)


def _meaning(text: str) -> Meaning:
    """ "UNIT:hour after NUM,EVERY before OF"; "ART+DAYU": one word that stands for two symbols."""
    head, *conditions = text.split(" ")
    kind, _, value = (head, "", "") if "+" in head else head.partition(":")
    given = dict(zip(conditions[::2], conditions[1::2], strict=True))
    after, before = (frozenset(given[word].split(",")) if word in given else None for word in ("after", "before"))
    return Meaning(kind, value, after, before)


def _phrases(meanings: dict[str, list[Meaning]]) -> Phrases:
    found: dict[tuple[str, ...], list[Meaning]] = {}
    for phrase, meant in meanings.items():
        known = found.setdefault(_pieces(phrase), [])
        known.extend(meaning for meaning in meant if meaning not in known)
    return Phrases((words, tuple(meant)) for words, meant in found.items())


def _pieces(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, cut as a sentence is; words of letters alone need no search for it."""
    folded = phrase if phrase.isascii() and phrase.islower() else fold(phrase)
    words = folded.split()
    return tuple(words) if all(map(str.isalpha, words)) else tuple(fold(piece) for piece in _PIECE.findall(phrase))
