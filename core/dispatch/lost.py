"""Receipts that were lost: what stays at `sent` for long is asked about at its provider, a few a minute.

What can go wrong, and what holds:
- a phone that is switched off looks the same as a lost receipt: it is asked about five times in two days, then left.
- a provider without a look-up, or one that is away: the channel is left in peace for hours.
- many at once, after our webhook was away: one question a channel each 20 s, the oldest first; no provider is flooded.
- several workers: one of them asks, by a turn in the database.
- the receipt comes while we ask: it goes through the same door, where steps go forwards only.
What this remembers may be lost: it only spares questions. Not here: what is unsure (`settle`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.asking import Questions, ask_about
from core.dispatch.drivers import Drivers
from core.gateways.base import Found, LookUpFailed, Stage
from storage import db
from storage.errors import StorageError
from storage.queries import deliveries, runners, under_way

log = structlog.get_logger()

Row = dict[str, Any]

AGES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=44))
"""How long ago something left when it is asked about."""
_UNTIL = timedelta(hours=48)
_EACH = timedelta(seconds=20)
_PEACE = timedelta(hours=6)
"""A channel whose provider cannot say is not asked again for so long."""
_TURN = 60.0


class LostReceipts:
    """Asks in the background of the tick. `owner`: as in leases."""

    def __init__(self, owner: str, clock: Clock, drivers: Drivers) -> None:
        self._owner = owner
        self._clock = clock
        self._drivers = drivers
        self._tried: dict[int, int] = {}
        self._again: dict[int, datetime] = {}
        self._look_at: datetime | None = None
        self._asking = Questions("receipt")

    async def round(self) -> None:
        """Starts the questions that are due, at most one a channel; does not wait for them. Raises StoreAway."""
        now = self._clock.now()
        if self._look_at is not None and now < self._look_at:
            return
        self._look_at = now + _EACH
        if not await runners.take_turn(self._owner, _TURN, "receipts"):
            return
        rows = await under_way.without_receipt(now - _UNTIL, now - AGES[0])
        self._tried = {row["id"]: self._tried[row["id"]] for row in rows if row["id"] in self._tried}
        for row in rows:
            channel, tries = row["channel_id"], self._tried.get(row["id"], 0)
            if tries >= len(AGES) or now - row["sent_at"] < AGES[tries]:
                continue
            if channel in self._asking or now < self._again.get(channel, now):
                continue
            # Of what is older than several ages, as after a restart, the ages that passed are not made up for.
            self._tried[row["id"]] = sum(now - row["sent_at"] >= age for age in AGES)
            self._asking.ask(channel, self._ask(row))

    async def stop(self) -> None:
        await self._asking.stop()

    async def _ask(self, row: Row) -> None:
        try:
            found = await ask_about(row, self._drivers)
            if found is not None and found.stage is not Stage.SENT:
                await self._record(row, found)
        except LookUpFailed:
            self._again[row["channel_id"]] = self._clock.now() + _PEACE
            log.info("receipts_cannot_be_asked", channel=row["channel_id"])
        except StorageError as error:
            log.info("receipt_not_asked", delivery=row["id"], error=type(error).__name__)
        except Exception as error:
            self._again[row["channel_id"]] = self._clock.now() + _PEACE
            log.exception("look_up_broke", delivery=row["id"], error=type(error).__name__)

    async def _record(self, row: Row, found: Found) -> None:
        """By the one door; when it arrived nobody knows any more, so it is when we heard."""
        now = self._clock.now()
        async with db.transaction():
            fresh = await deliveries.get(row["workspace_id"], row["id"])
            if fresh is not None and (fresh["state"], fresh["attempts"]) == ("sent", row["attempts"]):
                await outcomes.receipt(fresh, found.stage, now, now, found.reason, found.ref)
                log.info("receipt_was_lost", delivery=row["id"], stage=str(found.stage))
