"""The world of a workspace as sentences need it: built once, and knowing what is over."""

from __future__ import annotations

from core import messages, people
from core.commands import Cancel
from core.language.understand import understand
from tests.lab import Lab


async def test_a_message_that_is_over_can_still_be_named_by_its_number(lab: Lab) -> None:
    ana = await lab.contact("Ana", "+351912000001")
    await lab.schedule("hello", ana, after=3600)
    await messages.cancel(lab.actor(), Cancel((1,)), lab.now)
    world = await people.world(lab.workspace["id"], lab.now)
    reading = understand("show #1", world, lab.now)
    assert (reading.outcome, reading.intent, reading.target_ids) == ("ok", "show", (1,))


async def test_the_names_are_not_built_again_for_each_sentence(lab: Lab) -> None:
    ana = await lab.contact("Ana", "+351912000001")
    one = await people.world(lab.workspace["id"], lab.now)
    await lab.schedule("hello", ana, after=3600)
    two = await people.world(lab.workspace["id"], lab.now)
    assert two.scheduled[0].recipients == ("Ana",)
    assert one.scheduled == ()
    assert two.contacts is one.contacts
    assert two._full is one._full
