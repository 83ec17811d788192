"""kill -9 at every await of the lane and of the webhook.

On PostgreSQL, where each death takes a database of its own, a few of them stand for all; BELFRY_LONG_TESTS=N takes N.
"""

from __future__ import annotations

import os
import signal

import pytest

from tests.crash.bench import Bench
from tests.crash.lives import SILENT
from tests.crash.run import Run
from tests.crash.sweep import Report, Scene, sweep
from tests.crash.verdict import all_is_well, at_rest, settled, tapped
from tests.databases import Postgres

pytestmark = pytest.mark.asyncio(loop_scope="session")

LANE = ("core/dispatch/",)
WEBHOOK = ("core/web.py", "core/receipts.py", "aiohttp/web_protocol.py")

HELLO = {"text": "hello", "to": ["Ana", "Bruno"], "after": 0.1}
OWN = {"waha_of_its_own": True}
ON_POSTGRES = int(os.environ.get("BELFRY_LONG_TESTS", "6"))
"""So many deaths of a scene on PostgreSQL."""
DAILY = {"text": "a daily word", "to": ["Ana"], "after": 0.3, "rules": ["FREQ=DAILY"]}


def judge(report: Report) -> None:
    print(report)
    for point in report.missed:
        print(f"  not reached: {point}")
    assert not report.failures, f"{report}\n" + "\n\n".join(report.failures[:3])
    alive = report.lines - report.lines_died_at
    print(f"  lines that only a race comes to, and nobody died at this time: {sorted(alive & report.by_chance)}")
    assert not alive - report.by_chance, alive
    # A wait for a lock is there only while somebody else holds it: that is chance too.
    missed = [point for point in report.missed if "asyncio/locks.py" not in point.stack]
    assert len(missed) <= len(report.points) // 10, missed


def judge_on_postgres(report: Report) -> None:
    print(report)
    assert not report.failures, f"{report}\n" + "\n\n".join(report.failures[:3])
    assert len(report.missed) <= len(report.points) // 3, report.missed


# --- the lane


async def good_weather(run: Run) -> None:
    """Two people and a series: planned, sent, echoed, delivered."""
    await settled(run)
    await tapped(run)
    await all_is_well(run)


@pytest.mark.timeout(900)
async def test_kill_9_at_every_await_of_the_lane_loses_nothing_and_doubles_nothing(bench: Bench) -> None:
    judge(await sweep(bench, Scene("lane", LANE, good_weather, settings={"messages": [HELLO, DAILY]})))


@pytest.mark.timeout(1800)
async def test_kill_9_at_awaits_of_the_lane_on_postgresql_loses_nothing_and_doubles_nothing(
    bench: Bench, postgres: Postgres
) -> None:
    settings = {"messages": [HELLO, DAILY], "server": postgres}
    judge_on_postgres(await sweep(bench, Scene("lane", LANE, good_weather, settings=settings), ON_POSTGRES))


# --- the lane when WAHA is in trouble, and tells nothing by itself


async def in_trouble(run: Run) -> None:
    await run.session(status="FAILED")
    await run.control("phones", number=run.contacts["Carla"], exists=False)
    await run.fault("error_after", "Ana")
    await run.fault("hang_before", "Bruno")


async def bad_weather(run: Run) -> None:
    """The session is down and comes back; one answer is an error although it left, one never comes, one number is nobody's."""
    if run.once("down"):
        down = "select id from channel where health <> 'working'"
        await run.until(lambda: run.life > 1 or run.rows(down), "the channel is down")
        await run.session(status="WORKING")
    for _ in range(30):
        if await at_rest(run):
            break
        await run.some_ticks(4)
        await run.do(advance=6)
    await settled(run)
    await tapped(run)
    await all_is_well(run, never={"Carla": "no_such_number"})
    assert run.rows("select health from channel") == [{"health": "working"}], await run.account()


def trouble(server: Postgres | None = None) -> Scene:
    hello = HELLO | {"to": ["Ana", "Bruno", "Carla"]}
    return Scene(
        "trouble",
        LANE,
        bad_weather,
        before=in_trouble,
        only=("flights.py", "dispatch/watch.py", "settle.py", "troubles.py", ":channel_is", ":skip", ":put_off"),
        settings=OWN
        | {
            "messages": [hello],
            "contacts": ("Ana", "Bruno", "Carla"),
            "events": SILENT,
            "timeout": 0.5,
            "server": server,
        },
    )


@pytest.mark.timeout(900)
async def test_kill_9_at_every_await_of_a_lane_in_trouble_loses_nothing_and_doubles_nothing(bench: Bench) -> None:
    judge(await sweep(bench, trouble()))


