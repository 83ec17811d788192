"""What a change did, kept in its audit entry, so that one update does it once and `undo` can take it back.

For changes of people, of the workspace and of its channels. Not here: taking them back (`core.changes.undoing`), messages
(`core.changes`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from core.actor import Actor
from storage.queries import records

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done (`what`: the entry's) to whom. `entry` undoes it; None: nothing changed.

    `others`: those whom it did not concern, being so already; `stopped`: those who wrote STOP themselves; `value`: the tags,
    or the new name, whose old one is in `names`; `messages`: the numbers of those that it holds up.
    """

    what: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    value: str = ""
    messages: tuple[int, ...] = ()
    entry: int | None = None


async def already(actor: Actor) -> Done | None:
    """What this origin has done already."""
    entry = await records.by_origin(actor.origin)
    return None if entry is None else kept(entry)


def kept(entry: Row) -> Done:
    """What an entry says was done."""
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry["detail"]["done"].items()
    }
    return Done(**found | {"entry": entry["id"]})


async def noted(actor: Actor, done: Done, about: str, before: Row | None, now: datetime, **detail: Any) -> Done:
    """Writes the entry in the caller's transaction. `before`: what `undo` needs to put it back; None: it cannot be."""
    made = await records.note(
        actor.workspace, actor.staff, actor.origin, done.what, about, now, None, before, done=asdict(done), **detail
    )
    return replace(done, entry=made)


async def noted_setting(actor: Actor, what: str, about: str, before: Row, now: datetime, **after: Any) -> int:
    """The entry of a setting that was changed; `after`: what it was changed to."""
    told = asdict(Done(what))
    return await records.note(
        actor.workspace, actor.staff, None, what, about, now, None, before, done=told, after=after
    )
