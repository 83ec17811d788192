"""Receipts that were lost are asked for, a few at a time, and applied by the one door."""

from __future__ import annotations

import pytest

from core.dispatch.lost import AGES
from core.gateways.base import Found, LookUpFailed, Sought
from core.gateways.waha.driver import WahaDriver
from tests.lab import Lab, Row

ANA, BEN = "+351912000001", "+351912000002"


@pytest.fixture
def asked(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that were looked up at the provider."""
    found: list[str] = []
    was = WahaDriver.look_up

    async def look_up(self: WahaDriver, sought: Sought) -> Found | None:
        found.append(sought.ref or "")
        return await was(self, sought)

    monkeypatch.setattr(WahaDriver, "look_up", look_up)
    return found


async def _sent(lab: Lab, name: str, phone: str, on: bool = True) -> Row:
    """A message of whose arrival no event will ever tell."""
    lab.waha.faults.set("drop")
    contact = await lab.contact(name, phone)
    lab.waha.phones.get(phone).on = on
    message = await lab.schedule("hello", contact)
    await lab.reaches(message, "sent")
    return message


async def test_a_lost_receipt_is_asked_for_and_counts(lab: Lab, asked: list[str]) -> None:
    message = await _sent(lab, "Ana", ANA)
    await lab.rounds(3)
    assert asked == []
    lab.later(minutes=10)
    (row,) = await lab.reaches(message, "delivered")
    assert asked == [row["provider_id"]]
    assert row["delivered_at"] is not None
    assert lab.shown(ANA) == ["hello"]


async def test_one_question_a_channel_at_a_time_and_a_phone_that_is_off_is_left_after_two_days(
    lab: Lab, asked: list[str]
) -> None:
    one, two = await _sent(lab, "Ana", ANA, on=False), await _sent(lab, "Ben", BEN, on=False)
    ids = {(await lab.delivery(message))["provider_id"] for message in (one, two)}
    other = lab.another()
    for number, age in enumerate(AGES):
        before = AGES[number - 1] if number else age - age
        lab.later(seconds=(age - before).total_seconds() + 30)
        await lab.until(lambda expected=2 * number + 1: _many(asked, expected))
        await lab.rounds(3)
        assert len(asked) == 2 * number + 1
        lab.later(seconds=21)
        await lab.until(lambda expected=2 * number + 2: _many(asked, expected))
        assert set(asked[-2:]) == ids
    for _ in range(3):
        lab.later(hours=3)
        await lab.rounds(2)
        await other.tick()
    assert len(asked) == 2 * len(AGES)
    assert [await lab.states(message) for message in (one, two)] == [["sent"], ["sent"]]


async def _many(asked: list[str], number: int) -> bool:
    return len(asked) >= number


async def test_a_provider_that_cannot_say_is_left_in_peace(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await _sent(lab, "Ana", ANA)
    asked: list[str] = []

    async def look_up(_self: WahaDriver, sought: Sought) -> None:
        asked.append(sought.ref or "")
        raise LookUpFailed("http_503")

    monkeypatch.setattr(WahaDriver, "look_up", look_up)
    lab.later(minutes=11)
    await lab.until(lambda: _many(asked, 1))
    for _ in range(4):
        lab.later(minutes=45)
        await lab.rounds(2)
    assert len(asked) == 1
    assert await lab.states(message) == ["sent"]
