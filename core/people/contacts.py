"""What commands do to people who are known: another name, tags on and off, blocked and unblocked, removed.

Each is one transaction with an audit entry, which makes a repeated update harmless and `undo` possible. Not here: adding people
(`core.people.adding`), taking back (`core.changes.undoing`), STOP and START (`core.troubles.optouts`), changes of messages
(`core.changes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.entries import Done, already, noted
from core.changes.following import follow, for_any_of, for_them_alone, goes_by_tag, hold, redraw
from core.commands import Audience, Block, RemoveContact, Rename, Tag, Unblock, Untag
from core.errors import Conflict, Refused, Unknown
from core.people.audience import audience_json
from core.people.people import ensure_numbers, name_of
from storage import db
from storage.queries import contacts, directory, workspaces

Row = dict[str, Any]


async def rename(actor: Actor, command: Rename, now: datetime) -> Done:
    """The old name stays as an alias. Raises Refused("bad_name" | "only_one"), Conflict("name_taken" | "same_name")."""
    actor.needs("sender")
    name = name_of(command.name)
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        found = await _people(actor, command.audience, now)
        if len(found) != 1:
            raise Refused("only_one")
        row = found[0]
        if row["name"] == name:
            raise Conflict("same_name", name=name)
        if await contacts.called(actor.workspace, name) - {row["id"]}:
            raise Conflict("name_taken", name=name, who=row["name"])
        new = row["name"] != row["phone"] and directory.fold(row["name"]) != directory.fold(name)
        alias = row["name"] if new else ""
        added = bool(alias) and await contacts.add_alias(actor.workspace, row["id"], alias)
        await directory.rename(actor.workspace, row["id"], name)
        await redraw(actor.workspace, row["id"])
        before = {"contact": row["id"], "name": row["name"], "alias": alias if added else "", "now": name}
        return await _noted(actor, Done("rename", (row["name"],), value=name), before, now)


async def tag(actor: Actor, command: Tag, now: datetime) -> Done:
    """Tags everyone of an audience; says who had every one of the tags. What is planned for a tag follows. Raises
    Unknown("nobody")."""
    actor.needs("sender")
    who, folded = audience_json(command.audience, actor.staff), {directory.fold(one) for one in command.tags}
    async with db.transaction():
        known = {row["id"] for row in await directory.tags(actor.workspace) if directory.fold(row["name"]) in folded}
        held = await hold(actor.workspace, lambda row: goes_by_tag(row, known))
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        ids = await directory.audience(actor.workspace, who, limit=directory.EVERYBODY)
        if not ids:
            raise Unknown("nobody")
        new = {name: await contacts.tag(actor.workspace, name, ids) for name in command.tags}
        await follow(held, now)
        tagged = {contact for found in new.values() for contact in found}
        rows = await directory.by_ids(actor.workspace, ids)
        names = tuple(row["name"] for row in rows if row["id"] in tagged)
        others = tuple(row["name"] for row in rows if row["id"] not in tagged)
        done = Done("tag", names, others, value=", ".join(command.tags))
        return await _noted(actor, done, {"tags": new, "contacts": sorted(tagged)}, now) if tagged else done


async def untag(actor: Actor, command: Untag, now: datetime) -> Done:
    """Says who had the tag and who did not. What is planned for the tag follows. Raises Unknown("no_tag" | "nobody")."""
    actor.needs("sender")
    who = audience_json(command.audience, actor.staff)
    async with db.transaction():
        tag = await _tag(actor.workspace, command.tags)
        held = await hold(actor.workspace, lambda row: goes_by_tag(row, [tag["id"]]))
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        ids = await directory.audience(actor.workspace, who, limit=directory.EVERYBODY)
        if not ids:
            raise Unknown("nobody")
        had = await contacts.untag(actor.workspace, tag["id"], ids)
        rows = await directory.by_ids(actor.workspace, ids)
        names = tuple(row["name"] for row in rows if row["id"] in set(had))
        others = tuple(row["name"] for row in rows if row["id"] not in set(had))
        await follow(held, now)
        done = Done("untag", names, others, value=tag["name"])
        return await _noted(actor, done, {"tag": tag["name"], "contacts": had}, now) if had else done


async def _tag(workspace: int, names: Sequence[str]) -> Row:
    wanted = {directory.fold(name) for name in names}
    found = [row for row in await directory.tags(workspace) if directory.fold(row["name"]) in wanted]
    if len(found) != 1:
        raise Unknown("no_tag", tag=", ".join(names))
    return found[0]


async def block(actor: Actor, command: Block, now: datetime) -> Done:
    """Nothing more goes to them until staff unblock them. What waits for nobody else is named: it stays, and is held up.

    Raises Refused("only_people").
    """
    actor.needs("sender")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        rows = await _people(actor, command.audience, now)
        new = [row for row in rows if await directory.block(actor.workspace, row["id"], "staff", now)]
        ids = [row["id"] for row in new]
        done = Done(
            "block",
            tuple(row["name"] for row in new),
            tuple(row["name"] for row in rows if row["id"] not in ids),
            messages=await for_them_alone(actor.workspace, ids),
        )
        await redraw(actor.workspace, *ids)
        return await _noted(actor, done, {"contacts": ids}, now) if ids else done


async def unblock(actor: Actor, command: Unblock, now: datetime) -> Done:
    """They get messages again, but for those who wrote STOP: only they take that back. Raises Refused("only_people")."""
    actor.needs("sender")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        rows = await _people(actor, command.audience, now)
        ids = [row["id"] for row in rows if await directory.unblock(actor.workspace, row["id"], "staff")]
        after = await directory.by_ids(actor.workspace, [row["id"] for row in rows])
        done = Done(
            "unblock",
            tuple(row["name"] for row in after if row["id"] in ids and row["blocked_at"] is None),
            tuple(row["name"] for row in after if row["id"] not in ids and row["blocked_at"] is None),
            tuple(row["name"] for row in after if row["blocked_at"] is not None),
        )
        await redraw(actor.workspace, *ids)
        return await _noted(actor, done, {"contacts": ids}, now) if ids else done


async def remove(actor: Actor, command: RemoveContact, now: datetime) -> Done:
    """In no list, group or audience any more; what is planned for them is called off. What waits for nobody else is named:
    it stays, and goes to nobody. Raises Refused("only_people"), Unknown("nobody")."""
    actor.needs("sender")
    async with db.transaction():
        rows = await _people(actor, command.audience, now)
        ids = [row["id"] for row in rows]
        theirs = await for_any_of(actor.workspace, ids)
        held = await hold(actor.workspace, lambda row: row["number"] in theirs)
        await workspaces.lock(actor.workspace)
        if done := await already(actor):
            return done
        alone = await for_them_alone(actor.workspace, ids)
        gone = [row for row in rows if await contacts.remove(actor.workspace, row["id"], now)]
        await follow(held, now)
        done = Done("remove_contact", tuple(row["name"] for row in gone), messages=alone)
        return await _noted(actor, done, {"contacts": [row["id"] for row in gone]}, now) if gone else done


async def concerned(actor: Actor, command: RemoveContact, now: datetime) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Who would be removed, and the numbers of the messages to come that reach them. Raises as `remove`."""
    rows = await _people(actor, command.audience, now)
    theirs = await for_any_of(actor.workspace, [row["id"] for row in rows])
    return tuple(row["name"] for row in rows), tuple(sorted(theirs))


async def _people(actor: Actor, audience: Audience, now: datetime) -> list[Row]:
    """People by name or number, not whole groups and tags. Numbers that are nobody's yet become contacts."""
    if audience.groups or audience.tags or audience.everyone or audience.me:
        raise Refused("only_people")
    await ensure_numbers(actor, audience, now)
    ids = await directory.audience(actor.workspace, audience_json(audience, actor.staff), limit=directory.EVERYBODY)
    if not ids:
        raise Unknown("nobody")
    return await directory.by_ids(actor.workspace, ids)


async def _noted(actor: Actor, done: Done, before: Row, now: datetime) -> Done:
    return await noted(actor, done, f"contact:{before.get('contact') or before['contacts'][0]}", before, now)
