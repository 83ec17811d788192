"""What does not fit is asked about in the chat before anything is kept.

What could go wrong: a slip of the tongue writes to 180 people and the number is banned; a message waits for the end of quiet
hours and nobody said so; somebody is left out silently; a choice is forgotten, or asked for again and again; a second tap
schedules twice.
"""

from __future__ import annotations

from core.sandbox.telegram.server import Message
from storage import db
from storage.queries import channels, directory, workspaces
from tests.bot.bench import OLIVIA, SAM, Bench, labels

BATCH = 4


async def _crowd(clinic: Bench, count: int = BATCH) -> None:
    for number in range(count):
        contact = await clinic.lab.contact(f"Guest {number}", f"+35193{number:07d}")
        await directory.tag(clinic.lab.workspace["id"], [contact], "guests")


async def _most(clinic: Bench, count: int | None) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], most_people=count)


async def test_more_people_than_the_channel_allows_are_a_question_that_an_owner_settles_with_a_tap(
    clinic: Bench,
) -> None:
    await _crowd(clinic)
    await _most(clinic, 3)
    asked = await clinic.say("send 'party' to tag guests tomorrow 9am")
    assert "This goes to 4 people, more than the 3 that clinic allows" in asked["text"]
    assert "channel clinic people 4" in asked["text"]
    assert labels(asked) == ["Allow 4 and send", "Try again", "Never mind"]
    assert await clinic.messages() == []
    await clinic.tap(asked, "Allow 4 and send", times=2)
    (row,) = await clinic.messages()
    assert row["state"] == "active"
    assert (await channels.get(clinic.lab.workspace["id"], clinic.lab.channel["id"]))["most_people"] == 4


async def test_others_ask_an_owner_who_allows_it_in_words_and_then_try_again(clinic: Bench) -> None:
    await _crowd(clinic)
    await _most(clinic, 3)
    asked = await clinic.say("send 'party' to tag guests tomorrow 9am", SAM)
    assert labels(asked) == ["Try again", "Never mind"]
    assert "An owner can allow more" in asked["text"]
    assert "needs to be an owner" in (await clinic.say("channel clinic people 4", SAM))["text"]
    await clinic.tap(asked, "Try again", SAM)
    asked = await clinic.becomes(asked, "more than the 3", SAM)
    assert await clinic.messages() == []
    shown = await clinic.say("canal clinic personas 4")
    assert "4 personas por mensaje" in shown["text"]
    assert (await clinic.say("try again", SAM))["text"].startswith("Scheduled #1")


async def test_what_a_channel_allows_is_changed_in_words(clinic: Bench) -> None:
    for words, told in (
        ("channel clinic pace 12s", "pace 12s"),
        ("channel clinic new people 30", "at most 30 new people a day"),
        ("channel clinic warm-up 20", "warming up: 20, 40, 80, 160"),
        ("channel clinic daily limit 100", "warming up: 20, 40, 80 messages a day"),
        ("channel clinic people lots", "“lots” is no limit"),
        ("channel clinic pace fast", "That is no pace"),
    ):
        assert told in (await clinic.say(words))["text"], words
    shown = await clinic.say("channel clinic warm-up none")
    assert "warming" not in shown["text"]


async def test_a_number_of_meta_goes_by_its_own_tier(clinic: Bench) -> None:
    await _crowd(clinic)
    await db.run("update channel set seen = '{\"limit\": 3}'")
    asked = await clinic.say("send 'party' to tag guests tomorrow 9am")
    assert "WhatsApp lets clinic write to 3 in 24 hours" in asked["text"]
    assert labels(asked) == ["Try again", "Never mind"]


async def test_a_group_that_grew_after_it_was_scheduled_is_told_with_what_to_do_about_it(clinic: Bench) -> None:
    await _crowd(clinic, 3)
    await _most(clinic, 3)
    made = await clinic.say("send 'party' to tag guests in 5 minutes", SAM)
    assert made["text"].startswith("Scheduled #1")
    for name, phone in (("Late", "+351936000001"), ("Later", "+351936000002")):
        contact = await clinic.lab.contact(name, phone)
        await directory.tag(clinic.lab.workspace["id"], [contact], "guests")
    clinic.later(minutes=5)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 3)
    for person in (SAM, OLIVIA):
        told = await clinic.server.wait_for(person, "2 messages of #1 “party” were not sent")
        assert "it goes to more people than the channel allows in a message" in told["text"]
        assert "An owner can allow more, with: channel clinic people 5 – then tap the button" in told["text"]
    await clinic.say("channel clinic people 5")
    await clinic.tap(told, "Send again")
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 5)


