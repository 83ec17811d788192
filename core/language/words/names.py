"""Who is meant: people, groups, tags, numbers, found only where a recipient can stand, by the longest name that fits.

Nothing is guessed: two who fit, or nobody, is for a question. Once found, a name is covered: May Lim is no month.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from core.language.packs import titles
from core.language.words.lexer import Lexer
from core.language.words.people import EVERYONE, ME, People
from core.language.words.phones import phone_of
from core.language.words.symbols import Item
from core.language.words.tokens import Token
from core.world import Named, World, fold

_LONGEST = 8
_MOST_PIECES = 32  # tokens of a name: "O.N.G. 5-B"
_MOST_BEFORE = 12  # words before a name: "all the people of the group …"
_NAME_KINDS = frozenset({"word", "num", "ord", "year", "mil"})
_TIME_NAMES = ("MONTH", "WD", "DAY", "WDS", "HOLIDAY")
_BEFORE_NAMES = ("GROUPW", "TAGW", "ALL", "THE", "TO", "TITLE", "POSS")


class Directory:
    """Finds people among the tokens of one sentence."""

    def __init__(self, world: World, lexer: Lexer) -> None:
        self.world = world
        self.lexer = lexer
        self.tokens: Sequence[Token] = lexer.tokens
        self._count = len(lexer.tokens)
        self._names: dict[int, tuple[tuple[Named, ...], int] | None] = {}

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
        while at < self._count and self.lexer.at(at).has("AND", "COMMA"):
            at = self.lexer.at(at).end
        if at == start:
            return None
        while at < self._count and self.lexer.at(at).has("TO"):
            at = self.lexer.at(at).end
        if at >= self._count or self.lexer.at(at).has("WD", "WDS", "DAY"):
            return None  # "to Kofi, Wednesday at 9" names one person, whoever else is called Wednesday
        return at

    def _without(self, people: People) -> None:
        """ "… except Bruno and Eva": only for a group, a tag or everyone."""
        item = self.lexer.at(people.end)
        many = any(spelt == EVERYONE or spelt.startswith(("group:", "tag:")) for spelt in people.spelt)
        if many and item.has("EXCEPT") and not (self.is_time(item.end) and self._repeats):
            others = self.read(item.end)
            if others is not None and not others.unknown:
                self.leave_out(people, others)

    @cached_property
    def _repeats(self) -> bool:
        """Whether the sentence speaks of a repetition, so that "except May" may be the month."""
        return any(self.lexer.at(at).has("EVERY", "EVERYDOM", "FREQ", "WDS", "DAYSETS") for at in range(self._count))

    def leave_out(self, people: People, others: People) -> None:
        named = self.world.by_spelling
        people.exclude += [named[spelt] for spelt in others.spelt if spelt in named]
        people.ambiguous += others.ambiguous
        people.end = others.end

    def _one(self, at: int, unknown: bool, whole: bool) -> People | None:
        """One person, group, tag, number, `me` or everybody."""
        at, flags = self._introduced(at)
        if at >= self._count:
            return None
        token, item = self.tokens[at], self.lexer.at(at)
        if token.kind == "hash":
            return self._tag(token.text[1:], at)
        if token.kind in ("phone", "local"):
            return self._number(token, at)
        if item.has("CHATW"):
            return People(chat=True, end=self._past_capitals(item.end))
        named = self._name(at) or self._with_article(at)
        if named is not None:
            return self._checked(*named, at=at, flags=flags, whole=whole)
        tagged = item.has("TAGW") and item.end < self._count and self.tokens[item.end].kind == "word"
        if tagged and not self.is_time(item.end):  # "semua yang besok"
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
        last = min(self._count, at + _MOST_BEFORE)
        while at < last and self._name(at) is None:
            item = self.lexer.at(at)
            kind = next((kind for kind in _BEFORE_NAMES if item.has(kind)), None)
            following = item.end < self._count
            if kind is None or not following or (kind in ("ALL", "TAGW") and not self._introduces(item)):
                break
            flags.add(kind)
            at = item.end
            if kind == "TITLE" and at < self._count and self.tokens[at].text == ".":
                at += 1
        return at, flags

    def _introduces(self, item: Item) -> bool:
        """Whether "all", "everyone in", "tagged" stand before the name of a group or a tag."""
        at = item.end
        last = min(self._count, at + _MOST_BEFORE)
        while at < last and self.lexer.at(at).has("THE", "GROUPW", "TAGW", "OF"):
            at = self.lexer.at(at).end
        found = self._name(at) if at < self._count else None
        return found is not None and all(one.kind != "contact" for one in found[0])

    def _name(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        """The longest name of the world that begins at a token, and the token after it."""
        if at not in self._names:
            self._names[at] = self._longest_name(at)
        return self._names[at]

    def _with_article(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        """ "a la flota", where the group is called "la flota": the article was taken for the word before it."""
        found = self._name(at - 1) if at else None
        led = (
            found is not None
            and found[1] > at
            and any(self.lexer.at(place).has("TO", "THE") for place in (at - 1, at - 2))
        )
        return found if led else None

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

    def _checked(self, named: tuple[Named, ...], end: int, at: int, flags: set[str], whole: bool) -> People:
        after = self.lexer.at(end)
        if after.has("CHATW"):
            return People(chat=True, end=after.end)
        groups = tuple(one for one in named if one.kind == "group")
        if groups and ("GROUPW" in flags or after.has("GROUPW")):
            named = groups
        if after.has("GROUPW") and groups:
            end = after.end
        elif whole and after.kind == "WORD" and end < self._count and self._continues(end):
            return self._nobody(at, end)
        if len(named) > 1:
            text = " ".join(token.text for token in self.tokens[at:end])
            return People(ambiguous=[(text, named)], end=end)
        return People([named[0].spelt], [named[0].key], end=end)

    def _past_capitals(self, at: int) -> int:
        while at < self._count and self.tokens[at].capital and self.lexer.at(at).kind == "WORD":
            at += 1
        return at

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
        while at < self._count and self.lexer.at(at).kind == "WORD" and self.tokens[at].kind == "word":
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
