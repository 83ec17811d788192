"""Taking back the speaker's last change, or the one that a button names: of messages, people, the workspace or a channel.

What cannot be put back says so and changes nothing. Not here: what the changes are (`core.people.contacts`,
`core.people.adding`, `core.people.importing`, `core.house`, `core.channels.channel_limits`, `core.channels`), how messages go
back (`core.changes`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes import changes
from core.changes.entries import Done, kept
from core.changes.following import follow, for_any_of, goes_by_group, goes_by_tag, hold, names, redraw
from core.errors import Conflict, Refused, Unknown
from storage import db
from storage.errors import AlreadyThere, NotFound
from storage.queries import channels, contacts, directory, failover, groups, messages, records, setups, workspaces

Row = dict[str, Any]
Back = Callable[[int, Row, Row, datetime], Awaitable[None]]
"""Workspace, what was before, what came after, now."""


async def undo(actor: Actor, now: datetime, entry: int | None = None) -> Done | list[changes.Done]:
    """What was taken back: a list for messages.

    Raises Conflict("nothing_to_undo" | "already_undone"), Refused("no_undo", what=…) where the last change cannot be taken
    back, so that nothing older is by mistake, and a Conflict of its own where something changed since.
    """
    actor.needs("sender")
    if actor.staff is None:
        raise Conflict("nothing_to_undo")
    if (said := await records.by_origin(actor.origin)) is not None:
        return await changes.undo(actor, now) if said["message_id"] is not None else kept(said)
    found = await records.newest(actor.workspace, actor.staff, entry)
    if found is None:
        raise Conflict("nothing_to_undo")
    if entry is not None and found["undone"]:
        raise Conflict("already_undone")
    if found["message_id"] is not None:
        return await changes.undo(actor, now, entry=found["id"])
    if found["what"] not in _BACK or found["before"] is None:
        raise Refused("no_undo", what=found["what"])
    return await _take_back(actor, found, now)


async def _take_back(actor: Actor, found: Row, now: datetime) -> Done:
    role, back = _BACK[found["what"]]
    actor.needs(role)
    async with db.transaction():
        if not await records.mark_undone(found["id"]):
            raise Conflict("already_undone")
        await back(actor.workspace, found["before"], found["detail"].get("after") or {}, now)
        about, detail = found["about"], found["detail"]
        made = await records.note(actor.workspace, actor.staff, actor.origin, "undo", about, now, **detail)
        return kept(found | {"id": made})


# --- people


async def _renamed(workspace: int, before: Row, _after: Row, _now: datetime) -> None:
    row = await directory.get(workspace, before["contact"])
    if row["name"] != before["now"]:
        raise Conflict("name_changed", name=row["name"])
    if before["alias"]:
        await contacts.drop_alias(workspace, row["id"], before["alias"])
    await directory.rename(workspace, row["id"], before["name"])
    await redraw(workspace, row["id"])


async def _untagged(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    tags = {row["name"]: row["id"] for row in await directory.tags(workspace)}
    held = await hold(workspace, lambda row: goes_by_tag(row, [tags.get(before["tag"], 0)]))
    await directory.tag(workspace, before["contacts"], before["tag"])
    await follow(held, now)


async def _tagged(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    folded = {directory.fold(name): had for name, had in before["tags"].items()}
    tags = {row["id"]: folded.get(directory.fold(row["name"]), []) for row in await directory.tags(workspace)}
    held = await hold(workspace, lambda row: goes_by_tag(row, [one for one, had in tags.items() if had]))
    for tag, had in tags.items():
        await contacts.untag(workspace, tag, had)
    await follow(held, now)


async def _joined(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    """They leave the group again; one that was made for them, and that nothing goes to, is taken away."""
    held = await hold(workspace, lambda row: goes_by_group(row, before["group"]))
    await contacts.leave_group(workspace, before["group"], before["contacts"])
    await follow(held, now)
    if before["made"] and not held and not await groups.members(workspace, before["group"]):
        await groups.remove(workspace, before["group"])


async def _left(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    names = {row["id"]: row["name"] for row in await directory.groups(workspace)}
    if before["group"] not in names:
        raise Unknown("no_group", name="")
    held = await hold(workspace, lambda row: goes_by_group(row, before["group"]))
    await directory.join_group(workspace, names[before["group"]], before["contacts"])
    await follow(held, now)


async def _group_removed(workspace: int, before: Row, _after: Row, _now: datetime) -> None:
    try:
        await groups.put_back(workspace, before["group"], before["name"], before["names"], before["contacts"])
    except AlreadyThere as error:
        raise Conflict("group_name_taken", name=before["name"]) from error


async def _blocked(workspace: int, before: Row, _after: Row, _now: datetime) -> None:
    for contact in before["contacts"]:
        await directory.unblock(workspace, contact, "staff")
    await redraw(workspace, *before["contacts"])


async def _unblocked(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    for contact in before["contacts"]:
        await directory.block(workspace, contact, "staff", now)
    await redraw(workspace, *before["contacts"])


async def _removed(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    for contact in before["contacts"]:
        await contacts.put_back(workspace, contact)
    theirs = await for_any_of(workspace, before["contacts"])
    await follow(await hold(workspace, lambda row: row["number"] in theirs), now)


async def _added(workspace: int, before: Row, after: Row, now: datetime) -> None:
    """Whom a message names since then stays: they would silently get nothing."""
    await _tagged(workspace, before | {"tags": before.get("tags", {})}, after, now)
    await _gone(workspace, before["contacts"], now)
    await _given_back(workspace, before)


async def _given_back(workspace: int, before: Row) -> None:
    """Numbers that somebody removed had before are theirs again."""
    for contact, holder in before.get("passed", ()):
        await contacts.give_back(workspace, contact, holder)


async def _gone(workspace: int, people: list[int], now: datetime) -> None:
    for row in await messages.listed(workspace, limit=directory.EVERYBODY):
        if names(row, people):
            who = [one["name"] for one in await directory.by_ids(workspace, people)]
            raise Conflict("gets_messages", name=who[0], people=len(who), number=row["number"])
    theirs = await for_any_of(workspace, people)
    held = await hold(workspace, lambda row: row["number"] in theirs)
    for contact in people:
        await contacts.remove(workspace, contact, now)
    await follow(held, now)


async def _got_phone(workspace: int, before: Row, after: Row, now: datetime) -> None:
    row = await directory.get(workspace, before["contact"])
    if not await contacts.drop_phone(workspace, before["contact"], before["phone"]):
        raise Conflict("phone_changed", name=row["name"])
    await _tagged(workspace, before, after, now)
    await redraw(workspace, before["contact"])


async def _brought(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    """Who was new in a file goes again; who was known, or was there before, leaves the groups that the file put them into."""
    joined = [contact for found in before["groups"].values() for contact in found]
    theirs = await for_any_of(workspace, joined)
    held = await hold(workspace, lambda row: row["number"] in theirs)
    await _gone(workspace, before["contacts"], now)
    await _given_back(workspace, before)
    for group, found in before["groups"].items():
        await contacts.leave_group(workspace, int(group), found)
    await follow(held, now)


# --- the workspace and its channels


def _unchanged(row: Row, after: Row) -> None:
    if any(row[name] != value for name, value in after.items()):
        raise Conflict("setting_changed")


async def _house(workspace: int, before: Row, after: Row, _now: datetime) -> None:
    _unchanged(await workspaces.get(workspace), after)
    await workspaces.set_fields(workspace, **before)


async def _channel(workspace: int, before: Row, after: Row, _now: datetime) -> None:
    """Settings; which channel is the default; which one stands in."""
    try:
        row = await channels.state(workspace, before["channel"])
    except NotFound as error:
        raise Unknown("channel", name="") from error
    _unchanged(row, after)
    if "default" in before:
        await channels.make_default(workspace, before["default"])
    elif "stand_in" in before:
        await failover.allow(workspace, row["id"], before["stand_in"])
    else:
        await channels.set_fields(workspace, row["id"], **before["fields"])


async def _unconnected(workspace: int, before: Row, _after: Row, now: datetime) -> None:
    """A channel that nothing went over is gone again, with what was still asked about it."""
    try:
        row = await channels.state(workspace, before["channel"])
    except NotFound as error:
        raise Unknown("channel", name="") from error
    for asked in await setups.waiting():
        if asked["workspace_id"] == workspace and asked["reading"].get("channel") == row["id"]:
            await setups.step(asked["id"], asked["reading"]["rev"], asked["reading"], {}, "stopped", now)
    if not await channels.remove(workspace, row["id"]):
        raise Conflict("channel_used", name=row["name"])


async def _invited(workspace: int, before: Row, _after: Row, _now: datetime) -> None:
    if not await workspaces.withdraw_invite(workspace, before["invite"]):
        raise Conflict("invite_used")


async def _dismissed(workspace: int, before: Row, _after: Row, _now: datetime) -> None:
    await workspaces.put_back_staff(workspace, before["staff"])


_BACK: dict[str, tuple[str, Back]] = {
    "rename": ("sender", _renamed),
    "tag": ("sender", _tagged),
    "untag": ("sender", _untagged),
    "join_group": ("sender", _joined),
    "new_group": ("sender", _joined),
    "leave_group": ("sender", _left),
    "remove_group": ("sender", _group_removed),
    "block": ("sender", _blocked),
    "unblock": ("sender", _unblocked),
    "remove_contact": ("sender", _removed),
    "add_contact": ("sender", _added),
    "add_phone": ("sender", _got_phone),
    "add_name": ("sender", _renamed),
    "add_back": ("sender", _added),
    "import": ("manager", _brought),
    "workspace": ("owner", _house),
    "channel": ("manager", _channel),
    "failover": ("owner", _channel),
    "add_channel": ("owner", _unconnected),
    "invite": ("owner", _invited),
    "remove_staff": ("owner", _dismissed),
}
"""What each kind of entry needs of who takes it back, and how it goes back."""
