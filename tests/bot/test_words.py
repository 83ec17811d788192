"""What staff write, what the bubble says, what the rows are."""

from __future__ import annotations

from datetime import timedelta

from core.sandbox.telegram.server import OLIVIA, SAM, shown
from storage import db
from storage.queries import directory
from tests.bot.bench import Bench, labels


async def test_a_new_time_may_say_how_late_it_may_leave_and_undo_takes_both_back(clinic: Bench) -> None:
    await clinic.say("send 'pay' to Ana tomorrow 10am")
    moved = shown(await clinic.say("#1 tomorrow 5pm even if late"))
    assert "17:00" in moved
    assert "It leaves even if it is late, within a day." in moved
    undone = shown(await clinic.say("undo"))
    assert "10:00" in undone
    assert "even if it is late" not in undone


async def test_a_series_is_said_back_with_its_next_three_times_and_kept(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am weekly")
    assert bubble["text"].splitlines() == [
        "Scheduled #1 to Ana",
        "Every Thursday at 09:00, starting Thursday 26 November 2026",
        "hello",
        "Next: Thu 26 Nov 09:00 · Thu 3 Dec 09:00 · Thu 10 Dec 09:00",
    ]
    assert labels(bubble) == ["Undo"]
    (row,) = await clinic.messages()
    assert (row["text"], row["starts"], row["rules"], row["state"]) == (
        "hello",
        "2026-11-26T09:00",
        ["FREQ=WEEKLY;BYDAY=TH"],
        "active",
    )
    assert row["audience"] == {"contacts": [clinic.people["Ana"]]}


async def test_a_duration_is_said_back_with_its_instant_to_the_second(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana in 1 minute")
    (row,) = await clinic.messages()
    assert row["at"] is not None
    assert f"Wednesday 25 November 2026 at {row['at']:%H:%M}" in bubble["text"]


async def test_an_assumption_is_said_back_with_its_alternative_as_one_tap(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow at 9")
    assert "I read the hour as morning." in bubble["text"]
    assert labels(bubble) == ["Undo", "21:00 instead?"]
    assert await clinic.tap(bubble, "21:00 instead?", times=2) == ["Done.", "Already done."]
    assert "Thursday 26 November 2026 at 21:00" in clinic.now(bubble)["text"]
    (row,) = await clinic.messages()
    assert row["starts"] == "2026-11-26T21:00"


async def test_an_unknown_name_is_asked_never_guessed(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Zebediah tomorrow 9am")
    assert "I do not know “Zebediah”" in asked["text"]
    assert "“hello” on Thursday 26 November 2026 at 09:00" in asked["text"]
    assert await clinic.messages() == []
    done = await clinic.say("Ana")
    assert done["text"].startswith("Scheduled #1 to Ana")
    assert "reply_markup" not in clinic.now(asked)


async def test_two_of_one_name_are_offered_with_hints(clinic: Bench) -> None:
    workspace = clinic.lab.workspace["id"]
    for phone in ("+351912000111", "+351912000222"):
        await directory.add_contact(workspace, "João Silva", phone, clinic.lab.now)
    asked = await clinic.say("send 'hello' to João tomorrow 9am")
    assert labels(asked) == ["João Silva (…111)", "João Silva (…222)", "Never mind"]
    await clinic.tap(asked, "João Silva (…222)")
    (row,) = await clinic.messages()
    chosen = await directory.by_phone(workspace, "+351912000222")
    assert chosen is not None
    assert row["audience"] == {"contacts": [chosen["id"]]}
    assert clinic.now(asked)["text"].startswith("Scheduled #1 to João Silva")


async def test_a_new_whole_sentence_drops_the_open_question(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Ana")
    assert "When shall it leave?" in asked["text"]
    await clinic.say("send 'bye' to Bruno tomorrow 9am")
    assert [row["text"] for row in await clinic.messages()] == ["bye"]
    states = await db.rows("select about, state from proposal order by id")
    assert states == [{"about": "clarify", "state": "replaced"}, {"about": "said", "state": "open"}]


async def test_undo_in_the_middle_of_a_question_drops_it_and_touches_nothing_done_before(clinic: Bench) -> None:
    """It once took back the message that the question was about."""
    await clinic.say("send 'hello' to Ana tomorrow 9am weekly")
    asked = await clinic.say("move #1 to friday 5pm")
    assert "Only the next one" in asked["text"]
    dropped = await clinic.say("undo")
    assert dropped["text"].splitlines() == [
        "Dropped: nothing was done.",
        "For what was done before it, write undo once more.",
    ]
    assert "reply_markup" not in clinic.now(asked)
    assert [row["state"] for row in await clinic.messages()] == ["active"]
    assert (await clinic.say("undo"))["text"].startswith("Undone: #1 to Ana")
    assert [row["state"] for row in await clinic.messages()] == ["cancelled"]


async def test_small_talk_in_the_middle_of_a_question_leaves_it_open(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana")
    again = await clinic.say("thanks a lot")
    assert again["text"].splitlines()[0] == "I still wait for an answer:"
    assert "When shall it leave?" in again["text"]
    done = await clinic.say("tomorrow at 10:00")
    assert done["text"].startswith("Scheduled #1 to Ana")


async def test_what_is_no_command_gets_the_nearest_sentences(clinic: Bench) -> None:
    said = await clinic.say("what's the weather")
    assert said["text"].splitlines() == [
        "I look after messages to your contacts. You could write, for example:",
        "send 'hello' to Ana tomorrow 9am weekly",
        "send 'on my way' to Ana now",
    ]


async def test_more_than_five_people_are_asked_about_with_their_number_and_slots(clinic: Bench) -> None:
    workspace = clinic.lab.workspace["id"]
    members = [await clinic.lab.contact(f"Patient {n}", f"+3519130000{n:02d}") for n in range(8)]
    await directory.add_group(workspace, "Patients", members)
    await db.run("update channel set pace = '12s'")
    asked = await clinic.say("send 'we are open' to Patients tomorrow at 9:00")
    assert asked["text"].startswith("Send this to 8 people?")
    assert "from 09:00 to 09:01:24" in asked["text"]
    assert labels(asked) == ["Yes", "No"]
    assert await clinic.messages() == []
    assert await clinic.tap(asked, "Yes", times=2) == ["Done.", "Already done."]
    assert len(await clinic.messages()) == 1
    assert "Scheduled #1 to the group Patients (8 people)" in clinic.now(asked)["text"]


async def test_a_group_that_grew_while_its_question_was_open_is_asked_about_once_more(clinic: Bench) -> None:
    workspace = clinic.lab.workspace["id"]
    members = [await clinic.lab.contact(f"Patient {n}", f"+3519130000{n:02d}") for n in range(9)]
    await directory.add_group(workspace, "Patients", members[:7])
    asked = await clinic.say("send 'we are open' to Patients tomorrow at 9:00")
    assert asked["text"].startswith("Send this to 7 people?")
    await directory.join_group(workspace, "Patients", members)
    await clinic.tap(asked, "Yes", times=2)
    assert await clinic.messages() == [], "a second tap answers the first question alone"
    again = await clinic.becomes(asked, "Send this to 9 people?")
    await clinic.tap(again, "Yes")
    assert "Scheduled #1 to the group Patients (9 people)" in clinic.now(asked)["text"]
    assert len(await clinic.messages()) == 1


async def test_all_contacts_are_asked_about_even_when_they_are_few(clinic: Bench) -> None:
    asked = await clinic.say("send 'hi' to everyone tomorrow at 9:00")
    assert asked["text"].startswith("Send this to 3 people?")
    said = await clinic.say("no")
    assert said["text"] == "Dropped: nothing was scheduled."
    assert await clinic.messages() == []


async def test_a_typed_yes_confirms(clinic: Bench) -> None:
    await clinic.say("send 'hi' to everyone tomorrow at 9:00")
    assert (await clinic.say("Yes!"))["text"].startswith("Scheduled #1 to everyone")
    assert (await clinic.say("yes"))["text"] == "There is no question open."


async def test_cancel_right_behind_the_sentence_that_made_it_works(clinic: Bench) -> None:
    clinic.server.write(OLIVIA, "send 'hello' to Ana tomorrow 9am")
    clinic.server.write(OLIVIA, "cancel #1")
    await clinic.server.wait_for(OLIVIA, "Cancelled #1 to Ana")
    (row,) = await clinic.messages()
    assert row["state"] == "cancelled"


async def test_messages_are_managed_by_number(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    assert "Friday 27 November 2026 at 17:00" in (await clinic.say("move #1 to friday 5pm"))["text"]
    assert (await clinic.say("pause #1"))["text"].startswith("Paused #1 to Ana")
    assert (await clinic.say("resume #1"))["text"].startswith("Resumed #1 to Ana")
    undone = await clinic.say("undo")
    assert undone["text"].startswith("Undone: #1 to Ana")
    assert "Paused: nothing leaves until you resume it." in undone["text"]
    assert (await clinic.say("cancel #1"))["text"].startswith("Cancelled #1 to Ana")
    assert (await clinic.say("cancel #1"))["text"] == "#1 is cancelled already."
    assert (await clinic.say("show #1"))["text"].startswith("#1 to Ana")
    assert (await clinic.say("show #9"))["text"] == "There is no such message. Write list to see their numbers."


async def test_a_reply_to_a_bubble_is_about_its_message(clinic: Bench) -> None:
    first = await clinic.say("send 'one' to Ana tomorrow 9am")
    await clinic.say("send 'two' to Bruno tomorrow 9am")
    moved = await clinic.say("move it to friday 5pm", reply_to=first["message_id"])
    assert moved["text"].startswith("Moved #1 to Ana")
    cancelled = await clinic.say("cancel", reply_to=moved["message_id"])
    assert cancelled["text"].startswith("Cancelled #1 to Ana")


async def test_html_is_shown_as_typed_and_kept_byte_for_byte(clinic: Bench) -> None:
    text = '<b>5 > 3 & "q"</b>\x07\ttab'
    bubble = await clinic.say(f"send '{text}' to Ana tomorrow 9am")
    assert '<b>5 > 3 & "q"</b>' in bubble["text"]
    (row,) = await clinic.messages()
    assert row["text"] == text


async def test_a_name_with_html_in_it_is_escaped(clinic: Bench) -> None:
    mine = clinic.server.share_contact(OLIVIA, "351912345678", "<b>Eve</b>", "& Co")
    said = await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)
    assert "<b>Eve</b> & Co" in said["text"]
    assert "<b>Eve</b> & Co" in (await clinic.say("contacts"))["text"]


async def test_a_sentence_of_a_hundred_thousand_characters_is_refused_in_a_sentence(clinic: Bench) -> None:
    said = await clinic.say("send '" + "x" * 100_000 + "' to Ana tomorrow 9am")
    assert said["text"].startswith("That is too long for one message (100,027 characters).")
    assert await clinic.messages() == []


async def test_a_long_text_is_shortened_in_the_bubble_only(clinic: Bench) -> None:
    text = "a line of words. " * 200
    bubble = await clinic.say(f"send '{text}' to Ana tomorrow 9am")
    assert f"… ({len(text):,} characters)" in bubble["text"]
    assert (await clinic.messages())[0]["text"] == text


async def test_contacts_are_added_listed_and_not_taken_twice(clinic: Bench) -> None:
    added = await clinic.say("add contact Dora +351 912 345 678")
    assert added["text"] == "Added Dora with +351912345678. Try: send 'hello' to Dora tomorrow 9am weekly"
    assert "Dora · +351912345678" in (await clinic.say("contacts"))["text"]
    taken = await clinic.say("add contact Eva +351 912 345 678")
    assert taken["text"].startswith("+351912345678 belongs to Dora already.")


async def test_a_shared_contact_card_becomes_a_contact(clinic: Bench) -> None:
    mine = clinic.server.share_contact(OLIVIA, "351912345678", "Dora", "Reis")
    said = await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)
    assert said["text"].startswith("Added Dora Reis with +351912345678.")


async def test_a_file_gets_a_sentence(clinic: Bench) -> None:
    mine = clinic.server.send_file(OLIVIA, "hours.pdf", b"%PDF-1.4 hours")
    said = await clinic.server.wait_for(OLIVIA, lambda _message: True, after=mine)
    assert (
        said["text"]
        == "Write as its caption to whom it goes and when, such as: send 'Our new hours' to Ana tomorrow 9am"
    )


async def test_lists_have_a_button_for_each_message(clinic: Bench) -> None:
    assert (await clinic.say("list"))["text"].startswith("Nothing is scheduled.")
    await clinic.say("send 'hello' to Ana tomorrow 9am weekly")
    listed = await clinic.say("/list")
    assert listed["text"].splitlines() == [
        "One message goes out:",
        "#1 · Thu 26 Nov 09:00, every Thursday · Ana · “hello”",
    ]
    assert labels(listed) == ["#1", "Pause", "Cancel"]
    assert await clinic.tap(listed, "Pause") == ["Done."]
    assert "Paused:" in (await clinic.say("list"))["text"]


async def test_a_sender_does_not_change_what_is_another_persons(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    said = await clinic.say("cancel #1", user=SAM)
    assert said["text"] == "That message is somebody else's. Ask its author, a manager or an owner."
    assert (await clinic.messages())[0]["state"] == "active"


async def test_a_viewer_sends_nothing(clinic: Bench) -> None:
    await db.run("update staff set role = 'viewer' where name = 'Sam'")
    said = await clinic.say("send 'hello' to Ana tomorrow 9am", user=SAM)
    assert said["text"] == "For that one needs to be a sender; you are a viewer. Ask an owner."
    assert await clinic.messages() == []


async def test_help_and_start_use_the_workspaces_own_names(clinic: Bench) -> None:
    hello = await clinic.say("/start")
    assert hello["text"].splitlines()[0].startswith("Hello Olivia. I send WhatsApp messages for Clinic:")
    assert len([line for line in hello["text"].splitlines() if line.startswith(("send", "list", "add"))]) == 3
    assert "did Ana get it?" in (await clinic.say("/help"))["text"]


async def test_an_edit_of_a_sentence_is_answered_not_passed_over(clinic: Bench) -> None:
    mine = clinic.server.write(OLIVIA, "send 'hello' to Ana tomorrow 9am")
    await clinic.server.wait_for(OLIVIA, "Scheduled", after=mine)
    world = clinic.server.world
    world.updates.add("edited_message", world.chat(OLIVIA).messages[mine] | {"edit_date": 1, "text": "send 'x' to Ana"})
    said = await clinic.server.wait_for(OLIVIA, "An edit changes nothing here.", after=mine)
    assert said["text"].endswith("write it again as a new message.")
    assert len(await clinic.messages()) == 1


async def test_undo_takes_back_all_that_one_sentence_changed(clinic: Bench) -> None:
    for hour in (9, 10):
        await clinic.say(f"send 'hello' to Ana tomorrow {hour}:00")
    await clinic.say("cancel #1 and #2")
    undone = await clinic.say("undo")
    assert undone["text"] == "Undone: #1 and #2 are as they were before."
    assert [one["state"] for one in await clinic.messages()] == ["active", "active"]


async def test_a_reminder_is_kept_as_one_and_said_back(clinic: Bench) -> None:
    bubble = await clinic.say("remind Ana 'pay' tomorrow 9am")
    assert (
        "A reminder: if it cannot leave within 15 minutes of its time, it is skipped and you hear it." in bubble["text"]
    )
    late = await clinic.say("remind Ana 'pay' tomorrow 10am even if late")
    assert "It leaves even if it is late, within a day." in late["text"]
    assert [one["late"] for one in await clinic.messages()] == ["reminder", "even_if_late"]


async def test_a_number_is_found_however_many_messages_come_before_it(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana on 20 December 2026 9am")
    (last,) = await clinic.messages()
    fields = ", ".join(name for name in last if name not in ("id", "number", "next_due_at"))
    sooner = last["next_due_at"] - timedelta(days=5)
    for number in range(2, 503):
        await db.run(
            f"insert into message (number, next_due_at, {fields}) select $1, $2, {fields} from message where number = 1",
            number,
            sooner,
        )
    assert "Sunday 20 December 2026 at 10:00" in (await clinic.say("move #1 an hour later"))["text"]
    assert (await clinic.say("cancel #1"))["text"].startswith("Cancelled #1 to Ana")


async def test_a_new_text_after_the_first_copies_have_left_is_asked_about(clinic: Bench) -> None:
    await db.run("update channel set pace = '600s'")
    await clinic.say("send 'hello' to Ana and Bruno in 1 minute")
    clinic.lab.later(seconds=61)
    ana = "+351912000001"
    await clinic.lab.until(lambda: _shown(clinic, ana))
    asked = await clinic.say("change the text of #1 to 'goodbye'")
    assert asked["text"].startswith("1 person has the old text. Change it for the other 1?")
    assert (await clinic.messages())[0]["text"] == "hello"
    await clinic.tap(asked, labels(asked)[1])
    assert "nothing was done" in clinic.now(asked)["text"]
    assert (await clinic.messages())[0]["text"] == "hello"
    asked = await clinic.say("change the text of #1 to 'goodbye'")
    await clinic.tap(asked, labels(asked)[0])
    assert (await clinic.messages())[0]["text"] == "goodbye"


async def _shown(clinic: Bench, phone: str) -> bool:
    return bool(clinic.lab.shown(phone))


async def test_what_the_daily_limit_would_leave_out_is_asked_before_it_is_kept(clinic: Bench) -> None:
    await db.run("update channel set daily_limit = 1")
    asked = await clinic.say("send 'hello' to Ana and Bruno tomorrow 9am")
    assert "sends at most 1 a day" in asked["text"]
    assert await clinic.messages() == []
    await clinic.tap(asked, labels(asked)[0])
    (row,) = await clinic.messages()
    assert row["state"] == "active"


async def test_a_name_to_be_filled_in_is_said_and_so_is_what_stays_in_its_braces(clinic: Bench) -> None:
    one = shown(await clinic.say("send 'Hola {nombre}, a las {hora}' to Ana tomorrow 9am"))
    assert "{nombre} becomes the name: Ana." in one
    assert "{hora} goes out as it is written: only {name} is filled in." in one
    both = shown(await clinic.say("send 'Hi {name}' to Ana and Bruno tomorrow 9am"))
    assert "{name} becomes the name of each of them." in both
    assert "as it is written" not in both


async def test_it_is_no_text_and_behind_a_message_means_that_one(clinic: Bench) -> None:
    asked = shown(await clinic.say("send it to Bruno tomorrow at 9:00"))
    assert "What shall it say?" in asked
    await clinic.say("send 'see you soon' to Ana tomorrow 10am")
    bubble = await clinic.say("send it to Bruno on friday at 9:00")
    assert bubble["text"].startswith("Scheduled #2 to Bruno")
    assert [row["text"] for row in await clinic.messages()] == ["see you soon", "see you soon"]
    copied = await clinic.say("send the same to Carla now", reply_to=bubble["message_id"])
    assert "see you soon" in shown(copied)
