"""Provider accounts: credentials, kept as ciphertext, and what came to their webhooks. Not here: their channels."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from storage import db
from storage.errors import NotFound, WrongKey
from storage.fields import Cipher

Row = dict[str, Any]

_LOCKED = "locked"


def sealed(clear: Mapping[str, str], hidden: Mapping[str, str]) -> dict[str, Any]:
    """Settings as they are kept: those that are secret as ciphertext. Raises WrongKey."""
    if db.cipher is None:
        raise WrongKey
    return {**clear, **{name: {_LOCKED: db.cipher.lock(value)} for name, value in hidden.items()}}


def clear(row: Row) -> Row:
    """A row with its credentials and settings in clear. Raises WrongKey."""
    if db.cipher is None:
        raise WrongKey
    clear = {name: opened(row[name], db.cipher) for name in ("settings", "account_settings") if name in row}
    return row | clear | {"key": db.cipher.unlock(row["key"]), "secret": db.cipher.unlock(row["secret"])}


def opened(kept: Any, cipher: Cipher | None) -> dict[str, Any]:
    """Settings with every ciphertext in clear, or left out where there is no cipher. A JSON column under another name comes as
    the text that it is kept as."""
    settings: dict[str, Any] = json.loads(kept) if isinstance(kept, str) else kept or {}
    found = {}
    for name, value in settings.items():
        locked = isinstance(value, dict) and _LOCKED in value
        if not locked:
            found[name] = value
        elif cipher is not None:
            found[name] = cipher.unlock(value[_LOCKED])
    return found


async def set_fields(
    workspace: int,
    account: int,
    url: str | None = None,
    key: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> None:
    """New address, credentials or (`sealed`) settings; drivers notice by `rev`."""
    if db.cipher is None:
        raise WrongKey
    async with db.transaction():
        old = await db.row(
            "select settings from provider_account where id = $1 and workspace_id = $2", account, workspace
        )
        if old is None:
            raise NotFound("account")
        await db.run(
            f"update provider_account set url = coalesce($3, url), key = coalesce($4, key), settings = {db.json_mark(5)},"
            " rev = rev + 1 where id = $1 and workspace_id = $2",
            account,
            workspace,
            url,
            None if key is None else db.cipher.lock(key),
            db.json_text({**old["settings"], **(settings or {})}),
        )


async def by_hook(hook: str) -> Row | None:
    """The account behind a webhook address, secret in clear. The hook itself is the key: no workspace is known yet."""
    found = await db.row("select * from provider_account where hook = $1", hook)
    return None if found is None else clear(found)


async def with_channels(hook: str) -> tuple[Row, list[Row]] | None:
    """As `by_hook`, and its channels (`id`, `sender`, `number`), by one statement."""
    found = await db.rows(
        "select a.*, c.id as of_channel, c.sender as of_sender, c.number as of_number from provider_account a"
        " left join channel c on c.account_id = a.id where a.hook = $1 order by c.id",
        hook,
    )
    if not found:
        return None
    its = [{name: row[f"of_{name}"] for name in ("channel", "sender", "number")} for row in found]
    return clear(found[0]), [{"id": one.pop("channel"), **one} for one in its if one["channel"] is not None]


async def refused(account: int, now: datetime) -> None:
    """A call to its webhook had a wrong signature: noted once in five seconds at most."""
    await db.run(
        "update provider_account set refused_at = $2 where id = $1 and (refused_at is null or refused_at < $3)",
        account,
        now,
        now - timedelta(seconds=5),
    )


async def heard(workspace: int, channel: int) -> Row:
    """What came to the webhook of a channel: `verified` (an event of its own), `refused` (when a signature was wrong),
    `other_sender` (whom an event of its account named that belongs to no channel)."""
    found = await db.row(
        "select a.refused_at, a.id as account,"
        " exists (select 1 from provider_event e where e.channel_id = c.id) as verified"
        " from channel c join provider_account a on a.id = c.account_id where c.id = $1 and c.workspace_id = $2",
        channel,
        workspace,
    )
    if found is None:
        return {"verified": False, "refused": None, "other_sender": ""}
    stray = await db.row(
        "select data from provider_event where account_id = $1 and channel_id is null and done_at is null"
        " order by id desc limit 1",
        found["account"],
    )
    other = str(stray["data"].get("sender") or "") if stray else ""
    return {"verified": bool(found["verified"]), "refused": found["refused_at"], "other_sender": other}


async def forget_strays(account: int) -> None:
    """What a webhook refused, and events that named no channel, are old news."""
    await db.run("update provider_account set refused_at = null where id = $1", account)
    await db.run(
        "update provider_event set done_at = received_at where account_id = $1 and channel_id is null"
        " and done_at is null",
        account,
    )
