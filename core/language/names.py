"""Who is meant: people, groups, tags, numbers, found only where a recipient can stand, by the longest name that fits.

Nothing is guessed: two who fit, or nobody, is for a question. Once found, a name is covered: May Lim is no month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.language.phones import phone_of
from core.language.reading import Option, Question
from core.language.symbols import Item, Lexer
from core.language.tokens import Token
from core.world import Named, World, fold

_LONGEST = 8
_NAME_KINDS = frozenset({"word", "num", "year", "mil"})
_TIME_NAMES = ("MONTH", "WD", "DAY", "WDS")
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


class Directory:
    """Finds people among the tokens of one sentence."""

    def __init__(self, world: World, lexer: Lexer) -> None:
        self.world = world
        self.lexer = lexer
        self.tokens: Sequence[Token] = lexer.tokens

    def read(self, at: int, *, unknown: bool = False, whole: bool = True) -> People | None:
        """The list of people that begins here ("Ana, the Staff group and Bruno"), or None.

        With `unknown`, a word that is nobody's name is taken as the name of somebody unknown. With `whole`, "Ana Costa"
        is nobody although there is an Ana.
        """
        people = People(end=at)
        first = self._one(at, unknown, whole)
        while first is not None:
            people.join(first)
            self._without(people)
            following = self._after_separator(people.end)
            first = self._one(following, unknown and self.tokens[following].capital, whole) if following else None
        return people if people.anybody else None

    def _after_separator(self, at: int) -> int | None:
        """The token after "and", ",", ", and" and their markers."""
        start = at
        while at < len(self.tokens) and self.lexer.at(at).has("AND", "COMMA"):
            at = self.lexer.at(at).end
        if at == start:
            return None
        while at < len(self.tokens) and self.lexer.at(at).has("TO"):
            at = self.lexer.at(at).end
        if at >= len(self.tokens) or self.lexer.at(at).has("WD", "WDS", "DAY"):
            return None  # "to Kofi, Wednesday at 9" names one person, whoever else is called Wednesday
        return at

    def _without(self, people: People) -> None:
        """ "… except Bruno and Eva": only for a group, a tag or everyone."""
        item = self.lexer.at(people.end)
        many = any(spelt == EVERYONE or spelt.startswith(("group:", "tag:")) for spelt in people.spelt)
        if many and item.has("EXCEPT") and not self.is_time(item.end):
            others = self.read(item.end)
            if others is not None and not others.unknown:
                self.leave_out(people, others)

    def leave_out(self, people: People, others: People) -> None:
        named = {one.spelt: one for one in (*self.world.contacts, *self.world.groups, *self.world.tags)}
        people.exclude += [named[spelt] for spelt in others.spelt if spelt in named]
        people.ambiguous += others.ambiguous
        people.end = others.end

    def _one(self, at: int, unknown: bool, whole: bool) -> People | None:
        """One person, group, tag, number, `me` or everybody."""
        at, flags = self._introduced(at)
        if at >= len(self.tokens):
            return None
        token, item = self.tokens[at], self.lexer.at(at)
        if token.kind == "hash":
            return self._tag(token.text[1:], at)
        if token.kind in ("phone", "local"):
            return self._number(token, at)
        named = self._name(at)
        if named is not None:
            return self._checked(*named, at=at, flags=flags, whole=whole)
        if item.has("TAGW") and item.end < len(self.tokens) and self.tokens[item.end].kind == "word":
            return self._tag(self.tokens[item.end].text, item.end)
        if item.has("ALL") or "ALL" in flags:
            return self._everyone(item if item.has("ALL") else None, at)
        if item.has("ME"):
            return People([ME], [None], end=item.end)
        if unknown and item.kind == "WORD" and token.kind == "word":
            return self._nobody(at, at)
        return None

    def _introduced(self, at: int) -> tuple[int, set[str]]:
        """Past "the", "group", "all the": what stands before a name; which of these there were."""
        flags: set[str] = set()
        while at < len(self.tokens) and self._name(at) is None:
            item = self.lexer.at(at)
            kind = next((kind for kind in ("GROUPW", "TAGW", "ALL", "THE", "TO") if item.has(kind)), None)
            following = item.end < len(self.tokens)
            if kind is None or not following or (kind in ("ALL", "TAGW") and not self._introduces(item)):
                break
            flags.add(kind)
            at = item.end
        return at, flags

    def _introduces(self, item: Item) -> bool:
        """Whether "all", "everyone in", "tagged" stand before the name of a group or a tag."""
        at = item.end
        while at < len(self.tokens) and self.lexer.at(at).has("THE", "GROUPW", "TAGW", "OF"):
            at = self.lexer.at(at).end
        found = self._name(at) if at < len(self.tokens) else None
        return found is not None and all(one.kind != "contact" for one in found[0])

    def _name(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        """The longest name of the world that begins at a token, and the token after it."""
        spelling: list[str] = []
        best: tuple[tuple[Named, ...], int] | None = None
        place = at
        while place < len(self.tokens) and len(spelling) < _LONGEST:
            token = self.tokens[place]
            if token.kind not in _NAME_KINDS:
                joins = token.text in ".-/" and token.start == self.tokens[place - 1].end
                if not spelling or not joins:
                    break
                place += 1
                continue
            place += 1
            for word in {token.fold, token.fold.removesuffix("'s")}:
                found = self.world.named([*spelling, word])
                if found:
                    best = (found, place)
            spelling.append(token.fold)
        if best is None or self._is_date(at, best[1]):
            return None
        return best

    def is_time(self, at: int) -> bool:
        """Whether the word here is one of time, whoever may be called so: May, Wednesday."""
        return at < len(self.tokens) and self.lexer.at(at).has(*_TIME_NAMES)

    def _is_date(self, at: int, end: int) -> bool:
        """ "May 3" is a date, also where somebody is called May."""
        if end != at + 1 or end >= len(self.tokens) or not self.lexer.at(at).has(*_TIME_NAMES):
            return False
        return self.tokens[end].kind in ("num", "ord", "ampm", "clock", "year")

    def _checked(self, named: tuple[Named, ...], end: int, at: int, flags: set[str], whole: bool) -> People:
        after = self.lexer.at(end)
        if after.has("CHATW"):
            return People(chat=True, end=after.end)
        groups = tuple(one for one in named if one.kind == "group")
        if groups and ("GROUPW" in flags or after.has("GROUPW")):
            named = groups
        if after.has("GROUPW") and groups:
            end = after.end
        elif whole and after.kind == "WORD" and end < len(self.tokens) and self._continues(end):
            return self._nobody(at, end)
        if len(named) > 1:
            text = " ".join(token.text for token in self.tokens[at:end])
            return People(ambiguous=[(text, named)], end=end)
        return People([named[0].spelt], [named[0].key], end=end)

    def _continues(self, at: int) -> bool:
        """Whether the word here belongs to the name before it: a capital in a sentence that is not all capitals."""
        token, before = self.tokens[at], self.tokens[at - 1]
        possessive = before.fold.endswith("'s")
        return (
            token.capital
            and token.kind == "word"
            and not possessive
            and not (token.text.isupper() and before.text.isupper())
        )

    def _nobody(self, start: int, at: int) -> People:
        """A name that is nobody's: this word, and the capitalised ones after it."""
        first = self.tokens[start]
        at += 1
        while at < len(self.tokens) and self.lexer.at(at).kind == "WORD" and self.tokens[at].kind == "word":
            if not (self.tokens[at].capital and first.capital):
                break
            at += 1
        chat = self.lexer.at(at).has("CHATW")
        name = " ".join(token.text for token in self.tokens[start:at]).removesuffix("'s").removesuffix("’s")
        if chat:
            return People(chat=True, end=self.lexer.at(at).end)
        return People(unknown=[name], end=at)

    def _everyone(self, item: Item | None, at: int) -> People:
        return People([EVERYONE], [None], end=item.end if item else at)

    def _tag(self, name: str, at: int) -> People:
        for tag in self.world.tags:
            if fold(tag.name) == fold(name):
                return People([tag.spelt], [tag.key], end=at + 1)
        return People(unknown=[f"#{name}"], end=at + 1)

    def _number(self, token: Token, at: int) -> People:
        number = phone_of(token.text, self.world)
        if number is None:
            return People(unknown=[token.text], end=at + 1)
        contact = self.world.by_phone(number)
        if contact is not None:
            return People([contact.spelt], [contact.key], end=at + 1)
        return People([number], [None], end=at + 1)
