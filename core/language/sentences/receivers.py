"""Who gets a message that is scheduled: "add Bruno to #12", "take Bruno out of it". Its time, rule and text: changes.py."""

from __future__ import annotations

from core.language.grammar.grammar import read_when
from core.language.sentences.directory import tagged
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import Parts, left_over, not_understood
from core.language.sentences.targets import Described, find_targets
from core.language.words.people import People
from core.language.words.symbols import Item


def read_receivers(draft: Draft, parts: Parts) -> Draft | None:
    """ "add Bruno to #12", "remove Bruno from #12"."""
    parts.items = [item for item in parts.items if not item.has("OF", "START") and not before_number(draft.frame, item)]
    said = read_when(parts.items, draft.frame.context)
    if not parts.ids and not parts.people.anybody:
        return None
    tags = [name for name in parts.people.spelt if name.startswith("tag:")]
    if not parts.ids and tags and len(tags) < len(parts.people.spelt):  # "take vip off Ana"
        draft.intent = "tag" if draft.intent == "add" else "untag"
        return tagged(draft, parts.people, [])
    slot = "add_recipients" if draft.intent == "add" else "remove_recipients"
    draft.intent = "edit"
    strangers = [item for item in left_over(said) if item.kind == "WORD"]
    if strangers and not parts.people.anybody:
        parts.people.unknown = [" ".join(draft.frame.words(strangers))]
        said.unread = []
    not_understood(draft, [*left_over(said), *(parts.items[i] for i in sorted(said.taken))])
    targets = find_targets(Described(parts.ids), draft.frame.world, draft.frame.now, most=1)
    draft.questions += targets.questions
    draft.fields["target_ids"] = targets.ids
    if not parts.people.anybody:
        draft.missing.append("recipient")
    put_people(draft, parts.people, slot)
    return draft


def put_people(draft: Draft, people: People, slot: str) -> None:
    """Those who come into a message or leave it (`slot`: "add_recipients", "remove_recipients"), and what is to be asked."""
    draft.questions += people.questions(draft.frame.world, slot)
    draft.fields[slot] = tuple(people.spelt)
    if any(people.keys):
        draft.fields[slot[:-1] + "_ids"] = tuple(people.keys)


def before_number(frame: Frame, item: Item) -> bool:
    """ "put Dean on #11", "coloca o Lucas na #3": the small word before a number says nothing more."""
    at = item.end
    while at < len(frame.tokens) and frame.lexer.at(at).has("THE", "TARGETW"):
        at = frame.lexer.at(at).end
    if not item.has("ON", "IN", "AT") or at >= len(frame.tokens):
        return False
    token = frame.tokens[at]
    return token.kind == "id" or (
        token.kind == "num" and token.text.isdigit() and frame.world.message(int(token.text)) is not None
    )
