"""The one way a message changes: under its lock, with an audit entry that makes a repeated update harmless and `undo`
possible, then replanned. Not here: what each command changes (`core.messages`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.actor import Actor
from core.changes.replan import readdress, relimit, replan, reseat
from core.errors import Conflict, Refused, Unknown
from core.recurrence import next_due
from core.slots.timing import midnight, when_of
from storage import db
from storage.errors import NotFound
from storage.queries import deliveries, messages, records

Row = dict[str, Any]
Fields = Callable[[Row], Awaitable[Row]]

_SHAPE = ("zone", "starts", "at", "rules")
_TIMES = (*_SHAPE, "until", "exdates", "rdates")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: to which message, and what kind of change (`undone` names what `undo` took back;
    `what` is "kept" where it could not be). `entry` takes it back, with what the same sentence did besides."""

    what: str
    row: Row
    undone: str = ""
    entry: int | None = None


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
        return [await _change(actor, rows[number], what, now, fields, ends) for number in wanted]


async def _change(actor: Actor, row: Row, what: str, now: datetime, fields: Fields, ends: bool) -> Done:
    origin = f"{actor.origin}:{row['number']}" if actor.origin else None
    if (done := await records.by_origin(origin)) is not None:
        return Done(what, row, entry=done["id"])
    actor.may_change(row["author_id"])
    new = await fields(row)
    if not await messages.change(actor.workspace, row["id"], row["rev"], now, **new):
        raise Conflict("changed_meanwhile", number=row["number"])
    entry = await records.note(
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
    return Done(what, await _followed(row, now, ends), entry=entry)


async def _followed(was: Row, now: datetime, ends: bool) -> Row:
    row = await messages.get(was["workspace_id"], was["id"])
    since = began(was) if all(was[name] == row[name] for name in _SHAPE) else None
    lives = await replan(row, now, since if since is not None and since <= now else None)
    if row["state"] == "active" and not lives and not ends:
        raise Refused("past", number=row["number"])
    if row["late"] != was["late"]:
        await relimit(row, now)
    if row["audience"] != was["audience"]:
        await readdress(row, now)
    if row["beyond"] != was["beyond"]:
        await reseat(row, now)
    return await messages.get(was["workspace_id"], was["id"])


def began(row: Row) -> datetime | None:
    """From when on a message's due times are not planned yet: a change after an outage does not lose what came due in it.
    None: it was not to run."""
    if row["state"] == "paused" and row["resume_on"]:
        return midnight(date.fromisoformat(row["resume_on"]), row["zone"])
    due: datetime | None = row.get("next_due_at")
    return due


def snapshot(row: Row) -> Row:
    """What a person decides about a message, as the audit entry keeps it."""
    kept = {name: row[name] for name in messages.SCHEDULE_FIELDS}
    kept["at"] = row["at"].isoformat() if row["at"] else None
    return kept


async def undo(actor: Actor, now: datetime, number: int | None = None, entry: int | None = None) -> list[Done]:
    """Takes back the speaker's last change, or that of an `entry`: of every message that one sentence changed, or of the one
    that a button names.

    What of several cannot be put back any more stays, and is given back as "kept". Raises Conflict when there is nothing to
    undo or nothing of it can be any more, Refused("past"), Unknown("no_message").
    """
    actor.needs("sender")
    if actor.staff is None:
        raise Conflict("nothing_to_undo")
    async with db.transaction():
        only = None if number is None else (await numbered(actor, number))["id"]
        if done := await _undone(actor):
            return done
        entries = await records.last_undoable(actor.workspace, actor.staff, only, entry)
        rows = [await messages.get(actor.workspace, entry["message_id"], lock=True) for entry in entries]
        if done := await _undone(actor):
            return done
        if not entries or await records.last_undoable(actor.workspace, actor.staff, only, entry) != entries:
            raise Conflict("nothing_to_undo")  # another tap was first: it had the message while we waited for it
        pairs = list(zip(rows, entries, strict=True))
        kept = [row for row, entry in pairs if len(pairs) > 1 and not await _can_be_put_back(row, entry, now)]
        wanted = [(row, entry) for row, entry in pairs if row not in kept] or pairs[-1:]
        kept = [row for row in kept if row != wanted[0][0]]
        done = [await _put_back(actor, row, entry, now) for row, entry in wanted]
        await _note_undo(actor, wanted, kept, now)
        return [*done, *(Done("kept", row) for row in kept)]


async def _can_be_put_back(row: Row, entry: Row, now: datetime) -> bool:
    try:
        fields = await _before(row, entry, now)
    except Conflict:
        return False
    if fields["state"] != "active" or next_due(when_of(row | fields), now) is not None:
        return True
    return await deliveries.may_be_revived(row["id"], now)


async def _put_back(actor: Actor, row: Row, entry: Row, now: datetime) -> Done:
    fields = await _before(row, entry, now)
    if not await records.mark_undone(entry["id"]):
        raise Conflict("nothing_to_undo")
    await messages.change(actor.workspace, row["id"], row["rev"], now, **fields)
    await messages.chain_undo(row["id"], entry["after_rev"], row["rev"] + 1)
    return Done("undo", await _followed(row, now, ends=False), entry["what"])


async def _note_undo(actor: Actor, pairs: Sequence[tuple[Row, Row]], kept: Sequence[Row], now: datetime) -> None:
    """An entry for each message; the first one, which has the origin, knows of the others."""
    origin, others = actor.origin, {"also": [row["id"] for row, _ in pairs[1:]], "kept": [row["id"] for row in kept]}
    for row, entry in pairs:
        detail = {"undone": entry["what"], **others}
        about = f"message:{row['id']}"
        await records.note(actor.workspace, actor.staff, origin, "undo", about, now, message=row["id"], **detail)
        origin, others = None, {}


async def was_undone(actor: Actor, row: Row) -> bool:
    """Whether the last thing that happened to a message was that its last change was taken back."""
    last = await records.last_of(actor.workspace, row["id"])
    return last is not None and last["what"] == "undo"


async def is_as_made(row: Row, made: str, then: str) -> bool:
    """Whether a message is still as what the origin `made` did left it, or as `then` did after that."""
    for origin in (f"{then}:{row['number']}", f"{made}:{row['number']}", made):
        if (entry := await records.by_origin(origin)) is not None:
            return bool(entry["after_rev"] == row["rev"])
    return True


async def _undone(actor: Actor) -> list[Done]:
    """What this origin has undone already."""
    entry = await records.by_origin(actor.origin)
    if entry is None:
        return []
    detail = entry["detail"]
    found = [(one, "undo") for one in (entry["message_id"], *detail.get("also", ()))]
    found += [(one, "kept") for one in detail.get("kept", ())]
    return [Done(what, await messages.get(actor.workspace, one), detail["undone"]) for one, what in found]


async def _before(row: Row, entry: Row, now: datetime) -> Row:
    """The fields as they were before an entry; a pause whose end has passed meanwhile is over.

    Raises Conflict where they cannot be put back.
    """
    if entry["before"] is None:
        live(row)
        return {"state": "cancelled", "resume_on": None}
    if row["rev"] != entry["after_rev"]:
        raise Conflict("changed_since", number=row["number"])
    at = entry["before"]["at"]
    fields: Row = dict(entry["before"]) | {"at": datetime.fromisoformat(at) if at else None}
    if fields["state"] == "paused" and (ends := began(fields)) is not None and ends <= now:
        fields |= {"state": "active", "resume_on": None}
    if row["state"] == "done" and not fields["rules"]:
        raise Conflict("already_left", number=row["number"])
    if any(fields[name] != row[name] for name in _TIMES):
        await not_begun(row)
    return fields
