"""Many small writes in one commit. What is asked for while a batch is being written waits, and goes with the next one: under
load a commit is shared by all that are in flight, without load nothing waits.

What can go wrong, and what holds: one of a batch cannot be written (each is then written by itself, and only that one's caller
hears of it); the database is away (every caller hears of it, and tries again); a caller that is cancelled (the batch goes on,
the others are not touched). Not here: what is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from storage.errors import StoreAway

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 200


class Together(Generic[Item, Result]):
    """`work` writes several items in one transaction, all or none, and gives one result for each."""

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Result:
        """The item's result, when it is written. Raises what writing it alone raises."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="writer")
        return await done

    async def _write(self) -> None:
        batch: list[tuple[Item, asyncio.Future[Result]]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    self._tell(batch, await self._work([item for item, _ in batch]))
                except StoreAway as error:
                    _fail(batch, error)
                except Exception:
                    for one in batch:
                        await self._alone(one)
        finally:
            self._writer = None
            for _, done in (*batch, *self._waiting):  # only where the writer itself was cut off
                done.cancel()

    async def _alone(self, one: tuple[Item, asyncio.Future[Result]]) -> None:
        try:
            self._tell([one], await self._work([one[0]]))
        except Exception as error:
            _fail([one], error)

    def _tell(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]], results: Sequence[Result]) -> None:
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():
                done.set_result(result)


def _fail(batch: Sequence[tuple[Item, asyncio.Future[Result]]], error: BaseException) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
