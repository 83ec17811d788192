"""What follows when a message changed: which of its planned due times stand, which are called off or revived, what is next.

Nothing is ever inserted beside a stopped row: planning revives it (`storage.queries.messages.plan_occurrence`). What has
begun to leave is not called off by a new time, only by a pause or a cancel. Not here: the change (`core.changes`), planning
itself (`core.dispatch.plan`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import outcomes
from core.commands import When
from core.recurrence import due_times, next_due
from core.timing import when_of
from storage.queries import deliveries, directory, messages, notices

Row = dict[str, Any]

EVERYBODY = 100_000
_BY_A_PERSON = ("paused", "cancelled", "moved")


async def replan(row: Row, now: datetime) -> bool:
    """In the transaction of the change. Whether anything of the message is to come or under way."""
    when = when_of(row)
    active = row["state"] == "active"
    upcoming = next_due(when, now) if active else None
    # First, so that calling off its only planned due time does not make it look finished.
    await messages.set_plan(row["workspace_id"], row["id"], row["rev"], upcoming.due if upcoming else None)
    for occurrence in await messages.open_occurrences(row["id"]):
        if active and await _stands(when, occurrence, now):
            continue
        cause = "moved" if active else row["state"]
        await outcomes.call_off(row["workspace_id"], occurrence["id"], cause, now)
        await notices.withdraw("reminder", f"occurrence:{occurrence['id']}")
    if not active:
        return False
    for occurrence in await messages.occurrences(row["workspace_id"], row["id"], limit=5):
        if occurrence["due_at"] <= now and _due_at(when, occurrence["due_at"]) is not None:
            await _revive(row, occurrence, now)
    lives = upcoming is not None or bool(await messages.open_occurrences(row["id"]))
    if lives:
        await messages.reopen(row["id"])
    else:
        await messages.finish(row["id"], now)
    return lives


def _due_at(when: When, due: datetime) -> str | None:
    """The name of the due time at an instant, None where there is none."""
    found = next(due_times(when, due, inclusive=True), None)
    return found.nominal if found is not None and found.due == due else None


async def _stands(when: When, occurrence: Row, now: datetime) -> bool:
    """A due time to come must have its very name; one that has come needs to be due by any name, or to have begun."""
    name = _due_at(when, occurrence["due_at"])
    if occurrence["due_at"] > now:
        return bool(name == occurrence["nominal"])
    return name is not None or await messages.has_begun(occurrence["message_id"], occurrence["id"])


async def _revive(row: Row, occurrence: Row, now: datetime) -> None:
    """What was called off when it was under way goes on, within its lateness limit. What came due while it was paused or
    away is not caught up."""
    workspace = row["workspace_id"]
    off = await deliveries.of_occurrence(workspace, occurrence["id"], ("cancelled",))
    for cause in {one["cause"] for one in off if one["changed_at"] >= occurrence["due_at"]} & set(_BY_A_PERSON):
        await outcomes.revive(workspace, occurrence["id"], cause, now)
        await call_off_others(row, occurrence, now)


async def call_off_others(row: Row, occurrence: Row, now: datetime) -> None:
    """What is planned for people who are no longer in the audience."""
    wanted = set(await directory.audience(row["workspace_id"], row["audience"], limit=EVERYBODY))
    planned = await deliveries.of_occurrence(row["workspace_id"], occurrence["id"], ("planned", "queued"))
    gone = [one["contact_id"] for one in planned if one["contact_id"] not in wanted]
    if gone:
        await outcomes.call_off(row["workspace_id"], occurrence["id"], "left_out", now, gone)


async def readdress(row: Row, now: datetime) -> None:
    """Due times that are planned already follow a changed audience: who left it is called off, who is new is planned."""
    for occurrence in await messages.open_occurrences(row["id"]):
        await messages.plan_again(occurrence["id"])  # first: it stays open, though nobody of it should be left
        await call_off_others(row, occurrence, now)
        if not row["audience"].get("me"):
            await notices.withdraw("reminder", f"occurrence:{occurrence['id']}")


async def say_missed(row: Row, now: datetime) -> None:
    """The only time of a message passed while it was paused: that is recorded, and its author hears it."""
    when = when_of(row)
    last = next_due(when) if not when.rules else None
    if last is None:
        return
    occurrence = await messages.plan_occurrence(
        row["workspace_id"], row["id"], last.nominal, last.due, 0, now, "paused"
    )
    await outcomes.missed(occurrence | {"cause": "paused"}, now)
