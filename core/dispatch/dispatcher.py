"""The tick, and the lanes of this process. Safe to run twice, on ten workers: everything it does is guarded below.

Not here: what rings it each second (`core.worker`).
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from core.clock import Clock
from core.dispatch.drivers import Drivers
from core.dispatch.duty import Duty
from core.dispatch.lane import LOOK_AHEAD, Lane
from core.dispatch.lineage import LineageGuard, WentBack
from core.dispatch.lost import LostReceipts
from core.dispatch.plan import plan
from core.dispatch.settle import Settler
from core.dispatch.standin import stand_in
from core.dispatch.sweep import sweep
from core.dispatch.tempo import Tempo
from core.dispatch.watch import HealthWatch
from core.process.witness import Witness
from storage.errors import StorageError, StoreAway
from storage.queries import under_way

log = structlog.get_logger()

Chore = Callable[[datetime], Awaitable[None]]
_PATIENCE = 15.0
"""Seconds that what is in flight has to be answered when a lane must stop."""


class Dispatcher:
    """Plans, wakes and sweeps. `chores` are further rounds that the entry point hands in (events, digests, pauses).

    `on_duty`: this is a worker, which says so for as long as it ticks; else one round for an outside cron. `public_url`: where
    providers reach us, for files that they fetch. `witness`: what was seen of the database, kept outside it.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        lease: float = 10.0,
        chores: Sequence[Chore] = (),
        on_duty: bool = True,
        public_url: str = "",
        witness: Witness | None = None,
    ) -> None:
        self._public_url = public_url
        self._clock = clock
        self._lease = lease
        self._chores = chores
        self.owner = f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._duty = Duty(self.owner) if on_duty else None
        self.guard = LineageGuard(self.owner, witness or Witness())
        self._drivers = Drivers()
        self._lanes: dict[int, tuple[Lane, asyncio.Task[None]]] = {}
        self._tempos: dict[int, Tempo] = {}
        """What each channel's pace remembers from one lane to the next."""
        self._settler = Settler(clock, self._drivers)
        self._lost = LostReceipts(self.owner, clock, self._drivers)
        self._health = HealthWatch(clock, self._drivers, self.wake)
        self._stopping = False
        self._may_send = False
        self._away = False
        self.ticked_at: float | None = None
        """time.monotonic() of the last tick that reached the database and whose own parts all did their work."""

    async def tick(self) -> None:
        """One round. Never raises for a database that is away: it says so once and the next tick tries again."""
        if self._stopping:
            return
        now = self._clock.now()
        try:
            heart = [
                await self._send(now),
                await self._part("settle", self._settler.round()),
                await self._part("receipts", self._lost.round()),
                await self._part("health", self._health.round()),
            ]
            if self._duty is not None and all(heart):
                await self._duty.say()
            for chore in self._chores:
                await self._part("chore", chore(now))
        except StoreAway as error:
            if not self._away:
                log.warning("database_away", error=str(error))
            self._away = True
            return
        if self._away:
            log.info("database_back")
        self._away = False
        if all(heart):
            self.ticked_at = time.monotonic()

    async def _send(self, now: datetime) -> bool:
        """What makes deliveries leave. While sending is held no lane runs, and nothing is decided about what is due."""
        if not await self._part("guard", self._ask_guard(now)):
            return False
        if not self._may_send:
            for lane, _ in self._lanes.values():
                lane.stop(_PATIENCE)
            return True
        return all(
            [
                await self._part("plan", plan(now)),
                await self._part("wake", self._wake(now)),
                await self._part("stand_in", stand_in(now)),
                await self._part("sweep", sweep(now)),
            ]
        )

    async def _ask_guard(self, now: datetime) -> None:
        self._may_send = await self.guard.may_send(now)

    async def _part(self, name: str, part: Awaitable[object]) -> bool:
        """One part of a tick: one that fails is said, and stops no other. Raises StoreAway."""
        try:
            await part
        except StoreAway:
            raise
        except Exception as error:
            log.exception("tick_part_failed", part=name, error=type(error).__name__)
            return False
        return True

    async def _wake(self, now: datetime) -> None:
        for row in await under_way.channels_to_wake(now + LOOK_AHEAD):
            if row["id"] in self._lanes or self._stopping:
                continue
            lane = Lane(
                row["workspace_id"],
                row["id"],
                clock=self._clock,
                drivers=self._drivers,
                owner=self.owner,
                lease=self._lease,
                public_url=self._public_url,
                guard=self.guard,
                tempo=self._tempos.setdefault(row["id"], Tempo()),
            )
            task = asyncio.create_task(self._run(lane), name=f"lane:{row['id']}")
            self._lanes[row["id"]] = (lane, task)

    async def _run(self, lane: Lane) -> None:
        try:
            await lane.run()
        except WentBack:
            log.error("lane_found_database_behind", channel=lane.channel)  # noqa: TRY400 - the place says nothing more
        except StorageError as error:
            log.warning("lane_broke_off", channel=lane.channel, error=type(error).__name__)
        except Exception as error:
            log.exception("lane_failed", channel=lane.channel, error=type(error).__name__)
        finally:
            self._lanes.pop(lane.channel, None)

    def wake(self, channel: int) -> None:
        """Something changed for a channel whose lane may run here."""
        if channel in self._lanes:
            self._lanes[channel][0].wake()

    @property
    def busy(self) -> int:
        """How many lanes run here."""
        return len(self._lanes)

    @property
    def flying(self) -> int:
        """How many requests are in flight here."""
        return sum(lane.flying for lane, _ in self._lanes.values())

    @property
    def held(self) -> bool:
        """Whether the last tick found that nothing may be sent."""
        return not self._may_send

    async def idle(self) -> None:
        """Returns when no lane runs in this process."""
        while self._lanes:
            await asyncio.wait([task for _, task in self._lanes.values()])

    async def stop(self, patience: float = _PATIENCE) -> None:
        """Starts nothing more; what is in flight is answered within `patience` seconds or recorded `unsure`."""
        self._stopping = True
        lanes = list(self._lanes.values())
        for lane, _ in lanes:
            lane.stop(patience)
        if lanes:
            _, late = await asyncio.wait([task for _, task in lanes], timeout=patience + 8)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=3)
        if self._duty is not None:
            await self._duty.end()
        await self._health.stop()
        await self._settler.stop()
        await self._lost.stop()
        await self._drivers.close()
        self.guard.close()
