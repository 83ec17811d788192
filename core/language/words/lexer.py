"""Tokens -> items: what a phrase of a language pack, or a piece like "9am", stands for. No meaning of the whole yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.language.packs import Meaning, Pack, pack, zones
from core.language.packs.mistyped import meant_by, verb_meant_by
from core.language.words.spoken import FOREIGN, Spoken
from core.language.words.symbols import END, Item, pieces
from core.language.words.tokens import Token, zone_of

_OF_TOKEN = {
    "quote": "QUOTE", "id": "ID", "hash": "HASH", "phone": "PHONE", "local": "PHONE", "zone": "ZONE",
    "moment": "MOMENT", "date": "DATE", "ampm": "CLOCK", "clock": "CLOCK", "hm": "HM", "mil": "CLOCK", "dot": "DOT",
    "ord": "ORD", "year": "YR", "num": "NUM", "frac": "NUM",
}  # fmt: skip
_JOINTS = frozenset({"TO", "AT", "ON", "AND"})  # small words that say nothing alone
_OF_PUNCT = {",": "COMMA", "/": "COMMA", ";": "COMMA", "&": "AND", "+": "AND", "-": "RANGE", "–": "RANGE", "—": "RANGE"}
_STOPS = frozenset(".!?¿¡…():\\\"'")
_FIGURES = re.compile(r"\D")


class Lexer:
    """The items of one sentence, at any token, in its language first and then in the others."""

    def __init__(
        self, tokens: Sequence[Token], preferred: tuple[str, ...], named: Callable[[str], bool] = lambda _: False
    ) -> None:
        """`named`: whether somebody goes by a word, which is then no mistyped word of time."""
        self.tokens = tokens
        self._count = len(tokens)
        self._named = named
        self._folds = [token.fold for token in tokens]
        self._spoken = Spoken(self._folds)
        self.packs = self._spoken.ordered(preferred)
        first = self.packs[0]
        self.trusted = {own.name for own in self.packs if own is first or self._spoken.mixes(own, first)}
        self._orders: dict[tuple[str, ...], tuple[Pack, ...]] = {}
        self._known: dict[tuple[int, str, str | None], Item] = {}

    def _speaking(self, at: int) -> tuple[Pack, ...]:
        """The packs that have a phrase that begins with a word, that of the sentence's language first."""
        names = self._spoken.speakers[at] if at < self._count else ()
        if names not in self._orders:
            self._orders[names] = tuple(own for own in self.packs if own.name in names)
        return self._orders[names]

    def trust(self, verb: Item | None) -> None:
        """The language of the sentence's verb: its short words are meant too."""
        if verb is not None and verb.lang is not None and verb.lang not in self.trusted:
            self.trusted.add(verb.lang)
            self._known.clear()

    def verb(self, at: int) -> Item | None:
        """The longest verb phrase that begins here."""
        found = [
            Item("VERB", meant[0].value, at, at + length, own.name, meant)
            for own in self._speaking(at)
            for length, meanings in (self._spoken.verb(own, at),)
            if (meant := tuple(one for one in meanings if self._leads(at + length, own, one.before)))
        ]
        return max(found, key=lambda item: (item.end, -self.packs.index(pack(item.lang or "")))) if found else None

    def stops(self, at: int) -> Item | None:
        """The verb phrase that begins here and is one only before other symbols: "para …", which is elsewhere "for"."""
        for own in self._speaking(at):
            length, meanings = self._spoken.verb(own, at)
            meant = tuple(one for one in meanings if one.before is not None)
            if meant:
                return Item("VERB", meant[0].value, at, at + length, own.name, meant)
        return None

    def mistyped_verb(self, at: int) -> Item | None:
        """The verb that a word is a letter away from, in the first language that has one; None where it is somebody's name,
        or a word of its own in any language."""
        word = self._folds[at]
        if not word.isalpha() or self._named(word) or self.knows(at):
            return None
        for own in self.packs:
            meant = verb_meant_by(word, own)
            if meant:
                return Item("VERB", meant[0].value, at, at + 1, own.name, meant)
        return None

    def _leads(self, at: int, own: Pack, wanted: frozenset[str] | None) -> bool:
        """Whether a symbol of these kinds stands here, an article before it or not."""
        if wanted is None:
            return True
        at += self._article(own, at)
        return at < self._count and self._plain(at).kind in wanted

    def joint(self, at: int) -> Item | None:
        """The longest phrase that leads to a recipient in any language: "a los" in an English sentence."""
        found = [
            Item("TO", "", at, at + length + self._article(own, at + length), own.name)
            for own in self._speaking(at)
            for length, meanings in (self._spoken.symbol(own, at),)
            if any(meaning.kind == "TO" for meaning in meanings)
        ]
        return max(found, key=lambda item: item.end, default=None)

    def _article(self, own: Pack, at: int) -> int:
        """How many words an article takes here."""
        length, meanings = self._spoken.symbol(own, at)
        return length if any(meaning.kind == "THE" for meaning in meanings) else 0

    def at(self, at: int, before: Item = END) -> Item:
        """The item that begins at token `at`, `before` being the one in front of it."""
        if at >= self._count:
            return END
        key = (at, before.kind, before.lang)
        if key not in self._known:
            self._known[key] = self._read(at, before)
        return self._known[key]

    def knows(self, at: int) -> bool:
        """Whether a phrase of any language begins with a word."""
        return bool(self._spoken.speakers[at])

    def alone(self, at: int) -> Item:
        """What a word stands for where no other is looked at."""
        for own in self._speaking(at):
            for length, meanings in own.symbols.fitting(self._folds[at : at + 1], 0):
                return self._chosen(own.name, at, at + length, meanings, END)
        return self._plain(at)

    def names(self, at: int) -> bool:
        """Whether somebody goes by the word at a token."""
        return self._named(self._folds[at])

    def run(self, start: int, end: int) -> list[Item]:
        """The items from token `start` on, none of them reaching over `end`."""
        found: list[Item] = []
        last = END
        while start < end:
            item = self.at(start, last)
            if item.end > end:
                item = self._plain(start)
            found += pieces(item)
            start, last = item.end, found[-1]
        return found

    def _read(self, at: int, before: Item) -> Item:
        place, zone = zones().longest(self._folds, at) if self._folds[at] in zones() else (0, ())
        if place > 1:
            return Item("ZONE", zone[0].value, at, at + place, None, zone)
        known = self._phrase(at, before)
        if known is not None:
            return known
        owned = self._owned(at, before) or self._figured(at, before)
        if owned is not None:
            return owned
        for own in self.packs[:1]:
            word = self._folds[at]
            meant = meant_by(word, own) if word.isalpha() and not self._named(word) else None
            if meant:
                return self._chosen(own.name, at, at + 1, own.symbols[meant][-1][1], before)
        if zone:
            return Item("ZONE", zone[0].value, at, at + place, None, zone)
        return self._plain(at)

    def _phrase(self, at: int, before: Item) -> Item | None:
        """The phrase that begins here: of the sentence's language, unless one of a language that is certainly mixed in
        is longer. A small word of any language joins where no other knows it ("to", "y")."""
        best: Item | None = None
        joint: Item | None = None
        for own in self._speaking(at):
            for length, meanings in self._spoken.symbols(own, at):
                item = self._chosen(own.name, at, at + length, meanings, before)
                if item.kind == "WORD":
                    continue
                if best is not None and (length <= best.end - at or own.name not in self.trusted):
                    break
                if self._trusts(own, at, length, before):
                    best = item
                    break
                joins = item.kind in _JOINTS and not self.tokens[at].capital
                joint = joint or (item if joins else None)
        return best or joint

    def _owned(self, at: int, before: Item) -> Item | None:
        """ "tomorrow's message", "Monday's": the word without its possessive."""
        word = self._folds[at].removesuffix("'s")
        own = self.packs[0]
        if word == self._folds[at] or word not in own.symbols:
            return None
        found = [meanings for words, meanings in own.symbols[word] if len(words) == 1]
        return self._chosen(own.name, at, at + 1, found[0], before) if found else None

    def _figured(self, at: int, before: Item) -> Item | None:
        """ "7a", which is an hour to some and the seventh to others: what a pack says of a figure and its letter."""
        token = self.tokens[at]
        found = (
            self.packs[0].symbols.longest(["#", token.fold.lstrip("0123456789")], 0) if token.kind == "ord" else None
        )
        if found is None or found[0] != 2:
            return None
        item = self._chosen(self.packs[0].name, at, at + 1, found[1], before)
        return None if item.kind == "WORD" else item

    def _trusts(self, own: Pack, at: int, length: int, before: Item) -> bool:
        if own.name in self.trusted or length > 1 or before.lang == own.name:
            return True
        return len(self._folds[at]) >= FOREIGN

    def _chosen(self, lang: str, start: int, end: int, meanings: tuple[Meaning, ...], before: Item) -> Item:
        following: set[str] | None = None
        for meaning in meanings:
            if meaning.after is not None and before.kind not in meaning.after:
                continue
            if meaning.before is not None:
                following = self._kinds_at(end, lang) if following is None else following
                if not following & meaning.before:
                    continue
            # What its neighbours decide is decided; else the phrase may stand for all that it can mean anywhere.
            decided = meaning.after is not None or meaning.before is not None
            free = tuple(one for one in meanings if one.after is None and one.before is None)
            return Item(meaning.kind, meaning.value, start, end, lang, (meaning,) if decided else free)
        return Item("WORD", "", start, end, lang)

    def _kinds_at(self, at: int, lang: str) -> set[str]:
        if at >= self._count:
            return {"NONE"}
        meanings = self._spoken.symbol(pack(lang), at)[1]
        kinds = {meaning.kind.partition("+")[0].partition(":")[0] for meaning in meanings}
        return kinds or {self._plain(at).kind}

    def _plain(self, at: int) -> Item:
        """An item of one token that is no phrase of any pack."""
        token = self.tokens[at]
        if token.kind == "offset":
            return Item("ZONE", _offset_zone(token.fold), at, at + 1)
        if token.kind == "punct":
            kind = _OF_PUNCT.get(token.text) or ("STOP" if token.text in _STOPS else "WORD")
            return Item(kind, token.text, at, at + 1)
        value = _FIGURES.sub("", token.text) if token.kind == "ord" else token.text.lstrip("# ")
        if token.kind == "zone":
            value = zone_of(token.text) or value
        if token.kind == "frac":  # "1/2 h"
            value = str(int(value[0]) / int(value[-1]))
        return Item(_OF_TOKEN.get(token.kind, "WORD"), value, at, at + 1)


def _offset_zone(text: str) -> str:
    """ "UTC+7" as a zone of the tz database, whose signs are the other way round; "" for one that it lacks."""
    sign = "+" if "+" in text else "-"
    hours, _, minutes = text.split(sign)[1].strip().partition(":")
    if minutes.strip("0") or len(hours) > 2 or int(hours) > 14:
        return ""
    return "Etc/GMT" + ("-" if sign == "+" else "+") + str(int(hours)) if int(hours) else "UTC"
