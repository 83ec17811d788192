"""One round for an outside cron: what it sends, when it ends, and what keeps it out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from core.dispatch.dispatcher import Dispatcher
from core.dispatch.once import Round, run_round
from core.web import Cron, make_app
from storage import db
from storage.queries import runners
from tests.lab import Lab, open_lab

ANA, BEN = "+351912000001", "+351912000002"


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    async with open_lab(database_url) as found:
        yield found


async def _round(lab: Lab, seconds: float = 20.0) -> Round:
    dispatcher = Dispatcher(lab.clock, lease=2.0, chores=lab.chores, on_duty=False)
    return await run_round(dispatcher, lab.clock, seconds)


async def test_a_round_sends_what_is_due_and_ends_when_nothing_more_is(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    await lab.schedule("now", ana, ben)
    later = await lab.schedule("in an hour", ana, after=3600)
    done = await _round(lab)
    assert not done.kept_out
    assert done.counts["sent"] == 2
    assert lab.shown(ANA) == ["now"]
    assert lab.shown(BEN) == ["now"]
    assert await lab.states(later) == []


async def test_what_comes_due_while_a_round_lasts_leaves_in_it_and_not_before_its_time(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    made = await lab.schedule("soon", ana, after=1.2)
    await _round(lab)
    row = await lab.delivery(made)
    assert lab.shown(ANA) == ["soon"]
    assert row["sending_at"] >= row["slot_at"]


async def test_what_is_due_after_the_round_is_left_to_the_next_call(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.schedule("in a minute", ana, after=60)
    done = await _round(lab)
    assert done.counts["sent"] == 0
    assert done.next_at is not None
    assert done.next_at > lab.now + timedelta(seconds=30)
    assert lab.shown(ANA) == []
    lab.later(seconds=60)
    assert (await _round(lab)).counts["sent"] == 1
    assert lab.shown(ANA) == ["in a minute"]


async def test_a_round_does_not_wait_for_a_channel_that_is_down(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await lab.settled()
    await lab.dispatcher.stop(1)
    message = await lab.schedule("now", ana)
    done = await asyncio.wait_for(_round(lab, 60.0), 20)
    assert (done.counts["sent"], done.next_at) == (0, None)
    assert set(await lab.states(message)) <= {"planned", "queued"}


async def test_a_round_does_nothing_while_a_worker_runs(lab: Lab) -> None:
    await lab.rounds(1)
    ana = await lab.contact("Ana", ANA)
    await lab.schedule("now", ana)
    assert (await _round(lab)).kept_out == "worker"
    assert lab.shown(ANA) == []


async def test_a_worker_that_ended_in_order_or_fell_silent_keeps_no_round_out(lab: Lab) -> None:
    await lab.rounds(1)
    await lab.dispatcher.stop(1)
    assert not (await _round(lab)).kept_out
    await runners.on_duty("gone", 15)
    assert (await _round(lab)).kept_out == "worker"
    await db.run("update runner set expires_at = 1 where owner = 'gone'")
    assert not (await _round(lab)).kept_out


async def test_two_rounds_never_overlap(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.schedule("soon", ana, after=1.0)
    both = await asyncio.gather(_round(lab), _round(lab))
    assert sorted(done.kept_out for done in both) == ["", "round"]
    assert lab.shown(ANA) == ["soon"]
    assert not (await _round(lab)).kept_out, "its turn ends with it"


async def test_a_round_that_was_killed_keeps_the_next_out_only_until_its_turn_is_over(lab: Lab) -> None:
    assert await runners.take_turn("killed", 15)
    assert (await _round(lab)).kept_out == "round"
    await db.run("update runner set expires_at = 1")
    assert not (await _round(lab)).kept_out


async def test_the_url_wants_its_token_answers_at_once_and_starts_one_round(lab: Lab) -> None:
    begun, may_end = 0, asyncio.Event()

    async def a_round() -> None:
        nonlocal begun
        begun += 1
        await may_end.wait()

    runner = web.AppRunner(make_app(lab.clock, cron=Cron("secret", a_round)))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/cron/dispatch"
        async with aiohttp.ClientSession() as session:

            async def call(token: str) -> int:
                async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as answer:
                    return answer.status

            assert [await call("wrong"), await call("sécret"), await call("")] == [401, 401, 401]
            assert begun == 0
            assert [await call("secret"), await call("secret")] == [202, 202]
            assert begun == 1
            for scheme, status in (("bearer", 202), ("BEARER ", 202), ("Basic", 401), ("", 401)):
                async with session.post(url, headers={"Authorization": f"{scheme} secret"}) as answer:
                    assert answer.status == status, scheme
            async with session.get(url) as answer:
                assert answer.status == 405
    finally:
        may_end.set()
        await runner.cleanup()


async def test_without_a_token_in_the_settings_the_url_is_not_there(lab: Lab) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{lab.url}/cron/dispatch", headers={"Authorization": "Bearer "}) as answer,
    ):
        assert answer.status == 404
