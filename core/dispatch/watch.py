"""Asking the provider besides sending: is a number on WhatsApp, is a channel that was down working again?

Both run in the background and hold nothing up. Not here: sending (`flights`), settling what is unsure (`settle`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.asking import Questions
from core.dispatch.drivers import Drivers
from core.gateways.base import Driver, Health, NumberCheck
from core.troubles.channel_hold import is_restricted, lift
from storage.errors import StorageError
from storage.queries import channels, numbers

log = structlog.get_logger()

Row = dict[str, Any]

CHECKED_FOR = timedelta(days=30)
"""How long a provider's word on a number is believed."""
_AT_ONCE = 8
_SOON, _LATER = timedelta(seconds=3), timedelta(seconds=15)
_SOON_FOR = timedelta(minutes=5)
_RESTRICTED = timedelta(minutes=10)
"""How often a provider is asked whether a restriction is over before its end."""
RELAPSE = timedelta(minutes=2)
"""Halted again so soon after its provider said that it is well, a channel is not believed at once."""
_TRIED_AGAIN, _LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=6)


class NumberWatch:
    """Numbers that were never checked are asked ahead of their slot; an answer that does not come holds nothing up."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: set[int] = set()
        self._asking = Questions("number")

    def look(self, account: int, upcoming: list[Row], driver: Driver) -> None:
        """Starts what is to be asked about deliveries that leave soon (`numbers.unasked`); each delivery asks once."""
        self._asked &= {one["id"] for one in upcoming}
        for one in upcoming:
            if len(self._asking) >= _AT_ONCE:
                break
            if one["id"] in self._asked or one["id"] in self._asking:
                continue
            self._asked.add(one["id"])
            self._asking.ask(one["id"], self._ask(account, one["contact_phone"], driver))

    async def stop(self) -> None:
        await self._asking.stop()

    async def _ask(self, account: int, phone: str, driver: Driver) -> None:
        try:
            found: NumberCheck = await driver.check_number(phone)
            if found.exists is not None:
                await numbers.learn(account, phone, found.exists, found.chat, found.alias, self._clock.now())
        except StorageError:
            return
        except Exception as error:
            log.warning("number_check_failed", account=account, error=type(error).__name__)


class HealthWatch:
    """Asks channels that do not work whether they are back, also those that have nothing to send: the event that says so may
    be lost, and an old one may come late. `back` is told of each that is."""

    def __init__(self, clock: Clock, drivers: Drivers, back: Callable[[int], None]) -> None:
        self._clock = clock
        self._drivers = drivers
        self._back = back
        self._next: dict[int, datetime] = {}
        self._believed: dict[int, tuple[datetime, int]] = {}
        self._asking = Questions("health")
        self._freed: dict[int, datetime] = {}

    async def round(self) -> None:
        """Starts the questions that are due; does not wait for them. Raises StoreAway."""
        now = self._clock.now()
        await self._restricted(now)
        rows = await channels.unwell()
        self._next = {row["id"]: self._next[row["id"]] for row in rows if row["id"] in self._next}
        for row in rows:
            waits = self._next.get(row["id"], now) - now
            if row["id"] in self._asking or timedelta() < waits <= _LATER:  # longer: the clock was put back
                continue
            down_for = now - (row["health_at"] or now)
            self._next[row["id"]] = now + (_SOON if down_for < _SOON_FOR else _LATER)
            self._asking.ask(row["id"], self._ask(row))

    async def _restricted(self, now: datetime) -> None:
        """Asks of channels that work and are restricted whether they are no longer."""
        rows = [row for row in await channels.restricted(now) if is_restricted(row, now)]
        self._freed = {row["id"]: self._freed.get(row["id"], now) for row in rows}
        for row in rows:
            if row["id"] not in self._asking and abs(now - self._freed[row["id"]]) >= _RESTRICTED:
                self._freed[row["id"]] = now
                self._asking.ask(row["id"], self._ask_free(row))

    async def _ask_free(self, row: Row) -> None:
        try:
            driver = await self._drivers.of(row["workspace_id"], row["id"], row["account_rev"])
            if (await driver.check()).free and await lift(row["workspace_id"], row["id"], self._clock.now()):
                self._back(row["id"])
        except StorageError:
            return
        except Exception as error:
            log.warning("health_check_failed", channel=row["id"], error=type(error).__name__)

    def _believes(self, row: Row) -> bool:
        """Whether a channel that its provider says is well may try again. Some troubles a check does not see (a bill that is
        not paid): one that was halted again right after it was believed waits, longer each time."""
        now = self._clock.now()
        began = row["health_at"] or now
        at, relapses = self._believed.get(row["id"], (began - 2 * RELAPSE, 0))
        relapses = relapses + 1 if row["health"] == Health.HALTED and at <= began < at + RELAPSE else 0
        if relapses and now - began < min(_TRIED_AGAIN * 2 ** (relapses - 1), _LONGEST_WAIT):
            return False
        self._believed[row["id"]] = (now, relapses)
        return True

    async def stop(self) -> None:
        await self._asking.stop()

    async def _ask(self, row: Row) -> None:
        try:
            driver = await self._drivers.of(row["workspace_id"], row["id"], row["account_rev"])
            found = await driver.check()
            if found.health is Health.WORKING and not self._believes(row):
                return
            await outcomes.channel_is(
                row["workspace_id"], row["id"], str(found.health), found.reason, self._clock.now()
            )
            if found.health is Health.WORKING:
                self._back(row["id"])
        except StorageError:
            return
        except Exception as error:
            log.warning("health_check_failed", channel=row["id"], error=type(error).__name__)
