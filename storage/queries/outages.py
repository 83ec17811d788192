"""Times in which nothing could leave, and what was late or skipped because of them. Not here: who hears it
(`core.messages.outages`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]

_FORGOTTEN = "settled_at is not null and settled_at < $1"
_OVER = (
    "(select id from outage where workspace_id = $1 and (channel_id is null or channel_id = $2) and since_at <= $4"
    " and (until_at is null or until_at >= $3) order by id limit 1)"
)
"""The outage that a time between two instants, in which something was to leave over a channel, has a part in."""


async def was_not_running(since: datetime, until: datetime) -> None:
    """For every workspace that was there by then: no worker ticked between two instants."""
    await db.run(
        "insert into outage (workspace_id, since_at, until_at) select id, $1, $2 from workspace where created_at < $2",
        since,
        until,
    )


async def began(workspace: int, channel: int, since: datetime) -> None:
    """A channel went down; nothing where it is known to be."""
    await db.run(
        "insert into outage (workspace_id, channel_id, since_at) select w.id, $2, $3 from workspace w where w.id = $1"
        " and not exists (select 1 from outage where channel_id = $2 and until_at is null)",
        workspace,
        channel,
        since,
    )


async def ended(workspace: int, channel: int, until: datetime) -> None:
    await db.run(
        "update outage set until_at = $3 where workspace_id = $1 and channel_id = $2 and until_at is null",
        workspace,
        channel,
        until,
    )


async def get(workspace: int, outage: int) -> Row | None:
    """With the channel's name, null where Belfry was not running."""
    return await db.row(
        "select o.*, c.name from outage o left join channel c on c.id = o.channel_id where o.id = $1"
        " and o.workspace_id = $2",
        outage,
        workspace,
    )


async def went_late(
    workspace: int, channel: int, occurrence: int, message: int, slot: datetime, left: datetime
) -> None:
    """A copy left long after its slot: counted, if an outage lay between."""
    await db.run(
        "insert into outage_effect (outage_id, occurrence_id, message_id, skipped, missed, late)"
        f" select o.id, $5, $6, 0, 0, 1 from outage o where o.id = {_OVER}"
        " on conflict (outage_id, occurrence_id) do update set late = outage_effect.late + 1",
        workspace,
        channel,
        slot,
        left,
        occurrence,
        message,
    )


async def was_skipped(
    workspace: int, channel: int | None, occurrence: int, message: int, first: datetime, last: datetime, missed: int
) -> bool:
    """Whether an outage lies between two instants; then it is what a due time was skipped for: in part (`recount` says how
    many copies), or as a whole (`missed` = 1)."""
    found = await db.rows(
        "insert into outage_effect (outage_id, occurrence_id, message_id, skipped, missed, late)"
        f" select o.id, $5, $6, 0, {1 if missed else 0}, 0 from outage o where o.id = {_OVER}"
        " on conflict (outage_id, occurrence_id) do update set missed = excluded.missed returning id",
        workspace,
        -1 if channel is None else channel,
        first,
        last,
        occurrence,
        message,
    )
    return bool(found)


async def recount(occurrence: int) -> None:
    """How many copies of a due time are skipped because they were too late, as it is now."""
    await db.run(
        "update outage_effect set skipped = (select count(*) from delivery d where d.occurrence_id = $1"
        " and d.state = 'skipped' and d.cause = 'too_late') where occurrence_id = $1",
        occurrence,
    )


async def caught_up(effect: int) -> None:
    """Nothing of the due time is left that somebody should decide about."""
    await db.run("update outage_effect set missed = 0, skipped = 0 where id = $1", effect)


async def effects(workspace: int, outage: int) -> list[Row]:
    """By message: `id`, `skipped`, `missed` and `late`, with the message's number, title, author and state."""
    return await db.rows(
        "select e.*, m.workspace_id, m.number, m.title, m.author_id, m.state as message_state from outage_effect e"
        " join message m on m.id = e.message_id where m.workspace_id = $1 and e.outage_id = $2"
        " and e.skipped + e.missed + e.late > 0 order by e.id",
        workspace,
        outage,
    )


async def unsettled() -> list[Row]:
    """Of all workspaces: those with an effect that may still change, oldest first, and whose they are."""
    return await db.rows(
        "select o.*, c.name from outage o left join channel c on c.id = o.channel_id where o.settled_at is null"
        " and exists (select 1 from outage_effect e where e.outage_id = o.id) order by o.id"
    )


async def settle(before: datetime, forget: datetime, now: datetime) -> None:
    """Those that ended before an instant change no more; those that settled before another are forgotten."""
    await db.run("update outage set settled_at = $2 where until_at < $1 and settled_at is null", before, now)
    await db.run(
        f"delete from outage_effect where outage_id in (select id from outage where {_FORGOTTEN})",
        forget,
    )
    await db.run(f"delete from outage where {_FORGOTTEN}", forget)
