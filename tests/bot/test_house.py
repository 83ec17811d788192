"""The workspace and its staff in the chat: looked at, changed in words, invitations and removals by taps."""

from __future__ import annotations

from storage.queries import workspaces
from tests.bot.bench import OLIVIA, SAM, Bench, labels


async def test_an_owner_sees_and_changes_the_workspace_in_words(clinic: Bench) -> None:
    shown = await clinic.say("/workspace")
    assert shown["text"].splitlines()[:2] == ["Clinic", "Times are in Europe/Lisbon."]
    assert "Sam, a sender" in shown["text"]
    assert "Open 08:00-19:00" in (await clinic.say("workspace hours 8-19"))["text"]
    assert "Times are in Europe/Madrid." in (await clinic.say("workspace zone Europe/Madrid"))["text"]
    assert (await clinic.say("workspace name Sunny Clinic"))["text"].startswith("Sunny Clinic")
    for wrong in ("workspace hours 19-8", "workspace hours 25-26", "workspace zone Nowhere", "workspace hours soon"):
        assert "Write" in (await clinic.say(wrong))["text"], wrong
    row = await workspaces.get(clinic.lab.workspace["id"])
    assert (row["name"], row["zone"], row["hours"]) == ("Sunny Clinic", "Europe/Madrid", "08:00-19:00")


async def test_an_invitation_made_by_a_tap_lets_one_person_in(clinic: Bench) -> None:
    shown = await clinic.say("staff")
    await clinic.tap(shown, "Invite a manager")
    told = await clinic.server.wait_for(OLIVIA, lambda one: "/start " in one["text"])
    code = told["text"].splitlines()[-1]
    assert "You are now a manager of Clinic." in (await clinic.say(code, SAM))["text"]


async def test_who_is_removed_is_asked_about_first_and_then_a_stranger(clinic: Bench) -> None:
    shown = await clinic.say("staff")
    await clinic.tap(shown, "Remove Sam")
    assert "Remove them?" in clinic.now(shown)["text"]
    assert await clinic.tap(shown, "Yes, remove", times=2) == ["Done.", "Already done."]
    assert "Sam" not in clinic.now(shown)["text"]
    assert "talk to its staff only" in (await clinic.say("list", SAM))["text"]


async def test_others_only_look(clinic: Bench) -> None:
    assert labels(await clinic.say("workspace", SAM)) == []
    assert "one needs to be an owner" in (await clinic.say("workspace name Mine", SAM))["text"]
