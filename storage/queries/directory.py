"""Contacts, aliases, tags and groups: who people are. Every change moves the workspace's `directory_rev` on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.models import Contact, Group, Tag

Row = dict[str, Any]

EVERYBODY = 1_000_000_000
"""A limit for whoever wants all there are."""


def fold(name: str) -> str:
    """A name without case and accents, for comparing."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


async def touched(workspace: int) -> None:
    """The names that sentences are read in have changed."""
    await db.run("update workspace set directory_rev = directory_rev + 1 where id = $1", workspace)


async def revision(workspace: int) -> int:
    found = await db.row("select directory_rev from workspace where id = $1", workspace)
    return int(found["directory_rev"]) if found else 0


async def add_contact(workspace: int, name: str, phone: str | None, now: datetime, **more: Any) -> Row:
    """Adds a contact. Raises AlreadyThere when the number is somebody's already."""
    async with db.joined():
        made = await db.create(
            Contact,
            workspace_id=workspace,
            name=name,
            folded=fold(name)[:200],
            phone=phone,
            created_at=now,
            **more,
        )
        await touched(workspace)
        return await get(workspace, made)


async def get(workspace: int, contact: int) -> Row:
    found = await db.row("select * from contact where id = $1 and workspace_id = $2", contact, workspace)
    return found or {}


async def by_phone(workspace: int, phone: str) -> Row | None:
    return await db.row("select * from contact where workspace_id = $1 and phone = $2", workspace, phone)


async def by_name(workspace: int, name: str) -> list[Row]:
    return await db.rows(
        "select * from contact where workspace_id = $1 and folded = $2 and removed_at is null order by id",
        workspace,
        fold(name),
    )


async def by_ids(workspace: int, ids: Sequence[int]) -> list[Row]:
    found: list[Row] = []
    for piece in db.batch(list(ids)):
        found += await db.rows(
            f"select * from contact where workspace_id = $1 and id in ({db.marks(len(piece), 2)}) order by id",
            workspace,
            *piece,
        )
    return found


async def contacts(workspace: int, after: int = 0, limit: int = 100_000) -> list[Row]:
    return await db.rows(
        "select * from contact where workspace_id = $1 and id > $2 and removed_at is null order by id limit $3",
        workspace,
        after,
        limit,
    )


async def aliases(workspace: int) -> list[Row]:
    return await db.rows("select contact_id, name from alias where workspace_id = $1", workspace)


async def zones(workspace: int, contacts: Sequence[int]) -> dict[int, str]:
    """Time zones of contacts, where they are known."""
    found: dict[int, str] = {}
    for piece in db.batch(list(contacts)):
        rows = await db.rows(
            f"select id, zone from contact where workspace_id = $1 and zone is not null and id in ({db.marks(len(piece), 2)})",
            workspace,
            *piece,
        )
        found |= {row["id"]: row["zone"] for row in rows}
    return found


async def known_zones(workspace: int) -> list[str]:
    """Every time zone that a contact of a workspace is known to be in."""
    found = await db.rows("select distinct zone from contact where workspace_id = $1 and zone is not null", workspace)
    return sorted(row["zone"] for row in found)


async def tags(workspace: int) -> list[Row]:
    return await db.rows("select id, name from tag where workspace_id = $1 order by id", workspace)


async def tags_of(workspace: int) -> list[Row]:
    return await db.rows(
        "select ct.contact_id, t.name from contact_tag ct join tag t on t.id = ct.tag_id where t.workspace_id = $1",
        workspace,
    )


async def groups(workspace: int) -> list[Row]:
    return await db.rows(
        "select g.id, g.name, g.names, (select count(*) from group_member m where m.group_id = g.id) as members"
        " from contact_group g where g.workspace_id = $1 order by g.id",
        workspace,
    )


async def add_group(workspace: int, name: str, members: Sequence[int] = (), names: Sequence[str] = ()) -> int:
    """Raises AlreadyThere. Members are contacts of the workspace; others are passed over."""
    async with db.joined():
        group = await db.create(Group, workspace_id=workspace, name=name, names=list(names))
        for piece in db.batch(list(dict.fromkeys(members))):
            await db.run(
                "insert into group_member (group_id, contact_id) select cast($2 as integer), id from contact"
                f" where workspace_id = $1 and id in ({db.marks(len(piece), 3)})",
                workspace,
                group,
                *piece,
            )
        await touched(workspace)
    return group


async def join_group(workspace: int, name: str, members: Sequence[int]) -> int:
    """Puts contacts of the workspace into a group, made where it is new; "Staff" and "staff" are one. Its id."""
    async with db.joined():
        known = [row["id"] for row in await groups(workspace) if fold(row["name"]) == fold(name)]
        if not known:
            return await add_group(workspace, name, members)
        for piece in db.batch(list(dict.fromkeys(members))):
            await db.run(
                "insert into group_member (group_id, contact_id) select cast($2 as integer), id from contact"
                f" where workspace_id = $1 and id in ({db.marks(len(piece), 3)}) on conflict do nothing",
                workspace,
                known[0],
                *piece,
            )
        await touched(workspace)
    return int(known[0])


