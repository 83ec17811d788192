"""Whom a sentence without quotes is for: names behind its verb, behind "to" and "for"; and where the text begins after them."""

from __future__ import annotations

from core.language.grammar.grammar import read_prefix
from core.language.sentences.pieces import Pieces
from core.language.words.people import EVERYONE, ME, People
from core.language.words.symbols import END, Item

MARKERS = ("THAT", "ABOUT")
_MOST_PLACES = 8  # of "to" and "for", from the last, that are tried for recipients
_RANGES = frozenset({"WD", "CLOCK", "HM", "NUM", "MONTH", "ORD", "DATE", "WDS"})
_MOST_SURNAMES = 3


class Addressed(Pieces):
    """A sentence whose text has no quotes, as far as the names in it are read."""

    def whole_name(self, people: People, at: int) -> None:
        """ "tell Gareth Smith that …", where there is a Gareth and no Gareth Smith: what stands between a name and the word
        that begins the text is of the name, and somebody else is meant."""
        end = people.end
        while end < self.count and end - people.end < _MOST_SURNAMES and self._surname(end, people.end):
            end += 1
        last = self._last_of(people, at) if end > people.end and self._begins_text(end) else None
        if last is None:
            return
        start, found = last
        if found.ambiguous:
            people.ambiguous.pop()
        else:
            people.spelt.pop()
            people.keys.pop()
        people.unknown.append(self.frame.text(start, end))
        people.end = end

    def _surname(self, at: int, first: int) -> bool:
        """A word that means nothing else; a second one only where both are written as names are."""
        token = self.frame.tokens[at]
        capital = token.capital and self.frame.tokens[first].capital
        lexer = self.frame.lexer
        strange = token.kind == "word" and lexer.at(at).kind == "WORD" and not lexer.knows(at)
        return strange and (at == first or capital)

    def _last_of(self, people: People, at: int) -> tuple[int, People] | None:
        """Where the last of those named begins, and that one alone; None: it is nobody in particular."""
        for start in range(at, people.end):
            one = self.frame.directory.read(start, whole=False)
            if one is not None and one.end == people.end and len(one.spelt) + len(one.ambiguous) == 1:
                return None if one.spelt and one.spelt[0] in (ME, EVERYONE) else (start, one)
        return None

    def _begins_text(self, at: int) -> bool:
        """Whether "that" or, of what is to be done, "to" stands here, a time before it or not."""
        items = self.frame.lexer.run(at, self.count)
        when = read_prefix(items, self.frame.context).end
        item = items[when] if when < len(items) else END
        reminds = self.verb.flavour == "remind" and item.kind == "TO" and item.end < self.count
        return item.has(*MARKERS) or reminds

    def _named_like_time(self) -> bool:
        """ "tell April on 3 May …", "remind the morning crew …": words of time behind the verb that name somebody."""
        at = self.verb.end
        items = self.frame.lexer.run(at, self.count)
        end = read_prefix(items, self.frame.context).end
        if self.verb.flavour == "remindme" or not end:
            return False
        people = self.frame.directory.read(at, whole=False)
        if people is None or not people.known or self.frame.lexer.at(people.end).kind in _RANGES:
            return False
        return people.end > items[end - 1].end or self.frame.tokens[at].capital

    def _more_people(self, at: int) -> People | None:
        item = self.frame.lexer.at(at)
        timed = item.has("FOR") and self.frame.directory.is_time(item.end)
        if not item.has("TO", "FOR") or item.end >= self.count or self.draft.people.known or timed:
            return None
        return self.frame.directory.read(item.end)

    def _marker(self, at: int) -> int | None:
        """The token after "that", "about" or a "to" that introduces what to do."""
        if at >= self.count:
            return None
        item = self.frame.lexer.at(at)
        if item.has(*MARKERS):
            further = self.frame.lexer.at(item.end) if item.end < self.count else None
            return further.end if further is not None and further.has("THAT") and item.has("THAT") else item.end
        if (
            item.has("TO")
            and item.kind != "AT"
            and item.value != "become"
            and self.verb.flavour in ("tell", "remind", "remindme", "send")
            and item.end < self.count
        ):
            ranged = self.when[-1].kind in _RANGES and self.frame.lexer.at(item.end).kind in _RANGES
            return None if ranged else item.end
        return None

    def _places(self, at: int) -> list[tuple[int, Item]]:
        """Every "to" and "for" after the verb, the last first."""
        found = []
        while at < self.count:
            item = self.frame.lexer.at(at)
            timed = item.has("FOR") and self.frame.directory.is_time(item.end)
            if item.has("TO", "FOR") and item.end < self.count and not timed:
                found.append((at, item))
            elif (joint := self._joint(at)) is not None:
                found.append((at, joint))
            at = item.end
        return found[: -_MOST_PLACES - 1 : -1]

    def _joint(self, at: int) -> Item | None:
        """ "send hola a Ana": the word before somebody who is known is of another language than the verb."""
        joint = self.frame.lexer.joint(at)
        if joint is None or joint.end >= self.count or self.frame.directory.is_time(joint.end):
            return None
        people = self.frame.directory.read(joint.end) if self.frame.tokens[joint.end].capital else None
        return joint if people is not None and people.known else None

    def _addressed(self, at: int) -> bool:
        """ "remind mom to …", "tell Zebediah …": the word after the verb is somebody."""
        return self.frame.tokens[at].capital or self.frame.lexer.at(at + 1).has("TO", *MARKERS)
