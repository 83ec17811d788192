"""Sentences that change what is scheduled: move, postpone, make weekly, new text, add and remove people."""

from __future__ import annotations

from dataclasses import replace

from core.language.grammar.grammar import Said, read_prefix, read_suffix, read_when
from core.language.grammar.patterns import Context
from core.language.resolving.resolve import Resolver
from core.language.sentences.delays import ask_scope, ask_way, decide, shift
from core.language.sentences.draft import Draft
from core.language.sentences.ownday import offer_own_day
from core.language.sentences.parts import Parts, almanac_of, left_over, not_understood, talk, targets_of
from core.language.sentences.receivers import before_number, read_receivers
from core.language.sentences.schedule import mark_message
from core.language.sentences.swaps import read_swap
from core.language.sentences.targets import due_as_said
from core.language.spec import Day, Spec
from core.language.words.symbols import BREAK, Item
from core.world import Scheduled

_FIRST = {"send": {"now"}, "later": {"shift", "shift_sign"}, "earlier": {"shift", "shift_sign"}}
"""What may be said before the message: "send now #12", "postpone by an hour #12"; by the verb."""
_AT = Item("AT", "", -1, -1)


def read_change(draft: Draft, parts: Parts) -> Draft | None:
    """A change to one message. The intent becomes what is changed: its time (move) or the rest of it (edit)."""
    verb = draft.frame.verb
    if verb is not None and verb.ends == "BE" and not (parts.ids or parts.people.known or parts.noun):
        return None  # "que seja às 10" is no change of anything
    swapped = read_swap(draft, parts) if draft.intent in ("edit", "swap", "move") else None
    if swapped is not None:
        return swapped
    puts = any(before_number(draft.frame, item) for item in parts.items)
    if draft.intent == "edit" and parts.ids and parts.people.known and puts:  # "pon a Ana en el #3"
        draft.intent = "add"
    if draft.intent in ("add", "remove"):
        return read_receivers(draft, parts)
    return _Change(draft, parts).read()


def _context(draft: Draft) -> Context:
    return replace(draft.frame.context, change=True)