async def tag(workspace: int, contacts: Sequence[int], name: str) -> int:
    """Puts a tag on contacts, making the tag where it is new; "VIP" and "vip" are one. How many did not have it."""
    new = 0
    async with db.joined():
        known = [row["id"] for row in await tags(workspace) if fold(row["name"]) == fold(name)]
        tag_id = known[0] if known else await db.create(Tag, workspace_id=workspace, name=name)
        for piece in db.batch(list(dict.fromkeys(contacts))):
            made = await db.rows(
                "insert into contact_tag (tag_id, contact_id) select cast($2 as integer), id from contact"
                f" where workspace_id = $1 and id in ({db.marks(len(piece), 3)})"
                " on conflict (tag_id, contact_id) do nothing returning id",
                workspace,
                tag_id,
                *piece,
            )
            new += len(made)
        await touched(workspace)
    return new


async def block(workspace: int, contact: int, by: str, now: datetime) -> bool:
    """Nothing more goes to this contact. True when it was not blocked so before.

    `by` "contact": they wrote STOP, which `consent` remembers whatever staff do. "staff": lies over that, and only staff
    take it away.
    """
    if by == "contact":
        await _consent(workspace, contact, "stopped")
    over = "" if by == "contact" else " or blocked_by <> 'staff'"
    found = await db.rows(
        "update contact set blocked_at = coalesce(blocked_at, $3), blocked_by = $4,"
        " consent = case when blocked_by = 'contact' then 'stopped' else consent end"
        f" where id = $1 and workspace_id = $2 and (blocked_at is null{over}) returning id",
        contact,
        workspace,
        now,
        by,
    )
    return bool(found)


async def unblock(workspace: int, contact: int, by: str) -> bool:
    """Takes away what was blocked by the contact (START) or by staff; a STOP that staff had blocked over stands again. True
    when something was taken away."""
    if by == "contact":
        await _consent(workspace, contact, "unknown")
    found = await db.rows(
        "update contact set blocked_at = case when consent = 'stopped' then blocked_at end,"
        " blocked_by = case when consent = 'stopped' then 'contact' end"
        " where id = $1 and workspace_id = $2 and blocked_by = $3 returning id",
        contact,
        workspace,
        by,
    )
    return bool(found)


async def _consent(workspace: int, contact: int, consent: str) -> None:
    await db.run("update contact set consent = $3 where id = $1 and workspace_id = $2", contact, workspace, consent)


async def audience(workspace: int, who: dict[str, Any], after: int = 0, limit: int = 500) -> list[int]:
    """Ids of the contacts in an audience (core.commands.Audience as JSON), each once, in order of id, after `after`."""
    sets = []
    values: list[Any] = [workspace, after, limit]

    def listed(ids: Sequence[Any]) -> str:
        values.extend(ids)
        return db.marks(len(ids), len(values) - len(ids) + 1)

    if who.get("everyone"):
        sets.append("1 = 1")
    for name, clause in _AUDIENCE.items():
        if who.get(name):
            sets.append(clause.format(listed(who[name])))
    if not sets:
        return []
    without = [clause.format(listed(who[name])) for name, clause in _EXCEPT.items() if who.get(name)]
    but = f" and not ({' or '.join(without)})" if without else ""
    found = await db.rows(
        f"select c.id from contact c where c.workspace_id = $1 and c.id > $2 and c.removed_at is null"
        f" and ({' or '.join(sets)}){but}"
        " order by c.id limit $3",
        *values,
    )
    return [int(row["id"]) for row in found]


_BY_ID = "c.id in ({})"
_BY_GROUP = "c.id in (select m.contact_id from group_member m where m.group_id in ({}))"
_BY_TAG = "c.id in (select l.contact_id from contact_tag l where l.tag_id in ({}))"
_AUDIENCE = {
    "contacts": _BY_ID,
    "groups": _BY_GROUP,
    "tags": _BY_TAG,
    "numbers": "c.phone in ({})",
}
_EXCEPT = {"except_contacts": _BY_ID, "except_groups": _BY_GROUP, "except_tags": _BY_TAG}


async def rename(workspace: int, contact: int, name: str) -> None:
    await db.run(
        "update contact set name = $3, folded = $4 where id = $1 and workspace_id = $2",
        contact,
        workspace,
        name,
        fold(name)[:200],
    )
    await touched(workspace)


async def set_phone(workspace: int, contact: int, phone: str) -> None:
    """Raises AlreadyThere when the number is somebody's."""
    await db.run("update contact set phone = $3 where id = $1 and workspace_id = $2", contact, workspace, phone)
    await touched(workspace)
