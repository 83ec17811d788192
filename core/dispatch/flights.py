"""Requests in flight on one channel: each is asked once, and its answer is written down, however long that takes.

What can go wrong, and what holds:
- the database away while an answer is in hand: until it is back this is the only place that knows the answer, so it is kept.
- an orderly end: what hangs is cut off when its patience is over and recorded unsure; what is answered is never cut off.
- a pause (SIGSTOP) between commit and first byte that outlasts the lease: not sent, and recorded as such under the fence.
- a driver that raises: nobody knows what it did, so it is unsure.

What was accepted is not written down by itself: it waits for the lane's next commit, in which the next ones begin (`landed`,
`written`), so that a full lane commits once a set. What could not be written so (somebody is at its message just now, the lane
broke off or ends, another took it), and every other answer, is written apart and waits for whatever it must.

Not here: which delivery leaves when (`lane`), what an answer does to it (`core.outcomes`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import structlog

from core import outcomes
from core.clock import Clock
from core.dispatch.lease import Lease
from core.gateways.base import Accepted, Driver, News, NotSent, Outgoing, Sent, Unsure
from core.outcomes import matching
from core.together import Together
from core.troubles import optouts, template_hold
from core.troubles.channel_hold import hold
from core.troubles.troubles import NEW_CONTACTS_PAUSED, pause_new_contacts
from storage.errors import StoreAway
from storage.queries import channels, chat, numbers

log = structlog.get_logger()

Row = dict[str, Any]

_LAST_WORD = 5.0
"""Seconds after the end of patience in which an answer may still be written down."""
SLOW = 2.0
"""Seconds after which an answer is late enough for staff to see that it is waited for."""
_TRIES = 5
"""How often a record is tried that fails although the database is there: a bug, and then the next holder's `unsure`."""


def settle_after(driver: Driver, lease: float) -> timedelta:
    """From when on absence at the provider, and a person's word, may be believed of an unsure delivery."""
    return timedelta(seconds=driver.send_timeout + lease + 60)


class Landed(NamedTuple):
    """What was accepted. `patience`: see `settle_after`; `task`: the request's own."""

    row: Row
    out: Outgoing
    answer: Accepted
    patience: timedelta
    task: asyncio.Task[None]


