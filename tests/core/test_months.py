"""A month's load: what was and what is to come, each on its local day and counted once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.messages import months
from core.messages.months import Day, Month
from storage import db
from tests.lab import Lab, open_lab

START = datetime(2026, 5, 13, 10, 0, tzinfo=UTC)
"""A Wednesday, eleven o'clock in Lisbon."""
TODAY = date(2026, 5, 13)


@pytest.fixture
async def may(database_url: str) -> AsyncIterator[Lab]:
    async with open_lab(database_url, START) as lab:
        yield lab


async def month(lab: Lab, of: date = TODAY) -> Month:
    return await months.month(lab.actor(), of, lab.now)


def busy(found: Month) -> dict[int, tuple[int, int]]:
    """Day -> messages, copies."""
    return {one.day.day: (one.messages, one.copies) for one in found.days if one.copies}


async def test_what_is_to_come_counts_each_person_and_each_due_time(may: Lab) -> None:
    ana, bruno = await may.contact("Ana", "+351912000001"), await may.contact("Bruno", "+351912000002")
    await may.schedule("both", ana, bruno, after=86400)
    await may.schedule("thrice", ana, after=86400, rules=["FREQ=DAILY;BYHOUR=9,12,18;BYMINUTE=0;COUNT=5"])
    found = await month(may)
    assert busy(found) == {14: (2, 4), 15: (1, 3)}
    assert (found.copies, found.today, len(found.days)) == (7, date(2026, 5, 13), 31)
    assert busy(await month(may, date(2026, 6, 1))) == {}


async def test_what_left_and_what_is_still_to_leave_today_are_never_counted_twice(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    message = await may.schedule("daily", ana, after=60, rules=["FREQ=DAILY;COUNT=3"])
    before = busy(await month(may))
    may.later(seconds=30)
    await may.rounds(2)
    assert await may.states(message) == ["planned"]
    assert busy(await month(may)) == before == {13: (1, 1), 14: (1, 1), 15: (1, 1)}
    may.later(seconds=40)
    await may.rounds(3)
    assert busy(await month(may)) == before


async def test_a_day_is_the_speakers(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    await may.schedule("late", ana, after=13.5 * 3600)  # 23:30 UTC, half past midnight in Lisbon
    assert busy(await month(may)) == {14: (1, 1)}
    abroad = replace(may.actor(), zone="America/Lima")
    assert busy(await months.month(abroad, TODAY, may.now)) == {13: (1, 1)}


async def test_trouble_is_marked_on_its_day_and_a_missed_time_too(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    message = await may.schedule("daily", ana, after=60, rules=["FREQ=DAILY;COUNT=8"])
    may.later(days=3)  # nobody was there for three days
    await may.rounds(3)
    found = await month(may)
    assert [one.day.day for one in found.days if one.trouble] == [13, 14, 15]
    assert found.days[12] == Day(date(2026, 5, 13), 0, 0, skipped=1)
    assert await months.missed(may.actor(), date(2026, 5, 14)) == 1
    assert (await may.message(message))["state"] == "active"


async def test_what_is_paused_or_called_off_is_no_load(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    await may.schedule("paused", ana, after=86400)
    await may.schedule("cancelled", ana, after=86400)
    await db.run("update message set state = 'paused' where text = 'paused'")
    await db.run("update message set state = 'cancelled' where text = 'cancelled'")
    assert busy(await month(may)) == {}


async def test_another_workspace_sees_nothing_of_it(may: Lab) -> None:
    await may.schedule("hello", await may.contact("Ana", "+351912000001"), after=86400)
    assert busy(await months.month(replace(may.actor(), workspace=99), TODAY, may.now)) == {}


async def test_a_rule_by_the_minute_is_counted_whole_and_lets_others_work(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    await may.schedule("often", ana, after=3600, rules=["FREQ=MINUTELY;INTERVAL=10"])
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    working = asyncio.create_task(others())
    found = await month(may, date(2026, 7, 1))
    working.cancel()
    assert {one.copies for one in found.days} == {144}
    assert turns > len(found.days) * 144 // months.BREATH


def test_months_follow_each_other_over_the_years() -> None:
    december = date(2026, 12, 24)
    assert [months.month_after(december, n) for n in (-12, -1, 0, 1)] == [
        date(2025, 12, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
    ]  # fmt: skip
    assert months.month_after(december, 1) - timedelta(days=1) == date(2026, 12, 31)
