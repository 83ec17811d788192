"""One round for an outside cron: plans, sends what is due, leaves the rest to the next call.

Where no worker can stay alive (shared hosting, a serverless platform) something outside calls once a minute. What can go
wrong, and what holds:
- calls overlap: the round is one row with an owner and an end by the database's clock; the second call does nothing.
- a worker runs after all: the call does nothing; a worker that starts in the middle shares the work, guarded by leases.
- the call is killed: its turn runs out, its lanes' leases too, and the next call finds what it left, as after any crash.
- too much to do: at the end nothing more is started, and what is in flight has a few seconds to be answered.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock
from core.dispatch.dispatcher import Dispatcher
from core.outcomes.figures import STEPS
from storage.queries import pulse, runners

ROUND_SECONDS = 50.0
"""How long a round may last where nobody says: the next minute's call finds it over."""
PATIENCE = 8.0
"""Seconds that a round may last longer than it was given, for the answers of what is in flight."""
_TURN = 15.0
_STATES = ("sent", "failed", "skipped", "unsure")


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. `kept_out`: "worker" or "round" when one of them is at work and nothing was done, "held" when sending
    is held (`core.dispatch.lineage`), else ""."""

    kept_out: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    next_at: datetime | None = None
    """When the next delivery that is planned may leave, over a channel that can send; what is not planned yet is not in it."""


async def run_round(dispatcher: Dispatcher, clock: Clock, seconds: float) -> Round:
    """Ticks until nothing more can leave within `seconds`, at most so long; then ends the dispatcher in order.

    `dispatcher`: a fresh one that is not on duty as a worker. Raises StoreAway when the database cannot be reached.
    """
    if await runners.worker_on_duty():
        return Round("worker")
    if not await runners.take_turn(dispatcher.owner, _TURN):
        return Round("round")
    before = _counted()
    try:
        await _work(dispatcher, clock, time.monotonic() + seconds)
    finally:
        await dispatcher.stop(PATIENCE)
        await runners.off_duty(dispatcher.owner)
    after = _counted()
    if dispatcher.held:
        return Round("held")
    return Round("", {state: after[state] - before[state] for state in _STATES}, await pulse.next_ready())


def _counted() -> dict[str, int]:
    return {state: int(STEPS.value(state=state)) for state in _STATES}


async def _work(dispatcher: Dispatcher, clock: Clock, end: float) -> None:
    """A tick each second while something leaves or is about to."""
    while True:
        began = time.monotonic()
        await dispatcher.tick()
        if dispatcher.held:
            return
        left = end - time.monotonic()
        if left <= 0 or not await runners.take_turn(dispatcher.owner, _TURN):
            return
        if not dispatcher.flying and not await _more(clock, left):  # a lane whose channel is down waits for nothing
            return
        await asyncio.sleep(max(0.0, min(1.0, left, began + 1.0 - time.monotonic())))


async def _more(clock: Clock, seconds: float) -> bool:
    """Whether something that is planned may leave before the round is over."""
    next_at = await pulse.next_ready()
    return next_at is not None and next_at <= clock.now() + timedelta(seconds=seconds)
