"""Files that go along with messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import db
from storage.models import Media

Row = dict[str, Any]


async def add(workspace: int, key: str, kind: str, mime: str, name: str, data: bytes, now: datetime) -> int:
    """Keeps a file; its id."""
    return await db.create(
        Media,
        workspace_id=workspace,
        key=key,
        kind=kind,
        mime=mime,
        name=name,
        size=len(data),
        data=data,
        created_at=now,
    )


async def get(workspace: int, media: int) -> Row | None:
    return await db.row("select * from media where id = $1 and workspace_id = $2", media, workspace)


async def about(workspace: int, media: int) -> Row | None:
    """What a file is, without its bytes."""
    return await db.row(
        "select id, kind, mime, name, size from media where id = $1 and workspace_id = $2", media, workspace
    )


async def by_key(key: str) -> Row | None:
    """The key itself tells whose it is: no workspace is known to a provider that fetches it."""
    return await db.row("select * from media where key = $1", key)
