"""Every language says the same: each sentence with its values, in words, and what it says reads back to what was meant."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import resources
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.replies.examples import EXAMPLES, GREETING, example
from bot.replies.readings import say_reading, understood
from bot.replies.setup import about
from bot.replies.voice import LANGUAGES, escape, heard, voice
from core.channels.setup import asks
from core.gateways.fields import Field
from core.gateways.registry import KINDS
from core.language.reading import Reading
from core.language.understand import understand
from core.recurrence import WEEKDAYS, wall
from core.world import Named, Scheduled, World

ZONE = "Europe/Lisbon"
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo(ZONE))
AGREEMENT = {"sound", "hour", "weekday", "day", "many"}
"""Values that are given for grammar's sake only: an article, "y" or "e", a plural. A language needs them or not."""
PEOPLE = ("Ana", "Bruno", "João Silva", "Inés")
WORLD = World(
    ZONE,
    contacts=tuple(Named("contact", name, number) for number, name in enumerate(PEOPLE, 1)),
    groups=(Named("group", "Staff", 1),),
    tags=(Named("tag", "vip", 1),),
    scheduled=(Scheduled(1, ("Ana",), "hello", due=datetime(2026, 11, 26, 9), rules=("FREQ=DAILY",)),),  # noqa: DTZ001
)


class _Values(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.found.add(node.id.name)


def _file(language: str) -> str:
    return resources.files("bot.replies").joinpath(f"{language}.ftl").read_text(encoding="utf-8")


def messages(language: str) -> dict[str, set[str]]:
    """Each key of a language's file and the values that its sentence takes."""
    text = _file(language)
    found: dict[str, set[str]] = {}
    for entry in parse(text).body:
        assert not isinstance(entry, ast.Junk), f"{language}: {entry.content[:80]}"
        if isinstance(entry, ast.Message):
            values = _Values()
            values.visit(entry.value)
            assert entry.id.name not in found, f"{language} says {entry.id.name} twice"
            found[entry.id.name] = values.found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_voice_has_exactly_the_messages_of_its_file(language: str) -> None:
    """It parses each when it is first said, so none may be cut off or run into the next."""
    said = voice(language)._bundles[0]
    whole = FluentBundle([language], use_isolating=False)
    whole.add_resource(FluentResource(_file(language)))
    for key, values in messages(language).items():
        assert said.has_message(key)
        given = dict.fromkeys(values, "1")
        assert said.format_pattern(said.get_message(key).value, given) == whole.format_pattern(
            whole.get_message(key).value, given
        )


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_language_says_every_sentence_with_the_same_values(language: str) -> None:
    english, own = messages("en"), messages(language)
    assert set(english) - set(own) == set(), "say these too"
    assert set(own) - set(english) == set(), "nobody says these"
    other = {key: own[key] ^ values for key, values in english.items() if (own[key] ^ values) - AGREEMENT}
    assert other == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_its_key_or_lacks_a_value(language: str) -> None:
    said = voice(language)
    for key, values in messages("en").items():
        for number in (0, 1, 2, 5, 21):
            given_values = dict.fromkeys(values | AGREEMENT, number)
            words = said(key, **given_values)
            assert words.strip(), key
            assert "-" not in key or key not in words, key
            assert "{" not in words, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_one_language_alone_is_complete_in_plurals(language: str) -> None:
    said = voice(language)
    one, two = said("list-head", n=1), said("list-head", n=2)
    assert one != two
    assert "2" in two


def test_a_sentence_that_a_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    said = voice("es")
    monkeypatch.setattr(said, "_bundles", said._bundles[1:])
    assert said("tap-ok") == "Done."


def test_a_word_of_any_language_is_heard_the_speakers_own_first() -> None:
    assert [heard(voice("es"), "yes-words", word).language for word in ("Sí!", "yes", "sim", "iya", "ok")] == [  # type: ignore[union-attr]
        "es",
        "en",
        "pt",
        "id",
        "es",
    ]
    assert heard(voice("es"), "yes-words", "quizás") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_understood_in_its_language(language: str, name: str) -> None:
    sentence = example(voice(language), name, "Ana")
    reading = understand(sentence, WORLD.preferring(language), NOW)
    assert reading.outcome == "ok" or reading.reason == "scope", (sentence, reading.reason, reading.unknown)
    assert reading.lang == language
    english = understand(example(voice("en"), name, "Ana"), WORLD, NOW)
    assert (reading.intent, reading.recipients, reading.target_ids) == (
        english.intent,
        english.recipients,
        english.target_ids,
    )


def test_the_greeting_has_three_examples() -> None:
    assert len(GREETING) == 3
    assert set(GREETING) < set(EXAMPLES)


def test_spanish_says_e_before_the_sound_of_i_and_y_elsewhere() -> None:
    said = voice("es")
    assert said.several(["Ana", "Inés"]) == "Ana e Inés"
    assert said.several(["Ana", "Hilario"]) == "Ana e Hilario"
    assert said.several(["Ana", "Yago"]) == "Ana y Yago"
    assert said.several(["Ana", "Hierro"]) == "Ana y Hierro"


def test_words_from_right_to_left_are_isolated_and_others_are_left_alone() -> None:
    assert escape("#12 to محمد علي: 5") == "#12 to \u2068محمد علي\u2069: 5"
    assert escape("João & Inés") == "João &amp; Inés"
    assert "\u2068" not in voice("es").quoted("محمد 5")


# --- what is said reads to the same

_TIMES = st.sampled_from(["00:30", "01:00", "08:30", "09:00", "12:00", "13:05", "17:45", "23:59"])
_DAYS = st.integers(1, 400).map(lambda ahead: date(2026, 11, 25) + timedelta(days=ahead))
_WHO = st.one_of(
    st.lists(st.sampled_from([*PEOPLE, "group:Staff", "tag:vip"]), min_size=1, max_size=3, unique=True).map(tuple),
    st.just(("me",)),
)
_TEXT = st.sampled_from(["hello", "mañana a las 9", "see you at 10:00", "¿vienes? 😀", "até amanhã", "every day at 5"])
_WEEKLY = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(
    lambda days: "BYDAY=" + ",".join(sorted(days, key=WEEKDAYS.index))
)


_PLACES = ["1", "2", "3", "4", "-1", "-2", "-3", "-4"]


def _without(month: int) -> list[str]:
    """The months, as a rule names them that leaves one out."""
    return [str(one) for one in range(1, 13) if one != month]


def _interval(frequency: str) -> st.SearchStrategy[str]:
    return st.integers(1, 4).map(lambda n: f"FREQ={frequency}" + (f";INTERVAL={n}" if n > 1 else ""))


_RULES = st.one_of(
    _interval("DAILY"),
    st.builds("{};{}".format, _interval("WEEKLY"), _WEEKLY),
    st.just("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    st.builds(
        "{};BYMONTHDAY={}".format, _interval("MONTHLY"), st.sampled_from(["1", "5", "15", "28", "-1", "-2", "-3", "-5"])
    ),
    st.just("FREQ=MONTHLY;BYMONTHDAY=10,25"),
    st.builds(
        "{};BYDAY={}{}".format,
        _interval("MONTHLY"),
        st.sampled_from(_PLACES),
        st.sampled_from(WEEKDAYS),
    ),
    st.builds(
        "{};BYDAY={};BYSETPOS={}".format,
        _interval("MONTHLY"),
        st.just("MO,TU,WE,TH,FR"),
        st.one_of(st.integers(1, 20), st.integers(-5, -1)),
    ),
    st.sampled_from(["1", "2", "-1"]).map("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS={}".format),
    st.sampled_from(["28,29", "28,29,30"]).map("FREQ=MONTHLY;BYMONTHDAY={};BYSETPOS=-1".format),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), st.sampled_from([1, 3, 28, -1])),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYDAY={}{}".format,
        st.integers(1, 12),
        st.sampled_from(_PLACES),
        st.sampled_from(WEEKDAYS),
    ),
    st.builds("FREQ=YEARLY;BYDAY={}{}".format, st.sampled_from(_PLACES), st.sampled_from(WEEKDAYS)),
    st.builds(
        "FREQ=YEARLY;BYMONTH={};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}".format,
        st.integers(1, 12),
        st.sampled_from([1, 3, -1]),
    ),
    st.integers(1, 12).map(lambda month: "FREQ=WEEKLY;BYMONTH={};BYDAY=MO".format(",".join(_without(month)))),
)


