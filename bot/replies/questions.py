"""Questions back, the labels of their answers, and refusals of sentences. Pure, plain text.

Not here: sentences that are understood (`bot.replies.readings`), errors of doing (`bot.replies.refusals`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.replies import times
from bot.replies.parts import numbers, people, shift_words, when_of
from bot.replies.voice import Voice
from core.language.reading import Option, Reading

TEMPLATE_CHOICE, TEMPLATE_CLOSED, TEMPLATE_VALUE = "template_choice", "template_closed", "template_value"
"""Reasons of questions about templates: which one, which one as only a template may go, what fills its next place."""

LABEL = 60
_END = 20  # of a label that is cut: what tells two rules apart is their time, which stands last
"""Characters on a button."""


_ANSWERED = frozenset({
    "past", "invalid_time", "invalid_date", "vague_time", "midnight", "start", "am_pm", "next_weekday", "weekend",
    "ambiguous_recipient", "unknown_recipient", TEMPLATE_VALUE,
})  # fmt: skip
_GIVEN = frozenset({"time", "day", "message", "recipient"})


def answerable(reading: Reading) -> bool:
    """Whether a tap or a few typed words answer the question; otherwise only a new sentence does."""
    if reading.outcome != "clarify":
        return False
    if reading.reason == "missing":
        return bool(_GIVEN & set(reading.missing)) or bool(reading.options)
    return bool(reading.options) or reading.reason in _ANSWERED


def question(said: Voice, reading: Reading, home: str) -> str:
    """What is understood already, then what is asked. `home`: the zone that need not be named."""
    known = so_far(said, reading, home)
    asked = asks(said, reading)
    return f"{known} {asked}" if known else asked


def so_far(said: Voice, reading: Reading, home: str) -> str:
    """The parts that are clear, as one line; empty where nothing is."""
    parts = []
    if reading.intent == "move" and reading.target_ids:
        return _so_far_move(said, reading, home)
    if reading.message:
        parts.append(said("so-far-text", text=said.cut(reading.message, 120)))
    if reading.recipients:
        parts.append(said("so-far-to", who=people(said, reading.recipients, reading.exclude)))
    when = when_of(reading)
    if when is not None and reading.reason not in _ABOUT_TIME:
        parts.append(said("so-far-when", when=times.when_clause(said, when, zone=home)))
    return said("so-far", what=" ".join(parts)) if parts else ""


def _so_far_move(said: Voice, reading: Reading, home: str) -> str:
    which, when = numbers(said, reading.target_ids), when_of(reading)
    if reading.shift:
        return said("so-far", what=said("so-far-move-shift", numbers=which, shift=shift_words(said, reading.shift)))
    if when is None or reading.reason in _ABOUT_TIME:
        return ""
    return said("so-far", what=said("so-far-move", numbers=which, when=times.when_words(said, when, zone=home)))


_ABOUT_TIME = frozenset({
    "past", "am_pm", "next_weekday", "same_weekday", "date_order", "short_months", "time_in_message", "invalid_time",
    "invalid_date", "high_frequency", "multiple_times", "vague_time", "weekend", "biweekly", "nth_or_interval",
})  # fmt: skip


def asks(said: Voice, reading: Reading) -> str:
    """The question itself."""
    reason = reading.reason or "other"
    if reason == "scope" and any("exdate" in option.patch for option in reading.options):
        return said("ask-scope-day")
    if reason == "missing" and reading.intent == "move" and "time" in reading.missing:
        return said("ask-missing-time-move", numbers=numbers(said, reading.target_ids))
    if reason == "confirm_all" and reading.options:
        targets = reading.options[0].patch.get("target_ids") or ()
        return said("ask-confirm_all", n=len(targets), numbers=numbers(said, targets))
    if reason == "missing" and reading.missing == ("phone",) and reading.contact is not None:
        return said("ask-missing-phone-of", name=reading.contact.name)
    if reason == "missing":
        asked = [_missing(said, one) for one in reading.missing]
        return " ".join(dict.fromkeys(asked)) or said("ask-other")
    if reason == "unknown_recipient":
        key = "ask-unknown_recipient-offers" if reading.options else "ask-unknown_recipient"
        names = [f"“{one}”" for one in reading.unknown]
        return said(key, unknown=said.several(names), first=(reading.unknown or ("Bruno",))[0])
    if reason in ("not_understood", "unknown_channel", "unknown_group") and reading.unknown:
        return _strange(said, reading, reason)
    if reason in _ABOUT_TEMPLATES:
        return _asks_of_template(said, reading)
    if reason == "high_frequency" and reading.rrules:
        return said("ask-high_frequency", rule=times.rules_words(said, reading.rrules))
    known = said.has(f"ask-{reason}") and reason not in ("not_understood", "unknown_channel")
    return said(f"ask-{reason}") if known else said("ask-other")


def _strange(said: Voice, reading: Reading, reason: str) -> str:
    """Words that were not understood; of messages that were, with what can be done with them."""
    words = said.several([f"“{one}”" for one in reading.unknown])
    if reason == "not_understood" and reading.intent == "show" and reading.target_ids:
        return said("ask-not_understood-of", unknown=words, numbers=numbers(said, reading.target_ids))
    offers = "-offers" if reason == "unknown_group" and reading.options else ""
    return said(f"ask-{reason}{offers}", unknown=words)


_ABOUT_TEMPLATES = frozenset({TEMPLATE_CHOICE, TEMPLATE_CLOSED, TEMPLATE_VALUE})


def _asks_of_template(said: Voice, reading: Reading) -> str:
    """With what each of them says, and how many more there are."""
    told = reading.template or {}
    if reading.reason == TEMPLATE_VALUE:
        return said("ask-template_value", template=told.get("name", ""), place="{{" + "".join(reading.missing) + "}}")
    first = "".join(reading.unknown)
    key = f"ask-{reading.reason}" if first else "ask-template_choice-none"
    lines = [said(key, name=first, who=first)]
    named = [one for one in reading.options if "name" in (one.patch.get("template") or {})]
    lines += [f"{one.patch['template']['name']}: {said.cut(one.hint, 200)}" for one in named if one.hint]
    more = int(told.get("count") or 0) - len(named)
    return "\n".join([*lines, said("ask-template-more", n=more)] if more > 0 else lines)


def _missing(said: Voice, what: str) -> str:
    key = f"ask-missing-{what}"
    return said(key) if said.has(key) else said("ask-missing-other", what=what)


def refusal(said: Voice, reading: Reading) -> str:
    """One sentence that says what to do."""
    key = f"refuse-{reading.reason}"
    if said.has(key):
        return said(key)
    if reading.reason == "too_long":
        return said("refuse-too_long_text")
    return asks(said, reading) if said.has(f"ask-{reading.reason}") else said("refuse-other")


# --- answers


def label(said: Voice, reading: Reading, option: Option) -> str:
    """What a button of a question says: what the answer changes, and the hint that tells two of one name apart."""
    words = option.label or _labelled(said, reading, option)
    return words if len(words) <= LABEL else words[: LABEL - 1 - _END] + "…" + words[-_END:]


def labelled(said: Voice, reading: Reading) -> Reading:
    """The reading with what its buttons say: that can be typed as well."""
    return replace(reading, options=tuple(replace(one, label=label(said, reading, one)) for one in reading.options))


_PEOPLE = ("recipients", "exclude", "add_recipients", "remove_recipients")


def _labelled(said: Voice, reading: Reading, option: Option) -> str:
    patch = option.patch
    names = [one for name, value in patch.items() if name.lstrip("+") in _PEOPLE for one in value or ()]
    if names:
        known = set(reading.recipients)
        words = people(said, [one for one in names if one not in known] or names)
        return f"{words} ({option.hint})" if option.hint else words
    if reading.reason == "confirm_all":
        return said("option-yes")
    if "target_ids" in patch:
        words = numbers(said, patch["target_ids"])
        return f"{words} {option.hint}" if option.hint else words
    if reading.reason == "time_in_message":
        if patch.get("intent") == "send_now":
            return said("option-now")
        return _whose_time(said, reading, patch)
    return _changed(said, reading, option)


def _whose_time(said: Voice, reading: Reading, patch: Mapping[str, Any]) -> str:
    """Of options that leave at one time, the text tells them apart; of those without an hour yet, its length does."""
    starts, text = patch.get("dtstart"), patch.get("message") or ""
    others = [one.patch for one in reading.options if one.patch is not patch]
    if starts is not None and any(other.get("dtstart") == starts for other in others):
        return f"“{text}”"
    if starts is not None:
        return said("option-leaves", when=_moment(said, starts))
    shorter = any(len(other.get("message") or "") > len(text) for other in others)
    return said("option-leaves-then" if shorter else "option-all-text")


def _which_of_a_series(said: Voice, patch: Mapping[str, Any]) -> str | None:
    """Which of its due times, or which day of a list."""
    if patch.get("range"):
        return times.short_day(said, date.fromisoformat(patch["range"][0]))
    if patch.get("scope") in ("one", "all"):
        return said(f"option-scope-{patch['scope']}")
    if patch.get("exdate"):
        return said("option-only-days", days=days_of(said, [date.fromisoformat(day) for day in patch["exdate"]]))
    return None


def days_of(said: Voice, days: Sequence[date]) -> str:
    """ "Thu 26 Nov and Fri 27 Nov"; empty where there are none."""
    return said.several([times.short_day(said, day) for day in days])


def _changed(said: Voice, reading: Reading, option: Option) -> str:
    patch = option.patch
    if (which := _which_of_a_series(said, patch)) is not None:
        return which
    rules = patch.get("rrules") or ([patch["rrule"]] if patch.get("rrule") else [])
    dtstart = patch.get("dtstart") or reading.dtstart
    if reading.reason == "short_months":
        return said("option-last-day" if option.hint == "last_day" else "option-skip-months")
    if rules:
        return _of_rules(said, rules, dtstart, patch.get("until"))
    if reading.intent in ("schedule", "send_now") and patch.get("intent") == "send_now":
        return said("option-now")
    if patch.get("dtstart"):
        return _moment(said, patch["dtstart"])
    if patch.get("tz"):
        return str(patch["tz"])
    if isinstance(patch.get("shift"), str):
        return shift_words(said, patch["shift"])
    if isinstance(patch.get("contact"), dict):
        return _of_contact(said, patch["contact"], option.hint)
    if isinstance(patch.get("message"), str):
        return f"“{patch['message']}”"
    return option.hint or said("option-yes")


def _of_rules(said: Voice, rules: Sequence[str], dtstart: str | None, until: str | None) -> str:
    starts = datetime.fromisoformat(dtstart) if dtstart else None
    words = times.rules_words(said, rules, starts, f"{starts:%H:%M}" if starts else "")
    if until is None:
        return words
    day = times.short_day(said, date.fromisoformat(until))
    if starts is not None and starts.date().isoformat() == until:
        return said("option-only-days", days=day)
    return said("with-until", when=words, day=day)


def _of_contact(said: Voice, contact: Mapping[str, Any], hint: str | None) -> str:
    if contact.get("groups"):
        return said("option-group-new" if hint == "new" else "option-group", name=contact["groups"][0])
    return said("option-add", name=contact.get("name", ""))


def _moment(said: Voice, text: str) -> str:
    return times.short_moment(said, datetime.fromisoformat(text))
