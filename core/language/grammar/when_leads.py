"""Grammar of times counted from others: "25 hours before her appointment", "an hour later", "by 2 days"."""

from __future__ import annotations

from core.language.grammar.lengths import length_of
from core.language.grammar.patterns import Context, Rule, Slots, has, pattern
from core.language.spec import Length, Offset
from core.language.words.symbols import Item


def _lead(items: list[Item], context: Context) -> Slots | None:
    """ "25 hours before", "the day after": counted from the time that the sentence names."""
    at = next(i for i, item in enumerate(items) if item.kind in ("BEFORE", "AFTER"))
    length = length_of(items[:at], context)
    if length is None or length == Length():
        return None
    return {"lead": length if items[at].kind == "AFTER" else -length}


def _after_clock(items: list[Item], context: Context) -> Slots | None:
    """ "15 minutes from 1pm" """
    length = length_of(items[:-1], context)
    return {"lead": length} if length is not None and length.seconds and not length.days else None


def _either_side(items: list[Item], context: Context) -> Slots | None:
    """ "before 5pm", "after Friday": when exactly?"""
    return {"vague": context.text(items[0])}


def _shift(items: list[Item], context: Context) -> Slots | None:
    """ "an hour later", "by 2 days", "back an hour": only a change knows what to do with it."""
    length = length_of(items, context)
    if length is None or length == Length():
        return None
    if not context.change:
        if items[-1].kind != "LATER":
            return None
        return {"ahead": length} if length.seconds else {"day": Offset(length)}
    sign = "-" if has(items, "EARLIER", "BEFORE") else "+" if has(items, "LATER", "BACK") else ""
    return {"shift": -length if sign == "-" else length, "shift_sign": sign}


# An event may be called anything: what is counted from is the time that follows, and that must be read.
_EVENT = (
    "EVENT OF WORD POSS?"
    "|(WORD|EVENT) WORD? WORD? POSS? (?= ON|AT|OF|IN|WD|DAY|DAYPOD|DOM|DATE|NEXT|THIS|CLOCK|MONTH)|EVENT POSS?"
)
_ABOUT = f"(OF|THE|POSS|TO)* (({_EVENT}) (OF|START)?)?"
LEAD_RULES: list[Rule] = [
    (pattern(f"THE? (LENGTH|DAYU) (BEFORE|AFTER) {_ABOUT}"), _lead),
    (pattern("LENGTH START (?= AT? (CLOCK|HM|NOON|(NUM|DOT) (POD|OCLOCK)))"), _after_clock),
    (pattern("(BEFORE|AFTER) (OF|THE|POSS)* (EVENT OF?)?"), _either_side),
    (pattern("(BY|OF|TO)? LENGTH (LATER|EARLIER|BACK|FORWARD|BEFORE)"), _shift),
    (pattern("(?<! TO|WD|DAY|DATE|MONTH|HOLIDAY|DAYPOD|AT) (BACK|FORWARD)? (BY|OF)? LENGTH"), _shift),
]
