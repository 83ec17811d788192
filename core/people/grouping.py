"""What commands do to groups: people come in and leave, a group is made and taken away, and who is in it.

Each is one transaction with an audit entry, as with people (`core.people.contacts`). What is planned for a group follows. Not
here: taking back (`core.changes.undoing`), a file of people with their groups (`core.people.importing`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.entries import Done, already, noted
from core.changes.following import follow, goes_by_group, hold
from core.commands import Audience, JoinGroup, LeaveGroup, RemoveGroup
from core.errors import Conflict, Unknown
from core.people.audience import audience_json
from core.people.people import ensure_numbers, name_of
from storage import db
from storage.queries import contacts, directory, groups, messages, workspaces

Row = dict[str, Any]


async def every(actor: Actor) -> list[Row]:
    """All groups by name: `id`, `name`, `members` (how many)."""
    return sorted(await directory.groups(actor.workspace), key=lambda row: directory.fold(row["name"]))


async def members(actor: Actor, name: str) -> tuple[str, list[Row]]:
    """A group's name as it is spelt, and who is in it. Raises Unknown("no_group")."""
    row = await _group(actor.workspace, name)
    return row["name"], await groups.members(actor.workspace, row["id"])


async def join(actor: Actor, command: JoinGroup, now: datetime) -> Done:
    """Says who is in the group now and who was already. Raises Refused("bad_name"), Conflict("group_name_taken") for a new
    group that somebody is called like, Unknown("nobody")."""
    actor.needs("sender")
    name = name_of(command.group)
    async with db.transaction():
        group = await _found(actor.workspace, name)
        held = await hold(actor.workspace, lambda row: group is not None and goes_by_group(row, group["id"]))
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        if group is None and await contacts.called(actor.workspace, name):
            raise Conflict("group_name_taken", name=name)
        await ensure_numbers(actor, command.audience, now)
        ids = await _people(actor, command.audience)
        if not ids and (group is not None or command.audience != Audience()):
            raise Unknown("nobody")
        was = {row["id"] for row in await groups.members(actor.workspace, group["id"])} if group else set()
        spelt = group["name"] if group else name
        made = await directory.join_group(actor.workspace, spelt, ids)
        await follow(held, now)
        rows = await directory.by_ids(actor.workspace, ids)
        new = [row for row in rows if row["id"] not in was]
        others = tuple(row["name"] for row in rows if row["id"] in was)
        done = Done("join_group" if ids else "new_group", tuple(row["name"] for row in new), others, value=spelt)
        if group is not None and not new:
            return done
        before = {"group": made, "made": group is None, "contacts": [row["id"] for row in new]}
        return await noted(actor, done, f"group:{made}", before, now)


async def leave(actor: Actor, command: LeaveGroup, now: datetime) -> Done:
    """Says who left and who was not in it. Raises Unknown("no_group" | "nobody")."""
    actor.needs("sender")
    async with db.transaction():
        group = await _group(actor.workspace, command.group)
        held = await hold(actor.workspace, lambda row: goes_by_group(row, group["id"]))
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        ids = await _people(actor, command.audience)
        if not ids:
            raise Unknown("nobody")
        was = {row["id"] for row in await groups.members(actor.workspace, group["id"])}
        left = [one for one in ids if one in was]
        await contacts.leave_group(actor.workspace, group["id"], left)
        await follow(held, now)
        rows = await directory.by_ids(actor.workspace, ids)
        names = tuple(row["name"] for row in rows if row["id"] in was)
        others = tuple(row["name"] for row in rows if row["id"] not in was)
        done = Done("leave_group", names, others, value=group["name"])
        if not left:
            return done
        return await noted(actor, done, f"group:{group['id']}", {"group": group["id"], "contacts": left}, now)


async def remove(actor: Actor, command: RemoveGroup, now: datetime) -> Done:
    """Raises Unknown("no_group"), Conflict("group_in_use") where a message to come goes to it or leaves it out."""
    actor.needs("sender")
    async with db.transaction():
        group = await _group(actor.workspace, command.group)
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        using = [
            row["number"]
            for row in await messages.listed(actor.workspace, limit=directory.EVERYBODY)
            if goes_by_group(row, group["id"])
        ]
        if using:
            raise Conflict("group_in_use", name=group["name"], number=using[0], n=len(using))
        was = [row["id"] for row in await groups.members(actor.workspace, group["id"])]
        await groups.remove(actor.workspace, group["id"])
        before = {"group": group["id"], "name": group["name"], "names": group["names"], "contacts": was}
        return await noted(actor, Done("remove_group", value=group["name"]), f"group:{group['id']}", before, now)


async def _people(actor: Actor, audience: Audience) -> list[int]:
    if audience == Audience():
        return []
    return await directory.audience(actor.workspace, audience_json(audience, actor.staff), limit=directory.EVERYBODY)


async def _found(workspace: int, name: str) -> Row | None:
    wanted = directory.fold(name)
    for row in await directory.groups(workspace):
        if wanted in {directory.fold(one) for one in (row["name"], *row["names"])}:
            return row
    return None


async def _group(workspace: int, name: str) -> Row:
    if (row := await _found(workspace, name)) is None:
        raise Unknown("no_group", name=name)
    return row
