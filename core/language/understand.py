"""Words -> reading. Calls the stages in order: quotes, tokens, verb, people, time, due times. Pure: no clock, no I/O.

Three guards hold for every sentence: a slot is filled once, every filled slot is used, every word is read or asked
about. A reading is right, or a question, or a refusal; it is never silently wrong.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.language.draft import Draft, Frame
from core.language.followup import answer
from core.language.grammar import read_when
from core.language.manage import read_manage
from core.language.mask import Masked, mask
from core.language.names import Directory
from core.language.patterns import Context
from core.language.reading import Reading, Span
from core.language.schedule import read_quoted
from core.language.simple import read_add_contact, read_simple, read_tag
from core.language.symbols import Lexer
from core.language.tokens import tokenise
from core.language.unquoted import read_unquoted
from core.language.verbs import Verb, find_verb
from core.world import World

MOST_WORDS = 4_096  # characters of a sentence outside its message; nobody says more, and reading more takes long
MOST_TEXT = 65_536  # characters of a message: WhatsApp's own limit
_TALK = Reading("not_command")
_SIMPLE = ("undo", "help", "digest", "contacts")


def understand(sentence: str, world: World, now: datetime, before: Reading | None = None) -> Reading:
    """The reading of `sentence` at the aware moment `now`.

    `before` is an open question, or the reading replied to: "9pm", "Ana", "the second one" complete it; a whole new
    sentence starts anew. Never raises for what a person may write; refuses `too_long` beyond the two limits above.
    """
    if before is not None and before.outcome == "clarify":
        answered = answer(sentence, world, now, before, read)
        if answered is not None:
            return answered
    return read(sentence, world, now)


def read(sentence: str, world: World, now: datetime) -> Reading:
    """The reading of a sentence by itself."""
    if len(sentence) > MOST_WORDS + MOST_TEXT:
        return Reading("refuse", reason="too_long", text=None)
    masked = mask(sentence)
    inside = max((quote.end - quote.start for quote in masked.quotes), default=0)
    outside = len(sentence) - sum(quote.end - quote.start for quote in masked.quotes)
    if inside > MOST_TEXT:
        return Reading("refuse", reason="too_long")
    colon = masked.colon if masked.colon is not None and masked.colon <= MOST_WORDS else None
    if colon is None and outside > MOST_WORDS:
        return Reading("refuse", reason="too_long")
    frame = _frame(sentence, masked, world, now, colon)
    if frame is None:
        return _TALK
    if masked.stray is not None and frame.message is None and _open_quote(frame, masked.stray):
        return _unclosed(frame, masked.stray)
    draft = _draft(frame)
    return replace(_TALK, lang=frame.context.lang) if draft is None else draft.reading()


def _frame(sentence: str, masked: Masked, world: World, now: datetime, colon: int | None) -> Frame | None:
    """The sentence cut up: with what is before its colon as command words, if they are a command's."""
    if colon is not None:
        head = _cut(sentence, masked, world, now, 0, colon)
        if head is not None and not head.quoted and _colon_ends(head):
            begins = colon + 1 + len(sentence[colon + 1 :]) - len(sentence[colon + 1 :].lstrip())
            if any(quote.outer_start == begins for quote in masked.quotes):
                return _cut(sentence, masked, world, now, 0, None)
            head.message = sentence[begins:].rstrip()
            return head
        if len(sentence) - sum(quote.end - quote.start for quote in masked.quotes) > MOST_WORDS:
            return None
    return _cut(sentence, masked, world, now, 0, None)


def _cut(sentence: str, masked: Masked, world: World, now: datetime, start: int, end: int | None) -> Frame | None:
    tokens = tokenise(masked.text, start, end)
    if not tokens:
        return None
    lexer = Lexer(tokens, world.languages)
    context = Context(tokens, world.date_order, lexer.packs[0].name)
    frame = Frame(sentence, masked, tokens, lexer, Directory(world, lexer), context, world, now)
    clearly = any(token.kind in ("quote", "id") for token in tokens)
    frame.verb = find_verb(lexer, context, clearly)
    if frame.verb is not None:
        lexer.trust(lexer.verb(frame.verb.start))
    return frame


def _colon_ends(head: Frame) -> bool:
    """Whether a colon may end these words: they send or edit, or name people (and a time) and nothing else."""
    if head.verb is not None:
        return head.verb.intent in ("schedule", "edit")
    people = head.directory.read(0)
    if people is None or not people.known:
        return False
    said = read_when(head.lexer.run(people.end, len(head.tokens)), head.context)
    return not said.unread and not said.spec.empty


def _draft(frame: Frame) -> Draft | None:
    verb = frame.verb
    if verb is None:
        return _verbless(frame)
    if verb.intent == "none":
        return None
    if verb.intent == "schedule":
        return _schedule(frame, verb)
    if verb.intent in _SIMPLE:
        return read_simple(frame)
    if verb.intent == "tag":
        return read_tag(frame)
    if verb.intent == "add_contact" or (verb.intent == "add" and _new_person(frame)):
        return read_add_contact(frame)
    return read_manage(frame)


def _new_person(frame: Frame) -> bool:
    kinds = {token.kind for token in frame.tokens}
    return bool(kinds & {"phone", "local"}) and "id" not in kinds


def _schedule(frame: Frame, verb: Verb) -> Draft | None:
    """A new message; or one that exists ("send #12 now"), which is a change of its time."""
    if not frame.quoted and frame.message is None:
        if any(token.kind == "id" for token in frame.tokens):
            frame.verb = replace(verb, intent="move", flavour="")
            return read_manage(frame)
        return read_unquoted(frame)
    draft = read_quoted(frame)
    if verb.strange and not any(question.reason == "not_understood" for question in draft.questions):
        draft.ask("not_understood", unknown=tuple(frame.tokens[at].text for at in verb.strange))
    return draft


def _verbless(frame: Frame) -> Draft | None:
    """No verb: "#12" shows it; a message with somebody or a time is to be sent; somebody and a time lack a message."""
    kinds = [token.kind for token in frame.tokens]
    if kinds[0] == "id" and all(kind == "punct" for kind in kinds[1:]):
        frame.verb = Verb("show", "", 0, 0)
        return read_manage(frame)
    people = frame.directory.read(0)
    draft = read_quoted(frame)
    unread = any(question.reason == "not_understood" for question in draft.questions)
    if frame.quoted or frame.message is not None:
        spoken = draft.people.anybody or "dtstart" in draft.fields
        return draft if spoken and not (unread and not draft.people.known) else None
    whole = people is not None and people.known and not unread and "dtstart" in draft.fields
    return draft if whole else None


def _open_quote(frame: Frame, stray: int) -> bool:
    """Whether a quote mark that never closes was meant to open the message: right before a word of a command."""
    text = frame.sentence
    opens = stray + 1 < len(text) and not text[stray + 1].isspace() and (stray == 0 or text[stray - 1].isspace())
    return opens and frame.verb is not None and frame.verb.intent in ("schedule", "edit") and not frame.quoted


def _unclosed(frame: Frame, stray: int) -> Reading:
    rest = frame.sentence[stray:]
    draft = Draft(frame, frame.verb.intent if frame.verb else "schedule")
    draft.ask("not_understood", unknown=(rest[:80],))
    draft.spans.append(Span(stray, len(frame.sentence), "unknown"))
    return draft.reading()
