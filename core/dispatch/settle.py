"""Settling what is unsure: asking the provider whether it has the message. Presence proves, absence alone proves nothing.

Not here: receipts that were lost (`lost`), settling by an echo or a receipt (`core.receipts`), by a person
(`settle_by_person` in `core.messages.settling`).
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
_PAGE = 500
"""So many are looked through in a round, those behind them in the next."""


class Settler:
    """Looks unsure deliveries up, in the background of the tick. What it remembers may be lost: it only spares look-ups."""

    def __init__(self, clock: Clock, drivers: Drivers) -> None:
        self._clock = clock
        self._drivers = drivers
        self._tried: dict[int, int] = {}
        self._next: dict[int, datetime] = {}
        self._behind: tuple[datetime, int] | None = None
        """Where the last round left off, when that was not the end: all have their turn, also when thousands are unsure."""
        self._seen: set[int] = set()
        """Those that this turn came by."""
        self._asking = Questions("settle")

    async def round(self) -> None:
        """Starts the look-ups that are due; does not wait for them."""
        now = self._clock.now()
        rows = await under_way.unsure(now - _GIVE_UP, self._behind, _PAGE)
        for row in rows:
            if row["id"] not in self._asking and self._is_due(row, now):
                if len(self._asking) >= _AT_ONCE:
                    return
                self._asking.ask(row["id"], self._ask(row))
            self._seen.add(row["id"])
            self._behind = (row["sending_at"], row["id"])
        if len(rows) < _PAGE:
            self._begin_anew()

    def _is_due(self, row: Row, now: datetime) -> bool:
        return bool(now >= self._next.get(row["id"], row["sending_at"] + timedelta(seconds=_WAITS[0])))

    def _begin_anew(self) -> None:
        """Every one had its turn: what was not come by is settled, or too old."""
        for one in set(self._next) - self._seen:
            self._next.pop(one, None)
            self._tried.pop(one, None)
        self._behind, self._seen = None, set()

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
            wait = timedelta(seconds=_WAITS[min(tries, len(_WAITS) - 1)])
            self._next[row["id"]] = max(row["sending_at"] + wait, self._clock.now() + timedelta(seconds=5))
            if tries >= len(_WAITS):
                self._next[row["id"]] = self._clock.now() + timedelta(minutes=5)
