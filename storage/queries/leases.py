"""The lease on each lane: one holder at a time over all workers, by the database's clock, with a fencing number."""

from __future__ import annotations

from storage import db


async def take(channel: int, owner: str, seconds: float) -> int | None:
    """The fencing number when the lane of a channel is now ours, None while another holds it.

    By the database's clock alone: a worker whose own clock is wrong neither keeps nor steals a lane.
    """
    found = await db.rows(
        f"insert into lease (channel_id, owner, fence, expires_at) values ($1, $2, 1, {db.now_sql()} + $3)"
        " on conflict (channel_id) do update set owner = excluded.owner, fence = lease.fence + 1,"
        f" expires_at = excluded.expires_at where lease.expires_at < {db.now_sql()} returning fence",
        channel,
        owner,
        int(seconds * 1_000_000),
    )
    return int(found[0]["fence"]) if found else None


async def renew(channel: int, owner: str, fence: int, seconds: float) -> bool:
    """True while it is ours. One that ran out but nobody took is ours still."""
    found = await db.rows(
        f"update lease set expires_at = {db.now_sql()} + $4 where channel_id = $1 and owner = $2 and fence = $3"
        " returning fence",
        channel,
        owner,
        fence,
        int(seconds * 1_000_000),
    )
    return bool(found)


async def release(channel: int, owner: str, fence: int) -> None:
    await db.run(
        "update lease set expires_at = 0 where channel_id = $1 and owner = $2 and fence = $3", channel, owner, fence
    )


def holds(channel: str, owner: str, fence: str) -> str:
    """A clause: the lease is ours and has not run out. Arguments are placeholders or columns."""
    return (
        f"exists (select 1 from lease l where l.channel_id = {channel} and l.owner = {owner} and l.fence = {fence}"
        f" and l.expires_at > {db.now_sql()})"
    )
