"""Those whom a sentence names, and what must be asked before they can be written to. Who they are: names.py."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.language.reading import Option, Question
from core.world import Named, World

_MOST_OPTIONS = 8
EVERYONE, ME = "everyone", "me"


@dataclass
class People:
    """Those found in one place. `spelt` and `keys` side by side; `unknown` as typed; `end` the token after them."""

    spelt: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    exclude: list[Named] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[tuple[str, tuple[Named, ...]]] = field(default_factory=list)
    chat: bool = False
    end: int = 0

    @property
    def anybody(self) -> bool:
        return bool(self.spelt or self.unknown or self.ambiguous or self.chat)

    @property
    def known(self) -> bool:
        return bool(self.spelt or self.ambiguous)

    def add(self, spelt: str, key: str | None = None) -> None:
        if spelt not in self.spelt or key not in self.keys:
            self.spelt.append(spelt)
            self.keys.append(key)

    def join(self, other: People) -> None:
        for spelt, key in zip(other.spelt, other.keys, strict=True):
            self.add(spelt, key)
        self.exclude += other.exclude
        self.unknown += other.unknown
        self.ambiguous += other.ambiguous
        self.chat = self.chat or other.chat
        self.end = other.end

    def questions(self, world: World, slot: str = "recipients") -> list[Question]:
        """What must be asked before these people can be written to."""
        ids = slot[:-1] + "_ids" if slot != "exclude" else "exclude_ids"
        asked = [Question("group_chat", refuse=True)] if self.chat else []
        for _, named in self.ambiguous:
            options = tuple(_option(one, slot, ids) for one in named[:_MOST_OPTIONS])
            asked.append(Question("ambiguous_recipient", options=options))
        if self.unknown:
            near = [one for name in self.unknown for one in world.near(name)] if len(self.unknown) == 1 else []
            options = tuple(_option(one, slot, ids) for one in near)
            asked.append(Question("unknown_recipient", unknown=tuple(self.unknown), options=options))
        if EVERYONE in self.spelt and slot == "recipients":
            asked.append(Question("all_contacts", options=(Option({}),)))
        return asked


def _option(named: Named, slot: str, ids: str) -> Option:
    hint = named.hint or (f"…{named.phone[-3:]}" if named.phone else None)
    return Option({f"+{slot}": [named.spelt], f"+{ids}": [named.key]}, hint=hint)
