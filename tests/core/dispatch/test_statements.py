"""What sending asks of the database: it finds what it means, however much a channel has sent before, and takes no more than it
needs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any
from unittest import mock

import pytest
from tortoise.connection import get_connections

from storage import db
from storage.queries import steps
from tests.lab import Lab, open_lab

_WALK = re.compile(
    r"SCAN (delivery|d|known_number|k|provider_event)\b(?! USING INDEX delivery_)"
    r"|(delivery|d) USING (COVERING )?INDEX (idx|uid|sqlite_autoindex)_delivery\w* \(channel_id=\?\)"
)
"""A plan of SQLite's that reads a whole table, or all that a channel ever sent."""


@pytest.fixture
async def sqlite_lab(sqlite_url: str) -> AsyncIterator[Lab]:
    async with open_lab(sqlite_url) as found:
        yield found


async def _delivered(count: int) -> bool:
    found = await db.row("select count(*) as n from delivery where state = 'delivered'")
    return found is not None and found["n"] == count


async def _people(lab: Lab, count: int) -> list[int]:
    return [await lab.contact(f"Person {n}", f"+3519130{n:05d}") for n in range(count)]


async def test_a_send_reads_nothing_of_what_its_channel_sent_before(sqlite_lab: Lab) -> None:
    said: dict[str, list[None]] = {}
    really = db.rows

    async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
        said[sql] = [None] * len(values)
        return await really(sql, *values)

    people = await _people(sqlite_lab, 40)
    with mock.patch.object(db, "rows", rows):
        await sqlite_lab.reaches(await sqlite_lab.schedule("hello", *people, after=0.5), *["delivered"] * 40)
    assert any("set state = 'sending'" in sql for sql in said)
    for sql, values in said.items():
        if "delivery" not in sql or "count(*)" in sql:
            continue
        client = get_connections().get("default")
        plan = [
            row["detail"]
            for row in await client.execute_query_dict(f"explain query plan {sql.replace('$', '?')}", values)
        ]
        assert not [step for step in plan if _WALK.search(step)], f"{sql}\n{plan}"


async def test_a_lane_takes_more_only_when_little_is_left_of_what_it_took(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.dispatch.lane.CLAIM", 80)
    people = await _people(lab, 170)
    taken: list[int] = []
    really = steps.claim

    async def claim(*args: Any) -> int:
        states = await db.rows("select state, count(*) as n from delivery group by state")
        count = {row["state"]: row["n"] for row in states}
        if "sent" in count or "delivered" in count:
            taken.append(count.get("queued", 0))
        return await really(*args)

    with mock.patch.object(steps, "claim", claim):
        await lab.schedule("hello", *people, after=0.5)
        await lab.until(lambda: _delivered(170))
    assert taken
    assert max(taken) < 64
