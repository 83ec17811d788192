"""Keeping the people of a file: new ones are added, known numbers keep their names and get the groups; all of them or none.

Here: what would happen, and doing it once. Not here: reading the file (`core.sheets`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.sheets import Sheet, Wrong
from storage import db
from storage.queries import contacts, directory, records, workspaces


@dataclass(frozen=True, slots=True)
class Plan:
    """What keeping a file does: how many are `new`, how many numbers are `known`, which `groups` they are put into."""

    new: int
    known: int
    groups: tuple[str, ...]
    wrong: tuple[Wrong, ...]


async def look(workspace: int, sheet: Sheet) -> Plan:
    phones = {row["phone"] for row in await directory.contacts(workspace)}
    known = sum(one.phone in phones for one in sheet.people)
    groups = tuple(dict.fromkeys(group for one in sheet.people for group in one.groups))
    return Plan(len(sheet.people) - known, known, groups, sheet.wrong)


async def keep(actor: Actor, sheet: Sheet, now: datetime) -> Plan:
    """Adds who is new, and puts everybody into their groups, which are made where they are new. The same origin never does it
    twice. Raises NotAllowed."""
    actor.needs("manager")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        plan = await look(actor.workspace, sheet)
        if await records.by_origin(actor.origin) is not None:
            return plan
        members: dict[str, list[int]] = {}
        known = {row["phone"]: row["id"] for row in await directory.contacts(actor.workspace)}
        for one in sheet.people:
            contact = known.get(one.phone)
            if contact is None:
                contact = await contacts.add(actor.workspace, one.name, one.phone, now, zone=one.zone)
            for group in one.groups:
                members.setdefault(group, []).append(contact)
        for group, found in members.items():
            await directory.join_group(actor.workspace, group, found)
        about = "contacts"
        await records.note(
            actor.workspace, actor.staff, actor.origin, "import", about, now, new=plan.new, known=plan.known
        )
    return plan
