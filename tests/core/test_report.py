"""The figures of a week, and their telling on Monday."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import report
from storage import db
from storage.queries import directory, workspaces
from tests.lab import Lab, open_lab

ZONE = "Europe/Lisbon"
MONDAY = date(2026, 5, 4)
NOON = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
"""A Wednesday noon in Lisbon (UTC+1)."""


@pytest.fixture
async def may(database_url: str) -> AsyncIterator[Lab]:
    async with open_lab(database_url, NOON) as found:
        yield found


def _move_to(lab: Lab, moment: datetime) -> None:
    lab.clock.advance(moment - lab.now)


async def _digests(lab: Lab) -> list[dict[str, Any]]:
    await lab.rounds(1)
    return await lab.told("digest")


async def test_the_digest_is_told_on_monday_morning_to_owners_and_managers_once(may: Lab) -> None:
    maria = await workspaces.add_staff(may.workspace["id"], "Maria", "manager", "telegram", "2", may.now)
    await workspaces.add_staff(may.workspace["id"], "Sam", "sender", "telegram", "3", may.now)
    told_at = datetime(2026, 5, 11, 7, tzinfo=UTC)  # 8:00 in Lisbon's summer
    _move_to(may, told_at - timedelta(seconds=30))
    assert await _digests(may) == []
    _move_to(may, told_at)
    found = await _digests(may)
    assert {one["staff_id"] for one in found} == {may.owner["id"], maria["id"]}
    assert {one["detail"]["monday"] for one in found} == {"2026-05-04"}
    await may.restart()
    may.later(hours=5)
    assert len(await _digests(may)) == 2
    _move_to(may, told_at + timedelta(days=7))
    assert len(await _digests(may)) == 4


async def test_two_workers_tell_it_once(may: Lab) -> None:
    other = may.another()
    _move_to(may, datetime(2026, 5, 11, 7, tzinfo=UTC))
    await asyncio.gather(*(one.tick() for _ in range(5) for one in (may.dispatcher, other)))
    assert len(await may.told("digest")) == 1


async def test_who_was_away_on_monday_is_told_until_wednesday_and_not_after(may: Lab) -> None:
    _move_to(may, datetime(2026, 5, 13, 6, 59, tzinfo=UTC))
    assert len(await _digests(may)) == 1
    _move_to(may, datetime(2026, 5, 20, 7, 1, tzinfo=UTC))
    assert len(await _digests(may)) == 1


async def test_a_workspace_of_this_morning_has_no_week_behind_it(database_url: str) -> None:
    async with open_lab(database_url, datetime(2026, 5, 11, 8, 0, tzinfo=UTC)) as lab:
        assert await _digests(lab) == []


async def test_each_workspace_keeps_its_own_monday(may: Lab) -> None:
    tokyo = await workspaces.add("Tokyo", "Asia/Tokyo", may.now)
    await workspaces.add_staff(tokyo["id"], "Yuki", "owner", "telegram", "9", may.now)
    _move_to(may, datetime(2026, 5, 10, 23, tzinfo=UTC))  # Monday 8:00 there, still Sunday here
    assert [one["workspace_id"] for one in await _digests(may)] == [tokyo["id"]]


async def test_the_hour_is_by_the_wall_clock_of_the_workspace_in_its_summer_time(database_url: str) -> None:
    """Pakistan put its clocks forward on Sunday 1 June 2008: the Monday after, 8:00 there is 2:00 UTC, not 3:00."""
    async with open_lab(database_url, datetime(2008, 5, 29, 12, tzinfo=UTC)) as lab:
        await db.run("update workspace set zone = 'Asia/Karachi' where id = $1", lab.workspace["id"])
        lab.clock.advance(datetime(2008, 6, 2, 1, 59, tzinfo=UTC) - lab.now)
        assert await _digests(lab) == []
        lab.clock.advance(datetime(2008, 6, 2, 2, tzinfo=UTC) - lab.now)
        assert len(await _digests(lab)) == 1


async def _known_week(lab: Lab) -> None:
    """Five people, and everything that can become of a message, due on Tuesday 9:00 in Lisbon."""
    slot = datetime(2026, 5, 5, 8, 0, tzinfo=UTC)
    people = [await lab.contact(f"P{n}", f"+3519180{n:05d}") for n in range(9)]
    message = await lab.schedule("hello", *people, after=3600 * 24 * 30)
    occurrence = await db.rows(
        "insert into occurrence (workspace_id, message_id, nominal, due_at, state, cause, limit_seconds, planned_at)"
        " values ($1, $2, '2026-05-05T09:00', $3, 'partial', '', 1800, $3) returning id",
        lab.workspace["id"],
        message["id"],
        slot,
    )
    rows: list[tuple[str, str, float | None, float | None, float | None]] = [
        ("sent", "", 1, None, None),
        ("delivered", "", 2, 5, None),
        ("read", "", 3, 6, 60),
        ("read", "double", 600, None, 660),
        ("failed", "no_such_number", None, None, None),
        ("failed", "no_such_number", None, None, None),
        ("skipped", "opted_out", None, None, None),
        ("unsure", "timeout", None, None, None),
        ("cancelled", "moved", None, None, None),
    ]
    for person, (state, cause, sent, delivered, read) in zip(people, rows, strict=True):
        at = [None if seconds is None else slot + timedelta(seconds=seconds) for seconds in (sent, delivered, read)]
        await db.run(
            "insert into delivery (workspace_id, message_id, occurrence_id, contact_id, channel_id, state, slot_at,"
            " ready_at, late_at, fence, attempts, cause, changed_at, sent_at, delivered_at, read_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $7, $7, 0, 1, $8, $7, $9, $10, $11)",
            lab.workspace["id"],
            message["id"],
            occurrence[0]["id"],
            person,
            lab.channel["id"],
            state,
            slot,
            cause,
            *at,
        )
    await db.run(
        "insert into occurrence (workspace_id, message_id, nominal, due_at, state, cause, limit_seconds, planned_at)"
        " values ($1, $2, '2026-05-06T09:00', $3, 'skipped', 'missed', 1800, $3)",
        lab.workspace["id"],
        message["id"],
        slot + timedelta(days=1),
    )


async def test_the_figures_of_a_known_week(may: Lab) -> None:
    await _known_week(may)
    gone = await may.contact("Gone", "+351919999999")
    await directory.block(may.workspace["id"], gone, "contact", may.now)
    banned = await may.contact("Banned", "+351919999998")
    await directory.block(may.workspace["id"], banned, "staff", may.now)
    await may.contact("Nobody", None)
    await may.hear(may.incoming("+351918000000", "thanks"), may.incoming("+351918000001", "ok"))
    found = await report.week(may.workspace["id"], MONDAY, may.now)
    assert (found.due, found.sent, found.delivered, found.read) == (9, 4, 3, 2)
    assert (found.failed, found.unsure, found.skipped, found.cancelled) == (2, 1, 2, 1)
    assert dict(found.causes) == {"no_such_number": 2, "opted_out": 1, "missed": 1}
    assert (found.lateness_median, found.lateness_worst) == (2.5, 600)
    assert found.doubles == 1
    assert found.receipt_coverage == 0.75
    assert found.opt_outs == 1
    assert found.answers == 2
    assert [(need.kind, need.name) for need in found.needs] == [("unsure", "P7"), ("no_phone", "Nobody")]
    assert found.by_day[1] == report.Figures(date(2026, 5, 5), 4, 3, 2, 2, 1, 1)
    assert sum(day.sent for day in found.by_day) == 4
    assert sum(day.skipped for day in found.by_day) == found.skipped
    assert (found.first_day, found.last_day, found.zone) == (MONDAY, date(2026, 5, 10), ZONE)


async def test_the_week_after_and_another_workspace_are_empty(may: Lab) -> None:
    await _known_week(may)
    other = await workspaces.add("Shop", ZONE, may.now)
    for found in (
        await report.week(may.workspace["id"], MONDAY + timedelta(days=7), may.now),
        await report.week(other["id"], MONDAY, may.now),
    ):
        assert (found.due, found.sent, found.doubles, found.answers) == (0, 0, 0, 0)
        assert found.lateness_median is found.receipt_coverage is None


async def test_the_load_of_next_week_is_counted_by_day(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    await may.schedule("daily", ana, after=3600, rules=["FREQ=DAILY"])
    await may.schedule("weekly", ana, after=7200, rules=["FREQ=WEEKLY;BYDAY=MO,TU"])
    found = await report.week(may.workspace["id"], MONDAY, may.now)
    assert [load for _, load in found.next_week] == [2, 2, 1, 1, 1, 1, 1]


def test_a_week_is_named_by_iso_also_at_the_turn_of_the_year() -> None:
    assert report.week_key(date(2026, 12, 28)) == "week:2026-W53"
    assert report.week_key(date(2024, 12, 30)) == "week:2025-W01"
    assert report.week_of(datetime(2026, 5, 10, 23, 30, tzinfo=UTC), "Asia/Tokyo") == (
        date(2026, 5, 11),
        date(2026, 5, 17),
    )


async def test_what_is_still_to_come_this_week_is_not_counted_as_due(may: Lab) -> None:
    ana = await may.contact("Ana", "+351912000001")
    message = await may.schedule("later", ana, after=60)
    await may.reaches(message, "planned")
    monday, _ = report.week_of(may.now, may.workspace["zone"])
    assert (await report.week(may.workspace["id"], monday, may.now)).due == 0
