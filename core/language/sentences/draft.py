"""What the stages share while one sentence is read: the frame they look at and the draft of the reading they fill."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.language.grammar.patterns import Context
from core.language.packs import says_reminder
from core.language.reading import Question, Reading, Span, asked
from core.language.resolving.resolved import Resolved
from core.language.sentences.verbs import Verb
from core.language.words.lexer import Lexer
from core.language.words.mask import Masked
from core.language.words.names import Directory
from core.language.words.people import People
from core.language.words.symbols import Item
from core.language.words.tokens import Token
from core.world import World, fold

_ORDER = (
    "multiple_commands",
    "not_understood",
    "ambiguous_recipient",
    "unknown_recipient",
    "all_contacts",
    "time_in_message",
)


@dataclass
class Frame:
    """One sentence, cut up: what every stage may look at. `message` is set where a colon or quotes hold the text."""

    sentence: str
    masked: Masked
    tokens: tuple[Token, ...]
    lexer: Lexer
    directory: Directory
    context: Context
    world: World
    now: datetime
    verb: Verb | None = None
    message: str | None = None

    @property
    def quoted(self) -> bool:
        return any(token.kind == "quote" for token in self.tokens)

    def inside(self, token: Token) -> str:
        """The text of a quote, without its marks."""
        quotes = self.masked.quotes
        quote = quotes[bisect_left(quotes, token.start, key=lambda one: one.outer_start)]
        return self.sentence[quote.start : quote.end]

    def text(self, start: int, end: int) -> str:
        """The sentence from token `start` to the end of token `end` - 1, as typed."""
        return self.sentence[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def rest(self, start: int) -> str:
        """Everything from token `start` on, without the white space at its end."""
        return self.sentence[self.tokens[start].start :].rstrip() if start < len(self.tokens) else ""

    def words(self, items: list[Item]) -> tuple[str, ...]:
        """The words of items, each once; that of a piece without its own ("sehari" is ART and DAYU) is the word it is of."""
        spoken = [(min(item.start, item.end - 1), item.end) for item in items if item.start >= 0]
        return tuple(self.text(*one) for at, one in enumerate(spoken) if not at or one[1] != spoken[at - 1][1])


@dataclass
class Draft:
    """A reading in the making."""

    frame: Frame
    intent: str
    people: People = field(default_factory=People)
    fields: dict[str, Any] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def ask(self, reason: str, **values: Any) -> None:
        self.questions.append(Question(reason, **values))

    def mark(self, start: int, end: int, kind: str) -> None:
        """Remembers what tokens [start, end) were read as."""
        if start < end:
            tokens = self.frame.tokens
            self.spans.append(Span(tokens[start].start, tokens[end - 1].end, kind))

    def mark_items(self, items: list[Item], kind: str) -> None:
        for item in items:
            if item.start >= 0:
                self.mark(item.start, item.end, kind)

    def names(self, at: int) -> bool:
        """Whether a token is among those that name somebody."""
        start = self.frame.tokens[at].start
        return any(span.kind == "recipient" and span.start <= start < span.end for span in self.spans)

    def take(self, resolved: Resolved) -> None:
        """Takes over what was found about time."""
        self.fields.update({name: _tupled(value) for name, value in resolved.fields.items()})
        self.fields["assume"] = (*self.fields.get("assume", ()), *resolved.assume)
        for question in resolved.questions:
            if question.reason == "missing" and question.missing and not question.options:
                self.missing += question.missing
            else:
                self.questions.append(question)

    def _unfinished(self) -> None:
        """The last guard: what is to be sent has a text, somebody and a time, whatever the stages made of it."""
        if (
            self.questions
            or self.missing
            or self.intent not in ("schedule", "send_now")
            or self.fields.get("target_ids")
        ):
            return
        timed = "dtstart" in self.fields or self.intent == "send_now"
        held = {"recipient": self.people.anybody, "message": self.fields.get("message"), "time": timed}
        self.missing += [name for name, value in held.items() if not value and name not in self.missing]

    def reading(self) -> Reading:
        people = self.people
        self.questions += people.questions(self.frame.world)
        self._unfinished()
        if self.missing:
            order = {"recipient": 0, "message": 1}
            missing = sorted(dict.fromkeys(self.missing), key=lambda name: order.get(name, 2))
            self.questions.append(Question("missing", missing=tuple(missing)))
        recipients = {
            "recipients": tuple(people.spelt),
            "recipient_ids": tuple(people.keys) if any(people.keys) else (),
            "exclude": tuple(one.spelt for one in people.exclude),
            "exclude_ids": tuple(one.key for one in people.exclude) if any(one.key for one in people.exclude) else (),
        }
        if self.intent == "schedule" and self._says_reminder():
            self.fields["reminder"] = True
        reading = Reading(
            outcome="ok",
            intent=self.intent,
            lang=self.frame.context.lang,
            text=self.frame.sentence,
            spans=tuple(sorted(self.spans, key=lambda span: span.start)),
            **{**recipients, **self.fields},
        )
        return asked(reading, sorted(self.questions, key=_rank))

    def _says_reminder(self) -> bool:
        """Whether the sentence calls the message a reminder; what the message itself says does not count."""
        texts = [span for span in self.spans if span.kind == "message"]
        return any(
            token.kind == "word" and says_reminder(fold(token.text))
            for token in self.frame.tokens
            if not any(span.start <= token.start < span.end for span in texts)
        )


def _rank(question: Question) -> int:
    if question.reason in _ORDER:
        return _ORDER.index(question.reason)
    return len(_ORDER) + (question.reason == "missing")


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
