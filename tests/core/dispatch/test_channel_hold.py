"""What holds a channel that works: owners hear it once, in words; what a late failure says of the channel is heard, too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.channels import channels as work
from core.dispatch.drivers import Drivers
from core.dispatch.watch import HealthWatch
from core.gateways.base import Health
from core.troubles.channel_hold import hold
from storage import db
from storage.queries import channels, directory
from tests.core.cloud_lab import PHONE_ID, cloud_channel
from tests.lab import Lab, Row

ANA = "+351912000001"


async def test_a_hold_for_an_hour_is_told_once_and_shown_and_ends(lab: Lab) -> None:
    where = (lab.workspace["id"], lab.channel["id"])
    await hold(*where, "spam_limited", timedelta(hours=1), lab.now)
    await hold(*where, "spam_limited", timedelta(hours=1), lab.now)
    (notice,) = await lab.told("channel_held")
    assert (notice["detail"]["name"], notice["detail"]["reason"]) == ("clinic", "spam_limited")
    (seen,) = await work.overview(lab.actor(), lab.now)
    assert (seen.light, seen.row["reason"]) == ("slow", "spam_limited")
    lab.later(minutes=61)
    (seen,) = await work.overview(lab.actor(), lab.now)
    assert (seen.light, seen.row["reason"]) == ("working", "")
    lab.later(minutes=10)
    await hold(*where, "spam_limited", timedelta(hours=1), lab.now)
    assert len(await lab.told("channel_held")) == 2


async def test_short_holds_are_told_only_when_they_follow_one_another_for_minutes(lab: Lab) -> None:
    where = (lab.workspace["id"], lab.channel["id"])
    for _ in range(4):
        await hold(*where, "throughput", timedelta(seconds=2), lab.now)
        lab.later(seconds=80)
    assert await lab.told("channel_held") == []
    await hold(*where, "throughput", timedelta(seconds=2), lab.now)
    (notice,) = await lab.told("channel_held")
    assert "until" not in notice["detail"]


async def _sent_by_cloud(lab: Lab, server: Any) -> tuple[int, Row]:
    ana = await lab.contact("Ana", ANA)
    server.answer(ANA, "good morning")
    await server.settled()
    await lab.settled()
    message = await lab.schedule("hello", ana, channel="cloud")
    (row,) = await lab.reaches(message, "delivered")
    return ana, row


async def _fails(lab: Lab, server: Any, row: Row, code: int) -> None:
    await db.run("update delivery set state = 'sent', delivered_at = null, read_at = null where id = $1", row["id"])
    status = {"id": row["provider_id"], "status": "failed", "errors": [{"code": code, "title": "x"}]}
    told = {"metadata": {"phone_number_id": PHONE_ID, "display_phone_number": "1"}, "statuses": [status]}
    server.change("messages", told)
    await server.settled()
    await lab.settled()


@pytest.mark.parametrize(("code", "reason"), [(131048, "spam_limited"), (131042, "payment_problem")])
async def test_a_late_failure_that_speaks_of_the_channel_holds_it(lab: Lab, code: int, reason: str) -> None:
    async with cloud_channel(lab) as server:
        _, row = await _sent_by_cloud(lab, server)
        await _fails(lab, server, row, code)
        found = await channels.state(lab.workspace["id"], row["channel_id"])
        assert found["hold_until"] > lab.now + timedelta(minutes=50)
        (notice,) = await lab.told("channel_held")
        assert notice["detail"]["reason"] == reason


async def test_a_late_failure_because_the_person_wants_no_more_blocks_them(lab: Lab) -> None:
    async with cloud_channel(lab) as server:
        ana, row = await _sent_by_cloud(lab, server)
        await _fails(lab, server, row, 131050)
        assert (await directory.get(lab.workspace["id"], ana))["blocked_by"] == "contact"
        assert len(await lab.told("opted_out")) == 1


async def test_a_channel_that_is_halted_again_right_after_a_good_check_is_not_believed_again_at_once(lab: Lab) -> None:
    watch = HealthWatch(lab.clock, Drivers(), lambda _: None)
    row = {"id": 1, "health": Health.HALTED, "health_at": lab.now}
    assert watch._believes(row)
    row["health_at"] = lab.now + timedelta(seconds=1)
    lab.later(seconds=2)
    assert not watch._believes(row)
    lab.later(minutes=16)
    assert watch._believes(row)
    row["health_at"] = lab.now
    lab.later(minutes=16)
    assert not watch._believes(row), "longer each time"
    lab.later(minutes=16)
    assert watch._believes(row)
    row["health_at"] = lab.now + timedelta(hours=1)
    lab.later(minutes=61)
    assert watch._believes(row), "it worked for an hour in between"
