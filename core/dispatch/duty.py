"""Who is on duty: workers say so while they tick, and a round for an outside cron takes its turn when none does.

Not here: what keeps two from sending the same (leases and guarded steps do; this only saves work and keeps rounds from
overlapping).
"""

from __future__ import annotations

import time
from contextlib import suppress

from storage.errors import StorageError
from storage.queries import runners

_BELIEVED = 15.0
_AGAIN = 5.0


class Duty:
    """A worker's word that it ticks. `owner`: as in its leases."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._said = float("-inf")

    async def say(self) -> None:
        """At most each 5 s; believed for 15 s. Raises StoreAway."""
        if time.monotonic() - self._said >= _AGAIN:
            await runners.on_duty(self._owner, _BELIEVED)
            self._said = time.monotonic()

    async def end(self) -> None:
        if self._said > float("-inf"):
            with suppress(StorageError):
                await runners.off_duty(self._owner)
