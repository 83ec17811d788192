"""The look before: a quarter of an hour before something is due its channel is asked how it is.

So that whoever can mend a channel (owners and managers) hears it while there is time: one notice of kind "preflight" for each
channel and hour in which something is due, with what is at risk. A channel that is known not to work is not asked again here
(`dispatch.watch` does that all the time); of that, too, they hear before the next thing is due. Coming back is told as ever
("channel_back"). A chore of the tick: it asks in the background and holds nothing up. Not here: words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.asking import Questions
from core.gateways.base import Driver, Health
from core.recurrence import due_times
from core.slots.timing import when_of
from storage import db
from storage.errors import StorageError
from storage.queries import notices, workspaces
from storage.queries import preflight as store

log = structlog.get_logger()

Row = dict[str, Any]

AHEAD = timedelta(minutes=15)
"""So long before it is due; more than the time in which a person can scan a code again."""
AGAIN = timedelta(minutes=10)
"""A channel is asked at most once in so long, by each worker."""
AT_RISK = timedelta(hours=1)
_STARTING_FOR = timedelta(minutes=1)
"""A session that starts mends itself; only one that does not get on with it is worth a word."""
_MOST = 1000


class DriversOf(Protocol):
    """The drivers of this process (`core.dispatch.drivers`)."""

    async def of(self, workspace: int, channel: int, rev: int) -> Driver: ...

    async def close(self) -> None: ...


class Preflight:
    """What it remembers may be lost: it only spares questions. The drivers are closed with it."""

    def __init__(self, clock: Clock, drivers: DriversOf) -> None:
        self._clock = clock
        self._drivers = drivers
        self._asked: dict[int, datetime] = {}
        self._asking = Questions("preflight")

    async def round(self, now: datetime) -> None:
        """Starts the questions that are due, and tells of channels that do not work. Raises StoreAway."""
        rows = await store.channels_due(now + AHEAD)
        self._asked = {row["id"]: self._asked[row["id"]] for row in rows if row["id"] in self._asked}
        for row in rows:
            if row["health"] == Health.WORKING:
                self._ask_once(row, now)
            elif row["health"] != Health.STARTING or now - (row["health_at"] or now) >= _STARTING_FOR:
                await self._tell(row, now)

    async def stop(self) -> None:
        await self._asking.stop()
        await self._drivers.close()

    def _ask_once(self, row: Row, now: datetime) -> None:
        asked = self._asked.get(row["id"])
        if row["id"] in self._asking or (asked is not None and now - asked < AGAIN):
            return
        self._asked[row["id"]] = now
        self._asking.ask(row["id"], self._ask(row))

    async def _ask(self, row: Row) -> None:
        try:
            driver = await self._drivers.of(row["workspace_id"], row["id"], row["account_rev"])
            found = await driver.check()
            if found.health is not Health.WORKING:
                health, now = str(found.health), self._clock.now()
                await outcomes.channel_is(row["workspace_id"], row["id"], health, found.reason, now)
            log.info("preflight", channel=row["id"], health=str(found.health), reason=found.reason)
        except StorageError:
            self._asked.pop(row["id"], None)
        except Exception as error:
            log.warning("preflight_failed", channel=row["id"], error=type(error).__name__)

    async def _tell(self, row: Row, now: datetime) -> None:
        dues = await at_risk(row["id"], now)
        first = next((due for due in dues if due > now), None)
        if first is None:  # only what waits already: of that they heard when the channel went down
            return
        about = f"channel:{row['id']}:{first:%Y-%m-%dT%H}"
        detail = {
            "channel": row["id"],
            "name": row["name"],
            "health": row["health"],
            "reason": row["reason"],
            "count": len(dues),
            "first": first.isoformat(),
        }
        staff = await workspaces.staff_of(row["workspace_id"], ("owner", "manager"))
        async with db.transaction():
            for one in sorted({member["staff_id"] for member in staff}):
                if not await notices.exists(row["workspace_id"], "preflight", about, one):
                    await notices.tell(row["workspace_id"], one, "preflight", about, detail, now)
                    log.info("preflight_told", channel=row["id"], count=len(dues))


async def at_risk(channel: int, now: datetime, ahead: timedelta = AT_RISK) -> list[datetime]:
    """The due times over a channel from now on, soonest first; those that wait already count from their slot."""
    until = now + ahead
    dues = [row["slot_at"] for row in await store.waiting(channel, until)]
    for row in await store.messages_due(channel, until):
        if not any(name != "me" and who for name, who in row["audience"].items()):
            continue
        for due in due_times(when_of(row), row["next_due_at"] - timedelta(microseconds=1)):
            if due.due > until or len(dues) >= _MOST:
                break
            dues.append(due.due)
    return sorted(dues)
