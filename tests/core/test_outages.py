"""After an outage one notice says what was skipped and what went late, follows what becomes of it, and sends the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import outcomes
from core.commands import Cancel, Retry
from core.errors import Conflict
from core.gateways.base import Stage
from core.messages import messages, outages
from storage import db
from storage.queries import workspaces
from tests.lab import Lab

ANA, BRUNO = "+351912000001", "+351912000002"
HOURS = 2.5
Row = dict[str, Any]


async def away(lab: Lab, hours: float = HOURS) -> None:
    """No worker runs for so long, by the database's clock and ours."""
    await lab.dispatcher.stop(3)
    await db.run(f"update installation set beat_clock = beat_clock - {int(hours * 3_600_000_000)}")
    lab.later(hours=hours)
    lab.dispatcher = lab.worker()


async def told(lab: Lab, **so: int) -> Row:
    """The detail of the one notice of an outage, once its counts are these."""

    async def found() -> Row | None:
        rows = await lab.told("outage")
        assert len(rows) <= 1
        return (
            rows[0]["detail"] if rows and all(rows[0]["detail"][name] == value for name, value in so.items()) else None
        )

    return dict(await lab.until(found))


async def test_one_notice_after_belfry_was_not_running_sends_the_rest_at_a_tap(lab: Lab) -> None:
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    await lab.rounds(1)
    planned = await lab.schedule("planned", ana, bruno, after=100)
    await lab.rounds(1)
    missed = await lab.schedule("missed", ana, after=1800)
    late = await lab.schedule("late", bruno, after=9000 - 900)
    on_time = await lab.schedule("on time", bruno, after=9000 + 60)
    await away(lab)
    lab.another()
    detail = await told(lab, late=1, skipped=3)
    assert [row["number"] for row in detail["messages"]] == [missed["number"], planned["number"]]
    assert detail["name"] is None
    assert await lab.told("skipped") == []
    assert lab.shown(BRUNO) == ["late"]
    outage, actor = detail["outage"], lab.actor()
    assert await outages.send_rest(actor, outage, lab.now) == 3
    assert await outages.send_rest(actor, outage, lab.now) == 3  # the same tap, delivered again
    with pytest.raises(Conflict):
        await outages.send_rest(lab.actor(), outage, lab.now)
    await lab.reaches(planned, "delivered", "delivered")
    await lab.reaches(missed, "delivered")
    await lab.reaches(late, "delivered")
    detail = await told(lab, skipped=0)
    assert (detail["most"], detail["messages"]) == (3, [])
    lab.later(seconds=61)
    await lab.reaches(on_time, "delivered")
    assert sorted(lab.shown(ANA)) == ["missed", "planned"]
    assert sorted(lab.shown(BRUNO)) == ["late", "on time", "planned"]