# --- quiet hours


async def test_quiet_hours_are_set_and_taken_away_in_words_by_an_owner(clinic: Bench) -> None:
    await clinic.say("send 'late' to Ana tomorrow 10pm")
    shown = await clinic.say("quiet hours 21:00 to 8:00")
    assert "Quiet hours 21:00–08:00: nobody is written to then" in shown["text"]
    assert "#1 falls into them, and now waits until they end." in shown["text"]
    assert "waits until" not in (await clinic.say("horas de silencio de 22 a 7"))["text"]
    assert (await workspaces.get(clinic.lab.workspace["id"]))["quiet"] == "22:00-07:00"
    assert "Write them as: quiet hours" in (await clinic.say("quiet hours 9-9"))["text"]
    assert "needs to be an owner" in (await clinic.say("no quiet hours", SAM))["text"]
    assert "Quiet hours" not in (await clinic.say("no quiet hours"))["text"].split("To change")[0]
    assert "more than 3 messages a day" in (await clinic.say("workspace person limit 3"))["text"]


async def _asked(clinic: Bench, sentence: str) -> Message:
    await workspaces.set_fields(clinic.lab.workspace["id"], quiet="21:00-08:00")
    return await clinic.say(sentence)


async def test_a_time_in_quiet_hours_is_asked_and_when_they_end_is_then_its_time(clinic: Bench) -> None:
    asked = await _asked(clinic, "send 'hi' to Ana tomorrow 10pm")
    assert "Quiet hours are 21:00–08:00. It would leave in them" in asked["text"]
    assert labels(asked) == ["When they end: Fri 27 Nov 08:00", "At its time all the same", "Never mind"]
    assert await clinic.messages() == []
    await clinic.tap(asked, "When they end: Fri 27 Nov 08:00", times=2)
    made = await clinic.becomes(asked, "Scheduled #1")
    assert "Friday 27 November 2026 at 08:00" in made["text"]
    assert len(await clinic.messages()) == 1


async def test_another_time_answers_it_too(clinic: Bench) -> None:
    await _asked(clinic, "send 'hi' to Ana tomorrow 10pm")
    made = await clinic.say("tomorrow 9am")
    assert "Thursday 26 November 2026 at 09:00" in made["text"]
    assert [row["state"] for row in await clinic.messages()] == ["active"]


async def test_the_time_all_the_same_is_chosen_in_a_word_kept_and_shown(clinic: Bench) -> None:
    asked = await _asked(clinic, "send 'hi' to Ana every day at 22:00")
    assert labels(asked)[0] == "When they end: Thu 26 Nov 08:00"
    made = await clinic.say("anyway")
    assert "It leaves at its time, in quiet hours too." in made["text"]
    assert "in quiet hours too" in (await clinic.say("show #1"))["text"]
    asked = await clinic.say("move #1 to 23:00 from now on")
    assert "It would leave in them" in asked["text"]
    await clinic.tap(asked, "When they end: Thu 26 Nov 08:00")
    moved = await clinic.becomes(asked, "It leaves Thu 26 Nov 08:00 (quiet hours)")
    assert "23:00" in moved["text"]


async def test_never_mind_schedules_nothing_and_now_is_asked_too(clinic: Bench) -> None:
    await workspaces.set_fields(clinic.lab.workspace["id"], quiet="09:00-12:00")
    asked = await clinic.say("send 'hi' to Ana now")
    assert labels(asked)[0] == "When they end: Wed 25 Nov 12:00"
    await clinic.tap(asked, "Never mind")
    assert await clinic.messages() == []
    await clinic.say("send 'hi' to Ana at 15:00")
    asked = await clinic.say("send #1 now")
    assert "Quiet hours are 09:00–12:00. Send this now all the same?" in asked["text"]
    await clinic.tap(asked, "Yes")
    (row,) = await clinic.messages()
    assert row["quiet"] == "anyway"


# --- what a day has room for


