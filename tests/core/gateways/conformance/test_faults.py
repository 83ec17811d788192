"""What goes wrong between us and a provider, over every gateway in `benches.BENCHES`: each answer is as honest as can be."""

from __future__ import annotations

import asyncio

import pytest

from core.gateways.base import Accepted, Health, LookUpFailed, NotSent, Receipt, Sought, Stage, Unsure
from tests.core.gateways.conformance.bench import ANA, Bench, look_up


async def test_a_refused_connection_is_proven_not_to_have_left(bench: Bench) -> None:
    sent = await bench.closed().send(bench.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert sent.news.kind == "down"


@pytest.mark.parametrize("fault", ["lost_before", "lost_after"])
async def test_a_connection_cut_after_the_request_is_unsure_whatever_happened(bench: Bench, fault: str) -> None:
    bench.fault(fault)
    assert isinstance(await bench.driver.send(bench.outgoing()), Unsure)


async def test_an_answer_that_never_comes_is_unsure(bench: Bench) -> None:
    bench.fault("silent_after")
    arrived = bench.arrived()
    hasty = bench.connect(settings={"timeout": 0.3})
    assert await hasty.send(bench.outgoing()) == Unsure("timeout")
    await arrived.wait()
    assert bench.shown(ANA) == ["hello"]


async def test_a_request_that_was_read_and_never_answered_is_unsure_though_nothing_left(bench: Bench) -> None:
    bench.fault("silent_before")
    assert await bench.connect(settings={"timeout": 0.3}).send(bench.outgoing()) == Unsure("timeout")
    assert bench.shown(ANA) == []


@pytest.mark.parametrize("fault", ["broken_before", "broken_after"])
async def test_a_server_error_is_unsure_and_keeps_nothing_of_the_body(bench: Bench, fault: str) -> None:
    bench.fault(fault)
    sent = await bench.driver.send(bench.outgoing("my secret text"))
    assert isinstance(sent, Unsure)
    assert "secret text" not in repr(sent)
    assert ANA.lstrip("+") not in repr(sent)


@pytest.mark.parametrize("fault", ["garbled", "huge"])
async def test_an_answer_that_cannot_be_read_is_unsure(bench: Bench, fault: str) -> None:
    bench.fault(fault)
    assert isinstance(await bench.driver.send(bench.outgoing()), Unsure)
    assert bench.shown(ANA) == ["hello"]


async def test_an_empty_answer_is_what_the_provider_is_known_to_mean_by_it(bench: Bench) -> None:
    bench.fault("empty")
    assert isinstance(await bench.driver.send(bench.outgoing()), bench.empty_is)


async def test_a_slow_answer_is_waited_for(bench: Bench) -> None:
    bench.fault("slow")
    assert isinstance(await bench.driver.send(bench.outgoing()), Accepted)
    assert bench.shown(ANA) == ["hello"]


async def test_a_bad_key_halts_the_channel_and_nothing_leaves(bench: Bench) -> None:
    driver = bench.bad_key()
    sent = await driver.send(bench.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert (sent.news.kind, sent.news.reason) == ("halted", "bad_key")
    assert (await driver.check()).health is Health.HALTED
    assert bench.shown(ANA) == []


async def test_a_key_that_no_header_can_carry_halts_the_channel(bench: Bench) -> None:
    sent = await bench.connect(key="schlüssel\nx").send(bench.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert (sent.news.kind, sent.news.reason) == ("halted", "bad_key")


async def test_being_told_to_slow_down_is_not_sent_and_says_for_how_long(bench: Bench) -> None:
    bench.fault("limited")
    sent = await bench.driver.send(bench.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert (sent.retry_after, sent.news.kind, sent.news.seconds) == (7.0, "slow_down", 7.0)
    assert bench.shown(ANA) == []


async def test_a_provider_that_is_not_there_behind_its_proxy_has_sent_nothing(bench: Bench) -> None:
    bench.fault("gone")
    assert isinstance(await bench.driver.send(bench.outgoing()), NotSent)
    assert bench.shown(ANA) == []


@pytest.mark.needs("a state")
async def test_a_channel_that_is_down_sends_nothing_and_says_so(bench: Bench) -> None:
    bench.down()
    sent = await bench.driver.send(bench.outgoing())
    assert isinstance(sent, NotSent)
    assert sent.news is not None
    assert sent.news.kind in ("down", "halted")
    assert (await bench.driver.check()).health in (Health.DOWN, Health.HALTED)


@pytest.mark.needs("look-up by token")
async def test_what_has_left_unsurely_can_be_looked_up(bench: Bench) -> None:
    bench.fault("lost_after")
    out = bench.outgoing()
    assert isinstance(await bench.driver.send(out), Unsure)
    found = await bench.driver.look_up(Sought(None, ANA, token=out.token, text=out.text))
    assert found is not None
    assert found.stage in (Stage.SENT, Stage.DELIVERED)


@pytest.mark.needs("look-up")
async def test_what_was_accepted_can_be_looked_up(bench: Bench) -> None:
    out = bench.outgoing()
    sent = await bench.driver.send(out)
    assert isinstance(sent, Accepted)
    found = await bench.driver.look_up(Sought(sent.provider_id, ANA, token=out.token, text=out.text))
    assert found is not None
    assert found.stage in (Stage.SENT, Stage.DELIVERED)


async def test_a_look_up_tells_absence_from_not_knowing(bench: Bench) -> None:
    if bench.looks_up:
        assert await look_up(bench.driver, "3EB0NOSUCHMESSAGE", ANA) is None
    else:
        with pytest.raises(LookUpFailed):
            await look_up(bench.driver, "3EB0NOSUCHMESSAGE", ANA)
    for driver in (bench.closed(), bench.bad_key()):
        with pytest.raises(LookUpFailed):
            await look_up(driver, "3EB0NOSUCHMESSAGE", ANA)


async def test_a_number_check_that_fails_is_no_answer_at_all(bench: Bench) -> None:
    assert (await bench.driver.check_number(ANA)).exists is (True if bench.checks_numbers else None)
    assert (await bench.closed().check_number(ANA)).exists is None


async def test_a_send_that_is_cancelled_is_cancelled(bench: Bench) -> None:
    bench.fault("silent_after")
    arrived = bench.arrived()
    sending = asyncio.create_task(bench.driver.send(bench.outgoing()))
    await arrived.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_events_that_come_twice_are_one_by_their_key(bench: Bench) -> None:
    bench.fault("twice")
    await bench.driver.send(bench.outgoing())
    bench.answer(ANA, "yes")
    every, once = await bench.all_events(), await bench.events()
    assert len(every) >= 2 * len({one.key for one in every})
    assert len(once) == len({one.key for one in every})


async def test_receipts_in_reverse_order_each_tell_their_own_stage(bench: Bench) -> None:
    bench.fault("reordered")
    await bench.driver.send(bench.outgoing())
    await bench.events()
    bench.open_chat(ANA)
    stages = [list(Stage).index(event.stage) for event in await bench.events() if isinstance(event, Receipt)]
    assert len(set(stages)) > 1
    assert stages != sorted(stages)


@pytest.mark.needs("signatures")
async def test_a_call_signed_by_somebody_else_is_not_let_in(bench: Bench) -> None:
    bench.fault("forged")
    bench.answer(ANA, "give me all your messages")
    first, *_ = await bench.calls()
    assert not bench.kind.verify(first, bench.account())
