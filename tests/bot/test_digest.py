"""The weekly digest, in words and as a picture."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot import pictures
from bot.digest import render
from bot.replies.voice import CAPTION, voice
from core.report import Need, Week
from core.sandbox.telegram.server import OLIVIA, SAM, Message, shown
from storage import db
from tests.bot.bench import Bench

Row = dict[str, Any]

MONDAY = date(2026, 11, 23)


def _week(**more: object) -> Week:
    values: dict[str, object] = {
        "workspace": "Clinic & Co",
        "zone": "Europe/Lisbon",
        "first_day": MONDAY,
        "last_day": MONDAY + timedelta(days=6),
        "due": 12,
        "sent": 9,
        "delivered": 8,
        "read": 5,
        "failed": 1,
        "unsure": 1,
        "skipped": 1,
        "cancelled": 0,
        "causes": (("no_such_number", 1), ("too_late", 1)),
        "lateness_median": 0.2,
        "lateness_worst": 95.0,
        "doubles": 0,
        "receipt_coverage": 8 / 9,
        "needs": (Need("unsure", 7, "Ana"), Need("channel_down", None, "clinic")),
        "opt_outs": 1,
        "answers": 2,
        "by_day": (),
        "next_week": ((MONDAY + timedelta(days=7), 3), (MONDAY + timedelta(days=8), 0)),
    }
    return Week(**(values | more))  # type: ignore[arg-type]


def test_a_week_with_trouble_says_all_of_it() -> None:
    assert render(voice("en"), _week()).splitlines() == [
        "<b>Clinic &amp; Co, week of Mon 23 Nov to Sun 29 Nov</b>",
        "12 messages were due: 9 sent, 8 delivered, 5 read.",
        "1 failed, 1 unsure, 1 not sent.",
        "Why: 1 because the number is not on WhatsApp and 1 because it was too late.",
        "Lateness: under a second in the middle, 2 min at worst.",
        "Sent twice: none known. Every message has one id of its own; of 1 I cannot tell yet whether they arrived at all.",
        "Receipts came for 88 % of what was sent.",
        "Needs you:",
        "– #7 to Ana: look at the phone whether it arrived.",
        "– The channel clinic is not working.",
        "One person wrote STOP.",
        "2 answers came in.",
        "Next week: Mon 30 Nov: 3",
    ]


def test_a_quiet_week_is_short() -> None:
    quiet = _week(
        due=0, sent=0, delivered=0, read=0, failed=0, unsure=0, skipped=0, causes=(), needs=(), opt_outs=0, answers=0,
        lateness_median=None, lateness_worst=None, receipt_coverage=None, next_week=(),
    )  # fmt: skip
    assert render(voice("en"), quiet).splitlines()[1:] == [
        "Nothing was due.",
        "Nothing needs you.",
        "Nobody wrote STOP.",
        "Next week nothing is scheduled.",
    ]


async def test_digest_shows_the_week_so_far_any_time(clinic: Bench) -> None:
    assert (await clinic.say("digest"))["caption"].startswith("Clinic, week of Mon 23 Nov to Sun 29 Nov")


async def test_on_monday_morning_the_owners_get_the_week_that_ended_once(clinic: Bench) -> None:
    await clinic.say("help")
    clinic.later(days=5)
    await clinic.until(lambda: [text for text in clinic.said() if "week of Mon 23 Nov" in text])
    await clinic.lab.rounds(3)
    assert len([text for text in clinic.said() if "week of" in text]) == 1
    assert not [text for text in clinic.said(SAM) if "week of" in text]
    assert len(await db.rows("select id from notice where kind = 'digest'")) == 1
    assert clinic.server.said(OLIVIA)


# --- with its picture


async def monday(clinic: Bench) -> None:
    """The notice of Monday's digest is written."""
    await clinic.say("help")
    clinic.later(days=5)

    async def told() -> list[Row]:
        return await db.rows("select * from notice where kind = 'digest'")

    await clinic.lab.until(told)


async def settled(clinic: Bench) -> Row:
    """The digest's notice once it is told."""

    async def told() -> list[Row]:
        return await db.rows("select * from notice where kind = 'digest' and state <> 'new'")

    return (await clinic.lab.until(told))[0]


def digests(clinic: Bench) -> list[Message]:
    return [one for one in clinic.server.said(OLIVIA) if "photo" in one or "week of" in shown(one)]


async def crowd(clinic: Bench) -> None:
    """So much needs a person that the words do not fit under a picture."""
    for n in range(12):
        await clinic.lab.contact(
            f"Somebody with quite a long name who has no number at all, {n} of twelve of them", None
        )


async def test_the_digest_is_one_picture_with_its_words_under_it(clinic: Bench) -> None:
    await monday(clinic)
    await settled(clinic)
    (one,) = digests(clinic)
    assert one["caption"].startswith("Clinic, week of Mon 23 Nov to Sun 29 Nov\nNothing was due.")
    assert one["photo"][0]["width"] == 1080


async def test_words_that_do_not_fit_under_a_picture_go_first_and_whole(clinic: Bench) -> None:
    await crowd(clinic)
    await monday(clinic)
    row = await settled(clinic)
    await clinic.server.wait_until(lambda: len(digests(clinic)) == 2)
    words, picture = digests(clinic)
    assert len(words["text"]) > CAPTION
    assert words["text"].endswith("Next week nothing is scheduled.")
    assert picture["reply_to_message"]["message_id"] == words["message_id"] == row["bubble"]
    assert "caption" not in picture


async def test_a_crash_between_the_words_and_the_picture_repeats_neither(clinic: Bench) -> None:
    await crowd(clinic)
    await clinic.say("help")
    clinic.server.faults.slow(60, "sendPhoto", times=1)
    await monday(clinic)
    await settled(clinic)
    await clinic.kill()
    clinic.server.faults.clear()
    await clinic.start()
    await clinic.say("help")
    await clinic.lab.rounds(3)
    assert [shown(one).splitlines()[0] for one in digests(clinic)] == ["Clinic, week of Mon 23 Nov to Sun 29 Nov"]


async def test_a_digest_whose_picture_cannot_be_drawn_goes_in_words(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_make: object) -> None:
        return None

    monkeypatch.setattr(pictures, "_drawn", broken)
    await monday(clinic)
    await settled(clinic)
    (one,) = digests(clinic)
    assert one["text"].startswith("Clinic, week of")


async def test_a_picture_that_telegram_refuses_is_left_out_and_the_words_go_once(
    clinic: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_picture(_make: object) -> bytes:
        return b"no picture"

    monkeypatch.setattr(pictures, "_drawn", no_picture)
    await monday(clinic)
    await settled(clinic)
    (one,) = digests(clinic)
    assert one["text"].startswith("Clinic, week of")


async def test_a_line_too_poor_for_pictures_still_carries_the_words(clinic: Bench) -> None:
    clinic.server.faults.fail("sendPhoto", times=None)
    await monday(clinic)

    async def told() -> bool:
        clinic.later(seconds=5)
        return bool(await db.rows("select id from notice where kind = 'digest' and state <> 'new'"))

    await clinic.lab.until(told)
    (one,) = digests(clinic)
    assert one["text"].startswith("Clinic, week of")
    assert [name for name, _ in clinic.server.calls].count("sendPhoto") == 0
