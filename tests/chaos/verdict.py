"""What must hold after a chaos run: nobody forgotten, nobody written to twice, nothing early, each state what the judge saw.

Not here: the run (`run`).
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from storage import db
from tests.chaos.run import Run

Row = dict[str, Any]

ARRIVED = ("sent", "delivered", "read")
_AGAIN = ("planned", "queued", "skipped", "cancelled")
"""Where a delivery may stand after an attempt that a person took back: what it says of sending is older than its slot."""
PATIENCE = 75.0
_EARLY = timedelta(milliseconds=5)
_ROUNDS = 300
"""Seconds: at such moments who waits until the channel may write to somebody new is looked at again (`core.dispatch.cold`)."""


async def settled(run: Run) -> Row:
    """Waits until nothing moves by itself any more; the figures of the run as it is then. Whatever is unsure is settled by a
    person after that, and everything else must follow. Raises AssertionError with what is wrong."""
    await _holds(run)
    figures = await tally(run)
    if await run.settle_by_hand():
        run.tapped = True
        await _holds(run)
    return figures


async def _holds(run: Run) -> None:
    end = time.monotonic() + PATIENCE
    wrong = ["not looked at"]
    while wrong and time.monotonic() < end:
        await asyncio.sleep(0.5)
        wrong = await found_wrong(run)
    if not wrong:  # and it stays so
        await asyncio.sleep(1.0)
        wrong = await found_wrong(run)
    assert not wrong, "\n".join(wrong) + "\n" + await account(run)


async def found_wrong(run: Run) -> list[str]:
    """What does not hold now, a line each."""
    rows, arrivals = await run.deliveries(), await run.arrivals()
    now = run.clock.now()
    due = [row for row in rows if row["slot_at"] <= now]
    wrong = [*run.unexpected, *_twice(arrivals), *await _forgotten(run, rows)]
    wrong += [line for row in due for line in _delivery(run, row, _of(row, arrivals, rows), due)]
    known = {(row["number"], row["who"]) for row in rows}
    wrong += [f"nobody meant this: {one}" for one in arrivals if (_number(one["text"]), one["who"]) not in known]
    return wrong


def _number(text: str) -> int:
    return int(text[1:].partition(".")[0]) + 1


def _of(row: Row, arrivals: list[Row], rows: list[Row]) -> list[Row]:
    """What the phone shows of a copy. Of a message that was moved there are two copies: then it is whose id it has."""
    whose = (row["number"], row["who"])
    there = [one for one in arrivals if (_number(one["text"]), one["who"]) == whose]
    others = [one for one in rows if (one["number"], one["who"]) == whose and one["id"] != row["id"]]
    taken = {one["provider_id"] or one["token"] for one in others if one["state"] in ARRIVED}
    return [one for one in there if one["raw_id"] not in taken]


def _twice(arrivals: list[Row]) -> list[str]:
    """No series comes due twice in a run, so each message is on each phone once at most."""
    times = Counter[tuple[int, str]]()
    for one in arrivals:
        times[_number(one["text"]), one["who"]] += one["arrivals"]
    return [f"#{number} came {count} times to {who}" for (number, who), count in times.items() if count > 1]


async def _forgotten(run: Run, rows: list[Row]) -> list[str]:
    """Whoever a message is for has a copy of it, unless it was called off, and each due time is there once."""
    wrong = []
    found = await db.rows("select number, state from message order by number")
    whos = Counter((row["number"], row["who"]) for row in rows if row["slot_at"] <= run.clock.now())
    for row in found:
        if row["state"] not in ("active", "done"):
            continue
        meant = () if row["number"] in run.moved else run.plan.messages[row["number"] - 1]["to"]
        wrong += [f"#{row['number']} forgot {who}" for who in meant if not whos[row["number"], who]]
    if len(found) != len(run.plan.messages):
        wrong.append(f"{len(found)} messages of {len(run.plan.messages)}")
    return wrong


def _delivery(run: Run, row: Row, there: list[Row], rows: list[Row]) -> list[str]:
    """One copy: what its phone shows against its state, its times, its cause."""
    state = row["state"]
    early = there and datetime.fromisoformat(there[0]["at"]) < row["slot_at"] - _EARLY - run.ahead
    wrong = {
        _against_the_phone(run, row, there, rows): True,
        "after a person settled it": state == "unsure" and run.tapped,
        "without a cause": state in ("unsure", "failed", "skipped", "cancelled") and not row["cause"],
        "came early": early,
        "begun early": state not in _AGAIN and row["sending_at"] is not None and row["sending_at"] < row["slot_at"],
    }
    name = f"delivery {row['id']} (#{row['number']} to {row['who']}), {state} {row['cause']}"
    return [f"{name}: {what}" for what, so in wrong.items() if what and so]


def _against_the_phone(run: Run, row: Row, there: list[Row], rows: list[Row]) -> str:
    state = row["state"]
    if state == "sending" or (state in ("queued", "planned") and not _waits(run, row, rows)):
        return "not settled"
    if state in ARRIVED:
        if not there:
            return "the phone does not show it"
        return "the phone shows another text" if there[0]["text"] != row["text"] else ""
    return "the phone shows it" if there and not (state == "unsure" and run.hidden) else ""


def _waits(run: Run, row: Row, rows: list[Row]) -> bool:
    """Behind one to the same person over the same channel of which nobody knows whether it left; or put off, because WhatsApp
    lets the channel write to nobody new."""
    ready = row["ready_at"]
    if run.restricted and ready > run.clock.now() and ready.timestamp() % _ROUNDS == 0:
        return True
    where = (row["contact_id"], row["channel_id"])
    return any(one["state"] == "unsure" and (one["contact_id"], one["channel_id"]) == where for one in rows)


async def tally(run: Run) -> Row:
    """The figures of a run, for its line in the table."""
    rows = [row for row in await run.deliveries() if row["slot_at"] <= run.clock.now()]
    states = Counter(row["state"] for row in rows)
    deeds = run.counts
    return {
        "seed": run.plan.seed,
        "workers": run.plan.workers,
        "due": len(rows),
        "arrived": sum(states[state] for state in ARRIVED),
        "unsure": states["unsure"],
        "failed": states["failed"],
        "skipped": states["skipped"],
        "called off": states["cancelled"],
        "wait": states["planned"] + states["queued"],
        "killed": deeds["kill"] + deeds["web"],
        "frozen": deeds["freeze"],
        "database": deeds["database_restarted"] + deeds["database_away"],
        "valkey": deeds["valkey_wiped"] + deeds["valkey_killed"] + deeds["valkey_frozen"],
        "faults": deeds["fault"],
    }


async def account(run: Run) -> str:
    """All that a person needs who has to find out."""
    lines = [f"run {run.name}, folder {run.folder}", *(str(deed) for deed in run.plan.deeds)]
    skip = ("workspace_id", "message_id", "occurrence_id")
    for row in await run.deliveries():
        lines += [" ".join(f"{key}={value}" for key, value in row.items() if value is not None and key not in skip)]
    lines += [str(one) for one in sorted(await run.arrivals(), key=lambda one: str(one["at"]))]
    for table in ("lease", "occurrence", "message", "past_ref"):
        lines += [f"{table}: {row}" for row in await db.rows(f"select * from {table}")]
    events = "select id, kind, ref, state, attempts from provider_event order by id"
    lines += [f"event: {row}" for row in await db.rows(events)]
    return "\n".join(lines)
