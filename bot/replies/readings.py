"""What a reading says, in one sentence: `say_reading` for the command line. Pure, plain text, no aiogram.

Not here: questions (`bot.replies.questions`), what a kept message shows (`bot.replies.messages`).
"""

from __future__ import annotations

from datetime import date, datetime

from bot.replies import times
from bot.replies.assumptions import assumptions, instead, offers
from bot.replies.examples import nearest
from bot.replies.parts import late_words, numbers, people, shift_words, to_people, when_of
from bot.replies.questions import label, question, refusal
from bot.replies.voice import Voice, voice
from core.language.reading import Reading

_NUMBERED = {
    "send_now": "read-send-again",
    "cancel": "read-cancel",
    "resume": "read-resume",
    "show": "read-show",
    "retry": "read-retry",
}
_PLAIN = {
    "undo": "read-undo",
    "contacts": "read-contacts",
    "digest": "read-digest",
    "help": "read-help",
    "status": "read-status",
}


def say_reading(reading: Reading, now: datetime, spoken: Voice | None = None) -> str:
    """The sentence that the bot says to a reading. `now` is an aware instant or naive in the workspace's zone."""
    said = spoken or voice(reading.lang or "en")
    home = getattr(now.tzinfo, "key", None) or reading.tz or ""
    if reading.outcome == "ok":
        otherwise = [instead(said, reading, option) for _, option in offers(reading)]
        unless = [said(f"answered-{reading.answered}")] if reading.answered else []
        return " ".join([understood(said, reading, home), *unless, *assumptions(said, reading), *otherwise])
    if reading.outcome == "clarify":
        answers = [label(said, reading, option) for option in reading.options]
        return " ".join([question(said, reading, home), *([f"({' / '.join(answers)})"] if answers else [])])
    if reading.outcome == "refuse":
        return refusal(said, reading)
    return f"{said('not-command')} {nearest(said, reading.text or '', '')[0]}"


# --- ok


def understood(said: Voice, reading: Reading, home: str = "") -> str:
    """One sentence that says back the whole reading. `home`: the zone that need not be named."""
    intent = reading.intent or ""
    if intent in ("schedule", "send_now") and not reading.target_ids:
        return _sending(said, reading, home)
    if intent in _NUMBERED:
        return said(_NUMBERED[intent], numbers=numbers(said, reading.target_ids))
    if intent in _PLAIN:
        return said(_PLAIN[intent])
    maker = _MAKERS.get(intent)
    return maker(said, reading) if maker else said("read-other", intent=intent)


def _sending(said: Voice, reading: Reading, home: str) -> str:
    text, to = reading.message or "", to_people(said, reading.recipients, reading.exclude)
    when = when_of(reading)
    if reading.intent == "send_now" or when is None:
        return said("read-now", text=text, to=to)
    words = times.when_clause(said, when, zone=home)
    if reading.recipients == ("me",):
        return said("read-remind", text=text, when=words)
    return said("read-schedule", text=text, to=to, when=words)


def _move(said: Voice, reading: Reading) -> str:
    which = numbers(said, reading.target_ids)
    when = when_of(reading)
    if reading.shift or when is None:
        return said("read-shift", numbers=which, shift=shift_words(said, reading.shift or ""))
    key = "read-move-one" if reading.scope == "one" else "read-move-rule" if when.rules else "read-move"
    moved = said(key, numbers=which, when=times.when_words(said, when, zone=reading.tz or ""))
    return f"{moved} {late_words(said, reading.late)}" if reading.late else moved


