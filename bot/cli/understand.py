"""`belfry understand`: where its world comes from, and how its readings are said. What it prints is `bot.understand_cli`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import understand_cli
from bot.cli.edge import Complaint
from core.language.reading import Reading
from core.process import datafolder
from core.settings import Settings
from core.world import World


def run(args: Namespace) -> int:
    """With `--world` no database is loaded: that is what makes it quick."""
    return understand_cli.run(args, load_world=lambda: _loaded(args), say=_sayer(args))


def _loaded(args: Namespace) -> World:
    import asyncio  # 50 ms, and `--world` does without

    return asyncio.run(_world(args))


def _sayer(args: Namespace) -> Callable[[Reading], str]:
    """Says a reading as the bot would."""
    now: datetime | None = None

    def say(reading: Reading) -> str:
        nonlocal now
        from bot.replies.readings import say_reading

        if now is None:
            now = _moment(args)
        return say_reading(reading, now)

    return say


def _moment(args: Namespace) -> datetime:
    """The moment at which it is said, as `--now` or the world's file has it (naive: in the world's zone)."""
    said = args.now
    if said is None and args.world:
        said = json.loads(Path(args.world).read_text(encoding="utf-8")).get("now")
    return datetime.fromisoformat(said) if said else datetime.now(UTC)


async def _world(args: Namespace) -> World:
    """The names of a workspace, as they are now. Nothing is written, and no key is needed."""
    from bot.cli.session import chosen_workspace
    from core.clock import Clock
    from core.people import people
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
