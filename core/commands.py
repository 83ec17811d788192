"""What staff can ask, as values. `core.language` makes them from a reading, `core.messages` and `core.people` do them.

Ids, never names: by the time there is a command, "Ana" has become one contact. Times are wall clock plus zone, or an
instant. Nothing here does anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.when import When as When


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
class Schedule:
    audience: Audience
    text: str
    when: When
    now: bool = False
    title: str = ""
    channel: str | None = None
    late: str | None = None
    answered: str | None = None
    """ "if_not": not to those who have written since it was kept, or since its last copy; "until": no more to them."""
    quiet: str | None = None
    beyond: str | None = None
    """What was chosen where quiet hours ("anyway", "wait", "part"), or a limit ("wait", "part"), stand in the way."""
    media: int | None = None
    """A file that goes along, by its id (`core.media`); the text may then be empty."""
    template: Mapping[str, Any] | None = None
    """An approved template by which it goes: `name`, `language` (None: the channel's), `values`, `names` where its places have
    some; `text` is how it reads."""
    reply_to: str | None = None
    """The provider's id of what it answers."""


@dataclass(frozen=True, slots=True)
class SendNow:
    """Send an existing message's text at once, besides its schedule for a series, instead of it for a single one."""

    number: int
    quiet: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A new time. `scope` "one": only the next due time of a series; "all": the series. One of `when`, `shift`.
    `late`: how late it may leave from now on; not for one time of a series. `also`: more messages, all or none of them."""

    number: int
    when: When | None = None
    shift: timedelta | None = None
    scope: str | None = None
    late: str | None = None
    quiet: str | None = None
    beyond: str | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    number: int
    text: str | None = None
    rules: tuple[str, ...] | None = None
    starts: datetime | None = None
    until: date | None = None
    late: str | None = None
    add: Audience = field(default_factory=Audience)
    remove: Audience = field(default_factory=Audience)
    quiet: str | None = None
    beyond: str | None = None

    @property
    def times(self) -> bool:
        """Whether it changes when it leaves."""
        return self.rules is not None or self.starts is not None or self.until is not None


@dataclass(frozen=True, slots=True)
class Cancel:
    """`days`: of a series these days alone are left out, and it goes on."""

    numbers: tuple[int, ...]
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """`days`: as for Cancel."""

    numbers: tuple[int, ...]
    resume_on: date | None = None
    days: tuple[date, ...] = ()


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
    """Without numbers and audience: of all that failed within days."""

    numbers: tuple[int, ...] = ()
    audience: Audience | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AddContact:
    """`language` and `zone`: what is known of the person besides; None leaves it as it is."""

    name: str
    phone: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    audience: Audience
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untag:
    audience: Audience
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """Everyone of an audience comes into a group, which is made where it is new; of nobody, it is only made."""

    audience: Audience
    group: str


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    audience: Audience
    group: str


@dataclass(frozen=True, slots=True)
class RemoveGroup:
    """The group is no more; its members stay."""

    group: str


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups, or who is in one."""

    group: str | None = None


@dataclass(frozen=True, slots=True)
class Rename:
    """Somebody has another name; they still go by the old one."""

    audience: Audience
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """Nothing more goes to them, until `Unblock`."""

    audience: Audience


@dataclass(frozen=True, slots=True)
class Unblock:
    audience: Audience


@dataclass(frozen=True, slots=True)
class RemoveContact:
    """They are in no list and no audience any more."""

    audience: Audience


@dataclass(frozen=True, slots=True)
class Import:
    """The people of a table, as text (`core.people.sheets`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Contacts:
    pass


@dataclass(frozen=True, slots=True)
class Digest:
    pass


@dataclass(frozen=True, slots=True)
class Calendar:
    """The month of a day (this one where None), with what goes out on each of its days."""

    day: date | None = None


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
    | Untag
    | JoinGroup
    | LeaveGroup
    | RemoveGroup
    | Groups
    | Rename
    | Block
    | Unblock
    | RemoveContact
    | Import
    | Contacts
    | Digest
    | Calendar
    | Help
)
