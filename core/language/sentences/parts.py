"""The words of a sentence about what is scheduled, sorted: numbers, people, quotes, and the rest for the grammar of time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.language.grammar.grammar import Said
from core.language.resolving.calendar import Almanac
from core.language.resolving.resolve import Resolver
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.targets import DESCRIBING, Described, find_targets, matching
from core.language.spec import Spec
from core.language.words.people import EVERYONE, People
from core.language.words.symbols import BREAK, END, Item, pieces
from core.recurrence import local

SILENT = (
    "POLITE",
    "STOP",
    "COMMA",
    "BREAK",
    "THE",
    "FILL",
    "TARGETW",
    "MINE",
    "THAT",
    "TO",
    "FOR",
    "OF",
    "AND",
    "ART",
    "ABOUT",
)
_JOINING = ("TO", "AT", "ON", "IN", "OF", "START")  # between a person and the number of a message
_PASSED = ("THE", "TARGETW", "MINE", "NOW")
_MOST_PASSED = 12  # words before the number of a message: "cancel all of my message 12"
_COUNTED = ("DAYU", "WEEK", "MON", "HOUR", "MIN", "MONTH", "OCLOCK", "POD", "YEAR", "TIMES")
_LONG = ("NUM", "HALF", "ART", "AND", "MIN", "HOUR", "ZONEW", "DAYU", "WEEK")  # how long something is postponed
_OF_ONE = ("skip", "show", "status")  # elsewhere "from #12" takes somebody out of it
_TIME = ("WD", "MONTH", "DAY", "WDS", "HOLIDAY")


@dataclass
class Parts:
    """The words of a managing sentence, sorted."""

    ids: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # the tokens of those numbers
    people: People = field(default_factory=People)
    named: list[People] = field(default_factory=list)  # the same, as they stand apart
    items: list[Item] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    every: bool = False
    noun: bool = False
    status: bool = False
    mine: bool = False
    strange: list[int] = field(default_factory=list)
    joins: _Joins = field(default_factory=lambda: _Joins())

    def follow(self, before: Parts) -> None:
        """Takes over what stands before the verb: "lo de Ana pásalo al viernes"."""
        self.ids[:0], self.places[:0] = before.ids, before.places
        self.quotes[:0] = before.quotes
        before.people.join(self.people)
        self.people = before.people
        self.named[:0] = before.named
        self.items[:0] = [*before.items, BREAK]
        self.every, self.noun, self.mine = (
            self.every or before.every,
            self.noun or before.noun,
            self.mine or before.mine,
        )

    def listed(self) -> bool:
        """Whether there is a number, and nothing since but what joins it to another: "#7 and 12"."""
        self.joins.look(self.items)
        return bool(self.ids) and self.joins.joined and self.joins.only


@dataclass
class _Joins:
    """What the items so far hold, each looked at once: an "and", and nothing but what may stand between numbers."""

    seen: int = 0
    joined: bool = False
    only: bool = True

    def look(self, items: list[Item]) -> None:
        for item in items[self.seen :]:
            if item.kind != "BREAK":
                self.joined = self.joined or item.has("AND", "COMMA")
                self.only = self.only and item.has("AND", "COMMA", "THE", "TO")
        self.seen = len(items)


def sort_parts(frame: Frame, start: int, end: int | None = None) -> Parts:
    """Sorts tokens [start, end) into numbers, people, quotes and the rest, which is left for the grammar of time."""
    parts = Parts()
    at, last = start, len(frame.tokens) if end is None else end
    before = END
    while at < last:
        item = frame.lexer.at(at, before)
        taken = _taken(frame, parts, item, at, before)
        if taken is None:
            parts.items += pieces(item)
            taken = item.end
        elif parts.items and parts.items[-1] is not BREAK:
            parts.items.append(BREAK)
        before, at = item, taken
    return parts


def _taken(frame: Frame, parts: Parts, item: Item, at: int, before: Item) -> int | None:
    token = frame.tokens[at]
    if frame.verb is not None and frame.verb.closed_by(item):
        return item.end
    if token.kind == "quote":
        parts.quotes.append(at)
        return at + 1
    if _of_number(frame, item):
        return item.end
    if token.kind == "id" or (
        token.kind == "num" and item.kind == "NUM" and item.value.isdigit() and _numbers(frame, parts, at, before)
    ):
        parts.ids.append(int(item.value))
        parts.places.append(at)
        return at + 1
    people = _people(frame, item, at, before)
    if people is not None:
        parts.people.join(people)
        parts.named.append(people)
        return people.end
    if item.has("ALL") and not item.has("EVERY"):
        parts.every = True
        return item.end
    if item.has("STATUSW") and frame.verb is not None and frame.verb.intent == "status":
        parts.status = True
        return item.end
    if item.has("MINE", "TARGETW") and not item.has("SCOPE", "NUM"):
        parts.noun = parts.noun or item.has("TARGETW")
        parts.mine = parts.mine or item.has("MINE")
        return item.end if not item.has("THIS") else None
    return None


def _of_number(frame: Frame, item: Item) -> bool:
    """ "the next one of #12", "… dari #12": the word before the number says nothing more."""
    follows = item.end < len(frame.tokens) and frame.tokens[item.end].kind == "id"
    return follows and frame.verb is not None and frame.verb.intent in _OF_ONE and item.has("START", "OF")


def _numbers(frame: Frame, parts: Parts, at: int, before: Item) -> bool:
    """Whether a bare number is that of a message: "cancel 12", "message 15", "#7 and 12"."""
    verb = frame.verb
    passed = _PASSED if verb is not None and verb.intent in ("move", "edit") else (*_PASSED, "TO")
    start = verb.end if verb else 0
    if verb is not None and verb.flavour in ("later", "earlier"):
        passed = (*passed, *_LONG)  # "retrasa media hora el 35"
    first = 0 <= at - start <= _MOST_PASSED and all(frame.lexer.at(place).has(*passed) for place in range(start, at))
    after = frame.lexer.at(at + 1)
    if after.has(*_COUNTED) or (after.kind == "WORD" and frame.tokens[at + 1].kind == "word"):
        return False
    led = frame.lexer.at(before.start - 1) if before.has("THE") and before.start > 0 else before  # "en el 17"
    joined = before.has(*_JOINING) or led.has(*_JOINING)
    joins = verb is not None and verb.intent in ("add", "remove") and parts.people.known and joined
    if joins and frame.world.message(int(frame.tokens[at].text)) is not None:  # "add Bruno to 12"
        return True
    return first or before.has("TARGETW") or parts.listed()


def _people(frame: Frame, item: Item, at: int, before: Item) -> People | None:
    """People that a description names: after "to" and "for", possessive, or where the word means nothing else."""
    token = frame.tokens[at]
    if item.has("TO", "FOR", "FORTO", "OF") and item.end < len(frame.tokens):
        if frame.directory.is_time(item.end) and not frame.tokens[item.end].fold.endswith("'s"):
            return frame.directory.read(item.end) if _got(frame, item) else None
        strict = frame.tokens[item.end].capital and frame.lexer.at(item.end).kind == "WORD" and item.has("TO", "FOR")
        people = frame.directory.read(item.end, unknown=strict)
        return people if people is not None and EVERYONE not in people.spelt else None
    own = token.fold.endswith("'s") and token.capital
    if token.kind == "word" and (
        item.kind == "WORD" or own or item.has("TITLE") or (token.capital and not item.has(*_TIME))
    ):
        unknown = token.capital and own
        people = frame.directory.read(at, unknown=unknown)
        return people if people is not None and EVERYONE not in people.spelt else None
    if token.kind in ("hash", "phone"):
        return frame.directory.read(at)
    if token.kind in ("num", "ord"):  # "7B"
        people = frame.directory.read(at)
        return people if people is not None and people.known and people.end > at + 1 else None
    if item.has("GROUPW", "TAGW", "CHATW") and not item.has("TARGETW"):
        return frame.directory.read(at)
    return None


def _got(frame: Frame, item: Item) -> bool:
    """ "¿le llegó a Julio?": who got something stands behind "to", whatever else is called so."""
    return item.kind == "TO" and frame.verb is not None and frame.verb.intent in ("status", "history")


def left_over(said: Said) -> list[Item]:
    """What no rule took and what is not a mere filler."""
    return [item for item in said.unread if not item.has(*SILENT)]


def not_understood(draft: Draft, items: list[Item]) -> None:
    if items:
        draft.mark_items(items, "unknown")
        draft.ask("not_understood", unknown=draft.frame.words(items))


def described(draft: Draft, parts: Parts, said: Said) -> Described:
    """The description of a message; words that mean nothing else must be in its text."""
    frame = draft.frame
    quoted = [frame.inside(frame.tokens[at]) for at in parts.quotes]
    spoken = (*frame.words(left_over(said)), *quoted)
    loose = draft.intent in ("skip", "cancel", "pause")
    return Described(parts.ids, parts.people, spoken, said.spec, parts.every, parts.noun, loose)


def talk(draft: Draft, parts: Parts, said: Said) -> bool:
    """Whether nothing in the sentence is ours: no message, no person, only words that mean nothing here."""
    anchored = parts.ids or parts.people.anybody or parts.noun or parts.every or parts.quotes
    if anchored or _begins_with_a_name(parts) or not left_over(said):
        return False
    return not matching(described(draft, parts, said), draft.frame.world, draft.frame.now)


def _begins_with_a_name(parts: Parts) -> bool:
    """ "the one about the rent", "lo de la renta", "yang soal sewa": what is named so is a message, known or not."""
    said = [item for item in parts.items if item is not BREAK]
    led = parts.mine or (bool(said) and said[0].has("THE", "FILL"))
    name = said if parts.mine else said[1:]
    return led and len(name) > 1 and name[0].has("OF", "ABOUT")


def one_day(draft: Draft, said: Said) -> None:
    """Several names of one day ("Sunday, tomorrow") become that day; several days of one message are asked about."""
    if not said.spec.days:
        return
    day = Resolver(draft.frame.world, draft.frame.now).find_day(said.spec)
    filled = [slot for slot in said.spec.filled if slot != "days"]
    if day is None:
        not_understood(draft, said.of_time)
    said.spec = replace(said.spec, day=day or said.spec.day, days=(), filled=["day", *filled])


def _unused(spec: Spec, also: tuple[str, ...]) -> bool:
    """Whether more is said about time than what tells one message from the others."""
    return bool(spec.parts or set(spec.filled) - {*DESCRIBING, *also})


def targets_of(draft: Draft, parts: Parts, said: Said, most: int = 0, also: tuple[str, ...] = ()) -> tuple[int, ...]:
    """The messages that are meant. Every slot must describe them, or be one of those that the caller uses (`also`)."""
    about = described(draft, parts, said)
    if _unused(said.spec, also) and about.anything and not draft.questions:
        not_understood(draft, said.of_time)
    unread = about.words and not about.ids and not draft.questions
    if unread and not matching(about, draft.frame.world, draft.frame.now):
        draft.ask("not_understood", unknown=about.words)
        return ()
    if about.ids and about.words:
        draft.ask("not_understood", unknown=about.words)
    targets = find_targets(about, draft.frame.world, draft.frame.now, most)
    draft.questions += targets.questions
    draft.fields["target_ids"] = targets.ids
    return targets.ids


def almanac_of(frame: Frame) -> Almanac:
    return Almanac(local(frame.now, frame.world.zone), frame.world.week_start, frame.world.date_order)
