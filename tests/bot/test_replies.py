"""What is said, without a chat: times that read back to themselves, refusals, labels, lengths."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.replies import channel_notices, times
from bot.replies.examples import EXAMPLES, example, nearest
from bot.replies.parts import shift_words, when_of
from bot.replies.questions import answerable, label, labelled
from bot.replies.readings import say_reading
from bot.replies.refusals import why_not
from bot.replies.voice import LIMIT, Html, escape, fit, units, voice
from core.errors import Refused
from core.language.understand import understand
from core.recurrence import first
from core.world import Named, Scheduled, World

SAID = voice("en")
ZONE = "Europe/Lisbon"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo(ZONE))
WORLD = World(
    ZONE,
    contacts=(
        Named("contact", "Ana", 1),
        Named("contact", "João Silva", 2, hint="…111"),
        Named("contact", "João Silva", 3),
    ),
    groups=(Named("group", "Staff", 1),),
    tags=(Named("tag", "vip", 1),),
    scheduled=(Scheduled(1, ("Ana",), "hello", due=datetime(2026, 11, 26, 9), rules=("FREQ=DAILY",)),),  # noqa: DTZ001
)

WHENS = [
    "tomorrow at 9am",
    "on friday at 17:30",
    "in 90 minutes",
    "on Dec 25 at 10:00",
    "tomorrow 9am Jakarta time",
    "tomorrow 9am weekly",
    "every weekday at 8:30 until 30 June",
    "every day at 9:00 for 5 days",
    "every other Tuesday at 7pm",
    "every monday and wednesday at 18:00",
    "on the 1st of every month at 9am",
    "on the 10th and 25th of each month at 9am",
    "on the first monday of every month at 10:00",
    "on the last day of every month at 18:00",
    "every 3 months on the 15th at 10:00",
    "every year on March 3 at 8am",
    "every day at 8:30 and 20:30",
]


@pytest.mark.parametrize("when", WHENS)
def test_what_is_said_about_when_reads_to_the_same_times(when: str) -> None:
    reading = understand(f"send 'x' to Ana {when}", WORLD, NOW)
    meant = when_of(reading)
    assert meant is not None
    words = times.when_words(SAID, meant, zone=ZONE)
    again = when_of(understand(f"send 'x' to Ana {words}", WORLD, NOW))
    assert again is not None, words
    assert (again.starts, again.zone, again.until) == (meant.starts, meant.zone, meant.until)
    assert [due.due for due in first(again, 40)] == [due.due for due in first(meant, 40)]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (("FREQ=WEEKLY;BYDAY=TH",), "every Thursday"),
        (("FREQ=WEEKLY",), "every week"),
        (("FREQ=DAILY;BYHOUR=9,21;BYMINUTE=0",), "every day at 09:00 and 21:00"),
        (("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "FREQ=DAILY;BYHOUR=18;BYMINUTE=30"), "every day at 09:00 and 18:30"),
        (("FREQ=MONTHLY;BYDAY=-1FR",), "on the last Friday of every month"),
        (("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",), "on the last working day of every month"),
        (("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3",), "on the third working day of every month"),
        (("FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=12",), "on the 12th working day of every 2 months"),
        (("FREQ=MONTHLY;BYDAY=-3TU",), "on the third to last Tuesday of every month"),
        (("FREQ=MONTHLY;BYMONTHDAY=-2",), "on the second to last day of every month"),
        (("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",), "on the 30th or else the last day of every month"),
        (("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",), "every year on the second Sunday of May"),
        (("FREQ=YEARLY;BYDAY=1FR",), "on the first Friday of every year"),
        (("FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,7,9,10,11,12;BYDAY=MO",), "every Monday except in August"),
        (("FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=2",), "by the rule FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=2"),
        (("FREQ=MONTHLY;BYMONTHDAY=2,22,31",), "on the 2nd, the 22nd and the 31st of every month"),
        (("FREQ=HOURLY;INTERVAL=8",), "every 8 hours"),
        (("FREQ=DAILY;COUNT=5",), "every day, 5 times"),
        (("FREQ=YEARLY;BYWEEKNO=20",), "by the rule FREQ=YEARLY;BYWEEKNO=20"),
        (("FREQ=DAILY;BYDAY=MO",), "by the rule FREQ=DAILY;BYDAY=MO"),
    ],
)
def test_a_rule_has_words_or_is_shown_as_it_is(rules: tuple[str, ...], words: str) -> None:
    assert times.rules_words(SAID, rules) == words


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "send 'hello' to Ana tomorrow 9am weekly",
            "I send “hello” to Ana every Thursday at 09:00, starting Thursday 26 November 2026.",
        ),
        (
            "send 'hello' to Ana tomorrow at 9",
            "I send “hello” to Ana on Thursday 26 November 2026 at 09:00. I read the hour as morning. 21:00 instead?",
        ),
        ("send 'hi' to #vip now", "I send “hi” to everyone tagged vip now."),
        ("cancel #1", "I cancel #1."),
        ("move #1 an hour earlier from now on", "I move #1 by 1 h earlier."),
        ("undo", "I take back your last change."),
        ("list tomorrow", "I list what goes out on Thursday 26 November 2026."),
        ("add contact Dora +351 912 345 678", "I add the contact Dora with the number +351912345678."),
        ("send 'hello' to Ana", "So far I have: “hello” to Ana. When shall it leave?"),
        ("send 'hi' to Ana every minute", SAID("refuse-too_frequent")),
        ("what a day", f"{SAID('not-command')} send 'hello' to Ana tomorrow 9am weekly"),
    ],
)
def test_a_reading_is_said_in_a_sentence(sentence: str, said: str) -> None:
    assert say_reading(understand(sentence, WORLD, NOW), NOW) == said


def test_two_of_one_name_are_labelled_with_their_hints() -> None:
    reading = understand("send 'x' to João tomorrow 9am", WORLD, NOW)
    assert [label(SAID, reading, option) for option in reading.options] == ["João Silva (…111)", "João Silva"]
    assert answerable(reading)


def test_every_error_code_of_core_has_a_sentence() -> None:
    """What is raised anywhere in core can reach the chat; a code without a sentence would be a shrug."""
    pattern = re.compile(r'(?:Refused|NotAllowed|Unknown|Conflict)\(\s*"([a-z_]+)"')
    root = Path(__file__).parents[2]
    raised = {
        code
        for folder in ("core", "bot")
        for file in (root / folder).rglob("*.py")
        if "sandbox" not in file.parts
        for code in pattern.findall(file.read_text(encoding="utf-8"))
    }
    assert len(raised) > 20
    assert {code for code in raised if not SAID.has(f"error-{code}")} == set()


def test_an_error_without_a_sentence_is_still_one_sentence() -> None:
    assert why_not(SAID, Refused("never_heard_of")) == SAID("error-other")


def test_every_question_that_the_language_asks_has_its_own_words() -> None:
    pattern = re.compile(r'(?:\bask|Question)\(\s*"([a-z_]+)"')
    root = Path(__file__).parents[2] / "core" / "language"
    asked = {code for file in root.rglob("*.py") for code in pattern.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 10
    known = {code for code in asked if SAID.has(f"ask-{code}") or SAID.has(f"refuse-{code}")}
    assert asked - known - {"missing"} == set()


def test_every_message_of_the_fluent_file_can_be_said() -> None:
    text = (Path(times.__file__).parent / "en.ftl").read_text(encoding="utf-8")
    keys = re.findall(r"^([a-zA-Z][\w-]*) =", text, re.MULTILINE)
    assert len(keys) == len(set(keys))
    assert all(SAID.has(key) for key in keys)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_understood(name: str) -> None:
    """`retry`, `show` and the like need a message; this world has #1."""
    reading = understand(example(SAID, name, "Ana"), WORLD, NOW)
    assert reading.outcome == "ok" or reading.reason == "scope", reading


