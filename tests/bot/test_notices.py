"""Notices: once each, in words that say what to do; Telegram away; bubbles that stay true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.sandbox.telegram.server import OLIVIA, SAM, shown
from storage import db
from storage.queries import directory, notices, workspaces
from tests.bot.bench import Bench, labels

ANA = "+351912000001"


async def _notice(clinic: Bench, kind: str, about: str, detail: dict[str, object], **more: object) -> None:
    await notices.tell(clinic.lab.workspace["id"], clinic.lab.owner["id"], kind, about, detail, clinic.lab.now, **more)


async def _states() -> list[str]:
    return [row["state"] for row in await db.rows("select state from notice order by id")]


async def test_a_failed_message_is_told_once_with_its_cause_and_sent_again_by_a_tap(clinic: Bench) -> None:
    clinic.lab.waha.phones.get(ANA).exists = False
    await clinic.say("send 'hello' to Ana in 5 seconds")
    clinic.later(seconds=6)
    (told,) = await clinic.until(lambda: [one for one in clinic.server.said(OLIVIA) if "failed:" in one["text"]])
    assert told["text"].startswith("#1 “hello” to Ana failed: the number is not on WhatsApp.")
    assert "tap the button or write retry #1" in told["text"]
    assert labels(told) == ["Send again"]
    assert await clinic.tap(told, "Send again", times=2) == ["Done.", "Already done."]
    assert len([text for text in clinic.said() if "failed:" in text]) == 1


async def test_told_once_though_telegram_was_away(clinic: Bench) -> None:
    await clinic.say("help")
    clinic.server.faults.away()
    await _notice(
        clinic,
        "channel_down",
        "channel:1:1",
        {"channel": 1, "name": "clinic", "reason": "scan_qr_code", "health": "down"},
    )

    async def tried() -> bool:
        return (await db.rows("select attempts from notice"))[0]["attempts"] > 0

    await clinic.lab.until(tried)
    clinic.server.faults.back()
    clinic.later(seconds=400)
    await clinic.server.wait_for(OLIVIA, "The channel clinic is not working: the phone is logged out.")
    await clinic.lab.until(_all_sent)
    clinic.later(seconds=400)
    await clinic.say("help")
    assert len([text for text in clinic.said() if "not working" in text]) == 1


async def _all_sent() -> bool:
    return set(await _states()) == {"sent"}


async def test_what_is_due_leaves_while_telegram_is_away_and_the_bubble_says_so_when_it_is_back(clinic: Bench) -> None:
    made = await clinic.say("send 'hello' to Ana in 5 minutes")
    clinic.server.faults.away()
    clinic.later(minutes=5)
    await clinic.until(lambda: clinic.lab.shown(ANA) == ["hello"])
    clinic.server.faults.back()
    clinic.later(seconds=400)
    await clinic.becomes(made, "✓")


async def test_a_chat_that_telegram_has_closed_for_a_while_holds_up_no_other(clinic: Bench) -> None:
    made = await clinic.say("send 'hello' to Bruno tomorrow 9am", user=SAM)
    clinic.later(seconds=4)
    clinic.server.faults.too_many("sendMessage", times=1, retry_after=300)
    for number in (1, 2):
        await _notice(clinic, "channel_back", f"channel:1:{number}", {"name": f"clinic {number}"})
    await clinic.lab.until(_put_off)
    (sam,) = [one for one in await workspaces.staff_of(clinic.lab.workspace["id"]) if one["role"] == "sender"]
    await notices.tell(
        clinic.lab.workspace["id"], sam["staff_id"], "channel_back", "channel:2:1", {"name": "other"}, clinic.lab.now
    )
    (row,) = await clinic.messages()
    await _notice(clinic, "skipped", "occurrence:1", {"message": row["id"], "occurrence": 1, "causes": {"too_late": 1}})
    await clinic.server.wait_for(SAM, "The channel other works again")
    await db.run("update message set text = 'good bye' where id = $1", row["id"])
    await db.run("update bubble set stale = true")
    await clinic.becomes(made, "good bye", user=SAM)
    assert not [text for text in clinic.said() if "works again" in text]
    assert {one["attempts"] for one in await db.rows("select attempts from notice")} == {0}
    clinic.later(seconds=301)
    await clinic.server.wait_for(OLIVIA, "was not sent")
    told = [text.splitlines()[0] for text in clinic.said() if "works again" in text or "was not sent" in text]
    assert [text.split(" works")[0] for text in told][:2] == ["The channel clinic 1", "The channel clinic 2"]


async def _put_off() -> bool:
    return not await db.rows("select id from notice where state = 'new' and not_before <= created_at")


async def test_a_notice_that_grew_edits_its_bubble(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana, Bruno tomorrow 9am")
    (row,) = await clinic.messages()
    await _notice(clinic, "skipped", "occurrence:1", {"message": row["id"], "occurrence": 1, "causes": {"too_late": 1}})
    bubble = await clinic.server.wait_for(OLIVIA, "was not sent: it was too late.")
    await clinic.lab.until(_all_sent)
    causes = {"too_late": 1, "opted_out": 1}
    await _notice(clinic, "skipped", "occurrence:1", {"message": row["id"], "occurrence": 1, "causes": causes})
    grown = await clinic.becomes(
        bubble, "2 messages of #1 “hello” were not sent: 1 because it was too late and 1 because they wrote STOP."
    )
    assert labels(grown) == ["Send again"]
    assert len([text for text in clinic.said() if "not sent" in text]) == 1


async def test_whoever_blocked_the_bot_is_not_told_and_nothing_piles_up(clinic: Bench) -> None:
    await clinic.say("help")
    clinic.server.block(OLIVIA)
    await _notice(
        clinic, "channel_back", "channel:1:1", {"channel": 1, "name": "clinic", "reason": "", "health": "working"}
    )

    async def dropped() -> bool:
        return await _states() == ["dropped"]

    await clinic.lab.until(dropped)


async def test_an_answer_is_shown_and_a_reply_to_it_goes_back_at_once(clinic: Bench) -> None:
    await clinic.lab.hear(clinic.lab.incoming(ANA, "can I come <later>?"))
    bubble = await clinic.server.wait_for(OLIVIA, "Ana writes:")
    assert "can I come <later>?" in bubble["text"]
    said = await clinic.say("yes, at 5", reply_to=bubble["message_id"])
    assert said["text"].startswith("Sending #1 to Ana")
    assert "quiet hours" not in said["text"], "the workspace has none"
    assert labels(said) == ["Stop"]
    clinic.later(seconds=11)
    await clinic.until(lambda: clinic.lab.shown(ANA) == ["yes, at 5"])


async def test_an_answer_can_still_be_replied_to_after_bubbles_were_drawn_anew(clinic: Bench) -> None:
    await clinic.lab.hear(clinic.lab.incoming(ANA, "can I come?"))
    bubble = await clinic.server.wait_for(OLIVIA, "Ana writes:")

    async def drawn() -> bool:
        return await _all_sent() and not await db.rows("select id from bubble where stale = true")

    await clinic.lab.until(drawn)
    said = await clinic.say("yes, at 5", reply_to=bubble["message_id"])
    assert said["text"].startswith("Sending #1 to Ana")


async def test_a_long_answer_is_read_to_its_end_and_can_be_replied_to_from_any_part(clinic: Bench) -> None:
    written = " ".join(f"<word{n}>" for n in range(900))
    await clinic.lab.hear(clinic.lab.incoming(ANA, written))
    bubble = await clinic.server.wait_for(OLIVIA, "Ana writes:")
    shown = [bubble["text"].split("\n")[1]]
    for part in range(2, 6):
        await clinic.tap(bubble, "Go on ›")
        bubble = await clinic.becomes(bubble, f"Part {part} of 5 (")
        shown.append(bubble["text"].split("\n")[1])
    assert " ".join(shown) == written
    assert [one["text"] for row in bubble["reply_markup"]["inline_keyboard"] for one in row] == ["‹ Before"]
    said = await clinic.say("yes, at 5", reply_to=bubble["message_id"])
    assert said["text"].startswith("Sending #1 to Ana")


async def test_stop_is_told_and_the_next_bubble_says_it(clinic: Bench) -> None:
    await clinic.lab.hear(clinic.lab.incoming(ANA, "STOP"))
    await clinic.server.wait_for(OLIVIA, "Ana wrote STOP. Nothing more goes to them until they write START.")
    bubble = await clinic.say("send 'x' to Ana tomorrow 9am")
    assert "Ana wrote STOP and gets nothing until they write START." in bubble["text"]


async def test_a_reminder_for_oneself_comes_in_the_chat_at_its_time(clinic: Bench) -> None:
    await clinic.say("remind me to call the bank in 20 seconds")
    await clinic.lab.rounds(3)
    assert not [text for text in clinic.said() if text.startswith("Reminder:")]
    clinic.later(seconds=21)
    await clinic.until(lambda: [text for text in clinic.said() if text == "Reminder: call the bank"])


async def test_unsure_is_told_with_two_buttons_and_settled_by_the_first_tap(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am")
    delivery = await _unsure(clinic)
    told = await clinic.server.wait_for(OLIVIA, "I cannot tell whether #1 “hello” reached Ana")
    assert "Please look at the phone." in told["text"]
    assert labels(told) == ["It arrived", "It did not – send again"]
    assert await clinic.tap(told, "It arrived", times=2) == ["Done.", "Already done."]
    assert clinic.now(told)["text"] == "#1 to Ana: settled, it arrived."
    (row,) = await db.rows("select state from delivery where id = $1", delivery)
    assert row["state"] == "sent"
    clinic.later(seconds=4)
    await clinic.becomes(bubble, "✓ Sent")


async def test_what_settled_by_itself_is_not_told(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am")
    delivery = await _unsure(clinic, told_after=timedelta(seconds=30))
    await db.run("update delivery set state = 'delivered' where id = $1", delivery)
    clinic.later(seconds=40)

    async def dropped() -> bool:
        return await _states() == ["dropped"]

    await clinic.lab.until(dropped)
    assert not [text for text in clinic.said() if "cannot tell" in text]


async def _unsure(clinic: Bench, told_after: timedelta = timedelta()) -> int:
    """A delivery whose answer never came: planned, then as the lane would leave it."""
    clinic.later(hours=22, minutes=59)
    (message,) = await clinic.messages()
    await clinic.lab.rounds(1)  # planned a minute ahead of its time
    (row,) = await db.rows("select id, attempts from delivery")
    now = clinic.lab.now
    await db.run("update delivery set state = 'unsure', sending_at = $2 where id = $1", row["id"], now)
    detail = {"delivery": row["id"], "message": message["id"], "attempt": row["attempts"]}
    await _notice(clinic, "unsure", f"delivery:{row['id']}", detail, not_before=now + told_after)
    return int(row["id"])


async def test_a_bubble_shows_ticks_as_receipts_come_in(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana in 5 seconds")
    clinic.later(seconds=6)
    await clinic.until(lambda: clinic.lab.shown(ANA) == ["hello"])
    await clinic.lab.settled()
    clinic.later(seconds=4)
    await clinic.becomes(bubble, "✓")


async def test_an_edit_of_one_bubble_comes_at_most_once_in_three_seconds(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am")
    (row,) = await clinic.messages()
    clinic.later(seconds=10)
    for text in ("one", "two", "three"):
        await db.run("update message set text = $1 where id = $2", text, row["id"])
        await db.run("update bubble set stale = true")
        if text == "one":
            await clinic.becomes(bubble, "one")
    edits = [args for name, args in clinic.server.calls if name == "editMessageText"]
    assert len(edits) == 1
    clinic.later(seconds=4)
    await clinic.becomes(bubble, "three")


async def test_old_bubbles_of_a_message_lose_their_buttons_when_it_is_cancelled(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana tomorrow 9am")
    clinic.later(seconds=10)
    await clinic.say("cancel #1")
    now = await clinic.becomes(bubble, "Cancelled: nothing more of it leaves.")
    assert labels(now) == []


async def test_several_people_are_counted(clinic: Bench) -> None:
    await directory.block(clinic.lab.workspace["id"], clinic.people["Bruno"], "staff", clinic.lab.now)
    bubble = await clinic.say("send 'hello' to Ana, Bruno and Carla in 5 seconds")
    clinic.later(seconds=6)
    await clinic.until(lambda: len(clinic.lab.shown(ANA)) == 1)
    await clinic.lab.settled()
    clinic.later(seconds=4)
    await clinic.becomes(bubble, "1 not sent")


async def test_a_senders_trouble_is_told_to_the_sender(clinic: Bench) -> None:
    await directory.block(clinic.lab.workspace["id"], clinic.people["Ana"], "contact", clinic.lab.now)
    await clinic.say("send 'hello' to Ana in 5 seconds", user=SAM)
    clinic.later(seconds=6)
    await clinic.until(lambda: [text for text in clinic.said(SAM) if "was not sent: they wrote STOP" in text])
    assert not [text for text in clinic.said(OLIVIA) if "not sent" in text]


async def test_a_bubble_that_cannot_be_drawn_keeps_neither_others_nor_the_chat_from_going_on(clinic: Bench) -> None:
    await clinic.say("send 'one' to Ana tomorrow 9am")
    other = await clinic.say("send 'two' to Bruno tomorrow 9am")
    (first, second) = await clinic.messages()
    await db.run("update message set zone = 'Mars/City' where id = $1", first["id"])
    await db.run("update message set state = 'paused' where id = $1", second["id"])
    await db.run("update bubble set stale = true")
    clinic.later(seconds=5)
    await clinic.becomes(other, "Paused")
    assert "Olivia" in shown(await clinic.say("/start"))


@pytest.mark.parametrize("text", ["long words " * 400, "😀" * 2400, "<&>" * 1100], ids=["words", "emoji", "signs"])
async def test_a_long_answer_is_shown_as_far_as_a_bubble_goes(clinic: Bench, text: str) -> None:
    await clinic.lab.hear(clinic.lab.incoming(ANA, text))
    bubble = await clinic.server.wait_for(OLIVIA, "Ana writes:")
    assert text[:500] in bubble["text"]
    assert f"({len(text):,} characters)" in bubble["text"]
    assert "Reply to this bubble" in bubble["text"]


async def test_a_long_reminder_comes_whole(clinic: Bench) -> None:
    words = "call the bank, " * 190
    await clinic.say(f"remind me '{words}' in 20 seconds")
    clinic.later(seconds=21)
    await clinic.until(lambda: f"Reminder: {words}".strip() in clinic.said())
