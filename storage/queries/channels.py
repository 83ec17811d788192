"""Channels, with their accounts. Not here: credentials (`accounts`), what is known of numbers, leases on lanes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound, WrongKey
from storage.models import Channel, ProviderAccount
from storage.queries import accounts

Row = dict[str, Any]

_WITH_ACCOUNT = (
    "select c.*, a.gateway, a.url, a.key, a.secret, a.hook, a.rev as account_rev, a.settings as account_settings"
    " from channel c join provider_account a on a.id = c.account_id"
)


async def add(
    workspace: int,
    name: str,
    gateway: str,
    url: str,
    key: str,
    secret: str,
    hook: str,
    sender: str,
    now: datetime,
    *,
    account_settings: Mapping[str, Any] | None = None,
    **more: Any,
) -> Row:
    """A provider account with one channel in it; the first channel of a workspace is its default one."""
    if db.cipher is None:
        raise WrongKey
    async with db.joined():
        account = await db.create(
            ProviderAccount,
            workspace_id=workspace,
            gateway=gateway,
            url=url,
            key=db.cipher.lock(key),
            secret=db.cipher.lock(secret),
            hook=hook,
            settings=dict(account_settings or {}),
            created_at=now,
        )
        channel = await _channel(workspace, account, name, sender, now, more)
    return await get(workspace, channel)


async def add_to(workspace: int, account: int, name: str, sender: str, now: datetime, **more: Any) -> Row:
    """Another channel in an account that is there."""
    async with db.transaction():
        channel = await _channel(workspace, account, name, sender, now, more)
    return await get(workspace, channel)


async def _channel(workspace: int, account: int, name: str, sender: str, now: datetime, more: Row) -> int:
    first = await db.row("select id from channel where workspace_id = $1 limit 1", workspace) is None
    return await db.create(
        Channel,
        workspace_id=workspace,
        account_id=account,
        name=name,
        sender=sender,
        is_default=first,
        created_at=now,
        **more,
    )


async def get(workspace: int, channel: int) -> Row:
    """A channel with its account, credentials in clear. Raises NotFound, WrongKey."""
    found = await db.row(f"{_WITH_ACCOUNT} where c.id = $1 and c.workspace_id = $2", channel, workspace)
    if found is None:
        raise NotFound("channel")
    return accounts.clear(found)


async def state(workspace: int, channel: int) -> Row:
    """The row alone, without opening any credential."""
    return await _state(workspace, channel)


async def front(workspace: int, channel: int) -> Row:
    """As `state`, and when the first of its deliveries is ready to leave, of those that are queued (`queued_at`) and of those
    that are planned (`planned_at`): for the lane's look, each second and after each start."""
    firsts = (
        f"(select ready_at from delivery where workspace_id = $2 and channel_id = $1 and state = '{state}'"
        f" order by ready_at limit 1) as {state}_at"
        for state in ("queued", "planned")
    )
    return await _state(workspace, channel, *firsts)


async def _state(workspace: int, channel: int, *more: str) -> Row:
    told = ", ".join(("c.*", "a.rev as account_rev", "a.gateway", "a.url", "a.settings as account_settings", *more))
    found = await db.row(
        f"select {told} from channel c join provider_account a on a.id = c.account_id where c.id = $1"
        " and c.workspace_id = $2",
        channel,
        workspace,
    )
    if found is None:
        raise NotFound("channel")
    return found


async def locked(workspace: int, channel: int) -> Row:
    """The row alone, which nobody else changes before the end of this transaction."""
    found = await db.row(
        f"select * from channel where id = $1 and workspace_id = $2{db.lock_to_count()}", channel, workspace
    )
    if found is None:
        raise NotFound("channel")
    return found


async def unwell() -> list[Row]:
    """Channels of all workspaces that do not work and are not paused: for the tick."""
    return await db.rows(
        "select c.id, c.workspace_id, c.health, c.health_at, a.rev as account_rev from channel c"
        " join provider_account a on a.id = c.account_id where c.health <> 'working' and c.paused = false order by c.id"
    )


async def restricted(now: datetime) -> list[Row]:
    """Channels of all workspaces that work and that their provider restricts (held, or to answers alone): for the tick."""
    return await db.rows(
        "select c.id, c.workspace_id, c.health, c.hold_until, c.seen, a.rev as account_rev from channel c"
        " join provider_account a on a.id = c.account_id where c.health = 'working' and c.paused = false"
        " and (c.hold_until > $1 or cast(c.seen as text) like '%answers_only%') order by c.id",
        now,
    )


async def limited() -> list[Row]:
    """Channels of all workspaces that may send only so many messages a day, with their workspace's zone: for the tick."""
    return await db.rows(
        "select c.id, c.workspace_id, c.name, c.daily_limit, c.warm_up, c.warm_from, w.zone from channel c"
        " join workspace w on w.id = c.workspace_id where c.daily_limit is not null or c.warm_up is not null order by c.id"
    )


