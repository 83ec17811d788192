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