def _instead(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """ "at 10 instead of 9": what is to be, and what is."""
    at = next((place for place, item in enumerate(items) if item.kind == "INSTEAD"), len(items))
    return items[:at], items[at + 1 :]


class _Change:
    def __init__(self, draft: Draft, parts: Parts) -> None:
        self.draft, self.parts, self.frame = draft, parts, draft.frame
        self.flavour = draft.frame.verb.flavour if draft.frame.verb else ""
        self.text: str | None = None

    def read(self) -> Draft | None:
        self._take_text()
        before, after = self._split()
        if self.text is not None and not self.parts.ids:
            before = [item for item in before if not item.has("TEXTW", "AS")]  # "change the … message to '…'"
        after, was = _instead(after)
        about, said = read_when(before, self.frame.context), read_when(after, _context(self.draft))
        if talk(self.draft, self.parts, about) or (
            not self.parts.ids and not about.spec.filled and talk(self.draft, self.parts, said)
        ):
            return None
        message = self._target(about)
        self._as_it_was(was, message)
        not_understood(self.draft, [item for item in left_over(said) if not item.has("TEXTW", "START", "AS")])
        self._before_number(about, said)
        if self.text is not None:
            return self._new_text(said)
        return self._new_time(said, message)

    def _as_it_was(self, was: list[Item], message: Scheduled | None) -> None:
        """ "at 10 instead of 9": what is said of the message as it is must be so."""
        said = read_when([_AT, *was] if was and was[0].kind == "NUM" else was, self.frame.context)
        fits = set(said.spec.filled) <= {"day", "clocks", "pod"} and not left_over(said)
        if (
            was
            and message is not None
            and not (fits and due_as_said(message, said.spec, self.frame.world, self.frame.now))
        ):
            not_understood(self.draft, was)

    def _before_number(self, about: Said, said: Said) -> None:
        """ "move this week's #14 to Tuesday": before a number only the scope can stand."""
        if self.parts.ids and (set(about.spec.filled) - {"scope"} or about.spec.rule is not None):
            self.draft.ask(
                "not_understood", unknown=self.frame.words([item for item in self.parts.items if item.start >= 0])
            )
        elif about.spec.scope is not None:
            said.spec.put("scope", about.spec.scope)

    def _take_text(self) -> None:
        """The new text: quoted, or after a colon."""
        frame, quotes = self.frame, self.parts.quotes
        if frame.message is not None and not quotes:
            self.text = frame.message
        elif quotes:
            self.text = frame.inside(frame.tokens[quotes[-1]])
            self.draft.mark(quotes[-1], quotes[-1] + 1, "message")
            if len(quotes) > 1:
                self.draft.ask("multiple_commands")
            self.parts.quotes = []
        elif self.parts.ids and (self.flavour == "text" or self._to_say()):
            self._text_to_end()

    def _to_say(self) -> bool:
        """ "change #2 to say see you at 5" """
        ids = [at for at, token in enumerate(self.frame.tokens) if token.kind == "id"]
        item = self.frame.lexer.at(ids[-1] + 1) if ids else BREAK
        return self.draft.intent == "edit" and item.end - item.start > 1 and item.has("TEXTW") and item.has("THAT")

    def _text_to_end(self) -> None:
        """ "change the text of #12 to see you at 5": all after "to"."""
        frame = self.frame
        ids = [at for at, token in enumerate(frame.tokens) if token.kind == "id"]
        at = ids[-1] + 1 if ids else len(frame.tokens)
        if at < len(frame.tokens) and frame.lexer.at(at).has("TO", "TEXTW"):
            at = frame.lexer.at(at).end
            self.text = frame.rest(at)
            if at < len(frame.tokens):
                start = frame.tokens[at].start
                mark_message(self.draft, start, start + len(self.text))
            self.parts.items = [item for item in self.parts.items if item.start < ids[-1]]

    def _split(self) -> tuple[list[Item], list[Item]]:
        """What describes the message, and what is to become of it: after the last "to", or behind its number."""
        items = self.parts.items
        if self.parts.ids:
            last = max((at for at, token in enumerate(self.frame.tokens) if token.kind == "id"), default=0)
            last = max((last, *self.parts.places))
            before, after = [item for item in items if item.start < last], [item for item in items if item.start > last]
            first = self._begins_with(before)
            return before[first:], [*before[:first], *after]
        if first := self._begins_with(items):
            return items[first:], items[:first]
        places = [at for at, item in enumerate(items) if item.has("TO", "BY", "BACK", "LATER", "EARLIER")]
        places = [at for at in places if items[at].kind != "AT"]
        length = self._ends_in_length(items)
        if length is not None and not any(items[at].has("BY", "BACK", "LATER", "EARLIER") for at in places):
            return items[:length], items[length:]
        if not places:
            return self._split_at_clock(items)
        at = places[-1]
        if items[at].has("BY") and at and items[at - 1].has("FORWARD", "BACK"):
            at -= 1
        elif not items[at].has("TO", "BY"):
            at = max((i for i in range(at) if items[i] is BREAK), default=at)
        return items[:at], items[at:]

    def _begins_with(self, items: list[Item]) -> int:
        """ "atrasa meia hora a #6", "send now #12": how many of the items before the message say what is to become of it."""
        said = read_prefix(items, _context(self.draft))
        wanted = _FIRST.get(self.flavour, set())
        return said.end if wanted and set(said.spec.filled) == wanted else 0

    def _ends_in_length(self, items: list[Item]) -> int | None:
        """ "postpone Rodrigo's message an hour": where the last words are how long, the verb says which way."""
        found = read_suffix(items, _context(self.draft)) if self.flavour in ("later", "earlier") else None
        return found[0] if found is not None and set(found[1].spec.filled) <= {"shift", "shift_sign"} else None

    def _split_at_clock(self, items: list[Item]) -> tuple[list[Item], list[Item]]:
        """ "move Ana's message at 5", "make Ana's message weekly": to where, as nothing else says it."""
        if self.flavour == "become":
            found = read_suffix(items, _context(self.draft))
            return (items, []) if found is None else (items[: found[0]], items[found[0] :])
        clocks = [at for at, item in enumerate(items) if item.kind == "AT"]
        if self.draft.intent != "move" or not clocks:
            return items, []
        return items[: clocks[-1]], items[clocks[-1] :]

    def _target(self, about: Said) -> Scheduled | None:
        numbers = targets_of(self.draft, self.parts, about, most=1, also=("scope",))
        if about.spec.day is not None:  # "move everything for tomorrow": of a series its time on that day
            self.draft.questions = [
                replace(one, options=tuple(replace(o, patch={**o.patch, "scope": "one"}) for o in one.options))
                if one.reason == "confirm_all"
                else one
                for one in self.draft.questions
            ]
        return self.frame.world.message(numbers[0]) if len(numbers) == 1 else None

    def _new_text(self, said: Said) -> Draft:
        self.draft.intent = "edit"
        self.draft.fields["message"] = self.text or None
        if not self.text:
            self.draft.missing.append("message")
        if said.spec.filled or said.spec.rule is not None:
            self.draft.ask("multiple_times")
        return self.draft

    def _new_time(self, said: Said, message: Scheduled | None) -> Draft:
        spec, draft = said.spec, self.draft
        if spec.span is not None and spec.shift is None and self.flavour in ("later", "earlier"):
            filled = [{"span": "shift"}.get(name, name) for name in spec.filled]  # "postpone it for two hours"
            spec = replace(spec, shift=spec.span, span=None, filled=filled)
        spec = decide(draft, spec, message)
        if spec.shift is not None:
            return self._shifted(spec, message)
        if spec.rule is not None:
            draft.intent = "edit"
        elif spec.until is not None and set(spec.filled) - {"scope"} == {"until"} and draft.intent == "edit":
            return self._new_end(spec.until, message)
        elif spec.day is not None and self.flavour == "end" and set(spec.filled) == {"day"}:
            return self._new_end(spec.day, message)
        elif set(spec.filled) == {"late"}:  # "#12 even if late"
            draft.intent = "edit"
            draft.fields["late"] = spec.late
            return draft
        elif not set(spec.filled) - {"scope"}:
            draft.missing.append("time" if draft.intent == "move" else "change")
            return draft
        else:
            moved = draft.intent == "move"
            draft.intent = "move"
            if spec.until is not None and spec.day is None and moved:  # "postpone it until Friday"
                filled = [{"until": "day"}.get(name, name) for name in spec.filled]
                spec = replace(spec, day=spec.until, until=None, filled=filled)
        return self._resolved(spec, message)

    def _resolved(self, spec: Spec, message: Scheduled | None) -> Draft:
        draft = self.draft
        default = message.due if message is not None else None
        resolver = Resolver(self.frame.world, self.frame.now, default)
        resolved = resolver.resolve(replace(spec, scope=None, filled=[name for name in spec.filled if name != "scope"]))
        if spec.answered or (spec.late and (message is None or message.rules)):
            # how late it may leave belongs to the whole message, not to one time of a series
            late = [item for item in self.parts.items if item.has("LATE", "LATEW", "ANSWERED", "NOTYET", "ATMOST")]
            draft.ask("not_understood", unknown=self.frame.words(late))
        elif spec.late:
            draft.fields["late"] = spec.late
        if resolved.now:
            draft.intent = "send_now"
            return draft
        if draft.intent == "edit":
            self._as_spoken(spec, resolved.fields)
        offer_own_day(resolver, spec, resolved)
        draft.take(resolved)
        if draft.intent == "move":
            ask_way(draft, self.flavour, message)
            ask_scope(draft, spec, message, self.parts.every)
        return draft

    def _shifted(self, spec: Spec, message: Scheduled | None) -> Draft:
        self.draft.intent = "move"
        if shift(self.draft, self.flavour, spec, message):
            ask_scope(self.draft, spec, message, self.parts.every)
        return self.draft

    def _as_spoken(self, spec: Spec, fields: dict[str, object]) -> None:
        """ "make #12 weekly" names no day: neither does its rule, so that a later move takes it along."""
        rule = spec.rule
        bare = rule is not None and not (rule.weekdays or rule.nth or rule.monthdays or rule.last_of or rule.month)
        rules = fields.get("rrules")
        if bare and spec.day is None and not spec.days and isinstance(rules, list):
            keep = ("FREQ", "INTERVAL", "COUNT", "BYHOUR", "BYMINUTE")
            fields["rrules"] = [";".join(part for part in text.split(";") if part.startswith(keep)) for text in rules]

    def _new_end(self, day: Day, message: Scheduled | None) -> Draft:
        self.draft.intent = "edit"
        if message is not None and not message.rules:
            self.draft.ask("not_a_series")
        found = almanac_of(self.frame).find(day)
        if len(found.dates) == 1 and not found.reason:
            self.draft.fields["until"] = found.dates[0].isoformat()
        else:
            self.draft.ask(found.reason or "vague_time", refuse=found.refuse)
        return self.draft
