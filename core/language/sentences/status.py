"""Questions about what became of a message: "did Ana get it?", "status of #12", "a #9 foi entregue?"; "what failed?" names
none."""

from __future__ import annotations

from core.language.grammar.grammar import Said, read_when
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import Parts, left_over
from core.language.sentences.spans import read_range
from core.language.sentences.targets import Described, find_targets, matching
from core.language.words.people import People

_PASSED = ("THE", "OF", "TARGETW", "ART", "TO", "MINE", "STOP")
_AFTER = ("STATUSW", "RESULTW", "NOW", "THE", "MINE", "STOP", "TARGETW", "POSS", "POLITE", "BREAK")


def asks_status(frame: Frame, at: int = 0) -> bool:
    """ "Luis lo recibió?", "a #9 foi entregue?": somebody or a message, then what became of it, and nothing else."""
    while at < len(frame.tokens) and frame.lexer.at(at).has(*_PASSED):
        at = frame.lexer.at(at).end
    if at >= len(frame.tokens):
        return False
    numbered = frame.tokens[at].kind == "id"
    people = None if numbered else frame.directory.read(at)
    if not numbered and (people is None or not people.known or not any(token.text == "?" for token in frame.tokens)):
        return False
    rest = frame.lexer.run(at + 1 if people is None else people.end, len(frame.tokens))
    if not any(item.has("STATUSW") for item in rest):
        return False
    more = [item for item in rest if not item.has(*_AFTER, *_PASSED)]
    about = Described(people=people or People(), words=frame.words(more))
    return not more or (not numbered and bool(matching(about, frame.world, frame.now)))


def _described(draft: Draft, parts: Parts, said: Said) -> bool:
    """ "who hasn't read the balayage message": words of the text of a message, which is then meant."""
    frame = draft.frame
    words = [item for item in left_over(said) if not item.has(*_AFTER, "THEY", "NOTYET")]
    about = Described(people=parts.people, words=frame.words(words))
    if not words or said.spec.filled or not matching(about, frame.world, frame.now):
        return False
    targets = find_targets(about, frame.world, frame.now)
    draft.questions += targets.questions
    draft.fields["target_ids"] = targets.ids
    return True


def read_status(draft: Draft, parts: Parts) -> Draft | None:
    """ "did Ana get it?", "status of #12"."""
    frame = draft.frame
    verb = frame.verb
    bare = verb is not None and verb.flavour == "bare"
    said = read_when([item for item in parts.items if not item.has("RESULTW")], frame.context)
    if bare and not parts.status:
        return None
    if not parts.ids and left_over(said) and _described(draft, parts, said):
        return draft
    if not (parts.ids or parts.people.anybody) and left_over(said):
        capital = [item for item in left_over(said) if item.kind == "WORD" and frame.tokens[item.start].capital]
        if not capital:
            return None
        draft.ask("unknown_recipient", unknown=frame.words(capital))
        return draft
    draft.people = parts.people
    if parts.ids:
        targets = find_targets(Described(parts.ids), frame.world, frame.now)
        draft.questions += targets.questions
        draft.fields["target_ids"] = targets.ids
    elif not parts.people.anybody and (verb is None or verb.flavour != "failed"):
        draft.missing.append("target")
    read_range(draft, parts, said, past=True)
    return draft
