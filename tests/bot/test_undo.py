"""Undo of everything that can be changed in words and by taps: its button, its word, what it says, a second tap, and no."""

from __future__ import annotations

import pytest

from bot.replies.voice import voice
from core.sandbox.telegram.server import STRANGER, shown
from storage import db
from storage.queries import contacts, directory, workspaces
from tests.bot.bench import SAM, Bench, labels
from tests.bot.test_files import send

CHANGES = [
    ("tag Ana as vip", "Ana now has the tag vip.", "Undone: Ana no longer has the tag vip."),
    ("tag Ana and Bruno as vip", "Ana and Bruno now have", "Undone: Ana and Bruno no longer have the tag vip."),
    ("add contact Dora +351 912 345 678", "Added Dora", "Undone: Dora is not in the contacts any more."),
    ("rename Ana to Ana Costa", "Ana is now Ana Costa", "Undone: Ana Costa is Ana again."),
    ("block Ana", "Ana is blocked", "Undone: Ana is no longer blocked by you."),
    ("remove contact Ana", "Ana removed", "Undone: Ana back among the contacts."),
    ("workspace hours 8:00-19:00", "Open 08:00-19:00", "Undone. This is how it is again:"),
    ("workspace name Sunny Clinic", "Sunny Clinic", "Undone. This is how it is again:"),
    ("quiet hours 21:00 to 8:00", "Quiet hours 21:00–08:00", "Undone. This is how it is again:"),
    ("workspace person limit 3", "more than 3 messages", "Undone. This is how it is again:"),
    ("channel clinic pace 12s", "pace 12s", "Undone. This is how it is again:"),
    ("channel clinic people 180", "at most 180 people", "Undone. This is how it is again:"),
    ("channel clinic warm-up 20", "warming up", "Undone. This is how it is again:"),
]


async def tables() -> list[object]:
    """All that these changes change."""
    found: list[object] = []
    for table, columns in {
        "contact": "name, phone, blocked_at, removed_at",
        "contact_tag": "contact_id, tag_id",
        "alias": "contact_id, name",
        "workspace": "name, zone, hours, quiet, person_limit",
        "channel": "pace, most_people, new_limit, warm_up, warm_from, paused, is_default, failover_id",
    }.items():
        rows = await db.rows(f"select id, {columns} from {table} order by id")
        found += [row for row in rows if row.get("removed_at") is None]
    return found


@pytest.mark.parametrize(("sentence", "done", "undone"), CHANGES)
async def test_a_change_is_taken_back_by_its_button_once_and_by_the_word(
    clinic: Bench, sentence: str, done: str, undone: str
) -> None:
    before = await tables()
    bubble = await clinic.say(sentence)
    assert done in shown(bubble)
    assert labels(bubble)[0] == "Undo"
    assert await tables() != before
    assert await clinic.tap(bubble, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(bubble)).startswith(undone)
    assert await tables() == before
    assert "There is nothing of yours to undo." in shown(await clinic.say("undo"))
    await clinic.say(sentence)
    assert shown(await clinic.say("undo")).startswith(undone)
    assert await tables() == before


@pytest.mark.parametrize(
    ("language", "tag", "undone", "add", "gone"),
    [
        (
            "es",
            "etiqueta a Ana como vip",
            "Deshecho: Ana ya no tiene",
            "añade contacto Dora +34 612 345 678",
            "Dora ya no",
        ),
        (
            "pt",
            "marque Ana como vip",
            "Desfeito: Ana não tem mais",
            "adicione contato Dora +351 912 345 678",
            "Dora não",
        ),
        (
            "id",
            "tandai Ana sebagai vip",
            "Diurungkan: Ana tidak lagi",
            "tambah kontak Dora +62 812 3456 7890",
            "Dora tidak",
        ),
    ],
)
async def test_tagging_and_adding_are_taken_back_in_each_language(
    clinic: Bench, language: str, tag: str, undone: str, add: str, gone: str
) -> None:
    said = voice(language)
    bubble = await clinic.say(tag)
    await clinic.tap(bubble, said("button-undo"))
    assert undone in shown(clinic.now(bubble))
    assert "Dora" in shown(await clinic.say(add))
    assert gone in shown(await clinic.say(said("example-undo")))


async def test_who_had_the_tag_before_keeps_it_and_a_tag_that_all_have_is_no_change(clinic: Bench) -> None:
    await clinic.say("tag Ana as vip")
    done = await clinic.say("tag Ana and Bruno as VIP")
    assert shown(done) == "Bruno now has the tag vip.\nAna had the tag vip already."
    assert labels(await clinic.say("tag Bruno as vip")) == []
    await clinic.tap(done, "Undo")
    assert shown(clinic.now(done)) == "Undone: Bruno no longer has the tag vip."
    assert "Ana · +351912000001 · vip" in shown(await clinic.say("contacts"))


async def test_a_message_to_a_tag_follows_who_gets_the_tag_and_loses_it_by_undo(clinic: Bench) -> None:
    await clinic.say("tag Ana as vip")
    await clinic.say("send 'hello' to #vip in 1 minute")
    message = (await clinic.messages())[0]
    await clinic.lab.reaches(message, "planned")
    await clinic.say("tag Bruno as vip")
    await clinic.lab.reaches(message, "planned", "planned")
    await clinic.say("undo")
    assert sorted(await clinic.lab.states(message)) == ["cancelled", "planned"]


