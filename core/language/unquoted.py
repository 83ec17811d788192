"""Sentences that send something without quotes: where does the text begin, and whose is the time at its end?

A time before the text schedules it. A time at the end may belong to either: that is asked, but for "remind me".
"""

from __future__ import annotations

from core.language.draft import Draft, Frame
from core.language.grammar import Said, read_prefix, read_suffix, read_when
from core.language.names import ME, People
from core.language.reading import Option, Question
from core.language.resolve import Resolver
from core.language.schedule import mark_message, take_time
from core.language.spec import Spec
from core.language.symbols import BREAK, Item

_MARKERS = ("THAT", "ABOUT")
_MOST_PLACES = 8  # of "to" and "for", from the last, that are tried for recipients
_MARKS = '"“”«»'  # a quote that never opened, or never closed
_NOUNS = ("ART", "THE", "TARGETW")
_RANGES = frozenset({"WD", "CLOCK", "HM", "NUM", "MONTH", "ORD", "DATE", "WDS"})


def read_unquoted(frame: Frame) -> Draft | None:
    """None: this is no command after all ("tell a joke")."""
    return _Unquoted(frame).read()


class _Unquoted:
    def __init__(self, frame: Frame) -> None:
        assert frame.verb is not None  # noqa: S101  without a verb nothing says that there is a text
        self.frame = frame
        self.verb = frame.verb
        self.draft = Draft(frame, "schedule")
        self.count = len(frame.tokens)
        self.when: list[Item] = [*frame.lexer.run(0, frame.verb.start), BREAK]

    def read(self) -> Draft | None:
        self.draft.mark(self.verb.start, self.verb.end, "verb")
        at = self._times(self.verb.end)
        if self.verb.flavour == "remindme":
            self.draft.people.add(ME)
            return self._text_last(at)
        people = self.frame.directory.read(at, whole=False) if at < self.count else None
        if people is not None:
            self._found(people, at)
            return self._text_last(people.end)
        return self._text_first(at)

    def _found(self, people: People, at: int) -> None:
        self.draft.people.join(people)
        self.draft.mark(at, people.end, "recipient")

    def _times(self, at: int) -> int:
        """Reads the words of time at a token; where they end."""
        items = self.frame.lexer.run(at, self.count)
        said = read_prefix(items, self.frame.context)
        if not said.end:
            return at
        self.when += [*items[: said.end], BREAK]
        return items[said.end - 1].end

    def _text_last(self, at: int) -> Draft:
        """ "tell Ana tomorrow at 9 that …", "remind Ana to …", "tell Ana the clinic is closed …"."""
        at = self._past_nouns(at)
        if self.frame.lexer.at(at).has("KNOW"):
            at += 1
        marked = self._marker(at)
        if marked is None:
            at = self._times(at)
            more = self._more_people(at)
            if more is not None:
                self._found(more, at)
                at = self._times(more.end)
            at = self._past_dash(at)
            marked = self._marker(at)
        return self._text(at if marked is None else marked)

    def _past_nouns(self, at: int) -> int:
        """ "send Ana a message tomorrow saying …": the words "a message" say nothing."""
        start = at
        while at < self.count and self.frame.lexer.at(at).has(*_NOUNS):
            at = self.frame.lexer.at(at).end
        if at > start and any(self.frame.lexer.at(i).has("TARGETW") for i in range(start, at)):
            follows = at >= self.count or self._marker(at) is not None or self._times(at) > at
            if follows:
                del self.when[self.when.index(BREAK) + 1 :]
                return at
        return start

    def _past_dash(self, at: int) -> int:
        while at < self.count and (self.frame.lexer.at(at).kind in ("COMMA", "RANGE", "STOP")):
            at += 1
        return at

    def _more_people(self, at: int) -> People | None:
        item = self.frame.lexer.at(at)
        timed = item.has("FOR") and self.frame.directory.is_time(item.end)
        if not item.has("TO", "FOR") or item.end >= self.count or self.draft.people.known or timed:
            return None
        return self.frame.directory.read(item.end)

    def _marker(self, at: int) -> int | None:
        """The token after "that", "about" or a "to" that introduces what to do."""
        if at >= self.count:
            return None
        item = self.frame.lexer.at(at)
        if item.has(*_MARKERS):
            further = self.frame.lexer.at(item.end) if item.end < self.count else None
            return further.end if further is not None and further.has("THAT") and item.has("THAT") else item.end
        if item.has("TO") and self.verb.flavour in ("tell", "remind", "remindme", "send") and item.end < self.count:
            ranged = self.when[-1].kind in _RANGES and self.frame.lexer.at(item.end).kind in _RANGES
            return None if ranged else item.end
        return None

    def _text(self, at: int) -> Draft:
        """The text is all that follows; a time at its end may be its own."""
        before = self._before()
        text = self.frame.rest(at)
        if all(item.has("POLITE", "STOP", "COMMA") for item in self.frame.lexer.run(at, self.count)):
            self.draft.missing.append("message")
            take_time(self.draft, before.spec)
            return self.draft
        suffix = self._suffix(at)
        if suffix is not None and (before.spec.empty or self._incomplete(before.spec)):
            return self._whose_time(at, text, *suffix, before)
        self._message(at, self.count, text)
        take_time(self.draft, before.spec)
        return self.draft

    def _before(self) -> Said:
        said = read_when(self.when, self.frame.context)
        unread = [item for item in said.unread if not item.has("POLITE", "STOP", "COMMA", "THE", "QUOTE")]
        self.draft.mark_items([self.when[i] for i in sorted(said.taken)], "when")
        if unread:
            self.draft.ask("not_understood", unknown=self.frame.words(unread))
        return said

    def _incomplete(self, spec: Spec) -> bool:
        resolved = Resolver(self.frame.world, self.frame.now).resolve(spec)
        return any(question.reason in ("missing", "vague_time") for question in resolved.questions)

    def _suffix(self, at: int) -> tuple[int, Said] | None:
        """Where the time at the end of the text begins, and what it says."""
        items = self.frame.lexer.run(at, self.count)
        while items and items[-1].kind == "STOP":
            items.pop()
        found = read_suffix(items, self.frame.context)
        return None if found is None else (items[found[0]].start, found[1])

    def _whose_time(self, at: int, text: str, ends: int, said: Said, before: Said) -> Draft:
        """A text that ends in a time."""
        draft, frame = self.draft, self.frame
        shorter = frame.text(at, ends).rstrip(" ,-–")
        if not shorter:
            draft.missing.append("message")
            take_time(draft, said.spec if before.spec.empty else before.spec)
            return draft
        if before.spec.empty and draft.people.spelt == [ME] and self.verb.flavour in ("remind", "remindme"):
            self._message(at, ends, shorter)
            draft.mark_items(frame.lexer.run(ends, len(frame.tokens)), "when")
            take_time(draft, said.spec)
            return draft
        resolved = Resolver(frame.world, frame.now).resolve(said.spec)
        options = []
        if before.spec.empty and not any(question.refuse for question in resolved.questions):
            now = {"intent": "send_now"} if resolved.now else {}
            options.append(Option({"message": shorter, **resolved.patch(), **now}))
        own = Resolver(frame.world, frame.now).resolve(before.spec)
        options.append(Option({"message": text, **own.patch()}))
        draft.questions.append(Question("time_in_message", options=tuple(options)))
        draft.mark(at, len(frame.tokens), "message")
        return draft

    def _message(self, start: int, end: int, text: str) -> None:
        if start >= end:
            return
        if any(mark in text for mark in _MARKS):
            self.draft.ask("not_understood", unknown=tuple(mark for mark in _MARKS if mark in text))
        self.draft.fields["message"] = text
        first = self.frame.tokens[start].start
        mark_message(self.draft, first, first + len(text))

    def _text_first(self, at: int) -> Draft | None:
        """ "send hello to Ana tomorrow at 9am": the text stands between the verb and the recipients."""
        found: tuple[int, People, Said] | None = None
        for place, item in self._places(at):
            people = self.frame.directory.read(item.end)
            if people is None:
                continue
            said = read_when([*self.when, BREAK, *self.frame.lexer.run(people.end, self.count)], self.frame.context)
            left = [item for item in said.unread if not item.has("POLITE", "STOP")]
            if not left:
                return self._between(at, place, people, said)
            found = found or (place, people, said)
        if found is not None:
            left = [item for item in found[2].unread if not item.has("POLITE", "STOP")]
            self.draft.ask("not_understood", unknown=self.frame.words(left))
            return self._between(at, *found)
        return self._nobody(at)

    def _places(self, at: int) -> list[tuple[int, Item]]:
        """Every "to" and "for" after the verb, the last first."""
        found = []
        while at < self.count:
            item = self.frame.lexer.at(at)
            timed = item.has("FOR") and self.frame.directory.is_time(item.end)
            if item.has("TO", "FOR") and item.end < self.count and not timed:
                found.append((at, item))
            at = item.end
        return found[: -_MOST_PLACES - 1 : -1]

    def _between(self, at: int, place: int, people: People, said: Said) -> Draft:
        self._found(people, place)
        text = self.frame.text(at, place)
        bare = all(item.has(*_NOUNS) for item in self.frame.lexer.run(at, place))
        if at < place and read_suffix(self.frame.lexer.run(at, place), self.frame.context) is not None:
            self.draft.ask("time_in_message", options=(Option({"message": text}),))
        elif not text or bare:
            self.draft.missing.append("message")
        else:
            self._message(at, place, text)
        take_time(self.draft, said.spec)
        return self.draft

    def _nobody(self, at: int) -> Draft | None:
        """No known name anywhere: somebody unknown, or nobody at all."""
        draft, frame = self.draft, self.frame
        telling = self.verb.flavour in ("tell", "remind")
        strangers = [
            (place, item)
            for place, item in self._places(at)
            if frame.tokens[item.end].kind == "word" and frame.lexer.at(item.end).kind == "WORD"
        ]
        place = strangers[0][0] if strangers else self.count
        unknown = frame.directory.read(strangers[0][1].end, unknown=True) if strangers else None
        if telling and at < self.count and (unknown is None or self._addressed(at)):
            direct = frame.directory.read(at, unknown=True)
            if direct is not None:
                self._found(direct, at)
                return self._text_last(direct.end)
        if unknown is not None:
            self._found(unknown, place)
            said = read_when([*self.when, BREAK, *frame.lexer.run(unknown.end, self.count)], frame.context)
            self._message(at, place, frame.text(at, place))
            take_time(draft, said.spec)
            return draft
        return self._alone(at)

    def _addressed(self, at: int) -> bool:
        """ "remind mom to …", "tell Zebediah …": the word after the verb is somebody."""
        return self.frame.tokens[at].capital or self.frame.lexer.at(at + 1).has("TO", *_MARKERS)

    def _alone(self, at: int) -> Draft | None:
        """A text and perhaps a time, and nobody to send it to."""
        draft = self.draft
        draft.missing.append("recipient")
        suffix = self._suffix(at) if at < self.count else None
        ends = suffix[0] if suffix else self.count
        bare = all(item.has(*_NOUNS, "POLITE", "STOP") for item in self.frame.lexer.run(at, ends))
        if at >= ends or bare:
            draft.missing.append("message")
        else:
            if suffix is None and self._before().spec.empty and self.verb.flavour == "tell":
                return None
            self._message(at, ends, self.frame.text(at, ends))
        take_time(draft, suffix[1].spec if suffix else self._before().spec)
        return draft
