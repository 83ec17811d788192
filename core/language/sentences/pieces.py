"""What the readers of unquoted sentences share: the words of time so far, the text, and whose the time at its end is."""

from __future__ import annotations

from typing import Any

from core.language.grammar.grammar import Said, read_prefix, read_suffix, read_when
from core.language.packs import answers
from core.language.reading import Option, Question
from core.language.resolving.resolve import Resolver
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.schedule import days_addressed, mark_message, take_time
from core.language.sentences.verbs import Verb
from core.language.spec import Spec
from core.language.words.people import ME, People
from core.language.words.symbols import BREAK, Item
from core.world import fold

_ENDS = " ,.;:!?"
_MARKS = '"“”«»'  # a quote that never opened, or never closed


class Pieces:
    """A sentence whose text has no quotes, while it is read."""

    def __init__(self, frame: Frame, verb: Verb) -> None:
        self.frame = frame
        self.verb = verb
        self.draft = Draft(frame, "schedule")
        self.count = len(frame.tokens)
        self.when: list[Item] = [*frame.lexer.run(0, verb.start), BREAK]
        self.timed = not read_when(self.when, frame.context).spec.empty  # before the verb
        self.named: int | None = None  # where the names end that the verb is followed by

    def found(self, people: People, at: int) -> None:
        self.draft.people.join(people)
        self.draft.mark(at, people.end, "recipient")

    def leads_to_day(self, at: int) -> bool:
        """ "recuérdale a Ana para el viernes …": what may lead to a text leads to a time."""
        items = self.frame.lexer.run(at, min(at + 8, self.count))
        return bool(items) and items[0].kind == "TO" and days_addressed(items)[0].kind == "ON"

    def times(self, at: int) -> int:
        """Reads the words of time at a token; where they end."""
        items = days_addressed(self.frame.lexer.run(at, self.count))
        said = read_prefix(items, self.frame.context)
        if not said.end:
            return at
        self.when += [*items[: said.end], BREAK]
        return items[said.end - 1].end

    def before(self) -> Said:
        said = read_when(self.when, self.frame.context)
        unread = [item for item in said.unread if not item.has("POLITE", "STOP", "COMMA", "THE", "QUOTE")]
        self.draft.mark_items([self.when[i] for i in sorted(said.taken)], "when")
        if unread:
            self.draft.ask("not_understood", unknown=self.frame.words(unread))
        return said

    def _incomplete(self, spec: Spec) -> bool:
        resolved = Resolver(self.frame.world, self.frame.now).resolve(spec)
        return any(question.reason in ("missing", "vague_time") for question in resolved.questions)

    def suffix(self, at: int) -> tuple[int, Said] | None:
        """Where the time at the end of the text begins, and what it says."""
        items = self._last(at)
        found = read_suffix(items, self.frame.context)
        return None if found is None else (items[found[0]].start, found[1])

    def whose_time(self, at: int, text: str, ends: int, said: Said, before: Said) -> Draft:
        """A text that ends in a time."""
        draft, frame = self.draft, self.frame
        shorter = frame.text(at, ends).rstrip(" ,-–")
        if not shorter:
            draft.missing.append("message")
            take_time(draft, said.spec if before.spec.empty else before.spec)
            return draft
        if before.spec.empty and draft.people.spelt == [ME] and self.verb.flavour in ("remind", "remindme"):
            self.message(at, ends, shorter)
            draft.mark_items(frame.lexer.run(ends, len(frame.tokens)), "when")
            take_time(draft, said.spec)
            return draft
        both = said if before.spec.empty else read_when([*self.when, BREAK, *self._last(ends)], frame.context)
        resolved = Resolver(frame.world, frame.now).resolve(both.spec)
        options = []
        if (
            before.spec.empty and not any(question.refuse for question in resolved.questions)
        ) or not resolved.questions:
            now = {"intent": "send_now"} if resolved.now else {}
            options.append(Option({"message": shorter, **resolved.patch(), **now}))
        options.append(Option({"message": text, **self.patch(before.spec)}))
        draft.questions.append(Question("time_in_message", options=tuple(options)))
        draft.mark(at, len(frame.tokens), "message")
        return draft

    def _last(self, start: int) -> list[Item]:
        """The symbols from a token to the end of the sentence, without its full stop."""
        items = self.frame.lexer.run(start, self.count)
        while items and items[-1].kind == "STOP":
            items.pop()
        return items

    def patch(self, spec: Spec) -> dict[str, Any]:
        """What an answer that means this time lays over the reading."""
        return Resolver(self.frame.world, self.frame.now).resolve(spec).patch()

    def message(self, start: int, end: int, text: str) -> None:
        """What stands there is the text; but "it", "the same", "that photo" point at one, which is asked for."""
        if start >= end:
            return
        if " ".join(fold(text).split()).strip(_ENDS) in answers("pointing"):
            self.draft.missing.append("message")
            return
        if any(mark in text for mark in _MARKS):
            self.draft.ask("not_understood", unknown=tuple(mark for mark in _MARKS if mark in text))
        self.draft.fields["message"] = text
        first = self.frame.tokens[start].start
        mark_message(self.draft, first, first + len(text))


def ends_series(before: Spec, after: Spec) -> bool:
    """Whether what is said after a text may be the end of the series before it ("… to take it until the 31st")."""
    ends = {"until", "count", "span", "except_days", "except_weekdays", "except_months"}
    return before.rule is not None and bool(ends & set(after.filled))
