"""What staff can ask, as values. `core.language` makes them from a reading, `core.messages` and `core.people` do them.

Ids, never names: by the time there is a command, "Ana" has become one contact. Times are wall clock plus zone, or an
instant. Nothing here does anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Audience:
    """Who receives: ids of contacts, groups and tags, and E.164 numbers that are nobody's yet. `me`: the speaker."""

    contacts: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    me: bool = False
    everyone: bool = False
    except_contacts: tuple[int, ...] = ()
    except_groups: tuple[int, ...] = ()
    except_tags: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """Due times: `starts` is naive wall clock in `zone`; `at` (aware, UTC), where given, decides for a single time.

    `rules` are RFC 5545 without DTSTART and UNTIL, united; `until` is the last local date; `exdates` local dates left
    out of the rules; `rdates` naive wall-clock times added, also on such a date.
    """

    starts: datetime
    zone: str
    rules: tuple[str, ...] = ()
    until: date | None = None
    exdates: tuple[date, ...] = ()
    rdates: tuple[datetime, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    audience: Audience
    text: str
    when: When
    now: bool = False
    title: str = ""
    channel: str | None = None
    late: str | None = None


@dataclass(frozen=True, slots=True)
class SendNow:
    """Send an existing message's text at once, besides its schedule for a series, instead of it for a single one."""

    number: int


@dataclass(frozen=True, slots=True)
class Move:
    """A new time. `scope` "one": only the next due time of a series; "all": the series. One of `when`, `shift`."""

    number: int
    when: When | None = None
    shift: timedelta | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    number: int
    text: str | None = None
    rules: tuple[str, ...] | None = None
    starts: datetime | None = None
    until: date | None = None
    add: Audience = field(default_factory=Audience)
    remove: Audience = field(default_factory=Audience)


@dataclass(frozen=True, slots=True)
class Cancel:
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    numbers: tuple[int, ...]
    resume_on: date | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out due times of a series; without dates, the next one."""

    number: int
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Retry:
    number: int


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class List:
    first: date | None = None
    last: date | None = None
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class Show:
    number: int


@dataclass(frozen=True, slots=True)
class History:
    audience: Audience
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    numbers: tuple[int, ...] = ()
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class AddContact:
    name: str
    phone: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    audience: Audience
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    pass


@dataclass(frozen=True, slots=True)
class Digest:
    pass


@dataclass(frozen=True, slots=True)
class Help:
    pass


Command = (
    Schedule
    | SendNow
    | Move
    | Edit
    | Cancel
    | Pause
    | Resume
    | Skip
    | Retry
    | Undo
    | List
    | Show
    | History
    | Status
    | AddContact
    | Tag
    | Contacts
    | Digest
    | Help
)
