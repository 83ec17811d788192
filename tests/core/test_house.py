"""Staff through the door."""

from __future__ import annotations

import asyncio

from core import house
from core.errors import Refused
from storage.queries import workspaces
from tests.desk import Desk


async def test_of_two_owners_who_remove_each_other_at_once_one_stays(desk: Desk) -> None:
    await workspaces.add_staff(desk.workspace, "Paula", "owner", "telegram", "77", desk.now)
    both = [one["staff_id"] for one in await workspaces.staff_of(desk.workspace, ("owner",))]
    assert len(both) == 2
    done = await asyncio.gather(
        *(house.remove(desk.actor("owner"), one, desk.now) for one in both), return_exceptions=True
    )
    assert [type(one) for one in done if not isinstance(one, int)] == [Refused]
    assert len(await workspaces.staff_of(desk.workspace, ("owner",))) == 1
