"""Tokens -> items: what a phrase of a language pack, or a piece like "9am", stands for. No meaning of the whole yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.language.packs import LANGUAGES, Meaning, Pack, Phrases, meant_by, pack, zones
from core.language.tokens import Token

_FOREIGN = 4  # letters from which a single word of another language than the sentence's is trusted
_OF_TOKEN = {
    "quote": "QUOTE", "id": "ID", "hash": "HASH", "phone": "PHONE", "local": "PHONE", "zone": "ZONE",
    "moment": "MOMENT", "date": "DATE", "ampm": "CLOCK", "clock": "CLOCK", "hm": "HM", "mil": "CLOCK", "dot": "DOT",
    "ord": "ORD", "year": "YR", "num": "NUM",
}  # fmt: skip
_OF_PUNCT = {",": "COMMA", ";": "COMMA", "&": "AND", "+": "AND", "-": "RANGE", "–": "RANGE", "—": "RANGE"}
_STOPS = frozenset(".!?¿¡…():/\\\"'")


@dataclass(frozen=True, slots=True)
class Item:
    """A symbol over tokens [start, end). `kinds` are all that its phrase may stand for, `kind` the likeliest here."""

    kind: str
    value: str
    start: int
    end: int
    lang: str | None = None
    meanings: tuple[Meaning, ...] = ()

    def has(self, *kinds: str) -> bool:
        return self.kind in kinds or any(meaning.kind in kinds for meaning in self.meanings)

    def value_of(self, kind: str) -> str | None:
        if self.kind == kind:
            return self.value
        return next((meaning.value for meaning in self.meanings if meaning.kind == kind), None)

    @property
    def number(self) -> int:
        return int(self.value)


BREAK = Item("BREAK", "", -1, -1)
END = Item("NONE", "", -1, -1)


class Lexer:
    """The items of one sentence, at any token, in its language first and then in the others."""

    def __init__(self, tokens: Sequence[Token], preferred: tuple[str, ...]) -> None:
        self.tokens = tokens
        self._folds = [token.fold for token in tokens]
        self.packs = self._ordered(preferred)
        self.trusted = {self.packs[0].name}
        self._known: dict[tuple[int, str, str | None], Item] = {}

    def trust(self, verb: Item | None) -> None:
        """The language of the sentence's verb: its short words are meant too."""
        if verb is not None and verb.lang is not None:
            self.trusted.add(verb.lang)
            self._known.clear()

    def verb(self, at: int) -> Item | None:
        """The longest verb phrase that begins here."""
        found = [
            Item("VERB", meanings[0].value, at, at + length, own.name, meanings)
            for own in self.packs
            for length, meanings in (_longest(own.verbs, self._folds, at),)
            if meanings
        ]
        return max(found, key=lambda item: (item.end, -self.packs.index(pack(item.lang or "")))) if found else None

    def at(self, at: int, before: Item = END) -> Item:
        """The item that begins at token `at`, `before` being the one in front of it."""
        if at >= len(self.tokens):
            return END
        key = (at, before.kind, before.lang)
        if key not in self._known:
            self._known[key] = self._read(at, before)
        return self._known[key]

    def run(self, start: int, end: int) -> list[Item]:
        """The items from token `start` on, none of them reaching over `end`."""
        found: list[Item] = []
        last = END
        while start < end:
            item = self.at(start, last)
            if item.end > end:
                item = self._plain(start)
            found.append(item)
            start, last = item.end, item
        return found

    def _read(self, at: int, before: Item) -> Item:
        for own in self.packs:
            length, meanings = _longest(own.symbols, self._folds, at)
            if meanings and self._trusts(own, at, length, before):
                return self._chosen(own.name, at, at + length, meanings, before)
        owned = self._owned(at, before)
        if owned is not None:
            return owned
        for own in self.packs[:1]:
            meant = meant_by(self._folds[at], own) if self.tokens[at].fold.isalpha() else None
            if meant:
                return self._chosen(own.name, at, at + 1, own.symbols[meant][-1][1], before)
        length, meanings = _longest(zones(), self._folds, at)
        if meanings:
            return Item("ZONE", meanings[0].value, at, at + length, None, meanings)
        return self._plain(at)

    def _owned(self, at: int, before: Item) -> Item | None:
        """ "tomorrow's message", "Monday's": the word without its possessive."""
        word = self._folds[at].removesuffix("'s")
        own = self.packs[0]
        if word == self._folds[at] or word not in own.symbols:
            return None
        found = [meanings for words, meanings in own.symbols[word] if len(words) == 1]
        return self._chosen(own.name, at, at + 1, found[0], before) if found else None

    def _trusts(self, own: Pack, at: int, length: int, before: Item) -> bool:
        if own.name in self.trusted or length > 1 or before.lang == own.name:
            return True
        return len(self._folds[at]) >= _FOREIGN

    def _chosen(self, lang: str, start: int, end: int, meanings: tuple[Meaning, ...], before: Item) -> Item:
        following: set[str] | None = None
        for meaning in meanings:
            if meaning.after is not None and before.kind not in meaning.after:
                continue
            if meaning.before is not None:
                following = self._kinds_at(end, lang) if following is None else following
                if not following & meaning.before:
                    continue
            return Item(meaning.kind, meaning.value, start, end, lang, meanings)
        return Item("WORD", "", start, end, lang)

    def _kinds_at(self, at: int, lang: str) -> set[str]:
        if at >= len(self.tokens):
            return {"NONE"}
        kinds = {meaning.kind for meaning in _longest(pack(lang).symbols, self._folds, at)[1]}
        return kinds or {self._plain(at).kind}

    def _plain(self, at: int) -> Item:
        """An item of one token that is no phrase of any pack."""
        token = self.tokens[at]
        if token.kind == "offset":
            return Item("ZONE", _offset_zone(token.fold), at, at + 1)
        if token.kind == "punct":
            kind = _OF_PUNCT.get(token.text) or ("STOP" if token.text in _STOPS else "WORD")
            return Item(kind, token.text, at, at + 1)
        value = token.fold.rstrip("stndrhº°ª.") if token.kind == "ord" else token.text.lstrip("# ")
        return Item(_OF_TOKEN.get(token.kind, "WORD"), value, at, at + 1)

    def _ordered(self, preferred: tuple[str, ...]) -> tuple[Pack, ...]:
        """The packs, that of the sentence's language first: the one that knows most of its words."""
        names = [name for name in preferred if name in LANGUAGES]
        packs = [pack(name) for name in (*names, *(name for name in LANGUAGES if name not in names))]
        scores = {own.name: self._score(own) for own in packs}
        return tuple(sorted(packs, key=lambda own: -scores[own.name]))

    def _score(self, own: Pack) -> int:
        score = at = 0
        while at < len(self._folds):
            verb, said = _longest(own.verbs, self._folds, at)
            length, meant = _longest(own.symbols, self._folds, at)
            worth = max(3 + verb if said else 0, length if meant else 0) if self._folds[at].isalpha() else 0
            score += worth
            at += max(1, verb, length)
        return score


def _longest(phrases: Phrases, folds: list[str], at: int) -> tuple[int, tuple[Meaning, ...]]:
    for words, meanings in phrases.get(folds[at], ()):
        if len(words) == 1 or tuple(folds[at : at + len(words)]) == words:
            return len(words), meanings
    return 0, ()


def _offset_zone(text: str) -> str:
    """ "UTC+7" as a zone of the tz database, whose signs are the other way round; "" for one that it lacks."""
    sign = "+" if "+" in text else "-"
    hours, _, minutes = text.split(sign)[1].strip().partition(":")
    if minutes.strip("0") or len(hours) > 2 or int(hours) > 14:
        return ""
    return "Etc/GMT" + ("-" if sign == "+" else "+") + str(int(hours)) if int(hours) else "UTC"
