"""From a scheduled message to a phone that shows it, and its receipts back."""

from __future__ import annotations

from tests.lab import Lab

ANA = "+351912000001"


async def test_a_message_arrives_once_and_its_receipts_come_back(lab: Lab) -> None:
    ana = await lab.contact("Ana", ANA)
    message = await lab.schedule("hello", ana, after=0.2)
    rows = await lab.reaches(message, "delivered")
    assert lab.shown(ANA) == ["hello"]
    assert rows[0]["sent_at"] >= rows[0]["slot_at"]
    lab.waha.open_chat(ANA)
    await lab.reaches(message, "read")
    assert await lab.told("failed") == []
