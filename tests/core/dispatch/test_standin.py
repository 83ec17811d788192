"""A channel stands in for another that is down: only where it was allowed, only what is not too late, never twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from core import outcomes
from core.channels import failover
from core.errors import NotAllowed, Refused
from core.messages import copies, views
from core.sandbox.waha.hooks import Webhook
from core.troubles.channel_hold import hold
from storage import db
from storage.queries import channels, deliveries, steps
from storage.queries import failover as pairs
from tests.core.cloud_lab import cloud_channel
from tests.lab import WAHA_KEY, Lab, Row

ANA, BEN = "+351912000001", "+351912000002"


async def _backup(lab: Lab, **more: object) -> Row:
    """A second channel at the same WAHA, which may stand in for the first."""
    row = await channels.add(
        lab.workspace["id"],
        "backup",
        "waha",
        lab.waha.url,
        WAHA_KEY,
        "s2",
        "hook2",
        "backup",
        lab.now,
        pace="0s",
        settings={"timeout": 1.5},
        **more,
    )
    lab.waha.add_session("backup", "+351210000009", webhooks=[Webhook(f"{lab.url}/webhooks/hook2", "s2", delay=0.05)])
    await failover.allow(lab.actor(), "clinic", "backup", lab.now)
    return row


async def _down(lab: Lab, **since: float) -> None:
    """The first channel is down, and for so long already."""
    lab.waha.set_status("clinic", "FAILED")
    await outcomes.channel_is(lab.workspace["id"], lab.channel["id"], "down", "failed", lab.now - timedelta(**since))
    assert (await channels.state(lab.workspace["id"], lab.channel["id"]))["health"] == "down"


async def test_what_would_soon_be_too_late_leaves_through_the_channel_that_stands_in(lab: Lab) -> None:
    other = await _backup(lab)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    await _down(lab, minutes=2)
    lab.later(minutes=16)  # of the thirty that it may be late
    (row,) = await lab.reaches(message, "delivered")
    await lab.settled()
    assert row["channel_id"] == other["id"]
    assert row["attempts"] == 1
    assert lab.shown(ANA) == ["hello"]
    (notice,) = await lab.told("failover")
    assert (notice["detail"]["name"], notice["detail"]["other"], notice["detail"]["count"]) == ("clinic", "backup", 1)
    view = await views.view_by_id(lab.actor(), message["id"], lab.now)
    assert view.stand_ins == (("backup", 1),)
    assert [one.stand_in for one in await copies.lines(lab.actor(), view.number, lab.now)] == ["backup"]
    noted = await db.rows("select what from audit_entry where what in ('failover', 'handed_over') order by id")
    assert [one["what"] for one in noted] == ["failover", "handed_over"]


async def test_without_permission_it_waits_for_its_own_channel(lab: Lab) -> None:
    await _backup(lab)
    await failover.allow(lab.actor(), "clinic", None, lab.now)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    await _down(lab, minutes=2)
    lab.later(minutes=29)
    await lab.rounds(4)
    assert set(await lab.states(message)) <= {"planned", "queued"}
    lab.waha.set_status("clinic", "WORKING")
    (row,) = await lab.reaches(message, "delivered")
    assert row["channel_id"] == lab.channel["id"]
    assert lab.shown(ANA) == ["hello"]


async def test_a_hiccup_and_a_young_delivery_stay_where_they_are(lab: Lab) -> None:
    await _backup(lab)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    await _down(lab, minutes=2)
    lab.later(minutes=14)
    await lab.rounds(3)
    await db.run("update channel set health_at = $1 where name = 'clinic'", lab.now)
    lab.later(seconds=55)
    await lab.rounds(2)
    assert [row["channel_id"] for row in await db.rows("select channel_id from delivery")] == [lab.channel["id"]]
    assert await lab.told("failover") == []
    assert set(await lab.states(message)) <= {"planned", "queued"}


async def test_what_may_have_left_never_goes_through_another_and_holds_back_what_is_behind_it(lab: Lab) -> None:
    await _backup(lab)
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    lab.waha.faults.set("reset_after", count=1)
    lab.waha.faults.set("drop")
    lab.waha.faults.set("not_stored")
    first = await lab.schedule("first", ana, after=0.1)
    await lab.reaches(first, "unsure")
    behind = await lab.schedule("second", ana, after=1)
    another = await lab.schedule("other", ben, after=1)
    await _down(lab, minutes=2)
    lab.later(minutes=16)
    await lab.reaches(another, "sent")
    await lab.rounds(3)
    assert await lab.states(first) == ["unsure"]
    assert set(await lab.states(behind)) <= {"planned", "queued"}
    own = await db.rows("select channel_id from delivery where contact_id = $1", ana)
    assert {row["channel_id"] for row in own} == {lab.channel["id"]}
    assert lab.shown(ANA) == ["first"]


async def test_later_ones_go_over_their_own_channel_again(lab: Lab) -> None:
    await _backup(lab)
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=1)
    await _down(lab, minutes=2)
    lab.later(minutes=16)
    await lab.reaches(message, "delivered")
    lab.waha.set_status("clinic", "WORKING")
    later = await lab.schedule("again", ana, after=1)
    (row,) = await lab.reaches(later, "delivered")
    assert row["channel_id"] == lab.channel["id"]
    assert lab.shown(ANA) == ["hello", "again"]


async def test_two_workers_at_once_hand_over_once(lab: Lab) -> None:
    await _backup(lab)
    people = [await lab.contact(f"P{n}", f"+35191200{n:04d}") for n in range(12)]
    message = await lab.schedule("hello", *people, after=1)
    lab.another()
    await _down(lab, minutes=2)
    lab.later(minutes=20)
    await lab.reaches(message, *["delivered"] * 12)
    await lab.settled()
    for n in range(12):
        assert lab.shown(f"+35191200{n:04d}") == ["hello"]
    assert {row["attempts"] for row in await deliveries.of_message(lab.workspace["id"], message["id"])} == {1}
    (notice,) = await lab.told("failover")
    assert notice["detail"]["count"] == 12


async def test_of_a_step_of_its_own_lane_and_the_handing_over_one_wins(lab: Lab) -> None:
    other = await _backup(lab)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=3600)
    lab.later(minutes=60)
    await db.run("update channel set paused = true where name = 'clinic'")
    (row,) = await lab.reaches(message, "queued")
    assert await steps.hand_over(row["id"], other["id"], lab.channel["id"], lab.now) is None  # not at that one
    moved = await steps.hand_over(row["id"], lab.channel["id"], other["id"], lab.now)
    assert moved is not None
    assert (moved["state"], moved["channel_id"], moved["fence"]) == ("planned", other["id"], 0)
    assert await steps.hand_over(row["id"], lab.channel["id"], other["id"], lab.now) is None
    await db.run("update delivery set state = 'queued', fence = $1 where id = $2", row["fence"], row["id"])
    owner = (await db.rows("select owner from lease where channel_id = $1", lab.channel["id"]))[0]["owner"]
    leaving = [{"id": row["id"], "ref": None, "phone": ANA, "words": "hello"}]
    assert await steps.begin(lab.channel["id"], owner, row["fence"], leaving, lab.now) == set()


async def test_a_receipt_of_an_attempt_at_the_old_channel_settles_it_and_nothing_more_leaves(lab: Lab) -> None:
    other = await _backup(lab)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=3600)
    lab.later(minutes=60)
    await db.run("update channel set paused = true where id in ($1, $2)", lab.channel["id"], other["id"])
    (row,) = await lab.reaches(message, "queued")
    await db.run("update delivery set token = '3EB0OLD' where id = $1", row["id"])  # of an attempt that was refused
    assert await steps.hand_over(row["id"], lab.channel["id"], other["id"], lab.now) is not None
    await lab.hear(lab.ack("3EB0OLD", 2))
    (row,) = await lab.reaches(message, "delivered")
    await db.run("update channel set paused = false where id = $1", other["id"])
    await lab.rounds(3)
    assert lab.shown(ANA) == []
    assert await lab.states(message) == ["delivered"]


async def test_a_template_and_the_day_of_the_other_channel_hold(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", ANA), await lab.contact("Ben", BEN)
    async with cloud_channel(lab) as server:
        await failover.allow(lab.actor(), "clinic", "cloud", lab.now)
        server.answer(BEN, "good morning")
        await server.settled()
        await lab.settled()
        message = await lab.schedule("hello", ana, ben, after=1)
        await _down(lab, minutes=2)
        lab.later(minutes=16)

        async def so() -> bool:
            return "delivered" in await lab.states(message)

        await lab.until(so)
        await lab.rounds(2)
        rows = {row["contact_id"]: row for row in await deliveries.of_message(lab.workspace["id"], message["id"])}
        assert rows[ana]["channel_id"] == lab.channel["id"]  # only a template may go to her there, and it has none
        assert rows[ben]["state"] == "delivered"
        assert lab.shown(ANA) == []


async def test_the_daily_limit_of_the_one_that_stands_in_holds_while_one_leaves_as_it_is_counted(noon: Lab) -> None:
    """Between two counts a copy that waited has left: it must be in one of them."""
    other = await _backup(noon, daily_limit=1)
    message = await noon.schedule("hello", await noon.contact("Ana", ANA), await noon.contact("Ben", BEN), after=1)
    await _down(noon, minutes=2)
    count = pairs.still_to_leave

    async def once_it_left(*where: Any) -> int:
        async with asyncio.timeout(60):
            while await _waits_at(other["id"]):
                continue
        return await count(*where)

    with mock.patch.object(pairs, "still_to_leave", once_it_left):
        noon.later(minutes=16)
        await noon.until(lambda: _some_arrived(noon, message))
        await noon.rounds(3)
    rows = await deliveries.of_message(noon.workspace["id"], message["id"])
    assert sorted(row["channel_id"] == other["id"] for row in rows) == [False, True]


async def _waits_at(channel: int) -> bool:
    return bool(
        await db.rows("select id from delivery where channel_id = $1 and state in ('planned', 'queued')", channel)
    )


async def _some_arrived(lab: Lab, message: Row) -> bool:
    return "delivered" in await lab.states(message)


async def test_the_daily_limit_of_the_one_that_stands_in_holds(noon: Lab) -> None:
    other = await _backup(noon, daily_limit=1)
    message = await noon.schedule("hello", await noon.contact("Ana", ANA), await noon.contact("Ben", BEN), after=1)
    await _down(noon, minutes=2)
    noon.later(minutes=16)

    async def so() -> bool:
        return "delivered" in await noon.states(message)

    await noon.until(so)
    await noon.rounds(3)
    rows = await deliveries.of_message(noon.workspace["id"], message["id"])
    assert sorted(row["channel_id"] == other["id"] for row in rows) == [False, True]


async def test_only_an_owner_allows_it_and_no_channel_stands_in_for_itself(lab: Lab) -> None:
    await _backup(lab)
    with pytest.raises(NotAllowed):
        await failover.allow(lab.actor("manager"), "clinic", "backup", lab.now)
    with pytest.raises(Refused):
        await failover.allow(lab.actor(), "clinic", "clinic", lab.now)
    *_, changed = await failover.allow(lab.actor(), "clinic", "backup", lab.now)
    assert changed is None


async def test_a_channel_that_is_held_for_hours_is_stood_in_for_and_it_is_told_once(lab: Lab) -> None:
    other = await _backup(lab)
    await hold(lab.workspace["id"], lab.channel["id"], "spam_limited", timedelta(hours=3), lab.now)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), await lab.contact("Ben", BEN), after=1)
    lab.later(minutes=14)
    await lab.rounds(3)
    assert {row["channel_id"] for row in await db.rows("select channel_id from delivery")} == {lab.channel["id"]}
    lab.later(minutes=2)
    rows = await lab.reaches(message, "delivered", "delivered")
    assert {row["channel_id"] for row in rows} == {other["id"]}
    assert (lab.shown(ANA), lab.shown(BEN)) == (["hello"], ["hello"])
    (notice,) = await lab.told("failover")
    assert (notice["detail"]["reason"], notice["detail"]["count"]) == ("spam_limited", 2)


async def test_what_leaves_in_time_when_the_hold_ends_waits_for_its_own_channel(lab: Lab) -> None:
    await _backup(lab)
    await hold(lab.workspace["id"], lab.channel["id"], "spam_limited", timedelta(minutes=25), lab.now)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    lab.later(minutes=20)
    await lab.rounds(3)
    assert set(await lab.states(message)) <= {"planned", "queued"}
    lab.later(minutes=6)
    (row,) = await lab.reaches(message, "delivered")
    assert row["channel_id"] == lab.channel["id"]
    assert await lab.told("failover") == []


async def test_nothing_is_handed_to_a_channel_that_is_held_itself(lab: Lab) -> None:
    other = await _backup(lab)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=1)
    for channel in (lab.channel["id"], other["id"]):
        await hold(lab.workspace["id"], channel, "spam_limited", timedelta(hours=3), lab.now)
    lab.later(minutes=16)
    await lab.rounds(3)
    (row,) = await db.rows("select * from delivery where message_id = $1", message["id"])
    assert row["channel_id"] == lab.channel["id"]


async def test_what_may_have_left_before_the_hold_is_never_handed_over(lab: Lab) -> None:
    await _backup(lab)
    ana = await lab.contact("Ana", ANA)
    for fault in ("drop", "not_stored"):
        lab.waha.faults.set(fault)
    lab.waha.faults.set("reset_after", count=1)
    first = await lab.schedule("first", ana, after=0.1)
    await lab.reaches(first, "unsure")
    await hold(lab.workspace["id"], lab.channel["id"], "account_restricted", timedelta(hours=6), lab.now)
    lab.later(minutes=20)
    await lab.rounds(3)
    assert await lab.states(first) == ["unsure"]
    assert lab.shown(ANA) == ["first"]
