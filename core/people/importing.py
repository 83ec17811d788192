"""Keeping the people of a file: new ones are added, known numbers keep their names and get the groups; all of them or none.

Here: what would happen, and doing it once. Not here: reading the file (`core.people.sheets`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from core.actor import Actor
from core.changes.entries import Done, noted
from core.people.sheets import Sheet, Wrong
from storage import db
from storage.queries import contacts, directory, records, workspaces


@dataclass(frozen=True, slots=True)
class Plan:
    """What keeping a file does: how many are `new`, how many numbers are `known`, which `groups` they are put into."""

    new: int
    known: int
    groups: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    entry: int | None = None


async def look(workspace: int, sheet: Sheet) -> Plan:
    phones = {row["phone"] for row in await directory.contacts(workspace)}
    known = sum(one.phone in phones for one in sheet.people)
    groups = tuple(dict.fromkeys(group for one in sheet.people for group in one.groups))
    return Plan(len(sheet.people) - known, known, groups, sheet.wrong)


async def keep(actor: Actor, sheet: Sheet, now: datetime) -> Plan:
    """Adds who is new, and puts everybody into their groups, which are made where they are new. The same origin never does it
    twice; the plan's `entry` undoes it. Raises NotAllowed."""
    actor.needs("manager")
    async with db.transaction():
        await workspaces.lock(actor.workspace)
        if (done := await records.by_origin(actor.origin)) is not None:
            return Plan(done["detail"]["new"], done["detail"]["known"], (), (), done["id"])
        plan = await look(actor.workspace, sheet)
        members: dict[str, list[int]] = {}
        new: dict[int, str] = {}
        gone = await contacts.gone_numbers(actor.workspace)
        known = {row["phone"]: row["id"] for row in await directory.contacts(actor.workspace)}
        for one in sheet.people:
            contact = known.get(one.phone)
            if contact is None:
                contact = await contacts.add(actor.workspace, one.name, one.phone, now, zone=one.zone)
                known[one.phone] = contact
                if contact != gone.get(one.phone):
                    new[contact] = one.name
            for group in one.groups:
                members.setdefault(group, []).append(contact)
        joined = await _joined(actor.workspace, members)
        told, undoable = Done("import", tuple(new.values())), bool(new) or any(joined.values())
        if not plan.new and not undoable:
            return plan
        passed = [(known[phone], was) for phone, was in gone.items() if known.get(phone) in new]
        before = {"contacts": list(new), "groups": joined, "passed": passed} if undoable else None
        entry = (await noted(actor, told, "contacts", before, now, new=plan.new, known=plan.known)).entry
    return replace(plan, entry=entry if undoable else None)


async def _joined(workspace: int, members: dict[str, list[int]]) -> dict[str, list[int]]:
    """Puts people into groups; those who were not in them, by the group's id."""
    before: dict[int, set[int]] = {}
    for row in await contacts.members(workspace):
        before.setdefault(row["group_id"], set()).add(row["contact_id"])
    joined = {}
    for name, found in members.items():
        group = await directory.join_group(workspace, name, found)
        joined[str(group)] = sorted(set(found) - before.get(group, set()))
    return joined
