"""The lane: the sending loop of one channel, one at a time over all workers.

What can go wrong, and what holds:
- two workers: a lease with a fencing number by the database's clock; every claim, start and record names the fence.
- kill -9 before the claim: still planned. After it: the next holder puts it back. After `sending` was committed the
  request may have left, so the next holder makes it `unsure`; an echo, a receipt or a look-up settles it. At most 32
  are in flight.
- kill -9 after the answer, before the record: unsure, and settled likewise: the token was committed before the first byte.
- a pause (SIGSTOP) between commit and first byte that outlasts the lease: not sent; the record is refused by the fence.
- cancelled, paused, opted out, edited while queued: looked at again in the transaction that starts the send; of two racing
  guarded updates one wins.
- the same contact twice: never two in flight; later ones wait for an earlier unsettled one until close to their own limit.
- the database away while an answer is in hand: recorded when it is back, under the same fence.
- an answer slower than its echo: the echo has recorded it; the answer adds its id.
- the clock jumps or a timer is early: the clock is read again, nothing leaves before its slot.
- a channel that is down: what waits stays queued and is let go to the sweep when it is too late; a probe finds it back.
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
from core.dispatch.look import Leave, Never, Stay, look
from core.gateways.base import Accepted, Driver, Health, News, NotSent, NumberCheck, Outgoing, Sent, Unsure
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
CHECKED_FOR = timedelta(days=30)
"""How long a provider's word on a number is believed."""
_PROBE = timedelta(seconds=3)
_ROUND = timedelta(seconds=1)


