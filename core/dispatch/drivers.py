"""The drivers of this process: one a channel, made anew when its account changes. Not here: what they do."""

from __future__ import annotations

from typing import Any

from core.channels import account
from core.gateways.base import Driver
from core.gateways.registry import kind
from storage.queries import channels

Row = dict[str, Any]


class Drivers:
    def __init__(self) -> None:
        self._kept: dict[int, tuple[int, Driver]] = {}

    async def of(self, workspace: int, channel: int, rev: int) -> Driver:
        """The driver of a channel for this revision of its account, and what it must know before a send is prepared
        (whether it reserves ids). Raises WrongKey, NotFound, Unknown."""
        kept = self._kept.get(channel)
        if kept is None or kept[0] != rev:
            row = await channels.get(workspace, channel)
            kept = await self._keep(channel, row["account_rev"], kind(row["gateway"]).connect(account(row)))
        await kept[1].ready()
        return kept[1]

    async def _keep(self, channel: int, rev: int, driver: Driver) -> tuple[int, Driver]:
        """The first of two that were made at once is kept; the older revision's is closed."""
        old = self._kept.get(channel)
        if old is not None and old[0] == rev:
            return old
        self._kept[channel] = (rev, driver)
        if old is not None:
            await old[1].close()
        return rev, driver

    async def close(self) -> None:
        kept, self._kept = self._kept, {}
        for _, driver in kept.values():
            await driver.close()
