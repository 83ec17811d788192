"""Contacts, tags, audiences; the world that sentences are read in.

Here: who an audience is, adding people, blocking them, and the `World` of a workspace, built from the database and kept
until somebody changes. Not here: reading names in a sentence (`core.language`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

import phonenumbers

from core.actor import Actor
from core.commands import AddContact, Audience, Tag
from core.errors import Conflict, Refused, Unknown
from core.recurrence import local, next_due
from core.timing import when_of
from core.world import Named, Scheduled, World
from storage.errors import AlreadyThere
from storage.queries import directory, messages, records, workspaces

Row = dict[str, Any]

OVER_KEPT = 300
"""So many messages that are over can still be named by their number in a sentence; `show` in a list finds all."""

_worlds: dict[int, tuple[int, World]] = {}


@dataclass(frozen=True, slots=True)
class Recipients:
    """An audience in words and number: `names` as readings spell them ("Ana", "group:Staff"), and how many people."""

    names: tuple[str, ...]
    people: int
    without_phone: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()


def audience_json(audience: Audience, staff: int | None) -> dict[str, Any]:
    """How a message keeps its audience. "me" is kept as the member of staff who said it."""
    kept = {name: value for name, value in asdict(audience).items() if value}
    if kept.pop("me", False):
        kept["me"] = staff
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def audience_of(kept: Mapping[str, Any]) -> Audience:
    """The audience of a message's row."""
    return Audience(
        contacts=tuple(kept.get("contacts", ())),
        groups=tuple(kept.get("groups", ())),
        tags=tuple(kept.get("tags", ())),
        numbers=tuple(kept.get("numbers", ())),
        me=bool(kept.get("me")),
        everyone=bool(kept.get("everyone")),
        except_contacts=tuple(kept.get("except_contacts", ())),
        except_groups=tuple(kept.get("except_groups", ())),
        except_tags=tuple(kept.get("except_tags", ())),
    )


def phone_of(text: str, country: str | None) -> str:
    """E.164 of a number in any national style. Raises Refused("bad_phone")."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise Refused("bad_phone", phone=text) from error
    if not phonenumbers.is_possible_number(number):
        raise Refused("bad_phone", phone=text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


async def world(workspace: int, now: datetime) -> World:
    """The world of a workspace. The directory is built once a change of it; what is scheduled, each time."""
    row = await workspaces.get(workspace)
    kept = _worlds.get(workspace)
    if kept is None or kept[0] != row["directory_rev"]:
        kept = (row["directory_rev"], await _directory_world(row))
        _worlds[workspace] = kept
    return kept[1].with_scheduled(await _scheduled(workspace, kept[1], now))


async def _directory_world(row: Row) -> World:
    workspace = row["id"]
    aliases: dict[int, list[str]] = {}
    for one in await directory.aliases(workspace):
        aliases.setdefault(one["contact_id"], []).append(one["name"])
    tagged: dict[int, list[str]] = {}
    for one in await directory.tags_of(workspace):
        tagged.setdefault(one["contact_id"], []).append(one["name"])
    hours = row["hours"].split("-") if row["hours"] else None
    return World(
        zone=row["zone"],
        contacts=tuple(
            Named(
                "contact",
                one["name"],
                one["id"],
                tuple(aliases.get(one["id"], ())),
                _hint(one["phone"], tagged.get(one["id"], [])),
                one["phone"],
            )
            for one in await directory.contacts(workspace)
        ),
        groups=tuple(
            Named("group", one["name"], one["id"], tuple(one["names"])) for one in await directory.groups(workspace)
        ),
        tags=tuple(Named("tag", one["name"], one["id"]) for one in await directory.tags(workspace)),
        languages=tuple(dict.fromkeys((row["language"], "en", "es", "pt", "id"))),
        hours=(time.fromisoformat(hours[0]), time.fromisoformat(hours[1])) if hours else None,
        country=row["country"],
        date_order="MDY" if row["country"] == "US" else "DMY",
    )


def _hint(phone: str | None, tags: list[str]) -> str | None:
    """What tells two of one name apart without showing the whole number."""
    parts = [f"…{phone[-3:]}"] if phone else []
    return ", ".join(parts + tags) or None


async def _scheduled(workspace: int, base: World, now: datetime) -> tuple[Scheduled, ...]:
    """What a sentence can mean by "#12" or by a description: what is to come, and the newest of what is over."""
    rows = await messages.listed(workspace, ("active", "paused")) + await messages.over(workspace, OVER_KEPT)
    names = {(one.kind, one.id): one.spelt for one in (*base.contacts, *base.groups, *base.tags)}
    found = []
    for row in rows:
        upcoming = next_due(when_of(row), now) if row["state"] == "paused" else None
        due = row["next_due_at"] or (upcoming.due if upcoming else None)
        found.append(
            Scheduled(
                row["number"],
                _spelt(row["audience"], names),
                row["text"],
                row["title"],
                local(due, row["zone"]) if due else None,
                tuple(row["rules"]),
                row["state"],
            )
        )
    return tuple(found)


def _spelt(audience: Mapping[str, Any], names: Mapping[tuple[str, int | None], str]) -> tuple[str, ...]:
    """An audience as readings spell it: names, "group:Name", "tag:name", numbers, "me", "everyone"."""
    kinds = (("contacts", "contact"), ("groups", "group"), ("tags", "tag"))
    found = [names[kind, one] for key, kind in kinds for one in audience.get(key, []) if (kind, one) in names]
    found += audience.get("numbers", [])
    return (*found, *(name for name in ("me", "everyone") if audience.get(name)))


async def names_of(workspace: int, audience: Mapping[str, Any]) -> tuple[str, ...]:
    """An audience as readings spell it: names, "group:Name", "tag:name", numbers, "me", "everyone"."""
    found = [row["name"] for row in await directory.by_ids(workspace, audience.get("contacts", []))]
    groups = {row["id"]: row["name"] for row in await directory.groups(workspace)} if audience.get("groups") else {}
    tags = {row["id"]: row["name"] for row in await directory.tags(workspace)} if audience.get("tags") else {}
    found += [f"group:{groups[one]}" for one in audience.get("groups", []) if one in groups]
    found += [f"tag:{tags[one]}" for one in audience.get("tags", []) if one in tags]
    found += list(audience.get("numbers", []))
    if audience.get("me"):
        found.append("me")
    if audience.get("everyone"):
        found.append("everyone")
    return tuple(found)


async def recipients(actor: Actor, audience: Audience) -> Recipients:
    """What an audience comes to now, and who of it cannot be written to."""
    kept = audience_json(audience, actor.staff)
    ids = await directory.audience(actor.workspace, kept, limit=100_000)
    new = [phone for phone in audience.numbers if await directory.by_phone(actor.workspace, phone) is None]
    rows = await directory.by_ids(actor.workspace, ids) if len(ids) <= 500 else []
    return Recipients(
        await names_of(actor.workspace, kept),
        len(ids) + len(new) + (1 if audience.me else 0),
        tuple(row["name"] for row in rows if not row["phone"]),
        tuple(row["name"] for row in rows if row["blocked_at"]),
    )


async def ensure_numbers(actor: Actor, audience: Audience, now: datetime) -> None:
    """Numbers that are nobody's yet become contacts named by their number, so that they have a history."""
    for phone in audience.numbers:
        if await directory.by_phone(actor.workspace, phone) is None:
            await directory.add_contact(actor.workspace, phone, phone, now)


