"""Sentences about groups: made, shown, taken away; who comes into one and who leaves it. Their messages: manage.py."""

from __future__ import annotations

from core.language.reading import ContactDetails, Option
from core.language.sentences.directory import tagged
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import SILENT
from core.language.sentences.verbs import Verb
from core.language.words.people import EVERYONE, People
from core.language.words.symbols import Item
from core.world import fold

_OUT = ("OF", "START", "INTO", "OFF")
_INTO = ("TO", "ON", "IN", *_OUT)
_BEFORE = (*_INTO, "THE", "GROUPW", "AS")
_AFTER = (*SILENT, "GROUPW", "STOP")
_LONGEST = 5  # words of a group that is not known


def read_group(frame: Frame, verb: Verb) -> Draft | None:
    """ "create group Parents with Ana", "delete group Parents", "groups", "who is in Parents"; None: it is talk."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    if verb.intent == "new_group":
        return _new(draft, verb.end)
    known, end = _known(frame, verb.end)
    if known is None and verb.intent == "groups" and verb.flavour != "who" and _quiet(frame, verb.end):
        return draft
    if verb.intent == "groups":
        return _named(draft, known) if known is not None and _quiet(frame, end) else None
    if known is None:
        return _unknown(draft, _name(frame, verb.end, len(frame.tokens)))
    return _named(draft, known) if _quiet(frame, end) else None


def read_membership(frame: Frame, verb: Verb) -> Draft | None:
    """ "add Ana and Bruno to Parents", "take Ana out of the Parents group"; None: it is about something else."""
    people = _members(frame, verb)
    led = _led(frame, people.end) if people is not None else []
    if (
        people is None
        or not led
        or (verb.intent != "add" and any(item.has("TO") and not item.has(*_OUT) for item in led))
    ):
        return None  # "quita new a Kim"
    said = any(item.has("GROUPW") for item in led)
    known, end = _known(frame, led[-1].end)
    if verb.intent == "cancel" and (known is None or people.unknown or not (said or led[0].has("START"))):
        return None  # "cancela o ensaio do coral" is about a message
    joins = verb.intent == "add"
    draft = Draft(frame, "join_group" if joins else "leave_group", people)
    draft.mark(verb.start, verb.end, "verb")
    draft.mark(verb.end, people.end, "recipient")
    if known is None or not _quiet(frame, end):
        return _elsewhere(draft, led[-1].end, said) if people.known and EVERYONE not in people.spelt else None
    if known.startswith("tag:"):
        people.add(known)
        return tagged(Draft(frame, "tag" if joins else "untag"), people, [])
    return _named(draft, known)


def _members(frame: Frame, verb: Verb) -> People | None:
    """Those named behind the verb, where nothing speaks of a message."""
    if frame.quoted or frame.message is not None or verb.end >= len(frame.tokens):
        return None
    numbered = any(token.kind == "id" for token in frame.tokens)
    if numbered or any(item.has("TARGETW") for item in frame.lexer.run(verb.end, len(frame.tokens))):
        return None  # "remove Ana from the Parents message"
    return frame.directory.read(verb.end, unknown=True)


def _led(frame: Frame, at: int) -> list[Item]:
    """What stands before the name of a group: "to the group"."""
    found = list[Item]()
    while at < len(frame.tokens) and frame.lexer.at(at).has(*_BEFORE):
        found.append(frame.lexer.at(at))
        at = found[-1].end
    return found


def _elsewhere(draft: Draft, at: int, said: bool) -> Draft | None:
    """A group that is not there: by the word "group", or, to come into it, by a word that means nothing else."""
    frame = draft.frame
    items = frame.lexer.run(at, len(frame.tokens))
    strange = all(item.kind == "WORD" for item in items if not item.has(*_AFTER))
    if said or any(item.has("GROUPW") for item in items) or (strange and draft.intent == "join_group"):
        return _unknown(draft, _name(frame, at, len(frame.tokens)))
    return None


def _new(draft: Draft, at: int) -> Draft:
    """The name stands before "with" or a colon, the people after it."""
    frame = draft.frame
    count = len(frame.tokens)
    ends = next((one for one in range(at, count) if _parts(frame, one)), count)
    draft.intent = "join_group"
    name = _name(frame, at, ends)
    known, _ = _known(frame, at)
    if not name:
        draft.missing.append("name")
        return draft
    if ends < count:
        start = frame.lexer.at(ends).end
        people = frame.directory.read(start, unknown=True) if start < count else None
        if people is None or not _quiet(frame, people.end):
            draft.ask("not_understood", unknown=(frame.text(start, count),) if start < count else ())
        draft.people = people or People()
    return _named(draft, known if known is not None and fold(known.removeprefix("group:")) == fold(name) else name)


def _parts(frame: Frame, at: int) -> bool:
    return frame.tokens[at].text == ":" or frame.lexer.at(at).has("FORTO", "TEXTW")


def _named(draft: Draft, group: str) -> Draft:
    who = draft.people.spelt[0] if draft.people.spelt else ""
    draft.fields["contact"] = ContactDetails(who, groups=(group.removeprefix("group:"),))
    return draft


def _unknown(draft: Draft, name: str) -> Draft | None:
    """A group that is not there: one whose name is near, or, to come into, a new one."""
    if not name:
        return None
    near = [one.name for one in draft.frame.world.near(name) if one.kind == "group"]
    new = [name] if draft.intent == "join_group" else []
    options = tuple(
        Option({"contact": {"name": "", "groups": [one]}}, hint="new" if one == name else None) for one in (*near, *new)
    )
    draft.ask("unknown_group", unknown=(name,), options=options)
    return draft


def _known(frame: Frame, at: int) -> tuple[str | None, int]:
    """The one group or tag that is named here, as readings spell it, and the token after it."""
    found = frame.directory.read(at) if at < len(frame.tokens) else None
    if found is None or found.ambiguous or found.unknown or len(found.spelt) != 1:
        return None, at
    return (found.spelt[0], found.end) if found.spelt[0].startswith(("group:", "tag:")) else (None, at)


def _quiet(frame: Frame, at: int) -> bool:
    return all(item.has(*_AFTER) for item in frame.lexer.run(at, len(frame.tokens)))


def _name(frame: Frame, at: int, end: int) -> str:
    """The words [at, end) without what stands around a name, as typed; empty: that is no name."""
    quoted = [frame.inside(token) for token in frame.tokens[at:end] if token.kind == "quote"]
    if quoted:
        return quoted[0].strip()
    items: list[Item] = frame.lexer.run(at, end)
    while items and items[0].has("THE", "GROUPW"):
        items = items[1:]
    while items and items[-1].has(*_AFTER):
        items = items[:-1]
    if not items or items[-1].end - items[0].start > _LONGEST:
        return ""
    strange = [one for one in frame.tokens[items[0].start : items[-1].end] if one.kind not in ("word", "num", "ord")]
    return "" if strange else frame.text(items[0].start, items[-1].end)
