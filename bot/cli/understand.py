"""`belfry understand`: where its world comes from, and how its readings are said. What it prints is `bot.understand_cli`."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from bot import understand_cli
from bot.cli.edge import Complaint
from core import datafolder
from core.settings import Settings
from core.world import World


def run(args: Namespace) -> int:
    """With `--world` neither database nor chat is loaded: that is what makes it quick."""
    return understand_cli.run(args, load_world=lambda: asyncio.run(_world(args)))


async def _world(args: Namespace) -> World:
    """The names of a workspace, as they are now. Nothing is written, and no key is needed."""
    from bot.cli.session import chosen_workspace
    from core import people
    from core.clock import Clock
    from storage import db

    settings = Settings.read()
    file = datafolder.sqlite_path(settings.database)
    if file is not None and not file.exists():
        raise Complaint(f"{file} is not there yet; start Belfry first, or give --world FILE.")
    try:
        await db.open(settings.database)
        row = await chosen_workspace(args.workspace or settings.workspace)
        return await people.world(row["id"], Clock().now())
    finally:
        await db.close()
