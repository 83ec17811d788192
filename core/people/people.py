"""Contacts, tags, audiences; the world that sentences are read in.

Here: who an audience is, and the `World` of a workspace, built from the database and kept until somebody changes. Not here:
adding people (`core.people.adding`), changing them (`core.people.contacts`), reading names in a sentence (`core.language`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import phonenumbers

from core.actor import Actor
from core.commands import Audience
from core.errors import Refused
from core.people.audience import audience_json, audience_of
from core.recurrence import local, next_due
from core.slots.timing import when_of
from core.world import Named, Scheduled, World
from storage.queries import channels, directory, messages, workspaces
from storage.queries import contacts as contact_rows

__all__ = [
    "OVER_KEPT",
    "Recipients",
    "audience_json",
    "audience_of",
    "contacts",
    "ensure_numbers",
    "name_of",
    "names_of",
    "phone_of",
    "recipients",
    "with_numbers",
    "world",
]

Row = dict[str, Any]

LONGEST_NAME = 200
OVER_KEPT = 300
"""So many messages that are over can still be named by their number in a sentence; `show` in a list finds all."""

_worlds: dict[int, tuple[tuple[Any, ...], World]] = {}
_OF_A_WORLD = ("created_at", "directory_rev", "zone", "language", "country", "hours")
"""When one of these changes, a workspace's world is built anew. `created_at` tells two databases apart."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """An audience in words and number: `names` as readings spell them ("Ana", "group:Staff"), and how many people."""

    names: tuple[str, ...]
    people: int
    without_phone: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    """Who wrote STOP."""
    barred: tuple[str, ...] = ()
    """Whom staff have blocked."""
    ids: tuple[int, ...] = ()


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
    names = tuple(one["name"] for one in await channels.every(workspace))
    stands = (*(row[name] for name in _OF_A_WORLD), *names)
    kept = _worlds.get(workspace)
    if kept is None or kept[0] != stands:
        kept = (stands, await _directory_world(row, names))
        _worlds[workspace] = kept
    return kept[1].with_scheduled(await _scheduled(workspace, kept[1], now))


async def _directory_world(row: Row, channel_names: tuple[str, ...]) -> World:
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
        channels=channel_names,
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
    """What a sentence can mean by "#12" or by a description: all that is to come ("everything for Ana" is everything), and the
    newest of what is over."""
    rows = await messages.active(workspace) + await messages.listed(workspace, ("paused",), limit=directory.EVERYBODY)
    return tuple(_as_scheduled(base, row, now) for row in (*rows, *await messages.over(workspace, OVER_KEPT)))


async def with_numbers(workspace: int, known: World, numbers: Iterable[int], now: datetime) -> World:
    """The world with the messages of these numbers too, however far off or long over: a number is always found."""
    wanted = [number for number in dict.fromkeys(numbers) if known.message(number) is None]
    rows = await messages.numbered(workspace, wanted)
    return known.with_scheduled((*known.scheduled, *(_as_scheduled(known, row, now) for row in rows)))


def _as_scheduled(base: World, row: Row, now: datetime) -> Scheduled:
    upcoming = next_due(when_of(row), now) if row["state"] == "paused" else None
    due = row["next_due_at"] or (upcoming.due if upcoming else None)
    return Scheduled(
        row["number"],
        _spelt(row["audience"], base.spelt),
        row["text"],
        row["title"],
        local(due, row["zone"]) if due else None,
        tuple(row["rules"]),
        row["state"],
    )


def _spelt(audience: Mapping[str, Any], names: Mapping[tuple[str, int | None], str]) -> tuple[str, ...]:
    """An audience as readings spell it: names, "group:Name", "tag:name", numbers, "me", "everyone"."""
    kinds = (("contacts", "contact"), ("groups", "group"), ("tags", "tag"))
    found = [names[kind, one] for key, kind in kinds for one in audience.get(key, []) if (kind, one) in names]
    found += audience.get("numbers", [])
    return (*found, *(name for name in ("me", "everyone") if audience.get(name)))


async def names_of(workspace: int, audience: Mapping[str, Any]) -> tuple[str, ...]:
    """An audience as readings spell it."""
    rows = {
        "contact": await directory.by_ids(workspace, audience.get("contacts", [])),
        "group": await directory.groups(workspace) if audience.get("groups") else [],
        "tag": await directory.tags(workspace) if audience.get("tags") else [],
    }
    return _spelt(
        audience, {(kind, one["id"]): Named(kind, one["name"]).spelt for kind, found in rows.items() for one in found}
    )


async def recipients(actor: Actor, audience: Audience) -> Recipients:
    """What an audience comes to now, and who of it cannot be written to."""
    kept = audience_json(audience, actor.staff)
    ids = await directory.audience(actor.workspace, kept, limit=directory.EVERYBODY)
    numbers = dict.fromkeys(audience.numbers)
    known = [await directory.by_phone(actor.workspace, phone) for phone in numbers]
    new = [one for one in known if one is None or one["removed_at"] is not None]
    rows = await directory.by_ids(actor.workspace, ids) if len(ids) <= 500 else []
    return Recipients(
        await names_of(actor.workspace, kept),
        len(ids) + len(new) + (1 if audience.me else 0),
        tuple(row["name"] for row in rows if not row["phone"]),
        tuple(row["name"] for row in rows if row["blocked_at"] and row["blocked_by"] != "staff"),
        tuple(row["name"] for row in rows if row["blocked_at"] and row["blocked_by"] == "staff"),
        tuple(ids),
    )


async def ensure_numbers(actor: Actor, audience: Audience, now: datetime) -> None:
    """Numbers that are nobody's yet become contacts named by their number, so that they have a history."""
    for phone in audience.numbers:
        await contact_rows.ensure_phone(actor.workspace, phone, now)


def name_of(text: str) -> str:
    """A name in one spacing. Raises Refused("bad_name")."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("bad_name", name=name[:LONGEST_NAME])
    return name


async def contacts(actor: Actor, after: int = 0, limit: int = 30) -> list[Row]:
    """A page of contacts with their tags, in order of entry."""
    tagged: dict[int, list[str]] = {}
    for one in await directory.tags_of(actor.workspace):
        tagged.setdefault(one["contact_id"], []).append(one["name"])
    rows = await directory.contacts(actor.workspace, after, limit)
    return [row | {"tags": tagged.get(row["id"], [])} for row in rows]
