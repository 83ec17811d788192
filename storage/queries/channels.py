"""Provider accounts, channels, what is known of numbers, and the lease on each lane."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.errors import NotFound, WrongKey
from storage.models import Channel, KnownNumber, ProviderAccount

Row = dict[str, Any]

_WITH_ACCOUNT = (
    "select c.*, a.gateway, a.url, a.key, a.secret, a.hook, a.rev as account_rev, a.settings as account_settings"
    " from channel c join provider_account a on a.id = c.account_id"
)


def _clear(row: Row) -> Row:
    if db.cipher is None:
        raise WrongKey
    return row | {"key": db.cipher.unlock(row["key"]), "secret": db.cipher.unlock(row["secret"])}


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
    **more: Any,
) -> Row:
    """A provider account with one channel in it; the first channel of a workspace is its default one."""
    if db.cipher is None:
        raise WrongKey
    async with db.transaction():
        first = await db.row("select id from channel where workspace_id = $1 limit 1", workspace) is None
        account = await ProviderAccount.create(
            workspace_id=workspace,
            gateway=gateway,
            url=url,
            key=db.cipher.lock(key),
            secret=db.cipher.lock(secret),
            hook=hook,
            created_at=now,
        )
        channel = await Channel.create(
            workspace_id=workspace,
            account_id=account.id,
            name=name,
            sender=sender,
            is_default=first,
            created_at=now,
            **more,
        )
    return await get(workspace, channel.id)


async def get(workspace: int, channel: int) -> Row:
    """A channel with its account, credentials in clear. Raises NotFound, WrongKey."""
    found = await db.row(f"{_WITH_ACCOUNT} where c.id = $1 and c.workspace_id = $2", channel, workspace)
    if found is None:
        raise NotFound("channel")
    return _clear(found)


async def state(workspace: int, channel: int) -> Row:
    """The row alone, without opening any credential: for the lane's look each second."""
    found = await db.row(
        "select c.*, a.rev as account_rev from channel c join provider_account a on a.id = c.account_id"
        " where c.id = $1 and c.workspace_id = $2",
        channel,
        workspace,
    )
    if found is None:
        raise NotFound("channel")
    return found


async def unwell() -> list[Row]:
    """Channels of all workspaces that do not work and are not paused: for the tick."""
    return await db.rows(
        "select c.id, c.workspace_id, c.health_at, a.rev as account_rev from channel c"
        " join provider_account a on a.id = c.account_id where c.health <> 'working' and c.paused = false order by c.id"
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


async def set_fields(workspace: int, channel: int, **values: Any) -> None:
    await Channel.filter(id=channel, workspace_id=workspace).update(**values)


async def set_account(workspace: int, account: int, url: str | None = None, key: str | None = None) -> None:
    """New address or credentials; drivers notice by `rev`."""
    if db.cipher is None:
        raise WrongKey
    await db.run(
        "update provider_account set url = coalesce($3, url), key = coalesce($4, key), rev = rev + 1"
        " where id = $1 and workspace_id = $2",
        account,
        workspace,
        url,
        None if key is None else db.cipher.lock(key),
    )


async def remove(workspace: int, channel: int) -> bool:
    """True when removed; a channel that messages or deliveries name is kept (False): its history needs it."""
    used = await db.row(
        "select (select count(*) from delivery where channel_id = $1) + (select count(*) from message where channel_id = $1)"
        " + (select count(*) from answer where channel_id = $1)"
        " + (select count(*) from provider_event where channel_id = $1) as n",
        channel,
    )
    if used and used["n"]:
        return False
    async with db.transaction():
        found = await db.rows(
            "delete from channel where id = $1 and workspace_id = $2 returning account_id", channel, workspace
        )
        for row in found:
            await db.run("delete from known_number where account_id = $1", row["account_id"])
            await db.run(
                "delete from provider_account where id = $1 and not exists"
                " (select 1 from channel where account_id = $1)"
                " and not exists (select 1 from provider_event where account_id = $1)",
                row["account_id"],
            )
    return bool(found)


async def account_by_hook(hook: str) -> Row | None:
    """The account behind a webhook address, secret in clear. The hook itself is the key: no workspace is known yet."""
    found = await db.row("select * from provider_account where hook = $1", hook)
    return None if found is None else _clear(found)


async def by_sender(account: int, sender: str) -> Row | None:
    return await db.row("select * from channel where account_id = $1 and sender = $2", account, sender)


async def set_health(channel: int, health: str, reason: str, now: datetime) -> Row | None:
    """Records a change of health; None when nothing changed. Leaving `working` begins a new outage."""
    found = await db.rows(
        "update channel set health = $2, reason = $3, health_at = $4,"
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


async def left(channel: int, now: datetime) -> None:
    """When the last message of a channel left: what its pace counts from."""
    await db.run("update channel set last_left_at = $2 where id = $1", channel, now)


async def known_number_of(workspace: int, channel: int, phone: str) -> Row | None:
    return await db.row(
        "select k.* from known_number k join channel c on c.account_id = k.account_id"
        " where c.id = $2 and c.workspace_id = $1 and k.phone = $3",
        workspace,
        channel,
        phone,
    )


async def known_number(account: int, phone: str) -> Row | None:
    return await db.row("select * from known_number where account_id = $1 and phone = $2", account, phone)


async def phones_of(account: int, phone: str | None, chat: str | None, alias: str | None) -> list[str]:
    """The numbers of the person whom a provider names so, the told one first.

    By chat, as a chat differs from the dialled number in Brazil, Mexico and Argentina; by alias, as nothing else may be told.
    """
    found = await db.rows(
        "select phone from known_number where account_id = $1 and (chat = $2 or alias = $3) order by id limit 5",
        account,
        chat or "",
        alias or "",
    )
    return list(dict.fromkeys([*([phone] if phone else []), *(str(row["phone"]) for row in found)]))


async def learn_number(
    account: int, phone: str, known: bool | None, chat: str | None, alias: str | None, now: datetime
) -> None:
    """Keeps what was said of a number; an alias once learnt is not forgotten by an answer without one."""
    old = await KnownNumber.get_or_none(account_id=account, phone=phone)
    if old is None:
        with db.away():
            await KnownNumber.create(
                account_id=account, phone=phone, known=known, chat=chat, alias=alias, checked_at=now
            )
        return
    await KnownNumber.filter(id=old.id).update(
        known=old.known if known is None else known, chat=chat or old.chat, alias=alias or old.alias, checked_at=now
    )


async def take_lease(channel: int, owner: str, seconds: float) -> int | None:
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


async def renew_lease(channel: int, owner: str, fence: int, seconds: float) -> bool:
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


async def release_lease(channel: int, owner: str, fence: int) -> None:
    await db.run(
        "update lease set expires_at = 0 where channel_id = $1 and owner = $2 and fence = $3", channel, owner, fence
    )


def lease_holds(channel: str, owner: str, fence: str) -> str:
    """A clause: the lease is ours and has not run out. Arguments are placeholders or columns."""
    return (
        f"exists (select 1 from lease l where l.channel_id = {channel} and l.owner = {owner} and l.fence = {fence}"
        f" and l.expires_at > {db.now_sql()})"
    )
