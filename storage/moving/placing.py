"""A database file from a backup: looked at, and put in the place of another in one step. Not here: the backup file."""

from __future__ import annotations

import os
import pkgutil
from datetime import datetime
from pathlib import Path

from storage import db, migrations
from storage.errors import WrongKey
from storage.moving import CannotMove, copying, postgres, sqlite
from storage.queries import channels, workspaces


async def is_empty(url: str) -> bool:
    """Whether there is nothing to lose; a database that is not there is empty. Raises CannotMove, StoreAway."""
    path = db.sqlite_path(url)
    if path is not None:
        return file_is_empty(Path(path))
    async with postgres.alone(url) as server:
        return not await server.migrations() or await server.empty(await server.tables(["workspace", "tally"]))


def file_is_empty(file: Path) -> bool:
    """Raises CannotMove when it is in use, or something else than a database."""
    if not file.exists() or not file.stat().st_size:
        return True
    with sqlite.alone(file) as there:
        return there.empty()


async def bring(file: Path) -> None:
    """Brings a file to this version. Raises CannotMove("newer") for one that is ahead of us."""
    known = {module.name for module in pkgutil.iter_modules(migrations.__path__)}
    _, applied = sqlite.counts(file)
    if not applied <= known:
        raise CannotMove("newer", file=file.name, version="")
    await db.migrate(db.sqlite_url(file))


async def opens(file: Path, keys: str) -> bool:
    """Whether these keys open every credential in it."""
    try:
        await db.open(db.sqlite_url(file), keys)
        for workspace in await workspaces.every():
            for channel in await channels.every(workspace["id"]):
                await channels.get(workspace["id"], channel["id"])
    except WrongKey:
        return False
    finally:
        await db.close()
    return True


def sealed(file: Path) -> bool:
    """Whether there is anything in it that wants a key."""
    rows, _ = sqlite.counts(file)
    return bool(rows.get("provider_account"))


def place(file: Path, target: Path, now: datetime) -> Path | None:
    """Renames the file to `target`; what was there is kept beside it, and its name given. Raises CannotMove."""
    with sqlite.alone(file):
        pass  # leaves nothing in a WAL
    if not target.exists() or not target.stat().st_size:
        copying.remove_sqlite(target)
        os.replace(file, target)
        return None
    with sqlite.alone(target):
        aside = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}")
        os.link(target, aside)
        os.replace(file, target)
    return aside
