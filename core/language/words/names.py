"""Who is meant: people, groups, tags, numbers, found only where a recipient can stand, by the longest name that fits.

Nothing is guessed: two who fit, or nobody, is for a question. Once found, a name is covered: May Lim is no month.
"""

from __future__ import annotations

from functools import cached_property

from core.language.words.people import EVERYONE, ME, People
from core.language.words.phones import phone_of
from core.language.words.spelled import Spelled
from core.language.words.symbols import Item
from core.language.words.tokens import Token
from core.world import Named, fold

_MOST_SMALL = 3  # words of a name that is nobody's and has no capitals
_MOST_BEFORE = 12  # words before a name: "all the people of the group …"
_BEFORE_NAMES = ("GROUPW", "TAGW", "ALL", "THE", "TO", "TITLE", "POSS")


class Directory(Spelled):
    """Finds people among the tokens of one sentence."""

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
        first = at
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
        named = self.name(at) or self._with_article(at)
        if named is not None:
            return self._checked(*named, at=at, flags=flags, whole=whole)
        tagged = item.has("TAGW") and item.end < self._count and self.tokens[item.end].kind == "word"
        if tagged and not self.is_time(item.end):  # "semua yang besok"
            return self._tag(self.tokens[item.end].text, item.end)
        if item.has("ALL") or "ALL" in flags:
            return self._everyone(item if item.has("ALL") else None, at)
        if item.has("ME"):
            return People([ME], [None], end=item.end)
        stranger = self._stranger(at, flags) if unknown else None
        return stranger or self._all_but_a_group(first, at, flags)

    def _stranger(self, at: int, flags: set[str]) -> People | None:
        """Somebody unknown."""
        if self.lexer.at(at).kind == "WORD" and self.tokens[at].kind == "word":
            return self._nobody(at, at)
        if "TITLE" in flags:  # "to Pak tomorrow"
            return People(unknown=[self.tokens[at - 1].text], end=at)
        return None

    def _all_but_a_group(self, first: int, at: int, flags: set[str]) -> People | None:
        """ "everyone on 24 December" """
        phrase = "GROUPW" in flags and self.lexer.at(first).end > first + 1
        if phrase and self.lexer.at(at).kind != "WORD" and self.lexer.alone(first).has("ALL"):
            return self._everyone(None, first + 1)
        return None

    def _introduced(self, at: int) -> tuple[int, set[str]]:
        """Past "the", "group", "all the": what stands before a name; which of these there were."""
        flags: set[str] = set()
        last = min(self._count, at + _MOST_BEFORE)
        while at < last:
            if at not in self._steps:
                self._steps[at] = self._step(at)
            step = self._steps[at]
            if step is None:
                break
            at, kind = step
            flags.add(kind)
        return at, flags

    @cached_property
    def _steps(self) -> dict[int, tuple[int, str] | None]:
        return {}

    def _step(self, at: int) -> tuple[int, str] | None:
        """Past one word that stands before a name, and which it is; None: it is none. Asked once a place, as many begin
        before."""
        if self.name(at) is not None:
            return None
        item = self.lexer.at(at)
        kind = next((kind for kind in _BEFORE_NAMES if item.has(kind)), None)
        following = item.end < self._count
        if kind is None or not following or (kind in ("ALL", "TAGW") and not self._introduces(item)):
            return None
        if kind == "THE" and item.has("ME") and not self._owns(item):
            return None  # "para mí mañana": "mi" is "my" only before a name
        dotted = kind == "TITLE" and self.tokens[item.end].text == "."
        return item.end + dotted, kind

    def _owns(self, item: Item) -> bool:
        """Whether somebody follows "my": a name, a group, a word that is nobody's name."""
        return self.name(item.end) is not None or self.lexer.at(item.end).has("WORD", *_BEFORE_NAMES)

    def _introduces(self, item: Item) -> bool:
        """Whether "all", "everyone in", "tagged" stand before the name of a group or a tag."""
        at = item.end
        last = min(self._count, at + _MOST_BEFORE)
        while at < last and self.lexer.at(at).has("THE", "GROUPW", "TAGW", "OF"):
            at = self.lexer.at(at).end
        found = self.name(at) if at < self._count else None
        return found is not None and all(one.kind != "contact" for one in found[0])

    def _with_article(self, at: int) -> tuple[tuple[Named, ...], int] | None:
        """ "a la flota", where the group is called "la flota": the article was taken for the word before it."""
        found = self.name(at - 1) if at else None
        led = (
            found is not None
            and found[1] > at
            and any(self.lexer.at(place).has("TO", "THE") for place in (at - 1, at - 2))
        )
        return found if led else None

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

    def _small(self, at: int) -> bool:
        """Whether a word without a capital can be of a name: the message stands apart, and no language knows the word."""
        return self.apart and not self.tokens[at].capital and not self.lexer.knows(at)

    def _past_capitals(self, at: int) -> int:
        while at < self._count and self.tokens[at].capital and self.lexer.at(at).kind == "WORD":
            at += 1
        return at

    def _continues(self, at: int) -> bool:
        """Whether the word here belongs to the name before it: a capital in a sentence that is not all capitals; where the
        message stands apart, also a small word behind a small one."""
        token, before = self.tokens[at], self.tokens[at - 1]
        possessive = before.fold.endswith("'s")
        small = not before.capital and self._small(at)
        shouted = token.text.isupper() and before.text.isupper()
        return (small or (token.capital and not shouted)) and token.kind == "word" and not possessive

    def _nobody(self, start: int, at: int) -> People:
        """A name that is nobody's: this word, and those after it that are written alike."""
        first = self.tokens[start]
        at += 1
        while at < self._count and self.lexer.at(at).kind == "WORD" and self.tokens[at].kind == "word":
            small = not first.capital and at - start < _MOST_SMALL and self._small(at)
            if not small and not (self.tokens[at].capital and first.capital):
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
