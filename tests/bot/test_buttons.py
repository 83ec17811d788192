"""Taps: guarded steps, second taps, the countdown's Stop."""

from __future__ import annotations

import asyncio
import re
from copy import deepcopy
from typing import Any

import pytest

from bot import bubbles
from bot.saying import edit
from core.dispatch import flights
from core.sandbox.telegram.server import OLIVIA, SAM
from storage import db
from tests.bot.bench import Bench, labels, open_bench

SERIES = "send 'hello' to Ana tomorrow 9am weekly"


async def test_undo_takes_back_once(clinic: Bench) -> None:
    bubble = await clinic.say(SERIES)
    assert await clinic.tap(bubble, "Undo", times=2) == ["Done.", "Already done."]
    assert clinic.now(bubble)["text"].startswith("Undone: #1 to Ana")
    assert labels(clinic.now(bubble)) == []
    assert (await clinic.messages())[0]["state"] == "cancelled"


async def test_undo_takes_back_its_own_message_not_the_last_one(clinic: Bench) -> None:
    first = await clinic.say(SERIES)
    await clinic.say("send 'other' to Bruno tomorrow 9am")
    await clinic.tap(first, "Undo")
    assert [row["state"] for row in await clinic.messages()] == ["cancelled", "active"]


async def test_undo_is_over_when_the_message_has_changed_since(clinic: Bench) -> None:
    bubble = await clinic.say(SERIES)
    shown_once = dict(bubble)
    data = bubble["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await clinic.say("move #1 to friday 5pm from now on")
    await clinic.becomes(bubble, "17:00")  # it is drawn anew; not after what follows
    clinic.server.world.chat(OLIVIA).messages[bubble["message_id"]] = shown_once  # a client that shows the old buttons
    (toast,) = await clinic.tap(bubble, data)
    assert toast == "It has changed since. Look at it again."
    assert (await clinic.messages())[0]["state"] == "active"


async def test_what_leaves_in_a_few_seconds_says_in_how_many(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hi' to Ana in 5 seconds")
    assert re.search(r", in [345] seconds\.", bubble["text"])


async def test_stop_in_the_countdown_sends_nothing(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hi' to Ana now")
    assert bubble["text"].splitlines()[0] == "Sending #1 to Ana"
    assert re.search(r", in (ten|9|8) seconds\.", bubble["text"])
    await clinic.lab.rounds(2)
    assert await clinic.tap(bubble, "Stop", times=2) == ["Done.", "Already done."]
    clinic.later(seconds=30)
    await clinic.lab.rounds(5)
    assert clinic.lab.shown("+351912000001") == []
    assert (await clinic.messages())[0]["state"] == "cancelled"
    assert "Cancelled: nothing more of it leaves." in clinic.now(bubble)["text"]


async def test_what_is_due_now_leaves_after_the_countdown(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hi' to Ana now")
    clinic.later(seconds=11)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["hi"])
    clinic.later(seconds=4)
    shown = await clinic.becomes(bubble, "✓")
    assert labels(shown) == []
    assert "time" not in shown["text"], "its zone is the workspace's"


async def test_what_leaves_in_five_seconds_says_five(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hi' to Ana in 5 seconds")
    assert ", in 5 seconds." in bubble["text"]
    assert labels(bubble) == ["Stop"]


async def test_while_an_answer_of_the_gateway_is_waited_for_the_bubble_says_so_and_offers_no_stop(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flights, "SLOW", 0.0)
    async with open_bench(database_url, timeout=60.0) as clinic:
        clinic.lab.waha.faults.set("hang_before", count=1)
        bubble = await clinic.say("send 'hi' to Ana now")
        clinic.later(seconds=11)
        await clinic.until(lambda: "🕘 Leaving now" in clinic.now(bubble)["text"])
        assert labels(clinic.now(bubble)) == []


async def test_stop_after_it_has_left_says_too_late(clinic: Bench) -> None:
    bubble = deepcopy(await clinic.say("send 'hi' to Ana now"))  # as a phone shows it that saw no edit
    stop = bubble["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    clinic.later(seconds=11)
    await clinic.until(lambda: clinic.lab.shown("+351912000001") == ["hi"])
    clinic.server.world.chat(OLIVIA).messages[bubble["message_id"]] = dict(bubble)
    assert await clinic.tap(bubble, stop) == ["Too late: it has left."]


async def test_a_shown_series_is_paused_resumed_and_skipped_by_taps(clinic: Bench) -> None:
    await clinic.say(SERIES)
    shown = await clinic.say("show #1")
    assert labels(shown) == ["Pause", "Skip next", "Cancel"]
    assert await clinic.tap(shown, "Skip next", times=2) == ["Done.", "Already done."]
    assert "Next: Thu 3 Dec 09:00" in clinic.now(shown)["text"]
    shown = await clinic.say("show #1")
    assert await clinic.tap(shown, "Pause", times=2) == ["Done.", "Already done."]
    shown = await clinic.say("show #1")
    assert labels(shown) == ["Resume", "Cancel"]
    assert await clinic.tap(shown, "Resume", times=2) == ["Done.", "Already done."]
    assert (await clinic.messages())[0]["state"] == "active"


async def test_every_button_fits_telegrams_64_bytes(clinic: Bench) -> None:
    await db.run("update proposal set id = id")
    for text in (SERIES, "show #1", "list", "send 'x' to Ana", "send 'hi' to everyone tomorrow at 9:00"):
        bubble = await clinic.say(text)
        for row in bubble.get("reply_markup", {}).get("inline_keyboard", []):
            assert all(len(button["callback_data"].encode()) <= 64 for button in row)


async def test_a_button_of_unknown_make_says_so(clinic: Bench) -> None:
    bubble = await clinic.say(SERIES)
    message = clinic.server.world.chat(OLIVIA).messages[bubble["message_id"]]
    for data in ("zz:1", "u:1", "u:x:y", "", "p:99999999999999999999"):
        message["reply_markup"] = {"inline_keyboard": [[{"text": "odd", "callback_data": data or "-"}]]}
        (toast,) = await clinic.tap(message, "odd")
        assert toast == "This button is too old. Write it to me instead."


async def test_never_mind_drops_the_question(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Ana")
    await clinic.tap(asked, "Never mind", times=2)
    assert clinic.now(asked)["text"] == "Dropped: nothing was done."
    assert await clinic.messages() == []


async def test_an_option_tapped_twice_acts_once(clinic: Bench) -> None:
    asked = await clinic.say("send 'hello' to Ana tomorrow at 5")
    assert labels(asked) == ["Thu 26 Nov 05:00", "Thu 26 Nov 17:00", "Never mind"]
    assert await clinic.tap(asked, "Thu 26 Nov 17:00", times=2) == ["Done.", "Already done."]
    assert [row["starts"] for row in await clinic.messages()] == ["2026-11-26T17:00"]
    assert clinic.now(asked)["text"].startswith("Scheduled #1 to Ana")
    assert labels(clinic.now(asked)) == ["Undo"]


async def test_an_alternative_that_was_taken_is_no_longer_offered(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana on friday at 8")
    await clinic.tap(bubble, "20:00 instead?")
    assert labels(clinic.now(bubble)) == ["Undo"]
    assert "I read the hour" not in clinic.now(bubble)["text"]
    await clinic.tap(bubble, "Undo")
    assert "Friday 27 November 2026 at 08:00" in clinic.now(bubble)["text"]


async def test_an_alternative_of_a_message_that_was_changed_since_moves_nothing(clinic: Bench) -> None:
    bubble = await clinic.say("send 'hello' to Ana on friday at 8", user=SAM)
    await clinic.say("move #1 to saturday 5pm")
    clinic.server.world.chat(SAM).messages[bubble["message_id"]] = dict(bubble)  # a client that shows the old buttons
    (toast,) = await clinic.tap(bubble, "20:00 instead?", user=SAM)
    assert toast == "It has changed since. Look at it again."
    assert [row["starts"] for row in await clinic.messages()] == ["2026-11-28T17:00"]


async def test_what_a_button_says_can_be_typed_as_well(clinic: Bench) -> None:
    await clinic.say("send 'hello' to Ana tomorrow 9am weekly")
    asked = await clinic.say("move #1 to 10:00")
    assert labels(asked) == ["Only the next", "This and all that follow", "Never mind"]
    moved = await clinic.say("only the next")
    assert "Next: Thu 26 Nov 10:00 · Thu 3 Dec 09:00" in moved["text"]


async def test_skip_leaves_out_one_time_of_a_day_not_the_whole_day(clinic: Bench) -> None:
    await clinic.say("send 'meds' to Ana every day at 8:30 and 20:30")
    skipped = await clinic.say("skip #1")
    assert "Next: Thu 26 Nov 08:30 · Thu 26 Nov 20:30" in skipped["text"]
    shown = await clinic.say("show #1")
    assert await clinic.tap(shown, "Skip next", times=2) == ["Done.", "Already done."]
    assert "Next: Thu 26 Nov 20:30 · Fri 27 Nov 08:30" in clinic.now(shown)["text"]


async def test_a_redrawing_under_way_does_not_write_over_what_a_tap_answers(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did on a busy machine: what was undone stood there as scheduled."""
    drawing, go, drawn = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(*args: Any) -> None:
        drawing.set()
        await go.wait()
        await edit(*args)
        drawn.set()

    bubble = await clinic.say(SERIES)
    await clinic.quiet()
    monkeypatch.setattr(bubbles, "edit", slow)
    await db.run("update bubble set shown = shown || '…', stale = true")  # something of it has changed
    clinic.later(seconds=4)
    await drawing.wait()
    tapping = asyncio.create_task(clinic.tap(bubble, "Undo"))
    while (await clinic.messages())[0]["state"] != "cancelled":
        assert not tapping.done()
    for _ in range(50):  # time enough for a tap's answer that waits for nobody
        await clinic.messages()
    go.set()
    await drawn.wait()
    await tapping
    assert clinic.now(bubble)["text"].startswith("Undone: #1 to Ana")


async def test_within_opening_hours_the_other_half_of_the_day_is_offered_once(clinic: Bench) -> None:
    """Two assumptions, the morning and the opening hours, have one alternative; what stands behind them keeps its button."""
    await clinic.say("workspace hours 8-19")
    bubble = await clinic.say("send 'hello' to Ana tomorrow at 8")
    assert labels(bubble).count("20:00 instead?") == 1
    await clinic.tap(bubble, "20:00 instead?")
    assert "at 20:00" in clinic.now(bubble)["text"]
    dated = await clinic.say("send 'hello' to Ana on 3/4 at 8")
    assert [label for label in labels(dated) if label.endswith("instead?")] == [
        "20:00 instead?",
        "Thu 4 Mar 08:00 instead?",
    ]
    await clinic.tap(dated, "Thu 4 Mar 08:00 instead?")
    assert "4 March 2027 at 08:00" in clinic.now(dated)["text"]
