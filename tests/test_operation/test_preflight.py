"""The look before something is due: whoever can mend a channel hears of it while there is time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.commands import Audience, Schedule, When
from core.dispatch.drivers import Drivers
from core.dispatch.preflight import Preflight
from core.gateways.base import Driver
from core.messages import messages
from core.recurrence import local
from storage import db
from storage.queries import workspaces
from tests.lab import ZONE, Lab, open_lab

ANA = "+351912000001"


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    """WAHA posts no events here: what is not asked is not known."""
    async with open_lab(database_url, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) as found:
        found.waha.sessions["clinic"].webhooks.clear()
        yield found


class Counted(Drivers):
    asked = 0

    async def of(self, workspace: int, channel: int, rev: int) -> Driver:
        self.asked += 1
        return await super().of(workspace, channel, rev)


@pytest.fixture
def drivers() -> Counted:
    return Counted()


@pytest.fixture
async def preflight(lab: Lab, drivers: Counted) -> AsyncIterator[Preflight]:
    made = Preflight(lab.clock, drivers)
    yield made
    await made.stop()


async def look(lab: Lab, preflight: Preflight) -> None:
    """A round, its answers, and the round that tells of them."""
    await preflight.round(lab.now)
    await preflight._asking.answered()
    await preflight.round(lab.now)


async def test_a_channel_that_is_well_is_asked_once_and_nobody_hears_anything(
    lab: Lab, preflight: Preflight, drivers: Counted
) -> None:
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=600)
    for _ in range(3):
        await look(lab, preflight)
    assert drivers.asked == 1
    lab.later(minutes=9)
    await look(lab, preflight)
    assert drivers.asked == 1
    assert await lab.told("preflight") == []


async def test_nothing_is_asked_before_the_last_quarter_of_an_hour(
    lab: Lab, preflight: Preflight, drivers: Counted
) -> None:
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=16 * 60)
    await look(lab, preflight)
    assert drivers.asked == 0
    lab.later(seconds=65)
    await look(lab, preflight)
    assert drivers.asked == 1


async def test_owners_and_managers_hear_before_it_is_due_what_is_at_risk(lab: Lab, preflight: Preflight) -> None:
    for name, role, ref in (("Mia", "manager", "2"), ("Sam", "sender", "3")):
        await workspaces.add_staff(lab.workspace["id"], name, role, "telegram", ref, lab.now)
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("first", ana, after=14 * 60)
    await lab.schedule("second", ana, after=50 * 60)
    await lab.schedule("each ten minutes", ana, after=20 * 60, rules=["FREQ=MINUTELY;INTERVAL=10"])
    await lab.schedule("much later", ana, after=90 * 60)
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await look(lab, preflight)
    told = await lab.told("preflight")
    staff = await workspaces.staff_of(lab.workspace["id"], ("owner", "manager"))
    assert [row["staff_id"] for row in told] == [one["staff_id"] for one in staff]
    detail = told[0]["detail"]
    assert (detail["name"], detail["count"], detail["health"]) == ("clinic", 1 + 1 + 5, "halted")
    assert datetime.fromisoformat(detail["first"]) == (await lab.message(message))["next_due_at"]
    assert told[0]["not_before"] < datetime.fromisoformat(detail["first"]) - timedelta(minutes=13)


async def test_it_is_told_once_an_hour_of_dues_and_coming_back_as_ever(lab: Lab, preflight: Preflight) -> None:
    ana = await lab.contact("Ana", ANA)
    for after in (600, 660, 2 * 3600):
        await lab.schedule("hello", ana, after=after)
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    for _ in range(3):
        await look(lab, preflight)
    assert len(await lab.told("preflight")) == 1
    lab.later(hours=1, minutes=50)
    await look(lab, preflight)
    assert len(await lab.told("preflight")) == 2
    assert len(await lab.told("channel_down")) == 1
    await db.run("update notice set state = 'sent', sent_at = $1 where kind = 'channel_down'", lab.now)
    lab.waha.set_status("clinic", "WORKING")
    await lab.until(lambda: lab.told("channel_back"))


async def test_a_channel_that_was_down_long_before_is_told_too_before_the_next_is_due(
    lab: Lab, preflight: Preflight, drivers: Counted
) -> None:
    await db.run("update channel set health = 'halted', reason = 'bad_key', health_at = $1", lab.now)
    await look(lab, preflight)
    assert await lab.told("preflight") == []
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=600)
    await look(lab, preflight)
    (told,) = await lab.told("preflight")
    assert (told["detail"]["reason"], told["detail"]["count"]) == ("bad_key", 1)
    assert drivers.asked == 0


async def test_a_session_that_is_starting_is_given_a_minute(lab: Lab, preflight: Preflight) -> None:
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=800)
    lab.waha.set_status("clinic", "STARTING")
    await look(lab, preflight)
    assert await lab.told("preflight") == []
    lab.later(seconds=61)
    await look(lab, preflight)
    assert len(await lab.told("preflight")) == 1


async def test_what_is_planned_already_is_at_risk_too(lab: Lab, preflight: Preflight) -> None:
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=100)
    await lab.rounds(1)
    assert await lab.states() == ["planned"]
    lab.waha.set_status("clinic", "FAILED")
    await look(lab, preflight)
    (told,) = await lab.told("preflight")
    assert told["detail"]["count"] == 1


async def test_a_paused_channel_and_a_reminder_to_oneself_put_nothing_at_risk(lab: Lab, preflight: Preflight) -> None:
    due = lab.now + timedelta(minutes=10)
    when = When(local(due, ZONE).replace(microsecond=0), ZONE, at=due)
    await messages.schedule(lab.actor(), Schedule(Audience(me=True), "call home", when), lab.now)
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await look(lab, preflight)
    assert await lab.told("preflight") == []
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=600)
    await db.run("update channel set paused = true")
    await look(lab, preflight)
    assert await lab.told("preflight") == []


async def test_a_gateway_that_hangs_holds_no_round_up_and_is_told(lab: Lab, preflight: Preflight) -> None:
    await lab.schedule("hello", await lab.contact("Ana", ANA), after=600)
    await lab.waha.close()
    await look(lab, preflight)
    (told,) = await lab.told("preflight")
    assert told["detail"]["health"] == "down"
