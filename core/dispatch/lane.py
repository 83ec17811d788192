"""The lane: the sending loop of one channel, one at a time over all workers.

What can go wrong, and what holds:
- two workers: a lease with a fencing number by the database's clock; every claim, start and record names the fence.
- kill -9 before the claim: still planned. After it: the next holder puts it back. After `sending` was committed the
  request may have left, so the next holder makes it `unsure`; an echo, a receipt or a look-up settles it. At most 32
  are in flight.
- kill -9 after the answer, before the record: unsure, and settled likewise: the token was committed before the first byte.
  Answers that wait for the commit in which the next ones begin keep their places in the air: still 32 at most.
- that one commit fails, or somebody is at the message of an answer in it: see `turn`.
- cancelled, paused, opted out, edited while queued: looked at again in the transaction that starts the send; of two racing
  guarded updates one wins.
- the same contact twice: never two in flight, in order of their slots; later ones wait for an earlier one that is unsure or
  was put off, until close to their own limit.
- the database away: the loop waits for it, the lease may run out meanwhile, and nothing starts before it is renewed.
- the database went back (a backup, a failover that lost something): what left over the channel is counted in it and outside
  it; nothing more leaves (`guard`).
- the clock jumps or a timer is early: the clock is read again, nothing leaves before its slot. Put back, it holds nothing up.
- a channel that is down: what waits stays queued and is let go to the sweep when it is too late (`watch` finds it back).

Not here: which of what is ready leaves (`choice`), the commit in which it begins (`turn`), the request itself and its answer
(`flights`).
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.channels.windows import Terms, terms_of
from core.clock import Clock
from core.dispatch.choice import Choice
from core.dispatch.drivers import Drivers
from core.dispatch.flights import Flights, settle_after
from core.dispatch.lease import Lease
from core.dispatch.lineage import LineageGuard
from core.dispatch.tempo import Tempo
from core.dispatch.turn import MOST_IN_FLIGHT, Turns
from core.dispatch.watch import CHECKED_FOR, NumberWatch
from core.gateways.base import Driver
from core.slots.pace import read_pace
from storage.errors import StorageError, StoreAway
from storage.queries import channels, numbers, under_way

log = structlog.get_logger()

Row = dict[str, Any]

LOOK_AHEAD = timedelta(seconds=5)
CLAIM = 200
_ROUND = timedelta(seconds=1)
_BREATH = timedelta(milliseconds=200)


class Lane:
    """One channel's loop in this process. `run` ends when there is nothing near, or the lease is somebody else's."""

    def __init__(
        self,
        workspace: int,
        channel: int,
        *,
        clock: Clock,
        drivers: Drivers,
        owner: str,
        lease: float,
        guard: LineageGuard,
        public_url: str = "",
        tempo: Tempo | None = None,
    ) -> None:
        self.channel = channel
        self._workspace = workspace
        self._clock = clock
        self._drivers = drivers
        self._wake = asyncio.Event()
        self._stopping = False
        self._lease = Lease(channel, owner, lease)
        self._flights = Flights(workspace, self._lease, clock, self._wake)
        self._numbers = NumberWatch(clock)
        self._tempo = tempo or Tempo()
        self._unclear = False
        """Whether the database broke off in a round, so that what it began may be kept without our knowing."""
        self._tried_at = clock.now()
        """Until when what is ready was looked at, and left if it could."""
        self._choice = Choice(workspace, self._lease, self._flights, public_url)
        self._turns = Turns(workspace, self._lease, self._flights, self._choice, guard, self._tempo)
        self._terms = Terms(channel, None, timedelta(), None)
        self._look_at_numbers = 0.0

    @property
    def flying(self) -> int:
        """How many requests of this lane are in flight."""
        return len(self._flights)

    def wake(self) -> None:
        """Something changed for this channel: look now."""
        self._wake.set()

    def stop(self, patience: float) -> None:
        """Starts nothing more; what is in flight is answered within `patience` seconds or recorded `unsure`."""
        self._stopping = True
        self._flights.hurry(patience)
        self._wake.set()

    async def run(self) -> None:
        """Holds the lease and sends; returns when idle, stopped or superseded, with nothing in flight. Raises StoreAway."""
        if not await self._lease.take():
            return
        log.info("lane_began", channel=self.channel, fence=self._lease.fence)
        keeping = asyncio.create_task(self._lease.keep(self._wake), name=f"lease:{self.channel}")
        try:
            await self._take_over()
            while not self._stopping and not self._lease.lost and await self._safe_round():
                pass
        finally:
            await self._flights.land()
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
            await self._leave()

    async def _take_over(self) -> None:
        _, driver = await self._look_up()
        patience = settle_after(driver, self._lease.seconds)
        await outcomes.take_over(self._workspace, self.channel, self._lease.fence, self._clock.now(), patience)

    async def _leave(self) -> None:
        await self._numbers.stop()
        if not self._lease.lost:
            with suppress(StorageError):
                await outcomes.let_go(self._workspace, self.channel, self._lease.fence, self._clock.now())
            await self._lease.release()
        log.info("lane_ended", channel=self.channel, fence=self._lease.fence)

    async def _look_up(self) -> tuple[Row, Driver]:
        """The channel as it is now, and its driver."""
        row = await channels.front(self._workspace, self.channel)
        self._terms = terms_of(row)
        return row, await self._drivers.of(self._workspace, self.channel, row["account_rev"])

    # --- one round

    async def _safe_round(self) -> bool:
        """A round; while the database is away the lane neither ends nor lets its flights go."""
        try:
            return await self._round()
        except StoreAway as error:
            self._unclear = True
            log.warning("lane_waits", channel=self.channel, error=str(error))
            await asyncio.sleep(_BREATH.total_seconds())
            return True

    async def _round(self) -> bool:
        """Starts what is due and waits for what is next. False: nothing is near, the lane may end."""
        self._wake.clear()
        row, driver = await self._look_up()
        if self._unclear:
            fence, now = self._lease.fence, self._clock.now()
            await outcomes.never_left(self._workspace, self.channel, fence, self._flights, now)
            self._unclear = False
        open_at, upcoming = self._open_at(row, self._clock.now()), _sooner(row["queued_at"], row["planned_at"])
        ahead = self._clock.now() + LOOK_AHEAD
        enough = self._has_enough(row, ahead)
        claimed = 0 if enough else await self._claim()
        self._tried_at = self._clock.now()
        due = open_at is None and upcoming is not None and upcoming <= self._tried_at
        if due or self._flights.waiting:
            await self._turns.make(row, self._terms, driver, due, self._tried_at)
            if due and enough and not self._has_enough(row, self._tried_at):
                return True
        await self._flights.tell_slow()
        if not self._flights and (upcoming is None or upcoming > ahead):
            return False
        if open_at is None and (claimed or time.monotonic() >= self._look_at_numbers):
            await self._check_numbers(row, driver, ahead)
        await self._clock.wait_until(await self._next_look(row, upcoming, open_at), self._wake)
        return True

    def _has_enough(self, row: Row, ahead: datetime) -> bool:
        """Whether there is nothing to take: nothing near, or nothing that goes before what was looked at last, of which more is
        left than could leave."""
        queued, planned, enough_to = row["queued_at"], row["planned_at"], self._choice.enough_to
        if planned is None or planned > ahead:
            return True
        return enough_to is not None and queued is not None and queued <= enough_to <= planned

    async def _claim(self) -> int:
        """Takes what is due within the look-ahead; how many."""
        now = self._clock.now()
        owner, fence = self._lease.owner, self._lease.fence
        return await outcomes.claim(self._workspace, self.channel, owner, fence, now + LOOK_AHEAD, now, CLAIM)

    async def _check_numbers(self, row: Row, driver: Driver, ahead: datetime) -> None:
        """Has the numbers asked about that are written to soon and that nobody was asked about."""
        self._look_at_numbers = time.monotonic() + _BREATH.total_seconds()
        where = (self._workspace, self.channel, row["account_id"], self._lease.fence)
        soon = await numbers.unasked(*where, ahead, ahead - CHECKED_FOR, MOST_IN_FLIGHT)
        self._numbers.look(row["account_id"], soon, driver)

    async def _next_look(self, row: Row, upcoming: datetime | None, open_at: datetime | None) -> datetime:
        now = self._clock.now()
        latest = now + _ROUND
        if open_at is not None or upcoming is None or len(self._flights) >= MOST_IN_FLIGHT:
            return min(latest, open_at or latest)
        allowed = self._allowed_at(row)
        if self._turns.paced:
            # Only the pace held it back: no later than that, also where a round takes longer than the gap.
            return min(latest, max(upcoming, allowed or upcoming))
        if upcoming <= self._tried_at:
            # It was tried and waits for something else (its contact, an answer), which wakes the lane; what comes after it
            # does not wait for that.
            latest = min(latest, now + _BREATH)
            upcoming = await under_way.next_ready(self._workspace, self.channel, self._tried_at)
        if upcoming is None:
            return latest
        return min(latest, max(upcoming, allowed or upcoming))

    def _open_at(self, row: Row, now: datetime) -> datetime | None:
        """None when the channel may send; else when to look again."""
        hold: datetime | None = row["hold_until"]
        if hold is not None and hold > now:
            return min(hold, now + _ROUND)
        if row["paused"] or row["health"] != "working":
            return now + _ROUND
        return None

    def _allowed_at(self, row: Row) -> datetime | None:
        """From when on the pace lets the next one leave."""
        return self._tempo.allowed(read_pace(row["pace"]), row["last_left_at"], self._clock.now())


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other
