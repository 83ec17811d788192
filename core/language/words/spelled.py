"""The longest name of the world that begins at a word: with or without its title, its spelling, what joins its parts."""

from __future__ import annotations

from collections.abc import Sequence

from core.language.packs import titles
from core.language.words.lexer import Lexer
from core.language.words.tokens import Token
from core.world import Named, World, words

_LONGEST = 8
_MOST_PIECES = 32  # tokens of a name: "O.N.G. 5-B"
_NAME_KINDS = frozenset({"word", "num", "ord", "year", "mil"})
_TIME_NAMES = ("MONTH", "WD", "DAY", "WDS", "HOLIDAY")


class Spelled:
    """The names among the tokens of one sentence, wherever they stand."""

    def __init__(self, world: World, lexer: Lexer) -> None:
        self.world = world
        self.lexer = lexer
        self.tokens: Sequence[Token] = lexer.tokens
        self._count = len(lexer.tokens)
        self.apart = any(token.kind == "quote" for token in lexer.tokens)
        """Whether the message stands apart, in quotes or after a colon, so that a strange word is none of it."""
        self._names: dict[int, tuple[tuple[Named, ...], int] | None] = {}

    def name(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        """The longest name of the world that begins at a token, and the token after it."""
        if at not in self._names:
            self._names[at] = self._longest_name(at)
        return self._names[at]

    def _longest_name(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        spelling: list[str] = []
        best: tuple[tuple[Named, ...], int] | None = None
        place = at
        last = min(self._count, at + _MOST_PIECES)
        untitled = self.world.follows_first(self.tokens[at].fold.removesuffix("'s"))
        while place < last and len(spelling) < _LONGEST:
            token = self.tokens[place]
            if token.kind not in _NAME_KINDS:
                joins = token.text in ".-/" and token.start == self.tokens[place - 1].end
                if not spelling or not joins:
                    break
                place += 1
                continue
            place += 1
            before = self.tokens[place - 2]
            if spelling and token.start == before.end and before.kind in _NAME_KINDS:
                spelling[-1] += token.fold  # "5B"
            else:
                spelling.append(token.fold)
            for word in {spelling[-1], spelling[-1].removesuffix("'s")}:
                found = self.world.named([*spelling[:-1], word])
                if found and len(spelling) == 1 and spelling[0] in titles():
                    found = _beyond_title(found, spelling[0])
                if untitled:
                    found = self._untitled((*spelling[:-1], word), found)
                if found:
                    best = (found, place)
        if best is None or self._is_date(at, best[1]):
            return None
        return best

    def _untitled(self, spelling: tuple[str, ...], found: tuple[Named, ...]) -> tuple[Named, ...]:
        """Also those whose title is left out: "byrne" for Mr. Byrne."""
        return (*found, *(one for one in self.world.titled(spelling, titles()) if one not in found))

    def is_time(self, at: int) -> bool:
        """Whether the word here is one of time, whoever may be called so: May, Wednesday."""
        return at < self._count and self.lexer.at(at).has(*_TIME_NAMES)

    def _is_date(self, at: int, end: int) -> bool:
        """ "May 3" is a date, also where somebody is called May."""
        if end != at + 1 or end >= self._count or not self.lexer.at(at).has(*_TIME_NAMES):
            return False
        return self.tokens[end].kind in ("num", "ord", "ampm", "clock", "year")


def _beyond_title(found: tuple[Named, ...], title: str) -> tuple[Named, ...]:
    """Without those of whom only the title was said: "Pak Bambang" is not the only Pak that there is."""
    return tuple(one for one in found if any(words(name) == (title,) for name in (one.name, *one.aliases)))
