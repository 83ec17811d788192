"""The guard of the lineage: a database that went back, or a copy, sends nothing until a person says so. On proof only.

A restored backup knows nothing of what left since it was made, and a copied stack sends what the original sends: both would
send everything twice. What is proof, and of what:
- "went_back": a count in the database (beats of workers, what left over a channel) is lower than was seen before, by this
  process or by the data folder of this machine. Also what a failover or a power cut lost is seen so, to the message.
- "other_place": PostgreSQL's system identifier, or the database's own id in it, is another one than at the last beat.
- "other_timeline": its timeline is another one, and nobody here has seen what was before (who has seen it knows better: after
  a failover that lost nothing the counts are right, and it goes on).
- "living": another installation of this lineage, on another database, beats on the same Valkey while this one starts.

What is no proof, and sends on:
- an ordinary restart, kill -9, a new machine with an empty data folder, several workers with folders of their own: counts are
  written outside after they were committed, so what was seen is never more than what is there.
- Valkey wiped or away, a data folder wiped: a witness less, which proves nothing.
- a failover that lost nothing, PostgreSQL restarted, the file of SQLite moved: the counts are right.
- `belfry restore`, `belfry copy`: they hold back what must be by themselves, and begin a new lineage.
- two workers of one database: they see each other in it. A clock that steps: nothing here reads one.
What nobody can see: a machine copied whole, data folder and all, on a Valkey of its own.

Also here, because the beat knows it: for how long no worker beat (`core.messages.outages`). Not here: going on again
(`core.restoring`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from core.messages import outages
from core.process.metrics import Gauge
from core.process.witness import Seen, Witness
from storage import db
from storage.queries import channels, installation, notices, runners, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

KIND = "held"
HELD = Gauge("belfry_held", "1 while sending is held because the database went back or is a copy.")
_BEAT = 5.0
_DOUBT = 12.0
"""Seconds in which a living installation beats twice."""
_OURS = 15.0
"""Seconds for which the database knows, after a beat of somebody, that they are no stranger."""
_AHEAD = timedelta(hours=24)


class Meeting(Protocol):
    """Where installations that share a Valkey see each other (`core.process.living`)."""

    async def others(self, lineage: str) -> dict[str, float]:
        """Who beats there, and when they last did. Empty where it cannot be asked."""
        ...

    async def here(self, lineage: str, owner: str) -> None: ...


class WentBack(Exception):
    """The database is behind what was seen of it."""


class LineageGuard:
    """Asked by each tick before anything is planned or sent. `owner`: as in leases."""

    def __init__(self, owner: str, witness: Witness, meeting: Meeting | None = None) -> None:
        self._owner = owner
        self._witness = witness
        self.meeting = meeting
        self._lineage = ""
        self._next = float("-inf")
        self._proven = ""
        self._strangers: dict[str, float] | None = None
        self._doubt_ends = 0.0

    async def may_send(self, now: datetime) -> bool:
        """Whether anything may leave. Cheap; each 5 s a beat with all comparisons. Raises StoreAway."""
        row = await installation.now()
        if row is not None and row["held"] is None and not self._proven and time.monotonic() < self._next:
            self._lineage = row["lineage"]
            return True
        if row is not None and row["held"] is not None:
            HELD.set(1)
            self._next = float("-inf")
            return False
        free = await self._beat(now)
        HELD.set(0 if free else 1)
        return free

    def left(self, channel: int, count: int) -> Callable[[], None]:
        """Asked in the transaction that begins a send: `count` is how often something has left by now. Gives what is to be
        called when it is committed. Raises WentBack, and then nothing may leave."""
        seen = self._witness.of(self._lineage)
        if seen is not None and count <= seen.lefts.get(channel, 0):
            self._proven = self._lineage
            raise WentBack(channel)
        lineage = self._lineage
        return lambda: self._witness.saw(lineage, lefts={channel: count})

    def close(self) -> None:
        self._witness.close()

    async def _beat(self, now: datetime) -> bool:
        place, timeline = await installation.where()
        if await self._strange(now):
            return False
        async with db.transaction():
            row = await installation.locked()
            if row is None:
                await installation.begin(secrets.token_hex(16), place, timeline, now)
                row = await installation.locked() or {}
            if row["held"] is not None:
                return False
            seen = self._witness.of(row["lineage"])  # before it is compared with: a lane may see more meanwhile
            lefts = await channels.lefts()
            proven, self._proven = self._proven, ""
            cause = "went_back" if proven == row["lineage"] else _proof(row, seen, lefts, place, timeline)
            if cause:
                await _hold(cause, row, now)
                return False
            await outages.not_running(timedelta(microseconds=row["clock"] - row["beat_clock"]), now)
            beats = await installation.beat(place, timeline, now)
            await runners.of_this_database(self._owner, _OURS)  # before anybody can see it beat on Valkey
        self._lineage = row["lineage"]
        self._witness.saw(row["lineage"], beats, lefts)
        self._next = time.monotonic() + _BEAT
        if self.meeting is not None:
            await self.meeting.here(self._lineage, self._owner)
        return True

    async def _strange(self, now: datetime) -> bool:
        """Whether another installation may be living: asked when this process starts, until it is known."""
        if self.meeting is None or self._strangers == {}:
            return False
        row = await installation.now()
        if row is None:
            self._strangers = {}
            return False
        # Who beats is asked before who is known: a beat follows its row, so that whoever was seen is in the rows by now,
        # unless this process slept in between for so long that they have run out.
        asked = time.monotonic()
        beating = await self.meeting.others(row["lineage"])
        known = {self._owner, *await runners.owners()}
        if time.monotonic() - asked > _BEAT:
            return bool(self._strangers)
        found = {one: at for one, at in beating.items() if one not in known}
        if self._strangers is None:
            self._strangers, self._doubt_ends = found, time.monotonic() + _DOUBT
            return bool(found)
        if any(at > self._strangers.get(one, at) for one, at in found.items()):
            async with db.transaction():
                fresh = await installation.locked()
                if fresh is not None and fresh["held"] is None:
                    await _hold("living", fresh, now)
            self._strangers = None
            return True
        if time.monotonic() > self._doubt_ends or not found:
            self._strangers = {}
        return bool(self._strangers)


def _proof(row: Row, seen: Seen | None, lefts: dict[int, int], place: str, timeline: str) -> str:
    """Why nothing may leave; "" where nothing proves anything."""
    if seen is not None and (
        row["beats"] < seen.beats or any(lefts.get(one, count) < count for one, count in seen.lefts.items())
    ):
        return "went_back"
    if place and row["place"] and place != row["place"]:
        return "other_place"
    if seen is None and timeline and row["timeline"] and timeline != row["timeline"]:
        return "other_timeline"
    return ""


async def _hold(cause: str, row: Row, now: datetime) -> None:
    """Writes it down and tells the owners of every workspace what is at risk. In a transaction of the caller's."""
    held = {"cause": cause, "since": now.isoformat(), "last": row["beat_at"].isoformat()}
    if not await installation.hold(held):
        return
    for one in await workspaces.every():
        risk = await installation.at_risk(one["id"], now, now + _AHEAD)
        detail = held | risk | {"next": risk["next"].isoformat() if risk["next"] else None}
        staff = await workspaces.staff_of(one["id"], ("owner",)) or await workspaces.staff_of(one["id"])
        for member in sorted({member["staff_id"] for member in staff}):
            await notices.tell(one["id"], member, KIND, f"held:{held['since']}", detail, now)
    log.error("held", cause=cause, last=held["last"])
