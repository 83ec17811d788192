"""What must never happen: words dropped, a slot filled twice, a time or a name found inside the message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from time import process_time

import pytest

from tests.core.language.ground import NOW, WORLD, read


@pytest.mark.parametrize(
    "text", ["tomorrow at 5", "send 'no' to Noor", "on Friday", "every minute", "to Pedro Gil", "#4", "25:00"]
)
def test_a_message_in_quotes_is_never_searched_for_times_or_names(text: str) -> None:
    reading = read(f'send "{text}" to Kofi tomorrow at 9am')
    assert (reading.outcome, reading.message, reading.recipients) == ("ok", text, ("Kofi",))
    assert reading.dtstart == "2027-02-12T09:00"


def test_an_apostrophe_does_not_end_a_quote() -> None:
    assert read("send 'it's time, don't be late' to Kofi at 9pm").message == "it's time, don't be late"


def test_a_text_after_a_colon_is_kept_byte_for_byte() -> None:
    reading = read("message Kofi tomorrow at 9am:  Hi — it's «ready»: 5pm?\n  bye ")
    assert reading.message == "Hi — it's «ready»: 5pm?\n  bye"


@pytest.mark.parametrize(
    "extra", ["wibble", "unless it rains", "roughly", "with love", "if possible maybe", "not", "on", "and"]
)
def test_a_word_that_is_not_understood_is_asked_about(extra: str) -> None:
    assert read(f"send 'x' to Kofi tomorrow at 9am {extra}").outcome == "clarify"
    assert read(f"send 'x' {extra} to Kofi tomorrow at 9am").outcome == "clarify"


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'x' to Kofi tomorrow at 9am at 10am",
        "send 'x' to Kofi tomorrow on Sunday at 9am",
        "send 'x' to Kofi at 9am and 6pm tomorrow",
        "send 'x' to Kofi every Monday at 9am every Friday",
        "send 'x' to Kofi now at 9am",
        "send 'x' to Kofi in 2 hours at 9am",
        "send 'x' to Kofi every day at 9am for 5 days 3 times",
        "send 'x' to Kofi every Monday at 9am tomorrow",
        "send 'x' to Kofi twice a day at 9am",
        "send 'x' to Kofi tomorrow at 9am Lisbon time Jakarta time",
    ],
)
def test_a_slot_that_is_filled_twice_is_asked(sentence: str) -> None:
    reading = read(sentence)
    assert (reading.outcome, reading.reason) == ("clarify", "multiple_times")


@pytest.mark.parametrize("end", ["until Friday", "10 times", "for 3 weeks", "except Sundays"])
def test_an_end_without_a_repetition_is_asked(end: str) -> None:
    assert read(f"send 'x' to Kofi tomorrow at 9am {end}").outcome == "clarify"


def test_two_words_for_one_day_are_one_day() -> None:
    assert read("send 'x' to Kofi tomorrow, Friday at 9am").dtstart == "2027-02-12T09:00"
    assert read("send 'x' to Kofi tomorrow, Monday at 9am").reason == "multiple_times"


@pytest.mark.parametrize(
    "sentence", ["send 'x' to Kofi and send 'y' to Noor at 9pm", "cancel #3. move #4 to 6pm", "cancel #3, pause #4"]
)
def test_two_commands_are_asked(sentence: str) -> None:
    assert read(sentence).reason == "multiple_commands"


def test_a_name_that_is_also_a_word_of_time_is_a_day_where_a_day_can_stand() -> None:
    kept = read("send 'x' to the Drivers every weekday except Wednesday at 9am")
    assert (kept.exclude, kept.rrules) == ((), ("FREQ=WEEKLY;BYDAY=MO,TU,TH,FR",))
    both = read("send 'x' to Kofi, Wednesday at 9am")
    assert (both.recipients, both.dtstart) == (("Kofi",), "2027-02-17T09:00")


def test_a_move_from_one_day_to_another_is_not_a_rule() -> None:
    assert read("move #4 from Monday to Friday").outcome == "clarify"


def test_opening_hours_decide_bare_hours_and_are_said_back() -> None:
    open_ = replace(WORLD, hours=(time(8), time(19)))
    five, nine = (read(f"send 'x' to Kofi tomorrow at {hour}", world=open_) for hour in (5, 9))
    assert (five.dtstart, five.assume) == ("2027-02-12T17:00", ("pm", "hours"))
    assert (nine.dtstart, nine.assume) == ("2027-02-12T09:00", ("am", "hours"))


def test_figures_follow_the_order_of_the_world() -> None:
    reading = read("send 'x' to Kofi on 03/04/2027 at 9am", world=replace(WORLD, date_order="MDY"))
    assert (reading.dtstart, reading.assume) == ("2027-03-04T09:00", ("month-first",))
    assert read("send 'x' to Kofi on 12/31/2027 at 9am").reason == "invalid_date"


def test_days_are_those_of_the_zone_that_is_named() -> None:
    late = datetime(2027, 2, 11, 23, 30, tzinfo=UTC)
    reading = read("send 'x' to Kofi tomorrow at 9am Jakarta time", now=late)
    assert (reading.dtstart, reading.tz) == ("2027-02-13T09:00", "Asia/Jakarta")


def test_a_time_that_does_not_exist_is_said_back() -> None:
    reading = read("send 'x' to Kofi on 28 March 2027 at 02:30")
    assert (reading.dtstart, reading.assume) == ("2027-03-28T02:30", ("gap",))


def test_a_duration_is_an_instant_also_over_a_change_of_the_clocks() -> None:
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01:30 in Madrid; at 02:00 it becomes 03:00
    reading = read("send 'x' to Kofi in 1 hour", now=before)
    assert (reading.at, reading.dtstart) == ("2027-03-28T01:30:00Z", "2027-03-28T03:30")


@pytest.mark.parametrize("text", ["x" * 70_000, "send '" + "y" * 70_000 + "' to Kofi at 9pm", "send x " * 1000])
def test_what_is_too_long_is_refused_quickly(text: str) -> None:
    reading = read(text)
    assert (reading.outcome, reading.reason) == ("refuse", "too_long")


def test_a_long_message_in_quotes_or_after_a_colon_is_read() -> None:
    text = "no end " * 5_000
    assert read(f"send '{text}' to Kofi tomorrow at 9am").message == text
    assert read(f"send Kofi tomorrow at 9am: {text}").message == text.strip()


def test_people_carry_their_ids() -> None:
    reading = read("send 'x' to Tom, the Drivers, #gold and +34611000111 at 9pm")
    assert reading.recipients == ("Tomás", "group:Drivers", "tag:gold", "+34611000111")
    assert reading.recipient_ids == ("contact:3", "group:1", "tag:2", None)


def test_two_of_one_name_are_offered_with_their_hints() -> None:
    reading = read("send 'x' to Pedro Gil at 9pm")
    assert [(option.hint, option.patch["+recipient_ids"]) for option in reading.options] == [
        ("…678", ["contact:8"]),
        ("…901", ["contact:9"]),
    ]


def test_a_mistyped_name_is_asked_and_the_near_one_offered() -> None:
    reading = read("send 'x' to Ingrd at 9pm")
    assert (reading.reason, reading.unknown) == ("unknown_recipient", ("Ingrd",))
    assert [option.patch["+recipients"] for option in reading.options] == [["Ingrid Vale"]]


def test_the_same_sentence_at_the_same_moment_reads_the_same() -> None:
    sentence = "remind Kofi and Noor every weekday at 8:30 to 'bring the keys' until 30 June"
    assert read(sentence) == read(sentence, now=NOW.astimezone(UTC))


@pytest.mark.parametrize(
    "sentence",
    [
        "send 'x' to Kofi or Noor tomorrow at 9am",
        "send 'x' to Kofi, but Noor tomorrow at 9am",
        "send Noor 'x' to Kofi tomorrow at 9am",
        "send see you there to Kofi tomorrow at 9am maybe",
        "send ready” to Kofi tomorrow at 9am",
        "send 'x' early to Kofi tomorrow at 9am",
        "send 'x' to Kofi every first day at 9am",
        "send 'x' to Kofi every second at 9am",
        "send 'x' to Kofi every two 6 hours starting at 8am",
        "send 'x' to Kofi twice every month on the 12th at 9am",
        "send 'x' to Kofi every month on the second 12th at 9am",
        "send 'x' to Kofi every weekday except the first Wednesday at 9am",
        "send 'x' to Kofi every weekday, Wednesday at 9am",
        "send 'x' to Kofi every 6 hours starting at April 8am",
        "send 'x' to Kofi tomorrow at 9am only once",
        "pause #3 daily for 2 weeks",
        "pause April #3 until 1 March",
        "skip #3 until tomorrow",
        "skip #3 except tomorrow",
        "list #3",
        "cancel Noor's #3",
        "move Wednesday #4 to Friday",
        "digest last week",
        "add contact Ada +34 by 611 222 333",
    ],
)
def test_a_word_that_changes_the_meaning_is_never_passed_over(sentence: str) -> None:
    assert read(sentence).outcome == "clarify"


@pytest.mark.parametrize(
    ("words", "times"),
    [("to Kofi ", 500), (", ", 2000), ("tomorrow at 9 and ", 220), ("word ", 800), ("1 2 ", 1000), ("' ", 2000)],
)
def test_a_sentence_made_to_be_slow_is_not(words: str, times: int) -> None:
    for begins in ("", "send x ", "tell Kofi "):
        began = process_time()
        read(begins + words * times)
        assert process_time() - began < 1


@pytest.mark.parametrize(
    "sentence",
    [
        "cancel 1,5",
        "pause 1.5 and 2,5",
        "send 'x' to Kofi on the 1,5 and 2,5",
        "send 'x' to Kofi on the 1,5 and 2,5 of every month",
        "send 'x' to Kofi tomorrow at " + "9" * 400,
        "send 'x' to Kofi every " + "9" * 400 + " days at 9am",
        "send 'x' to Kofi on Thursday " + "9" * 400 + " at 9am",
        "move #3 to " + "9" * 4000,
        "9" * 4096,
        "1," * 2048,
    ],
)
def test_figures_without_sense_are_never_an_error_and_never_taken(sentence: str) -> None:
    assert read(sentence).outcome in ("clarify", "refuse", "not_command")


def test_words_of_time_beside_people_who_are_taken_away_are_asked_about() -> None:
    reading = read("quita la a Kofi dos horas antes de su vuelo del 10 de agosto a las 16:00")
    assert (reading.outcome, reading.reason) == ("clarify", "not_understood")


def test_what_went_out_of_a_message_that_is_not_there_is_refused() -> None:
    reading = read("what did we send #99")
    assert (reading.outcome, reading.reason, reading.unknown) == ("refuse", "unknown_id", ("#99",))
