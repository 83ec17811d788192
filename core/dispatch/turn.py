"""The turn of a lane: what was accepted is written down and what may leave begins, in one commit; then the requests start.

What can go wrong, and what holds:
- the commit fails: nothing that was to begin has left, and the answers are written apart, each by itself where it must be; one
  that cannot be written keeps no other from being written, and nothing from leaving.
- its word is lost, so that it may be kept without our knowing: what began is taken back by the next round
  (`outcomes.never_left`), an answer that is written twice changes nothing the second time.
- somebody is at the message of an answer just now: the lane waits for nobody; that answer is written apart, and waits.
- it is killed: answers that wait for it keep their places in the air, so that at most 32 are unsure.
- locks: messages of the answers, then deliveries, then the channel, and only then bubbles and notices (`outcomes.occurrences`).

Not here: when there is a turn to make (`lane`), which of what is ready leaves (`choice`), the request (`flights`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import structlog

from core import outcomes
from core.channels.windows import Terms
from core.dispatch.allowance import left_today
from core.dispatch.choice import Choice, Going, Stopped
from core.dispatch.flights import Flights, Landed
from core.dispatch.lease import Lease
from core.dispatch.lineage import LineageGuard, WentBack
from core.dispatch.tempo import Tempo
from core.gateways.base import Driver
from core.slots.pace import Pace, read_pace
from storage import db
from storage.errors import StorageError
from storage.queries import channels

log = structlog.get_logger()

Row = dict[str, Any]

MOST_IN_FLIGHT = 32


class Turns:
    """Of one lane."""

    def __init__(
        self, workspace: int, lease: Lease, flights: Flights, choice: Choice, guard: LineageGuard, tempo: Tempo
    ) -> None:
        self._workspace = workspace
        self._lease = lease
        self._flights = flights
        self._choice = choice
        self._guard = guard
        self._tempo = tempo
        self.paced = False
        """Whether the pace alone kept something from leaving in the last one."""

    async def make(self, row: Row, terms: Terms, driver: Driver, due: bool, now: datetime) -> None:
        """Writes down what was accepted and, where something is `due`, starts what may leave. `row`: the channel's."""
        self.paced = False
        pace = read_pace(row["pace"])
        with self._flights.landed() as landed:
            free = await self._may_leave(row, pace, len(landed), now) if due else 0
            if not landed and free <= 0:
                return
            try:
                moved, leaving, never, seen = await self._commit(landed, free, row, terms, driver, now)
            except (StorageError, WentBack):
                raise
            except Exception as error:
                if not landed:
                    raise
                # Apart, an answer that cannot be written stops no other; what else it was shows itself again.
                log.exception("not_recorded", channel=self._lease.channel, error=type(error).__name__)
                return
            began = time.monotonic()
            self._flights.written([one for one in landed if one.row["id"] in moved])
        if leaving:
            seen()
            self._tempo.left(pace, len(leaving), now)
            self.paced = not pace.none and not self._tempo.room(pace, now, now)
        for one, out in leaving:
            self._flights.start(one, out, driver, began)
        outcomes.figures.began((one for one, _ in leaving), now)
        outcomes.say_accepted(list(moved.values()))
        if never:
            await self._choice.skip(never, now)

    async def _commit(
        self, landed: Sequence[Landed], free: int, row: Row, terms: Terms, driver: Driver, now: datetime
    ) -> tuple[dict[int, Row], Going, Stopped, Callable[[], None]]:
        """One commit for both: those that were written down, what leaves, what never may, and what to call now that it does."""
        moved: dict[int, Row] = {}
        leaving: Going = []
        never: Stopped = []
        seen: Callable[[], None] = _nothing_left
        async with db.transaction():
            if landed:
                moved = await outcomes.accepted([(one.row, one.answer) for one in landed], self._lease.fence, now)
            free -= len(landed) - len(moved)
            if free > 0:
                leaving, never = await self._choice.make(free, row, terms, driver, now)
            if leaving:
                seen = self._guard.left(self._lease.channel, await channels.left(self._lease.channel, now))
            if moved:
                going = {one["occurrence_id"] for one, _ in leaving if one["occurrence_state"] == "processing"}
                await outcomes.follow_accepted(list(moved.values()), now, going)
        return moved, leaving, never, seen

    async def _may_leave(self, row: Row, pace: Pace, landed: int, now: datetime) -> int:
        """How many more may be in the air now, once what has landed is written down."""
        free = MOST_IN_FLIGHT - len(self._flights) + landed
        if not pace.none:
            room = self._tempo.room(pace, row["last_left_at"], now)
            self.paced, free = free > 0 and not room, min(free, room)
        left = await left_today(self._workspace, row, now) if free > 0 else None
        if left is not None:
            free = min(free, left)
        return free if self._lease.holds() else 0


def _nothing_left() -> None:
    """So there is nothing to have seen."""
