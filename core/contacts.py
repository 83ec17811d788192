"""What commands do to people who are known: another name, a tag off, blocked and unblocked, removed; and taking that back.

Each is one transaction with an audit entry, which makes a repeated update harmless and `undo` possible. Not here: adding and
tagging people (`core.people`), STOP and START (`core.optouts`), changes of messages (`core.changes`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.audience import audience_json
from core.commands import Audience, Block, RemoveContact, Rename, Unblock, Untag
from core.errors import Conflict, Refused, Unknown
from core.people import ensure_numbers, name_of
from core.replan import EVERYBODY, readdress
from storage import db
from storage.queries import chat, contacts, directory, messages, records, workspaces

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done (`what`: the entry's) to whom. `entry` undoes it; None: nothing changed.

    `others`: those whom it did not concern, being so already; `stopped`: those who wrote STOP themselves; `value`: the tag,
    or the new name, whose old one is in `names`; `messages`: the numbers of those that it holds up.
    """

    what: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    value: str = ""
    messages: tuple[int, ...] = ()
    entry: int | None = None


async def rename(actor: Actor, command: Rename, now: datetime) -> Done:
    """The old name stays as an alias. Raises Refused("bad_name" | "only_one"), Conflict("name_taken" | "same_name")."""
    actor.needs("sender")
    name = name_of(command.name)
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await _already(actor):
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
        await _redraw(actor.workspace, row["id"])
        before = {"contact": row["id"], "name": row["name"], "alias": alias if added else "", "now": name}
        return await _noted(actor, Done("rename", (row["name"],), value=name), before, now)


async def untag(actor: Actor, command: Untag, now: datetime) -> Done:
    """Says who had the tag and who did not. What is planned for the tag follows. Raises Unknown("no_tag" | "nobody")."""
    actor.needs("sender")
    who = audience_json(command.audience, actor.staff)
    async with db.transaction():
        tag = await _tag(actor.workspace, command.tags)
        held = await _hold(actor.workspace, lambda row: _goes_by_tag(row, tag["id"]))
        await workspaces.lock(actor.workspace)
        if done := await _already(actor):
            return done
        ids = await directory.audience(actor.workspace, who, limit=EVERYBODY)
        if not ids:
            raise Unknown("nobody")
        had = await contacts.untag(actor.workspace, tag["id"], ids)
        rows = await directory.by_ids(actor.workspace, ids)
        names = tuple(row["name"] for row in rows if row["id"] in set(had))
        others = tuple(row["name"] for row in rows if row["id"] not in set(had))
        await _follow(held, now)
        done = Done("untag", names, others, value=tag["name"])
        return await _noted(actor, done, {"tag": tag["name"], "contacts": had}, now) if had else done


async def _tag(workspace: int, names: Sequence[str]) -> Row:
    wanted = {directory.fold(name) for name in names}
    found = [row for row in await directory.tags(workspace) if directory.fold(row["name"]) in wanted]
    if len(found) != 1:
        raise Unknown("no_tag", tag=", ".join(names))
    return found[0]


def _goes_by_tag(row: Row, tag: int) -> bool:
    return any(tag in row["audience"].get(name, ()) for name in ("tags", "except_tags"))


async def block(actor: Actor, command: Block, now: datetime) -> Done:
    """Nothing more goes to them until staff unblock them. What waits for nobody else is named: it stays, and is held up.

    Raises Refused("only_people").
    """
    actor.needs("sender")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await _already(actor):
            return done
        rows = await _people(actor, command.audience, now)
        new = [row for row in rows if await directory.block(actor.workspace, row["id"], "staff", now)]
        ids = [row["id"] for row in new]
        done = Done(
            "block",
            tuple(row["name"] for row in new),
            tuple(row["name"] for row in rows if row["id"] not in ids),
            messages=await _for_them_alone(actor.workspace, ids),
        )
        await _redraw(actor.workspace, *ids)
        return await _noted(actor, done, {"contacts": ids}, now) if ids else done


async def unblock(actor: Actor, command: Unblock, now: datetime) -> Done:
    """They get messages again, but for those who wrote STOP: only they take that back. Raises Refused("only_people")."""
    actor.needs("sender")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if done := await _already(actor):
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
        await _redraw(actor.workspace, *ids)
        return await _noted(actor, done, {"contacts": ids}, now) if ids else done


async def remove(actor: Actor, command: RemoveContact, now: datetime) -> Done:
    """In no list, group or audience any more; what is planned for them is called off. What waits for nobody else is named:
    it stays, and goes to nobody. Raises Refused("only_people"), Unknown("nobody")."""
    actor.needs("sender")
    async with db.transaction():
        rows = await _people(actor, command.audience, now)
        ids = [row["id"] for row in rows]
        theirs = await _for_any_of(actor.workspace, ids)
        held = await _hold(actor.workspace, lambda row: row["number"] in theirs)
        await workspaces.lock(actor.workspace)
        if done := await _already(actor):
            return done
        alone = await _for_them_alone(actor.workspace, ids)
        gone = [row for row in rows if await contacts.remove(actor.workspace, row["id"], now)]
        await _follow(held, now)
        done = Done("remove_contact", tuple(row["name"] for row in gone), messages=alone)
        return await _noted(actor, done, {"contacts": [row["id"] for row in gone]}, now) if gone else done


