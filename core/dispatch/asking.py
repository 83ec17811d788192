"""Asking providers beside the sending: questions under way in the background, and the one about a delivery.

Here: what those have in common that ask. Not here: what is asked when (`settle`, `lost`, `watch`), what an answer does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any

from core.dispatch.drivers import Drivers
from core.gateways.base import Found, Sought
from storage.queries import channels, numbers

Row = dict[str, Any]


class Questions:
    """Those that are under way, at most one about each thing: whoever asks sees to it that there is none yet (`in`)."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}

    def __contains__(self, about: Hashable) -> bool:
        return about in self._tasks

    def __len__(self) -> int:
        return len(self._tasks)

    def ask(self, about: Hashable, question: Coroutine[Any, Any, None]) -> None:
        """Starts one, and does not wait for it. It raises nothing."""
        task = self._tasks[about] = asyncio.create_task(question, name=f"{self._name}:{about}")
        task.add_done_callback(lambda _: self._tasks.pop(about, None))

    async def answered(self) -> None:
        """Returns when none is under way."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def stop(self) -> None:
        """Calls all of them off; returns when they have ended."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def ask_about(row: Row, drivers: Drivers) -> Found | None:
    """What its provider knows of a delivery that left, or may have. Raises LookUpFailed, StorageError, and what a driver
    raises that was never meant."""
    state = await channels.state(row["workspace_id"], row["channel_id"])
    driver = await drivers.of(row["workspace_id"], row["channel_id"], state["account_rev"])
    return await driver.look_up(await _sought(row))


async def _sought(row: Row) -> Sought:
    phone = row["to_phone"] or ""
    known = (await numbers.of_channel(row["workspace_id"], row["channel_id"], [phone])).get(phone)
    return Sought(
        row["provider_id"],
        phone,
        token=row["token"],
        text=row["text"] or "",
        since=row["sending_at"],
        chat=known["chat"] if known else None,
    )
