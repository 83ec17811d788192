"""The words of one sentence as the language packs know them: which phrases begin where, and which language it is in.

What a phrase means between its neighbours is for lexer.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from core.language.packs import LANGUAGES, Meaning, Pack, Phrases, pack, speakers

FOREIGN = 4  # letters from which a single word of another language than the sentence's is trusted
_VERB, _SYMBOL = "verb", "symbol"
Fit = tuple[int, tuple[Meaning, ...]]
_NONE: Fit = (0, ())


class Spoken:
    """Looks each phrase up once, however often the stages ask for it."""

    def __init__(self, folds: Sequence[str]) -> None:
        """`folds`: the words, without case and accents."""
        self.folds = list(folds)
        self._count = len(self.folds)
        known = speakers()
        self.speakers = [known.get(word, ()) for word in self.folds]
        """For each word, the languages that have a phrase that begins so."""
        self._found: dict[tuple[str, str, int], list[Fit]] = {}
        self._places: dict[str, list[int]] = {}
        self._phrases: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def _full(self) -> dict[str, list[str]]:
        """The words with those that a language shortens in full; only of languages that shorten one of these."""
        found = {}
        for name in LANGUAGES:
            short = pack(name).short
            if not short.keys().isdisjoint(self.folds):
                found[name] = [short.get(word, word) for word in self.folds]
        return found

    def symbols(self, own: Pack, at: int) -> list[Fit]:
        """The symbol phrases that begin at a word, the longest first: as typed, and with its shortened words in full."""
        return self._fitting(_SYMBOL, own, own.symbols, at)

    def symbol(self, own: Pack, at: int) -> Fit:
        """The longest of them; 0 words where there is none."""
        found = self._fitting(_SYMBOL, own, own.symbols, at)
        return found[0] if found else _NONE

    def verb(self, own: Pack, at: int) -> Fit:
        """The longest verb phrase that begins at a word; 0 words where none does."""
        found = self._fitting(_VERB, own, own.verbs, at)
        return found[0] if found else _NONE

    def _fitting(self, kind: str, own: Pack, table: Phrases, at: int) -> list[Fit]:
        if at >= self._count or own.name not in self.speakers[at]:
            return []
        key = (kind, own.name, at)
        known = self._found.get(key)
        if known is None:
            known = self._found[key] = self._look_up(own, table, at)
        return known

    def _look_up(self, own: Pack, table: Phrases, at: int) -> list[Fit]:
        found, full = table.fitting(self.folds, at), self._full.get(own.name)
        if full is not None:
            lengths = [length for length, _ in found]
            found += [fit for fit in table.fitting(full, at) if fit[0] not in lengths]
            found.sort(key=lambda fit: -fit[0])
        return found

    def ordered(self, preferred: tuple[str, ...]) -> tuple[Pack, ...]:
        """The packs, that of the sentence's language first: the one that knows most of its words."""
        names = [name for name in preferred if name in LANGUAGES]
        packs = [pack(name) for name in (*names, *(name for name in LANGUAGES if name not in names))]
        for at, spoken in enumerate(self.speakers):
            for name in spoken:
                self._places.setdefault(name, []).append(at)
        scores = {own.name: self._score(own) for own in packs}
        return tuple(sorted(packs, key=lambda own: -scores[own.name]))

    def mixes(self, own: Pack, first: Pack) -> bool:
        """Whether the sentence has a word or phrase of a language that is long, and none of its `first` language."""
        for at, length in self._phrases[own.name]:
            letters = sum(len(word) for word in self.folds[at : at + length])
            known = self.symbol(first, at)[0] >= length or self.verb(first, at)[0] >= length
            if letters >= FOREIGN + (length > 1) and not known:
                return True
        return False

    def _score(self, own: Pack) -> int:
        score = at = 0
        commanded = False
        found = self._phrases[own.name] = list[tuple[int, int]]()
        for place in self._places.get(own.name, ()):
            if place < at:  # inside a phrase
                continue
            at = place
            verb, said = self.verb(own, at)
            length, meant = self.symbol(own, at)
            # half a verb says little: "que … sea"
            parted = all("+" in meaning.value or meaning.before is not None for meaning in said)
            commands = (
                bool(said) and not parted and not commanded
            )  # a sentence has one verb: "etiqueta" is a noun later on
            sure = any(meaning.after is None for meaning in meant)  # what only its neighbours decide says little, too
            worth = max(3 + verb if commands else 0, length if sure else 0) if self.folds[at].isalpha() else 0
            commanded = commanded or commands
            score += worth
            if meant and worth:
                found.append((at, length))
            at += max(1, verb, length)
        return score