@pytest.mark.timeout(1800)
async def test_kill_9_at_awaits_of_a_lane_in_trouble_on_postgresql_loses_nothing_and_doubles_nothing(
    bench: Bench, postgres: Postgres
) -> None:
    judge_on_postgres(await sweep(bench, trouble(postgres), ON_POSTGRES))


# --- the lane when it is asked to end


async def slow_answers(run: Run) -> None:
    await run.fault("slow", "Ana", value=0.3)
    await run.fault("hang_after", "Bruno")


async def asked_to_end(run: Run) -> None:
    """SIGTERM while one answer is slow and one never comes."""

    async def both_left() -> bool:
        return run.life > 1 or all([await run.shown(who) for who in run.contacts])

    if run.once("asked"):
        await run.until(both_left, "both left")
        if run.life == 1:
            await run.signal(signal.SIGTERM)
        if not run.died_as_told:
            left = {row["who"]: (row["state"], row["cause"]) for row in await run.left_behind()}
            assert left["Ana"] == ("sent", ""), await run.account()
            assert left["Bruno"] == ("unsure", "stopped"), await run.account()
        await run.no_faults()
    await settled(run)
    await tapped(run)
    await all_is_well(run)


def ending(server: Postgres | None = None) -> Scene:
    return Scene(
        "ending",
        LANE,
        asked_to_end,
        before=slow_answers,
        only=("flights.py", ":stop ", ":_leave", ":release"),
        settings=OWN | {"messages": [HELLO], "events": SILENT, "timeout": 30.0, "patience": 2.5, "server": server},
    )


@pytest.mark.timeout(900)
async def test_kill_9_at_every_await_of_an_orderly_end_loses_nothing_and_doubles_nothing(bench: Bench) -> None:
    judge(await sweep(bench, ending()))


@pytest.mark.timeout(1800)
async def test_kill_9_at_awaits_of_an_orderly_end_on_postgresql_loses_nothing_and_doubles_nothing(
    bench: Bench, postgres: Postgres
) -> None:
    judge_on_postgres(await sweep(bench, ending(postgres), ON_POSTGRES))


# --- the webhook


async def echo_comes_first(run: Run) -> None:
    await run.fault("echo_first", "Ana")
    await run.fault("ack_first", "Bruno")
    await run.control("faults", name="duplicate")


async def conversation(run: Run) -> None:
    """Sent, echoed, delivered, read; a thank-you, a STOP, a word of somebody else: each event posted twice at once."""
    await settled(run)
    await tapped(run)
    if run.once("wrote"):
        await run.phone("Ana", "open")
        await run.phone("Ana", "answer", text="thank you")
        await run.phone("Ana", "answer", text="STOP")
        await run.phone("Bruno", "answer", text="who is this?")
        await run.session(status="WORKING")

    async def heard() -> bool:
        read = [row["state"] for row in run.deliveries() if row["who"] == "Ana"] == ["read"]
        return read and len(run.rows("select id from answer")) >= 3 and await at_rest(run)

    await run.until(heard, "all heard")
    await run.some_ticks(2)
    await all_is_well(run)
    account = await run.account()
    said = [(row["who"], row["text"]) for row in run.rows(ANSWERS)]
    assert sorted(said) == [("Ana", "STOP"), ("Ana", "thank you"), ("Bruno", "who is this?")], account
    told = sorted((row["kind"], row["text"]) for row in run.rows(TOLD))
    assert told == [("answer", "thank you"), ("answer", "who is this?"), ("opted_out", "STOP")], account
    blocked = {row["name"]: row["blocked_by"] for row in run.rows("select * from contact")}
    assert blocked["Ana"] == "contact", account
    assert not blocked["Bruno"], account


ANSWERS = "select c.name as who, a.text from answer a join contact c on c.id = a.contact_id"
TOLD = "select n.kind, a.text from notice n join answer a on n.about = 'answer:' || a.id where n.state = 'new'"


@pytest.mark.timeout(900)
async def test_kill_9_at_every_await_of_the_webhook_loses_nothing_and_tells_nothing_twice(bench: Bench) -> None:
    scene = Scene("webhook", WEBHOOK, conversation, before=echo_comes_first, settings=OWN | {"messages": [HELLO]})
    judge(await sweep(bench, scene))


@pytest.mark.timeout(1800)
async def test_kill_9_at_awaits_of_the_webhook_on_postgresql_loses_nothing_and_tells_nothing_twice(
    bench: Bench, postgres: Postgres
) -> None:
    settings = OWN | {"messages": [HELLO], "server": postgres}
    scene = Scene("webhook", WEBHOOK, conversation, before=echo_comes_first, settings=settings)
    judge_on_postgres(await sweep(bench, scene, ON_POSTGRES))
