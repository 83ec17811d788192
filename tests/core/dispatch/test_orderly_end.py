"""A worker that is asked to end: what is in flight is answered in time, or recorded unsure; nothing is left `sending`."""

from __future__ import annotations

import asyncio
import contextvars

from storage import db
from tests.lab import Lab

ANA, BRUNO = "+351912000001", "+351912000002"


async def left(lab: Lab, *phones: str) -> None:
    async def so() -> bool:
        return all(lab.shown(phone) for phone in phones)

    await lab.until(so)


async def test_an_answer_that_comes_within_the_patience_of_the_end_is_recorded(lab: Lab) -> None:
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    lab.waha.faults.set("slow", value=0.3)
    await lab.schedule("hello", ana, bruno)
    await left(lab, ANA, BRUNO)
    await lab.restart()
    assert not [row for row in await db.rows("select cause from delivery") if row["cause"]]
    assert set(await lab.states()) <= {"sent", "delivered"}


async def test_what_is_never_answered_is_unsure_when_the_patience_of_the_end_is_over(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.sessions["clinic"].webhooks = []
    lab.waha.faults.set("hang_after", count=1)
    message = await lab.schedule("hello", ana)
    await left(lab, ANA)
    await lab.dispatcher.stop(0.1)
    assert await lab.states(message) == ["unsure"]


async def test_an_answer_that_is_being_recorded_when_the_end_comes_is_not_thrown_away(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.sessions["clinic"].webhooks = []
    lab.waha.faults.set("slow", count=1, value=30)
    message = await lab.schedule("hello", ana)
    await left(lab, ANA)
    outside = contextvars.copy_context()  # what is begun in a transaction's own context would speak over its connection
    async with db.transaction():  # the database is busy: the answer waits in this process's hand
        lab.waha.faults.clear("slow")
        for _ in range(2000):
            await asyncio.sleep(0)
        ending = asyncio.create_task(lab.dispatcher.stop(0), context=outside)
        for _ in range(100):
            await asyncio.sleep(0)
    await ending
    assert await lab.states(message) == ["sent"]
