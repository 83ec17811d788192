"""The drivers of this process: one a channel, made anew when its account changes. Not here: what they do."""

from __future__ import annotations

import asyncio
from typing import Any

from core.channels.channels import account
from core.gateways.base import Driver
from core.gateways.registry import kind
from storage.queries import channels

Row = dict[str, Any]


class Drivers:
    """One that is replaced is closed only when no request that it began can be in flight any more."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, Driver]] = {}
        self._retired: dict[Driver, asyncio.Task[None]] = {}

    async def of(self, workspace: int, channel: int, rev: int) -> Driver:
        """The driver of a channel for this revision of its account, and what it must know before a send is prepared
        (whether it reserves ids). Raises WrongKey, NotFound, Unknown."""
        kept = self._kept.get(channel)
        if kept is None or kept[0] < rev:
            row = await channels.get(workspace, channel)
            kept = self._keep(channel, row["account_rev"], kind(row["gateway"]).connect(account(row)))
        await kept[1].ready()
        return kept[1]

    def _keep(self, channel: int, rev: int, driver: Driver) -> tuple[int, Driver]:
        """The first of two that were made at once is kept; the older revision's retires."""
        old = self._kept.get(channel)
        if old is not None and old[0] >= rev:
            return old
        self._kept[channel] = (rev, driver)
        if old is not None:
            self._retired[old[1]] = asyncio.create_task(self._retire(old[1]))
        return rev, driver

    async def close(self) -> None:
        """At the end, when nothing is in flight."""
        for task in self._retired.values():
            task.cancel()
        drivers = [*self._retired, *(driver for _, driver in self._kept.values())]
        self._retired, self._kept = {}, {}
        for driver in drivers:
            await driver.close()

    async def _retire(self, driver: Driver) -> None:
        await asyncio.sleep(driver.send_timeout + 1)
        self._retired.pop(driver, None)
        await driver.close()
