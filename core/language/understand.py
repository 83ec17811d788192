"""Words -> reading. Calls the stages in order: quotes, tokens, verb, people, time, due times. Pure: no clock, no I/O.

Three guards hold for every sentence: a slot is filled once, every filled slot is used, every word is read or asked
about. A reading is right, or a question, or a refusal; it is never silently wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.language.grammar.grammar import read_prefix, read_when
from core.language.grammar.patterns import Context
from core.language.reading import Reading, Span
from core.language.sentences.directory import read_person, read_rename, read_tags
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.groups import read_group, read_membership
from core.language.sentences.manage import read_manage
from core.language.sentences.meant import anchored, asks_back, by_number, meant, numbered, sends_number
from core.language.sentences.schedule import read_quoted
from core.language.sentences.simple import read_add_contact, read_simple
from core.language.sentences.status import asks_status
from core.language.sentences.topic import verb_of_end, verb_of_topic
from core.language.sentences.unquoted import read_unquoted
from core.language.sentences.verbs import Verb, find_verb
from core.language.words.lexer import Lexer
from core.language.words.mask import Masked, mask
from core.language.words.names import Directory
from core.language.words.symbols import BREAK
from core.language.words.tokens import tokenise
from core.world import World

MOST_WORDS = 4_096  # characters of a sentence outside its message; nobody says more, and reading more takes long
MOST_PIECES = 1_000  # words, figures and marks of it: 4,096 characters of prose hold nine hundred
MOST_TEXT = 65_536  # characters of a message: WhatsApp's own limit
_TALK = Reading("not_command")
_READERS: dict[str, Callable[[Frame, Verb], Draft | None]] = {
    **dict.fromkeys(("undo", "help", "digest", "contacts"), read_simple),
    **dict.fromkeys(("tag", "untag"), read_tags),
    **dict.fromkeys(("remove_contact", "block", "unblock"), read_person),
    **dict.fromkeys(("new_group", "remove_group", "groups"), read_group),
    "rename": read_rename,
    "add_contact": read_add_contact,
}
"""What reads a sentence by its verb; else it is about what is scheduled."""


def understand(sentence: str, world: World, now: datetime, before: Reading | None = None) -> Reading:
    """The reading of `sentence` at the aware moment `now`.

    `before` is an open question: "9pm", "Ana", "the second one" complete it; or what was just done, with the message it
    made in `target_ids`: "at 10 instead", "and Ana too" change it. A whole new sentence starts anew.
    Never raises for what a person may write; refuses `too_long` beyond the limits above.
    """
    if before is None:
        return read(sentence, world, now)
    from core.language.dialogue.afterwards import (  # a tenth of what is loaded, and only a dialogue needs it
        follow_up,
        follows,
    )
    from core.language.dialogue.followup import answer

    if before.outcome == "clarify":
        answered = answer(sentence, world, now, before, read)
        if answered is not None:
            return answered
    alone = read(sentence, world, now)
    if before.outcome == "ok" and follows(alone):
        followed = follow_up(sentence, world, now, before, read)
        return alone if followed is None else replace(followed, lang=alone.lang or before.lang)
    return alone


def read(sentence: str, world: World, now: datetime) -> Reading:
    """The reading of a sentence by itself."""
    if len(sentence) > MOST_WORDS + MOST_TEXT:
        return Reading("refuse", reason="too_long", text=None)
    masked = mask(sentence)
    if _too_long(sentence, masked):
        return Reading("refuse", reason="too_long")
    try:
        frame = _frame(sentence, masked, world, now, _near_colon(masked))
    except _TooMany:
        return Reading("refuse", reason="too_long")
    if frame is None:
        return _TALK
    if masked.stray is not None and frame.message is None and _open_quote(frame, masked.stray):
        return _unclosed(frame, masked.stray)
    draft = _draft(frame) or asks_back(frame)
    return replace(_TALK, lang=frame.context.lang) if draft is None else draft.reading()


def frame_of(sentence: str, world: World, now: datetime) -> Frame | None:
    """The sentence cut up, as its stages find it; None where there are no words, or too many."""
    masked = mask(sentence[: MOST_WORDS + MOST_TEXT])
    if _too_long(sentence, masked):
        return None
    try:
        return _frame(sentence, masked, world, now, _near_colon(masked))
    except _TooMany:
        return None


class _TooMany(Exception):
    """More pieces than are read."""


def _near_colon(masked: Masked) -> int | None:
    return masked.colon if masked.colon is not None and masked.colon <= MOST_WORDS else None


def _too_long(sentence: str, masked: Masked) -> bool:
    """Whether a message or the words around it exceed the limits; what follows a colon may be long."""
    inside = [quote.end - quote.start for quote in masked.quotes]
    return max(inside, default=0) > MOST_TEXT or (
        _near_colon(masked) is None and len(sentence) - sum(inside) > MOST_WORDS
    )


def _frame(sentence: str, masked: Masked, world: World, now: datetime, colon: int | None) -> Frame | None:
    """The sentence cut up: with what is before its colon as command words, if they are a command's."""
    if colon is not None:
        head = _cut(sentence, masked, world, now, 0, colon)
        if head is not None and not head.quoted and _colon_ends(head):
            begins = colon + 1 + len(sentence[colon + 1 :]) - len(sentence[colon + 1 :].lstrip())
            if any(quote.outer_start == begins for quote in masked.quotes):
                return _cut(sentence, masked, world, now, 0, None)
            head.message = sentence[begins:].rstrip()
            head.directory.apart = True
            return head
        if len(sentence) - sum(quote.end - quote.start for quote in masked.quotes) > MOST_WORDS:
            return None
    return _cut(sentence, masked, world, now, 0, None)


