"""Adding a person: somebody new, a number for a name that is known, a name for a number that is, somebody back who was removed.

Each has an entry of its own kind, so that `undo` takes back exactly that. Not here: a file of people (`core.people.importing`),
people who are known (`core.people.contacts`), taking back (`core.changes.undoing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.entries import Done, noted
from core.commands import AddContact
from core.errors import Conflict
from core.people.people import name_of, phone_of
from storage import db
from storage.errors import AlreadyThere
from storage.queries import contacts, directory, records, workspaces

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Added:
    """The contact's row; `new`: somebody, or something about them, was not known before; `entry` undoes it."""

    row: Row
    new: bool
    entry: int | None = None


async def add_contact(actor: Actor, command: AddContact, now: datetime) -> Added:
    """Adds somebody. A known name without a number gets it; a known number is told, not taken. The same origin adds once.

    Raises Refused("bad_phone" | "bad_name"), Conflict("phone_taken", name=…), NotAllowed.
    """
    actor.needs("sender")
    name = name_of(command.name)
    phone = phone_of(command.phone, actor.country) if command.phone else None
    try:
        async with db.transaction():
            await workspaces.lock(actor.workspace)  # two updates that name one person at once: the second finds them
            if (done := await records.by_origin(actor.origin)) is not None:
                row = await directory.get(actor.workspace, done["detail"]["contact"])
                return Added(row, True, done["id"])
            what, before = await _known(actor, name, phone, now)
            contact = int(before["contact"])
            tags = {one: await contacts.tag(actor.workspace, one, [contact]) for one in command.tags}
            described = await contacts.describe(actor.workspace, contact, **_said(command))
            row = await directory.get(actor.workspace, contact)
            if not what and not any(tags.values()):
                if described:
                    await noted(
                        actor, Done("describe", (row["name"],)), f"contact:{contact}", None, now, **_said(command)
                    )
                return Added(row, False)
            kept = Done(what or "tag", (row["name"],), value=str(before.get("phone") or ", ".join(command.tags)))
            before |= {"tags": tags, "contacts": [contact]}
            made = await noted(actor, kept, f"contact:{contact}", before, now, contact=contact)
            return Added(row, bool(what), made.entry)
    except AlreadyThere as error:
        raise Conflict("phone_taken", name=name, phone=phone) from error


def _said(command: AddContact) -> dict[str, str]:
    return {name: value for name in ("language", "zone") if (value := getattr(command, name)) is not None}


async def _known(actor: Actor, name: str, phone: str | None, now: datetime) -> tuple[str, Row]:
    """The contact that is meant, made complete or made: what that was ("" for nothing new), and what undoes it."""
    holder = await directory.by_phone(actor.workspace, phone) if phone else None
    if (back := await _revived(actor, name, phone, holder, now)) is not None:
        return back
    if holder is not None:
        if directory.fold(holder["name"]) == directory.fold(name):
            return "", {"contact": holder["id"]}
        if holder["name"] != phone:
            raise Conflict("phone_taken", name=holder["name"], phone=phone)
        await directory.rename(actor.workspace, holder["id"], name)
        return "add_name", {"contact": holder["id"], "name": phone, "now": name, "alias": ""}
    named = await directory.by_name(actor.workspace, name)
    if phone is None and named:
        return "", {"contact": named[0]["id"]}
    without = [row["id"] for row in named if not row["phone"]]
    if phone is not None and len(without) == 1:
        await directory.set_phone(actor.workspace, without[0], phone)
        return "add_phone", {"contact": without[0], "phone": phone}
    return "add_contact", {"contact": (await directory.add_contact(actor.workspace, name, phone, now))["id"]}


async def _revived(
    actor: Actor, name: str, phone: str | None, holder: Row | None, now: datetime
) -> tuple[str, Row] | None:
    """Somebody who was removed and is added again: by their number, or by their name where no number is said. Under another
    name the number is another person's, who gets nothing that was meant for the first one."""
    if holder is None and phone is None and not await directory.by_name(actor.workspace, name):
        gone = await contacts.removed(actor.workspace, name)
        holder = gone[0] if len(gone) == 1 else None
    if holder is None or holder["removed_at"] is None:
        return None
    if directory.fold(holder["name"]) == directory.fold(name):
        await contacts.put_back(actor.workspace, holder["id"])
        return "add_back", {"contact": holder["id"]}
    made = await contacts.pass_on(actor.workspace, holder["phone"], name, now)
    return None if made is None else ("add_contact", {"contact": made, "passed": [(made, holder["id"])]})
