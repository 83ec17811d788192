"""What went out: to one person, to some, to everybody, within days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from core.commands import Audience
from core.messages import history
from core.recurrence import local
from tests.desk import ZONE, Desk, open_desk

DAILY = ("FREQ=DAILY",)
SECOND, THIRD = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    async with open_desk(sqlite_url) as found:
        yield found


async def test_what_a_person_got_is_searched_by_days_before_it_is_cut_short(desk: Desk) -> None:
    message = await desk.schedule("2026-03-02 09:00", rules=DAILY)
    await desk.until("2026-03-20 09:00", timedelta(hours=1))
    early = await history.sent_to(desk.actor(), desk.ana, days=(date(2026, 3, 3), date(2026, 3, 4)))
    assert [local(line.slot, ZONE).date() for line in early] == [date(2026, 3, 4), date(2026, 3, 3)]
    assert len(await history.sent_to(desk.actor(), desk.ana)) == 10
    assert {line.number for line in early} == {message["number"]}


async def test_what_went_to_everybody_is_told_by_due_time_newest_first(desk: Desk) -> None:
    single = await desk.schedule("2026-03-02 09:00", desk.ana)
    both = await desk.schedule("2026-03-02 10:00", audience=Audience(contacts=(desk.ana, desk.bruno)))
    await desk.schedule("2026-03-03 09:00", desk.ana)
    await desk.until("2026-03-02 12:00", timedelta(minutes=30))
    [newer, older] = await history.sent(desk.actor(), (SECOND, THIRD))
    assert [(one.number, one.people) for one in (newer, older)] == [(both["number"], 2), (single["number"], 1)]
    assert (older.contact, local(older.slot, ZONE).hour) == ("Ana", 9)
    assert await history.sent(desk.actor(), (THIRD, THIRD)) == [], "it has not left yet"


async def test_what_went_to_some_counts_only_theirs(desk: Desk) -> None:
    await desk.schedule("2026-03-02 09:00", desk.ana)
    both = await desk.schedule("2026-03-02 10:00", audience=Audience(contacts=(desk.ana, desk.bruno)))
    await desk.until("2026-03-02 12:00", timedelta(minutes=30))
    [one] = await history.sent(desk.actor(), (SECOND, SECOND), [desk.bruno])
    assert (one.number, one.people, one.contact) == (both["number"], 1, "Bruno")
    assert await history.sent(desk.actor(), (SECOND, SECOND), []) == [], "a group of nobody got nothing"
