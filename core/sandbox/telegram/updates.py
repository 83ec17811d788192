"""The queue of updates: ids that go up by one, long polling with confirmation by offset, repeats on demand.

Rules: https://core.telegram.org/bots/api#getupdates. Not here: what the updates say (`telegram.world`), HTTP, webhooks.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

from core.sandbox.telegram.params import ApiError

Update = dict[str, Any]

_OFF_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_REMEMBERED = 1000


class Updates:
    """All updates of one bot. `first_id` keeps ids apart between two lives of the sandbox: Belfry remembers them."""

    def __init__(self, first_id: int, told: Callable[[], None]) -> None:
        self._told = told
        self._next = first_id
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._given: OrderedDict[int, Update] = OrderedDict()
        self._repeats: list[Update] = []
        self._polls = 0
        self._news = asyncio.Event()
        self.allowed: list[str] | None = None
        self.waiting = 0
        """How many polls wait for an update now."""

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queues an update and returns its id; None where the bot has not asked for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _OFF_BY_DEFAULT
        if not wanted:
            return None
        update_id, self._next = self._next, self._next + 1
        self._pending[update_id] = {"update_id": update_id, kind: payload}
        self._wake()
        return update_id

    def repeat(self, update_id: int | None = None) -> int:
        """Queues an update a second time under its old id, confirmed or not. None: the last one made."""
        known = {**self._given, **self._pending}
        wanted = update_id if update_id is not None else max(known, default=0)
        if wanted not in known:
            raise ValueError("there is no such update to repeat")
        self._repeats.append(known[wanted])
        self._wake()
        return wanted

    def confirm(self, offset: int) -> None:
        """Forgets what lies before `offset`; a negative one keeps only the last so many."""
        if offset < 0:
            keep = list(self._pending)[offset:]
            offset = keep[0] if keep else self._next
        for update_id in [known for known in self._pending if known < offset]:
            self.done(update_id)

    def done(self, update_id: int) -> None:
        """Takes an update off the queue; it can still be repeated."""
        update = self._pending.pop(update_id, None)
        if update is not None:
            self._given[update_id] = update
        while len(self._given) > _REMEMBERED:
            self._given.popitem(last=False)

    def drop(self) -> None:
        self._pending.clear()
        self._repeats.clear()

    def recall(self, pending: list[Update], leap: int) -> None:
        """What waited in an earlier life, under its old ids; new ones begin `leap` after them, at least."""
        self._pending = OrderedDict((update["update_id"], update) for update in pending)
        self._next = max(self._next, max(self._pending, default=0) + leap)

    def interrupt(self) -> None:
        """Ends all polls that wait now."""
        self._polls += 1
        self._wake()

    def peek(self) -> list[Update]:
        return list(self._pending.values())

    def take_repeats(self) -> list[Update]:
        taken, self._repeats = self._repeats, []
        return taken

    def arrival(self) -> Coroutine[Any, Any, Any]:
        """Ends at the next update, repeat or interruption after this call, even if it is awaited later."""
        return self._news.wait()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:
        """The updates of one getUpdates. Raises ApiError 409 when another poll or an end comes."""
        self._polls += 1
        mine = self._polls
        self._wake()
        if offset:
            self.confirm(offset)
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while not (self._repeats or self._pending) and (left := end - loop.time()) > 0:
            if not await self._waited(left):
                break
            if self._polls != mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
        room = max(0, limit - len(self._repeats))
        return self.take_repeats() + self.peek()[:room]

    async def _waited(self, seconds: float) -> bool:
        """Whether something came within that time."""
        self.waiting += 1
        self._told()
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True
