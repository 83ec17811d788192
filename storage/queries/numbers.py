"""What a provider said of numbers: whether WhatsApp knows them, and how their people are addressed there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage import db

Row = dict[str, Any]


async def of_channel(workspace: int, channel: int, phones: Iterable[str | None]) -> dict[str, Row]:
    """What the provider of a channel said of these numbers, by number."""
    wanted = sorted({phone for phone in phones if phone})
    if not wanted:
        return {}
    rows = await db.rows(
        "select k.* from known_number k join channel c on c.account_id = k.account_id"
        f" where c.id = $2 and c.workspace_id = $1 and k.phone {db.among(3)}",
        workspace,
        channel,
        db.several(wanted),
    )
    return {row["phone"]: row for row in rows}


async def unasked(
    workspace: int, channel: int, account: int, fence: int, before: datetime, since: datetime, limit: int
) -> list[Row]:
    """Of the first `limit` deliveries that the holder of a fence has queued until an instant, those of whose numbers nothing
    was said after another: `id` and `contact_phone`.

    Each number by itself along its key: joined, PostgreSQL reads all of the account where it thinks that they are few."""
    return await db.rows(
        "select near.id, near.contact_phone from (select d.id, c.phone as contact_phone, d.ready_at from delivery d"
        " join contact c on c.id = d.contact_id where d.workspace_id = $1 and d.channel_id = $2 and d.state = 'queued'"
        " and d.fence = $4 and d.ready_at <= $5 order by d.ready_at, d.id limit $7) near"
        " where near.contact_phone is not null and coalesce((select k.checked_at from known_number k where"
        " k.account_id = $3 and k.phone = near.contact_phone), 0) <= $6 order by near.ready_at, near.id",
        workspace,
        channel,
        account,
        fence,
        before,
        since,
        limit,
    )


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


async def learn(
    account: int, phone: str, known: bool | None, chat: str | None, alias: str | None, now: datetime
) -> None:
    """Keeps what was said of a number; an alias once learnt is not forgotten by an answer without one."""
    await db.run(
        "insert into known_number (account_id, phone, known, chat, alias, checked_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (account_id, phone) do update set"
        " known = coalesce(excluded.known, known_number.known), chat = coalesce(excluded.chat, known_number.chat),"
        " alias = coalesce(excluded.alias, known_number.alias), checked_at = excluded.checked_at",
        account,
        phone,
        known,
        chat or None,
        alias or None,
        now,
    )
