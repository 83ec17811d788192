"""A message as JSON: all its due times, and its deliveries page by page."""

from __future__ import annotations

from typing import Any

import pytest

from core.messages import export
from storage.errors import NotFound
from tests.desk import Desk, at

Row = dict[str, Any]


async def daily(desk: Desk, days: int) -> int:
    """The number of a message that has left on so many days to Ana and Bruno."""
    desk.now = at("2026-03-02 08:00")
    message = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, rules=("FREQ=DAILY",))
    for day in range(2, 2 + days):
        await desk.until(f"2026-03-{day:02} 09:00")
    return int(message["number"])


def shown(found: Row) -> list[tuple[str, str]]:
    return [(time["due"][8:10], one["contact"]) for time in found["occurrences"] for one in time["deliveries"]]


async def test_the_newest_due_times_have_their_deliveries_and_it_is_said_where_it_goes_on(desk: Desk) -> None:
    number = await daily(desk, 4)
    first = await export.message(desk.workspace, number, limit=3)
    assert shown(first) == [("05", "Ana"), ("05", "Bruno"), ("04", "Ana")]
    assert [time["counts"] for time in first["occurrences"]] == [{"sent": 2}] * 4, (
        "counts are of all, whatever is shown"
    )
    second = await export.message(desk.workspace, number, limit=3, after=first["next_after"])
    assert shown(second) == [("04", "Bruno"), ("03", "Ana"), ("03", "Bruno")]
    last = await export.message(desk.workspace, number, limit=3, after=second["next_after"])
    assert (shown(last), last["next_after"]) == ([("02", "Ana"), ("02", "Bruno")], None)


async def test_a_page_that_ends_with_the_last_delivery_says_that_there_is_no_more(desk: Desk) -> None:
    number = await daily(desk, 2)
    assert (await export.message(desk.workspace, number, limit=4))["next_after"] is None
    only = await export.message(desk.workspace, number, "failed", limit=1)
    assert (shown(only), only["next_after"]) == ([], None)


async def test_a_page_behind_a_delivery_of_another_message_is_refused(desk: Desk) -> None:
    number = await daily(desk, 1)
    with pytest.raises(NotFound, match="delivery 999"):
        await export.message(desk.workspace, number, after=999)