class Lane:
    """One channel's loop in this process. `run` ends when there is nothing near, or the lease is somebody else's."""

    def __init__(
        self, workspace: int, channel: int, *, clock: Clock, drivers: Drivers, owner: str, lease: float
    ) -> None:
        self.channel = channel
        self._workspace = workspace
        self._clock = clock
        self._drivers = drivers
        self._owner = owner
        self._lease = lease
        self._fence = 0
        self._held_until = 0.0
        self._wake = asyncio.Event()
        self._stopping = False
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._checks: set[asyncio.Task[None]] = set()
        self._checked: set[int] = set()
        self._probe_at: datetime | None = None
        self._probing: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something changed for this channel: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Holds the lease and sends; returns when idle, stopped or superseded. Raises StoreAway."""
        fence = await channels.take_lease(self.channel, self._owner, self._lease)
        if fence is None:
            return
        self._fence = fence
        self._held_until = time.monotonic() + self._lease
        log.info("lane_began", channel=self.channel, fence=fence)
        renewing = asyncio.create_task(self._renew(), name=f"renew:{self.channel}")
        try:
            driver = await self._driver()
            await outcomes.take_over(self._workspace, self.channel, fence, self._clock.now(), self.settle_after(driver))
            while not self._stopping and self._holds() and await self._round():
                pass
            await self._land(None)  # asked to stop, `stop` says for how long
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            await self._leave()

    async def stop(self, patience: float) -> None:
        """Starts nothing more; what is in flight is answered within `patience` seconds or recorded `unsure`."""
        self._stopping = True
        self._wake.set()
        await self._land(patience)

    # --- the lease

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            began = time.monotonic()
            try:
                if not await channels.renew_lease(self.channel, self._owner, self._fence, self._lease):
                    log.warning("lease_lost", channel=self.channel, fence=self._fence)
                    self._held_until = 0.0
                    self._wake.set()
                    return
            except StorageError:
                continue
            self._held_until = began + self._lease

    def _holds(self) -> bool:
        return time.monotonic() < self._held_until

    async def _leave(self) -> None:
        for task in (*self._checks, *([self._probing] if self._probing else [])):
            task.cancel()
        with suppress(StorageError):
            if self._holds():
                await outcomes.let_go(self._workspace, self.channel, self._fence, self._clock.now())
            await channels.release_lease(self.channel, self._owner, self._fence)
        log.info("lane_ended", channel=self.channel, fence=self._fence)

    def settle_after(self, driver: Driver) -> timedelta:
        """From when on absence at the provider, and a person's word, may be believed of an unsure delivery."""
        return timedelta(seconds=driver.send_timeout + self._lease + 60)

    async def _driver(self) -> Driver:
        row = await channels.state(self._workspace, self.channel)
        return await self._drivers.of(self._workspace, self.channel, row["account_rev"])

    # --- one round

    async def _round(self) -> bool:
        """Starts what is due and waits for what is next. False: nothing is near, the lane may end."""
        self._wake.clear()
        row = await channels.state(self._workspace, self.channel)
        driver = await self._drivers.of(self._workspace, self.channel, row["account_rev"])
        now = self._clock.now()
        open_at = self._open_at(row, now)
        if open_at is None:
            await self._start_due(row, driver)
        now = self._clock.now()
        ahead = now + LOOK_AHEAD
        await outcomes.claim(self._workspace, self.channel, self._owner, self._fence, ahead, now, CLAIM)
        upcoming = await deliveries.next_ready(self._workspace, self.channel)
        if open_at is None:
            await self._check_numbers(row, driver, ahead)
        else:
            self._probe(row, driver, now)
        if not self._flying and (upcoming is None or upcoming > ahead):
            return False
        await self._clock.wait_until(self._next_look(row, upcoming, open_at), self._wake)
        return True

    def _next_look(self, row: Row, upcoming: datetime | None, open_at: datetime | None) -> datetime:
        now = self._clock.now()
        latest = now + _ROUND
        if open_at is not None or upcoming is None or len(self._flying) >= MOST_IN_FLIGHT:
            return min(latest, open_at or latest)
        allowed = self._allowed_at(row)
        moment = max(upcoming, allowed) if allowed else upcoming
        # What is due and still here waits for something else (its contact, an answer): that wakes the lane.
        return min(latest, moment) if moment > now else now + timedelta(milliseconds=200)

    def _open_at(self, row: Row, now: datetime) -> datetime | None:
        """None when the channel may send; else when to look again."""
        hold: datetime | None = row["hold_until"]
        if hold is not None and hold > now:
            return min(hold, now + _ROUND)
        if row["paused"] or row["health"] != "working":
            return now + _ROUND
        return None

    def _allowed_at(self, row: Row) -> datetime | None:
        pace = read_pace(row["pace"])
        last = row["last_left_at"]
        return None if pace.none or last is None else last + timedelta(seconds=pace.least)

    # --- starting

    async def _start_due(self, row: Row, driver: Driver) -> None:
        free = MOST_IN_FLIGHT - len(self._flying)
        now = self._clock.now()
        pace = read_pace(row["pace"])
        if not pace.none:
            if row["last_left_at"] is not None and now < row["last_left_at"] + pace.gap():
                return
            free = min(free, 1)
        if free <= 0 or not self._holds() or await self._limit_reached(row, now):
            return
        leaving: list[tuple[Row, Outgoing]] = []
        async with db.transaction():
            busy = await deliveries.unsettled(self._workspace, self.channel)
            for one in await deliveries.ready(
                self._workspace, self.channel, self._fence, now, MOST_IN_FLIGHT * 4, lock=True
            ):
                if len(leaving) == free:
                    break
                out = await self._decide(one, busy, driver, now)
                if out is not None:
                    leaving.append((one, out))
                    busy.setdefault(one["contact_id"], []).append({"id": one["id"], "state": "sending"})
            if leaving:
                await channels.left(self.channel, now)
        began = time.monotonic()
        for one, out in leaving:
            task = asyncio.create_task(self._send(one, out, driver, began), name=f"send:{one['id']}")
            self._flying[one["id"]] = task

    async def _decide(self, row: Row, busy: dict[int, list[Row]], driver: Driver, now: datetime) -> Outgoing | None:
        """The look again, and the step that follows; what is to leave, or None."""
        others = [one for one in busy.get(row["contact_id"], []) if one["id"] != row["id"]]
        seen = look(row, others, now)
        if isinstance(seen, Never):
            await outcomes.skip([row], seen.cause, now)
            return None
        if isinstance(seen, Stay):
            if seen.until is not None:
                await outcomes.put_off(row, self._fence, seen.until, now)
            return None
        return await self._mark(row, seen, driver, now)

    async def _mark(self, row: Row, leave: Leave, driver: Driver, now: datetime) -> Outgoing | None:
        token = (row["token"] or driver.new_token()) if driver.reserves_ids else None
        known = await channels.known_number_of(self._workspace, self.channel, leave.phone)
        if known is not None and known["known"] is False and now - known["checked_at"] < CHECKED_FOR:
            await outcomes.skip([row], "no_such_number", now)
            return None
        begun = await outcomes.begin(row, self.channel, self._owner, self._fence, token, leave.phone, leave.text, now)
        chat = known["chat"] if known else None
        return Outgoing(token, leave.phone, leave.text, chat) if begun else None

    async def _limit_reached(self, row: Row, now: datetime) -> bool:
        if row["daily_limit"] is None:
            return False
        workspace = await workspaces.get(self._workspace)
        today = midnight(now.astimezone(ZoneInfo(workspace["zone"])).date(), workspace["zone"])
        return await deliveries.sent_since(self._workspace, self.channel, today) >= int(row["daily_limit"])

    # --- sending

    async def _send(self, row: Row, out: Outgoing, driver: Driver, began: float) -> None:
        answer: Sent = Unsure("stopped")
        try:
            if time.monotonic() - began > self._lease or not self._holds():
                answer = NotSent("lease_lost", 0.0)
            else:
                answer = await driver.send(out)
        except asyncio.CancelledError:
            answer = Unsure("stopped")
        except Exception as error:
            log.exception("driver_failed", delivery=row["id"], error=type(error).__name__)
            answer = Unsure("driver_error")
        recording = asyncio.ensure_future(self._record(row, answer, driver))
        while not recording.done():  # cancelled with an answer in hand: first it is written down
            with suppress(asyncio.CancelledError):
                await asyncio.shield(recording)
        self._flying.pop(row["id"], None)
        self._wake.set()

    async def _record(self, row: Row, answer: Sent, driver: Driver) -> None:
        """Writes the answer down, however long the database is away: until then this is the only place that knows it."""
        wait = 0.2
        while True:
            try:
                now = self._clock.now()
                await outcomes.answered(row, self._fence, answer, now, self.settle_after(driver))
                if answer.news is not None:
                    await self._hear(answer.news, now)
                if isinstance(answer, Accepted) and answer.provider_id:
                    await outcomes.match(self._workspace, self.channel, answer.provider_id, now)
            except StoreAway:
                if self._stopping and wait > 5:
                    return  # the next holder makes it unsure
                await asyncio.sleep(wait)
                wait = min(wait * 2, 10.0)
            else:
                return

    async def _hear(self, news: News, now: datetime) -> None:
        if news.kind in ("down", "halted"):
            await outcomes.channel_is(self._workspace, self.channel, news.kind, news.reason, now)
        elif news.kind == "slow_down" and news.seconds:
            await channels.hold(self.channel, now + timedelta(seconds=news.seconds))
        else:
            log.warning("news", channel=self.channel, kind=news.kind, reason=news.reason)

    async def _land(self, patience: float | None) -> None:
        """Waits for what is in flight; past `patience` seconds it is cancelled, which records it unsure."""
        flying = list(self._flying.values())
        if not flying:
            return
        _, late = await asyncio.wait(flying, timeout=patience)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=5)

    # --- asking the provider

    async def _check_numbers(self, row: Row, driver: Driver, before: datetime) -> None:
        """Numbers that were never checked are asked ahead of their slot; an answer that does not come holds nothing up."""
        for one in await deliveries.ready(self._workspace, self.channel, self._fence, before, MOST_IN_FLIGHT):
            phone = one["contact_phone"]
            if not phone or one["id"] in self._checked or len(self._checks) >= 8:
                continue
            self._checked.add(one["id"])
            known = await channels.known_number(row["account_id"], phone)
            if known is not None and self._clock.now() - known["checked_at"] < CHECKED_FOR:
                continue
            task = asyncio.create_task(self._check_number(row["account_id"], phone, driver))
            self._checks.add(task)
            task.add_done_callback(self._checks.discard)

    async def _check_number(self, account: int, phone: str, driver: Driver) -> None:
        try:
            found: NumberCheck = await driver.check_number(phone)
            if found.exists is not None:
                await channels.learn_number(account, phone, found.exists, found.chat, found.alias, self._clock.now())
        except StorageError:
            return
        except Exception as error:
            log.warning("number_check_failed", channel=self.channel, error=type(error).__name__)

    def _probe(self, row: Row, driver: Driver, now: datetime) -> None:
        """While a channel is not working: asks it, in the background, whether it is back."""
        if row["paused"] or row["health"] == "working" or (self._probing and not self._probing.done()):
            return
        if self._probe_at is None or now >= self._probe_at:
            self._probe_at = now + _PROBE
            self._probing = asyncio.create_task(self._ask(driver))

    async def _ask(self, driver: Driver) -> None:
        try:
            found = await driver.check()
            if found.health is Health.WORKING:
                await outcomes.channel_is(self._workspace, self.channel, "working", "", self._clock.now())
                self._wake.set()
            else:
                health = str(found.health)
                await outcomes.channel_is(self._workspace, self.channel, health, found.reason, self._clock.now())
        except StorageError:
            return
        except Exception as error:
            log.warning("probe_failed", channel=self.channel, error=type(error).__name__)
