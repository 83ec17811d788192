"""The one way a message changes: under its lock, with an audit entry that makes a repeated update harmless and `undo`
possible, then replanned. Not here: what each command changes (`core.messages`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.errors import Conflict, Refused, Unknown
from core.replan import readdress, replan
from storage import db
from storage.errors import NotFound
from storage.queries import messages, records

Row = dict[str, Any]
Fields = Callable[[Row], Awaitable[Row]]

_TIMES = ("zone", "starts", "at", "rules", "until", "exdates", "rdates")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: to which message, and what kind of change (`undone` names what `undo` took back)."""

    what: str
    row: Row
    undone: str = ""


async def numbered(actor: Actor, number: int, lock: bool = False) -> Row:
    """Raises Unknown("no_message")."""
    try:
        return await messages.by_number(actor.workspace, number, lock=lock)
    except NotFound as error:
        raise Unknown("no_message", number=number) from error


def live(row: Row) -> None:
    """Raises Conflict for a message that is over."""
    if row["state"] == "cancelled":
        raise Conflict("already_cancelled", number=row["number"])
    if row["state"] == "done":
        raise Conflict("already_left", number=row["number"])


async def not_begun(row: Row) -> None:
    """A single message that has begun to leave has no other time any more: some would get it twice. Raises Conflict."""
    if not row["rules"] and await messages.has_begun(row["id"]):
        raise Conflict("already_left", number=row["number"])


async def change(
    actor: Actor, numbers: Sequence[int], what: str, now: datetime, fields: Fields, *, ends: bool = False
) -> list[Done]:
    """Changes messages as `fields` says of each row: all of them or, where one refuses, none.

    The same origin changes a message once. Unless the change `ends` it, an active message must have something to come
    afterwards: Refused("past").
    """
    async with db.transaction():
        wanted = list(dict.fromkeys(numbers))
        # In one order, so that two people who change the same ones at once wait for each other, not crosswise.
        rows = {number: await numbered(actor, number, lock=True) for number in sorted(wanted)}
        return [Done(what, await _change(actor, rows[number], what, now, fields, ends)) for number in wanted]


async def _change(actor: Actor, row: Row, what: str, now: datetime, fields: Fields, ends: bool) -> Row:
    origin = f"{actor.origin}:{row['number']}" if actor.origin else None
    if await records.by_origin(origin) is not None:
        return row
    actor.may_change(row["author_id"])
    new = await fields(row)
    if not await messages.change(actor.workspace, row["id"], row["rev"], now, **new):
        raise Conflict("changed_meanwhile", number=row["number"])
    await records.note(
        actor.workspace,
        actor.staff,
        origin,
        what,
        f"message:{row['id']}",
        now,
        message=row["id"],
        before=snapshot(row),
        after_rev=row["rev"] + 1,
    )
    return await _followed(row, now, ends)


async def _followed(was: Row, now: datetime, ends: bool) -> Row:
    row = await messages.get(was["workspace_id"], was["id"])
    lives = await replan(row, now)
    if row["state"] == "active" and not lives and not ends:
        raise Refused("past", number=row["number"])
    if row["audience"] != was["audience"]:
        await readdress(row, now)
    return await messages.get(was["workspace_id"], was["id"])


def snapshot(row: Row) -> Row:
    """What a person decides about a message, as the audit entry keeps it."""
    kept = {name: row[name] for name in messages.SCHEDULE_FIELDS}
    kept["at"] = row["at"].isoformat() if row["at"] else None
    return kept


async def undo(actor: Actor, now: datetime, number: int | None = None) -> Done:
    """Takes back the speaker's last change of a message, or of the message that a button names.

    Raises Conflict when there is none or it cannot be any more, Refused("past"), Unknown("no_message").
    """
    actor.needs("sender")
    if actor.staff is None:
        raise Conflict("nothing_to_undo")
    async with db.transaction():
        only = None if number is None else (await numbered(actor, number))["id"]
        if (done := await _undone(actor)) is not None:
            return done
        entry = await records.last_undoable(actor.workspace, actor.staff, only)
        if entry is None:
            raise Conflict("nothing_to_undo")
        row = await messages.get(actor.workspace, entry["message_id"], lock=True)
        if (done := await _undone(actor)) is not None:
            return done
        fields = await _before(row, entry)
        if not await records.mark_undone(entry["id"]):
            raise Conflict("nothing_to_undo")
        await messages.change(actor.workspace, row["id"], row["rev"], now, **fields)
        await messages.chain_undo(row["id"], entry["after_rev"], row["rev"] + 1)
        await records.note(
            actor.workspace,
            actor.staff,
            actor.origin,
            "undo",
            f"message:{row['id']}",
            now,
            message=row["id"],
            undone=entry["what"],
        )
        return Done("undo", await _followed(row, now, ends=False), entry["what"])


async def _undone(actor: Actor) -> Done | None:
    done = await records.by_origin(actor.origin)
    if done is None:
        return None
    return Done("undo", await messages.get(actor.workspace, done["message_id"]), done["detail"]["undone"])


async def _before(row: Row, entry: Row) -> Row:
    """The fields as they were before an entry. Raises Conflict where they cannot be put back."""
    if entry["before"] is None:
        live(row)
        return {"state": "cancelled", "resume_on": None}
    if row["rev"] != entry["after_rev"]:
        raise Conflict("changed_since", number=row["number"])
    at = entry["before"]["at"]
    fields: Row = dict(entry["before"]) | {"at": datetime.fromisoformat(at) if at else None}
    if row["state"] == "done" and not fields["rules"]:
        raise Conflict("already_left", number=row["number"])
    if any(fields[name] != row[name] for name in _TIMES):
        await not_begun(row)
    return fields
