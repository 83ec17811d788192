"""Sentences that name a message first and say what to do with it after: "lo de la factura pásalo al viernes".

Not here: verbs that come first, or after a time or a courtesy (`verbs`).
"""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.grammar import read_when
from core.language.sentences.draft import Frame
from core.language.sentences.parts import left_over, sort_parts
from core.language.sentences.targets import Described, matching
from core.language.sentences.verbs import Verb, find_verb

_MOST = 24  # words between "stop" and "until"
_CHANGES = ("cancel", "move", "edit", "pause", "resume", "skip")


def verb_of_topic(frame: Frame) -> Verb | None:
    """ "lo de la factura pásalo al viernes": the verb that changes what the words before it are about, a message that is
    scheduled. Without one of these words it is talk."""
    verb = find_verb(frame.lexer, frame.context, True, _CHANGES)
    if verb is None or not verb.strange:
        return None
    about = sort_parts(frame, 0, verb.start)
    said = read_when(about.items, frame.context)
    words = frame.words([item for item in left_over(said) if not item.has("THEY", "POSS")])
    spoken = Described(people=about.people, words=words)
    noun = about.noun or (frame.lexer.at(0).has("THE") and frame.lexer.at(1).has("OF"))  # "lo de Ana …"
    known = (about.people.known and noun) or words
    return replace(verb, strange=()) if known and matching(spoken, frame.world, frame.now) else None


def verb_of_end(frame: Frame) -> Verb | None:
    """ "para a sessão até janeiro", "para la 7 hasta el lunes": a word that is elsewhere "for" stops a message where that is
    all that stands between it and "until"."""
    verb = frame.lexer.stops(0)
    if verb is None:
        return None
    items = frame.lexer.run(verb.end, min(len(frame.tokens), verb.end + _MOST))
    until = next((item for item in items if item.has("UNTIL")), None)
    between = [
        item for item in items if until is not None and item.end <= until.start and not item.has("THE", "TARGETW")
    ]
    numbered = len(between) == 1 and between[0].kind == "NUM" and frame.tokens[between[0].start].text.isdigit()
    if numbered and frame.world.message(between[0].number) is not None and items[0].has("THE", "TARGETW"):
        return Verb("pause", "", verb.start, verb.end)
    words = frame.words(between)
    plain = bool(words) and all(item.kind == "WORD" or item.has("EVENT", "OF") for item in between)
    said = Described(words=frame.words([item for item in between if not item.has("OF")]))
    return Verb("pause", "", verb.start, verb.end) if plain and matching(said, frame.world, frame.now) else None
