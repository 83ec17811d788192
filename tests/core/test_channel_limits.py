"""More people than a channel allows in a message: refused at every door, also where the chat did not ask."""

from __future__ import annotations

import pytest

from core.channels.channels import Wanted, add
from core.commands import Audience, Edit
from core.errors import Refused
from core.messages import messages
from storage.queries import channels
from tests.desk import Desk


async def test_a_message_to_too_many_is_refused_and_so_is_an_edit_that_makes_them_too_many(desk: Desk) -> None:
    await channels.set_fields(desk.workspace, desk.channel["id"], most_people=2)
    carla = await desk.contact("Carla", "+351912000003")
    with pytest.raises(Refused) as told:
        await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno, carla)
    assert (told.value.code, told.value.values) == (
        "too_many_people",
        {"people": 3, "most": 2, "channel": "clinic"},
    )
    row = await desk.schedule("2026-03-02 09:00", desk.ana, desk.bruno)
    with pytest.raises(Refused):
        await messages.edit(desk.actor(), Edit(row["number"], add=Audience(contacts=(carla,))), desk.now)
    swap = Edit(row["number"], add=Audience(contacts=(carla,)), remove=Audience(contacts=(desk.ana,)))
    assert (await messages.edit(desk.actor(), swap, desk.now)).row["audience"]["contacts"] == [desk.bruno, carla]


async def test_what_is_linked_like_a_phone_begins_with_fifty(desk: Desk) -> None:
    for kind, most in (("waha", 50), ("evolution", 50)):
        wanted = Wanted("http://127.0.0.1:1", "key", "one")
        await add(desk.workspace, kind, kind, wanted, "http://x", desk.now)
        assert (await channels.find(desk.workspace, kind) or {})["most_people"] == most
