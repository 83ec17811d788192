"""Settling what is unsure: asking the provider whether it has the message. Presence proves, absence alone proves nothing.

Not here: receipts that were lost (`lost`), settling by an echo or a receipt (`core.receipts`), by a person
(`settle_by_person` in `core.settling`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.asking import Questions, ask_about
from core.dispatch.drivers import Drivers
from core.gateways.base import Found, LookUpFailed
from storage import db
from storage.errors import StorageError
from storage.queries import deliveries, under_way

log = structlog.get_logger()

Row = dict[str, Any]

_WAITS = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds after the send at which a look-up is tried; then every five minutes for a day."""
_GIVE_UP = timedelta(hours=24)
_AT_ONCE = 8


class Settler:
    """Looks unsure deliveries up, in the background of the tick. What it remembers may be lost: it only spares look-ups."""

    def __init__(self, clock: Clock, drivers: Drivers) -> None:
        self._clock = clock
        self._drivers = drivers
        self._tried: dict[int, int] = {}
        self._next: dict[int, datetime] = {}
        self._asking = Questions("settle")

    async def round(self) -> None:
        """Starts the look-ups that are due; does not wait for them."""
        now = self._clock.now()
        rows = await under_way.unsure(now - _GIVE_UP)
        gone = set(self._next) - {row["id"] for row in rows}
        for one in gone:
            self._next.pop(one, None)
            self._tried.pop(one, None)
        for row in rows:
            if row["id"] in self._asking or len(self._asking) >= _AT_ONCE:
                continue
            since = row["sending_at"] or row["changed_at"]
            if now < self._next.get(row["id"], since + timedelta(seconds=_WAITS[0])):
                continue
            self._asking.ask(row["id"], self._ask(row))

    async def stop(self) -> None:
        await self._asking.stop()

    async def _settle(self, row: Row, found: Found) -> None:
        """Presence proves; unless it is the presence of another delivery, found by its likeness to this one."""
        now = self._clock.now()
        async with db.transaction():
            owner = await deliveries.by_ref(row["workspace_id"], row["channel_id"], found.ref) if found.ref else None
            fresh = await deliveries.get(row["workspace_id"], row["id"])
            if fresh is None or fresh["state"] != "unsure" or (owner is not None and owner["id"] != row["id"]):
                return
            await outcomes.receipt(fresh, found.stage, row["sending_at"] or now, now, found.reason, found.ref)
        log.info("settled_by_look_up", delivery=row["id"], stage=str(found.stage))

    async def _ask(self, row: Row) -> None:
        try:
            found = await ask_about(row, self._drivers)
            if found is not None:
                await self._settle(row, found)
        except (LookUpFailed, StorageError) as error:
            log.info("look_up_failed", delivery=row["id"], error=type(error).__name__)
        except Exception as error:
            log.exception("look_up_broke", delivery=row["id"], error=type(error).__name__)
        finally:
            tries = self._tried[row["id"]] = self._tried.get(row["id"], 0) + 1
            since = row["sending_at"] or row["changed_at"]
            wait = timedelta(seconds=_WAITS[min(tries, len(_WAITS) - 1)])
            self._next[row["id"]] = max(since + wait, self._clock.now() + timedelta(seconds=5))
            if tries >= len(_WAITS):
                self._next[row["id"]] = self._clock.now() + timedelta(minutes=5)
