"""How the pre-flight and a restore are told in the chat."""

from __future__ import annotations

import pytest

from bot.replies import channel_notices
from bot.replies import notices as words
from bot.replies.voice import voice
from bot.tidings import MAKERS

ZONE = "Europe/Lisbon"
CHANNEL = {"name": "clinic", "health": "halted", "first": "2026-07-01T08:00:00+00:00"}


def test_the_preflight_says_what_is_wrong_what_is_at_risk_and_what_to_do() -> None:
    told = channel_notices.preflight(voice("en"), CHANNEL | {"reason": "scan_qr_code", "count": 3}, ZONE).text
    assert told.startswith("The channel clinic is not working: the phone is logged out. 3 messages are due over it")
    assert "9:00" in told  # 8:00 UTC, as clocks in Lisbon show it
    assert "scan the code" in told
    one = channel_notices.preflight(voice("en"), CHANNEL | {"reason": "bad_key", "count": 1}, ZONE).text
    assert "One message is due over it within the hour" in one
    assert "belfry channel set clinic --key -" in one


def test_a_restore_says_what_is_not_in_it_and_how_to_send_what_was_held() -> None:
    detail = {"taken_at": "2026-07-01T08:00:00+00:00", "held": 2, "unsure": 1, "numbers": [3, 12], "more": 0}
    told = words.restored(voice("en"), detail, ZONE).text
    assert "put back from a backup" in told
    assert "9:00" in told
    assert "2 copies were due since then" in told
    assert "retry #3, retry #12" in told
    assert "One was in the air" in told
    quiet = words.restored(voice("en"), detail | {"held": 0, "unsure": 0, "numbers": []}, ZONE).text
    assert "retry" not in quiet
    assert "STOPs since then" in quiet


@pytest.mark.parametrize("kind", ["preflight", "restored"])
def test_the_chat_knows_how_to_tell_it(kind: str) -> None:
    assert kind in MAKERS


def test_the_cause_of_what_was_held_has_words() -> None:
    assert voice("en").has("cause-restored")
