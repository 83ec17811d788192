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
        """The driver of a channel for this revision of its account. Raises WrongKey, NotFound, Unknown."""
        kept = self._kept.get(channel)
        if kept is not None and kept[0] == rev:
            return kept[1]
        row = await channels.get(workspace, channel)
        driver = kind(row["gateway"]).connect(account(row))
        self._kept[channel] = (row["account_rev"], driver)
        if kept is not None:
            await kept[1].close()
        return driver

    async def close(self) -> None:
        kept, self._kept = self._kept, {}
        for _, driver in kept.values():
            await driver.close()
