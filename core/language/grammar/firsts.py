"""Which kinds of symbol a pattern can begin with: what begins otherwise need not be tried. The patterns are in patterns.py."""

from __future__ import annotations

import re

_PIECE = re.compile(r"\(\?<?[!=]|\(|\)|\||[?*+]|[A-Z0-9]+")


def firsts(text: str) -> frozenset[str]:
    """The kinds that a pattern without macros may begin with. A look-around takes no symbol, and counts for none."""
    begins, _ = _Reader(_PIECE.findall(text)).alternatives()
    return frozenset(begins)


class _Reader:
    """Reads pieces; what it gives is the kinds that may begin, and whether nothing at all would do as well."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0

    def alternatives(self) -> tuple[set[str], bool]:
        begins, empty = self._sequence()
        while self._next() == "|":
            self._at += 1
            others, none = self._sequence()
            begins, empty = begins | others, empty or none
        return begins, empty

    def _sequence(self) -> tuple[set[str], bool]:
        begins: set[str] = set()
        empty = True
        while self._next() not in ("|", ")", ""):
            others, none = self._atom()
            if empty:
                begins |= others
                empty = none
        return begins, empty

    def _atom(self) -> tuple[set[str], bool]:
        piece = self._next()
        self._at += 1
        found: tuple[set[str], bool] = ({piece}, False)
        if piece.startswith("("):
            found = self.alternatives()
            self._at += 1  # the bracket that closes
        if piece.startswith("(?"):
            found = (set(), True)
        if self._next() in ("?", "*", "+"):
            found = (found[0], found[1] or self._next() != "+")
            self._at += 1
        return found

    def _next(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""
