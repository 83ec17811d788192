"""Changing people by sentences: another name, a tag taken off, blocked and unblocked, removed; each with its undo."""

from __future__ import annotations

from core.sandbox.telegram.server import shown
from storage.queries import directory
from tests.bot.bench import SAM, Bench, labels


async def test_a_renamed_person_is_shown_by_the_new_name_and_found_by_both(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am")
    done = await clinic.say("rename Ana to Ana Costa")
    assert shown(done) == "Ana is now Ana Costa. The old name still works."
    await clinic.until(lambda: "to Ana Costa" in shown(clinic.now(bubble)))
    assert "to Ana Costa" in shown(await clinic.say("send 'again' to Ana tomorrow 10am"))
    assert "to Ana Costa" in shown(await clinic.say("send 'again' to Ana Costa tomorrow 11am"))


async def test_a_rename_is_taken_back_by_its_button_once(clinic: Bench) -> None:
    done = await clinic.say("rename Ana to Ana Costa")
    assert labels(done) == ["Undo"]
    assert await clinic.tap(done, "Undo", times=2) == ["Done.", "Already done."]
    assert shown(clinic.now(done)) == "Undone: Ana Costa is Ana again."
    assert "I do not know" in shown(await clinic.say("send 'x' to Ana Costa tomorrow 9am"))


async def test_a_name_that_is_somebody_elses_is_not_given(clinic: Bench) -> None:
    said = shown(await clinic.say("rename Ana to bruno"))
    assert said.startswith("Somebody else goes by bruno already")
    assert shown(await clinic.say("rename Ana to Ana")) == "They are called Ana already."
    assert "one person at a time" in shown(await clinic.say("rename Ana and Bruno to Zoe"))


async def test_untag_says_who_had_the_tag_and_who_did_not(clinic: Bench) -> None:
    await clinic.say("tag Ana as vip")
    done = await clinic.say("remove the tag vip from Ana and Bruno")
    assert shown(done) == "Ana no longer has the tag vip.\nBruno did not have the tag vip."
    assert shown(await clinic.say("undo")) == "Undone: Ana has the tag vip again."
    assert shown(await clinic.say("untag vip from Bruno")) == "Bruno did not have the tag vip."
    assert shown(await clinic.say("untag gold from Bruno")).startswith("Nobody has the tag gold.")


async def test_a_blocked_person_gets_nothing_until_unblocked(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Bruno tomorrow 9am")
    done = await clinic.say("block Bruno")
    assert shown(done).splitlines()[0] == "Bruno is blocked: nothing goes to them until you write unblock Bruno."
    assert "#1 is for nobody else" in shown(done)
    assert "Bruno is blocked and gets nothing" in shown(await clinic.say("show #1"))
    assert "blocked" in shown(await clinic.say("contacts"))
    assert shown(await clinic.say("block Bruno")) == "Bruno was blocked already."
    assert shown(await clinic.say("unblock Bruno")) == "Bruno gets messages again."
    assert shown(await clinic.say("undo")) == "Undone: Bruno is blocked again."
    assert shown(await clinic.say("undo")) == "Undone: Bruno is no longer blocked by you."
    assert "Undone" in shown(await clinic.say("undo")), "and then the message before it"
    assert (await clinic.messages())[0]["state"] == "cancelled"


async def test_who_wrote_stop_is_not_unblocked_by_staff(clinic: Bench) -> None:
    await directory.block(clinic.lab.workspace["id"], clinic.people["Bruno"], "contact", clinic.lab.now)
    assert "Bruno wrote STOP: only they can take that back" in shown(await clinic.say("unblock Bruno"))
    await clinic.say("block Bruno")
    assert "Bruno wrote STOP" in shown(await clinic.say("unblock Bruno"))
    row = await directory.get(clinic.lab.workspace["id"], clinic.people["Bruno"])
    assert (row["blocked_by"], row["blocked_at"] is None) == ("contact", False)


async def test_only_people_are_blocked_and_nobody_by_a_whole_tag(clinic: Bench) -> None:
    await clinic.say("tag Ana as vip")
    assert shown(await clinic.say("block everyone tagged vip")).startswith("Name people for that")
    assert "blocked" not in shown(await clinic.say("contacts"))


async def test_what_one_person_changed_is_not_taken_back_by_another(clinic: Bench) -> None:
    await clinic.say("block Bruno")
    assert shown(await clinic.say("undo", user=SAM)) == "There is nothing of yours to undo."


async def test_a_contact_is_removed_after_a_question_where_messages_concern_them(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Bruno tomorrow 9am")
    await clinic.say("send 'hello' to Bruno and Ana tomorrow 10am")
    asked = await clinic.say("delete Bruno from my contacts")
    assert "Bruno would get 2 messages to come (#1 and #2)" in shown(asked)
    await clinic.tap(asked, "Yes")
    assert "Bruno removed" in shown(clinic.now(asked))
    assert "#1 is for nobody else" in shown(clinic.now(asked))
    assert "Bruno" not in shown(await clinic.say("contacts"))
    assert "I do not know" in shown(await clinic.say("send 'x' to Bruno tomorrow 9am"))
    assert shown(await clinic.say("undo")) == "Undone: Bruno back among the contacts."
    assert "Bruno" in shown(await clinic.say("contacts"))


async def test_what_is_planned_for_a_removed_contact_is_called_off_and_comes_back_with_undo(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Bruno and Ana in 1 minute")
    message = (await clinic.messages())[0]
    await clinic.lab.reaches(message, "planned", "planned")
    await clinic.tap(await clinic.say("remove contact Bruno"), "Yes")
    assert sorted(await clinic.lab.states(message)) == ["cancelled", "planned"]
    await clinic.say("undo")
    await clinic.lab.reaches(message, "planned", "planned")


async def test_who_is_added_again_is_the_same_person_by_number_and_name(clinic: Bench) -> None:
    row = await directory.get(clinic.lab.workspace["id"], clinic.people["Bruno"])
    await clinic.say("tag Bruno as vip")
    assert "Bruno removed" in shown(await clinic.say("remove contact Bruno"))
    await clinic.say(f"add contact Bruno {row['phone']}")
    assert "vip" in shown(await clinic.say("contacts"))
    await clinic.say("remove contact Bruno")
    await clinic.say(f"add contact Zoe {row['phone']}")
    told = shown(await clinic.say("contacts"))
    assert "Zoe" in told
    assert "Bruno" not in told
    assert "vip" not in told


async def test_a_number_of_somebody_who_was_removed_can_still_be_written_to(clinic: Bench) -> None:
    await clinic.say("remove contact Bruno")
    said = await clinic.say("send 'hello' to +351 912 000 002 tomorrow 9am")
    assert shown(said).startswith("Scheduled #1 to +351912000002")
    assert "Bruno" not in shown(await clinic.say("contacts"))
