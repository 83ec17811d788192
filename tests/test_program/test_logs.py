"""What a log line shows, and what it never shows."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from core.errors import Away
from core.process import logs


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "log"
    root = logging.getLogger()
    config = structlog.get_config()
    before, level = root.handlers[:], root.level
    root.handlers = []
    logs.configure(secrets=["s3cret-value"], file=path)
    yield lambda: [json.loads(line) for line in path.read_text().splitlines()]
    for handler in root.handlers:
        handler.close()
    root.handlers = before
    root.setLevel(level)
    structlog.configure(**config)


def test_an_event_is_one_line_with_its_ids(lines: Any) -> None:
    structlog.get_logger().info("delivery.sent", delivery=12, channel=3)
    (line,) = lines()
    assert (line["event"], line["delivery"], line["channel"], line["level"]) == ("delivery.sent", 12, 3, "info")


def test_text_phones_tokens_and_known_secrets_are_masked_wherever_they_stand(lines: Any) -> None:
    structlog.get_logger().warning(
        "odd",
        text="come at nine",
        phone="+351912000001",
        chat="351912000001@c.us",
        answer={"body": "hello", "why": "cannot reach +351 912 000 001 or 912 000 001"},
        url="https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe",
        seen=["s3cret-value", "(912) 000-001"],
    )
    (line,) = lines()
    shown = json.dumps(line)
    for hidden in ("nine", "hello", "912", "AAHdq", "s3cret"):
        assert hidden not in shown


def test_times_and_ids_are_not_taken_for_phones(lines: Any) -> None:
    structlog.get_logger().info(
        "x", due="2026-11-22T06:27:00.123456+00:00", day="2026-11-22", n="12345", ref="3EB0AA12"
    )
    (line,) = lines()
    assert (line["due"], line["day"]) == ("2026-11-22T06:27:00.123456+00:00", "2026-11-22")
    assert (line["n"], line["ref"]) == ("12345", "3EB0AA12")


def test_an_exception_is_its_type_and_place_and_not_its_message(lines: Any) -> None:
    try:
        int("see you at nine, +351912000001")
    except ValueError:
        structlog.get_logger().exception("it.failed")
    structlog.get_logger().error("away", exc_info=Away("redis"))
    logging.getLogger("some.library").exception("library failed", exc_info=ValueError("see you at nine"))
    failed, away, library = lines()
    assert failed["error"] == "ValueError"
    assert "test_logs.py" in failed["at"]
    assert away["error"] == "Away redis"
    assert library["error"] == "ValueError"
    assert "nine" not in json.dumps([failed, library])
