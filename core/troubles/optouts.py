"""A person wants no more, or again: blocking them, and telling who should hear of it. By an answer that says STOP, by
WhatsApp's own menu, or by an error that says so.

Here: the effect. Not here: which words mean it (`core.people.consent`), and words for staff (`bot.notices`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.queries import deliveries, directory, notices, workspaces

Row = dict[str, Any]


async def obeyed(workspace: int, contact: Row, word: str, now: datetime) -> str | None:
    """Blocks on "stop", lifts what a "stop" blocked on "start", also where staff have blocked over it, which stays; the kind of
    notice, None when it was so already. In a transaction of the caller's."""
    if word == "stop":
        return "opted_out" if await directory.block(workspace, contact["id"], "contact", now) else None
    stopped = contact["consent"] == "stopped" or contact["blocked_by"] == "contact"
    lifted = stopped and await directory.unblock(workspace, contact["id"], "contact")
    return "opted_in" if lifted else None


async def obey(workspace: int, contact: Row, word: str, about: str, now: datetime) -> None:
    """As `obeyed`, and staff are told. In a transaction of the caller's."""
    kind = await obeyed(workspace, contact, word, now)
    if kind is None:
        return
    detail = {"contact": contact["id"], "name": contact["name"]}
    for staff in await hearers(workspace, contact, kind):
        await notices.tell(workspace, staff, kind, about, detail, now)


async def stopped(workspace: int, contact: int, delivery: int, now: datetime) -> None:
    """A provider refused a delivery because its person wants no more. Joins a transaction that is under way."""
    async with db.joined():
        row = await directory.get(workspace, contact)
        await obey(workspace, row, "stop", f"delivery:{delivery}", now)


async def hearers(workspace: int, contact: Row | None, notice: str) -> list[int]:
    """The author of the last message to that person; else managers and owners, who hear of every opt-out too."""
    staff = await workspaces.staff_of(workspace)
    leads = sorted({one["staff_id"] for one in staff if one["role"] in ("owner", "manager")})
    last = await deliveries.last_to(workspace, contact["id"]) if contact else None
    author: int | None = last["author_id"] if last else None
    if author is not None and author in {one["staff_id"] for one in staff}:
        return sorted({author, *leads}) if notice == "opted_out" else [author]
    return leads
