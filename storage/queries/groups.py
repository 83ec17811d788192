"""One group: who is in it, its end, and its way back. All groups, and people who join one: `directory`; leaving: `contacts`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage import db
from storage.models import Group
from storage.queries import directory

Row = dict[str, Any]


async def members(workspace: int, group: int) -> list[Row]:
    """Contacts by their name; who was removed is in no group."""
    return await db.rows(
        "select c.id, c.name, c.phone, c.blocked_at, c.blocked_by from group_member m join contact c on c.id = m.contact_id"
        " join contact_group g on g.id = m.group_id"
        " where g.workspace_id = $1 and g.id = $2 and c.removed_at is null order by c.name, c.id",
        workspace,
        group,
    )


async def remove(workspace: int, group: int) -> bool:
    """The group is no more, its members stay contacts. False: there was none."""
    async with db.joined():
        own = "(select id from contact_group where id = $2 and workspace_id = $1)"
        await db.run(f"delete from group_member where group_id = {own}", workspace, group)
        gone = await db.rows(
            "delete from contact_group where id = $2 and workspace_id = $1 returning id", workspace, group
        )
        await directory.touched(workspace)
    return bool(gone)


async def put_back(workspace: int, group: int, name: str, names: Sequence[str], people: Sequence[int]) -> None:
    """A group as it was before `remove`, under its own id: messages that are over still mean it. Raises AlreadyThere."""
    async with db.joined():
        await db.create(Group, id=group, workspace_id=workspace, name=name, names=list(names))
        await directory.join_group(workspace, name, people)
