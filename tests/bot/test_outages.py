"""What is told when nothing could leave: a hold that an owner ends, an outage whose rest is sent or left, at a tap."""

from __future__ import annotations

from pathlib import Path

from core import restoring
from core.process.witness import Witness
from core.sandbox.telegram.server import OLIVIA
from storage import db
from storage.queries import installation
from tests.bot.bench import Bench, labels

ANA = "+351912000001"


async def _skipped_in_an_outage(clinic: Bench) -> None:
    """Belfry is not running while two messages come due."""
    await clinic.lab.rounds(1)
    await clinic.say("send 'hello' to Ana in 90 minutes")
    await clinic.say("send 'bye' to Ana in 91 minutes")
    await clinic.lab.dispatcher.stop(3)
    await db.run("update installation set beat_clock = beat_clock - 10800000000")
    clinic.later(hours=3)
    clinic.lab.dispatcher = clinic.lab.worker()


async def test_one_notice_of_an_outage_sends_what_was_skipped_once(clinic: Bench) -> None:
    await _skipped_in_an_outage(clinic)
    await clinic.lab.until(lambda: clinic.lab.told("outage"))
    clinic.later(seconds=11)
    (told,) = await clinic.until(
        lambda: [one for one in clinic.server.said(OLIVIA) if "was not running" in one["text"]]
    )
    assert "2 were too late and were skipped: #1 “hello” and #2 “bye”." in told["text"]
    assert labels(told) == ["Send the 2 now", "Leave them"]
    assert await clinic.tap(told, "Send the 2 now", times=2) == ["2 are being sent.", "Already done."]
    await clinic.until(
        lambda: [text for text in clinic.said() if "Nothing of what was skipped is left to send." in text]
    )
    await clinic.lab.until(lambda: _shown(clinic))
    assert len([text for text in clinic.said() if "was not running" in text]) == 1


async def _shown(clinic: Bench) -> bool:
    return sorted(clinic.lab.shown(ANA)) == ["bye", "hello"]


async def test_what_is_left_by_a_tap_stays_unsent(clinic: Bench) -> None:
    await _skipped_in_an_outage(clinic)
    await clinic.lab.until(lambda: clinic.lab.told("outage"))
    clinic.later(seconds=11)
    (told,) = await clinic.until(
        lambda: [one for one in clinic.server.said(OLIVIA) if "was not running" in one["text"]]
    )
    assert await clinic.tap(told, "Leave them", times=2) == ["Done.", "Already done."]
    await clinic.until(lambda: [text for text in clinic.said() if "It stays unsent, as you said." in text])
    assert clinic.lab.shown(ANA) == []


async def test_a_hold_says_what_is_at_risk_and_ends_at_an_owners_tap(clinic: Bench, tmp_path: Path) -> None:
    lab = clinic.lab
    await lab.rounds(1)
    await clinic.say("send 'hello' to Ana in 90 minutes")
    await lab.dispatcher.stop(3)
    lab.seen = tmp_path
    Witness(tmp_path).saw("before", 9)
    await db.run("update installation set lineage = 'before'")
    lab.dispatcher = lab.worker()
    (told,) = await clinic.until(
        lambda: [one for one in clinic.server.said(OLIVIA) if "stopped sending" in one["text"]]
    )
    assert "What could leave twice: 0 that were due before now, and 1 due in the next 24 hours." in told["text"]
    assert labels(told) == ["Go on sending"]
    assert await clinic.tap(told, "Go on sending", times=2) == ["Done.", "Already done."]
    await clinic.until(lambda: [text for text in clinic.said() if "Sending goes on since" in text])
    assert await restoring.state() is None
    clinic.later(hours=1.51)
    await lab.until(lambda: _hello(clinic))
    assert (await installation.now() or {})["lineage"] != "before"


async def _hello(clinic: Bench) -> bool:
    return clinic.lab.shown(ANA) == ["hello"]
