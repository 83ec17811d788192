"""Many small writes in one commit: shared under load, and nobody's trouble but one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from core.together import Together
from storage.errors import StoreAway


class Book:
    """Writes numbers; `away` says that the database is, and thirteen cannot be written."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.away = False
        self.open = asyncio.Event()

    async def write(self, numbers: Sequence[int]) -> Sequence[str]:
        self.batches.append(list(numbers))
        await self.open.wait()
        if self.away:
            raise StoreAway("away")
        if 13 in numbers:
            raise ValueError("thirteen")
        return [f"wrote {n}" for n in numbers]


async def test_what_comes_while_one_is_written_goes_together_with_the_next() -> None:
    book = Book()
    together: Together[int, str] = Together(book.write)
    asked = [asyncio.create_task(together.add(n)) for n in range(3)]
    while not book.batches:
        await asyncio.sleep(0)
    asked += [asyncio.create_task(together.add(n)) for n in (7, 8)]
    await asyncio.sleep(0)
    book.open.set()
    assert await asyncio.gather(*asked) == ["wrote 0", "wrote 1", "wrote 2", "wrote 7", "wrote 8"]
    assert sorted(len(batch) for batch in book.batches) == [2, 3]


async def test_one_that_cannot_be_written_does_not_keep_the_others_from_it() -> None:
    book = Book()
    book.open.set()
    together: Together[int, str] = Together(book.write)
    done = await asyncio.gather(*(together.add(n) for n in (12, 13, 14)), return_exceptions=True)
    assert (done[0], done[2]) == ("wrote 12", "wrote 14")
    assert isinstance(done[1], ValueError)


async def test_while_the_database_is_away_everybody_hears_so_and_may_try_again() -> None:
    book = Book()
    book.open.set()
    book.away = True
    together: Together[int, str] = Together(book.write)
    done = await asyncio.gather(together.add(1), together.add(2), return_exceptions=True)
    assert [type(one) for one in done] == [StoreAway, StoreAway]
    book.away = False
    assert await together.add(1) == "wrote 1"


async def test_a_caller_that_gives_up_does_not_take_the_others_along() -> None:
    book = Book()
    together: Together[int, str] = Together(book.write)
    first, second = asyncio.create_task(together.add(1)), asyncio.create_task(together.add(2))
    while not book.batches:
        await asyncio.sleep(0)
    first.cancel()
    book.open.set()
    assert await second == "wrote 2"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_when_the_writer_itself_is_cut_off_nobody_waits_for_ever() -> None:
    book = Book()
    together: Together[int, str] = Together(book.write)
    asked = asyncio.create_task(together.add(1))
    while not book.batches:
        await asyncio.sleep(0)
    (writer,) = [task for task in asyncio.all_tasks() if task.get_name() == "writer"]
    writer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
