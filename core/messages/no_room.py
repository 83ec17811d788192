"""A due time was planned for which a day, or the end of its series, leaves no room, and nobody was asked: a group grew, a limit
came later, others took the day. Whoever hears of its message is told at once, and chooses what then while there is time.

What could go wrong, and what holds: two choose at once (a choice is made once, under the message's lock); who has it gets it
again (only what has not left is planned anew); nobody chooses (what does not fit waits, and is skipped and told when it is too
late). Not here: asking before a message is kept (`core.slots.foretold`), words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.actor import Actor
from core.changes.changes import Done, change, live
from core.errors import Conflict
from core.slots.foretold import Choice, Moved, no_room
from core.troubles.troubles import hearers
from storage.queries import notices

Row = dict[str, Any]

KIND = "no_room"


async def look(row: Row, channel: Row, occurrence: Row, contacts: Sequence[int], now: datetime) -> None:
    """Of a message's due time that has just been planned for these contacts. In the transaction that planned it."""
    about = f"occurrence:{occurrence['id']}"
    found = None
    if row["beyond"] is None:
        found = await no_room(row["workspace_id"], channel, row, occurrence["due_at"], contacts, now)
    if found is None:
        await notices.withdraw(KIND, about)
        return
    for staff in await hearers(row["workspace_id"], row["id"]):
        await notices.tell(row["workspace_id"], staff, KIND, about, _kept(row, found), now)


def _kept(row: Row, choice: Choice) -> Row:
    moved = choice.moved
    kept = {"message": row["id"], "cause": moved.cause, "count": moved.count, "people": choice.people}
    kept |= {"waits": choice.waits, "limit": choice.limit, "due": choice.due.isoformat()}
    return kept | {"first": moved.first.isoformat(), "last": moved.last.isoformat()}


def choice_of(kept: Row) -> Choice:
    """What a notice is about."""
    first, last, due = (datetime.fromisoformat(kept[name]) for name in ("first", "last", "due"))
    moved = Moved(kept["cause"], kept["count"], first, last)
    return Choice(moved, kept["people"], kept["waits"], False, due, kept["limit"])


async def choose(actor: Actor, number: int, beyond: str, now: datetime) -> Done:
    """For this due time and those to come. Raises Conflict("already_chosen") where somebody has, NotAllowed, Unknown."""

    async def fields(row: Row) -> Row:
        live(row)
        if row["beyond"] is not None:
            raise Conflict("already_chosen", number=number)
        return {"beyond": beyond}

    return (await change(actor, [number], "edit", now, fields, ends=True))[0]