async def test_what_does_not_fit_into_the_day_goes_on_the_next_one_and_show_and_list_say_so(clinic: Bench) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=1)
    asked = await clinic.say("send 'hello' to Ana and Bruno at 11:00")
    assert "clinic sends at most 1 a day. 1 of 2 do not fit on Wednesday 25 November" in asked["text"]
    assert labels(asked) == ["The other 1: Thu 26 Nov 11:00", "Only the 1 that fit", "Never mind"]
    made = await clinic.say("next day")
    assert "1 of 2 get it Thu 26 Nov 11:00 (the channel's daily limit)." in made["text"]
    clinic.later(hours=1, seconds=1)
    await clinic.until(lambda: clinic.lab.shown("+351912000001"))
    assert "1 waits for Thu 26 Nov 11:00." in (await clinic.say("show #1"))["text"]
    assert "Thu 26 Nov 11:00" in (await clinic.say("list"))["text"]


async def _grown(clinic: Bench, sentence: str = "send 'party' to tag guests at 11:00") -> Message:
    """A message for which the day had room when it was scheduled, and has not when it is planned: what is told then."""
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=2)
    await _crowd(clinic, 2)
    assert (await clinic.say(sentence, SAM))["text"].startswith("Scheduled #1")
    late = await clinic.lab.contact("Late", "+351936000001")
    await directory.tag(clinic.lab.workspace["id"], [late], "guests")
    clinic.later(minutes=59)
    await clinic.lab.rounds(2)
    return await _told(clinic, SAM)


async def _told(clinic: Bench, person: int) -> Message:
    """The notice itself: the message's own bubble says so, too, and may be quicker."""
    (found,) = await clinic.until(lambda: [one for one in clinic.server.said(person) if "fit" in "".join(labels(one))])
    return found


async def test_who_does_not_fit_any_more_when_it_is_planned_is_told_of_with_what_may_be_done(clinic: Bench) -> None:
    told = await _grown(clinic)
    assert "clinic sends at most 2 a day. 1 of 3 do not fit on Wednesday 25 November" in told["text"]
    assert told["text"].splitlines()[:2] == ["#1 to everyone tagged guests", "“party”"]
    assert "That person would be left out." in told["text"]
    assert labels(told) == ["The other 1: Thu 26 Nov 11:00", "Only the 2 that fit"]
    assert await clinic.tap(told, "The other 1: Thu 26 Nov 11:00", SAM, times=2) == ["Done.", "Already done."]
    clinic.later(minutes=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 2)
    await clinic.lab.rounds(5)
    assert "1 waits for Thu 26 Nov 11:00." in (await clinic.say("show #1"))["text"]
    clinic.later(days=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 3)
    assert not [text for text in clinic.said(SAM) if "not sent" in text]


async def test_those_that_fit_are_chosen_after_some_have_left_and_nobody_gets_it_twice(clinic: Bench) -> None:
    told = await _grown(clinic)
    clinic.later(minutes=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 2)
    await clinic.tap(told, "Only the 2 that fit", SAM)

    async def over() -> bool:
        return [row["state"] for row in await clinic.messages()] == ["done"]

    await clinic.lab.until(over)
    clinic.later(days=1)
    await clinic.lab.rounds(5)
    assert clinic.lab.waha.judge()["arrivals"] == 2


async def test_where_nobody_chooses_it_is_told_once_and_what_did_not_fit_is_told_when_it_is_too_late(
    clinic: Bench,
) -> None:
    await _grown(clinic)
    clinic.later(minutes=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 2)
    clinic.later(minutes=31)
    await clinic.until(lambda: [text for text in clinic.said(SAM) if "was not sent" in text])
    assert len(await clinic.lab.told("no_room")) == 1


async def test_a_limit_that_was_lowered_after_a_series_was_scheduled_is_told_when_it_is_planned(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana and Bruno every day at 11:00 starting today")
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], new_limit=1)
    clinic.later(minutes=59)
    await clinic.lab.rounds(2)
    told = await _told(clinic, OLIVIA)
    assert "clinic writes to at most 1 new people a day" in told["text"]
    assert labels(told) == ["Only the 1 that fit"], "tomorrow they get the next one"
    await clinic.tap(told, "Only the 1 that fit")
    clinic.later(minutes=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 1)
    clinic.later(days=1)
    await clinic.until(lambda: clinic.lab.waha.judge()["arrivals"] == 3)
    assert len(await clinic.lab.told("no_room")) == 1, "the next day nobody is told again"


async def test_a_second_message_to_somebody_who_has_had_enough_for_a_day_is_asked_about(clinic: Bench) -> None:
    await clinic.say("workspace person limit 1")
    await clinic.say("send 'one' to Ana at 11:00")
    asked = await clinic.say("send 'two' to Ana at 15:00")
    assert "Nobody gets more than 1 a day. 1 of 1 have that already on Wednesday 25 November" in asked["text"]
    assert len(await clinic.messages()) == 1
    made = await clinic.say("next day")
    assert "Thu 26 Nov 15:00" in made["text"]
    clinic.later(hours=1)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["one"])
    for hours in (4, 24):
        clinic.later(hours=hours)
        await clinic.lab.rounds(10)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["one", "two"])


