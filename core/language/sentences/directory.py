"""Sentences that change people who are known: their tags, their name, whether they are written to at all."""

from __future__ import annotations

from core.language.reading import ContactDetails
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.verbs import Verb
from core.language.words.people import People

_JOINS = ("AS", "AND", "TO", "POLITE", "FORTO", "TAGW", "THE", "ART", "OF", "ON", "IN", "START", "FOR", "POSS", "FILL")
_PASSED = ("STOP", "POLITE", "FILL", "CONTACTW")
_LEADS = ("TO", "AS", "COMMA", "RANGE", "STOP", "FOR")


def read_tags(frame: Frame, verb: Verb) -> Draft | None:
    """ "tag Ana and Bruno as vip", "tag Ana #vip", "remove the tag vip from Ana"; None where nobody is named."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    people, tags = People(), list[str]()
    at = verb.end
    joined: int | None = None  # how many unknown words stand before "as" or "to"
    while at < len(frame.tokens):
        token, item = frame.tokens[at], frame.lexer.at(at)
        if item.has("AS", "TO") and joined is None:
            joined = len(tags)
        found = frame.directory.read(at)
        if found is not None and found.known:
            people.join(found)
            at = found.end
            continue
        if token.kind in ("hash", "word") and not item.has(*_JOINS):
            tags.append(token.text.lstrip("#"))
        elif not item.has(*_JOINS, "COMMA", "STOP"):
            draft.ask("not_understood", unknown=(token.text,))
        at = item.end
    _nobody(people, tags, joined)
    return tagged(draft, people, tags)


def _nobody(people: People, tags: list[str], joined: int | None) -> None:
    """ "tag Eve as vip", "add the tag vip to Eve", where there is no Eve: she is who is not known, and no tag."""
    known = [name for name in people.spelt if name.startswith("tag:")]
    if len(known) < len(people.spelt) or people.ambiguous or joined is None or not tags:
        return
    strangers = tags[:] if known else tags[:joined] if joined else []
    if strangers:
        people.unknown.append(" ".join(strangers))
        tags[: len(strangers)] = []


def tagged(draft: Draft, people: People, tags: list[str]) -> Draft | None:
    known = [name.removeprefix("tag:") for name in people.spelt if name.startswith("tag:")]
    pairs = [(name, key) for name, key in zip(people.spelt, people.keys, strict=True) if not name.startswith("tag:")]
    people.spelt, people.keys = [name for name, _ in pairs], [key for _, key in pairs]
    if not people.spelt and not people.ambiguous and not people.unknown:
        if not known:
            return None
        draft.missing.append("recipient")
    if not known and not tags:
        draft.missing.append("tag")
    if len(known) + len(tags) > 1:
        draft.ask("not_understood", unknown=tuple(tags))
    draft.people = people
    draft.fields["contact"] = ContactDetails(people.spelt[0] if people.spelt else "", None, (*known, *tags))
    return draft


def read_rename(frame: Frame, verb: Verb) -> Draft | None:
    """ "rename Mo to Mohamed Ali": the new name is all that follows, as typed."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    people = frame.directory.read(verb.end, unknown=True, whole=False) if verb.end < len(frame.tokens) else None
    if people is None:
        return None
    draft.people = people
    draft.mark(verb.end, people.end, "recipient")
    at = people.end
    while at < len(frame.tokens) and frame.lexer.at(at).has(*_LEADS):
        at = frame.lexer.at(at).end
    quoted = [frame.inside(token) for token in frame.tokens[at:] if token.kind == "quote"]
    name = quoted[0] if quoted else frame.rest(at).rstrip(".!? ")
    if not name:
        draft.missing.append("name")
    draft.fields["contact"] = ContactDetails(name)
    return draft


def read_person(frame: Frame, verb: Verb) -> Draft | None:
    """ "delete contact Mo", "block Mo": somebody, and nothing else."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    people = frame.directory.read(verb.end, unknown=True) if verb.end < len(frame.tokens) else None
    if people is None:
        return None
    draft.people = people
    draft.mark(verb.end, people.end, "recipient")
    rest = [item for item in frame.lexer.run(people.end, len(frame.tokens)) if not item.has(*_PASSED)]
    if rest:
        draft.ask("not_understood", unknown=frame.words(rest))
    return draft