def _edit(said: Voice, reading: Reading) -> str:
    what = []
    when = when_of(reading)
    if reading.message is not None:
        what.append(said("edit-text", text=reading.message))
    if reading.rrules:
        rule = times.rules_words(said, reading.rrules, when.starts if when else None)
        what.append(said("edit-rule", rule=rule))
    if when is not None:
        what.append(said("edit-starts", when=times.moment(said, when.starts)))
    if reading.until:
        what.append(said("edit-until", day=times.day(said, date.fromisoformat(reading.until))))
    if reading.late:
        what.append(late_words(said, reading.late, "edit-late"))
    if reading.add_recipients:
        what.append(said("edit-add", who=people(said, reading.add_recipients)))
    if reading.remove_recipients:
        what.append(said("edit-remove", who=people(said, reading.remove_recipients)))
    return said("read-edit", numbers=numbers(said, reading.target_ids), what=said.several(what, 9))


def _pause(said: Voice, reading: Reading) -> str:
    which = numbers(said, reading.target_ids)
    if not reading.resume_on:
        return said("read-pause", numbers=which)
    return said("read-pause-until", numbers=which, day=times.day(said, date.fromisoformat(reading.resume_on)))


def _skip(said: Voice, reading: Reading) -> str:
    which = numbers(said, reading.target_ids)
    if reading.scope == "one":
        return said("read-skip", numbers=which)
    days = [times.day(said, date.fromisoformat(one)) for one in reading.exdate]
    return said("read-skip-days", numbers=which, days=said.several(days, 9))


def _list(said: Voice, reading: Reading) -> str:
    who = said("list-for", who=people(said, reading.recipients)) if reading.recipients else ""
    if not reading.range:
        return said("read-list", who=who)
    first, last = (times.day(said, date.fromisoformat(one)) for one in reading.range)
    if first == last:
        return said("read-list-day", who=who, day=first)
    return said("read-list-range", who=who, first=first, last=last)


def _calendar(said: Voice, reading: Reading) -> str:
    if not reading.range:
        return said("read-calendar-now")
    return said("read-calendar", month=times.month(said, date.fromisoformat(reading.range[0])))


def _history(said: Voice, reading: Reading) -> str:
    return said("read-history", to=to_people(said, reading.recipients))


def _add_contact(said: Voice, reading: Reading) -> str:
    contact = reading.contact
    if contact is None:
        return said("read-other", intent="add_contact")
    if contact.phone:
        return said("read-add-contact-phone", name=contact.name, phone=contact.phone)
    return said("read-add-contact", name=contact.name)


def _tag(said: Voice, reading: Reading) -> str:
    tags = reading.contact.tags if reading.contact else ()
    names = reading.recipients or ((reading.contact.name,) if reading.contact else ())
    return said("read-tag", to=to_people(said, names), tags=said.several(tags))


def _untag(said: Voice, reading: Reading) -> str:
    tags = reading.contact.tags if reading.contact else ()
    return said("read-untag", who=people(said, reading.recipients), tags=said.several(tags))


def _group(said: Voice, reading: Reading) -> str:
    group = reading.contact.groups[0] if reading.contact and reading.contact.groups else ""
    key = reading.intent if reading.recipients or reading.intent != "join_group" else "new_group"
    return said(f"read-{key}", who=people(said, reading.recipients), group=group)


def _groups(said: Voice, reading: Reading) -> str:
    return said("read-members", group=reading.contact.groups[0]) if reading.contact else said("read-groups")


def _rename(said: Voice, reading: Reading) -> str:
    name = reading.contact.name if reading.contact else ""
    return said("read-rename", who=people(said, reading.recipients), name=name)


def _barring(said: Voice, reading: Reading) -> str:
    return said(f"read-{reading.intent}", who=people(said, reading.recipients))


_MAKERS = {
    "move": _move,
    "edit": _edit,
    "pause": _pause,
    "skip": _skip,
    "list": _list,
    "calendar": _calendar,
    "history": _history,
    "add_contact": _add_contact,
    "tag": _tag,
    "untag": _untag,
    "join_group": _group,
    "leave_group": _group,
    "remove_group": _group,
    "groups": _groups,
    "rename": _rename,
    "block": _barring,
    "unblock": _barring,
    "remove_contact": _barring,
}