async def test_a_day_that_another_message_will_fill_is_asked_about_though_nothing_is_planned_yet(clinic: Bench) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=2)
    await clinic.say("send 'one' to Ana and Bruno every day at 11:00")
    asked = await clinic.say("send 'two' to Carla tomorrow at 15:00")
    assert "clinic sends at most 2 a day. 1 of 1 do not fit on Thursday 26 November" in asked["text"]
    await clinic.say("never mind")
    await clinic.say("cancel #1")
    assert (await clinic.say("send 'two' to Carla tomorrow at 15:00"))["text"].startswith("Scheduled #2")


# --- edits


async def test_an_edit_into_quiet_hours_is_asked_about_as_scheduling_is(clinic: Bench) -> None:
    await workspaces.set_fields(clinic.lab.workspace["id"], quiet="21:00-08:00")
    await clinic.say("send 'hi' to Ana every day at 9am")
    asked = await clinic.say("change #1 to every day at 10pm")
    assert "Quiet hours are 21:00–08:00. It would leave in them" in asked["text"]
    (row,) = await clinic.messages()
    assert (row["starts"][11:16], row["quiet"]) == ("09:00", None), "nothing is changed before it is answered"
    changed = await clinic.say("anyway")
    assert "It leaves at its time, in quiet hours too." in changed["text"]
    (row,) = await clinic.messages()
    assert (row["starts"][11:16], row["quiet"]) == ("22:00", "anyway")
    asked = await clinic.say("change #1 to every day at 11pm")
    assert "It would leave in them" in asked["text"], "other times are another choice"
    await clinic.tap(asked, "Never mind")
    assert [row["starts"][11:16] for row in await clinic.messages()] == ["22:00"]


async def test_one_time_of_a_series_that_is_moved_into_quiet_hours_is_asked_about_by_itself(clinic: Bench) -> None:
    await workspaces.set_fields(clinic.lab.workspace["id"], quiet="21:00-08:00")
    await clinic.say("send 'hi' to Ana every day at 11:00 starting today")
    asked = await clinic.say("move only the next one of #1 to today 22:00")
    assert "Quiet hours are 21:00–08:00. It would leave in them: Wed 25 Nov 22:00" in asked["text"]
    assert labels(asked) == ["When they end: Thu 26 Nov 08:00", "At its time all the same", "Never mind"]
    (row,) = await clinic.messages()
    assert row["rdates"] == [], "nothing is changed before it is answered"
    await clinic.tap(asked, "At its time all the same")
    (row,) = await clinic.messages()
    assert (row["rdates"], row["quiet"]) == (["2026-11-25T22:00"], None), "the others still keep to quiet hours"
    clinic.later(hours=12)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["hi"])
    asked = await clinic.say("move only the next one of #1 to tomorrow 23:00")
    await clinic.tap(asked, "When they end: Fri 27 Nov 08:00")
    await clinic.becomes(asked, "Fri 27 Nov 08:00")
    clinic.later(hours=14)
    await clinic.lab.rounds(5)
    assert clinic.lab.shown("+351912000001") == ["hi"]


async def test_who_is_added_and_does_not_fit_into_the_day_is_asked_about_and_waits_for_the_next(clinic: Bench) -> None:
    await channels.set_fields(clinic.lab.workspace["id"], clinic.lab.channel["id"], daily_limit=1)
    await clinic.say("send 'hello' to Ana at 11:00")
    asked = await clinic.say("add Bruno to #1")
    assert "clinic sends at most 1 a day. 1 of 2 do not fit on Wednesday 25 November" in asked["text"]
    (row,) = await clinic.messages()
    assert row["audience"] == {"contacts": [clinic.people["Ana"]]}
    await clinic.tap(asked, "The other 1: Thu 26 Nov 11:00")
    await clinic.becomes(asked, "1 of 2 get it Thu 26 Nov 11:00 (the channel's daily limit).")
    clinic.later(hours=1, seconds=1)
    await clinic.until(lambda: clinic.lab.shown("+351912000001"))
    assert "1 waits for Thu 26 Nov 11:00." in (await clinic.say("show #1"))["text"]