@st.composite
def whens(draw: st.DrawFn) -> Reading:
    """A reading with a time: once, or by a rule with an end or days left out, as the language reads them."""
    rule = draw(st.one_of(st.none(), _RULES))
    day, clock = draw(_DAYS), draw(_TIMES)
    starts = datetime.fromisoformat(f"{day}T{clock}")
    until: str | None = None
    exdate: tuple[str, ...] = ()
    if rule is not None:
        dues = _dues(rule, starts)
        starts = dues[0]
        ends = draw(st.sampled_from(["never", "until", "count", "except"]))
        if ends == "until":
            until = dues[3].date().isoformat()
        elif ends == "count":
            rule = f"{rule};COUNT={draw(st.integers(2, 9))}"
        elif ends == "except":
            exdate = tuple(due.date().isoformat() for due in dues[1 : draw(st.integers(2, 3))])
    return Reading(
        "ok",
        "schedule",
        recipients=draw(_WHO),
        message=draw(_TEXT),
        dtstart=wall(starts),
        tz=draw(st.sampled_from([ZONE, ZONE, "Asia/Jakarta"])),
        rrules=(rule,) if rule else (),
        until=until,
        exdate=exdate,
    )


def _dues(rule: str, starts: datetime) -> list[datetime]:
    """The first four times of a rule."""
    return list(islice(rrulestr(rule, dtstart=starts), 4))


@pytest.mark.parametrize("language", LANGUAGES)
@given(meant=whens())
@settings(max_examples=100, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_what_is_said_reads_to_the_same(language: str, meant: Reading) -> None:
    sentence = understood(voice(language), meant, ZONE)
    again = understand(sentence, WORLD.preferring(language), NOW)
    assert again.outcome == "ok", (sentence, again.reason, again.unknown)
    assert set(again.recipients) == set(meant.recipients), sentence
    assert again.message == meant.message, sentence
    assert (again.dtstart, again.tz, again.until) == (meant.dtstart, meant.tz, meant.until), sentence
    assert (again.rrules, again.exdate) == (meant.rrules, meant.exdate), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_answered_in_its_language(language: str) -> None:
    sentence = example(voice(language), "schedule", "Ana")
    reading = understand(sentence, WORLD, NOW)
    assert say_reading(reading, NOW).startswith(
        voice(language)("read-schedule", text="§", to="", when="").split("§")[0]
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gateway", KINDS)
def test_what_a_channel_needs_is_asked_in_the_language_of_who_connects_it(language: str, gateway: str) -> None:
    said = voice(language)
    told = {one.name: about(said, gateway, one) for one in asks(gateway)}
    assert said.has(f"webhook-steps-{gateway}")
    assert language == "en" or not [
        name for name, what in told.items() if what == about(voice("en"), gateway, Field(name, ""))
    ]
