"""Several roles that start at the same moment on one new database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot import seed
from core.settings import Settings
from storage import db
from storage.queries import workspaces


async def test_roles_that_start_at_once_make_one_workspace_and_one_owner(postgres_url: str) -> None:
    settings = Settings.read({"BELFRY_OWNERS": "7,8"})
    await db.open(postgres_url)
    try:
        found = await asyncio.gather(*(seed.first_workspace(settings, datetime.now(UTC)) for _ in range(8)))
        assert len({row["id"] for row in found}) == len(await workspaces.every()) == 1
        staff = await workspaces.staff_of(found[0]["id"], ("owner",))
        assert sorted(one["ref"] for one in staff) == ["7", "8"]
    finally:
        await db.close()