async def test_who_is_to_get_a_message_since_is_not_taken_out_of_the_contacts(clinic: Bench) -> None:
    added = await clinic.say("add contact Dora +351 912 345 678")
    await clinic.say("send 'hello' to Dora tomorrow 9am")
    await clinic.tap(added, "Undo")
    assert "Dora is to get #1 by now, and stays in the contacts. Write cancel #1 first." in clinic.said()[-1]
    assert "Dora" in shown(await clinic.say("contacts"))
    await clinic.say("cancel #1")
    await clinic.tap(added, "Undo")
    assert "Dora" not in shown(await clinic.say("contacts"))


async def test_a_number_given_a_name_given_and_somebody_back_are_taken_back_as_they_were(clinic: Bench) -> None:
    workspace = clinic.lab.workspace["id"]
    await directory.add_contact(workspace, "Eva", None, clinic.lab.now)
    await clinic.say("add contact Eva +351 912 345 678")
    assert shown(await clinic.say("undo")) == "Undone: Eva has no number again."
    assert (await directory.by_name(workspace, "Eva"))[0]["phone"] is None
    await contacts.ensure_phone(workspace, "+351912345679", clinic.lab.now)
    await clinic.say("add contact Fay +351 912 345 679")
    assert shown(await clinic.say("undo")) == "Undone: Fay has no name again, only the number."
    await clinic.say("tag Bruno as vip")
    await clinic.say("remove contact Bruno")
    await clinic.say("add contact Zoe +351 912 000 002")
    assert shown(await clinic.say("undo")) == "Undone: Zoe is not in the contacts any more."
    assert shown(await clinic.say("undo")) == "Undone: Bruno back among the contacts."
    assert "Bruno · +351912000002 · vip" in shown(await clinic.say("contacts"))


async def test_a_file_of_people_is_taken_back_with_its_groups(clinic: Bench) -> None:
    table = b"name,phone,group\nDora,912 000 009,Mondays\nAna again,912 000 001,Mondays\n"
    asked = await send(clinic, "people.csv", table, "", "text/csv")
    await clinic.tap(asked, "Yes")
    assert labels(clinic.now(asked)) == ["Undo"]
    assert await clinic.tap(asked, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(asked)) == "Undone: Dora is not in the contacts any more."
    assert await db.rows("select id from group_member") == []


async def test_what_one_sentence_did_to_several_messages_is_taken_back_by_one_tap(clinic: Bench) -> None:
    await clinic.say("send 'one' to Ana tomorrow 9am")
    await clinic.say("send 'two' to Bruno tomorrow 10am")
    done = await clinic.say("cancel #1 and #2")
    assert labels(done) == ["Undo"]
    await clinic.say("tag Ana as vip")
    assert await clinic.tap(done, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(done)) == "Undone: #1 and #2 are as they were before."
    assert [row["state"] for row in await clinic.messages()] == ["active", "active"]


async def test_after_sending_again_undo_says_no_rather_than_cancel_the_series(clinic: Bench) -> None:
    await directory.block(clinic.lab.workspace["id"], clinic.people["Ana"], "contact", clinic.lab.now)
    await clinic.say("send 'hello' to Ana every day at 10:01am")
    clinic.later(minutes=1)
    await clinic.until(lambda: any("was not sent" in said for said in clinic.said()))
    await directory.unblock(clinic.lab.workspace["id"], clinic.people["Ana"], "contact")
    assert "One message of #1 is sent again now." in shown(await clinic.say("retry #1"))
    assert shown(await clinic.say("undo")).startswith("What you had sent again has left and cannot be taken back.")
    assert (await clinic.messages())[0]["state"] == "active"


async def test_taps_on_a_channel_and_on_the_staff_are_taken_back_by_the_word(clinic: Bench) -> None:
    before = await tables()
    await clinic.tap(await clinic.say("channels"), "Pause")
    assert await tables() != before
    assert "working" in shown(await clinic.say("undo"))
    assert await tables() == before
    staff = await clinic.say("workspace")
    await clinic.tap(staff, "Remove Sam")
    await clinic.tap(staff, "Yes, remove")
    assert "Sam" not in shown(clinic.now(staff))
    assert labels(clinic.now(staff))[0] == "Undo"
    assert shown(await clinic.say("undo")).startswith("Undone: they may talk to me again.")
    assert "Nothing is scheduled" in shown(await clinic.say("list", user=SAM))


async def test_an_invitation_is_withdrawn_unless_it_was_used(clinic: Bench) -> None:
    staff = await clinic.say("workspace")
    await clinic.tap(staff, "Invite a viewer")
    await clinic.quiet()
    invited = clinic.server.said(1001)[-1]
    await clinic.tap(invited, "Undo")
    assert "that invitation no longer works" in shown(clinic.now(invited))
    assert await db.rows("select id from invite") == []
    await clinic.tap(staff, "Invite a viewer")
    await clinic.quiet()
    code = clinic.said()[-1].rpartition("/start ")[2]
    await clinic.say(f"/start {code}", user=STRANGER)
    assert "That invitation is used already." in shown(await clinic.say("undo"))
    assert len(await workspaces.staff_of(clinic.lab.workspace["id"])) == 3


async def test_a_setting_that_was_changed_again_since_is_not_put_back_by_the_older_button(clinic: Bench) -> None:
    first = await clinic.say("workspace hours 8:00-19:00")
    await clinic.say("workspace hours 9:00-18:00")
    await clinic.tap(first, "Undo")
    assert "That was changed again since" in clinic.said()[-1]
    (row,) = await db.rows("select hours from workspace")
    assert row["hours"] == "09:00-18:00"
