"""Sentences that send something, their text in quotes or after a colon: who, when, through which channel."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from core.language.grammar.grammar import read_when
from core.language.packs import NOT_TIME
from core.language.reading import Span
from core.language.resolving.resolve import Resolver
from core.language.resolving.resolved import Resolved
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.opinion import second_opinion
from core.language.sentences.verbs import another_verb
from core.language.spec import Spec
from core.language.words.people import EVERYONE, ME, People
from core.language.words.symbols import BREAK, END, Item, pieces

_LEADS = ("TO", "OF", "ABOUT", "THAT", "TEXTW", "AS", "FOR", "TARGETW", "ART", "THE", "FILL")
_DAYS = ("DAY", "WD", "WDS", "DATE", "DOM", "MONTH", "HOLIDAY", "DAYPOD", "NEXT", "THIS", "END", "ENDMON", "ORD")
_DROPPED = ("POLITE", "STOP", "COMMA", "BREAK", "THE", "MINE")  # "mándale esto a Ana: …": the text itself


def read_quoted(frame: Frame) -> Draft:
    """A sentence whose message is marked. Every other word must be read, or is asked about."""
    return _Quoted(frame).read()


class _Quoted:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.draft = Draft(frame, "schedule")
        self.items: list[Item] = []
        self.quotes = 0

    def read(self) -> Draft:
        frame, draft = self.frame, self.draft
        at = 0
        if frame.verb is None and frame.tokens[0].kind == "word":  # "everybody in the choir gets '…'"
            people = frame.directory.read(0)
            at = self._found(people, 0) if people is not None and not self._is_when(0, people) else 0
        while at < len(frame.tokens):
            at = self._step(at)
        if self.quotes > 1 or (frame.verb is not None and another_verb(frame.lexer, frame.verb.end)):
            draft.ask("multiple_commands")
        draft.fields["message"] = frame.message or None
        if not frame.message:
            draft.missing.append("message")
        self._time()
        if not draft.people.anybody:
            draft.missing.append("recipient")
        return draft

    def _step(self, at: int) -> int:
        """Reads one piece at token `at` and returns where the next begins."""
        frame = self.frame
        if frame.verb is not None and at == frame.verb.start:
            self.draft.mark(at, frame.verb.end, "verb")
            self.items.append(BREAK)
            return self._after_verb(frame.verb.end)
        if frame.tokens[at].kind == "quote":
            return self._quote(at)
        before = self.items[-1] if self.items else END
        item = frame.lexer.at(at, before)
        if frame.verb is not None and frame.verb.closed_by(item):
            return item.end
        if item.has("GETS") and frame.verb is None and self.draft.people.anybody:  # "Theo should get '…' at 7"
            return item.end
        return self._channel(item) or self._chat(item) or self._people(item, at) or self._lead(item) or self._keep(item)

    def _is_when(self, at: int, people: People) -> bool:
        """Whether words that name somebody speak of time: "Monday at 9 …", where somebody is called Monday."""
        return self.frame.directory.is_time(at) and not (people.known and people.end > at + 1)

    def _chat(self, item: Item) -> int | None:
        """ "… in the Family group chat": refused, whatever else was said."""
        if not item.has("CHATW"):
            return None
        self.draft.people.chat = True
        return item.end

    def _keep(self, item: Item) -> int:
        self.items += pieces(item)
        return item.end

    def _quote(self, at: int) -> int:
        self.quotes += 1
        if self.quotes == 1:
            self.frame.message = self.frame.inside(self.frame.tokens[at])
        self.draft.mark(at, at + 1, "message")
        self.items.append(BREAK)
        return at + 1

    def _after_verb(self, at: int) -> int:
        """ "send Ana …", "tell the staff …": right after the verb a name needs no "to"."""
        frame = self.frame
        if frame.verb is not None and frame.verb.flavour == "remindme":
            self.draft.people.add(ME)
            return at
        if at >= len(frame.tokens) or frame.tokens[at].kind == "quote":
            return at
        telling = (frame.verb is not None and frame.verb.flavour in ("tell", "remind")) or frame.lexer.at(at).has(
            "TITLE"
        )
        people = frame.directory.read(at, unknown=telling)
        return at if people is None else self._found(people, at)

    def _found(self, people: People, at: int) -> int:
        if self.draft.people.anybody:  # a second place for people: "… and to Bruno", else a slot filled twice
            if self.items and self.items[-1].kind == "AND":
                self.items.pop()
            else:
                self.draft.ask("not_understood", unknown=(self.frame.text(at, people.end),))
        self.draft.people.join(people)
        self.draft.mark(at, people.end, "recipient")
        self.items.append(BREAK)
        return people.end

    def _people(self, item: Item, at: int) -> int | None:
        """People after "to" or "for", or where nobody is named yet and a known name stands alone."""
        frame, end = self.frame, item.end
        if end < len(frame.tokens) and item.has("TO", "FOR", "FORTO", "EXCEPT") and frame.tokens[end].kind != "quote":
            again = self.draft.people.anybody or not item.has("TO")
            if frame.directory.is_time(end) and again:  # "for May 3", "except Wednesday", "to Noël at Noël"
                return None
            if item.has("EXCEPT"):
                return self._except(item)
            people = frame.directory.read(end, unknown=item.has("TO", "FOR"))
            if people is not None:
                return self._found(people, at)
        if self.draft.people.anybody:
            return None
        if item.kind in ("WORD", "HASH", "PHONE") and not self._event_follows():
            people = frame.directory.read(at)
            if people is not None:
                return self._found(people, at)
        return self._addressed(at)

    def _event_follows(self) -> bool:
        """ "an hour before her cleaning on …": what is counted from, whatever else goes by that name."""
        said = next((item for item in reversed(self.items) if not item.has("OF", "THE", "POSS", "TO")), END)
        return said.has("BEFORE", "AFTER")

    def _addressed(self, at: int) -> int | None:
        """ "send '…' a la Ana", "… às Mecânicas": the word before a recipient is of another language."""
        joint = self.frame.lexer.joint(at)
        if joint is None or self.frame.directory.is_time(joint.end):
            return None
        people = self.frame.directory.read(joint.end) if joint.end < len(self.frame.tokens) else None
        return self._found(people, at) if people is not None and people.known else None

    def _except(self, item: Item) -> int | None:
        many = [name for name in self.draft.people.spelt if name == EVERYONE or name.startswith(("group:", "tag:"))]
        others = self.frame.directory.read(item.end) if many else None
        if others is None or not others.known:
            return None
        self.frame.directory.leave_out(self.draft.people, others)
        self.draft.mark(item.start, others.end, "exclude")
        return others.end

    def _lead(self, item: Item) -> int | None:
        """Words that only lead to the quote: "saying", "to '…'", "that"."""
        end, frame = item.end, self.frame
        leads = item.kind in _LEADS or (item.kind in NOT_TIME and item.has(*_LEADS))
        if end < len(frame.tokens) and frame.tokens[end].kind == "quote" and leads:
            return end
        if item.has("THAT", "TARGETW") and not item.has("NUM") and frame.message is not None and not self.quotes:
            return end if end >= len(frame.tokens) else None
        return None

    def _channel(self, item: Item) -> int | None:
        """ "via clinic" """
        frame = self.frame
        if not item.has("VIA") or item.end >= len(frame.tokens) or frame.tokens[item.end].kind != "word":
            return None
        name = frame.tokens[item.end].text
        known = {channel.casefold(): channel for channel in frame.world.channels}
        if item.value_of("VIA") == "known" and name.casefold() not in known:
            return None  # "por" leads to much else
        if frame.world.channels and name.casefold() not in known:
            self.draft.ask("unknown_channel", unknown=(name,))
        self.draft.fields["channel"] = known.get(name.casefold(), name)
        end = item.end + 1
        self.draft.mark(item.start, end, "channel")
        after = frame.lexer.at(end)
        return after.end if after.has("CHANNELW") else end

    def _time(self) -> None:
        self.items = days_addressed(self.items)
        said = read_when(self.items, self.frame.context)
        unread = [item for item in said.unread if not item.has(*_DROPPED)]
        self.draft.mark_items([self.items[i] for i in sorted(said.taken)], "when")
        self.draft.mark_items(unread, "unknown")
        either = bool(unread) and all(item.kind == "OR" for item in unread)
        if unread and not either:
            options = (
                second_opinion(self.frame, self.items, unread)
                if said.spec.day is None and said.spec.rule is None
                else ()
            )
            self.draft.ask("not_understood", unknown=self.frame.words(unread), options=options)
        take_time(self.draft, said.spec)
        if either and not any(question.reason == "multiple_times" for question in self.draft.questions):
            self.draft.ask("multiple_times")  # "el viernes o el sábado"


def days_addressed(items: list[Item]) -> list[Item]:
    """ "programa para el lunes …": what leads to a person in some languages leads to a day as well."""
    found = list(items)
    for at, (item, after) in enumerate(pairwise(items)):
        leads = item.value.split(",") if item.kind == "TO" else []
        if "when" in leads and after.kind in _DAYS:
            found[at] = replace(item, kind="ON")
        elif "date" in leads and "when" in leads and after.kind == "NUM":  # "para el 1 de diciembre", "pro 27 às 9h"
            found[at] = replace(item, kind="DOM")
    return found


def take_time(draft: Draft, spec: Spec) -> None:
    """The due times of a message that is scheduled, or sent now."""
    if spec.shift is not None or (spec.scope is not None and (spec.scope == "one" or spec.rule is None)):
        draft.ask("not_understood")
    resolved = Resolver(draft.frame.world, draft.frame.now).resolve(spec)
    if resolved.now:
        draft.intent = "send_now"
    if spec.late:
        draft.fields["late"] = spec.late
    if spec.answered:
        _answered(draft, spec, resolved)
    draft.take(resolved)


def _answered(draft: Draft, spec: Spec, resolved: Resolved) -> None:
    """ "if she hasn't answered" counts from now on, so it says nothing of what is sent now; "until she answers" needs a rule,
    and nobody answers themselves."""
    draft.fields["answered"] = spec.answered
    if spec.answered == "until" and spec.rule is None:
        draft.missing.append("rule")
    if resolved.now or ME in draft.people.spelt:
        draft.ask("answered_now")


def mark_message(draft: Draft, start: int, end: int) -> None:
    """Characters [start, end) of the sentence are the message."""
    draft.spans.append(Span(start, end, "message"))
