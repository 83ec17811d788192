"""The world of a workspace as sentences need it: built once, and knowing what is over."""

from __future__ import annotations

from core.commands import Cancel
from core.language.understand import understand
from core.messages import messages
from core.people import people
from storage import db
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


async def test_everything_for_somebody_is_everything_also_where_hundreds_of_messages_come_before(lab: Lab) -> None:
    ana, ben = await lab.contact("Ana", "+351912000001"), await lab.contact("Ben", "+351912000002")
    first = await lab.schedule("hello", ana, after=3600)
    same = ", ".join(name for name in first if name not in ("id", "number"))
    theirs = ", ".join(f"m.{name}" for name in same.split(", "))
    await db.run(
        "with recursive n(number) as (select 2 union all select number + 1 from n where number < 600)"
        f" insert into message (number, {same}) select n.number, {theirs}"
        " from n join message m on m.number = 1"
    )
    await db.run("update workspace set last_number = 600")
    last = await lab.schedule("hello", ben, after=7200)
    world = await people.world(lab.workspace["id"], lab.now)
    asked = understand("cancel everything for Ben", world, lab.now)
    assert [one.patch["target_ids"] for one in asked.options] == [[last["number"]]]
    reading = understand("move the message to Ben to friday 9am", world, lab.now)
    assert (reading.outcome, reading.target_ids) == ("ok", (last["number"],))