async def test_a_workspace_that_was_made_while_no_worker_ran_hears_of_the_outage_too(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.rounds(1)
    await lab.schedule("missed", ana, after=1800)
    await away(lab)
    await db.run("update workspace set created_at = $1", lab.now - timedelta(hours=HOURS - 0.1))
    await told(lab, skipped=1)


async def test_a_series_that_was_missed_often_sends_its_newest_time_alone(lab: Lab) -> None:
    await lab.rounds(1)
    message = await lab.schedule("hello", await lab.contact("Ana", ANA), after=3600, rules=["FREQ=HOURLY"])
    await away(lab, 30.75)
    detail = await told(lab, skipped=30)
    assert [row["n"] for row in detail["messages"]] == [30]
    assert await outages.send_rest(lab.actor(), detail["outage"], lab.now) == 1
    await lab.reaches(message, "delivered")
    await told(lab, skipped=0)
    assert lab.shown(ANA) == ["hello"]


async def test_what_stays_unsent_by_a_persons_word_is_not_asked_again_until_more_is_skipped(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.rounds(1)
    await lab.schedule("one", ana, after=60)
    called_off = await lab.schedule("two", ana, after=60)
    await away(lab)
    detail = await told(lab, skipped=2)
    await outages.leave(lab.actor(), detail["outage"], lab.now)
    with pytest.raises(Conflict):
        await outages.leave(lab.actor(), detail["outage"], lab.now)
    assert (await told(lab))["left"] == 2
    await lab.rounds(2)
    assert (await told(lab))["left"] == 2
    with pytest.raises(Conflict):
        await messages.cancel(lab.actor(), Cancel((called_off["number"],)), lab.now)


@pytest.mark.parametrize("answers", [True, False])
async def test_what_went_late_is_told_also_where_its_receipt_is_all_that_is_heard(lab: Lab, answers: bool) -> None:
    """A receipt that came before WAHA's answer left it out."""
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    await lab.schedule("too late", bruno, after=60)
    await lab.schedule("late", ana, after=2400)
    await lab.rounds(1)
    await outcomes.channel_is(lab.workspace["id"], lab.channel["id"], "down", "scan_qr_code", lab.now)
    lab.waha.sessions["clinic"].status = "SCAN_QR_CODE"
    lab.later(seconds=1900)
    await told(lab, skipped=1)
    lab.later(seconds=1200)
    if not answers:
        lab.waha.faults.set("hang_after", count=1)
    lab.waha.sessions["clinic"].status = "WORKING"
    await outcomes.channel_is(lab.workspace["id"], lab.channel["id"], "working", "", lab.now)
    await told(lab, skipped=1, late=1)


async def test_a_gateway_that_was_down_has_one_notice_which_grows_and_follows_what_becomes_of_it(lab: Lab) -> None:
    ana, bruno = await lab.contact("Ana", ANA), await lab.contact("Bruno", BRUNO)
    first = await lab.schedule("first", ana, after=60)
    second = await lab.schedule("second", bruno, after=120)
    third = await lab.schedule("third", bruno, after=2400)
    await lab.rounds(1)
    await outcomes.channel_is(lab.workspace["id"], lab.channel["id"], "down", "scan_qr_code", lab.now)
    lab.waha.sessions["clinic"].status = "SCAN_QR_CODE"
    lab.later(seconds=1900)
    detail = await told(lab, skipped=1)
    assert (detail["name"], detail["until"]) == ("clinic", None)
    lab.later(seconds=600)
    await told(lab, skipped=2)
    lab.later(seconds=600)
    lab.waha.sessions["clinic"].status = "WORKING"
    await outcomes.channel_is(lab.workspace["id"], lab.channel["id"], "working", "", lab.now)
    await lab.reaches(third, "delivered")
    detail = await told(lab, skipped=2, late=1)
    assert detail["until"] is not None
    assert (await messages.retry(lab.actor(), Retry(first["number"]), lab.now))[0] == 1
    await lab.reaches(first, "delivered")
    await told(lab, skipped=1)
    row = await lab.delivery(second)
    async with db.transaction():
        await outcomes.receipt(row, Stage.DELIVERED, lab.now, lab.now)
    assert (await told(lab, skipped=0))["most"] == 2
    assert await lab.told("skipped") == []


async def test_each_hears_of_their_own_messages_and_a_short_stop_is_no_outage(lab: Lab) -> None:
    other = await workspaces.add_staff(lab.workspace["id"], "Sam", "sender", "telegram", "2", lab.now)
    ana = await lab.contact("Ana", ANA)
    await lab.rounds(1)
    mine = await lab.schedule("mine", ana, after=60)
    await db.run("update message set author_id = $2 where id = $1", mine["id"], other["id"])
    await lab.schedule("yours", ana, after=60)
    await away(lab)

    async def both() -> list[Row] | None:
        rows = await lab.told("outage")
        return rows if len(rows) == 2 else None

    rows = await lab.until(both)
    assert {row["staff_id"]: row["detail"]["skipped"] for row in rows} == {other["id"]: 1, lab.owner["id"]: 1}
    assert await outages.send_rest(lab.actor(), rows[0]["detail"]["outage"], lab.now) == 1
    await lab.until(_one_delivered)
    await away(lab, 0.02)
    await lab.rounds(1)
    assert len(await db.rows("select id from outage")) == 1
    lab.later(hours=30)
    await lab.until(lambda: db.rows("select id from outage where settled_at is not null"))
    lab.later(days=91)
    await lab.until(_forgotten)


async def _one_delivered() -> bool:
    return [row["state"] for row in await db.rows("select state from delivery")] == ["delivered"]


async def _forgotten() -> bool:
    return await db.rows("select id from outage") == []


async def test_a_clock_that_is_moved_by_hand_is_no_outage(lab: Lab) -> None:
    await lab.rounds(1)
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=60)
    lab.later(hours=HOURS)
    await lab.restart()
    await lab.until(lambda: lab.told("skipped"))
    assert await db.rows("select id from outage") == []