class Flights:
    def __init__(self, workspace: int, lease: Lease, clock: Clock, wake: asyncio.Event) -> None:
        self._workspace = workspace
        self._lease = lease
        self._clock = clock
        self._wake = wake
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._landing: set[asyncio.Task[None]] = set()
        """All that is not over: in flight, or answered with more to write down."""
        self._asking: set[int] = set()
        self._given_up: set[int] = set()
        """Whose answer could not be written down: it is not in flight, and nobody may think that it never was."""
        self._began: dict[int, tuple[float, int]] = {}
        """When each that is not told to be slow began, and its message."""
        self._hurried = asyncio.Event()
        self._deadline: float | None = None
        self._answers: Together[tuple[Row, Sent, timedelta], object] = Together(self._write)
        self._landed: list[Landed] = []
        self._apart = False
        """Whether no further commit of the lane can be waited for."""

    def __len__(self) -> int:
        return len(self._flying)

    def __contains__(self, delivery: object) -> bool:
        return delivery in self._flying or delivery in self._given_up

    def start(self, row: Row, out: Outgoing, driver: Driver, began: float) -> None:
        """Sends a delivery that was marked `sending` at `began` (`time.monotonic()`)."""
        self._flying[row["id"]] = self._start(self._fly(row, out, driver, began), f"send:{row['id']}")
        self._began[row["id"]] = (began, row["message_id"])

    async def tell_slow(self) -> None:
        """Has the bubbles redrawn, once, of what waits for its answer: with a clock, and without a Stop that would come too
        late. What is answered quickly is drawn with its tick alone. Raises StoreAway."""
        before = time.monotonic() - SLOW
        slow = {delivery: message for delivery, (began, message) in self._began.items() if began < before}
        if slow:
            await chat.mark_stale("message", sorted(set(slow.values())))
        for delivery in slow:
            self._began.pop(delivery, None)

    def hurry(self, patience: float) -> None:
        """From now on what is in flight has so many seconds left, or fewer, if that was said before."""
        deadline = time.monotonic() + patience
        self._deadline = deadline if self._deadline is None else min(deadline, self._deadline)
        self._hurried.set()

    @property
    def waiting(self) -> bool:
        """Whether something was accepted that waits to be written with the lane's next commit."""
        return bool(self._landed)

    @contextmanager
    def landed(self) -> Iterator[list[Landed]]:
        """What was accepted and is not written yet, soonest first. Leaves it to the caller to say what was (`written`): what
        was not at the end is written apart."""
        told, self._landed = self._landed, []
        try:
            yield told
        finally:
            for one in told:
                if self._flying.get(one.row["id"]) is one.task:
                    work = self._record(one.row, one.out, one.answer, one.patience)
                    self._flying[one.row["id"]] = self._start(work, f"record:{one.row['id']}")

    def written(self, told: Sequence[Landed]) -> None:
        """These were committed: their places in the air are free."""
        if not told:
            return
        for one in told:
            del self._flying[one.row["id"]]
        first = told[0].row["id"]
        self._start(self._follow_up([(one.out, one.answer) for one in told], first), f"sent:{first}")

    async def land(self) -> None:
        """Returns when nothing is in flight; what hangs when patience ends is cut off, which records it unsure."""
        self._apart = True
        with self.landed():
            pass
        hurried = asyncio.ensure_future(self._hurried.wait())
        try:
            while self._landing and (self._deadline is None or time.monotonic() < self._deadline):
                left = None if self._deadline is None else self._deadline - time.monotonic()
                waits = self._landing | (set() if hurried.done() else {hurried})
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hurried.cancel()
        for delivery in self._asking:
            self._flying[delivery].cancel()
        if self._landing:
            await asyncio.wait([*self._landing], timeout=_LAST_WORD)

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._landing.add(task)
        task.add_done_callback(self._landing.discard)
        return task

    def _end(self, delivery: int) -> None:
        self._flying.pop(delivery, None)
        self._began.pop(delivery, None)
        self._wake.set()  # a place is free

    async def _fly(self, row: Row, out: Outgoing, driver: Driver, began: float) -> None:
        try:
            answer = await self._ask(row, out, driver, began)
        except BaseException:
            self._end(row["id"])
            raise
        self._began.pop(row["id"], None)
        patience = settle_after(driver, self._lease.seconds)
        if isinstance(answer, Accepted) and answer.news is None and not self._apart:
            self._landed.append(Landed(row, out, answer, patience, self._flying[row["id"]]))
            self._wake.set()
        else:
            await self._record(row, out, answer, patience)

    async def _ask(self, row: Row, out: Outgoing, driver: Driver, began: float) -> Sent:
        if time.monotonic() - began > self._lease.seconds or not self._lease.holds():
            return NotSent("lease_lost", 0.0)
        self._asking.add(row["id"])
        try:
            return await driver.send(out)
        except asyncio.CancelledError:
            return Unsure("stopped")
        except Exception as error:
            log.exception("driver_failed", delivery=row["id"], error=type(error).__name__)
            return Unsure("driver_error")
        finally:
            self._asking.discard(row["id"])

    async def _record(self, row: Row, out: Outgoing, answer: Sent, patience: timedelta) -> None:
        """What must be written down before anything else leaves in its place. Each write by itself: one that was made is not
        made again because the next one failed."""

        async def answered() -> None:
            await self._answers.add((row, answer, patience))

        try:
            await self._insist(row["id"], answered)
            if (news := answer.news) is not None:
                await self._insist(row["id"], lambda: self._hear(row, out, news))
        finally:
            self._end(row["id"])
        if isinstance(answer, Accepted):
            await self._follow_up([(out, answer)], row["id"])

    async def _follow_up(self, accepted: Sequence[tuple[Outgoing, Accepted]], first: int) -> None:
        """What accepted ones tell besides: their places in the air are free meanwhile."""
        if refs := [answer.provider_id for _, answer in accepted if answer.provider_id]:
            await self._insist(first, lambda: self._match(refs))
        for out, answer in accepted:
            if answer.chat is not None:
                await self._insist(first, partial(self._learn, out.to, answer.chat))

    async def _write(self, told: Sequence[tuple[Row, Sent, timedelta]]) -> Sequence[object]:
        return await outcomes.all_answered(told, self._lease.fence, self._clock.now())

    async def _match(self, refs: Sequence[str]) -> None:
        await matching.match(self._workspace, self._lease.channel, refs, self._clock.now())

    async def _learn(self, phone: str, chat: str) -> None:
        state = await channels.state(self._workspace, self._lease.channel)
        await numbers.learn(state["account_id"], phone, True, chat, None, self._clock.now())

    async def _insist(self, delivery: int, write: Callable[[], Awaitable[None]]) -> None:
        wait, failed = 0.2, 0
        while True:
            try:
                await write()
            except StoreAway:
                if self._deadline is not None and time.monotonic() > self._deadline:
                    break  # the next holder makes it unsure
            except Exception as error:
                log.exception("not_recorded", delivery=delivery, error=type(error).__name__)
                failed += 1
                if failed >= _TRIES:
                    break
            else:
                return
            await asyncio.sleep(wait)
            wait = min(wait * 2, 10.0)
        self._given_up.add(delivery)

    async def _hear(self, row: Row, out: Outgoing, news: News) -> None:
        channel, now = self._lease.channel, self._clock.now()
        if news.kind in ("down", "halted"):
            await outcomes.channel_is(self._workspace, channel, news.kind, news.reason, now)
        elif news.kind == "slow_down" and news.seconds:
            await hold(self._workspace, channel, news.reason, timedelta(seconds=news.seconds), now)
        elif news.kind == "opted_out":
            await optouts.stopped(self._workspace, row["contact_id"], row["id"], now)
        elif news.kind == template_hold.NEWS and (by := out.template) is not None:
            await template_hold.refused(self._workspace, channel, by.name, by.language, news.reason, now)
        elif news.kind == NEW_CONTACTS_PAUSED and news.seconds:
            await pause_new_contacts(self._workspace, channel, now, timedelta(seconds=news.seconds))
        else:
            log.warning("news", channel=channel, kind=news.kind, reason=news.reason)