async def add_contact(actor: Actor, command: AddContact, now: datetime) -> tuple[Row, bool]:
    """The contact, and whether it is new. A known name without a number gets it; a known number is told, not taken.

    Raises Refused("bad_phone"), Conflict("phone_taken", name=…), NotAllowed.
    """
    actor.needs("sender")
    done = await records.by_origin(actor.origin)
    if done is not None:
        return await directory.get(actor.workspace, done["detail"]["contact"]), True
    phone = phone_of(command.phone, actor.country) if command.phone else None
    holder = await directory.by_phone(actor.workspace, phone) if phone else None
    if holder is not None:
        if directory.fold(holder["name"]) == directory.fold(command.name):
            return holder, False
        if holder["name"] != phone:
            raise Conflict("phone_taken", name=holder["name"], phone=phone)
        await directory.rename(actor.workspace, holder["id"], command.name)
        return await directory.get(actor.workspace, holder["id"]), True
    same = [row for row in await directory.by_name(actor.workspace, command.name) if not row["phone"]]
    try:
        if phone and len(same) == 1:
            await directory.set_phone(actor.workspace, same[0]["id"], phone)
            row = await directory.get(actor.workspace, same[0]["id"])
        else:
            row = await directory.add_contact(actor.workspace, command.name, phone, now)
    except AlreadyThere as error:
        raise Conflict("phone_taken", name=command.name, phone=phone) from error
    for tag in command.tags:
        await directory.tag(actor.workspace, row["id"], tag)
    await records.note(
        actor.workspace, actor.staff, actor.origin, "add_contact", f"contact:{row['id']}", now, contact=row["id"]
    )
    return row, True


async def tag(actor: Actor, command: Tag) -> int:
    """Tags everyone of an audience; how many."""
    actor.needs("sender")
    ids = await directory.audience(actor.workspace, audience_json(command.audience, actor.staff), limit=100_000)
    if not ids:
        raise Unknown("nobody")
    for contact in ids:
        for name in command.tags:
            await directory.tag(actor.workspace, contact, name)
    return len(ids)


async def contacts(actor: Actor, after: int = 0, limit: int = 30) -> list[Row]:
    """A page of contacts with their tags, in order of entry."""
    tagged: dict[int, list[str]] = {}
    for one in await directory.tags_of(actor.workspace):
        tagged.setdefault(one["contact_id"], []).append(one["name"])
    rows = await directory.contacts(actor.workspace, after, limit)
    return [row | {"tags": tagged.get(row["id"], [])} for row in rows]
