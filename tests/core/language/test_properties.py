# ruff: noqa: DTZ001 - wall-clock times are naive: they are what is tested here
"""Whatever is typed: never an exception, a message that is a slice of the sentence, never a time that has passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.language.command import DONE, command_of, when_of
from core.language.reading import Reading, apply
from core.recurrence import first
from tests.core.language.ground import NOW, read, rows

FOREIGN = (
    "mañana a las de la tarde cada lunes envía hoje às 9h segunda quinta jam besok setiap minggu ke"
    " - , . : ' \" “ ” 31/12 0 99 24.12 8.30 +351 #4 #gold May April second last"
)
WORDS = sorted({word for sentence, _ in rows() for word in sentence.split(" ")} | set(FOREIGN.split()))
SLOW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _checked(sentence: str, reading: Reading) -> None:
    if reading.message is not None:
        assert reading.message in sentence
    for option in reading.options:
        if option.patch.get("message"):
            assert option.patch["message"] in sentence
        apply(reading, option.patch)
    assert Reading.from_json(reading.to_json()) == reading
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(sentence)
    if reading.outcome == "ok":
        if reading.intent in DONE:
            command_of(reading)
        when = when_of(reading)
        if reading.intent in ("schedule", "move"):
            assert when is None or first(when, 1)[0].due > NOW - timedelta(seconds=1)


@SLOW
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
def test_any_words_in_any_order_are_read_or_asked(sentence: str) -> None:
    _checked(sentence, read(sentence))


@SLOW
@given(st.text(max_size=120))
def test_any_text_at_all_is_read_without_an_exception(sentence: str) -> None:
    _checked(sentence, read(sentence))


@SLOW
@given(st.text(alphabet=st.characters(exclude_characters="'’‘\ue000"), min_size=1, max_size=60))
def test_any_text_in_quotes_arrives_as_it_was_typed(text: str) -> None:
    reading = read(f"send '{text}' to Kofi tomorrow at 9am")
    assert (reading.outcome, reading.message) == ("ok", text)


@SLOW
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),
    st.sampled_from(
        [sentence for sentence, want in rows() if want["outcome"] == "ok" and want.get("intent") == "schedule"]
    ),
)
def test_a_sentence_that_is_ready_is_never_in_the_past_whenever_it_is_said(now: datetime, sentence: str) -> None:
    reading = read(sentence, now=now)
    if reading.outcome == "ok" and (when := when_of(reading)) is not None:
        assert first(when, 1)[0].due >= now.replace(microsecond=0)


@SLOW
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), st.sampled_from(rows()))
def test_any_answer_to_any_question_is_read_or_asked(answer: str, row: tuple[str, object]) -> None:
    before = read(row[0])
    reading = read(answer, before=before)
    assert reading.outcome in ("ok", "clarify", "refuse", "not_command")
    assert Reading.from_json(reading.to_json()) == reading
