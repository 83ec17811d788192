"""What is planned follows the people it is planned for: messages to come, locked before people change and readdressed after.

Not here: changing people (`core.people.contacts`, `core.people.importing`), who an audience is (`core.people`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from core.changes.replan import readdress
from storage.queries import chat, directory, messages

Row = dict[str, Any]


async def hold(workspace: int, concerned: Callable[[Row], bool]) -> list[Row]:
    """Locks the messages to come that are concerned, in the order in which changes of messages lock them: before the
    workspace."""
    rows = [row for row in await messages.listed(workspace, limit=directory.EVERYBODY) if concerned(row)]
    return [await messages.get(workspace, row["id"], lock=True) for row in sorted(rows, key=lambda row: row["number"])]


async def follow(held: Sequence[Row], now: datetime) -> None:
    """What is planned already follows those who are in the audience now."""
    for row in held:
        await readdress(row, now)
    await chat.mark_stale("message", [row["id"] for row in held])


async def redraw(workspace: int, *people: int) -> None:
    """Bubbles of messages to come that show these people."""
    rows = await messages.listed(workspace, limit=directory.EVERYBODY)
    await chat.mark_stale("message", [row["id"] for row in rows if names(row, people)])


def names(row: Row, people: Collection[int]) -> bool:
    """Whether a message names one of these people itself, not by a group or a tag."""
    return bool(set(people) & set(row["audience"].get("contacts", ())))


def goes_by_tag(row: Row, tags: Collection[int]) -> bool:
    return _goes_by(row, "tags", tags)


def goes_by_group(row: Row, group: int) -> bool:
    return _goes_by(row, "groups", (group,))


def _goes_by(row: Row, kind: str, ids: Collection[int]) -> bool:
    """Whether a message goes to one of these, or leaves one out."""
    return any(set(ids) & set(row["audience"].get(name, ())) for name in (kind, f"except_{kind}"))


async def for_any_of(workspace: int, ids: Collection[int]) -> set[int]:
    """The numbers of messages to come that go to any of these people."""
    found = set()
    for row in await messages.listed(workspace, limit=directory.EVERYBODY):
        if set(ids) & set(await directory.audience(workspace, row["audience"], limit=directory.EVERYBODY)):
            found.add(int(row["number"]))
    return found


async def for_them_alone(workspace: int, ids: Sequence[int]) -> tuple[int, ...]:
    """The numbers of messages to come that go to none but these people."""
    found = []
    for row in await messages.listed(workspace, limit=directory.EVERYBODY):
        who = await directory.audience(workspace, row["audience"], limit=len(ids) + 1)
        if who and not row["audience"].get("me") and set(who) <= set(ids):
            found.append(int(row["number"]))
    return tuple(sorted(found))
