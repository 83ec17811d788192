"""A reading that is ready -> the command that does it. Ids, never names: nothing is looked up here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from core import commands
from core.commands import Audience, Command, When
from core.language.grammar.shifts import length_of_iso
from core.language.reading import Reading
from core.language.words.people import EVERYONE, ME


def command_of(reading: Reading) -> Command:
    """The command of a reading whose outcome is "ok"; ValueError for any other, or where people have no ids."""
    if reading.outcome != "ok" or reading.intent not in _MAKERS:
        raise ValueError(f"no command: {reading.outcome} {reading.intent}")
    return _MAKERS[reading.intent](reading)


def audience_of(names: Sequence[str], ids: Sequence[str | None], left: Sequence[str | None] = ()) -> Audience:
    """The people of a reading as ids. ValueError for a name without one."""
    found: dict[str, list[int]] = {"contact": [], "group": [], "tag": []}
    numbers: list[str] = []
    padded = list(ids) or [None] * len(names)
    for name, key in zip(names, padded, strict=True):
        if key is not None:
            kind, _, number = key.partition(":")
            found[kind].append(int(number))
        elif name.startswith("+"):
            numbers.append(name)
        elif name not in (ME, EVERYONE):
            raise ValueError("a recipient without an id")
    out: dict[str, list[int]] = {"contact": [], "group": [], "tag": []}
    for key in left:
        if key is not None:
            kind, _, number = key.partition(":")
            out[kind].append(int(number))
    return Audience(
        contacts=tuple(found["contact"]),
        groups=tuple(found["group"]),
        tags=tuple(found["tag"]),
        numbers=tuple(numbers),
        me=ME in names,
        everyone=EVERYONE in names,
        except_contacts=tuple(out["contact"]),
        except_groups=tuple(out["group"]),
        except_tags=tuple(out["tag"]),
    )


def when_of(reading: Reading) -> When | None:
    """The due times of a reading, None where it has none."""
    if reading.dtstart is None or reading.tz is None:
        return None
    return When(
        starts=datetime.fromisoformat(reading.dtstart),
        zone=reading.tz,
        rules=reading.rrules,
        until=_date(reading.until),
        exdates=tuple(date.fromisoformat(day) for day in reading.exdate),
        at=datetime.fromisoformat(reading.at).astimezone(UTC) if reading.at else None,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _everybody(reading: Reading) -> Audience:
    return audience_of(reading.recipients, reading.recipient_ids, reading.exclude_ids)


def _some(reading: Reading) -> Audience | None:
    return _everybody(reading) if reading.recipients else None


def _chosen(reading: Reading) -> dict[str, str | None]:
    return {"quiet": reading.quiet, "beyond": reading.beyond}


def _schedule(reading: Reading) -> Command:
    when = when_of(reading)
    if when is None or reading.message is None:
        raise ValueError("nothing to schedule")
    reminds = reading.reminder and reading.recipients != (ME,)  # one's own comes in the chat, whenever it can
    late = reading.late or ("reminder" if reminds else None)
    more: dict[str, Any] = {
        "channel": reading.channel,
        "late": late,
        "answered": reading.answered,
        "media": reading.media,
        "template": reading.template,
        **_chosen(reading),
    }
    return commands.Schedule(_everybody(reading), reading.message, when, **more)


def _send_now(reading: Reading) -> Command:
    if reading.target_ids:
        return commands.SendNow(_only(reading))
    if reading.message is None:
        raise ValueError("nothing to send")
    starts = datetime(1970, 1, 1)
    when = When(starts, reading.tz or "UTC")
    more: dict[str, Any] = {
        "channel": reading.channel,
        "late": reading.late,
        "answered": reading.answered,
        "media": reading.media,
        "template": reading.template,
        **_chosen(reading),
    }
    return commands.Schedule(_everybody(reading), reading.message, when, now=True, **more)


def _only(reading: Reading) -> int:
    """The one message of what is done to one at a time; never the first of several, as if the others had not been named."""
    if len(reading.target_ids) != 1:
        raise ValueError("not one message")
    return reading.target_ids[0]


def _days(reading: Reading) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in reading.exdate)


def _move(reading: Reading) -> Command:
    shift = length_of_iso(reading.shift) if reading.shift else None
    when = when_of(reading) if shift is None else None
    first, *also = reading.target_ids
    return commands.Move(first, when, shift, reading.scope, reading.late, also=tuple(also), **_chosen(reading))


def _edit(reading: Reading) -> Command:
    return commands.Edit(
        number=_only(reading),
        text=reading.message,
        rules=reading.rrules or None,
        starts=datetime.fromisoformat(reading.dtstart) if reading.dtstart else None,
        until=_date(reading.until),
        late=reading.late,
        add=audience_of(reading.add_recipients, reading.add_recipient_ids),
        remove=audience_of(reading.remove_recipients, reading.remove_recipient_ids),
        **_chosen(reading),
    )


def _skip(reading: Reading) -> Command:
    """`scope` "one": the next one alone, not the whole day that it falls on."""
    days = () if reading.scope == "one" else _days(reading)
    return commands.Skip(_only(reading), days)


def _range(reading: Reading) -> tuple[date | None, date | None]:
    return (_date(reading.range[0]), _date(reading.range[1])) if reading.range else (None, None)


def _add_contact(reading: Reading) -> Command:
    if reading.contact is None:
        raise ValueError("nobody to add")
    return commands.AddContact(reading.contact.name, reading.contact.phone, reading.contact.tags)


def _tag(reading: Reading) -> Command:
    return commands.Tag(_everybody(reading), reading.contact.tags if reading.contact else ())


def _untag(reading: Reading) -> Command:
    return commands.Untag(_everybody(reading), reading.contact.tags if reading.contact else ())


def _group(reading: Reading) -> str:
    if reading.contact is None or not reading.contact.groups:
        raise ValueError("no group")
    return reading.contact.groups[0]


def _rename(reading: Reading) -> Command:
    if reading.contact is None:
        raise ValueError("no new name")
    return commands.Rename(_everybody(reading), reading.contact.name)


_MAKERS: dict[str, Callable[[Reading], Command]] = {
    "schedule": _schedule,
    "send_now": _send_now,
    "move": _move,
    "edit": _edit,
    "cancel": lambda reading: commands.Cancel(reading.target_ids, _days(reading)),
    "pause": lambda reading: commands.Pause(reading.target_ids, _date(reading.resume_on), _days(reading)),
    "resume": lambda reading: commands.Resume(reading.target_ids),
    "skip": _skip,
    "retry": lambda reading: commands.Retry(_only(reading)),
    "undo": lambda _: commands.Undo(),
    "list": lambda reading: commands.List(*_range(reading), _some(reading)),
    "show": lambda reading: commands.Show(reading.target_ids[0]),
    "history": lambda reading: commands.History(_everybody(reading), *_range(reading)),
    "status": lambda reading: commands.Status(reading.target_ids, _some(reading), *_range(reading)),
    "add_contact": _add_contact,
    "tag": _tag,
    "untag": _untag,
    "join_group": lambda reading: commands.JoinGroup(_everybody(reading), _group(reading)),
    "leave_group": lambda reading: commands.LeaveGroup(_everybody(reading), _group(reading)),
    "remove_group": lambda reading: commands.RemoveGroup(_group(reading)),
    "groups": lambda reading: commands.Groups(_group(reading) if reading.contact else None),
    "rename": _rename,
    "block": lambda reading: commands.Block(_everybody(reading)),
    "unblock": lambda reading: commands.Unblock(_everybody(reading)),
    "remove_contact": lambda reading: commands.RemoveContact(_everybody(reading)),
    "import": lambda reading: commands.Import(reading.text or ""),
    "contacts": lambda _: commands.Contacts(),
    "digest": lambda _: commands.Digest(),
    "calendar": lambda reading: commands.Calendar(_range(reading)[0]),
    "help": lambda _: commands.Help(),
}

DONE = frozenset(_MAKERS)
"""Intents that have a command."""
