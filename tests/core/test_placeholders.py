"""What stands in braces in a text, and what is made of it for each person."""

from __future__ import annotations

import pytest

from core.messages.placeholders import filled, left_over, names_them


@pytest.mark.parametrize(
    "text", ["Hi {name}", "Hi {Name}", "Hi { name }", "Hi {nombre}", "Hi {nome}", "Hi {nama}", "Hi {nom}"]
)
def test_a_name_is_filled_in_however_it_is_asked_for(text: str) -> None:
    assert filled(text, "Ana") == "Hi Ana"
    assert names_them(text) == text.removeprefix("Hi ")
    assert left_over(text) == ()


@pytest.mark.parametrize("text", ["{}", "{0}", "{ }", "{\n}", "a } b {", '{"a": 1}', "{:-}", "{1, 2}", "{{1}}"])
def test_braces_that_hold_no_word_are_text(text: str) -> None:
    assert (filled(text, "Ana"), names_them(text), left_over(text)) == (text, None, ())


def test_what_would_go_out_with_its_braces_is_told_once_each() -> None:
    text = "Hi {name}, {date} at {hora}, see {date} {first name} {apellido_1}"
    assert filled(text, "Ana") == "Hi Ana, {date} at {hora}, see {date} {first name} {apellido_1}"
    assert left_over(text) == ("{date}", "{hora}", "{first name}", "{apellido_1}")


def test_a_name_with_braces_is_filled_in_once() -> None:
    assert filled("{name} {name}", "A\\1{name}") == "A\\1{name} A\\1{name}"
