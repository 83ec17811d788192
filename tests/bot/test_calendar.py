"""The calendar in the chat: a month as picture and words, its buttons, and the messages of a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot import pictures
from bot.replies import calendar as replies
from bot.replies.times import week_starts
from bot.replies.voice import CAPTION, shown_units, voice
from bot.telegram import Patience
from core.messages.months import Day, Month
from core.sandbox.telegram.content import picture_size
from core.sandbox.telegram.server import OLIVIA, Message, labels
from tests.bot.bench import Bench


async def planned(clinic: Bench) -> None:
    for sentence in (
        "send 'hello' to Ana tomorrow at 9:00",
        "send 'news' to Ana, Bruno and Carla every Friday at 10:00 until 18 December",
    ):
        await clinic.say(sentence)


def bytes_of(clinic: Bench, message: Message) -> bytes:
    return clinic.server.world.files[message["photo"][-1]["file_id"]][1].data


async def test_a_month_comes_as_one_picture_that_its_caption_says_in_words(clinic: Bench) -> None:
    await planned(clinic)
    shown = await clinic.say("calendar")
    assert picture_size(bytes_of(clinic, shown))[0] == 1080
    assert shown["caption"].splitlines() == [
        "November 2026",
        "4 messages go out this month, on 2 days.",
        "Today is Wed 25.",
        "Thu 26: 1 · Fri 27: 3",
        "Tap a day to see its messages.",
    ]
    assert labels(shown) == ["26", "27", "‹ Oct", "Dec ›"]


async def test_its_buttons_walk_months_in_place(clinic: Bench) -> None:
    await planned(clinic)
    shown = await clinic.say("show the calendar")
    before = bytes_of(clinic, shown)
    await clinic.tap(shown, "Dec ›")
    december = clinic.now(shown)
    assert december["caption"].startswith("December 2026\n9 messages go out this month, on 3 days.")
    assert bytes_of(clinic, december) != before
    assert labels(december) == ["4", "11", "18", "‹ Nov", "This month", "Jan ›"]
    await clinic.tap(december, "This month")
    assert clinic.now(shown)["caption"].startswith("November 2026")
    assert len(clinic.server.said(OLIVIA)) == 3


async def test_a_month_can_be_named(clinic: Bench) -> None:
    await planned(clinic)
    assert (await clinic.say("calendar december"))["caption"].startswith("December 2026")
    assert (await clinic.say("/calendar next month"))["caption"].startswith("December 2026")


async def test_an_empty_month_says_so_and_has_no_days_to_tap(clinic: Bench) -> None:
    shown = await clinic.say("calendar march")
    assert shown["caption"] == "March 2027\nNothing goes out this month."
    assert labels(shown) == ["‹ Feb", "This month", "Apr ›"]


async def test_a_day_opens_with_its_messages_and_leads_back(clinic: Bench) -> None:
    await planned(clinic)
    shown = await clinic.say("calendar")
    await clinic.tap(shown, "27")
    day = await clinic.server.wait_for(OLIVIA, "Friday 27 November 2026", after=shown["message_id"])
    assert day["text"].splitlines()[1:] == ["#2 · 10:00 · Ana, Bruno and Carla · “news”"]
    await clinic.tap(day, "#2")
    assert "Every Friday at 10:00" in (await clinic.server.wait_for(OLIVIA, "news", after=day["message_id"]))["text"]
    await clinic.tap(day, "Calendar")
    assert (await clinic.server.wait_for(OLIVIA, "November 2026", after=day["message_id"] + 1))["photo"]


async def test_what_left_and_what_went_wrong_is_on_its_day(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana at 10:05")
    clinic.later(minutes=6)
    await clinic.until(lambda: [text for text in clinic.said() if "✓✓" in text])
    shown = await clinic.say("calendar")
    assert "Wed 25: 1" in shown["caption"]
    await clinic.tap(shown, "25")
    day = await clinic.server.wait_for(OLIVIA, "Wednesday 25 November 2026", after=shown["message_id"])
    assert "#1 · 10:05 · Ana · “hello” · ✓✓" in day["text"]


async def test_a_calendar_of_last_week_still_walks_and_counts_anew(clinic: Bench) -> None:
    shown = await clinic.say("calendar")
    clinic.later(days=8)
    await clinic.say("send 'hello' to Ana tomorrow at 9:00")
    await clinic.tap(shown, "Dec ›")
    assert clinic.now(shown)["caption"].splitlines()[:3] == [
        "December 2026", "One message goes out this month.", "Today is Thu 3."
    ]  # fmt: skip


async def test_two_taps_are_one_step(clinic: Bench) -> None:
    shown = await clinic.say("calendar")
    await clinic.tap(shown, "Dec ›", times=2)
    assert clinic.now(shown)["caption"].startswith("December 2026")
    assert len(clinic.server.said(OLIVIA)) == 1


@pytest.mark.parametrize("data", ["g:209913", "d:20261131", "g:999999999999", "l:0:1", "d:99991231", "d:18000101"])
async def test_a_made_up_button_does_nothing_and_says_what_helps(clinic: Bench, data: str) -> None:
    shown = await clinic.say("calendar")
    stored = clinic.server.world.chat(OLIVIA).messages[shown["message_id"]]
    stored["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = data
    (toast,) = await clinic.tap(shown, labels(shown)[0])
    told = [text for text in clinic.said() if "There is no such day" in text]
    assert bool(told) != (toast == "This button is too old. Write it to me instead.")
    assert clinic.now(shown)["caption"].startswith("November 2026")


async def test_a_month_that_cannot_be_drawn_comes_in_words_and_walks_in_words(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_drawn", _broken)
    shown = await clinic.say("calendar")
    assert "photo" not in shown
    assert shown["text"].startswith("November 2026")
    await clinic.tap(shown, "Dec ›")
    assert clinic.now(shown)["text"].startswith("December 2026")


async def test_where_drawing_fails_on_the_way_no_old_picture_stays_over_new_words(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await clinic.say("calendar")
    monkeypatch.setattr(pictures, "_drawn", _broken)
    await clinic.tap(shown, "Dec ›")
    fresh = await clinic.server.wait_for(OLIVIA, "December 2026", after=shown["message_id"])
    assert "photo" not in fresh
    assert labels(clinic.now(shown)) == []
    monkeypatch.undo()
    await clinic.tap(fresh, "Jan ›")
    assert clinic.now(fresh)["photo"]


async def test_too_many_requests_are_waited_out_and_the_same_picture_goes_again(clinic: Bench) -> None:
    shown = await clinic.say("calendar")
    clinic.server.faults.too_many("editMessageMedia", retry_after=7)
    query = clinic.server.tap(OLIVIA, shown["message_id"], "Dec ›")[0]
    patience = next(one for one in clinic.chat.bot.session.middleware._middlewares if isinstance(one, Patience))
    await clinic.until(lambda: patience._closed)
    assert clinic.now(shown)["caption"].startswith("November 2026")
    clinic.later(seconds=8)
    await clinic.server.wait_for_answer(query)
    assert clinic.now(shown)["caption"].startswith("December 2026")
    assert len(bytes_of(clinic, clinic.now(shown))) > 5000


async def _broken(_make: Any) -> None:
    return None


# --- words


def busy(first: date, days: int) -> Month:
    """As full as a month can be, with trouble on each day."""
    return Month(tuple(Day(first + timedelta(days=n), 9, 99_999, 9, 9, 9) for n in range(days)), first)


def test_the_fullest_month_fits_under_a_picture_with_all_its_days() -> None:
    for starts in (0, 6):
        reply = replies.of_month(voice("en"), busy(date(2026, 12, 1), 31), starts)
        assert shown_units(reply.text) <= CAPTION
        assert "Thu 31: 99,999" in reply.text
        assert sum(len(row) for row in reply.buttons) <= 100
        assert max(map(len, reply.buttons)) <= 8


@pytest.mark.parametrize(
    ("country", "starts"), [("US", 6), ("GB", 0), ("ES", 0), ("ID", 6), ("BR", 6), (None, 0), ("??", 0)]
)
def test_a_week_begins_as_the_country_has_it(country: str | None, starts: int) -> None:
    assert week_starts(voice("en"), country) == starts


def test_weeks_are_lines_as_the_country_has_them() -> None:
    month = busy(date(2026, 11, 1), 30)
    lines = {starts: replies.of_month(voice("en"), month, starts).text.splitlines()[4:-1] for starts in (0, 6)}
    assert [line.split(":")[0] for line in lines[0]] == ["Sun 1", "Mon 2", "Mon 9", "Mon 16", "Mon 23", "Mon 30"]
    assert [line.split(":")[0] for line in lines[6]] == ["Sun 1", "Sun 8", "Sun 15", "Sun 22", "Sun 29"]


async def test_help_leads_to_the_calendar(clinic: Bench) -> None:
    told = await clinic.say("help")
    await clinic.tap(told, "Calendar")
    assert (await clinic.server.wait_for(OLIVIA, "November 2026", after=told["message_id"]))["photo"]
