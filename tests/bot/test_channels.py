"""Channels at a glance in the chat: lights, counts, and taps that pause, resume, test and choose the default."""

from __future__ import annotations

from typing import Any

from core.channels import day_limit
from core.channels.channels import give
from storage import db
from storage.queries import channels, workspaces
from tests.bot.bench import OLIVIA, SAM, Bench, labels
from tests.lab import WAHA_KEY


async def second(clinic: Bench) -> dict[str, Any]:
    return await channels.add(
        clinic.lab.workspace["id"], "second", "waha", clinic.lab.waha.url, WAHA_KEY, "s", "h2", "other", clinic.lab.now
    )


async def test_channels_shows_each_with_its_light_and_todays_count(clinic: Bench) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=200)
    shown = await clinic.say("channels")
    assert shown["text"] == "Your channel:\n🟢 clinic (WAHA, default): working. 0 of 200 sent today."
    assert labels(shown) == ["Pause", "Test"]
    assert labels(await clinic.say("/channels", SAM)) == []


async def test_a_paused_channel_is_resumed_by_its_button_and_a_second_tap_says_so(clinic: Bench) -> None:
    shown = await clinic.say("channels")
    assert await clinic.tap(shown, "Pause", times=2) == ["Done.", "Already done."]
    assert "⏸ clinic (WAHA, default): paused, nothing leaves." in clinic.now(shown)["text"]
    await clinic.tap(shown, "Resume")
    assert labels(clinic.now(shown)) == ["Pause", "Test"]


async def test_a_test_tells_what_the_provider_says_and_turns_the_light(clinic: Bench) -> None:
    shown = await clinic.say("channels")
    clinic.lab.waha.set_status("clinic", "SCAN_QR_CODE")
    await clinic.tap(shown, "Test")
    told = await clinic.server.wait_for(OLIVIA, lambda one: "does not work" in one["text"])
    assert "scan its code with the phone" in told["text"]
    assert "🔴 clinic" in clinic.now(shown)["text"]


async def test_the_default_channel_is_chosen_by_a_tap(clinic: Bench) -> None:
    await second(clinic)
    shown = await clinic.say("channels")
    assert await clinic.tap(shown, "Make default: second", times=2) == ["Done.", "Already done."]
    assert "second (WAHA, default)" in clinic.now(shown)["text"].splitlines()[1]
    rows = await db.rows("select name from channel where is_default = true")
    assert [row["name"] for row in rows] == ["second"]
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am via clinic")
    assert bubble["text"].startswith("Scheduled #1 to Ana")
    (message,) = await clinic.messages()
    assert message["channel_id"] == clinic.lab.channel["id"]


async def test_a_channel_of_one_member_of_staff_is_theirs_alone(clinic: Bench) -> None:
    row = await second(clinic)
    workspace = clinic.lab.workspace["id"]
    (sam,) = [one["staff_id"] for one in await workspaces.staff_of(workspace) if one["name"] == "Sam"]
    await give(workspace, "second", sam)
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    await clinic.say("send 'hello' to Ana tomorrow 9am", SAM)
    await clinic.say("send 'hello' to Ana tomorrow 9am via clinic", SAM)
    used = [one["channel_id"] for one in await clinic.messages()]
    assert used == [clinic.lab.channel["id"], row["id"], clinic.lab.channel["id"]]
    await give(workspace, "clinic", clinic.lab.owner["id"])
    refused = await clinic.say("send 'hello' to Ana tomorrow 9am via clinic", SAM)
    assert "The channel clinic belongs to somebody else." in refused["text"]


async def test_an_unknown_channel_is_asked_about(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Ana tomorrow 9am via nowhere")
    assert "There is no channel “nowhere”" in asked["text"]
    assert await clinic.messages() == []


async def test_owners_hear_once_what_is_at_risk_when_a_channel_goes_down(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana today at 12:00")
    clinic.lab.waha.set_status("clinic", "FAILED")
    await clinic.lab.settled()
    clinic.later(seconds=25)
    told = await clinic.until(
        lambda: next((one for one in clinic.said() if "The channel clinic is not working:" in one), None)
    )
    assert "One message is due over it in the next three hours, the first at Wed 25 Nov 12:00." in told


async def test_owners_hear_once_a_day_that_a_limit_is_near(clinic: Bench) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=1)
    await clinic.say("send 'hi' to Ana now")
    clinic.later(seconds=11)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["hi"])
    for _ in range(2):
        await day_limit.tell(clinic.lab.now)
    told = await clinic.server.wait_for(OLIVIA, lambda one: "may send today" in one["text"])
    assert told["text"].startswith("The channel clinic has sent 1 of the 1 messages that it may send today.")
    assert len(await clinic.lab.told("channel_limit")) == 1
    assert "🟡 clinic (WAHA, default): near its daily limit" in (await clinic.say("channels"))["text"]


async def test_an_owner_lets_one_channel_stand_in_for_another_in_words_and_takes_it_back(clinic: Bench) -> None:
    await second(clinic)
    shown = await clinic.say("channels")
    assert "failover clinic to second" in shown["text"]
    told = await clinic.say("failover clinic to second")
    assert "From now on second stands in for clinic" in told["text"]
    assert "While it does not work, second stands in." in told["text"]
    assert "owner" in (await clinic.say("failover clinic to second", SAM))["text"]
    assert "cannot stand in for itself" in (await clinic.say("failover clinic clinic"))["text"]
    assert "failover clinic to second" in (await clinic.say("failover clinic to nowhere"))["text"]
    assert "Ahora ningún canal releva a clinic." in (await clinic.say("relevo clinic none"))["text"]
    rows = await db.rows("select failover_id from channel")
    assert [row["failover_id"] for row in rows] == [None, None]
