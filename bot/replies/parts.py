"""Parts of sentences about readings: people, numbers, lengths, times. Pure, plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.replies import times
from bot.replies.voice import Voice
from core.commands import When
from core.language.grammar.shifts import length_of_iso
from core.language.reading import Reading


def people(said: Voice, names: Sequence[str], exclude: Sequence[str] = ()) -> str:
    """Recipients as people say them: "Ana and the group Staff"."""
    words = said.several([person(said, one) for one in names])
    return said("all-but", who=words, others=said.several([person(said, one) for one in exclude])) if exclude else words


def person(said: Voice, name: str) -> str:
    """One recipient of a reading: a name, "group:Staff", "tag:vip", a number, "me", "everyone"."""
    kind, colon, rest = name.partition(":")
    if colon and kind in ("group", "tag"):
        return said(f"{kind}-name", name=rest)
    return said(name) if name in ("me", "everyone") else name


def for_people(said: Voice, names: Sequence[str]) -> str:
    """An audience in a list, where no preposition stands before it: somebody's own reminder is for them."""
    return said("for-me") if tuple(names) == ("me",) else people(said, names)


def to_people(said: Voice, names: Sequence[str], exclude: Sequence[str] = ()) -> str:
    """The same with the word that says "to", where the language puts it before each: "a Ana y al grupo Personal"."""
    words = said.several([_to(said, one) for one in names])
    return said("all-but", who=words, others=said.several([person(said, one) for one in exclude])) if exclude else words


def _to(said: Voice, name: str) -> str:
    kind, colon, rest = name.partition(":")
    if colon and kind in ("group", "tag"):
        return said(f"to-{kind}", name=rest)
    return said("to-name", name=person(said, name))


def numbers(said: Voice, targets: Sequence[int]) -> str:
    return said.several([f"#{one}" for one in targets], 8)


def when_of(reading: Reading) -> When | None:
    """The time of a reading, as far as it is read."""
    if not reading.dtstart:
        return None
    return When(
        starts=datetime.fromisoformat(reading.dtstart),
        zone=reading.tz or "",
        rules=reading.rrules,
        until=date.fromisoformat(reading.until) if reading.until else None,
        exdates=tuple(date.fromisoformat(one) for one in reading.exdate),
    )


def late_words(said: Voice, late: str, before: str = "late") -> str:
    """How late a message may leave, where something was said of it; `before`: "late" or, for a change of it, "edit-late"."""
    if late.startswith("P"):
        return said(f"{before}-at-most", length=times.length(said, length_of_iso(late).total_seconds()))
    return said(f"{before}-{late}")


def shift_words(said: Voice, shift: str) -> str:
    """An ISO 8601 duration in words: "1 h earlier"."""
    amount = length_of_iso(shift)
    key = "shift-earlier" if amount < timedelta() else "shift-later"
    return said(key, length=times.length(said, abs(amount).total_seconds()))


def moment(said: Voice, at: str, zone: str) -> str:
    """A kept instant as the staff's clocks show it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return times.short_moment(said, local)
