"""`belfry backup` and `belfry copy`: a whole database, kept in a file or moved to the other kind.

Here: which files, locks and keys are meant, and sentences. Not here: how rows move (`storage.moving`), and `belfry restore`
(`bot.cli.restoring`).
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.edge import Complaint
from core.clock import Clock
from core.process import datafolder
from core.settings import Settings, mask_url
from storage.moving import CannotMove

_SENTENCES = {
    "no_database": "{file} is no database of Belfry.",
    "in_use": "{file} is in use; stop every Belfry that uses it first.",
    "connected": "{count} other connection(s) to the database are open; stop every Belfry that uses it first.",
    "not_empty": "the target holds data already; it wants an empty database.",
    "same_kind": "`belfry copy` goes from SQLite to PostgreSQL or back; otherwise `belfry backup` and `belfry restore`.",
    "other_version": "the two databases are not of the same version ({what}); run `belfry migrate` on the older one.",
    "differs": "after copying, the row {id} of {table} was not the same; nothing was kept.",
    "does_not_fit": "the row {id} of {table} does not fit: {column} is too long for PostgreSQL; nothing was copied.",
    "no_access": "the target database does not let us in ({why}); does it exist, and may this user use it?",
    "unknown_type": "the column {column} has a type that cannot be copied ({type}).",
    "circle": "these tables refer to each other in a circle: {tables}.",
    "no_file": "there is no file {file}.",
    "no_backup": "{file} is no backup of Belfry.",
    "damaged": "{file} is damaged: its checksum does not match or its database is not sound; nothing was changed.",
    "newer": "the backup was made by a newer Belfry {version}; update this one first.",
    "file_exists": "{file} is there already; a backup never overwrites a file.",
}

_WORDS = {"contact": "contacts", "message": "messages", "delivery": "deliveries", "staff": "staff"}


@contextmanager
def said() -> Iterator[None]:
    """What cannot be moved becomes one sentence."""
    try:
        yield
    except CannotMove as e:
        raise Complaint(_SENTENCES[e.code].format_map(e.values)) from e


def named(file: str) -> Path:
    """The backup file that is meant. Raises Complaint when there is no folder for it."""
    path = Path(file).absolute()
    if not path.parent.is_dir():
        raise Complaint(f"there is no folder {path.parent}.")
    return path


async def backup(args: Namespace) -> None:
    from storage.moving import archive, copying, sqlite

    settings = Settings.read()
    file = named(args.file)
    path = datafolder.sqlite_path(settings.database)
    with said():
        sqlite.must_be(path)  # before a key is made for a database that is not there
    keys = datafolder.secret_key(settings)
    scratch = scratch_beside(file)
    taken_at = Clock().now()
    with said():
        try:
            if path is None:
                await copying.snapshot_to_sqlite(settings.database, scratch)
            else:
                sqlite.snapshot(path, scratch)
            told = archive.write(
                file,
                scratch,
                taken_at=taken_at,
                version=_version(),
                came_from="postgres" if path is None else "sqlite",
                keys=keys,
                with_key=args.with_key,
            )
        finally:
            copying.remove_sqlite(scratch)
    _say_kept(file, told.counts, told.keys, with_key=args.with_key, where=key_place(settings))


def _say_kept(file: Path, counts: dict[str, int], keys: tuple[str, ...], *, with_key: bool, where: str) -> None:
    what = ", ".join(f"{counts.get(table, 0)} {word}" for table, word in _WORDS.items())
    print(f"{file}: {what} ({file.stat().st_size / 1e6:.1f} MB).")
    shown = ", ".join(keys)
    if with_key:
        print(f"The secret key ({shown}) is in it: whoever has this file can use your channels. Keep it locked away.")
    else:
        print(f"The secret key ({shown}) is NOT in it. Keep {where} apart: without it no channel's key can be read.")


def key_place(settings: Settings) -> str:
    """Where the secret key is, for people."""
    path = datafolder.sqlite_path(settings.database)
    if settings.secret_key is not None or path is None:
        return "BELFRY_SECRET_KEY"
    return str(datafolder.key_file(settings.data, path))


async def copy(args: Namespace) -> None:
    from storage.moving import copying

    settings = Settings.read()
    target = Settings.read({**os.environ, "BELFRY_DATABASE": args.to, "BELFRY_DATABASE_FILE": ""}).database
    datafolder.prepare(settings.data)
    with said(), datafolder.lock(settings.data):
        copied = await copying.copy(settings.database, target)
    for one in copied:
        lost = f", {one.cleaned} without characters that PostgreSQL cannot keep" if one.cleaned else ""
        print(f"{one.table:<20}{one.rows:>10} rows  {one.checksum[:12]}{lost}")
    print(f"Every row of {mask_url(settings.database)} is in {mask_url(target)}, and the same.")
    print(f"Now set BELFRY_DATABASE to it{_key_hint(settings)}, and start no Belfry on the old one again.")


def _key_hint(settings: Settings) -> str:
    place = key_place(settings)
    return f" and keep {place}" if place == "BELFRY_SECRET_KEY" else f" and BELFRY_SECRET_KEY to what is in {place}"


def scratch_beside(file: Path) -> Path:
    """A file of ours in the same folder, so that a rename puts it in place."""
    return file.with_name(f".{file.name}.moving-{os.getpid()}")


def _version() -> str:
    from bot.__main__ import VERSION

    return VERSION
