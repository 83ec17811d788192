"""`belfry restore`: a backup put in place, so that it goes on without sending anything twice.

It is unpacked into a scratch file, brought to this version, opened with its key and held back there (`core.restoring`); only
then is it put in place, in one step. Not here: how rows move (`storage.moving`).
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.cli.edge import Complaint
from bot.cli.moving import key_place, named, said, scratch_beside
from core.clock import Clock
from core.errors import BadSetting
from core.process import datafolder, logs
from core.settings import Settings, mask_url


async def restore(args: Namespace) -> None:
    from storage.moving import archive, copying, placing

    settings = Settings.read()
    file = named(args.file)
    target = datafolder.sqlite_path(settings.database)
    datafolder.prepare(settings.data)
    with said(), datafolder.lock(settings.data):
        manifest = archive.read_manifest(file)
        if not args.replace and not await placing.is_empty(settings.database):
            kept = "" if target is None else " and keeps what is there beside it"
            raise Complaint(
                f"{mask_url(settings.database)} holds data; `--replace` puts the backup in its place{kept}."
            )
        scratch = scratch_beside(target or settings.data / "belfry.db")
        os.makedirs(scratch.parent, mode=0o700, exist_ok=True)
        now, aside = Clock().now(), None
        try:
            archive.unpack(file, scratch)
            await placing.bring(scratch)
            keys = await _keys_for(scratch, archive.read_key(file), settings, manifest.keys)
            told = await _held_back(scratch, keys, manifest.taken_at, now)
            if target is None:
                await copying.to_postgres(scratch, settings.database, replace=args.replace)
            else:
                _keep_key(settings, target, keys)
                aside = placing.place(scratch, target, now)
        finally:
            copying.remove_sqlite(scratch)
    print(f"{mask_url(settings.database)} is as it was at {manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC.")
    if aside is not None:
        print(f"What was there is kept as {aside}.")
    print("\n".join(told))


async def _keys_for(scratch: Path, packed: str | None, settings: Settings, made_with: Sequence[str]) -> str:
    """The keys that open what the backup holds: those that are set or lie here, else those in it. Raises BadSetting."""
    from storage.moving import placing

    if not placing.sealed(scratch):
        return _key_here(settings) or packed or datafolder.secret_key(settings)
    for keys in (_key_here(settings), packed):
        if keys and await placing.opens(scratch, keys):
            return keys
    there = f"the backup was made with the key {', '.join(made_with)}"
    if settings.secret_key is not None and packed:
        there += ", which is in it, but another one is set"
    raise BadSetting("missing", name="BELFRY_SECRET_KEY", hint=f"{there}; put that key into {key_place(settings)}")


def _key_here(settings: Settings) -> str | None:
    path = datafolder.sqlite_path(settings.database)
    if settings.secret_key is not None or path is None:
        return settings.secret_key
    with suppress(FileNotFoundError):
        return datafolder.key_file(settings.data, path).read_text(encoding="ascii").strip()
    return None


async def _held_back(scratch: Path, keys: str, taken_at: datetime, now: datetime) -> list[str]:
    """Holds back what may have left; the sentences that say so."""
    from core import restoring
    from storage import db

    logs.configure(level="warning", secrets=(keys,))
    try:
        await db.open(db.sqlite_url(scratch), keys)
        held = (await restoring.hold(taken_at, now)).values()
    finally:
        await db.close()
    waiting, unsure = sum(one.deliveries for one in held), sum(one.unsure for one in held)
    told = []
    if waiting:
        told.append(f"{waiting} deliveries that may have left since were not sent; `retry #N` in the chat sends them.")
    if unsure:
        told.append(f"{unsure} deliveries are unsure: they were in the air when the backup was made.")
    told.append("Changes and STOPs since then are not in it; the owners hear so in the chat.")
    told.append("See that no old Belfry still runs on the former database.")
    return told


def _keep_key(settings: Settings, target: Path, keys: str) -> None:
    """The key that opens it lies beside it, unless it is set; another one that lay there is kept under another name."""
    if settings.secret_key is not None:
        return
    beside = datafolder.key_file(settings.data, target)
    with suppress(FileNotFoundError):
        if beside.read_text(encoding="ascii").strip() == keys:
            return
        os.replace(beside, beside.with_name(f"{beside.name}.before"))
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(keys + "\n")
        out.flush()
        os.fsync(out.fileno())
