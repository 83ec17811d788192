"""One in somebody's place: "swap Ana for Bruno on #9", "change #9 from Ana to Bruno". Who is in the message goes out of it."""

from __future__ import annotations

from core.language.grammar.grammar import read_when
from core.language.sentences.draft import Draft
from core.language.sentences.parts import Parts, left_over, not_understood
from core.language.sentences.receivers import put_people
from core.language.sentences.targets import Described, find_targets
from core.language.words.people import EVERYONE, People
from core.language.words.symbols import Item
from core.world import Scheduled

_BETWEEN = ("FORTO", "TEXTW", "START", "BY", "ON", "IN", "INSTEAD", "GOOUT", "GETS", "INTO", "AT")
_TWO = 2


def read_swap(draft: Draft, parts: Parts) -> Draft | None:
    """None: nobody is put in anybody's place. Two that are both in the message, or both not, are asked about."""
    one, other = _two(parts)
    swaps = draft.intent == "swap"
    if swaps and not parts.people.anybody:  # "switch #9 to 3pm"
        draft.intent = "edit"
        return None
    if not swaps and (one is None or other is None or not parts.ids or parts.quotes):
        return None
    draft.intent = "edit"
    said = read_when(parts.items, draft.frame.context)
    rest = [item for item in left_over(said) if not item.has(*_BETWEEN)]
    message = _message(draft, parts, rest)
    if one is not None and other is None and swaps:
        other, rest = _stranger(draft, rest)
    if one is None or other is None:
        draft.missing.append("recipient")
        return draft
    not_understood(draft, [*(rest if parts.ids else ()), *said.of_time])
    if message is None:
        return draft
    out = [people for people in (one, other) if _in(people, message)]
    if len(out) != 1:
        draft.ask("not_understood", unknown=(*one.spelt, *other.spelt))
        return draft
    put_people(draft, out[0], "remove_recipients")
    put_people(draft, other if out[0] is one else one, "add_recipients")
    return draft


def _two(parts: Parts) -> tuple[People | None, People | None]:
    """The two who are named apart, or, of a list of two, each of them."""
    named = [people for people in parts.named if people.anybody]
    if len(named) == 1 and len(named[0].spelt) == _TWO:
        first, second = ([spelt, key] for spelt, key in zip(named[0].spelt, named[0].keys, strict=True))
        named = [People([str(first[0])], [first[1]]), People([str(second[0])], [second[1]])]
    first_one, second_one = [*named, None, None][:_TWO]
    return (None, None) if len(named) > _TWO else (first_one, second_one)


def _stranger(draft: Draft, rest: list[Item]) -> tuple[People | None, list[Item]]:
    words = [item for item in rest if item.kind == "WORD"]
    if not words:
        return None, rest
    unknown = People(unknown=[" ".join(draft.frame.words(words))])
    return unknown, [item for item in rest if item.kind != "WORD"]


def _message(draft: Draft, parts: Parts, rest: list[Item]) -> Scheduled | None:
    """The message: by its number, or by the words of its text."""
    words = () if parts.ids else draft.frame.words(rest)
    targets = find_targets(Described(parts.ids, words=words), draft.frame.world, draft.frame.now, most=1)
    draft.questions += targets.questions
    draft.fields["target_ids"] = targets.ids
    return draft.frame.world.message(targets.ids[0]) if targets.ids else None


def _in(people: People, message: Scheduled) -> bool:
    return (
        bool(people.spelt) and EVERYONE not in people.spelt and all(one in message.recipients for one in people.spelt)
    )
