"""How a channel goes down and comes back, and who hears of it: once each."""

from __future__ import annotations

from storage import db
from storage.queries import channels
from tests.lab import Lab, Row

ANA = "+351912000001"


async def _health(lab: Lab) -> str:
    return str((await channels.state(lab.workspace["id"], lab.channel["id"]))["health"])


async def _delivered(lab: Lab) -> None:
    """The chat has told what was due."""
    for notice in await lab.due_notices():
        await db.run("update notice set state = 'sent', sent_at = $2, bubble = id where id = $1", notice["id"], lab.now)


def _status(lab: Lab, status: str, at: float = 0.0) -> Row:
    event = lab.event("session.status", name="clinic", status=status)
    event["timestamp"] += int(at * 1000)
    return event


async def test_a_restart_that_takes_a_moment_is_told_to_nobody(lab: Lab) -> None:
    lab.waha.set_status("clinic", "STARTING")
    await lab.settled()
    lab.later(seconds=10)
    assert await lab.due_notices() == []
    lab.waha.set_status("clinic", "WORKING")
    await lab.settled()
    lab.later(seconds=60)
    assert await _health(lab) == "working"
    assert await lab.due_notices() == []


async def test_a_channel_that_comes_back_unheard_is_found_without_anything_to_send(lab: Lab) -> None:
    lab.waha.set_status("clinic", "FAILED")
    await lab.settled()
    assert await _health(lab) == "down"
    lab.later(seconds=5)
    await _delivered(lab)
    lab.waha.sessions["clinic"].webhooks = []
    lab.waha.set_status("clinic", "WORKING")
    lab.later(minutes=1)

    async def back() -> bool:
        return await _health(lab) == "working"

    await lab.until(back)
    assert [one["kind"] for one in await lab.due_notices()] == ["channel_back"]


async def test_an_event_of_a_moment_ago_that_comes_late_is_put_right_before_anybody_hears_of_it(lab: Lab) -> None:
    await lab.hear(_status(lab, "WORKING"))
    await lab.hear(_status(lab, "FAILED", at=-20))

    async def working() -> bool:
        return await _health(lab) == "working"

    await lab.until(working)
    lab.later(seconds=30)
    await lab.rounds(3)
    assert await lab.due_notices() == []


async def test_down_and_back_are_told_once_each_however_the_reason_changes(lab: Lab) -> None:
    lab.waha.set_status("clinic", "FAILED")
    await lab.settled()
    lab.later(seconds=5)
    await _delivered(lab)
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await lab.settled()
    lab.later(seconds=1)
    lab.waha.set_status("clinic", "WORKING")
    await lab.settled()
    lab.later(seconds=60)
    due = await lab.due_notices()
    assert [one["kind"] for one in due] == ["channel_back"]
    assert len(await lab.told("channel_down")) == 1


async def test_a_second_outage_is_told_anew(lab: Lab) -> None:
    for _ in range(2):
        lab.waha.set_status("clinic", "FAILED")
        await lab.settled()
        lab.later(seconds=5)
        await _delivered(lab)
        lab.waha.set_status("clinic", "WORKING")
        await lab.settled()
        await _delivered(lab)
    assert len(await lab.told("channel_down")) == 2
    assert len(await lab.told("channel_back")) == 2


async def test_the_same_news_a_hundred_times_is_one_notice(lab: Lab) -> None:
    lab.waha.sessions["clinic"].status = "FAILED"
    lab.waha.sessions["clinic"].ready.clear()
    for _ in range(30):
        await lab.post(_status(lab, "FAILED"))
    await lab.settled()
    lab.later(seconds=5)
    assert len(await lab.due_notices()) == 1


async def test_what_needs_a_person_says_why(lab: Lab) -> None:
    lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await lab.settled()
    lab.later(seconds=5)
    (notice,) = await lab.due_notices()
    assert notice["detail"]["health"] == "halted"
    assert notice["detail"]["reason"] == "scan_qr_code"


async def test_a_paused_channel_is_not_asked_whether_it_works(lab: Lab) -> None:
    await channels.set_fields(lab.workspace["id"], lab.channel["id"], paused=True)
    lab.waha.set_status("clinic", "FAILED")
    await lab.settled()
    lab.waha.sessions["clinic"].webhooks = []
    lab.waha.set_status("clinic", "WORKING")
    lab.later(minutes=5)
    await lab.rounds(20)
    assert await _health(lab) == "down"
