"""Changes of contacts who are known: other names, tags that are taken off. Not here: who they are (`directory`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.models import Alias
from storage.queries.directory import fold, touched

Row = dict[str, Any]


async def called(workspace: int, name: str) -> set[int]:
    """The contacts that go by a name, as their own or as another."""
    folded = fold(name)
    own = await db.rows(
        "select id from contact where workspace_id = $1 and folded = $2 and removed_at is null", workspace, folded[:200]
    )
    others = await db.rows(
        "select a.contact_id, a.name from alias a join contact c on c.id = a.contact_id"
        " where a.workspace_id = $1 and c.removed_at is null",
        workspace,
    )
    return {int(row["id"]) for row in own} | {int(row["contact_id"]) for row in others if fold(row["name"]) == folded}


async def add_alias(workspace: int, contact: int, name: str) -> bool:
    """Another name of a contact. False when they go by it already."""
    known = await db.rows("select name from alias where workspace_id = $1 and contact_id = $2", workspace, contact)
    if fold(name) in {fold(row["name"]) for row in known}:
        return False
    async with db.joined():
        await db.create(Alias, workspace_id=workspace, contact_id=contact, name=name)
        await touched(workspace)
    return True


async def drop_alias(workspace: int, contact: int, name: str) -> bool:
    """A contact goes by this name no more. False when they did not."""
    gone = await db.rows(
        "delete from alias where workspace_id = $1 and contact_id = $2 and name = $3 returning id",
        workspace,
        contact,
        name,
    )
    if gone:
        await touched(workspace)
    return bool(gone)


async def untag(workspace: int, tag: int, contacts: Sequence[int]) -> list[int]:
    """Takes a tag off contacts; those who had it, in order. The tag itself stays, for messages that go to it."""
    had: list[int] = []
    for piece in db.batch(list(dict.fromkeys(contacts))):
        gone = await db.rows(
            "delete from contact_tag where tag_id = (select id from tag where id = $2 and workspace_id = $1)"
            f" and contact_id in ({db.marks(len(piece), 3)}) returning contact_id",
            workspace,
            tag,
            *piece,
        )
        had += [int(row["contact_id"]) for row in gone]
    await touched(workspace)
    return sorted(had)


async def remove(workspace: int, contact: int, now: datetime) -> bool:
    """In no list and no audience from now on. False when they were removed already."""
    gone = await db.rows(
        "update contact set removed_at = $3 where id = $1 and workspace_id = $2 and removed_at is null returning id",
        contact,
        workspace,
        now,
    )
    if gone:
        await touched(workspace)
    return bool(gone)


async def put_back(workspace: int, contact: int) -> bool:
    """As they were before they were removed. False when they are back already."""
    back = await db.rows(
        "update contact set removed_at = null where id = $1 and workspace_id = $2 and removed_at is not null returning id",
        contact,
        workspace,
    )
    if back:
        await touched(workspace)
    return bool(back)


async def removed(workspace: int, name: str) -> list[Row]:
    """Who was removed and went by this name."""
    return await db.rows(
        "select * from contact where workspace_id = $1 and folded = $2 and removed_at is not null order by id",
        workspace,
        fold(name)[:200],
    )


async def strip(workspace: int, contact: int) -> None:
    """No tags, no groups, no other names: for a number that is now somebody else's."""
    mine = "contact_id in (select id from contact where id = $1 and workspace_id = $2)"
    for table in ("contact_tag", "group_member", "alias"):
        await db.run(f"delete from {table} where {mine}", contact, workspace)