def _cut(sentence: str, masked: Masked, world: World, now: datetime, start: int, end: int | None) -> Frame | None:
    tokens = tokenise(masked.text, start, end)
    if not tokens:
        return None
    if len(tokens) > MOST_PIECES:
        raise _TooMany
    lexer = Lexer(tokens, world.languages, world.begins)
    context = Context(tokens, world.date_order, lexer.packs[0].name)
    frame = Frame(sentence, masked, tokens, lexer, Directory(world, lexer), context, world, now)
    clearly = any(token.kind in ("quote", "id") for token in tokens)
    frame.verb = find_verb(lexer, context, clearly)
    if frame.verb is not None and frame.verb.guessed and not clearly and not anchored(frame, frame.verb):
        frame.verb = None
    if frame.verb is None and not clearly:
        frame.verb = verb_of_topic(frame) or verb_of_end(frame)
    if frame.verb is None and asks_status(frame):
        frame.verb = Verb("status", "", 0, 0)
    elif frame.verb is not None and frame.verb.intent == "schedule" and asks_status(frame, frame.verb.end):
        frame.verb = replace(frame.verb, intent="status", flavour="")  # "pesan ke Agus sudah sampai?"
    if frame.verb is not None and frame.verb.end:
        lexer.trust(lexer.verb(frame.verb.start))
    return frame


def _colon_ends(head: Frame) -> bool:
    """Whether a colon may end these words: they send or edit, or name people (and a time) and nothing else."""
    if head.verb is not None:
        return head.verb.intent in ("schedule", "edit")
    start = _addressed(head)
    people = head.directory.read(start)
    if people is None or not people.known:
        return False
    items = [*head.lexer.run(0, start), BREAK, *head.lexer.run(people.end, len(head.tokens))]
    said = read_when([item for item in items if not item.has("TO")], head.context)
    return not said.unread and not said.spec.empty


def _addressed(head: Frame) -> int:
    """Where the names begin: at once, or behind a time and "to": "tomorrow 9am to May: …"."""
    if head.directory.read(0) is not None and not head.directory.is_time(0):
        return 0
    first = head.lexer.joint(0)  # "ke sopir tiap jam 5 pagi: …"
    if first is not None and first.end < len(head.tokens) and head.directory.read(first.end) is not None:
        return first.end
    items = head.lexer.run(0, len(head.tokens))
    end = read_prefix(items, head.context).end
    at = items[end - 1].end if end else 0
    if (
        end and head.lexer.at(at).has("COMMA") and head.directory.read(at + 1) is not None
    ):  # "15 de agosto 9h, famílias: …"
        return at + 1
    led = head.lexer.joint(at) if end else None
    return led.end if led is not None and led.end < len(head.tokens) else 0


def _draft(frame: Frame) -> Draft | None:
    verb = frame.verb
    if verb is None:
        return _verbless(frame)
    if verb.intent == "none":
        return None
    if verb.intent == "schedule":
        return _schedule(frame, verb)
    verb = frame.verb = meant(frame, verb)
    if verb.intent in ("add", "remove", "cancel") and (draft := read_membership(frame, verb)) is not None:
        return draft
    return _READERS.get(verb.intent, read_manage)(frame, verb)


def _schedule(frame: Frame, verb: Verb) -> Draft | None:
    """A new message; or one that exists ("send #12 now"), which is a change of its time."""
    if not frame.quoted and frame.message is None:
        if numbered(frame) or by_number(frame, verb) or sends_number(frame, verb):
            frame.verb = replace(verb, intent="move", flavour="send")
            return read_manage(frame, frame.verb)
        return read_unquoted(frame, verb)
    draft = read_quoted(frame)
    strange = tuple(frame.tokens[at].text for at in verb.strange if not draft.names(at))
    if strange and not any(question.reason == "not_understood" for question in draft.questions):
        draft.ask("not_understood", unknown=strange)
    return draft


def _verbless(frame: Frame) -> Draft | None:
    """No verb: "#12" shows it; a message with somebody or a time is to be sent; somebody and a time lack a message."""
    about = _numbered_alone(frame)
    if about is not None:
        frame.verb = about
        return read_manage(frame, about)
    people = frame.directory.read(0)
    draft = read_quoted(frame)
    unread = any(question.reason == "not_understood" for question in draft.questions)
    if frame.quoted or frame.message is not None:
        spoken = draft.people.anybody or "dtstart" in draft.fields
        return draft if spoken and not (unread and not draft.people.known) else None
    whole = people is not None and people.known and not unread and "dtstart" in draft.fields
    return draft if whole else None


def _numbered_alone(frame: Frame) -> Verb | None:
    """ "#12" shows it; "#12 an hour later", "el #12 mejor el jueves" move it, "#12 until Friday" ends it."""
    at = 0
    while at < len(frame.tokens) and frame.lexer.at(at).has("THE"):
        at = frame.lexer.at(at).end
    if at >= len(frame.tokens) or frame.tokens[at].kind != "id":
        return None
    if all(token.kind == "punct" for token in frame.tokens[at + 1 :]):
        return Verb("show", "", 0, 0)
    items = frame.lexer.run(at + 1, len(frame.tokens))
    ends = next((place for place, item in enumerate(items) if item.kind == "INSTEAD"), len(items))
    said = read_when(items[:ends], replace(frame.context, change=True))
    if not said.spec.filled or not all(item.has("TO", "AS", "TEXTW", "POLITE", "FILL") for item in said.unread):
        return None
    ended = said.spec.until is not None and said.spec.rule is None
    return Verb("edit" if ended else "move", "", 0, 0)


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
