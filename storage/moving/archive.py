"""The backup file: a zip of `manifest.json` and `belfry.db` (SQLite, whichever database it came from), the key if asked.

The credentials in it are ciphertext; without the key they stay so, and the manifest names the key by its fingerprint only.
It holds names, numbers and texts: mode 600. Not here: taking the snapshot, and where a restored database goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.moving import CannotMove
from storage.moving.sqlite import counts

FORMAT = 1
MANIFEST, DATABASE, KEY = "manifest.json", "belfry.db", "secret.key"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `taken_at`: an instant not later than its newest row."""

    format: int
    belfry: str
    taken_at: datetime
    came_from: str
    migrations: tuple[str, ...]
    counts: dict[str, int]
    size: int
    sha256: str
    keys: tuple[str, ...]
    with_key: bool

    def text(self) -> str:
        return json.dumps(asdict(self) | {"taken_at": self.taken_at.isoformat()}, indent=2)


def fingerprints(keys: str) -> tuple[str, ...]:
    """Twelve digits of each key's SHA-256: enough to tell keys apart, and nothing to find a random key by."""
    found = [key.strip() for key in keys.split(",") if key.strip()]
    return tuple(hashlib.sha256(key.encode()).hexdigest()[:12] for key in found)


def write(
    file: Path, database: Path, *, taken_at: datetime, version: str, came_from: str, keys: str, with_key: bool
) -> Manifest:
    """Makes the backup file of a database file that nobody writes to. Raises CannotMove("file_exists", "damaged")."""
    rows, migrations = counts(database)
    manifest = Manifest(
        format=FORMAT,
        belfry=version,
        taken_at=taken_at,
        came_from=came_from,
        migrations=tuple(sorted(migrations)),
        counts=rows,
        size=database.stat().st_size,
        sha256=_sha256(database),
        keys=fingerprints(keys),
        with_key=with_key,
    )
    waiting = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(waiting, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr(MANIFEST, manifest.text())
                if with_key:
                    packed.writestr(KEY, keys + "\n")
                packed.write(database, DATABASE)
            out.flush()
            os.fsync(out.fileno())
        os.link(waiting, file)  # never over a file that is there
    except FileExistsError as error:
        raise CannotMove("file_exists", file=str(file)) from error
    finally:
        with suppress(FileNotFoundError):
            waiting.unlink()
    return manifest


def read_manifest(file: Path) -> Manifest:
    """Raises CannotMove("no_file", "no_backup", "newer")."""
    with _opened(file) as packed:
        return _manifest(packed, file)


def read_key(file: Path) -> str | None:
    """The keys in it, None for a backup without them."""
    with _opened(file) as packed:
        if KEY not in packed.namelist() or packed.getinfo(KEY).file_size > 10_000:
            return None
        with _sound(file, "damaged"):
            return packed.read(KEY).decode("ascii", "replace").strip()


def unpack(file: Path, to: Path) -> Manifest:
    """Writes the database of a backup to a new file. Raises CannotMove, also when it is not what the manifest says."""
    with _opened(file) as packed:
        manifest = _manifest(packed, file)
        if packed.getinfo(DATABASE).file_size != manifest.size:
            raise CannotMove("damaged", file=str(file))
        digest = hashlib.sha256()
        with (
            os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
            _sound(file, "damaged"),
            packed.open(DATABASE) as source,
        ):
            while piece := source.read(_PIECE):
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    if digest.hexdigest() != manifest.sha256:
        raise CannotMove("damaged", file=str(file))
    rows, _ = counts(to)
    if rows != manifest.counts:
        raise CannotMove("damaged", file=str(file))
    return manifest


@contextmanager
def _sound(file: Path, code: str) -> Iterator[None]:
    """What a damaged zip raises, in one word."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise CannotMove(code, file=str(file)) from error


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise CannotMove("no_file", file=str(file)) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise CannotMove("no_backup", file=str(file)) from error


def _manifest(packed: zipfile.ZipFile, file: Path) -> Manifest:
    if not {MANIFEST, DATABASE} <= set(packed.namelist()) or packed.getinfo(MANIFEST).file_size > 1_000_000:
        raise CannotMove("no_backup", file=str(file))
    with _sound(file, "no_backup"):
        told = json.loads(packed.read(MANIFEST))
        if told["format"] > FORMAT:
            raise CannotMove("newer", version=told.get("belfry", ""))
        fields = {name: told[name] for name in Manifest.__dataclass_fields__}
        taken_at = datetime.fromisoformat(told["taken_at"]).astimezone(UTC)
        more = {name: tuple(told[name]) for name in ("migrations", "keys")}
        return Manifest(**fields | more | {"taken_at": taken_at})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