def test_the_nearest_example_shares_words_with_what_was_said() -> None:
    assert nearest(SAID, "please cancel the 1", "Ana") == ["cancel #1"]
    assert nearest(SAID, "did Bruno see it", "Ana") == ["did Ana get it?"]
    assert nearest(SAID, "xyz", "Ana") == ["send 'hello' to Ana tomorrow 9am weekly"]


def test_values_are_escaped_and_markup_is_not() -> None:
    assert SAID.html("cut", text="<b>&", length=3) == "&lt;b&gt;&amp;… (3 characters)"
    assert SAID.html("cut", text=Html("<b>x</b>"), length=3) == "<b>x</b>… (3 characters)"
    assert escape("a\x00b\x07c\nd") == "a�b�c\nd"


def test_what_does_not_fit_in_one_message_is_left_out_from_the_end() -> None:
    fitted = fit([f"line {n} 😀" for n in range(1000)])
    assert units(fitted) <= LIMIT
    assert fitted.startswith("line 0 😀\nline 1")
    assert fitted.endswith("\n…")


@pytest.mark.parametrize(
    ("shift", "words"), [("PT1H", "1 h later"), ("-PT30M", "30 min earlier"), ("P2D", "2 days later")]
)
def test_a_shift_is_said_with_its_direction(shift: str, words: str) -> None:
    assert shift_words(SAID, shift) == words


def test_a_held_channel_says_why_until_when_and_what_to_do() -> None:
    detail = {"channel": 1, "name": "clinic", "reason": "spam_limited", "until": "2026-11-23T10:00:00+00:00"}
    told = channel_notices.channel_held(voice("en"), detail, (), "Europe/Lisbon").text
    assert "because people reported it" in told
    assert "I try again at" in told
    assert "only to people who asked for it" in told
    short = channel_notices.channel_held(
        voice("en"), {"channel": 1, "name": "clinic", "reason": "throughput"}, (), "UTC"
    ).text
    assert "too many messages at once" in short
    assert "Send less at once" in short


def test_no_two_buttons_of_a_question_say_the_same() -> None:
    asked = 0
    for table in sorted((Path(__file__).parents[1] / "core" / "language" / "staff").glob("*.tsv")):
        told = json.loads(table.with_suffix(".json").read_text(encoding="utf-8"))
        world, now = World.from_json(told), datetime.fromisoformat(told["now"]).replace(tzinfo=ZoneInfo(told["tz"]))
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            _, lang, _, sentence, _ = line.split("\t")
            reading = understand(sentence.replace("\\n", "\n"), world, now)
            said = [one.label for one in labelled(voice(lang), reading).options]
            assert len(set(said)) == len(said), (sentence, said)
            asked += bool(said)
    assert asked > 100
