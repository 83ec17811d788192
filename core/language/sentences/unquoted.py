"""Sentences that send something without quotes: where does the text begin, and whose is the time at its end?

A time before the text schedules it. A time at the end may belong to either: that is asked, but for "remind me".
"""

from __future__ import annotations

from core.language.grammar.grammar import Said, read_prefix, read_suffix, read_when
from core.language.reading import Option
from core.language.resolving.resolve import Resolver
from core.language.sentences.addressed import Addressed
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.pieces import ends_series
from core.language.sentences.schedule import take_time
from core.language.sentences.verbs import Verb, another_verb
from core.language.words.people import ME, People
from core.language.words.symbols import BREAK

_LONGEST_WHEN = 64  # tokens after the recipients that may all speak of time
_NOUNS = ("ART", "THE", "TARGETW")


def read_unquoted(frame: Frame, verb: Verb) -> Draft | None:
    """None: this is no command after all ("tell a joke")."""
    return _Unquoted(frame, verb).read()


class _Unquoted(Addressed):
    def read(self) -> Draft | None:
        self.draft.mark(self.verb.start, self.verb.end, "verb")
        at = self.verb.end if self._named_like_time() else self.times(self.verb.end)
        if self.verb.flavour == "remindme":
            self.draft.people.add(ME)
            return self._text_last(at)
        people = self.frame.directory.read(at, whole=False) if at < self.count else None
        if people is not None:
            self.whole_name(people, at)
            self.found(people, at)
            self.named = people.end
            return self._text_last(people.end)
        return self._text_first(at)

    def _text_last(self, at: int) -> Draft:
        """ "tell Ana tomorrow at 9 that …", "remind Ana to …", "tell Ana the clinic is closed …"."""
        at = self._past_nouns(at)
        if self.verb.closed_by(self.frame.lexer.at(at)):
            at = self.frame.lexer.at(at).end
        marked = None if self.leads_to_day(at) else self._marker(at)
        if marked is None:
            at = self.times(at)
            more = self._more_people(at)
            if more is not None:
                self.found(more, at)
                at = self.times(more.end)
            at = self._past_dash(at)
            marked = self._marker(at)
        if marked is None and self.named is not None and self._of_text(at):
            return self._subject(self.named, at)
        return self._text(at if marked is None else marked)

    def _of_text(self, at: int) -> bool:
        """ "tell Joe 3pm works for me, send it at 2pm", "at 3 or 4 works": whether the time behind the name may belong to the
        text, because another time stands at its end, or it goes on with a conjunction."""
        if self.named == at or at >= self.count or self.timed:
            return False
        if self._conjoined(at):
            return True
        suffix = self.suffix(at)
        if suffix is None or suffix[0] <= at:
            return False
        dated = read_when(self.when, self.frame.context).spec.day is not None  # then it is a time to send at, whole
        return another_verb(self.frame.lexer, at) or bool(suffix[1].spec.clocks and not dated)

    def _sending(self, start: int, end: int) -> int | None:
        """Where ", send it", ", kirimnya" begins: a clause of its own before the time at the end."""
        for at in range(start, end):
            item = self.frame.lexer.at(at)
            verb = self.frame.lexer.verb(item.end) if item.has("COMMA", "STOP", "AND") else None
            if verb is None or not verb.value.startswith("schedule:send"):
                continue
            last = verb.end
            while last < end and self.frame.lexer.at(last).has("MINE", "THE", "POLITE"):
                last = self.frame.lexer.at(last).end
            if last == end:
                return at - 1 if at > start and self.frame.lexer.at(at - 1).has("COMMA", "STOP") else at
        return None

    def _conjoined(self, at: int) -> bool:
        last = next((item for item in reversed(self.when) if item is not BREAK), BREAK)
        return self.frame.lexer.at(at, last).has("OR")

    def _subject(self, named: int, at: int) -> Draft:
        """Which of the two times is the one to send at is asked."""
        suffix = self.suffix(at)
        before = self.before()
        options = []
        if suffix is not None:
            options.append(Option({"message": self._without_verb(named, suffix[0]), **self.patch(suffix[1].spec)}))
        if not self._conjoined(at):
            options.append(Option({"message": self.frame.rest(at), **self.patch(before.spec)}))
        self.draft.ask("time_in_message", options=tuple(options))
        self.draft.mark(at, self.count, "message")
        return self.draft

    def _without_verb(self, start: int, end: int) -> str:
        """The text up to ", send it" before the time at its end."""
        clause = self._sending(start, end)
        return self.frame.text(start, end if clause is None else clause).rstrip(" ,-–")

    def _past_nouns(self, at: int) -> int:
        """ "send Ana a message tomorrow saying …": the words "a message" say nothing."""
        start = at
        while at < self.count and self.frame.lexer.at(at).has(*_NOUNS):
            at = self.frame.lexer.at(at).end
        if at > start and any(self.frame.lexer.at(i).has("TARGETW") for i in range(start, at)):
            follows = at >= self.count or self._marker(at) is not None or self.times(at) > at
            if follows:
                del self.when[self.when.index(BREAK) + 1 :]
                return at
        return start

    def _past_dash(self, at: int) -> int:
        while at < self.count and (self.frame.lexer.at(at).kind in ("COMMA", "RANGE", "STOP")):
            at += 1
        return at

    def _text(self, at: int) -> Draft:
        """The text is all that follows; a time at its end may be its own."""
        before = self.before()
        text = self.frame.rest(at)
        if all(item.has("POLITE", "STOP", "COMMA") for item in self.frame.lexer.run(at, self.count)):
            self.draft.missing.append("message")
            take_time(self.draft, before.spec)
            return self.draft
        suffix = self.suffix(at)
        if suffix is not None and not before.spec.empty and self._sending(at, suffix[0]) is not None:
            return self._subject(at, at)
        if suffix is not None and (
            before.spec.empty or self._incomplete(before.spec) or ends_series(before.spec, suffix[1].spec)
        ):
            return self.whose_time(at, text, *suffix, before)
        self.message(at, self.count, text)
        take_time(self.draft, before.spec)
        return self.draft

    def _text_first(self, at: int) -> Draft | None:
        """ "send hello to Ana tomorrow at 9am": the text stands between the verb and the recipients."""
        found: tuple[int, People, Said] | None = None
        for place, item in self._places(at):
            people = self.frame.directory.read(item.end)
            if people is None or (found is not None and self.count - people.end > _LONGEST_WHEN):
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

    def _between(self, at: int, place: int, people: People, said: Said) -> Draft:
        self.found(people, place)
        text = self.frame.text(at, place)
        bare = all(item.has(*_NOUNS) for item in self.frame.lexer.run(at, place))
        if text and not bare and self._belongs(at, place, people.end, said):
            return self.draft
        if at < place and read_suffix(self.frame.lexer.run(at, place), self.frame.context) is not None:
            self.draft.ask("time_in_message", options=(Option({"message": text}),))
        elif not text or bare:
            self.draft.missing.append("message")
        else:
            self.message(at, place, text)
        take_time(self.draft, said.spec)
        return self.draft

    def _belongs(self, at: int, place: int, rest: int, said: Said) -> bool:
        """ "send Christmas offer to the customers on 24 December at 10": words of time between the verb and the text are the
        text's own where another time follows, or where they name no hour. Asked, both options given."""
        first = self.verb.end
        if at == first:
            return False
        lead = read_prefix(self.frame.lexer.run(first, self.count), self.frame.context).spec
        after = read_when(self._last(rest), self.frame.context)
        timed = lead.clocks or lead.now or lead.ahead is not None or lead.exact is not None
        if timed and after.spec.empty:
            return False
        resolver = Resolver(self.frame.world, self.frame.now)
        whole, less = resolver.resolve(after.spec), resolver.resolve(said.spec)
        options = [Option({"message": self.frame.text(first, place), **whole.patch()})]
        if not less.questions:
            options.append(Option({"message": self.frame.text(at, place), **less.patch()}))
        self.draft.ask("time_in_message", options=tuple(options))
        return True

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
                self.found(direct, at)
                return self._text_last(direct.end)
        if unknown is not None:
            self.found(unknown, place)
            said = read_when([*self.when, BREAK, *frame.lexer.run(unknown.end, self.count)], frame.context)
            self.message(at, place, frame.text(at, place))
            take_time(draft, said.spec)
            return draft
        return self._alone(at)

    def _alone(self, at: int) -> Draft | None:
        """A text and perhaps a time, and nobody to send it to."""
        draft = self.draft
        draft.missing.append("recipient")
        suffix = self.suffix(at) if at < self.count else None
        ends = suffix[0] if suffix else self.count
        bare = all(item.has(*_NOUNS, "POLITE", "STOP") for item in self.frame.lexer.run(at, ends))
        if at >= ends or bare:
            draft.missing.append("message")
        else:
            if suffix is None and self.before().spec.empty and self.verb.flavour == "tell":
                return None
            self.message(at, ends, self.frame.text(at, ends))
        take_time(draft, suffix[1].spec if suffix else self.before().spec)
        return draft
