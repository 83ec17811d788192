"""Which database this is, how far it came, and whether sending is held. Not here: what is proof of what
(`core.dispatch.lineage`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.errors import StorageError, StoreAway

Row = dict[str, Any]

_PLACE = (
    "select (select system_identifier::text from pg_control_system()) || ':' ||"
    " (select oid::text from pg_database where datname = current_database()) as place,"
    " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline"
)


async def now() -> Row | None:
    """`lineage`, and `held` (null while it is sent); None before the first beat of all."""
    return await db.row("select lineage, held from installation where id = 1")


async def where() -> tuple[str, str]:
    """Where the database physically is (PostgreSQL's system identifier and its own id there) and on which timeline; empty
    where that cannot be known: on SQLite, or where the role may not ask. Raises StoreAway."""
    if db.is_sqlite():
        return "", ""
    try:
        found = await db.row(_PLACE)
    except StoreAway:
        raise
    except StorageError:
        return "", ""
    return (found["place"] or "", found["timeline"] or "") if found else ("", "")


async def locked() -> Row | None:
    """The one row, with the database's clock as `clock`; nobody changes it before the caller's transaction ends."""
    return await db.row(f"select *, {db.now_sql()} as clock from installation where id = 1{db.lock_rows()}")


async def begin(lineage: str, place: str, timeline: str, now: datetime) -> None:
    """The first beat of all; nothing where another worker was quicker."""
    await db.run(
        "insert into installation (id, lineage, beats, beat_at, beat_clock, place, timeline)"
        f" values (1, $1, 1, $2, {db.now_sql()}, $3, $4) on conflict (id) do nothing",
        lineage,
        now,
        place,
        timeline,
    )


async def beat(place: str, timeline: str, now: datetime) -> int:
    """One further beat; how many there were. A place that cannot be known now stays what it was."""
    found = await db.row(
        f"update installation set beats = beats + 1, beat_at = $1, beat_clock = {db.now_sql()},"
        " place = case when $2 = '' then place else $2 end, timeline = case when $3 = '' then timeline else $3 end"
        " where id = 1 returning beats",
        now,
        place,
        timeline,
    )
    return int(found["beats"]) if found else 0


async def hold(held: dict[str, Any]) -> bool:
    """Sending is held from now on; False where it was already."""
    found = await db.rows(
        f"update installation set held = {db.json_mark(1)} where id = 1 and held is null returning id",
        db.json_text(held),
    )
    return bool(found)


async def renew(lineage: str, place: str, timeline: str, now: datetime) -> bool:
    """Sending goes on, in a new life that nothing seen before is compared with; False where it was not held."""
    found = await db.rows(
        f"update installation set held = null, lineage = $1, beats = 1, beat_at = $2, beat_clock = {db.now_sql()},"
        " place = $3, timeline = $4 where id = 1 and held is not null returning id",
        lineage,
        now,
        place,
        timeline,
    )
    return bool(found)


async def forget() -> None:
    """The database begins a new life: after it was put in place by a command of ours, which held back what had to be."""
    await db.run("delete from installation")


async def at_risk(workspace: int, now: datetime, until: datetime) -> Row:
    """What a database that went back, or a copy, could send twice: `overdue` (planned, and its time has passed), `flying`
    (was leaving), `behind` (messages with a due time that passed and is not planned), `ahead` (deliveries planned and
    messages due until an instant), and `next`, the first time after now at which something may leave."""
    delivery = "select count(*) as n, min(ready_at) as ready_at from delivery where workspace_id = $1 and state = '{}'"
    found: Row = {"overdue": 0, "flying": 0, "behind": 0, "ahead": 0, "next": None}
    times = []
    for state in ("planned", "queued"):
        row = await db.row(f"{delivery.format(state)} and slot_at <= $2", workspace, now)
        found["overdue"] += row["n"] if row else 0
        row = await db.row(f"{delivery.format(state)} and slot_at > $2 and slot_at <= $3", workspace, now, until)
        found["ahead"] += row["n"] if row else 0
        row = await db.row(f"{delivery.format(state)} and slot_at > $2", workspace, now)
        times.append(row["ready_at"] if row else None)
    row = await db.row(delivery.format("sending"), workspace)
    found["flying"] = row["n"] if row else 0
    message = (
        "select count(*) as n, min(next_due_at) as next_due_at from message where workspace_id = $1"
        " and state = 'active' and next_due_at"
    )
    row = await db.row(f"{message} <= $2", workspace, now)
    found["behind"] = row["n"] if row else 0
    row = await db.row(f"{message} > $2 and next_due_at <= $3", workspace, now, until)
    found["ahead"] += row["n"] if row else 0
    row = await db.row(f"{message} > $2", workspace, now)
    times.append(row["next_due_at"] if row else None)
    found["next"] = min((one for one in times if one is not None), default=None)
    return found
