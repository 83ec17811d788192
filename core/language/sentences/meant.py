"""What a verb means by what follows it, and whether a sentence is about a message at all."""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.grammar import read_when
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import left_over
from core.language.sentences.verbs import Verb


def meant(frame: Frame, verb: Verb) -> Verb:
    """What a verb means by what follows it: "delete group A" is about the group, "delete group A from #12" about #12."""
    if verb.intent == "remove_group" and _of_messages(frame, verb):
        return replace(verb, intent="remove" if numbered(frame) else "cancel")
    if verb.intent == "remove" and not numbered(frame) and _of_a_message(frame, verb):
        return replace(verb, intent="cancel")  # "quita el aviso de fichar": from nothing
    if verb.intent in ("cancel", "remove") and _from_contacts(frame, verb):
        return replace(verb, intent="remove_contact")
    if verb.intent == "add" and _new_person(frame):
        return replace(verb, intent="add_contact")
    return verb


def numbered(frame: Frame) -> bool:
    """Whether a message is named by its number."""
    return any(token.kind == "id" for token in frame.tokens)


def by_number(frame: Frame, verb: Verb) -> bool:
    """ "send number 27 now": a message that is scheduled, right behind the verb."""
    at = verb.end
    while at < len(frame.tokens) and frame.lexer.at(at).has("THE", "TARGETW"):
        at = frame.lexer.at(at).end
    noun = at > verb.end or frame.lexer.at(verb.end - 1).has("TARGETW")
    named = verb.flavour == "send" and noun and at < len(frame.tokens) and frame.tokens[at].kind == "num"
    return named and frame.tokens[at].text.isdigit() and frame.world.message(int(frame.tokens[at].text)) is not None


def sends_number(frame: Frame, verb: Verb) -> bool:
    """ "manda o 27 agora", "envía ya la 12": the number of a message and "now", nothing else."""
    items = [item for item in frame.lexer.run(verb.end, len(frame.tokens)) if not item.has("THE", "POLITE", "STOP")]
    nouns = [at for at, item in enumerate(items) if item.has("TARGETW") and (not at or items[at - 1].kind != "NUM")]
    items = [item for at, item in enumerate(items) if at not in nouns]  # "el mensaje 8", not "8 mensajes"
    numbers = [item for item in items if item.kind == "NUM" and frame.tokens[item.start].text.isdigit()]
    now = [item for item in items if item.has("NOW")]
    known = len(numbers) == 1 and frame.world.message(numbers[0].number) is not None
    return known and bool(now) and len(items) == len(numbers) + len(now)


def _of_a_message(frame: Frame, verb: Verb) -> bool:
    """Whether what is taken away is a message, and nobody: "el aviso de …", "lo de Ana"."""
    first = frame.lexer.at(verb.end)
    after = frame.lexer.at(first.end) if first.has("THE") else first
    return after.has("TARGETW") or (first.has("THE") and after.has("OF", "ABOUT"))


def _of_messages(frame: Frame, verb: Verb) -> bool:
    return numbered(frame) or any(item.has("TARGETW") for item in frame.lexer.run(verb.end, len(frame.tokens)))


def _from_contacts(frame: Frame, verb: Verb) -> bool:
    """ "delete Bruno from my contacts" """
    return any(item.has("CONTACTW") for item in frame.lexer.run(verb.end, len(frame.tokens)))


def _new_person(frame: Frame) -> bool:
    kinds = {token.kind for token in frame.tokens}
    return bool(kinds & {"phone", "local"}) and "id" not in kinds


def anchored(frame: Frame, verb: Verb) -> bool:
    """Whether a mistyped verb is one: somebody who is known follows it, or a word for messages."""
    people = frame.directory.read(verb.end, whole=False) if verb.end < len(frame.tokens) else None
    return (people is not None and people.known) or _of_messages(frame, verb)


def asks_back(frame: Frame) -> Draft | None:
    """ "#12 whatever": a message that is there, and words that say nothing of what to do with it."""
    known = [int(token.text.lstrip("# ")) for token in frame.tokens if token.kind == "id"]
    numbers = tuple(number for number in dict.fromkeys(known) if frame.world.message(number) is not None)
    if not numbers:
        return None
    draft = Draft(frame, "show")
    draft.fields["target_ids"] = numbers
    items = [item for item in frame.lexer.run(0, len(frame.tokens)) if item.kind != "ID"]
    words = left_over(read_when(items, frame.context)) or items
    draft.mark_items(words, "unknown")
    draft.ask("not_understood", unknown=frame.words(words))
    return draft
