"""Answers to open questions, and taps on their options."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.language.reading import Option, Question, Reading, apply, asked
from core.language.understand import understand
from core.world import World
from tests.core.language.ground import read


@pytest.mark.parametrize(
    ("sentence", "answer", "want"),
    [
        ("send 'x' to Kofi tomorrow", "9pm", "2027-02-12T21:00"),
        ("send 'x' to Kofi tomorrow", "at 21:00", "2027-02-12T21:00"),
        ("send 'x' to Kofi", "tomorrow at 9am", "2027-02-12T09:00"),
        ("send 'x' to Kofi", "9pm", "2027-02-11T21:00"),
        ("send 'x' to Kofi at 4 tomorrow", "pm", "2027-02-12T16:00"),
        ("send 'x' to Kofi at 4 tomorrow", "16:00", "2027-02-12T16:00"),
        ("send 'x' to Kofi at 4 tomorrow", "4am", "2027-02-12T04:00"),
        ("send 'x' to Kofi next Saturday at 9am", "the second one", "2027-02-20T09:00"),
        ("send 'x' to Kofi next Saturday at 9am", "1", "2027-02-13T09:00"),
        ("send 'x' to Kofi today at 9am", "tomorrow at 10am", "2027-02-12T10:00"),
    ],
)
def test_an_answer_about_time_completes_the_sentence(sentence: str, answer: str, want: str) -> None:
    reading = read(answer, before=read(sentence))
    assert (reading.outcome, reading.dtstart) == ("ok", want)
    assert (reading.message, reading.recipients) == ("x", ("Kofi",))


def test_a_day_alone_still_lacks_its_time() -> None:
    first = read("tomorrow", before=read("send 'x' to Kofi"))
    assert (first.outcome, first.missing) == ("clarify", ("time",))
    assert read("9pm", before=first).dtstart == "2027-02-12T21:00"


@pytest.mark.parametrize("answer", ["Kofi", "to Kofi", "kofi"])
def test_a_name_completes_a_sentence_without_one(answer: str) -> None:
    reading = read(answer, before=read("send 'x' tomorrow at 9am"))
    assert (reading.outcome, reading.recipients, reading.recipient_ids) == ("ok", ("Kofi",), ("contact:5",))


def test_a_name_that_is_two_is_asked_on() -> None:
    reading = read("Lucía", before=read("send 'x' tomorrow at 9am"))
    assert (reading.outcome, reading.reason) == ("clarify", "ambiguous_recipient")
    assert apply(reading, reading.options[1].patch).recipients == ("Lucía Ortega",)


@pytest.mark.parametrize("answer", ["Ortega", "the second one", "2", "Lucía Ortega"])
def test_one_of_two_is_picked_by_place_or_name(answer: str) -> None:
    reading = read(answer, before=read("send 'x' to Lucía tomorrow at 9am"))
    assert (reading.outcome, reading.recipients) == ("ok", ("Lucía Ortega",))


@pytest.mark.parametrize("answer", ["see you at 5", "tomorrow we close, don't come", "'quoted'", "Kofi"])
def test_the_whole_answer_is_the_text_that_was_missing(answer: str) -> None:
    reading = read(answer, before=read("remind Noor tomorrow at 9am"))
    assert (reading.outcome, reading.message) == ("ok", answer.strip("'"))


def test_a_new_whole_sentence_starts_anew() -> None:
    before = read("send 'x' to Kofi")
    assert read("cancel #4", before=before).intent == "cancel"
    assert read("send 'y' to Noor at 9pm", before=before).message == "y"
    assert read("list", before=read("remind Noor tomorrow at 9am")).intent == "list"


def test_yes_takes_the_only_option() -> None:
    reading = read("yes", before=read("send 'x' to everyone tomorrow at 9am"))
    assert (reading.outcome, reading.recipients) == ("ok", ("everyone",))


def test_what_was_tapped_stays_when_the_next_question_is_answered() -> None:
    first = read("send 'x' to Pedro Gil")
    tapped = apply(first, first.options[0].patch)
    assert (tapped.reason, tapped.recipient_ids) == ("missing", ("contact:8",))
    done = read("9pm", before=tapped)
    assert (done.outcome, done.recipient_ids, done.dtstart) == ("ok", ("contact:8",), "2027-02-11T21:00")


def test_questions_come_one_after_the_other() -> None:
    reading = read("send 'x' to Lucía next Saturday at 5")
    assert reading.reason == "ambiguous_recipient"
    reading = apply(reading, reading.options[0].patch)
    assert reading.reason == "am_pm"
    reading = apply(reading, reading.options[1].patch)
    assert reading.reason == "next_weekday"
    reading = apply(reading, reading.options[0].patch)
    assert (reading.outcome, reading.dtstart, reading.recipients) == ("ok", "2027-02-13T17:00", ("Lucía Ramos",))


def test_whose_time_it_is_can_be_tapped() -> None:
    reading = read("tell Kofi the shop is closed tomorrow at 9am")
    scheduled, whole = (apply(reading, option.patch) for option in reading.options)
    assert (scheduled.outcome, scheduled.message) == ("ok", "the shop is closed")
    assert (whole.reason, whole.missing, whole.message) == ("missing", ("time",), "the shop is closed tomorrow at 9am")


def test_a_refusal_stays_a_refusal_after_an_answer() -> None:
    reading = asked(
        Reading("ok", "schedule"), [Question("am_pm", options=(Option({}),)), Question("past", refuse=True)]
    )
    assert (reading.outcome, reading.reason) == ("refuse", "past")


def test_the_last_day_instead_of_skipped_months_is_one_tap() -> None:
    reading = read("send 'x' to Kofi monthly on the 31st at 9am")
    skip, last = (apply(reading, option.patch) for option in reading.options)
    assert (skip.outcome, skip.rrules) == ("ok", ("FREQ=MONTHLY;BYMONTHDAY=31",))
    assert (last.outcome, last.rrules) == ("ok", ("FREQ=MONTHLY;BYMONTHDAY=-1",))


@pytest.mark.parametrize("sentence", ["send 'x' to Kofi every 30 minutes", "send 'x' to Kofi every 8 hours"])
def test_yes_confirms_what_is_only_unusual(sentence: str) -> None:
    reading = read("yes", before=read(sentence))
    assert (reading.outcome, reading.recipients, len(reading.rrules)) == ("ok", ("Kofi",), 1)


@pytest.mark.parametrize(
    ("asked", "said", "starts", "rules"),
    [
        ("send 'x' to Ana tomorrow at 3", "4pm", "2026-11-26T16:00", ()),
        ("send 'x' to Ana tomorrow at 3", "friday 6pm", "2026-11-27T18:00", ()),
        ("manda 'x' a Ana el lunes a las 3", "4 de la tarde", "2026-11-30T16:00", ()),
        ("manda 'x' pra Ana segunda às 3", "4 da tarde", "2026-11-30T16:00", ()),
        ("kirim 'x' ke Ana Senin jam 3", "jam 4 sore", "2026-11-30T16:00", ()),
        ("send 'x' to Ana at 5", "6pm", "2026-11-25T18:00", ()),
        ("send 'x' to Ana every Tuesday at 5 until June 30", "6pm", "2026-12-01T18:00", ("FREQ=WEEKLY;BYDAY=TU",)),
        ("send 'x' to Ana every 3 hours", "6pm", "2026-11-25T18:00", ("FREQ=HOURLY;INTERVAL=3",)),
        ("send 'x' to Ana next Friday at 5pm", "on the 4th at 6pm", "2026-12-04T18:00", ()),
    ],
)
def test_another_hour_keeps_the_day_and_the_rule_that_were_said(
    asked: str, said: str, starts: str, rules: tuple[str, ...]
) -> None:
    world = World.from_json({"tz": "Europe/Lisbon", "contacts": ["Ana"]})
    now = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    before = understand(asked, world, now)
    assert before.outcome == "clarify"
    reading = understand(said, world, now, before)
    assert (reading.outcome, reading.dtstart, reading.rrules) == ("ok", starts, rules), reading


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("send 'x' to Ana next Friday at 5pm", "6pm"),  # on which of the two Fridays?
        ("send 'x' to Ana on Wednesday at 5", "6am"),
        ("send 'x' to Ana every weekend at 9am", "6pm"),
        ("send 'x' to Ana every Tuesday at 5", "friday 6pm"),
    ],
)
def test_an_hour_alone_never_becomes_another_day_or_loses_the_rule(asked: str, said: str) -> None:
    world = World.from_json({"tz": "Europe/Lisbon", "contacts": ["Ana"]})
    now = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert understand(said, world, now, understand(asked, world, now)).outcome != "ok"
