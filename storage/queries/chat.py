"""Telegram updates, proposals and bubbles."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from storage import db
from storage.models import Bubble, Proposal
from storage.queries import setups

Row = dict[str, Any]

_SEALED = "sealed"


async def keep_update(bot: int, update_id: int, chat: str, body: dict[str, Any], now: datetime) -> int | None:
    """Stores an update before anything is done about it; None when it came before. Where a setup is under way its body
    is sealed: it may hold a key."""
    kept = {_SEALED: setups.seal(db.json_text(body))} if await setups.under_way(chat) else body
    found = await db.rows(
        "insert into telegram_update (bot, update_id, chat, body, state, attempts, received_at)"
        f" values ($1, $2, $3, {db.json_mark(4)}, 'new', 0, $5) on conflict (bot, update_id) do nothing returning id",
        bot,
        update_id,
        chat,
        db.json_text(kept),
        now,
    )
    return int(found[0]["id"]) if found else None


async def waiting_chats(bot: int) -> list[str]:
    """Chats that have updates to work on."""
    found = await db.rows(
        "select chat, min(update_id) as first from telegram_update where bot = $1 and state = 'new'"
        " group by chat order by first",
        bot,
    )
    return [str(row["chat"]) for row in found]


async def next_update(bot: int, chat: str) -> Row | None:
    """The oldest update of a chat that is not worked on."""
    found = await db.row(
        "select * from telegram_update where bot = $1 and chat = $2 and state = 'new' order by update_id limit 1",
        bot,
        chat,
    )
    if found is not None and isinstance(found["body"], str):
        found["body"] = json.loads(found["body"])
    if found is not None and _SEALED in found["body"]:
        found["body"] = json.loads(setups.unseal(found["body"][_SEALED]))
    return found


async def last_update(bot: int) -> int | None:
    """The highest update id stored: where polling goes on."""
    found = await db.row("select max(update_id) as last from telegram_update where bot = $1", bot)
    return found["last"] if found else None


async def update_done(update: int, state: str, now: datetime) -> None:
    """It is settled; of one that was sealed nothing is kept."""
    sealed = f'{{"{_SEALED}"%'
    await db.run(
        "update telegram_update set state = $2, done_at = $3,"
        f" body = case when cast(body as text) like $4 then {db.json_mark(5)} else body end where id = $1",
        update,
        state,
        now,
        sealed,
        "{}",
    )


async def update_tried(update: int) -> int:
    found = await db.rows("update telegram_update set attempts = attempts + 1 where id = $1 returning attempts", update)
    return int(found[0]["attempts"]) if found else 0


# --- proposals


async def propose(
    workspace: int, staff: int, chat: str, about: str, reading: dict[str, Any], origin: str, now: datetime
) -> Row:
    """Keeps a reading that waits for a tap; asking again from the same origin gives the same proposal."""
    known = await db.row("select * from proposal where origin = $1", origin)
    if known is not None:
        return known
    made = await db.create(
        Proposal,
        workspace_id=workspace,
        staff_id=staff,
        chat=chat,
        about=about,
        state="open",
        reading=reading,
        origin=origin,
        created_at=now,
    )
    found = await proposal(workspace, made)
    if found is None:
        raise RuntimeError("a proposal that was just made is gone")
    return found


async def proposal(workspace: int, proposal: int) -> Row | None:
    return await db.row("select * from proposal where id = $1 and workspace_id = $2", proposal, workspace)


async def open_proposal(workspace: int, staff: int, chat: str, about: str | None = None) -> Row | None:
    """The newest open one of a chat."""
    only = " and about = $4" if about else ""
    return await db.row(
        "select * from proposal where workspace_id = $1 and staff_id = $2 and chat = $3 and state = 'open'"
        f"{only} order by id desc limit 1",
        workspace,
        staff,
        chat,
        *([about] if about else []),
    )


async def close_proposal(workspace: int, proposal: int, state: str, now: datetime) -> bool:
    """open -> done, stopped, replaced or expired. False: it was closed already (a second tap)."""
    found = await db.rows(
        "update proposal set state = $3, closed_at = $4 where id = $1 and workspace_id = $2 and state = 'open' returning id",
        proposal,
        workspace,
        state,
        now,
    )
    return bool(found)


async def set_proposal(workspace: int, proposal: int, **fields: Any) -> None:
    await db.update(Proposal, fields, id=proposal, workspace_id=workspace)


async def proposal_by_origin(origin: str) -> Row | None:
    """What an update was read as when it was first worked on."""
    return await db.row("select * from proposal where origin = $1", origin)


async def open_question(workspace: int, staff: int, chat: str) -> Row | None:
    """The newest question of a chat that waits for a tap or an answer."""
    return await db.row(
        "select * from proposal where workspace_id = $1 and staff_id = $2 and chat = $3 and state = 'open'"
        " and about in ('clarify', 'confirm') order by id desc limit 1",
        workspace,
        staff,
        chat,
    )


async def newest_proposal(workspace: int, staff: int, chat: str) -> Row | None:
    """What was asked for last in a chat, whatever became of it."""
    return await db.row(
        "select * from proposal where workspace_id = $1 and staff_id = $2 and chat = $3 order by id desc limit 1",
        workspace,
        staff,
        chat,
    )


async def close_questions(workspace: int, staff: int, chat: str, before: int, state: str, now: datetime) -> list[Row]:
    """Closes the open questions of a chat that are older than a proposal; gives them."""
    return await db.rows(
        "update proposal set state = $5, closed_at = $6 where workspace_id = $1 and staff_id = $2 and chat = $3"
        " and id < $4 and state = 'open' and about in ('clarify', 'confirm') returning id, bubble",
        workspace,
        staff,
        chat,
        before,
        state,
        now,
    )


async def proposal_of_message(workspace: int, message: int) -> Row | None:
    """The reading that last gave a message its time."""
    return await db.row(
        "select * from proposal where workspace_id = $1 and message_id = $2 order by id desc limit 1",
        workspace,
        message,
    )


async def stranger_told(bot: int, chat: str, since: datetime) -> bool:
    """Whether somebody unknown got their one sentence since an instant."""
    found = await db.row(
        "select id from telegram_update where bot = $1 and chat = $2 and state = 'stranger' and done_at > $3 limit 1",
        bot,
        chat,
        since,
    )
    return found is not None


# --- bubbles


async def keep_bubble(workspace: int, staff: int, chat: str, ref: int, kind: str, about: int, shown: str = "") -> None:
    """Remembers what a chat message of ours shows. The same message again takes its new meaning."""
    known = await db.row("select id from bubble where chat = $1 and ref = $2", chat, ref)
    if known is None:
        await db.create(
            Bubble, workspace_id=workspace, staff_id=staff, chat=chat, ref=ref, kind=kind, about=about, shown=shown
        )
    else:
        await db.update(Bubble, {"kind": kind, "about": about, "shown": shown}, id=known["id"])


async def bubble(workspace: int, chat: str, ref: int) -> Row | None:
    return await db.row("select * from bubble where workspace_id = $1 and chat = $2 and ref = $3", workspace, chat, ref)


async def mark_stale(kind: str, about: list[int]) -> None:
    """What these bubbles show may have changed; the chat redraws them."""
    for piece in db.batch(about):
        await db.run(
            f"update bubble set stale = true where kind = $1 and about in ({db.marks(len(piece), 2)})", kind, *piece
        )


async def stale_bubbles(edited_before: datetime, limit: int = 30) -> list[Row]:
    """Bubbles of all workspaces to redraw that were not edited since an instant; nor long after it, by a clock that was put
    back."""
    return await db.rows(
        "select * from bubble where stale = true and (edited_at is null or edited_at <= $1 or edited_at > $3)"
        " order by id limit $2",
        edited_before,
        limit,
        edited_before + timedelta(minutes=1),
    )


async def bubble_fresh(bubble: int, shown: str, now: datetime) -> None:
    await db.run("update bubble set stale = false, shown = $2, edited_at = $3 where id = $1", bubble, shown, now)


async def bubble_later(bubble: int, now: datetime) -> None:
    """One that could not be edited now: it stays stale, and its turn comes again as if it had been."""
    await db.run("update bubble set edited_at = $2 where id = $1 and stale = true", bubble, now)


async def bubble_stale(bubble: int) -> None:
    """One bubble that is to be redrawn."""
    await db.run("update bubble set stale = true where id = $1", bubble)


async def bubble_gone(bubble: int) -> None:
    """A bubble that can no longer be edited."""
    await db.run("delete from bubble where id = $1", bubble)


async def state_before(bot: int, chat: str) -> str:
    """The state of a chat's newest settled update; empty where there is none."""
    found = await db.row(
        "select state from telegram_update where bot = $1 and chat = $2 and done_at is not null"
        " order by update_id desc limit 1",
        bot,
        chat,
    )
    return str(found["state"]) if found else ""
