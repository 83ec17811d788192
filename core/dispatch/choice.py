"""The choice of what leaves now: of what a lane has queued and is ready, each is looked at again, and what may leave is marked
`sending`, all in one transaction and by few statements, however many they are.

What can go wrong, and what holds: what a person changed meanwhile (read again here; what they are at just now is passed over);
the lease went to another, or something is no longer queued (then it is not among those that were marked, and does not leave);
two to the same person (the first one leaves, the other waits). Not here: when there is a choice to make, and the request
(`lane`, `flights`); the rules of the look (`look`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import outcomes
from core.channels.setup import seen_only_here
from core.channels.windows import TEMPLATE_REQUIRED, Terms, closed_for
from core.dispatch.cold import is_new, put_off_until
from core.dispatch.flights import Flights
from core.dispatch.lease import Lease
from core.dispatch.look import PASSING, UNSETTLED_FOR, Leave, Never, Stay, look
from core.dispatch.sweep import why_late
from core.dispatch.watch import CHECKED_FOR
from core.dispatch.wording import answered_by, template_of
from core.gateways.base import Driver, Media, Outgoing, Template
from core.media.media import of_message
from core.troubles import template_hold
from core.troubles.troubles import TOO_LATE
from storage import db
from storage.queries import under_way

Row = dict[str, Any]

Going = list[tuple[Row, Outgoing]]
Stopped = list[tuple[Row, Never]]

NO_SUCH_NUMBER = "no_such_number"
_NOT_OF_THE_ROW = (NO_SUCH_NUMBER, TEMPLATE_REQUIRED)
"""Causes that a second look at the delivery alone does not find."""
_SKIPPED = 128
"""So many are read again where some are to be skipped."""
_BESIDE = 32
"""So many more than may leave are looked at: those that wait for something stand in nobody's way."""

_LOOK_AGAIN = timedelta(minutes=1)
"""A template that is not sent now may be well before its time."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked once for all that is ready. `terms`: of the channel's provider; `busy`: by contact, what is not settled;
    `closed`: contacts to whom only a template may go; `last_left`: when a contact got something so lately that a rest
    is due."""

    terms: Terms
    busy: dict[int, list[Row]]
    closed: set[int]
    last_left: dict[int, datetime]


