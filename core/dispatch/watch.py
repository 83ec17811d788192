"""Asking the provider besides sending: is a number on WhatsApp, is a channel that was down working again?

Both run in the background and hold nothing up. Not here: sending (`flights`), settling what is unsure (`settle`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.drivers import Drivers
from core.gateways.base import Driver, Health, NumberCheck
from storage.errors import StorageError
from storage.queries import channels

log = structlog.get_logger()

Row = dict[str, Any]

CHECKED_FOR = timedelta(days=30)
"""How long a provider's word on a number is believed."""
_AT_ONCE = 8
_SOON, _LATER = timedelta(seconds=3), timedelta(seconds=15)
_SOON_FOR = timedelta(minutes=5)


class NumberWatch:
    """Numbers that were never checked are asked ahead of their slot; an answer that does not come holds nothing up."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: set[int] = set()
        self._asking: set[asyncio.Task[None]] = set()

    async def look(self, account: int, upcoming: list[Row], driver: Driver) -> None:
        """Starts what is to be asked about deliveries that leave soon; each delivery asks once."""
        self._asked &= {one["id"] for one in upcoming}
        for one in upcoming:
            phone = one["contact_phone"]
            if not phone or one["id"] in self._asked or len(self._asking) >= _AT_ONCE:
                continue
            self._asked.add(one["id"])
            known = await channels.known_number(account, phone)
            if known is not None and self._clock.now() - known["checked_at"] < CHECKED_FOR:
                continue
            task = asyncio.create_task(self._ask(account, phone, driver))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    def stop(self) -> None:
        for task in self._asking:
            task.cancel()

    async def _ask(self, account: int, phone: str, driver: Driver) -> None:
        try:
            found: NumberCheck = await driver.check_number(phone)
            if found.exists is not None:
                await channels.learn_number(account, phone, found.exists, found.chat, found.alias, self._clock.now())
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
        self._asking: dict[int, asyncio.Task[None]] = {}

    async def round(self) -> None:
        """Starts the questions that are due; does not wait for them. Raises StoreAway."""
        now = self._clock.now()
        rows = await channels.unwell()
        self._next = {row["id"]: self._next[row["id"]] for row in rows if row["id"] in self._next}
        for row in rows:
            if row["id"] in self._asking or now < self._next.get(row["id"], now):
                continue
            down_for = now - (row["health_at"] or now)
            self._next[row["id"]] = now + (_SOON if down_for < _SOON_FOR else _LATER)
            self._asking[row["id"]] = asyncio.create_task(self._ask(row), name=f"health:{row['id']}")

    async def stop(self) -> None:
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _ask(self, row: Row) -> None:
        try:
            driver = await self._drivers.of(row["workspace_id"], row["id"], row["account_rev"])
            found = await driver.check()
            reason = "" if found.health is Health.WORKING else found.reason
            await outcomes.channel_is(row["workspace_id"], row["id"], str(found.health), reason, self._clock.now())
            if found.health is Health.WORKING:
                self._back(row["id"])
        except StorageError:
            return
        except Exception as error:
            log.warning("health_check_failed", channel=row["id"], error=type(error).__name__)
        finally:
            self._asking.pop(row["id"], None)
