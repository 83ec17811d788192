"""Two web processes on one database, as far as it can be seen from it: what comes to both has one effect."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from core.web import make_app
from storage import db
from tests.lab import Lab

ANA = "+351912000001"


@pytest.fixture
async def webs(lab: Lab) -> AsyncIterator[list[str]]:
    """The lab's own, and a second one."""
    runner = web.AppRunner(make_app(lab.clock))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield [lab.url, f"http://127.0.0.1:{runner.addresses[0][1]}"]
    finally:
        await runner.cleanup()


async def test_one_event_ten_times_at_once_over_two_webs_has_one_effect(lab: Lab, webs: list[str]) -> None:
    await lab.contact("Ana", ANA)
    event = lab.incoming(ANA, "STOP")

    async def post(url: str) -> int:
        return await lab.post(event, url=url)

    assert set(await asyncio.gather(*(post(url) for _ in range(5) for url in webs))) == {200}
    await lab.settled()
    for table in ("provider_event", "answer"):
        assert len(await db.rows(f"select id from {table}")) == 1, table
    assert len(await lab.told("opted_out")) == 1


async def test_ten_receipts_at_once_over_two_webs_move_a_delivery_once_and_refuse_nothing(
    lab: Lab, webs: list[str]
) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=0)
    await lab.reaches(message, "delivered")
    token = (await lab.delivery(message))["token"]
    acks = [lab.ack(token, ack) for ack in (2, 3) for _ in range(5)]
    done = await asyncio.gather(*(lab.post(one, url=webs[n % 2]) for n, one in enumerate(acks)))
    assert set(done) == {200}
    await lab.settled()
    assert await lab.states(message) == ["read"]
    assert await lab.count("refused_step") == 0
    row = await lab.delivery(message)
    assert row["sent_at"] <= row["delivered_at"] <= row["read_at"]