class Choice:
    """Of one lane. `flights`: what it has in the air; `public_url`: where providers reach us, for files that they fetch."""

    def __init__(self, workspace: int, lease: Lease, flights: Flights, public_url: str) -> None:
        self._workspace = workspace
        self._lease = lease
        self._flights = flights
        self._public_url = public_url
        self._last_file: tuple[int | None, Media | None] = (None, None)
        self.enough_to: datetime | None = None
        """Until when what was looked at last was ready, if more than that was; all that leaves at the next look is among it."""

    async def make(self, free: int, channel: Row, terms: Terms, driver: Driver, now: datetime) -> tuple[Going, Stopped]:
        """What leaves now, marked `sending`, and what never may; in the caller's transaction. More than may leave is read only
        where some of that stays."""
        going: list[tuple[Row, Leave, Outgoing]] = []
        never: Stopped = []
        where, looked_at = (self._workspace, self._lease.channel, self._lease.fence), set[int]()
        for limit in (free, free + _BESIDE):
            found = await under_way.ready(*where, now, limit, leaving=True)
            ready = [one for one in found if one["id"] not in looked_at]
            self.enough_to = found[-1]["ready_at"] if len(found) == limit else None
            if ready:
                known = await self._known_of(ready, terms, now)
                await self._pick(ready, free, channel, known, driver, now, going, never)
            if len(going) == free or self.enough_to is None:
                break
            looked_at = {one["id"] for one in found}
        return await self._begin(going, now) if going else [], never

    async def _pick(
        self,
        ready: list[Row],
        free: int,
        channel: Row,
        known: _Known,
        driver: Driver,
        now: datetime,
        going: list[tuple[Row, Leave, Outgoing]],
        never: Stopped,
    ) -> None:
        """Adds to what leaves, until that is as much as may, and to what never does."""
        for one, _, _ in going:
            known.busy.setdefault(one["contact_id"], []).append(one | {"state": "sending"})
        new = sum([await is_new(channel, one["contact_id"]) for one, _, _ in going])
        for one in sorted(ready, key=lambda one: (one["slot_at"], one["id"])):
            if len(going) == free:
                break
            if one["id"] in self._flights:
                continue  # its last answer is still being written down
            seen = await self._decide(one, channel, known, now, new)
            out = await self._wrap(one, seen, driver, known, channel, now) if isinstance(seen, Leave) else seen
            if isinstance(out, Never):
                never.append((one, out))
            elif isinstance(out, Outgoing) and isinstance(seen, Leave):
                going.append((one, seen, out))
                new += await is_new(channel, one["contact_id"])
                known.busy.setdefault(one["contact_id"], []).append(one | {"state": "sending"})

    async def _begin(self, going: list[tuple[Row, Leave, Outgoing]], now: datetime) -> Going:
        """Those of them that are still ours, marked `sending`."""
        leaving = [
            {"id": one["id"], "ref": out.token, "phone": leave.phone, "words": leave.text} for one, leave, out in going
        ]
        begun = await outcomes.begin(self._lease.channel, self._lease.owner, self._lease.fence, leaving, now)
        return [(one, out) for one, _, out in going if one["id"] in begun]

    async def skip(self, never: Stopped, now: datetime) -> None:
        """Apart from what leaves, because it counts: under the messages' locks, in their order, and looked at once more."""
        async with db.transaction():
            await outcomes.hold(row for row, _ in never)
            queued = await under_way.ready(self._workspace, self._lease.channel, self._lease.fence, now, _SKIPPED)
            fresh = {row["id"]: row for row in queued}
            for row, seen in never:
                still = fresh.get(row["id"])
                if still is not None and (seen.cause in _NOT_OF_THE_ROW or look(still, [], now) == seen):
                    cause = await why_late(still, now) if seen.cause == TOO_LATE else seen.cause
                    await outcomes.skip([still], cause, now)

    async def _known_of(self, ready: list[Row], terms: Terms, now: datetime) -> _Known:
        contacts, gap = sorted({one["contact_id"] for one in ready}), terms.gap
        where = (self._workspace, self._lease.channel)
        return _Known(
            terms,
            await under_way.unsettled(*where, contacts, now, UNSETTLED_FOR),
            await closed_for(self._workspace, terms, contacts, now),
            await under_way.last_left_to(*where, contacts, now - gap) if gap else {},
        )

    async def _decide(self, row: Row, channel: Row, known: _Known, now: datetime, new: int) -> Leave | Never | None:
        """The look again, and what is written where it waits (None). `new`: how many new people one is leaving for."""
        others = [
            one for one in known.busy.get(row["contact_id"], []) if one["id"] != row["id"] and not _by_stopped(one)
        ]
        seen = look(row, others, now)
        if isinstance(seen, Never):
            return seen
        if isinstance(seen, Leave) and (rested := self._rested(row, known)) is not None and rested > now:
            seen = Stay(rested)
        if isinstance(seen, Stay):
            if seen.until is not None:
                await outcomes.put_off(row, self._lease.fence, seen.until, now)
                known.busy.setdefault(row["contact_id"], []).append(row)
            return None
        if (later := await put_off_until(channel, row, now, new)) is not None:
            await outcomes.put_off(row, self._lease.fence, later, now)
            return None
        return seen

    def _rested(self, row: Row, known: _Known) -> datetime | None:
        """From when on the provider takes another message to this person; it is not waited for beyond lateness."""
        last = known.last_left.get(row["contact_id"])
        return min(last + known.terms.gap, row["late_at"] - PASSING) if last else None

    async def _wrap(
        self, row: Row, leave: Leave, driver: Driver, known: _Known, channel: Row, now: datetime
    ) -> Outgoing | Never | None:
        """What leaves: the form, the file and the id that it gets. None: its template is not sent now, so it waits."""
        token = (row["token"] or driver.new_token()) if driver.reserves_ids else None
        if row["unknown_at"] is not None and now - row["unknown_at"] < CHECKED_FOR:
            return Never(NO_SUCH_NUMBER)
        template = template_of(row, leave.text, known.terms, row["contact_id"] in known.closed)
        if isinstance(template, Never):
            return template
        if template is not None and (ends := template_hold.stopped_until(channel, *_named(template), now)) is not None:
            why = template_hold.why_stopped(channel, *_named(template))
            await outcomes.put_off(row, self._lease.fence, min(ends, now + _LOOK_AGAIN), now, why)
            return None
        file = await self._file(row["media_id"], channel)
        return Outgoing(token, leave.phone, leave.text, row["chat"], file, template, answered_by(row))

    async def _file(self, media: int | None, channel: Row) -> Media | None:
        """The file of a message; that of the last one is kept, as it goes to many. It has no address where the gateway could
        not fetch it from us."""
        if media is None:
            return None
        if self._last_file[0] != media:
            reached = "" if seen_only_here(self._public_url, channel["url"]) else self._public_url
            self._last_file = (media, await of_message(self._workspace, media, reached))
        return self._last_file[1]


def _named(template: Template) -> tuple[str, str]:
    return template.name, template.language


def _by_stopped(other: Row) -> bool:
    """Whether something waits because of its template, which holds no other message to that person up."""
    return other["state"] in ("queued", "planned") and other["cause"] in template_hold.REASONS
