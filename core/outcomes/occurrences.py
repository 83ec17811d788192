"""The state of a due time follows from its deliveries, and the state of a message from its due times.

**The order of locks**, one for every transaction, so that two that want the same rows wait for each other and never crosswise:

    stored event, update, proposal -> workspace -> messages (by id) -> deliveries (by id) -> contact, channel
        -> notices -> bubbles -> tallies

A message's row stands for everything below it: who moves a delivery, plans or counts holds the message first (`hold`), so that
what is counted is what will be committed, and an occurrence needs no lock of its own. A person's change takes it harder
(`lock=True`), which also keeps lanes away; a lane looks with "skip locked" and so waits for nobody. On SQLite a transaction is
alone from its first statement. Without it four failures at once gave a notice that said one.

Not here: what moves a delivery (`core.outcomes`), and planning (`core.dispatch.plan`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from storage.queries import chat, deliveries, messages, occurrences
from storage.states import ARRIVED

Row = dict[str, Any]

UNSURE_OPEN = timedelta(hours=24)
"""For so long an unsure delivery keeps its occurrence open."""


async def hold(rows: Iterable[Row]) -> None:
    """Locks the messages of deliveries or occurrences: before the first of them moves, before anything of them is counted."""
    await messages.hold(row["message_id"] for row in rows)


async def follow(
    moved: Iterable[Row], now: datetime, also: set[int] | None = None, going: Container[int] = frozenset()
) -> None:
    """After deliveries moved: what they are part of gets its state, and what shows it is drawn again. In a transaction of
    the caller's, who holds their messages. `also`: further occurrences; `going`: those that are known to be under way and to
    go on, as one of theirs leaves in this very transaction."""
    moved = list(moved)
    stay = {row["occurrence_id"] for row in moved if row["occurrence_id"] in going}
    stay |= await _go_on([row for row in moved if row["occurrence_id"] not in stay])
    touched = ({row["occurrence_id"] for row in moved} | (also or set())) - stay
    messages_of = {row["message_id"] for row in moved if row["occurrence_id"] in stay}
    if touched:
        messages_of |= await settle_occurrences(sorted(touched), now)
    if messages_of:
        await chat.mark_stale("message", sorted(messages_of))


async def redraw(moved: Iterable[Row]) -> None:
    """What shows these deliveries is drawn again; nothing else follows from how they moved."""
    if messages_of := {row["message_id"] for row in moved}:
        await chat.mark_stale("message", sorted(messages_of))


async def _go_on(moved: Sequence[Row]) -> set[int]:
    """Occurrences of these deliveries that were under way and still are, as some of theirs have yet to leave: nothing of them
    is decided, so nothing is counted. Counted at each answer, a thousand people would cost a million rows.

    That something of them is open stays true to the end of this transaction: only who holds the message ends it.
    """
    found: set[int] = set()
    begun = [row for row in moved if row["state"] not in ("planned", "queued", "cancelled")]
    for channel in sorted({row["channel_id"] for row in begun}):
        ids = sorted({row["occurrence_id"] for row in begun if row["channel_id"] == channel})
        found |= await occurrences.still_going(channel, ids)
    return found


async def settle_occurrences(ids: list[int], now: datetime) -> set[int]:
    """Writes the states of occurrences from their deliveries, and finishes messages. The ids of their messages. In a
    transaction of the caller's, who holds them."""
    counts = await occurrences.counts(ids)
    touched: set[int] = set()
    for row in await occurrences.by_ids(ids):
        touched.add(row["message_id"])
        state = state_of(row, await _of_its_people(row, counts[row["id"]]), now)
        if state is not None and state != row["state"]:
            await occurrences.set_state(row["id"], state, row["cause"])
    for message in touched:
        await messages.finish(message, now)
    return touched


async def _of_its_people(occurrence: Row, counts: dict[str, int]) -> dict[str, int]:
    """Without those who were taken out in time, where others got it: it is sent when all got it who were to get it."""
    if not counts.get("cancelled") or not any(counts.get(str(state)) for state in ARRIVED):
        return counts
    causes = await deliveries.causes(occurrence["workspace_id"], occurrence["id"], "cancelled")
    return counts | {"cancelled": counts["cancelled"] - causes.get("left_out", 0)}


def state_of(occurrence: Row, counts: dict[str, int], now: datetime) -> str | None:
    """The state of an occurrence by the states of its deliveries; None where they do not decide it."""
    tally = Counter(counts)
    total = tally.total()
    if not total:
        return None
    unsure_open = tally["unsure"] and now < occurrence["due_at"] + UNSURE_OPEN
    if tally["planned"] + tally["queued"] + tally["sending"] or unsure_open or occurrence["cursor"] is not None:
        begun = total - tally["planned"] - tally["queued"] - tally["cancelled"]
        return "processing" if begun else "pending"
    arrived = sum(tally[str(state)] for state in ARRIVED)
    for state, number in (("sent", arrived), ("cancelled", tally["cancelled"])):
        if number == total:
            return state
    if tally["skipped"] + tally["cancelled"] == total:
        return "skipped"
    return "partial" if arrived or tally["unsure"] else "failed"