async def find(workspace: int, name: str | None) -> Row | None:
    """A channel by name, or the default one."""
    if name is None:
        return await db.row(
            "select * from channel where workspace_id = $1 order by is_default desc, id limit 1", workspace
        )
    return await db.row("select * from channel where workspace_id = $1 and lower(name) = lower($2)", workspace, name)


async def every(workspace: int) -> list[Row]:
    return await db.rows(
        "select c.*, a.gateway, a.url, a.hook from channel c join provider_account a on a.id = c.account_id"
        " where c.workspace_id = $1 order by c.id",
        workspace,
    )


async def set_paused(workspace: int, channel: int, paused: bool) -> bool:
    """False: it was so already, or is not there."""
    found = await db.rows(
        "update channel set paused = $3 where id = $1 and workspace_id = $2 and paused <> $3 returning id",
        channel,
        workspace,
        paused,
    )
    return bool(found)


async def make_default(workspace: int, channel: int) -> bool:
    """The one default of a workspace. False: it was that already, or is not there."""
    async with db.joined():
        found = await db.rows(
            "update channel set is_default = true where id = $1 and workspace_id = $2 and is_default = false returning id",
            channel,
            workspace,
        )
        if found:
            await db.run(
                "update channel set is_default = false where workspace_id = $2 and id <> $1 and is_default = true",
                channel,
                workspace,
            )
    return bool(found)


async def set_fields(workspace: int, channel: int, **values: Any) -> None:
    await db.update(Channel, values, id=channel, workspace_id=workspace)


async def remove(workspace: int, channel: int) -> bool:
    """True when removed; a channel that messages, deliveries or answers name is kept (False): its history needs it."""
    used = await db.row(
        "select (select count(*) from delivery where channel_id = $1) + (select count(*) from message where channel_id = $1)"
        " + (select count(*) from answer where channel_id = $1) as n",
        channel,
    )
    if used and used["n"]:
        return False
    async with db.joined():
        await db.run("delete from provider_event where channel_id = $1 and workspace_id = $2", channel, workspace)
        found = await db.rows(
            "delete from channel where id = $1 and workspace_id = $2 returning account_id", channel, workspace
        )
        if found:
            await db.run("update channel set failover_id = null where failover_id = $1", channel)
        for row in found:
            await db.run("delete from known_number where account_id = $1", row["account_id"])
            await db.run(
                "delete from provider_account where id = $1 and not exists"
                " (select 1 from channel where account_id = $1)"
                " and not exists (select 1 from provider_event where account_id = $1)",
                row["account_id"],
            )
    return bool(found)


async def of_account(account: int) -> list[Row]:
    """The channels of a provider account."""
    return await db.rows("select * from channel where account_id = $1 order by id", account)


async def learn_seen(channel: int, seen: Mapping[str, Any], number: str | None = None) -> Row:
    """Keeps what the provider said of a channel that works all the same (its standing, its limit), and its number. What was
    known before."""
    async with db.joined():
        old = await db.row(f"select seen, number from channel where id = $1{db.lock_to_count()}", channel)
        if old is None:
            return {}
        new = {**(old["seen"] or {}), **seen}
        if new != (old["seen"] or {}) or number not in (None, old["number"]):
            await db.run(
                f"update channel set seen = {db.json_mark(2)}, number = coalesce($3, number) where id = $1",
                channel,
                db.json_text(new),
                number,
            )
        return dict(old["seen"] or {})


async def set_seen(channel: int, seen: Mapping[str, Any]) -> None:
    """Inside the transaction that holds the channel's row."""
    await db.run(f"update channel set seen = {db.json_mark(2)} where id = $1", channel, db.json_text(seen))


async def set_health(channel: int, health: str, reason: str, now: datetime) -> Row | None:
    """Records a change of health; None when nothing changed. Leaving `working` begins a new outage, whose beginning
    `health_at` stays while it goes on."""
    found = await db.rows(
        "update channel set health = $2, reason = $3,"
        " health_at = case when health = 'working' or $2 = 'working' then $4 else health_at end,"
        " outages = outages + case when health = 'working' and $2 <> 'working' then 1 else 0 end"
        " where id = $1 and (health <> $2 or reason <> $3) returning *",
        channel,
        health,
        reason,
        now,
    )
    return found[0] if found else None


async def hold(channel: int, until: datetime) -> None:
    await db.run(
        "update channel set hold_until = $2 where id = $1 and (hold_until is null or hold_until < $2)", channel, until
    )


async def let_go_on(channel: int) -> None:
    """It is held no longer."""
    await db.run("update channel set hold_until = null where id = $1", channel)


async def left(channel: int, now: datetime) -> int:
    """When the last message of a channel left: what its pace counts from. How often something has left: it only grows."""
    found = await db.row(
        "update channel set last_left_at = $2, lefts = lefts + 1 where id = $1 returning lefts", channel, now
    )
    return int(found["lefts"]) if found else 0


async def lefts() -> dict[int, int]:
    """How often something has left over each channel of all workspaces."""
    return {row["id"]: int(row["lefts"]) for row in await db.rows("select id, lefts from channel")}
