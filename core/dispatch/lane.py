"""The lane: the sending loop of one channel, one at a time over all workers.

What can go wrong, and what holds:
- two workers: a lease with a fencing number by the database's clock; every claim, start and record names the fence.
- kill -9 before the claim: still planned. After it: the next holder puts it back. After `sending` was committed the
  request may have left, so the next holder makes it `unsure`; an echo, a receipt or a look-up settles it. At most 32
  are in flight.
- kill -9 after the answer, before the record: unsure, and settled likewise: the token was committed before the first byte.
- cancelled, paused, opted out, edited while queued: looked at again in the transaction that starts the send; of two racing
  guarded updates one wins.
- the same contact twice: never two in flight, in order of their slots; later ones wait for an earlier one that is unsure or
  was put off, until close to their own limit.
- the database away: the loop waits for it, the lease may run out meanwhile, and nothing starts before it is renewed.
- the clock jumps or a timer is early: the clock is read again, nothing leaves before its slot.
- a channel that is down: what waits stays queued and is let go to the sweep when it is too late (`watch` finds it back).

Not here: the request itself and its answer (`flights`).
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.drivers import Drivers
from core.dispatch.flights import Flights, settle_after
from core.dispatch.lease import Lease
from core.dispatch.look import UNSETTLED_FOR, Leave, Never, Stay, look
from core.dispatch.tempo import Tempo
from core.dispatch.watch import CHECKED_FOR, NumberWatch
from core.gateways.base import Driver, Outgoing
from core.pace import read_pace
from core.timing import midnight
from storage import db
from storage.errors import StorageError, StoreAway
from storage.queries import channels, deliveries, workspaces

log = structlog.get_logger()

Row = dict[str, Any]

LOOK_AHEAD = timedelta(seconds=5)
MOST_IN_FLIGHT = 32
CLAIM = 200
_ROUND = timedelta(seconds=1)
_BREATH = timedelta(milliseconds=200)


class Lane:
    """One channel's loop in this process. `run` ends when there is nothing near, or the lease is somebody else's."""

    def __init__(
        self, workspace: int, channel: int, *, clock: Clock, drivers: Drivers, owner: str, lease: float
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
        self._tempo = Tempo()
        self._left_at: datetime | None = None

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
        self._numbers.stop()
        if not self._lease.lost:
            with suppress(StorageError):
                await outcomes.let_go(self._workspace, self.channel, self._lease.fence, self._clock.now())
            await self._lease.release()
        log.info("lane_ended", channel=self.channel, fence=self._lease.fence)

    async def _look_up(self) -> tuple[Row, Driver]:
        """The channel as it is now, and its driver."""
        row = await channels.state(self._workspace, self.channel)
        return row, await self._drivers.of(self._workspace, self.channel, row["account_rev"])

    # --- one round

    async def _safe_round(self) -> bool:
        """A round; while the database is away the lane neither ends nor lets its flights go."""
        try:
            return await self._round()
        except StoreAway as error:
            log.warning("lane_waits", channel=self.channel, error=str(error))
            await asyncio.sleep(_BREATH.total_seconds())
            return True

    async def _round(self) -> bool:
        """Starts what is due and waits for what is next. False: nothing is near, the lane may end."""
        self._wake.clear()
        row, driver = await self._look_up()
        open_at = self._open_at(row, self._clock.now())
        if open_at is None:
            await self._start_due(row, driver)
        now = self._clock.now()
        ahead = now + LOOK_AHEAD
        fence = self._lease.fence
        claimed = await outcomes.claim(self._workspace, self.channel, self._lease.owner, fence, ahead, now, CLAIM)
        upcoming = await deliveries.next_ready(self._workspace, self.channel)
        if not self._flights and (upcoming is None or upcoming > ahead):
            return False
        if open_at is None:
            if claimed and upcoming is not None and upcoming <= now:
                return True
            soon = await deliveries.ready(self._workspace, self.channel, fence, ahead, MOST_IN_FLIGHT)
            await self._numbers.look(row["account_id"], soon, driver)
        await self._clock.wait_until(self._next_look(row, upcoming, open_at), self._wake)
        return True

    def _next_look(self, row: Row, upcoming: datetime | None, open_at: datetime | None) -> datetime:
        now = self._clock.now()
        latest = now + _ROUND
        if open_at is not None or upcoming is None or len(self._flights) >= MOST_IN_FLIGHT:
            return min(latest, open_at or latest)
        allowed = self._allowed_at(row)
        moment = max(upcoming, allowed) if allowed else upcoming
        # What is due and still here waits for something else (its contact, an answer): that wakes the lane.
        return min(latest, moment) if moment > now else now + _BREATH

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
        known = [moment for moment in (row["last_left_at"], self._left_at) if moment is not None]
        return self._tempo.allowed(read_pace(row["pace"]), max(known, default=None))

    # --- starting

    async def _start_due(self, row: Row, driver: Driver) -> None:
        free, now = MOST_IN_FLIGHT - len(self._flights), self._clock.now()
        if not read_pace(row["pace"]).none:
            allowed = self._allowed_at(row)
            free = min(free, 0 if allowed is not None and now < allowed else 1)
        if free > 0 and row["daily_limit"] is not None:
            free = min(free, await self._left_today(row, now))
        if free <= 0 or not self._lease.holds():
            return
        async with db.transaction():
            leaving = await self._choose(free, driver, now)
            if leaving:
                await channels.left(self.channel, now)
        began = time.monotonic()
        if leaving:
            self._left_at = now
        for one, out in leaving:
            self._flights.start(one, out, driver, began)

    async def _choose(self, free: int, driver: Driver, now: datetime) -> list[tuple[Row, Outgoing]]:
        """What leaves now, marked `sending`; in the caller's transaction."""
        leaving: list[tuple[Row, Outgoing]] = []
        where = (self._workspace, self.channel)
        ready = await deliveries.ready(*where, self._lease.fence, now, MOST_IN_FLIGHT * 4, leaving=True)
        if not ready:
            return []
        busy = await deliveries.unsettled(*where, now, UNSETTLED_FOR)
        for one in sorted(ready, key=lambda one: (one["slot_at"], one["id"])):
            if len(leaving) == free:
                break
            if one["id"] in self._flights:
                continue  # its last answer is still being written down
            out = await self._decide(one, busy, driver, now)
            if out is not None:
                leaving.append((one, out))
                busy.setdefault(one["contact_id"], []).append(one | {"state": "sending"})
        return leaving

    async def _decide(self, row: Row, busy: dict[int, list[Row]], driver: Driver, now: datetime) -> Outgoing | None:
        """The look again, and the step that follows; what is to leave, or None."""
        others = [one for one in busy.get(row["contact_id"], []) if one["id"] != row["id"]]
        seen = look(row, others, now)
        if isinstance(seen, Never):
            await outcomes.skip([row], seen.cause, now)
            return None
        if isinstance(seen, Stay):
            if seen.until is not None:
                await outcomes.put_off(row, self._lease.fence, seen.until, now)
                busy.setdefault(row["contact_id"], []).append(row)
            return None
        return await self._mark(row, seen, driver, now)

    async def _mark(self, row: Row, leave: Leave, driver: Driver, now: datetime) -> Outgoing | None:
        token = (row["token"] or driver.new_token()) if driver.reserves_ids else None
        known = await channels.known_number_of(self._workspace, self.channel, leave.phone)
        if known is not None and known["known"] is False and now - known["checked_at"] < CHECKED_FOR:
            await outcomes.skip([row], "no_such_number", now)
            return None
        lease = self._lease
        begun = await outcomes.begin(row, self.channel, lease.owner, lease.fence, token, leave.phone, leave.text, now)
        return Outgoing(token, leave.phone, leave.text, known["chat"] if known else None) if begun else None

    async def _left_today(self, row: Row, now: datetime) -> int:
        """How many more the daily limit allows, by the workspace's day."""
        workspace = await workspaces.get(self._workspace)
        today = midnight(now.astimezone(ZoneInfo(workspace["zone"])).date(), workspace["zone"])
        return int(row["daily_limit"]) - await deliveries.sent_since(self._workspace, self.channel, today)
