"""Who ticks on this database: workers all the time, one round of an outside cron at a time. By the database's clock."""

from __future__ import annotations

from storage import db

_ROUND = "round"
_MICROS = 1_000_000
_GONE = 24 * 3600 * _MICROS


async def on_duty(owner: str, seconds: float) -> None:
    """A worker says that it ticks, and is believed for so long. Who has been gone for a day is forgotten."""
    await _say(f"worker:{owner}", owner, seconds)
    await db.run(f"delete from runner where expires_at < {db.now_sql()} - $1", _GONE)


async def of_this_database(owner: str, seconds: float) -> None:
    """Somebody is about to be seen elsewhere, and belongs to this database: said before, so that who sees them can tell."""
    await _say(f"beat:{owner}", owner, seconds)


async def _say(name: str, owner: str, seconds: float) -> None:
    await db.run(
        f"insert into runner (name, owner, expires_at) values ($1, $2, {db.now_sql()} + $3)"
        " on conflict (name) do update set expires_at = excluded.expires_at",
        name,
        owner,
        int(seconds * _MICROS),
    )


async def off_duty(owner: str) -> None:
    """It ends in order: nobody waits for its time to run out. That it was of this database stays true."""
    await db.run("delete from runner where owner = $1 and name not like 'beat:%'", owner)


async def worker_on_duty() -> bool:
    return bool(
        await db.rows(f"select id from runner where name like 'worker:%' and expires_at > {db.now_sql()} limit 1")
    )


async def take_turn(owner: str, seconds: float, what: str = _ROUND) -> bool:
    """The one round (or something else that one process does for all) is now ours for so long, or is renewed; False while
    another has it."""
    found = await db.rows(
        f"insert into runner (name, owner, expires_at) values ($3, $1, {db.now_sql()} + $2)"
        " on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at"
        f" where runner.expires_at < {db.now_sql()} or runner.owner = excluded.owner returning id",
        owner,
        int(seconds * _MICROS),
        what,
    )
    return bool(found)


async def owners() -> set[str]:
    """Who ticks, or lately beat, on this database."""
    return {row["owner"] for row in await db.rows(f"select owner from runner where expires_at > {db.now_sql()}")}
