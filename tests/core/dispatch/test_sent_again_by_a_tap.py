"""What a person's tap sends again: an unsure delivery that did not arrive, one that failed."""

from __future__ import annotations

from core.commands import Retry
from core.messages import messages
from core.messages.settling import settle_by_person
from tests.lab import Lab

ANA = "+351912000001"


async def test_an_unsure_delivery_that_a_person_did_not_find_leaves_again_with_a_new_id(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("reset_before", count=1)
    message = await lab.schedule("hello", ana)
    [unsure] = await lab.reaches(message, "unsure")
    settled = await settle_by_person(lab.actor(), unsure["id"], False, lab.now)
    assert settled["state"] == "planned"
    [row] = await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]
    assert row["token"] != unsure["token"]
    assert await lab.told("alarm") == []


async def test_a_failed_delivery_leaves_again_when_a_person_asks_for_it(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    await lab.reaches(await lab.schedule("she is known from now on", ana), "delivered")
    lab.waha.faults.set("restricted", count=1)
    message = await lab.schedule("hello", ana)
    await lab.reaches(message, "failed")
    await messages.retry(lab.actor(), Retry(message["number"]), lab.now)
    await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["she is known from now on", "hello"]


async def test_a_late_error_receipt_of_the_older_attempt_does_not_touch_the_newer_one(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    lab.waha.faults.set("reset_before", count=1)
    message = await lab.schedule("hello", ana)
    [unsure] = await lab.reaches(message, "unsure")
    await settle_by_person(lab.actor(), unsure["id"], False, lab.now)
    await lab.reaches(message, "delivered")
    refused = await lab.count("refused_step")
    await lab.hear(lab.ack(unsure["token"], -1, ANA))
    [row] = await lab.reaches(message, "delivered")
    assert (row["cause"], await lab.told("failed")) == ("", [])
    assert await lab.count("refused_step") == refused + 1
