"""Changes of contacts who are known: other names, tags that are taken off, numbers that others have now. Not here: who they are
(`directory`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.errors import AlreadyThere
from storage.models import Alias, Contact
from storage.queries.directory import add_contact, by_ids, fold, tags, touched
from storage.queries.directory import tag as put_tag

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


async def ensure_phone(workspace: int, phone: str, now: datetime) -> bool:
    """A number that is nobody's becomes a contact named by it. True when it was nobody's; two at once make one."""
    if await db.row(
        "select id from contact where workspace_id = $1 and phone = $2 and removed_at is null", workspace, phone
    ):
        return False
    async with db.joined():
        await touched(workspace)  # first: whoever holds the workspace may want the contact next
        return await _added(workspace, phone, phone, await _taken_back(workspace, phone), now) is not None


async def add(workspace: int, name: str, phone: str, now: datetime, **more: Any) -> int:
    """A contact with a number: a new one, or by number and name the one that was removed; its id. `more`: columns. Raises
    AlreadyThere when the number is somebody's."""
    async with db.joined():
        gone = await db.row(
            "select id, folded from contact where workspace_id = $1 and phone = $2 and removed_at is not null",
            workspace,
            phone,
        )
        if gone is None:
            return int((await add_contact(workspace, name, phone, now, **more))["id"])
        if gone["folded"] == fold(name)[:200]:
            await put_back(workspace, gone["id"])
            made = int(gone["id"])
        elif (other := await pass_on(workspace, phone, name, now)) is not None:
            made = other
        else:
            raise AlreadyThere("phone")
        if said := {column: value for column, value in more.items() if value is not None}:
            await db.update(Contact, said, id=made, workspace_id=workspace)
    return made


async def describe(workspace: int, contact: int, **columns: Any) -> bool:
    """Sets what is known of a contact. False when it was so already."""
    async with db.joined():
        mine = "select * from contact where id = $1 and workspace_id = $2"
        row = await db.row(mine + db.lock_rows(), contact, workspace)
        new = {name: value for name, value in columns.items() if row is not None and row[name] != value}
        if new:
            await db.update(Contact, new, id=contact, workspace_id=workspace)
            await touched(workspace)
    return bool(new)


async def pass_on(workspace: int, phone: str, name: str, now: datetime) -> int | None:
    """The number of a removed contact is another person's now: a contact of its own, with none of what was meant for the first
    one (tags, groups, messages that name them), whose history stays theirs. Only a block goes with the number. The new
    contact's id; None where no removed one has the number."""
    async with db.joined():
        await touched(workspace)
        gone = await _taken_back(workspace, phone)
        return await _added(workspace, phone, name, gone, now) if gone else None


async def give_back(workspace: int, contact: int, to: int) -> bool:
    """The number that was passed on to somebody, who is removed since, is its former holder's again, with a block of it. False:
    the one has no number any more, or the other has one."""
    async with db.joined():
        await touched(workspace)
        mine = f"from contact where id = $1 and workspace_id = $2{{}}{db.lock_rows()}"
        held = await db.row("select * " + mine.format(" and removed_at is not null"), contact, workspace)
        if (
            held is None
            or not held["phone"]
            or not await db.row("select id " + mine.format(" and phone is null"), to, workspace)
        ):
            return False
        await db.run("update contact set phone = null where id = $1 and workspace_id = $2", contact, workspace)
        moved = {column: held[column] for column in ("phone", "consent", "blocked_at", "blocked_by")}
        await db.update(Contact, moved, id=to, workspace_id=workspace)
    return True


async def gone_numbers(workspace: int) -> dict[str, int]:
    """Whose number it was: the removed contact, by number."""
    rows = await db.rows(
        "select id, phone from contact where workspace_id = $1 and phone is not null and removed_at is not null",
        workspace,
    )
    return {row["phone"]: int(row["id"]) for row in rows}


async def _taken_back(workspace: int, phone: str) -> Row:
    """The removed contact who had a number, and has none from now on; empty: nobody."""
    found = await db.row(
        f"select * from contact where workspace_id = $1 and phone = $2 and removed_at is not null{db.lock_rows()}",
        workspace,
        phone,
    )
    if found is None:
        return {}
    await db.run("update contact set phone = null where id = $1 and workspace_id = $2", found["id"], workspace)
    return found


async def _added(workspace: int, phone: str, name: str, before: Row, now: datetime) -> int | None:
    """A contact, blocked as whoever had the number `before`; None where the number is somebody's."""
    made = await db.rows(
        "insert into contact (workspace_id, name, folded, phone, attributes, consent, blocked_at, blocked_by, created_at)"
        f" values ($1, $2, $3, $4, {db.json_mark(5)}, $6, $7, $8, $9)"
        " on conflict (workspace_id, phone) do nothing returning id",
        workspace,
        name,
        fold(name)[:200],
        phone,
        "{}",
        before.get("consent", "unknown"),
        before.get("blocked_at"),
        before.get("blocked_by"),
        now,
    )
    return int(made[0]["id"]) if made else None


async def tag(workspace: int, name: str, contacts: Sequence[int]) -> list[int]:
    """Puts a tag on contacts, as `directory.tag`; those who did not have it, in order."""
    folded = fold(name)
    known = {row["id"] for row in await tags(workspace) if fold(row["name"]) == folded}
    had = {row["contact_id"] for row in await wearers(workspace) if row["tag_id"] in known}
    new = sorted({row["id"] for row in await by_ids(workspace, contacts)} - had)
    await put_tag(workspace, new, name)
    return new


async def wearers(workspace: int) -> list[Row]:
    """Who has which tag."""
    return await db.rows(
        "select l.contact_id, l.tag_id from contact_tag l join tag t on t.id = l.tag_id where t.workspace_id = $1",
        workspace,
    )


async def members(workspace: int) -> list[Row]:
    """Who is in which group."""
    return await db.rows(
        "select m.contact_id, m.group_id from group_member m join contact_group g on g.id = m.group_id"
        " where g.workspace_id = $1",
        workspace,
    )


async def leave_group(workspace: int, group: int, contacts: Sequence[int]) -> None:
    """They are in the group no more."""
    for piece in db.batch(list(contacts)):
        await db.run(
            "delete from group_member where group_id = (select id from contact_group where id = $2 and workspace_id = $1)"
            f" and contact_id in ({db.marks(len(piece), 3)})",
            workspace,
            group,
            *piece,
        )
    await touched(workspace)


async def drop_phone(workspace: int, contact: int, phone: str) -> bool:
    """A contact has this number no more. False: they had another one, or none."""
    gone = await db.rows(
        "update contact set phone = null where id = $2 and workspace_id = $1 and phone = $3 returning id",
        workspace,
        contact,
        phone,
    )
    if gone:
        await touched(workspace)
    return bool(gone)
