"""Symbols: what a phrase of a language pack, or a piece like "9am", stands for. Where they come from: lexer.py."""

from __future__ import annotations

from dataclasses import dataclass

from core.language.packs import Meaning


class Senseless(ValueError):
    """A figure where it can mean nothing, such as the 1.5th: the rule that looked at it does not hold."""


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
        if self.kind in kinds:
            return True
        for meaning in self.meanings:  # noqa: SIM110 - asked a hundred times a sentence, and any() takes three times as long
            if meaning.kind in kinds:
                return True
        return False

    def value_of(self, kind: str) -> str | None:
        if self.kind == kind:
            return self.value
        return next((meaning.value for meaning in self.meanings if meaning.kind == kind), None)

    @property
    def number(self) -> int:
        """Raises Senseless for what is no whole number."""
        try:
            return int(self.value)
        except ValueError:
            raise Senseless(self.value) from None


BREAK = Item("BREAK", "", -1, -1)
END = Item("NONE", "", -1, -1)


def pieces(item: Item) -> list[Item]:
    """What one word stands for: "sehari" is "a day" (ART+DAYU). All pieces but the first have no words of their own."""
    if "+" not in item.kind:
        return [item]
    found = []
    for place, piece in enumerate(item.kind.split("+")):
        kind, _, value = piece.partition(":")
        found.append(Item(kind, value, item.end if place else item.start, item.end, item.lang))
    return found
