"""A workspace's own settings and its staff: what owners change without a command line.

Here: what must hold of a name, a zone, opening hours, a role, and that somebody stays who owns it. Not here: rows
(`storage.queries.workspaces`), contacts (`core.people`), channels (`core.channels`).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.actor import ROLES, Actor
from core.changes.entries import noted_setting
from core.errors import Conflict, Refused, Unknown
from core.slots.quiet import quiet_of, read_quiet
from storage import db
from storage.errors import AlreadyThere
from storage.queries import directory, messages, workspaces

Row = dict[str, Any]

INVITE_LASTS = timedelta(days=7)
PARTS = ("name", "zone", "hours", "quiet", "person_limit")
"""What an owner changes."""
_NONE = ("none", "off", "-")
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*(?:-|to)\s*(\d{1,2})(?::(\d\d))?")


@dataclass(frozen=True, slots=True)
class House:
    """A workspace as its staff see it: `hours` and `quiet` "08:00-19:00" or empty, `staff` one row a person. `person_limit`:
    messages a day to one person."""

    name: str
    zone: str
    language: str
    hours: str
    staff: tuple[Row, ...]
    quiet: str = ""
    person_limit: int | None = None


async def look(actor: Actor) -> House:
    row = await workspaces.get(actor.workspace)
    people = {one["staff_id"]: one for one in await workspaces.staff_of(actor.workspace)}
    quiet, limit = row["quiet"] or "", row["person_limit"]
    return House(row["name"], row["zone"], row["language"], row["hours"] or "", tuple(people.values()), quiet, limit)


async def change(actor: Actor, what: str, value: str, now: datetime) -> int | None:
    """`what`: one of PARTS. The entry that undoes it; None: it was so already.

    Raises NotAllowed, Refused("bad_workspace_name" | "bad_zone" | "bad_hours" | "bad_quiet" | "bad_limit"),
    Conflict("workspace_exists").
    """
    actor.needs("owner")
    checks: dict[str, Callable[[str], Any]] = {
        "name": _name,
        "zone": _zone,
        "hours": _hours,
        "quiet": _quiet,
        "person_limit": _person_limit,
    }
    if what not in checks:
        raise Unknown("no_such_setting", name=what)
    wanted = checks[what](value.strip())
    try:
        async with db.transaction():
            await workspaces.lock(actor.workspace)
            before = (await workspaces.get(actor.workspace))[what]
            if before == wanted:
                return None
            await workspaces.set_fields(actor.workspace, **{what: wanted})
            return await noted_setting(actor, "workspace", "workspace", {what: before}, now, **{what: wanted})
    except AlreadyThere as error:
        raise Conflict("workspace_exists", name=value.strip()) from error


def _name(value: str) -> str:
    if not value or len(value) > 100:
        raise Refused("bad_workspace_name")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise Refused("bad_zone", zone=value) from error
    return value


def _hours(value: str) -> str | None:
    """ "8-19" -> "08:00-19:00"; "none" -> None."""
    if value.casefold() in _NONE:
        return None
    found = _HOURS.fullmatch(value)
    if found is None:
        raise Refused("bad_hours", hours=value)
    try:
        opens, closes = time(int(found[1]), int(found[2] or 0)), time(int(found[3]), int(found[4] or 0))
    except ValueError:
        raise Refused("bad_hours", hours=value) from None
    if opens >= closes:
        raise Refused("bad_hours", hours=value)
    return f"{opens:%H:%M}-{closes:%H:%M}"


def _quiet(value: str) -> str | None:
    return None if value.casefold() in _NONE else quiet_of(value)


def _person_limit(value: str) -> int | None:
    if value.casefold() in _NONE:
        return None
    if not (value.isascii() and value.isdigit()) or not 0 < int(value) < 1000:
        raise Refused("bad_limit", limit=value)
    return int(value)


async def in_quiet_hours(actor: Actor) -> list[int]:
    """The numbers of messages whose next due time is in quiet hours and about which nobody has chosen: they wait until then."""
    row = await workspaces.get(actor.workspace)
    quiet = read_quiet(row["quiet"])
    if quiet is None:
        return []
    return [
        one["number"]
        for one in await messages.listed(actor.workspace, ("active",), limit=directory.EVERYBODY)
        if one["quiet"] is None and one["next_due_at"] and quiet.over(one["next_due_at"], row["zone"]) is not None
    ]


async def invite(actor: Actor, role: str, now: datetime) -> tuple[str, int]:
    """A one-time code for `/start CODE`, of which only its hash is kept, and the entry that withdraws it. Raises NotAllowed."""
    actor.needs("owner")
    if role not in ROLES:
        raise Unknown("no_such_setting", name=role)
    code = secrets.token_urlsafe(9)
    async with db.transaction():
        made = await workspaces.add_invite(actor.workspace, role, code_hash(code), now, now + INVITE_LASTS)
        return code, await noted_setting(actor, "invite", f"invite:{made}", {"invite": made}, now)


def code_hash(code: str) -> str:
    """What is kept of an invitation's code."""
    return hashlib.sha256(code.encode()).hexdigest()


async def remove(actor: Actor, staff: int, now: datetime) -> int | None:
    """From now on a stranger. The entry that undoes it; None: they were it already.

    Raises NotAllowed, Refused("last_owner").
    """
    actor.needs("owner")
    async with db.transaction():
        await workspaces.lock(actor.workspace)  # two owners who remove each other at once: one stays
        owners = {one["staff_id"] for one in await workspaces.staff_of(actor.workspace, ("owner",))}
        if owners == {staff}:
            raise Refused("last_owner")
        if not await workspaces.remove_staff(actor.workspace, staff):
            return None
        return await noted_setting(actor, "remove_staff", f"staff:{staff}", {"staff": staff}, now)
