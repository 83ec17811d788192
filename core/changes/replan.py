"""What follows when a message changed: which of its planned due times stand, which are called off or revived, what is next.

Nothing is ever inserted beside a stopped row: planning revives it (`storage.queries.occurrences.plan`). What has
begun to leave is not called off by a new time, only by a pause or a cancel. Not here: the change (`core.changes`), planning
itself (`core.dispatch.plan`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core import outcomes
from core.commands import When
from core.recurrence import Due, due_times, next_due
from core.slots.timing import limit_of, when_of
from storage.queries import deliveries, directory, messages, notices, occurrences

Row = dict[str, Any]

_BY_A_PERSON = ("paused", "cancelled", "moved")


async def replan(row: Row, now: datetime, since: datetime | None = None) -> bool:
    """In the transaction of the change. Whether anything of the message is to come or under way.

    `since`: it is active from then on, which may have passed while nothing ran: what came due meanwhile is planned still,
    to be caught up within its limit, or skipped and told. Without it, what has come due and is not planned is left alone.
    """
    when = when_of(row)
    active = row["state"] == "active"
    upcoming = (next_due(when, now) if since is None else _from(when, min(since, now))) if active else None
    # First, so that calling off its only planned due time does not make it look finished.
    await messages.set_plan(row["workspace_id"], row["id"], row["rev"], upcoming.due if upcoming else None)
    for occurrence in await occurrences.open_of(row["id"]):
        if active and await _stands(when, occurrence, now):
            continue
        cause = "moved" if active else row["state"]
        await outcomes.call_off(row["workspace_id"], occurrence["id"], cause, now)
        await notices.withdraw("reminder", f"occurrence:{occurrence['id']}")
    if not active:
        return False
    for occurrence in await occurrences.broken_off(row["workspace_id"], row["id"], now):
        if _due_at(when, occurrence["due_at"]) is not None:
            await _revive(row, occurrence, now)
    lives = upcoming is not None or bool(await occurrences.open_of(row["id"]))
    if lives:
        await messages.reopen(row["id"])
    else:
        await messages.finish(row["id"], now)
    return lives


def _from(when: When, first: datetime) -> Due | None:
    return next(due_times(when, first, inclusive=True), None)


def _due_at(when: When, due: datetime) -> str | None:
    """The name of the due time at an instant, None where there is none."""
    found = _from(when, due)
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
    wanted = set(await directory.audience(row["workspace_id"], row["audience"], limit=directory.EVERYBODY))
    planned = await deliveries.of_occurrence(row["workspace_id"], occurrence["id"], ("planned", "queued"))
    gone = [one["contact_id"] for one in planned if one["contact_id"] not in wanted]
    if gone:
        await outcomes.call_off(row["workspace_id"], occurrence["id"], "left_out", now, gone)


async def to_write_to(row: Row) -> set[int]:
    """Who of a message's people may get a copy that a person asks for once more: in its audience as it is now, with a number,
    and not blocked."""
    ids = await directory.audience(row["workspace_id"], row["audience"], limit=directory.EVERYBODY)
    people = await directory.by_ids(row["workspace_id"], ids)
    return {one["id"] for one in people if one["phone"] and one["blocked_at"] is None}


async def readdress(row: Row, now: datetime) -> None:
    """Due times that are planned already follow a changed audience: who left it is called off, who is new is planned."""
    for occurrence in await occurrences.open_of(row["id"]):
        await occurrences.plan_again(occurrence["id"])  # first: it stays open, though nobody of it should be left
        await call_off_others(row, occurrence, now)
        if not row["audience"].get("me"):
            await notices.withdraw("reminder", f"occurrence:{occurrence['id']}")


async def reseat(row: Row, now: datetime) -> None:
    """What was chosen where a limit stands in the way holds for what is planned already, too: its slots are allotted anew."""
    for occurrence in await occurrences.open_of(row["id"]):
        await occurrences.plan_again(occurrence["id"])  # first: it stays open
        waiting = await deliveries.of_occurrence(row["workspace_id"], occurrence["id"], ("planned", "queued"))
        who = {one["contact_id"] for one in waiting}
        await outcomes.call_off(row["workspace_id"], occurrence["id"], "moved", now, who)


async def say_missed(row: Row, now: datetime) -> None:
    """The only time of a message passed while it was paused: that is recorded, and its author hears it."""
    when = when_of(row)
    last = next_due(when) if not when.rules else None
    if last is None:
        return
    occurrence = await occurrences.plan(row["workspace_id"], row["id"], last.nominal, last.due, 0, now, "paused")
    await outcomes.missed(occurrence | {"cause": "paused"}, now)


async def relimit(row: Row, now: datetime) -> None:
    """Due times that are planned already may be as late as is said now, or no later."""
    when = when_of(row)
    for occurrence in await occurrences.open_of(row["id"]):
        limit = limit_of(row, when, occurrence["due_at"])
        await occurrences.set_limit(occurrence["id"], int(limit.total_seconds()))
        await outcomes.relimit(row["workspace_id"], occurrence["id"], limit, now)
