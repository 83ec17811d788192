"""The door: strangers, invitations, two workspaces, removed staff."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core.house import code_hash
from core.sandbox.telegram.server import OLIVIA, STRANGER, Person
from storage import db
from storage.queries import workspaces
from tests.bot.bench import Bench


async def test_a_stranger_gets_one_polite_sentence_a_day_and_nothing_else(clinic: Bench) -> None:
    said = await clinic.say("send 'hello' to Ana tomorrow 9am", user=STRANGER)
    assert said["text"].startswith("I am the assistant of a team")
    for text in ("hello?", "/start", "/help", "list"):
        clinic.server.write(STRANGER, text)
    await clinic.quiet()
    assert len(clinic.said(STRANGER)) == 1
    assert await clinic.messages() == []
    clinic.later(hours=25)
    await clinic.say("hello again", user=STRANGER)
    assert len(clinic.said(STRANGER)) == 2


async def test_the_one_sentence_is_remembered_over_a_restart(clinic: Bench) -> None:
    await clinic.say("hello", user=STRANGER)
    await clinic.stop()
    await clinic.start()
    clinic.server.write(STRANGER, "hello")
    await clinic.quiet()
    assert len(clinic.said(STRANGER)) == 1


async def test_an_invitation_makes_a_member_of_staff_once(clinic: Bench) -> None:
    await _invite(clinic, "abc", "sender")
    said = await clinic.say("/start abc", user=STRANGER)
    assert said["text"].startswith("Welcome, Stranger. You are now a sender of Clinic.")
    assert (await clinic.say("send 'x' to Ana tomorrow 9am", user=STRANGER))["text"].startswith("Scheduled")
    clinic.server.world.chats[9] = type(clinic.server.world.chat(OLIVIA))(Person(9, "Other", "other"), True)
    refused = await clinic.say("/start abc", user=9)
    assert refused["text"].startswith("This invitation is not valid")


async def test_an_invitation_never_lowers_a_role_and_stays_good_for_somebody_else(clinic: Bench) -> None:
    await _invite(clinic, "abc", "sender")
    tapped = await clinic.say("/start abc")
    assert tapped["text"].startswith("You are an owner of Clinic already, Olivia. Pass this invitation on")
    assert (await clinic.say("workspace"))["text"].startswith("Clinic")
    assert (await clinic.say("invite a viewer"))["text"]
    assert (await clinic.say("/start abc", user=STRANGER))["text"].startswith("Welcome, Stranger. You are now a sender")


async def test_an_invitation_raises_a_role(clinic: Bench) -> None:
    await _invite(clinic, "abc", "sender")
    await clinic.say("/start abc", user=STRANGER)
    await _invite(clinic, "def", "manager")
    assert "You are now a manager of Clinic." in (await clinic.say("/start def", user=STRANGER))["text"]


async def test_of_two_people_with_one_code_one_comes_in(clinic: Bench) -> None:
    await _invite(clinic, "abc", "owner")
    made = await asyncio.gather(
        *(
            workspaces.use_invite(code_hash("abc"), f"P{n}", "telegram", str(n), clinic.lab.now)
            for n in range(5000, 5004)
        )
    )
    assert len([one for one in made if one is not None]) == 1
    assert len(await db.rows("select id from address where ref >= '5000' and ref < '5004'")) == 1


async def test_an_old_invitation_is_refused_in_a_sentence(clinic: Bench) -> None:
    await _invite(clinic, "abc", "sender")
    clinic.later(days=8)
    assert (await clinic.say("/start abc", user=STRANGER))["text"].startswith("This invitation is not valid")


async def test_in_two_workspaces_the_first_is_used_and_said(clinic: Bench) -> None:
    shop = await workspaces.add("Shop", "Europe/Lisbon", clinic.lab.now)
    await workspaces.add_staff(shop["id"], "Olivia", "owner", "telegram", str(OLIVIA), clinic.lab.now)
    said = await clinic.say("/start")
    assert "You are on the staff of 2 workspaces. I work in Clinic here; the others are Shop." in said["text"]
    assert (await clinic.say("send 'x' to Ana tomorrow 9am"))["text"].endswith("In Clinic.")


async def test_who_was_removed_from_the_staff_is_a_stranger(clinic: Bench) -> None:
    await workspaces.remove_staff(clinic.lab.workspace["id"], clinic.lab.owner["id"])
    assert (await clinic.say("list"))["text"].startswith("I am the assistant of a team")


async def _invite(clinic: Bench, code: str, role: str) -> None:
    now = clinic.lab.now
    await workspaces.add_invite(clinic.lab.workspace["id"], role, code_hash(code), now, now + timedelta(days=7))