async def concerned(actor: Actor, command: RemoveContact, now: datetime) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Who would be removed, and the numbers of the messages to come that reach them. Raises as `remove`."""
    rows = await _people(actor, command.audience, now)
    theirs = await _for_any_of(actor.workspace, [row["id"] for row in rows])
    return tuple(row["name"] for row in rows), tuple(sorted(theirs))


async def _for_any_of(workspace: int, ids: Sequence[int]) -> set[int]:
    """Messages to come that go to any of these people."""
    found = set()
    for row in await messages.listed(workspace, limit=EVERYBODY):
        if set(ids) & set(await directory.audience(workspace, row["audience"], limit=EVERYBODY)):
            found.add(int(row["number"]))
    return found


async def _for_them_alone(workspace: int, ids: Sequence[int]) -> tuple[int, ...]:
    """Messages to come that go to none but these people."""
    found = []
    for row in await messages.listed(workspace, limit=EVERYBODY):
        who = await directory.audience(workspace, row["audience"], limit=len(ids) + 1)
        if who and not row["audience"].get("me") and set(who) <= set(ids):
            found.append(int(row["number"]))
    return tuple(sorted(found))


async def _people(actor: Actor, audience: Audience, now: datetime) -> list[Row]:
    """People by name or number, not whole groups and tags. Numbers that are nobody's yet become contacts."""
    if audience.groups or audience.tags or audience.everyone or audience.me:
        raise Refused("only_people")
    await ensure_numbers(actor, audience, now)
    ids = await directory.audience(actor.workspace, audience_json(audience, actor.staff), limit=EVERYBODY)
    if not ids:
        raise Unknown("nobody")
    return await directory.by_ids(actor.workspace, ids)


# --- what is planned for them


async def _hold(workspace: int, concerned: Callable[[Row], bool]) -> list[Row]:
    """Locks the messages to come that are concerned, in the order in which changes of messages lock them: before the
    workspace."""
    rows = [row for row in await messages.listed(workspace, limit=EVERYBODY) if concerned(row)]
    return [await messages.get(workspace, row["id"], lock=True) for row in sorted(rows, key=lambda row: row["number"])]


async def _follow(held: Sequence[Row], now: datetime) -> None:
    """What is planned already follows those who are in the audience now."""
    for row in held:
        await readdress(row, now)
    await chat.mark_stale("message", [row["id"] for row in held])


async def _redraw(workspace: int, *people: int) -> None:
    """Bubbles of messages to come that show these people."""
    rows = await messages.listed(workspace, limit=EVERYBODY)
    shown = [row["id"] for row in rows if set(people) & set(row["audience"].get("contacts", ()))]
    await chat.mark_stale("message", shown)


# --- once, and back


async def _already(actor: Actor) -> Done | None:
    """What this origin has done already."""
    entry = await records.by_origin(actor.origin)
    return None if entry is None else _kept(entry)


def _kept(entry: Row) -> Done:
    kept: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry["detail"]["done"].items()
    }
    return Done(**kept | {"entry": entry["id"]})


async def _noted(actor: Actor, done: Done, before: Row, now: datetime) -> Done:
    about = f"contact:{before.get('contact') or before['contacts'][0]}"
    made = await records.note(
        actor.workspace, actor.staff, actor.origin, done.what, about, now, None, before, done=asdict(done)
    )
    return replace(done, entry=made)


async def undo(actor: Actor, now: datetime, entry: int | None = None) -> Done | None:
    """Takes back the speaker's last change of people, or the one that a button names.

    None: their last change was of a message (`core.changes.undo`). Raises Conflict("already_undone" | "name_changed").
    """
    actor.needs("sender")
    if actor.staff is None:
        return None
    async with db.transaction():
        if (said := await records.by_origin(actor.origin)) is not None:
            return _kept(said) if said["message_id"] is None else None
        found = await records.last_of_people(actor.workspace, actor.staff, entry)
        if found is None:
            return None
        if not await records.mark_undone(found["id"]):
            raise Conflict("already_undone")
        await _BACK[found["what"]](actor.workspace, found["before"], now)
        await records.note(actor.workspace, actor.staff, actor.origin, "undo", found["about"], now, **found["detail"])
        return _kept(found)


async def _unrename(workspace: int, before: Row, _now: datetime) -> None:
    row = await directory.get(workspace, before["contact"])
    if row["name"] != before["now"]:
        raise Conflict("name_changed", name=row["name"])
    if before["alias"]:
        await contacts.drop_alias(workspace, row["id"], before["alias"])
    await directory.rename(workspace, row["id"], before["name"])
    await _redraw(workspace, row["id"])


async def _retag(workspace: int, before: Row, now: datetime) -> None:
    tags = {row["name"]: row["id"] for row in await directory.tags(workspace)}
    held = await _hold(workspace, lambda row: _goes_by_tag(row, tags.get(before["tag"], 0)))
    await directory.tag(workspace, before["contacts"], before["tag"])
    await _follow(held, now)


async def _unblock(workspace: int, before: Row, _now: datetime) -> None:
    for contact in before["contacts"]:
        await directory.unblock(workspace, contact, "staff")
    await _redraw(workspace, *before["contacts"])


async def _block(workspace: int, before: Row, now: datetime) -> None:
    for contact in before["contacts"]:
        await directory.block(workspace, contact, "staff", now)
    await _redraw(workspace, *before["contacts"])


async def _put_back(workspace: int, before: Row, now: datetime) -> None:
    for contact in before["contacts"]:
        await contacts.put_back(workspace, contact)
    theirs = await _for_any_of(workspace, before["contacts"])
    await _follow(await _hold(workspace, lambda row: row["number"] in theirs), now)


_BACK: dict[str, Callable[[int, Row, datetime], Awaitable[None]]] = {
    "rename": _unrename,
    "untag": _retag,
    "block": _unblock,
    "unblock": _block,
    "remove_contact": _put_back,
}
