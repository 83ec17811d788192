"""Workspaces, staff, addresses and invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound
from storage.models import Address, Invite, Staff, Workspace

Row = dict[str, Any]


async def add(name: str, zone: str, now: datetime, language: str = "en", country: str | None = None) -> Row:
    return await get(
        await db.create(Workspace, name=name, zone=zone, language=language, country=country, created_at=now)
    )


async def get(workspace: int) -> Row:
    found = await db.row("select * from workspace where id = $1", workspace)
    if found is None:
        raise NotFound("workspace")
    return found


async def find(name: str) -> Row | None:
    return await db.row("select * from workspace where name = $1", name)


async def every() -> list[Row]:
    """All workspaces, oldest first: for the command line and the tick."""
    return await db.rows("select * from workspace order by id")


async def set_fields(workspace: int, **values: Any) -> None:
    """Raises AlreadyThere for a name that another workspace has."""
    await db.update(Workspace, values, id=workspace)


async def next_number(workspace: int) -> int:
    """The next message number of a workspace. Call it inside the transaction that uses it."""
    found = await db.rows(
        "update workspace set last_number = last_number + 1 where id = $1 returning last_number", workspace
    )
    return int(found[0]["last_number"])


async def lock(workspace: int) -> None:
    """Inside a transaction: others that ask for the same wait until it ends."""
    await db.run(f"select id from workspace where id = $1{db.lock_to_count()}", workspace)


async def add_staff(workspace: int, name: str, role: str, kind: str, ref: str, now: datetime) -> Row:
    """A member of staff with an address; an address that is known gets the new role instead."""
    async with db.transaction():
        staff = await _add_staff(workspace, name, role, kind, ref, now)
    return await get_staff(workspace, staff)


async def _add_staff(workspace: int, name: str, role: str, kind: str, ref: str, now: datetime) -> int:
    known = await db.row(
        "select staff_id from address where workspace_id = $1 and kind = $2 and ref = $3", workspace, kind, ref
    )
    if known is not None:
        await db.run("update staff set role = $2, active = true where id = $1", known["staff_id"], role)
        return int(known["staff_id"])
    staff = await db.create(Staff, workspace_id=workspace, name=name, role=role, created_at=now)
    await db.create(Address, workspace_id=workspace, staff_id=staff, kind=kind, ref=ref)
    return staff


async def get_staff(workspace: int, staff: int) -> Row:
    found = await db.row("select * from staff where id = $1 and workspace_id = $2", staff, workspace)
    if found is None:
        raise NotFound("staff")
    return found


async def set_language(workspace: int, staff: int, language: str) -> None:
    """What somebody spoke last: they hear notices and the digest in it."""
    await db.run("update staff set language = $3 where id = $2 and workspace_id = $1", workspace, staff, language)


async def speakers(kind: str, ref: str) -> list[Row]:
    """Who speaks from an address: one row for each workspace that knows it, active staff only."""
    return await db.rows(
        "select s.id as staff_id, s.name, s.role, s.workspace_id, coalesce(s.language, w.language) as language, w.zone,"
        " w.name as workspace, w.country from address a join staff s on s.id = a.staff_id"
        " join workspace w on w.id = s.workspace_id"
        " where a.kind = $1 and a.ref = $2 and s.active = true order by s.workspace_id",
        kind,
        ref,
    )


async def owned() -> bool:
    """Whether anybody ever owned any workspace."""
    return await db.row("select id from staff where role = 'owner' limit 1") is not None


async def staff_of(workspace: int, roles: tuple[str, ...] = ()) -> list[Row]:
    """Active staff with their addresses, one row an address."""
    found = await db.rows(
        "select s.id as staff_id, s.name, s.role, a.kind, a.ref, coalesce(s.language, w.language) as language"
        " from staff s join workspace w on w.id = s.workspace_id left join address a on a.staff_id = s.id"
        " where s.workspace_id = $1 and s.active = true order by s.id",
        workspace,
    )
    return [row for row in found if not roles or row["role"] in roles]


async def addresses(workspace: int, staff: int, kind: str) -> list[str]:
    found = await db.rows(
        "select ref from address where workspace_id = $1 and staff_id = $2 and kind = $3 and blocked_at is null",
        workspace,
        staff,
        kind,
    )
    return [str(row["ref"]) for row in found]


async def remove_staff(workspace: int, staff: int) -> bool:
    found = await db.rows(
        "update staff set active = false where id = $1 and workspace_id = $2 and active = true returning id",
        staff,
        workspace,
    )
    return bool(found)


async def put_back_staff(workspace: int, staff: int) -> None:
    """Somebody who was removed may speak again, in the role they had."""
    await db.run("update staff set active = true where id = $1 and workspace_id = $2", staff, workspace)


async def withdraw_invite(workspace: int, invite: int) -> bool:
    """It no longer works. False: somebody has used it."""
    gone = await db.rows(
        "delete from invite where id = $2 and workspace_id = $1 and used_by_id is null returning id", workspace, invite
    )
    return bool(gone)


async def add_invite(workspace: int, role: str, code_hash: str, now: datetime, expires: datetime) -> int:
    """Keeps an invitation; its id."""
    made = {"workspace_id": workspace, "role": role, "code_hash": code_hash, "created_at": now, "expires_at": expires}
    return await db.create(Invite, **made)


async def use_invite(
    code_hash: str, name: str, kind: str, ref: str, now: datetime, roles: Sequence[str] = ()
) -> Row | None:
    """Turns a code into a member of staff, once. The same person using it again gets the same answer; else None.

    One transaction: of two people with one code, at once, only the first comes in. `roles`, the smallest first: whoever is here
    with as large a role keeps it (`joined` is false then), and the code stays good for somebody else.
    """
    async with db.transaction():
        invite = await db.row(f"select * from invite where code_hash = $1{db.lock_rows()}", code_hash)
        if invite is None:
            return None
        if invite["used_by_id"] is not None:
            same = await db.row(
                "select staff_id from address where staff_id = $1 and kind = $2 and ref = $3",
                invite["used_by_id"],
                kind,
                ref,
            )
            return await _member(invite["workspace_id"], invite["used_by_id"]) if same else None
        if invite["expires_at"] < now:
            return None
        here = await db.row(
            "select s.* from staff s join address a on a.staff_id = s.id where s.workspace_id = $1 and s.active"
            " and a.kind = $2 and a.ref = $3",
            invite["workspace_id"],
            kind,
            ref,
        )
        if here is not None and here["role"] in roles[roles.index(invite["role"]) :]:
            return {**here, "joined": False}
        staff = await _add_staff(invite["workspace_id"], name, invite["role"], kind, ref, now)
        await db.run("update invite set used_by_id = $2 where id = $1", invite["id"], staff)
    return await _member(invite["workspace_id"], staff)


async def _member(workspace: int, staff: int) -> Row:
    return {**await get_staff(workspace, staff), "joined": True}
