"""WhatsApp's own names: numbers in their spellings, hidden ids, what a message holds."""

from __future__ import annotations

import pytest

from core.gateways.whatsapp import alias_of, content_of, kind_of, phone_of, spellings_of, text_of


@pytest.mark.parametrize(
    ("dialled", "other"),
    [
        ("+5531987650123", "+553187650123"),  # Brazil: the 9
        ("+5215512345678", "+525512345678"),  # Mexico: the 1
        ("+5491112345678", "+541112345678"),  # Argentina: the 9
    ],
)
def test_a_mobile_has_two_spellings_whichever_is_told(dialled: str, other: str) -> None:
    assert spellings_of(dialled) == (dialled, other)
    assert spellings_of(other) == (other, dialled)


@pytest.mark.parametrize(
    "phone", ["+5511955550123", "+5531955550123", "+553132123456", "+351912000001", "+6281200000001"]
)
def test_a_number_that_could_be_somebody_elses_when_spelled_otherwise_has_one(phone: str) -> None:
    assert spellings_of(phone) == (phone,)


def test_the_digits_of_a_hidden_id_are_no_number() -> None:
    assert phone_of("18812345678901@lid") is None
    assert alias_of("18812345678901:4@lid") == "18812345678901@lid"
    assert phone_of("553155550123:12@s.whatsapp.net") == "+553155550123"


def test_wrappers_in_wrappers_end_somewhere() -> None:
    deep: dict[str, object] = {"conversation": "x"}
    for _ in range(100):
        deep = {"ephemeralMessage": {"message": deep}}
    assert text_of(deep) == ""
    assert content_of({"ephemeralMessage": {"message": {"viewOnceMessage": {"message": {"imageMessage": {}}}}}})
    assert kind_of({"ephemeralMessage": {"message": {"viewOnceMessage": {"message": {"imageMessage": {}}}}}}) == "image"
