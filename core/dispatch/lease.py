"""The hold on a channel's lane: one at a time over all workers, by the database's clock.

A lease that ran out because the database was away is still ours when nobody took it: then nothing starts until it is renewed,
and nothing is given up. Taken by another it is lost for good. Not here: what is done under it (`lane`, `flights`).
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import structlog

from storage.errors import StorageError
from storage.queries import leases

log = structlog.get_logger()


class Lease:
    """`seconds` without renewal end it. `fence` is the number under which everything is claimed, begun and recorded."""

    def __init__(self, channel: int, owner: str, seconds: float) -> None:
        self.channel = channel
        self.owner = owner
        self.seconds = seconds
        self.fence = 0
        self.held_until = 0.0
        """`time.monotonic()` until which nobody can have taken it."""
        self.lost = False

    async def take(self) -> bool:
        """False while another worker holds it. Raises StoreAway."""
        began = time.monotonic()
        fence = await leases.take(self.channel, self.owner, self.seconds)
        if fence is None:
            return False
        self.fence, self.held_until = fence, began + self.seconds
        return True

    def holds(self) -> bool:
        """Whether something may start under it now."""
        return not self.lost and time.monotonic() < self.held_until

    async def keep(self, wake: asyncio.Event) -> None:
        """Renews it until it is lost or this is cancelled; both change what the lane may do, so the lane is woken."""
        while not self.lost:
            await asyncio.sleep(self.seconds / 3)
            began = time.monotonic()
            try:
                kept = await leases.renew(self.channel, self.owner, self.fence, self.seconds)
            except StorageError:
                continue
            if not kept:
                log.warning("lease_lost", channel=self.channel, fence=self.fence)
                self.lost = True
                wake.set()
                return
            if time.monotonic() >= self.held_until:
                wake.set()
            self.held_until = began + self.seconds

    async def release(self) -> None:
        with suppress(StorageError):
            await leases.release(self.channel, self.owner, self.fence)
