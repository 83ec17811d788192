"""Words a letter from one that a pack knows. Only some kinds may be mistyped: a wrong guess elsewhere is a wrong reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from core.world import fold

if TYPE_CHECKING:
    from core.language.packs import Meaning, Pack

_FORGIVEN = frozenset(
    ["DAY", "WD", "WDS", "MONTH", "EVERY", "FREQ", "NOON", "DAYPOD", "DAYSET", "DAYSETS", "NEXT", "UNTIL"]
)
_VERBS = frozenset(
    ["schedule", "cancel", "move", "edit", "pause", "resume", "skip", "retry", "undo", "add", "remove", "list", "show"]
)
_FORGIVEN_LENGTH, _LONGEST_FORGIVEN = 5, 32


def typos_of(symbols: Mapping[str, Sequence[Meaning]]) -> dict[str, str]:
    """Every spelling that lacks one letter of a forgiven word, and the word; "" where two words share one."""
    return _spellings(
        word
        for phrase, meant in symbols.items()
        if (word := fold(phrase)).isalpha() and all(meaning.kind in _FORGIVEN for meaning in meant)
    )


def meant_by(word: str, own: Pack) -> str | None:
    """The forgiven word that a mistyped one is a letter (or a swap of two) away from; None where unsure."""
    if word in own.own or word in own.verbs:
        return None
    return _nearest(word, own.typos)


def verb_meant_by(word: str, own: Pack) -> tuple[Meaning, ...]:
    """What a mistyped verb of one word stands for; nothing where it is a word of its own, or may be two verbs that differ."""
    if word in own.own or word in own.symbols or word in own.verbs:
        return ()
    table = _verbs(own)
    spellings = _near(word, table[0])
    meant = {table[1][one] for one in spellings}
    return meant.pop() if len(meant) == 1 else ()


@lru_cache(maxsize=16)
def _verbs(own: Pack) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Meaning, ...]]]:
    """The verbs of a language that may be mistyped, by their spellings without one letter; and what they stand for."""
    known = {
        words[0]: meant
        for first in own.verbs.values()
        for words, meant in first
        if len(words) == 1 and all(_may_be_mistyped(meaning) for meaning in meant)
    }
    found: dict[str, list[str]] = {}
    for word in known:
        for spelling in {word, *_without_one(word)} if len(word) >= _FORGIVEN_LENGTH else ():
            found.setdefault(spelling, []).append(word)
    return {spelling: tuple(several) for spelling, several in found.items()}, known


def _may_be_mistyped(meaning: Meaning) -> bool:
    return meaning.before is None and "+" not in meaning.value and meaning.value.partition(":")[0] in _VERBS


def _near(word: str, table: Mapping[str, tuple[str, ...]]) -> set[str]:
    if not _FORGIVEN_LENGTH - 1 <= len(word) <= _LONGEST_FORGIVEN:
        return set()
    spellings = (word, *_without_one(word))
    return {known for one in spellings for known in table.get(one, ()) if _one_apart(word, known)}


def _spellings(words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        if len(word) < _FORGIVEN_LENGTH:
            continue
        for spelling in {word, *_without_one(word)}:
            same = found.get(spelling)
            found[spelling] = word if same in (None, word) or spelling == word else ""
    return found


def _nearest(word: str, table: Mapping[str, str]) -> str | None:
    if not _FORGIVEN_LENGTH <= len(word) <= _LONGEST_FORGIVEN:
        return None
    spellings = (word, *_without_one(word))
    found = {known for known in map(table.get, spellings) if known is not None and _one_apart(word, known)}
    return found.pop() if len(found) == 1 else None


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


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
